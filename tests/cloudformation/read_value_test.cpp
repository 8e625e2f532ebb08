#include <QtTest>

#include "export/cloudformation/locate.h"
#include "export/cloudformation/read_json.h"
#include "export/cloudformation/read_template.h"
#include "export/cloudformation/read_yaml.h"
#include "model/value/value_json.h"

#include <nlohmann/json.hpp>

namespace archivolt {

namespace {

/// Returns the value under the key `k` of a YAML or JSON text, as CloudFormation's long form.
std::string longForm(const std::string& text, ValueContext context = ValueContext::General) {
    const bool isJson = formatOf(text) == TemplateFormat::Json;
    const auto reading = isJson ? readJson(text, {}, {}) : readYaml(text, {}, {});
    if (!reading.complete) return "not read";
    const auto entry = SpanLinks(reading.tree).find(reading.tree.root, "k");
    if (!entry) return "no key k";
    return toJson(valueOf(reading.tree, entry->valueNode, context)).dump();
}

Template templateOf(const std::string& text) {
    std::uint32_t nextId = 1;
    const auto reading = readTemplate(text, {}, nextId);
    for (const Diagnostic& found : reading.diagnostics) qInfo("%s", toString(found).c_str());
    return reading.body;
}

std::string sliceAt(const std::string& text, const Path& path, Anchor anchor = Anchor::Value) {
    std::uint32_t nextId = 1;
    const auto reading = readTemplate(text, {}, nextId);
    const auto span = locate(*reading.spans, path, anchor);
    return span ? text.substr(span->begin, span->end - span->begin) : "nothing";
}

}  // namespace

class ReadValueTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTagAloneCallsWithAnEmptyText() {
        std::uint32_t nextId = 1;
        const auto reading = readTemplate(
            "Resources:\n  G:\n    Type: T\n    Zones: !GetAZs\n    Other: ''\n", {}, nextId);
        const Value* zones = reading.body.at(Path{"Resources", "G", "Zones"});
        QVERIFY(zones != nullptr && *zones == Value::call("Fn::GetAZs", Value::string("")));
    }

    void whatIsSaidAgainIsKeptOnce() {
        std::uint32_t nextId = 1;
        const auto reading = readTemplate(
            "Resources:\n  A: {Type: T, Zone: 'yes', N: !Ref G, Is: yes}\n"
            "  B: {Type: 'T', Zone: yes, N: {Ref: G}, Is: 'G'}\n",
            {}, nextId);
        const auto& resources = reading.body.resources;
        const auto at = [&](std::size_t resource, const char* key) {
            return *resources[resource]->body.find(key);
        };
        QVERIFY(at(0, "Type").identical(at(1, "Type")));
        QVERIFY(at(0, "N").identical(at(1, "N")));
        QVERIFY(at(0, "N").argument().identical(at(1, "Is")));
        QVERIFY(at(0, "Zone") == Value::string("yes"));
        QVERIFY(at(1, "Zone") == Value::boolean(true));
    }

    void shortTagsMeanTheirLongForms_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QString(QLatin1String(text)) << QString(QLatin1String(expected));
        };
        row("k: !Ref A", R"({"Ref":"A"})");
        row("k: {Ref: A}", R"({"Ref":"A"})");
        // Behind a tag a word is a text, also one that would mean yes or no without it.
        row("k: !Ref On", R"({"Ref":"On"})");
        row("k: {Ref: On}", R"({"Ref":true})");
        row("k: !GetAtt A.B", R"({"Fn::GetAtt":["A","B"]})");
        row("k: !GetAtt A.Outputs.C", R"({"Fn::GetAtt":["A","Outputs.C"]})");
        row("k: !GetAtt [A, B]", R"({"Fn::GetAtt":["A","B"]})");
        row("k:\n  Fn::GetAtt: A.B", R"({"Fn::GetAtt":["A","B"]})");
        row("k: !Sub 'x${A}'", R"({"Fn::Sub":"x${A}"})");
        row("k: !Sub\n- x\n- {A: !Ref B}", R"({"Fn::Sub":["x",{"A":{"Ref":"B"}}]})");
        row("k: !If [C, 1, !Ref 'AWS::NoValue']", R"({"Fn::If":["C",1,{"Ref":"AWS::NoValue"}]})");
        row("k: !Base64\n  Fn::Sub: |\n    a\n", R"({"Fn::Base64":{"Fn::Sub":"a\n"}})");
        row("k: !Condition C", R"({"Condition":"C"})");
        row("k: !Transform {Name: N}", R"({"Fn::Transform":{"Name":"N"}})");
        row("k: {Fn::Whatever: 1}", R"({"Fn::Whatever":1})");
        row("k: !Whatever 1", R"({"Fn::Whatever":1})");
        row("k: {'Fn::ForEach::L': [a]}", R"({"Fn::ForEach::L":["a"]})");
        row("k: {Ref: A, Other: 1}", R"({"Ref":"A","Other":1})");
        row("k: {Condition: C}", R"({"Condition":"C"})");
        row(R"({"k": {"Fn::GetAtt": "A.B"}})", R"({"Fn::GetAtt":["A","B"]})");
    }
    void shortTagsMeanTheirLongForms() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(longForm(text.toStdString())), expected);
    }

    void conditionIsACallOnlyInsideConditions() {
        const auto body = templateOf(R"(
Conditions:
  Both: {Fn::And: [{Condition: A}, !Condition B]}
  Same: {Condition: A}
Rules:
  R: {RuleCondition: {Condition: A}}
Resources:
  Ref:
    Type: AWS::IAM::Policy
    Properties:
      Statement: {Condition: text}
      Nested: !Not [{Condition: A}]
)");
        const Value& both = *body.at({"Conditions", "Both", "Fn::And"});
        QVERIFY(both.items()[0].isCall(Function::Condition));
        QVERIFY(both.items()[0] == Value::call(Function::Condition, Value::string("A")));
        QVERIFY(both.items()[1].isCall(Function::Condition));
        QVERIFY(body.at({"Conditions", "Same"})->isCall(Function::Condition));
        QVERIFY(body.at({"Rules", "R", "RuleCondition"})->isCall(Function::Condition));
        QVERIFY(body.at({"Resources", "Ref", "Properties", "Statement"})->isMap());
        QVERIFY(body.at({"Resources", "Ref", "Properties", "Nested", "Fn::Not", std::size_t{0}})
                    ->isCall(Function::Condition));
        QCOMPARE(body.resources.size(), std::size_t{1});
    }

    void namesOfASectionAreNeverCalls() {
        const auto body = templateOf(
            "Parameters: {Ref: {Type: String}}\nConditions: {Condition: !Equals [a, b]}\n"
            "Resources: {Fn::Transform: {Name: AWS::Include}}\n");
        QVERIFY(body.section("Parameters")->isMap());
        QVERIFY(body.section("Conditions")->find("Condition")->isCall(Function::Equals));
        QVERIFY(body.at({"Resources", "Fn::Transform", "Name"}) != nullptr);
    }

    void plainScalarsFollowTheRuleOfValues() {
        const auto kinds = [](const char* text) {
            const auto reading = readYaml(std::string("k: ") + text, {}, {});
            return valueOf(reading.tree, reading.tree.nodes[2].parent == 0 ? 2 : 0,
                           ValueContext::General);
        };
        for (const char* text : {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"}) {
            QVERIFY2(kinds(text) == Value::boolean(true), text);
        }
        for (const char* text :
             {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"}) {
            QVERIFY2(kinds(text) == Value::boolean(false), text);
        }
        for (const char* text :
             {"y", "n", "N", "yEs", "'yes'", "!!str yes", "012", "22:22", "2010-09-09", "=", "+1",
              ".5", "1.", "0x1f", "'80'", "\"true\"", "!!str 80", "! 80"}) {
            QVERIFY2(kinds(text).isString(), text);
        }
        for (const char* text : {"0", "-1", "80", "1.50", "1e5", "-0.1E-7"}) {
            QVERIFY2(kinds(text).kind() == Value::Kind::Number, text);
            QVERIFY2(kinds(text).text() == text, text);
        }
        for (const char* text : {"", "~", "null"}) QVERIFY2(kinds(text).isNull(), text);
    }

    void jsonNumbersKeepTheirText() {
        const auto reading = readJson(R"([1.50, 1e300, 12345678901234567890123, -0])", {}, {});
        const Value value = valueOf(reading.tree, reading.tree.root, ValueContext::General);
        QVERIFY(value.items()[0].text() == "1.50");
        QVERIFY(value.items()[1].text() == "1e300");
        QVERIFY(value.items()[2].text() == "12345678901234567890123");
        QVERIFY(value.items()[3].text() == "-0");
    }

    void yamlAndJsonTwinsGiveEqualTemplates() {
        const auto yaml = templateOf(R"(
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Cidr: {Type: String, Default: 10.0.0.0/16}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  Both: !And [!Condition IsProd, Condition: Other]
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Condition: IsProd
    Properties:
      CidrBlock: !Ref Cidr
      EnableDnsSupport: true
  Subnet:
    Type: AWS::EC2::Subnet
    DependsOn: Vpc
    Properties:
      VpcId: !GetAtt Vpc.VpcId
      CidrBlock: !Select [0, !Cidr [!GetAtt [Vpc, CidrBlock], 4, 8]]
      AvailabilityZone: !Select [0, !GetAZs '']
      Tags:
        - Key: Name
          Value: !Sub
            - '${AWS::StackName}-${N}'
            - N: !FindInMap [A, b, !Join ['-', [x, 1]]]
Outputs:
  Out: {Value: !If [IsProd, !ImportValue x, !Ref AWS::NoValue]}
)");
        const auto json = templateOf(R"({
  "AWSTemplateFormatVersion": "2010-09-09",
  "Parameters": {"Cidr": {"Type": "String", "Default": "10.0.0.0/16"}},
  "Conditions": {
    "IsProd": {"Fn::Equals": [{"Ref": "Env"}, "prod"]},
    "Both": {"Fn::And": [{"Condition": "IsProd"}, {"Condition": "Other"}]}
  },
  "Resources": {
    "Vpc": {"Type": "AWS::EC2::VPC", "Condition": "IsProd",
      "Properties": {"CidrBlock": {"Ref": "Cidr"}, "EnableDnsSupport": true}},
    "Subnet": {"Type": "AWS::EC2::Subnet", "DependsOn": "Vpc", "Properties": {
      "VpcId": {"Fn::GetAtt": ["Vpc", "VpcId"]},
      "CidrBlock": {"Fn::Select": [0, {"Fn::Cidr": [{"Fn::GetAtt": "Vpc.CidrBlock"}, 4, 8]}]},
      "AvailabilityZone": {"Fn::Select": [0, {"Fn::GetAZs": ""}]},
      "Tags": [{"Key": "Name", "Value": {"Fn::Sub": ["${AWS::StackName}-${N}",
        {"N": {"Fn::FindInMap": ["A", "b", {"Fn::Join": ["-", ["x", 1]]}]}}]}}]}}
  },
  "Outputs": {"Out": {"Value": {"Fn::If": ["IsProd", {"Fn::ImportValue": "x"},
    {"Ref": "AWS::NoValue"}]}}}
})");
        QVERIFY(yaml.resources.size() == 2);
        QVERIFY(yaml == json);
    }

    void aliasesAndMergesAreExpanded() {
        QCOMPARE(longForm("a: &x {p: 1, q: 2}\nk: {<<: *x, q: 3}"), R"({"q":3,"p":1})");
        QCOMPARE(longForm("a: &x [1]\nb: &x [2]\nk: [*x, *x]"), "[[2],[2]]");
        QCOMPARE(longForm("a: &x {p: 1}\nb: &y {p: 2, r: 4}\nk: {<<: [*x, *y]}"),
                 R"({"p":1,"r":4})");
        QCOMPARE(longForm("k: &x [*x]"), R"(["*x"])");
        QCOMPARE(longForm("k: '<<'"), R"("<<")");
    }

    void pathsLeadToBytesInEitherSpelling() {
        const std::string yaml =
            "Resources:\n  Web:\n    Type: T\n    Properties:\n      A: !If [C, x, !GetAtt R.At]\n"
            "      B:\n        Fn::GetAtt: \"R.Other\"\n      C: &c {<<: *c}\n";
        const Path a{"Resources", "Web", "Properties", "A"};
        const Path b{"Resources", "Web", "Properties", "B"};
        QCOMPARE(sliceAt(yaml, a), "!If [C, x, !GetAtt R.At]");
        QCOMPARE(sliceAt(yaml, a, Anchor::Key), "A");
        QCOMPARE(sliceAt(yaml, a / "Fn::If"), "[C, x, !GetAtt R.At]");
        QCOMPARE(sliceAt(yaml, a / "Fn::If", Anchor::Key), "!If");
        const Path getAtt = a / "Fn::If" / std::size_t{2};
        QCOMPARE(sliceAt(yaml, getAtt / "Fn::GetAtt" / std::size_t{0}), "R");
        QCOMPARE(sliceAt(yaml, getAtt / "Fn::GetAtt" / std::size_t{1}), "At");
        QCOMPARE(sliceAt(yaml, getAtt / "Fn::GetAtt" / std::size_t{2}), "R.At");
        QCOMPARE(sliceAt(yaml, b / "Fn::GetAtt" / std::size_t{1}), "Other");
        QCOMPARE(sliceAt(yaml, Path{"Resources", "Web", "Type", "gone", std::size_t{4}}), "T");
        QCOMPARE(sliceAt(yaml, Path{"Nowhere"}), yaml.substr(0, yaml.size() - 1));
        const std::string json = R"({"Resources": {"W": {"Type": {"Fn::GetAtt": ["R", "At"]}}}})";
        QCOMPARE(sliceAt(json, Path{"Resources", "W", "Type", "Fn::GetAtt", std::size_t{1}}),
                 "\"At\"");
    }

    void findingsWithAPathGetTheirPlace() {
        const std::string text =
            "Resources:\n  W:\n    Type: T\n    # é\n    é: !Sub [a, {B: c}]\n";
        std::uint32_t nextId = 1;
        const auto reading = readTemplate(text, {}, nextId);
        std::vector<Diagnostic> found(3);
        found[0].where.path = Path{"Resources", "W", "é", "Fn::Sub", std::size_t{1}, "B"};
        found[1].where.path = Path{"Resources", "W", "Type"};
        found[1].where.anchor = Anchor::Key;
        found[2].where.line = 77;
        found[2].where.path = Path{"Resources"};
        fillPositions(found, *reading.spans, "f.yaml");
        QVERIFY(found[0].where.line == 5 && found[0].where.column == 21);
        QVERIFY(found[1].where.line == 3 && found[1].where.column == 5);
        QVERIFY(found[1].where.file == "f.yaml");
        QVERIFY(found[2].where.line == 77);
    }

    void spansHoldWithMarksReturnsAndWideCharacters() {
        const std::string text =
            "\xEF\xBB\xBFResources:\r\n  W: # \xE2\x82\xAC\r\n    Type: '\xF0\x9F\x98\x80'\r\n"
            "    L: |\r\n      a\xC2\x85      \xC3\xA9\r\n\r\n    P: \xC3\xA9 \xC3\xA9\r\n";
        std::uint32_t nextId = 1;
        const auto reading = readTemplate(text, {}, nextId);
        QVERIFY(reading.usable);
        QCOMPARE(sliceAt(text, Path{"Resources", "W", "Type"}), "'\xF0\x9F\x98\x80'");
        QCOMPARE(sliceAt(text, Path{"Resources", "W", "P"}), "\xC3\xA9 \xC3\xA9");
        QVERIFY(reading.spans->text == text);
    }

    void blockScalarsEndWithTheirText_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("clip") << "k: |\n  a\n  b\n\n\nz: 1\n"
                              << "|\n  a\n  b";
        QTest::newRow("strip") << "k: |-\n  a\n\nz: 1\n"
                               << "|-\n  a";
        QTest::newRow("keep") << "k: |+\n  a\n\n\nz: 1\n"
                              << "|+\n  a\n\n";
        QTest::newRow("folded") << "k: >\n  a\n  b\n\n  c\n\n# note\nz: 1\n"
                                << ">\n  a\n  b\n\n  c";
        QTest::newRow("spaces") << "k: |\n  a  \n   \n\nz: 1\n"
                                << "|\n  a  \n   ";
        QTest::newRow("comment") << "k: |\n  a\n # note\nz: 1\n"
                                 << "|\n  a";
        QTest::newRow("empty") << "k: | # note\n\nz: 1\n"
                               << "| # note";
        QTest::newRow("unterminated") << "k: |\n  a"
                                      << "|\n  a";
        QTest::newRow("returns") << "k: |\r\n  a\r\n\r\nz: 1\r\n"
                                 << "|\r\n  a";
    }
    void blockScalarsEndWithTheirText() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(sliceAt(text.toStdString(), Path{"k"})), expected);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ReadValueTest)
#include "read_value_test.moc"
