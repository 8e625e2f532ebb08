#include "tests/bench/made_access.h"

#include <fmt/format.h>

#include "export/cloudformation/read_template.h"
#include "export/cloudformation/write_template.h"
#include "model/base/invariant.h"

namespace archivolt::test {

namespace {

std::string trustOf(std::size_t role) {
    if (role % 20 == 1) return fmt::format("{{AWS: !GetAtt Role{}.Arn}}", role - 1);
    return "{Service: lambda.amazonaws.com}";
}

/// A role, with the function that runs as it.
std::string roleText(std::size_t role) {
    const std::size_t group = role / 10;
    std::string text = fmt::format(
        R"(  Role{0}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement: [{{Effect: Allow, Principal: {1}, Action: sts:AssumeRole}}]
      Policies:
        - PolicyName: own
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              - {{Effect: Allow, Action: [s3:GetObject, s3:PutObject], Resource: !Sub "${{Bucket{2}.Arn}}/*"}}
              - {{Effect: Allow, Action: [dynamodb:GetItem, dynamodb:Query], Resource: !GetAtt Table{2}.Arn}}
              - {{Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Queue{2}.Arn}}
              - Effect: Allow
                Action: secretsmanager:GetSecretValue
                Resource: !Ref Secret{2}
                Condition: {{Bool: {{"aws:SecureTransport": "true"}}}}
              - {{Effect: {3}, Action: {4}, Resource: {5}}}
)",
        role, trustOf(role), group, role % 50 == 0 ? "Allow" : "Deny",
        role % 50 == 0 ? "[iam:PassRole, lambda:CreateFunction, lambda:InvokeFunction]"
                       : "sns:Publish",
        role % 50 == 0
            ? fmt::format("[!GetAtt Role{}.Arn, 'arn:aws:lambda:*:*:function:*']", role + 2)
            : "'*'");
    if (role % 5 != 2) return text;
    return text + fmt::format(R"(  Function{0}:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs22.x
      Role: !GetAtt Role{0}.Arn
      Code: {{S3Bucket: example-code, S3Key: function-{0}.zip}}
)",
                              role);
}

/// What the roles of one group use.
std::string groupText(std::size_t group) {
    return fmt::format(R"(  Bucket{0}:
    Type: AWS::S3::Bucket
    Properties: {{}}
  Other{0}:
    Type: AWS::S3::Bucket
    Properties: {{}}
  Bucket{0}Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket{0}
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          - {{Effect: Allow, Principal: {{AWS: !GetAtt Role{1}.Arn}}, Action: s3:GetObject, Resource: !Sub "${{Bucket{0}.Arn}}/*"}}
          - Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource: [!GetAtt Bucket{0}.Arn, !Sub "${{Bucket{0}.Arn}}/*"]
            Condition: {{Bool: {{"aws:SecureTransport": "false"}}}}
  Queue{0}:
    Type: AWS::SQS::Queue
    Properties: {{}}
  Topic{0}:
    Type: AWS::SNS::Topic
    Properties: {{}}
  Secret{0}:
    Type: AWS::SecretsManager::Secret
    Properties: {{}}
  Table{0}:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{{AttributeName: id, AttributeType: S}}]
      KeySchema: [{{AttributeName: id, KeyType: HASH}}]
  Key{0}:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: 2012-10-17
        Statement:
          - {{Effect: Allow, Principal: {{AWS: !Sub "arn:aws:iam::${{AWS::AccountId}}:root"}}, Action: kms:*, Resource: "*"}}
)",
                       group, group * 10 + 1);
}

Value promiseOf(std::size_t number, const char* kind, std::size_t role, std::size_t bucket) {
    return Value::map({{"name", Value::string(fmt::format("{} {}", kind, number))},
                       {"kind", Value::string(kind)},
                       {"from", Value::string(fmt::format("Role{}", role))},
                       {"action", Value::string("read")},
                       {"to", Value::string(fmt::format("Bucket{}", bucket))}});
}

}  // namespace

std::string madeAccessTemplate(std::size_t principals) {
    std::string text = "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n";
    // Whole groups of ten, so that whatever a role names is there.
    for (std::size_t group = 0; group * 10 < principals; ++group) {
        for (std::size_t role = group * 10; role < group * 10 + 10; ++role) text += roleText(role);
        text += groupText(group);
    }
    return text;
}

Design madeAccessDesign(std::size_t principals) {
    Design design;
    Stack stack;
    stack.id = StackId{design.nextId++};
    stack.name = "bench";
    const TemplateReading reading = readTemplate(madeAccessTemplate(principals), {}, design.nextId);
    INVARIANT(reading.usable);
    stack.body = reading.body;
    stack.source = sourceOf(reading, "bench.yaml");
    design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
    std::vector<Value> promises;
    const std::size_t groups = (principals + 9) / 10;
    for (std::size_t role = 3; role < groups * 10; role += 25) {
        promises.push_back(promiseOf(promises.size(), "can", role, role / 10));
        promises.push_back(promiseOf(promises.size(), "cannot", role, (role / 10 + 1) % groups));
    }
    design.intents = Value::list(std::move(promises));
    return design;
}

Edit statementEdit(const Design& design, std::size_t role) {
    const Path action = Path::parse(fmt::format(
        "Resources.Role{}.Properties.Policies[0].PolicyDocument.Statement[1].Action", role));
    return SetValue{
        design.stacks.front()->id, action,
        Value::list({Value::string("dynamodb:GetItem"), Value::string("dynamodb:PutItem")})};
}

}  // namespace archivolt::test
