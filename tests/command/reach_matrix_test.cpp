#include <QtTest>

#include "tests/command/run_command.h"
#include "tests/support/test_paths.h"

namespace archivolt {

using test::CommandRun;
using test::MemoryFiles;
using test::run;

namespace {

using Words = std::vector<std::string>;

/// Runs `reach` on the three tiers of the scenarios: web -> app -> db behind one gateway.
CommandRun reach(Words words, const std::string& more = {}) {
    MemoryFiles files;
    files.files["shop.yaml"] =
        test::readFile(test::sourceRoot() / "tests" / "scenarios" / "shop.base") + more;
    words.insert(words.begin(), {"reach", "shop.yaml"});
    return run(files, words);
}

/// A group whose rule can't be known, on a machine beside the application.
const char* const kUnknownRule = R"(
  OddGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: odd
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref Block}]
  Odd:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref AppSubnet, SecurityGroupIds: [!Ref OddGroup]}
Parameters:
  Block: {Type: String}
)";

/// A machine that nothing lets in or out.
const char* const kSilentHost = R"(
  SilentGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: silent
      VpcId: !Ref Vpc
      SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: 192.0.2.1/32}]
  Silent:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref DbSubnet, SecurityGroupIds: [!Ref SilentGroup]}
)";

std::string trafficOf(const nlohmann::ordered_json& document, const std::string& from,
                      const std::string& to) {
    for (const auto& pair : document["pairs"]) {
        if (pair["from"] == from && pair["to"] == to) return pair["traffic"].get<std::string>();
    }
    return "none";
}

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::size_t widest(const std::string& text) {
    std::istringstream lines(text);
    std::size_t width = 0;
    for (std::string line; std::getline(lines, line);) {
        const auto columns = std::ranges::count_if(
            line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
        width = std::max(width, static_cast<std::size_t>(columns));
    }
    return width;
}

}  // namespace

class ReachMatrixTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void allPairsHaveTheirExactPorts() {
        const auto result = reach({"--all", "--format", "json"});
        QCOMPARE(result.status, 0);
        const auto json = result.json();
        QCOMPARE(json["format"], 1);
        QCOMPARE(json["by"], "instance");
        QCOMPARE(trafficOf(json, "internet", "Web"), std::string("tcp/22,80,443"));
        QCOMPARE(trafficOf(json, "Web", "App"), std::string("tcp/8080"));
        QCOMPARE(trafficOf(json, "App", "Db"), std::string("tcp/5432"));
        QCOMPARE(trafficOf(json, "internet", "Db"), std::string("none"));
        QCOMPARE(trafficOf(json, "Web", "internet"), std::string("any"));
        for (const auto& pair : json["pairs"]) {
            const bool isSshFromInternet = pair["from"] == "internet" && pair["to"] == "Web";
            QCOMPARE(pair["everywhere"].is_null(), !isSshFromInternet);
            QVERIFY(pair["possible"].is_null() && pair["why"].empty());
        }
    }

    void whatHoldsForSomeAddressesIsToldApart() {
        const auto json = reach({"--all", "--format", "json"}).json();
        for (const auto& pair : json["pairs"]) {
            if (pair["from"] != "internet" || pair["to"] != "Web") continue;
            QCOMPARE(pair["everywhere"], "tcp/80,443");
            return;
        }
        QFAIL("no pair from the internet to Web");
    }

    void tiersAndSubnetsAreEndsToo() {
        const auto tiers = reach({"--all", "--by", "tier", "--format", "json"}).json();
        QCOMPARE(trafficOf(tiers, "internet", "public"), std::string("tcp/22,80,443"));
        QCOMPARE(trafficOf(tiers, "public", "private"), std::string("tcp/8080"));
        QCOMPARE(trafficOf(tiers, "private", "private"), std::string("tcp/5432"));
        const auto subnets = reach({"--all", "--by", "subnet", "--format", "json"}).json();
        QCOMPARE(trafficOf(subnets, "AppSubnet", "DbSubnet"), std::string("tcp/5432"));
        QCOMPARE(trafficOf(subnets, "DbSubnet", "AppSubnet"), std::string("none"));
    }

    void textIsATableForPeople() {
        const auto result = reach({"--all"}, kSilentHost);
        QCOMPARE(result.status, 0);
        QVERIFY2(result.out.starts_with("IPv4, row → column\nfrom"), result.out.c_str());
        QVERIFY2(holds(result.out, "\nWeb "), result.out.c_str());
        QVERIFY2(holds(result.out, "\nReach nothing: Silent\n"), result.out.c_str());
        QVERIFY2(widest(result.out) <= 100, result.out.c_str());
    }

    void wideTablesAreFoldedAndLargeOnesListed() {
        std::string many;
        for (int i = 0; i < 45; ++i) {
            many += "  Group" + std::to_string(i) +
                    ":\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n"
                    "      GroupDescription: one of many\n      VpcId: !Ref Vpc\n"
                    "      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: " +
                    std::to_string(1000 + i) + ", ToPort: " + std::to_string(1000 + i) +
                    ", CidrIp: 0.0.0.0/0}]\n  Host" + std::to_string(i) +
                    ":\n    Type: AWS::EC2::Instance\n    Properties: {ImageId: "
                    "ami-0abcdef1234567890, SubnetId: !Ref Public, SecurityGroupIds: [!Ref Group" +
                    std::to_string(i) + "]}\n";
            if (i != 19) continue;
            const auto folded = reach({"--all"}, many);
            QVERIFY2(widest(folded.out.substr(0, folded.out.find("\nReach nothing"))) <= 100,
                     folded.out.c_str());
            QVERIFY(holds(folded.out, "tcp/1019"));
            QVERIFY(folded.out.find("\nfrom") != folded.out.rfind("\nfrom"));
        }
        const auto listed = reach({"--all"}, many);
        QVERIFY2(listed.out.starts_with("internet\n  → Web"), listed.out.c_str());
        QVERIFY(holds(listed.out, "ipv4  tcp/1044"));
    }

    void oneEndAloneIsAskedAgainstAllOthers() {
        const auto from = reach({"--from", "Web", "--format", "json"});
        QCOMPARE(from.status, 0);
        QCOMPARE(trafficOf(from.json(), "Web", "App"), std::string("tcp/8080"));
        const auto pairs = from.json()["pairs"];
        for (const auto& pair : pairs) QCOMPARE(pair["from"], "Web");
        const auto to = reach({"--to", "Db", "--by", "subnet"});
        QCOMPARE(to.status, 0);
        QCOMPARE(to.out, std::string("AppSubnet\n  → Db  ipv4  tcp/5432\n"));
        const auto narrowed = reach({"--from", "internet", "--port", "22", "--format", "csv"});
        QCOMPARE(narrowed.out, std::string("from,to,family,traffic,everywhere,possible,why,"
                                           "answered_in_part\r\n"
                                           "internet,Web,ipv4,tcp/22,none,,,\r\n"));
    }

    void whatIsUnknownCarriesItsReason() {
        const auto json = reach({"--all", "--format", "json"}, kUnknownRule).json();
        bool found = false;
        for (const auto& pair : json["pairs"]) {
            if (pair["to"] != "Odd") continue;
            found = true;
            QCOMPARE(pair["traffic"], "");
            QCOMPARE(pair["possible"], "tcp/22");
            QVERIFY(!pair["why"].empty());
        }
        QVERIFY(found);
        const auto csv = reach({"--to", "Odd", "--format", "csv"}, kUnknownRule);
        QVERIFY2(holds(csv.out, "Web,Odd,ipv4,,,tcp/22,"), csv.out.c_str());
        QVERIFY2(holds(csv.out, "OddGroup"), csv.out.c_str());
        const auto text = reach({"--to", "Odd"}, kUnknownRule);
        QVERIFY2(holds(text.out, "? tcp/22") && holds(text.out, "?: can't be told"),
                 text.out.c_str());
    }

    void outputIsTheSameFromRunToRun() {
        for (const char* format : {"text", "json", "csv"}) {
            QCOMPARE(reach({"--all", "--format", format}).out,
                     reach({"--all", "--format", format}).out);
        }
    }

    void wrongQuestionsAreRefused() {
        QCOMPARE(reach({}).status, 2);
        QCOMPARE(reach({"--all", "--from", "Web"}).status, 2);
        QCOMPARE(reach({"--all", "--by", "colour"}).status, 2);
        QCOMPARE(reach({"--from", "Nobody"}).status, 2);
        QCOMPARE(reach({"--from", "Web", "--to", "App", "--format", "csv"}).status, 2);
        QCOMPARE(reach({"--from", "Web", "--port", "90-80"}).status, 2);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ReachMatrixTest)
#include "reach_matrix_test.moc"
