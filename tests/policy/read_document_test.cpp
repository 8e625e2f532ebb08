#include "model/policy/read_document.h"

#include <QtTest>

#include "model/policy/json_text.h"

namespace archivolt {

namespace {

PolicyReading readText(const std::string& json, PolicyKind kind = PolicyKind::Identity) {
    const auto tree = valueFromJsonText(json);
    if (!tree) qFatal("%s", tree.error().message.c_str());
    return readPolicyDocument(*tree, {kind, {"PolicyDocument"}, {}});
}

/// Returns the findings, `path: message` a line.
std::string findingsOf(const PolicyReading& reading) {
    std::string text;
    for (const Diagnostic& found : reading.diagnostics) {
        text += found.where.path.toString() + ": " + found.message + '\n';
    }
    return text;
}

std::string statementWith(const std::string& more) {
    return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject",)" +
           more + "}]}";
}

}  // namespace

class ReadDocumentTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyElementIsRead() {
        const auto reading = readText(
            R"({"Version":"2012-10-17","Id":"id","Statement":{"Sid":"one","Effect":"Deny",
            "NotPrincipal":{"AWS":["123456789012","*"],"Service":"s3.amazonaws.com"},
            "NotAction":["s3:*","iam:*"],"NotResource":"arn:aws:s3:::b",
            "Condition":{"ForAnyValue:StringNotLikeIfExists":{"aws:TagKeys":["a","b"]}}}})",
            PolicyKind::Resource);
        QCOMPARE(findingsOf(reading), "");
        const PolicyDocument& document = reading.document;
        QVERIFY(document.variables && !document.rejected);
        QCOMPARE(document.id, "id");
        QCOMPARE(document.statements.size(), 1U);
        const PolicyStatement& statement = document.statements[0];
        QCOMPARE(statement.sid, "one");
        QVERIFY(statement.effect == PolicyEffect::Deny);
        QVERIFY(statement.principals.negated && statement.actions.negated);
        QVERIFY(statement.resources.negated);
        QCOMPARE(statement.principals.values.size(), 3U);
        QVERIFY(statement.principals.values[1].type == PrincipalType::Everyone);
        QVERIFY(statement.principals.values[2].type == PrincipalType::Service);
        QCOMPARE(statement.actions.values[1].path.toString(),
                 "PolicyDocument.Statement.NotAction[1]");
        QCOMPARE(statement.conditions.size(), 1U);
        QCOMPARE(statement.conditions[0].op.toString(), "ForAnyValue:StringNotLikeIfExists");
        QCOMPARE(statement.conditions[0].values[1].shown(), "b");
    }

    void whatAwsWouldRefuseIsPlaced_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("finding");
        const auto row = [](const char* name, const std::string& json, const char* finding) {
            QTest::newRow(name) << QString::fromStdString(json) << QString::fromUtf8(finding);
        };
        row("element", R"({"Statment":[]})", "PolicyDocument.Statment: `Statment` is no element");
        row("version", R"({"Version":"2012-10-18","Statement":{}})",
            "PolicyDocument.Version: `2012-10-18` is no version");
        row("effect", R"({"Statement":{"Action":"*","Resource":"*"}})",
            "PolicyDocument.Statement: the statement has no Effect");
        row("both", statementWith(R"("NotAction":"s3:*","Resource":"*")"),
            "PolicyDocument.Statement[0].NotAction: the statement has Action and NotAction");
        row("no resource", statementWith(R"("Sid":"a")"),
            "PolicyDocument.Statement[0]: the statement has no Resource");
        row("principal", statementWith(R"("Resource":"*","Principal":"*")"),
            "PolicyDocument.Statement[0].Principal: a statement of this identity policy");
        row("spelling", statementWith(R"("Resources":"*","Resource":"*")"),
            "PolicyDocument.Statement[0].Resources: `Resources` is no element of a statement");
        row("arn", statementWith(R"("Resource":"bucket")"),
            "PolicyDocument.Statement[0].Resource: `bucket` is neither an ARN nor *");
        row("operator", statementWith(R"("Resource":"*","Condition":{"Equals":{"a:b":"c"}})"),
            "PolicyDocument.Statement[0].Condition.Equals: `Equals` is no condition operator");
        row("twice",
            statementWith(R"("Resource":"*","Condition":{"Bool":{"a:b":"true","A:B":"true"}})"),
            "PolicyDocument.Statement[0].Condition.Bool.A:B: `A:B` stands twice under Bool");
        row("action", R"({"Statement":{"Effect":"Allow","Action":"GetObject","Resource":"*"}})",
            "PolicyDocument.Statement.Action: `GetObject` is no action");
        row("sid", statementWith(R"("Resource":"*","Sid":"a b")"),
            "PolicyDocument.Statement[0].Sid: the Sid `a b` is not alphanumeric");
        row("text", R"({"Statement":{"Effect":"Allow","Action":{"a":1},"Resource":"*"}})",
            "PolicyDocument.Statement.Action: Action is no text");
    }
    void whatAwsWouldRefuseIsPlaced() {
        QFETCH(QString, json);
        QFETCH(QString, finding);
        const auto reading = readText(json.toStdString());
        const std::string found = findingsOf(reading);
        QVERIFY2(found.starts_with(finding.toStdString()), found.c_str());
        QVERIFY(reading.document.rejected);
        for (const Diagnostic& one : reading.diagnostics) QCOMPARE(one.code, "IAM-E1");
    }

    void kindsOfPoliciesHaveTheirOwnElements() {
        const std::string trust =
            R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}})";
        QCOMPARE(findingsOf(readText(trust, PolicyKind::Trust)), "");
        QVERIFY(findingsOf(readText(trust, PolicyKind::Resource)).find("no Resource") !=
                std::string::npos);
        const std::string allows =
            R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}})";
        QVERIFY(findingsOf(readText(allows, PolicyKind::ResourceControl)).find("can't allow") !=
                std::string::npos);
        QCOMPARE(findingsOf(readText(allows, PolicyKind::Resource)), "");
    }

    void functionsLeaveUnknownOnlyThePartThatTheyAre() {
        const Value document = Value::map(
            {{"Version", Value::string("2012-10-17")},
             {"Statement",
              Value::map({{"Effect", Value::string("Allow")},
                          {"Action", Value::string("s3:GetObject")},
                          {"Resource",
                           Value::call(Function::Join,
                                       Value::list({Value::string(""),
                                                    Value::list({Value::getAtt("Assets", "Arn"),
                                                                 Value::string("/*")})}))}})}});
        const auto reading = readPolicyDocument(document, {PolicyKind::Identity, {}, {}});
        QCOMPARE(findingsOf(reading), "");
        const PolicyText& open = reading.document.statements[0].resources.values[0];
        QCOMPARE(open.shown(), "{Assets.Arn is told at deployment}/*");
        const auto told = readPolicyDocument(
            document, {PolicyKind::Identity, {}, [](const Value&) {
                           return std::vector<TextPart>{{"arn:aws:s3:::assets", ""}};
                       }});
        QCOMPARE(told.document.statements[0].resources.values[0].shown(), "arn:aws:s3:::assets/*");
        QVERIFY(told.document.statements[0].resources.values[0].isKnown());
    }

    void unknownDocumentsStatementsAndEffectsSayWhy() {
        const Value unknown = Value::unknown("parameter P has no value");
        QCOMPARE(readPolicyDocument(unknown, {}).document.why, "{parameter P has no value}");
        const Value statements = Value::map({{"Statement", Value::list({unknown})}});
        const auto reading = readPolicyDocument(statements, {});
        QCOMPARE(reading.document.statements[0].why,
                 "the statement is unknown: {parameter P has no value}");
        QCOMPARE(findingsOf(reading), "");
    }

    void aDocumentMayBeWrittenAsJsonText() {
        const auto reading = readPolicyDocument(
            Value::string(statementWith(R"("Resource":"arn:aws:s3:::${aws:username}")")), {});
        QCOMPARE(findingsOf(reading), "");
        QCOMPARE(reading.document.statements.size(), 1U);
        const auto broken = readPolicyDocument(Value::string("{\n  \"Version\": }"), {});
        QVERIFY(broken.document.rejected);
        QVERIFY2(findingsOf(broken).find("line 2, column 14") != std::string::npos,
                 findingsOf(broken).c_str());
    }

    void jsonTextsAreBoundedAndTheirKeysUnique() {
        std::string deep(100, '[');
        QVERIFY(!valueFromJsonText(deep + std::string(100, ']')));
        const auto twice = valueFromJsonText(R"({"a":1,"b":{"c":1,"c":2}})");
        QVERIFY(!twice);
        QVERIFY(twice.error().message.find("`c` stands twice") != std::string::npos);
        QVERIFY(!valueFromJsonText("[1,2,3]", {.depth = 4, .nodes = 3}));
        QCOMPARE(valueFromJsonText(R"({"Ref":"a"})")->kind(), Value::Kind::Map);
        QVERIFY(!valueFromJsonText(""));
        QVERIFY(!valueFromJsonText("{} {}"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ReadDocumentTest)
#include "read_document_test.moc"
