#include <QtTest>

#include <chrono>
#include <cstdio>

#include "render/layout/build_diagram.h"
#include "render/scene/build_scene.h"
#include "tests/scene/picture_measure.h"
#include "tests/support/template_design.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

struct Picture {
    std::string name;
    Design design;
    Scene scene;
    test::PictureMeasure measure;
    double layoutMilliseconds = 0;
};

Picture pictureOf(const std::string& name, const std::string& text, const Catalog& catalog) {
    Picture picture;
    picture.name = name;
    picture.design = test::designOfTemplate(text);
    const auto resolved = resolve(picture.design, catalog);
    RankEngine engine;
    SceneInput input;
    input.diagram =
        std::make_shared<const Diagram>(buildDiagram(picture.design, *resolved, catalog));
    const auto begin = std::chrono::steady_clock::now();
    input.layout =
        std::make_shared<const Layout>(computeLayout(*input.diagram, approximateWidth, engine));
    picture.layoutMilliseconds =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    input.theme = &lightTheme();
    picture.scene = buildScene(input, approximateWidth);
    picture.measure = test::measurePicture(picture.scene, picture.design, catalog);
    return picture;
}

std::string firstOf(const std::vector<std::string>& all) {
    return all.empty() ? std::string() : all.front();
}

void printAll(const char* what, const std::vector<std::string>& all) {
    for (const std::string& one : all) std::printf("      %s: %s\n", what, one.c_str());
}

}  // namespace

/// Counts what is wrong with the pictures of real templates, so that it does not come back.
///
/// With `ARCHIVOLT_PICTURES=1` in the environment it also prints a line for each template.
class PictureTest : public QObject {
    Q_OBJECT

    std::vector<Picture> m_pictures;

    template <class Count>
    [[nodiscard]] std::size_t total(Count count) const {
        std::size_t sum = 0;
        for (const Picture& picture : m_pictures) sum += count(picture.measure);
        return sum;
    }

private Q_SLOTS:
    void initTestCase() {
        const auto catalog = Catalog::embedded();
        const auto root = test::corpusRoot();
        for (const auto& file : test::corpusTemplates()) {
            m_pictures.push_back(pictureOf(std::filesystem::relative(file, root).string(),
                                           test::readFile(file), *catalog));
        }
        const bool loud = qEnvironmentVariableIsSet("ARCHIVOLT_PICTURES");
        double slowest = 0;
        double used = 0;
        for (const Picture& p : m_pictures) {
            const test::PictureMeasure& m = p.measure;
            slowest = std::max(slowest, p.layoutMilliseconds);
            used += m.used;
            if (!loud) continue;
            std::printf(
                "%5.2f used %2.0f%% wires %2zu border %zu through %zu over %zu out %zu "
                "alike %zu hidden %zu zones? %zu %5.0f ms  %s\n",
                m.aspect, m.used * 100, m.wires, m.onBorders.size(), m.through.size(),
                m.overlaps.size(), m.strays.size(), m.alike.size(), m.unreachable.size(),
                m.unknownZones, p.layoutMilliseconds, p.name.c_str());
            printAll("border", m.onBorders);
            printAll("through", m.through);
            printAll("over", m.overlaps);
            printAll("out", m.strays);
            printAll("alike", m.alike);
            printAll("untold", m.untold);
            printAll("untaken", m.untaken);
        }
        if (m_pictures.empty()) return;
        qInfo(
            "%zu templates, %zu between 1.2 and 2.4, %zu wires, %zu on borders, %zu through boxes",
            m_pictures.size(), total([](const auto& m) {
                return std::size_t{m.aspect >= 1.2 && m.aspect <= 2.4 ? 1U : 0U};
            }),
            total([](const auto& m) { return m.wires; }),
            total([](const auto& m) { return m.onBorders.size(); }),
            total([](const auto& m) { return m.through.size(); }));
        qInfo(
            "%zu overlaps, %zu strays, %zu cut alike, %zu unreachable, %zu zones not known, "
            "%.0f %% used, slowest layout %.0f ms",
            total([](const auto& m) { return m.overlaps.size(); }),
            total([](const auto& m) { return m.strays.size(); }),
            total([](const auto& m) { return m.alike.size(); }),
            total([](const auto& m) { return m.unreachable.size(); }),
            total([](const auto& m) { return m.unknownZones; }),
            used * 100 / static_cast<double>(m_pictures.size()), slowest);
        qInfo("%zu relations, %zu told by no place, line or sign, %zu boxes that can't be taken",
              total([](const auto& m) { return m.relations; }),
              total([](const auto& m) { return m.untold.size(); }),
              total([](const auto& m) { return m.untaken.size(); }));
    }

    void noTwoSiblingsOverlapAndNoChildLeavesItsContainer() {
        for (const Picture& picture : m_pictures) {
            QVERIFY2(picture.measure.overlaps.empty(), picture.name.c_str());
            QVERIFY2(picture.measure.strays.empty(), picture.name.c_str());
        }
    }

    void noWireRunsOnABorderOrThroughABoxThatIsNotItsOwn() {
        for (const Picture& picture : m_pictures) {
            const auto& m = picture.measure;
            QVERIFY2(m.onBorders.empty(), (picture.name + ": " + firstOf(m.onBorders)).c_str());
            QVERIFY2(m.through.empty(), (picture.name + ": " + firstOf(m.through)).c_str());
        }
    }

    void noTwoNamesAreCutToTheSameText() {
        for (const Picture& picture : m_pictures) {
            const auto& m = picture.measure;
            QVERIFY2(m.alike.empty(), (picture.name + ": " + firstOf(m.alike)).c_str());
        }
    }

    void picturesAreAboutAsWideAsAPage() {
        const std::size_t odd = total(
            [](const auto& m) { return std::size_t{m.aspect < 1.2 || m.aspect > 2.4 ? 1U : 0U}; });
        QVERIFY2(odd * 79 <= m_pictures.size() * 9, std::to_string(odd).c_str());
    }

    void everyBoxAndEverySignCanBeTakenByThePointer() {
        for (const Picture& picture : m_pictures) {
            const auto& m = picture.measure;
            QVERIFY2(m.untaken.empty(), (picture.name + ": " + firstOf(m.untaken)).c_str());
        }
    }

    void everyRelationIsToldByAPlaceALineOrASign() {
        std::size_t all = 0;
        for (const Picture& picture : m_pictures) {
            const auto& m = picture.measure;
            QVERIFY2(m.untold.empty(), (picture.name + ": " + firstOf(m.untold)).c_str());
            all += m.relations;
        }
        QVERIFY(m_pictures.empty() || all > 10 * m_pictures.size());
    }

    void aPictureIsLaidOutInLessThanASecond() {
        for (const Picture& picture : m_pictures) {
            QVERIFY2(picture.layoutMilliseconds < 1000, picture.name.c_str());
        }
    }

    void everyResourceIsInThePicture() {
        for (const Picture& picture : m_pictures) {
            QVERIFY2(picture.measure.unreachable.empty(), picture.name.c_str());
        }
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::PictureTest)
#include "picture_test.moc"
