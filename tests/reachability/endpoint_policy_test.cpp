#include <QtTest>

#include <nlohmann/json.hpp>

#include "model/reachability/walk/endpoint_policy.h"
#include "model/value/value_json.h"

namespace archivolt {

namespace {

EndpointPolicy judged(const char* document, const char* service = "com.amazonaws.us-east-1.s3") {
    VpcEndpoint endpoint;
    endpoint.service = std::string(service);
    endpoint.policy = valueFromJson(nlohmann::ordered_json::parse(document));
    return judgePolicy(endpoint);
}

}  // namespace

class EndpointPolicyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutPolicyEverythingIsLetThrough() {
        QCOMPARE(judgePolicy(VpcEndpoint{}), EndpointPolicy::Everything);
    }

    void policies_data() {
        QTest::addColumn<QString>("document");
        QTest::addColumn<int>("judged");
        const auto add =
            [](const char* name, const char* statements, EndpointPolicy policy) {
                QTest::newRow(name)
                    << QStringLiteral("{\"Statement\":%1}").arg(QString::fromLatin1(statements))
                    << static_cast<int>(policy);
            };
        add("allowingAllIsEverything",
            R"([{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}])",
            EndpointPolicy::Everything);
        add("aStatementNeedsNoList",
            R"({"Effect":"Allow","Principal":{"AWS":"*"},"Action":"*","Resource":"*"})",
            EndpointPolicy::Everything);
        add("allActionsOfTheServiceAreAll",
            R"([{"Effect":"Allow","Principal":"*","Action":["s3:*"],"Resource":["*"]}])",
            EndpointPolicy::Everything);
        add("allActionsOfAnotherServiceAreNot",
            R"([{"Effect":"Allow","Principal":"*","Action":"dynamodb:*","Resource":"*"}])",
            EndpointPolicy::Some);
        add("aConditionMayFail",
            R"([{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}])",
            EndpointPolicy::Some);
        add("somePrincipalIsSome",
            R"([{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"*","Resource":"*"}])",
            EndpointPolicy::Some);
        add("aDenyBesideAllIsSome",
            R"([{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},{"Effect":"Deny","Principal":"*","Action":"s3:DeleteObject","Resource":"*"}])",
            EndpointPolicy::Some);
        add("aTotalDenyIsNothing",
            R"([{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}])",
            EndpointPolicy::Nothing);
        add("aConditionalDenyIsSome",
            R"([{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-example"}}}])",
            EndpointPolicy::Some);
        add("withoutAllowNothingPasses",
            R"([{"Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"*"}])",
            EndpointPolicy::Nothing);
        add("anEmptyPolicyAllowsNothing", "[]", EndpointPolicy::Nothing);
        add("anUnreadableEffectCanBeAnything",
            R"([{"Effect":1,"Principal":"*","Action":"*","Resource":"*"}])", EndpointPolicy::Some);
        add("anUnreadableListCanBeAnything", "\"text\"", EndpointPolicy::Some);
    }

    void policies() {
        QFETCH(QString, document);
        QFETCH(int, judged);
        QCOMPARE(static_cast<int>(archivolt::judged(document.toUtf8().constData())), judged);
    }

    void whatIsUnknownIsSome() {
        VpcEndpoint endpoint;
        endpoint.policy = Value::unknown("parameter Policy has no value");
        QCOMPARE(judgePolicy(endpoint), EndpointPolicy::Some);
        endpoint.policy = Value::map({{"Statement", Value::list({Value::unknown("why")})}});
        QCOMPARE(judgePolicy(endpoint), EndpointPolicy::Some);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::EndpointPolicyTest)
#include "endpoint_policy_test.moc"
