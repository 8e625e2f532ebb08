#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/architecture/compute.h"
#include "model/architecture/data.h"
#include "model/base/text_case.h"
#include "model/build/build_attached.h"
#include "model/build/build_common.h"
#include "model/build/build_kinds.h"
#include "model/catalog/catalog.h"

namespace archivolt {

namespace {

/// Where file systems are mounted. Source: Amazon EFS User Guide, network-access.
constexpr std::int32_t kFileSystemPort = 2049;

/// Returns the port that an engine listens on unless told otherwise; 0 for an unknown engine.
///
/// An edition that the catalogue lacks (`aurora`, `oracle-se1`, both of old) listens where those do
/// that it knows of the family.
std::int32_t enginePort(const Catalog& catalog, std::string_view engine) {
    const auto engines = catalog.engines();
    const auto own = std::ranges::find(engines, engine, &EngineFacts::name);
    if (own != engines.end()) return own->port;
    const std::size_t start =
        engine.starts_with("custom-") ? std::string_view("custom-").size() : 0;
    const std::string edition(engine.substr(0, engine.find('-', start)));
    const auto like = std::ranges::find_if(
        engines, [&](const EngineFacts& other) { return other.name.starts_with(edition + '-'); });
    return like != engines.end() ? like->port : 0;
}

Known<std::int32_t> portOf(const View& self, const Known<std::string>& engine,
                           std::string_view key = "Port") {
    if (self.property(key) != nullptr) return self.port(key, 0);
    if (self.stack().observed) return Known<std::int32_t>::unknown("its port is not described");
    if (!engine.isKnown()) return Known<std::int32_t>::unknown(engine.why());
    const std::int32_t port = enginePort(self.scope().catalog(), *engine);
    if (port != 0) return port;
    return Known<std::int32_t>::unknown(
        fmt::format("the port of engine `{}` is not known", *engine));
}

RuleMatch portRange(Known<std::int32_t> first, Known<std::int32_t> last) {
    RuleMatch match;
    match.protocol = 6;
    match.fromPort = std::move(first);
    match.toPort = std::move(last);
    return match;
}

/// Returns the ports of a serverless cache: the second one is for reads that may be stale.
/// Source: Amazon ElastiCache User Guide, serverless caches and their security groups.
std::vector<RuleMatch> serverlessPorts(const View& self, const Known<std::string>& engine) {
    if (!engine.isKnown()) {
        const auto unknown = Known<std::int32_t>::unknown(engine.why());
        return {portRange(unknown, unknown)};
    }
    const std::int32_t first = enginePort(self.scope().catalog(), *engine);
    if (first != 0) return {portRange(first, first + 1)};
    const auto unknown = Known<std::int32_t>::unknown(
        fmt::format("the ports of engine `{}` are not known", *engine));
    return {portRange(unknown, unknown)};
}

/// Says whether more than a database's own port may be open.
/// Source: Amazon RDS User Guide, option groups (Oracle's TLS and OEM, SQL Server's reporting
/// services, MySQL's memcached), RDS Custom, and the TLS port of RDS for Db2's parameter groups.
bool mayOpenMore(const View& self, const Known<std::string>& engine) {
    // NOT MODELLED: ports that an option group, RDS Custom or Db2's parameters open beside a
    // database's own; its groups alone decide then.
    const std::string name = engine.valueOr("");
    return self.property("OptionGroupName") != nullptr || name.starts_with("custom-") ||
           name.starts_with("db2");
}

/// Returns the subnets of a database: its group's, else the default VPC's.
References subnetsFor(const View& self, const std::optional<Known<ThingId>>& group) {
    if (group) return subnetsOfGroup(self.scope(), group);
    References subnets;
    append(subnets, Known<ThingId>(defaultVpcThing(self, "default VPC subnet", kSubnetType)));
    return subnets;
}

/// Returns the resource that a property names, where this design has it; what it names is set.
View viewOf(const View& self, std::string_view key, std::optional<Known<ThingId>>& named) {
    named = self.thingIf(key);
    return named && named->isKnown() ? self.scope().view(**named) : View();
}

View viewOf(const View& self, std::string_view key) {
    std::optional<Known<ThingId>> named;
    return viewOf(self, key, named);
}

/// What names a database, or what was kept of it, that another one is made from.
constexpr auto kCopiedFrom = std::to_array<const char*>(
    {"DBSnapshotIdentifier", "DBClusterSnapshotIdentifier", "SnapshotIdentifier",
     "SourceDBInstanceIdentifier", "SourceDBClusterIdentifier", "SourceDbiResourceId",
     "SourceDBInstanceAutomatedBackupsArn", "ReplicationSourceIdentifier"});

/// Replicas of replicas of one database; more than AWS takes.
constexpr int kMaxReplicas = 8;

/// Returns what `Engine` says, in lower case: the services take its names in any case of letters.
/// Source: propertyTransform `$lowercase(Engine)` of the schemas of AWS::RDS::DBInstance and
/// DBCluster; ElastiCache keeps what is written `Redis` as `redis`.
Known<std::string> engineText(const View& self, const std::string& fallback = {}) {
    Known<std::string> engine = self.text("Engine", fallback);
    if (!engine.isKnown()) return engine;
    return lowerAscii(*engine);
}

/// Returns a database's engine: its own, its cluster's, or that of what it is a replica of.
Known<std::string> engineOf(const View& self, int left = kMaxReplicas) {
    if (self.property("Engine") != nullptr) return engineText(self);
    if (self.type().starts_with("AWS::DocDB")) return std::string("docdb");
    if (self.type().starts_with("AWS::Neptune")) return std::string("neptune");
    if (const View cluster = viewOf(self, "DBClusterIdentifier")) {
        return engineText(cluster);
    }
    const View source = left == 0 ? View() : viewOf(self, "SourceDBInstanceIdentifier");
    if (source) return engineOf(source, left - 1);
    for (const char* key : {"DBSnapshotIdentifier", "SnapshotIdentifier"}) {
        if (self.property(key) != nullptr) {
            return Known<std::string>::unknown("the snapshot decides the engine");
        }
    }
    return Known<std::string>::unknown("its engine is not told");
}

/// Says whether a database is made of another one, or of what was kept of it, that is not here: it
/// answers then where that did.
bool isCopied(const View& self) {
    return std::ranges::any_of(kCopiedFrom, [&](const char* key) {
        return self.property(key) != nullptr && !self.text(key).valueOr("unknown").empty();
    });
}

/// Returns a database's port: its cluster's, its own, or that of what it is a replica of.
/// Source: AWS::RDS::DBInstance, Port; AWS::Neptune::DBCluster, DBPort; RDS API,
/// RestoreDBClusterFromSnapshot, Port.
Known<std::int32_t> databasePort(const View& self, const Known<std::string>& engine,
                                 int left = kMaxReplicas) {
    if (const View cluster = viewOf(self, "DBClusterIdentifier"); cluster && left > 0) {
        return databasePort(cluster, engine, left - 1);
    }
    const bool isNeptune = self.type() == "AWS::Neptune::DBCluster";
    const std::string_view key = isNeptune ? "DBPort" : "Port";
    const View source = viewOf(self, "SourceDBInstanceIdentifier");
    if (source && left > 0 && self.property(key) == nullptr) {
        return databasePort(source, engine, left - 1);
    }
    if (self.property(key) == nullptr && isCopied(self)) {
        return Known<std::int32_t>::unknown("what it is made from decides its port");
    }
    return portOf(self, engine, key);
}

Known<std::string> cacheEngine(const View& self) {
    const bool isRedis = self.type() == "AWS::ElastiCache::ReplicationGroup" ||
                         self.type() == "AWS::MemoryDB::Cluster";
    return engineText(self, isRedis ? "redis" : "");
}

/// Returns what the interfaces of a thing that keeps data have in common.
InterfacePlan patternOf(const View& self, InterfaceKind kind, References groups,
                        Known<bool> isPublic) {
    InterfacePlan pattern;
    pattern.kind = kind;
    pattern.groups = std::move(groups);
    pattern.associatePublic = std::move(isPublic);
    pattern.listens = dataPorts(self);
    return pattern;
}

References databaseGroups(const View& self) {
    References groups = self.things("VPCSecurityGroups");
    append(groups, self.things("VpcSecurityGroupIds"));
    return groups;
}

constexpr std::string_view kServerlessCache = "AWS::ElastiCache::ServerlessCache";

/// Returns the port that a database, or a cache that is not serverless, is told to answer on;
/// nothing for other things.
std::optional<Known<std::int32_t>> ownPort(const View& self) {
    const std::string_view type = self.type();
    if (type == kServerlessCache) return std::nullopt;
    if (type.starts_with("AWS::ElastiCache::") || type == "AWS::MemoryDB::Cluster") {
        return portOf(self, cacheEngine(self));
    }
    const bool isDatabase = type.ends_with("::DBInstance") || type.ends_with("::DBCluster");
    if (!isDatabase) return std::nullopt;
    return databasePort(self, engineOf(self));
}

}  // namespace

std::optional<std::vector<RuleMatch>> dataPorts(const View& self) {
    if (self.type() == "AWS::EFS::MountTarget" || self.type() == "AWS::EFS::FileSystem") {
        return std::vector{portRange(kFileSystemPort, kFileSystemPort)};
    }
    if (self.type() == kServerlessCache) return serverlessPorts(self, cacheEngine(self));
    const auto port = ownPort(self);
    const bool isDatabase = !self.type().starts_with("AWS::ElastiCache::");
    if (!port || (isDatabase && mayOpenMore(self, engineOf(self)))) return std::nullopt;
    return std::vector{portRange(*port, *port)};
}

std::optional<Known<std::int32_t>> portTold(const View& self, std::string_view attribute) {
    if (self.type() == kServerlessCache) {
        const RuleMatch ports = serverlessPorts(self, cacheEngine(self)).front();
        return attribute == "ReaderEndpoint.Port" ? ports.toPort : ports.fromPort;
    }
    if (auto port = ownPort(self)) return port;
    const AttachFacts* attach = attachOf(self.scope(), self.type());
    const auto listens = attach != nullptr ? listensOf(self, *attach) : std::nullopt;
    if (!listens || listens->size() != 1) return std::nullopt;
    const RuleMatch& only = listens->front();
    return only.fromPort == only.toPort ? std::optional(only.fromPort) : std::nullopt;
}

void buildSubnetGroup(const View& self, Products& out) {
    SubnetGroup group;
    self.fill(group);
    group.subnets = self.things("SubnetIds");
    emit(out, std::move(group));
}

void buildDatabase(const View& self, Products& out) {
    Database database;
    self.fill(database);
    const View cluster = viewOf(self, "DBClusterIdentifier", database.cluster);
    const View& settings = cluster ? cluster : self;
    const View source = viewOf(self, "SourceDBInstanceIdentifier", database.replicaOf);
    database.engine = engineOf(self);
    database.port = databasePort(self, database.engine);
    database.multiAz = self.boolean("MultiAZ", false);
    database.encrypted = settings.boolean("StorageEncrypted", false);
    database.subnetGroup = settings.thingIf("DBSubnetGroupName");
    if (!database.subnetGroup && source) {
        database.subnetGroup = source.thingIf("DBSubnetGroupName");
    }
    // Source: AWS::RDS::DBInstance, PubliclyAccessible: without a value it is public only in a
    // default VPC, which a database with a subnet group of this design is not in.
    database.publiclyAccessible =
        self.boolean("PubliclyAccessible", !database.subnetGroup.has_value());
    database.interfaces =
        addInterfacePerSubnet(self, subnetsFor(self, database.subnetGroup),
                              patternOf(self, InterfaceKind::Database, databaseGroups(settings),
                                        database.publiclyAccessible),
                              out);
    emit(out, std::move(database));
}

void buildDatabaseCluster(const View& self, Products& out) {
    Database database;
    self.fill(database);
    database.isCluster = true;
    database.engine = engineOf(self);
    database.port = databasePort(self, database.engine);
    // An Aurora-like cluster spans zones by having a second instance; others always have readers.
    const std::string engine = database.engine.valueOr("aurora");
    const bool isAurora = engine.starts_with("aurora") || engine == "docdb" || engine == "neptune";
    database.multiAz =
        !isAurora || self.scope().incoming(self.id(), Relation::MemberOfCluster).size() > 1;
    database.encrypted = self.boolean("StorageEncrypted", false);
    database.publiclyAccessible = self.boolean("PubliclyAccessible", false);
    database.subnetGroup = self.thingIf("DBSubnetGroupName");
    // The interfaces of a running cluster are its instances'.
    if (!self.stack().observed) {
        database.interfaces =
            addInterfacePerSubnet(self, subnetsFor(self, database.subnetGroup),
                                  patternOf(self, InterfaceKind::Database, databaseGroups(self),
                                            database.publiclyAccessible),
                                  out);
    }
    emit(out, std::move(database));
}

void buildCache(const View& self, Products& out) {
    Cache cache;
    self.fill(cache);
    cache.engine = cacheEngine(self);
    cache.port = portOf(self, cache.engine);
    References subnets = self.things("SubnetIds");
    if (subnets.ids.empty() && subnets.why.empty()) {
        for (const char* key : {"CacheSubnetGroupName", "SubnetGroupName"}) {
            if (const auto named = self.thingIf(key)) cache.subnetGroup = named;
        }
        subnets = subnetsFor(self, cache.subnetGroup);
    }
    References groups;
    for (const char* key : {"VpcSecurityGroupIds", "SecurityGroupIds"}) {
        append(groups, self.things(key));
    }
    cache.interfaces = addInterfacePerSubnet(
        self, subnets, patternOf(self, InterfaceKind::Cache, std::move(groups), false), out);
    emit(out, std::move(cache));
}

void buildFileSystem(const View& self, Products& out) {
    FileSystem system;
    self.fill(system);
    system.encrypted = self.boolean("Encrypted", false);
    for (const View& source : self.scope().incoming(self.id(), Relation::MountOfFileSystem)) {
        system.mountTargets.push_back(source.id());
    }
    for (const ThingId id : observedInterfaces(self)) system.mountTargets.push_back(id);
    emit(out, std::move(system));
}

void buildMountTarget(const View& self, Products& out) {
    InterfacePlan plan;
    plan.kind = InterfaceKind::MountTarget;
    const Known<ThingId> system = self.thing("FileSystemId");
    plan.owner = system.valueOr(ThingId());
    plan.subnet = self.thing("SubnetId");
    plan.groups = self.things("SecurityGroups");
    plan.listens = dataPorts(self);
    if (const Value* address = self.property("IpAddress")) {
        plan.given.push_back(self.scope().address(*address, self.stack()));
    }
    addInterface(self, std::move(plan), {}, out);
}

void buildBucket(const View& self, Products& out) {
    Bucket bucket;
    self.fill(bucket);
    bucket.nameAssigned = self.property("BucketName") == nullptr;
    bucket.bucketName = self.text("BucketName");
    if (bucket.nameAssigned) {
        bucket.bucketName = Known<std::string>::unknown("AWS makes up the bucket's name");
    }
    for (const View& source : self.scope().incoming(self.id(), Relation::PolicyOfBucket)) {
        const Doubt why = whyUncertain(source);
        const Value* document = source.property("PolicyDocument");
        if (!why.empty()) {
            bucket.policy = Value::unknown(why);
        } else if (document != nullptr) {
            bucket.policy = *document;
        }
    }
    if (const Value* block = self.property("PublicAccessBlockConfiguration")) {
        bucket.publicAccessBlock = *block;
    }
    emit(out, std::move(bucket));
}

namespace {

/// Returns the capacity provider in whose network a function's managed instances stand.
/// Source: AWS Lambda Developer Guide, lambda-managed-instances-networking.
View capacityProviderOf(const View& function) {
    constexpr std::string_view kWithin =
        "CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig.";
    const Value* value = function.property("CapacityProviderConfig");
    for (const char* key :
         {"LambdaManagedInstancesCapacityProviderConfig", "CapacityProviderArn"}) {
        if (value != nullptr) value = value->find(key);
    }
    if (value == nullptr || value->isNull()) return {};
    const Known<ThingId> named = function.reference({kWithin, "CapacityProviderArn"}, *value,
                                                    "AWS::Lambda::CapacityProvider");
    return named.isKnown() ? function.scope().view(*named) : View();
}

}  // namespace

void buildLambdaFunction(const View& self, Products& out) {
    LambdaFunction function;
    self.fill(function);
    function.role = self.thingIf("Role");
    const View provider = capacityProviderOf(self);
    const View& home = provider ? provider : self;
    if (const Value* config = home.property("VpcConfig")) {
        const References subnets =
            home.references("VpcConfig.SubnetIds", config->find("SubnetIds"));
        const References groups =
            home.references("VpcConfig.SecurityGroupIds", config->find("SecurityGroupIds"));
        function.interfaces = addInterfacePerSubnet(
            self, subnets, patternOf(self, InterfaceKind::Lambda, groups, false), out);
    }
    emit(out, std::move(function));
}

void buildEcsService(const View& self, Products& out) {
    BuildScope& scope = self.scope();
    EcsService service;
    self.fill(service);
    service.cluster = self.thingIf("Cluster");
    service.launchType = self.text("LaunchType", "EC2");
    service.desired = self.integer("DesiredCount", 1);
    if (const Value* balancers = self.property("LoadBalancers")) {
        for (const Value& item : balancers->items()) {
            const Value* named = item.find("TargetGroupArn");
            if (named == nullptr || named->isNull()) continue;
            append(service.targetGroups, self.reference("LoadBalancers[].TargetGroupArn", *named));
        }
    }
    const auto definition = self.thingIf("TaskDefinition");
    const View task = definition && definition->isKnown() ? scope.view(**definition) : View();
    if (task) service.taskRole = task.thingIf("TaskRoleArn");
    constexpr std::string_view kConfig = "NetworkConfiguration.AwsvpcConfiguration.";
    const Value* network = self.property("NetworkConfiguration");
    const Value* config = network != nullptr ? network->find("AwsvpcConfiguration") : nullptr;
    if (config != nullptr) {
        const References subnets = self.references({kConfig, "Subnets"}, config->find("Subnets"));
        const References groups =
            self.references({kConfig, "SecurityGroups"}, config->find("SecurityGroups"));
        const Known<std::string> open =
            scope.text(config->find("AssignPublicIp"), self.stack(), "DISABLED");
        const Known<bool> isOpen =
            open.isKnown() ? Known<bool>(*open == "ENABLED") : Known<bool>::unknown(open.why());
        service.interfaces = addInterfacePerSubnet(
            self, subnets, patternOf(self, InterfaceKind::Task, groups, isOpen), out);
    }
    emit(out, std::move(service));
}

}  // namespace archivolt
