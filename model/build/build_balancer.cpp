#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "model/architecture/compute.h"
#include "model/build/build_common.h"
#include "model/build/build_kinds.h"

namespace archivolt {

namespace {

Known<std::int32_t> portOf(BuildScope& scope, const StackFacts& stack, const Value* value) {
    const Known<std::int64_t> number = scope.integer(value, stack, 0);
    if (!number.isKnown()) return Known<std::int32_t>::unknown(number.why());
    if (*number < 0 || *number > 65535) {
        return Known<std::int32_t>::unknown(fmt::format("{} is no port", *number));
    }
    return static_cast<std::int32_t>(*number);
}

/// Reads an action of a listener's `DefaultActions` or of a rule's `Actions`.
ListenerAction actionOf(const View& view, std::string_view list, const Value& item) {
    ListenerAction action;
    action.evaluated = item;
    if (const Value* kind = item.find("Type")) action.kind = kind->asString().value_or("");
    const auto add = [&](std::string_view path, const Value* named) {
        if (named != nullptr && !named->isNull()) {
            append(action.targetGroups, view.reference({list, path}, *named));
        }
    };
    add("[].TargetGroupArn", item.find("TargetGroupArn"));
    const Value* forward = item.find("ForwardConfig");
    const Value* groups = forward != nullptr ? forward->find("TargetGroups") : nullptr;
    if (groups != nullptr) {
        for (const Value& group : groups->items()) {
            add("[].ForwardConfig.TargetGroups[].TargetGroupArn", group.find("TargetGroupArn"));
        }
    }
    if (item.isUnknown()) action.targetGroups.why = item.text();
    return action;
}

void addActions(const View& view, std::string_view key, ListenerRule& rule) {
    const Value* list = view.property(key);
    if (list == nullptr) return;
    for (const Value& item : list->items()) rule.actions.push_back(actionOf(view, key, item));
    if (list->isUnknown()) rule.actions.push_back(actionOf(view, key, *list));
}

Listener listenerOf(const View& source) {
    BuildScope& scope = source.scope();
    Listener listener;
    listener.name = source.name();
    listener.origin = source.origin();
    listener.protocol = unlessUncertain(source, source.text("Protocol"));
    listener.port = source.port("Port", 0);
    listener.sslPolicy = source.textIf("SslPolicy");
    const auto addCertificates = [&](const View& of) {
        const Value* list = of.property("Certificates");
        if (list == nullptr) return;
        for (const Value& item : list->items()) {
            const Value* arn = item.find("CertificateArn");
            const Known<std::string> text = scope.text(arn, of.stack(), {});
            listener.certificates.push_back(text.isKnown() ? *text : text.why().text());
        }
    };
    addCertificates(source);
    for (const View& more : scope.incoming(source.id(), Relation::CertificateOfListener)) {
        addCertificates(more);
    }
    for (const View& ruleSource : scope.incoming(source.id(), Relation::RuleOfListener)) {
        ListenerRule rule;
        rule.priority = ruleSource.port("Priority", 0);
        rule.priority = unlessUncertain(ruleSource, std::move(rule.priority));
        rule.origin = ruleSource.origin();
        if (const Value* conditions = ruleSource.property("Conditions"))
            rule.conditions = *conditions;
        addActions(ruleSource, "Actions", rule);
        listener.rules.push_back(std::move(rule));
    }
    if (const Doubt why = source.unseen("Rules"); !why.empty()) {
        ListenerRule rule;
        rule.priority = Known<std::int32_t>::unknown(why);
        rule.origin = source.origin();
        rule.actions.push_back(actionOf(source, "Actions", Value::unknown(why)));
        listener.rules.push_back(std::move(rule));
    }
    constexpr std::int32_t kLast = std::numeric_limits<std::int32_t>::max();
    std::ranges::stable_sort(listener.rules, {},
                             [](const ListenerRule& rule) { return rule.priority.valueOr(kLast); });
    ListenerRule last;
    last.priority = kLast;
    last.origin = source.origin({"DefaultActions"});
    addActions(source, "DefaultActions", last);
    listener.rules.push_back(std::move(last));
    return listener;
}

constexpr std::string_view kCrossZone = "load_balancing.cross_zone.enabled";

/// Returns the value of an attribute in a list of `Key` and `Value`, or null pointer; a list that
/// is unknown is its own answer.
const Value* attributeOf(const Value* list, std::string_view name) {
    if (list == nullptr || list->isUnknown()) return list;
    for (const Value& item : list->items()) {
        const Value* key = item.find("Key");
        if (key != nullptr && key->asString() == name) return item.find("Value");
    }
    return nullptr;
}

/// Says whether a balancer's nodes pass on to other zones.
/// Source: Elastic Load Balancing user guides: always for Application Load Balancers, by default
/// not for Network and Gateway Load Balancers.
Known<bool> crossesZones(const View& self, LoadBalancerKind kind) {
    if (kind == LoadBalancerKind::Application) return true;
    if (const Doubt why = self.unseen("Attributes"); !why.empty()) {
        return Known<bool>::unknown(why);
    }
    const Value* set = attributeOf(self.property("LoadBalancerAttributes"), kCrossZone);
    return self.scope().boolean(set, self.stack(), false);
}

/// More than there are zones in any Region.
constexpr std::size_t kMaxNodes = 1000;
/// One node's place: a subnet, and the fixed addresses that its mapping names.
struct NodePlace {
    Known<ThingId> subnet;
    const Value* mapping = nullptr;
};

std::vector<NodePlace> placesOf(const View& self, LoadBalancer& balancer) {
    std::vector<NodePlace> places;
    if (const Value* mappings = self.property("SubnetMappings")) {
        for (const Value& item : mappings->items()) {
            const Value* subnet = item.find("SubnetId");
            if (subnet == nullptr || places.size() == kMaxNodes) continue;
            const Known<ThingId> id = self.reference("SubnetMappings[].SubnetId", *subnet);
            append(balancer.subnets, id);
            if (id.isKnown()) places.push_back({id, &item});
        }
        if (mappings->isUnknown()) balancer.subnets.why = mappings->text();
    }
    const References plain = self.things("Subnets");
    append(balancer.subnets, plain);
    for (const ThingId id : plain.ids) places.push_back({id, nullptr});
    return places;
}

/// A node's fixed Elastic IP, as the SubnetMapping of a network load balancer has it.
void giveMapped(const View& self, const Value& mapping, NetworkInterface& node) {
    BuildScope& scope = self.scope();
    const Value* allocation = mapping.find("AllocationId");
    if (allocation == nullptr || allocation->isNull()) return;
    const Known<ThingId> address = self.reference("SubnetMappings[].AllocationId", *allocation);
    if (address.isKnown() && !address->isExternal()) {
        node.elasticIp = *address;
        scope.readAddress(*address);
    }
    node.publicAddress = Known<IpAddress>::unknown(
        address.isKnown() ? "its Elastic IP's address is not known" : address.why());
}

/// Says whether a balancer's nodes have public IPv4 addresses.
/// Source: ELBv2 API, SetIpAddressType: `dualstack-without-public-ipv4` has public IPv6 addresses
/// and private ones of both families.
Known<bool> hasPublicIpv4(const View& self, const LoadBalancer& balancer) {
    if (!balancer.internetFacing.valueOr(true)) return false;
    const Known<std::string> kind = self.text("IpAddressType", "ipv4");
    if (!kind.isKnown()) return Known<bool>::unknown(kind.why());
    return *kind == "dualstack-without-public-ipv4" ? Known<bool>(false) : balancer.internetFacing;
}

void addNodes(const View& self, const std::vector<NodePlace>& places, LoadBalancer& balancer,
              Products& out) {
    balancer.interfaces = observedInterfaces(self);
    if (!balancer.interfaces.empty()) return;
    const Known<bool> isPublic = hasPublicIpv4(self, balancer);
    for (std::size_t i = 0; i < places.size(); ++i) {
        InterfacePlan plan;
        plan.part = static_cast<std::uint32_t>(i + 1);
        plan.suffix = fmt::format("node{}", i);
        plan.kind = InterfaceKind::LoadBalancerNode;
        plan.owner = self.id();
        plan.subnet = places[i].subnet;
        plan.groups = balancer.securityGroups;
        plan.defaultGroupIfNone = false;
        const Value* mapping = places[i].mapping;
        const Value* fixed = mapping != nullptr ? mapping->find("PrivateIPv4Address") : nullptr;
        if (fixed != nullptr) plan.given.push_back(self.scope().address(*fixed, self.stack()));
        const Value* allocation = mapping != nullptr ? mapping->find("AllocationId") : nullptr;
        if (allocation == nullptr) plan.associatePublic = isPublic;
        plan.wantsIpv6 =
            self.text("IpAddressType", "ipv4").valueOr("ipv4").starts_with("dualstack");
        balancer.interfaces.push_back(addInterface(self, std::move(plan), {}, out));
        if (allocation == nullptr) continue;
        NetworkInterface node = *out.things.back().as<NetworkInterface>();
        giveMapped(self, *mapping, node);
        out.things.back() = std::make_shared<const NetworkInterface>(std::move(node));
    }
}

/// Gives a balancer that names no group its VPC's default one.
void useDefaultGroup(const View& self, LoadBalancer& balancer) {
    if (!balancer.securityGroups.ids.empty() || !balancer.securityGroups.why.empty()) return;
    if (self.stack().observed) return;
    const Known<ThingId> subnet =
        balancer.subnets.ids.empty()
            ? Known<ThingId>::unknown(balancer.subnets.why.empty() ? "the balancer names no subnet"
                                                                   : balancer.subnets.why)
            : Known<ThingId>(balancer.subnets.ids.front());
    append(balancer.securityGroups, defaultGroupOfSubnet(self.scope(), subnet));
}

Known<bool> isInternetFacing(const View& self) {
    const Known<std::string> scheme = self.text("Scheme", "internet-facing");
    if (!scheme.isKnown()) return Known<bool>::unknown(scheme.why());
    return *scheme != "internal";
}

}  // namespace

void buildLoadBalancer(const View& self, Products& out) {
    LoadBalancer balancer;
    self.fill(balancer);
    const std::string kind = self.text("Type", "application").valueOr("application");
    balancer.kind = kind == "network"   ? LoadBalancerKind::Network
                    : kind == "gateway" ? LoadBalancerKind::Gateway
                                        : LoadBalancerKind::Application;
    balancer.internetFacing = isInternetFacing(self);
    if (balancer.kind == LoadBalancerKind::Gateway) balancer.internetFacing = false;
    balancer.crossZone = crossesZones(self, balancer.kind);
    const auto places = placesOf(self, balancer);
    balancer.securityGroups = self.things("SecurityGroups");
    if (balancer.kind == LoadBalancerKind::Application) {
        useDefaultGroup(self, balancer);
    } else {
        balancer.hasSecurityGroups =
            !balancer.securityGroups.ids.empty() || !balancer.securityGroups.why.empty();
    }
    // Source: AWS::ElasticLoadBalancingV2::LoadBalancer: `on` unless set (N76).
    const Known<std::string> filters =
        self.text("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "on");
    balancer.filtersPrivateLink =
        filters.isKnown() ? Known<bool>(*filters != "off") : Known<bool>::unknown(filters.why());
    addNodes(self, places, balancer, out);
    for (const View& source : self.scope().incoming(self.id(), Relation::ListenerOfBalancer)) {
        balancer.listeners.push_back(listenerOf(source));
    }
    if (const Doubt why = self.unseen("Listeners"); !why.empty()) {
        Listener unseen;
        unseen.protocol = Known<std::string>::unknown(why);
        unseen.port = Known<std::int32_t>::unknown(why);
        unseen.origin = self.origin();
        balancer.listeners.push_back(std::move(unseen));
    }
    emit(out, std::move(balancer));
}

namespace {

Listener classicListener(const View& self, const Value& item, std::size_t index) {
    BuildScope& scope = self.scope();
    Listener listener;
    listener.name = fmt::format("{} listener {}", self.name(), index + 1);
    listener.origin = self.origin({"Listeners", index});
    listener.protocol = scope.text(item.find("Protocol"), self.stack(), {});
    listener.port = portOf(scope, self.stack(), item.find("LoadBalancerPort"));
    const Known<std::int32_t> instancePort = portOf(scope, self.stack(), item.find("InstancePort"));
    if (instancePort.isKnown()) listener.instancePort = *instancePort;
    if (const Value* certificate = item.find("SSLCertificateId")) {
        const Known<std::string> text = scope.text(certificate, self.stack(), {});
        listener.certificates.push_back(text.isKnown() ? *text : text.why().text());
    }
    return listener;
}

/// Reads `HTTP:80/index.html`, the form of a classic load balancer's health check.
HealthCheck classicCheck(const Known<std::string>& target) {
    HealthCheck check;
    if (!target.isKnown()) {
        check.protocol = Known<std::string>::unknown(target.why());
        check.port = Known<std::int32_t>::unknown(target.why());
        return check;
    }
    const auto colon = target->find(':');
    check.protocol = target->substr(0, colon);
    if (colon == std::string::npos) return check;
    const std::string digits = target->substr(colon + 1, target->find('/') - colon - 1);
    const auto port = Value::string(digits).asInteger();
    check.port = port && *port > 0 && *port <= 65535
                     ? Known<std::int32_t>(static_cast<std::int32_t>(*port))
                     : Known<std::int32_t>::unknown(fmt::format("`{}` is no port", digits));
    return check;
}

}  // namespace

void buildClassicLoadBalancer(const View& self, Products& out) {
    BuildScope& scope = self.scope();
    LoadBalancer balancer;
    self.fill(balancer);
    balancer.kind = LoadBalancerKind::Classic;
    balancer.internetFacing = isInternetFacing(self);
    // Source: AWS::ElasticLoadBalancing::LoadBalancer, CrossZone: off by default.
    const Doubt unseen = self.unseen("Attributes");
    balancer.crossZone =
        unseen.empty() ? self.boolean("CrossZone", false) : Known<bool>::unknown(unseen);
    const auto places = placesOf(self, balancer);
    balancer.securityGroups = self.things("SecurityGroups");
    useDefaultGroup(self, balancer);
    addNodes(self, places, balancer, out);
    if (const Value* listeners = self.property("Listeners")) {
        for (std::size_t i = 0; i < listeners->items().size(); ++i) {
            balancer.listeners.push_back(classicListener(self, listeners->items()[i], i));
        }
    }
    balancer.classicTargets = self.things("Instances");
    for (const View& fleet : scope.incoming(self.id(), Relation::FleetOfBalancer)) {
        if (fleet.type() == "AWS::ECS::Service") {
            // NOT MODELLED: Which container instances a service's tasks run on.
            append(
                balancer.classicTargets,
                Known<ThingId>::unknown(fmt::format(
                    "`{}` registers the container instances that its tasks run on", fleet.name())));
            continue;
        }
        for (const ThingId id : fleetOf(fleet)) append(balancer.classicTargets, Known<ThingId>(id));
    }
    if (const Value* check = self.property("HealthCheck")) {
        balancer.classicHealthCheck =
            classicCheck(scope.text(check->find("Target"), self.stack(), {}));
    }
    emit(out, std::move(balancer));
}

namespace {

void addTarget(const View& self, const Value& item, std::size_t index, bool byAddress,
               TargetGroup& group) {
    BuildScope& scope = self.scope();
    Target target;
    target.origin = self.origin({"Targets", index});
    target.port = portOf(scope, self.stack(), item.find("Port"));
    const Value* id = item.find("Id");
    if (id == nullptr) {
        target.thing = Known<ThingId>::unknown(item.isUnknown() ? item.text() : "Id is missing");
    } else if (byAddress && id->isString()) {
        target.address = scope.address(*id, self.stack());
        target.thing = Known<ThingId>::unknown("it is named by its address");
    } else {
        target.thing = self.reference("Targets[].Id", *id);
    }
    group.targets.push_back(std::move(target));
}

void addSource(const View& self, const View& source, TargetGroup& group) {
    BuildScope& scope = self.scope();
    if (source.type() == "AWS::ECS::Service") {
        const Value* list = source.property("LoadBalancers");
        if (list == nullptr) return;
        for (std::size_t i = 0; i < list->items().size(); ++i) {
            const Value& item = list->items()[i];
            const Value* named = item.find("TargetGroupArn");
            if (named == nullptr) continue;
            const auto id = source.reference("LoadBalancers[].TargetGroupArn", *named);
            if (!id.isKnown() || *id != self.id()) continue;
            Target target;
            target.thing = unlessUncertain<ThingId>(source, source.id());
            target.port = portOf(scope, source.stack(), item.find("ContainerPort"));
            target.origin = source.origin({"LoadBalancers", i});
            group.targets.push_back(std::move(target));
        }
        return;
    }
    for (const ThingId id : fleetOf(source)) {
        Target target;
        target.thing = unlessUncertain<ThingId>(source, id);
        target.origin = source.origin({"TargetGroupARNs"});
        group.targets.push_back(std::move(target));
    }
}

}  // namespace

void buildTargetGroup(const View& self, Products& out) {
    BuildScope& scope = self.scope();
    TargetGroup group;
    self.fill(group);
    group.vpc = self.thing("VpcId");
    group.protocol = self.text("Protocol");
    group.port = self.port("Port", 0);
    group.targetType = self.text("TargetType", "instance");
    const bool byAddress = group.targetType.valueOr("") == "ip";
    if (const Value* targets = self.property("Targets")) {
        for (std::size_t i = 0; i < targets->items().size(); ++i) {
            addTarget(self, targets->items()[i], i, byAddress, group);
        }
    }
    for (const View& source : scope.incoming(self.id(), Relation::SourceOfTargetGroup)) {
        addSource(self, source, group);
    }
    if (const Doubt why = self.unseen("Targets"); !why.empty()) {
        Target unseen;
        unseen.thing = Known<ThingId>::unknown(why);
        unseen.origin = self.origin();
        group.targets.push_back(std::move(unseen));
    }
    // Source: AWS::ElasticLoadBalancingV2::TargetGroup, HealthCheckProtocol: TCP for network load
    // balancers' groups, HTTP for the others.
    const std::string protocol = group.protocol.valueOr("");
    const bool isHttp = protocol.starts_with("HTTP") || protocol.empty();
    group.healthCheck.protocol = self.text("HealthCheckProtocol", isHttp ? "HTTP" : "TCP");
    const bool sameAsTraffic =
        self.text("HealthCheckPort", "traffic-port").valueOr("") == "traffic-port";
    group.healthCheck.port =
        sameAsTraffic ? Known<std::int32_t>(0) : self.port("HealthCheckPort", 0);
    const Value* attributes = self.property("TargetGroupAttributes");
    if (const Value* set = attributeOf(attributes, "preserve_client_ip.enabled")) {
        group.preserveClientIp = scope.boolean(set, self.stack(), true);
    }
    const Value* zones = attributeOf(attributes, kCrossZone);
    if (zones != nullptr && zones->asString() != "use_load_balancer_configuration") {
        group.crossZone = scope.boolean(zones, self.stack(), true);
    }
    if (Doubt why = self.unseen("Attributes"); !why.empty()) {
        group.crossZone = Known<bool>::unknown(why);
        group.preserveClientIp = Known<bool>::unknown(std::move(why));
    }
    emit(out, std::move(group));
}

}  // namespace archivolt
