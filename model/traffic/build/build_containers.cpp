#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "model/traffic/build/builder.h"

namespace archivolt::traffic {

namespace {

/// Makes a fleet of members like `spec`, behind a balancer of the service's own, which stands for
/// the thing.
void addFleetBehind(Builder& builder, const Thing& thing, const std::string& type,
                    const std::string& memberType, BalancerSpec balancer, const StationSpec& spec,
                    FleetSpec fleet) {
    Plant& plant = builder.built.plant;
    const std::string name = fleet.name;
    const auto index = static_cast<std::uint32_t>(plant.balancers.size());
    StationSpec model = spec;
    model.name = name + " (model)";
    fleet.model = static_cast<std::uint32_t>(plant.stations.size());
    plant.stations.push_back(std::move(model));
    for (std::uint32_t i = 0; i < fleet.desired; ++i) {
        StationSpec member = spec;
        member.name = fmt::format("{}-{}", name, i + 1);
        member.zone = fleet.zones[i % fleet.zones.size()];
        const auto at = static_cast<std::uint32_t>(plant.stations.size());
        fleet.members.push_back(at);
        balancer.targets.push_back({at});
        builder.built.types[member.name] = memberType;
        plant.stations.push_back(std::move(member));
    }
    fleet.balancers = {index};
    builder.remember(thing, type, name, {NodeKind::Balancer, index});
    builder.built.types[balancer.name] = "front of " + type;
    plant.balancers.push_back(std::move(balancer));
    plant.fleets.push_back(std::move(fleet));
}

HealthSpec checksOf(double interval, double timeout, double healthy, double unhealthy) {
    HealthSpec health;
    health.enabled = true;
    health.interval = timeWithin(interval, 1, 300);
    health.timeout = timeWithin(timeout, 1, 120);
    health.healthyThreshold = countWithin(healthy, 1, 20);
    health.unhealthyThreshold = countWithin(unhealthy, 1, 20);
    return health;
}

// NOT MODELLED: Parts of a vCPU that an instance of App Runner has; one is the least.
/// Source: AWS App Runner API reference and developer guide, automatic scaling (T95).
void buildAppService(Builder& builder, const OtherThing& service) {
    const Value& its = builder.propertiesOf(service);
    StationSpec spec;
    spec.name = builder.nameOf(service);
    const ScenarioComponent& settings = builder.settingsOf(spec.name);
    double concurrent = builder.defaults.number("app.concurrency");
    FleetSpec fleet;
    fleet.name = spec.name;
    fleet.most = static_cast<std::uint32_t>(builder.defaults.number("app.most"));
    const Value* scaling = its.find("AutoScalingConfigurationArn");
    const Thing* thing = scaling != nullptr ? builder.referred(service, *scaling) : nullptr;
    if (thing != nullptr) {
        const Value& own = builder.propertiesOf(*thing);
        concurrent = numberAt(own, {"MaxConcurrency"}).value_or(concurrent);
        fleet.least = countWithin(numberAt(own, {"MinSize"}).value_or(1), 1, 1000);
        fleet.most =
            countWithin(numberAt(own, {"MaxSize"}).value_or(fleet.most), fleet.least, 1000);
        builder.handled.insert(thing->id);
    }
    // `1 vCPU`, or `1024` parts of 1,024.
    const std::string cpu = textAt(its, {"InstanceConfiguration", "Cpu"});
    double vcpus = 1;
    std::from_chars(cpu.data(), cpu.data() + cpu.size(), vcpus);
    if (vcpus > 64) vcpus /= 1024;
    spec.servers = settings.vcpus.value_or(countWithin(vcpus, 1, 64));
    spec.service = builder.workOf(spec.name, "task.work_ms");
    spec.concurrency = settings.concurrency.value_or(countWithin(concurrent, 1, 1000));
    spec.waitingRoom = settings.waitingRoom.value_or(
        static_cast<std::uint32_t>(builder.defaults.number("instance.waiting_room")));
    spec.refusal = 429;
    addCalls(builder, service, spec.name, spec, builder.allReferred(service, its), {});
    fleet.desired = fleet.least;
    fleet.zones = {0};
    fleet.metricPeriod = kMinute;
    fleet.warmUp = 0;
    fleet.balancerHealth = true;
    fleet.boot = Distribution::constant(
        settings.bootSeconds ? *settings.bootSeconds : builder.defaults.number("app.boot_s"));
    ScalingPolicy policy;
    policy.name = "its own";
    policy.metric = ScalingMetric::Concurrency;
    policy.target = spec.concurrency;
    policy.periods = 1;
    fleet.policies.push_back(policy);
    BalancerSpec front;
    front.name = spec.name + " (front)";
    const auto check = [&](const char* key, double otherwise) {
        return numberAt(its, {"HealthCheckConfiguration", key}).value_or(otherwise);
    };
    front.health = checksOf(check("Interval", 5), check("Timeout", 2), check("HealthyThreshold", 1),
                            check("UnhealthyThreshold", 5));
    // TCP, unless it says otherwise, which an instance that is merely busy answers.
    front.health.connects = textAt(its, {"HealthCheckConfiguration", "Protocol"}) != "HTTP";
    builder.note(fmt::format(
        "{}: each instance takes {} requests at once; how soon App Runner scales is not published: "
        "here it looks once a minute",
        spec.name, spec.concurrency));
    addFleetBehind(builder, service, service.type, "instance of AWS::AppRunner::Service",
                   std::move(front), spec, std::move(fleet));
}

// NOT MODELLED: Pods; what a cluster runs is not in a template. Nodes take its requests, in turn.
/// Source: Amazon EKS user guide, managed node groups: an Auto Scaling group of their instances.
void buildNodes(Builder& builder, const Thing& group, const std::string& type) {
    const Value& its = builder.propertiesOf(group);
    FleetSpec fleet;
    fleet.name = builder.nameOf(group);
    const auto size = [&](const char* key, double otherwise) {
        return countWithin(numberAt(its, {"ScalingConfig", key}).value_or(otherwise), 0, 5000);
    };
    fleet.least = size("MinSize", 1);
    fleet.most = std::max(size("MaxSize", 2), fleet.least);
    fleet.desired = std::clamp(size("DesiredSize", 2), fleet.least, fleet.most);
    const Value* types = its.find("InstanceTypes");
    const bool told =
        types != nullptr && !types->items().empty() && types->items().front().isScalar();
    StationSpec spec =
        instanceSpec(builder, fleet.name, told ? types->items().front().text() : "t3.medium");
    if (const Value* subnets = its.find("Subnets")) {
        for (const Thing* subnet : builder.allReferred(group, *subnets)) {
            fleet.zones.push_back(builder.zoneOfSubnet(subnet->id));
        }
    }
    if (fleet.zones.empty()) fleet.zones.push_back(0);
    fleet.balancesZones = true;
    const auto boot = builder.settingsOf(fleet.name).bootSeconds;
    fleet.boot = Distribution::constant(boot ? *boot : builder.defaults.number("instance.boot_s"));
    addCalls(builder, group, fleet.name, spec, builder.allReferred(group, its), {});
    BalancerSpec front;
    front.name = fleet.name + " (service)";
    front.health = checksOf(10, 1, 1, 3);
    builder.note(
        fmt::format("{}: what the cluster runs is not in the template; its {} nodes take "
                    "requests in turn, with all that they have",
                    fleet.name, fleet.desired));
    addFleetBehind(builder, group, type, "AWS::EC2::Instance", std::move(front), spec,
                   std::move(fleet));
}

}  // namespace

void buildContainers(Builder& builder) {
    for (const OtherThing* one : builder.othersOf("AWS::AppRunner::Service")) {
        buildAppService(builder, *one);
    }
    for (const OtherThing* one : builder.othersOf("AWS::EKS::Nodegroup")) {
        buildNodes(builder, *one, one->type);
    }
    for (const auto& [id, one] : builder.architecture.attachedResources) {
        if (one->type == "AWS::EKS::Nodegroup") buildNodes(builder, *one, one->type);
    }
}

}  // namespace archivolt::traffic
