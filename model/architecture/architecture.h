#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/architecture/compute.h"
#include "model/architecture/data.h"
#include "model/architecture/edge.h"
#include "model/architecture/identity.h"
#include "model/architecture/network.h"
#include "model/base/persistent_map.h"

namespace archivolt {

/// Something that the design speaks of and does not hold: a VPC behind a parameter, another
/// account's role, an import that nothing exports; also what a nested stack or a custom resource
/// makes.
struct ExternalThing : Thing {
    std::string why;           ///< "parameter VpcId has no value".
    std::string expectedType;  ///< What it is used as, `AWS::EC2::VPC`; empty when not known.
    friend bool operator==(const ExternalThing&, const ExternalThing&) = default;
};

/// A declared resource that has no typed form here; drawn and exported, not judged by engines.
struct OtherThing : Thing {
    std::string type;
    friend bool operator==(const OtherThing&, const OtherThing&) = default;
};

/// All things of one kind, by id; snapshots share what did not change.
template <class T>
using Table = PersistentMap<ThingId, std::shared_ptr<const T>>;

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

    Table<Vpc> vpcs;
    Table<Subnet> subnets;
    Table<RouteTable> routeTables;
    Table<InternetGateway> internetGateways;
    Table<EgressOnlyInternetGateway> egressOnlyInternetGateways;
    Table<NatGateway> natGateways;
    Table<ElasticIp> elasticIps;
    Table<NetworkInterface> interfaces;
    Table<SecurityGroup> securityGroups;
    Table<PrefixList> prefixLists;
    Table<NetworkAcl> networkAcls;
    Table<VpcPeering> peerings;
    Table<TransitGateway> transitGateways;
    Table<TransitGatewayAttachment> transitGatewayAttachments;
    Table<TransitGatewayRouteTable> transitGatewayRouteTables;
    Table<VpcEndpoint> endpoints;
    Table<VpnGateway> vpnGateways;
    Table<CustomerGateway> customerGateways;
    Table<VpnConnection> vpnConnections;
    Table<BlockPublicAccess> blockPublicAccess;
    Table<BlockPublicAccessExclusion> blockPublicAccessExclusions;

    Table<Instance> instances;
    Table<LaunchTemplate> launchTemplates;
    Table<AutoScalingGroup> autoScalingGroups;
    Table<Volume> volumes;
    Table<LoadBalancer> loadBalancers;
    Table<TargetGroup> targetGroups;
    Table<LambdaFunction> lambdaFunctions;
    Table<EcsService> ecsServices;

    Table<SubnetGroup> subnetGroups;
    Table<Database> databases;
    Table<Cache> caches;
    Table<FileSystem> fileSystems;
    Table<Bucket> buckets;

    Table<HostedZone> hostedZones;
    Table<DnsRecord> dnsRecords;
    Table<DnsHealthCheck> dnsHealthChecks;
    Table<Distribution> distributions;

    Table<Principal> principals;
    Table<ManagedPolicy> managedPolicies;
    Table<InstanceProfile> instanceProfiles;

    Table<ExternalThing> externals;
    Table<OtherThing> others;

    /// Returns what every thing has, whatever its kind, or null pointer.
    [[nodiscard]] const Thing* find(ThingId id) const;

    friend bool operator==(const Architecture& a, const Architecture& b);
};

/// Calls `visit` with a pointer to every table member of Architecture, in the order above.
template <class Visit>
constexpr void forEachTable(Visit&& visit) {
    visit(&Architecture::vpcs);
    visit(&Architecture::subnets);
    visit(&Architecture::routeTables);
    visit(&Architecture::internetGateways);
    visit(&Architecture::egressOnlyInternetGateways);
    visit(&Architecture::natGateways);
    visit(&Architecture::elasticIps);
    visit(&Architecture::interfaces);
    visit(&Architecture::securityGroups);
    visit(&Architecture::prefixLists);
    visit(&Architecture::networkAcls);
    visit(&Architecture::peerings);
    visit(&Architecture::transitGateways);
    visit(&Architecture::transitGatewayAttachments);
    visit(&Architecture::transitGatewayRouteTables);
    visit(&Architecture::endpoints);
    visit(&Architecture::vpnGateways);
    visit(&Architecture::customerGateways);
    visit(&Architecture::vpnConnections);
    visit(&Architecture::blockPublicAccess);
    visit(&Architecture::blockPublicAccessExclusions);
    visit(&Architecture::instances);
    visit(&Architecture::launchTemplates);
    visit(&Architecture::autoScalingGroups);
    visit(&Architecture::volumes);
    visit(&Architecture::loadBalancers);
    visit(&Architecture::targetGroups);
    visit(&Architecture::lambdaFunctions);
    visit(&Architecture::ecsServices);
    visit(&Architecture::subnetGroups);
    visit(&Architecture::databases);
    visit(&Architecture::caches);
    visit(&Architecture::fileSystems);
    visit(&Architecture::buckets);
    visit(&Architecture::hostedZones);
    visit(&Architecture::dnsRecords);
    visit(&Architecture::dnsHealthChecks);
    visit(&Architecture::distributions);
    visit(&Architecture::principals);
    visit(&Architecture::managedPolicies);
    visit(&Architecture::instanceProfiles);
    visit(&Architecture::externals);
    visit(&Architecture::others);
}

/// Says whether two snapshots hold equal things (by value, not by pointer).
[[nodiscard]] bool operator==(const Architecture& a, const Architecture& b);

}  // namespace archivolt
