#include <QtTest>
#include <set>

#include "tests/command/run_command.h"
#include "tests/command/simulated.h"

namespace archivolt {

using test::completedAt;
using test::Json;
using test::simulate;

namespace {

/// What SAM writes of the design below.
constexpr const char* kServerless = R"(Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Runtime: python3.13, Handler: app.h, InlineCode: x, Environment: {Variables: {TABLE: !Ref Table}}}
Resources:
  Table: {Type: AWS::Serverless::SimpleTable}
  Queue: {Type: AWS::SQS::Queue}
  Api: {Type: AWS::Serverless::Api, Properties: {StageName: prod, MethodSettings: [{HttpMethod: "*", ResourcePath: "/x", ThrottlingRateLimit: 5, ThrottlingBurstLimit: 5}]}}
  Front:
    Type: AWS::Serverless::Function
    Properties:
      AutoPublishAlias: live
      Events:
        Orders: {Type: Api, Properties: {Path: "/orders/{id}", Method: get, RestApiId: !Ref Api}}
        Rest: {Type: HttpApi}
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      AutoPublishAlias: live
      Events:
        Work: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, BatchSize: 5}}
        Often: {Type: Schedule, Properties: {Schedule: rate(1 minute)}}
)";

/// The same in CloudFormation's own types.
constexpr const char* kPlain = R"(Resources:
  Table: {Type: AWS::DynamoDB::Table, Properties: {BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [{AttributeName: id, AttributeType: S}], KeySchema: [{AttributeName: id, KeyType: HASH}]}}
  Queue: {Type: AWS::SQS::Queue}
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: a}}
  ApiprodStage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, StageName: prod, MethodSettings: [{HttpMethod: "*", ResourcePath: "/x", ThrottlingRateLimit: 5, ThrottlingBurstLimit: 5}]}}
  Orders: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: orders}}
  Order: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !Ref Orders, PathPart: "{id}"}}
  Get: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Api, ResourceId: !Ref Order, HttpMethod: GET, AuthorizationType: NONE, Integration: {Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${FrontAliaslive}/invocations"}}}
  ServerlessHttpApi: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: b, ProtocolType: HTTP}}
  Route: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref ServerlessHttpApi, RouteKey: $default, Target: !Sub "integrations/${Integration}"}}
  Integration: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref ServerlessHttpApi, IntegrationType: AWS_PROXY, IntegrationUri: !Ref FrontAliaslive, PayloadFormatVersion: "2.0"}}
  Front: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.13, Handler: app.h, Code: {ZipFile: x}, Role: "arn:aws:iam::123456789012:role/r", Environment: {Variables: {TABLE: !Ref Table}}}}
  FrontVersion: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref Front}}
  FrontAliaslive: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Front, FunctionVersion: !GetAtt FrontVersion.Version, Name: live}}
  Worker: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.13, Handler: app.h, Code: {ZipFile: x}, Role: "arn:aws:iam::123456789012:role/r", Environment: {Variables: {TABLE: !Ref Table}}}}
  WorkerVersion: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref Worker}}
  WorkerAliaslive: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Worker, FunctionVersion: !GetAtt WorkerVersion.Version, Name: live}}
  WorkerWork: {Type: AWS::Lambda::EventSourceMapping, Properties: {EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref WorkerAliaslive, BatchSize: 5}}
  WorkerOften: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 minute), Targets: [{Id: a, Arn: !Ref WorkerAliaslive}]}}
)";

const std::vector<std::string> kOptions = {"--duration", "5m"};

}  // namespace

/// simulate, on what SAM makes.
class SimulateServerlessTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// A design that SAM writes runs as the same one in plain CloudFormation does.
    void itRunsAsItsPlainFormDoes() {
        const Json sam = simulate(kServerless, kOptions);
        const Json plain = simulate(kPlain, kOptions);
        for (const char* name : {"Api", "ServerlessHttpApi", "Front", "Worker", "Table"}) {
            QVERIFY2(completedAt(plain, name) > 0, name);
            QVERIFY2(sam["components"].contains(name), name);
            QCOMPARE(completedAt(sam, name), completedAt(plain, name));
            QCOMPARE(sam["components"][name]["type"].dump(),
                     plain["components"][name]["type"].dump());
        }
        QCOMPARE(sam["requests"].dump(), plain["requests"].dump());
        QCOMPARE(sam["not_simulated"].dump(), std::string("[]"));
    }

    /// An alias is called for its function; one that divides calls is named.
    void anAliasThatDividesCallsIsNamed() {
        std::string text = kPlain;
        const std::string name = "Name: live}}\n  Worker:";
        text.insert(text.find(name),
                    "RoutingConfig: {AdditionalVersionWeights: [{FunctionVersion: \"1\", "
                    "FunctionWeight: 0.5}]}, ");
        std::set<std::string> named;
        const Json json = simulate(text, {"--duration", "10s"});
        for (const auto& one : json["not_simulated"]) named.insert(one["component"]);
        QCOMPARE(named, std::set<std::string>{"FrontAliaslive"});
    }

    /// Where a function's failures go is nothing that its code calls.
    void aDeadLetterQueueIsNotCalled() {
        std::string text = kServerless;
        text.insert(text.find("      AutoPublishAlias"),
                    "      DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Letters.Arn}\n");
        text += "  Letters: {Type: AWS::SQS::Queue}\n";
        const Json json = simulate(text, kOptions);
        QVERIFY(json["components"].contains("Letters"));
        QCOMPARE(json["components"]["Letters"]["arrivals"].get<int>(), 0);
    }

    /// An API of WebSockets is not simulated, and named.
    void webSocketsAreNamed() {
        std::string text = kServerless;
        text +=
            "  Socket: {Type: AWS::Serverless::WebSocketApi, Properties: {Routes: {$default: "
            "{FunctionArn: !GetAtt Front.Arn}}, RouteSelectionExpression: "
            "$request.body.action}}\n";
        const Json json = simulate(text, {"--duration", "10s"});
        QVERIFY2(json["not_simulated"].dump().find("\"Socket\"") != std::string::npos,
                 json["not_simulated"].dump().c_str());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::SimulateServerlessTest)
#include "simulate_serverless_test.moc"
