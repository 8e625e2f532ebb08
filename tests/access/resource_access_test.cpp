#include "tests/access/resource_access_test.h"

#include <set>

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

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ResourceAccessTest)
#include "resource_access_test.moc"
