#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "model/traffic/build/builder.h"

namespace archivolt::traffic {

namespace {

/// A target group that a balancer forwards to, with its share.
struct Forward {
    const TargetGroup* group = nullptr;
    double weight = 1;
};

double numberOf(const std::optional<std::string>& text, double otherwise) {
    double number = 0;
    if (!text) return otherwise;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
    return read.ec == std::errc() ? number : otherwise;
}

const TargetGroup* groupOf(const Builder& builder, ThingId id) {
    const auto* found = builder.architecture.targetGroups.find(id);
    return found != nullptr ? found->get() : nullptr;
}

std::vector<Forward> forwardsOf(const Builder& builder, const LoadBalancer& balancer,
                                const ListenerAction& action) {
    std::vector<Forward> forwards;
    const Value* weighted = within(action.evaluated, {"ForwardConfig", "TargetGroups"});
    for (std::size_t i = 0; i < action.targetGroups.ids.size(); ++i) {
        const TargetGroup* group = groupOf(builder, action.targetGroups.ids[i]);
        if (group == nullptr) continue;
        Forward forward{group, 1};
        if (weighted != nullptr) {
            for (const Value& one : weighted->items()) {
                const Value* arn = one.find("TargetGroupArn");
                if (arn != nullptr && builder.referred(balancer, *arn) == group) {
                    forward.weight = numberAt(one, {"Weight"}).value_or(1);
                }
            }
        }
        forwards.push_back(forward);
    }
    return forwards;
}

/// The action that stands for a balancer: the default of its first listener that forwards, HTTPS
/// before others; what else it does is noted.
const ListenerAction* mainAction(Builder& builder, const LoadBalancer& balancer,
                                 const std::string& name, const Listener*& chosen) {
    const ListenerAction* main = nullptr;
    std::size_t rules = 0;
    for (const Listener& listener : balancer.listeners) {
        for (const ListenerRule& rule : listener.rules) {
            for (const ListenerAction& action : rule.actions) {
                if (action.kind != "forward" && !action.kind.empty()) continue;
                ++rules;
                const bool better = main == nullptr || listener.protocol.valueOr("") == "HTTPS" ||
                                    listener.protocol.valueOr("") == "TLS";
                const bool isDefault = &rule == &listener.rules.back();
                if (better && isDefault) {
                    main = &action;
                    chosen = &listener;
                }
            }
        }
    }
    // A listener that forwards by its rules alone.
    for (const Listener& listener : balancer.listeners) {
        for (const ListenerRule& rule : listener.rules) {
            for (const ListenerAction& action : rule.actions) {
                if (main == nullptr && action.kind == "forward") {
                    main = &action;
                    chosen = &listener;
                }
            }
        }
    }
    if (rules > 1) {
        // NOT MODELLED: Which of a balancer's rules a request matches; all take the default's way.
        builder.note(
            fmt::format("{}: all requests go the way of one rule; which of its other "
                        "rules a request would match is not simulated",
                        name));
    }
    return main;
}

void readHealth(Builder& builder, const TargetGroup& group, bool application, HealthSpec& health) {
    const Value& properties = builder.propertiesOf(group);
    const auto seconds = [&](const char* key, std::string_view fallback) {
        const auto number = numberAt(properties, {key});
        return number ? fromSeconds(*number) : builder.defaults.seconds(fallback);
    };
    const auto count = [&](const char* key, std::string_view fallback) {
        const auto number = numberAt(properties, {key});
        return static_cast<std::uint32_t>(number ? *number : builder.defaults.number(fallback));
    };
    health.enabled = textAt(properties, {"HealthCheckEnabled"}) != "false";
    health.interval = seconds("HealthCheckIntervalSeconds", "health.interval_s");
    health.timeout =
        seconds("HealthCheckTimeoutSeconds",
                application ? "health.application_timeout_s" : "health.network_timeout_s");
    health.healthyThreshold = count("HealthyThresholdCount", "health.healthy");
    health.unhealthyThreshold = count("UnhealthyThresholdCount", "health.unhealthy");
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
}

/// Adds a station, or a fleet's members, as targets.
void addTargets(Builder& builder, const LoadBalancer& balancer, const TargetGroup& group,
                double weight, std::uint32_t index, BalancerSpec& spec) {
    std::set<std::uint32_t> added;
    const auto add = [&](std::uint32_t station, bool reachable) {
        if (added.insert(station).second) spec.targets.push_back({station, weight, reachable});
    };
    const std::int32_t port = group.port.valueOr(80);
    for (const auto& [id, fleet] : builder.fleets) {
        const auto& asg = **builder.architecture.autoScalingGroups.find(id);
        const auto& groups = asg.targetGroups.ids;
        if (std::ranges::find(groups, group.id) == groups.end()) continue;
        builder.behind.insert(id);
        FleetSpec& one = builder.built.plant.fleets[fleet];
        one.balancers.push_back(index);
        const bool open = asg.instances.empty() || builder.isOpen(&balancer, asg, port);
        for (const std::uint32_t member : one.members) add(member, open);
        spec.membersReachable = open;
    }
    for (const Target& target : group.targets) {
        if (!target.thing.isKnown()) {
            builder.note(
                fmt::format("{}: a target is unknown ({})", spec.name, target.thing.why()));
            continue;
        }
        const auto* instance = builder.architecture.instances.find(target.thing.value());
        if (instance != nullptr && (*instance)->fleet) continue;
        const auto found = builder.nodes.find(target.thing.value());
        if (found == builder.nodes.end() || found->second.kind != NodeKind::Station) continue;
        builder.behind.insert(target.thing.value());
        const Thing* thing = builder.architecture.find(target.thing.value());
        const bool function = group.targetType.valueOr("") == "lambda";
        add(found->second.index,
            function || thing == nullptr || builder.isOpen(&balancer, *thing, port));
    }
    for (const auto& [id, service] : builder.architecture.ecsServices) {
        const auto& groups = service->targetGroups.ids;
        if (std::ranges::find(groups, group.id) == groups.end()) continue;
        builder.behind.insert(id);
        add(builder.nodes.at(id).index, true);
    }
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
    if (spec.targets.empty()) {
        builder.note(fmt::format("{} has no targets here: it answers 503 (T11)", spec.name));
    }
    builder.built.plant.balancers.push_back(std::move(spec));
}

void buildModern(Builder& builder, const LoadBalancer& balancer) {
    BalancerSpec spec;
    spec.name = builder.nameOf(balancer);
    const Listener* listener = nullptr;
    const ListenerAction* action = mainAction(builder, balancer, spec.name, listener);
    if (action == nullptr) {
        builder.note(fmt::format("{} forwards nothing that is simulated", spec.name));
        addBalancer(builder, balancer, std::move(spec));
        return;
    }
    const auto index = static_cast<std::uint32_t>(builder.built.plant.balancers.size());
    bool first = true;
    const std::vector<Forward> forwards = forwardsOf(builder, balancer, *action);
    for (const Forward& forward : forwards) {
        if (first) readAttributes(builder, balancer, *forward.group, spec);
        first = false;
        spec.group = builder.nameOf(*forward.group);
        addTargets(builder, balancer, *forward.group, forward.weight, index, spec);
        builder.handled.insert(forward.group->id);
    }
    if (forwards.size() > 1) {
        builder.note(
            fmt::format("{}: its target groups are one group here, each target with its "
                        "group's weight, health checks as the first group's",
                        spec.name));
    }
    addBalancer(builder, balancer, std::move(spec));
}

void buildClassic(Builder& builder, const LoadBalancer& balancer) {
    BalancerSpec spec;
    spec.name = builder.nameOf(balancer);
    const Value& properties = builder.propertiesOf(balancer);
    const auto seconds = [&](std::initializer_list<std::string_view> keys, std::string_view key) {
        const auto number = numberAt(properties, keys);
        return number ? fromSeconds(*number) : builder.defaults.seconds(key);
    };
    spec.idleTimeout = seconds({"ConnectionSettings", "IdleTimeout"}, "balancer.classic_idle_s");
    spec.deregistrationDelay = 0;
    if (textAt(properties, {"ConnectionDrainingPolicy", "Enabled"}) == "true") {
        spec.deregistrationDelay =
            seconds({"ConnectionDrainingPolicy", "Timeout"}, "balancer.deregistration_s");
    }
    spec.crossZone = balancer.crossZone.valueOr(false);
    spec.surgeQueue = static_cast<std::uint32_t>(builder.defaults.number("balancer.surge_queue"));
    const bool http = !balancer.listeners.empty() &&
                      balancer.listeners.front().protocol.valueOr("").starts_with("HTTP");
    spec.algorithm = http ? Algorithm::LeastOutstanding : Algorithm::RoundRobin;
    spec.health.enabled = true;
    spec.health.interval = seconds({"HealthCheck", "Interval"}, "health.interval_s");
    spec.health.timeout = seconds({"HealthCheck", "Timeout"}, "health.application_timeout_s");
    spec.health.healthyThreshold = static_cast<std::uint32_t>(
        numberAt(properties, {"HealthCheck", "HealthyThreshold"})
            .value_or(builder.defaults.number("health.classic_healthy")));
    spec.health.unhealthyThreshold =
        static_cast<std::uint32_t>(numberAt(properties, {"HealthCheck", "UnhealthyThreshold"})
                                       .value_or(builder.defaults.number("health.unhealthy")));
    const auto index = static_cast<std::uint32_t>(builder.built.plant.balancers.size());
    for (const auto& [id, fleet] : builder.fleets) {
        const auto& asg = **builder.architecture.autoScalingGroups.find(id);
        const auto& names = asg.classicLoadBalancers.ids;
        if (std::ranges::find(names, balancer.id) == names.end()) continue;
        builder.behind.insert(id);
        builder.built.plant.fleets[fleet].balancers.push_back(index);
        for (const std::uint32_t member : builder.built.plant.fleets[fleet].members) {
            spec.targets.push_back({member});
        }
    }
    for (const ThingId target : balancer.classicTargets.ids) {
        const auto found = builder.nodes.find(target);
        if (found == builder.nodes.end()) continue;
        builder.behind.insert(target);
        spec.targets.push_back({found->second.index});
    }
    addBalancer(builder, balancer, std::move(spec));
}

}  // namespace

void buildBalancers(Builder& builder) {
    builder.built.plant.zoneDetection = builder.defaults.seconds("balancer.zone_detection_s");
    for (const auto& [id, balancer] : builder.architecture.loadBalancers) {
        switch (balancer->kind) {
            case LoadBalancerKind::Application:
            case LoadBalancerKind::Network: buildModern(builder, *balancer); break;
            case LoadBalancerKind::Classic: buildClassic(builder, *balancer); break;
            case LoadBalancerKind::Gateway:
                // NOT MODELLED: Gateway Load Balancers and the appliances behind them.
                builder.leaveOut(*balancer, "AWS::ElasticLoadBalancingV2::LoadBalancer",
                                 "appliances in the path take no time and lose nothing");
                break;
        }
    }
}

}  // namespace archivolt::traffic
