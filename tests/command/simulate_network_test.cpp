#include <QtTest>

#include <cmath>

#include "tests/command/run_command.h"
#include "tests/command/simulated.h"

namespace archivolt {

using test::countOf;
using test::firstTime;
using test::Json;
using test::MemoryFiles;
using test::run;
using test::simulate;

namespace {

/// Two instances behind a balancer, and that behind a distribution.
constexpr const char* kShop = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}}
  Web1: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.large, SubnetId: !Ref A}}
  Web2: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.large, SubnetId: !Ref B}}
  Targets: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Protocol: HTTP, Targets: [{Id: !Ref Web1}, {Id: !Ref Web2}], Port: 80}}
  Alb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref A, !Ref B]}}
  Listener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb, Protocol: HTTP, Port: 80, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets}]}}
  Front: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {Enabled: true, Origins: [{Id: a, DomainName: !GetAtt Alb.DNSName, CustomOriginConfig: {OriginProtocolPolicy: http-only}}], DefaultCacheBehavior: {TargetOriginId: a, ViewerProtocolPolicy: allow-all}}}}
)";

}  // namespace

/// simulate, on what lies between clients and what serves them.
class SimulateNetworkTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// What is not signed is answered 403 where key groups are trusted (T99); usual clients sign.
    void aDistributionAsksForSignatures() {
        std::string text = kShop;
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
        QCOMPARE(countOf(simulate(kShop, unsignedOnes), "403"), 0);
    }

    /// Sydney has no edge location in price class 100: the nearest is San Francisco's, 11,946 km
    /// away: 5 + 89.6 ms one way, 189.2 there and back, and 10 with one near (T100).
    void aPriceClassLeavesEdgeLocationsOut() {
        const std::vector<std::string> sydney = {
            "--assume-open", "--duration", "2m", "--set",
            R"(clients=[{"name":"a","entry":"Front","region":"Sydney","objects":1,"mix":[{"cacheable":true}]}])"};
        std::string first = kShop;
        first.insert(first.find("Origins:"), "PriceClass: PriceClass_100, ");
        const auto median = [](const Json& json) {
            return json["by_region"]["Sydney"]["latency_ms"]["p50"].get<double>();
        };
        QVERIFY(std::abs(median(simulate(kShop, sydney)) - 10) < 0.2);
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
        const Json json = simulate(kShop, faulty("Frankfurt"));
        const double lost = json["requests"]["failed"].get<double>();
        // 30 s until it is noticed, and another minute until all resolvers have asked again.
        QVERIFY2(lost > 0.25 * 20 * 30 && lost < 0.3 * 20 * 100, std::to_string(lost).c_str());
        QVERIFY(firstTime(json, "loses an edge location") == 60);
        MemoryFiles files;
        files.files["a.yaml"] = kShop;
        std::vector<std::string> arguments = {"simulate", "a.yaml"};
        for (const std::string& one : faulty("Tokyo")) arguments.push_back(one);
        const auto refused = run(files, arguments);
        QCOMPARE(refused.status, 3);
        QVERIFY(refused.err.find("has no clients at `Tokyo`") != std::string::npos);
    }

    /// A twentieth of the packets of a balancer is lost: 0.05 / 0.9 s later each way (T102).
    void packetsAreLost() {
        const auto mean = [](const std::string& faults) {
            const Json json = simulate(
                kShop, {"--assume-open", "--duration", "10m", "--set",
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
        std::string text = kShop;
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
        QCOMPARE(countOf(simulate(kShop, busy), "503"), 0);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::SimulateNetworkTest)
#include "simulate_network_test.moc"
