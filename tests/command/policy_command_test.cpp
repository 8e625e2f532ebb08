#include <QtTest>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/command/run_command.h"
#include "tests/support/test_paths.h"

namespace archivolt {

using test::MemoryFiles;
using test::run;

namespace {

const std::string kAllow =
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
    "\"Resource\":\"*\"}]}";

std::string caseWith(const std::string& more) {
    return "{\"principal\":\"arn:aws:iam::123456789012:user/u\",\"action\":\"s3:GetObject\","
           "\"resource\":\"arn:aws:s3:::b/k\",\"identityPolicies\":[" +
           kAllow + "]" + more + "}\n";
}

std::vector<nlohmann::ordered_json> linesOf(const std::string& text) {
    std::vector<nlohmann::ordered_json> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(nlohmann::ordered_json::parse(line));
    }
    return lines;
}

}  // namespace

/// policy evaluate: one case a line in, one decision a line out.
class PolicyCommandTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachCaseGivesALineThatSaysWhatDecided() {
        MemoryFiles files;
        files.files["cases.jsonl"] =
            caseWith(",\"id\":\"a\"") + "\n" + caseWith(",\"id\":\"b\",\"boundaries\":[{}]");
        const auto result = run(files, {"policy", "evaluate", "cases.jsonl"});
        const auto lines = linesOf(result.out);
        QCOMPARE(lines.size(), 2U);
        QCOMPARE(lines[0]["id"], "a");
        QCOMPARE(lines[0]["decision"], "Allowed");
        QCOMPARE(lines[0]["decided_by"][0]["path"], "identityPolicies[0].Statement[0]");
        QCOMPARE(lines[1]["decision"], "ImplicitlyDenied");
        QCOMPARE(lines[1]["to_allow"][0]["layer"], "boundaries");
        QCOMPARE(result.status, 0);
        QVERIFY(
            result.err.find("cases.jsonl:3:1: error: boundaries[0]: the policy has no Statement") !=
            std::string::npos);
    }

    void whatIsExpectedIsHeldAgainstTheDecision() {
        MemoryFiles files;
        files.files["cases.jsonl"] = caseWith(",\"id\":\"a\",\"expected\":\"Allowed\"") +
                                     caseWith(",\"id\":\"b\",\"expected\":\"ExplicitlyDenied\"");
        const auto result = run(files, {"policy", "evaluate", "cases.jsonl"});
        QCOMPARE(result.status, 1);
        QVERIFY(result.err.find("cases.jsonl:2: `b` is Allowed, not ExplicitlyDenied") !=
                std::string::npos);
        QVERIFY(result.err.find("1 of 2 cases") != std::string::npos);
    }

    void aCallIsAskedOfBothEngines() {
        MemoryFiles files;
        files.files["web.yaml"] = test::readFile(test::sourceRoot() / "tests/command/reader.yaml");
        const auto ask = [&](const std::string& action, std::vector<std::string> more) {
            std::vector<std::string> words = {"reach", "web.yaml", "--from",   "Reader",
                                              "--to",  "Assets",   "--action", action};
            words.insert(words.end(), more.begin(), more.end());
            return run(files, words);
        };
        const auto read = ask("s3:GetObject", {"--format", "json"});
        QCOMPARE(read.status, 0);
        QCOMPARE(read.json()["verdict"], "reachable");
        QCOMPARE(read.json()["calls"][0]["where"][0]["line"], 14);
        const auto write = ask("write", {"--format", "json"});
        QCOMPARE(write.status, 1);
        QCOMPARE(write.json()["calls"][0]["side"], "iam");
        QVERIFY(ask("write", {}).out.starts_with("blocked  IAM: `Reader` (as `Role`) may not"));
        QCOMPARE(ask("s3:Nothing", {}).status, 2);
        QCOMPARE(ask("read", {"--port", "443"}).status, 2);
    }

    void aFolderOfCollectedPoliciesCountsLevelByLevel() {
        MemoryFiles files;
        files.files["web.yaml"] = test::readFile(test::sourceRoot() / "tests/command/reader.yaml");
        const std::string all =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\","
            "\"Resource\":\"*\"}]}";
        const std::string none =
            "{\"Statement\":[{\"Sid\":\"NoS3\",\"Effect\":\"Deny\",\"Action\":\"s3:*\","
            "\"Resource\":\"*\"}]}";
        const auto ask = [&] {
            return run(files, {"policy", "who-can", "web.yaml", "--action", "s3:GetObject",
                               "--resource", "Assets", "--policies", "org", "--format", "json"})
                .json()["answers"][0];
        };
        files.files["org/scps/1-root/FullAWSAccess.json"] = all;
        QCOMPARE(ask()["decision"], "Allowed");
        // Another account's level is none of ours; an own one is, in the form of the AWS CLI too.
        files.files["org/scps/999999999999/deny.json"] = none;
        QCOMPARE(ask()["decision"], "Allowed");
        files.files["org/scps/123456789012/deny.json"] =
            nlohmann::ordered_json{{"Policy", {{"Content", none}}}}.dump();
        QCOMPARE(ask()["decision"], "ExplicitlyDenied");
        QCOMPARE(ask()["decided_by"][0]["policy"], "SCP `deny` of `123456789012`");
        files.files.erase("org/scps/123456789012/deny.json");
        files.files["org/rcps/1-root/deny.json"] =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\","
            "\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";
        QCOMPARE(ask()["decision"], "ExplicitlyDenied");
        files.files["org/broken.json"] = "{";
        const auto broken = run(files, {"policy", "who-can", "web.yaml", "--action", "s3:GetObject",
                                        "--resource", "Assets", "--policies", "org"});
        QCOMPARE(broken.status, 3);
        QVERIFY2(broken.err.find("org/broken.json") != std::string::npos, broken.err.c_str());
    }

    void whatIsHeldBeyondIsTakenAwayByARepair() {
        MemoryFiles files;
        files.files["wide.yaml"] = test::readFile(test::sourceRoot() / "tests/command/wide.yaml");
        const auto ask = [&](const std::string& file) {
            return run(files,
                       {"policy", "minimize", file, "--principal", "Work", "--format", "json"});
        };
        const auto answer = ask("wide.yaml");
        QCOMPARE(answer.status, 1);
        const auto json = answer.json();
        QCOMPARE(json["needed_by"], "names");
        QCOMPARE(json["excess"].size(), std::size_t{4});
        QCOMPARE(json["excess"][0]["where"]["line"], 19);
        files.files["answer.json"] = answer.out;
        QCOMPARE(run(files, {"apply", "wide.yaml", "--edit", "answer.json", "--repair", "1", "-o",
                             "small.yaml"})
                     .status,
                 0);
        // What is needed stays, an index of the table too; what is not named goes.
        const auto who = [&](const std::string& action, const std::string& on) {
            return run(files, {"policy", "who-can", "small.yaml", "--action", action, "--resource",
                               on, "--format", "json"})
                .json()["answers"][0]["decision"];
        };
        QCOMPARE(who("dynamodb:Query", "Orders"), "Allowed");
        QCOMPARE(
            who("dynamodb:Query",
                "arn:aws:dynamodb:us-east-1:123456789012:table/small-Orders-(generated)/index/i"),
            "Allowed");
        QCOMPARE(who("dynamodb:DeleteTable", "Orders"), "ExplicitlyDenied");
        QCOMPARE(who("sqs:SendMessage", "Mail"), "Allowed");
        QCOMPARE(who("dynamodb:Query", "Archive"), "ImplicitlyDenied");
        QCOMPARE(who("dynamodb:PutResourcePolicy", "Orders"), "ImplicitlyDenied");
        // And there is nothing left to take away.
        const auto again = ask("small.yaml");
        QVERIFY2(again.status == 0, again.out.c_str());
        QCOMPARE(run(files, {"policy", "minimize", "wide.yaml", "--principal", "Nobody"}).status,
                 2);
    }

    /// Source: Lambda Developer Guide, lambda-intro-execution-role: without these it writes no log.
    void whatTheRuntimeDoesStaysOfAPattern() {
        MemoryFiles files;
        files.files["logs.yaml"] = R"(
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: wide
          PolicyDocument:
            Statement: [{Effect: Allow, Action: ['dynamodb:*', 'logs:*', 'sqs:*'], Resource: '*'}]
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.12
      Handler: a.b
      Role: !GetAtt Role.Arn
      Code: {ZipFile: x}
      Environment: {Variables: {Table: !Ref Table}}
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      AttributeDefinitions: [{AttributeName: a, AttributeType: S}]
      KeySchema: [{AttributeName: a, KeyType: HASH}]
      BillingMode: PAY_PER_REQUEST
)";
        const auto answer = run(
            files, {"policy", "minimize", "logs.yaml", "--principal", "Role", "--format", "json"});
        QCOMPARE(answer.status, 1);
        files.files["answer.json"] = answer.out;
        run(files,
            {"apply", "logs.yaml", "--edit", "answer.json", "--repair", "1", "-o", "s.yaml"});
        const std::string& small = files.files["s.yaml"];
        for (const char* kept : {"logs:CreateLogStream", "logs:PutLogEvents", "dynamodb:"}) {
            QVERIFY2(small.find(kept) != std::string::npos, small.c_str());
        }
        for (const char* gone : {"logs:*", "logs:DeleteLogGroup", "sqs:", "ec2:", "xray:"}) {
            QVERIFY2(small.find(gone) == std::string::npos, small.c_str());
        }
    }

    void whatHasNoAttributeForItsArnIsNamedByItsName() {
        MemoryFiles files;
        files.files["held.yaml"] = R"(Resources:
  Group: {Type: AWS::Athena::WorkGroup, Properties: {Name: reports}}
  Host: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: all
          PolicyDocument:
            Statement: {Effect: Allow, Action: ["athena:StartQueryExecution", "ec2:StartInstances"], Resource: "*"}
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Role.Arn
      Code: {ZipFile: x}
      Environment: {Variables: {GROUP: !Ref Group, HOST: !Ref Host}}
)";
        const auto answer = run(
            files, {"policy", "minimize", "held.yaml", "--principal", "Work", "--format", "json"});
        files.files["answer.json"] = answer.out;
        run(files,
            {"apply", "held.yaml", "--edit", "answer.json", "--repair", "1", "-o", "s.yaml"});
        const std::string& small = files.files["s.yaml"];
        for (const char* own : {":workgroup/${Group}", ":instance/${Host}"}) {
            QVERIFY2(small.find(own) != std::string::npos, small.c_str());
        }
        for (const char* none : {"Group.Arn", "Host.Arn"}) {
            QVERIFY2(small.find(none) == std::string::npos, small.c_str());
        }
    }

    void promisesSayExactlyWhatIsNeeded() {
        MemoryFiles files;
        files.files["wide.yaml"] = test::readFile(test::sourceRoot() / "tests/command/wide.yaml");
        files.files["wide.yaml.archivolt"] =
            "{\"archivolt\": 1, \"stacks\": [], \"intents\": [{\"name\": \"orders\", \"kind\": "
            "\"can\", \"from\": \"Work\", \"action\": \"read\", \"to\": \"Orders\"}]}";
        const auto answer = run(
            files, {"policy", "minimize", "wide.yaml", "--principal", "Work", "--format", "json"});
        QCOMPARE(answer.status, 1);
        const auto json = answer.json();
        QCOMPARE(json["needed_by"], "promises");
        QCOMPARE(json["needs"].size(), std::size_t{2});
        files.files["answer.json"] = answer.out;
        run(files,
            {"apply", "wide.yaml", "--edit", "answer.json", "--repair", "1", "-o", "s.yaml"});
        const std::string& small = files.files["s.yaml"];
        QVERIFY2(small.find("- dynamodb:GetItem") != std::string::npos, small.c_str());
        QVERIFY2(small.find("AmazonSQSFullAccess") == std::string::npos, small.c_str());
        QVERIFY2(small.find("s3:Get") == std::string::npos, small.c_str());
    }

    void aLineThatCantBeReadIsPlacedAndTheRestDecided() {
        MemoryFiles files;
        files.files["cases.jsonl"] = "{\"a\":}\n" + caseWith("");
        const auto result = run(files, {"policy", "evaluate", "cases.jsonl"});
        QCOMPARE(result.status, 3);
        const auto lines = linesOf(result.out);
        QCOMPARE(lines[0]["line"], 1);
        QCOMPARE(lines[1]["decision"], "Allowed");
        QVERIFY2(result.err.find("cases.jsonl:1:6: error") != std::string::npos,
                 result.err.c_str());
    }

    void anUnknownDecisionHasAStatusOfItsOwn() {
        MemoryFiles files;
        files.files["cases.jsonl"] = caseWith(
            ",\"unknownKeys\":[\"aws:SourceIp\"],\"scps\":[[{\"Statement\":{\"Effect\":\"Allow\","
            "\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":"
            "\"10.0.0.0/8\"}}}}]]");
        const auto result = run(files, {"policy", "evaluate", "cases.jsonl"});
        QCOMPARE(result.status, 4);
        const auto unknown = linesOf(result.out)[0]["unknown"];
        QCOMPARE(unknown["keys"], nlohmann::ordered_json::array({"aws:SourceIp"}));
        QCOMPARE(unknown["ways"][0]["decision"], "ImplicitlyDenied");
        QVERIFY(unknown["ways"][0]["when"]["aws:SourceIp"].is_null());
    }

    void aDocumentByItselfIsLinted() {
        MemoryFiles files;
        files.files["policy.json"] =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
            "\"s3:GetObjet\",\"Resource\":\"*\",\"Resources\":\"*\"}]}";
        const auto result = run(files, {"policy", "lint", "policy.json", "--format", "json"});
        QCOMPARE(result.status, 1);
        QCOMPARE(result.json()["findings"][0]["code"], "IAM-E1");
        QCOMPARE(result.json()["findings"][0]["where"]["property"], "Statement[0].Resources");
        QCOMPARE(result.json()["findings"][0]["where"]["line"], 1);
        files.files["policy.json"] =
            "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\"Effect\": \"Allow\", "
            "\"Action\": [\"s3:GetObject\",\n      \"s3:GetObjet\"], \"Resource\": \"*\"}]}\n";
        const auto placed =
            run(files, {"policy", "lint", "policy.json", "--format", "json", "--fail-on", "low"})
                .json()["findings"][0]["where"];
        QCOMPARE(placed["line"], 5);
        QCOMPARE(placed["column"], 7);
        files.files["policy.json"] = kAllow;
        const auto fine = run(files, {"policy", "lint", "policy.json"});
        QCOMPARE(fine.status, 0);
        const auto trust = run(files, {"policy", "lint", "policy.json", "--kind", "trust"});
        QCOMPARE(trust.status, 1);
    }

    void theQuestionsAreAskedOfADesign() {
        MemoryFiles files;
        files.files["shop.yaml"] =
            "Resources:\n  Mail: {Type: AWS::SQS::Queue}\n  Web:\n    Type: AWS::IAM::Role\n"
            "    Properties:\n      AssumeRolePolicyDocument:\n        Statement: {Effect: Allow, "
            "Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}\n"
            "      Policies:\n        - PolicyName: send\n          PolicyDocument:\n"
            "            Statement:\n              - Effect: Allow\n"
            "                Action: [sqs:SendMessage, iam:PassRole]\n"
            "                Resource: \"*\"\n";
        const auto who = run(files, {"policy", "who-can", "shop.yaml", "--action",
                                     "sqs:SendMessage", "--resource", "Mail", "--format", "json"});
        QCOMPARE(who.status, 0);
        const auto entry = who.json()["answers"][0];
        QCOMPARE(entry["principal"], "Web");
        QCOMPARE(entry["decision"], "Allowed");
        QCOMPARE(entry["decided_by"][0]["where"]["line"], 12);
        const auto text = run(files, {"policy", "who-can", "shop.yaml", "--action",
                                      "sqs:SendMessage", "--resource", "Mail"});
        QVERIFY2(
            text.out.find("allowed by inline policy `send` (shop.yaml:12)") != std::string::npos,
            text.out.c_str());
        const auto what = run(
            files, {"policy", "what-can", "shop.yaml", "--principal", "Web", "--format", "json"});
        QCOMPARE(what.json()["resources"][0]["allowed"][0], "sqs:SendMessage");
        QCOMPARE(what.json()["passes"][0], "Web");
        const auto lint = run(files, {"policy", "lint", "shop.yaml", "--fail-on", "high"});
        QCOMPARE(lint.status, 1);
        QVERIFY(lint.out.find("IAM-4") != std::string::npos);
        QCOMPARE(run(files, {"policy", "who-can", "shop.yaml", "--action", "sqs:SendMessage",
                             "--resource", "Nothing"})
                     .status,
                 2);
    }

    void managedPoliciesThatAreCollectedCount() {
        MemoryFiles files;
        files.files["shop.yaml"] =
            "Resources:\n  Mail: {Type: AWS::SQS::Queue}\n  Web:\n    Type: AWS::IAM::Role\n"
            "    Properties:\n      AssumeRolePolicyDocument:\n        Statement: {Effect: Allow, "
            "Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}\n"
            "      ManagedPolicyArns: [\"arn:aws:iam::123456789012:policy/own\"]\n";
        files.files["account.json"] =
            "{\"Policies\":[{\"Arn\":\"arn:aws:iam::123456789012:policy/own\","
            "\"PolicyVersionList\":[{\"IsDefaultVersion\":false,\"Document\":{}},"
            "{\"IsDefaultVersion\":true,\"Document\":{\"Statement\":{\"Effect\":\"Allow\","
            "\"Action\":\"sqs:*\",\"Resource\":\"*\"}}}]}]}";
        std::vector<std::string> ask = {"policy",          "who-can",    "shop.yaml", "--action",
                                        "sqs:SendMessage", "--resource", "Mail"};
        QCOMPARE(run(files, ask).status, 4);
        ask.insert(ask.end(), {"--policies", "account.json"});
        QCOMPARE(run(files, ask).status, 0);
        files.files["account.json"] = "{\"Policies\":[],\"IsTruncated\":true}";
        const auto cut = run(files, ask);
        QCOMPARE(cut.status, 3);
        QVERIFY(cut.err.find("account.json: error: the output is cut short") != std::string::npos);
        files.files["account.json"] = "{}";
        QCOMPARE(run(files, ask).status, 3);
    }

    void aFileThatIsNotThereIsUnreadable() {
        MemoryFiles files;
        QCOMPARE(run(files, {"policy", "evaluate", "none.jsonl"}).status, 3);
        QCOMPARE(run(files, {"policy"}).status, 2);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::PolicyCommandTest)
#include "policy_command_test.moc"
