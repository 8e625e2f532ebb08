#include <QtTest>
#include <map>

#include "tests/command/run_command.h"
#include "tests/describe/described_network.h"

// What is missing, cut or broken in a description: never a default, never a crash.
namespace archivolt {

namespace {

constexpr const char* kApp = "i-0a000000000000002";

struct Question {
    const char* from;
    const char* to;
    const char* port;
};

constexpr Question kEdge = {"internet", "edge", "443"};
constexpr Question kDatabase = {kApp, "orders", "5432"};
constexpr Question kPeer = {kApp, "i-0b000000000000001", "8080"};
constexpr Question kShared = {kApp, "i-0c000000000000001", "389"};
constexpr Question kOut = {kApp, "internet", "443"};
constexpr Question kByInterface = {"eni-0a000000000000002", "eni-0a000000000000007", "5432"};

/// An output that is missing, a question that needs it, and the command that would tell.
struct Missing {
    const char* file;
    Question question;
    const char* command;
    /// What is known in spite of it: 4 where nothing is for certain.
    int status = 4;
};

constexpr Missing kMissing[] = {
    {"vpcs", kDatabase, "describe-vpcs"},
    {"subnets", kDatabase, "describe-subnets"},
    {"route-tables", kPeer, "describe-route-tables"},
    {"network-acls", kDatabase, "describe-network-acls"},
    {"security-groups", kDatabase, "describe-security-groups"},
    {"internet-gateways", kEdge, "describe-internet-gateways"},
    {"nat-gateways", kOut, "describe-nat-gateways"},
    {"peerings", kPeer, "describe-vpc-peering-connections"},
    {"transit-gateways", kShared, "describe-transit-gateways"},
    {"transit-gateway-attachments", kShared, "describe-transit-gateway-attachments"},
    {"transit-gateway-vpc-attachments", kShared, "describe-transit-gateway-vpc-attachments"},
    {"transit-gateway-route-tables", kShared, "describe-transit-gateway-route-tables"},
    {"routes-tgw-rtb-0a000000000000001", kShared, "search-transit-gateway-routes"},
    {"listeners-0a1b2c3d4e5f6789", kEdge, "describe-listeners"},
    {"target-groups", kEdge, "describe-target-groups"},
    {"target-health-9f8e7d6c5b4a3210", kEdge, "describe-target-health"},
    {"target-group-attributes-9f8e7d6c5b4a3210", kEdge, "describe-target-group-attributes"},
    // The node in the target's own zone passes on to it, whatever the attributes.
    {"load-balancer-attributes-0a1b2c3d4e5f6789", kEdge, "describe-load-balancer-attributes", 1},
    {"network-interfaces", kEdge, "describe-network-interfaces"},
    {"instances", kByInterface, "describe-instances"},
    {"public-access", kEdge, "describe-vpc-block-public-access-options"},
};

test::CommandRun ask(test::MemoryFiles& files, const Question& question) {
    return test::run(files, {"reach", "net", "--from", question.from, "--to", question.to,
                             "--protocol", "tcp", "--port", question.port, "--format", "json"});
}

void addDescribed(test::MemoryFiles& files) {
    files.folders.insert("net");
    for (auto& [way, text] : test::describedNetwork()) files.files["net/" + way] = text;
}

std::string eastFile(const char* name) { return std::string("net/us-east-1/") + name + ".json"; }

}  // namespace

class DegradedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyQuestionHereIsAnsweredByTheWholeDescription() {
        test::MemoryFiles files;
        addDescribed(files);
        for (const Question& question : {kEdge, kDatabase, kPeer, kShared, kOut, kByInterface}) {
            const auto run = ask(files, question);
            QVERIFY2(run.status == 0, (run.err + run.out).c_str());
        }
    }

    void aMissingOutputMakesTheAnswerUnknownAndIsNamed() {
        for (const Missing& missing : kMissing) {
            test::MemoryFiles files;
            addDescribed(files);
            QCOMPARE(files.files.erase(eastFile(missing.file)), std::size_t{1});
            const auto run = ask(files, missing.question);
            const std::string said = std::string(missing.file) + ":\n" + run.err + run.out;
            QVERIFY2(run.status == missing.status, said.c_str());
            QVERIFY2(run.json().at("verdict") == (missing.status == 4 ? "unknown" : "partial"),
                     said.c_str());
            QVERIFY2(run.err.find("DESCRIBE-6") != std::string::npos, said.c_str());
            QVERIFY2(run.err.find(missing.command) != std::string::npos, said.c_str());
        }
    }

    void aCutListIsAsGoodAsNone() {
        for (const Missing& missing : kMissing) {
            if (std::string(missing.file) == "public-access") continue;  // No list.
            test::MemoryFiles files;
            addDescribed(files);
            auto document = nlohmann::ordered_json::parse(files.files.at(eastFile(missing.file)));
            document["NextToken"] = "eyJ0b2tlbiI6IDF9";
            auto& list = document.begin().value();
            list.erase(list.begin(), list.end());
            files.files[eastFile(missing.file)] = document.dump();
            const auto run = ask(files, missing.question);
            const std::string said = std::string(missing.file) + ":\n" + run.err + run.out;
            QVERIFY2(run.status == missing.status, said.c_str());
            QVERIFY2(run.err.find("DESCRIBE-3") != std::string::npos, said.c_str());
        }
    }

    void attributesThatDoNotTellOfZonesAreNotTakenForTheDefault() {
        test::MemoryFiles files;
        addDescribed(files);
        std::string& text = files.files.at(eastFile("load-balancer-attributes-0a1b2c3d4e5f6789"));
        const std::string key = "load_balancing.cross_zone.enabled";
        text.replace(text.find(key), key.size(), "zonal_shift.config.enabled");
        const auto run = ask(files, kEdge);
        QCOMPARE(run.status, 1);
        QVERIFY2(run.out.find(key) != std::string::npos, run.out.c_str());
    }

    void anAddressThatNobodyHoldsIsUnknownWithoutTheInterfaces() {
        test::MemoryFiles files;
        addDescribed(files);
        const Question nobody = {kApp, "10.0.1.99", "443"};
        QCOMPARE(ask(files, nobody).status, 1);
        files.files.erase(eastFile("network-interfaces"));
        QCOMPARE(ask(files, nobody).status, 4);
    }

    void whatAnAnswerDoesNotNeedMayBeMissing() {
        test::MemoryFiles files;
        addDescribed(files);
        for (const char* name : {"load-balancers", "vpc-endpoints", "addresses", "nat-gateways"}) {
            files.files.erase(eastFile(name));
        }
        const auto run = ask(files, kDatabase);
        QVERIFY2(run.status == 0, (run.err + run.out).c_str());
    }

    void textThatEndsTooEarlyIsNotReadInPart() {
        test::MemoryFiles files;
        addDescribed(files);
        std::string& text = files.files.at(eastFile("route-tables"));
        text.resize(text.size() / 2);
        const auto run = ask(files, kPeer);
        QCOMPARE(run.status, 3);
        QVERIFY2(run.err.find("net/us-east-1/route-tables.json:90:17:") != std::string::npos,
                 run.err.c_str());
        QVERIFY2(run.err.find("JSON-UNTERMINATED") != std::string::npos, run.err.c_str());
    }

    void aFileOfSomethingElseIsToldApart() {
        test::MemoryFiles files;
        addDescribed(files);
        files.files["net/us-east-1/images.json"] = R"({"Images": [{"ImageId": "ami-1"}]})";
        files.files["net/README.md"] = "not JSON";
        const auto run = ask(files, kDatabase);
        QCOMPARE(run.status, 0);
        QVERIFY2(run.err.find("net/us-east-1/images.json:1:12: low: lists of `Images` are not "
                              "read [DESCRIBE-9]") != std::string::npos,
                 run.err.c_str());
        files.files["net/us-east-1/empty.json"] = "";
        QCOMPARE(ask(files, kDatabase).status, 3);
    }

    void aStoppedInstanceAnswersNobody() {
        test::MemoryFiles files;
        addDescribed(files);
        std::string& text = files.files.at(eastFile("instances"));
        const std::string running = "\"Name\": \"running\"";
        // The second instance is the application's.
        const auto at = text.find(running, text.find(kApp));
        text.replace(at, running.size(), "\"Name\": \"stopped\"");
        const auto from = ask(files, kDatabase);
        QCOMPARE(from.status, 1);
        QVERIFY2(from.out.find("stopped") != std::string::npos, from.out.c_str());
        QCOMPARE(ask(files, {"i-0a000000000000001", kApp, "22"}).status, 1);
        QCOMPARE(ask(files, kEdge).status, 1);
    }

    void aBlackholeRouteAndAPeeringThatIsNotActiveBlock() {
        test::MemoryFiles files;
        addDescribed(files);
        std::string& tables = files.files.at(eastFile("route-tables"));
        const auto route = tables.find("\"VpcPeeringConnectionId\"");
        const std::string active = "\"State\": \"active\"";
        tables.replace(tables.find(active, route), active.size(), "\"State\": \"blackhole\"");
        auto run = ask(files, kPeer);
        QCOMPARE(run.status, 1);
        QCOMPARE(run.json().at("disposition"), "blackhole");
        addDescribed(files);
        std::string& peerings = files.files.at(eastFile("peerings"));
        const std::string code = "\"Code\": \"active\"";
        peerings.replace(peerings.find(code), code.size(), "\"Code\": \"pending-acceptance\"");
        run = ask(files, kPeer);
        QCOMPARE(run.status, 1);
        QCOMPARE(run.json().at("disposition"), "blackhole");
    }

    void aBlackholeRouteOfATransitGatewayBlocks() {
        test::MemoryFiles files;
        addDescribed(files);
        files.files[eastFile("routes-tgw-rtb-0a000000000000001")] = R"({"Routes": [
            {"DestinationCidrBlock": "10.0.0.0/8", "Type": "static", "State": "blackhole"}],
            "AdditionalRoutesAvailable": false})";
        const auto run = ask(files, kShared);
        QCOMPARE(run.status, 1);
        QCOMPARE(run.json().at("disposition"), "blackhole");
    }

    void anOutputWithoutItsSubjectIsNotGuessedAt() {
        test::MemoryFiles files;
        addDescribed(files);
        const std::string name = eastFile("routes-tgw-rtb-0a000000000000001");
        files.files[eastFile("transit-routes")] = files.files.at(name);
        files.files.erase(name);
        auto run = ask(files, kShared);
        QCOMPARE(run.status, 4);
        QVERIFY2(run.err.find("DESCRIBE-8") != std::string::npos, run.err.c_str());
        auto document = nlohmann::ordered_json::parse(files.files.at(eastFile("transit-routes")));
        document["TransitGatewayRouteTableId"] = "tgw-rtb-0a000000000000001";
        files.files[eastFile("transit-routes")] = document.dump();
        QCOMPARE(ask(files, kShared).status, 0);
    }

    void aPeeringToAnotherRegionCarriesAddressesButNoGroups() {
        test::MemoryFiles files;
        addDescribed(files);
        const auto route = [](const char* block) {
            return nlohmann::ordered_json{{"DestinationCidrBlock", block},
                                          {"VpcPeeringConnectionId", "pcx-09000000000000001"},
                                          {"Origin", "CreateRoute"},
                                          {"State", "active"}};
        };
        std::string& eastText = files.files.at(eastFile("route-tables"));
        auto east = nlohmann::ordered_json::parse(eastText);
        east["RouteTables"][2]["Routes"].push_back(route("10.9.0.0/16"));
        eastText = east.dump(1);
        std::string& westText = files.files.at("net/eu-west-1.json");
        auto west = nlohmann::ordered_json::parse(westText);
        west["RouteTables"][0]["Routes"].push_back(route("10.0.0.0/16"));
        auto& rules = west["SecurityGroups"][1]["IpPermissions"];
        rules.push_back({{"IpProtocol", "tcp"},
                         {"FromPort", 5000},
                         {"ToPort", 5000},
                         {"IpRanges", {{{"CidrIp", "10.0.0.0/16"}}}}});
        rules.push_back({{"IpProtocol", "tcp"},
                         {"FromPort", 5001},
                         {"ToPort", 5001},
                         {"UserIdGroupPairs", {{{"GroupId", "sg-0a000000000000002"}}}}});
        westText = west.dump(1);
        // Both Regions list the peering; it counts once.
        for (const char* region : {"us-east-1", "eu-west-1"}) {
            files.files[std::string("net/peering-") + region + ".json"] =
                R"({"VpcPeeringConnections": [{
                "RequesterVpcInfo": {"VpcId": "vpc-0a000000000000001", "Region": "us-east-1",
                                     "OwnerId": "123456789012"},
                "AccepterVpcInfo": {"VpcId": "vpc-09000000000000001", "Region": "eu-west-1",
                                    "OwnerId": "123456789012"},
                "Status": {"Code": "active", "Message": "Active"},
                "VpcPeeringConnectionId": "pcx-09000000000000001"}]})";
        }
        const auto byAddress = ask(files, {kApp, "i-09000000000000001", "5000"});
        QVERIFY2(byAddress.status == 0, (byAddress.err + byAddress.out).c_str());
        QCOMPARE(byAddress.err, std::string());
        QCOMPARE(ask(files, {kApp, "i-09000000000000001", "5001"}).status, 1);
    }

    void publicAccessThatIsBlockedBlocks() {
        test::MemoryFiles files;
        addDescribed(files);
        std::string& text = files.files.at(eastFile("public-access"));
        const std::string off = "\"InternetGatewayBlockMode\": \"off\"";
        text.replace(text.find(off), off.size(),
                     "\"InternetGatewayBlockMode\": \"block-bidirectional\"");
        QCOMPARE(ask(files, kEdge).status, 4);  // The exclusions are not described.
        files.files[eastFile("exclusions")] = R"({"VpcBlockPublicAccessExclusions": []})";
        QCOMPARE(ask(files, kEdge).status, 1);
        files.files[eastFile("exclusions")] = R"({"VpcBlockPublicAccessExclusions": [{
            "ExclusionId": "vpcbpa-exclude-0a000000000000001",
            "InternetGatewayExclusionMode": "allow-bidirectional",
            "ResourceArn": "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-0a000000000000001",
            "State": "create-complete"}]})";
        QCOMPARE(ask(files, kEdge).status, 0);
    }

    void interfacesOfInstancesAreTakenFromTheInstances() {
        test::MemoryFiles files;
        addDescribed(files);
        const auto whole = ask(files, kPeer);
        files.files.erase(eastFile("network-interfaces"));
        const auto part = ask(files, kPeer);
        QCOMPARE(part.status, 0);
        QCOMPARE(part.json().at("passes"), whole.json().at("passes"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::DegradedTest)
#include "degraded_test.moc"
