#include "tests/policy/decision_test.h"

#include "model/policy/json_text.h"
#include "model/policy/policy_answer.h"

namespace archivolt {

namespace {

const std::string kCarlos = "arn:aws:iam::111111111111:user/carlos";
const std::string kSession = "arn:aws:sts::111111111111:assumed-role/r/s";
const std::string kAllowAll =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";
const std::string kAllowEc2 =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]})";

/// Makes a resource policy that names a principal (JSON) with an effect.
std::string naming(const std::string& principal, const std::string& effect = "Allow",
                   const std::string& element = "Principal") {
    return R"({"Version":"2012-10-17","Statement":[{"Effect":")" + effect + R"(",")" + element +
           R"(":)" + principal + R"(,"Action":"*","Resource":"*"}]})";
}

std::string aws(const std::string& name) { return R"({"AWS":")" + name + "\"}"; }

PolicyAnswer answer(const std::string& json) {
    const auto tree = valueFromJsonText(json);
    if (!tree) qFatal("%s", tree.error().message.c_str());
    const auto asked = readPolicyCase(*tree);
    if (!asked) qFatal("%s", asked.error().message.c_str());
    const PolicyViews views(asked->policies);
    return answerRequest(asked->request, views.layers());
}

/// Asks for s3:GetObject on a bucket of 111111111111, with more fields.
PolicyAnswer ask(const std::string& principal, const std::string& more) {
    return answer(R"({"principal":")" + principal +
                  R"(","action":"s3:GetObject","resource":"arn:aws:s3:::b/k",)"
                  R"("resourceAccount":"111111111111",)" +
                  more + "}");
}

std::string verdict(const PolicyAnswer& answer) { return toString(answer.verdict); }

}  // namespace

void DecisionTest::theRootUserNeedsNoPolicyInItsAccount() {
    const std::string root = "arn:aws:iam::111111111111:root";
    QCOMPARE(verdict(ask(root, R"("identityPolicies":[])")), "Allowed");
    QCOMPARE(verdict(ask("arn:aws:iam::222222222222:root", R"("identityPolicies":[])")),
             "ImplicitlyDenied");
    QCOMPARE(verdict(ask(root, R"("scps":[[)" + kAllowEc2 + "]]")), "ImplicitlyDenied");
    QCOMPARE(verdict(ask(root, R"("boundaries":[)" + kAllowEc2 + "]")), "Allowed");
}

void DecisionTest::policiesForEveryoneGrantSessionsDirectly() {
    // Source: reference_policies_elements_principal, IAM role principals.
    const std::string bounded = R"("boundaries":[)" + kAllowEc2 + R"(],"sessionPolicies":[)" +
                                kAllowEc2 + R"(],"resourcePolicy":)";
    QCOMPARE(verdict(ask(kSession, bounded + naming("\"*\""))), "Allowed");
    QCOMPARE(verdict(ask(kSession, bounded + naming(aws("arn:aws:iam::111111111111:role/r")))),
             "ImplicitlyDenied");
}

void DecisionTest::theManagementAccountIsNotBoundByServiceControls() {
    const std::string common =
        R"("identityPolicies":[)" + kAllowAll + R"(],"scps":[[)" + kAllowEc2 + "]]";
    QCOMPARE(verdict(ask(kCarlos, common)), "ImplicitlyDenied");
    QCOMPARE(verdict(ask(kCarlos, common + R"(,"managementAccount":"111111111111")")), "Allowed");
}

void DecisionTest::serviceControlsLeaveServiceLinkedRolesAndServicesAlone() {
    const std::string controls = R"("scps":[[)" + kAllowEc2 + "]],";
    QCOMPARE(verdict(ask("arn:aws:iam::111111111111:role/aws-service-role/"
                         "x.amazonaws.com/AWSServiceRoleForX",
                         controls + R"("identityPolicies":[)" + kAllowAll + "]")),
             "Allowed");
    QCOMPARE(verdict(ask("cloudtrail.amazonaws.com",
                         controls + R"("resourcePolicy":)" +
                             naming(R"({"Service":"cloudtrail.amazonaws.com"})"))),
             "Allowed");
}

void DecisionTest::resourceControlsBindOnlyServicesThatTakePart() {
    const std::string common = R"({"principal":")" + kCarlos +
                               R"(","resource":"*","identityPolicies":[)" + kAllowAll +
                               R"(],"rcps":[[)" + naming("\"*\"", "Deny") + "]],";
    QCOMPARE(verdict(answer(common + R"("action":"s3:ListAllMyBuckets"})")), "ExplicitlyDenied");
    QCOMPARE(verdict(answer(common + R"("action":"ec2:DescribeVpcs"})")), "Allowed");
    QCOMPARE(verdict(answer(common + R"("action":"kms:RetireGrant"})")), "Allowed");
}

void DecisionTest::whoeverHasABoundaryIsDeniedByNotPrincipal() {
    const std::string policies =
        R"("identityPolicies":[)" + kAllowAll + R"(],"resourcePolicy":)" +
        naming(R"({"AWS":[")" + kCarlos + R"(","111111111111"]})", "Deny", "NotPrincipal");
    QCOMPARE(verdict(ask(kCarlos, policies)), "Allowed");
    QCOMPARE(verdict(ask(kCarlos, policies + R"(,"boundaries":[)" + kAllowAll + "]")),
             "ExplicitlyDenied");
}

void DecisionTest::whoIsNamedWithoutItsAccountMayBeDeniedByNotPrincipal() {
    const auto denied = [](const std::string& who, const std::string& names) {
        return verdict(ask(who, R"("identityPolicies":[)" + kAllowAll + R"(],"resourcePolicy":)" +
                                    naming(R"({"AWS":[)" + names + "]}", "Deny", "NotPrincipal")));
    };
    const std::string role = R"("arn:aws:iam::111111111111:role/r")";
    const std::string session = '"' + kSession + '"';
    const std::string account = R"("arn:aws:iam::111111111111:root")";
    QCOMPARE(denied(kCarlos, '"' + kCarlos + '"'), "Unknown");
    QCOMPARE(denied(kCarlos, account), "Unknown");
    QCOMPARE(denied(kSession, role + ',' + account), "Allowed");
    QCOMPARE(denied(kSession, session + ',' + role + ',' + account), "Allowed");
    QCOMPARE(denied(kSession, session + ',' + account), "Unknown");
    QCOMPARE(denied(kSession, account), "Unknown");
}

void DecisionTest::aRoleMayBeTheSessionThatIsNamed() {
    const std::string policy = R"("resourcePolicy":)" + naming(aws(kSession));
    QCOMPARE(verdict(ask("arn:aws:iam::111111111111:role/r", policy)), "Unknown");
    QCOMPARE(verdict(ask("arn:aws:iam::111111111111:role/q", policy)), "ImplicitlyDenied");
}

void DecisionTest::sessionsOfRolesWithPathsMatchByName() {
    QCOMPARE(verdict(ask(kSession, R"("resourcePolicy":)" +
                                       naming(aws("arn:aws:iam::111111111111:role/team/r")))),
             "Allowed");
}

void DecisionTest::theAccountOfAnArnIsWhoseTheResourceIs() {
    const std::string key = R"("resource":"arn:aws:sqs:us-east-1:222222222222:q")";
    const std::string common = R"({"principal":")" + kCarlos +
                               R"(","action":"sqs:SendMessage","identityPolicies":[)" + kAllowAll +
                               "]," + key;
    QCOMPARE(verdict(answer(common + "}")), "ImplicitlyDenied");
    QCOMPARE(verdict(answer(common + R"(,"resourcePolicy":)" + naming(aws("111111111111")) + "}")),
             "Allowed");
}

void DecisionTest::aPolicyThatAwsWouldRefuseSettlesNothingButNeitherIsItPassedOver() {
    const std::string broken =
        R"({"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Resources":"*"}]})";
    const auto open = ask(kCarlos, R"("identityPolicies":[)" + broken + "]");
    QCOMPARE(verdict(open), "Unknown");
    QVERIFY(open.explanation.why.find("AWS would refuse") != std::string::npos);
    QCOMPARE(verdict(ask(kCarlos, R"("identityPolicies":[)" + broken + ',' + kAllowAll + "]")),
             "Allowed");
}

void DecisionTest::eachLayerSaysWhatDecidedAndWhatIsMissing() {
    const auto denied =
        ask(kCarlos, R"("identityPolicies":[)" + kAllowAll + R"(],"boundaries":[)" + kAllowEc2 +
                         R"(],"scps":[[)" + kAllowAll + "],[" + kAllowEc2 + "]]");
    QCOMPARE(verdict(denied), "ImplicitlyDenied");
    QCOMPARE(denied.explanation.toAllow.size(), 2U);
    QCOMPARE(denied.explanation.toAllow[0].text,
             "a service control policy at level 1 has to allow s3:GetObject on "
             "arn:aws:s3:::b/k");
    QVERIFY(denied.explanation.toAllow[1].layer == PolicyLayer::Boundary);
    QCOMPARE(denied.explanation.decidedBy.size(), 2U);
    QCOMPARE(placeOf(denied.explanation.decidedBy[1].at), "scps[0][0].Statement[0]");
}

void DecisionTest::theEndpointOnTheWayHasToLetARequestThrough() {
    // Source: AWS PrivateLink Guide, vpc-endpoints-access.
    const std::string allowed = R"("identityPolicies":[)" + kAllowAll + R"(],"endpointPolicy":)";
    QCOMPARE(verdict(ask(kCarlos, allowed + naming("\"*\""))), "Allowed");
    QCOMPARE(verdict(ask(kCarlos, allowed + naming("\"*\"", "Deny"))), "ExplicitlyDenied");
    QCOMPARE(verdict(ask(kCarlos, allowed + naming(aws(kSession)))), "ImplicitlyDenied");
    QCOMPARE(verdict(ask(kSession, allowed + naming(aws(kSession)))), "Allowed");
    const PolicyAnswer refused = ask(kCarlos, allowed + R"({"Statement":[]})");
    QCOMPARE(refused.explanation.toAllow.size(), std::size_t{1});
    QVERIFY(refused.explanation.toAllow.front().layer == PolicyLayer::Endpoint);
    // A gateway endpoint takes an account for its root user, the others for all of its principals.
    const std::string account = allowed + naming(aws("111111111111"));
    QCOMPARE(verdict(ask(kCarlos, account)), "Allowed");
    QCOMPARE(verdict(ask(kCarlos, account + R"(,"endpointType":"Interface")")), "Allowed");
    QCOMPARE(verdict(ask(kCarlos, account + R"(,"endpointType":"Gateway")")), "ImplicitlyDenied");
    const std::string root = "arn:aws:iam::111111111111:root";
    QCOMPARE(verdict(ask(root, account + R"(,"endpointType":"Gateway")")), "Allowed");
}

void DecisionTest::unknownKeysAreNamedWithEachWay() {
    const auto open =
        ask(kCarlos,
            R"("unknownKeys":["aws:*"],"identityPolicies":[{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"*","Resource":"*"},
        {"Effect":"Deny","Action":"*","Resource":"*","Condition":
         {"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}]}])");
    QCOMPARE(verdict(open), "Unknown");
    QCOMPARE(open.open.keys, std::vector<std::string>{"aws:MultiFactorAuthPresent"});
    QVERIFY(open.open.exhaustive);
    QCOMPARE(open.open.ways.size(), 3U);
    QVERIFY(open.open.ways[0].when[0].values.empty());
    QVERIFY(open.open.ways[0].verdict == AccessVerdict::ExplicitlyDenied);
    QCOMPARE(open.open.ways[2].when[0].values, std::vector<std::string>{"true"});
    QVERIFY(open.open.ways[2].verdict == AccessVerdict::Allowed);
}

void DecisionTest::unknownKeysThatCantTurnTheDecisionAreLeftOut() {
    // Within 10.0.0.0/8 it is allowed, outside of it too.
    const auto settled = ask(kCarlos,
                             R"("unknownKeys":["aws:SourceIp"],"identityPolicies":[{"Statement":[
        {"Effect":"Allow","Action":"*","Resource":"*","Condition":
         {"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}},
        {"Effect":"Allow","Action":"*","Resource":"*","Condition":
         {"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}]}])");
    QCOMPARE(verdict(settled), "Allowed");
    const auto never =
        ask(kCarlos, R"("unknownKeys":["aws:SourceVpce"],"identityPolicies":[{"Statement":[
        {"Effect":"Allow","Action":"*","Resource":"*","Condition":
         {"StringEquals":{"aws:SourceVpce":"vpce-1"},
          "StringNotEquals":{"aws:SourceVpce":["vpce-1","vpce-2"]}}}]}])");
    QCOMPARE(verdict(never), "ImplicitlyDenied");
}

void DecisionTest::patternsAndVariablesAreTriedButNeverSettled() {
    const auto open =
        ask(kCarlos, R"("unknownKeys":["aws:username"],"identityPolicies":[{"Version":"2012-10-17",
        "Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/${aws:username}"}}])");
    QCOMPARE(verdict(open), "Unknown");
    QVERIFY(!open.open.exhaustive);
    QCOMPARE(open.open.keys, std::vector<std::string>{"aws:username"});
}

void DecisionTest::casesOfWrongShapeAreRefusedWithTheField() {
    const auto refusal = [](const std::string& json) {
        const auto asked = readPolicyCase(*valueFromJsonText(json));
        return asked ? std::string() : asked.error().message;
    };
    QCOMPARE(refusal("[]"), "a case is a JSON object");
    QCOMPARE(refusal(R"({"identityPolicy":[]})"), "`identityPolicy` is no field of a case");
    QCOMPARE(refusal(R"({"resource":"*","principal":"a.b"})"), "the case has no `action`");
    QCOMPARE(refusal(R"({"principal":"arn:aws:iam::123456789012:group/g","action":"a:b",
                         "resource":"*"})"),
             "`arn:aws:iam::123456789012:group/g` is no principal");
    QCOMPARE(refusal(R"({"principal":"a.b","action":"a:b","resource":"*","scps":[{}]})"),
             "`scps[0]` is no list of policies");
}

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::DecisionTest)
#include "decision_test.moc"
