#include "model/policy/advise_on_policy.h"

#include <QtTest>

#include "model/policy/json_text.h"
#include "model/policy/read_document.h"

namespace archivolt {

namespace {

/// Returns `CODE path` of each piece of advice on a statement, by spaces.
std::string adviceOn(const std::string& statement, PolicyKind kind = PolicyKind::Identity,
                     const std::string& version = "2012-10-17") {
    const auto tree =
        valueFromJsonText("{\"Version\":\"" + version + "\",\"Statement\":[" + statement + "]}");
    if (!tree) qFatal("%s", tree.error().message.c_str());
    const auto reading = readPolicyDocument(*tree, {kind, {}, {}});
    if (!reading.diagnostics.empty()) return reading.diagnostics.front().message;
    std::string text;
    for (const PolicyAdvice& one : adviseOnPolicy(reading.document, ActionTable::embedded())) {
        const std::string path = one.path.toString();
        text += (text.empty() ? "" : " ") + std::string(one.rule->code) + ' ' +
                (path.size() > 13 ? path.substr(13) : std::string("statement"));
    }
    return text;
}

std::string allow(const std::string& action, const std::string& resource,
                  const std::string& condition = "") {
    return "{\"Effect\":\"Allow\",\"Action\":" + action + ",\"Resource\":\"" + resource + "\"" +
           (condition.empty() ? "" : ",\"Condition\":" + condition) + "}";
}

std::string names(const std::string& principal, const std::string& action) {
    return "{\"Effect\":\"Allow\",\"Principal\":" + principal + ",\"Action\":\"" + action + "\"}";
}

}  // namespace

class AdviseOnPolicyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatGrantsTooMuchIsTold() {
        QCOMPARE(adviceOn(allow("\"*\"", "*")), "IAM-1 statement");
        QCOMPARE(adviceOn(allow("\"*\"", "*"), PolicyKind::Boundary), "");
        QCOMPARE(adviceOn(allow("[\"s3:GetObject\",\"iam:PassRole\"]", "*")), "IAM-4 Action[1]");
        QCOMPARE(
            adviceOn(allow("\"iam:PassRole\"", "*",
                           "{\"StringEquals\":{\"iam:PassedToService\":\"ec2.amazonaws.com\"}}")),
            "");
        QCOMPARE(adviceOn("{\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"}"),
                 "IAM-5 NotAction");
        QCOMPARE(adviceOn("{\"Effect\":\"Deny\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"}"), "");
        QCOMPARE(adviceOn(names("\"*\"", "sts:AssumeRole"), PolicyKind::Trust), "IAM-3 Principal");
        QCOMPARE(adviceOn(names("{\"Service\":\"ec2.amazonaws.com\"}", "sts:AssumeRole"),
                          PolicyKind::Trust),
                 "");
    }

    /// Source: checkov CKV_AWS_358.
    void aTrustOfGitHubNamesWhoseRepositories() {
        const std::string claim = "token.actions.githubusercontent.com:";
        const auto trusts = [&](const std::string& condition,
                                const std::string& provider =
                                    "token.actions.githubusercontent.com") {
            return adviceOn(
                "{\"Effect\":\"Allow\",\"Principal\":{\"Federated\":"
                "\"arn:aws:iam::123456789012:oidc-provider/" +
                    provider + "\"},\"Action\":\"sts:AssumeRoleWithWebIdentity\"" +
                    (condition.empty() ? "" : ",\"Condition\":{" + condition + "}") + "}",
                PolicyKind::Trust);
        };
        const auto like = [&](const std::string& subject) {
            return "\"StringLike\":{\"" + claim + "sub\":\"" + subject + "\"}";
        };
        const std::string audience =
            "\"StringEquals\":{\"" + claim + "aud\":\"sts.amazonaws.com\"}";
        QCOMPARE(trusts(""), "IAM-12 Principal.Federated");
        QCOMPARE(trusts(audience), "IAM-12 Principal.Federated");
        QCOMPARE(trusts("", "accounts.example.com"), "");
        for (const char* subject : {"*", "repo:*", "repo:*/shop:*", "repo:ex*/shop:*", "r*"}) {
            QCOMPARE(trusts(like(subject)), "IAM-12 Condition.StringLike[\"" + claim + "sub\"]");
        }
        for (const char* subject : {"repo:example/*", "repo:example/shop:ref:refs/heads/main"}) {
            QCOMPARE(trusts(like(subject)), "");
            QCOMPARE(trusts(audience + "," + like(subject)), "");
        }
    }

    void forAllValuesNeedsANullCheck() {
        const std::string sets = "\"ForAllValues:StringEquals\":{\"aws:TagKeys\":\"a\"}";
        QCOMPARE(adviceOn(allow("\"ec2:CreateTags\"", "*", "{" + sets + "}")),
                 "IAM-7 Condition.ForAllValues:StringEquals.aws:TagKeys");
        QCOMPARE(adviceOn(allow("\"ec2:CreateTags\"", "*",
                                "{" + sets + ",\"Null\":{\"aws:TagKeys\":\"false\"}}")),
                 "");
    }

    void namesThatNobodyHasHeardOfAreTold() {
        QCOMPARE(adviceOn(allow("\"s3:GetObjet\"", "*")), "IAM-8 Action");
        QCOMPARE(adviceOn(allow("\"s33:GetObject\"", "*")), "IAM-8 Action");
        QCOMPARE(adviceOn(allow("\"s3:Get*\"", "*")), "");
        QCOMPARE(adviceOn(allow("\"s3:Fetch*\"", "*")), "IAM-8 Action");
        QCOMPARE(adviceOn(allow("\"s3:GetObject\"", "*",
                                "{\"StringEquals\":{\"aws:SourceVpcs\":\"a\"}}")),
                 "IAM-9 Condition.StringEquals.aws:SourceVpcs");
        QCOMPARE(
            adviceOn(allow("\"s3:GetObject\"", "*", "{\"StringEquals\":{\"s3:prefixes\":\"a\"}}")),
            "IAM-9 Condition.StringEquals.s3:prefixes");
        QCOMPARE(adviceOn(allow("\"s3:GetObject\"", "*",
                                "{\"StringEquals\":{\"s3:ExistingObjectTag/a\":\"a\","
                                "\"aws:RequestTag/b\":\"b\"}}")),
                 "");
    }

    void whatNeverMatchesIsTold() {
        QCOMPARE(adviceOn(allow("\"s3:ListBucket\"", "arn:aws:s3:::b/*")), "IAM-10 Resource");
        QCOMPARE(adviceOn(allow("[\"s3:ListBucket\",\"s3:GetObject\"]", "arn:aws:s3:::b/*")), "");
        QCOMPARE(adviceOn(allow("\"s3:ListAllMyBuckets\"", "arn:aws:s3:::b")), "IAM-10 Resource");
        QCOMPARE(adviceOn(allow("\"sqs:SendMessage\"", "arn:aws:sqs:*:123456789012:q*")), "");
        QCOMPARE(adviceOn(allow("\"s3:GetObject\"", "arn:aws:s3:b")), "IAM-10 Resource");
        QCOMPARE(adviceOn(allow("\"s3:GetObject\"", "arn:aws:s3:::b/${aws:username}/*"),
                          PolicyKind::Identity, "2008-10-17"),
                 "IAM-10 Resource");
        QCOMPARE(adviceOn(allow("\"s3:GetObject\"", "*",
                                "{\"IpAddress\":{\"aws:SourceIp\":\"10.0.0\"}}")),
                 "IAM-10 Condition.IpAddress.aws:SourceIp");
        QCOMPARE(adviceOn(names("{\"AWS\":\"arn:aws:iam::123456789012:user/*\"}", "sts:AssumeRole"),
                          PolicyKind::Trust),
                 "IAM-10 Principal.AWS");
        QCOMPARE(adviceOn(names("{\"AWS\":\"AROAEXAMPLEEXAMPLEEXA\"}", "sts:AssumeRole"),
                          PolicyKind::Trust),
                 "IAM-10 Principal.AWS");
    }

    /// Source: IAM User Guide, reference_policies_elements_condition_operators and
    /// reference_policies_condition-keys.
    void conditionsThatNeverHoldAreTold() {
        const auto under = [](const std::string& condition) {
            return adviceOn(allow("\"s3:GetObject\"", "arn:aws:s3:::b/*", condition));
        };
        QCOMPARE(under("{\"StringEquals\":{\"aws:SourceIp\":\"192.0.2.0/24\"}}"),
                 "IAM-10 Condition.StringEquals.aws:SourceIp");
        QCOMPARE(under("{\"StringEquals\":{\"aws:SourceIp\":\"192.0.2.1\"}}"), "");
        QCOMPARE(under("{\"IpAddress\":{\"aws:SourceIp\":[\"192.0.2.0/24\",\"10.1.0.0/16\"]}}"),
                 "IAM-10 Condition.IpAddress.aws:SourceIp[1]");
        QCOMPARE(under("{\"IpAddress\":{\"aws:VpcSourceIp\":\"10.1.0.0/16\"}}"), "");
        QCOMPARE(under("{\"StringEquals\":{\"aws:PrincipalArn\":"
                       "\"arn:aws:iam::123456789012:role/*\"}}"),
                 "IAM-10 Condition.StringEquals.aws:PrincipalArn");
        QCOMPARE(under("{\"ArnEquals\":{\"aws:PrincipalArn\":"
                       "\"arn:aws:iam::123456789012:role/*\"}}"),
                 "");
        QCOMPARE(under("{\"StringEquals\":{\"aws:SourceArn\":"
                       "\"arn:aws:logs:us-east-1:123456789012:log-group:a:*\"}}"),
                 "");
        QCOMPARE(under("{\"ArnLike\":{\"aws:PrincipalArn\":\"123456789012\"}}"),
                 "IAM-10 Condition.ArnLike.aws:PrincipalArn");
    }

    void keysThatNoRequestHasAreTold() {
        const std::string prefix = "{\"StringEquals\":{\"s3:prefix\":\"a\"}}";
        QCOMPARE(adviceOn(allow("\"sqs:SendMessage\"", "*", prefix)),
                 "IAM-10 Condition.StringEquals.s3:prefix");
        QCOMPARE(adviceOn(allow("[\"sqs:SendMessage\",\"s3:ListBucket\"]", "*", prefix)), "");
        QCOMPARE(adviceOn(allow("\"*\"", "arn:aws:s3:::b", prefix)), "");
        QCOMPARE(adviceOn(allow("\"s3:GetObject\"", "arn:aws:s3:::b/${aws:usrname}/*")),
                 "IAM-10 Resource");
        QCOMPARE(adviceOn(allow("\"s3:GetObject\"", "arn:aws:s3:::b/${aws:usrname, 'x'}/*")), "");
        QCOMPARE(adviceOn(allow("\"s3:GetObject\"", "arn:aws:s3:::b/${aws:PrincipalTag/t}/*")), "");
        QCOMPARE(adviceOn(allow("\"s3:GetObject\"",
                                "arn:aws:s3:::b/${cognito-identity.amazonaws.com:sub}/*")),
                 "");
    }

    void oneFaultDoesNotSilenceTheRest() {
        const auto tree = valueFromJsonText(
            R"({"Version":"2012-10-17","Statement":[{"Effect":"allow","Action":"s3:GetObject",
                "Resource":"*"},{"Effect":"Allow","Action":"s3:GetObjet","Resource":"*"}]})");
        QVERIFY(tree.has_value());
        const auto reading = readPolicyDocument(*tree, {PolicyKind::Identity, {}, {}});
        QCOMPARE(reading.diagnostics.size(), 1U);
        const auto advice = adviseOnPolicy(reading.document, ActionTable::embedded());
        QCOMPARE(advice.size(), 1U);
        QCOMPARE(advice.front().path.toString(), "Statement[1].Action");
    }

    void whatIsSaidTwiceIsTold() {
        QCOMPARE(adviceOn(allow("[\"s3:GetObject\",\"s3:Get*\"]", "*")), "IAM-11 Action[0]");
        QCOMPARE(adviceOn(allow("[\"s3:GetObject\",\"S3:getobject\"]", "*")), "IAM-11 Action[1]");
        QCOMPARE(adviceOn(allow("[\"s3:GetObject\",\"s3:Put*\"]", "*")), "");
    }

    void aHostilePatternCostsItsLengthAndNoMore() {
        std::string stars = "arn:aws:s3:::";
        for (int i = 0; i < 2000; ++i) stars += "*a";
        QCOMPARE(adviceOn(allow("\"s3:GetObject\"", stars + "/x")), "");
    }

    void sizesCountWhatAwsCounts() {
        const auto size = [](const char* json) { return policySize(*valueFromJsonText(json)); };
        QCOMPARE(size("{}"), 2U);
        QCOMPARE(size("{ \"a\" : [ 1, true, null ] }"),
                 std::string("{\"a\":[1,true,null]}").size());
        QCOMPARE(size("{\"a b\":\"c d\"}"), std::string("{\"ab\":\"cd\"}").size());
        QCOMPARE(size("\"a\\\"b\""), 6U);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::AdviseOnPolicyTest)
#include "advise_on_policy_test.moc"
