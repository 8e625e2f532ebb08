#pragma once

#include <string_view>
#include <vector>

#include "model/build/build_scope.h"

namespace archivolt {

/// Makes the typed things of a resource whose type has a typed form.
using Builder = void (*)(const View& self, Products& out);

/// Returns the builder of a resource type; null pointer for types without a typed form.
///
/// Types that only say something of others (a route, an association) have a builder that makes
/// nothing: what they say is found from the other side.
[[nodiscard]] Builder builderOf(std::string_view type);

void buildVpc(const View& self, Products& out);
void buildSubnet(const View& self, Products& out);
void buildRouteTable(const View& self, Products& out);
void buildInternetGateway(const View& self, Products& out);
void buildEgressOnlyInternetGateway(const View& self, Products& out);
void buildNatGateway(const View& self, Products& out);
void buildElasticIp(const View& self, Products& out);
void buildNetworkInterface(const View& self, Products& out);
void buildSecurityGroup(const View& self, Products& out);
void buildPrefixList(const View& self, Products& out);
void buildNetworkAcl(const View& self, Products& out);
void buildPeering(const View& self, Products& out);
void buildTransitGateway(const View& self, Products& out);
void buildTransitVpcAttachment(const View& self, Products& out);
void buildTransitPeering(const View& self, Products& out);
void buildTransitConnect(const View& self, Products& out);
void buildTransitRouteTable(const View& self, Products& out);
void buildEndpoint(const View& self, Products& out);
void buildVpnGateway(const View& self, Products& out);
void buildCustomerGateway(const View& self, Products& out);
void buildVpnConnection(const View& self, Products& out);
void buildBlockPublicAccess(const View& self, Products& out);
void buildBlockPublicAccessExclusion(const View& self, Products& out);
void buildInstance(const View& self, Products& out);
void buildLaunchTemplate(const View& self, Products& out);
void buildAutoScalingGroup(const View& self, Products& out);
void buildVolume(const View& self, Products& out);
void buildLoadBalancer(const View& self, Products& out);
void buildClassicLoadBalancer(const View& self, Products& out);
void buildTargetGroup(const View& self, Products& out);
void buildLambdaFunction(const View& self, Products& out);
void buildEcsService(const View& self, Products& out);
void buildSubnetGroup(const View& self, Products& out);
void buildDatabase(const View& self, Products& out);
void buildDatabaseCluster(const View& self, Products& out);
void buildCache(const View& self, Products& out);
void buildFileSystem(const View& self, Products& out);
void buildMountTarget(const View& self, Products& out);
void buildBucket(const View& self, Products& out);
void buildHostedZone(const View& self, Products& out);
void buildRecordSet(const View& self, Products& out);
void buildRecordSetGroup(const View& self, Products& out);
void buildHealthCheck(const View& self, Products& out);
void buildDistribution(const View& self, Products& out);
void buildPrincipal(const View& self, Products& out);
void buildManagedPolicy(const View& self, Products& out);
void buildInstanceProfile(const View& self, Products& out);

}  // namespace archivolt
