#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/architecture/network.h"

namespace archivolt {

/// A DB subnet group or cache subnet group.
struct SubnetGroup : Thing {
    References subnets;
    friend bool operator==(const SubnetGroup&, const SubnetGroup&) = default;
};

/// An RDS instance, a cluster's instance, or (with `isCluster`) an Aurora cluster.
struct Database : Thing {
    bool isCluster = false;
    std::optional<Known<ThingId>> cluster;  ///< Of a cluster's instance.
    Known<std::string> engine;
    Known<std::int32_t> port;
    Known<bool> multiAz = false;
    Known<bool> publiclyAccessible = false;
    Known<bool> encrypted = false;
    std::optional<Known<ThingId>> subnetGroup;
    std::vector<ThingId> interfaces;  ///< One per subnet that it may stand in.
    std::optional<Known<ThingId>> replicaOf;
    friend bool operator==(const Database&, const Database&) = default;
};

/// An ElastiCache cluster, replication group or serverless cache; a MemoryDB cluster.
struct Cache : Thing {
    Known<std::string> engine;
    Known<std::int32_t> port;
    std::optional<Known<ThingId>> subnetGroup;
    std::vector<ThingId> interfaces;
    friend bool operator==(const Cache&, const Cache&) = default;
};

struct FileSystem : Thing {
    std::vector<ThingId> mountTargets;  ///< Interfaces, one per mount target.
    Known<bool> encrypted = false;
    friend bool operator==(const FileSystem&, const FileSystem&) = default;
};

struct Bucket : Thing {
    Known<std::string> bucketName;
    bool nameAssigned = false;
    std::optional<Value> policy;  ///< Evaluated document of its BucketPolicy.
    std::optional<Value> publicAccessBlock;
    friend bool operator==(const Bucket&, const Bucket&) = default;
};

}  // namespace archivolt
