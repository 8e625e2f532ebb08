#include <QtTest>
#include <set>

#include "model/design/history.h"
#include "model/design/names.h"
#include "model/design/naming_index.h"
#include "model/design/references.h"
#include "model/design/sanity.h"
#include "tests/design/made_design.h"

namespace archivolt {

namespace {

constexpr const char* kWeb = R"({
  "Metadata": {"AWS::CloudFormation::Interface": {
    "ParameterGroups": [{"Label": {"default": "Net"}, "Parameters": ["Cidr", "Other"]}],
    "ParameterLabels": {"Cidr": {"default": "Range"}}}},
  "Parameters": {"Cidr": {"Type": "String"}, "Other": {"Type": "String"}},
  "Mappings": {"Sizes": {"a": {"b": "c"}}},
  "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Cidr"}, "x"]},
                 "Both": {"Fn::And": [{"Condition": "IsProd"}, {"Condition": "IsProd"}]}},
  "Resources": {
    "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": {"Ref": "Cidr"}}},
    "Web": {"Type": "AWS::EC2::Instance", "DependsOn": ["Vpc", "Db"], "Condition": "IsProd",
      "Properties": {
        "A": {"Ref": "Vpc"}, "B": {"Fn::GetAtt": ["Vpc", "CidrBlock"]},
        "C": {"Fn::Sub": "${Vpc} ${!Vpc} ${Vpc.CidrBlock} ${VpcX} ${Cidr}"},
        "D": {"Fn::Sub": ["${Vpc}-${Db}", {"Vpc": {"Ref": "Vpc"}}]},
        "E": {"Fn::If": ["IsProd", {"Ref": "Vpc"}, {"Ref": "AWS::NoValue"}]},
        "F": {"Fn::FindInMap": ["Sizes", "a", "b"]}, "G": "Vpc"}},
    "Db": {"Type": "AWS::RDS::DBInstance", "DependsOn": "Vpc"},
    "Alone": {"Type": "AWS::SNS::Topic"}},
  "Outputs": {"Id": {"Condition": "Both", "Value": {"Ref": "Vpc"}, "Export": {"Name": "Vpc"}}}})";

Design web() { return withStack({}, "web", kWeb); }

std::string bodyOf(const Design& design, const char* name) {
    return toJson(design.stacks[0]->body.resources.find(name)->body).dump();
}

StackId first(const Design& design) { return design.stacks.front()->id; }

Design edited(const Design& design, const Edit& edit) {
    const auto result = archivolt::apply(design, edit);
    if (!result) qFatal("%s", toString(result.error()).c_str());
    const auto broken = checkSanity(*result);
    if (!broken.empty()) qFatal("%s", broken.front().c_str());
    return *result;
}

void refused(const Design& design, const Edit& edit, const std::string& code,
             const std::string& help = {}) {
    const auto result = archivolt::apply(design, edit);
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, code);
    QVERIFY2(result.error().help.view().find(help) != std::string_view::npos,
             result.error().help.str().c_str());
}

/// A stack of many resources, each of which refers to the one before.
Design large(std::size_t count) {
    std::vector<Resource> resources;
    for (std::size_t i = 0; i < count; ++i) {
        resources.push_back(
            {ResourceId{static_cast<std::uint32_t>(i + 1)}, "R" + std::to_string(i),
             Value::map(
                 {{"Type", Value::string("AWS::EC2::Instance")},
                  {"Properties", Value::map({{"A", Value::ref("R" + std::to_string(i / 2))}})}})});
    }
    Stack stack;
    stack.name = "large";
    stack.body.resources = ResourceTable::of(std::move(resources));
    return *archivolt::apply({}, AddStack{stack});
}

}  // namespace

class DesignTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aFreeNameIsOneThatCloudFormationTakes() {
        const std::set<std::string> taken{"Web", "Web2", "Fn::ForEach::Nets"};
        const auto free = [&](std::string_view wanted) {
            return freeLogicalId(wanted, [&](const auto& name) { return taken.contains(name); });
        };
        QCOMPARE(free("App"), std::string("App"));
        QCOMPARE(free("Web"), std::string("Web3"));
        QCOMPARE(free("W\xC3\xA4"
                      "eb"),
                 std::string("Web3"));
        QCOMPARE(free("\xC3\xA4"), std::string("Resource"));
        QCOMPARE(free("Fn::ForEach::Nets"), std::string("Fn::ForEach::Nets2"));
        QVERIFY(!faultOfLogicalId(free(std::string(300, 'a')), StackKind::Template));
    }

    void renamingAResourceRewritesEveryReferenceAndNothingElse() {
        const Design before = web();
        const Design after = edited(before, RenameResource{first(before), "Vpc", "Net"});
        QCOMPARE(bodyOf(after, "Web"), nlohmann::ordered_json::parse(R"({
            "Type": "AWS::EC2::Instance", "DependsOn": ["Net", "Db"], "Condition": "IsProd",
            "Properties": {"A": {"Ref": "Net"}, "B": {"Fn::GetAtt": ["Net", "CidrBlock"]},
              "C": {"Fn::Sub": "${Net} ${!Vpc} ${Net.CidrBlock} ${VpcX} ${Cidr}"},
              "D": {"Fn::Sub": ["${Vpc}-${Db}", {"Vpc": {"Ref": "Net"}}]},
              "E": {"Fn::If": ["IsProd", {"Ref": "Net"}, {"Ref": "AWS::NoValue"}]},
              "F": {"Fn::FindInMap": ["Sizes", "a", "b"]}, "G": "Vpc"}})")
                                           .dump());
        QCOMPARE(bodyOf(after, "Db"),
                 std::string(R"({"Type":"AWS::RDS::DBInstance","DependsOn":"Net"})"));
        const Value& output = *after.stacks[0]->body.section("Outputs");
        QCOMPARE(output.at({"Id", "Value", "Ref"})->text(), std::string("Net"));
        QCOMPARE(output.at({"Id", "Export", "Name"})->text(), std::string("Vpc"));
        QCOMPARE(after.stacks[0]->body.resources[0]->logicalId, std::string("Net"));
        QCOMPARE(after.stacks[0]->body.resources.find("Alone"),
                 before.stacks[0]->body.resources.find("Alone"));
        QVERIFY(after.stacks[0]
                    ->body.section("Mappings")
                    ->identical(*before.stacks[0]->body.section("Mappings")));
        QVERIFY(sameContent(edited(after, RenameResource{first(after), "Net", "Vpc"}), before));
    }

    void renamingAParameterReachesLabelsGroupsAndGivenValues() {
        Design design = web();
        design = edited(design, SetParameter{first(design), "Cidr", Value::string("10.0.0.0/8")});
        design = edited(design, RenameEntry{first(design), "Parameters", "Cidr", "Range"});
        const Template& body = design.stacks[0]->body;
        const Value& interface = *body.section("Metadata")->find("AWS::CloudFormation::Interface");
        QCOMPARE(toJson(*interface.at({"ParameterGroups", std::size_t{0}, "Parameters"})).dump(),
                 std::string(R"(["Range","Other"])"));
        QCOMPARE(interface.find("ParameterLabels")->entries()[0].key, std::string("Range"));
        QCOMPARE(body.section("Parameters")->entries()[0].key, std::string("Range"));
        QCOMPARE(body.at({"Conditions", "IsProd", "Fn::Equals", std::size_t{0}, "Ref"})->text(),
                 std::string("Range"));
        QVERIFY(bodyOf(design, "Web").find("${Range}") != std::string::npos);
        QVERIFY(design.stacks[0]->parameters.contains("Range"));
        refused(design, RenameEntry{first(design), "Parameters", "Range", "Web"}, "EDIT-5");
        refused(design, RenameEntry{first(design), "Parameters", "Rage", "X"}, "EDIT-7", "Range");
    }

    void renamingAConditionAndAMappingReachTheirUses() {
        Design design = web();
        design = edited(design, RenameEntry{first(design), "Conditions", "IsProd", "Live"});
        design = edited(design, RenameEntry{first(design), "Mappings", "Sizes", "Kinds"});
        const Template& body = design.stacks[0]->body;
        QCOMPARE(toJson(*body.at({"Conditions", "Both"})).dump(),
                 std::string(R"({"Fn::And":[{"Condition":"Live"},{"Condition":"Live"}]})"));
        const std::string webBody = bodyOf(design, "Web");
        QVERIFY(webBody.find(R"("Condition":"Live")") != std::string::npos);
        QVERIFY(webBody.find(R"({"Fn::If":["Live")") != std::string::npos);
        QVERIFY(webBody.find(R"(["Kinds","a","b"])") != std::string::npos);
        QVERIFY(webBody.find("IsProd") == std::string::npos);
    }

    void promisesAndSuppressionsFollowARenamedResourceAndStack() {
        Design design = web();
        const auto value = [](const char* text) {
            return valueFromJson(nlohmann::ordered_json::parse(text));
        };
        design = edited(
            design,
            SetIntents{value(
                R"([{"name":"Vpc","from":"web/Vpc","to":"Vpc:443","stack":"web"},"Vpc","VpcX"])")});
        design = edited(design, SetSuppressions{{{"A-1", "web", "Vpc", "ok"},
                                                 {"A-2", "", "web/Vpc", "ok"},
                                                 {"A-3", "other", "Vpc", "ok"}}});
        design = edited(design, RenameResource{first(design), "Vpc", "Net"});
        design =
            edited(design, SetStackIdentity{first(design), "site", "123456789012", "eu-west-1"});
        QCOMPARE(toJson(design.intents).dump(),
                 std::string(R"([{"name":"Vpc","from":"site/Net","to":"Net:443","stack":"site"},)"
                             R"("Net","VpcX"])"));
        QCOMPARE(design.suppressions[0], (Suppression{"A-1", "site", "Net", "ok"}));
        QCOMPARE(design.suppressions[1], (Suppression{"A-2", "", "site/Net", "ok"}));
        QCOMPARE(design.suppressions[2], (Suppression{"A-3", "other", "Vpc", "ok"}));
    }

    void aPlainNameThatTwoStacksHaveIsLeftAlone() {
        Design design = withStack(web(), "other", R"({"Resources":{"Vpc":{"Type":"X"}}})");
        design = edited(design,
                        SetIntents{Value::list({Value::string("Vpc"), Value::string("web/Vpc")})});
        design = edited(design, RenameResource{first(design), "Vpc", "Net"});
        QCOMPARE(toJson(design.intents).dump(), std::string(R"(["Vpc","web/Net"])"));
    }

    void loopVariablesAreNoReferences() {
        const Resource loop{ResourceId{1}, "Fn::ForEach::Each",
                            valueFromJson(nlohmann::ordered_json::parse(
                                R"(["Name",[{"Ref":"List"}],{"B${Name}":{"DependsOn":"Web",
                                   "Properties":{"X":{"Ref":"Name"},"Y":{"Ref":"Db"}}}}])"))};
        std::string found;
        forEachReference(loop, [&](const Reference& reference) {
            found += std::string(reference.name) + '@' + reference.path().toString() + ' ';
        });
        QCOMPARE(found, std::string("List@[1][0].Ref Web@[2].B${Name}.DependsOn "
                                    "Db@[2].B${Name}.Properties.Y.Ref "));
    }

    void whoNamesAResourceIsToldInOrderAndAnewAfterAnEdit() {
        const Design before = withStack({}, "stack", R"({"Resources": {
          "Z": {"Type": "T", "Properties": {"A": {"Fn::Sub": "${Net.Arn}"}, "B": {"Ref": "Net"}}},
          "Net": {"Type": "T", "Properties": {"Own": {"Ref": "Net"}}},
          "Waits": {"Type": "T", "DependsOn": "Net", "Condition": "Net"},
          "A": {"Type": "T", "Properties": {"A": {"Fn::GetAtt": ["Net", "Arn"]}}}}})");
        const auto named = [](const NamingIndex& index, const Design& design, const char* name) {
            QStringList names;
            for (const auto& each : index.naming(design.stacks.front(), name)) {
                names << QString::fromStdString(each->logicalId);
            }
            return names.join(QLatin1Char(' '));
        };
        const NamingIndex index;
        QCOMPARE(named(index, before, "Net"), QStringLiteral("Z A"));
        QCOMPARE(named(index, before, "Z"), QString());
        const Design after =
            edited(before, SetValue{first(before), Path{"Resources", "Waits", "Properties", "A"},
                                    Value::ref("Net")});
        QCOMPARE(named(index, after, "Net"), QStringLiteral("Z Waits A"));
        QCOMPARE(named(index, before, "Net"), QStringLiteral("Z A"));
    }

    void illegalEditsSayWhyAndWhatExists() {
        const Design d = web();
        const StackId s = first(d);
        refused(d, SetValue{StackId{999}, {"Outputs"}, Value()}, "EDIT-1", "web");
        refused(d, RemoveResource{s, "Vcp"}, "EDIT-2", "Vpc");
        refused(d, SetValue{s, {"Resources", "New"}, Value::map({})}, "EDIT-2", "add-resource");
        refused(d, SetValue{s, {"Resources"}, Value::map({})}, "EDIT-14");
        refused(d, SetValue{s, {"Resources", "Web", "Properties", "Q", "R"}, Value()}, "EDIT-3");
        refused(d, SetValue{s, {}, Value()}, "EDIT-3");
        refused(d, SetValue{s, {"Resources", std::size_t{0}}, Value()}, "EDIT-3");
        refused(d, SetValue{s, {"Resources", "Web", "X"}, Value::unknown("why")}, "EDIT-13");
        refused(d, SetValue{s, {"Parameters", "Web"}, Value::map({})}, "EDIT-5");
        refused(d, RemoveValue{s, {"Resources", "Web"}}, "EDIT-14", "remove-resource");
        refused(d, RemoveValue{s, {"Globals"}}, "EDIT-3");
        for (const std::string bad : {"", "a-b", "a.b", "\xC3\xA4"}) {
            refused(d, AddResource{s, bad, Value::map({}), {}}, "EDIT-4");
            refused(d, RenameResource{s, "Web", bad}, "EDIT-4");
        }
        refused(d, AddResource{s, std::string(256, 'a'), Value::map({}), {}}, "EDIT-4");
        refused(d, AddResource{s, "Cidr", Value::map({}), {}}, "EDIT-5");
        refused(d, AddResource{s, "New", Value(), {}}, "EDIT-6");
        refused(d, AddResource{s, "New", Value::map({}), "Nope"}, "EDIT-2");
        refused(d, RenameResource{s, "Web", "Db"}, "EDIT-5");
        refused(d, SetParameter{s, "Cdir", Value::string("x")}, "EDIT-7", "Cidr");
        refused(d, MoveResource{ResourceId{999}, Rect{}}, "EDIT-2");
        refused(d, MoveResource{d.stacks[0]->body.resources[0]->id, Rect{0, 0, -1, 1}}, "EDIT-15");
        refused(d, SetNote{NoteId{5}, Note{}}, "EDIT-8");
        refused(d, SetNote{NoteId{}, std::nullopt}, "EDIT-8");
        refused(d, AddStack{*d.stacks[0]}, "EDIT-5");
        refused(d, SetStackIdentity{s, "a/b", "123456789012", "eu-west-1"}, "EDIT-4");
        refused(d, SetStackIdentity{s, "web", "12345", "eu-west-1"}, "EDIT-11");
        refused(d, SetSuppressions{{{"A-1", "", "", ""}}}, "EDIT-16");
        refused(d, SetIntents{Value()}, "EDIT-6");
    }

    void whatIsMissingOnTheWayIsMadeInOrder() {
        Design d = withStack({}, "s", R"({"Resources":{"A":{"Type":"T"}},"Outputs":{}})");
        d = edited(d, SetValue{first(d), {"Resources", "A", "Properties", "X"}, Value::number(1)});
        d = edited(d, SetValue{first(d), {"Parameters", "P"}, Value::map({})});
        QCOMPARE(bodyOf(d, "A"), std::string(R"({"Type":"T","Properties":{"X":1}})"));
        QCOMPARE(d.stacks[0]->body.sections[0].name, std::string("Parameters"));
        d = edited(d, RemoveResource{first(d), "A"});
        QCOMPARE(d.stacks[0]->body.resources.size(), std::size_t{0});
        d = edited(d, RemoveValue{first(d), {"Parameters"}});
        d = edited(d, AddResource{first(d), "B", Value::map({}), {}});
        d = edited(d, AddResource{first(d), "C", Value::map({}), "B"});
        QCOMPARE(d.stacks[0]->body.resources[0]->logicalId, std::string("C"));
    }

    void aDragIsOneStepAndUndoGivesTheSameDesignBack() {
        History history(web());
        const auto start = history.present();
        const ResourceId id = start->stacks[0]->body.resources[0]->id;
        for (double x = 0; x < 5; ++x) {
            history.push(edited(*history.present(), MoveResource{id, Rect{x, 0, 1, 1}}), "Move Vpc",
                         "drag");
        }
        QCOMPARE(history.undoSteps(), std::size_t{1});
        history.close();
        history.push(edited(*history.present(), MoveResource{id, Rect{9, 0, 1, 1}}), "Move Vpc",
                     "drag");
        QCOMPARE(history.undoSteps(), std::size_t{2});
        QVERIFY(!history.isClean());
        QVERIFY(history.undo() && history.undo() && !history.undo());
        QCOMPARE(history.present(), start);
        QVERIFY(history.isClean());
        QCOMPARE(history.redoLabel(), std::string_view("Move Vpc"));
        QVERIFY(history.redo());
        history.push(*start, "Other");
        QVERIFY(!history.canRedo());
        QCOMPARE(history.labels(), (std::vector<std::string>{"Move Vpc", "Other"}));
    }

    void aHistoryForgetsBeyondItsLimit() {
        History history(web(), 3);
        for (int i = 0; i < 10; ++i) history.push(web(), std::to_string(i));
        QCOMPARE(history.labels(), (std::vector<std::string>{"7", "8", "9"}));
        QVERIFY(!history.isClean());
    }

    void settingAValueAmongTenThousandResources() {
        const Design design = large(10000);
        const Edit edit =
            SetValue{first(design), {"Resources", "R5000", "Properties", "A"}, Value::number(1)};
        QBENCHMARK {
            const auto after = archivolt::apply(design, edit);
            QVERIFY(after.has_value());
        }
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::DesignTest)
#include "design_test.moc"
