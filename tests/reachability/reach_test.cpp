#include <QtTest>

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "model/reachability/questions/answer_json.h"
#include "model/reachability/sets/all_pairs.h"
#include "tests/build/build_support.h"
#include "tests/reachability/random_network.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

std::shared_ptr<const Architecture> shop(const std::string& more = {}) {
    const auto file = test::sourceRoot() / "tests" / "scenarios" / "shop.base";
    return resolve(test::readDesign(test::readFile(file) + more))->architecture;
}

bool hasNote(const ReachAnswer& answer, std::string_view part) {
    return std::ranges::any_of(answer.notes, [&](const std::string& note) {
        return note.find(part) != std::string::npos;
    });
}

ReachAnswer ask(const Reachability& reachability, const char* from, const char* to, Port port) {
    ReachQuestion question{*findEndpoint(reachability.network(), from),
                           *findEndpoint(reachability.network(), to), kProtocolTcp,
                           PortSet({port, port}), std::nullopt};
    return reach(reachability, question);
}

}  // namespace

class ReachTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void portsAndProtocolsAreReadStrictly() {
        QCOMPARE(parsePorts("443"), PortSet({443, 443}));
        QCOMPARE(parsePorts("22,80-90"), PortSet::ofRanges({{22, 22}, {80, 90}}));
        QCOMPARE(parsePorts("0-65535"), PortSet::all());
        for (const char* text : {"", ",", "80,", "-", "80-", "-80", "90-80", "65536", "8o", " 80",
                                 "80 ", "+80", "1-2-3", "999999"}) {
            QVERIFY2(!parsePorts(text), text);
        }
        QCOMPARE(parseProtocol("icmpv6"), IpProtocol{58});
        QCOMPARE(parseProtocol("50"), IpProtocol{50});
        for (const char* text : {"", "TCP", "256", "-1", "tcp ", "any"}) {
            QVERIFY2(!parseProtocol(text), text);
        }
        QCOMPARE(portsText(kProtocolIcmp, PortSet({icmpPort(3, 4), icmpPort(3, 4)})),
                 std::string("3/4"));
        QCOMPARE(portsText(kProtocolIcmp, PortSet({icmpPort(8, 0), icmpPort(8, 255)})),
                 std::string("8"));
    }

    void aPolicyThatJudgesRequestsIsNoted() {
        const std::string endpoint = R"(
  Storage:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref Vpc
      ServiceName: com.amazonaws.us-east-1.s3
      RouteTableIds: [!Ref AppTable]
)";
        const std::string policy =
            "      PolicyDocument: {Statement: [{Effect: Allow, Principal: '*', Action: "
            "'s3:GetObject', Resource: '*'}]}\n";
        const ReachAnswer plain = ask(Reachability(shop(endpoint)), "App", "Storage", 443);
        QCOMPARE(plain.verdict, Verdict::Reachable);
        QVERIFY(!hasNote(plain, "policy"));
        QVERIFY(hasNote(plain, "192.0.0.201 stands for the addresses of"));
        const ReachAnswer judged =
            ask(Reachability(shop(endpoint + policy)), "App", "Storage", 443);
        QCOMPARE(judged.verdict, Verdict::Reachable);
        QVERIFY(hasNote(judged, "the policy of `Storage` decides which requests get through"));
    }

    void anAnswerInJsonHasTheDocumentedShape() {
        const Reachability reachability(shop());
        const auto json =
            answerJson(reachability.network(), ask(reachability, "internet", "Web", 22));
        QCOMPARE(json["format"], 1);
        QCOMPARE(json["verdict"], "partial");
        QCOMPARE(json["disposition"], "delivered");
        QCOMPARE(json["passes"].size(), 1U);
        const auto& pass = json["passes"][0];
        QCOMPARE(pass["protocol"], "tcp");
        QCOMPARE(pass["ports"], "22");
        QCOMPARE(pass["source"], nlohmann::ordered_json::array({"203.0.113.0/24"}));
        QCOMPARE(pass["client_ports"], "1024-65535");
        QCOMPARE(json["decided_by"]["resource"], "WebGroup");
        QCOMPARE(json["decided_by"]["kind"], "security-group");
        QVERIFY(!json["decided_by"]["rule"].get<std::string>().empty());
        for (const char* way : {"forward", "return"}) {
            QVERIFY(!json[way].empty());
            for (const auto& hop : json[way]) {
                for (const char* key : {"resource", "kind", "step", "rule", "result", "packet"}) {
                    QVERIFY2(hop.contains(key), key);
                }
            }
        }
        const Reachability again(shop());
        QCOMPARE(answerJson(again.network(), ask(again, "internet", "Web", 22)).dump(),
                 json.dump());
    }

    void aBlockedAnswerNamesEveryBlocker() {
        const Reachability reachability(shop());
        const auto answer = ask(reachability, "internet", "Db", 5432);
        QVERIFY(answer.verdict == Verdict::Blocked);
        std::set<std::string> kinds;
        for (const Blocker& blocker : answer.blockers)
            kinds.insert(dispositionName(blocker.disposition));
        // No public address, no rule, and no way back: each of them must be mended.
        QCOMPARE(kinds, (std::set<std::string>{"denied-in", "no-public-address", "no-route"}));
        QVERIFY(answer.passes.empty());
    }

    void moreAllowRulesNeverTakeAnythingAway() {
        std::size_t grown = 0;
        for (std::uint64_t seed = 0; seed < 12; ++seed) {
            const auto before = test::randomNetwork(seed, {false, 3, 2});
            auto more = std::make_shared<Architecture>(*before);
            for (const auto& [id, group] : before->securityGroups) {
                SecurityGroup wider = *group;
                SecurityGroupRule rule;
                rule.direction =
                    id.value() % 2 == 0 ? RuleDirection::Ingress : RuleDirection::Egress;
                rule.match.protocol = kTcp;
                rule.match.fromPort = 80;
                rule.match.toPort = 1000;
                rule.cidr = Cidr::all(Family::Ipv4);
                wider.rules.push_back(rule);
                more->securityGroups =
                    more->securityGroups.with(id, std::make_shared<const SecurityGroup>(wider));
            }
            const Reachability small(before);
            const Reachability large(more);
            std::vector<InterfaceClass> each;
            for (const InterfaceIndex i : small.network().interfaces().indices()) {
                each.push_back({{i}});
            }
            std::vector<TrafficBounds> smaller;
            forEachPair(small, each, {}, [&](const ClassPair& p) { smaller.push_back(p.traffic); });
            std::size_t at = 0;
            forEachPair(large, each, {}, [&](const ClassPair& p) {
                QVERIFY(p.traffic.sure.containsAll(smaller[at].sure));
                grown += p.traffic.sure == smaller[at].sure ? 0 : 1;
                ++at;
            });
            QCOMPARE(at, smaller.size());
        }
        QVERIFY(grown > 50);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ReachTest)
#include "reach_test.moc"
