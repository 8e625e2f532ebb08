#include <QAbstractItemModelTester>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <chrono>
#include <latch>
#include <random>
#include <stop_token>
#include <thread>

#include "app/command/examples.h"
#include "app/files/disk_files.h"
#include "app/picture/worker_process.h"
#include "app/session/open_design.h"
#include "app/session/session.h"
#include "app/window/analysis_service.h"
#include "app/window/document.h"
#include "app/window/export_file.h"
#include "app/window/findings_model.h"
#include "app/window/giving_way.h"
#include "app/window/recent_files.h"
#include "app/window/remembering_engine.h"
#include "app/window/view_fit.h"
#include "export/cloudformation/written_spans.h"
#include "render/scene/build_scene.h"
#include "tests/session/random_edits.h"
#include "tests/support/memory_files.h"
#include "tests/support/test_paths.h"

namespace archivolt {

using test::MemoryFiles;

namespace {

Drawing drawingOf(const AnalysisRequest& request, const Catalog& catalog) {
    RankEngine engine;
    const TextMeasure measure = approximateWidth;
    return draw(request, resolve(*request.design, catalog), {catalog, measure, engine}).value();
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

/// A host in a public subnet, whose group lets the world's SSH in.
constexpr const char* kOpen = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Igw: {Type: AWS::EC2::InternetGateway}
  Attached:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw}
  Pub:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, MapPublicIpOnLaunch: true}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Out:
    Type: AWS::EC2::Route
    DependsOn: Attached
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw}
  Use:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref Pub, RouteTableId: !Ref Table}
  Sg:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: shell
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}]
  A:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-12345678, SubnetId: !Ref Pub, SecurityGroupIds: [!Ref Sg]}
)";

struct Drawn {
    MemoryFiles files;
    Session session{files};
    std::shared_ptr<const Catalog> catalog = Catalog::embedded();
    Scene scene;

    Drawn() {
        files.files["net.yaml"] = kNet;
        if (!session.open("net.yaml").usable) qFatal("the template does not open");
        const Drawing drawing =
            drawingOf({1, session.design(), session.kind(), "net.yaml"}, *catalog);
        scene = buildScene({drawing.diagram, drawing.layout, &lightTheme(), {}, false},
                           approximateWidth);
    }
    [[nodiscard]] BoxIndex box(const std::string& id) const {
        return scene.diagram->find("net/" + id);
    }
};

SharedFinding findingOf(Severity severity, std::string message) {
    Diagnostic diagnostic;
    diagnostic.severity = severity;
    diagnostic.message = std::move(message);
    return std::make_shared<const Diagnostic>(std::move(diagnostic));
}

}  // namespace

class WindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Faults of the process that lays out, and one that does what it should.
    void aLayoutProcessThatFailsIsTold() {
        const QTemporaryDir folder;
        const auto script = [&](const char* name, const QByteArray& text) {
            const QString path = folder.filePath(QString::fromLatin1(name));
            QFile file(path);
            if (!file.open(QIODevice::WriteOnly)) qFatal("no script");
            file.write("#!/bin/sh\n" + text + '\n');
            file.close();
            file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
            return path;
        };
        const auto codeOf = [](const QString& program, int limit) {
            const auto answer = workerProcess(program, std::chrono::milliseconds(limit))("{}");
            return answer ? *answer : answer.error().code.str();
        };
        QCOMPARE(codeOf(folder.filePath(QStringLiteral("none")), 5000), std::string("WORKER-1"));
        QCOMPARE(codeOf(script("slow", "exec sleep 20"), 100), std::string("WORKER-2"));
        QCOMPARE(codeOf(script("fails", "exit 2"), 5000), std::string("WORKER-3"));
        QCOMPARE(codeOf(script("killed", "kill -9 $$"), 5000), std::string("WORKER-3"));
        QCOMPARE(codeOf(script("works", "cat"), 5000), std::string("{}"));
    }

    /// EXPORT-2: what is not drawn yet is no picture, and no file is made; later it is.
    void nothingIsExportedBeforeItIsDrawn() {
        const QTemporaryDir folder;
        const std::string own = folder.path().toStdString();
        DiskFiles files;
        QVERIFY(files.writeAtomically(own + "/net.yaml", kNet).has_value());
        Document document(
            {files, Catalog::embedded(), own + "/state", own, std::make_unique<RankEngine>()});
        document.openPath(folder.filePath(QStringLiteral("net.yaml")));
        FileDesk& desk = *document.files();
        const QString picture = folder.filePath(QStringLiteral("net.svg"));
        const auto exported = [&] {
            desk.exportCopy();
            desk.choose(picture);
            const bool isThere = QFileInfo::exists(picture);
            if (!isThere) desk.answer(QStringLiteral("cancel"));
            return isThere;
        };
        desk.exportCopy();
        desk.choose(picture);
        QVERIFY(!QFileInfo::exists(picture));
        QVERIFY2(desk.trouble().contains(QStringLiteral("still being drawn")) ||
                     document.notice().contains(QStringLiteral("still being drawn")),
                 qPrintable(desk.trouble() + document.notice()));
        desk.answer(QStringLiteral("cancel"));
        QTRY_VERIFY(exported());
    }

    /// A template is exported as one, under a name of its own, and then as what was exported last.
    void theLastFormOfAnExportIsOfferedFirst() {
        const QTemporaryDir folder;
        const std::string own = folder.path().toStdString();
        DiskFiles files;
        QVERIFY(files.writeAtomically(own + "/net.yaml", kNet).has_value());
        const auto opened = [&] {
            auto document = std::make_unique<Document>(Document::Surroundings{
                files, Catalog::embedded(), own + "/state", own, std::make_unique<RankEngine>()});
            document->openPath(folder.filePath(QStringLiteral("net.yaml")));
            return document;
        };
        const auto offered = [](FileDesk& desk) {
            desk.exportCopy();
            const QString name = desk.suggestedName();
            desk.answer(QStringLiteral("cancel"));
            return name;
        };
        const auto document = opened();
        FileDesk& desk = *document->files();
        QCOMPARE(offered(desk), QStringLiteral("net-copy.yaml"));
        QTRY_VERIFY(!document->isChecking());
        desk.exportCopy();
        desk.choose(folder.filePath(QStringLiteral("net.svg")));
        QVERIFY(QFileInfo::exists(folder.filePath(QStringLiteral("net.svg"))));
        QCOMPARE(offered(desk), QStringLiteral("net.svg"));
        QCOMPARE(offered(*opened()->files()), QStringLiteral("net.svg"));
        QVERIFY(files.writeAtomically(own + "/state/export-ending", "../evil\n").has_value());
        QCOMPARE(offered(*opened()->files()), QStringLiteral("net-copy.yaml"));
    }

    void anEditTellsHowManyPathsItOpensAndCloses() {
        const auto catalog = Catalog::embedded();
        MemoryFiles files;
        files.files["net.yaml"] = kNet;
        Session session(files);
        QVERIFY(session.open("net.yaml").usable);
        const auto request = [&](std::uint64_t revision) {
            return AnalysisRequest{revision, session.design(), session.kind(), "net.yaml"};
        };
        const auto opened = verdictsOn(request(1), nullptr, *catalog);
        QVERIFY(opened.has_value() && !opened->effect.has_value());
        const StackId stack = session.design()->stacks.front()->id;
        const Path rules{"Resources", "Group", "Properties", "SecurityGroupIngress"};
        const Value all = Value::list({Value::map(
            {{"IpProtocol", Value::string("-1")}, {"CidrIp", Value::string("10.0.0.0/8")}})});
        QVERIFY(session.apply({SetValue{stack, rules, all}}, "open").has_value());
        const auto wider = verdictsOn(request(2), &*opened, *catalog);
        QVERIFY(wider.has_value() && wider->effect.has_value());
        QVERIFY(wider->effect->opened > 0);
        QCOMPARE(wider->effect->closed, 0U);
        QVERIFY(session.undo());
        const auto back = verdictsOn(request(3), &*wider, *catalog);
        QVERIFY(back.has_value() && back->effect.has_value());
        QCOMPARE(back->effect->closed, wider->effect->opened);
        QCOMPARE(back->effect->opened, 0U);
        QVERIFY(session.apply({RemoveResource{stack, "Plain"}}, "remove").has_value());
        const auto without = verdictsOn(request(4), &*back, *catalog);
        QVERIFY(without.has_value() && without->effect.has_value());
        QVERIFY(without->effect->closed > 0);
        QCOMPARE(without->effect->opened, 0U);
    }

    void anotherNameOpensAndClosesNoPath() {
        const auto catalog = Catalog::embedded();
        MemoryFiles files;
        files.files["shop.yaml"] = std::string(findExample("three-tier")->text);
        Session session(files);
        QVERIFY(session.open("shop.yaml").usable);
        std::uint64_t revision = 0;
        std::optional<Verdicts> last;
        const auto judge = [&] {
            last = verdictsOn({++revision, session.design(), session.kind(), "shop.yaml"},
                              last ? &*last : nullptr, *catalog);
        };
        judge();
        const auto stack = session.design()->stacks.front();
        for (const auto& resource : stack->body.resources) {
            const std::string& name = resource->logicalId;
            QVERIFY(session.apply({RenameResource{stack->id, name, "Z" + name}}, "rename"));
            judge();
            QVERIFY(last->effect.has_value());
            QVERIFY2(*last->effect == ReachEffect(), name.c_str());
        }
    }

    void waysAreGivenAsLongAsSomethingIsUrgentAndNotForEver() {
        constexpr std::chrono::hours kPatience(1);
        const GivingWay way;
        way.wait({}, kPatience);  // Nothing is.
        auto one = way.urgent();
        auto other = way.urgent();
        way.wait({}, std::chrono::milliseconds(1));
        bool isLetGo = false;
        const std::jthread work([&] {
            one.reset();
            isLetGo = true;
            other.reset();
        });
        way.wait({}, kPatience);
        QVERIFY(isLetGo);
        const auto again = way.urgent();
        std::stop_source stop;
        stop.request_stop();
        way.wait(stop.get_token(), kPatience);
    }

    void theServiceDeliversTheLatestRevision();
    void linesAreThoseOfTheTextAsItWouldBeSaved();
    void findingsAreSortedBySeverityAndKeepTheModelContract();
    void whatIsExposedHasTheFindingAndNotTheGroup();
    void whatIsListedFromEditToEditIsWhatIsListedAnew();
    void placesThatAreKeptAreThoseOfTheTextOverRandomEdits();
    void promisesThatAreNotKeptAreAmongTheProblems();
    void recentFilesAreNewestFirstAndSurviveARestart();
    void everythingFitsWithAMargin();
    void finePixelsShowDetailThatCanBeReadAlone();
    void exportsAreToldByTheEnding();
    void everyExampleOpensAndIsDrawn();
    void aLayoutThatWasAskedForIsRemembered();
};

void WindowTest::theServiceDeliversTheLatestRevision() {
    const Drawn drawn;
    constexpr std::uint64_t kLast = 20;
    std::latch done(2);
    std::vector<std::pair<std::uint64_t, JudgeStage>> judged;
    std::vector<std::uint64_t> drawings;
    {
        AnalysisService service(drawn.catalog, approximateWidth, std::make_unique<RankEngine>(),
                                {[&](const Verdicts& verdicts) {
                                     judged.emplace_back(verdicts.judgement.revision,
                                                         verdicts.judgement.stage);
                                     if (judged.back() == std::pair(kLast, kLastStage))
                                         done.count_down();
                                 },
                                 [&](const Drawing& drawing) {
                                     drawings.push_back(drawing.revision);
                                     if (drawing.revision == kLast) done.count_down();
                                 }});
        for (std::uint64_t revision = 1; revision <= kLast; ++revision) {
            service.request({revision, drawn.session.design(), FileKind::Template, "net.yaml"});
        }
        done.wait();
    }
    QVERIFY(std::ranges::is_sorted(judged));  // Stages of a revision in their order.
    QVERIFY(std::ranges::is_sorted(drawings));
    QCOMPARE(drawings.back(), kLast);
}

void WindowTest::linesAreThoseOfTheTextAsItWouldBeSaved() {
    Drawn drawn;
    const auto lineOf = [&](const char* id) -> std::uint32_t {
        const auto verdicts = verdictsOn(
            {1, drawn.session.design(), FileKind::Template, "net.yaml"}, nullptr, *drawn.catalog);
        for (const Finding& finding : findingsOf(verdicts->judgement)) {
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
    model.show(shownFindings(
        std::vector{findingOf(Severity::Low, "last"), findingOf(Severity::Error, "first")}));
    QCOMPARE(model.count(), 2);
    QCOMPARE(model.data(model.index(0), FindingsModel::MessageRole).toString(),
             QStringLiteral("First"));
    QCOMPARE(model.data(model.index(1), FindingsModel::SeverityRole).toString(),
             QStringLiteral("low"));
    QVERIFY(model.hasUrgent());
    QVERIFY(model.data(model.index(0), FindingsModel::UrgentRole).toBool());
    QVERIFY(!model.data(model.index(1), FindingsModel::UrgentRole).toBool());
    model.show(shownFindings(std::vector{findingOf(Severity::Critical, "open")}));
    QVERIFY(model.hasUrgent());
    model.show(shownFindings(std::vector{findingOf(Severity::Medium, "no flow log")}));
    QVERIFY(!model.hasUrgent());
    model.show(std::make_shared<const ShownFindings>());
    QCOMPARE(model.count(), 0);
}

/// SSH of an instance, open to the world by a group: the instance has the finding, in red.
void WindowTest::whatIsExposedHasTheFindingAndNotTheGroup() {
    const QTemporaryDir folder;
    const std::string own = folder.path().toStdString();
    DiskFiles files;
    QVERIFY(files.writeAtomically(own + "/open.yaml", kOpen).has_value());
    Document document(
        {files, Catalog::embedded(), own + "/state", own, std::make_unique<RankEngine>()});
    QVERIFY(document.openPath(folder.filePath(QStringLiteral("open.yaml"))));
    QTRY_VERIFY(!document.isChecking() && document.drawing() != nullptr);
    const Diagram& diagram = *document.drawing()->diagram;
    const Badge* host = nullptr;
    for (const Badge& badge : document.badges()) {
        const std::string& label = diagram.boxes[badge.box].title;
        if (label == "A") host = &badge;
        if (label == "Vpc") QCOMPARE(badge.tone, Tone::Warn);
    }
    QVERIFY(host != nullptr);
    QCOMPARE(host->tone, Tone::Stop);
    QCOMPARE(host->text, std::string("3"));  // SSH; metadata without a token; a public address.
    QCOMPARE(document.problems(), QStringLiteral("1 critical, 1 high, 3 hints"));
}

void WindowTest::placesThatAreKeptAreThoseOfTheTextOverRandomEdits() {
    auto files = test::fixtureTemplates();
    const auto corpus = test::corpusTemplates();
    for (std::size_t i = 2; i < corpus.size(); i += 9) files.push_back(corpus[i]);
    const auto catalog = Catalog::embedded();
    std::mt19937 random(20261201);
    std::size_t kept = 0;
    std::size_t all = 0;
    for (const auto& file : files) {
        WrittenSpans written;
        AnalysisRequest request;
        request.path = file.filename();
        const Design opened = openText({file.filename(), test::readFile(file)}, {}).design;
        std::vector<std::shared_ptr<const Design>> history = {
            std::make_shared<const Design>(opened)};
        std::optional<Verdicts> last;
        for (int step = 0; step < 10; ++step) {
            request.revision = static_cast<std::uint64_t>(step);
            request.design = history.back();
            // Some are given up once their texts are read: the next one is not told from those.
            std::stop_source source;
            const bool isStopped = random() % 5 == 0;
            auto now = verdictsOn(
                request, last ? &*last : nullptr, *catalog, source.get_token(),
                [&](const Verdicts& verdicts) {
                    if (isStopped && verdicts.judgement.stage == JudgeStage::Rules)
                        source.request_stop();
                },
                &written);
            QCOMPARE(now.has_value(), !isStopped);
            if (now) {
                const auto anew = verdictsOn(request, nullptr, *catalog);
                QVERIFY2(findingsOf(now->judgement) == findingsOf(anew->judgement), file.c_str());
                for (const auto& finding : *now->judgement.advice) {
                    const bool wasThere =
                        last && std::ranges::find(*last->judgement.advice, finding) !=
                                    last->judgement.advice->end();
                    kept += wasThere ? 1 : 0;
                    ++all;
                }
                last = std::move(now);
            }
            if (request.design->stacks.front()->body.resources.size() == 0) break;
            if (random() % 6 == 0 && history.size() > 1) history.pop_back();
            const auto edited =
                archivolt::apply(*history.back(), test::randomEdit(*history.back(), random));
            if (edited) history.push_back(std::make_shared<const Design>(*edited));
        }
    }
    QVERIFY(all > 100);
    QVERIFY(kept * 3 > all);
}

void WindowTest::whatIsListedFromEditToEditIsWhatIsListedAnew() {
    Drawn drawn;
    Session& session = drawn.session;
    FindingLister lister;
    std::optional<Verdicts> before;
    std::shared_ptr<const ShownFindings> shown;
    const auto list = [&] {
        const AnalysisRequest request{session.revision(), session.design(), session.kind(),
                                      "net.yaml"};
        const FindingLister::Asked asked{*request.design, nullptr};
        before = verdictsOn(
            request, before ? &*before : nullptr, *drawn.catalog, {},
            [&](const Verdicts& verdicts) { shown = lister.list(asked, verdicts.judgement); });
        const auto anew = FindingLister().list(asked, before->judgement);
        const auto same = [](const ListedFinding& a, const ListedFinding& b) {
            return a == b && *a.finding == *b.finding && a.severity == b.finding->severity;
        };
        QVERIFY(std::ranges::equal(shown->rows, anew->rows, same));
        QVERIFY(std::ranges::equal(
            shown->open, anew->open, {}, [](const auto& each) { return *each; },
            [](const auto& each) { return *each; }));
        QVERIFY(shown->counts == anew->counts);
        QVERIFY(shown->of == anew->of);
        std::set<std::size_t> keys;
        for (const ListedFinding& row : shown->rows) keys.insert(row.key);
        QCOMPARE(keys.size(), shown->rows.size());
    };
    list();
    QVERIFY(shown->count(Severity::Error) > 0 || !shown->rows.empty());
    QVERIFY(!shown->counts.empty());
    const StackId stack = session.design()->stacks.front()->id;
    const auto bodyOf = [&](const char* name) {
        return session.design()->stacks.front()->body.resources.find(std::string_view(name))->body;
    };
    const Value plain = bodyOf("Plain");
    const auto edit = [&](const std::vector<Edit>& edits) {
        QVERIFY(session.apply(edits, "Edit").has_value());
        const auto last = shown;
        list();
        QVERIFY(!(last->rows == shown->rows && last->counts == shown->counts) || last == shown);
    };
    edit({AddResource{stack, "Twin", plain, {}}});
    edit({SetValue{stack, Path::parse("Resources.Logs.BucketNam"), Value::string("x")}});
    edit({RemoveResource{stack, "Far"}, RemoveResource{stack, "C"}});  // Other lines below.
    edit({RenameResource{stack, "Plain", "Plainer"}});
    // The same names, of other resources.
    const auto had = shown;
    edit({RemoveResource{stack, "Twin"}, AddResource{stack, "Twin", plain, {}}});
    QVERIFY(had->counts != shown->counts);
    edit({SetSuppressions{{{shown->rows.back().finding->code, "", "", "accepted"}}}});
    // Of what is opened anew nothing is kept.
    const auto opened = lister.list({*session.design(), nullptr, session.revision()}, Judgement());
    QVERIFY(opened->rows.empty());
}

void WindowTest::promisesThatAreNotKeptAreAmongTheProblems() {
    FindingsModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    Where rule;
    rule.resource = "DbGroup";
    rule.line = 12;
    const std::vector<IntentAnswer> promises{
        {"web stays", "reachable", IntentVerdict::Kept, "all of it passes", {}},
        {"who knows", "never", IntentVerdict::Unknown, "an address is not known", {}},
        {"data is hidden", "never", IntentVerdict::Broken, "a way is open", {rule, rule}}};
    model.show(shownFindings(
        std::vector{findingOf(Severity::Error, "rejected"), findingOf(Severity::Low, "a hint")},
        promises));
    const auto text = [&](int row, int role) { return model.data(model.index(row), role); };
    QCOMPARE(model.count(), 4);
    QCOMPARE(text(0, FindingsModel::KindRole).toString(), QStringLiteral("promise"));
    QCOMPARE(text(0, FindingsModel::MessageRole).toString(),
             QStringLiteral("“data is hidden” is broken: a way is open"));
    QCOMPARE(text(0, FindingsModel::HelpRole).toString(),
             QStringLiteral("Decided by DbGroup (line 12)"));
    QCOMPARE(text(0, FindingsModel::ResourceRole).toString(), QStringLiteral("DbGroup"));
    QCOMPARE(text(0, FindingsModel::SeverityRole).toString(), QStringLiteral("error"));
    QCOMPARE(text(1, FindingsModel::KindRole).toString(), QStringLiteral("error"));
    QCOMPARE(text(2, FindingsModel::SeverityRole).toString(), QStringLiteral("medium"));
}

void WindowTest::recentFilesAreNewestFirstAndSurviveARestart() {
    MemoryFiles files;
    files.files = {{"/a.yaml", ""}, {"/b.yaml", ""}};
    {
        RecentFiles recent(files, "/state");
        const QAbstractItemModelTester tester(
            &recent, QAbstractItemModelTester::FailureReportingMode::QtTest);
        recent.add("/a.yaml");
        recent.add("/b.yaml");
        recent.add("/a.yaml");
        QCOMPARE(recent.count(), 2);
    }
    files.files.erase("/b.yaml");
    RecentFiles again(files, "/state");
    QCOMPARE(again.count(), 2);
    QCOMPARE(again.data(again.index(0), RecentFiles::PathRole).toString(),
             QStringLiteral("/a.yaml"));
    QVERIFY(!again.data(again.index(0), RecentFiles::IsGoneRole).toBool());
    // What is gone is told, until it is taken off the list.
    QVERIFY(again.data(again.index(1), RecentFiles::IsGoneRole).toBool());
    again.forget(QStringLiteral("/b.yaml"));
    QCOMPARE(again.count(), 1);
    QCOMPARE(RecentFiles(files, "/state").count(), 1);
    files.full = true;
    RecentFiles readOnly(files, "/state");
    readOnly.add("/c.yaml");
    QCOMPARE(readOnly.count(), 2);
    // What another window opened since is kept.
    files.full = false;
    RecentFiles other(files, "/state");
    other.add("/d.yaml");
    again.add("/e.yaml");
    QCOMPARE(again.count(), 3);
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

void WindowTest::finePixelsShowDetailThatCanBeReadAlone() {
    QCOMPARE(pixelsSeen(1), 1.0);
    // At 34 % a title is 4 points high, however finely it is drawn.
    for (const double ratio : {1.0, 1.5, 2.0, 3.0}) {
        QVERIFY(0.34 * pixelsSeen(ratio) < detail_levels::kLabels);
        QVERIFY(0.34 * pixelsSeen(ratio) >= detail_levels::kNames);
    }
    QVERIFY(0.4 * pixelsSeen(2) >= detail_levels::kLabels);
}

void WindowTest::exportsAreToldByTheEnding() {
    const Drawn drawn;
    const Drawing drawing =
        drawingOf({1, drawn.session.design(), FileKind::Template, "net.yaml"}, *drawn.catalog);
    const ExportSource source{*drawn.session.design(), drawing, lightTheme()};
    QCOMPARE(exportedBytes(source, "x.yaml").value(), std::string(kNet));
    QVERIFY(exportedBytes(source, "x.json").value().starts_with("{"));
    QVERIFY(exportedBytes(source, "x.svg").value().find("<svg") != std::string::npos);
    QVERIFY(exportedBytes(source, "x.png").value().starts_with("\x89PNG"));
    QVERIFY(exportedBytes(source, "x.pdf").value().starts_with("%PDF"));
    QCOMPARE(exportedBytes(source, "x.doc").error().code, std::string("EXPORT-1"));
    // Written anew, it says the same; of several stacks one has to be chosen.
    ExportSource chosen{source.design, drawing, lightTheme(), {{}, true}};
    const std::string canonical = exportedBytes(chosen, "x.yaml").value();
    QVERIFY(canonical != kNet);
    Design two = *drawn.session.design();
    Stack other = *two.stacks.front();
    other.id = StackId{two.nextId++};
    other.name = "other";
    two.stacks.push_back(std::make_shared<const Stack>(other));
    const ExportSource both{two, drawing, lightTheme()};
    QCOMPARE(exportedBytes(both, "x.yaml").error().code, std::string("SAVE-1"));
    const ExportSource one{two, drawing, lightTheme(), {other.id, false}};
    QCOMPARE(exportedBytes(one, "x.yaml").value(), std::string(kNet));
}

void WindowTest::everyExampleOpensAndIsDrawn() {
    const auto catalog = Catalog::embedded();
    QVERIFY(shippedExamples().size() >= 8);
    for (const Example& example : shippedExamples()) {
        MemoryFiles files;
        Session session(files);
        QVERIFY2(session.openText(std::string(example.name) + ".yaml", example.text).usable,
                 example.name.data());
        QVERIFY(session.path().empty() && !session.isDirty());
        const AnalysisRequest request{1, session.design(), session.kind(), "example"};
        const auto verdicts = verdictsOn(request, nullptr, *catalog);
        for (const Finding& finding : findingsOf(verdicts->judgement)) {
            QVERIFY2(finding.diagnostic.severity != Severity::Error,
                     toString(finding.diagnostic).c_str());
        }
        QVERIFY(drawingOf(request, *catalog).diagram->boxes.size() > 5);
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
