#include <QtTest>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "model/build/expected_types.h"
#include "tests/build/build_support.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

namespace fs = std::filesystem;

std::string textOf(const fs::path& file) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// Calls `found` for every match of a pattern in a text.
template <class Found>
void forEachMatch(const std::string& text, const char* pattern, const Found& found) {
    const std::regex expression(pattern);
    for (auto at = std::sregex_iterator(text.begin(), text.end(), expression);
         at != std::sregex_iterator(); ++at) {
        found(*at);
    }
}

/// Returns which types some property of this name refers to, as the catalogue's `refs` say.
std::set<std::string_view> targetsOfProperty(const std::string& name) {
    std::set<std::string_view> targets;
    for (const SystemFacts& system : test::catalog().systems()) {
        for (const ReferenceFacts& facts : system.references) {
            std::string path = facts.path.toString();
            if (path.ends_with("[]")) path.resize(path.size() - 2);
            if (path != name && !path.ends_with("." + name)) continue;
            for (const ReferenceTarget& target : facts.targets) targets.insert(target.type);
        }
    }
    return targets;
}

using Constants = std::map<std::string, std::string>;

/// Adds the names that a source gives to types.
void addConstants(const std::string& source, Constants& constants) {
    forEachMatch(source, "std::string_view (k\\w+) =\\s*\"(AWS::\\w+::\\w+)\";",
                 [&](const std::smatch& match) { constants[match[1]] = match[2]; });
}

/// Returns the calls in a builder's source that tell again what `refs` tell of a property.
std::vector<std::string> saidAgain(const std::string& source, const Constants& constants) {
    std::vector<std::string> again;
    const char* call =
        "\\b(?:thing|thingIf|things|reference|references)\\(\\s*\"([\\w.\\[\\]]+)\"[^;\"]*?"
        "(?:\"(AWS::\\w+::\\w+)[^\"]*\"|\\b(k\\w+)\\b)";
    forEachMatch(source, call, [&](const std::smatch& match) {
        const auto constant = constants.find(match[3]);
        const std::string type = match[2].matched              ? match[2].str()
                                 : constant != constants.end() ? constant->second
                                                               : std::string();
        if (targetsOfProperty(match[1]).contains(type)) again.push_back(match.str());
    });
    return again;
}

ExpectedTypes expected(std::string_view type, const PropertyPath& path,
                       std::string_view more = {}) {
    return expectedTypes(test::catalog(), type, path, more);
}

}  // namespace

class ReferencesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void buildersAskTheCatalogueWhatAPropertyRefersTo() {
        std::vector<std::string> sources;
        Constants constants;
        for (const auto& entry : fs::directory_iterator(test::sourceRoot() / "model" / "build")) {
            sources.push_back(textOf(entry.path()));
            addConstants(sources.back(), constants);
        }
        for (const std::string& source : sources) {
            const auto again = saidAgain(source, constants);
            QVERIFY2(again.empty(), again.empty() ? "" : again.front().c_str());
        }
        QVERIFY(sources.size() > 30);
        QVERIFY(constants.size() > 3);
    }

    void aBuilderThatSaysItAgainIsFound() {
        const Constants vpc = {{"kVpc", "AWS::EC2::VPC"}};
        const auto isFound = [&](const char* source) { return !saidAgain(source, vpc).empty(); };
        QVERIFY(isFound("x = self.thing(\"VpcId\", \"AWS::EC2::VPC\");"));
        QVERIFY(isFound("x = self.thingIf(\"VpcId\", kVpc);"));
        QVERIFY(isFound("x = self.reference(\"VPCs[].VPCId\", *id, \"AWS::EC2::VPC\");"));
        QVERIFY(!isFound("x = self.thing(\"GatewayId\", \"AWS::EC2::VPCGatewayAttachment\");"));
        QVERIFY(!isFound("x = self.thing(\"VpcId\"); y = \"AWS::EC2::VPC\";"));
    }

    void noTypeThatTheCatalogueDrawsHasItsReferencesInCode() {
        const std::string source =
            textOf(test::sourceRoot() / "model" / "build" / "expected_types.cpp");
        std::size_t rows = 0;
        forEachMatch(
            source, "\\{\"(AWS::\\w+::\\w+)\", \"\\w+\", \"AWS::", [&](const std::smatch& match) {
                ++rows;
                QVERIFY2(test::catalog().system(match[1].str()) == nullptr, match[1].str().c_str());
            });
        QVERIFY(rows > 10);
    }

    void aReferenceLeadsToWhatRefGivesIt() {
        const ExpectedTypes groups = expected("AWS::EC2::Instance", "SecurityGroupIds");
        QVERIFY(groups.includes("AWS::EC2::SecurityGroup"));
        // `!GetAtt Vpc.DefaultSecurityGroup` may stand there, and is no VPC.
        QVERIFY(!groups.includes("AWS::EC2::VPC"));
        QVERIFY(groups.usual() == "AWS::EC2::SecurityGroup");
        // Only an attribute may stand there, and means the address itself.
        QVERIFY(expected("AWS::EC2::NatGateway", "AllocationId").includes("AWS::EC2::EIP"));
    }

    void pathsInsideListsAndMapsAreFound() {
        for (const PropertyPath& path : {PropertyPath("NetworkInterfaces[].GroupSet"),
                                         PropertyPath("NetworkInterfaces[].", "GroupSet"),
                                         PropertyPath("NetworkInterfaces", "[].GroupSet")}) {
            const ExpectedTypes groups = expected("AWS::EC2::Instance", path);
            QVERIFY(groups.includes("AWS::EC2::SecurityGroup"));
            QVERIFY(!groups.includes("AWS::EC2::Subnet"));
        }
        QVERIFY(!expected("AWS::EC2::LaunchTemplate", {"LaunchTemplateData.", "SecurityGroupIds"})
                     .includes("AWS::EC2::Subnet"));
    }

    void codeMayAddWhatTheCatalogueDoesNotSay() {
        const ExpectedTypes more = expected("AWS::EC2::Route", "GatewayId",
                                            "AWS::EC2::VPCGatewayAttachment|AWS::EC2::EIP");
        QVERIFY(more.includes("AWS::EC2::InternetGateway"));
        QVERIFY(more.includes("AWS::EC2::VPCGatewayAttachment"));
        QVERIFY(more.includes("AWS::EC2::EIP"));
        QVERIFY(!more.includes("AWS::EC2::VPC"));
        QVERIFY(more.usual() == "AWS::EC2::InternetGateway");
    }

    void whatIsNotKnownMayBeAnything() {
        const ExpectedTypes open =
            expected("AWS::ElasticLoadBalancingV2::TargetGroup", "Targets[].Id");
        QVERIFY(open.includes("AWS::EC2::VPC"));
        QVERIFY(open.usual().empty());
        QVERIFY(expected("AWS::EC2::Route", "LocalGatewayId").includes("AWS::EC2::VPC"));
        QVERIFY(expected("AWS::DocDB::DBInstance", "DBClusterIdentifier").usual() ==
                "AWS::DocDB::DBCluster");
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ReferencesTest)
#include "references_test.moc"
