#include <fmt/format.h>

#include "model/architecture/compute.h"
#include "model/architecture/data.h"
#include "model/build/build_common.h"
#include "model/build/build_kinds.h"

namespace archivolt {

namespace {

/// Returns the port that an engine listens on unless told otherwise; 0 for an unknown engine.
/// Source: Amazon RDS User Guide, CreateDBInstance, Port; ElastiCache and MemoryDB user guides.
std::int32_t enginePort(std::string_view engine) {
    const auto is = [&](std::string_view prefix) { return engine.starts_with(prefix); };
    if (engine == "aurora-postgresql" || engine == "postgres") return 5432;
    if (is("aurora") || engine == "mysql" || engine == "mariadb") return 3306;
    if (is("oracle") || is("custom-oracle")) return 1521;
    if (is("sqlserver") || is("custom-sqlserver")) return 1433;
    if (is("db2")) return 50000;
    if (engine == "docdb") return 27017;
    if (engine == "neptune") return 8182;
    if (engine == "redis" || engine == "valkey") return 6379;
    if (engine == "memcached") return 11211;
    return 0;
}

Known<std::int32_t> portOf(const View& self, const Known<std::string>& engine,
                           std::string_view key = "Port") {
    if (self.property(key) != nullptr) return self.port(key, 0);
    if (!engine.isKnown()) return Known<std::int32_t>::unknown(engine.why());
    const std::int32_t port = enginePort(*engine);
    if (port != 0) return port;
    return Known<std::int32_t>::unknown(
        fmt::format("the port of engine `{}` is not known", *engine));
}

/// Returns the subnets of a database: its group's, else the default VPC's.
References subnetsFor(const View& self, const std::optional<Known<ThingId>>& group) {
    if (group) return subnetsOfGroup(self.scope(), group);
    References subnets;
    append(subnets, Known<ThingId>(defaultVpcThing(self, "default VPC subnet", kSubnetType)));
    return subnets;
}

/// Returns a database's cluster where it has one; the engine, network and port are the cluster's.
View clusterOf(const View& self, Database& database) {
    database.cluster = self.thingIf("DBClusterIdentifier");
    if (!database.cluster || !database.cluster->isKnown()) return {};
    return self.scope().view(**database.cluster);
}

std::string engineFallback(const View& self) {
    if (self.type().starts_with("AWS::DocDB")) return "docdb";
    if (self.type().starts_with("AWS::Neptune")) return "neptune";
    return {};
}

References databaseGroups(const View& self) {
    References groups = self.things("VPCSecurityGroups");
    append(groups, self.things("VpcSecurityGroupIds"));
    return groups;
}

}  // namespace

void buildSubnetGroup(const View& self, Products& out) {
    SubnetGroup group;
    self.fill(group);
    group.subnets = self.things("SubnetIds");
    emit(out, std::move(group));
}

void buildDatabase(const View& self, Products& out) {
    Database database;
    self.fill(database);
    const View cluster = clusterOf(self, database);
    const View& settings = cluster ? cluster : self;
    database.replicaOf = self.thingIf("SourceDBInstanceIdentifier");
    const View source = database.replicaOf && database.replicaOf->isKnown()
                            ? self.scope().view(**database.replicaOf)
                            : View();
    database.engine = self.text("Engine", engineFallback(self));
    if (self.property("Engine") == nullptr && cluster) {
        database.engine = cluster.text("Engine", engineFallback(cluster));
    } else if (self.property("Engine") == nullptr && source) {
        database.engine = source.text("Engine");
    } else if (self.property("DBSnapshotIdentifier") != nullptr &&
               self.property("Engine") == nullptr) {
        database.engine = Known<std::string>::unknown("the snapshot decides the engine");
    }
    database.port = portOf(settings, database.engine);
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
        addInterfacePerSubnet(self, InterfaceKind::Database, subnetsFor(self, database.subnetGroup),
                              databaseGroups(settings), database.publiclyAccessible, out);
    emit(out, std::move(database));
}

void buildDatabaseCluster(const View& self, Products& out) {
    Database database;
    self.fill(database);
    database.isCluster = true;
    database.engine = self.text("Engine", engineFallback(self));
    database.port = portOf(self, database.engine);
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
        database.interfaces = addInterfacePerSubnet(
            self, InterfaceKind::Database, subnetsFor(self, database.subnetGroup),
            databaseGroups(self), database.publiclyAccessible, out);
    }
    emit(out, std::move(database));
}

void buildCache(const View& self, Products& out) {
    Cache cache;
    self.fill(cache);
    const bool isReplication = self.type() == "AWS::ElastiCache::ReplicationGroup";
    cache.engine = self.text(
        "Engine", isReplication || self.type() == "AWS::MemoryDB::Cluster" ? "redis" : "");
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
    cache.interfaces =
        addInterfacePerSubnet(self, InterfaceKind::Cache, subnets, groups, false, out);
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
        const std::string why = whyUncertain(source);
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

void buildLambdaFunction(const View& self, Products& out) {
    LambdaFunction function;
    self.fill(function);
    function.role = self.thingIf("Role");
    if (const Value* config = self.property("VpcConfig")) {
        const References subnets =
            self.references("VpcConfig.SubnetIds", config->find("SubnetIds"));
        const References groups =
            self.references("VpcConfig.SecurityGroupIds", config->find("SecurityGroupIds"));
        function.interfaces =
            addInterfacePerSubnet(self, InterfaceKind::Lambda, subnets, groups, false, out);
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
        service.interfaces =
            addInterfacePerSubnet(self, InterfaceKind::Task, subnets, groups, isOpen, out);
    }
    emit(out, std::move(service));
}

}  // namespace archivolt
