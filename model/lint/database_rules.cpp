#include <fmt/format.h>

#include <algorithm>

#include "model/architecture/data.h"
#include "model/base/invariant.h"
#include "model/base/text_case.h"
#include "model/lint/evaluated_reading.h"
#include "model/lint/network_rules.h"
#include "model/lint/zone_facts.h"

namespace archivolt {

namespace {

constexpr std::string_view kInstance = "AWS::RDS::DBInstance";
constexpr std::string_view kCluster = "AWS::RDS::DBCluster";

constexpr Rule kSubnetGroupOneZone{
    "RDS-E1",
    Severity::Error,
    "a DB subnet group covers fewer than two zones",
    "the service makes no subnet group in one zone",
    "give it subnets in at least two Availability Zones",
    "RDS API, CreateDBSubnetGroup, DBSubnetGroupDoesNotCoverEnoughAZs"};

void lintSubnetGroup(StackLint& lint, const SubnetGroup& group) {
    const auto resource = lint.evaluated.find(group.origin.resource);
    if (!resource || resource->source->type() != "AWS::RDS::DBSubnetGroup") return;
    const auto subnets = allSubnets(lint, group.subnets);
    if (!subnets || subnets->empty()) return;
    for (const Subnet* subnet : *subnets) {
        // An Outpost's group has one subnet; a Local Zone has no second zone.
        if (!isInOrdinaryZone(lint, *subnet)) return;
        if (sameZone(lint, *subnets->front(), *subnet) != Truth::Yes) return;
    }
    lint.report(
        kSubnetGroupOneZone, originIn(lint, *resource, {"SubnetIds"}),
        fmt::format("{} covers one Availability Zone, and two at least are needed", group.name),
        "add a subnet of another Availability Zone");
}

/// Returns the engine as RDS reads it, in any case of letters.
std::optional<std::string> engineOf(const EvaluatedResource& resource) {
    const auto engine = knownText(propertyOf(resource, {"Engine"}));
    return engine ? std::optional(lowerAscii(*engine)) : std::nullopt;
}

constexpr Rule kNoSuchEngine{"RDS-E2",
                             Severity::Error,
                             "there is no such database engine, version or instance class",
                             "the service makes only what it offers",
                             "name an engine, version and instance class that RDS offers together",
                             "RDS API, CreateDBInstance, CreateDBCluster; cfn-lint E3691, E3025"};

void lintEngine(StackLint& lint, const EvaluatedResource& resource) {
    const std::string& type = resource.source->type();
    const auto engine = engineOf(resource);
    if (engine && lint.catalog.engine(type, *engine) == nullptr) {
        std::vector<std::string_view> names;
        for (const EngineFacts& facts : lint.catalog.engines()) {
            if (facts.type == type) names.push_back(facts.name);
        }
        const auto near = nearestNames(*engine, names);
        lint.report(kNoSuchEngine, originIn(lint, resource, {"Engine"}),
                    fmt::format("RDS has no engine `{}` for {}", *engine, type),
                    near.empty() ? fmt::format("take one of {}", fmt::join(names, ", "))
                                 : fmt::format("did you mean `{}`?", near.front()));
    }
    const auto version = knownText(propertyOf(resource, {"EngineVersion"}));
    const bool numbered =
        version && !version->empty() && version->front() >= '0' && version->front() <= '9';
    if (version && !numbered) {
        lint.report(kNoSuchEngine, originIn(lint, resource, {"EngineVersion"}),
                    fmt::format("`{}` is no engine version", *version),
                    "write one such as 16.4, as `aws rds describe-db-engine-versions` lists them");
    }
    const char* property = type == kInstance ? "DBInstanceClass" : "DBClusterInstanceClass";
    const auto size = knownText(propertyOf(resource, {property}));
    // Source: Amazon Aurora User Guide, aurora-serverless-v2.
    const bool serverless = size == "db.serverless";
    const bool sized = size && size->starts_with("db.") && std::ranges::count(*size, '.') >= 2;
    if (size && !sized && !serverless) {
        lint.report(kNoSuchEngine, originIn(lint, resource, {property}),
                    fmt::format("`{}` is no database instance class", *size),
                    "write one such as db.t4g.micro");
    }
}

constexpr Rule kUnlikeCluster{"RDS-E3",
                              Severity::Error,
                              "a database's engine or encryption differs from its cluster's",
                              "an instance of a cluster has the cluster's engine and encryption",
                              "leave them out of the instance, or make them equal",
                              "RDS API, CreateDBInstance; cfn-lint E3707, E3709"};

void lintMember(StackLint& lint, const EvaluatedResource& instance) {
    const auto cluster = referred(lint, propertyOf(instance, {"DBClusterIdentifier"}), kCluster);
    if (!cluster) return;
    const std::string& name = instance.source->logicalId;
    const std::string& clusterName = cluster->source->logicalId;
    const auto engine = engineOf(instance);
    const auto clusterEngine = engineOf(*cluster);
    if (engine && clusterEngine && *engine != *clusterEngine) {
        lint.report(kUnlikeCluster, originIn(lint, instance, {"Engine"}),
                    fmt::format("{} runs {}, but its cluster {} {}", name, *engine, clusterName,
                                *clusterEngine),
                    fmt::format("set Engine to {}", *clusterEngine));
    }
    const auto encrypted = knownBool(propertyOf(instance, {"StorageEncrypted"}));
    const auto clusterEncrypted = knownBool(propertyOf(*cluster, {"StorageEncrypted"}));
    if (encrypted && clusterEncrypted && *encrypted != *clusterEncrypted) {
        lint.report(kUnlikeCluster, originIn(lint, instance, {"StorageEncrypted"}),
                    fmt::format("{} is {}, but its cluster {} is {}", name,
                                *encrypted ? "encrypted" : "not encrypted", clusterName,
                                *clusterEncrypted ? "encrypted" : "not encrypted"),
                    "take StorageEncrypted away: the cluster decides");
    }
}

/// Says whether a primary's storage is encrypted, where its properties alone decide it.
std::optional<bool> isEncrypted(const EvaluatedResource& primary) {
    if (const Value* value = propertyOf(primary, {"StorageEncrypted"})) return knownBool(value);
    for (const char* decides : {"DBSnapshotIdentifier", "SourceDBInstanceIdentifier", "KmsKeyId",
                                "DBClusterIdentifier", "DBClusterSnapshotIdentifier",
                                "SourceDBInstanceAutomatedBackupsArn", "SourceDbiResourceId"}) {
        if (propertyOf(primary, {decides}) != nullptr) return std::nullopt;
    }
    return false;
}

constexpr Rule kUnlikePrimary{"RDS-E4",
                              Severity::Error,
                              "of a read replica and its primary only one is encrypted",
                              "a replica is encrypted exactly when its primary is",
                              "make StorageEncrypted equal on both",
                              "RDS User Guide, Overview.Encryption"};

void lintReplica(StackLint& lint, const EvaluatedResource& replica) {
    const auto primary =
        referred(lint, propertyOf(replica, {"SourceDBInstanceIdentifier"}), kInstance);
    if (!primary || propertyOf(replica, {"SourceRegion"}) != nullptr) return;
    const auto own = knownBool(propertyOf(replica, {"StorageEncrypted"}));
    const auto source = isEncrypted(*primary);
    if (!own || !source || *own == *source) return;
    lint.report(kUnlikePrimary, originIn(lint, replica, {"StorageEncrypted"}),
                fmt::format("the replica {} is {}, but its primary {} is {}",
                            replica.source->logicalId, *own ? "encrypted" : "not encrypted",
                            primary->source->logicalId, *source ? "encrypted" : "not encrypted"),
                fmt::format("set StorageEncrypted to {} on both", *own ? "true" : "the same"));
}

constexpr Rule kBadCache{
    "CACHE-E1",
    Severity::Error,
    "a cache's engine, nodes, failover or encryption do not go together",
    "the service refuses settings that contradict one another",
    "use the settings that the message names",
    "ElastiCache API, CreateCacheCluster, CreateReplicationGroup; cfn-lint E3026"};

void cacheFinding(StackLint& lint, const EvaluatedResource& cache, const char* property,
                  std::string message, SharedText help) {
    lint.report(kBadCache, originIn(lint, cache, {property}), std::move(message), std::move(help));
}

void lintReplicationGroup(StackLint& lint, const EvaluatedResource& cache) {
    const auto failover = knownBool(propertyOf(cache, {"AutomaticFailoverEnabled"}));
    const auto shards = knownInteger(propertyOf(cache, {"NumNodeGroups"}));
    const auto nodes = knownInteger(propertyOf(cache, {"NumCacheClusters"}));
    if (failover == false && shards && *shards > 1) {
        cacheFinding(lint, cache, "AutomaticFailoverEnabled",
                     fmt::format("a cluster of {} shards needs automatic failover", *shards),
                     "set AutomaticFailoverEnabled to true");
    }
    if (failover == true && nodes && *nodes < 2) {
        cacheFinding(lint, cache, "NumCacheClusters",
                     fmt::format("automatic failover needs two nodes at least, not {}", *nodes),
                     "set NumCacheClusters to 2 or more");
    }
    if (failover == false && knownBool(propertyOf(cache, {"MultiAZEnabled"})) == true) {
        cacheFinding(lint, cache, "MultiAZEnabled", "Multi-AZ needs automatic failover",
                     "set AutomaticFailoverEnabled to true");
    }
    const bool plain = knownBool(propertyOf(cache, {"TransitEncryptionEnabled"})) == false;
    if (plain && propertyOf(cache, {"AuthToken"}) != nullptr) {
        cacheFinding(lint, cache, "AuthToken", "AuthToken needs encryption in transit",
                     "set TransitEncryptionEnabled to true");
    }
}

void lintCache(StackLint& lint, const EvaluatedResource& cache) {
    const std::string& type = cache.source->type();
    const auto engine = engineOf(cache);
    if (engine && lint.catalog.engine(type, *engine) == nullptr) {
        cacheFinding(lint, cache, "Engine", fmt::format("`{}` is no engine for {}", *engine, type),
                     "take one of the engines that ElastiCache offers there");
    }
    if (type == "AWS::ElastiCache::ReplicationGroup") {
        lintReplicationGroup(lint, cache);
        return;
    }
    const auto nodes = knownInteger(propertyOf(cache, {"NumCacheNodes"}));
    if ((engine == "redis" || engine == "valkey") && nodes && *nodes != 1) {
        cacheFinding(lint, cache, "NumCacheNodes",
                     fmt::format("a {} cache cluster has one node, not {}", *engine, *nodes),
                     "use an AWS::ElastiCache::ReplicationGroup for several");
    }
}

}  // namespace

void lintDatabases(StackLint& lint) {
    for (const auto& [id, group] : lint.resolved.architecture->subnetGroups) {
        if (isOwn(lint, group->origin) && !id.isExternal()) lintSubnetGroup(lint, *group);
    }
    static constexpr std::string_view kTypes[] = {kInstance, kCluster,
                                                  "AWS::ElastiCache::ReplicationGroup",
                                                  "AWS::ElastiCache::CacheCluster"};
    for (const EvaluatedResource* resource : lint.ofTypes(kTypes)) {
        if (resource->exists == Truth::No) continue;
        const std::string& type = resource->source->type();
        if (type == kInstance || type == kCluster) lintEngine(lint, *resource);
        if (type == kInstance) {
            lintMember(lint, *resource);
            lintReplica(lint, *resource);
        }
        if (type != kInstance && type != kCluster) lintCache(lint, *resource);
    }
}

RuleList databaseRules() {
    static constexpr const Rule* kRules[] = {&kSubnetGroupOneZone, &kNoSuchEngine, &kUnlikeCluster,
                                             &kUnlikePrimary, &kBadCache};
    return kRules;
}

}  // namespace archivolt
