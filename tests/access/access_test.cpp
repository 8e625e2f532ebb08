#include "tests/access/access_test.h"

#include <algorithm>
#include <random>

#include "model/access/decisions.h"
#include "model/access/managed_policies.h"
#include "model/design/edit.h"
#include "tests/access/access_world.h"

namespace archivolt {

using test::who;
using test::wordOf;
using test::World;

namespace {

/// Returns all of an answer as text.
std::string textOf(const Result<WhoCan>& answer) {
    if (!answer) return answer.error().message;
    std::string text;
    for (const WhoCanEntry& entry : answer->entries) {
        const AccessExplanation& explanation = entry.answer.explanation;
        text += entry.who.shown + ' ' + entry.arn + (entry.whole ? " whole " : " part ") +
                wordOf(entry.answer.allowed) + ' ' + explanation.why;
        for (const DecidingStatement& one : explanation.decidedBy) {
            text += ' ' + one.path.toString() + wordOf(one.holds);
        }
        for (const NeededChange& change : explanation.toAllow) text += ' ' + change.text;
        text += '\n';
    }
    for (const WhoCanChain& chain : answer->chains) {
        for (const std::string& each : chain.steps) text += each + " > ";
        text += chain.sure ? "sure\n" : "perhaps\n";
    }
    return text;
}

bool isSame(const std::vector<AccessPolicy>& a, const std::vector<AccessPolicy>& b) {
    return std::ranges::equal(a, b, [](const AccessPolicy& one, const AccessPolicy& other) {
        return one.policy->document() == other.policy->document() && one.name == other.name &&
               one.origin == other.origin && one.source == other.source;
    });
}

/// Returns what the index of a model finds by the name and ARN of each of its resources.
std::vector<std::size_t> resourcesNamed(const AccessModel& model) {
    std::vector<std::size_t> found;
    for (const AccessResource& resource : model.resources) {
        for (const auto& asked : {resource.logicalId, resource.stack + '/' + resource.logicalId}) {
            const auto places = model.index->called(model.resources, asked);
            found.insert(found.end(), places.begin(), places.end());
        }
        const ResourceIndex::Places* places = model.index->ofArn(resource.arn);
        if (places != nullptr) found.insert(found.end(), {places->first, places->last});
    }
    return found;
}

/// Returns what the patterns of a model's policies stand for, sorted.
std::vector<std::string> patternsIn(const AccessModel& model) {
    std::vector<std::string> found;
    for (const auto& [prefix, pattern] : *model.patterns) {
        found.push_back(std::string(prefix) + ' ' + pattern->example("*"));
    }
    const bool ascends =
        std::ranges::is_sorted(*model.patterns, {}, &ResourcePatterns::value_type::first);
    if (!ascends) found.emplace_back("out of order");
    std::ranges::sort(found);
    return found;
}

/// Returns the name of the first thing of which two models do not say the same; empty: none.
std::string differenceOf(const AccessModel& a, const AccessModel& b) {
    const bool isAlike = a.principals.size() == b.principals.size() &&
                         a.resources.size() == b.resources.size() &&
                         a.runners.size() == b.runners.size() && *a.names == *b.names;
    if (!isAlike) return "a list, or the names";
    for (std::size_t i = 0; i < a.principals.size(); ++i) {
        const AccessPrincipal& one = a.principals[i];
        const AccessPrincipal& other = b.principals[i];
        const bool same =
            one.stack == other.stack && one.logicalId == other.logicalId &&
            one.type == other.type && one.caller == other.caller && one.actsFor == other.actsFor &&
            one.tags == other.tags && one.existsWhy == other.existsWhy &&
            isSame(one.identity, other.identity) && isSame(one.boundaries, other.boundaries);
        if (!same) return one.logicalId;
    }
    for (std::size_t i = 0; i < a.resources.size(); ++i) {
        const AccessResource& one = a.resources[i];
        const AccessResource& other = b.resources[i];
        const bool policies =
            (one.policy == nullptr) == (other.policy == nullptr) &&
            (one.policy == nullptr || one.policy->document() == other.policy->document()) &&
            one.sources == other.sources &&
            std::ranges::equal(one.places, other.places, [](const auto& x, const auto& y) {
                return x.name == y.name && x.origin == y.origin;
            });
        const bool same = policies && one.stack == other.stack &&
                          one.logicalId == other.logicalId && one.type == other.type &&
                          one.account == other.account && one.arn == other.arn &&
                          one.key == other.key && one.keyWhy == other.keyWhy;
        if (!same) return "resource " + one.logicalId;
    }
    if (resourcesNamed(a) != resourcesNamed(b)) return "what is found by its name";
    if (patternsIn(a) != patternsIn(b)) return "the patterns of policies";
    for (std::size_t i = 0; i < a.runners.size(); ++i) {
        const AccessRunner& one = a.runners[i];
        const AccessRunner& other = b.runners[i];
        const bool same = one.logicalId == other.logicalId && one.principal == other.principal &&
                          one.why == other.why && one.outside == other.outside;
        if (!same) return "runner " + one.logicalId;
    }
    return {};
}

/// Returns one of a list of edits of the world below, a value at random each.
Edit randomEdit(StackId stack, std::mt19937& random) {
    const auto pick = [&](std::initializer_list<const char*> texts) {
        return Value::string(*(texts.begin() + random() % texts.size()));
    };
    const auto set = [&](const char* path, Value value) {
        return Edit(
            SetValue{stack, Path::parse(std::string("Resources.") + path), std::move(value)});
    };
    const auto effect = [&] { return pick({"Allow", "Deny"}); };
    const auto action = [&] { return pick({"s3:GetObject", "s3:*", "sqs:*", "dynamodb:PutItem"}); };
    switch (random() % 11) {
        case 0:
            return set("Web.Properties.Policies[0].PolicyDocument.Statement[1].Effect", effect());
        case 1:
            return set("Web.Properties.Policies[0].PolicyDocument.Statement[0].Action", action());
        case 2:
            return set("Web.Properties.Policies[0].PolicyDocument.Statement[1].Resource",
                       pick({"*", "arn:aws:s3:::other/*", "arn:aws:s3:::shop-assets-*/a/*"}));
        case 3: return set("Deploy.Properties.AssumeRolePolicyDocument.Statement.Effect", effect());
        case 4:
            return set("Web.Properties.AssumeRolePolicyDocument.Statement.Principal",
                       Value::map({{"AWS", random() % 2 == 0 ? Value::getAtt("Deploy", "Arn")
                                                             : Value::string("222222222222")}}));
        case 5: return set("Deploy.Properties.RoleName", pick({"deploy", "ship"}));
        case 6: return set("StaffPolicy.Properties.PolicyDocument.Statement.Action", action());
        case 7: return set("Closed.Properties.KeyPolicy.Statement.Effect", effect());
        case 8:
            return set("Web.Properties.Tags",
                       Value::list({Value::map(
                           {{"Key", Value::string("team")}, {"Value", pick({"a", "b"})}})}));
        case 9:
            // A policy that another role has, too.
            return set("Web.Properties.ManagedPolicyArns",
                       Value::list(random() % 2 == 0 ? std::vector<Value>{Value::ref("Shared")}
                                                     : std::vector<Value>{}));
        default:
            return set("Deploy.Properties.PermissionsBoundary",
                       random() % 2 == 0 ? Value::ref("Admin")
                                         : pick({"arn:aws:iam::aws:policy/ReadOnlyAccess"}));
    }
}

const std::string kWorld = R"(
Resources:
  Assets: {Type: AWS::S3::Bucket}
  AssetsPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Assets
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: "222222222222"}, Action: s3:GetObject,
             Resource: !Sub "${Assets.Arn}/*"}
  Orders: {Type: AWS::DynamoDB::Table, Properties: {TableName: orders}}
  Mail: {Type: AWS::SQS::Queue}
  Key: {Type: AWS::KMS::Key}
  Closed:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Statement: {Effect: Allow, Principal: {AWS: !GetAtt Web.Arn}, Action: "kms:*", Resource: "*"}
  Web:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: Data
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: "dynamodb:*Item", Resource: !GetAtt Orders.Arn}
              - {Effect: Allow, Action: s3:GetObject, Resource: !Sub "${Assets.Arn}/public/*"}
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Principal: {AWS: !GetAtt Carlos.Arn}, Action: sts:AssumeRole}
      ManagedPolicyArns: [!Ref Admin, !Ref Shared]
  Shared:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Statement: {Effect: Allow, Action: s3:ListBucket, Resource: !GetAtt Mail.Arn}}
  Admin:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Statement: {Effect: Allow, Action: "*", Resource: "*"}
  Carlos: {Type: AWS::IAM::User, Properties: {UserName: carlos, Groups: [!Ref Staff]}}
  Staff: {Type: AWS::IAM::Group}
  StaffPolicy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: send
      Groups: [!Ref Staff]
      PolicyDocument:
        Statement: {Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Mail.Arn}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Web]}}
  Host: {Type: AWS::EC2::Instance, Properties: {IamInstanceProfile: !Ref Profile}}
)";

}  // namespace

void AccessTest::namesAndReferencesMeet() {
    const World world(kWorld);
    QCOMPARE(who(world, "dynamodb:PutItem", "Orders"), "Web: yes, Deploy: yes, Carlos: no");
    QCOMPARE(who(world, "dynamodb:putitem", "shop/Orders"), "Web: yes, Deploy: yes, Carlos: no");
    QCOMPARE(who(world, "dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:123456789012:table/orders"),
             "Web: yes, Deploy: yes, Carlos: no");
    QCOMPARE(who(world, "dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:123456789012:table/other"),
             "Web: no, Deploy: yes, Carlos: no");
}

void AccessTest::namesAreReadWhereverATypeKeepsThem() {
    const World world(R"(
Resources:
  Db: {Type: AWS::RDS::DBCluster, Properties: {DBClusterIdentifier: orders, Engine: aurora-mysql}}
  Lake: {Type: AWS::Glue::Database, Properties: {CatalogId: x, DatabaseInput: {Name: lake}}}
  Sender: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: example.com}}
  Alias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/app, TargetKeyId: x}}
  Vectors: {Type: AWS::S3Vectors::VectorBucket, Properties: {VectorBucketName: vectors}}
  Table: {Type: AWS::DynamoDB::GlobalTable, Properties: {TableName: orders}}
  Unnamed: {Type: AWS::DynamoDB::GlobalTable}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: all
          PolicyDocument:
            Statement:
              - {Effect: Allow, Action: "rds-data:ExecuteStatement", Resource: "arn:aws:rds:us-east-1:*:cluster:orders"}
              - {Effect: Allow, Action: "rds:StartDBCluster", Resource: !GetAtt Db.DBClusterArn}
              - {Effect: Allow, Action: "glue:GetDatabase", Resource: "arn:aws:glue:*:*:database/lake"}
              - {Effect: Allow, Action: "ses:SendEmail", Resource: "arn:aws:ses:*:*:identity/example.com"}
              - {Effect: Allow, Action: "kms:DeleteAlias", Resource: "arn:aws:kms:*:*:alias/app"}
              - {Effect: Allow, Action: "s3vectors:GetVectorBucket", Resource: "arn:aws:s3vectors:*:*:bucket/vectors"}
              - {Effect: Allow, Action: "dynamodb:GetItem", Resource: "arn:aws:dynamodb:*:*:table/orders"}
              - {Effect: Allow, Action: "dynamodb:PutItem", Resource: !GetAtt Unnamed.Arn}
)");
    for (const auto& [action, resource] :
         {std::pair("rds-data:ExecuteStatement", "Db"), std::pair("rds:StartDBCluster", "Db"),
          std::pair("glue:GetDatabase", "Lake"), std::pair("ses:SendEmail", "Sender"),
          std::pair("kms:DeleteAlias", "Alias"), std::pair("s3vectors:GetVectorBucket", "Vectors"),
          std::pair("dynamodb:GetItem", "Table"), std::pair("dynamodb:PutItem", "Unnamed")}) {
        QCOMPARE(who(world, action, resource), "Role: yes");
    }
}

void AccessTest::objectsAreAskedAboutOfBucketsAndPartsApart() {
    const World world(kWorld);
    QCOMPARE(who(world, "s3:GetObject", "Assets"),
             "Web: no, Web/public/(any): yes, Deploy: yes, Carlos: no, account 222222222222: "
             "yes");
    QCOMPARE(who(world, "s3:ListBucket", "Assets"),
             "Web: no, Deploy: yes, Carlos: no, account 222222222222: no");
}

void AccessTest::groupsPoliciesAreTheirUsers() {
    const World world(kWorld);
    QCOMPARE(who(world, "sqs:SendMessage", "Mail"), "Web: no, Deploy: yes, Carlos: yes");
}

void AccessTest::aKeyWithoutAPolicyLeavesItToTheAccount() {
    const World world(kWorld);
    QCOMPARE(who(world, "kms:Decrypt", "Key"), "Web: no, Deploy: yes, Carlos: no");
    QCOMPARE(who(world, "kms:Decrypt", "Closed"), "Web: yes, Deploy: no, Carlos: no");
}

void AccessTest::rolesAreTakenOnByWhomTheyTrust() {
    const World world(kWorld);
    QCOMPARE(who(world, "sts:AssumeRole", "Web"),
             "Web: no, Deploy: no, Carlos: no, ec2.amazonaws.com: yes");
    const auto answer =
        whoCan(world.model, ActionTable::embedded(), "dynamodb:DeleteTable", "Orders");
    QCOMPARE(answer->chains.size(), 1U);
    QCOMPARE(answer->chains[0].steps, (std::vector<std::string>{"Carlos", "Deploy"}));
    QVERIFY(answer->chains[0].sure);
}

void AccessTest::aPrincipalIsAskedWhatItCan() {
    const World world(kWorld);
    const auto host = whatCan(world.model, ActionTable::embedded(), "Host");
    QVERIFY2(host && host->who.shown == "Web", "an instance acts as its profile's role");
    const auto web = whatCan(world.model, ActionTable::embedded(), "Web");
    QVERIFY(web.has_value());
    QCOMPARE(web->who.shown, "Web");
    const auto orders = std::ranges::find(web->entries, "Orders", &WhatCanEntry::resource);
    QVERIFY(orders != web->entries.end());
    QCOMPARE(orders->allowed, (std::vector<std::string>{
                                  "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem",
                                  "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem",
                                  "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"}));
    const auto admin = whatCan(world.model, ActionTable::embedded(), "Deploy");
    QVERIFY(std::ranges::any_of(admin->entries, [](const WhatCanEntry& entry) {
        return entry.resource == "Mail" && entry.everything;
    }));
    QVERIFY(std::ranges::find(admin->hands, "Web") != admin->hands.end());
    QCOMPARE(whatCan(world.model, ActionTable::embedded(), "Nobody").error().code, "POLICY-5");
}

void AccessTest::waysToMorePermissionsAreFound() {
    const World world(R"(
Resources:
  Admin:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"]
  Tidy: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Admin.Arn}}
  Passer:
    Type: AWS::IAM::User
    Properties:
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement:
              - {Effect: Allow, Action: iam:PassRole, Resource: !GetAtt Admin.Arn}
              - {Effect: Allow, Action: ["lambda:CreateFunction", "lambda:InvokeFunction"], Resource: "*"}
  Starter:
    Type: AWS::IAM::User
    Properties:
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement:
              - {Effect: Allow, Action: iam:PassRole, Resource: !GetAtt Admin.Arn}
              - {Effect: Allow, Action: "ec2:RunInstances", Resource: "*"}
  Coder:
    Type: AWS::IAM::User
    Properties:
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement: {Effect: Allow, Action: lambda:UpdateFunctionCode, Resource: !GetAtt Tidy.Arn}
  Writer:
    Type: AWS::IAM::User
    Properties:
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement: {Effect: Allow, Action: "iam:PutUserPolicy", Resource: "*"}
)");
    const auto ways = [&](const std::string& principal) {
        std::string text;
        const auto answer = whatCan(world.model, ActionTable::embedded(), principal);
        for (const Escalation& one : answer->escalations) {
            text += (text.empty() ? "" : "; ") + one.to + ": " + one.how;
        }
        return text;
    };
    QCOMPARE(ways("Passer"), "Admin: passes the role to a new function and calls it");
    // No instance can act as a role that trusts functions alone.
    QCOMPARE(ways("Starter"), "");
    QCOMPARE(ways("Coder"), "Admin: changes the code of `Tidy`");
    QCOMPARE(ways("Writer"), "Writer: gives itself any policy");
}

void AccessTest::whatActsAsARoleIsNoted() {
    const World world(kWorld);
    const auto web = std::ranges::find(world.model.principals, "Web", &AccessPrincipal::logicalId);
    QVERIFY(std::ranges::find(web->actsFor, "Host") != web->actsFor.end());
    // Whom a policy lets in, it does not make act for the thing.
    const World named(R"(
Resources:
  Reader: {Type: AWS::IAM::User}
  Runner:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
  Images:
    Type: AWS::ECR::Repository
    Properties:
      RepositoryPolicyText:
        Statement: {Effect: Allow, Principal: {AWS: !GetAtt Reader.Arn}, Action: "ecr:*"}
  Tidy: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Runner.Arn}}
  ByRole:
    Type: AWS::Lambda::Permission
    Properties: {FunctionName: !Ref Tidy, Action: lambda:InvokeFunction, Principal: !GetAtt Runner.Arn}
)");
    for (const AccessPrincipal& one : named.model.principals) {
        const bool runs = one.logicalId == "Runner";
        QCOMPARE(one.actsFor, runs ? std::vector<std::string>{"Tidy"} : std::vector<std::string>());
    }
}

void AccessTest::theCallersAccountIsKnownToServicesToo() {
    const World world(R"(
Resources:
  Reader: {Type: AWS::IAM::User}
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Statement:
          Effect: Allow
          Principal: {AWS: "*"}
          Action: kms:Decrypt
          Resource: "*"
          Condition: {StringEquals: {kms:CallerAccount: !Ref AWS::AccountId}}
  News: {Type: AWS::SNS::Topic}
  NewsPolicy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref News]
      PolicyDocument:
        Statement:
          Effect: Allow
          Principal: {AWS: "*"}
          Action: sns:Publish
          Resource: !Ref News
          Condition: {StringEquals: {AWS:SourceOwner: !Ref AWS::AccountId}}
)");
    QCOMPARE(who(world, "kms:Decrypt", "Key"), "Reader: yes, everyone: no");
    QCOMPARE(who(world, "sns:Publish", "News"), "Reader: yes, everyone: no");
}

void AccessTest::managedPoliciesAreKnownGivenOrUnknown() {
    const std::string text = R"(
Resources:
  Mail: {Type: AWS::SQS::Queue}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns: ["ARN"]
)";
    const auto with = [&](const std::string& arn, GivenPolicies given = {}) {
        std::string of = text;
        of.replace(of.find("ARN"), 3, arn);
        return who(World(of, std::move(given)), "sqs:SendMessage", "Mail");
    };
    QCOMPARE(with("arn:aws:iam::aws:policy/AdministratorAccess"), "Role: yes");
    QCOMPARE(with("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"), "Role: no");
    const std::string own = "arn:aws:iam::123456789012:policy/own";
    QCOMPARE(with(own), "Role: unknown");
    const Value document =
        Value::map({{"Statement", Value::map({{"Effect", Value::string("Allow")},
                                              {"Action", Value::string("sqs:*")},
                                              {"Resource", Value::string("*")}})}});
    QCOMPARE(with(own, {{own, document}}), "Role: yes");
    QVERIFY(!awsManagedPolicy("arn:aws:iam::aws:policy/NoSuchPolicy"));
    QVERIFY(!awsManagedPolicy("arn:aws:iam::aws:policy/"));
}

void AccessTest::permissionsOfFunctionsAreStatements() {
    const World world(R"(
Resources:
  Tidy: {Type: AWS::Lambda::Function}
  ByTopic:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref Tidy
      Action: lambda:InvokeFunction
      Principal: sns.amazonaws.com
      SourceArn: !Ref News
  News: {Type: AWS::SNS::Topic}
)");
    QCOMPARE(who(world, "lambda:InvokeFunction", "Tidy"), "sns.amazonaws.com: unknown");
    const auto answer =
        whoCan(world.model, ActionTable::embedded(), "lambda:InvokeFunction", "Tidy");
    QCOMPARE(answer->entries[0].answer.open.keys, std::vector<std::string>{"aws:SourceArn"});
}

void AccessTest::samMakesRolesForItsFunctions() {
    const World world(R"(
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders: {Type: AWS::DynamoDB::Table}
  Mail: {Type: AWS::SQS::Queue}
  Api:
    Type: AWS::Serverless::Function
    Properties:
      Policies:
        - Statement: {Effect: Allow, Action: dynamodb:PutItem, Resource: !GetAtt Orders.Arn}
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Policies:
        - SQSPollerPolicy: {QueueName: !GetAtt Mail.QueueName}
        - DynamoDBReadPolicy: {TableName: !Ref Orders}
  Odd:
    Type: AWS::Serverless::Function
    Properties: {Policies: [{NoSuchPolicy: {QueueName: x}}]}
)");
    QCOMPARE(who(world, "dynamodb:PutItem", "Orders"),
             "ApiRole: yes, WorkerRole: no, OddRole: unknown");
    QCOMPARE(who(world, "dynamodb:GetItem", "Orders"),
             "ApiRole: no, WorkerRole: yes, OddRole: unknown");
    QCOMPARE(who(world, "sqs:ReceiveMessage", "Mail"),
             "ApiRole: no, WorkerRole: yes, OddRole: unknown");
    QCOMPARE(who(world, "sqs:SendMessage", "Mail"),
             "ApiRole: no, WorkerRole: no, OddRole: unknown");
}

void AccessTest::aLaterModelReadsOnlyWhatChanged() {
    const auto catalog = Catalog::embedded();
    const ActionTable table = ActionTable::embedded();
    const World world(kWorld);
    Design design = world.design;
    auto resolved = resolve(design, *catalog);
    AccessModel model = buildAccessModel(resolved->evaluated, *catalog, nullptr);
    AccessMatrix decisions = decisionsOf(model, table);
    QVERIFY(model.read > 5 && decisions.decided() > 10);
    const StackId stack = design.stacks.front()->id;
    const Path statement =
        Path::parse("Resources.Web.Properties.Policies[0].PolicyDocument.Statement[0]");
    // Edits, and how many documents are read anew at most: all where a name comes, goes or changes.
    const std::vector<std::pair<Edit, std::size_t>> edits = {
        {SetValue{stack, statement / "Effect", Value::string("Deny")}, 2},
        {SetValue{stack, statement / "Action", Value::string("s3:*")}, 2},
        {SetValue{stack, {"Resources", "Carlos", "Properties", "UserName"}, Value::string("c")},
         99},
        {RemoveResource{stack, "StaffPolicy"}, 99},
        {SetValue{stack,
                  {"Resources", "Closed", "Properties", "KeyPolicy", "Statement", "Effect"},
                  Value::string("Deny")},
         1},
    };
    for (const auto& [edit, most] : edits) {
        auto after = archivolt::apply(design, edit);
        QVERIFY(after.has_value());
        design = *std::move(after);
        resolved = resolve(design, *catalog, resolved.get());
        AccessModel next = buildAccessModel(resolved->evaluated, *catalog, &model);
        QVERIFY2(next.read <= most, std::to_string(next.read).c_str());
        AccessMatrix now = decisionsOf(next, table, &decisions);
        // Sharing never shows in an answer.
        const AccessModel fresh = buildAccessModel(resolved->evaluated, *catalog, nullptr);
        const AccessMatrix anew = decisionsOf(fresh, table);
        QCOMPARE(now.questions().size(), anew.questions().size());
        QVERIFY(now.decided() < anew.decided() || most > 9);
        for (std::size_t row = 0; row < anew.callers().size(); ++row) {
            for (std::size_t column = 0; column < anew.questions().size(); ++column) {
                QCOMPARE(now.verdict(row, column), anew.verdict(row, column));
            }
        }
        for (std::size_t i = 0; i < fresh.resources.size(); ++i) {
            QCOMPARE(next.resources[i].places.size(), fresh.resources[i].places.size());
        }
        model = std::move(next);
        decisions = std::move(now);
    }
}

/// A model is gone on from through edits of roles and of what they are called, groups' policies and
/// keys', one of them at random each time, and so is an answer.
void AccessTest::afterRandomEditsModelAndAnswersAreThoseFromNothing() {
    const auto catalog = Catalog::embedded();
    const ActionTable table = ActionTable::embedded();
    const World world(kWorld);
    Design design = world.design;
    auto resolved = resolve(design, *catalog);
    auto model = std::make_shared<const AccessModel>(
        buildAccessModel(resolved->evaluated, *catalog, nullptr));
    WhoCanBefore before;
    std::mt19937 random(12);
    std::size_t little = 0;
    std::size_t kept = 0;
    for (int step = 0; step < 150; ++step) {
        auto after = archivolt::apply(design, randomEdit(design.stacks.front()->id, random));
        QVERIFY(after.has_value());
        design = *std::move(after);
        resolved = resolve(design, *catalog, resolved.get());
        const auto next = std::make_shared<const AccessModel>(
            buildAccessModel(resolved->evaluated, *catalog, model.get()));
        const AccessModel fresh = buildAccessModel(resolved->evaluated, *catalog, nullptr);
        QCOMPARE(differenceOf(*next, fresh), std::string());
        if (next->read < fresh.read) ++little;
        const auto answer = whoCan(*next, table, "s3:GetObject", "Assets", &before);
        const auto anew = whoCan(fresh, table, "s3:GetObject", "Assets");
        QCOMPARE(textOf(answer), textOf(anew));
        if (before.answer && before.answer->asked == answer->asked) ++kept;
        before = {next, std::make_shared<const WhoCan>(*answer)};
        model = next;
    }
    QVERIFY(little > 75 && kept > 75);
}

void AccessTest::connectorsGrantWhatTheyJoin() {
    const World world(R"(
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders: {Type: AWS::DynamoDB::Table}
  Mail: {Type: AWS::SQS::Queue}
  Api:
    Type: AWS::Serverless::Function
    Connectors:
      ToOrders: {Properties: {Destination: {Id: Orders}, Permissions: [Read]}}
  ToMail:
    Type: AWS::Serverless::Connector
    Properties: {Source: {Id: Api}, Destination: {Id: Mail}, Permissions: [Write]}
)");
    QCOMPARE(who(world, "dynamodb:GetItem", "Orders"), "ApiRole: yes");
    QCOMPARE(who(world, "dynamodb:PutItem", "Orders"), "ApiRole: no");
    QCOMPARE(who(world, "sqs:SendMessage", "Mail"), "ApiRole: yes");
    QCOMPARE(who(world, "sqs:ReceiveMessage", "Mail"), "ApiRole: no");
}

void AccessTest::connectorsGrantOnQueuesTopicsAndFunctionsThemselves() {
    const World world(R"(
Transform: AWS::Serverless-2016-10-31
Resources:
  News: {Type: AWS::SNS::Topic}
  Mail: {Type: AWS::SQS::Queue}
  Hours: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 hour)}}
  Files: {Type: AWS::S3::Bucket}
  Make: {Type: AWS::Serverless::Function}
  Post: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: News}, Destination: {Id: Mail}, Permissions: [Write]}}
  Tell: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: Hours}, Destination: [{Id: News}, {Id: Make}], Permissions: [Write]}}
  Call: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: Files}, Destination: {Id: Make}, Permissions: [Read]}}
)");
    QCOMPARE(who(world, "sqs:SendMessage", "Mail"), "MakeRole: no, sns.amazonaws.com: unknown");
    QCOMPARE(who(world, "sqs:ReceiveMessage", "Mail"), "MakeRole: no, sns.amazonaws.com: no");
    QCOMPARE(who(world, "sns:Publish", "News"), "MakeRole: no, events.amazonaws.com: unknown");
    // A bucket calls by Write; Read is none of its kinds.
    QCOMPARE(who(world, "lambda:InvokeFunction", "Make"),
             "MakeRole: no, events.amazonaws.com: unknown");
}

void AccessTest::waysOverSeveralPrincipalsAreFound() {
    const World world(R"(
Resources:
  Ana:
    Type: AWS::IAM::User
    Properties:
      Policies:
        - PolicyName: p
          PolicyDocument: {Statement: {Effect: Allow, Action: sts:AssumeRole, Resource: !GetAtt Build.Arn}}
  Build:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Principal: {AWS: !GetAtt Ana.Arn}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement:
              - {Effect: Allow, Action: "lambda:*", Resource: "*"}
              - {Effect: Allow, Action: iam:PassRole, Resource: !GetAtt Mighty.Arn}
  Mighty:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
)");
    const auto answer = whatCan(world.model, ActionTable::embedded(), "Ana");
    QVERIFY(answer.has_value());
    QCOMPARE(answer->paths.size(), std::size_t{1});
    const EscalationPath& path = answer->paths.front();
    QVERIFY(path.sure);
    QCOMPARE(path.principals, (std::vector<std::string>{"Ana", "Build", "Mighty"}));
    QCOMPARE(path.how.front(), "takes it on");
    QCOMPARE(path.how.back(), "passes the role to a new function and calls it");
}

void AccessTest::questionsThatMakeNoSenseSayWhatToDo() {
    const World world(kWorld);
    QVERIFY(who(world, "s3:GetObject", "Nothing").starts_with("POLICY-3"));
    QVERIFY(who(world, "s3:GetNothing", "Assets").starts_with("POLICY-4"));
    QVERIFY(who(world, "sqs:SendMessage", "Assets").starts_with("POLICY-7"));
}

void AccessTest::unknownParametersLeaveOpenOnlyWhatTheyDecide() {
    const World world(R"(
Parameters:
  Prefix: {Type: String}
Resources:
  Mail: {Type: AWS::SQS::Queue}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement:
              - {Effect: Allow, Action: sqs:SendMessage,
                 Resource: !Sub "arn:aws:sqs:us-east-1:123456789012:${Prefix}*"}
)");
    QCOMPARE(who(world, "sqs:SendMessage", "Mail"), "Role: unknown");
    QCOMPARE(who(world, "sqs:ReceiveMessage", "Mail"), "Role: no");
}

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::AccessTest)
#include "access_test.moc"
