#pragma once

#include <memory>

#include "model/architecture/thing.h"
#include "model/base/persistent_map.h"

/// The tables of an Architecture, said once: X(type of its things, name of the member).
///
/// Members, commit, `find`, `==` and forEachTable are made of this list; a thing of a type that is
/// not in it does not compile where a builder emits it.
#define ARCHIVOLT_TABLES(X)                                    \
    X(Vpc, vpcs)                                               \
    X(Subnet, subnets)                                         \
    X(RouteTable, routeTables)                                 \
    X(InternetGateway, internetGateways)                       \
    X(EgressOnlyInternetGateway, egressOnlyInternetGateways)   \
    X(NatGateway, natGateways)                                 \
    X(ElasticIp, elasticIps)                                   \
    X(NetworkInterface, interfaces)                            \
    X(SecurityGroup, securityGroups)                           \
    X(PrefixList, prefixLists)                                 \
    X(NetworkAcl, networkAcls)                                 \
    X(VpcPeering, peerings)                                    \
    X(TransitGateway, transitGateways)                         \
    X(TransitGatewayAttachment, transitGatewayAttachments)     \
    X(TransitGatewayRouteTable, transitGatewayRouteTables)     \
    X(VpcEndpoint, endpoints)                                  \
    X(VpnGateway, vpnGateways)                                 \
    X(CustomerGateway, customerGateways)                       \
    X(VpnConnection, vpnConnections)                           \
    X(BlockPublicAccess, blockPublicAccess)                    \
    X(BlockPublicAccessExclusion, blockPublicAccessExclusions) \
    X(Instance, instances)                                     \
    X(LaunchTemplate, launchTemplates)                         \
    X(AutoScalingGroup, autoScalingGroups)                     \
    X(Volume, volumes)                                         \
    X(LoadBalancer, loadBalancers)                             \
    X(TargetGroup, targetGroups)                               \
    X(LambdaFunction, lambdaFunctions)                         \
    X(EcsService, ecsServices)                                 \
    X(SubnetGroup, subnetGroups)                               \
    X(Database, databases)                                     \
    X(Cache, caches)                                           \
    X(FileSystem, fileSystems)                                 \
    X(Bucket, buckets)                                         \
    X(AttachedResource, attachedResources)                     \
    X(HostedZone, hostedZones)                                 \
    X(DnsRecord, dnsRecords)                                   \
    X(DnsHealthCheck, dnsHealthChecks)                         \
    X(Distribution, distributions)                             \
    X(Principal, principals)                                   \
    X(ManagedPolicy, managedPolicies)                          \
    X(InstanceProfile, instanceProfiles)                       \
    X(ExternalThing, externals)                                \
    X(OtherThing, others)

namespace archivolt {

/// All things of one kind, by id; snapshots share what did not change.
template <class T>
using Table = PersistentMap<ThingId, std::shared_ptr<const T>>;

// What the things are stands with their families (network.h, compute.h …); tables.h has them all.
#define ARCHIVOLT_DECLARE(Type, member) struct Type;
ARCHIVOLT_TABLES(ARCHIVOLT_DECLARE)
#undef ARCHIVOLT_DECLARE

/// The immutable, typed snapshot that engines see: every address and reference concrete or
/// explicitly unknown, everything with its Origin.
struct Architecture {
    // Out of line: forty tables would else be copied and destroyed by code in every file.
    Architecture();
    Architecture(const Architecture&);
    Architecture(Architecture&&) noexcept;
    Architecture& operator=(const Architecture&);
    Architecture& operator=(Architecture&&) noexcept;
    ~Architecture();

#define ARCHIVOLT_MEMBER(Type, member) Table<Type> member;
    ARCHIVOLT_TABLES(ARCHIVOLT_MEMBER)
#undef ARCHIVOLT_MEMBER

    /// Returns what every thing has, whatever its kind, or null pointer.
    [[nodiscard]] const Thing* find(ThingId id) const;

    friend bool operator==(const Architecture& a, const Architecture& b);
};

/// The table of a type of things: `tableOf<Vpc>` is `&Architecture::vpcs`. Only types of
/// ARCHIVOLT_TABLES have one.
template <class T>
inline constexpr Table<T> Architecture::*tableOf = T::hasNoTableInTheArchitecture;
#define ARCHIVOLT_TABLE_OF(Type, member) \
    template <>                          \
    inline constexpr Table<Type> Architecture::*tableOf<Type> = &Architecture::member;
ARCHIVOLT_TABLES(ARCHIVOLT_TABLE_OF)
#undef ARCHIVOLT_TABLE_OF

/// Says whether two snapshots hold equal things (by value, not by pointer).
[[nodiscard]] bool operator==(const Architecture& a, const Architecture& b);

}  // namespace archivolt
