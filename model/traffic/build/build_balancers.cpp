#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "model/traffic/build/builder.h"
#include "model/traffic/build/listener_routes.h"

namespace archivolt::traffic {

namespace {

double numberOf(const std::optional<std::string>& text, double otherwise) {
    double number = 0;
    if (!text) return otherwise;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
    return read.ec == std::errc() ? number : otherwise;
}

void readHealth(Builder& builder, const TargetGroup& group, bool application, HealthSpec& health) {
    const Value& properties = builder.propertiesOf(group);
    const auto seconds = [&](const char* key, std::string_view fallback) {
        const auto number = numberAt(properties, {key});
        return timeWithin(number ? *number : builder.defaults.number(fallback), 1, 86400);
    };
    const auto count = [&](const char* key, std::string_view fallback) {
        const auto number = numberAt(properties, {key});
        return countWithin(number ? *number : builder.defaults.number(fallback), 1, 1000);
    };
    health.enabled = textAt(properties, {"HealthCheckEnabled"}) != "false";
    // HTTP for application balancers, TCP for the others, unless the group says otherwise (T6,
    // T15).
    const std::string protocol = textAt(properties, {"HealthCheckProtocol"});
    health.connects = protocol.empty() ? !application : protocol == "TCP";
    health.interval = seconds("HealthCheckIntervalSeconds", "health.interval_s");
    health.timeout =
        seconds("HealthCheckTimeoutSeconds",
                application ? "health.application_timeout_s" : "health.network_timeout_s");
    health.healthyThreshold = count("HealthyThresholdCount", "health.healthy");
    health.unhealthyThreshold = count("UnhealthyThresholdCount", "health.unhealthy");
}

/// Reads how many requests an agent lets each target have at once (T58); how many that is, nothing
/// in a template says.
void readOptimizer(Builder& builder, const TargetGroup& group, BalancerSpec& spec) {
    const std::string name = builder.nameOf(group);
    const auto& asked = builder.settingsOf(spec.name).targetConcurrency;
    spec.mostAtTarget =
        asked ? *asked : static_cast<std::uint32_t>(builder.defaults.number("target.concurrency"));
    spec.algorithm = Algorithm::RoundRobin;
    spec.stickiness = 0;
    builder.note(
        fmt::format("{}: agents let each target have {} at once (`components.{}."
                    "target_concurrency`); with none ready the balancer answers 503",
                    name, spec.mostAtTarget, spec.name));
}

/// Reads how often calls out of a zone come to the node in that (T103).
///
/// Source: Network Load Balancer guide, Availability Zone DNS affinity: any zone unless it is set,
/// 100 % or 85 % of one's own; other balancers have no such setting.
void readAffinity(Builder& builder, const LoadBalancer& balancer, BalancerSpec& spec) {
    const std::string policy = attributeAt(builder.propertiesOf(balancer), "LoadBalancerAttributes",
                                           "dns_record.client_routing_policy")
                                   .value_or("");
    spec.ownZone = policy == "availability_zone_affinity"           ? 1
                   : policy == "partial_availability_zone_affinity" ? 0.85
                                                                    : 0;
}

void readAttributes(Builder& builder, const LoadBalancer& balancer, const TargetGroup& group,
                    BalancerSpec& spec) {
    const bool application = balancer.kind == LoadBalancerKind::Application;
    const Value& mine = builder.propertiesOf(balancer);
    const Value& its = builder.propertiesOf(group);
    const auto attribute = [&](std::string_view key) {
        return attributeAt(its, "TargetGroupAttributes", key);
    };
    spec.idleTimeout = fromSeconds(
        numberOf(attributeAt(mine, "LoadBalancerAttributes", "idle_timeout.timeout_seconds"),
                 builder.defaults.number(application ? "balancer.application_idle_s"
                                                     : "balancer.network_idle_s")));
    spec.deregistrationDelay =
        fromSeconds(numberOf(attribute("deregistration_delay.timeout_seconds"),
                             builder.defaults.number("balancer.deregistration_s")));
    spec.slowStart = fromSeconds(numberOf(attribute("slow_start.duration_seconds"), 0));
    if (attribute("stickiness.enabled") == "true") {
        const bool own = attribute("stickiness.type") == "app_cookie";
        spec.stickiness =
            fromSeconds(numberOf(attribute(own ? "stickiness.app_cookie.duration_seconds"
                                               : "stickiness.lb_cookie.duration_seconds"),
                                 86400));
    }
    const std::string algorithm = attribute("load_balancing.algorithm.type").value_or("");
    spec.algorithm = !application                                ? Algorithm::FlowHash
                     : algorithm == "least_outstanding_requests" ? Algorithm::LeastOutstanding
                     : algorithm == "weighted_random"            ? Algorithm::WeightedRandom
                                                                 : Algorithm::RoundRobin;
    spec.crossZone = balancer.crossZone.valueOr(application);
    if (group.crossZone && group.crossZone->isKnown()) spec.crossZone = **group.crossZone;
    readHealth(builder, group, application, spec.health);
    // Only weighted random acts on anomalies (T63).
    spec.mitigates = spec.algorithm == Algorithm::WeightedRandom &&
                     attribute("load_balancing.algorithm.anomaly_mitigation") == "on";
    if (application && numberAt(its, {"TargetControlPort"})) readOptimizer(builder, group, spec);
    readAffinity(builder, balancer, spec);
    spec.connections = targetConnections(builder, balancer, group, spec.idleTimeout);
}

/// Returns the thing that a target is; one that is named by its address, where one interface alone
/// has it.
std::optional<ThingId> thingOf(const Builder& builder, const Target& target) {
    if (target.thing.isKnown()) return target.thing.value();
    if (!target.address || !target.address->isKnown()) return std::nullopt;
    std::optional<ThingId> owner;
    for (const auto& [id, interface] : builder.architecture.interfaces) {
        const bool has = std::ranges::any_of(interface->addresses, [&](const auto& address) {
            return address.isKnown() && *address == **target.address;
        });
        if (!has || interface->addressAssigned) continue;
        if (owner) return std::nullopt;
        owner = interface->owner;
    }
    return owner;
}

/// Returns how a thing is a balancer's target: whether requests get to this port of it, and health
/// checks to theirs (0: the same).
TargetSpec targetAt(Builder& builder, const LoadBalancer& balancer, const Thing& thing,
                    const PathPort& at, const Known<std::int32_t>& checkPort) {
    TargetSpec target;
    target.reachable = builder.isOpen(&balancer, thing, at);
    const bool same = checkPort.isKnown() && *checkPort == 0;
    const PathPort check{same ? at.port : checkPort};
    target.checked = check == at ? target.reachable
                                 : builder.isOpen(&balancer, thing, check,
                                                  "its health checks of this port are lost");
    return target;
}

/// Returns how a thing is a target of a group, with this port of its own (0: the group's).
TargetSpec targetOf(Builder& builder, const LoadBalancer& balancer, const TargetGroup& group,
                    const Thing& thing, const Known<std::int32_t>& own) {
    // What GENEVE gets to, its health checks alone would tell.
    if (balancer.kind == LoadBalancerKind::Gateway) return {};
    if (group.targetType.valueOr("") == "lambda") return {};
    const Known<std::int32_t>& port = own.isKnown() && *own == 0 ? group.port : own;
    return targetAt(builder, balancer, thing, {port, transportOf(group.protocol.valueOr(""))},
                    group.healthCheck.port);
}

/// Returns what takes a service's requests: its pool, or its tasks, to which the balancer of this
/// index will add those that are started later.
std::vector<std::uint32_t> stationsOf(Builder& builder, const EcsService& service,
                                      std::uint32_t index, const TargetSpec& asTarget) {
    builder.behind.insert(service.id);
    const auto fleet = builder.services.find(service.id);
    if (fleet == builder.services.end()) return {builder.nodes.at(service.id).index};
    FleetSpec& scaled = builder.built.plant.fleets[fleet->second];
    if (std::ranges::find(scaled.balancers, index) == scaled.balancers.end()) {
        scaled.balancers.push_back(index);
    }
    scaled.asTargets.emplace(index, asTarget);
    return scaled.members;
}

/// Says that it can't be told how a balancer gets to a service's tasks, where it can't.
bool standsOnInstances(Builder& builder, const LoadBalancer& balancer, const EcsService& service) {
    if (!service.interfaces.empty()) return false;
    // NOT MODELLED: Which container instances the tasks of a service without interfaces of their
    // own run on, and at which ports of these: its balancers are taken to reach them.
    if (builder.inputs.paths) {
        builder.note(
            fmt::format("whether {} reaches {} is unknown (its tasks share the interfaces of the "
                        "container instances that they run on); taken to be open",
                        builder.nameOf(balancer), builder.nameOf(service)));
    }
    return true;
}

/// Gathers the targets of a balancer, each station and port once.
class TargetList {
public:
    TargetList(Builder& builder, const LoadBalancer& balancer, std::uint32_t index,
               BalancerSpec& spec)
        : m_builder(builder), m_balancer(balancer), m_index(index), m_spec(spec) {}

    void addFleets(const TargetGroup& group);
    void addNamed(const TargetGroup& group);
    void addServices(const TargetGroup& group);

private:
    void add(TargetSpec target, std::uint32_t station, const Known<std::int32_t>& port) {
        target.station = station;
        if (m_added.emplace(station, port.valueOr(0)).second) m_spec.targets.push_back(target);
    }

    Builder& m_builder;
    const LoadBalancer& m_balancer;
    std::uint32_t m_index;
    BalancerSpec& m_spec;
    std::set<std::pair<std::uint32_t, std::int32_t>> m_added;
};

void TargetList::addFleets(const TargetGroup& group) {
    for (const auto& [id, fleet] : m_builder.fleets) {
        const auto& asg = **m_builder.architecture.autoScalingGroups.find(id);
        const auto& groups = asg.targetGroups.ids;
        if (std::ranges::find(groups, group.id) == groups.end()) continue;
        m_builder.behind.insert(id);
        const TargetSpec target =
            asg.instances.empty() ? TargetSpec{} : targetOf(m_builder, m_balancer, group, asg, 0);
        FleetSpec& one = m_builder.built.plant.fleets[fleet];
        one.balancers.push_back(m_index);
        one.asTargets.emplace(m_index, target);
        for (const std::uint32_t member : one.members) add(target, member, 0);
    }
}

void TargetList::addNamed(const TargetGroup& group) {
    for (const Target& target : group.targets) {
        const std::optional<ThingId> meant = thingOf(m_builder, target);
        if (!meant) {
            m_builder.note(
                fmt::format("{}: a target is unknown ({})", m_spec.name, target.thing.why()));
            continue;
        }
        const auto* instance = m_builder.architecture.instances.find(*meant);
        if (instance != nullptr && (*instance)->fleet) continue;
        if (m_builder.architecture.ecsServices.contains(*meant)) continue;
        const auto found = m_builder.nodes.find(*meant);
        if (found == m_builder.nodes.end() || found->second.kind != NodeKind::Station) continue;
        m_builder.behind.insert(*meant);
        const Thing* thing = m_builder.architecture.find(*meant);
        const TargetSpec made = thing == nullptr
                                    ? TargetSpec{}
                                    : targetOf(m_builder, m_balancer, group, *thing, target.port);
        add(made, found->second.index, target.port);
    }
}

/// ECS registers tasks with the port of the container that a service names, whatever the group's.
///
/// Source: Amazon ECS developer guide, service-load-balancing; API reference, LoadBalancer,
/// containerPort.
void TargetList::addServices(const TargetGroup& group) {
    for (const auto& [id, service] : m_builder.architecture.ecsServices) {
        const auto& groups = service->targetGroups.ids;
        if (std::ranges::find(groups, group.id) == groups.end()) continue;
        const bool shares = standsOnInstances(m_builder, m_balancer, *service);
        bool named = false;
        for (const Target& target : group.targets) {
            if (!target.thing.isKnown() || *target.thing != id) continue;
            named = true;
            const TargetSpec made =
                shares ? TargetSpec{}
                       : targetOf(m_builder, m_balancer, group, *service, target.port);
            for (const std::uint32_t one : stationsOf(m_builder, *service, m_index, made)) {
                add(made, one, target.port);
            }
        }
        if (named) continue;
        for (const std::uint32_t one : stationsOf(m_builder, *service, m_index, {})) {
            add({}, one, 0);
        }
    }
}

/// Adds a station, or a fleet's members, as targets.
void addTargets(Builder& builder, const LoadBalancer& balancer, const TargetGroup& group,
                std::uint32_t index, BalancerSpec& spec) {
    TargetList targets(builder, balancer, index, spec);
    targets.addFleets(group);
    targets.addNamed(group);
    targets.addServices(group);
}

void addZones(const Builder& builder, const LoadBalancer& balancer, BalancerSpec& spec) {
    for (const ThingId subnet : balancer.subnets.ids) {
        const ZoneIndex zone = builder.zoneOfSubnet(subnet);
        if (zone != 0 && std::ranges::find(spec.zones, zone) == spec.zones.end()) {
            spec.zones.push_back(zone);
        }
    }
}

void addBalancer(Builder& builder, const LoadBalancer& balancer, BalancerSpec spec) {
    spec.connectTimeout = builder.defaults.seconds("balancer.connect_s");
    addZones(builder, balancer, spec);
    const auto index = static_cast<std::uint32_t>(builder.built.plant.balancers.size());
    builder.remember(balancer,
                     balancer.kind == LoadBalancerKind::Classic
                         ? "AWS::ElasticLoadBalancing::LoadBalancer"
                         : "AWS::ElasticLoadBalancingV2::LoadBalancer",
                     spec.name, {NodeKind::Balancer, index});
    const bool knowsFlows =
        balancer.kind == LoadBalancerKind::Network || balancer.kind == LoadBalancerKind::Gateway;
    if (knowsFlows) builder.built.flowBalancers.insert(spec.name);
    if (spec.targets.empty() && spec.routes.empty()) {
        builder.note(fmt::format("{} has no targets here: it answers 503 (T11)", spec.name));
    }
    builder.built.plant.balancers.push_back(std::move(spec));
}

/// Makes a balancer of a target group alone, to which rules pass requests on; one each.
std::uint32_t groupBalancer(Builder& builder, const LoadBalancer& balancer,
                            const TargetGroup& group) {
    const auto made = builder.nodes.find(group.id);
    if (made != builder.nodes.end()) return made->second.index;
    BalancerSpec spec;
    spec.name = builder.nameOf(group);
    spec.group = spec.name;
    spec.connectTimeout = builder.defaults.seconds("balancer.connect_s");
    readAttributes(builder, balancer, group, spec);
    const auto index = static_cast<std::uint32_t>(builder.built.plant.balancers.size());
    addTargets(builder, balancer, group, index, spec);
    addZones(builder, balancer, spec);
    builder.remember(group, "AWS::ElasticLoadBalancingV2::TargetGroup", spec.name,
                     {NodeKind::Balancer, index});
    if (spec.targets.empty()) {
        builder.note(fmt::format("{} has no targets here: it answers 503 (T11)", spec.name));
    }
    builder.built.plant.balancers.push_back(std::move(spec));
    return index;
}

/// Makes what stands for a balancer behind another one that does not get to it.
std::uint32_t lostBalancer(Builder& builder, const LoadBalancer& from, const Thing& to) {
    BalancerSpec spec;
    const NodeRef nowhere = builder.unreachable(builder.nameOf(from), builder.nameOf(to));
    spec.name = fmt::format("{} (asked by {})", builder.nameOf(to), builder.nameOf(from));
    spec.connectTimeout = builder.defaults.seconds("balancer.connect_s");
    TargetSpec target;
    target.station = nowhere.index;
    target.reachable = target.checked = false;
    spec.targets.push_back(target);
    const auto index = static_cast<std::uint32_t>(builder.built.plant.balancers.size());
    builder.built.types[spec.name] = "blocked path";
    builder.built.plant.balancers.push_back(std::move(spec));
    return index;
}

/// Returns the balancer that a group's only target is, as an NLB may have an ALB behind it.
std::optional<std::uint32_t> balancerBehind(Builder& builder, const LoadBalancer& balancer,
                                            const TargetGroup& group) {
    for (const Target& target : group.targets) {
        if (!target.thing.isKnown()) continue;
        const auto found = builder.nodes.find(*target.thing);
        if (found == builder.nodes.end() || found->second.kind != NodeKind::Balancer) continue;
        const Thing* thing = builder.architecture.find(*target.thing);
        if (thing == nullptr || !builder.architecture.loadBalancers.contains(thing->id)) continue;
        builder.behind.insert(*target.thing);
        if (!leadsSomewhere(builder.built.plant, found->second) ||
            targetOf(builder, balancer, group, *thing, target.port).reachable) {
            return found->second.index;
        }
        return lostBalancer(builder, balancer, *thing);
    }
    return std::nullopt;
}

/// Says whether a group leads to another balancer.
bool leadsToBalancer(const Builder& builder, const TargetGroup& group) {
    return std::ranges::any_of(group.targets, [&](const Target& target) {
        return target.thing.isKnown() &&
               builder.architecture.loadBalancers.contains(*target.thing) &&
               builder.nodes.contains(*target.thing);
    });
}

void fillRoute(Builder& builder, const LoadBalancer& balancer, const ListenerRoute& from,
               BalancerRoute& route) {
    for (const Forward& forward : from.forwards) {
        const auto behind = balancerBehind(builder, balancer, *forward.group);
        if (behind) builder.handled.insert(forward.group->id);
        route.forwards.push_back(
            {behind ? *behind : groupBalancer(builder, balancer, *forward.group), forward.weight});
    }
}

void noteListener(Builder& builder, const LoadBalancer& balancer, const Listener& served,
                  const std::string& name) {
    for (const Listener& other : balancer.listeners) {
        if (&other == &served) continue;
        // NOT MODELLED: Listeners beside the one that clients come to.
        builder.note(
            fmt::format("{}: clients come to its listener on port {}; the one on port {} "
                        "takes no requests here",
                        name, served.port.valueOr(0), other.port.valueOr(0)));
    }
}

void buildModern(Builder& builder, const LoadBalancer& balancer) {
    BalancerSpec spec;
    spec.name = builder.nameOf(balancer);
    const Listener* listener = servedListener(balancer);
    if (listener == nullptr) {
        builder.note(fmt::format("{} has no listener here", spec.name));
        addBalancer(builder, balancer, std::move(spec));
        return;
    }
    noteListener(builder, balancer, *listener, spec.name);
    const std::vector<ListenerRoute> routes = routesOf(builder, balancer, *listener, spec.name);
    const bool plain = routes.size() == 1 && routes.front().forwards.size() == 1 &&
                       !leadsToBalancer(builder, *routes.front().forwards.front().group);
    if (plain) {
        const TargetGroup& group = *routes.front().forwards.front().group;
        const auto index = static_cast<std::uint32_t>(builder.built.plant.balancers.size());
        readAttributes(builder, balancer, group, spec);
        spec.group = builder.nameOf(group);
        addTargets(builder, balancer, group, index, spec);
        builder.handled.insert(group.id);
    } else {
        for (const ListenerRoute& one : routes) {
            BalancerRoute route = one.route;
            fillRoute(builder, balancer, one, route);
            spec.routes.push_back(std::move(route));
        }
        readAffinity(builder, balancer, spec);
    }
    addBalancer(builder, balancer, std::move(spec));
}

/// Makes what looks at packets of a balancer's targets: they answer nobody, and call nothing.
void makeAppliances(Builder& builder, const BalancerSpec& spec) {
    Plant& plant = builder.built.plant;
    const auto make = [&](std::uint32_t index, const std::string& name) {
        StationSpec& station = plant.stations[index];
        station.service = builder.workOf(name, "appliance.work_ms");
        station.calls.clear();
    };
    std::set<std::uint32_t> ofFleets;
    for (const FleetSpec& fleet : plant.fleets) {
        const bool its = std::ranges::any_of(fleet.members, [&](std::uint32_t member) {
            return std::ranges::find(spec.targets, member, &TargetSpec::station) !=
                   spec.targets.end();
        });
        if (!its) continue;
        make(fleet.model, fleet.name);
        for (const std::uint32_t member : fleet.members) {
            make(member, fleet.name);
            ofFleets.insert(member);
        }
    }
    for (const TargetSpec& one : spec.targets) {
        if (!ofFleets.contains(one.station)) make(one.station, plant.stations[one.station].name);
    }
}

/// Says whether an endpoint is of a service that a gateway balancer offers.
bool isEndpointOf(const Builder& builder, const VpcEndpoint& endpoint,
                  const LoadBalancer& balancer) {
    if (endpoint.kind != EndpointKind::GatewayLoadBalancer) return false;
    const Value* service = builder.propertiesOf(endpoint).find("ServiceName");
    if (service == nullptr) return false;
    return std::ranges::any_of(builder.allReferred(endpoint, *service), [&](const Thing* thing) {
        const Value* offered = builder.propertiesOf(*thing).find("GatewayLoadBalancerArns");
        if (offered == nullptr) return false;
        const auto of = builder.allReferred(*thing, *offered);
        return std::ranges::find(of, &balancer) != of.end();
    });
}

/// A flow goes through the same appliance as long as it lasts. What comes from the internet passes
/// one on its way in; the way back is part of that look.
///
/// Source: Gateway Load Balancer guide, target groups and their attributes (T21, T108).
void buildGateway(Builder& builder, const LoadBalancer& balancer) {
    BalancerSpec spec;
    spec.name = builder.nameOf(balancer);
    const Listener* listener = servedListener(balancer);
    const std::vector<ListenerRoute> routes =
        listener != nullptr ? routesOf(builder, balancer, *listener, spec.name)
                            : std::vector<ListenerRoute>();
    if (routes.empty() || routes.front().forwards.empty()) {
        builder.leaveOut(balancer, "AWS::ElasticLoadBalancingV2::LoadBalancer",
                         "it has no appliances here");
        return;
    }
    const TargetGroup& group = *routes.front().forwards.front().group;
    readAttributes(builder, balancer, group, spec);
    const Value& its = builder.propertiesOf(group);
    if (!numberAt(its, {"HealthCheckIntervalSeconds"})) {
        spec.health.interval = builder.defaults.seconds("health.gateway_interval_s");
    }
    if (!numberAt(its, {"HealthCheckTimeoutSeconds"})) {
        spec.health.timeout = builder.defaults.seconds("health.application_timeout_s");
    }
    spec.group = builder.nameOf(group);
    spec.algorithm = Algorithm::WeightedRandom;
    spec.stickiness = builder.defaults.seconds("balancer.network_idle_s");
    spec.keepsFlows =
        attributeAt(its, "TargetGroupAttributes", "target_failover.on_unhealthy") != "rebalance";
    spec.idleTimeout = 0;
    const auto index = static_cast<std::uint32_t>(builder.built.plant.balancers.size());
    addTargets(builder, balancer, group, index, spec);
    makeAppliances(builder, spec);
    builder.handled.insert(group.id);
    for (const auto& [id, endpoint] : builder.architecture.endpoints) {
        if (!isEndpointOf(builder, *endpoint, balancer)) continue;
        builder.inspectors[id] = index;
        builder.handled.insert(id);
    }
    // NOT MODELLED: Gateway Load Balancers on the way of what instances ask of others.
    builder.note(
        fmt::format("{}: its appliances look at what comes from the internet to subnets "
                    "that route to its endpoints, and at nothing else",
                    spec.name));
    addBalancer(builder, balancer, std::move(spec));
    builder.built.plant.balancers.back().connectTimeout = 0;
}

/// Adds what is behind a classic balancer, each at the instance port of its listener.
void addClassicTargets(Builder& builder, const LoadBalancer& balancer, BalancerSpec& spec) {
    const auto index = static_cast<std::uint32_t>(builder.built.plant.balancers.size());
    const Listener* listener = servedListener(balancer);
    PathPort at;
    if (listener != nullptr) {
        at.port =
            listener->instancePort ? Known<std::int32_t>(*listener->instancePort) : listener->port;
    }
    const auto targetFor = [&](const Thing& thing) {
        return targetAt(builder, balancer, thing, at, balancer.classicHealthCheck.port);
    };
    const auto add = [&](TargetSpec target, std::uint32_t station) {
        target.station = station;
        spec.targets.push_back(target);
    };
    for (const auto& [id, fleet] : builder.fleets) {
        const auto& asg = **builder.architecture.autoScalingGroups.find(id);
        const auto& names = asg.classicLoadBalancers.ids;
        if (std::ranges::find(names, balancer.id) == names.end()) continue;
        builder.behind.insert(id);
        const TargetSpec target = asg.instances.empty() ? TargetSpec{} : targetFor(asg);
        FleetSpec& one = builder.built.plant.fleets[fleet];
        one.balancers.push_back(index);
        one.asTargets.emplace(index, target);
        for (const std::uint32_t member : one.members) add(target, member);
    }
    for (const auto& [id, service] : builder.architecture.ecsServices) {
        const Value* named = within(builder.propertiesOf(*service), {"LoadBalancers"});
        if (named == nullptr) continue;
        const auto referred = builder.allReferred(*service, *named);
        if (std::ranges::find(referred, &balancer) == referred.end()) continue;
        const bool shares = standsOnInstances(builder, balancer, *service);
        const TargetSpec target = shares ? TargetSpec{} : targetFor(*service);
        for (const std::uint32_t one : stationsOf(builder, *service, index, target)) {
            add(target, one);
        }
    }
    for (const ThingId id : balancer.classicTargets.ids) {
        const auto found = builder.nodes.find(id);
        const Thing* thing = builder.architecture.find(id);
        if (found == builder.nodes.end() || thing == nullptr) continue;
        builder.behind.insert(id);
        add(targetFor(*thing), found->second.index);
    }
}

void buildClassic(Builder& builder, const LoadBalancer& balancer) {
    BalancerSpec spec;
    spec.name = builder.nameOf(balancer);
    const Value& properties = builder.propertiesOf(balancer);
    const auto seconds = [&](std::initializer_list<std::string_view> keys, std::string_view key) {
        const auto number = numberAt(properties, keys);
        return timeWithin(number ? *number : builder.defaults.number(key), 1, 86400);
    };
    spec.idleTimeout = seconds({"ConnectionSettings", "IdleTimeout"}, "balancer.classic_idle_s");
    spec.deregistrationDelay = 0;
    if (textAt(properties, {"ConnectionDrainingPolicy", "Enabled"}) == "true") {
        spec.deregistrationDelay =
            seconds({"ConnectionDrainingPolicy", "Timeout"}, "balancer.deregistration_s");
    }
    spec.crossZone = balancer.crossZone.valueOr(false);
    spec.ownZone = 0;
    spec.surgeQueue = static_cast<std::uint32_t>(builder.defaults.number("balancer.surge_queue"));
    const bool http = !balancer.listeners.empty() &&
                      balancer.listeners.front().protocol.valueOr("").starts_with("HTTP");
    spec.algorithm = http ? Algorithm::LeastOutstanding : Algorithm::RoundRobin;
    spec.health.enabled = true;
    // `TCP:80`, `SSL:443`, or `HTTP:80/path`; TCP without one (T17).
    spec.health.connects = !textAt(properties, {"HealthCheck", "Target"}).starts_with("HTTP");
    spec.health.interval = seconds({"HealthCheck", "Interval"}, "health.interval_s");
    spec.health.timeout = seconds({"HealthCheck", "Timeout"}, "health.application_timeout_s");
    spec.health.healthyThreshold =
        countWithin(numberAt(properties, {"HealthCheck", "HealthyThreshold"})
                        .value_or(builder.defaults.number("health.classic_healthy")),
                    1, 1000);
    spec.health.unhealthyThreshold =
        countWithin(numberAt(properties, {"HealthCheck", "UnhealthyThreshold"})
                        .value_or(builder.defaults.number("health.unhealthy")),
                    1, 1000);
    addClassicTargets(builder, balancer, spec);
    addBalancer(builder, balancer, std::move(spec));
}

/// Lets callers find the tasks of a service that no balancer leads to, as by a name of Cloud Map.
void nameTasks(Builder& builder, ThingId service, std::uint32_t fleet) {
    Plant& plant = builder.built.plant;
    FleetSpec& scaled = plant.fleets[fleet];
    BalancerSpec spec;
    spec.name = scaled.name + " (tasks)";
    for (const std::uint32_t member : scaled.members) spec.targets.push_back({member});
    const auto index = static_cast<std::uint32_t>(plant.balancers.size());
    scaled.balancers.push_back(index);
    builder.nodes[service] = {NodeKind::Balancer, index};
    builder.built.types[spec.name] = "AWS::ServiceDiscovery::Service";
    plant.balancers.push_back(std::move(spec));
}

}  // namespace

void buildBalancers(Builder& builder) {
    builder.built.plant.zoneDetection = builder.defaults.seconds("balancer.zone_detection_s");
    // Application balancers first, since network balancers may have them as targets.
    for (const auto& [id, balancer] : builder.architecture.loadBalancers) {
        if (balancer->kind == LoadBalancerKind::Application) buildModern(builder, *balancer);
    }
    for (const auto& [id, balancer] : builder.architecture.loadBalancers) {
        switch (balancer->kind) {
            case LoadBalancerKind::Application: break;
            case LoadBalancerKind::Network: buildModern(builder, *balancer); break;
            case LoadBalancerKind::Classic: buildClassic(builder, *balancer); break;
            case LoadBalancerKind::Gateway: buildGateway(builder, *balancer); break;
        }
    }
    for (const auto& [id, fleet] : builder.services) {
        if (builder.built.plant.fleets[fleet].balancers.empty()) nameTasks(builder, id, fleet);
    }
}

}  // namespace archivolt::traffic
