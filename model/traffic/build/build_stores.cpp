#include <fmt/format.h>

#include <algorithm>

#include "model/traffic/build/builder.h"
#include "model/traffic/build/instance_facts.h"

namespace archivolt::traffic {

namespace {

/// Returns the facts of a component's type, with the scenario's vCPUs; notes what is assumed.
InstanceFacts factsOf(Builder& builder, const std::string& name, const std::string& type) {
    InstanceFacts facts;
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

void limitConnections(Builder& builder, const std::string& engine, const InstanceFacts& facts,
                      StationSpec& spec) {
    const ScenarioComponent& settings = builder.settingsOf(spec.name);
    if (settings.concurrency) {
        spec.concurrency = *settings.concurrency;
    } else if (const auto most = defaultConnections(engine, facts.memoryGib); most && *most > 0) {
        spec.concurrency = *most;
        builder.note(fmt::format(
            "{}: max_connections {} by its engine's default and all of its class's memory (T53); "
            "a connection is held for a query, idle ones of pools are not counted",
            spec.name, *most));
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
    builder.addStation(database,
                       database.isCluster ? "AWS::RDS::DBCluster" : "AWS::RDS::DBInstance", spec);
}

void buildDatabases(Builder& builder) {
    std::map<ThingId, std::vector<const Database*>> members;
    for (const auto& [id, database] : builder.architecture.databases) {
        if (database->cluster && database->cluster->isKnown()) {
            members[**database->cluster].push_back(database.get());
        }
    }
    for (const auto& [id, database] : builder.architecture.databases) {
        if (database->cluster && database->cluster->isKnown()) continue;
        if (database->replicaOf) {
            builder.leaveOut(*database, "AWS::RDS::DBInstance",
                             "reads are sent to the primary; nothing tells what reads a replica");
            continue;
        }
        const auto& own = members[id];
        const Database& writer = own.empty() ? *database : *own.front();
        addDatabase(builder, *database, writer, own.size() > 1 || database->multiAz.valueOr(false));
        for (std::size_t i = 0; i < own.size(); ++i) {
            builder.nodes[own[i]->id] = builder.nodes[id];
            builder.handled.insert(own[i]->id);
            if (i == 0) continue;
            builder.leaveOut(*own[i], "AWS::RDS::DBInstance",
                             "stands by for a failover; reads are sent to the writer");
        }
    }
}

void buildCaches(Builder& builder) {
    for (const auto& [id, cache] : builder.architecture.caches) {
        StationSpec spec;
        spec.name = builder.nameOf(*cache);
        const ScenarioComponent& settings = builder.settingsOf(spec.name);
        spec.servers = 1;  // Commands run one after the other (T55).
        spec.service = builder.workOf(spec.name, "cache.command_ms");
        spec.zone = firstZone(builder, cache->interfaces);
        spec.concurrency = settings.concurrency.value_or(
            static_cast<std::uint32_t>(builder.defaults.number("cache.connections")));
        StoreSpec store;
        store.capacity = settings.capacity.value_or(
            static_cast<std::uint32_t>(builder.defaults.number("cache.capacity_objects")));
        store.timeToLive = settings.timeToLiveSeconds
                               ? fromSeconds(*settings.timeToLiveSeconds)
                               : builder.defaults.seconds("cache.time_to_live_s");
        spec.store = store;
        builder.addStation(*cache, "AWS::ElastiCache::ReplicationGroup", spec);
        builder.note(
            fmt::format("{}: one node takes all commands; its replicas, and further nodes "
                        "or shards, are not simulated",
                        spec.name));
    }
}

void buildTables(Builder& builder) {
    for (const OtherThing* table : builder.othersOf("AWS::DynamoDB::Table")) {
        const Value& properties = builder.propertiesOf(*table);
        StationSpec spec;
        spec.name = builder.nameOf(*table);
        spec.service = builder.workOf(spec.name, "table.request_ms");
        const auto units = numberAt(properties, {"ProvisionedThroughput", "ReadCapacityUnits"});
        const bool onDemand = textAt(properties, {"BillingMode"}) == "PAY_PER_REQUEST";
        TokenBucket bucket;
        bucket.perSecond = units && !onDemand ? *units : builder.defaults.number("table.read_rps");
        bucket.burst = std::max(1.0, 300 * bucket.perSecond);
        spec.throttle = bucket;
        builder.addStation(*table, table->type, spec);
        builder.note(
            fmt::format("{}: one request takes one read unit, writes too; up to 300 s of "
                        "unused ones may be used at once (T72)",
                        spec.name));
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
        builder.addStation(*bucket, "AWS::S3::Bucket", spec);
    }
}

}  // namespace

void buildStores(Builder& builder) {
    buildDatabases(builder);
    buildCaches(builder);
    buildTables(builder);
    buildBuckets(builder);
}

}  // namespace archivolt::traffic
