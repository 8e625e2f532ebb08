#include <QImage>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <functional>
#include <map>
#include <memory>

#include "app/files/disk_files.h"
#include "app/window/canvas_modes.h"
#include "app/window/command_list.h"
#include "app/window/design_canvas.h"
#include "app/window/form_model.h"
#include "app/window/settings.h"
#include "app/window/workspace.h"
#include "tests/support/test_paths.h"

extern void qml_register_types_Archivolt();

namespace archivolt {

namespace {

constexpr int kPatience = 20000;
constexpr double kLeastContrast = 4.5;  // Source: WCAG 2.2, 1.4.3 Contrast (Minimum), level AA.

/// Source: WCAG 2.2, relative luminance.
double luminance(QRgb colour) {
    const auto part = [](int value) {
        const double c = value / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(qRed(colour)) + 0.7152 * part(qGreen(colour)) +
           0.0722 * part(qBlue(colour));
}

double contrast(QRgb a, QRgb b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

/// A text that shows, with where it is in the window.
struct Shown {
    const QQuickItem* item = nullptr;
    QString text;
    QRectF area;
    bool isCut = false;
};

bool isText(const QQuickItem& item) {
    return item.inherits("QQuickText") && !item.property("text").toString().isEmpty();
}

/// Collects the texts below an item as far as nothing clips them, dims them or hides them.
void collect(const QQuickItem* item, const QRectF& visible, std::vector<Shown>& shown) {
    if (!item->isVisible() || item->opacity() < 1 || !item->isEnabled()) return;
    QRectF within = visible;
    if (item->clip()) within &= item->mapRectToScene(item->boundingRect());
    if (isText(*item)) {
        const QRectF area = item->mapRectToScene(item->boundingRect());
        const QString text = item->property("text").toString();
        if (item->width() > 0 && within.contains(area.adjusted(1, 1, -1, -1))) {
            shown.push_back({item, text, area, item->property("truncated").toBool()});
        }
    }
    for (const QQuickItem* child : item->childItems()) collect(child, within, shown);
}

/// Says whether hovering somewhere around an item tells a text whole.
bool isToldOnHover(const QQuickItem* item, const QString& text) {
    for (int up = 0; item != nullptr && up < 6; item = item->parentItem(), ++up) {
        for (const QObject* child : item->children()) {
            const QString type = QString::fromLatin1(child->metaObject()->className());
            if (!type.startsWith(QStringLiteral("Hint_QMLTYPE"))) continue;
            if (child->property("text").toString().contains(text)) return true;
        }
        if (item->property("hint").toString().contains(text)) return true;
    }
    return false;
}

/// Returns the colour that most of an area has: what stands behind its text.
QRgb groundOf(const QImage& picture, const QRectF& area, double scale) {
    std::map<QRgb, int> counts;
    const QRect pixels =
        QRectF(area.topLeft() * scale, area.size() * scale).toRect() & picture.rect();
    for (int y = pixels.top(); y <= pixels.bottom(); y += 2) {
        for (int x = pixels.left(); x <= pixels.right(); x += 2) ++counts[picture.pixel(x, y)];
    }
    QRgb most = 0;
    int count = 0;
    for (const auto& [colour, times] : counts) {
        if (times <= count) continue;
        most = colour;
        count = times;
    }
    return most;
}

/// The whole window without a display, on the three-tier example.
struct Window {
    QTemporaryDir folder;
    DiskFiles files;
    std::unique_ptr<Workspace> workspace;
    std::unique_ptr<QQmlApplicationEngine> engine;
    Settings settings;
    QQuickWindow* window = nullptr;

    Window(QSize size, const char* theme) {
        const std::string home = folder.path().toStdString();
        workspace = std::make_unique<Workspace>(
            Workspace::Surroundings{files, Catalog::embedded(), home + "/state", home,
                                    [] { return std::make_unique<RankEngine>(); }});
        settings.setTheme(QString::fromLatin1(theme));
        settings.setWindowWidth(size.width());
        settings.setWindowHeight(size.height());
        engine = std::make_unique<QQmlApplicationEngine>();
        engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
        engine->setInitialProperties(
            {{QStringLiteral("workspace"), QVariant::fromValue(workspace.get())},
             {QStringLiteral("settings"), QVariant::fromValue(&settings)}});
        engine->load(QUrl(QStringLiteral("qrc:/qt/qml/Archivolt/Main.qml")));
        window = qobject_cast<QQuickWindow*>(engine->rootObjects().value(0));
        if (window != nullptr) window->resize(size);
    }
    ~Window() { engine.reset(); }
    [[nodiscard]] Document& document() const { return *workspace->current(); }
    [[nodiscard]] bool run(const char* command) const {
        return window->findChild<CommandList*>()->run(QString::fromLatin1(command));
    }
    [[nodiscard]] bool settles() const {
        const bool done = QTest::qWaitFor([this] { return !document().isChecking(); }, kPatience);
        QTest::qWait(50);
        return done;
    }
    /// Opens every line of the form that shows.
    void openForm() const {
        auto* form = window->findChild<FormModel*>();
        for (int row = 0; row < form->rowCount() && row < 60; ++row) {
            const QModelIndex index = form->index(row);
            const bool shut = form->data(index, FormModel::CountRole).toInt() > 0 &&
                              !form->data(index, FormModel::OpenRole).toBool();
            if (shut) form->toggle(form->data(index, FormModel::KeyRole).toString());
        }
    }
    void select(const char* name) const {
        const auto& stack = document().session().design()->stacks.front();
        const auto resource = stack->body.resources.find(name);
        document().select(resource ? DesignSelection{{resource->id}, {}} : DesignSelection{});
    }

    /// Returns what is wrong with the texts that show, one a line; `view` is named in each.
    [[nodiscard]] QString faults(const QString& view) const {
        const QImage picture = window->grabWindow();
        const double scale = picture.devicePixelRatio();
        const QString kept = qEnvironmentVariable("ARCHIVOLT_LOOK_FOLDER");
        if (!kept.isEmpty()) picture.save(kept + QLatin1Char('/') + view + QStringLiteral(".png"));
        const QRectF all(QPointF(), QSizeF(window->size()));
        std::vector<Shown> shown;
        const QQuickItem* top = topItem();
        collect(top == nullptr ? window->contentItem() : top, all, shown);
        QString faults;
        for (const Shown& each : shown) {
            if (each.isCut && !isToldOnHover(each.item, each.text)) {
                faults += QStringLiteral("%1: cut and not told: %2\n").arg(view, each.text);
            }
            const QRgb ink = each.item->property("color").value<QColor>().rgb();
            const QRgb ground = groundOf(picture, each.area, scale);
            if (contrast(ink, ground) < kLeastContrast) {
                faults += QStringLiteral("%1: contrast %2 of %3\n")
                              .arg(view)
                              .arg(contrast(ink, ground), 0, 'f', 2)
                              .arg(each.text);
            }
        }
        return faults + overlaps(view, shown);
    }

private:
    /// Returns what lies over the window and has to be answered first; null pointer for nothing.
    [[nodiscard]] const QQuickItem* topItem() const {
        const QQuickItem* top = nullptr;
        for (const QQuickItem* child : window->contentItem()->childItems()) {
            if (!child->inherits("QQuickOverlay") || !child->isVisible()) continue;
            for (const QQuickItem* popup : child->childItems()) {
                if (popup->isVisible() && popup->inherits("QQuickPopupItem")) top = popup;
            }
        }
        return top;
    }
    static QString overlaps(const QString& view, const std::vector<Shown>& shown) {
        QString faults;
        for (std::size_t a = 0; a < shown.size(); ++a) {
            for (std::size_t b = a + 1; b < shown.size(); ++b) {
                if (shown[a].item->parentItem() != shown[b].item->parentItem()) continue;
                const QRectF both = shown[a].area & shown[b].area;
                if (both.width() <= 1 || both.height() <= 1) continue;
                faults +=
                    QStringLiteral("%1: %2 lies on %3\n").arg(view, shown[a].text, shown[b].text);
            }
        }
        return faults;
    }
};

}  // namespace

/// Goes through every text of every view: nothing is cut without its whole on hover, nothing lies
/// on something else, everything can be read.
class WindowLookTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        qml_register_types_Archivolt();
        QQuickStyle::setStyle(QStringLiteral("Basic"));
    }
    void everyTextCanBeRead_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<QByteArray>("theme");
        QTest::newRow("small, light") << QSize(1280, 800) << QByteArray("light");
        QTest::newRow("small, dark") << QSize(1280, 800) << QByteArray("dark");
        QTest::newRow("large, light") << QSize(1920, 1080) << QByteArray("light");
        QTest::newRow("large, dark") << QSize(1920, 1080) << QByteArray("dark");
    }
    void everyTextCanBeRead();

private:
    using Look = std::function<void(const char* view)>;
    static void lookAtMarks(const Window& window, const Look& look);
    static void lookAtTheLargest(const Window& window, const Look& look);
};

/// A note, a frame, a folded VPC, and what a part lacks.
void WindowLookTest::lookAtMarks(const Window& window, const Look& look) {
    Document& document = window.document();
    window.select("");
    const Note note{
        {}, {-220, 400, 200, 88}, "The office reaches the bastion by SSH, and nobody else"};
    const Frame office{{}, FrameKind::OnPremises, {-220, 520, 180, 72}, "Office in Leeds"};
    QVERIFY(document.commit({SetNote{{}, note}, SetFrame{{}, office}}, "Add marks"));
    QVERIFY(window.settles());
    const Design& design = *document.session().design();
    document.select(DesignSelection{{}, {}, {}, {design.notes.front().id}, {}});
    look("note");
    document.select(DesignSelection{{}, {}, {}, {}, {design.frames.front().id}});
    look("outside");
    document.select(DesignSelection{});
    QVERIFY(window.run("fold"));
    QVERIFY(window.settles());
    look("folded");
    document.undo();
    QVERIFY(window.settles());
    window.window->findChild<DesignCanvas*>()->placeAtSelection(
        QStringLiteral("AWS::EC2::Instance"));
    look("offer");
    QTest::keyClick(window.window, Qt::Key_Escape);
    QTest::qWait(30);
}

void WindowLookTest::lookAtTheLargest(const Window& window, const Look& look) {
    const auto all = test::corpusTemplates();
    const auto largest = std::ranges::max_element(all, {}, [](const std::filesystem::path& file) {
        return std::filesystem::file_size(file);
    });
    if (largest == all.end()) return;
    window.document().openPath(QString::fromStdString(largest->string()));
    QVERIFY(window.settles());
    look("largest");
    QVERIFY(window.run("template"));
    look("largest-template");
}

void WindowLookTest::everyTextCanBeRead() {
    QFETCH(QSize, size);
    QFETCH(QByteArray, theme);
    Window window(size, theme.constData());
    QVERIFY(window.window != nullptr);
    QVERIFY(QTest::qWaitForWindowExposed(window.window));
    const QString prefix = QStringLiteral("%1-%2-").arg(size.width()).arg(QLatin1String(theme));
    QString faults;
    int views = 0;
    const auto look = [&](const char* view) {
        QTest::qWait(30);
        faults += window.faults(prefix + QString::fromLatin1(view));
        ++views;
    };
    look("start");
    window.document().openExample(QStringLiteral("three-tier"));
    QVERIFY(window.settles());
    look("design");
    for (const char* name : {"ShopVpc", "PublicA", "WebAlb", "WebFleet", "OrdersDb", "WebGroup",
                             "PublicRoutes", "PublicAcl", "Bastion", "Sessions"}) {
        window.select(name);
        look((QByteArray("form-") + name).constData());
    }
    window.select("");
    for (const char* command : {"outline", "problems", "template", "add"}) {
        QVERIFY2(window.run(command), command);
        look(command);
    }
    for (const char* dialog : {"settings", "about", "shortcuts", "commands", "find", "export",
                               "save-as", "open", "open-network"}) {
        QVERIFY2(window.run(dialog), dialog);
        look(dialog);
        QTest::keyClick(window.window, Qt::Key_Escape);
        QTest::qWait(30);
        window.document().files()->answer(QStringLiteral("cancel"));
    }
    window.select("WebGroup");
    window.document().removal()->removeSelected();
    look("remove");
    window.document().removal()->cancel();
    lookAtMarks(window, look);
    QVERIFY(window.run("review"));
    QTest::qWait(300);
    look("review");
    QTest::keyClick(window.window, Qt::Key_Escape);
    QTest::qWait(30);
    for (const char* mode : {"reach", "access", "traffic"}) {
        QVERIFY2(window.run(mode), mode);
        QTest::qWait(200);
        look(mode);
    }
    QVERIFY(window.run("design"));
    window.workspace->newTab();
    look("tabs");
    window.document().openExample(QStringLiteral("serverless-web"));
    QVERIFY(window.settles());
    for (const char* name : {"OrdersRole", "Cdn", "Api", "OrdersFunction"}) {
        window.select(name);
        window.openForm();
        look((QByteArray("whole-form-") + name).constData());
    }
    lookAtTheLargest(window, look);
    QVERIFY(views > 35);
    QVERIFY2(faults.isEmpty(), qPrintable(QStringLiteral("\n") + faults));
}

}  // namespace archivolt

QTEST_MAIN(archivolt::WindowLookTest)
#include "window_look_test.moc"
