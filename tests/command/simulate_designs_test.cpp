#include <QtTest>

#include <cmath>
#include <set>

#include "app/command/examples.h"
#include "tests/command/run_command.h"
#include "tests/command/simulated.h"
#include "tests/command/small_designs.h"

namespace archivolt {

using test::completedAt;
using test::countOf;
using test::firstTime;
using test::Json;
using test::kLeftOut;
using test::kScaledService;
using test::kTracked;
using test::kTwoGroups;
using test::kTwoInstances;
using test::MemoryFiles;
using test::plainGroup;
using test::run;
using test::simulate;

namespace {

/// A function behind an API sends to all that takes messages, and each has somebody who listens.
constexpr const char* kAsynchronous = R"(Resources:
  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: orders, ProtocolType: HTTP}}
  Stage: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Api, StageName: $default, AutoDeploy: true, DefaultRouteSettings: {ThrottlingRateLimit: 500, ThrottlingBurstLimit: 100}}}
  OrdersIntegration: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Orders.Arn, PayloadFormatVersion: "2.0"}}
  ReadIntegration: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Reader.Arn, PayloadFormatVersion: "2.0"}}
  OrdersRoute: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: POST /orders, Target: !Sub "integrations/${OrdersIntegration}"}}
  ReadRoute: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: "GET /orders/{id}", Target: !Sub "integrations/${ReadIntegration}"}}
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]}}}
  Orders: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12, Handler: a.b, Role: !GetAtt Role.Arn, Timeout: 10, Code: {ZipFile: x}, Environment: {Variables: {TABLE: !Ref Table, QUEUE: !Ref Mail, TOPIC: !Ref News, STREAM: !Ref Clicks, BUS: !Ref Bus, MACHINE: !Ref Fulfil, HOSE: !Ref Archive}}}}
  Reader: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12, Handler: a.b, Role: !GetAtt Role.Arn, Code: {ZipFile: x}, Environment: {Variables: {TABLE: !Ref Table}}}}
  Mailer: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12, Handler: a.b, Role: !GetAtt Role.Arn, Code: {ZipFile: x}}}
  Auditor: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12, Handler: a.b, Role: !GetAtt Role.Arn, Code: {ZipFile: x}}}
  Counter: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12, Handler: a.b, Role: !GetAtt Role.Arn, Code: {ZipFile: x}}}
  Indexer: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12, Handler: a.b, Role: !GetAtt Role.Arn, Code: {ZipFile: x}}}
  Packer: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12, Handler: a.b, Role: !GetAtt Role.Arn, Code: {ZipFile: x}}}
  Shipper: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12, Handler: a.b, Role: !GetAtt Role.Arn, Code: {ZipFile: x}}}
  Nightly: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12, Handler: a.b, Role: !GetAtt Role.Arn, Code: {ZipFile: x}}}
  Listener: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12, Handler: a.b, Role: !GetAtt Role.Arn, Code: {ZipFile: x}}}
  Table: {Type: AWS::DynamoDB::Table, Properties: {BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [{AttributeName: id, AttributeType: S}], KeySchema: [{AttributeName: id, KeyType: HASH}], StreamSpecification: {StreamViewType: NEW_IMAGE}}}
  Letters: {Type: AWS::SQS::Queue}
  Mail: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 60, RedrivePolicy: {deadLetterTargetArn: !GetAtt Letters.Arn, maxReceiveCount: 3}}}
  MailSource: {Type: AWS::Lambda::EventSourceMapping, Properties: {EventSourceArn: !GetAtt Mail.Arn, FunctionName: !Ref Mailer, BatchSize: 5}}
  News: {Type: AWS::SNS::Topic}
  NewsSubscription: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref News, Protocol: lambda, Endpoint: !GetAtt Auditor.Arn}}
  Clicks: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 2}}
  ClicksSource: {Type: AWS::Lambda::EventSourceMapping, Properties: {EventSourceArn: !GetAtt Clicks.Arn, FunctionName: !Ref Counter, StartingPosition: LATEST}}
  TableSource: {Type: AWS::Lambda::EventSourceMapping, Properties: {EventSourceArn: !GetAtt Table.StreamArn, FunctionName: !Ref Indexer, StartingPosition: LATEST}}
  Bus: {Type: AWS::Events::EventBus, Properties: {Name: orders}}
  OnOrder: {Type: AWS::Events::Rule, Properties: {EventBusName: !Ref Bus, EventPattern: {source: [shop]}, Targets: [{Id: a, Arn: !GetAtt Listener.Arn}]}}
  Every: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 minute), Targets: [{Id: a, Arn: !GetAtt Nightly.Arn}]}}
  Fulfil: {Type: AWS::StepFunctions::StateMachine, Properties: {RoleArn: !GetAtt Role.Arn, Definition: {StartAt: Pack, States: {Pack: {Type: Task, Resource: !GetAtt Packer.Arn, Next: Ship}, Ship: {Type: Task, Resource: !GetAtt Shipper.Arn, End: true}}}}}
  Archive: {Type: AWS::KinesisFirehose::DeliveryStream, Properties: {ExtendedS3DestinationConfiguration: {BucketARN: !GetAtt Lake.Arn, RoleARN: !GetAtt Role.Arn, BufferingHints: {IntervalInSeconds: 60, SizeInMBs: 1}}}}
  Lake: {Type: AWS::S3::Bucket}
)";

constexpr const char* kRules =
    R"(  Listener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb, Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets1}]}}
  Api: {Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: {ListenerArn: !Ref Listener, Priority: 1, Conditions: [{Field: path-pattern, PathPatternConfig: {Values: [/api/*]}}], Actions: [{Type: forward, TargetGroupArn: !Ref Targets2}]}}
  Old: {Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: {ListenerArn: !Ref Listener, Priority: 2, Conditions: [{Field: host-header, Values: [old.example.com]}], Actions: [{Type: redirect, RedirectConfig: {Host: www.example.com, StatusCode: HTTP_301}}]}}
  Gone: {Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: {ListenerArn: !Ref Listener, Priority: 3, Conditions: [{Field: path-pattern, Values: [/gone]}], Actions: [{Type: fixed-response, FixedResponseConfig: {StatusCode: "410"}}]}}
)";

constexpr const char* kRewriting =
    R"(  Listener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb, Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets1}]}}
  Versions: {Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: {ListenerArn: !Ref Listener, Priority: 1, Conditions: [{Field: path-pattern, PathPatternConfig: {RegexValues: ["^/v[0-9]+/orders/"]}}], Actions: [{Type: forward, TargetGroupArn: !Ref Targets2}], Transforms: [{Type: url-rewrite, UrlRewriteConfig: {Rewrites: [{Regex: "^/v([0-9]+)(/.*)$", Replace: "$2?version=$1"}]}}, {Type: host-header-rewrite, HostHeaderRewriteConfig: {Rewrites: [{Regex: "^.*$", Replace: inner.example.com}]}}]}}
  Strange: {Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: {ListenerArn: !Ref Listener, Priority: 2, Conditions: [{Field: path-pattern, Values: [/v2/*]}], Actions: [{Type: forward, TargetGroupArn: !Ref Targets2}], Transforms: [{Type: url-rewrite, UrlRewriteConfig: {Rewrites: [{Regex: "(?<=v)2", Replace: "3"}]}}]}}
)";

constexpr const char* kFirewall =
    R"(  Wall: {Type: AWS::WAFv2::WebACL, Properties: {Scope: REGIONAL, DefaultAction: {Allow: {}}, VisibilityConfig: {SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: a}, Rules: [{Name: rate, Priority: 1, Action: {Block: {}}, Statement: {RateBasedStatement: {Limit: 100, AggregateKeyType: IP, EvaluationWindowSec: 60}}, VisibilityConfig: {SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: b}}]}}
  Association: {Type: AWS::WAFv2::WebACLAssociation, Properties: {ResourceArn: !Ref Alb, WebACLArn: !GetAtt Wall.Arn}}
)";

constexpr const char* kAccelerator =
    R"(  Alb2: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref A, !Ref B]}}
  Listener1: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb, Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets1}]}}
  Listener2: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb2, Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets2}]}}
  Front: {Type: AWS::GlobalAccelerator::Accelerator, Properties: {Name: front}}
  FrontListener: {Type: AWS::GlobalAccelerator::Listener, Properties: {AcceleratorArn: !Ref Front, Protocol: TCP, PortRanges: [{FromPort: 80, ToPort: 80}]}}
  Endpoints: {Type: AWS::GlobalAccelerator::EndpointGroup, Properties: {ListenerArn: !Ref FrontListener, EndpointGroupRegion: us-east-1, EndpointConfigurations: [{EndpointId: !Ref Alb, Weight: 128}, {EndpointId: !Ref Alb2, Weight: 128}]}}
)";

/// One name that is answered by the place of who asks: RECORDS are its two records.
constexpr const char* kByPlace =
    R"(  Alb2: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref A, !Ref B]}}
  Listener1: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb, Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets1}]}}
  Listener2: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb2, Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets2}]}}
  First: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: Z0123456789ABCDEFGHIJ, Name: www.example.com, Type: A, SetIdentifier: first, AliasTarget: {DNSName: !GetAtt Alb.DNSName, HostedZoneId: !GetAtt Alb.CanonicalHostedZoneID, EvaluateTargetHealth: true}, FIRST}}
  Second: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: Z0123456789ABCDEFGHIJ, Name: www.example.com, Type: A, SetIdentifier: second, AliasTarget: {DNSName: !GetAtt Alb2.DNSName, HostedZoneId: !GetAtt Alb2.CanonicalHostedZoneID, EvaluateTargetHealth: true}, SECOND}}
)";

std::string chosenBy(const std::string& first, const std::string& second) {
    std::string text = std::string(kTwoInstances) + kByPlace;
    text.replace(text.find("FIRST"), 5, first);
    return text.replace(text.find("SECOND"), 6, second);
}

/// An instance in a private subnet that keeps its files in a bucket.
constexpr const char* kPrivate = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Public: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  Public2: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}}
  Private: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: us-east-1b}}
  Address: {Type: AWS::EC2::EIP, Properties: {Domain: vpc}}
  Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref Public, AllocationId: !GetAtt Address.AllocationId}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Out: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat}}
  Associated: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Private, RouteTableId: !Ref Table}}
  Files: {Type: AWS::S3::Bucket}
  Web: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.large, SubnetId: !Ref Private, UserData: !Base64 {"Fn::Sub": "bucket=${Files}"}}}
  Targets: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Protocol: HTTP, Port: 80, Targets: [{Id: !Ref Web}]}}
  Alb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref Public, !Ref Public2]}}
  Listener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb, Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets}]}}
)";

constexpr const char* kEndpoint =
    R"(  ToFiles: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Vpc, ServiceName: com.amazonaws.us-east-1.s3, RouteTableIds: [!Ref Table]}}
)";

/// Functions that ask a database with a replica, through a proxy.
constexpr const char* kDatabase = R"(Resources:
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]}}}
  Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, DBInstanceClass: db.t3.micro, AllocatedStorage: "20", MasterUsername: a, ManageMasterUserPassword: true}}
  Copy: {Type: AWS::RDS::DBInstance, Properties: {SourceDBInstanceIdentifier: !Ref Db, DBInstanceClass: db.t3.micro}}
  Proxy: {Type: AWS::RDS::DBProxy, Properties: {DBProxyName: p, EngineFamily: POSTGRESQL, RoleArn: !GetAtt Role.Arn, VpcSubnetIds: [subnet-11111111, subnet-22222222], Auth: [{AuthScheme: SECRETS}]}}
  ProxyTargets: {Type: AWS::RDS::DBProxyTargetGroup, Properties: {DBProxyName: !Ref Proxy, TargetGroupName: default, DBInstanceIdentifiers: [!Ref Db]}}
  Work: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12, Handler: a.b, Role: !GetAtt Role.Arn, Code: {ZipFile: x}, Environment: {Variables: {HOST: !GetAtt WHERE}}}}
)";

constexpr const char* kBeanstalk = R"(Resources:
  App: {Type: AWS::ElasticBeanstalk::Application}
  Shop: {Type: AWS::ElasticBeanstalk::Environment, Properties: {ApplicationName: !Ref App, OptionSettings: [{Namespace: "aws:autoscaling:asg", OptionName: MinSize, Value: "3"}, {Namespace: "aws:autoscaling:launchconfiguration", OptionName: InstanceType, Value: m5.large}]}}
)";

constexpr const char* kClassicService = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Gateway: {Type: AWS::EC2::InternetGateway}
  Attached: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Out: {Type: AWS::EC2::Route, DependsOn: Attached, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}}
  Associated: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref A, RouteTableId: !Ref Table}}
  Web: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: web, VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}]}}
  Front: {Type: AWS::ElasticLoadBalancing::LoadBalancer, Properties: {Subnets: [!Ref A], SecurityGroups: [!Ref Web], Listeners: [{LoadBalancerPort: "80", InstancePort: "80", Protocol: HTTP}]}}
  Cluster: {Type: AWS::ECS::Cluster}
  Task: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: web, Image: web, Memory: 300, PortMappings: [{HostPort: 80, ContainerPort: 80}]}]}}
  Tasks: {Type: AWS::ECS::Service, Properties: {Cluster: !Ref Cluster, DesiredCount: 2, TaskDefinition: !Ref Task, LoadBalancers: [{ContainerName: web, ContainerPort: 80, LoadBalancerName: !Ref Front}]}}
)";

constexpr const char* kStepped =
    R"(  Policy: {Type: AWS::ApplicationAutoScaling::ScalingPolicy, Properties: {PolicyName: cpu, PolicyType: StepScaling, ScalingTargetId: !Ref Size, StepScalingPolicyConfiguration: {AdjustmentType: ChangeInCapacity, StepAdjustments: [{MetricIntervalLowerBound: 0, ScalingAdjustment: 3}]}}}
  Busy: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: AWS/ECS, MetricName: CPUUtilization, Statistic: Average, Period: 60, EvaluationPeriods: 2, Threshold: 60, ComparisonOperator: GreaterThanOrEqualToThreshold, AlarmActions: [!Ref Policy]}}
)";

/// A function that asks a table whose reads are scaled.
constexpr const char* kScaledTable = R"(Resources:
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]}}}
  Table: {Type: AWS::DynamoDB::Table, Properties: {AttributeDefinitions: [{AttributeName: id, AttributeType: S}], KeySchema: [{AttributeName: id, KeyType: HASH}], ProvisionedThroughput: {ReadCapacityUnits: 10, WriteCapacityUnits: 10}}}
  Size: {Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: {ServiceNamespace: dynamodb, ScalableDimension: "dynamodb:table:ReadCapacityUnits", ResourceId: !Sub "table/${Table}", MinCapacity: 5, MaxCapacity: 100}}
  Policy: {Type: AWS::ApplicationAutoScaling::ScalingPolicy, Properties: {PolicyName: reads, PolicyType: TargetTrackingScaling, ScalingTargetId: !Ref Size, TargetTrackingScalingPolicyConfiguration: {TargetValue: 70, PredefinedMetricSpecification: {PredefinedMetricType: DynamoDBReadCapacityUtilization}}}}
  Work: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.12, Handler: a.b, Role: !GetAtt Role.Arn, Code: {ZipFile: x}, Environment: {Variables: {TABLE: !Ref Table}}}}
)";

std::string databaseAskedAt(const std::string& where) {
    std::string text = kDatabase;
    text.replace(text.find("WHERE"), 5, where);
    return text;
}

}  // namespace

/// simulate, on small designs of one system each.
class SimulateDesignsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsAsynchronousIsPassed() {
        const Json json = simulate(kAsynchronous, {"--duration", "2m"});
        QVERIFY(!json.empty());
        for (const char* name : {"Api",     "Orders",  "Reader",   "Table",  "Mail",
                                 "Mailer",  "News",    "Auditor",  "Clicks", "Counter",
                                 "Indexer", "Bus",     "Listener", "Fulfil", "Fulfil (executions)",
                                 "Packer",  "Shipper", "Archive",  "Lake",   "Every",
                                 "Nightly"}) {
            QVERIFY2(completedAt(json, name) > 0, name);
        }
        QCOMPARE(json["not_simulated"].size(), 0U);
        QVERIFY(json["components"]["Mail"]["messages"]["done"].get<int>() > 1000);
        // A batch of five is one call of the function.
        QVERIFY(completedAt(json, "Mailer") <= completedAt(json, "Mail"));
        // Once a minute.
        QCOMPARE(completedAt(json, "Nightly"), 1.0);
        // Routes decide which function is called: writes go to one, reads to the other.
        QCOMPARE(json["requests"]["by_status"].contains("404"), false);
    }

    void withoutItsListenersAQueueFillsUp() {
        std::string text = kAsynchronous;
        const auto source = text.find("  MailSource:");
        text.erase(source, text.find('\n', source) - source + 1);
        const Json json = simulate(text, {"--duration", "1m"});
        const auto& mail = json["components"]["Mail"]["messages"];
        QCOMPARE(mail["done"], 0);
        QCOMPARE(mail["left"], mail["put"]);
        QCOMPARE(completedAt(json, "Mailer"), 0.0);
    }

    void aFunctionThatFailsFillsTheDeadLetterQueue() {
        const Json json =
            simulate(kAsynchronous, {"--duration", "10m", "--set", "load=0.1", "--set",
                                     R"(components.Mailer={"work_ms":20000,"shape":"constant"})"});
        // It is cut off after 3 s, and comes again after the visibility time-out, three times.
        QVERIFY(json["components"]["Mail"]["messages"]["dead_letters"].get<int>() > 10);
        QCOMPARE(json["components"]["Mail"]["messages"]["done"], 0);
        QCOMPARE(json["components"]["Mail"]["messages"]["dead_letters"],
                 json["components"]["Letters"]["messages"]["put"]);
    }

    void anApiIsThrottledAsItsStageSays() {
        const std::vector<std::string> many = {"--duration", "1m", "--set",
                                               "clients[0].arrivals.rate_rps=1000"};
        const Json json = simulate(kAsynchronous, many);
        const auto throttled = static_cast<double>(countOf(json, "429"));
        QVERIFY(throttled > 0.4 * 60'000 && throttled < 0.55 * 60'000);
        std::string text = kAsynchronous;
        text.replace(text.find("ThrottlingRateLimit: 500"), 24, "ThrottlingRateLimit: 5000");
        text.replace(text.find("ThrottlingBurstLimit: 100"), 25, "ThrottlingBurstLimit: 5000");
        QVERIFY(!simulate(text, many)["requests"]["by_status"].contains("429"));
    }

    void listenersRulesDecide() {
        const Json json =
            simulate(std::string(kTwoInstances) + kRules, {"--assume-open", "--duration", "1m"});
        QVERIFY(completedAt(json, "Web1") > 0);
        QVERIFY(completedAt(json, "Web2") > 0);
        QVERIFY(countOf(json, "301") > 0);
        QVERIFY(countOf(json, "410") > 0);
        QCOMPARE(completedAt(json, "Targets2"), completedAt(json, "Web2"));
    }

    // T20: rules may be for what an expression finds, and rewrite host and URL before requests go
    // on; the log tells what they became (T65). An expression that can't be read is named.
    void rulesFindAndRewriteByExpressions() {
        MemoryFiles files;
        files.files["a.yaml"] = std::string(kTwoInstances) + kRewriting;
        const auto ran = run(files, {"simulate", "a.yaml", "--format", "json", "--assume-open",
                                     "--duration", "1m", "--write-logs", "logs"});
        QCOMPARE(ran.status, 0);
        const Json json = ran.json();
        QVERIFY(completedAt(json, "Web1") > 0);
        QVERIFY(completedAt(json, "Web2") > 0);
        const std::string& log = files.files["logs/Alb.log"];
        QVERIFY(log.find("GET http://www.example.com:80/v0/orders/ HTTP/1.1") != std::string::npos);
        QVERIFY(log.find(" \"inner.example.com\" \"/orders/?version=0\" \"-\"") !=
                std::string::npos);
        QVERIFY(log.find(" \"-\" \"-\" \"-\"") != std::string::npos);  // By the default rule.
        const std::string notes = json["notes"].dump();
        QVERIFY2(
            notes.find("the expression `(?<=v)2` of its rule of priority 2") != std::string::npos,
            notes.c_str());
    }

    // T50: a distribution's patterns mean the same with a slash at their beginning and without.
    void aPatternNeedsNoSlashAtItsBeginning() {
        std::string text(findExample("serverless-web")->text);
        const std::vector<std::string> briefly = {"--duration", "10s", "--set", "load=0.05"};
        const Json with = simulate(text, briefly);
        text.replace(text.find("PathPattern: /api/*"), 19, "PathPattern: api/*");
        const Json without = simulate(text, briefly);
        QVERIFY(completedAt(with, "Api") > 0);
        QCOMPARE(completedAt(without, "Api"), completedAt(with, "Api"));
    }

    void weightsDecideAmongGroups() {
        const Json json = simulate(std::string(kTwoInstances) + kTwoGroups,
                                   {"--assume-open", "--duration", "5m"});
        const double one = completedAt(json, "Web1");
        const double two = completedAt(json, "Web2");
        QVERIFY(one > 8 * two && one < 10 * two);
    }

    void aBalancerWithoutTargetsAnswers503() {
        std::string text = std::string(kTwoInstances) + kTwoGroups;
        for (const char* target : {"[{Id: !Ref Web1}]", "[{Id: !Ref Web2}]"}) {
            text.replace(text.find(target), 17, "[]");
        }
        const Json json = simulate(text, {"--duration", "1m"});
        QCOMPARE(json["requests"]["by_status"].size(), 1U);
        QVERIFY(countOf(json, "503") > 0);
    }

    void aFirewallStopsWhoAsksTooOften() {
        const std::string open = std::string(kTwoInstances) + kTwoGroups;
        const std::vector<std::string> few = {"--assume-open",
                                              "--duration",
                                              "10m",
                                              "--set",
                                              "clients[0].sessions=5",
                                              "--set",
                                              "clients[0].arrivals.rate_rps=20"};
        const Json with = simulate(open + kFirewall, few);
        // Each is let in 100 times; then it asks too often for as long as it goes on.
        QVERIFY(countOf(with, "403") > 3000);
        QVERIFY(with["components"]["Wall"]["completed"].get<int>() > 400);
        QVERIFY(!simulate(open, few)["requests"]["by_status"].contains("403"));
        std::vector<std::string> many = few;
        many[4] = "clients[0].sessions=5000";
        QVERIFY(!simulate(open + kFirewall, many)["requests"]["by_status"].contains("403"));
    }

    void anAcceleratorLeavesOutWhatIsNotHealthy() {
        const Json json = simulate(std::string(kTwoInstances) + kAccelerator,
                                   {"--assume-open", "--duration", "10m", "--set",
                                    R"(faults=[{"kind":"component","target":"Web1","at_s":120}])"});
        QVERIFY(completedAt(json, "Front") > 0);
        const double rate = json["requests"]["offered"].get<double>() / 600;
        // Half of the requests until its balancer calls Web1 unhealthy (T6: 30 to 65 s).
        const double failed = json["requests"]["failed"];
        QVERIFY(failed > rate / 2 * 25);
        QVERIFY(failed < rate / 2 * 70);
    }

    /// Who asks from where, and which balancer takes it (T42, T43).
    void namesAreAnsweredByPlace_data() {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("takes");  // Of First, of Second, or neither.
        const char* virginia = "Region: us-east-1";
        const char* tokyo = "Region: ap-northeast-1";
        QTest::newRow("least latency, near") << virginia << tokyo << "New York"
                                             << "Alb";
        QTest::newRow("least latency, far") << virginia << tokyo << "Seoul"
                                            << "Alb2";
        const char* germany = "GeoLocation: {CountryCode: DE}";
        const char* europe = "GeoLocation: {ContinentCode: EU}";
        QTest::newRow("the smallest area") << europe << germany << "Frankfurt"
                                           << "Alb2";
        QTest::newRow("the area beside it") << europe << germany << "Paris"
                                            << "Alb";
        QTest::newRow("in no area") << europe << germany << "Tokyo"
                                    << "";
        QTest::newRow("a default") << germany << "GeoLocation: {CountryCode: '*'}"
                                   << "Tokyo"
                                   << "Alb2";
        // London is 637 km from Frankfurt, and 466 km from Dublin: nearer with a bias of 30, which
        // makes 446 km of 637; farther with one of −30, which makes 910 km of them (T43).
        const char* dublin = "GeoProximityLocation: {AWSRegion: eu-west-1}";
        const auto frankfurt = [](const char* bias) {
            return QString("GeoProximityLocation: {AWSRegion: eu-central-1, Bias: %1}").arg(bias);
        };
        QTest::newRow("nearer") << dublin << frankfurt("0") << "London"
                                << "Alb";
        QTest::newRow("a bias") << dublin << frankfurt("30") << "London"
                                << "Alb2";
        QTest::newRow("a bias against") << dublin << frankfurt("-30") << "London"
                                        << "Alb";
        QTest::newRow("by coordinates")
            << dublin << "GeoProximityLocation: {Coordinates: {Latitude: '51.5', Longitude: '0'}}"
            << "London"
            << "Alb2";
    }
    void namesAreAnsweredByPlace() {
        QFETCH(QString, first);
        QFETCH(QString, second);
        QFETCH(QString, place);
        QFETCH(QString, takes);
        const Json json =
            simulate(chosenBy(first.toStdString(), second.toStdString()),
                     {"--assume-open", "--duration", "30s", "--set",
                      R"(clients=[{"name":"them","region":")" + place.toStdString() + R"("}])"});
        QCOMPARE(json["by_region"].size(), 1U);
        QVERIFY(json["by_region"].contains(place.toStdString()));
        QCOMPARE(completedAt(json, "Alb") > 0, takes == "Alb");
        QCOMPARE(completedAt(json, "Alb2") > 0, takes == "Alb2");
        QCOMPARE(json["requests"]["completed"].get<int>() > 0, !takes.isEmpty());
        if (takes.isEmpty()) {
            QVERIFY(json["story"].dump().find("no record for clients there") != std::string::npos);
        }
    }

    /// Both balancers stand in us-east-1: New York is 360 km away, 5 + 360 × 0.0075 = 7.7 ms one
    /// way, Tokyo 10,883 km and 86.6 ms, so that all of Tokyo's requests take 157.8 ms longer.
    void clientsAreAsFarAwayAsTheyAre() {
        const std::string text = chosenBy("Region: us-east-1", "Region: ap-northeast-1");
        const std::string both =
            R"(clients=[{"name":"a","region":"New York"},{"name":"b","region":"Tokyo"}])";
        const auto apart = [](const Json& json) {
            const auto& places = json["by_region"];
            return places["Tokyo"]["latency_ms"]["p50"].get<double>() -
                   places["New York"]["latency_ms"]["p50"].get<double>();
        };
        const Json json = simulate(text, {"--assume-open", "--duration", "5m", "--set", both});
        QVERIFY(std::abs(apart(json) - 157.8) < 4);
        QVERIFY(json["story"].dump().find("From Tokyo: ") != std::string::npos);
        // What was measured goes before the distance, and changes who is near.
        const Json measured = simulate(
            text, {"--assume-open", "--duration", "5m", "--set", both, "--set",
                   R"(network={"round_trip_ms":{"Tokyo":{"us-east-1":20,"ap-northeast-1":30}}})"});
        QCOMPARE(completedAt(measured, "Alb2"), 0.0);
        QVERIFY(std::abs(apart(measured) - (20 - 15.4)) < 4);
        QCOMPARE(measured["scenario"]["network"]["round_trip_ms"]["Tokyo"]["us-east-1"], 20);
        // Where nobody says, those whom the records are meant for come.
        const Json usual = simulate(text, {"--assume-open", "--duration", "30s"});
        QVERIFY(completedAt(usual, "Alb") > 0);
        QVERIFY(completedAt(usual, "Alb2") > 0);
        QVERIFY(usual["by_region"].contains("ap-northeast-1"));
    }

    void aPlaceThatNobodyKnowsIsRefused() {
        MemoryFiles files;
        files.files["a.yaml"] = chosenBy("Region: us-east-1", "Region: eu-west-1");
        const auto result = run(files, {"simulate", "a.yaml", "--assume-open", "--set",
                                        R"(clients=[{"name":"a","region":"Nowhere"}])"});
        QCOMPARE(result.status, 2);
        QVERIFY(result.err.find("`Nowhere`, which is no place known") != std::string::npos);
        QVERIFY(result.err.find("Buenos Aires") != std::string::npos);
        const auto own =
            run(files, {"simulate", "a.yaml", "--assume-open", "--duration", "10s", "--set",
                        R"(clients=[{"name":"a","region":"Nowhere"}])", "--set",
                        R"(places=[{"name":"Nowhere","latitude":0,"longitude":0}])"});
        QCOMPARE(own.status, 0);
    }

    void callsFromPrivateSubnetsPassTheNatGateway() {
        const std::vector<std::string> lost = {
            "--assume-open", "--duration", "5m", "--set",
            R"(faults=[{"kind":"zone","target":"us-east-1a","at_s":60}])"};
        const Json with = simulate(kPrivate, lost);
        QVERIFY(completedAt(with, "Nat") > 0);
        // The instance stands in the other zone, and yet it fails with the gateway's.
        const Json endpoint = simulate(std::string(kPrivate) + kEndpoint, lost);
        QCOMPARE(completedAt(endpoint, "Nat"), 0.0);
        QVERIFY(with["requests"]["completed"].get<double>() <
                0.5 * endpoint["requests"]["completed"].get<double>());
    }

    void whatAGroupOrDistributionDoesAndIsNotSimulatedIsNamed() {
        const Json json = simulate(kLeftOut, {"--assume-open", "--duration", "10s"});
        QVERIFY(completedAt(json, "Front") > 0);
        std::set<std::string> left;
        for (const auto& one : json["not_simulated"]) left.insert(one["component"]);
        QVERIFY(!left.contains("Pool") && !left.contains("Hook"));
        const std::string notes = json["notes"].dump();
        for (const char* words :
             {"Group: its members are alike",
              "Group: the action of a lifecycle hook is completed 120 s after the launch",
              "Group: the action of a lifecycle hook is completed 120 s after it left the balancer",
              "Group: its warm pool is full when the run begins",
              "Front: its restrictions by place", "Front: its functions at the edge"}) {
            QVERIFY2(notes.find(words) != std::string::npos, words);
        }
    }

    /// Who is in Germany alone may come (T50). Edge locations near them ask the regional edge cache
    /// of eu-central-1, and that the origin in us-east-1, 6,562 km away: 5 ms to the edge and 49.2
    /// ms on, there and back 108.4 ms for what is not kept. Origin Shield stands in between (T49).
    void aDistributionAsksOverItsRegionalEdgeCaches() {
        const std::vector<std::string> places = {
            "--assume-open", "--duration", "1m", "--set",
            R"(clients=[{"name":"a","region":"Frankfurt"},{"name":"b","region":"Tokyo"}])"};
        const Json json = simulate(kLeftOut, places);
        QCOMPARE(json["by_region"]["Tokyo"]["completed"].get<int>(), 0);
        QVERIFY(countOf(json, "403") > 0);
        QVERIFY(json["by_region"]["Frankfurt"]["latency_ms"]["p99"].get<double>() > 108.4);
        const char* near = "Front (regional edge cache eu-central-1)";
        const double asked = completedAt(json, near);
        QVERIFY(asked > 0);
        // What it keeps it does not ask for again.
        QVERIFY(json["components"][near]["misses"].get<double>() < asked);
        QVERIFY(json["notes"].dump().find("its restrictions by place") == std::string::npos);
        std::string text = kLeftOut;
        const auto at = text.find("CustomOriginConfig");
        text.insert(at, "OriginShield: {Enabled: true, OriginShieldRegion: us-east-1}, ");
        const Json shielded = simulate(text, places);
        const char* shield = "Front (Origin Shield us-east-1)";
        QVERIFY(completedAt(shielded, near) > 0);
        // All that comes to the origin comes over it.
        QCOMPARE(shielded["components"][shield]["misses"].get<double>() -
                     shielded["components"][shield]["collapsed"].get<double>(),
                 shielded["components"]["Alb"]["arrivals"].get<double>());
        // Clients that are nowhere ask over one of each.
        const Json nowhere = simulate(kLeftOut, {"--assume-open", "--duration", "1m"});
        QVERIFY(completedAt(nowhere, "Front (regional edge cache)") > 0);
    }

    /// A group that is asked for more at once: its pool of two stopped instances answers 30 s after
    /// the alarm, unless a hook of five minutes holds both up.
    void aWarmPoolAndAHookDecideWhenMembersAnswer() {
        std::string text = kLeftOut;
        const auto launching = text.find("LifecycleHookSpecificationList");
        text.erase(launching, text.find("MixedInstancesPolicy") - launching);
        text +=
            "  Policy: {Type: AWS::AutoScaling::ScalingPolicy, Properties: "
            "{AutoScalingGroupName: !Ref Group, PolicyType: TargetTrackingScaling, "
            "TargetTrackingConfiguration: {TargetValue: 50, PredefinedMetricSpecification: "
            "{PredefinedMetricType: ASGAverageCPUUtilization}}}}\n";
        const std::vector<std::string> load = {
            "--assume-open", "--duration", "20m", "--set",
            R"(clients=[{"name":"a","entry":"Alb","arrivals":{"rate_rps":250}}])"};
        const auto readyAt = [](const Json& json) {
            return firstTime(json, "finds Group-3 healthy");
        };
        const Json pooled = simulate(text, load);
        QCOMPARE(pooled["fleets"]["Group"]["out_of_warm_pool"].get<int>(), 2);
        // Metrics of five minutes: the alarm is at 300 s, checks every 30 s.
        QVERIFY(readyAt(pooled) >= 330 && readyAt(pooled) <= 360);
        std::string hooked = text;
        hooked.replace(hooked.find("EC2_INSTANCE_TERMINATING"), 24, "EC2_INSTANCE_LAUNCHING");
        std::vector<std::string> slow = load;
        slow.insert(slow.end(), {"--set", "components.Group.hook_s=300"});
        const Json held = simulate(hooked, slow);
        QVERIFY(readyAt(held) >= 600 && readyAt(held) <= 630);
    }

    /// Both members are Spot instances: told at 70 s, gone at 190 s; the group looks at 240 s. With
    /// Capacity Rebalancing others are launched at 70 s and answer 90 s later.
    void spotInstancesAreTakenBack() {
        const std::vector<std::string> faults = {
            "--assume-open", "--duration", "10m", "--set",
            R"(faults=[{"kind":"interruption","target":"Group","at_s":70}])"};
        const auto mixed = [](const std::string& more) {
            std::string text = plainGroup(more);
            return text.insert(text.find("LaunchTemplate: {LaunchTemplateSpec"),
                               "InstancesDistribution: {OnDemandBaseCapacity: 0, "
                               "OnDemandPercentageAboveBaseCapacity: 0}, ");
        };
        const Json late = simulate(mixed(""), faults);
        QCOMPARE(firstTime(late, "loses Group-1"), 190.0);
        QCOMPARE(firstTime(late, "replaces Group-1"), 240.0);
        QVERIFY(late["notes"].dump().find("some of its members are Spot") != std::string::npos);
        const Json early = simulate(mixed("CapacityRebalance: true, "), faults);
        QCOMPARE(firstTime(early, "loses"), -1.0);
        const double healthy = firstTime(early, "finds Group-3 healthy");
        QVERIFY(healthy >= 160 && healthy <= 190);
        // A group of On-Demand instances alone has nothing to be taken.
        MemoryFiles files;
        files.files["a.yaml"] = plainGroup("");
        std::vector<std::string> arguments = {"simulate", "a.yaml"};
        arguments.insert(arguments.end(), faults.begin(), faults.end());
        const auto refused = run(files, arguments);
        QCOMPARE(refused.status, 2);
        QVERIFY(refused.err.find("has no Spot instances") != std::string::npos);
    }

    /// Two of five minutes without the Region, in zones or in none: 40 % of all requests fail.
    void theLossOfARegionTakesAllThatIsInIt() {
        const std::vector<std::string> lost = {
            "--assume-open", "--duration", "5m", "--set",
            R"(faults=[{"kind":"region","target":"us-east-1","at_s":60,"for_s":120}])"};
        std::vector<std::string> balanced = lost;
        balanced.insert(
            balanced.end(),
            {"--set", R"(clients=[{"name":"a","entry":"Alb","arrivals":{"rate_rps":50}}])"});
        for (const Json& json : {simulate(kAsynchronous, lost), simulate(kLeftOut, balanced)}) {
            const double offered = json["requests"]["offered"].get<double>();
            QVERIFY(offered > 0);
            const double failed = json["requests"]["failed"].get<double>() / offered;
            QVERIFY2(failed > 0.37 && failed < 0.43, std::to_string(failed).c_str());
        }
    }

    /// Distributions that keep what they are asked for longer than a run: whoever asks first of
    /// what nobody asked for fetches it, be they few or many.
    void fetchesOfCachesAreThoseOfTheirClosedForm() {
        const Json json = simulate(
            kLeftOut,
            {"--assume-open", "--duration", "10m", "--set",
             R"(clients=[{"name":"a","entry":"Front","arrivals":{"rate_rps":20},"objects":3000,"sessions":100000,"mix":[{"cacheable":true}]}])"});
        const Json& theory = json["components"]["Front"]["theory"];
        QCOMPARE(theory["model"].get<std::string>(), "TTL");
        QVERIFY2(theory["agrees"].get<bool>(), theory.dump().c_str());
        QVERIFY(theory["fetches"].get<double>() > 1000);
        QVERIFY(theory["half"].get<double>() < theory["fetches"].get<double>() / 10);
        // A store of a tenth of the objects drops those that were used least recently.
        const Json small = simulate(
            kLeftOut,
            {"--assume-open", "--duration", "10m", "--set", "components.Front.capacity=300",
             "--set",
             R"(clients=[{"name":"a","entry":"Front","arrivals":{"rate_rps":200},"objects":3000,"sessions":100000,"mix":[{"cacheable":true}]}])"});
        const Json& dropped = small["components"]["Front"]["theory"];
        QCOMPARE(dropped["model"].get<std::string>(), "Che's LRU");
        QVERIFY2(dropped["agrees"].get<bool>(), dropped.dump().c_str());
    }

    /// Members boot for 90 s. One at a time takes twice that; where twice as many may be in
    /// service, both are launched at once.
    void aNewVersionComesAsTheMaintenancePolicySays() {
        const std::vector<std::string> faults = {
            "--assume-open", "--duration", "10m", "--set",
            R"(faults=[{"kind":"deploy","target":"Group","at_s":60}])"};
        const Json slow = simulate(plainGroup(""), faults);
        QCOMPARE(firstTime(slow, "runs the new version alone"), 240.0);
        const Json quick =
            simulate(plainGroup("InstanceMaintenancePolicy: {MinHealthyPercentage: 100, "
                                "MaxHealthyPercentage: 200}, "),
                     faults);
        QCOMPARE(firstTime(quick, "runs the new version alone"), 150.0);
    }

    /// Two tasks of 20 ms bear 100 requests a second; 140 of the usual mix are 90 of a page, so
    /// that they are busy for 90 %. A target of 50 wants 2 × 90 / 50 = 4 after three minutes, a
    /// step three more after two; new tasks answer 40 s later, and are found healthy within 30 s.
    void aServiceScalesAsItsPoliciesSay() {
        const std::vector<std::string> load = {
            "--assume-open", "--duration", "10m", "--set",
            R"(clients=[{"name":"a","arrivals":{"rate_rps":140}}])"};
        const Json tracked = simulate(std::string(kTwoInstances) + kScaledService + kTracked, load);
        QCOMPARE(firstTime(tracked, "scaled out 2 → 4"), 180.0);
        const double healthy = firstTime(tracked, "finds Web-3 healthy");
        QVERIFY(healthy >= 220 && healthy <= 250);
        QCOMPARE(tracked["fleets"]["Web"]["at_end"].get<int>(), 4);
        QCOMPARE(tracked["not_simulated"].size(), 0U);
        QCOMPARE(completedAt(tracked, "Web"), completedAt(tracked, "Alb"));
        const Json stepped = simulate(std::string(kTwoInstances) + kScaledService + kStepped, load);
        QCOMPARE(firstTime(stepped, "scaled out 2 → 5"), 120.0);
        QCOMPARE(stepped["not_simulated"].size(), 0U);
        const Json still = simulate(std::string(kTwoInstances) + kScaledService, load);
        QCOMPARE(firstTime(still, "scaled"), -1.0);
        QCOMPARE(still["fleets"]["Web"]["at_end"].get<int>(), 2);
    }

    /// Of 60 requests a second 54 read, half a unit each (T72): 27 units of 10, for which 3,000
    /// unused ones last 176 s. After two minutes 27 / 0.7 = 39 are asked for, and hold a minute
    /// later, 4 s too late; 6 writes are 60 % of their 10 units. Read strongly it is twice as many.
    void aTableScalesAsItsPolicySays() {
        const std::vector<std::string> load = {
            "--duration", "10m", "--set",
            R"(clients=[{"name":"a","arrivals":{"kind":"constant","rate_rps":60}}])"};
        const Json json = simulate(kScaledTable, load);
        const double at = firstTime(json, "raises its read capacity 10 → 39");
        QVERIFY2(at == 120, json["events"].dump().c_str());
        QCOMPARE(json["not_simulated"].size(), 0U);
        const auto throttled = [](const Json& run) {
            return run["components"]["Table"]["failed"].get<double>();
        };
        QVERIFY(throttled(json) < 400);
        std::vector<std::string> strong = load;
        strong.insert(strong.end(), {"--set", "components.Table.consistent_reads=true"});
        QVERIFY(throttled(simulate(kScaledTable, strong)) > 3000);
        std::vector<std::string> large = load;
        large.insert(large.end(), {"--set", "components.Table.item_kb=5"});
        QVERIFY(throttled(simulate(kScaledTable, large)) > 3000);
    }

    /// By CloudWatch's own names: what is counted is the same.
    void metricsHaveTheNamesThatCloudWatchGivesThem() {
        const Json json = simulate(kAsynchronous, {"--duration", "1m"});
        std::set<std::string> named;
        const auto value = [&](const char* component, const char* metric) {
            for (const auto& one : json["cloudwatch"]) {
                if (one["component"] == component && one["metric"] == metric) {
                    return one["value"].get<double>();
                }
            }
            return -1.0;
        };
        for (const auto& one : json["cloudwatch"]) named.insert(one["namespace"]);
        QCOMPARE(named, (std::set<std::string>{"AWS/ApiGateway", "AWS/DynamoDB", "AWS/Lambda",
                                               "AWS/SNS", "AWS/SQS"}));
        QCOMPARE(value("Api", "Count"), json["components"]["Api"]["arrivals"].get<double>());
        QCOMPARE(value("Orders", "Invocations"),
                 json["components"]["Orders"]["arrivals"].get<double>());
        QCOMPARE(value("Mail", "NumberOfMessagesSent"),
                 json["components"]["Mail"]["messages"]["put"].get<double>());
        QVERIFY(value("Orders", "Duration") > 0);
    }

    /// Options say how many instances of which type an environment begins with: 3 of 2 vCPUs.
    void anEnvironmentOfBeanstalkTakesRequests() {
        const Json json = simulate(kBeanstalk, {"--duration", "1m"});
        QVERIFY(completedAt(json, "Shop") > 0);
        QVERIFY(json["notes"].dump().find("Shop: its 3 instances are one pool") !=
                std::string::npos);
        // By default, clients ask for a share of what it can bear.
        std::string one = kBeanstalk;
        one.replace(one.find("Value: \"3\""), 10, "Value: \"1\"");
        QVERIFY(simulate(one, {"--duration", "1m"})["requests"]["offered"].get<double>() <
                0.5 * json["requests"]["offered"].get<double>());
        QCOMPARE(json["not_simulated"].size(), 0U);
    }

    /// A service registers its tasks with a classic balancer by itself: packets come as far as the
    /// balancer, whatever the network model knows of targets.
    void aServiceBehindAClassicBalancerTakesRequests() {
        const Json json = simulate(kClassicService, {"--duration", "1m"});
        QVERIFY(completedAt(json, "Tasks") > 0);
        QCOMPARE(completedAt(json, "Front"), completedAt(json, "Tasks"));
    }

    void aReplicaTakesReadsAndLags() {
        const std::vector<std::string> reads = {"--duration", "5m",
                                                "--set",      "components.Db.read_replicas=true",
                                                "--set",      "clients[0].objects=20"};
        const Json with = simulate(databaseAskedAt("Db.Endpoint.Address"), reads);
        QVERIFY(completedAt(with, "Copy") > completedAt(with, "Db"));
        QVERIFY(with["components"]["Copy"]["stale_reads"].get<int>() > 0);
        const Json without = simulate(databaseAskedAt("Db.Endpoint.Address"), {"--duration", "5m"});
        QCOMPARE(without["components"].contains("Copy"), false);
        // One that is named by a caller takes reads too.
        const Json named = simulate(databaseAskedAt("Copy.Endpoint.Address"), {"--duration", "1m"});
        QVERIFY(completedAt(named, "Copy") > 0);
    }

    void aProxyLetsConnectionsWaitInsteadOfFail() {
        const std::vector<std::string> storm = {"--duration", "1m",
                                                "--set",      "components.Db.concurrency=4",
                                                "--set",      "clients[0].arrivals.rate_rps=300"};
        const Json straight = simulate(databaseAskedAt("Db.Endpoint.Address"), storm);
        const Json proxied = simulate(databaseAskedAt("Proxy.Endpoint"), storm);
        QVERIFY(completedAt(proxied, "Proxy") > 0);
        QVERIFY(countOf(straight, "500") > 100);
        QVERIFY(!proxied["requests"]["by_status"].contains("500"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::SimulateDesignsTest)
#include "simulate_designs_test.moc"
