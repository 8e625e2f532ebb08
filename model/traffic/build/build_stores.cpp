#include <fmt/format.h>

#include <algorithm>

#include "model/traffic/build/builder.h"
#include "model/traffic/build/functions.h"
#include "model/traffic/build/instance_facts.h"

namespace archivolt::traffic {

namespace {

/// Returns the facts of a component's type, with the scenario's vCPUs; notes what is assumed.
InstanceFacts factsOf(Builder& builder, const std::string& name, const std::string& type) {
    InstanceFacts facts;
    if (!type.empty()) builder.built.sizes[name] = type;
    if (const auto known = instanceFacts(type)) {
        facts = *known;
    } else {
        facts.vcpus = static_cast<std::uint32_t>(builder.defaults.number("instance.vcpus"));
        builder.note(fmt::format("{}: nothing is known of `{}`, {} vCPUs are assumed", name,
                                 type.empty() ? "its type" : type, facts.vcpus));
    }
    if (builder.settingsOf(name).vcpus) facts.vcpus = *builder.settingsOf(name).vcpus;
    return facts;
}

ZoneIndex firstZone(const Builder& builder, const std::vector<ThingId>& interfaces) {
    for (const ThingId id : interfaces) {
        if (const ZoneIndex zone = builder.zoneOfInterface(id)) return zone;
    }
    return 0;
}

/// GiB of memory that a vCPU of a class comes with where nothing is known of it: as in classes m.
constexpr double kMemoryOfVcpu = 4;

// NOT MODELLED: Idle connections of pools; a database's connection is held for a query alone.
void limitConnections(Builder& builder, const std::string& engine, const InstanceFacts& facts,
                      StationSpec& spec) {
    const ScenarioComponent& settings = builder.settingsOf(spec.name);
    if (settings.concurrency) {
        spec.concurrency = *settings.concurrency;
    } else {
        // A limit that is not known is never none: what is like it stands for it, and that is said.
        const double memory =
            facts.memoryGib > 0 ? facts.memoryGib : kMemoryOfVcpu * std::max(1U, facts.vcpus);
        const auto own = defaultConnections(engine, memory);
        const std::uint32_t most = std::max(1U, own.value_or(*defaultConnections("mysql", memory)));
        spec.concurrency = most;
        builder.note(fmt::format(
            "{}: max_connections {} by {} and {} (T53); "
            "a connection is held for a query, idle ones of pools are not counted",
            spec.name, most,
            own ? std::string("its engine's default")
                : fmt::format("MySQL's default, as that of {} is not known,",
                              engine.empty() ? std::string("its engine") : '`' + engine + '`'),
            facts.memoryGib > 0
                ? std::string("all of its class's memory")
                : fmt::format("{} GiB of memory, as its class's is not known", memory)));
    }
    spec.waitingRoom = settings.waitingRoom.value_or(0);
    spec.refusal = 500;
    spec.refusalCause = "too many connections";
}

void addDatabase(Builder& builder, const Database& database, const Database& writer,
                 bool hasStandby) {
    const Value& properties = builder.propertiesOf(writer);
    StationSpec spec;
    spec.name = builder.nameOf(database);
    const std::string type = textAt(properties, {"DBInstanceClass"});
    const InstanceFacts facts = factsOf(builder, spec.name, type);
    spec.servers = facts.vcpus;
    spec.service = builder.workOf(spec.name, "database.query_ms");
    spec.zone = firstZone(builder, writer.interfaces);
    spec.isDatabase = true;
    const std::string engine = database.engine.valueOr(writer.engine.valueOr(""));
    limitConnections(builder, engine, facts, spec);
    const bool aurora = engine.starts_with("aurora");
    if (hasStandby) {
        spec.failoverLow =
            builder.defaults.seconds(aurora ? "aurora.failover_low_s" : "database.failover_low_s");
        spec.failoverHigh = builder.defaults.seconds(aurora ? "aurora.failover_high_s"
                                                            : "database.failover_high_s");
    }
    if (!aurora) addStorage(builder, properties, engine, spec);
    builder.addStation(database,
                       database.isCluster ? "AWS::RDS::DBCluster" : "AWS::RDS::DBInstance", spec);
}

using Members = std::map<ThingId, std::vector<const Database*>>;

bool takesReads(const Builder& builder, const Database& database,
                const std::vector<const Database*>& replicas) {
    if (replicas.empty()) return false;
    const auto asked = builder.settingsOf(builder.nameOf(database)).readReplicas;
    if (asked) return *asked;
    if (asksFor(builder, database, "ReadEndpoint")) return true;
    const auto names = [&](const Thing& from, const Value& value) {
        const auto referred = builder.allReferred(from, value);
        return std::ranges::any_of(replicas, [&](const Database* one) {
            return one->replicaOf && std::ranges::find(referred, one) != referred.end();
        });
    };
    const Architecture& all = builder.architecture;
    const auto some = [&](const auto& table) {
        return std::ranges::any_of(table, [&](const auto& entry) {
            return names(*entry.second, builder.propertiesOf(*entry.second));
        });
    };
    return some(all.launchTemplates) || some(all.instances) ||
           std::ranges::any_of(functionsOf(builder),
                               [&](const FunctionThing& one) {
                                   return names(*one.thing, builder.propertiesOf(*one.thing));
                               }) ||
           std::ranges::any_of(
               builder.othersOf("AWS::ECS::TaskDefinition"),
               [&](const OtherThing* one) { return names(*one, builder.propertiesOf(*one)); });
}

/// Readers grow and shrink by policies of Application Auto Scaling (T69).
void scaleReaders(Builder& builder, const Database& database, std::uint32_t balancer) {
    const OtherThing* target =
        scalableTargetOf(builder, database, "rds:cluster:ReadReplicaCount",
                         textAt(builder.propertiesOf(database), {"DBClusterIdentifier"}));
    if (target == nullptr) return;
    Plant& plant = builder.built.plant;
    FleetSpec fleet;
    fleet.name = builder.nameOf(*target);
    for (const TargetSpec& one : plant.balancers[balancer].targets) {
        fleet.members.push_back(one.station);
        fleet.zones.push_back(plant.stations[one.station].zone);
    }
    fleet.model = fleet.members.front();
    fleet.balancers = {balancer};
    readScalableTarget(builder, *target, "RDSReaderAverageCPUUtilization", fleet);
    // A cluster has at most 15 replicas (T54), and only those that were added are removed.
    const auto members = static_cast<std::uint32_t>(fleet.members.size());
    fleet.most = std::clamp(fleet.most, members, std::max(15U, members));
    fleet.least = std::clamp(fleet.least, members, fleet.most);
    fleet.desired = fleet.least;
    fleet.boot = Distribution::constant(builder.defaults.number("replica.boot_s"));
    builder.built.types[fleet.name] = target->type;
    plant.fleets.push_back(std::move(fleet));
}

/// Replicas and readers, behind one name that gives them in turn; each lags behind its source.
void addReaders(Builder& builder, const Database& database,
                const std::vector<const Database*>& replicas) {
    Plant& plant = builder.built.plant;
    const NodeRef source = builder.nodes.at(database.id);
    BalancerSpec balancer;
    balancer.name = builder.nameOf(database) + " (readers)";
    balancer.health.enabled = true;
    balancer.health.interval = 5 * kSecond;
    balancer.health.timeout = kSecond;
    balancer.health.unhealthyThreshold = 1;
    balancer.health.healthyThreshold = 1;
    const bool aurora = database.isCluster;
    for (const Database* replica : replicas) {
        StationSpec spec = plant.stations[source.index];
        spec.name = builder.nameOf(*replica);
        spec.failoverLow = spec.failoverHigh = 0;
        spec.zone = firstZone(builder, replica->interfaces);
        const InstanceFacts facts = factsOf(
            builder, spec.name, textAt(builder.propertiesOf(*replica), {"DBInstanceClass"}));
        spec.servers = facts.vcpus;
        spec.service = builder.workOf(spec.name, "database.query_ms");
        spec.calls.clear();
        if (!aurora) {
            addStorage(builder, builder.propertiesOf(*replica), database.engine.valueOr(""), spec);
        }
        const double lag =
            builder.defaults.number(aurora ? "replica.aurora_lag_ms" : "replica.lag_ms");
        spec.replica = ReplicaSpec{source.index, Distribution::exponential(lag / 1000)};
        const NodeRef node = builder.addStation(*replica, "AWS::RDS::DBInstance", spec);
        balancer.targets.push_back({node.index});
    }
    const auto index = static_cast<std::uint32_t>(plant.balancers.size());
    builder.readers[database.id] = {NodeKind::Balancer, index};
    builder.built.types[balancer.name] = "reader endpoint";
    plant.balancers.push_back(std::move(balancer));
    scaleReaders(builder, database, index);
    // NOT MODELLED: The work of applying changes on a replica, and the promotion of one.
    builder.note(
        fmt::format("{}: reads go to its replicas, in turn; applying what was changed "
                    "takes them no work",
                    builder.nameOf(database)));
}

void buildDatabase(Builder& builder, const Database& database, const Members& members,
                   const Members& replicasOf) {
    const auto listed = [&](const Members& map) {
        const auto found = map.find(database.id);
        return found != map.end() ? found->second : std::vector<const Database*>();
    };
    const auto own = listed(members);
    const Database& writer = own.empty() ? database : *own.front();
    addDatabase(builder, database, writer, own.size() > 1 || database.multiAz.valueOr(false));
    if (!own.empty()) {
        builder.nodes[own.front()->id] = builder.nodes[database.id];
        builder.handled.insert(own.front()->id);
    }
    std::vector<const Database*> replicas = listed(replicasOf);
    if (own.size() > 1) replicas.insert(replicas.end(), own.begin() + 1, own.end());
    if (takesReads(builder, database, replicas)) {
        addReaders(builder, database, replicas);
        return;
    }
    for (const Database* one : replicas) {
        if (!one->replicaOf) builder.nodes[one->id] = builder.nodes[database.id];
        builder.leaveOut(*one, "AWS::RDS::DBInstance",
                         one->replicaOf
                             ? "nothing tells that reads are sent to it; `read_replicas` does"
                             : "stands by for a failover; `read_replicas` sends it reads");
    }
}

void buildDatabases(Builder& builder) {
    Members members;
    Members replicasOf;
    for (const auto& [id, database] : builder.architecture.databases) {
        if (database->cluster && database->cluster->isKnown()) {
            members[**database->cluster].push_back(database.get());
        } else if (database->replicaOf && database->replicaOf->isKnown()) {
            replicasOf[**database->replicaOf].push_back(database.get());
        }
    }
    for (const auto& [id, database] : builder.architecture.databases) {
        if (database->cluster && database->cluster->isKnown()) continue;
        if (!database->replicaOf) {
            buildDatabase(builder, *database, members, replicasOf);
        } else if (!database->replicaOf->isKnown()) {
            builder.leaveOut(*database, "AWS::RDS::DBInstance", "its source is outside the design");
        }
    }
}

void buildBuckets(Builder& builder) {
    for (const auto& [id, bucket] : builder.architecture.buckets) {
        StationSpec spec;
        spec.name = builder.nameOf(*bucket);
        spec.service = builder.workOf(spec.name, "bucket.request_ms");
        TokenBucket rate;
        rate.perSecond = builder.defaults.number("bucket.read_rps");
        rate.burst = rate.perSecond;
        spec.throttle = rate;
        const double writes = builder.defaults.number("bucket.write_rps");
        spec.writeThrottle = TokenBucket{writes, writes};
        builder.addStation(*bucket, "AWS::S3::Bucket", spec);
    }
}

}  // namespace

void buildStores(Builder& builder) {
    buildDatabases(builder);
    buildCaches(builder);
    buildFileSystems(builder);
    buildTables(builder);
    buildBuckets(builder);
}

}  // namespace archivolt::traffic
