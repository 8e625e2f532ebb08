#include <QImage>
#include <QtTest>
#include <thread>

#include "model/catalog/catalog.h"
#include "render/paint/icons.h"
#include "render/paint/paint_scene.h"
#include "render/paint/text_measure.h"
#include "render/scene/build_scene.h"
#include "tests/layout/sample_diagrams.h"

namespace archivolt {

namespace {

Scene sceneOf(const Diagram& diagram, const Theme& theme) {
    RankEngine engine;
    const TextMeasure measure = qtTextMeasure();
    SceneInput input;
    input.layout = std::make_shared<const Layout>(computeLayout(diagram, measure, engine));
    input.diagram = std::make_shared<const Diagram>(diagram);
    input.theme = &theme;
    return buildScene(input, measure);
}

}  // namespace

class PaintTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyThreadPaintsIconsOfItsOwn() {
        const QPainterPath* const here = &iconPath("vpc");
        const QPainterPath* there = nullptr;
        std::thread([&] { there = &iconPath("vpc"); }).join();
        QVERIFY(there != here);
        QCOMPARE(&iconPath("vpc"), here);
    }

    void measuresThatShareTheirWidthsSayWhatEachWouldAlone() {
        const std::vector<std::string> texts = {"Web1x2x3", "office",   "AV",
                                                "",         "Überfluß", "Web1x2x3"};
        const std::vector<FontSpec> specs = {fonts::kNodeTitle, fonts::kDetail, fonts::kAddress};
        const auto all = [&](const TextMeasure& measure) {
            std::vector<double> widths;
            for (const FontSpec& font : specs) {
                for (const std::string& text : texts) widths.push_back(measure(text, font));
            }
            return widths;
        };
        const auto widths = std::make_shared<TextWidths>();
        std::vector<double> there;
        std::thread other([&] { there = all(qtTextMeasure(widths)); });
        const std::vector<double> here = all(qtTextMeasure(widths));
        other.join();
        QCOMPARE(here, all(qtTextMeasure()));
        QCOMPARE(there, here);
        QVERIFY(here.front() > 0);
    }

    void catalogueHasNoIconThatIsNotDrawn() {
        const auto catalog = Catalog::embedded();
        const auto names = iconNames();
        for (const SystemFacts& facts : catalog->systems()) {
            QVERIFY2(std::ranges::find(names, facts.icon) != names.end(), facts.icon.c_str());
        }
    }

    void everyIconStaysOnItsGrid() {
        QVERIFY(iconNames().size() > 100);
        for (const std::string_view name : iconNames()) {
            // A single straight line has no area, and Qt holds nothing without area to be
            // contained.
            const QRectF bounds = iconPath(name).boundingRect().adjusted(-0.01, -0.01, 0.01, 0.01);
            const std::string text(name);
            QVERIFY2(QRectF(1.8, 1.8, 20.4, 20.4).contains(bounds), text.c_str());
            QVERIFY2(std::max(bounds.width(), bounds.height()) > 9, text.c_str());
        }
    }

    void brokenDrawingIsRefusedWithTheWord() {
        for (const char* text : {"M 1", "Q 1 2", "M 1 x", "L"}) {
            const auto path = parseIconPath(text);
            QVERIFY2(!path.has_value(), text);
            QCOMPARE(path.error().code, std::string("ICON-1"));
        }
        QVERIFY(parseIconPath("M 1 2 L 3 4 Z").has_value());
    }

    void unknownIconIsThatOfAResource() {
        QCOMPARE(iconPath("no-such-icon"), iconPath("resource"));
    }

    void picturesAreTheSameFromRunToRun() {
        const Diagram diagram = test::threeTierDiagram();
        for (const Theme* theme : {&lightTheme(), &darkTheme()}) {
            const auto png = pngPicture(sceneOf(diagram, *theme), {});
            QVERIFY(png.has_value());
            QCOMPARE(*pngPicture(sceneOf(diagram, *theme), {}), *png);
            const QByteArray svg = svgPicture(sceneOf(diagram, *theme), {1, "three-tier"});
            QCOMPARE(svgPicture(sceneOf(diagram, *theme), {1, "three-tier"}), svg);
            QVERIFY(svg.contains("ShopVpc") && svg.contains("10.0.0.0/16"));
        }
    }

    void pdfIsWritten() {
        const QByteArray pdf = pdfPicture(sceneOf(test::threeTierDiagram(), lightTheme()), {});
        QVERIFY(pdf.startsWith("%PDF"));
        QVERIFY(pdf.size() > 5000);
    }

    void tooLargeAPictureIsRefused() {
        const auto png = pngPicture(sceneOf(test::threeTierDiagram(), lightTheme()), {50, {}});
        QVERIFY(!png.has_value());
        QCOMPARE(png.error().code, std::string("PICTURE-1"));
    }

    void nodesAreWhereTheSceneSaysTheyAre() {
        const Scene scene = sceneOf(test::threeTierDiagram(), lightTheme());
        const QImage image = QImage::fromData(*pngPicture(scene, {}), "PNG");
        QCOMPARE(image.pixelColor(2, 2), QColor(0xFB, 0xFB, 0xFC));
        for (BoxIndex i = 1; i < scene.diagram->boxes.size(); ++i) {
            if (scene.diagram->boxes[i].kind != BoxKind::Node) continue;
            const Rect& r = scene.layout->rects[i];
            const QPoint edge(static_cast<int>(right(r) - scene.bounds.x) - 5,
                              static_cast<int>(r.y - scene.bounds.y) + 10);
            QCOMPARE(image.pixelColor(edge), QColor(Qt::white));
        }
    }

    void nothingIsPaintedOutsideTheViewport() {
        const Scene scene = sceneOf(test::threeTierDiagram(), lightTheme());
        QImage image(200, 200, QImage::Format_RGB32);
        image.fill(Qt::red);
        QPainter painter(&image);
        paintScene(painter, scene, {{300, 100}, 1, {100, 100}});
        painter.end();
        for (int i = 101; i < 200; ++i) {
            QCOMPARE(image.pixelColor(i, 50), QColor(Qt::red));
            QCOMPARE(image.pixelColor(50, i), QColor(Qt::red));
        }
    }

    void fittedViewportHoldsTheWholeScene() {
        const Scene scene = sceneOf(test::threeTierDiagram(), lightTheme());
        const Viewport viewport = fitted(scene, {640, 480});
        const Rect shown{viewport.origin.x, viewport.origin.y, 640 / viewport.scale,
                         480 / viewport.scale};
        QVERIFY(contains(inflated(shown, 0.01), scene.bounds));
    }
};

}  // namespace archivolt

QTEST_MAIN(archivolt::PaintTest)
#include "paint_test.moc"
