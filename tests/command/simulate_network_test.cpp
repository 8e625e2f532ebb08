#include <QtTest>

#include <cmath>

#include "tests/command/run_command.h"
#include "tests/command/simulated.h"

namespace archivolt {

using test::completedAt;
using test::countOf;
using test::firstTime;
using test::Json;
using test::MemoryFiles;
using test::run;
using test::simulate;

namespace {

/// Two instances behind a balancer.
constexpr const char* kWeb = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}}
  Web1: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.large, SubnetId: !Ref A}}
  Web2: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.large, SubnetId: !Ref B}}
  Targets: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Protocol: HTTP, Targets: [{Id: !Ref Web1}, {Id: !Ref Web2}], Port: 80}}
  Alb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref A, !Ref B]}}
  Listener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb, Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets}]}}
)";

/// A distribution in front of them.
constexpr const char* kFront =
    R"(  Front: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {Enabled: true, Origins: [{Id: a, DomainName: !GetAtt Alb.DNSName, CustomOriginConfig: {OriginProtocolPolicy: http-only}}], DefaultCacheBehavior: {TargetOriginId: a, ViewerProtocolPolicy: allow-all}}}}
)";

std::string shop() { return std::string(kWeb) + kFront; }

/// A name that is answered by the addresses of who asks.
constexpr const char* kByAddress =
    R"(  Alb2: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref A, !Ref B]}}
  Targets2: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Protocol: HTTP, Port: 80, Targets: [{Id: !Ref Web2}]}}
  Listener2: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb2, Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets2}]}}
  Places: {Type: AWS::Route53::CidrCollection, Properties: {Name: places, Locations: [{LocationName: office, CidrList: [203.0.113.0/24]}, {LocationName: city, CidrList: [203.0.0.0/16, "2001:db8::/32"]}]}}
  First: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: Z0123456789ABCDEFGHIJ, Name: www.example.com, Type: A, SetIdentifier: first, AliasTarget: {DNSName: !GetAtt Alb.DNSName, HostedZoneId: !GetAtt Alb.CanonicalHostedZoneID}, CidrRoutingConfig: {CollectionId: !Ref Places, LocationName: office}}}
  Second: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: Z0123456789ABCDEFGHIJ, Name: www.example.com, Type: A, SetIdentifier: second, AliasTarget: {DNSName: !GetAtt Alb2.DNSName, HostedZoneId: !GetAtt Alb2.CanonicalHostedZoneID}, CidrRoutingConfig: {CollectionId: !GetAtt Places.Id, LocationName: city}}}
)";

/// An appliance that looks at what comes in, by a Gateway Load Balancer's endpoint.
constexpr const char* kAppliance =
    R"(  Look: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.large, SubnetId: !Ref A}}
  Looks: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Protocol: GENEVE, Port: 6081, Targets: [{Id: !Ref Look}]}}
  Gateway: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: gateway, Subnets: [!Ref A]}}
  GatewayListener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Gateway, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Looks}]}}
  Service: {Type: AWS::EC2::VPCEndpointService, Properties: {GatewayLoadBalancerArns: [!Ref Gateway]}}
  Endpoint: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Vpc, VpcEndpointType: GatewayLoadBalancer, ServiceName: !Sub "com.amazonaws.vpce.us-east-1.${Service}", SubnetIds: [!Ref A]}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  AssociatedA: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref A, RouteTableId: !Ref Table}}
  AssociatedB: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref B, RouteTableId: !Ref Table}}
)";
constexpr const char* kThroughIt =
    R"(  Out: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, VpcEndpointId: !Ref Endpoint}}
)";

/// A network balancer inside, with a target in each zone; ATTRIBUTES are its own.
constexpr const char* kInner =
    R"(  Inner1: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.large, SubnetId: !Ref A}}
  Inner2: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.large, SubnetId: !Ref B}}
  InnerTargets: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Protocol: TCP, Port: 80, Targets: [{Id: !Ref Inner1}, {Id: !Ref Inner2}]}}
  Inner: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: network, Scheme: internal, Subnets: [!Ref A, !Ref B], LoadBalancerAttributes: [ATTRIBUTES]}}
  InnerListener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Inner, Protocol: TCP, Port: 80, DefaultActions: [{Type: forward, TargetGroupArn: !Ref InnerTargets}]}}
)";

}  // namespace

/// simulate, on what lies between clients and what serves them.
class SimulateNetworkTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// What is not signed is answered 403 where key groups are trusted (T99); usual clients sign.
    void aDistributionAsksForSignatures() {
        std::string text = shop();
        text.insert(text.find("ViewerProtocolPolicy"), "TrustedKeyGroups: [k], ");
        const std::vector<std::string> usual = {"--assume-open", "--duration", "10s"};
        const Json signedOnes = simulate(text, usual);
        QCOMPARE(countOf(signedOnes, "403"), 0);
        QVERIFY(countOf(signedOnes, "200") > 0);
        QVERIFY(signedOnes["scenario"]["clients"][0]["mix"][0]["signed"].get<bool>());
        QVERIFY(signedOnes["notes"].dump().find("403 to what is not signed") != std::string::npos);
        std::vector<std::string> unsignedOnes = usual;
        unsignedOnes.insert(unsignedOnes.end(),
                            {"--set", R"(clients=[{"name":"a","entry":"Front","mix":[{}]}])"});
        const Json refused = simulate(text, unsignedOnes);
        QVERIFY(countOf(refused, "403") > 0);
        QCOMPARE(countOf(refused, "200"), 0);
        QVERIFY(refused["story"].dump().find("it is not signed") != std::string::npos);
        // Where nothing asks for it, nobody is refused.
        QCOMPARE(countOf(simulate(shop(), unsignedOnes), "403"), 0);
    }

    /// Sydney has no edge location in price class 100: the nearest is San Francisco's, 11,946 km
    /// away: 5 + 89.6 ms one way, 189.2 there and back, and 10 with one near (T100).
    void aPriceClassLeavesEdgeLocationsOut() {
        const std::vector<std::string> sydney = {
            "--assume-open", "--duration", "2m", "--set",
            R"(clients=[{"name":"a","entry":"Front","region":"Sydney","objects":1,"mix":[{"cacheable":true}]}])"};
        std::string first = shop();
        first.insert(first.find("Origins:"), "PriceClass: PriceClass_100, ");
        const auto median = [](const Json& json) {
            return json["by_region"]["Sydney"]["latency_ms"]["p50"].get<double>();
        };
        QVERIFY(std::abs(median(simulate(shop(), sydney)) - 10) < 0.2);
        const Json far = simulate(first, sydney);
        QVERIFY2(std::abs(median(far) - 189.2) < 4, std::to_string(median(far)).c_str());
        QVERIFY(
            far["notes"].dump().find("no edge location near Sydney; clients there come to those "
                                     "near San Francisco") != std::string::npos);
        // Price class 200 has none in Australia either, but in Jakarta; all of them have.
        first.replace(first.find("PriceClass_100"), 14, "PriceClass_200");
        QVERIFY(simulate(first, sydney)["notes"].dump().find("near Jakarta") != std::string::npos);
    }

    /// A quarter of the clients near one of four edge locations is lost until it is noticed.
    void anEdgeLocationIsLost() {
        const std::string clients =
            R"(clients=[{"name":"a","entry":"Front","region":"Frankfurt","arrivals":{"rate_rps":20},"mix":[{"cacheable":true}]}])";
        const auto faulty = [&](const std::string& place) {
            std::string faults =
                R"(faults=[{"kind":"edge-location","target":"Front","place":"HERE","at_s":60}])";
            faults.replace(faults.find("HERE"), 4, place);
            return std::vector<std::string>{"--assume-open", "--duration", "5m",  "--set",
                                            clients,         "--set",      faults};
        };
        const Json json = simulate(shop(), faulty("Frankfurt"));
        const double lost = json["requests"]["failed"].get<double>();
        // 30 s until it is noticed, and another minute until all resolvers have asked again.
        QVERIFY2(lost > 0.25 * 20 * 30 && lost < 0.3 * 20 * 100, std::to_string(lost).c_str());
        QVERIFY(firstTime(json, "loses an edge location") == 60);
        MemoryFiles files;
        files.files["a.yaml"] = shop();
        std::vector<std::string> arguments = {"simulate", "a.yaml"};
        for (const std::string& one : faulty("Tokyo")) arguments.push_back(one);
        const auto refused = run(files, arguments);
        QCOMPARE(refused.status, 2);
        QVERIFY(refused.err.find("has no clients at `Tokyo`") != std::string::npos);
    }

    /// A twentieth of the packets of a balancer is lost: 0.05 / 0.9 s later each way (T102).
    void packetsAreLost() {
        const auto mean = [](const std::string& faults) {
            const Json json = simulate(
                shop(), {"--assume-open", "--duration", "10m", "--set",
                         R"(clients=[{"name":"a","entry":"Alb","arrivals":{"rate_rps":20}}])",
                         "--set", "faults=" + faults});
            return json["latency_ms"]["mean"].get<double>();
        };
        const double all = mean(R"([{"kind":"loss","target":"Alb","share":0.05}])") - mean("[]");
        // Between clients and the balancer, and between that and its targets, there and back.
        QVERIFY2(std::abs(all - 4 * 1000 * 0.05 / 0.9) < 30, std::to_string(all).c_str());
        const double zone =
            mean(R"([{"kind":"loss","target":"us-east-1a","share":0.05}])") - mean("[]");
        QVERIFY2(zone > 40 && zone < all, std::to_string(zone).c_str());
    }

    /// A target optimizer lets each of two targets have one request at a time, or as many as the
    /// scenario says; who finds none ready is answered 503 at once (T58).
    void aTargetOptimizerLetsNobodyWait() {
        std::string text = shop();
        text.insert(text.find("Port: 80}}\n  Alb") + 8, ", TargetControlPort: 3000");
        const std::vector<std::string> busy = {
            "--assume-open", "--duration", "2m", "--set",
            R"(clients=[{"name":"a","entry":"Alb","arrivals":{"rate_rps":100}}])"};
        const Json one = simulate(text, busy);
        QVERIFY(countOf(one, "503") > 1000);
        QVERIFY(one["notes"].dump().find("agents let each target have 1 at once") !=
                std::string::npos);
        std::vector<std::string> more = busy;
        more.insert(more.end(), {"--set", "components.Alb.target_concurrency=50"});
        QCOMPARE(countOf(simulate(text, more), "503"), 0);
        QCOMPARE(countOf(simulate(shop(), busy), "503"), 0);
    }

    /// The longest block that holds a client's address decides (T44).
    void namesAreAnsweredByAddress_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("takes");
        QTest::newRow("the longer block") << "203.0.113.9"
                                          << "Alb";
        QTest::newRow("the shorter one") << "203.0.5.0/24"
                                         << "Alb2";
        QTest::newRow("of the other family") << "2001:db8::1"
                                             << "Alb2";
        QTest::newRow("in no block") << "198.51.100.1"
                                     << "";
    }
    void namesAreAnsweredByAddress() {
        QFETCH(QString, address);
        QFETCH(QString, takes);
        const Json json =
            simulate(std::string(kWeb) + kByAddress,
                     {"--assume-open", "--duration", "30s", "--set",
                      R"(clients=[{"name":"a","address":")" + address.toStdString() + R"("}])"});
        QCOMPARE(completedAt(json, "Alb") > 0, takes == "Alb");
        QCOMPARE(completedAt(json, "Alb2") > 0, takes == "Alb2");
        QCOMPARE(json["requests"]["completed"].get<int>() > 0, !takes.isEmpty());
    }

    /// Clients whom no block holds take the default; without a word of addresses there are some of
    /// each location, and an address that is none is refused.
    void aDefaultLocationTakesTheRest() {
        std::string text = std::string(kWeb) + kByAddress;
        text.replace(text.rfind("city"), 4, "\"*\"");
        const Json json = simulate(text, {"--assume-open", "--duration", "30s", "--set",
                                          R"(clients=[{"name":"a","address":"198.51.100.1"}])"});
        QCOMPARE(completedAt(json, "Alb"), 0.0);
        QVERIFY(completedAt(json, "Alb2") > 0);
        const Json usual =
            simulate(std::string(kWeb) + kByAddress, {"--assume-open", "--duration", "30s"});
        QVERIFY(completedAt(usual, "Alb") > 0);
        QVERIFY(completedAt(usual, "Alb2") > 0);
        QCOMPARE(usual["scenario"]["clients"][0]["address"].get<std::string>(), "203.0.113.0/24");
        MemoryFiles files;
        files.files["a.yaml"] = text;
        const auto refused = run(
            files, {"simulate", "a.yaml", "--set", R"(clients=[{"name":"a","address":"here"}])"});
        QCOMPARE(refused.status, 2);
        QVERIFY(refused.err.find("`address` must be an address") != std::string::npos);
    }

    /// Clients are 20 ms away. A connection over TCP alone takes a round trip of 40 ms more,
    /// TLS 1.2 of the usual policy two more, TLS 1.3 one; ten visitors keep theirs (T106).
    void connectionsTakeTheirRoundTrips() {
        const auto median = [](const std::string& text, const std::string& clients) {
            const Json json = simulate(
                text, {"--assume-open", "--duration", "2m", "--set",
                       R"(clients=[{"name":"a","arrivals":{"rate_rps":20},)" + clients + "}]",
                       "--set", R"(network={"connections":true})"});
            return json["latency_ms"]["p50"].get<double>();
        };
        const std::string many = R"("sessions":1000000)";
        const double kept = median(kWeb, R"("sessions":10)");
        QVERIFY2(std::abs(median(kWeb, many) - kept - 40) < 5, std::to_string(kept).c_str());
        std::string secure = kWeb;
        const std::string plain = "Protocol: HTTP, Port: 80, DefaultActions";
        secure.replace(secure.find(plain), plain.size(),
                       "Protocol: HTTPS, Port: 443, Certificates: [{CertificateArn: "
                       "\"arn:aws:acm:us-east-1:123456789012:certificate/a\"}], DefaultActions");
        QVERIFY(std::abs(median(secure, many) - kept - 120) < 5);
        QVERIFY(std::abs(median(secure, many + R"(,"tls":"1.3")") - kept - 80) < 5);
        std::string newest = secure;
        newest.insert(newest.find("Certificates: "),
                      "SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06, ");
        QVERIFY(std::abs(median(newest, many) - kept - 80) < 5);
        // Who keeps none opens one each time.
        QVERIFY(std::abs(median(newest, R"("sessions":10,"kept_s":0)") - kept - 80) < 5);
    }

    /// A distribution keeps connections to its origin for 5 s unless told, and a balancer to
    /// targets.
    void connectionsAreKeptInside() {
        const std::vector<std::string> often = {
            "--assume-open",
            "--duration",
            "2m",
            "--set",
            R"(clients=[{"name":"a","arrivals":{"rate_rps":50},"sessions":10}])",
            "--set",
            R"(network={"connections":true})"};
        const Json json = simulate(shop(), often);
        const auto& front = json["components"]["Front"];
        QVERIFY(front["connections"].get<double>() > 0);
        QVERIFY(front["connections"].get<double>() < 0.05 * front["misses"].get<double>());
        QVERIFY(json["components"]["Alb"]["connections"].get<int>() < 50);
        // Without being asked for, they cost nothing.
        const Json free = simulate(shop(), {"--assume-open", "--duration", "30s"});
        QVERIFY(!free["components"]["Front"].contains("connections"));
    }

    /// What comes in passes the appliance where the subnets' routes lead to its endpoint (T21), and
    /// is lost with it.
    void appliancesLookAtWhatComesIn() {
        const std::string through = std::string(kWeb) + kAppliance + kThroughIt;
        const std::vector<std::string> minutes = {
            "--assume-open", "--duration", "5m", "--set",
            R"(clients=[{"name":"a","entry":"Alb","arrivals":{"rate_rps":20},"timeout_s":5}])"};
        const Json json = simulate(through, minutes);
        // But for those that are on their way there at the end.
        const double offered = json["requests"]["offered"].get<double>();
        const double looked = json["components"]["Gateway"]["arrivals"].get<double>();
        QVERIFY2(offered >= looked && offered - looked < 10, std::to_string(looked).c_str());
        QVERIFY(json["components"]["Look"]["utilisation"].get<double>() > 0);
        QVERIFY(countOf(json, "200") > 5000);
        std::vector<std::string> lost = minutes;
        lost.insert(lost.end(),
                    {"--set", R"(faults=[{"kind":"instance","target":"Look","at_s":60}])"});
        QVERIFY(countOf(simulate(through, lost), "200") < 1400);
        // Without the route nothing passes it.
        const Json past = simulate(std::string(kWeb) + kAppliance, lost);
        QCOMPARE(past["components"]["Gateway"]["arrivals"].get<int>(), 0);
        QVERIFY(countOf(past, "200") > 5000);
    }

    /// Calls out of a zone come to any node of a network balancer, or to their own zone's (T103).
    void aNetworkBalancerMayBeAskedInTheOwnZone() {
        const auto share = [](const std::string& attributes) {
            std::string text = std::string(kWeb) + kInner;
            text.replace(text.find("ATTRIBUTES"), 10, attributes);
            const Json json = simulate(text, {"--assume-open", "--duration", "5m", "--set",
                                              R"(components={"Web1":{"calls":["Inner"]}})"});
            const auto& shares = json["components"]["Inner"]["shares"];
            const double own = shares["Inner1"].get<double>();
            return own / (own + shares["Inner2"].get<double>());
        };
        const std::string key = "{Key: dns_record.client_routing_policy, Value: ";
        const double any = share("");
        QVERIFY2(std::abs(any - 0.5) < 0.05, std::to_string(any).c_str());
        QVERIFY(std::abs(share(key + "partial_availability_zone_affinity}") - 0.925) < 0.03);
        QCOMPARE(share(key + "availability_zone_affinity}"), 1.0);
    }

    /// A database in Ireland is 80.55 ms away from Virginia, there and back, as was measured
    /// (T104); between Regions that no measurement tells of, the distance does, and a scenario
    /// before both.
    void callsBetweenRegionsTakeAsLongAsTheseAreApart() {
        const auto asked = [](const std::string& region, const std::string& network) {
            Json project{{"archivolt", 1}, {"name", "n"}};
            const auto add = [&](const char* name, const std::string& where, const char* text) {
                project["stacks"].push_back({{"name", name},
                                             {"region", where},
                                             {"account", "123456789012"},
                                             {"format", "yaml"},
                                             {"template", text}});
            };
            add("web", "us-east-1", kWeb);
            add("data", region,
                "Resources:\n  Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, "
                "DBInstanceClass: db.m5.large, AllocatedStorage: '20', MasterUsername: a, "
                "ManageMasterUserPassword: true}}\n");
            MemoryFiles files;
            files.files["p.archivolt"] = project.dump();
            const auto result =
                run(files, {"simulate", "p.archivolt", "--assume-open", "--duration", "2m",
                            "--format", "json", "--set", "network=" + network, "--set",
                            R"(components={"Web1":{"calls":["Db"]},"Web2":{"calls":["Db"]}})"});
            return result.status == 0 ? result.json() : Json::object();
        };
        const auto mean = [](const Json& json) { return json["latency_ms"]["mean"].get<double>(); };
        const double near = mean(asked("us-east-1", "{}"));
        const Json ireland = asked("eu-west-1", "{}");
        QVERIFY(std::abs(mean(ireland) - near - 80.5) < 2);
        QVERIFY(ireland["notes"].dump().find("calls between eu-west-1 and us-east-1 take 80.55 ms "
                                             "there and back, by a table of measurements") !=
                std::string::npos);
        const Json measured =
            asked("eu-west-1", R"({"round_trip_ms":{"us-east-1":{"eu-west-1":30}}})");
        QVERIFY(std::abs(mean(measured) - near - 30) < 2);
        // 5,931 km to London at 7.5 µs a kilometre, there and back.
        const Json london = asked("eu-west-2", "{}");
        QVERIFY2(std::abs(mean(london) - near - 89) < 2, std::to_string(mean(london)).c_str());
        QVERIFY(london["notes"].dump().find("by their distance") != std::string::npos);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::SimulateNetworkTest)
#include "simulate_network_test.moc"
