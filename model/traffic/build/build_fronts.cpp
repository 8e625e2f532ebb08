#include <fmt/format.h>

#include <algorithm>

#include "model/traffic/build/builder.h"

namespace archivolt::traffic {

namespace {

/// The lowest limit of a firewall's rate-based rules; 0 where it has none.
GuardSpec guardOf(Builder& builder, const Thing& acl) {
    GuardSpec guard;
    guard.name = builder.nameOf(acl);
    guard.window = builder.defaults.seconds("firewall.window_s");
    const Value* rules = builder.propertiesOf(acl).find("Rules");
    bool others = false;
    for (const Value& one : rules != nullptr ? rules->items() : std::vector<Value>()) {
        const Value* rate = within(one, {"Statement", "RateBasedStatement"});
        others = others || rate == nullptr;
        const auto limit = rate != nullptr ? numberAt(*rate, {"Limit"}) : std::nullopt;
        if (!limit || within(one, {"Action", "Count"}) != nullptr) continue;
        if (guard.limit > 0 && guard.limit <= *limit) continue;
        guard.limit = *limit;
        guard.window = timeWithin(
            numberAt(*rate, {"EvaluationWindowSec"}).value_or(toSeconds(guard.window)), 60, 600);
    }
    if (others) {
        // NOT MODELLED: Rules of a firewall other than limits of rate; requests here have nothing
        // that they would match.
        builder.note(fmt::format("{}: its rules other than limits of rate let every request in",
                                 guard.name));
    }
    return guard;
}

void protect(Builder& builder, const Thing& acl, const Thing& thing) {
    const auto found = builder.nodes.find(thing.id);
    if (found == builder.nodes.end()) {
        builder.note(fmt::format("{}: what it protects, {}, is not simulated", builder.nameOf(acl),
                                 builder.nameOf(thing)));
        return;
    }
    GuardSpec guard = guardOf(builder, acl);
    guard.node = found->second;
    auto& guards = builder.built.plant.guards;
    const auto of = [&](const GuardSpec& one) { return one.node == guard.node; };
    const auto named = [&](const GuardSpec& one) { return one.name == guard.name; };
    if (std::ranges::any_of(guards, of)) return;
    // One that protects several is told of for each.
    if (std::ranges::any_of(guards, named)) guard.name += " (" + builder.nameOf(thing) + ")";
    builder.built.types[guard.name] = "AWS::WAFv2::WebACL";
    builder.handled.insert(acl.id);
    guards.push_back(std::move(guard));
}

/// What a stage belongs to, else the thing itself.
const Thing* protectedThing(const Builder& builder, const Thing& from, const Value& value) {
    const std::vector<const Thing*> referred = builder.allReferred(from, value);
    for (const Thing* thing : referred) {
        if (builder.nodes.contains(thing->id)) return thing;
        for (const char* key : {"RestApiId", "ApiId"}) {
            const Value* api = builder.propertiesOf(*thing).find(key);
            const Thing* whole = api != nullptr ? builder.referred(*thing, *api) : nullptr;
            if (whole != nullptr) return whole;
        }
    }
    return referred.empty() ? nullptr : referred.front();
}

void buildFirewalls(Builder& builder) {
    for (const OtherThing* one : builder.othersOf("AWS::WAFv2::WebACLAssociation")) {
        const Value& its = builder.propertiesOf(*one);
        const Value* acl = its.find("WebACLArn");
        const Value* arn = its.find("ResourceArn");
        const Thing* wall = acl != nullptr ? builder.referred(*one, *acl) : nullptr;
        const Thing* thing = arn != nullptr ? protectedThing(builder, *one, *arn) : nullptr;
        if (wall != nullptr && thing != nullptr) protect(builder, *wall, *thing);
    }
    for (const auto& [id, distribution] : builder.architecture.distributions) {
        for (const char* key : {"WebACLId", "WebAclId"}) {
            const Value* acl = distribution->evaluated.find(key);
            const Thing* wall = acl != nullptr ? builder.referred(*distribution, *acl) : nullptr;
            if (wall != nullptr) protect(builder, *wall, *distribution);
        }
    }
}

/// Lets a station be a balancer's only target, so that weights may lead to it.
std::optional<std::uint32_t> balancerFor(Builder& builder, const Thing& thing) {
    const auto found = builder.nodes.find(thing.id);
    if (found == builder.nodes.end()) return std::nullopt;
    if (found->second.kind == NodeKind::Balancer) return found->second.index;
    if (found->second.kind != NodeKind::Station) return std::nullopt;
    auto& balancers = builder.built.plant.balancers;
    BalancerSpec spec;
    spec.name = builder.nameOf(thing) + " (endpoint)";
    spec.connectTimeout = builder.defaults.seconds("balancer.connect_s");
    spec.targets = {{found->second.index}};
    spec.health.enabled = true;
    builder.built.types[spec.name] = "AWS::GlobalAccelerator::EndpointGroup";
    balancers.push_back(std::move(spec));
    return static_cast<std::uint32_t>(balancers.size() - 1);
}

void addEndpoints(Builder& builder, const OtherThing& group, BalancerRoute& route) {
    const Value& its = builder.propertiesOf(group);
    const double dial = numberAt(its, {"TrafficDialPercentage"}).value_or(100) / 100;
    const Value* endpoints = its.find("EndpointConfigurations");
    for (const Value& one : endpoints != nullptr ? endpoints->items() : std::vector<Value>()) {
        const Value* id = one.find("EndpointId");
        const Thing* thing = id != nullptr ? builder.referred(group, *id) : nullptr;
        const auto balancer = thing != nullptr ? balancerFor(builder, *thing) : std::nullopt;
        if (!balancer) continue;
        builder.behind.insert(thing->id);
        route.forwards.push_back({*balancer, dial * numberAt(one, {"Weight"}).value_or(128), true});
    }
    builder.handled.insert(group.id);
}

/// Clients of an accelerator come to its fixed addresses, and so to a healthy endpoint at once.
///
/// Source: AWS Global Accelerator developer guide, endpoint weights, traffic dials, health checks.
void buildAccelerator(Builder& builder, const OtherThing& accelerator) {
    BalancerRoute route;
    route.name = "endpoints";
    for (const OtherThing* listener : builder.othersOf("AWS::GlobalAccelerator::Listener")) {
        const Value* of = builder.propertiesOf(*listener).find("AcceleratorArn");
        if (of == nullptr || builder.referred(*listener, *of) != &accelerator) continue;
        builder.handled.insert(listener->id);
        for (const OtherThing* group : builder.othersOf("AWS::GlobalAccelerator::EndpointGroup")) {
            const Value* its = builder.propertiesOf(*group).find("ListenerArn");
            if (its == nullptr || builder.referred(*group, *its) != listener) continue;
            addEndpoints(builder, *group, route);
        }
    }
    if (route.forwards.empty()) {
        builder.leaveOut(accelerator, accelerator.type, "none of its endpoints is simulated");
        return;
    }
    BalancerSpec spec;
    spec.name = builder.nameOf(accelerator);
    spec.routes = {std::move(route)};
    const NodeRef node{NodeKind::Balancer,
                       static_cast<std::uint32_t>(builder.built.plant.balancers.size())};
    builder.remember(accelerator, accelerator.type, spec.name, node);
    // NOT MODELLED: Which Region is nearest to a client of an accelerator.
    builder.note(
        fmt::format("{}: clients come to its endpoints by weight and traffic dial alone, "
                    "not to the nearest Region",
                    spec.name));
    builder.built.plant.balancers.push_back(std::move(spec));
}

}  // namespace

void buildFronts(Builder& builder) {
    buildFirewalls(builder);
    for (const OtherThing* one : builder.othersOf("AWS::GlobalAccelerator::Accelerator")) {
        buildAccelerator(builder, *one);
    }
}

}  // namespace archivolt::traffic
