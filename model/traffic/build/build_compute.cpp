#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/traffic/build/builder.h"
#include "model/traffic/build/functions.h"
#include "model/traffic/build/instance_facts.h"
#include "model/traffic/build/listener_routes.h"
#include "model/traffic/traffic_rules.h"

namespace archivolt::traffic {

namespace {

/// Says whether a group's rules, as they are, let in something of `groups` by name.
bool letsIn(const Builder& builder, ThingId group, const std::vector<ThingId>& groups) {
    const auto* found = builder.architecture.securityGroups.find(group);
    if (found == nullptr) return false;
    return std::ranges::any_of((*found)->rules, [&](const SecurityGroupRule& rule) {
        return rule.direction == RuleDirection::Ingress && rule.group && rule.group->isKnown() &&
               std::ranges::find(groups, **rule.group) != groups.end();
    });
}

std::vector<ThingId> groupsOf(const Builder& builder, const std::vector<ThingId>& interfaces) {
    std::vector<ThingId> groups;
    for (const ThingId id : interfaces) {
        const auto* found = builder.architecture.interfaces.find(id);
        if (found == nullptr) continue;
        for (const ThingId group : (*found)->securityGroups.ids) {
            if (std::ranges::find(groups, group) == groups.end()) groups.push_back(group);
        }
    }
    return groups;
}

/// A store of the design that instances and functions may call.
struct Store {
    const Thing* thing = nullptr;
    std::vector<ThingId> interfaces;
    Known<std::int32_t> port = 0;
    bool keepsObjects = false;
    bool takesMessages = false;
    bool readsOnly = false;  ///< The caller names only its replicas.
    bool keepsFiles = false;
};

/// Returns the port that a thing answers on, as the catalogue has it for its interfaces.
Known<std::int32_t> listenPort(const Builder& builder, const std::vector<ThingId>& interfaces) {
    for (const ThingId id : interfaces) {
        const auto* found = builder.architecture.interfaces.find(id);
        if (found == nullptr || !(*found)->listens || (*found)->listens->empty()) continue;
        return (*found)->listens->front().fromPort;
    }
    return 0;
}

std::vector<Store> storesOf(const Builder& builder) {
    std::vector<Store> stores;
    for (const auto& [id, cache] : builder.architecture.caches) {
        // What is durable is a database: nothing is missed in it.
        const bool keeps =
            builder.built.plant.stations[builder.nodes.at(id).index].store.has_value();
        stores.push_back({cache.get(), cache->interfaces, cache->port, keeps});
    }
    for (const auto& [id, files] : builder.architecture.fileSystems) {
        constexpr std::int32_t kNfs = 2049;
        stores.push_back({files.get(), files->mountTargets, kNfs, false});
        stores.back().keepsFiles = true;
    }
    for (const auto& [id, database] : builder.architecture.databases) {
        if (database->cluster || database->replicaOf) continue;
        std::vector<ThingId> interfaces = database->interfaces;
        for (const auto& [other, member] : builder.architecture.databases) {
            if (member->cluster && member->cluster->isKnown() && **member->cluster == id) {
                interfaces.insert(interfaces.end(), member->interfaces.begin(),
                                  member->interfaces.end());
            }
        }
        stores.push_back({database.get(), interfaces, database->port, false});
    }
    for (const OtherThing* table : builder.othersOf("AWS::DynamoDB::Table")) {
        stores.push_back({table, {}, 443, false});
    }
    for (const auto& [id, proxy] : builder.architecture.attachedResources) {
        if (proxy->type != "AWS::RDS::DBProxy") continue;
        stores.push_back(
            {proxy.get(), proxy->interfaces, listenPort(builder, proxy->interfaces), false});
    }
    for (const auto& [id, bucket] : builder.architecture.buckets) {
        stores.push_back({bucket.get(), {}, 443, false});
    }
    for (const char* type :
         {"AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::Kinesis::Stream", "AWS::Events::EventBus",
          "AWS::KinesisFirehose::DeliveryStream", "AWS::StepFunctions::StateMachine"}) {
        for (const OtherThing* one : builder.othersOf(type)) {
            stores.push_back({one, {}, 443, false, true});
        }
    }
    return stores;
}

/// Sends what only reads a database to its replicas, where it has some that take reads.
void sendReadsToReplicas(const Builder& builder, StationSpec& spec) {
    for (const auto& [id, readers] : builder.readers) {
        for (Call& call : spec.calls) {
            const bool reads = call.when == CallWhen::Reads || call.when == CallWhen::Missed;
            if (reads && call.to == builder.nodes.at(id)) call.to = readers;
        }
    }
}

/// Says which of a store's nodes a call is for; what blocked packets were sent to never answers.
void aim(Builder& builder, const Thing& caller, const std::string& name, const Store& store,
         bool reads, Call& call) {
    if (const auto parts = builder.parts.find(store.thing->id); parts != builder.parts.end()) {
        call.parts = parts->second;
    }
    const auto readers = builder.cacheReaders.find(store.thing->id);
    if (readers != builder.cacheReaders.end() && reads) {
        call.to = readers->second.front();
        call.parts.clear();
        if (readers->second.size() > 1) call.parts = readers->second;
    }
    if (!store.interfaces.empty() && !builder.isOpen(&caller, *store.thing, {store.port})) {
        call.to = builder.unreachable(name, builder.nameOf(*store.thing));
        call.parts.clear();
    }
}

/// The calls of a request: what keeps objects is asked first, the rest when that has nothing, and
/// for what changes something (cache-aside; the cache is filled after a miss).
void orderCalls(Builder& builder, const Thing& caller, const std::string& name, StationSpec& spec,
                const std::vector<Store>& called) {
    const Time timeout = builder.defaults.seconds("instance.call_timeout_s");
    const bool cached = std::ranges::any_of(called, &Store::keepsObjects);
    const auto add = [&](const Store& store, CallWhen when, CallAction action) {
        Call call;
        call.to = builder.nodes.at(store.thing->id);
        const bool reads = when == CallWhen::Reads && action == CallAction::Read;
        aim(builder, caller, name, store, reads, call);
        call.when = when;
        call.action = action;
        call.timeout = timeout;
        if (store.interfaces.empty()) call.through = gatewaysFor(builder, caller, store.thing);
        call.required = !store.keepsObjects;
        spec.calls.push_back(call);
    };
    for (const Store& store : called) {
        if (store.keepsObjects) add(store, CallWhen::Reads, CallAction::Read);
    }
    for (const Store& store : called) {
        if (store.keepsObjects) continue;
        if (store.keepsFiles) {
            add(store, CallWhen::Reads, CallAction::Read);
            add(store, CallWhen::Writes, CallAction::Read);
            spec.calls.back().units = 3;
            continue;
        }
        if (store.readsOnly) {
            add(store, cached ? CallWhen::Missed : CallWhen::Reads, CallAction::Read);
            continue;
        }
        if (store.takesMessages) {
            add(store, CallWhen::Writes, CallAction::Read);
            builder.note(
                fmt::format("{} sends one message to {} for each request that changes "
                            "something",
                            name, builder.nameOf(*store.thing)));
            continue;
        }
        const bool apart = builder.readers.contains(store.thing->id) ||
                           builder.cacheReaders.contains(store.thing->id);
        if (!cached && !apart) {
            add(store, CallWhen::Always, CallAction::Read);
            continue;
        }
        add(store, cached ? CallWhen::Missed : CallWhen::Reads, CallAction::Read);
        add(store, CallWhen::Writes, CallAction::Read);
    }
    sendReadsToReplicas(builder, spec);
    for (const Store& store : called) {
        if (!store.keepsObjects) continue;
        add(store, CallWhen::Missed, CallAction::Put);
        const bool through =
            builder.settingsOf(builder.nameOf(*store.thing)).writeThrough.value_or(false);
        add(store, CallWhen::Writes, through ? CallAction::Put : CallAction::Drop);
    }
    if (cached) {
        builder.note(
            fmt::format("{} asks its cache first and the database on a miss, fills the "
                        "cache then, and drops an object from it when it writes",
                        name));
    }
}

void applyCreditMode(const Value& properties, StationSpec& spec) {
    if (!spec.credits) return;
    for (const char* key : {"CreditSpecification"}) {
        std::string mode = textAt(properties, {key, "CPUCredits"});
        if (mode.empty()) mode = textAt(properties, {key, "CpuCredits"});
        if (mode == "standard") spec.credits->unlimited = false;
        if (mode == "unlimited") spec.credits->unlimited = true;
    }
}

/// Source: Amazon EC2 Auto Scaling user guide, instance maintenance policies (T30).
void readRefresh(const Value& properties, FleetSpec& fleet) {
    const auto least = numberAt(properties, {"InstanceMaintenancePolicy", "MinHealthyPercentage"});
    const auto most = numberAt(properties, {"InstanceMaintenancePolicy", "MaxHealthyPercentage"});
    if (least && *least >= 0) fleet.refresh.leastHealthy = std::min(*least / 100, 1.0);
    if (most && *most >= 0) fleet.refresh.mostHealthy = std::clamp(*most / 100, 1.0, 2.0);
}

/// Source: Amazon EC2 Auto Scaling user guide, termination policies (T28).
void readLeavers(Builder& builder, const Value& properties, FleetSpec& fleet) {
    static const std::map<std::string, LeaverRule> kRules = {
        {"OldestInstance", LeaverRule::Oldest},
        {"NewestInstance", LeaverRule::Newest},
        {"OldestLaunchConfiguration", LeaverRule::OldestVersion},
        {"OldestLaunchTemplate", LeaverRule::OldestVersion},
        {"ClosestToNextInstanceHour", LeaverRule::NearestHour},
        // Members are of one type, and Spot or not as the group's mix says.
        {"AllocationStrategy", LeaverRule::Any},
        {"Default", LeaverRule::OldestVersion}};
    const Value* policies = properties.find("TerminationPolicies");
    if (policies == nullptr) return;
    for (const Value& one : policies->items()) {
        const auto found = kRules.find(one.isScalar() ? one.text() : std::string());
        if (found != kRules.end()) {
            fleet.leavers.push_back(found->second);
        } else {
            builder.note(fmt::format("{}: whom a termination policy of its own names is not known",
                                     fleet.name));
        }
    }
}

/// Reads a group's sizes, and how it judges its members.
void readSizes(Builder& builder, const AutoScalingGroup& group, FleetSpec& fleet) {
    fleet.least =
        static_cast<std::uint32_t>(std::clamp<std::int64_t>(group.minSize.valueOr(1), 0, 5000));
    fleet.most = static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(group.maxSize.valueOr(fleet.least), fleet.least, 5000));
    fleet.desired = fleet.least;
    if (group.desired && group.desired->isKnown()) {
        fleet.desired = static_cast<std::uint32_t>(
            std::clamp<std::int64_t>(**group.desired, fleet.least, fleet.most));
    }
    fleet.warmUp = builder.defaults.seconds("scaling.warm_up_s");
    fleet.balancerHealth = group.healthCheckType.valueOr("EC2").find("ELB") != std::string::npos;
    const Value& properties = builder.propertiesOf(group);
    readRefresh(properties, fleet);
    readLeavers(builder, properties, fleet);
    fleet.balancesZones = true;
    if (const Value* hooks = properties.find("LifecycleHookSpecificationList")) {
        for (const Value& one : hooks->items()) readHook(builder, one, fleet);
    }
    fleet.grace = fromSeconds(numberAt(properties, {"HealthCheckGracePeriod"}).value_or(0));
    fleet.refresh.warmUp = fleet.grace;
    if (const auto warmUp = numberAt(properties, {"DefaultInstanceWarmup"})) {
        fleet.warmUp = fromSeconds(*warmUp);
        fleet.refresh.warmUp = fleet.warmUp;
    }
}

/// Reads which members are Spot instances: by the group's mix, or by the one request that its
/// launch template, or configuration, makes.
void readSpot(Builder& builder, const AutoScalingGroup& group, const LaunchTemplate* launch,
              FleetSpec& fleet) {
    const Value& properties = builder.propertiesOf(group);
    SpotSpec spot;
    bool some = false;
    if (const Value* mix = properties.find("MixedInstancesPolicy")) {
        const auto base = numberAt(*mix, {"InstancesDistribution", "OnDemandBaseCapacity"});
        const auto share =
            numberAt(*mix, {"InstancesDistribution", "OnDemandPercentageAboveBaseCapacity"});
        spot.onDemandBase = countWithin(base.value_or(0), 0, 5000);
        spot.onDemandShare = std::clamp(share.value_or(100) / 100, 0.0, 1.0);
        some = spot.onDemandShare < 1;
        const Value* types = within(*mix, {"LaunchTemplate", "Overrides"});
        if (types != nullptr && types->items().size() > 1) {
            builder.note(
                fmt::format("{}: its members are alike, of its launch template's type; "
                            "mixed types are not simulated",
                            fleet.name));
        }
    } else if (launch != nullptr) {
        const Value& its = launch->evaluated;
        some = textAt(its, {"InstanceMarketOptions", "MarketType"}) == "spot" ||
               its.find("SpotPrice") != nullptr;
    }
    if (!some) return;
    spot.rebalances = textAt(properties, {"CapacityRebalance"}) == "true";
    spot.notice = builder.defaults.seconds("spot.notice_s");
    fleet.spot = spot;
    builder.note(fmt::format(
        "{}: some of its members are Spot instances; EC2 takes one back only where a scenario says "
        "so (a fault of kind `interruption`), and the costs are those of On-Demand instances",
        fleet.name));
}

void buildGroup(Builder& builder, const AutoScalingGroup& group) {
    const std::string name = builder.nameOf(group);
    FleetSpec fleet;
    fleet.name = name;
    const LaunchTemplate* launch = nullptr;
    if (group.launchTemplate && group.launchTemplate->isKnown()) {
        const auto* found = builder.architecture.launchTemplates.find(**group.launchTemplate);
        if (found != nullptr) launch = found->get();
    }
    StationSpec spec =
        instanceSpec(builder, name, launch != nullptr ? launch->instanceType.valueOr("") : "");
    std::vector<const Thing*> referred;
    if (launch != nullptr) {
        applyCreditMode(launch->evaluated, spec);
        referred = builder.allReferred(*launch, launch->evaluated);
        const bool detailed = launch->isConfiguration
                                  ? textAt(launch->evaluated, {"InstanceMonitoring"}) != "false"
                                  : textAt(launch->evaluated, {"Monitoring", "Enabled"}) == "true";
        fleet.metricPeriod = detailed ? kMinute : 5 * kMinute;
    }
    std::vector<ThingId> interfaces;
    for (const ThingId id : group.instances) {
        const auto* one = builder.architecture.instances.find(id);
        if (one != nullptr) {
            interfaces.insert(interfaces.end(), (*one)->interfaces.begin(),
                              (*one)->interfaces.end());
        }
        builder.handled.insert(id);
    }
    addCalls(builder, group, name, spec, referred, groupsOf(builder, interfaces));
    for (const ThingId subnet : group.subnets.ids) {
        const ZoneIndex zone = builder.zoneOfSubnet(subnet);
        if (std::ranges::find(fleet.zones, zone) == fleet.zones.end()) fleet.zones.push_back(zone);
    }
    if (fleet.zones.empty()) fleet.zones.push_back(0);
    readSizes(builder, group, fleet);
    readSpot(builder, group, launch, fleet);
    const ScenarioComponent& settings = builder.settingsOf(name);
    fleet.boot = Distribution::constant(
        settings.bootSeconds ? *settings.bootSeconds : builder.defaults.number("instance.boot_s"));
    // The model is no member itself: it is what members are made like, and takes no requests.
    StationSpec model = spec;
    model.name = name + " (model)";
    fleet.model = static_cast<std::uint32_t>(builder.built.plant.stations.size());
    builder.built.plant.stations.push_back(model);
    for (std::uint32_t i = 0; i < fleet.desired; ++i) {
        StationSpec member = spec;
        member.name = fmt::format("{}-{}", name, i + 1);
        member.zone = fleet.zones[i % fleet.zones.size()];
        fleet.members.push_back(static_cast<std::uint32_t>(builder.built.plant.stations.size()));
        builder.built.types[member.name] = "AWS::EC2::Instance";
        builder.built.plant.stations.push_back(member);
    }
    if (!group.instancesWhy.empty()) builder.note(name + ": " + group.instancesWhy.text());
    builder.fleets[group.id] = static_cast<std::uint32_t>(builder.built.plant.fleets.size());
    builder.handled.insert(group.id);
    builder.built.types[name] = "AWS::AutoScaling::AutoScalingGroup";
    builder.built.plant.fleets.push_back(std::move(fleet));
}

void buildInstance(Builder& builder, const Instance& instance) {
    StationSpec spec =
        instanceSpec(builder, builder.nameOf(instance), instance.instanceType.valueOr(""));
    const Value& properties = builder.propertiesOf(instance);
    applyCreditMode(properties, spec);
    for (const ThingId id : instance.interfaces) {
        if (spec.zone == 0) spec.zone = builder.zoneOfInterface(id);
    }
    addCalls(builder, instance, spec.name, spec, builder.allReferred(instance, properties),
             groupsOf(builder, instance.interfaces));
    builder.addStation(instance, "AWS::EC2::Instance", spec);
}

/// Returns what a service's tasks are like, as one pool of so many; its calls are read too.
StationSpec serviceSpec(Builder& builder, const EcsService& service, std::uint32_t tasks) {
    StationSpec spec;
    spec.name = builder.nameOf(service);
    const ScenarioComponent& settings = builder.settingsOf(spec.name);
    spec.servers = settings.vcpus.value_or(tasks);
    spec.service = builder.workOf(spec.name, "task.work_ms");
    spec.concurrency = settings.concurrency.value_or(static_cast<std::uint32_t>(
        spec.servers * builder.defaults.number("instance.concurrency_per_vcpu")));
    spec.waitingRoom = settings.waitingRoom.value_or(
        static_cast<std::uint32_t>(builder.defaults.number("instance.waiting_room")));
    std::vector<const Thing*> referred =
        builder.allReferred(service, builder.propertiesOf(service));
    // The task definition's environment names what its containers call.
    for (const OtherThing* task : builder.othersOf("AWS::ECS::TaskDefinition")) {
        if (std::ranges::find(referred, task) == referred.end()) continue;
        for (const Thing* thing : builder.allReferred(*task, builder.propertiesOf(*task))) {
            referred.push_back(thing);
        }
        builder.handled.insert(task->id);
    }
    addCalls(builder, service, spec.name, spec, referred, groupsOf(builder, service.interfaces));
    return spec;
}

std::uint32_t tasksOf(const EcsService& service, std::uint32_t least, std::uint32_t most) {
    return static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(service.desired.valueOr(1), least, most));
}

/// Makes a fleet of a service that scales, or that a scenario deploys to: each task is a member of
/// one vCPU.
///
/// Source: Amazon ECS developer guide, service auto scaling: metrics of a minute; tasks that a load
/// balancer calls unhealthy are replaced once the grace period is over.
void buildTasks(Builder& builder, const EcsService& service, const OtherThing* target) {
    StationSpec spec = serviceSpec(builder, service, 1);
    FleetSpec fleet;
    fleet.name = spec.name;
    constexpr std::uint32_t kMostTasks = 5000;
    if (target != nullptr) {
        readScalableTarget(builder, *target, "ECSServiceAverageCPUUtilization", fleet);
    } else {
        fleet.least = fleet.most = tasksOf(service, 1, kMostTasks);
        fleet.metricPeriod = kMinute;
        fleet.warmUp = 0;
    }
    fleet.most = std::min(fleet.most, kMostTasks);
    fleet.least = std::min(fleet.least, kMostTasks);
    fleet.desired = tasksOf(service, fleet.least, fleet.most);
    const ScenarioComponent& settings = builder.settingsOf(spec.name);
    fleet.boot = Distribution::constant(
        settings.bootSeconds ? *settings.bootSeconds : builder.defaults.number("task.boot_s"));
    fleet.balancerHealth = true;
    // Source: Amazon ECS developer guide, rolling updates: by default 100 to 200 % of the tasks.
    const auto healthy = [&](const char* key, double otherwise) {
        return std::clamp(numberAt(builder.propertiesOf(service), {"DeploymentConfiguration", key})
                                  .value_or(otherwise) /
                              100,
                          0.0, 2.0);
    };
    fleet.refresh.leastHealthy = std::min(healthy("MinimumHealthyPercent", 100), 1.0);
    fleet.refresh.mostHealthy = std::max(healthy("MaximumPercent", 200), 1.0);
    readDeployment(builder, service, fleet);
    fleet.balancesZones =
        textAt(builder.propertiesOf(service), {"AvailabilityZoneRebalancing"}) != "DISABLED";
    fleet.grace = timeWithin(
        numberAt(builder.propertiesOf(service), {"HealthCheckGracePeriodSeconds"}).value_or(0), 0,
        86400 * 365.0);
    for (const ThingId interface : service.interfaces) {
        const ZoneIndex zone = builder.zoneOfInterface(interface);
        if (std::ranges::find(fleet.zones, zone) == fleet.zones.end()) fleet.zones.push_back(zone);
    }
    if (fleet.zones.empty()) fleet.zones.push_back(0);
    Plant& plant = builder.built.plant;
    StationSpec model = spec;
    model.name = spec.name + " (model)";
    fleet.model = static_cast<std::uint32_t>(plant.stations.size());
    plant.stations.push_back(std::move(model));
    for (std::uint32_t i = 0; i < fleet.desired; ++i) {
        StationSpec member = spec;
        member.name = fmt::format("{}-{}", spec.name, i + 1);
        member.zone = fleet.zones[i % fleet.zones.size()];
        fleet.members.push_back(static_cast<std::uint32_t>(plant.stations.size()));
        builder.built.types[member.name] = "AWS::ECS::Task";
        plant.stations.push_back(std::move(member));
    }
    builder.services[service.id] = static_cast<std::uint32_t>(plant.fleets.size());
    builder.handled.insert(service.id);
    builder.built.types[fleet.name] = "AWS::ECS::Service";
    // NOT MODELLED: Capacity of the instances that tasks are placed on; there is always room.
    builder.note(
        fmt::format("{}: each of its tasks is one vCPU, and always finds room", spec.name));
    plant.fleets.push_back(std::move(fleet));
}

void buildService(Builder& builder, const EcsService& service) {
    const OtherThing* target =
        scalableTargetOf(builder, service, "ecs:service:DesiredCount",
                         textAt(builder.propertiesOf(service), {"ServiceName"}));
    const bool deployed = std::ranges::any_of(builder.scenario.faults, [&](const Fault& one) {
        return one.kind == FaultKind::Deploy && one.target == builder.nameOf(service);
    });
    if (target != nullptr || deployed) {
        buildTasks(builder, service, target);
        return;
    }
    const std::uint32_t tasks = tasksOf(service, 1, 5000);
    StationSpec spec = serviceSpec(builder, service, tasks);
    const std::string name = spec.name;
    builder.addStation(service, "AWS::ECS::Service", std::move(spec));
    builder.note(
        fmt::format("{}: its {} tasks are one pool of as many vCPUs; a task's placement, "
                    "start and loss are not simulated",
                    name, tasks));
}

/// Returns what the template of a Beanstalk environment sets an option to; null pointer where it
/// does not.
const Value* optionOf(const Builder& builder, const OtherThing& environment, std::string_view space,
                      std::string_view name) {
    const Value* options = within(builder.propertiesOf(environment), {"OptionSettings"});
    if (options == nullptr || !options->isList()) return nullptr;
    for (const auto& one : options->items()) {
        if (textAt(one, {"Namespace"}) == space && textAt(one, {"OptionName"}) == name) {
            return one.find("Value");
        }
    }
    return nullptr;
}

/// Makes a pool of the least instances that an environment of Elastic Beanstalk has. Source: AWS
/// Elastic Beanstalk developer guide, general options for all environments: one to four instances
/// behind a load balancer, or a single one.
void buildEnvironment(Builder& builder, const OtherThing& environment) {
    const auto text = [&](std::string_view space, std::string_view name) {
        const Value* found = optionOf(builder, environment, space, name);
        return found != nullptr ? textAt(*found, {}) : std::string();
    };
    const Value* least = optionOf(builder, environment, "aws:autoscaling:asg", "MinSize");
    const auto asked = least != nullptr ? numberAt(*least, {}) : std::nullopt;
    const bool single =
        text("aws:elasticbeanstalk:environment", "EnvironmentType") == "SingleInstance";
    const std::uint32_t members = single ? 1 : countWithin(asked.value_or(1), 1, 10'000);
    StationSpec spec = instanceSpec(builder, builder.nameOf(environment),
                                    text("aws:autoscaling:launchconfiguration", "InstanceType"));
    spec.servers *= members;
    spec.concurrency *= members;
    if (spec.waitingRoom) *spec.waitingRoom *= members;
    spec.credits.reset();
    const Value& properties = builder.propertiesOf(environment);
    addCalls(builder, environment, spec.name, spec, builder.allReferred(environment, properties),
             {});
    builder.addStation(environment, "AWS::ElasticBeanstalk::Environment", spec);
    // NOT MODELLED: What Elastic Beanstalk makes: the balancer, its groups, scaling and
    // deployments.
    builder.note(
        fmt::format("{}: its {} instances are one pool; the load balancer, the groups and "
                    "the scaling that Elastic Beanstalk makes are not simulated",
                    spec.name, members));
}

/// Says whether a replica of this database is among what a caller refers to.
bool namesReplica(const Builder& builder, const Thing& database,
                  const std::vector<const Thing*>& referred) {
    return std::ranges::any_of(referred, [&](const Thing* thing) {
        const auto* found = builder.architecture.databases.find(thing->id);
        return found != nullptr && (*found)->replicaOf && (*found)->replicaOf->isKnown() &&
               **(*found)->replicaOf == database.id && builder.readers.contains(database.id);
    });
}

/// Who calls a proxy does not call its database as well.
void dropProxied(const Builder& builder, std::vector<Store>& called) {
    std::vector<NodeRef> proxied;
    for (const Store& store : called) {
        const auto* found = builder.architecture.attachedResources.find(store.thing->id);
        if (found == nullptr) continue;
        const NodeRef node = builder.nodes.at(store.thing->id);
        for (const Call& call : builder.built.plant.stations[node.index].calls) {
            proxied.push_back(call.to);
        }
    }
    std::erase_if(called, [&](const Store& store) {
        return std::ranges::find(proxied, builder.nodes.at(store.thing->id)) != proxied.end();
    });
}

}  // namespace

StationSpec instanceSpec(Builder& builder, const std::string& name, const std::string& type) {
    StationSpec spec;
    spec.name = name;
    const ScenarioComponent& settings = builder.settingsOf(name);
    auto facts = instanceFacts(type);
    if (!facts) {
        facts = InstanceFacts{};
        facts->vcpus = static_cast<std::uint32_t>(builder.defaults.number("instance.vcpus"));
        builder.note(fmt::format("{}: nothing is known of {}, {} vCPUs are assumed", name,
                                 type.empty() ? "its type" : "`" + type + "`", facts->vcpus));
    }
    if (!type.empty()) builder.built.sizes[name] = type;
    spec.servers = settings.vcpus.value_or(facts->vcpus);
    spec.credits = facts->credits;
    spec.service = builder.workOf(name, "instance.work_ms");
    spec.concurrency = settings.concurrency.value_or(static_cast<std::uint32_t>(
        spec.servers * builder.defaults.number("instance.concurrency_per_vcpu")));
    spec.waitingRoom = settings.waitingRoom.value_or(
        static_cast<std::uint32_t>(builder.defaults.number("instance.waiting_room")));
    return spec;
}

void addCalls(Builder& builder, const Thing& caller, const std::string& name, StationSpec& spec,
              const std::vector<const Thing*>& referred, const std::vector<ThingId>& groups) {
    std::vector<Store> called;
    const auto& asked = builder.settingsOf(name).calls;
    // Files are mounted by access points, too.
    std::vector<const Thing*> named = referred;
    for (const OtherThing* point : builder.othersOf("AWS::EFS::AccessPoint")) {
        if (std::ranges::find(referred, point) == referred.end()) continue;
        const auto files = builder.allReferred(*point, builder.propertiesOf(*point));
        named.insert(named.end(), files.begin(), files.end());
    }
    for (Store& store : storesOf(builder)) {
        if (!builder.nodes.contains(store.thing->id)) continue;
        bool calls = false;
        if (asked) {
            calls = std::ranges::find(*asked, builder.nameOf(*store.thing)) != asked->end();
        } else {
            calls = std::ranges::find(named, store.thing) != named.end();
            for (const ThingId group : groupsOf(builder, store.interfaces)) {
                calls = calls || letsIn(builder, group, groups);
            }
            store.readsOnly = !calls && namesReplica(builder, *store.thing, referred);
            calls = calls || store.readsOnly;
        }
        if (calls) called.push_back(store);
    }
    if (!asked) dropProxied(builder, called);
    orderCalls(builder, caller, name, spec, called);
    if (asked && std::ranges::find(*asked, "internet") != asked->end()) {
        Call call;
        call.to = builder.named.at("internet");
        call.timeout = builder.defaults.seconds("instance.call_timeout_s");
        call.through = gatewaysFor(builder, caller, nullptr);
        spec.calls.push_back(call);
    }
}

namespace {

/// Returns what a component was made of; null where that is no single thing.
const Thing* madeOf(const Builder& builder, const std::string& name) {
    for (const auto& [id, node] : builder.nodes) {
        const Thing* thing = builder.architecture.find(id);
        if (thing != nullptr && builder.nameOf(*thing) == name) return thing;
    }
    for (const auto& [id, fleet] : builder.fleets) {
        if (builder.built.plant.fleets[fleet].name == name) return builder.architecture.find(id);
    }
    return nullptr;
}

/// Says whether the network lets a caller get to a balancer; what else may be called is taken to be
/// open, and a note says so.
bool getsThere(Builder& builder, const std::string& name, const std::string& called) {
    const Thing* from = madeOf(builder, name);
    const Thing* to = madeOf(builder, called);
    const auto* balancer =
        to != nullptr ? builder.architecture.loadBalancers.find(to->id) : nullptr;
    if (from == nullptr || balancer == nullptr) {
        builder.note(fmt::format("{} is taken to reach {}", name, called));
        return true;
    }
    return builder.isOpen(from, *to, servedPort(**balancer));
}

}  // namespace

std::optional<Diagnostic> wireAskedCalls(Builder& builder) {
    std::set<std::string> stores{"internet"};
    for (const Store& one : storesOf(builder)) stores.insert(builder.nameOf(*one.thing));
    Plant& plant = builder.built.plant;
    for (const auto& [name, settings] : builder.scenario.components) {
        std::vector<std::uint32_t> callers;
        const auto itself = builder.named.find(name);
        if (itself != builder.named.end() && itself->second.kind == NodeKind::Station) {
            callers.push_back(itself->second.index);
        }
        for (const FleetSpec& fleet : plant.fleets) {
            if (fleet.name != name) continue;
            callers = fleet.members;
            callers.push_back(fleet.model);
        }
        for (const std::string& called : settings.calls.value_or(std::vector<std::string>())) {
            if (stores.contains(called) || !builder.built.types.contains(called)) continue;
            const auto to = builder.named.find(called);
            if (to == builder.named.end() || callers.empty()) {
                return failure(kNoComponent,
                               fmt::format("{} can't call `{}`: {}", name, called,
                                           callers.empty() ? "it makes no calls"
                                                           : "nothing of it takes calls by itself"),
                               "name stations, and as called a balancer, a store or a station")
                    .value();
            }
            Call call;
            call.to =
                getsThere(builder, name, called) ? to->second : builder.unreachable(name, called);
            call.timeout = builder.defaults.seconds("instance.call_timeout_s");
            for (const std::uint32_t caller : std::set(callers.begin(), callers.end())) {
                plant.stations[caller].calls.push_back(call);
            }
        }
    }
    return std::nullopt;
}

void buildFunctions(Builder& builder) {
    for (const auto& [function, interfaces] : functionsOf(builder)) {
        StationSpec spec;
        spec.name = builder.nameOf(*function);
        const ScenarioComponent& settings = builder.settingsOf(spec.name);
        const Value& properties = builder.propertiesOf(*function);
        const auto reserved = numberAt(properties, {"ReservedConcurrentExecutions"});
        spec.concurrency = settings.concurrency.value_or(countWithin(
            reserved ? *reserved : builder.defaults.number("function.concurrency"), 1, 1'000'000));
        // Reserved at 0, a function takes nothing.
        if (reserved && *reserved <= 0) spec.throttle = TokenBucket{0, 0};
        spec.waitingRoom = 0;
        spec.refusal = 429;
        spec.refusalCause = "no concurrency left";
        spec.service = builder.workOf(spec.name, "function.work_ms");
        spec.coldStart =
            Distribution::exponential(builder.defaults.number("function.cold_start_ms") / 1000);
        spec.keepWarm = builder.defaults.seconds("function.keep_warm_s");
        const auto limit = numberAt(properties, {"Timeout"});
        spec.longest =
            timeWithin(limit ? *limit : builder.defaults.number("function.timeout_s"), 1, 900);
        addCalls(builder, *function, spec.name, spec, namedByCode(builder, *function),
                 groupsOf(builder, interfaces));
        builder.addStation(*function, "AWS::Lambda::Function", spec);
    }
    for (const OtherThing* alias : builder.othersOf("AWS::Lambda::Alias")) {
        const Value& its = builder.propertiesOf(*alias);
        const bool divides = its.find("RoutingConfig") != nullptr;
        if (!divides && its.find("ProvisionedConcurrencyConfig") == nullptr) continue;
        // NOT MODELLED: Concurrency that is provisioned, and aliases that divide calls between
        // versions; the function takes all.
        builder.leaveOut(*alias, alias->type,
                         "its function takes all that is asked of it, whatever it provisions and "
                         "however it divides them");
    }
}

void buildCompute(Builder& builder) {
    for (const auto& [id, group] : builder.architecture.autoScalingGroups) {
        buildGroup(builder, *group);
    }
    for (const auto& [id, instance] : builder.architecture.instances) {
        if (!instance->fleet) buildInstance(builder, *instance);
    }
    for (const auto& [id, service] : builder.architecture.ecsServices) {
        buildService(builder, *service);
    }
    for (const OtherThing* one : builder.othersOf("AWS::ElasticBeanstalk::Environment")) {
        buildEnvironment(builder, *one);
    }
}

}  // namespace archivolt::traffic
