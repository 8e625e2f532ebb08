#include "app/session/session.h"

#include <QtTest>
#include <chrono>
#include <latch>

#include "app/session/chosen_path.h"
#include "app/session/dependents.h"
#include "app/session/recovery_writer.h"
#include "app/session/save_design.h"
#include "tests/support/memory_files.h"

namespace archivolt {

using test::MemoryFiles;

namespace {

constexpr const char* kText = R"(Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}  # Kept.
  A:
    Type: AWS::EC2::Subnet
    DependsOn: Net
    Properties: {VpcId: !Ref Net, CidrBlock: !Select [0, !Cidr [!GetAtt Net.CidrBlock, 2, 8]]}
  Web:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-1, SubnetId: !Ref A}
Outputs:
  Place: {Value: !Sub "${Web.PrivateIp} in ${A}"}
)";

/// A template in memory, open in a session.
struct Open {
    MemoryFiles files;
    Session session{files};
    Open() {
        files.files["/net.yaml"] = kText;
        if (!session.open("/net.yaml").usable) qFatal("the template does not open");
    }
    /// Makes an edit that the text shows.
    void edit(const std::string& value = "10.1.0.0/16", const std::string& key = {}) {
        const StackId stack = session.design()->stacks.front()->id;
        const Path path = Path::parse("Resources.Net.Properties.CidrBlock");
        if (!session.apply({SetValue{stack, path, Value::string(value)}}, "Widen Net", key)) {
            qFatal("the edit fails");
        }
    }
    [[nodiscard]] UnsavedWork work() const {
        return {session.design(), session.path(), session.kind(), session.known(),
                std::string(session.history().undoLabel())};
    }
};

}  // namespace

class SessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatNoFileCanHoldIsNotSavedAsOne() {
        Open open;
        Design design = *open.session.design();
        QVERIFY(filesToSave(design, FileKind::Template, "/net.yaml", open.files).has_value());
        QCOMPARE(filesToSave(design, FileKind::Describe, "/net.json", open.files).error().code,
                 std::string("SAVE-2"));
        QVERIFY(filesToSave(design, FileKind::Describe, "/n.archivolt", open.files).has_value());
        design.stacks.push_back(design.stacks.front());
        QCOMPARE(filesToSave(design, FileKind::Template, "/net.yaml", open.files).error().code,
                 std::string("SAVE-1"));
    }

    void savingUntouchedWritesTheSameBytes() {
        Open open;
        QVERIFY(open.session.save().has_value());
        QCOMPARE(open.files.files.at("/net.yaml"), std::string(kText));
        QCOMPARE(open.files.files.size(), std::size_t{1});
    }

    void undoingEverythingIsClean() {
        Open open;
        const std::uint64_t revision = open.session.revision();
        open.edit();
        QVERIFY(open.session.isDirty());
        QVERIFY(open.session.revision() > revision);
        QVERIFY(open.session.undo());
        QVERIFY(!open.session.undo());
        QVERIFY(!open.session.isDirty());
        QVERIFY(open.session.save().has_value());
        QCOMPARE(open.files.files.at("/net.yaml"), std::string(kText));
    }

    void anEditThatFailsChangesNothing() {
        Open open;
        const auto before = open.session.design();
        const StackId stack = before->stacks.front()->id;
        const auto done = open.session.apply(
            {RemoveResource{stack, "Web"}, RemoveResource{stack, "Nowhere"}}, "Remove");
        QVERIFY(!done.has_value());
        QCOMPARE(open.session.design(), before);
        QVERIFY(!open.session.history().canUndo());
    }

    void stepsOfOneKeyAreOneUntilTheyEnd() {
        Open open;
        open.edit("10.1.0.0/16", "widen");
        open.edit("10.2.0.0/16", "widen");
        QCOMPARE(open.session.history().undoSteps(), std::size_t{1});
        open.session.endStep();
        open.edit("10.3.0.0/16", "widen");
        QCOMPARE(open.session.history().undoSteps(), std::size_t{2});
    }

    void aSaveThatFailsStaysDirty() {
        Open open;
        open.edit();
        open.files.full = true;
        QVERIFY(!open.session.save().has_value());
        QVERIFY(open.session.isDirty());
        QCOMPARE(open.files.files.at("/net.yaml"), std::string(kText));
    }

    void aFileThatCantBeReadLeavesTheSessionAsItWas() {
        Open open;
        open.files.files["/bad.yaml"] = "Resources: [\n";
        const auto before = open.session.design();
        const auto bad = open.session.open("/bad.yaml");
        QVERIFY(!bad.usable && !bad.diagnostics.empty());
        QVERIFY(bad.diagnostics.front().where.line > 0);
        QVERIFY(!open.session.open("/missing.yaml").usable);
        QCOMPARE(open.session.design(), before);
        QCOMPARE(open.session.path(), std::string("/net.yaml"));
    }

    void aTextOpensWithoutAnyFile() {
        MemoryFiles files;
        Session session(files);
        QVERIFY(session.openText("shop.yaml", kText).usable);
        QCOMPARE(session.design()->name, std::string("shop"));
        QVERIFY(session.path().empty() && !session.isDirty());
        QVERIFY(files.files.empty());
    }

    void whatTheDiskHoldsIsKnownAfterReadingAndWriting() {
        Open open;
        QCOMPARE(open.session.known(), diskMarkOf("/net.yaml", open.files));
        open.files.files["/net.yaml"] += "# theirs\n";
        QVERIFY(open.session.known() != diskMarkOf("/net.yaml", open.files));
        open.edit();
        QVERIFY(open.session.save().has_value());
        QCOMPARE(open.session.known(), diskMarkOf("/net.yaml", open.files));
    }

    void whatIsReadAgainIsAStepThatUndoTakesBack() {
        Open open;
        open.edit();
        QVERIFY(open.session.save().has_value());
        const auto net = open.session.design()->stacks.front()->body.resources.find("Net")->id;
        std::string& text = open.files.files.at("/net.yaml");
        const std::string mine = text;
        text.replace(text.find("10.1."), 5, "10.2.");
        text += "# theirs\n";
        const std::string theirs = text;
        QVERIFY(open.session.readAgain().usable);
        QVERIFY(!open.session.isDirty());
        QCOMPARE(open.session.known(), diskMarkOf("/net.yaml", open.files));
        QCOMPARE(open.session.design()->stacks.front()->body.resources.find("Net")->id, net);
        QCOMPARE(open.session.history().undoSteps(), std::size_t{2});
        // Undone, it is what was here, and unsaved; saved, the file holds that to the byte.
        QVERIFY(open.session.undo() && open.session.isDirty());
        QVERIFY(open.session.save().has_value());
        QCOMPARE(open.files.files.at("/net.yaml"), mine);
        QVERIFY(open.session.redo() && open.session.save().has_value());
        QCOMPARE(open.files.files.at("/net.yaml"), theirs);
        QVERIFY(open.session.undo() && open.session.undo() && open.session.save().has_value());
        QCOMPARE(open.files.files.at("/net.yaml"), std::string(kText));
        // What can't be read leaves all as it is.
        open.files.files["/net.yaml"] = "Resources: [\n";
        const auto before = open.session.design();
        QVERIFY(!open.session.readAgain().usable);
        QCOMPARE(open.session.design(), before);
    }

    void theCompanionCountsAsTheFileToo() {
        Open open;
        const auto net = open.session.design()->stacks.front()->body.resources.find("Net");
        QVERIFY(open.session.apply({MoveResource{net->id, Rect{1, 2, 3, 4}}}, "Place"));
        QVERIFY(open.session.save().has_value());
        QVERIFY(open.files.isFile("/net.yaml.archivolt"));
        QCOMPARE(open.session.known(), diskMarkOf("/net.yaml", open.files));
        open.files.files["/net.yaml.archivolt"] += " ";
        QVERIFY(open.session.known() != diskMarkOf("/net.yaml", open.files));
    }

    void keepingOverWhatIsThereIsUnsavedUntilItIsSaved() {
        Open open;
        open.files.files["/net.yaml"] += "# theirs\n";
        const DiskMark there = diskMarkOf("/net.yaml", open.files);
        open.session.keepOver(there);
        QVERIFY(open.session.isDirty());
        QCOMPARE(open.session.known(), there);
        QVERIFY(open.session.save().has_value());
        QVERIFY(!open.session.isDirty());
        QCOMPARE(open.files.files.at("/net.yaml"), std::string(kText));
    }

    void whatWasPutByHandIsRecovered() {
        Open open;
        const Design& before = *open.session.design();
        const ResourceId web = before.stacks.front()->body.resources.find("Web")->id;
        const ResourceId net = before.stacks.front()->body.resources.find("Net")->id;
        const BoxPlace place{{12, 34, 0, 0}, false};
        const BoxPlace zone{{4, 8, 300, 200}, true};
        QVERIFY(open.session.apply({PlaceBox{{web, {}}, place}}, "Move Web").has_value());
        QVERIFY(open.session.apply({PlaceBox{{net, ":us-east-1a"}, zone}}, "Move it").has_value());
        QVERIFY(open.session.isDirty());
        {
            RecoveryStore dying(open.files, "/state/recovery");
            QVERIFY(dying.write(open.work()).has_value());
        }
        RecoveryStore next(open.files, "/state/recovery");
        const auto left = next.leftBehind();
        QCOMPARE(left.size(), std::size_t{1});
        Session session(open.files);
        QVERIFY(session.recover(left.front().recovered).usable);
        const Design& now = *session.design();
        const auto idOf = [&](const char* name) {
            return now.stacks.front()->body.resources.find(std::string_view(name))->id;
        };
        const BoxPlace* found = now.places.find(PlaceKey{idOf("Web"), {}});
        QVERIFY(found != nullptr && *found == place);
        found = now.places.find(PlaceKey{idOf("Net"), ":us-east-1a"});
        QVERIFY(found != nullptr && *found == zone);
    }

    void workLeftByASessionThatDiedIsRecovered() {
        Open open;
        open.edit();
        {
            RecoveryStore dying(open.files, "/state/recovery");
            QVERIFY(dying.write(open.work()).has_value());
            RecoveryStore beside(open.files, "/state/recovery");
            QVERIFY(beside.leftBehind().empty());  // It lives.
        }
        RecoveryStore next(open.files, "/state/recovery");
        const auto left = next.leftBehind();
        QCOMPARE(left.size(), std::size_t{1});
        QCOMPARE(left.front().change, std::string("Widen Net"));
        Session session(open.files);
        QVERIFY(session.recover(left.front().recovered).usable);
        QVERIFY(session.isDirty());
        QVERIFY(sameContent(*session.design(), *open.session.design()));
        QCOMPARE(session.known(), open.session.known());
        QCOMPARE(session.history().undoLabel(), std::string_view("the work that was recovered"));
        QVERIFY(session.undo());
        QVERIFY(!session.isDirty());
        QCOMPARE(savedText(*session.design(), FileKind::Template).value(), std::string(kText));
        QVERIFY(session.redo());
        QVERIFY(sameContent(*session.design(), *open.session.design()));
        QVERIFY(session.save().has_value());
        std::string expected = kText;
        expected.replace(expected.find("10.0.0.0/16"), 11, "10.1.0.0/16");
        QCOMPARE(open.files.files.at("/net.yaml"), expected);
        next.release(left.front().name);
        QVERIFY(next.leftBehind().empty());
    }

    void workIsRecoveredWholeWhereTheFileIsAnotherByNow() {
        Open open;
        open.edit();
        {
            RecoveryStore dying(open.files, "/state/recovery");
            QVERIFY(dying.write(open.work()).has_value());
        }
        for (const char* there : {"", "no template: [", "Resources: {}\n"}) {
            if (*there == '\0') {
                open.files.files.erase("/net.yaml");
            } else {
                open.files.files["/net.yaml"] = there;
            }
            RecoveryStore next(open.files, "/state/recovery");
            const auto left = next.leftBehind();
            QCOMPARE(left.size(), std::size_t{1});
            Session session(open.files);
            QVERIFY(session.recover(left.front().recovered).usable);
            QVERIFY(session.isDirty());
            QVERIFY(!session.history().canUndo());
            QVERIFY(sameContent(*session.design(), *open.session.design()));
            QCOMPARE(session.known(), open.session.known());
        }
    }

    void everySessionThatDiedIsOfferedByOneWindowAlone() {
        Open open;
        open.edit();
        {
            RecoveryStore one(open.files, "/state/recovery");
            RecoveryStore two(open.files, "/state/recovery");
            QVERIFY(one.write(open.work()) && two.write(open.work()));
        }
        RecoveryStore next(open.files, "/state/recovery");
        QCOMPARE(next.leftBehind().size(), std::size_t{2});
        RecoveryStore other(open.files, "/state/recovery");
        QVERIFY(other.leftBehind().empty());
        // Unsaved work of the window itself goes beside what it offers.
        QVERIFY(next.write(open.work()).has_value());
        QCOMPARE(open.files.list("/state/recovery").size(), std::size_t{3});
        QCOMPARE(next.leftBehind().size(), std::size_t{2});
    }

    void copiesArePrivateAndGoWhenAllIsSaved() {
        Open open;
        open.edit();
        RecoveryStore store(open.files, "/state/recovery");
        QVERIFY(store.write(open.work()).has_value());
        QVERIFY(open.files.privateFiles.contains("/state/recovery/session-1.json"));
        store.clear();
        QVERIFY(open.files.list("/state/recovery").empty());
        QVERIFY(open.files.locks.empty());
    }

    void whatIsOnTheDiskJustSoIsNotOffered() {
        Open open;
        open.edit();
        {
            RecoveryStore dying(open.files, "/state/recovery");
            QVERIFY(dying.write(open.work()).has_value());
            QVERIFY(open.session.save().has_value());
        }
        RecoveryStore next(open.files, "/state/recovery");
        QVERIFY(next.leftBehind().empty());
        QVERIFY(open.files.list("/state/recovery").empty());
    }

    void whatWasTypedAndCantBeReadIsWorkThatCouldBeLost() {
        Open open;
        UnsavedWork work = open.work();
        work.drafts["net"] = "Resources: [\n";
        {
            RecoveryStore dying(open.files, "/state/recovery");
            QVERIFY(dying.write(work).has_value());
        }
        RecoveryStore next(open.files, "/state/recovery");
        const auto left = next.leftBehind();
        QCOMPARE(left.size(), std::size_t{1});
        QCOMPARE(left.front().drafts, work.drafts);
    }

    void aBrokenCopyIsNotOfferedAndNotThrownAway() {
        MemoryFiles files;
        files.files["/state/session-1.json"] = "{\"format\":2,";
        files.files["/state/session-2.json"] = "[1]";
        files.files["/state/other.json"] = "{}";
        RecoveryStore next(files, "/state");
        QVERIFY(next.leftBehind().empty());
        QCOMPARE(files.files.size(), std::size_t{3});
    }

    void manyEditsAreWrittenOnceAndTheLastOfAll() {
        Open open;
        RecoveryStore store(open.files, "/state");
        int written = 0;
        {
            RecoveryWriter writer(store, std::chrono::hours(1),
                                  [&](const Result<void>& result) { written += result ? 1 : 0; });
            for (int i = 1; i <= 50; ++i) {
                open.edit("10." + std::to_string(i) + ".0.0/16");
                writer.keep(open.work());
            }
            QVERIFY(open.files.list("/state").empty());  // Nothing waits for the disk.
            writer.finish();
        }
        QCOMPARE(written, 1);
        QVERIFY(open.files.files.at("/state/session-1.json").find("10.50.0.0/16") !=
                std::string::npos);
    }

    void whatIsStillToBeWrittenIsWrittenAtTheEnd() {
        Open open;
        open.edit();
        RecoveryStore store(open.files, "/state");
        {
            RecoveryWriter writer(store, std::chrono::hours(1), {});
            writer.keep(open.work());
        }
        QVERIFY(open.files.isFile("/state/session-1.json"));
        {
            RecoveryWriter writer(store, std::chrono::hours(1), {});
            writer.keep(open.work());
            writer.clear();
        }
        QVERIFY(!open.files.isFile("/state/session-1.json"));
    }

    void aFullDiskIsToldOf() {
        Open open;
        open.edit();
        open.files.full = true;
        RecoveryStore store(open.files, "/state");
        std::string code;
        RecoveryWriter writer(store, std::chrono::milliseconds(0), [&](const Result<void>& result) {
            if (!result) code = result.error().code;
        });
        writer.keep(open.work(), [] { QFAIL("nothing was written"); });
        writer.finish();
        QCOMPARE(code, std::string("FILE-2"));
    }

    void typedNamesAreCompleted_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("path");
        QTest::newRow("a name") << "shop.yaml"
                                << "/plans/shop.yaml";
        QTest::newRow("without an ending") << "shop"
                                           << "/plans/shop.yaml";
        QTest::newRow("with a dot that is no ending") << "shop.v2"
                                                      << "/plans/shop.v2.yaml";
        QTest::newRow("another known ending") << "shop.JSON"
                                              << "/plans/shop.JSON";
        QTest::newRow("in a folder") << "in/shop"
                                     << "/plans/in/shop.yaml";
        QTest::newRow("above") << "../shop"
                               << "/shop.yaml";
        QTest::newRow("whole") << "/tmp/shop.yml"
                               << "/tmp/shop.yml";
        QTest::newRow("at home") << "~/shop"
                                 << "/ann/shop.yaml";
        QTest::newRow("with spaces around") << "  my shop "
                                            << "/plans/my shop.yaml";
        QTest::newRow("nothing") << "  "
                                 << "";
        QTest::newRow("the folder above") << ".."
                                          << "/";
        QTest::newRow("a folder") << "in/"
                                  << "/plans/in";
    }
    void typedNamesAreCompleted() {
        QFETCH(QString, typed);
        QFETCH(QString, path);
        const NameCompletion completion{"/plans", "/ann", ".yaml", {".yaml", ".yml", ".json"}};
        QCOMPARE(QString::fromStdString(chosenPath(typed.toStdString(), completion)), path);
    }

    void anotherEndingTakesThePlaceOfAKnownOne() {
        const std::vector<std::string> known{".png", ".yaml"};
        QCOMPARE(withEnding("a.png", ".svg", known), std::string("a.svg"));
        QCOMPARE(withEnding("a.v2", ".svg", known), std::string("a.v2.svg"));
        QCOMPARE(withEnding("in/a.yaml", ".png", known), std::string("in/a.png"));
        QCOMPARE(withEnding("", ".png", known), std::string());
    }

    void whatNamesAResourceIsListedWithItsPlaces() {
        const Open open;
        const Stack& stack = *open.session.design()->stacks.front();
        const std::vector<Dependent> ofNet{
            {"A",
             "Resources",
             "AWS::EC2::Subnet",
             {"DependsOn", "Properties.VpcId", "Properties.CidrBlock"}}};
        QCOMPARE(dependentsOf(stack, {"Net"}), ofNet);
        const std::vector<Dependent> ofA{
            {"Web", "Resources", "AWS::EC2::Instance", {"Properties.SubnetId"}},
            {"Place", "Outputs", "", {"Value"}}};
        QCOMPARE(dependentsOf(stack, {"A"}), ofA);
        QVERIFY(dependentsOf(stack, {"Place"}).empty());
        // What goes together is not what names the rest of it.
        const std::vector<Dependent> ofBoth{ofA};
        QCOMPARE(dependentsOf(stack, {"A", "Net"}), ofBoth);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::SessionTest)
#include "session_test.moc"
