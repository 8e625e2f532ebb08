#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "model/guardrails/advice.h"
#include "model/guardrails/setting_rules.h"

namespace archivolt {

namespace {

constexpr std::array<std::string_view, 4> kDatabaseTypes = {
    "AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::DocDB::DBCluster",
    "AWS::Neptune::DBCluster"};

/// Returns the place of a property, or of the resource where it is not written.
Origin placeOf(const Declared& declared, const char* property) {
    return declared.property({property}) != nullptr ? declared.origin({property})
                                                    : declared.origin();
}

bool isMember(const Declared& database) {
    return database.property({"DBClusterIdentifier"}) != nullptr &&
           database.resource->source->type() == "AWS::RDS::DBInstance";
}

bool isReplica(const Declared& database) {
    return database.property({"SourceDBInstanceIdentifier"}) != nullptr ||
           database.property({"SourceDBClusterIdentifier"}) != nullptr ||
           database.property({"ReplicationSourceIdentifier"}) != nullptr;
}

bool isRestored(const Declared& database) {
    return database.property({"DBSnapshotIdentifier"}) != nullptr ||
           database.property({"DBClusterSnapshotIdentifier"}) != nullptr ||
           database.property({"SnapshotIdentifier"}) != nullptr ||
           database.property({"GlobalClusterIdentifier"}) != nullptr;
}

/// RDS-2: storage encryption, which members, replicas and restored copies take from elsewhere.
void adviseOnEncryption(Advice& advice, const Declared& database) {
    const Value* encrypted = database.property({"StorageEncrypted"});
    if (isMember(database) || isReplica(database)) return;
    if (encrypted == nullptr &&
        (isRestored(database) || database.property({"KmsKeyId"}) != nullptr)) {
        return;
    }
    if (truthOf(encrypted, false) != Truth::No) return;
    advice.report(kPlainDatabase,
                  {placeOf(database, "StorageEncrypted"),
                   fmt::format("the storage of `{}` is not encrypted", database.name()),
                   "set StorageEncrypted to true",
                   {}});
}

/// RDS-4, RDS-5: what is left after a mistake.
void adviseOnKeeping(Advice& advice, const Declared& database) {
    if (isMember(database)) return;
    const Value* days = database.property({"BackupRetentionPeriod"});
    if (days != nullptr && days->asInteger() == 0 && !isReplica(database)) {
        advice.report(kNoBackups, {database.origin({"BackupRetentionPeriod"}),
                                   fmt::format("`{}` keeps no automatic backups", database.name()),
                                   "set BackupRetentionPeriod to 7 days or more",
                                   {}});
    }
    if (truthOf(database.property({"DeletionProtection"}), false) == Truth::No &&
        !isReplica(database)) {
        advice.report(kDeletableDatabase,
                      {placeOf(database, "DeletionProtection"),
                       fmt::format("`{}` can be deleted without further ado", database.name()),
                       "set DeletionProtection to true",
                       {}});
    }
}

/// RDS-3: instances without a standby, Aurora clusters of one instance.
void adviseOnZones(Advice& advice, const Declared& database) {
    const std::string& type = database.resource->source->type();
    if (type == "AWS::RDS::DBInstance") {
        if (isMember(database) || isReplica(database)) return;
        if (truthOf(database.property({"MultiAZ"}), false) != Truth::No) return;
        if (lowerText(database.property({"Engine"})).starts_with("aurora")) return;
    } else {
        const auto* cluster = advice.architecture.databases.find(database.id());
        if (cluster == nullptr || !(*cluster)->multiAz.isKnown() || *(*cluster)->multiAz) return;
        std::size_t members = 0;
        for (const auto& [id, other] : advice.architecture.databases) {
            if (!other->cluster) continue;
            if (!other->cluster->isKnown()) return;
            members += **other->cluster == database.id() ? 1 : 0;
        }
        if (members != 1) return;
    }
    advice.report(
        kOneZoneDatabase,
        {placeOf(database, "MultiAZ"),
         fmt::format("`{}` stands in one Availability Zone", database.name()),
         type == "AWS::RDS::DBInstance" ? "set MultiAZ to true"
                                        : "add a second instance to the cluster, in another zone",
         {}});
}

constexpr Rule kPasswordInTemplate{
    "RDS-6",
    Severity::High,
    "a database's password stands in the template",
    "everyone who can read the template, its history or the stack's description has the password",
    "set ManageMasterUserPassword, or use a dynamic reference to Secrets Manager",
    "cfn-nag F23"};

/// RDS-6: a password that whoever reads the template knows.
void adviseOnPassword(Advice& advice, const Declared& database) {
    const Value* written = database.resource->source->properties().find("MasterUserPassword");
    if (written == nullptr) return;
    std::string how;
    if (written->isString() || written->isScalar()) {
        if (written->text().find("{{resolve:") != std::string::npos) return;
        how = "is written in the template";
    } else if (written->isCall(Function::Ref)) {
        const Value* parameters = database.stack->source->body.section("Parameters");
        const Value* parameter =
            parameters != nullptr ? parameters->find(written->argument().text()) : nullptr;
        if (parameter == nullptr || !parameter->isMap()) return;
        const Value* fallback = parameter->find("Default");
        const std::string text = fallback != nullptr ? fallback->asString().value_or("") : "";
        const Value* kind = parameter->find("Type");
        if (lowerText(kind).starts_with("aws::ssm::")) return;
        if (!text.empty() && text.find("{{resolve:") == std::string::npos) {
            how = fmt::format("is the default of the parameter `{}`", written->argument().text());
        } else if (truthOf(parameter->find("NoEcho"), false) == Truth::No) {
            how = fmt::format("is shown with the parameter `{}`, which has no NoEcho",
                              written->argument().text());
        }
    }
    if (how.empty()) return;
    advice.report(kPasswordInTemplate,
                  {database.origin({"MasterUserPassword"}),
                   fmt::format("the password of `{}` {}", database.name(), how),
                   "set ManageMasterUserPassword, or take it from Secrets Manager with a "
                   "dynamic reference",
                   {}});
}

/// CACHE-1 and CACHE-2: how a replication group fails over and encrypts.
void adviseOnReplication(Advice& advice, const Declared& group) {
    if (truthOf(group.property({"AutomaticFailoverEnabled"}), false) == Truth::No) {
        advice.report(kNoFailover, {placeOf(group, "AutomaticFailoverEnabled"),
                                    fmt::format("`{}` does not fail over by itself", group.name()),
                                    "set AutomaticFailoverEnabled to true, with a replica or more",
                                    {}});
    }
    // Valkey is encrypted at rest unless told otherwise; a restored group is as its snapshot.
    const Value* engine = group.property({"Engine"});
    if (engine != nullptr && !engine->isString()) return;
    const bool byDefault = lowerText(engine) == "valkey";
    std::string lacks;
    const char* place = nullptr;
    const Value* transit = group.property({"TransitEncryptionEnabled"});
    if (truthOf(transit, false) == Truth::No && (transit != nullptr || !byDefault)) {
        lacks = "in transit";
        place = "TransitEncryptionEnabled";
    }
    if (truthOf(group.property({"AtRestEncryptionEnabled"}), byDefault) == Truth::No) {
        lacks = lacks.empty() ? "at rest" : "at rest and in transit";
        if (place == nullptr || group.property({place}) == nullptr) {
            place = "AtRestEncryptionEnabled";
        }
    }
    if (place == nullptr) return;
    advice.report(kPlainCache, {placeOf(group, place),
                                fmt::format("`{}` is not encrypted {}", group.name(), lacks),
                                "set AtRestEncryptionEnabled and TransitEncryptionEnabled to true",
                                {}});
}

constexpr Rule kPublicCache{"CACHE-3",
                            Severity::Medium,
                            "a cache stands in a public subnet",
                            "a cache asks few questions of who connects; in a public subnet one "
                            "rule separates it from the internet",
                            "use a subnet group of private subnets",
                            "prowler elasticache_cluster_uses_public_subnet"};

/// CACHE-3: caches in subnets that route to an internet gateway.
void adviseOnPublicCaches(Advice& advice) {
    for (const auto& [id, cache] : advice.architecture.caches) {
        if (cache->exists != Truth::Yes) continue;
        for (const ThingId interfaceId : cache->interfaces) {
            const InterfaceIndex index = advice.network.interfaces().indexOf(interfaceId);
            if (index == kNone) continue;
            const SubnetIndex subnet = advice.network.interfaces()[index].subnet;
            const RouteNode* route = internetRoute(advice.network, subnet);
            if (route == nullptr) continue;
            const Subnet& in = *advice.network.subnets()[subnet].subnet;
            advice.report(
                kPublicCache,
                {{cache->origin.stack, cache->origin.resource, {}},
                 fmt::format("`{}` stands in the public subnet `{}`", cache->name, in.name),
                 "use subnets without a route to the internet gateway",
                 {{in.origin.stack, in.origin.resource, {}}, route->origin}});
            break;
        }
    }
}

}  // namespace

void adviseOnData(Advice& advice) {
    for (const std::string_view type : kDatabaseTypes) {
        for (const Declared& database : advice.ofType(type)) {
            adviseOnEncryption(advice, database);
            adviseOnKeeping(advice, database);
            adviseOnZones(advice, database);
            adviseOnPassword(advice, database);
        }
    }
    for (const Declared& group : advice.ofType("AWS::ElastiCache::ReplicationGroup")) {
        adviseOnReplication(advice, group);
    }
    adviseOnPublicCaches(advice);
}

RuleList dataAdvice() {
    static constexpr const Rule* kRules[] = {
        &kPlainDatabase,      &kNoBackups,  &kDeletableDatabase, &kOneZoneDatabase,
        &kPasswordInTemplate, &kNoFailover, &kPlainCache,        &kPublicCache};
    return kRules;
}

}  // namespace archivolt
