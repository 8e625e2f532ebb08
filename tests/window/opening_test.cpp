#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <latch>
#include <thread>

#include "app/command/examples.h"
#include "app/files/disk_files.h"
#include "app/window/design_canvas.h"
#include "app/window/read_ahead.h"
#include "app/window/workspace.h"
#include "tests/support/memory_files.h"

namespace archivolt {

using test::MemoryFiles;

namespace {

constexpr int kPatience = 15000;
constexpr const char* kNet = R"(Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.0.0/24}}
  Web: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, SubnetId: !Ref A}}
)";

/// More resources than are judged before they are drawn.
std::string largeText() {
    std::string text = "Resources:\n";
    for (int i = 0; i < 1200; ++i)
        text += "  Q" + std::to_string(i) + ": {Type: AWS::SQS::Queue}\n";
    return text;
}

Workspace::Surroundings surroundingsIn(FileAccess& files, const std::string& folder) {
    return {files, Catalog::embedded(), folder + "/state", folder,
            [] { return std::make_unique<RankEngine>(); }};
}

SceneInput inputOf(const Drawing& drawing, const Theme& theme) {
    SceneInput input;
    input.diagram = drawing.diagram;
    input.layout = drawing.layout;
    input.theme = &theme;
    input.grid = true;
    input.fromAfar = false;
    return input;
}

Drawing drawingOf(const Design& design, const TextMeasure& measure) {
    const auto catalog = Catalog::embedded();
    RankEngine engine;
    const AnalysisRequest request{1, std::make_shared<const Design>(design), {}, {}};
    return draw(request, resolve(design, *catalog), {*catalog, measure, engine}).value();
}

}  // namespace

class OpeningTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsReadAheadIsGivenOnceToWhoOpensIt() {
        MemoryFiles files;
        files.files["/net.yaml"] = kNet;
        ReadAhead ahead("/net.yaml", files);
        QVERIFY(!ahead.take("/other.yaml"));
        const auto reading = ahead.take("/net.yaml");
        QVERIFY(reading && reading->opened.usable);
        QVERIFY(!ahead.isReading());
        const FileReading direct = readForSession("/net.yaml", files);
        QCOMPARE(reading->opened.design.stacks.front()->source->text, kNet);
        QVERIFY(reading->known == direct.known);
        QVERIFY(!ahead.take("/net.yaml"));
        QVERIFY(!ReadAhead("", files).take(""));
    }

    void whyItCannotBeReadComesToo() {
        MemoryFiles files;
        files.files["/bad.yaml"] = "Resources: [";
        for (const char* path : {"/bad.yaml", "/gone.yaml"}) {
            ReadAhead ahead(path, files);
            const auto reading = ahead.take(path);
            QVERIFY(reading && !reading->opened.usable);
            QVERIFY(reading->opened.diagnostics == openDesign(path, {}, files).diagnostics);
        }
    }

    void nobodyNeedTakeWhatIsReadAhead() {
        MemoryFiles files;
        files.files["/large.yaml"] = largeText();
        for (int i = 0; i < 20; ++i) const ReadAhead ahead("/large.yaml", files);
    }

    void sessionOpensWhatWasReadAhead() {
        MemoryFiles files;
        files.files["/net.yaml"] = kNet;
        ReadAhead ahead("/net.yaml", files);
        int asked = 0;
        Session session(files, [&](const std::string& path) {
            ++asked;
            return ahead.take(path);
        });
        QVERIFY(session.open("/net.yaml").usable);
        QVERIFY(!session.open("/gone.yaml").usable);
        QCOMPARE(session.path(), "/net.yaml");
        QVERIFY(session.open("/net.yaml").usable);  // It is read anew, by itself.
        QCOMPARE(asked, 3);
    }

    // What another program writes between the reading and the window is no news to nobody.
    void fileThatChangedSinceItWasReadAheadIsNoticed() {
        QTemporaryDir folder;
        DiskFiles files;
        const std::string home = folder.path().toStdString();
        const std::string path = home + "/net.yaml";
        QVERIFY(files.writeAtomically(path, kNet).has_value());
        ReadAhead ahead(path, files);
        QTRY_VERIFY_WITH_TIMEOUT(!ahead.isReading(), kPatience);
        QVERIFY(files.writeAtomically(path, std::string(kNet) + "# more\n").has_value());
        auto surroundings = surroundingsIn(files, home);
        surroundings.readings = [&](const std::string& asked) { return ahead.take(asked); };
        Workspace workspace(std::move(surroundings));
        workspace.openPath(QString::fromStdString(path));
        const Document& document = *workspace.current();
        QVERIFY(document.isOpen());
        // Nothing was edited, so it is taken over at once.
        QTRY_VERIFY_WITH_TIMEOUT(
            document.session().known() == diskMarkOf(path, files) &&
                document.session().opened().spans.begin()->second->text.ends_with("# more\n"),
            kPatience);
    }

    void sceneMadeAheadIsTheOneThatTheCanvasWouldMake() {
        const Example* example = findExample("three-tier");
        const auto opened = openText({"three-tier.yaml", std::string(example->text)}, {});
        SceneAhead ahead;
        const TextMeasure measure = qtTextMeasure();
        const Drawing drawing = drawingOf(opened.design, measure);
        ahead.make(drawing);
        QVERIFY(ahead.take() == nullptr);  // Nobody expected it.
        ahead.expect({&darkTheme(), true, false});
        std::thread([&] {
            ahead.make(drawing);
            ahead.make(drawing);
        }).join();
        const auto made = ahead.take();
        QVERIFY(made != nullptr);
        QVERIFY(ahead.take() == nullptr);
        QCOMPARE(dumpScene(*made), dumpScene(buildScene(inputOf(drawing, darkTheme()), measure)));
        QVERIFY(made->madeOf.diagram == drawing.diagram && made->madeOf.theme == &darkTheme());
    }

    void namesOfALargeDiagramAreMeasuredBeforeItIsLaidOut() {
        const auto opened = openText({"large.yaml", largeText()}, {});
        SceneAhead ahead;
        const TextMeasure alone = qtTextMeasure();
        const Drawing drawing = drawingOf(opened.design, alone);
        ahead.measure(*drawing.diagram);
        for (const Box& box : drawing.diagram->boxes) {
            if (!isNode(box.kind)) continue;
            QCOMPARE(ahead.widths()->find(box.title, fonts::kNodeTitle),
                     std::optional(alone(box.title, fonts::kNodeTitle)));
        }
    }

    void canvasShowsTheSceneThatWasMadeAhead_data() {
        QTest::addColumn<bool>("dark");
        QTest::addRow("as expected") << false;
        QTest::addRow("in another theme than expected") << true;
    }
    void canvasShowsTheSceneThatWasMadeAhead() {
        QFETCH(bool, dark);
        MemoryFiles files;
        Workspace workspace(surroundingsIn(files, "/home"));
        Document& document = *workspace.current();
        DesignCanvas canvas;
        canvas.setDocument(&document);
        QSignalSpy drawn(&document, &Document::drawingChanged);
        QVERIFY(document.openExample(QStringLiteral("lamp")));
        canvas.setDark(dark);
        QTRY_VERIFY_WITH_TIMEOUT(canvas.scene() != nullptr, kPatience);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        const SceneInput input = inputOf(*document.drawing(), theme);
        QCOMPARE(dumpScene(*canvas.scene()), dumpScene(buildScene(input, qtTextMeasure())));
        QVERIFY(document.sceneAhead().take() == nullptr);
    }

    void verdictsOnALargeDesignDoNotWaitForADrawingThatTakesLong() {
        const auto opened = openText({"large.yaml", largeText()}, {});
        QVERIFY(opened.usable);
        std::latch released(1);
        std::latch judged(1);
        std::latch drawn(1);
        const auto slow = [&](std::string_view text, const FontSpec& font) {
            released.wait();
            return approximateWidth(text, font);
        };
        AnalysisService service(Catalog::embedded(), slow, std::make_unique<RankEngine>(),
                                {[&](const Verdicts& verdicts) {
                                     if (verdicts.judgement.stage == kLastStage)
                                         judged.count_down();
                                 },
                                 [&](const Drawing&) { drawn.count_down(); }});
        AnalysisRequest request{1, std::make_shared<const Design>(opened.design), {}, {}};
        request.openedAt = 1;
        service.request(request);
        judged.wait();
        QVERIFY(!drawn.try_wait());
        released.count_down();
        drawn.wait();
    }
};

}  // namespace archivolt

QTEST_MAIN(archivolt::OpeningTest)
#include "opening_test.moc"
