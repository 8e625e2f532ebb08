#include <QtTest>
#include <map>
#include <set>
#include <sstream>

#include "app/session/open_design.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "render/layout/build_diagram.h"
#include "tests/command/run_command.h"
#include "tests/describe/described_network.h"

// The folder `network` holds what the AWS CLI prints of a network: two Regions, four VPCs, a NAT
// gateway, a peering, a transit gateway, a network load balancer, endpoints, a database. The
// templates beside it say the same network.
namespace archivolt {

namespace {

/// Puts the described network into memory, under `net/`.
void addDescribed(test::MemoryFiles& files) {
    files.folders.insert("net");
    for (auto& [way, text] : test::describedNetwork()) files.files["net/" + way] = text;
}

/// What the templates call what AWS calls otherwise.
const std::map<std::string, std::string>& awsNames() {
    static const std::map<std::string, std::string> kNames = {
        {"Bastion", "i-0a000000000000001"},
        {"AppServer", "i-0a000000000000002"},
        {"PeerServer", "i-0b000000000000001"},
        {"SharedServer", "i-0c000000000000001"},
        {"WestServer", "i-09000000000000001"},
        {"Nat", "nat-0a000000000000001"},
        {"S3", "vpce-0a000000000000001"},
        {"Ssm", "vpce-0a000000000000002"},
        {"AppAtHub", "tgw-attach-0a000000000000001"},
        {"SharedAtHub", "tgw-attach-0c000000000000001"},
        {"Edge", "edge"},
        {"Orders", "orders"},
        {"internet", "internet"}};
    return kNames;
}

/// The matrix as lines of one sender and one receiver each, since classes join names.
std::set<std::string> linesOf(const nlohmann::ordered_json& matrix, bool translate) {
    std::set<std::string> lines;
    const auto each = [](const std::string& names) {
        std::vector<std::string> result;
        std::istringstream stream(names);
        for (std::string name; std::getline(stream, name, ',');) {
            result.push_back(name.substr(name.find_first_not_of(' ')));
        }
        return result;
    };
    const auto called = [&](const std::string& name) {
        const auto found = awsNames().find(name);
        return translate && found != awsNames().end() ? found->second : name;
    };
    for (const auto& pair : matrix.at("pairs")) {
        for (const std::string& from : each(pair.at("from"))) {
            for (const std::string& to : each(pair.at("to"))) {
                lines.insert(called(from) + " -> " + called(to) + ' ' +
                             pair.at("family").get<std::string>() + ' ' +
                             pair.at("traffic").get<std::string>() + ' ' +
                             pair.at("possible").dump());
            }
        }
    }
    return lines;
}

std::string difference(const std::set<std::string>& a, const std::set<std::string>& b) {
    std::string text;
    for (const std::string& line : a)
        text += b.contains(line) ? "" : "only in the first: " + line + '\n';
    for (const std::string& line : b)
        text += a.contains(line) ? "" : "only in the second: " + line + '\n';
    return text;
}

}  // namespace

class DescribeTest : public QObject {
    Q_OBJECT
private:
    static std::set<std::string> matrixOf(test::MemoryFiles& files, const std::string& file,
                                          bool translate) {
        const auto run = test::run(files, {"reach", file, "--all", "--format", "json"});
        if (run.status != 0) qWarning("%s", run.err.c_str());
        return run.status == 0 ? linesOf(run.json(), translate) : std::set<std::string>();
    }

    static test::CommandRun ask(test::MemoryFiles& files, const std::string& from,
                                const std::string& to, const std::string& port) {
        return test::run(files, {"reach", "net", "--from", from, "--to", to, "--protocol", "tcp",
                                 "--port", port, "--format", "json"});
    }

private Q_SLOTS:
    void aWholeDescriptionHasNothingToComplainOf() {
        test::MemoryFiles files;
        addDescribed(files);
        const auto run = test::run(files, {"reach", "net", "--all"});
        QCOMPARE(run.err, std::string());
        QCOMPARE(run.status, 0);
    }

    void theDescribedNetworkHasTheMatrixOfItsTemplate() {
        test::MemoryFiles files;
        addDescribed(files);
        const auto described = matrixOf(files, "net", false);
        files.files["east.yaml"] = test::readFile(test::describeFolder() / "east.yaml");
        files.files["west.yaml"] = test::readFile(test::describeFolder() / "west.yaml");
        auto written = matrixOf(files, "east.yaml", true);
        written.merge(matrixOf(files, "west.yaml", true));
        // Neither template knows of the other; the network as a whole has the way between them.
        written.insert("i-09000000000000001 -> edge ipv4 tcp/443 null");
        QVERIFY(described.size() > 15);
        QVERIFY2(described == written, difference(described, written).c_str());
    }

    void anImportedDescriptionKeepsItsMatrix() {
        test::MemoryFiles files;
        addDescribed(files);
        const auto direct = matrixOf(files, "net", false);
        const auto run = test::run(files, {"import", "net", "--output", "net.archivolt"});
        QVERIFY2(run.status == 0, run.err.c_str());
        const auto imported = matrixOf(files, "net.archivolt", false);
        QVERIFY2(direct == imported, difference(direct, imported).c_str());
    }

    void oneCombinedFileSaysTheSame() {
        test::MemoryFiles files;
        addDescribed(files);
        const auto direct = matrixOf(files, "net", false);
        nlohmann::ordered_json combined = nlohmann::ordered_json::object();
        for (const auto& [path, text] : files.files) {
            combined[path] = nlohmann::ordered_json::parse(text);
        }
        files.files["all.json"] = combined.dump();
        const auto joined = matrixOf(files, "all.json", false);
        QVERIFY(!direct.empty());
        QVERIFY2(direct == joined, difference(direct, joined).c_str());
    }

    void idsNamesAndArnsAreEnds() {
        test::MemoryFiles files;
        addDescribed(files);
        const std::string app = "i-0a000000000000002";
        QCOMPARE(ask(files, "internet", "edge", "443").status, 0);
        QCOMPARE(ask(files, "internet",
                     "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/edge/"
                     "0a1b2c3d4e5f6789",
                     "443")
                     .status,
                 0);
        QCOMPARE(ask(files, app, "orders", "5432").status, 0);
        QCOMPARE(ask(files, "eni-0a000000000000002", "arn:aws:rds:us-east-1:123456789012:db:orders",
                     "5432")
                     .status,
                 0);
        QCOMPARE(ask(files, "subnet-0a000000000000002", "i-0b000000000000001", "8080").status, 1);
        QCOMPARE(ask(files, app, "10.1.0.10", "8085").status, 0);
        QCOMPARE(ask(files, "arn:aws:ec2:us-east-1:123456789012:instance/" + app,
                     "i-0c000000000000001", "389")
                     .status,
                 0);
        QCOMPARE(ask(files, "internet", "arn:aws:ec2:eu-west-1:123456789012:instance/" + app, "22")
                     .status,
                 2);
    }

    void namesOfTagsAreEnds() {
        test::MemoryFiles files;
        addDescribed(files);
        const auto byId = ask(files, "i-0a000000000000001", "orders", "5432");
        const auto byName = ask(files, "bastion", "orders", "5432");
        QCOMPARE(byName.status, byId.status);
        QCOMPARE(byName.json().at("verdict"), byId.json().at("verdict"));
        QCOMPARE(ask(files, "bastion", "data a", "5432").status,
                 ask(files, "i-0a000000000000001", "subnet-0a000000000000003", "5432").status);
        // An instance, its subnet and its VPC are called so.
        const auto both = ask(files, "internet", "peer", "22");
        QCOMPARE(both.status, 2);
        for (const char* candidate : {"i-0b000000000000001", "vpc-0b000000000000001"}) {
            QVERIFY2(both.err.find(candidate) != std::string::npos, both.err.c_str());
        }
        QCOMPARE(ask(files, "internet", "nobody", "22").status, 2);
    }

    void namesOfGroupsAreEnds() {
        test::MemoryFiles files;
        addDescribed(files);
        const auto byId = ask(files, "sg-0a000000000000004", "orders", "5432");
        const auto byName = ask(files, "endpoint", "orders", "5432");
        QVERIFY2(byName.status == byId.status && byId.status != 2, byName.err.c_str());
        QCOMPARE(byName.json().at("verdict"), byId.json().at("verdict"));
        // Nothing wears it; and one name may stand in several VPCs.
        const auto says = [&](const std::string& end, const char* words) {
            const auto run = ask(files, "internet", end, "443");
            QCOMPARE(run.status, 2);
            QVERIFY2(run.err.find(words) != std::string::npos, run.err.c_str());
        };
        says("default", "`default` has no address in a network");
        auto& groups = files.files.at("net/us-east-1/security-groups.json");
        groups.replace(groups.find("\"db\""), 4, "\"endpoint\"");
        says("endpoint", "more than one security group is named `endpoint`");
        // A tag goes before: an instance and its group are often called alike.
        QCOMPARE(ask(files, "bastion", "orders", "5432").json().at("verdict"),
                 ask(files, "i-0a000000000000001", "orders", "5432").json().at("verdict"));
    }

    void theRuleThatDecidesIsNamedWithItsPlaceInTheOutput() {
        test::MemoryFiles files;
        addDescribed(files);
        const auto run = ask(files, "i-0b000000000000001", "orders", "5432");
        QCOMPARE(run.status, 1);
        const auto answer = run.json();
        QCOMPARE(answer.at("verdict"), "blocked");
        QVERIFY(!answer.at("blockers").empty());
    }

    void everyCommandTakesTheFolder() {
        test::MemoryFiles files;
        addDescribed(files);
        QVERIFY(test::run(files, {"check", "net", "--fail-on", "error"}).status == 0);
        const auto resolved = test::run(
            files, {"export", "net", "--to", "resolved", "--stack", "123456789012-eu-west-1"});
        QCOMPARE(resolved.status, 0);
        QVERIFY(resolved.json().at("resources").contains("i-09000000000000001"));
        QCOMPARE(test::run(files, {"diff", "net", "net"}).status, 0);
        const auto changed = files.files.at("net/us-east-1/peerings.json");
        files.folders.insert("later");
        for (const auto& [path, text] : std::map(files.files)) {
            if (path.starts_with("net/")) files.files["later/" + path.substr(4)] = text;
        }
        files.files["later/us-east-1/peerings.json"] = R"({"VpcPeeringConnections": []})";
        const auto diff = test::run(files, {"diff", "net", "later"});
        QCOMPARE(diff.status, 1);
        QVERIFY2(diff.out.find("pcx-0a000000000000001") != std::string::npos, diff.out.c_str());
    }

    void findingsPointIntoTheOutput() {
        test::MemoryFiles files;
        addDescribed(files);
        const auto run = test::run(files, {"check", "net", "--format", "json"});
        std::size_t placed = 0;
        const auto report = run.json();
        for (const auto& finding : report.at("findings")) {
            const auto& where = finding.at("where");
            if (where.at("resource").is_null() || where.at("resource") == "") continue;
            QVERIFY2(where.at("file").get<std::string>().starts_with("net/"), where.dump().c_str());
            QVERIFY2(where.at("line").get<int>() > 0, where.dump().c_str());
            ++placed;
        }
        QVERIFY(placed > 0);
    }

    void interfacesAreDrawnAsPartsOfTheirOwners() {
        test::MemoryFiles files;
        addDescribed(files);
        const OpenedDesign opened = openDesign("net", {}, files);
        const auto catalog = Catalog::embedded();
        const auto resolved = resolve(opened.design, *catalog);
        const Diagram diagram = buildDiagram(opened.design, *resolved, *catalog);
        std::size_t drawn = 0;
        for (const Box& box : diagram.boxes) {
            QVERIFY2(!box.title.starts_with("eni-"), box.title.c_str());
            drawn += box.resource.value != 0 ? 1 : 0;
        }
        QVERIFY(drawn > 20);
        // By the name that people know, the id second; of a frame after its block.
        const auto boxOf = [&](const char* id) {
            const auto found = std::ranges::find_if(diagram.boxes, [&](const Box& box) {
                return box.resource && box.key.ends_with(std::string("/") + id);
            });
            return found == diagram.boxes.end() ? Box() : *found;
        };
        QCOMPARE(boxOf("i-0a000000000000001").title, std::string("bastion"));
        QVERIFY(boxOf("i-0a000000000000001").detail.starts_with("i-0a000000000000001"));
        QCOMPARE(boxOf("vpc-0a000000000000001").title, std::string("app"));
        QCOMPARE(boxOf("vpc-0a000000000000001").detail,
                 std::string("10.0.0.0/16, vpc-0a000000000000001"));
    }

    void aDescriptionIsNotWrittenBack() {
        test::MemoryFiles files;
        addDescribed(files);
        files.files["none.json"] = "[]";
        QCOMPARE(test::run(files, {"apply", "net", "--edit", "none.json", "--output", "net.json"})
                     .status,
                 3);
        QCOMPARE(
            test::run(files, {"apply", "net", "--edit", "none.json", "--output", "n.archivolt"})
                .status,
            0);
    }

    void theCommandsThatARepairIsMadeWithWork() {
        test::MemoryFiles files;
        addDescribed(files);
        std::vector<std::string> asked = {"reach",  "net",    "--from",     "i-0a000000000000001",
                                          "--to",   "orders", "--protocol", "tcp",
                                          "--port", "5432"};
        const auto told = test::run(files, asked);
        QVERIFY2(
            told.out.find("archivolt apply net --edit answer.json --repair") != std::string::npos,
            told.out.c_str());
        QVERIFY(told.out.find("--output repaired.archivolt") != std::string::npos);
        asked.insert(asked.end(), {"--format", "json"});
        files.files["answer.json"] = test::run(files, asked).out;
        const auto made = test::run(files, {"apply", "net", "--edit", "answer.json", "--repair",
                                            "1", "--output", "repaired.archivolt"});
        QVERIFY2(made.status == 0, made.err.c_str());
        asked[1] = "repaired.archivolt";
        const auto after = test::run(files, asked);
        QVERIFY2(after.status == 0, (after.err + after.out).c_str());
    }

    void anEmptyFolderSaysWhatIsMissing() {
        test::MemoryFiles files;
        files.folders.insert("empty");
        const auto run = test::run(files, {"reach", "empty", "--all"});
        QCOMPARE(run.status, 3);
        QVERIFY2(run.err.find("DESCRIBE-1") != std::string::npos, run.err.c_str());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::DescribeTest)
#include "describe_test.moc"
