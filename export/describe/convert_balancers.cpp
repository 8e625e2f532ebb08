#include <algorithm>

#include <fmt/format.h>

#include "export/describe/draft.h"

namespace archivolt {

namespace {

constexpr std::string_view kCrossZone = "load_balancing.cross_zone.enabled";

/// Sets a property to the attributes of a balancer or target group, where they are described; says
/// whether balancing across zones is among them.
bool addAttributes(const Conversion& to, const Described& thing, Draft& draft,
                   std::string property) {
    std::vector<Value> attributes;
    bool tellsOfZones = false;
    for (const Output* output : to.inventory.about("Attributes", thing)) {
        for (const Item& item : output->items) {
            attributes.push_back(item.value());
            tellsOfZones = tellsOfZones || item.textOr("Key") == kCrossZone;
        }
    }
    if (!attributes.empty()) draft.set(std::move(property), Value::list(std::move(attributes)));
    return tellsOfZones;
}

/// Source: AWS CLI, elbv2 describe-load-balancers and describe-load-balancer-attributes.
void convertBalancer(const Conversion& to, const Described& thing) {
    const Item state = thing.item.object("State");
    if (state && state.textOr("Code") == "failed") return;
    Draft& balancer = to.add(thing);
    balancer.copy(thing.item, "LoadBalancerName", "Name").copy(thing.item, "Type");
    balancer.copy(thing.item, "Scheme").copy(thing.item, "IpAddressType");
    balancer.set("Subnets",
                 to.references(textsOf(thing.item, "AvailabilityZones", "SubnetId"), thing.place));
    const auto groups = thing.item.texts("SecurityGroups");
    if (!groups.empty()) balancer.set("SecurityGroups", to.references(groups, thing.place));
    balancer.copy(thing.item, "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic");
    balancer.unseen("Listeners", to.inventory.missing("Listeners", thing.place));
    const bool tellsOfZones = addAttributes(to, thing, balancer, "LoadBalancerAttributes");
    // An application balancer passes on to every zone, whatever its attributes.
    if (thing.item.textOr("Type") == "application") return;
    std::string why = to.inventory.missingAbout("Attributes", thing);
    if (why.empty() && !tellsOfZones) why = fmt::format("its attributes lack `{}`", kCrossZone);
    balancer.unseen("Attributes", std::move(why));
}

/// Returns an action with its target groups as references.
Value actionOf(const Conversion& to, const Item& action, const AccountRegion& place) {
    Value made = action.value();
    if (const auto group = action.text("TargetGroupArn")) {
        made = made.withEntry("TargetGroupArn", to.reference(*group, place));
    }
    const Item forward = action.object("ForwardConfig");
    if (!forward) return made;
    std::vector<Value> groups;
    for (const Item& group : forward.objects("TargetGroups")) {
        const auto arn = group.text("TargetGroupArn");
        if (!arn) continue;
        groups.push_back(group.value().withEntry("TargetGroupArn", to.reference(*arn, place)));
    }
    return made.withEntry("ForwardConfig",
                          Value::map({{"TargetGroups", Value::list(std::move(groups))}}));
}

Value actionsOf(const Conversion& to, const Item& item, std::string_view key,
                const AccountRegion& place) {
    std::vector<Value> actions;
    for (const Item& action : item.objects(key)) actions.push_back(actionOf(to, action, place));
    return Value::list(std::move(actions));
}

/// Returns the ARN of the listener that a rule is of.
std::string listenerOf(std::string arn) {
    const auto kind = arn.find(":listener-rule/");
    if (kind == std::string::npos) return arn;
    arn.replace(kind, 15, ":listener/");
    return arn.substr(0, arn.rfind('/'));
}

/// Source: AWS CLI, elbv2 describe-rules.
void addListenerRule(const Conversion& to, const Described& listener, const Described& rule) {
    const std::string priority = rule.item.textOr("Priority");
    if (rule.item.flag("IsDefault").value_or(false) || priority == "default") return;
    Draft& draft = to.drafts.add(listener.place, "AWS::ElasticLoadBalancingV2::ListenerRule",
                                 fmt::format("{} rule {}", listener.name, priority), rule.item);
    draft.set("ListenerArn", Value::ref(listener.name)).copy(rule.item, "Priority");
    if (const Item conditions = rule.item.member("Conditions")) {
        draft.set("Conditions", conditions.value());
    }
    draft.set("Actions", actionsOf(to, rule.item, "Actions", listener.place));
}

/// Source: AWS CLI, elbv2 describe-listeners.
void convertListener(const Conversion& to, const Described& thing) {
    Draft& listener = to.add(thing);
    to.refer(listener, thing, "LoadBalancerArn");
    listener.copy(thing.item, "Port").copy(thing.item, "Protocol").copy(thing.item, "SslPolicy");
    if (const Item certificates = thing.item.member("Certificates")) {
        listener.set("Certificates", certificates.value());
    }
    listener.set("DefaultActions", actionsOf(to, thing.item, "DefaultActions", thing.place));
    bool isListed = false;
    for (const Described* rule : to.inventory.all("Rules")) {
        if (listenerOf(rule->id) != thing.id) continue;
        isListed = true;
        to.addUnread(listener, *rule);
        addListenerRule(to, thing, *rule);
    }
    // Every listener of an application balancer has its default rule at least.
    const bool mayHaveRules = thing.id.find(":listener/app/") != std::string::npos;
    if (!mayHaveRules || isListed) return;
    std::string why = to.inventory.missing("Rules", thing.place);
    if (why.empty()) why = "`aws elbv2 describe-rules` was not asked about it";
    listener.unseen("Rules", std::move(why));
}

void addTargets(const Conversion& to, const Described& thing, Draft& group) {
    std::vector<Value> targets;
    for (const Output* output : to.inventory.about("TargetHealthDescriptions", thing)) {
        for (const Item& description : output->items) {
            const Item target = description.object("Target");
            const auto id = target ? target.text("Id") : std::nullopt;
            if (!id) continue;
            // NOT MODELLED: whether a target is healthy now; the rules say whether its checks pass.
            const bool isAddress = thing.item.textOr("TargetType") == "ip";
            std::vector<MapEntry> entry = {
                {"Id", isAddress ? Value::string(*id) : to.reference(*id, thing.place)}};
            if (const Item port = target.member("Port")) entry.push_back({"Port", port.value()});
            targets.push_back(Value::map(std::move(entry)));
        }
    }
    group.set("Targets", Value::list(std::move(targets)));
    group.unseen("Targets", to.inventory.missingAbout("TargetHealthDescriptions", thing));
}

/// Source: AWS CLI, elbv2 describe-target-groups, describe-target-health and
/// describe-target-group-attributes.
void convertGroup(const Conversion& to, const Described& thing) {
    Draft& group = to.add(thing);
    group.copy(thing.item, "TargetGroupName", "Name").copy(thing.item, "Protocol");
    group.copy(thing.item, "Port").copy(thing.item, "TargetType");
    to.refer(group, thing, "VpcId");
    group.copy(thing.item, "HealthCheckProtocol").copy(thing.item, "HealthCheckPort");
    addTargets(to, thing, group);
    static_cast<void>(addAttributes(to, thing, group, "TargetGroupAttributes"));
    // A function is in no zone and sees no address; and a group without balancers gets nothing.
    if (thing.item.textOr("TargetType") == "lambda") return;
    if (thing.item.texts("LoadBalancerArns").empty()) return;
    group.unseen("Attributes", to.inventory.missingAbout("Attributes", thing));
}

/// Source: AWS CLI, elb describe-load-balancers and describe-load-balancer-attributes.
void convertClassic(const Conversion& to, const Described& thing) {
    Draft& balancer = to.add(thing);
    balancer.copy(thing.item, "LoadBalancerName").copy(thing.item, "Scheme");
    balancer.set("Subnets", to.references(thing.item.texts("Subnets"), thing.place));
    const auto groups = thing.item.texts("SecurityGroups");
    if (!groups.empty()) balancer.set("SecurityGroups", to.references(groups, thing.place));
    balancer.set("Instances",
                 to.references(textsOf(thing.item, "Instances", "InstanceId"), thing.place));
    std::vector<Value> listeners;
    for (const Item& description : thing.item.objects("ListenerDescriptions")) {
        if (const Item listener = description.object("Listener")) {
            listeners.push_back(listener.value());
        }
    }
    balancer.set("Listeners", Value::list(std::move(listeners)));
    if (const Item check = thing.item.object("HealthCheck")) {
        balancer.set("HealthCheck", check.value());
    }
    std::string why = to.inventory.missingAbout("LoadBalancerAttributes", thing);
    bool tellsOfZones = false;
    for (const Output* output : to.inventory.about("LoadBalancerAttributes", thing)) {
        for (const Item& attributes : output->items) {
            const Item zones = attributes.object("CrossZoneLoadBalancing");
            if (!zones || !zones.has("Enabled")) continue;
            balancer.copy(zones, "Enabled", "CrossZone");
            tellsOfZones = true;
        }
    }
    if (why.empty() && !tellsOfZones) why = "its attributes lack `CrossZoneLoadBalancing`";
    balancer.unseen("Attributes", std::move(why));
}

}  // namespace

void convertBalancers(const Conversion& to) {
    const auto each = [&](std::string_view key, auto convert) {
        for (const Described* thing : to.inventory.all(key)) convert(to, *thing);
    };
    each("LoadBalancers", convertBalancer);
    each("Listeners", convertListener);
    each("TargetGroups", convertGroup);
    each("LoadBalancerDescriptions", convertClassic);
}

}  // namespace archivolt
