#include <QtTest>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "model/build/expected_types.h"
#include "model/build/naming_property.h"
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

/// Returns the names of properties that refer to others, as the catalogue's `refs` say.
///
/// Names that are more often something else, in templates or in what is put together of them, can't
/// be told by their text.
const std::set<std::string, std::less<>>& referringNames() {
    static const auto kNames = [] {
        static const std::set<std::string_view> kAlsoOther = {
            "Arn",      "Cluster", "Credentials", "DomainName", "Endpoint",
            "Function", "Groups",  "Id",          "Name",       "Queue",
            "Role",     "Roles",   "Target",      "Topic",      "Users",
            "Value",    "Version", "Bucket",      "DNSName",    "AvailabilityZone"};
        std::set<std::string, std::less<>> names;
        for (const SystemFacts& system : test::catalog().systems()) {
            for (const ReferenceFacts& facts : system.references) {
                const auto& steps = facts.path.steps();
                const auto last =
                    std::ranges::find(steps.rbegin(), steps.rend(), PathPattern::StepKind::Key,
                                      &PathPattern::Step::kind);
                if (last != steps.rend() && !kAlsoOther.contains(last->key)) {
                    names.insert(last->key);
                }
            }
        }
        return names;
    }();
    return kNames;
}

/// Returns the literals of a source that are the path of a property which refers to others.
std::vector<std::string> referencesNamed(const std::string& source) {
    std::vector<std::string> named;
    std::istringstream lines(source);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t comment = line.find("//");
        for (std::size_t at = line.find('"'); at < comment;) {
            const std::size_t end = line.find('"', at + 1);
            if (end == std::string::npos) break;
            std::string_view text = std::string_view(line).substr(at + 1, end - at - 1);
            while (text.ends_with("[]")) text.remove_suffix(2);
            const std::size_t step = text.find_last_of(".]");
            const std::string_view last =
                step == std::string_view::npos ? text : text.substr(step + 1);
            if (referringNames().contains(last)) named.emplace_back(text);
            at = line.find('"', end + 1);
        }
    }
    return named;
}

/// Folders and files whose code says by itself which property refers to what, each with the reason.
const std::map<std::string, const char*, std::less<>> kSayReferences = {
    {"app/form/", "a form's rows and columns are a choice among properties, in an order of ours"},
    {"app/tools/calling.cpp", "patterns of several resources, of which one calls another"},
    {"app/tools/clipboard.cpp", "what a copy may lose"},
    {"app/tools/connection.cpp", "patterns of several resources, of which one is wired to another"},
    {"app/tools/free_block.cpp", "reads the text of a subnet that is not evaluated yet"},
    {"app/tools/home_change.cpp", "reads the text of what is not evaluated yet"},
    {"app/tools/listening.cpp", "reads the text of what is not evaluated yet"},
    {"app/tools/place_part.cpp", "patterns of several resources that are placed together"},
    {"app/tools/quick_fix.cpp", "patterns of several resources that mend a finding"},
    {"export/describe/", "the fields of the AWS CLI's output, which are named alike"},
    {"model/access/", "what a principal runs, and how it gets its policies"},
    {"model/build/", "asks by property; what it refers to, the catalogue says (View)"},
    {"model/design/names_in_text.cpp", "the two ends of a connector of SAM, which are texts"},
    {"model/design/name_tag.cpp", "the name of a group itself, which nothing refers to by"},
    {"model/compare/", "identifiers that two descriptions are told apart by"},
    {"model/guardrails/", "rules about these properties"},
    {"render/layout/link_events.cpp", "which of them events, messages and records go along"},
    {"render/layout/link_names.cpp", "where names and addresses are told, which refer to nothing"},
    {"model/lint/", "rules about these properties"},
    {"model/policy/", "where policies stand, and the words of a policy"},
    {"model/serverless/", "SAM's properties, and those that its transform writes"},
    {"model/traffic/", "what a request runs along, which no interface has"},
};

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
            textOf(test::sourceRoot() / "model" / "build" / "plain_references.h");
        std::size_t rows = 0;
        forEachMatch(
            source, "\\{\"(AWS::\\w+::\\w+)\", \"\\w+\", \"AWS::", [&](const std::smatch& match) {
                ++rows;
                QVERIFY2(test::catalog().system(match[1].str()) == nullptr, match[1].str().c_str());
            });
        QVERIFY(rows > 10);
    }

    void otherCodeAsksTheCatalogueWhichPropertyRefers() {
        const fs::path root = test::sourceRoot();
        std::set<std::string> used;
        std::size_t files = 0;
        for (const char* top : {"model", "export", "render", "app"}) {
            for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
                const std::string path = entry.path().lexically_relative(root).generic_string();
                if (!path.ends_with(".cpp") && !path.ends_with(".h")) continue;
                ++files;
                const auto named = referencesNamed(textOf(entry.path()));
                if (named.empty()) continue;
                const auto reason = std::ranges::find_if(
                    kSayReferences, [&](const auto& row) { return path.starts_with(row.first); });
                QVERIFY2(reason != kSayReferences.end(), (path + ": " + named.front()).c_str());
                used.insert(reason->first);
            }
        }
        QVERIFY(files > 500);
        for (const auto& [place, why] : kSayReferences) {
            QVERIFY2(used.contains(place), (place + " names none any more").c_str());
        }
    }

    void codeThatNamesAReferenceIsFound() {
        using Named = std::vector<std::string>;
        QCOMPARE(referencesNamed("f(\"SubnetId\");"), Named{"SubnetId"});
        QCOMPARE(referencesNamed("f(\"Cidr\", \"NetworkInterfaces[].GroupSet[]\");"),
                 Named{"NetworkInterfaces[].GroupSet"});
        QCOMPARE(referencesNamed("f(\"CidrBlock\");  // not \"SubnetId\""), Named{});
        QCOMPARE(referencesNamed("f(\"the SubnetId of it\");"), Named{});
    }

    void aPropertyIsFoundByWhatItNames() {
        const auto naming = [](const char* type, const char* other, const char* attribute = "") {
            const auto found = namingProperties(test::catalog(), type, {other, attribute});
            return found.empty() ? NamingProperty() : found.front();
        };
        const NamingProperty gateway = naming("AWS::EC2::Route", "AWS::EC2::VPNGateway");
        QCOMPARE(gateway, (NamingProperty{"GatewayId", false, {}, {}, true}));
        const NamingProperty tables = naming("AWS::EC2::VPCEndpoint", "AWS::EC2::RouteTable");
        QCOMPARE(tables, (NamingProperty{"RouteTableIds", true, {}, {}, true}));
        // The usual way to name a group is its attribute; what a rule is a part of is not found.
        const NamingProperty peer =
            naming("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroup");
        QCOMPARE(peer, (NamingProperty{"SourceSecurityGroupId", false, {}, "GroupId", true}));
        QCOMPARE(
            naming("AWS::EC2::SecurityGroupIngress", "AWS::EC2::VPC", "DefaultSecurityGroup").name,
            std::string_view("SourceSecurityGroupId"));
        QVERIFY(naming("AWS::EC2::SecurityGroupIngress", "AWS::EC2::VPC").name.empty());
        // Only an attribute may stand there.
        QCOMPARE(naming("AWS::EC2::EIPAssociation", "AWS::EC2::EIP"),
                 (NamingProperty{"AllocationId", false, {}, "AllocationId", false}));
        // A type that is never drawn.
        QCOMPARE(naming("AWS::EC2::VPCBlockPublicAccessExclusion", "AWS::EC2::Subnet").name,
                 std::string_view("SubnetId"));
        QVERIFY(naming("AWS::EC2::Route", "AWS::S3::Bucket").name.empty());
    }

    void allThatMayNameAThingAreFound() {
        const auto found = namingProperties(
            test::catalog(), "AWS::ElasticLoadBalancingV2::LoadBalancer", {"AWS::EC2::Subnet", {}});
        const std::vector<NamingProperty> both = {{"SubnetMappings", true, "SubnetId", {}, true},
                                                  {"Subnets", true, {}, {}, true}};
        QVERIFY(found == both);
    }

    void whatAPartBelongsToIsNamedByOneProperty() {
        const auto owner = [](const char* type) {
            const auto found = owningProperty(test::catalog(), type);
            return found ? found->name : std::string_view();
        };
        QCOMPARE(owner("AWS::EC2::Route"), std::string_view("RouteTableId"));
        QCOMPARE(owner("AWS::EC2::NetworkAclEntry"), std::string_view("NetworkAclId"));
        QCOMPARE(owner("AWS::EC2::SecurityGroupEgress"), std::string_view("GroupId"));
        QVERIFY(owner("AWS::EC2::Subnet").empty());
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
