#include <QAbstractItemModelTester>
#include <QTest>
#include <latch>

#include "app/window/analysis_service.h"
#include "app/window/drop_plan.h"
#include "app/window/export_file.h"
#include "app/window/findings_model.h"
#include "app/window/property_model.h"
#include "app/window/recent_files.h"
#include "app/window/recovery_file.h"
#include "app/window/remembering_engine.h"
#include "app/window/session.h"
#include "app/window/view_fit.h"
#include "render/scene/build_scene.h"
#include "tests/window/memory_files.h"

namespace archivolt {

using test::MemoryFiles;

namespace {

std::optional<AnalysisResult> analysed(const AnalysisRequest& request, const Catalog& catalog,
                                       const std::function<bool()>& stopped) {
    RankEngine engine;
    const TextMeasure measure = approximateWidth;
    return analyse(request, nullptr, {catalog, measure, engine}, stopped);
}

/// Counts how often it is asked.
class CountingEngine final : public LayoutEngine {
public:
    explicit CountingEngine(int& asked) : m_asked(asked) {}
    [[nodiscard]] Result<std::vector<Point>> place(const PlacementJob& job) override {
        ++m_asked;
        if (job.sizes.empty()) return failure("LAYOUT-1", "nothing to place");
        return std::vector<Point>(job.sizes.size());
    }

private:
    int& m_asked;
};

/// Two VPCs; in the first two subnets with things that name them in every way.
constexpr const char* kNet = R"(Parameters:
  Other: {Type: String, Default: subnet-1}
Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Net, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}
  B:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Net, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}
  Far: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
  C:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Far, CidrBlock: 10.1.0.0/24, AvailabilityZone: us-east-1a}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: g, VpcId: !Ref Net}
  Plain:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-1, SubnetId: !Ref A}
  Guarded:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-1, SubnetId: !Ref A, SecurityGroupIds: [!Ref Group]}
  ByAttribute:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: ami-1
      NetworkInterfaces: [{DeviceIndex: "0", SubnetId: !GetAtt A.SubnetId}]
  Joined:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-1, SubnetId: !Select [0, [!Ref A]]}
  Logs: {Type: AWS::S3::Bucket}
)";

struct Drawn {
    MemoryFiles files;
    Session session{files};
    std::shared_ptr<const Catalog> catalog = Catalog::embedded();
    Scene scene;

    Drawn() {
        files.contents["net.yaml"] = kNet;
        std::vector<Diagnostic> diagnostics;
        if (!session.open("net.yaml", diagnostics)) qFatal("the template does not open");
        const auto result = analysed({1, session.design(), session.kind(), "net.yaml", {}},
                                     *catalog, [] { return false; });
        scene = buildScene({result->diagram, result->layout, &lightTheme(), {}, false},
                           approximateWidth);
    }
    [[nodiscard]] BoxIndex box(const std::string& id) const {
        return scene.diagram->find("net/" + id);
    }
    /// Plans a drop of one thing in the lower right corner of another.
    [[nodiscard]] DropPlan plan(const std::string& dragged, const std::string& into) const {
        const Rect target = scene.layout->rects[box(into)];
        const Point at{right(target) - 3, bottom(target) - 3};
        return planDrop(scene, {box(dragged), at, scene.layout->rects[box(dragged)]},
                        *session.design(), *catalog);
    }
};

Diagnostic diagnosticOf(Severity severity, std::string message) {
    Diagnostic diagnostic;
    diagnostic.severity = severity;
    diagnostic.message = std::move(message);
    return diagnostic;
}

}  // namespace

class WindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEditTellsHowManyPathsItOpensAndCloses() {
        const auto catalog = Catalog::embedded();
        MemoryFiles files;
        files.contents["net.yaml"] = kNet;
        Session session(files);
        std::vector<Diagnostic> diagnostics;
        QVERIFY(session.open("net.yaml", diagnostics));
        const auto request = [&](std::uint64_t revision) {
            return AnalysisRequest{revision, session.design(), session.kind(), "net.yaml", {}};
        };
        RankEngine engine;
        const TextMeasure measure = approximateWidth;
        const AnalysisTools tools{*catalog, measure, engine};
        const auto never = [] { return false; };
        const auto opened = analyse(request(1), nullptr, tools, never);
        QVERIFY(opened.has_value() && !opened->effect.has_value());
        const StackId stack = session.design()->stacks.front()->id;
        const Path rules{"Resources", "Group", "Properties", "SecurityGroupIngress"};
        const Value all = Value::list({Value::map(
            {{"IpProtocol", Value::string("-1")}, {"CidrIp", Value::string("10.0.0.0/8")}})});
        QVERIFY(session.apply({SetValue{stack, rules, all}}, "open").has_value());
        const auto wider = analyse(request(2), &*opened, tools, never);
        QVERIFY(wider.has_value() && wider->effect.has_value());
        QVERIFY(wider->effect->opened > 0);
        QCOMPARE(wider->effect->closed, 0U);
        QVERIFY(session.undo());
        const auto back = analyse(request(3), &*wider, tools, never);
        QVERIFY(back.has_value() && back->effect.has_value());
        QCOMPARE(back->effect->closed, wider->effect->opened);
        QCOMPARE(back->effect->opened, 0U);
        QVERIFY(session.apply({RemoveResource{stack, "Plain"}}, "remove").has_value());
        const auto without = analyse(request(4), &*back, tools, never);
        QVERIFY(without.has_value() && without->effect.has_value());
        QVERIFY(without->effect->closed > 0);
        QCOMPARE(without->effect->opened, 0U);
    }

    void aReferenceToTheSubnetKeepsItsForm();
    void everyOtherDropIsRefusedWithItsReason_data();
    void everyOtherDropIsRefusedWithItsReason();
    void movingToASubnetForgetsThePlace();
    void savingUntouchedWritesTheSameBytes();
    void undoingEverythingIsClean();
    void anEditThatFailsChangesNothing();
    void aSaveThatFailsStaysDirty();
    void aFileThatCantBeReadLeavesTheSessionAsItWas();
    void workLeftByADeadProcessIsRecovered();
    void workOfARunningProcessIsLeftAlone();
    void aBrokenRecoveryFileIsNone();
    void theServiceDeliversTheLatestRevision();
    void aStoppedAnalysisGivesNothing();
    void linesAreThoseOfTheTextAsItWouldBeSaved();
    void findingsAreSortedBySeverityAndKeepTheModelContract();
    void propertiesReadAsAPersonWouldSayThem();
    void recentFilesAreNewestFirstAndSurviveARestart();
    void everythingFitsWithAMargin();
    void exportsAreToldByTheEnding();
    void everyExampleOpensAndIsDrawn();
    void aLayoutThatWasAskedForIsRemembered();
};

void WindowTest::aReferenceToTheSubnetKeepsItsForm() {
    const Drawn drawn;
    const DropPlan plain = drawn.plan("Plain", "B");
    QVERIFY2(plain.legal, plain.why.c_str());
    QCOMPARE(plain.label, std::string("Move Plain to B"));
    QCOMPARE(plain.edits.size(), std::size_t{1});
    const auto& set = std::get<SetValue>(plain.edits.front());
    QCOMPARE(set.path.toString(), std::string("Resources.Plain.Properties.SubnetId"));
    QVERIFY(set.value == Value::ref("B"));
    const DropPlan attribute = drawn.plan("ByAttribute", "B");
    QVERIFY2(attribute.legal, attribute.why.c_str());
    const auto& nested = std::get<SetValue>(attribute.edits.front());
    QCOMPARE(nested.path.toString(),
             std::string("Resources.ByAttribute.Properties.NetworkInterfaces[0].SubnetId"));
    QVERIFY(nested.value == Value::getAtt("B", "SubnetId"));
}

void WindowTest::everyOtherDropIsRefusedWithItsReason_data() {
    QTest::addColumn<std::string>("dragged");
    QTest::addColumn<std::string>("into");
    QTest::addColumn<std::string>("why");
    QTest::newRow("another VPC, with security groups")
        << std::string("Guarded") << std::string("C")
        << std::string("C is in another VPC, where the security groups of Guarded do not exist");
    QTest::newRow("a computed subnet") << std::string("Joined") << std::string("B")
                                       << std::string("is not a plain reference to the subnet");
    QTest::newRow("no subnet") << std::string("Plain") << std::string("Net")
                               << std::string("Plain stands in a subnet: drop it into one");
    QTest::newRow("a thing without a subnet")
        << std::string("Logs") << std::string("A") << std::string("Logs (S3 bucket) is not placed");
}

void WindowTest::everyOtherDropIsRefusedWithItsReason() {
    QFETCH(std::string, dragged);
    QFETCH(std::string, into);
    QFETCH(std::string, why);
    const DropPlan plan = Drawn().plan(dragged, into);
    QVERIFY(!plan.legal);
    QVERIFY(plan.edits.empty());
    QVERIFY2(plan.why.find(why) != std::string::npos, plan.why.c_str());
}

void WindowTest::movingToASubnetForgetsThePlace() {
    Drawn drawn;
    const ResourceId id = drawn.scene.diagram->boxes[drawn.box("Plain")].resource;
    QVERIFY(drawn.session.apply({MoveResource{id, Rect{1, 2, 3, 4}}}, "Place").has_value());
    const DropPlan plan = drawn.plan("Plain", "B");
    QVERIFY(drawn.session.apply(plan.edits, plan.label).has_value());
    QVERIFY(drawn.session.design()->placements.empty());
}

void WindowTest::savingUntouchedWritesTheSameBytes() {
    Drawn drawn;
    QVERIFY(drawn.session.save().has_value());
    QCOMPARE(drawn.files.contents.at("net.yaml"), std::string(kNet));
    QCOMPARE(drawn.files.contents.size(), std::size_t{1});
}

void WindowTest::undoingEverythingIsClean() {
    Drawn drawn;
    const std::uint64_t revision = drawn.session.revision();
    QVERIFY(drawn.session.apply(drawn.plan("Plain", "B").edits, "Move").has_value());
    QVERIFY(drawn.session.isDirty());
    QVERIFY(drawn.session.revision() > revision);
    QVERIFY(drawn.session.undo());
    QVERIFY(!drawn.session.undo());
    QVERIFY(!drawn.session.isDirty());
    QVERIFY(drawn.session.save().has_value());
    QCOMPARE(drawn.files.contents.at("net.yaml"), std::string(kNet));
}

void WindowTest::anEditThatFailsChangesNothing() {
    Drawn drawn;
    const auto before = drawn.session.design();
    const StackId stack = before->stacks.front()->id;
    const auto done = drawn.session.apply(
        {RemoveResource{stack, "Plain"}, RemoveResource{stack, "Nowhere"}}, "Remove");
    QVERIFY(!done.has_value());
    QCOMPARE(drawn.session.design(), before);
    QVERIFY(!drawn.session.history().canUndo());
}

void WindowTest::aSaveThatFailsStaysDirty() {
    Drawn drawn;
    QVERIFY(drawn.session.apply(drawn.plan("Plain", "B").edits, "Move").has_value());
    drawn.files.writable = false;
    QVERIFY(!drawn.session.save().has_value());
    QVERIFY(drawn.session.isDirty());
    QCOMPARE(drawn.files.contents.at("net.yaml"), std::string(kNet));
}

void WindowTest::aFileThatCantBeReadLeavesTheSessionAsItWas() {
    Drawn drawn;
    drawn.files.contents["bad.yaml"] = "Resources: [\n";
    const auto before = drawn.session.design();
    std::vector<Diagnostic> diagnostics;
    QVERIFY(!drawn.session.open("bad.yaml", diagnostics));
    QVERIFY(!diagnostics.empty());
    QVERIFY(diagnostics.front().where.line > 0);
    QVERIFY(!drawn.session.open("missing.yaml", diagnostics));
    QCOMPARE(drawn.session.design(), before);
    QCOMPARE(drawn.session.path(), std::string("net.yaml"));
}

void WindowTest::workLeftByADeadProcessIsRecovered() {
    Drawn drawn;
    QVERIFY(drawn.session.apply(drawn.plan("Plain", "B").edits, "Move").has_value());
    RecoveryFile dying(drawn.files, "state", {7, [](long) { return true; }});
    QVERIFY(dying.write(*drawn.session.design(), "net.yaml", FileKind::Template).has_value());

    RecoveryFile next(drawn.files, "state", {8, [](long process) { return process == 8; }});
    const auto left = next.leftBehind();
    QVERIFY(left.has_value());
    Session session(drawn.files);
    std::vector<Diagnostic> diagnostics;
    QVERIFY(session.recover(left->project, left->path, left->kind, diagnostics));
    QVERIFY(session.isDirty());
    QVERIFY(sameContent(*session.design(), *drawn.session.design()));
    QVERIFY(session.save().has_value());
    QVERIFY(!session.isDirty());
    std::string expected = kNet;
    const std::string before = "SubnetId: !Ref A}";
    expected.replace(expected.find(before), before.size(), "SubnetId: !Ref B}");
    QCOMPARE(drawn.files.contents.at("net.yaml"), expected);
    next.discardLeftBehind();
    QVERIFY(!next.leftBehind().has_value());
}

void WindowTest::workOfARunningProcessIsLeftAlone() {
    Drawn drawn;
    RecoveryFile running(drawn.files, "state", {7, [](long) { return true; }});
    QVERIFY(running.write(*drawn.session.design(), {}, FileKind::Template).has_value());
    RecoveryFile other(drawn.files, "state", {8, [](long) { return true; }});
    QVERIFY(!other.leftBehind().has_value());
    other.clear();
    QVERIFY(drawn.files.isFile("state/recovery-7.json"));
    running.clear();
    QVERIFY(!drawn.files.isFile("state/recovery-7.json"));
}

void WindowTest::aBrokenRecoveryFileIsNone() {
    MemoryFiles files;
    files.contents["state/recovery-7.json"] = "{\"format\":1,";
    files.contents["state/recovery-x.json"] = "{\"format\":1,\"project\":\"p\"}";
    files.contents["state/recovery-9.json"] = "[1]";
    const RecoveryFile next(files, "state", {8, [](long) { return false; }});
    QVERIFY(!next.leftBehind().has_value());
}

void WindowTest::theServiceDeliversTheLatestRevision() {
    const Drawn drawn;
    constexpr std::uint64_t kLast = 20;
    std::latch done(1);
    std::vector<std::uint64_t> delivered;
    {
        AnalysisService service(drawn.catalog, approximateWidth, std::make_unique<RankEngine>(),
                                [&](AnalysisResult result) {
                                    delivered.push_back(result.revision);
                                    if (result.revision == kLast) done.count_down();
                                });
        for (std::uint64_t revision = 1; revision <= kLast; ++revision) {
            service.request({revision, drawn.session.design(), FileKind::Template, "net.yaml", {}});
        }
        done.wait();
    }
    QVERIFY(std::ranges::is_sorted(delivered));
    QCOMPARE(delivered.back(), kLast);
}

void WindowTest::aStoppedAnalysisGivesNothing() {
    const Drawn drawn;
    const auto result = analysed({1, drawn.session.design(), FileKind::Template, "net.yaml", {}},
                                 *drawn.catalog, [] { return true; });
    QVERIFY(!result.has_value());
}

void WindowTest::linesAreThoseOfTheTextAsItWouldBeSaved() {
    Drawn drawn;
    const auto lineOf = [&](const char* id) -> std::uint32_t {
        const auto result =
            analysed({1, drawn.session.design(), FileKind::Template, "net.yaml", {}},
                     *drawn.catalog, [] { return false; });
        for (const Finding& finding : *result->findings) {
            if (finding.diagnostic.where.resource == id) return finding.diagnostic.where.line;
        }
        return 0;
    };
    const StackId stack = drawn.session.design()->stacks.front()->id;
    const Path path = Path::parse("Resources.Logs.BucketNam");
    QVERIFY(drawn.session.apply({SetValue{stack, path, Value::string("x")}}, "Set").has_value());
    const std::uint32_t before = lineOf("Logs");
    QVERIFY(before > 0);
    QVERIFY(drawn.session.apply({RemoveResource{stack, "Far"}}, "Remove").has_value());
    QCOMPARE(lineOf("Logs"), before - 1);
}

void WindowTest::findingsAreSortedBySeverityAndKeepTheModelContract() {
    FindingsModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.show({{diagnosticOf(Severity::Low, "last"), {}},
                {diagnosticOf(Severity::Error, "first"), {}},
                {diagnosticOf(Severity::Error, "not shown"), "we live with it"}});
    QCOMPARE(model.count(), 2);
    QCOMPARE(model.data(model.index(0), FindingsModel::MessageRole).toString(),
             QStringLiteral("First"));
    QCOMPARE(model.data(model.index(1), FindingsModel::SeverityRole).toString(),
             QStringLiteral("low"));
    model.show({});
    QCOMPARE(model.count(), 0);
}

void WindowTest::propertiesReadAsAPersonWouldSayThem() {
    const Value value =
        Value::map({{"Size", Value::number(8)},
                    {"Groups", Value::list({Value::ref("Web"), Value::getAtt("Db", "GroupId")})},
                    {"Disks", Value::list({Value::map({{"Encrypted", Value::boolean(true)}})})},
                    {"Image", Value::unknown("parameter ImageId has no value")}});
    const auto rows = propertyRows(value);
    const std::vector<PropertyRow> expected{
        {"Size", "8", 0, PropertyTone::Plain},
        {"Groups", "Web, Db.GroupId", 0, PropertyTone::Reference},
        {"Disks", "", 0, PropertyTone::Group},
        {"1", "", 1, PropertyTone::Group},
        {"Encrypted", "yes", 2, PropertyTone::Plain},
        {"Image", "unknown: parameter ImageId has no value", 0, PropertyTone::Unknown}};
    QVERIFY(rows == expected);
    PropertyModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.show(rows);
    QCOMPARE(model.rowCount(), 6);
    model.show({});
}

void WindowTest::recentFilesAreNewestFirstAndSurviveARestart() {
    MemoryFiles files;
    files.contents = {{"/a.yaml", ""}, {"/b.yaml", ""}};
    {
        RecentFiles recent(files, "/state");
        const QAbstractItemModelTester tester(
            &recent, QAbstractItemModelTester::FailureReportingMode::QtTest);
        recent.add("/a.yaml");
        recent.add("/b.yaml");
        recent.add("/a.yaml");
        QCOMPARE(recent.count(), 2);
    }
    files.contents.erase("/b.yaml");
    const RecentFiles again(files, "/state");
    QCOMPARE(again.count(), 1);
    QCOMPARE(again.data(again.index(0), RecentFiles::PathRole).toString(),
             QStringLiteral("/a.yaml"));
    files.writable = false;
    RecentFiles readOnly(files, "/state");
    readOnly.add("/c.yaml");
    QCOMPARE(readOnly.count(), 2);
}

void WindowTest::everythingFitsWithAMargin() {
    const Drawn drawn;
    const Size canvas{800, 500};
    const Viewport viewport = fitIntoCanvas(drawn.scene, canvas);
    const Rect bounds = drawn.scene.bounds;
    const Point first = toCanvas(viewport, {bounds.x, bounds.y});
    const Point last = toCanvas(viewport, {right(bounds), bottom(bounds)});
    QVERIFY(first.x >= kFitMargin - 1e-6 && first.y >= kFitMargin - 1e-6);
    QVERIFY(last.x <= canvas.width - kFitMargin + 1e-6);
    QVERIFY(last.y <= canvas.height - kFitMargin + 1e-6);
    const Point back = toScene(viewport, toCanvas(viewport, {12, 34}));
    QVERIFY(std::abs(back.x - 12) < 1e-9 && std::abs(back.y - 34) < 1e-9);
}

void WindowTest::exportsAreToldByTheEnding() {
    const Drawn drawn;
    const auto result = analysed({1, drawn.session.design(), FileKind::Template, "net.yaml", {}},
                                 *drawn.catalog, [] { return false; });
    const ExportSource source{*drawn.session.design(), *result, lightTheme()};
    QCOMPARE(exportedBytes(source, "x.yaml").value(), std::string(kNet));
    QVERIFY(exportedBytes(source, "x.json").value().starts_with("{"));
    QVERIFY(exportedBytes(source, "x.svg").value().find("<svg") != std::string::npos);
    QVERIFY(exportedBytes(source, "x.png").value().starts_with("\x89PNG"));
    QVERIFY(exportedBytes(source, "x.pdf").value().starts_with("%PDF"));
    QCOMPARE(exportedBytes(source, "x.doc").error().code, std::string("EXPORT-1"));
}

void WindowTest::everyExampleOpensAndIsDrawn() {
    const auto catalog = Catalog::embedded();
    QVERIFY(shippedExamples().size() >= 8);
    for (const Example& example : shippedExamples()) {
        MemoryFiles files;
        Session session(files);
        std::vector<Diagnostic> diagnostics;
        QVERIFY2(session.openExample(example, diagnostics), example.name.data());
        QVERIFY(session.path().empty() && !session.isDirty());
        const auto result = analysed({1, session.design(), session.kind(), "example", {}}, *catalog,
                                     [] { return false; });
        for (const Finding& finding : *result->findings) {
            QVERIFY2(finding.diagnostic.severity != Severity::Error,
                     toString(finding.diagnostic).c_str());
        }
        QVERIFY(result->diagram->boxes.size() > 5);
    }
}

void WindowTest::aLayoutThatWasAskedForIsRemembered() {
    int asked = 0;
    RememberingEngine engine(std::make_unique<CountingEngine>(asked));
    const PlacementJob job{{{10, 10}, {20, 10}}, {{0, 1}}, 16, 40};
    PlacementJob other = job;
    other.edges = {{1, 0}};
    const auto first = engine.place(job);
    QVERIFY(first.has_value() && *first == engine.place(job).value());
    QCOMPARE(asked, 1);
    QVERIFY(engine.place(other).has_value());
    QCOMPARE(asked, 2);
    QVERIFY(!engine.place({}).has_value());  // A failure is asked for again.
    QVERIFY(!engine.place({}).has_value());
    QCOMPARE(asked, 4);
}

}  // namespace archivolt

QTEST_MAIN(archivolt::WindowTest)
#include "window_test.moc"
