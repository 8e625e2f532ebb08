#include <QtTest>
#include <nlohmann/json.hpp>

#include "model/value/json_fault.h"
#include "model/value/value.h"
#include "model/value/value_json.h"

namespace archivolt {

namespace {

Value parse(const char* json) { return valueFromJson(nlohmann::ordered_json::parse(json)); }

std::string dump(const Value& value) { return toJson(value).dump(); }

}  // namespace

class ValueTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsNoJsonIsToldInAFewWords() {
        QCOMPARE(jsonFault("{\"a\": }", 6), "`}` is not what may stand here");
        QCOMPARE(jsonFault("{\"a\": tru}", 9), "`}` is not what may stand here");
        QCOMPARE(jsonFault("{\"a\": tru }", 8), "`tru` is not what may stand here");
        QCOMPARE(jsonFault("{\"a\"", 4), "the text ends before it is complete");
        QCOMPARE(jsonFault("", 0), "the text ends before it is complete");
        QCOMPARE(jsonFault("\"a\x01\"", 2), "`a` is not what may stand here");
        QCOMPARE(jsonFault("[aaaaaaaaaaaaaaaaaaaaaaaa]", 3),
                 "`aaaaaaaaaaaaaaaaaaaa…` is not what may stand here");
    }

    void jsonReadsBackAsItself() {
        for (const char* text :
             {R"({"a":[1,-2.5,"x",null,true],"b":{"Ref":"Web"}})", R"({"Fn::GetAtt":["A","B.C"]})",
              R"({"Fn::If":["C",{"Fn::Sub":"${A}"},{"Ref":"AWS::NoValue"}]})",
              R"({"Condition":"IsProd"})", R"({"Ref":"A","b":1})"}) {
            QCOMPARE(dump(parse(text)), std::string(text));
        }
    }

    void dottedGetAttEqualsItsListForm() {
        QCOMPARE(parse(R"({"Fn::GetAtt":"A.Outputs.B"})"),
                 parse(R"({"Fn::GetAtt":["A","Outputs.B"]})"));
    }

    void pathsLeadThroughCalls() {
        const Value value = parse(R"({"a":{"Fn::If":["C",[1,2],3]}})");
        const Path path{"a", "Fn::If", std::size_t{1}, std::size_t{0}};
        QCOMPARE(value.at(path)->text(), std::string("1"));
        const auto changed = value.with(path, Value::string("x"));
        QVERIFY(changed.has_value());
        QCOMPARE(dump(*changed), std::string(R"({"a":{"Fn::If":["C",["x",2],3]}})"));
        QCOMPARE(dump(*value.without(path)), std::string(R"({"a":{"Fn::If":["C",[2],3]}})"));
    }

    void aPathThatDoesNotExistIsRefused() {
        const Value value = parse(R"({"a":[1]})");
        const std::string code = "VALUE-1";
        QCOMPARE(value.with({"b", "c"}, Value()).error().code, code);
        QCOMPARE(value.with({"a", std::size_t{2}}, Value()).error().code, code);
        QCOMPARE(value.with({"a", "x"}, Value()).error().code, code);
        QCOMPARE(value.without({"b"}).error().code, code);
        QCOMPARE(value.without(Path()).error().code, code);
        QVERIFY(value.with({"a", std::size_t{1}}, Value()).has_value());
        QVERIFY(value.without({"a", std::size_t{0}}).has_value());
    }

    void scalarsAreReadByWhatIsAsked() {
        QCOMPARE(Value::string("80").asInteger().value(), 80);
        QCOMPARE(Value::number("80").asInteger().value(), 80);
        QVERIFY(!Value::string("8O").asInteger());
        QVERIFY(Value::string("True").asBool().value());
        QVERIFY(!Value::string("yes").asBool());
        QVERIFY(Value::string("80") != Value::number("80"));
        QVERIFY(sameMeaning(Value::string("80"), Value::number("80")));
    }

    void meaningIgnoresTheOrderOfKeys() {
        const Value a = parse(R"({"x":1,"y":[{"p":1,"q":2}]})");
        const Value b = parse(R"({"y":[{"q":2,"p":"1"}],"x":1})");
        QVERIFY(a != b);
        QVERIFY(sameMeaning(a, b));
        QVERIFY(!sameMeaning(a, parse(R"({"x":1,"z":[{"p":1,"q":2}]})")));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ValueTest)
#include "value_test.moc"
