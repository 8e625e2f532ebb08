#include <QtTest>

#include <algorithm>
#include <cmath>
#include <set>

#include "app/command/examples.h"
#include "tests/command/run_command.h"
#include "tests/command/small_designs.h"
#include "tests/support/test_paths.h"

namespace archivolt {

using test::CommandRun;
using test::MemoryFiles;
using test::run;

namespace {

CommandRun simulate(MemoryFiles& files, const std::string& file, std::vector<std::string> more) {
    std::vector<std::string> arguments = {"simulate", file, "--format", "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(files, arguments);
}

void addThreeTier(MemoryFiles& files) {
    files.files["shop.yaml"] = std::string(findExample("three-tier")->text);
}

bool conserves(const nlohmann::ordered_json& json) {
    const auto& requests = json["requests"];
    return requests["offered"].get<std::uint64_t>() ==
           requests["completed"].get<std::uint64_t>() + requests["failed"].get<std::uint64_t>() +
               requests["in_flight"].get<std::uint64_t>();
}

constexpr const char* kRulesOfAListener = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Igw: {Type: AWS::EC2::InternetGateway}
  Attached: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Out:
    Type: AWS::EC2::Route
    DependsOn: Attached
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}}
  OfA: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {RouteTableId: !Ref Table, SubnetId: !Ref A}}
  OfB: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {RouteTableId: !Ref Table, SubnetId: !Ref B}}
  Open:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: All that is served
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 8000, ToPort: 8080, CidrIp: 0.0.0.0/0}]
  Web:
    Type: AWS::EC2::Instance
    Properties: {InstanceType: t3.medium, ImageId: ami-0123456789abcdef0, SubnetId: !Ref A, SecurityGroupIds: [!Ref Open]}
  Group:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: {VpcId: !Ref Vpc, Protocol: HTTP, Port: 8080, Targets: [{Id: !Ref Web}]}
  Alb:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    DependsOn: Attached
    Properties: {Subnets: [!Ref A, !Ref B], SecurityGroups: [!Ref Open]}
  Plain:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      {LoadBalancerArn: !Ref Alb, Port: 8000, Protocol: HTTP, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Group}]}
  Old:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      ListenerArn: !Ref Plain
      Priority: 10
      Conditions: [{Field: path-pattern, Values: [/old]}]
      Actions: [{Type: fixed-response, FixedResponseConfig: {StatusCode: "410"}}]
  Moved:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      ListenerArn: !Ref Plain
      Priority: 20
      Conditions: [{Field: path-pattern, Values: [/moved]}]
      Actions: [{Type: redirect, RedirectConfig: {StatusCode: HTTP_301, Path: /new}}]
)";

/// A template of the corpus whose clients are answered by nobody, rightly.
struct AnswersNobody {
    const char* path;
    const char* status;  ///< What all see; empty: nothing, their packets are lost.
    const char* why;
};

constexpr AnswersNobody kAnswerNobody[] = {
    {"ECS__EC2LaunchType__clusters__private-vpc.json", "503",
     "its group of targets is empty; services of other stacks bring theirs"},
    {"ECS__EC2LaunchType__clusters__public-vpc.json", "503", "as above"},
    {"ECS__EC2LaunchType__clusters__public-vpc.yaml", "503", "as above"},
    {"ECS__FargateLaunchType__clusters__public-vpc.json", "503", "as above"},
    {"aws__services__ECS__FargateLaunchType__clusters__private-vpc.yaml", "503", "as above"},
    {"templates__tableau-server-infrastructure.yaml", "503",
     "servers are registered by a stack that takes the group's ARN from this one's outputs"},
    {"widdix/fargate__cluster.yaml", "404",
     "its listener answers so by default; services of other stacks bring rules"},
    {"toddm92/templates__vpc-elasticache-template.json", "",
     "its public instances let in one private block and the VPC's, nobody of the internet"},
};

/// Types that requests, or what they cause, may pass or wait at. Not among them: what is part of
/// another (groups of targets), a name of it (records), or without any limit (internet gateways).
const std::set<std::string> kCarriers = {
    "AWS::AmazonMQ::Broker",
    "AWS::ApiGateway::RestApi",
    "AWS::ApiGatewayV2::Api",
    "AWS::AppSync::GraphQLApi",
    "AWS::AutoScaling::AutoScalingGroup",
    "AWS::CloudFront::Distribution",
    "AWS::Cognito::UserPool",
    "AWS::DirectoryService::MicrosoftAD",
    "AWS::DocDB::DBCluster",
    "AWS::DynamoDB::Table",
    "AWS::EC2::Instance",
    "AWS::EC2::NatGateway",
    "AWS::EC2::TransitGateway",
    "AWS::EC2::VPCEndpoint",
    "AWS::EC2::VPNGateway",
    "AWS::ECS::Service",
    "AWS::EFS::FileSystem",
    "AWS::EKS::Cluster",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElasticBeanstalk::Environment",
    "AWS::ElasticLoadBalancing::LoadBalancer",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::Elasticsearch::Domain",
    "AWS::Events::Rule",
    "AWS::FSx::FileSystem",
    "AWS::GlobalAccelerator::Accelerator",
    "AWS::Kinesis::Stream",
    "AWS::KinesisFirehose::DeliveryStream",
    "AWS::Lambda::Function",
    "AWS::MSK::Cluster",
    "AWS::Neptune::DBCluster",
    "AWS::NetworkFirewall::Firewall",
    "AWS::OpenSearchService::Domain",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBProxy",
    "AWS::Redshift::Cluster",
    "AWS::S3::Bucket",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
    "AWS::StepFunctions::StateMachine",
    "AWS::WAFv2::WebACL",
};

/// Returns what carries requests and is neither simulated nor named in a report on `a.template`,
/// with its type; nothing where all is.
std::string whatIsPassedOver(MemoryFiles& files, const nlohmann::ordered_json& json) {
    std::set<std::string> named;
    for (const auto& [name, one] : json["components"].items()) named.insert(name);
    for (const auto& one : json["not_simulated"]) named.insert(one["component"]);
    std::string notes;
    for (const auto& one : json["notes"]) notes += one.get<std::string>() + '\n';
    const auto resolved = run(files, {"export", "a.template", "--to", "resolved"}).json();
    for (const auto& [name, resource] : resolved["resources"].items()) {
        const std::string type = resource["type"];
        if (!kCarriers.contains(type) || named.contains(name)) continue;
        // An instance of an Aurora cluster is part of it.
        if (type == "AWS::RDS::DBInstance" &&
            resource["properties"].contains("DBClusterIdentifier")) {
            continue;
        }
        if (notes.find(name) == std::string::npos) return name + " " + type;
    }
    return {};
}

/// Two sites behind a name with failover records, each a balancer with one instance.
std::string twoSites() {
    std::string text = test::kTwoInstances;
    const std::string balancer = "  Alb: ";
    text.replace(text.find(balancer), balancer.size(), "  Alb1: ");
    return text +
           R"(  Alb2: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref A, !Ref B]}}
  Listener1: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb1, Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets1}]}}
  Listener2: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb2, Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets2}]}}
  Zone: {Type: AWS::Route53::HostedZone, Properties: {Name: example.com}}
  First: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: !Ref Zone, Name: www.example.com, Type: A, SetIdentifier: one, Failover: PRIMARY, AliasTarget: {DNSName: !GetAtt Alb1.DNSName, HostedZoneId: !GetAtt Alb1.CanonicalHostedZoneID, EvaluateTargetHealth: true}}}
  Second: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: !Ref Zone, Name: www.example.com, Type: A, SetIdentifier: two, Failover: SECONDARY, AliasTarget: {DNSName: !GetAtt Alb2.DNSName, HostedZoneId: !GetAtt Alb2.CanonicalHostedZoneID, EvaluateTargetHealth: true}}}
)";
}

/// An access log of the three-tier example's balancer: 40 requests, one every half second.
std::string balancerLog() {
    std::string text;
    for (int i = 0; i < 40; ++i) {
        const std::string second = std::to_string(10 + i / 2);
        text += "https 2026-11-29T05:10:" + second + (i % 2 == 0 ? ".000000Z" : ".500000Z") +
                " app/WebAlb/50dc6c495c0c9188 192.0.2." + std::to_string(i % 4) +
                ":2817 10.0.21.7:80 0.001 " + (i % 4 == 0 ? "0.100" : "0.020") +
                " 0.001 200 200 512 5700 \"" + (i % 4 == 0 ? "POST" : "GET") +
                " https://www.example.com:443/orders/" + std::to_string(i) + " HTTP/1.1\" \"a\"\n";
    }
    return text;
}

/// Returns the first event whose text holds these words; null when there is none.
nlohmann::ordered_json eventWith(const nlohmann::ordered_json& json, const std::string& words) {
    for (const auto& one : json["events"]) {
        const std::string text = one["component"].get<std::string>() + ' ' +
                                 one["what"].get<std::string>() + ": " +
                                 one["why"].get<std::string>();
        if (text.find(words) != std::string::npos) return one;
    }
    return nullptr;
}

}  // namespace

/// simulate, on the shipped examples.
class SimulateCommandTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void moreClientsThanAPlantHoldsAreRefused() {
        MemoryFiles files;
        addThreeTier(files);
        auto scenario = run(files, {"simulate", "shop.yaml", "--show-scenario"}).json();
        const auto one = scenario["clients"][0];
        for (const auto& [count, status] : {std::pair(10'001, 3), std::pair(2, 0)}) {
            auto clients = nlohmann::ordered_json::array();
            for (int i = 0; i < count; ++i) {
                clients.push_back(one);
                clients.back()["name"] = "c" + std::to_string(i);
            }
            scenario["clients"] = std::move(clients);
            files.files["many.json"] = scenario.dump();
            const auto done =
                simulate(files, "shop.yaml", {"--scenario", "many.json", "--duration", "1s"});
            QVERIFY2(done.status == status, done.err.c_str());
            QCOMPARE(done.err.find("[SIM-7]") != std::string::npos, count > 2);
        }
    }

    void everyExampleAnswersRequests() {
        for (const char* name : {"three-tier", "lamp", "wordpress-efs", "serverless-web",
                                 "hub-and-spoke", "ipv6-dual-stack", "peered-vpcs"}) {
            MemoryFiles files;
            files.files["a.yaml"] = std::string(findExample(name)->text);
            const auto result = simulate(files, "a.yaml", {"--duration", "5s"});
            QVERIFY2(result.status == 0, name);
            const auto json = result.json();
            QVERIFY2(json["requests"]["completed"].get<int>() > 0, name);
            QVERIFY2(conserves(json), name);
        }
    }

    void oneSeedGivesTheSameBytes() {
        MemoryFiles files;
        addThreeTier(files);
        const auto first =
            simulate(files, "shop.yaml", {"--duration", "30s", "--replications", "3"});
        const auto second =
            simulate(files, "shop.yaml", {"--duration", "30s", "--replications", "3"});
        QCOMPARE(first.out, second.out);
        const auto other = simulate(files, "shop.yaml", {"--duration", "30s", "--seed", "2"});
        QVERIFY(first.json()["digest"] != other.json()["digest"]);
    }

    void tenTimesTheLoadScalesOutAndSaysWhy() {
        MemoryFiles files;
        addThreeTier(files);
        // Slower work makes for fewer requests; a short queue keeps health checks in time.
        const std::vector<std::string> slow = {"--duration", "20m",
                                               "--set",      "load=10",
                                               "--set",      "components.WebFleet.work_ms=200",
                                               "--set",      "components.WebFleet.waiting_room=5",
                                               "--set",      "components.WebFleet.concurrency=10"};
        const auto json = simulate(files, "shop.yaml", slow).json();
        const auto event = eventWith(json, "WebFleet scaled out 2 → 4");
        QVERIFY(!event.is_null());
        QVERIFY(event["why"].get<std::string>().find(
                    "> 50 % for 3 of 3 minutes, policy WebScaling") != std::string::npos);
        QCOMPARE(json["fleets"]["WebFleet"]["most"], 8);
        QCOMPARE(json["saturation"][0]["component"], "WebFleet");
        // With vCPUs enough, something else is the first to be full.
        std::vector<std::string> large = slow;
        large.insert(large.end(), {"--set", "components.WebFleet.vcpus=400", "--set",
                                   "components.WebFleet.concurrency=1000", "--set",
                                   "clients[0].arrivals.rate_rps=9"});
        const auto larger = simulate(files, "shop.yaml", large).json();
        QCOMPARE(larger["saturation"][0]["component"], "OrdersDb");
    }

    // At 90 requests a second, zone a lost from minute 10 on, at most:
    // - T19 and the detection: the edge is given the dead node for up to 30 + 60 s, and half of all
    //   requests with it: 0.5 · 90 s;
    // - T6 with the example's 3 checks every 15 s: WebFleet-1 is noticed 30 to 45 s, and a time-out
    //   of 5 s, after its death; until then it gets half of the other half: 0.25 · 50 s;
    // - T52: the database stands in zone a, and its standby takes over in 60 to 120 s; two in five
    //   requests or fewer need it: 0.4 · 120 s.
    // At least, the edge sends half to the dead node until it is taken out: 0.5 · 30 s.
    void aZoneOutageLosesWhatTheDefaultsSay() {
        MemoryFiles files;
        addThreeTier(files);
        const std::string zone =
            R"(faults=[{"kind":"zone","target":"us-east-1a","at_s":600,"for_s":900}])";
        const auto json = simulate(files, "shop.yaml", {"--set", zone}).json();
        const auto over = eventWith(json, "OrdersDb fails over to its standby");
        QVERIFY(!over.is_null());
        QCOMPARE(over["t_s"], 600);
        const double back = eventWith(json, "OrdersDb answers again")["t_s"];
        QVERIFY(back >= 660 && back <= 720);
        const double noticed = eventWith(json, "finds WebFleet-1 unhealthy")["t_s"];
        QVERIFY(noticed >= 635 && noticed <= 655);
        const double failed = json["requests"]["failed"];
        const double rate = json["requests"]["offered"].get<double>() / 1800;
        QVERIFY(failed > rate * 0.5 * 30);
        QVERIFY2(failed < rate * (0.5 * 90 + 0.25 * 50 + 0.4 * 120),
                 std::to_string(failed).c_str());
    }

    // T39, T45: with Evaluate Target Health the primary is left out once its only target is
    // unhealthy (T6: 30 to 60 s, and 5 s), and resolvers follow within the alias' 60 s (T19).
    void failoverRecordsFollowTheTargetsHealth() {
        MemoryFiles files;
        files.files["a.yaml"] = twoSites();
        const std::vector<std::string> open = {"--assume-open", "--duration", "10m"};
        const auto calm = simulate(files, "a.yaml", open).json();
        QCOMPARE(calm["components"]["Web2"]["arrivals"], 0);
        std::vector<std::string> lost = open;
        lost.insert(lost.end(),
                    {"--set", R"(faults=[{"kind":"component","target":"Web1","at_s":120}])"});
        const auto json = simulate(files, "a.yaml", lost).json();
        const double arrivals = json["components"]["Web2"]["arrivals"];
        const double rate = json["requests"]["offered"].get<double>() / 600;
        QVERIFY(arrivals > rate * (600 - 120 - 65 - 60));
        QVERIFY(arrivals < rate * (600 - 120 - 30));
    }

    void blockedPathsLoseRequestsAndSayWhatBlocks() {
        MemoryFiles files;
        addThreeTier(files);
        std::string& text = files.files["shop.yaml"];
        // The database's group no longer lets the fleet in; only the fleet's template names it.
        const auto rule = text.find("FromPort: 5432");
        QVERIFY(rule != std::string::npos);
        text.replace(rule, 14, "FromPort: 5433");
        const auto port = text.find("ToPort: 5432");
        text.replace(port, 12, "ToPort: 5433");
        const auto json = simulate(files, "shop.yaml", {"--duration", "2m"}).json();
        QVERIFY(json["components"].contains("OrdersDb (blocked from WebFleet)"));
        QVERIFY(json["requests"]["by_status"].contains("500"));
        bool noted = false;
        for (const auto& note : json["blocked"]) {
            noted = noted || note.get<std::string>().find(
                                 "WebFleet does not reach OrdersDb on port "
                                 "5432") == 0;
        }
        QVERIFY(noted);
    }

    void whatIsOnTheWayAndNotSimulatedIsNamed() {
        MemoryFiles files;
        files.files["a.yaml"] = std::string(findExample("serverless-web")->text);
        const auto json = simulate(files, "a.yaml", {"--duration", "10s"}).json();
        std::set<std::string> named;
        for (const auto& one : json["not_simulated"]) named.insert(one["component"]);
        QVERIFY(!named.contains("MailQueue"));
        QVERIFY(json["components"]["MailQueue"]["messages"]["put"].get<int>() > 0);
        QVERIFY(json["components"]["OrdersFunction"]["completed"].get<int>() > 0);
        QVERIFY(json["components"]["OrdersTable"]["completed"].get<int>() > 0);
        QVERIFY(json["components"]["SiteBucket"]["completed"].get<int>() > 0);
    }

    void theShownScenarioRunsTheSame() {
        MemoryFiles files;
        addThreeTier(files);
        const auto shown = run(files, {"simulate", "shop.yaml", "--show-scenario"});
        QCOMPARE(shown.status, 0);
        files.files["peak.json"] = shown.out;
        const auto made = simulate(files, "shop.yaml", {"--duration", "1m"});
        const auto read =
            simulate(files, "shop.yaml", {"--duration", "1m", "--scenario", "peak.json"});
        QCOMPARE(made.json()["digest"], read.json()["digest"]);
    }

    void badScenariosSayWhatIsWrong() {
        MemoryFiles files;
        addThreeTier(files);
        const std::vector<std::pair<std::string, std::string>> bad = {
            {"lod=2", "unknown key `lod`"},
            {"load=-1", "`load` must be a number"},
            {"load", "sets nothing"},
            {"clients[0].entry=Nowhere", "which is no entry"},
            {"components.Nobody.work_ms=3", "is no component"},
            {R"(faults=[{"kind":"zone","target":"mars","at_s":1}])", "which is not there"},
            {"clients[0].arrivals.points=[[5,1],[2,1]]", "go forward in time"}};
        for (const auto& [setting, message] : bad) {
            const auto result = run(files, {"simulate", "shop.yaml", "--set", setting});
            QVERIFY2(result.status == 2, setting.c_str());
            QVERIFY2(result.err.find(message) != std::string::npos, result.err.c_str());
        }
        files.files["broken.json"] = "{\n\"load\": }";
        const auto broken = run(files, {"simulate", "shop.yaml", "--scenario", "broken.json"});
        QCOMPARE(broken.status, 3);
        QVERIFY2(broken.err.starts_with(
                     "broken.json:2:9: error: this is no JSON: `}` is not what may stand here"),
                 broken.err.c_str());
        files.files["broken.json"] = "{\"load\": [1, tru";
        const auto cut = run(files, {"simulate", "shop.yaml", "--scenario", "broken.json"});
        QVERIFY2(cut.err.find("the text ends before it is complete") != std::string::npos,
                 cut.err.c_str());
        const auto nothing = run(files, {"simulate", "shop.yaml", "--duration", "soon"});
        QCOMPARE(nothing.status, 2);
    }

    void aDesignWithoutEntriesIsToldSo() {
        MemoryFiles files;
        files.files["a.yaml"] = test::kGood;
        const auto result = run(files, {"simulate", "a.yaml"});
        QCOMPARE(result.status, 3);
        QVERIFY(result.err.find("SIM-5") != std::string::npos);
    }

    void aLimitIsFoundWithItsInterval() {
        MemoryFiles files;
        addThreeTier(files);
        const std::vector<std::string> ask = {"--find-limit", "p99<400ms",
                                              "--duration",   "20s",
                                              "--set",        "components.WebFleet.work_ms=200"};
        const auto json = simulate(files, "shop.yaml", ask).json();
        const double limit = json["limit_rps"];
        QVERIFY(json["low_rps"] < limit && json["high_rps"] > limit);
        QCOMPARE(json["replications"].size(), 5U);
        QCOMPARE(simulate(files, "shop.yaml", ask).json(), json);
        const auto wrong = run(files, {"simulate", "shop.yaml", "--find-limit", "quick"});
        QCOMPARE(wrong.status, 2);
        QVERIFY(wrong.err.find("SIM-8") != std::string::npos);
    }

    void theRequestsOfARealLogComeAsTheyCame() {
        MemoryFiles files;
        addThreeTier(files);
        files.files["alb.log"] = balancerLog() + "https 2026-11-29T05:11\n";
        const auto result = simulate(files, "shop.yaml", {"--arrivals", "alb.log"});
        QCOMPARE(result.status, 0);
        QVERIFY(result.err.find("alb.log:41:") != std::string::npos);
        const auto json = result.json();
        QVERIFY(conserves(json));
        QCOMPARE(json["requests"]["offered"], 40);
        // The log is the balancer's: what lies before it takes no part.
        QCOMPARE(json["components"]["WebAlb"]["arrivals"], 40);
        QCOMPARE(json["simulated_s"], 20);
        for (int second = 0; second < 19; ++second) {
            QVERIFY(json["timeline"][second]["offered"].get<int>() > 0);
        }
        const auto& clients = json["scenario"]["clients"][0];
        QCOMPARE(clients["arrivals"]["kind"], "trace");
        QCOMPARE(clients["arrivals"]["times"], 40);
        QCOMPARE(clients["sessions"], 4);
        QCOMPARE(clients["mix"].size(), 2U);
        QCOMPARE(clients["mix"][0]["name"], "GET /orders/*");
        QCOMPARE(clients["mix"][0]["work"], 0.5);
        QCOMPARE(clients["mix"][1]["work"], 2.5);
        QCOMPARE(clients["mix"][1]["write"], true);
        QCOMPARE(json["log"]["logged"]["requests"], 40);
        QCOMPARE(json["log"]["logged"]["target_mean_ms"], 40);
        QVERIFY(json["log"]["simulated"]["latency_ms"]["mean"] > 0);
        QCOMPARE(simulate(files, "shop.yaml", {"--arrivals", "alb.log"}).out, result.out);
    }

    void aTraceOfAScenarioRunsAgain() {
        MemoryFiles files;
        addThreeTier(files);
        files.files["alb.log"] = balancerLog();
        const auto shown =
            run(files, {"simulate", "shop.yaml", "--arrivals", "alb.log", "--show-scenario"});
        QCOMPARE(shown.status, 0);
        files.files["shown.json"] = shown.out;
        const auto logged = simulate(files, "shop.yaml", {"--arrivals", "alb.log"}).json();
        const auto again = simulate(files, "shop.yaml", {"--scenario", "shown.json"}).json();
        QCOMPARE(again["digest"], logged["digest"]);
        files.files["bad.json"] =
            R"({"clients": [{"arrivals": {"kind": "trace", "at_s": [2, 1]}}]})";
        const auto bad = simulate(files, "shop.yaml", {"--scenario", "bad.json"});
        QCOMPARE(bad.status, 3);
        QVERIFY(bad.err.find("forward in time") != std::string::npos);
    }

    // What a simulation logs, another takes as its arrivals: as many, at the same times.
    void logsThatAreWrittenComeBackAsArrivals() {
        MemoryFiles files;
        addThreeTier(files);
        const auto first =
            simulate(files, "shop.yaml", {"--duration", "1m", "--write-logs", "logs"});
        QCOMPARE(first.status, 0);
        QVERIFY(files.files.contains("logs/WebAlb.log"));
        QVERIFY(files.files.contains("logs/flow-logs.log"));
        const auto plain = simulate(files, "shop.yaml", {"--duration", "1m"});
        QCOMPARE(plain.out, first.out);  // Being followed changes nothing.
        const auto again = simulate(files, "shop.yaml", {"--arrivals", "logs/WebAlb.log"});
        QCOMPARE(again.status, 0);
        const std::uint64_t arrivals = first.json()["components"]["WebAlb"]["arrivals"];
        const std::uint64_t left = first.json()["components"]["WebAlb"]["present"];
        QCOMPARE(again.json()["requests"]["offered"].get<std::uint64_t>(), arrivals - left);
        const auto flows = simulate(files, "shop.yaml", {"--arrivals", "logs/flow-logs.log"});
        QVERIFY(flows.json()["requests"]["offered"].get<int>() > 0);
        QVERIFY(files.files["logs/flow-logs.log"].find(" REJECT OK") == std::string::npos);
    }

    // By the listener that clients come to, its rules by priority, and the account of the network.
    void aBalancersLogSaysWhatItsRulesDid() {
        MemoryFiles files;
        files.files["rules.yaml"] = kRulesOfAListener;
        const auto result =
            simulate(files, "rules.yaml",
                     {"--duration", "1m", "--write-logs", "logs", "--account", "210987654321"});
        QCOMPARE(result.status, 0);
        const std::string& log = files.files["logs/Alb.log"];
        for (std::size_t at = 0; at < log.size(); at = log.find('\n', at) + 1) {
            const std::string line = log.substr(at, log.find('\n', at) - at);
            QVERIFY2(
                line.starts_with("http ") && line.find("http://www.example.com:8000/") != line.npos,
                line.c_str());
        }
        const auto told = [&](const char* path, const char* rule, const char* action) {
            const std::size_t at = log.find(std::string(":8000") + path + " HTTP");
            const std::string line = log.substr(at, log.find('\n', at) - at);
            return line.find(std::string(" \"-\" ") + rule + " 2026-") != std::string::npos &&
                   line.find(std::string("Z \"") + action + "\" ") != std::string::npos;
        };
        QVERIFY(told("/", "0", "forward"));
        QVERIFY(told("/old", "10", "fixed-response"));
        QVERIFY(told("/moved", "20", "redirect"));
        const std::string& flows = files.files["logs/flow-logs.log"];
        QVERIFY(flows.find("\n5 210987654321 eni-") != std::string::npos);
        QVERIFY(flows.find(" 8000 6 ") != std::string::npos);
    }

    void aBlockedPathIsLoggedAsRejected() {
        MemoryFiles files;
        addThreeTier(files);
        std::string& text = files.files["shop.yaml"];
        text.replace(text.find("FromPort: 5432"), 14, "FromPort: 5433");
        text.replace(text.find("ToPort: 5432"), 12, "ToPort: 5433");
        const auto result =
            simulate(files, "shop.yaml", {"--duration", "1m", "--write-logs", "logs"});
        QCOMPARE(result.status, 0);
        const std::string& flows = files.files["logs/flow-logs.log"];
        const auto rejected = flows.find(" REJECT OK");
        QVERIFY(rejected != std::string::npos);
        const auto line = flows.rfind('\n', rejected);
        QVERIFY(flows.substr(line, rejected - line).find(" 5432 6 ") != std::string::npos);
    }

    void oneRequestIsFollowedStepByStep() {
        MemoryFiles files;
        addThreeTier(files);
        const auto json =
            simulate(files, "shop.yaml", {"--duration", "1m", "--explain", "p99"}).json();
        const auto whole = simulate(files, "shop.yaml", {"--duration", "1m"}).json();
        const double took = json["took_ms"];
        const double p99 = whole["latency_ms"]["p99"];
        QVERIFY2(std::abs(took - p99) < 0.02 * p99, std::to_string(took).c_str());
        double spent = 0;
        for (const auto& one : json["critical"]) spent += one["ms"].get<double>();
        QVERIFY2(std::abs(spent - took) < 1e-3, std::to_string(spent).c_str());
        QVERIFY(json["steps"].size() > 5);
        const auto text =
            run(files, {"simulate", "shop.yaml", "--duration", "1m", "--explain", "7"});
        QVERIFY(text.out.find("Request 7 (") == 0);
        QCOMPARE(run(files, {"simulate", "shop.yaml", "--explain", "every"}).status, 2);
        QCOMPARE(
            run(files, {"simulate", "shop.yaml", "--duration", "1s", "--explain", "999999"}).status,
            4);
    }

    void shardsMergeToTheBytesOfOneMachine() {
        MemoryFiles files;
        addThreeTier(files);
        const std::vector<std::string> ask = {"--duration", "20s", "--replications", "5"};
        const auto whole = simulate(files, "shop.yaml", ask);
        QCOMPARE(whole.status, 0);
        for (int i = 1; i <= 3; ++i) {
            std::vector<std::string> part = ask;
            part.insert(part.end(), {"--shard", std::to_string(i) + "/3"});
            files.files[std::to_string(i) + ".part"] = simulate(files, "shop.yaml", part).out;
        }
        const auto merged = run(files, {"simulate", "merge", "3.part", "1.part", "2.part",
                                        "--format", "json", "--output", "merged.json"});
        QCOMPARE(merged.status, 0);
        QCOMPARE(files.files["merged.json"], whole.out);
        const auto missing = run(files, {"simulate", "merge", "1.part", "3.part"});
        QCOMPARE(missing.status, 3);
        QVERIFY(missing.err.find("replication 2 of 5 is missing: part 2/3 has it") !=
                std::string::npos);
        QVERIFY(run(files, {"simulate", "merge", "1.part", "1.part", "2.part"})
                    .err.find("is there twice") != std::string::npos);
        files.files["other.part"] =
            simulate(files, "shop.yaml",
                     {"--duration", "20s", "--replications", "5", "--shard", "2/3", "--seed", "2"})
                .out;
        QVERIFY(run(files, {"simulate", "merge", "1.part", "other.part", "3.part"})
                    .err.find("`seed` differs") != std::string::npos);
        // Whatever is missing or of another kind in a part is refused.
        const auto part = nlohmann::ordered_json::parse(files.files["2.part"]);
        for (const auto& item : part["runs"][0]["run"].items()) {
            auto broken = part;
            broken["runs"][0]["run"][item.key()] = "?";
            files.files["broken.part"] = broken.dump();
            QCOMPARE(run(files, {"simulate", "merge", "1.part", "broken.part", "3.part"}).status,
                     3);
        }
    }

    void twoRunsAreToldApart() {
        MemoryFiles files;
        addThreeTier(files);
        files.files["a.json"] = simulate(files, "shop.yaml", {"--duration", "30s"}).out;
        files.files["b.json"] =
            simulate(files, "shop.yaml", {"--duration", "30s", "--set", "load=2"}).out;
        const auto same = run(files, {"simulate", "compare", "a.json", "a.json"});
        QCOMPARE(same.status, 0);
        const auto other =
            run(files, {"simulate", "compare", "a.json", "b.json", "--format", "json"});
        QCOMPARE(other.status, 1);
        bool doubled = false;
        const auto differences = other.json()["whole"];
        for (const auto& one : differences) {
            doubled = doubled ||
                      (one["what"] == "offered" && one["percent"] > 80 && one["percent"] < 120);
        }
        QVERIFY(doubled);
        QVERIFY(run(files, {"simulate", "compare", "a.json", "b.json"}).out.find("WebFleet") !=
                std::string::npos);
        QCOMPARE(run(files, {"simulate", "compare", "a.json", "shop.yaml"}).status, 3);
        files.files["half.json"] = R"({"format": 1, "requests": {}})";
        QCOMPARE(run(files, {"simulate", "compare", "a.json", "half.json"}).status, 3);
    }

    // Two members at 0.0416 US dollars an hour. The table lacks t3.medium in us-east-1, and has
    // t3.2xlarge, eight times as large, at 0.3328.
    void whatARunCostsIsTold() {
        MemoryFiles files;
        addThreeTier(files);
        files.files["mine.csv"] = "what,unit,usd\nWebAlb,hour,0.0225\nWebAlb,request,0.000001\n";
        const auto json = simulate(files, "shop.yaml",
                                   {"--duration", "60s", "--prices", "mine.csv", "--parameter",
                                    "InstanceType=t3.medium"})
                              .json();
        double fleet = 0;
        double balancer = 0;
        for (const auto& one : json["cost"]["components"]) {
            if (one["component"] == "WebFleet") fleet = one["usd_per_hour"];
            if (one["component"] == "WebAlb") balancer = one["usd_per_hour"];
        }
        QCOMPARE(fleet, 0.0832);
        const double arrivals = json["components"]["WebAlb"]["arrivals"];
        QVERIFY(std::abs(balancer - (0.0225 + arrivals * 60 * 0.000001)) < 2e-6);
        QVERIFY(json["cost"]["without_price"].size() > 0);
        QVERIFY(json["cost"]["prices_of"].get<std::string>().find("2025-03-02") !=
                std::string::npos);
        files.files["bad.csv"] = "what,unit,usd\nWebAlb,day,1\n";
        const auto bad = simulate(files, "shop.yaml", {"--duration", "1s", "--prices", "bad.csv"});
        QCOMPARE(bad.status, 3);
        QVERIFY(bad.err.find("bad.csv:2") != std::string::npos);
    }

    void aPromiseIsAnsweredWithItsInterval() {
        MemoryFiles files;
        addThreeTier(files);
        const auto ask = [&](const std::string& promise) {
            return simulate(files, "shop.yaml", {"--duration", "20s", "--promise", promise});
        };
        const auto kept = ask("p99<10s, completed>50%");
        QCOMPARE(kept.status, 0);
        QCOMPARE(kept.json()["promises"].size(), 2U);
        const double mean = ask("mean<1ms").json()["promises"][0]["value"];
        QCOMPARE(ask("mean<1ms").status, 1);
        // Right at the mean, nobody can tell.
        QCOMPARE(ask("mean<" + std::to_string(mean) + "ms").status, 4);
    }

    void theSmallestFleetAndTheFittingPolicyAreFound() {
        MemoryFiles files;
        addThreeTier(files);
        const std::vector<std::string> slow = {"--duration", "60s", "--set",
                                               "components.WebFleet.work_ms=20"};
        std::vector<std::string> fleet = slow;
        fleet.insert(fleet.end(), {"--find-fleet", "completed>30%"});
        const auto found = simulate(files, "shop.yaml", fleet).json();
        QCOMPARE(found["fleet"], "WebFleet");
        QVERIFY(found["smallest"].is_number());
        QVERIFY(found["trials"].size() > 0);
        std::vector<std::string> policy = slow;
        policy.insert(policy.end(), {"--find-policy", "completed>50%"});
        const auto fitting = simulate(files, "shop.yaml", policy).json();
        QCOMPARE(fitting["trials"].size(), 9U);
        QVERIFY(fitting["best"].is_number());
        std::vector<std::string> other = fleet;
        other.insert(other.end(), {"--fleet", "Nobody"});
        QCOMPARE(simulate(files, "shop.yaml", other).status, 2);
    }

    void whatIsNoLogIsRefused() {
        MemoryFiles files;
        addThreeTier(files);
        const auto none = simulate(files, "shop.yaml", {"--arrivals", "shop.yaml"});
        QCOMPARE(none.status, 3);
        QVERIFY(none.err.find("LOGS-1") != std::string::npos);
        QVERIFY(none.out.empty());
    }

    /// Every template of the corpus that takes requests: they are answered, but for those that
    /// `kAnswerNobody` names, as it says; and what may lie on their way is simulated or named.
    void realTemplatesRun() {
        std::size_t ran = 0;
        std::size_t without = 0;
        std::size_t silent = 0;
        for (const auto& path : test::corpusTemplates()) {
            MemoryFiles files;
            files.files["a.template"] = test::readFile(path);
            const auto result = simulate(files, "a.template", {"--duration", "2s"});
            if (result.status == 3) {
                ++without;
                continue;
            }
            ++ran;
            const auto json = result.json();
            QVERIFY2(conserves(json), path.string().c_str());
            const std::string unnamed = whatIsPassedOver(files, json);
            QVERIFY2(unnamed.empty(), (path.string() + ": " + unnamed).c_str());
            const auto* told = std::ranges::find_if(kAnswerNobody, [&](const AnswersNobody& one) {
                return path.string().ends_with(one.path);
            });
            const bool answers = json["requests"]["completed"] > 0;
            QVERIFY2(answers == (told == std::end(kAnswerNobody)), path.string().c_str());
            if (answers) continue;
            ++silent;
            const auto& statuses = json["requests"]["by_status"];
            QCOMPARE(statuses.size(), *told->status == '\0' ? 0U : 1U);
            if (*told->status != '\0') QVERIFY2(statuses.contains(told->status), told->path);
        }
        QCOMPARE(silent, ran > 0 ? std::size(kAnswerNobody) : 0U);
        qInfo(
            "%zu templates ran, %zu of them answer nobody and the table says why; %zu have no "
            "entry or can't be read",
            ran, silent, without);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::SimulateCommandTest)
#include "simulate_command_test.moc"
