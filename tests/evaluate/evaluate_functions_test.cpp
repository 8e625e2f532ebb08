#include <QtTest>

#include "tests/evaluate/evaluate_cases.h"
#include "tests/evaluate/evaluate_support.h"

namespace archivolt {

using test::evaluateProperty;

namespace {

QByteArray bytes(const std::string& text) { return QByteArray::fromStdString(text); }

}  // namespace

class EvaluateFunctionsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFunctionGivesWhatItsPageSays_data() {
        QTest::addColumn<QByteArray>("property");
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<QByteArray>("codes");
        for (const test::FunctionCase& one : test::functionCases()) {
            QTest::newRow(one.property)
                << QByteArray(one.property) << QByteArray(one.expected) << QByteArray(one.codes);
        }
    }

    void everyFunctionGivesWhatItsPageSays() {
        QFETCH(QByteArray, property);
        QFETCH(QByteArray, expected);
        QFETCH(QByteArray, codes);
        const auto result = evaluateProperty(property.toStdString(), test::kCaseSections);
        if (expected.endsWith("*")) {
            QVERIFY2(bytes(result.value).startsWith(expected.chopped(1)), result.value.c_str());
        } else {
            QCOMPARE(bytes(result.value), expected);
        }
        QCOMPARE(bytes(result.codes), codes);
    }

    void languageExtensionsMakeTheirFunctionsLegal() {
        for (const test::FunctionCase& one : test::extensionCases()) {
            const auto result = evaluateProperty(one.property, test::kExtensionSections);
            QCOMPARE(bytes(result.value), QByteArray(one.expected));
            QCOMPARE(bytes(result.codes), QByteArray(one.codes));
        }
    }

    void namesThatAMacroMayMakeAreUnknownAndNotWrong() {
        const auto result =
            evaluateProperty(R"({"Ref":"WebRole"})", R"("Transform":"AWS::Serverless-2016-10-31")");
        QVERIFY(bytes(result.value).contains("`WebRole` may come from"));
        QCOMPARE(bytes(result.codes), QByteArray());
    }

    void aReferenceToARemovedResourceIsToldWithItsCondition() {
        const Design design = test::designOf(R"({
            "Conditions":{"No":{"Fn::Equals":["a","b"]}},
            "Resources":{"A":{"Type":"T","Condition":"No"},
                "B":{"Type":"T","Properties":{"P":{"Fn::GetAtt":"A.Arn"}}},
                "C":{"Type":"T","Condition":"No","Properties":{"P":{"Ref":"A"}}}}})");
        const auto evaluated = evaluate(design);
        const EvaluatedStack& stack = *evaluated->stacks[0];
        QCOMPARE(stack.find("A")->exists, Truth::No);
        QVERIFY(stack.find("B")->properties().find("P")->isUnknown());
        QCOMPARE(bytes(test::codes(stack.diagnostics)), QByteArray("EVAL-3"));
        QCOMPARE(stack.diagnostics[0].where.path,
                 (Path{"Resources", "B", "Properties", "P", "Fn::GetAtt"}));
        QCOMPARE(stack.diagnostics[0].where.resource, std::string("B"));
    }

    void bombsEndAtALimitAndSaySo() {
        const auto result = evaluateProperty(test::nestedSub(30));
        QVERIFY(bytes(result.value).contains("Unknown"));
        QCOMPARE(bytes(result.codes), QByteArray("EVAL-10"));
        QCOMPARE(bytes(evaluateProperty(test::nestedJoin(500)).codes), QByteArray("EVAL-10"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::EvaluateFunctionsTest)
#include "evaluate_functions_test.moc"
