#include "export/describe/draft.h"

namespace archivolt {

namespace {

/// Adds a subnet group that stands inside a database's description.
void addInnerGroup(const Conversion& to, const Described& database, const Item& group) {
    const auto name = group.text("DBSubnetGroupName");
    if (!name || to.inventory.named("AWS::RDS::DBSubnetGroup", database.place, *name) != nullptr) {
        return;
    }
    for (const Described* other : to.inventory.all("DBInstances")) {
        if (other == &database) break;
        const Item own = other->item.object("DBSubnetGroup");
        if (other->place == database.place && own && own.text("DBSubnetGroupName") == name) return;
    }
    to.drafts.add(database.place, "AWS::RDS::DBSubnetGroup", "subnets of " + *name, group)
        .set("SubnetIds",
             to.references(textsOf(group, "Subnets", "SubnetIdentifier"), database.place));
}

Value groupReference(const Conversion& to, const AccountRegion& place, const std::string& name) {
    const Described* found = to.inventory.named("AWS::RDS::DBSubnetGroup", place, name);
    return Value::ref(found != nullptr ? found->name : "subnets of " + name);
}

void setGroups(const Conversion& to, const Described& thing, Draft& database) {
    const auto groups = textsOf(thing.item, "VpcSecurityGroups", "VpcSecurityGroupId");
    if (!groups.empty()) database.set("VPCSecurityGroups", to.references(groups, thing.place));
}

/// Ties instances to their cluster by what the instance says.
void tieToCluster(const Conversion& to, const Described& thing, Draft& database) {
    const auto name = thing.item.text("DBClusterIdentifier");
    if (!name) return;
    const Described* cluster = to.inventory.named("AWS::RDS::DBCluster", thing.place, *name);
    if (cluster != nullptr) database.set("DBClusterIdentifier", Value::ref(cluster->name));
}

/// Source: AWS CLI, rds describe-db-instances.
void convertDatabase(const Conversion& to, const Described& thing) {
    Draft& database = to.add(thing);
    for (const char* key :
         {"Engine", "MultiAZ", "PubliclyAccessible", "StorageEncrypted", "AvailabilityZone",
          "DBInstanceClass", "BackupRetentionPeriod", "DeletionProtection"}) {
        database.copy(thing.item, key);
    }
    if (const Item endpoint = thing.item.object("Endpoint")) database.copy(endpoint, "Port");
    setGroups(to, thing, database);
    tieToCluster(to, thing, database);
    if (const Item group = thing.item.object("DBSubnetGroup")) {
        addInnerGroup(to, thing, group);
        if (const auto name = group.text("DBSubnetGroupName")) {
            database.set("DBSubnetGroupName", groupReference(to, thing.place, *name));
        }
    }
}

/// Source: AWS CLI, rds describe-db-clusters.
void convertCluster(const Conversion& to, const Described& thing) {
    Draft& cluster = to.add(thing);
    for (const char* key :
         {"Engine", "Port", "StorageEncrypted", "BackupRetentionPeriod", "DeletionProtection"}) {
        cluster.copy(thing.item, key);
    }
    const auto groups = textsOf(thing.item, "VpcSecurityGroups", "VpcSecurityGroupId");
    if (!groups.empty()) cluster.set("VpcSecurityGroupIds", to.references(groups, thing.place));
    if (const auto name = thing.item.text("DBSubnetGroup")) {
        cluster.set("DBSubnetGroupName", groupReference(to, thing.place, *name));
    }
}

/// Source: AWS CLI, elasticache describe-cache-clusters (--show-cache-node-info).
void convertCache(const Conversion& to, const Described& thing) {
    Draft& cache = to.add(thing);
    cache.copy(thing.item, "Engine").copy(thing.item, "CacheNodeType");
    Item endpoint = thing.item.object("ConfigurationEndpoint");
    for (const Item& node : thing.item.objects("CacheNodes")) {
        if (!endpoint) endpoint = node.object("Endpoint");
    }
    if (endpoint) cache.copy(endpoint, "Port");
    const auto groups = textsOf(thing.item, "SecurityGroups", "SecurityGroupId");
    if (!groups.empty()) cache.set("VpcSecurityGroupIds", to.references(groups, thing.place));
    const auto name = thing.item.text("CacheSubnetGroupName");
    if (!name) return;
    const Described* subnets =
        to.inventory.named("AWS::ElastiCache::SubnetGroup", thing.place, *name);
    if (subnets == nullptr) (void)to.inventory.missing("CacheSubnetGroups", thing.place);
    cache.set("CacheSubnetGroupName",
              subnets != nullptr ? Value::ref(subnets->name) : Value::string(*name));
}

/// Source: AWS CLI, lambda list-functions.
void convertFunction(const Conversion& to, const Described& thing) {
    Draft& function = to.add(thing);
    function.copy(thing.item, "Runtime");
    const Item config = thing.item.object("VpcConfig");
    if (!config || config.texts("SubnetIds").empty()) return;
    function.set("VpcConfig",
                 Value::map({{"SubnetIds", to.references(config.texts("SubnetIds"), thing.place)},
                             {"SecurityGroupIds",
                              to.references(config.texts("SecurityGroupIds"), thing.place)}}));
}

}  // namespace

void convertServices(const Conversion& to) {
    for (const Described* thing : to.inventory.all("DBSubnetGroups")) {
        to.add(*thing).set(
            "SubnetIds",
            to.references(textsOf(thing->item, "Subnets", "SubnetIdentifier"), thing->place));
    }
    for (const Described* thing : to.inventory.all("DBClusters")) convertCluster(to, *thing);
    for (const Described* thing : to.inventory.all("DBInstances")) convertDatabase(to, *thing);
    for (const Described* thing : to.inventory.all("CacheSubnetGroups")) {
        to.add(*thing).set(
            "SubnetIds",
            to.references(textsOf(thing->item, "Subnets", "SubnetIdentifier"), thing->place));
    }
    for (const Described* thing : to.inventory.all("CacheClusters")) convertCache(to, *thing);
    for (const Described* thing : to.inventory.all("FileSystems")) {
        to.add(*thing).copy(thing->item, "Encrypted");
        (void)to.inventory.missing("MountTargets", thing->place);
    }
    for (const Described* thing : to.inventory.all("Functions")) convertFunction(to, *thing);
}

}  // namespace archivolt
