#include "tests/access/api_access_test.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "tests/access/access_world.h"

namespace archivolt {

using test::who;
using test::World;

/// Source: API Gateway Developer Guide, apigateway-resource-policies-examples (`execute-api:/` is
/// the API itself) and apigateway-authorization-flow.
void ApiAccessTest::aRestApiIsCalledByItsOwnPolicy() {
    const World world(R"yaml(
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: shop
      Policy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "arn:aws:iam::123456789012:user/dev"}
            Action: execute-api:Invoke
            Resource: execute-api:/prod/GET/*
          - {Effect: Deny, Principal: {AWS: "arn:aws:iam::123456789012:user/ops"}, Action: execute-api:Invoke, Resource: "execute-api:/*"}
  Dev: {Type: AWS::IAM::User, Properties: {UserName: dev}}
  Ops:
    Type: AWS::IAM::User
    Properties:
      UserName: ops
      Policies:
        - PolicyName: all
          PolicyDocument:
            Statement: [{Effect: Allow, Action: execute-api:Invoke, Resource: "*"}]
  Any:
    Type: AWS::IAM::User
    Properties:
      UserName: any
      Policies:
        - PolicyName: all
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: execute-api:Invoke
                Resource: !Sub "arn:aws:execute-api:us-east-1:${AWS::AccountId}:${Api}/*"
)yaml");
    const std::string answer = who(world, "execute-api:Invoke", "Api");
    QVERIFY2(answer.find("Dev: no, Dev/prod/GET/(any): yes") != std::string::npos, answer.c_str());
    QVERIFY2(answer.find("Ops: no") != std::string::npos, answer.c_str());
    QVERIFY2(answer.find("Any: yes") != std::string::npos, answer.c_str());
    QVERIFY2(answer.find("everyone") == std::string::npos, answer.c_str());
    const auto can = whatCan(world.model, ActionTable::embedded(), "Any");
    QVERIFY(can.has_value());
    QVERIFY(std::ranges::any_of(can->entries, [](const WhatCanEntry& entry) {
        return entry.resource == "Api" &&
               std::ranges::count(entry.allowed, "execute-api:Invoke") == 1;
    }));
    // Who manages the API is asked for by its other ARN.
    QVERIFY2(who(world, "apigateway:GET", "Api").find("Any: no") != std::string::npos,
             who(world, "apigateway:GET", "Api").c_str());
}

void ApiAccessTest::methodsWithoutAuthorizationAreOpenToAll() {
    const std::string api = R"yaml(
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: shop}}
  Pets: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: pets}}
  Pet: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !Ref Pets, PathPart: "{id}"}}
  Get: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Api, ResourceId: !Ref Pet, HttpMethod: GET, AuthorizationType: NONE}}
  Put: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Api, ResourceId: !Ref Pet, HttpMethod: PUT, AuthorizationType: AWS_IAM}}
)yaml";
    const std::string base = "arn:aws:execute-api:us-east-1:123456789012:(Api)/prod/";
    const World open(api);
    const std::string reads = who(open, "execute-api:Invoke", base + "GET/pets/7");
    QCOMPARE(reads, "everyone: yes");
    QCOMPARE(who(open, "execute-api:Invoke", base + "PUT/pets/7"), "everyone: no");
    const World described(R"yaml(
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Body: {openapi: "3.0.1", paths: {}}}}
)yaml");
    QCOMPARE(who(described, "execute-api:Invoke", "Api"), "everyone: unknown");
}

/// Source: API Gateway Developer Guide, apigateway-authorization-flow.
void ApiAccessTest::whomAnAuthorizerLetsInIsUnknown() {
    const std::string api = R"yaml(
Resources:
  Pets: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: pets}}
  Get: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Api, ResourceId: !Ref Pets, HttpMethod: GET, AuthorizationType: CUSTOM}}
  Put: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Api, ResourceId: !Ref Pets, HttpMethod: PUT, AuthorizationType: COGNITO_USER_POOLS}}
  Ops:
    Type: AWS::IAM::User
    Properties:
      UserName: ops
      Policies: [{PolicyName: all, PolicyDocument: {Statement: [{Effect: Allow, Action: execute-api:Invoke, Resource: "*"}]}}]
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: shop
)yaml";
    const std::string base = "arn:aws:execute-api:us-east-1:123456789012:(Api)/prod/";
    const World plain(api);
    QCOMPARE(who(plain, "execute-api:Invoke", base + "GET/pets"),
             "Ops: unknown, everyone: unknown");
    QCOMPARE(who(plain, "execute-api:Invoke", base + "PUT/pets"),
             "Ops: unknown, everyone: unknown");
    // A user pool's members must be allowed by the policy; an authorizer allows by itself.
    const World closed(api + R"yaml(
      Policy: {Statement: [{Effect: Deny, Principal: {AWS: "arn:aws:iam::123456789012:user/ops"}, Action: "execute-api:Invoke", Resource: "execute-api:/*"}]}
)yaml");
    QCOMPARE(who(closed, "execute-api:Invoke", base + "GET/pets"), "Ops: no, everyone: unknown");
    QCOMPARE(who(closed, "execute-api:Invoke", base + "PUT/pets"), "Ops: no, everyone: no");
}

/// Source: API Gateway Developer Guide, http-api-access-control.
void ApiAccessTest::routesOfHttpApisAreOpenUnlessTheyAskForMore() {
    const std::string api = R"yaml(
Resources:
  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: shop, ProtocolType: HTTP}}
  Get: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: "GET /pets/{id}"}}
)yaml";
    const std::string guarded = R"yaml(
  Put: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: "PUT /pets/{id}", AuthorizationType: AWS_IAM}}
  Any: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: "ANY /mine/{proxy+}", AuthorizationType: JWT}}
)yaml";
    const std::string rest = R"yaml(
  Rest: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: $default}}
)yaml";
    const std::string base = "arn:aws:execute-api:us-east-1:123456789012:(Api)/prod/";
    const World world(api + guarded);
    QCOMPARE(who(world, "execute-api:Invoke", base + "GET/pets/7"), "everyone: yes");
    QCOMPARE(who(world, "execute-api:Invoke", base + "PUT/pets/7"), "everyone: no");
    QCOMPARE(who(world, "execute-api:Invoke", base + "GET/mine/a/b"), "everyone: unknown");
    const World open(api + rest);
    QCOMPARE(who(open, "execute-api:Invoke", base + "POST/orders"), "everyone: yes");
    const World mixed(api + guarded + rest);
    QCOMPARE(who(mixed, "execute-api:Invoke", base + "PUT/pets/7"), "everyone: unknown");
    const World quick(R"yaml(
Resources:
  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: shop, ProtocolType: HTTP, Target: "https://example.com"}}
)yaml");
    QCOMPARE(who(quick, "execute-api:Invoke", base + "POST/orders"), "everyone: yes");
}

/// Source: API Gateway Developer Guide, apigateway-websocket-api-control-access.
void ApiAccessTest::socketsAreGuardedWhereTheyConnect() {
    const auto api = [](const char* authorization) {
        return fmt::format(R"yaml(
Resources:
  Api: {{Type: AWS::ApiGatewayV2::Api, Properties: {{Name: shop, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}}}}
  Connect: {{Type: AWS::ApiGatewayV2::Route, Properties: {{ApiId: !Ref Api, RouteKey: $connect, AuthorizationType: {}}}}}
  Send: {{Type: AWS::ApiGatewayV2::Route, Properties: {{ApiId: !Ref Api, RouteKey: send}}}}
)yaml",
                           authorization);
    };
    const std::string send = "arn:aws:execute-api:us-east-1:123456789012:(Api)/prod/send";
    QCOMPARE(who(World(api("NONE")), "execute-api:Invoke", send), "everyone: yes");
    QCOMPARE(who(World(api("CUSTOM")), "execute-api:Invoke", send), "everyone: unknown");
    QCOMPARE(who(World(api("AWS_IAM")), "execute-api:Invoke", send), "");
}

/// Source: AWS SAM Developer Guide, sam-property-api-resourcepolicystatement.
void ApiAccessTest::shortPoliciesOfServerlessApisAreWrittenOut() {
    const auto api = [](const std::string& policy, const std::string& auth = {}) {
        return World(R"yaml(
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Auth: {)yaml" + auth +
                     "ResourcePolicy: {" + policy + "}}\n");
    };
    const auto written = [](const std::string& statements) {
        return World(
            "Resources:\n  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: shop, Policy: "
            "{Version: '2012-10-17', Statement: [" +
            statements + "]}}}\n");
    };
    const auto statement = [](const std::string& effect, const std::string& principal,
                              const std::string& condition = {}) {
        return "{Effect: " + effect + ", Principal: " + principal +
               ", Action: 'execute-api:Invoke', Resource: 'execute-api:/prod/*'" +
               (condition.empty() ? "" : ", Condition: {" + condition + "}") + "}";
    };
    const std::string all = statement("Allow", "'*'");
    const std::pair<std::string, std::string> cases[] = {
        {"AwsAccountWhitelist: ['210987654321']", statement("Allow", "{AWS: ['210987654321']}")},
        {"AwsAccountBlacklist: ['210987654321']", statement("Deny", "{AWS: ['210987654321']}")},
        {"IpRangeWhitelist: [192.0.2.0/24]",
         all + ", " + statement("Deny", "'*'", "NotIpAddress: {'aws:SourceIp': [192.0.2.0/24]}")},
        {"IpRangeBlacklist: [192.0.2.0/24]",
         all + ", " + statement("Deny", "'*'", "IpAddress: {'aws:SourceIp': [192.0.2.0/24]}")},
        {"SourceVpcWhitelist: [vpc-1, vpce-2]",
         all + ", " +
             statement("Deny", "'*'",
                       "StringNotEquals: {'aws:SourceVpc': [vpc-1], 'aws:SourceVpce': [vpce-2]}")},
        {"SourceVpcBlacklist: [vpc-1], IntrinsicVpcBlacklist: [vpc-3]",
         all + ", " + statement("Deny", "'*'", "StringEquals: {'aws:SourceVpc': [vpc-1, vpc-3]}")},
        {"IntrinsicVpceWhitelist: [vpce-4]",
         all + ", " + statement("Deny", "'*'", "StringNotEquals: {'aws:SourceVpce': [vpce-4]}")},
        {"CustomStatements: [" + all + "]", all}};
    for (const auto& [shorter, longer] : cases) {
        const World one = api(shorter);
        const World other = written(longer);
        QVERIFY2(one.model.resources[0].policy != nullptr, shorter.c_str());
        QVERIFY2(one.model.resources[0].policy->document() ==
                     other.model.resources[0].policy->document(),
                 shorter.c_str());
    }
    const std::string call = "arn:aws:execute-api:us-east-1:123456789012:(Api)/prod/GET/pets";
    const std::string open = "CustomStatements: [" + all + "]";
    QCOMPARE(who(api(open), "execute-api:Invoke", call), "everyone: yes");
    QCOMPARE(who(api(open, "DefaultAuthorizer: AWS_IAM, "), "execute-api:Invoke", call),
             "everyone: yes");
    QCOMPARE(who(api(open, "DefaultAuthorizer: Pool, "), "execute-api:Invoke", call),
             "everyone: unknown");
}

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ApiAccessTest)
#include "api_access_test.moc"
