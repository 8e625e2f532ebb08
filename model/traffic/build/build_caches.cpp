#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "model/traffic/build/builder.h"
#include "model/traffic/build/functions.h"

namespace archivolt::traffic {

namespace {

/// What a cache is made of: shards that each keep some of the objects, with so many replicas.
struct CacheShape {
    const char* type = "AWS::ElastiCache::ReplicationGroup";
    std::uint32_t shards = 1;
    std::uint32_t replicas = 0;
    bool failsOver = false;
    bool durable = false;  ///< It loses nothing, and nothing grows old in it.
};

/// Source: Amazon ElastiCache and MemoryDB API references (T55, T94).
CacheShape shapeOf(const Value& its) {
    CacheShape shape;
    const auto count = [&](const char* key, double otherwise, std::uint32_t most) {
        return countWithin(numberAt(its, {key}).value_or(otherwise), 0, most);
    };
    constexpr std::uint32_t kMostShards = 500;
    if (its.find("ACLName") != nullptr) {
        shape.type = "AWS::MemoryDB::Cluster";
        shape.shards = count("NumShards", 1, kMostShards);
        shape.replicas = count("NumReplicasPerShard", 1, 5);
        shape.durable = true;
        shape.failsOver = shape.replicas > 0;
    } else if (its.find("ServerlessCacheName") != nullptr) {
        shape.type = "AWS::ElastiCache::ServerlessCache";
    } else if (its.find("NumCacheNodes") != nullptr) {
        // Its clients spread what they keep over the nodes.
        shape.type = "AWS::ElastiCache::CacheCluster";
        shape.shards = count("NumCacheNodes", 1, kMostShards);
    } else {
        shape.shards = count("NumNodeGroups", 1, kMostShards);
        const double others = numberAt(its, {"NumCacheClusters"}).value_or(1) - 1;
        shape.replicas = count("ReplicasPerNodeGroup", others, 5);
        // What has shards always fails over.
        shape.failsOver = textAt(its, {"AutomaticFailoverEnabled"}) == "true" ||
                          (shape.shards > 1 && shape.replicas > 0);
    }
    shape.shards = std::max(shape.shards, 1U);
    return shape;
}

StationSpec nodeSpec(Builder& builder, const std::string& name, const CacheShape& shape) {
    StationSpec spec;
    spec.name = name;
    const ScenarioComponent& settings = builder.settingsOf(name);
    spec.servers = 1;  // Commands run one after the other (T55).
    spec.service = builder.workOf(name, "cache.command_ms");
    spec.concurrency = settings.concurrency.value_or(
        static_cast<std::uint32_t>(builder.defaults.number("cache.connections")));
    if (!shape.durable) {
        StoreSpec store;
        store.capacity = settings.capacity.value_or(
            static_cast<std::uint32_t>(builder.defaults.number("cache.capacity_objects")));
        store.timeToLive = settings.timeToLiveSeconds
                               ? fromSeconds(*settings.timeToLiveSeconds)
                               : builder.defaults.seconds("cache.time_to_live_s");
        spec.store = store;
    }
    if (shape.failsOver) {
        spec.failoverLow = builder.defaults.seconds("cache.failover_low_s");
        spec.failoverHigh = builder.defaults.seconds("cache.failover_high_s");
    }
    return spec;
}

/// Adds the replicas of a shard behind one name, for reads.
NodeRef addReplicas(Builder& builder, const Cache& cache, const CacheShape& shape,
                    const StationSpec& primary, std::uint32_t source, std::size_t turn) {
    Plant& plant = builder.built.plant;
    BalancerSpec balancer;
    balancer.name = primary.name + " (readers)";
    balancer.health.enabled = true;
    balancer.health.interval = 5 * kSecond;
    balancer.health.timeout = kSecond;
    balancer.health.unhealthyThreshold = 1;
    balancer.health.healthyThreshold = 1;
    for (std::uint32_t i = 0; i < shape.replicas; ++i) {
        StationSpec spec = primary;
        spec.name = fmt::format("{} (replica {})", primary.name, i + 1);
        spec.zone = zoneInTurn(builder, cache.interfaces, turn + i + 1);
        spec.store.reset();
        if (!shape.durable) spec.storeOf = source;
        spec.calls.clear();
        spec.failoverLow = spec.failoverHigh = 0;
        builder.built.types[spec.name] = shape.type;
        balancer.targets.push_back({static_cast<std::uint32_t>(plant.stations.size())});
        plant.stations.push_back(std::move(spec));
    }
    builder.built.types[balancer.name] = "reader endpoint";
    plant.balancers.push_back(std::move(balancer));
    return {NodeKind::Balancer, static_cast<std::uint32_t>(plant.balancers.size() - 1)};
}

/// Adds the log that is in several zones, and that changes wait for while others are served.
///
/// Source: Amazon MemoryDB developer guide, features: writes take single-digit milliseconds.
void addLog(Builder& builder, const std::string& name, const CacheShape& shape, Call& call) {
    Plant& plant = builder.built.plant;
    StationSpec log;
    log.name = name + " (log)";
    log.service = builder.workOf(log.name, "cache.log_ms");
    builder.built.types[log.name] = std::string("log of ") + shape.type;
    call.to = {NodeKind::Station, static_cast<std::uint32_t>(plant.stations.size())};
    call.when = CallWhen::Writes;
    plant.stations.push_back(std::move(log));
}

// NOT MODELLED: Capacity and limits of serverless caches; one node stands for them. How far the
// replicas of a cache are behind.
void buildCache(Builder& builder, const Cache& cache) {
    const Value& its = builder.propertiesOf(cache);
    const CacheShape shape = shapeOf(its);
    const std::string name = builder.nameOf(cache);
    Plant& plant = builder.built.plant;
    const bool reads = shape.replicas > 0 && builder.settingsOf(name).readReplicas.value_or(
                                                 asksFor(builder, cache, "ReaderEndPoint"));
    const std::size_t nodesOfShard = shape.replicas + std::size_t{1};
    std::optional<Call> log;
    if (shape.durable) addLog(builder, name, shape, log.emplace());
    for (std::uint32_t i = 0; i < shape.shards; ++i) {
        StationSpec spec = nodeSpec(builder, name, shape);
        spec.zone = zoneInTurn(builder, cache.interfaces, i * nodesOfShard);
        if (shape.shards > 1) spec.name = fmt::format("{}-{:04}", name, i + 1);
        if (log) spec.calls.push_back(*log);
        const auto index = static_cast<std::uint32_t>(plant.stations.size());
        const NodeRef node{NodeKind::Station, index};
        if (i == 0) builder.remember(cache, shape.type, name, node);
        builder.built.types[spec.name] = shape.type;
        if (shape.shards > 1) builder.parts[cache.id].push_back(node);
        plant.stations.push_back(spec);
        if (!reads) continue;
        builder.cacheReaders[cache.id].push_back(
            addReplicas(builder, cache, shape, spec, index, i * nodesOfShard));
    }
    if (shape.replicas > 0 && !reads) {
        builder.note(
            fmt::format("{}: its replicas stand by; `read_replicas` sends them reads", name));
    }
    if (shape.shards > 1) {
        builder.note(fmt::format("{}: its {} shards keep an even share of the objects each", name,
                                 shape.shards));
    }
}

bool asks(const Builder& builder, const Thing& from, const Value& value, const Thing& thing,
          std::string_view attribute) {
    if (value.isCall(Function::GetAtt)) {
        const auto items = value.argument().items();
        return builder.referred(from, value) == &thing && items.size() > 1 && items[1].isScalar() &&
               items[1].text().starts_with(attribute);
    }
    if (value.isCall()) return asks(builder, from, value.argument(), thing, attribute);
    return std::ranges::any_of(
               value.items(),
               [&](const Value& one) { return asks(builder, from, one, thing, attribute); }) ||
           std::ranges::any_of(value.entries(), [&](const MapEntry& one) {
               return asks(builder, from, one.value, thing, attribute);
           });
}

}  // namespace

ZoneIndex zoneInTurn(const Builder& builder, const std::vector<ThingId>& interfaces,
                     std::size_t turn) {
    std::vector<ZoneIndex> zones;
    for (const ThingId id : interfaces) {
        if (const ZoneIndex zone = builder.zoneOfInterface(id)) zones.push_back(zone);
    }
    return zones.empty() ? ZoneIndex{0} : zones[turn % zones.size()];
}

bool asksFor(const Builder& builder, const Thing& thing, std::string_view attribute) {
    const Architecture& all = builder.architecture;
    const auto some = [&](const auto& table) {
        return std::ranges::any_of(table, [&](const auto& entry) {
            return asks(builder, *entry.second, builder.propertiesOf(*entry.second), thing,
                        attribute);
        });
    };
    return some(all.launchTemplates) || some(all.instances) ||
           std::ranges::any_of(functionsOf(builder),
                               [&](const FunctionThing& one) {
                                   return asks(builder, *one.thing,
                                               builder.propertiesOf(*one.thing), thing, attribute);
                               }) ||
           std::ranges::any_of(
               builder.othersOf("AWS::ECS::TaskDefinition"), [&](const OtherThing* one) {
                   return asks(builder, *one, builder.propertiesOf(*one), thing, attribute);
               });
}

void buildCaches(Builder& builder) {
    for (const auto& [id, cache] : builder.architecture.caches) buildCache(builder, *cache);
}

}  // namespace archivolt::traffic
