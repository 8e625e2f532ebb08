#include "tests/access/resource_access_test.h"

#include <algorithm>
#include <map>
#include <set>

#include "model/base/text_case.h"
#include "model/policy/explain.h"
#include "model/policy/policy_places.h"
#include "tests/access/access_world.h"

namespace archivolt {

using test::who;
using test::World;

/// Source: Service Authorization Reference: a name in an ARN's format may hold what parts others.
void ResourceAccessTest::namesMayHoldSlashesAndColons() {
    const World world(R"yaml(
Resources:
  Web:
    Type: AWS::IAM::Role
    Properties:
      Path: /service/x/
      RoleName: web
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}]
  Dev:
    Type: AWS::IAM::User
    Properties:
      Path: /dev/
      UserName: dev
      Policies:
        - PolicyName: all
          PolicyDocument:
            Statement:
              - {Effect: Allow, Action: iam:PassRole, Resource: !GetAtt Web.Arn}
              - {Effect: Allow, Action: secretsmanager:GetSecretValue, Resource: !Ref Secret}
              - Effect: Allow
                Action: ssm:GetParameter
                Resource: !Sub arn:aws:ssm:us-east-1:${AWS::AccountId}:parameter${Setting}
              - Effect: Allow
                Action: logs:PutLogEvents
                Resource: arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/x:*
              - {Effect: Allow, Action: 's3:*', Resource: ['arn:aws:s3:::photos/2026/*']}
              - Effect: Allow
                Action: lambda:InvokeFunction
                Resource: arn:aws:lambda:us-east-1:123456789012:function:x:prod
              - Effect: Allow
                Action: execute-api:Invoke
                Resource: arn:aws:execute-api:us-east-1:123456789012:abc/prod/GET/a/*
  Secret: {Type: AWS::SecretsManager::Secret, Properties: {Name: team/app/db}}
  Setting: {Type: AWS::SSM::Parameter, Properties: {Name: /team/app/db, Type: String, Value: x}}
  Log: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /aws/lambda/x}}
)yaml");
    const auto only = [](const std::string& answer) {
        return answer.find("Dev: yes") != std::string::npos;
    };
    for (const auto& [action, resource] : std::vector<std::pair<std::string, std::string>>{
             {"iam:PassRole", "Web"},
             {"secretsmanager:GetSecretValue", "Secret"},
             {"ssm:GetParameter", "Setting"},
             {"logs:PutLogEvents", "Log"},
             {"s3:GetObject", "arn:aws:s3:::photos/2026/a/b.png"},
             {"lambda:InvokeFunction", "arn:aws:lambda:us-east-1:123456789012:function:x:prod"},
             {"execute-api:Invoke",
              "arn:aws:execute-api:us-east-1:123456789012:abc/prod/GET/a/b"}}) {
        const std::string answer = who(world, action, resource);
        QVERIFY2(only(answer), (action + ": " + answer).c_str());
    }
    // An object is no bucket, a version no function, a stream no table.
    for (const auto& [action, resource] : std::vector<std::pair<std::string, std::string>>{
             {"s3:ListBucket", "arn:aws:s3:::photos/2026/a.png"},
             {"dynamodb:CreateTable", "arn:aws:dynamodb:us-east-1:123456789012:table/t/index/i"},
             {"logs:CreateLogGroup",
              "arn:aws:logs:us-east-1:123456789012:log-group:a/b:log-stream:c"}}) {
        const std::string answer = who(world, action, resource);
        QVERIFY2(answer.starts_with("POLICY-7"), (action + ": " + answer).c_str());
    }
    const auto can = whatCan(world.model, ActionTable::embedded(), "Dev");
    QVERIFY(can.has_value());
    std::set<std::string> of;
    for (const WhatCanEntry& entry : can->entries) {
        if (!entry.allowed.empty()) of.insert(entry.resource);
    }
    QCOMPARE(of, (std::set<std::string>{"Log", "Secret", "Setting", "Web"}));
}

/// Source: IAM User Guide, reference_policies_evaluation-logic-cross-account: both accounts must
/// allow; the root user takes on no role.
void ResourceAccessTest::othersAccountsPoliciesAreNotKnown() {
    const World world(R"yaml(
Resources:
  Vendor:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal:
              AWS: ['999999999999', 'arn:aws:iam::888888888888:role/vendor']
            Action: sts:AssumeRole
            Condition: {StringEquals: {sts:ExternalId: abc}}
  Photos: {Type: AWS::S3::Bucket, Properties: {BucketName: photos}}
  PhotosPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: photos
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal:
              AWS:
                - '999999999999'
                - arn:aws:iam::888888888888:role/vendor
                - arn:aws:iam::123456789012:role/elsewhere
            Action: s3:GetObject
            Resource: arn:aws:s3:::photos/*
          - Effect: Deny
            Principal: {AWS: 'arn:aws:iam::777777777777:role/never'}
            Action: s3:GetObject
            Resource: arn:aws:s3:::photos/*
)yaml");
    QCOMPARE(who(world, "sts:AssumeRole", "Vendor"),
             std::string("Vendor: no, account 999999999999: unknown, "
                         "arn:aws:iam::888888888888:role/vendor: unknown"));
    // A role of the bucket's own account needs no policy of its own, the root user none either.
    QCOMPARE(who(world, "s3:GetObject", "Photos"),
             std::string("Vendor: no, account 999999999999: yes, "
                         "arn:aws:iam::888888888888:role/vendor: unknown, "
                         "arn:aws:iam::123456789012:role/elsewhere: unknown, "
                         "arn:aws:iam::777777777777:role/never: no"));
}

/// Source: S3 User Guide, access-control-block-public-access.
void ResourceAccessTest::blockPublicAccessKeepsOthersOut() {
    const std::string rest = R"yaml(
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}]
  PhotosPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: photos
      PolicyDocument:
        Statement:
          - {Effect: Allow, Principal: PUBLIC, Action: s3:GetObject, Resource: 'arn:aws:s3:::photos/*'}
          - Effect: Allow
            Principal: {AWS: '999999999999', Service: cloudfront.amazonaws.com}
            Action: s3:GetObject
            Resource: arn:aws:s3:::photos/*
)yaml";
    const auto asked = [&](const std::string& block, const std::string& who_) {
        std::string text =
            "Resources:\n  Photos: {Type: AWS::S3::Bucket, Properties: {BucketName: "
            "photos" +
            block + "}}" + rest;
        text.replace(text.find("PUBLIC"), 6, who_);
        return who(World("Parameters: {Given: {Type: String}}\n" + text), "s3:GetObject", "Photos");
    };
    const std::string on = ", PublicAccessBlockConfiguration: {RestrictPublicBuckets: true}";
    const std::string off = ", PublicAccessBlockConfiguration: {BlockPublicAcls: true}";
    const std::string given =
        ", PublicAccessBlockConfiguration: {RestrictPublicBuckets: !Ref Given}";
    const auto said = [](const std::string& everyone, const std::string& account) {
        return "Reader: yes, everyone: " + everyone + ", account 999999999999: " + account +
               ", cloudfront.amazonaws.com: yes";
    };
    QCOMPARE(asked(on, "'*'"), said("no", "no"));
    QCOMPARE(asked(off, "'*'"), said("yes", "yes"));
    QCOMPARE(asked("", "'*'"), said("unknown", "unknown"));
    QCOMPARE(asked(given, "'*'"), said("unknown", "unknown"));
    // Who is named is no public: the account is let in, whatever the settings.
    QCOMPARE(asked(on, "{AWS: '888888888888'}"),
             std::string("Reader: no, account 888888888888: yes, account 999999999999: yes, "
                         "cloudfront.amazonaws.com: yes"));
}

namespace {

const std::string kNobody = R"yaml(
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}]
)yaml";

}  // namespace

/// Source: S3 User Guide, acl-overview.
void ResourceAccessTest::cannedAclsLetEveryoneIn() {
    const std::string open =
        ", PublicAccessBlockConfiguration: {BlockPublicAcls: false, IgnorePublicAcls: false}";
    const std::string closed = ", PublicAccessBlockConfiguration: {IgnorePublicAcls: true}";
    const auto asked = [&](const std::string& acl, const std::string& block,
                           const std::string& action) {
        const World world(
            "Resources:\n  Photos: {Type: AWS::S3::Bucket, Properties: {BucketName: "
            "photos, AccessControl: " +
            acl + block + "}}\n" + kNobody);
        return who(world, action, "Photos");
    };
    QCOMPARE(asked("PublicRead", open, "s3:ListBucket"), std::string("Reader: yes, everyone: yes"));
    QCOMPARE(asked("PublicRead", open, "s3:PutObject"), std::string("Reader: no, everyone: no"));
    QCOMPARE(asked("PublicReadWrite", open, "s3:PutObject"),
             std::string("Reader: yes, everyone: yes"));
    QCOMPARE(asked("PublicRead", "", "s3:ListBucket"),
             std::string("Reader: unknown, everyone: unknown"));
    QCOMPARE(asked("PublicRead", closed, "s3:ListBucket"), std::string("Reader: no"));
    QCOMPARE(asked("Private", open, "s3:ListBucket"), std::string("Reader: no"));
    QCOMPARE(asked("AuthenticatedRead", open, "s3:ListBucket"),
             std::string("Reader: yes, everyone: no"));
}

/// Source: EventBridge API Reference, PutPermission.
void ResourceAccessTest::policiesOfEventBusesAreStatements() {
    const auto asked = [&](const std::string& policy) {
        const World world(
            "Resources:\n  Bus: {Type: AWS::Events::EventBus, Properties: {Name: "
            "orders}}\n  Partner:\n    Type: AWS::Events::EventBusPolicy\n    "
            "Properties: {EventBusName: !Ref Bus, StatementId: partner, " +
            policy + "}\n" + kNobody);
        return who(world, "events:PutEvents", "Bus");
    };
    QCOMPARE(asked("Action: 'events:PutEvents', Principal: '999999999999'"),
             std::string("Reader: no, account 999999999999: yes"));
    QCOMPARE(asked("Action: 'events:PutRule', Principal: '999999999999'"),
             std::string("Reader: no, account 999999999999: no"));
    QCOMPARE(asked("Action: 'events:PutEvents', Principal: '*', Condition: {Type: StringEquals, "
                   "Key: 'aws:PrincipalOrgID', Value: o-abcdefghij}"),
             std::string("Reader: unknown, everyone: no, any principal of o-abcdefghij: unknown"));
    QCOMPARE(asked("Statement: {Effect: Allow, Principal: {AWS: '999999999999'}, Action: "
                   "'events:PutEvents', Resource: !GetAtt Bus.Arn}"),
             std::string("Reader: no, account 999999999999: yes"));
}

/// Source: IAM User Guide, reference_policies_condition-keys, aws:PrincipalOrgID: the usual bucket
/// policy of an organization.
void ResourceAccessTest::membersOfAnOrganizationAreAsked() {
    const auto asked = [&](const std::string& condition) {
        const World world(
            "Parameters: {Org: {Type: String}}\nResources:\n  Photos: {Type: "
            "AWS::S3::Bucket, Properties: {BucketName: photos, "
            "PublicAccessBlockConfiguration: {BlockPublicAcls: true}}}\n  P:\n    "
            "Type: AWS::S3::BucketPolicy\n    Properties:\n      Bucket: photos\n"
            "      PolicyDocument:\n        Statement:\n          - {Effect: Allow, "
            "Principal: '*', Action: 's3:GetObject', Resource: "
            "'arn:aws:s3:::photos/*', Condition: " +
            condition + "}\n" + kNobody);
        return who(world, "s3:GetObject", "Photos");
    };
    const std::string reader = "Reader: unknown, ";
    QCOMPARE(asked("{StringEquals: {'aws:PrincipalOrgID': o-abc}}"),
             reader + "everyone: no, any principal of o-abc: unknown");
    QCOMPARE(asked("{'ForAnyValue:StringLike': {'aws:PrincipalOrgPaths': ['o-abc/r-ab12/*']}}"),
             reader + "everyone: no, any principal of o-abc: unknown");
    QCOMPARE(asked("{StringEquals: {'aws:PrincipalOrgID': !Ref Org}}"),
             reader + "everyone: no, any principal of an organization: unknown");
    QCOMPARE(asked("{StringEquals: {'aws:PrincipalAccount': '999999999999'}}"),
             std::string("Reader: no, everyone: no"));
}

/// Source: Service Authorization Reference, Amazon EC2, aws:ResourceTag.
void ResourceAccessTest::tagsOfAResourceDecide() {
    const auto user = [](const std::string& name, const std::string& team) {
        return "  " + name +
               ":\n    Type: AWS::IAM::User\n    Properties:\n      Tags: [{Key: team, Value: " +
               team +
               "}]\n      Policies:\n        - PolicyName: p\n          PolicyDocument:\n"
               "            Version: '2012-10-17'\n            Statement: [{Effect: Allow, Action: "
               "['ec2:StopInstances', "
               "'s3:ListBucket', 'ssm:GetParameter'], Resource: '*', Condition: {StringEquals: "
               "{'aws:ResourceTag/team': '${aws:PrincipalTag/team}'}}}]\n";
    };
    const World world("Resources:\n" + user("Red", "red") + user("Blue", "blue") +
                      "  Web: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1, Tags: "
                      "[{Key: team, Value: red}]}}\n"
                      "  Bare: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1}}\n"
                      "  Setting: {Type: AWS::SSM::Parameter, Properties: {Name: a, Type: String, "
                      "Value: x, Tags: {team: blue}}}\n"
                      "  Photos: {Type: AWS::S3::Bucket, Properties: {BucketName: photos, Tags: "
                      "[{Key: team, Value: red}]}}\n");
    QCOMPARE(who(world, "ec2:StopInstances", "Web"), std::string("Red: yes, Blue: no"));
    QCOMPARE(who(world, "ec2:StopInstances", "Bare"), std::string("Red: unknown, Blue: unknown"));
    QCOMPARE(who(world, "ssm:GetParameter", "Setting"), std::string("Red: no, Blue: yes"));
    QCOMPARE(who(world, "s3:ListBucket", "Photos"), std::string("Red: unknown, Blue: unknown"));
}

/// Source: VPC Lattice User Guide, auth-policies.
void ResourceAccessTest::authPoliciesOfLatticeAreTheirServices() {
    const World world(R"yaml(
Resources:
  Orders: {Type: AWS::VpcLattice::Service, Properties: {Name: orders, AuthType: AWS_IAM}}
  Auth:
    Type: AWS::VpcLattice::AuthPolicy
    Properties:
      ResourceIdentifier: !Ref Orders
      Policy:
        Statement: [{Effect: Allow, Principal: {AWS: '999999999999'}, Action: 'vpc-lattice-svcs:Invoke', Resource: '*'}]
)yaml" + kNobody);
    QCOMPARE(who(world, "vpc-lattice-svcs:Invoke", "Orders"),
             std::string("Reader: no, account 999999999999: yes"));
}

/// Source: ECR User Guide, registry-permissions; CloudWatch Logs API, PutResourcePolicy.
void ResourceAccessTest::policiesOfAnAccountAreThoseOfItsResources() {
    const World world(R"yaml(
Resources:
  Team: {Type: AWS::ECR::Repository, Properties: {RepositoryName: team/app}}
  Other: {Type: AWS::ECR::Repository, Properties: {RepositoryName: other}}
  Registry:
    Type: AWS::ECR::RegistryPolicy
    Properties:
      PolicyText:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: {AWS: 'arn:aws:iam::999999999999:root'}
            Action: ecr:ReplicateImage
            Resource: !Sub arn:aws:ecr:us-east-1:${AWS::AccountId}:repository/team/*
  Log: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /dns/queries}}
  Dns:
    Type: AWS::Logs::ResourcePolicy
    Properties:
      PolicyName: dns
      PolicyDocument: '{"Statement": [{"Effect": "Allow", "Principal": {"Service": "route53.amazonaws.com"}, "Action": "logs:PutLogEvents", "Resource": "*"}]}'
  Tables: {Type: AWS::S3Tables::TableBucket, Properties: {TableBucketName: tables}}
  TablesPolicy:
    Type: AWS::S3Tables::TableBucketPolicy
    Properties:
      TableBucketARN: !GetAtt Tables.TableBucketARN
      ResourcePolicy:
        Statement: [{Effect: Allow, Principal: {AWS: '999999999999'}, Action: 's3tables:GetTableBucket', Resource: '*'}]
)yaml");
    QCOMPARE(who(world, "ecr:ReplicateImage", "Team"), std::string("account 999999999999: yes"));
    QCOMPARE(who(world, "ecr:ReplicateImage", "Other"), std::string("account 999999999999: no"));
    QCOMPARE(who(world, "logs:PutLogEvents", "Log"), std::string("route53.amazonaws.com: yes"));
    QCOMPARE(who(world, "s3tables:GetTableBucket", "Tables"),
             std::string("account 999999999999: yes"));
}

namespace {

/// What is called a policy and lets nobody use a resource of the design, with the reason.
const std::map<std::string, std::string> kNoGrants = {
    {"AWS::Config::ConfigRule Source.CustomPolicyDetails.PolicyText", "a rule of Guard"},
    {"AWS::Config::OrganizationConfigRule OrganizationCustomPolicyRuleMetadata.PolicyText",
     "a rule of Guard"},
    {"AWS::EC2::ClientVpnEndpoint AuthorizationPolicy.PolicyDocument", "whom a VPN lets in"},
    {"AWS::EC2::VerifiedAccessEndpoint PolicyDocument", "Cedar"},
    {"AWS::EC2::VerifiedAccessGroup PolicyDocument", "Cedar"},
    {"AWS::ECR::Repository LifecyclePolicy.LifecyclePolicyText", "what is kept"},
    {"AWS::EKS::PodIdentityAssociation Policy", "of sessions, which it narrows"},
    {"AWS::IVS::Channel MultitrackInputConfiguration.Policy", "how many tracks"},
    {"AWS::IoT::Policy PolicyDocument", "of certificates"},
    {"AWS::Logs::AccountPolicy PolicyDocument", "what is done with logs"},
    {"AWS::Logs::LogGroup DataProtectionPolicy", "what is masked"},
    {"AWS::Logs::LogGroup FieldIndexPolicies[]", "what is indexed"},
    {"AWS::NetworkManager::CoreNetwork PolicyDocument", "routes"},
    {"AWS::ODB::OdbNetwork KmsPolicyDocument", "of endpoints that Oracle Database@AWS makes"},
    {"AWS::ODB::OdbNetwork S3PolicyDocument", "of endpoints that Oracle Database@AWS makes"},
    {"AWS::ODB::OdbNetwork StsPolicyDocument", "of endpoints that Oracle Database@AWS makes"},
    {"AWS::OpenSearchServerless::AccessPolicy Policy", "named as not modelled"},
    {"AWS::OpenSearchServerless::LifecyclePolicy Policy", "what is kept"},
    {"AWS::OpenSearchServerless::SecurityPolicy Policy", "networks and keys"},
    {"AWS::RolesAnywhere::Profile SessionPolicy", "of sessions, which it narrows"},
    {"AWS::SES::ReceiptFilter Filter.IpFilter.Policy", "Allow or Block"},
    {"AWS::SNS::Subscription DeliveryPolicy", "how often is tried"},
    {"AWS::SNS::Subscription FilterPolicy", "which messages"},
    {"AWS::SNS::Subscription RedrivePolicy", "where dead letters go"},
    {"AWS::SNS::Subscription ReplayPolicy", "which messages"},
    {"AWS::SNS::Topic ArchivePolicy", "what is kept"},
    {"AWS::SNS::Topic DataProtectionPolicy", "what is masked"},
    {"AWS::SQS::Queue RedriveAllowPolicy", "whose dead letters"},
    {"AWS::SQS::Queue RedrivePolicy", "where dead letters go"},
    {"AWS::Serverless::Function AssumeRolePolicyDocument", "read with the role that SAM makes"},
    {"AWS::Transfer::User Policy", "of sessions, which it narrows"},
};

/// Collects the properties of a type that hold policies, by their names and what they hold.
class PolicyPaths {
public:
    explicit PolicyPaths(const ResourceType& type) : m_type(type.name) { visit(type.body, {}); }
    std::set<std::string> found;

private:
    void visit(const ObjectType& object, const std::string& before) {
        if (std::ranges::count(m_open, &object) > 0) return;
        m_open.push_back(&object);
        for (const PropertyFacts& facts : object.properties) {
            const std::string dot = before.empty() ? "" : ".";
            visit(facts.type, lowerAscii(facts.name), before + dot + std::string(facts.name));
        }
        m_open.pop_back();
    }

    void visit(const PropertyType& type, const std::string& name, const std::string& path) {
        if (type.kind == PropertyKind::Object && type.object != nullptr) {
            return visit(*type.object, path);
        }
        if (type.kind == PropertyKind::List) return visit(*type.element, name, path + "[]");
        if (type.kind == PropertyKind::Map) return visit(*type.element, name, path + "{}");
        const auto isJson = [](const PropertyType& one) {
            return one.kind == PropertyKind::AnyJson;
        };
        const bool holdsJson =
            isJson(type) || std::ranges::any_of(type.choices, [&](const PropertyType* choice) {
                return isJson(*choice);
            });
        const auto ends = [&](std::string_view end) { return name.ends_with(end); };
        const bool isDocument = ends("policydocument") || ends("policytext");
        const bool isCalledSo = isDocument || ends("policy") || ends("policies");
        static const std::set<std::string> kTexts = {
            "policy",      "resourcepolicy",   "destinationpolicy",
            "modelpolicy", "repositorypolicy", "sessionpolicy"};
        const bool isText =
            type.kind == PropertyKind::String && (isDocument || kTexts.contains(name));
        if ((holdsJson && isCalledSo) || isText) found.insert(m_type + ' ' + path);
    }

    std::string m_type;
    std::vector<const ObjectType*> m_open;
};

}  // namespace

void ResourceAccessTest::everyPolicyOfATypeIsReadOrNamed() {
    const auto catalog = Catalog::embedded();
    std::set<std::string> read;
    for (const PolicyPlace& place : policyPlaces()) {
        const ResourceType* type = catalog->find(place.type);
        const std::string shown = std::string(place.type) + ' ' + std::string(place.path);
        read.insert(shown);
        QVERIFY2(type != nullptr, shown.c_str());
        const bool isProperty = !place.target.empty() && place.target.find_first_of(".*") != 0;
        QVERIFY2(!isProperty || type->body.find(place.target) != nullptr, shown.c_str());
    }
    std::set<std::string> met;
    std::string wrong;
    for (const std::string_view type : catalog->typeNames()) {
        for (const std::string& one : PolicyPaths(*catalog->find(type)).found) {
            met.insert(one);
            if (read.contains(one) == kNoGrants.contains(one)) wrong += one + '\n';
        }
    }
    for (const auto& [one, why] : kNoGrants) {
        if (!met.contains(one)) wrong += "gone: " + one + '\n';
    }
    QCOMPARE(wrong, std::string());
    QVERIFY(met.size() > 80);
}

/// The text of a refusal names first what would have to allow it.
void ResourceAccessTest::whatIsMissingIsSaid() {
    const World world(R"yaml(
Resources:
  Bounded:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}]
      PermissionsBoundary: !Ref Fence
      Policies:
        - PolicyName: all
          PolicyDocument: {Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}
  Fence:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Statement: [{Effect: Allow, Action: 'sqs:*', Resource: '*'}]}
  Photos: {Type: AWS::S3::Bucket, Properties: {BucketName: photos}}
)yaml");
    const auto answer = whoCan(world.model, ActionTable::embedded(), "s3:ListBucket", "Photos");
    QVERIFY(answer.has_value());
    const PolicyAnswer& refused = answer->entries.front().answer;
    QCOMPARE(whatIsMissing(refused.explanation, refused.verdict),
             std::string("the permissions boundary has to allow s3:ListBucket on "
                         "arn:aws:s3:::photos"));
    const auto mail = whoCan(world.model, ActionTable::embedded(), "sqs:ListQueues", "*");
    QVERIFY(mail.has_value());
    const PolicyAnswer& allowed = mail->entries.front().answer;
    QCOMPARE(whatIsMissing(allowed.explanation, allowed.verdict), std::string());
}

/// Source: CloudFormation User Guide, using-cfn-stack-exports.
void ResourceAccessTest::importsAreWhatAnotherStackExports() {
    const std::string base = R"yaml(
Resources:
  Photos: {Type: AWS::S3::Bucket, Properties: {BucketName: photos}}
  Reads:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Statement: [{Effect: Allow, Action: s3:GetObject, Resource: !Sub "${Photos.Arn}/*"}]
  Web:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
Outputs:
  PhotosArn: {Value: !GetAtt Photos.Arn, Export: {Name: photos-arn}}
  ReadsArn: {Value: !Ref Reads, Export: {Name: reads}}
  WebArn: {Value: !GetAtt Web.Arn, Export: {Name: web-arn}}
  Name: {Value: !Ref Photos, Export: {Name: photos-name}}
)yaml";
    const World world(R"yaml(
Resources:
  Dev:
    Type: AWS::IAM::User
    Properties:
      ManagedPolicyArns: [!ImportValue reads]
  Ops:
    Type: AWS::IAM::User
    Properties:
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement: [{Effect: Allow, Action: s3:ListBucket, Resource: !ImportValue photos-arn}]
  Lost:
    Type: AWS::IAM::User
    Properties:
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement: [{Effect: Allow, Action: s3:ListBucket, Resource: !ImportValue nobodys}]
  Shared:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !ImportValue photos-name
      PolicyDocument:
        Statement: [{Effect: Allow, Principal: {AWS: !ImportValue web-arn}, Action: s3:PutObject, Resource: "arn:aws:s3:::photos/*"}]
  Fn:
    Type: AWS::Lambda::Function
    Properties: {Runtime: python3.12, Handler: a.b, Role: !ImportValue web-arn, Code: {ZipFile: x}}
)yaml",
                      {}, base);
    const std::string gets = who(world, "s3:GetObject", "Photos");
    QVERIFY2(gets.find("Dev: yes") != std::string::npos, gets.c_str());
    QVERIFY2(gets.find("Ops: no") != std::string::npos, gets.c_str());
    const std::string lists = who(world, "s3:ListBucket", "Photos");
    QVERIFY2(lists.find("Ops: yes") != std::string::npos, lists.c_str());
    QVERIFY2(lists.find("Lost: unknown") != std::string::npos, lists.c_str());
    const std::string puts = who(world, "s3:PutObject", "Photos");
    QVERIFY2(puts.find("Web: yes") != std::string::npos, puts.c_str());
    QCOMPARE(world.model.runners.size(), 1U);
    const std::ptrdiff_t role = world.model.runners.front().principal;
    QVERIFY(role >= 0);
    QCOMPARE(world.model.principals[static_cast<std::size_t>(role)].logicalId, "Web");
}

void ResourceAccessTest::literalNamesMeanWhatAnotherStackCallsSo() {
    const std::string base = R"yaml(
Resources:
  Photos: {Type: AWS::S3::Bucket, Properties: {BucketName: photos}}
  Resize: {Type: AWS::Lambda::Function, Properties: {FunctionName: resize, Runtime: python3.12, Handler: a.b, Role: !GetAtt Web.Arn, Code: {ZipFile: x}}}
  Reads:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: reads
      PolicyDocument:
        Statement: [{Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::photos/*"}]
  Readers: {Type: AWS::IAM::Group, Properties: {GroupName: readers, ManagedPolicyArns: [!Ref Reads]}}
  Web:
    Type: AWS::IAM::Role
    Properties:
      RoleName: web
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
)yaml";
    const World world(R"yaml(
Resources:
  Dev: {Type: AWS::IAM::User, Properties: {ManagedPolicyArns: ["arn:aws:iam::123456789012:policy/reads"]}}
  Member: {Type: AWS::IAM::User, Properties: {Groups: [readers]}}
  Added: {Type: AWS::IAM::User}
  Addition: {Type: AWS::IAM::UserToGroupAddition, Properties: {GroupName: readers, Users: [!Ref Added]}}
  Far: {Type: AWS::IAM::User, Properties: {ManagedPolicyArns: ["arn:aws:iam::210987654321:policy/reads"]}}
  Writes:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: writes
      Roles: [web]
      PolicyDocument:
        Statement: [{Effect: Allow, Action: s3:PutObject, Resource: "arn:aws:s3:::photos/*"}]
  Shared:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: photos
      PolicyDocument:
        Statement: [{Effect: Deny, Principal: "*", Action: s3:DeleteObject, Resource: "arn:aws:s3:::photos/*"}]
  MayCall: {Type: AWS::Lambda::Permission, Properties: {FunctionName: resize, Action: lambda:InvokeFunction, Principal: s3.amazonaws.com}}
  Fn:
    Type: AWS::Lambda::Function
    Properties: {Runtime: python3.12, Handler: a.b, Role: "arn:aws:iam::123456789012:role/web", Code: {ZipFile: x}}
)yaml",
                      {}, base);
    const std::string gets = who(world, "s3:GetObject", "Photos");
    for (const char* allowed : {"Dev: yes", "Member: yes", "Added: yes", "Far: unknown"}) {
        QVERIFY2(gets.find(allowed) != std::string::npos, gets.c_str());
    }
    const std::string puts = who(world, "s3:PutObject", "Photos");
    QVERIFY2(puts.find("Web: yes") != std::string::npos, puts.c_str());
    const std::string calls = who(world, "lambda:InvokeFunction", "Resize");
    QVERIFY2(calls.find("s3.amazonaws.com: yes") != std::string::npos, calls.c_str());
    const auto bucket = std::ranges::find(world.model.resources, "Photos",
                                          [](const AccessResource& one) { return one.logicalId; });
    QVERIFY(bucket != world.model.resources.end() && (*bucket).policy != nullptr);
    for (const AccessRunner& runner : world.model.runners) {
        QVERIFY2(runner.principal >= 0, runner.logicalId.c_str());
    }
}

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ResourceAccessTest)
#include "resource_access_test.moc"
