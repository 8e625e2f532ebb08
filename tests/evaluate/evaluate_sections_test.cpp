#include "tests/evaluate/evaluate_sections_test.h"

#include <QtTest>
#include <nlohmann/json.hpp>

#include "model/base/pattern.h"
#include "model/evaluate/resolved_json.h"
#include "tests/evaluate/evaluate_support.h"

namespace archivolt {

namespace {

QByteArray bytes(const std::string& text) { return QByteArray::fromStdString(text); }

/// Evaluates a template of one parameter `P` of this body, given `value` unless it is empty.
std::shared_ptr<const EvaluatedDesign> parameter(const std::string& body,
                                                 const std::string& value = {}) {
    Stack stack = test::stackOf("main", R"({"Parameters":{"P":)" + body + "}}");
    if (!value.empty()) stack.parameters["P"] = test::json(value);
    Design design;
    design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
    return evaluate(design);
}

QByteArray valueOf(const std::string& body, const std::string& value = {}) {
    return bytes(test::text(parameter(body, value)->stacks[0]->parameters.at("P")));
}

QByteArray codesOf(const std::string& body, const std::string& value = {}) {
    return bytes(test::codes(parameter(body, value)->stacks[0]->diagnostics));
}

Truth conditionOf(const std::string& expression, QByteArray* codes = nullptr) {
    const auto design = evaluate(test::designOf(
        R"({"Parameters":{"E":{"Type":"String"},"S":{"Type":"String","Default":"s"}},
            "Conditions":{"C":)" +
        expression +
        R"(,"T":{"Fn::Equals":["a","a"]},"F":{"Fn::Equals":["a","b"]},
            "U":{"Fn::Equals":[{"Ref":"E"},"b"]}}})"));
    if (codes != nullptr) *codes = bytes(test::codes(design->stacks[0]->diagnostics));
    return design->stacks[0]->conditions.at("C");
}

}  // namespace

void EvaluateSectionsTest::aGivenValueComesBeforeTheDefault() {
    QCOMPARE(valueOf(R"({"Type":"String","Default":"d"})"), QByteArray("\"d\""));
    QCOMPARE(valueOf(R"({"Type":"String","Default":"d"})", "\"g\""), QByteArray("\"g\""));
    QCOMPARE(valueOf(R"({"Type":"Number","Default":80})"), QByteArray("\"80\""));
    QCOMPARE(valueOf(R"({"Type":"String","Default":true})"), QByteArray("\"true\""));
    QVERIFY(valueOf(R"({"Type":"String"})").contains("parameter P has no value"));
}

void EvaluateSectionsTest::listsAreSplitAtCommasAndTrimmed() {
    QCOMPARE(valueOf(R"({"Type":"CommaDelimitedList","Default":" a,b , c"})"),
             QByteArray("[\"a\",\"b\",\"c\"]"));
    QCOMPARE(valueOf(R"({"Type":"List<Number>","Default":"1,2"})"), QByteArray("[\"1\",\"2\"]"));
    QCOMPARE(valueOf(R"({"Type":"List<AWS::EC2::Subnet::Id>"})", "[\"subnet-1\",\"subnet-2\"]"),
             QByteArray("[\"subnet-1\",\"subnet-2\"]"));
    QCOMPARE(valueOf(R"({"Type":"CommaDelimitedList","Default":""})"), QByteArray("[\"\"]"));
}

void EvaluateSectionsTest::aParameterOfSystemsManagerIsUnknownWithItsKey() {
    const auto value = valueOf(
        R"({"Type":"AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>","Default":"/aws/ami"})");
    QVERIFY(value.contains("Unknown") && value.contains("/aws/ami"));
}

void EvaluateSectionsTest::constraintsAreChecked_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("codes");
    const auto row = [](const char* body, const char* codes) {
        QTest::newRow(body) << QByteArray(body) << QByteArray(codes);
    };
    row(R"({"Type":"String","Default":"a","AllowedValues":["a","b"]})", "");
    row(R"({"Type":"String","Default":"c","AllowedValues":["a","b"]})", "EVAL-11");
    row(R"({"Type":"Number","Default":3,"AllowedValues":[1,2,3]})", "");
    row(R"({"Type":"CommaDelimitedList","Default":"a,c","AllowedValues":["a","b"]})", "EVAL-11");
    row(R"({"Type":"String","Default":"ab","MinLength":2,"MaxLength":"2"})", "");
    row(R"({"Type":"String","Default":"a","MinLength":2})", "EVAL-11");
    row(R"({"Type":"String","Default":"abc","MaxLength":2})", "EVAL-11");
    row(R"({"Type":"Number","Default":"5","MinValue":1,"MaxValue":5})", "");
    row(R"({"Type":"Number","Default":0,"MinValue":1})", "EVAL-11");
    row(R"({"Type":"Number","Default":6,"MaxValue":5})", "EVAL-11");
    row(R"({"Type":"Number","Default":"six"})", "EVAL-11");
    row(R"({"Type":"List<Number>","Default":"1,x"})", "EVAL-11");
    row(R"({"Type":"String","Default":"ab1","AllowedPattern":"[a-z]+[0-9]"})", "");
    row(R"({"Type":"String","Default":"ab1x","AllowedPattern":"[a-z]+[0-9]"})", "EVAL-11");
    row(R"({"Type":"String","Default":"a","AllowedPattern":"[a"})", "EVAL-12");
    row(R"("String")", "EVAL-19");
    row(R"({"Type":"String","Default":{"a":1}})", "EVAL-19");
}

void EvaluateSectionsTest::constraintsAreChecked() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, codes);
    QCOMPARE(codesOf(body.toStdString()), codes);
}

void EvaluateSectionsTest::aHiddenValueIsNotTold() {
    const auto design = parameter(
        R"({"Type":"String","Default":"secret","NoEcho":true,"MinLength":20,
            "ConstraintDescription":"be longer"})");
    const Diagnostic& told = design->stacks[0]->diagnostics.at(0);
    QVERIFY(!bytes(told.message).contains("secret"));
    QCOMPARE(told.help, std::string("be longer"));
    QCOMPARE(told.where.path, (Path{"Parameters", "P", "MinLength"}));
}

void EvaluateSectionsTest::aValueForNoParameterIsTold() {
    Stack stack = test::stackOf("main", "{}");
    stack.parameters["Q"] = Value::string("x");
    Design design;
    design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
    QCOMPARE(bytes(test::codes(evaluate(design)->stacks[0]->diagnostics)), QByteArray("EVAL-13"));
}

void EvaluateSectionsTest::noPatternIsTooSlowToMatch() {
    const std::string text(4000, 'a');
    QVERIFY(matchWholly("(a+)+b", text) != PatternMatch::Yes);
    QVERIFY(matchWholly("(a|aa)+b", text) != PatternMatch::Yes);
    QCOMPARE(matchWholly(std::string(5000, '('), "a"), PatternMatch::TooCostly);
    QCOMPARE(matchWholly("(.{1,200}){1,200}", text), PatternMatch::TooCostly);
    QCOMPARE(matchWholly("(((((.{9}){9}){9}){9}){9}){9}", "a"), PatternMatch::TooCostly);
    QCOMPARE(matchWholly("[a-z]{1,63}(\\.[a-z]{1,63}){1,10}", "www.example.com"),
             PatternMatch::Yes);
    QCOMPARE(matchWholly("(?!b).*", "abc"), PatternMatch::Yes);
    QCOMPARE(matchWholly("(?!a).*", "abc"), PatternMatch::No);
    QCOMPARE(matchWholly("", ""), PatternMatch::Yes);
}

/// What OpenJDK 17's Matcher.matches() answers; `?` is what this program leaves open.
void EvaluateSectionsTest::patternsAreThoseOfJava_data() {
    QTest::addColumn<std::string>("pattern");
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* pattern, const char* text, const char* expected) {
        QTest::addRow("%s of %s", pattern, text)
            << std::string(pattern) << std::string(text) << std::string(expected);
    };
    row(R"(\A[a-z]+\z)", "abc", "yes");
    row(R"(\A[a-z]+\Z)", "A", "no");
    row(R"(\Qa.b\E+)", "a.bb", "yes");
    row(R"(\Qa.b\E+)", "axb", "no");
    row("[^]a]+", "bc", "yes");
    row("[^]a]+", "b]", "no");
    row("[]a]+", "]a", "yes");
    row("[a-z&&[^b]]+", "ac", "yes");
    row("[a-z&&[^b]]+", "ab", "no");
    row("[a-c[x-z]]+", "ax", "yes");
    row(R"([\p{Alnum}_]+)", "a_1", "yes");
    row(R"(\p{Lu}\p{L}*)", "Abc", "yes");
    row(R"(\P{Digit}+)", "a1", "no");
    row(R"(\h\x{41}\061)", " A1", "yes");
    row("(?i)[a-c]+x", "AbCX", "yes");
    row("(?<name>a|b){2}", "ab", "yes");
    row(".{3}", "\u00e9t\u00e9", "yes");
    row("[^x]{4}", "\u00e9t\u00e9", "no");
    row(R"([\u00e0-\u00ff]t\D)", "\u00e9t\u00e9", "yes");
    row("a$\n?", "a\n", "yes");
    row("(?=.*[0-9])(?!.*--).+", "a-1", "yes");
    row("(a+)++b", "aab", "?");
    row("a**", "aa", "?");
    row("(?<=a)b", "b", "?");
    row("a(?i)b", "aB", "?");
    row("[[]", "[", "?");
    row(R"(\y)", "y", "?");
    row(R"((a)\1)", "aa", "?");
    row(R"(\p{L}t\p{L})", "\u00e9t\u00e9", "?");
}

void EvaluateSectionsTest::patternsAreThoseOfJava() {
    QFETCH(const std::string, pattern);
    QFETCH(const std::string, text);
    QFETCH(const std::string, expected);
    const PatternMatch match = matchWholly(pattern, text);
    const std::string said = match == PatternMatch::Yes  ? "yes"
                             : match == PatternMatch::No ? "no"
                                                         : "?";
    QCOMPARE(said, expected);
}

void EvaluateSectionsTest::conditionsKnowThreeTruths() {
    const auto condition = [](const char* name) {
        return std::string(R"({"Condition":")") + name + "\"}";
    };
    const std::string t = condition("T");
    const std::string f = condition("F");
    const std::string u = condition("U");
    const auto both = [](const char* function, const std::string& a, const std::string& b) {
        return std::string("{\"") + function + "\":[" + a + "," + b + "]}";
    };
    QCOMPARE(conditionOf(both("Fn::And", t, t)), Truth::Yes);
    QCOMPARE(conditionOf(both("Fn::And", u, f)), Truth::No);
    QCOMPARE(conditionOf(both("Fn::And", u, t)), Truth::Unknown);
    QCOMPARE(conditionOf(both("Fn::Or", u, t)), Truth::Yes);
    QCOMPARE(conditionOf(both("Fn::Or", f, u)), Truth::Unknown);
    QCOMPARE(conditionOf(both("Fn::Or", f, f)), Truth::No);
    QCOMPARE(conditionOf("{\"Fn::Not\":[" + u + "]}"), Truth::Unknown);
    QCOMPARE(conditionOf("{\"Fn::Not\":[" + f + "]}"), Truth::Yes);
    QCOMPARE(conditionOf(R"({"Fn::Equals":["1",1]})"), Truth::Yes);
    QCOMPARE(conditionOf(R"({"Fn::Equals":[["a"],["a"]]})"), Truth::Yes);
    QCOMPARE(conditionOf(R"({"Fn::Equals":[{"Ref":"S"},"S"]})"), Truth::No);
}

void EvaluateSectionsTest::brokenConditionsAreToldAndUnknown_data() {
    QTest::addColumn<QByteArray>("expression");
    QTest::addColumn<QByteArray>("codes");
    const auto row = [](const char* expression, const char* codes) {
        QTest::newRow(expression) << QByteArray(expression) << QByteArray(codes);
    };
    row(R"({"Condition":"C"})", "EVAL-6");
    row(R"({"Fn::Not":[{"Condition":"C"}]})", "EVAL-6");
    row(R"({"Condition":"Nowhere"})", "EVAL-5");
    row(R"({"Fn::And":[{"Condition":"T"}]})", "EVAL-1");
    row(R"({"Fn::Not":[{"Condition":"T"},{"Condition":"T"}]})", "EVAL-1");
    row(R"({"Fn::Equals":["a"]})", "EVAL-1");
    row(R"({"Fn::Equals":[{"Ref":"Nowhere"},"a"]})", "EVAL-2");
    row(R"({"Fn::Contains":[["a"],"a"]})", "EVAL-9");
    row(R"("perhaps")", "EVAL-1");
    row(R"({"Fn::Equals":[{"Fn::ImportValue":"x"},"a"]})", "EVAL-9");
}

void EvaluateSectionsTest::brokenConditionsAreToldAndUnknown() {
    QFETCH(QByteArray, expression);
    QFETCH(QByteArray, codes);
    QByteArray found;
    QCOMPARE(conditionOf(expression.toStdString(), &found), Truth::Unknown);
    QCOMPARE(found, codes);
}

void EvaluateSectionsTest::violatedRulesAreTold_data() {
    QTest::addColumn<QByteArray>("assertion");
    QTest::addColumn<QByteArray>("codes");
    const auto row = [](const char* assertion, const char* codes) {
        QTest::newRow(assertion) << QByteArray(assertion) << QByteArray(codes);
    };
    row(R"({"Fn::Contains":[["s","t"],{"Ref":"S"}]})", "");
    row(R"({"Fn::Contains":[["t"],{"Ref":"S"}]})", "EVAL-14");
    row(R"({"Fn::EachMemberEquals":[["s","s"],{"Ref":"S"}]})", "");
    row(R"({"Fn::EachMemberEquals":[["s","t"],{"Ref":"S"}]})", "EVAL-14");
    row(R"({"Fn::EachMemberIn":[["s"],{"Fn::RefAll":"String"}]})", "");
    row(R"({"Fn::EachMemberIn":[["x"],["s"]]})", "EVAL-14");
    row(R"({"Fn::EachMemberIn":[{"Fn::ValueOfAll":["AWS::EC2::Subnet::Id","VpcId"]},["s"]]})", "");
    row(R"({"Fn::Equals":[{"Fn::ValueOf":["S","VpcId"]},"s"]})", "");
    row(R"({"Fn::Contains":["t"]})", "EVAL-1");
}

void EvaluateSectionsTest::violatedRulesAreTold() {
    QFETCH(QByteArray, assertion);
    QFETCH(QByteArray, codes);
    const std::string rules =
        R"({"Parameters":{"S":{"Type":"String","Default":"s"}},"Rules":{"R":{"Assertions":[)"
        R"({"AssertDescription":"why","Assert":)" +
        assertion.toStdString() + "}]}}}";
    const auto design = evaluate(test::designOf(rules));
    QCOMPARE(bytes(test::codes(design->stacks[0]->diagnostics)), codes);
}

void EvaluateSectionsTest::aRuleThatDoesNotApplyIsNotChecked() {
    const auto design = evaluate(test::designOf(
        R"({"Rules":{"R":{"RuleCondition":{"Fn::Equals":["a","b"]},
            "Assertions":[{"Assert":{"Fn::Equals":["a","b"]}}]}}})"));
    QVERIFY(design->stacks[0]->diagnostics.empty());
}

void EvaluateSectionsTest::importsFindTheExportOfTheirAccountAndRegion() {
    const std::string exporter = R"({"Resources":{"Vpc":{"Type":"AWS::EC2::VPC"}},
        "Outputs":{"Name":{"Value":"n","Export":{"Name":{"Fn::Sub":"${AWS::StackName}-n"}}},
            "Id":{"Value":{"Ref":"Vpc"},"Export":{"Name":"id"}}}})";
    const std::string importer = R"({"Resources":{"X":{"Type":"T","Properties":{
        "A":{"Fn::ImportValue":"net-n"},"B":{"Fn::ImportValue":"id"},
        "C":{"Fn::ImportValue":"none"}}}}})";
    Design design;
    design.stacks.push_back(std::make_shared<const Stack>(test::stackOf("app", importer, 1, 100)));
    design.stacks.push_back(std::make_shared<const Stack>(test::stackOf("net", exporter, 2, 200)));
    auto evaluated = evaluate(design);
    QCOMPARE(bytes(test::text(evaluated->stacks[0]->find("X")->properties())),
             QByteArray(R"({"A":"n","B":{"Fn::ImportValue":"id"},)"
                        R"("C":{"Fn::ImportValue":"none"}})"));
    QCOMPARE(evaluated->stacks[1]->exports.at("id"), std::string("Id"));
    Stack elsewhere = *design.stacks[1];
    elsewhere.region = "eu-west-1";
    evaluated = evaluate(design.withStack(std::move(elsewhere)), evaluated.get());
    QCOMPARE(bytes(test::text(*evaluated->stacks[0]->find("X")->properties().find("A"))),
             QByteArray(R"({"Fn::ImportValue":"net-n"})"));
}

void EvaluateSectionsTest::listsPassFromStackToStackAsOneText() {
    const std::string exporter = R"({"Resources":{"A":{"Type":"T"},"B":{"Type":"T"},
        "Free":{"Type":"Custom::Maker"}},"Outputs":{
        "S":{"Value":{"Fn::Join":[",",[{"Ref":"A"},"b",{"Ref":"B"}]]},"Export":{"Name":"subs"}},
        "O":{"Value":{"Ref":"A"},"Export":{"Name":"one"}},
        "F":{"Value":{"Fn::Join":[",",[{"Ref":"A"},{"Ref":"Free"}]]},"Export":{"Name":"free"}}}})";
    const std::string passing = R"({"Outputs":{"S":{"Value":{"Fn::Join":[",",
        [{"Fn::ImportValue":"subs"},"c"]]},"Export":{"Name":"more"}}}})";
    const std::string importer = R"({"Resources":{"X":{"Type":"T","Properties":{
        "All":{"Fn::Split":[",",{"Fn::ImportValue":"subs"}]},
        "Last":{"Fn::Select":[2,{"Fn::Split":[",",{"Fn::ImportValue":"subs"}]}]},
        "One":{"Fn::Split":[",",{"Fn::ImportValue":"one"}]},
        "More":{"Fn::Split":[",",{"Fn::ImportValue":"more"}]},
        "Bars":{"Fn::Split":["|",{"Fn::ImportValue":"subs"}]},
        "Free":{"Fn::Split":[",",{"Fn::ImportValue":"free"}]},
        "None":{"Fn::Split":[",",{"Fn::ImportValue":"none"}]}}}}})";
    Design design;
    design.stacks.push_back(std::make_shared<const Stack>(test::stackOf("app", importer, 1, 100)));
    design.stacks.push_back(std::make_shared<const Stack>(test::stackOf("net", exporter, 2, 200)));
    design.stacks.push_back(std::make_shared<const Stack>(test::stackOf("mid", passing, 3, 300)));
    const auto evaluated = evaluate(design);
    const auto item = [](const std::string& name, int index) {
        return R"({"Fn::Select":[)" + std::to_string(index) +
               R"(,{"Fn::Split":[",",{"Fn::ImportValue":")" + name + R"("}]}]})";
    };
    const auto property = [&](const char* name) {
        return bytes(test::text(*evaluated->stacks[0]->find("X")->properties().find(name)));
    };
    const std::string all = item("subs", 0) + R"(,"b",)" + item("subs", 2);
    QCOMPARE(property("All"), bytes("[" + all + "]"));
    QCOMPARE(property("Last"), bytes(item("subs", 2)));
    QCOMPARE(property("One"), bytes("[" + item("one", 0) + "]"));
    QCOMPARE(property("More"), bytes("[" + all + R"(,"c"])"));
    QVERIFY2(property("Bars").contains("`!Ref A` and more stand in one item"), property("Bars"));
    QVERIFY2(property("Free").contains("`!Ref Free` may be any text"), property("Free"));
    QVERIFY2(property("None").contains("`!ImportValue none` is a text that only AWS knows"),
             property("None"));
}

void EvaluateSectionsTest::listsPassIntoNestedStacks() {
    const std::string root = R"({"Resources":{
        "Net":{"Type":"AWS::CloudFormation::Stack","Properties":{"TemplateURL":"n"}},
        "App":{"Type":"AWS::CloudFormation::Stack","Properties":{"TemplateURL":"a","Parameters":{
            "Subnets":{"Fn::GetAtt":["Net","Outputs.Both"]},
            "Odd":{"Fn::GetAtt":["Net","Outputs.Odd"]},
            "Text":{"Fn::GetAtt":["Net","Outputs.Both"]}}}}}})";
    const std::string net = R"({"Resources":{"A":{"Type":"T"},"B":{"Type":"T"}},"Outputs":{
        "Both":{"Value":{"Fn::Join":[", ",[{"Ref":"A"},"b "]]}},
        "Odd":{"Value":{"Fn::Join":[";",[{"Ref":"A"},{"Ref":"B"}]]}}}})";
    const std::string app = R"({"Parameters":{"Subnets":{"Type":"List<AWS::EC2::Subnet::Id>"},
        "Odd":{"Type":"CommaDelimitedList"},"Text":{"Type":"String"}},
        "Resources":{"X":{"Type":"T","Properties":{"All":{"Ref":"Subnets"},
            "First":{"Fn::Select":[0,{"Ref":"Subnets"}]},"Odd":{"Ref":"Odd"},
            "Split":{"Fn::Select":[0,{"Fn::Split":[", ",{"Ref":"Text"}]}]}}}}})";
    Design design;
    design.stacks.push_back(std::make_shared<const Stack>(test::stackOf("r", root, 1, 100)));
    design.stacks.push_back(std::make_shared<const Stack>(test::stackOf("r-Net", net, 2, 200)));
    design.stacks.push_back(std::make_shared<const Stack>(test::stackOf("r-App", app, 3, 300)));
    const auto evaluated = evaluate(design);
    const Value& properties = evaluated->stacks[2]->find("X")->properties();
    const auto first = [](const std::string& delimiter) {
        return R"({"Fn::Select":[0,{"Fn::Split":[")" + delimiter +
               R"(",{"Fn::ImportValue":"output Both of nested stack r-Net"}]}]})";
    };
    QCOMPARE(bytes(test::text(*properties.find("All"))), bytes("[" + first(",") + R"(,"b"])"));
    QCOMPARE(bytes(test::text(*properties.find("First"))), bytes(first(",")));
    QCOMPARE(bytes(test::text(*properties.find("Split"))), bytes(first(", ")));
    QVERIFY(properties.find("Odd")->isUnknown());
}

void EvaluateSectionsTest::textsThatDoubleAtEachImportEnd() {
    std::string outputs = R"("O0":{"Value":{"Ref":"A"},"Export":{"Name":"e0"}})";
    for (int i = 1; i < 31; ++i) {
        const std::string before = R"({"Fn::ImportValue":"e)" + std::to_string(i - 1) + R"("})";
        const std::string name = std::to_string(i);
        outputs += R"(,"O)" + name + R"(":{"Value":{"Fn::Join":["x",[)" + before + "," + before +
                   R"(]]},"Export":{"Name":"e)" + name + R"("}})";
    }
    Design design;
    design.stacks.push_back(std::make_shared<const Stack>(test::stackOf(
        "net", R"({"Resources":{"A":{"Type":"T"}},"Outputs":{)" + outputs + "}}", 1, 100)));
    design.stacks.push_back(std::make_shared<const Stack>(
        test::stackOf("app",
                      R"({"Resources":{"X":{"Type":"T","Properties":{"P":{"Fn::Split":[",",)"
                      R"({"Fn::ImportValue":"e30"}]}}}}})",
                      2, 200)));
    const auto evaluated = evaluate(design);
    QVERIFY(evaluated->stacks[1]->find("X")->properties().find("P")->isUnknown());
}

void EvaluateSectionsTest::importsInACircleEnd() {
    const auto stack = [](const char* own, const char* other) {
        return std::string(R"({"Outputs":{"O":{"Value":{"Fn::ImportValue":")") + other +
               R"("},"Export":{"Name":")" + own + "\"}}}}";
    };
    Design design;
    design.stacks.push_back(
        std::make_shared<const Stack>(test::stackOf("a", stack("x", "y"), 1, 100)));
    design.stacks.push_back(
        std::make_shared<const Stack>(test::stackOf("b", stack("y", "x"), 2, 200)));
    const auto evaluated = evaluate(design);
    QVERIFY(evaluated->stacks[0]->outputs.at("O").isUnknown());
    QVERIFY(evaluated->stacks[1]->outputs.at("O").isUnknown());
    QCOMPARE(bytes(test::codes(evaluated->stacks[0]->diagnostics)), QByteArray("EVAL-16"));
}

void EvaluateSectionsTest::aLongChainOfExportsIsNoCircle() {
    Design design;
    constexpr std::uint64_t kStacks = 130;
    for (std::uint64_t i = 0; i < kStacks; ++i) {
        const std::string value = i + 1 == kStacks
                                      ? R"("end")"
                                      : R"({"Fn::ImportValue":"e)" + std::to_string(i + 1) + "\"}";
        design.stacks.push_back(std::make_shared<const Stack>(
            test::stackOf(("s" + std::to_string(i)).c_str(),
                          R"({"Outputs":{"O":{"Value":)" + value + R"(,"Export":{"Name":"e)" +
                              std::to_string(i) + "\"}}}}",
                          i + 1, (i + 1) * 100)));
    }
    const auto evaluated = evaluate(design);
    for (const auto& stack : evaluated->stacks) {
        QCOMPARE(bytes(test::codes(stack->diagnostics)), QByteArray());
    }
    const Value& first = evaluated->stacks.front()->outputs.at("O");
    QVERIFY(first.isUnknown());
    QVERIFY2(bytes(first.text()).contains("more than 100 exports"),
             std::string(first.text()).c_str());
    QCOMPARE(bytes(test::text(evaluated->stacks.back()->outputs.at("O"))), QByteArray("\"end\""));
}

void EvaluateSectionsTest::anOutputThatIsNoTextIsTold() {
    const auto evaluated = evaluate(test::designOf(R"({"Outputs":{"A":{"Value":["1","2"]}}})"));
    QCOMPARE(bytes(test::codes(evaluated->stacks[0]->diagnostics)), QByteArray("EVAL-19"));
    QVERIFY(evaluated->stacks[0]->outputs.at("A").isUnknown());
}

void EvaluateSectionsTest::attributesInACircleEnd() {
    std::string properties;
    for (int i = 0; i < 40; ++i) {
        properties += R"({"Fn::Cidr":[{"Fn::GetAtt":["A","CidrBlock"]},1,1]},)";
    }
    const auto evaluated = evaluate(
        test::designOf(R"({"Resources":{"A":{"Type":"AWS::EC2::VPC","Properties":{"CidrBlock":[)" +
                       properties + R"("x"]}}}})"));
    QVERIFY(evaluated->stacks[0]->find("A")->properties().find("CidrBlock")->isList());
}

void EvaluateSectionsTest::twoExportsOfOneNameAreTold() {
    const auto evaluated = evaluate(test::designOf(
        R"({"Outputs":{"A":{"Value":"1","Export":{"Name":"x"}},
            "B":{"Value":"2","Export":{"Name":"x"}},
            "C":{"Value":{"Ref":"AWS::NoValue"}},"D":{}}})"));
    QCOMPARE(bytes(test::codes(evaluated->stacks[0]->diagnostics)),
             QByteArray("EVAL-15 EVAL-18 EVAL-19"));
}

void EvaluateSectionsTest::theResolvedFormIsAsDocumented() {
    const auto evaluated = evaluate(test::designOf(
        R"({"Parameters":{"E":{"Type":"String"}},
            "Conditions":{"F":{"Fn::Equals":["a","b"]},"U":{"Fn::Equals":[{"Ref":"E"},"b"]}},
            "Resources":{
            "A":{"Type":"T","Properties":{"R":{"Ref":"B"},"G":{"Fn::GetAtt":"B.C"},
                "I":{"Fn::ImportValue":"i"},"S":{"Fn::Sub":"x${B}"},"L":[1,{"Ref":"E"}]}},
            "B":{"Type":"T","Condition":"U"},
            "Gone":{"Type":"T","Condition":"F"}}})"));
    QCOMPARE(bytes(resolvedJson(*evaluated->stacks[0]).dump()),
             QByteArray("{\"format\":1,\"resources\":{\"A\":{\"type\":\"T\",\"properties\":"
                        "{\"R\":{\"Ref\":\"B\"},\"G\":{\"GetAtt\":[\"B\",\"C\"]},"
                        "\"I\":{\"ImportValue\":\"i\"},"
                        "\"S\":{\"Join\":[\"\",[\"x\",{\"Ref\":\"B\"}]]},"
                        "\"L\":[1,{\"Unknown\":\"parameter E has no value\"}]}},"
                        "\"B\":{\"type\":\"T\",\"properties\":{}}},\"removed\":[\"Gone\"],"
                        "\"unknown\":[{\"path\":\"Resources.A.Properties.L[1]\","
                        "\"why\":\"parameter E has no value\"},"
                        "{\"path\":\"Resources.B.Condition\","
                        "\"why\":\"parameter E has no value\"}]}"));
}

void EvaluateSectionsTest::theSourceOfAValueIsFoundThroughFunctions_data() {
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("source");
    const auto row = [](const char* path, SourceOfValue::Kind kind, const char* source) {
        QTest::newRow(path) << QByteArray(path) << static_cast<int>(kind) << QByteArray(source);
    };
    using Kind = SourceOfValue::Kind;
    row("Properties.Plain", Kind::Literal, "Resources.X.Properties.Plain");
    row("Properties.Name", Kind::Parameter, "Parameters.P");
    row("Properties.Zones[1]", Kind::Parameter, "Parameters.L");
    row("Properties.Rules[0].Port", Kind::Literal,
        "Resources.X.Properties.Rules[1].Fn::If[1].Port");
    row("Properties.Rules[1]", Kind::Literal, "Resources.X.Properties.Rules[2]");
    row("Properties.Mapped", Kind::Mapping, "Mappings.M.us-east-1.K");
    row("Properties.Mapped2[1]", Kind::Mapping, "Mappings.M.us-east-1.List[1]");
    row("Properties.Picked", Kind::Literal, "Resources.X.Properties.Picked.Fn::Select[1][1]");
    row("Properties.Text", Kind::Literal, "Resources.X.Properties.Text.Fn::Sub");
    row("Properties.Only", Kind::Parameter, "Parameters.P");
    row("Properties.Made", Kind::Unknown, "");
    row("Properties.Zone", Kind::Unknown, "");
    row("Properties.Maybe", Kind::Unknown, "");
    row("Properties.Other", Kind::Literal, "Resources.X.Properties.Other");
    row("Properties.Nothing", Kind::Unknown, "");
    row("Properties.Rules[9]", Kind::Unknown, "");
    row("Properties.Pseudo", Kind::Unknown, "");
}

void EvaluateSectionsTest::theSourceOfAValueIsFoundThroughFunctions() {
    QFETCH(QByteArray, path);
    QFETCH(int, kind);
    QFETCH(QByteArray, source);
    const auto evaluated = evaluate(test::designOf(
        R"({"Parameters":{"P":{"Type":"String","Default":"p"},"E":{"Type":"String"},
                "L":{"Type":"CommaDelimitedList","Default":"a,b"}},
            "Mappings":{"M":{"us-east-1":{"K":"v","List":["x","y"]}}},
            "Conditions":{"Y":{"Fn::Equals":["a","a"]},"U":{"Fn::Equals":["a",{"Ref":"E"}]}},
            "Resources":{"Y":{"Type":"T"},"X":{"Type":"T","Properties":{
                "Plain":"x","Name":{"Ref":"P"},"Zones":{"Ref":"L"},
                "Rules":[{"Ref":"AWS::NoValue"},{"Fn::If":["Y",{"Port":1},{"Port":2}]},{}],
                "Mapped":{"Fn::FindInMap":["M",{"Ref":"AWS::Region"},"K"]},
                "Mapped2":{"Fn::FindInMap":["M",{"Ref":"AWS::Region"},"List"]},
                "Picked":{"Fn::Select":["1",["a","b"]]},
                "Text":{"Fn::Sub":"plain"},"Only":{"Fn::Sub":"${P}"},
                "Made":{"Fn::Sub":"${P}-x"},"Zone":{"Fn::Select":[0,{"Fn::GetAZs":""}]},
                "Maybe":{"Fn::If":["U","a","b"]},"Other":{"Ref":"Y"},
                "Pseudo":{"Ref":"AWS::Region"}}}}})"));
    const SourceOfValue found =
        sourceOf(*evaluated, StackId{1}, ResourceId{101}, Path::parse(path.toStdString()));
    QCOMPARE(static_cast<int>(found.kind), kind);
    QCOMPARE(bytes(found.path.toString()), source);
    QCOMPARE(found.why.empty(), found.kind != SourceOfValue::Kind::Unknown);
}
}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::EvaluateSectionsTest)
#include "evaluate_sections_test.moc"
