#include <QtTest>

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "model/build/build_kinds.h"
#include "model/intents/intents.h"
#include "model/reachability/questions/matrix.h"
#include "model/value/value_json.h"
#include "tests/build/build_support.h"

// Goes through every type of the catalogue that takes subnets or security groups: each has its
// interfaces built, or is said to be not modelled wherever it may matter, or the catalogue tells
// why it does not.
namespace archivolt::test {

namespace {

const char* const kBase = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Here: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
  There: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: it, VpcId: !Ref Vpc}}
  Subs: {Type: AWS::RDS::DBSubnetGroup, Properties: {DBSubnetGroupDescription: it, SubnetIds: [!Ref Here]}}
  Host: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref There}}
  Other: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref There}}
)";

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

/// Writes, as flow YAML, all properties of a type that take subnets or security groups.
class PropertyMaker {
public:
    explicit PropertyMaker(std::string_view type) : m_references(catalog().references(type)) {}

    /// Returns the map of what was written; empty where nothing takes any.
    std::string make(const ObjectType& object, const PathPattern& path) {
        if (std::ranges::count(m_open, &object) > 0) return {};
        m_open.push_back(&object);
        std::string entries;
        for (const PropertyFacts& facts : object.properties) {
            const PathPattern own =
                path / PathPattern::Step{PathPattern::StepKind::Key, std::string(facts.name)};
            const std::string value = valueOf(facts.type, own, facts.name);
            if (value.empty()) continue;
            entries += fmt::format("{}{}: {}", entries.empty() ? "" : ", ", facts.name, value);
        }
        m_open.pop_back();
        return entries.empty() ? "" : "{" + entries + "}";
    }

private:
    std::string valueOf(const PropertyType& type, const PathPattern& path, std::string_view name) {
        switch (type.kind) {
            case PropertyKind::String: return reference(path, name);
            case PropertyKind::Object:
                return type.object != nullptr ? make(*type.object, path) : std::string();
            case PropertyKind::List: {
                const auto item =
                    valueOf(*type.element, path / step(PathPattern::StepKind::AnyItem), name);
                return item.empty() ? "" : "[" + item + "]";
            }
            case PropertyKind::Map: {
                const auto item =
                    valueOf(*type.element, path / step(PathPattern::StepKind::AnyValue), name);
                return item.empty() ? "" : "{Key: " + item + "}";
            }
            case PropertyKind::Union:
                for (const PropertyType* choice : type.choices) {
                    if (auto value = valueOf(*choice, path, name); !value.empty()) return value;
                }
                return {};
            case PropertyKind::Integer:
            case PropertyKind::Number:
            case PropertyKind::Boolean:
            case PropertyKind::Timestamp:
            case PropertyKind::AnyJson: break;
        }
        return {};
    }

    static PathPattern::Step step(PathPattern::StepKind kind) { return {kind, {}}; }

    /// Says whether the catalogue has a property refer to a type.
    [[nodiscard]] bool refersTo(const PathPattern& path, std::string_view type) const {
        for (const ReferenceFacts& facts : m_references) {
            const bool fits = std::ranges::any_of(
                facts.targets, [&](const ReferenceTarget& target) { return target.type == type; });
            if (facts.path == path && fits) return true;
        }
        return false;
    }

    std::string reference(const PathPattern& path, std::string_view name) const {
        const std::string word = lower(name);
        if (word.find("subnetgroup") != std::string::npos) return "!Ref Subs";
        if (word.find("subnet") != std::string::npos || refersTo(path, "AWS::EC2::Subnet")) {
            return "!Ref Here";
        }
        if (word.find("securitygroup") != std::string::npos ||
            refersTo(path, "AWS::EC2::SecurityGroup")) {
            return "!GetAtt Group.GroupId";
        }
        return {};
    }

    std::span<const ReferenceFacts> m_references;
    std::vector<const ObjectType*> m_open;
};

std::string verdictOf(const Reachability& reachability, const char* from, const char* to) {
    const auto a = findEndpoint(reachability.network(), from);
    const auto b = findEndpoint(reachability.network(), to);
    if (!a || !b) return !a ? a.error().message : b.error().message;
    const ReachAnswer answer =
        reach(reachability, {*a, *b, kProtocolTcp, PortSet({443, 443}), std::nullopt});
    return answer.verdict == Verdict::Unknown ? "unknown" : "told";
}

std::string promised(const Design& design, const Reachability& reachability, const char* promise) {
    Design asked = design;
    asked.intents = valueFromJson(nlohmann::ordered_json::parse(promise));
    const auto resolved = resolve(asked);
    const IntentReport report = checkIntents(asked, *resolved, reachability);
    if (report.answers.size() != 1) return "not answered";
    const bool unknown = report.answers.front().verdict == IntentVerdict::Unknown;
    return unknown ? "unknown" : report.answers.front().why;
}

/// Says whether the notes beside the matrix name `It`.
bool isListed(const Reachability& reachability) {
    return std::ranges::any_of(leftOutOfMatrix(reachability),
                               [](const std::string& note) { return note.starts_with("`It`: "); });
}

/// Returns what is told of `It` though nothing is known; empty where nothing is.
std::string whatIsTold(const Design& design) {
    const Reachability reachability(resolve(design)->architecture);
    if (!isListed(reachability)) return "it is not listed among what is left out";
    for (const auto& [from, to] :
         {std::pair("Host", "It"), {"It", "Host"}, {"internet", "It"}, {"internet", "Here"}}) {
        const std::string told = verdictOf(reachability, from, to);
        if (told != "unknown") return fmt::format("{} -> {}: {}", from, to, told);
    }
    for (const char* promise :
         {R"([{"name": "a", "kind": "never", "from": "internet", "to": {"subnet": "Here"}}])",
          R"([{"name": "b", "kind": "never", "from": "internet", "to": "It"}])",
          R"([{"name": "c", "kind": "only-from", "from": "Other", "to": "Host",
               "ports": "22"}])"}) {
        const std::string told = promised(design, reachability, promise);
        if (told != "unknown") return fmt::format("{}: {}", promise, told);
    }
    return {};
}

}  // namespace

class NotModelledTest : public QObject {
    Q_OBJECT

private slots:
    void everyTypeThatTakesSubnetsOrGroupsIsBuiltOrSaid() {
        std::map<std::string, int> counts;
        for (const std::string_view type : catalog().typeNames()) {
            const ResourceType& facts = *catalog().find(type);
            const std::string properties = PropertyMaker(type).make(facts.body, {});
            if (properties.empty()) continue;
            if (builderOf(type) != nullptr) {
                ++counts["built by themselves"];
                continue;
            }
            const SystemFacts* system = facts.system;
            const auto kind = system != nullptr && system->attach
                                  ? std::optional(system->attach->kind)
                                  : std::nullopt;
            const Design design = readDesign(
                fmt::format("{}  It: {{Type: '{}', Properties: {}}}\n", kBase, type, properties));
            if (kind == AttachKind::None) {
                QVERIFY(!system->attach->why.empty());
                ++counts["of no matter"];
                continue;
            }
            if (kind) {
                const auto a = resolve(design)->architecture;
                const bool isGroup = kind == AttachKind::SubnetGroup;
                const bool isBuilt = isGroup
                                         ? !named(a->subnetGroups, "It").subnets.ids.empty()
                                         : !named(a->attachedResources, "It").interfaces.empty();
                QVERIFY2(isBuilt, std::string(type).c_str());
                ++counts["built by the catalogue"];
                continue;
            }
            const std::string told = whatIsTold(design);
            QVERIFY2(told.empty(), fmt::format("{} {}: {}", type, properties, told).c_str());
            ++counts["not modelled, and said"];
        }
        int all = 0;
        for (const auto& [what, count] : counts) {
            qInfo("%d types %s", count, what.c_str());
            all += count;
        }
        qInfo("%d types take subnets or security groups", all);
        QVERIFY(all > 190);
    }

    void whatStandsInASubnetThatIsNotKnownIsListed() {
        int unknown = 0;
        int told = 0;
        std::string faults;
        for (const std::string_view type : catalog().typeNames()) {
            const ResourceType& facts = *catalog().find(type);
            std::string properties = PropertyMaker(type).make(facts.body, {});
            static constexpr std::string_view kHere = "!Ref Here";
            std::size_t replaced = 0;
            for (auto at = properties.find(kHere); at != std::string::npos;
                 at = properties.find(kHere, at), ++replaced) {
                properties.replace(at, kHere.size(), "!Ref Unseen");
            }
            if (replaced == 0) continue;
            const Design design = readDesign(fmt::format(
                "Parameters: {{Unseen: {{Type: 'AWS::EC2::Subnet::Id'}}}}\n{}  It: {{Type: '{}', "
                "Properties: {}}}\n",
                kBase, type, properties));
            const Reachability reachability(resolve(design)->architecture);
            const auto end = findEndpoint(reachability.network(), "It");
            const bool runsNothing =
                end && end->why.text().find("runs nothing") != std::string::npos;
            // A transit gateway's own interfaces and the like are no ends of a matrix.
            const bool isSilent = end && !end->interfaces.empty() &&
                                  std::ranges::none_of(end->interfaces, [&](InterfaceIndex index) {
                                      const auto& node = reachability.network().interfaces()[index];
                                      return node.accepts || node.opens;
                                  });
            const bool isOpen =
                !runsNothing && !isSilent && verdictOf(reachability, "internet", "It") == "unknown";
            (isOpen ? unknown : told) += 1;
            if (isOpen && !isListed(reachability)) {
                faults += fmt::format("{} {}\n", type, properties);
            }
        }
        QVERIFY2(faults.empty(), faults.c_str());
        qInfo("%d types whose subnet is not known are unknown and listed, %d are no end or told",
              unknown, told);
        QVERIFY(unknown > 60);
    }

    void whatMakesResourcesElsewhereIsSaid() {
        for (const char* type :
             {"AWS::CloudFormation::Stack", "Custom::Thing", "My::Module::MODULE"}) {
            const Design design = readDesign(fmt::format(
                "{}  It: {{Type: '{}', Properties: {{Parameters: {{A: !Ref Here, B: !GetAtt "
                "Group.GroupId}}}}}}\n",
                kBase, type));
            const std::string told = whatIsTold(design);
            QVERIFY2(told.empty(), fmt::format("{}: {}", type, told).c_str());
        }
    }

    void whatHasNothingToDoWithNetworksLeavesPromisesAlone() {
        for (const char* resource :
             {"Type: AWS::SQS::Queue", "Type: AWS::SSM::Parameter, Properties: {Value: !Ref Here}",
              "Type: AWS::CloudWatch::Dashboard, Properties: {DashboardBody: !Ref Host}",
              "Type: Custom::Rules, Properties: {Group: !GetAtt Vpc.DefaultSecurityGroup}"}) {
            const Design design = readDesign(fmt::format("{}  It: {{{}}}\n", kBase, resource));
            const Reachability reachability(resolve(design)->architecture);
            QVERIFY2(leftOutOfMatrix(reachability).empty(), resource);
            QCOMPARE(promised(design, reachability,
                              R"([{"name": "a", "kind": "never", "from": "internet",
                                   "to": {"subnet": "There"}}])"),
                     std::string("nothing of it makes the round trip"));
        }
    }
};

}  // namespace archivolt::test

QTEST_APPLESS_MAIN(archivolt::test::NotModelledTest)
#include "not_modelled_test.moc"
