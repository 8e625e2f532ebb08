#include "app/tools/quick_fix.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "model/design/names.h"
#include "model/guardrails/balancer_rules.h"
#include "model/guardrails/setting_rules.h"
#include "model/lint/gateway_rules.h"

namespace archivolt {

namespace {

/// A property that a finding wants to have a value.
struct Wanted {
    const Rule* rule;
    std::string_view type;
    std::string_view path;   ///< From Properties.
    std::string_view value;  ///< `true`, `false`, a number, or a text.
};

constexpr std::array kWanted{
    Wanted{&kImdsV1, "AWS::EC2::Instance", "MetadataOptions.HttpTokens", "required"},
    Wanted{&kImdsV1, "AWS::EC2::LaunchTemplate", "LaunchTemplateData.MetadataOptions.HttpTokens",
           "required"},
    Wanted{&kPlainVolume, "AWS::EC2::Volume", "Encrypted", "true"},
    Wanted{&kPublicAccessAllowed, "AWS::S3::Bucket",
           "PublicAccessBlockConfiguration.BlockPublicAcls", "true"},
    Wanted{&kPublicAccessAllowed, "AWS::S3::Bucket",
           "PublicAccessBlockConfiguration.BlockPublicPolicy", "true"},
    Wanted{&kPublicAccessAllowed, "AWS::S3::Bucket",
           "PublicAccessBlockConfiguration.IgnorePublicAcls", "true"},
    Wanted{&kPublicAccessAllowed, "AWS::S3::Bucket",
           "PublicAccessBlockConfiguration.RestrictPublicBuckets", "true"},
    Wanted{&kPlainDatabase, "AWS::RDS::DBInstance", "StorageEncrypted", "true"},
    Wanted{&kPlainDatabase, "AWS::RDS::DBCluster", "StorageEncrypted", "true"},
    Wanted{&kOneZoneDatabase, "AWS::RDS::DBInstance", "MultiAZ", "true"},
    Wanted{&kNoBackups, "AWS::RDS::DBInstance", "BackupRetentionPeriod", "7"},
    Wanted{&kDeletableDatabase, "AWS::RDS::DBInstance", "DeletionProtection", "true"},
    Wanted{&kDeletableDatabase, "AWS::RDS::DBCluster", "DeletionProtection", "true"},
    Wanted{&kPublicWithoutGateway, "AWS::RDS::DBInstance", "PubliclyAccessible", "false"},
    Wanted{&kNoFailover, "AWS::ElastiCache::ReplicationGroup", "AutomaticFailoverEnabled", "true"},
    Wanted{&kPlainCache, "AWS::ElastiCache::ReplicationGroup", "AtRestEncryptionEnabled", "true"},
    Wanted{&kPlainCache, "AWS::ElastiCache::ReplicationGroup", "TransitEncryptionEnabled", "true"},
};

constexpr std::string_view kAttachment = "AWS::EC2::VPCGatewayAttachment";
constexpr std::string_view kRoute = "AWS::EC2::Route";
constexpr std::string_view kSubnetAssociation = "AWS::EC2::SubnetRouteTableAssociation";
constexpr std::string_view kSecurityGroup = "AWS::EC2::SecurityGroup";

Value valueOf(std::string_view text) {
    if (text == "true" || text == "false") return Value::boolean(text == "true");
    const bool isNumber = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return isNumber ? Value::number(std::string(text)) : Value::string(std::string(text));
}

/// Returns properties with a value at a path of keys, made on the way; nothing where a function
/// stands in the way or in its place.
std::optional<Value> withValue(const Value& map, const Path& path, std::size_t step,
                               const Value& value) {
    const std::string& key = std::get<std::string>(path[step]);
    const Value* present = map.find(key);
    if (present != nullptr && present->isCall()) return {};
    if (step + 1 == path.size()) return map.withEntry(key, value);
    if (present != nullptr && !present->isMap()) return {};
    const Value inner = present == nullptr ? Value::map({}) : *present;
    const auto changed = withValue(inner, path, step + 1, value);
    if (!changed) return {};
    return map.withEntry(key, *changed);
}

struct Place {
    std::shared_ptr<const Stack> stack;
    ResourceTable::Pointer resource;
};

std::optional<QuickFix> settings(const Diagnostic& finding, const Place& place) {
    const Path root{std::string("Resources"), place.resource->logicalId, std::string("Properties")};
    Value properties =
        place.resource->properties().isMap() ? place.resource->properties() : Value::map({});
    const Value before = properties;
    std::vector<std::string> said;
    std::vector<std::string> keys;
    for (const Wanted& wanted : kWanted) {
        if (wanted.rule->code != finding.code || wanted.type != place.resource->type()) continue;
        const Path path = Path::parse(wanted.path);
        const Value* present = properties.at(path);
        if (present != nullptr && present->text() == wanted.value) continue;
        const auto changed = withValue(properties, path, 0, valueOf(wanted.value));
        if (!changed) return {};
        properties = *changed;
        said.emplace_back(std::get<std::string>(path[path.size() - 1]));
        const std::string key = std::get<std::string>(path[0]);
        if (std::ranges::count(keys, key) == 0) keys.push_back(key);
    }
    if (keys.empty()) return {};
    QuickFix fix;
    const std::string what =
        said.size() > 2 ? keys.front() : fmt::format("{}", fmt::join(said, " and "));
    const auto first = std::ranges::find_if(
        kWanted, [&](const Wanted& wanted) { return wanted.rule->code == finding.code; });
    fix.label = said.size() > 2 ? fmt::format("Set all of {}", what)
                                : fmt::format("Set {} to {}", what, first->value);
    for (const std::string& key : keys) {
        fix.edits.emplace_back(
            SetValue{place.stack->id, root / PathStep(key), *properties.find(key)});
    }
    return fix;
}

std::optional<QuickFix> waitForGateway(const Diagnostic& finding, const Place& place) {
    for (const auto& other : place.stack->body.resources) {
        if (other->type() != kAttachment ||
            finding.message.find("(" + other->logicalId + ")") == std::string::npos) {
            continue;
        }
        std::vector<Value> names;
        for (const std::string& name : place.resource->dependsOn()) {
            names.push_back(Value::string(name));
        }
        names.push_back(Value::string(other->logicalId));
        const Path path{std::string("Resources"), place.resource->logicalId,
                        std::string("DependsOn")};
        return QuickFix{fmt::format("Depend on {}", other->logicalId),
                        {SetValue{place.stack->id, path,
                                  names.size() == 1 ? names.front() : Value::list(names)}}};
    }
    return {};
}

/// Returns a property, or null pointer.
const Value* propertyOf(const Resource& resource, std::string_view key) {
    return resource.properties().isMap() ? resource.properties().find(key) : nullptr;
}

/// Says whether a property is `!Ref` of a resource.
bool isRefTo(const Value* value, const std::string& logicalId) {
    return value != nullptr && sameMeaning(*value, Value::ref(logicalId));
}

/// Returns the first resource of a type that a finding speaks of besides its own.
ResourceTable::Pointer relatedOf(const Diagnostic& finding, const Place& place,
                                 std::string_view type) {
    for (const Where& where : finding.related) {
        auto resource = place.stack->body.resources.find(where.resource);
        if (where.stack == place.stack->name && resource && resource->type() == type)
            return resource;
    }
    return nullptr;
}

/// Returns a route table of a VPC that has a route to an internet gateway for everything.
ResourceTable::Pointer publicTableOf(const Stack& stack, const Value& vpc) {
    for (const auto& route : stack.body.resources) {
        const Value* to = propertyOf(*route, "DestinationCidrBlock");
        if (route->type() != kRoute || to == nullptr || to->text() != "0.0.0.0/0" ||
            propertyOf(*route, "GatewayId") == nullptr) {
            continue;
        }
        for (const auto& table : stack.body.resources) {
            const Value* its = propertyOf(*table, "VpcId");
            const bool isIts = its != nullptr && sameMeaning(*its, vpc);
            if (isIts && isRefTo(propertyOf(*route, "RouteTableId"), table->logicalId)) {
                return table;
            }
        }
    }
    return nullptr;
}

/// Routes the subnet of a load balancer by the table of its VPC that leads to the internet.
std::optional<QuickFix> routeToInternet(const Diagnostic& finding, const Place& place) {
    const auto subnet = relatedOf(finding, place, "AWS::EC2::Subnet");
    const Value* vpc = subnet ? propertyOf(*subnet, "VpcId") : nullptr;
    const auto table = vpc == nullptr ? nullptr : publicTableOf(*place.stack, *vpc);
    if (!table) return {};
    QuickFix fix{fmt::format("Route {} by {}", subnet->logicalId, table->logicalId), {}};
    const Value named = Value::ref(table->logicalId);
    for (const auto& other : place.stack->body.resources) {
        if (other->type() != kSubnetAssociation ||
            !isRefTo(propertyOf(*other, "SubnetId"), subnet->logicalId)) {
            continue;
        }
        fix.edits.emplace_back(
            SetValue{place.stack->id,
                     Path{"Resources", other->logicalId, "Properties", "RouteTableId"}, named});
        return fix;
    }
    const std::string name =
        freeLogicalId(subnet->logicalId + "Routes", [&](const std::string& wanted) {
            return place.stack->body.resources.find(wanted) != nullptr;
        });
    fix.edits.emplace_back(AddResource{
        place.stack->id, name,
        Value::map({{"Type", Value::string(std::string(kSubnetAssociation))},
                    {"Properties", Value::map({{"SubnetId", Value::ref(subnet->logicalId)},
                                               {"RouteTableId", named}})}}),
        std::nullopt});
    return fix;
}

/// Returns the port of a help "let tcp/8080 in from …"; nothing where it says something else.
std::optional<std::int64_t> portToLetIn(const std::string& help) {
    constexpr std::string_view kLet = "let tcp/";
    if (!help.starts_with(kLet)) return {};
    return Value::string(help.substr(kLet.size(), help.find(' ', kLet.size()) - kLet.size()))
        .asInteger();
}

/// Returns the security group of the load balancer that a message speaks of, as rules name it.
std::optional<Value> groupOfBalancer(const Diagnostic& finding, const Place& place) {
    for (const auto& balancer : place.stack->body.resources) {
        if (finding.message.find("of `" + balancer->logicalId + "` on port") == std::string::npos) {
            continue;
        }
        const Value* groups = propertyOf(*balancer, "SecurityGroups");
        if (groups == nullptr || groups->items().empty()) return {};
        const Value& first = groups->items().front();
        return first.isCall(Function::Ref) || first.isCall(Function::GetAtt) ? std::optional(first)
                                                                             : std::nullopt;
    }
    return {};
}

/// Lets health checks into the one security group that stops them.
std::optional<QuickFix> letChecksIn(const Diagnostic& finding, const Place& place) {
    const auto group = relatedOf(finding, place, kSecurityGroup);
    const auto port = portToLetIn(finding.help);
    const auto from = groupOfBalancer(finding, place);
    const bool isAlone = std::ranges::all_of(finding.related, [&](const Where& where) {
        return group && where.resource == group->logicalId;
    });
    if (!group || !isAlone || !port || !from) return {};
    const Value rule = Value::map({{"IpProtocol", Value::string("tcp")},
                                   {"FromPort", Value::number(*port)},
                                   {"ToPort", Value::number(*port)},
                                   {"SourceSecurityGroupId", *from}});
    const Value* rules = propertyOf(*group, "SecurityGroupIngress");
    if (rules != nullptr && !rules->isList()) return {};
    std::vector<Value> all = rules == nullptr ? std::vector<Value>() : rules->items();
    all.push_back(rule);
    const Path path{"Resources", group->logicalId, "Properties", "SecurityGroupIngress"};
    return QuickFix{fmt::format("Let tcp {} into {}", *port, group->logicalId),
                    {SetValue{place.stack->id, path, Value::list(std::move(all))}}};
}

/// Returns the one name of a help "did you mean `Name`?"; empty for none or several.
std::string suggested(const std::string& help) {
    constexpr std::string_view kAsks = "did you mean `";
    if (!help.starts_with(kAsks) || !help.ends_with("`?")) return {};
    std::string name = help.substr(kAsks.size(), help.size() - kAsks.size() - 2);
    return name.find('`') == std::string::npos ? name : std::string();
}

std::optional<QuickFix> spelling(const Diagnostic& finding, const Place& place) {
    const std::string name = suggested(finding.help);
    const Path& path = finding.where.path;
    const Value* present = name.empty() ? nullptr : place.stack->body.at(path);
    if (present == nullptr) return {};
    QuickFix fix{fmt::format("Change it to {}", name), {}};
    const StackId stack = place.stack->id;
    if (finding.where.anchor == Anchor::Key) {
        const Path other = path.parent() / PathStep(name);
        if (place.stack->body.at(other) != nullptr) return {};
        fix.edits.emplace_back(RemoveValue{stack, path});
        fix.edits.emplace_back(SetValue{stack, other, *present});
        return fix;
    }
    if (present->isScalar()) {
        fix.edits.emplace_back(SetValue{stack, path, Value::string(name)});
        return fix;
    }
    if (present->isCall(Function::Ref)) {
        fix.edits.emplace_back(SetValue{stack, path, Value::ref(name)});
        return fix;
    }
    return {};
}

}  // namespace

std::optional<QuickFix> quickFix(const Diagnostic& finding, const Design& design) {
    const auto stack = design.stack(std::string_view(finding.where.stack));
    const auto resource = stack ? stack->body.resources.find(finding.where.resource) : nullptr;
    if (!resource) return {};
    const Place place{stack, resource};
    auto fix = finding.code == kGatewayOrder.code              ? waitForGateway(finding, place)
               : finding.code == kBalancerWithoutInternet.code ? routeToInternet(finding, place)
               : finding.code == kBlockedHealthChecks.code     ? letChecksIn(finding, place)
                                                               : settings(finding, place);
    if (!fix) fix = spelling(finding, place);
    if (!fix || !applyAll(design, fix->edits)) return {};
    return fix;
}

}  // namespace archivolt
