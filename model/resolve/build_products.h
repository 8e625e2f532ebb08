#pragma once

#include <memory>
#include <variant>
#include <vector>

#include "model/architecture/architecture.h"
#include "model/resolve/build_inputs.h"

namespace archivolt {

/// A thing of any kind but an external one.
using AnyThing = std::variant<
    std::shared_ptr<const Vpc>, std::shared_ptr<const Subnet>, std::shared_ptr<const RouteTable>,
    std::shared_ptr<const InternetGateway>, std::shared_ptr<const EgressOnlyInternetGateway>,
    std::shared_ptr<const NatGateway>, std::shared_ptr<const ElasticIp>,
    std::shared_ptr<const NetworkInterface>, std::shared_ptr<const SecurityGroup>,
    std::shared_ptr<const PrefixList>, std::shared_ptr<const NetworkAcl>,
    std::shared_ptr<const VpcPeering>, std::shared_ptr<const TransitGateway>,
    std::shared_ptr<const TransitGatewayAttachment>,
    std::shared_ptr<const TransitGatewayRouteTable>, std::shared_ptr<const VpcEndpoint>,
    std::shared_ptr<const VpnGateway>, std::shared_ptr<const CustomerGateway>,
    std::shared_ptr<const VpnConnection>, std::shared_ptr<const BlockPublicAccess>,
    std::shared_ptr<const BlockPublicAccessExclusion>, std::shared_ptr<const Instance>,
    std::shared_ptr<const LaunchTemplate>, std::shared_ptr<const AutoScalingGroup>,
    std::shared_ptr<const Volume>, std::shared_ptr<const LoadBalancer>,
    std::shared_ptr<const TargetGroup>, std::shared_ptr<const LambdaFunction>,
    std::shared_ptr<const EcsService>, std::shared_ptr<const SubnetGroup>,
    std::shared_ptr<const Database>, std::shared_ptr<const Cache>,
    std::shared_ptr<const FileSystem>, std::shared_ptr<const Bucket>,
    std::shared_ptr<const HostedZone>, std::shared_ptr<const DnsRecord>,
    std::shared_ptr<const DnsHealthCheck>, std::shared_ptr<const Distribution>,
    std::shared_ptr<const Principal>, std::shared_ptr<const ManagedPolicy>,
    std::shared_ptr<const InstanceProfile>, std::shared_ptr<const OtherThing>>;

/// Returns the id of a thing of any kind.
[[nodiscard]] inline ThingId idOf(const AnyThing& thing) {
    return std::visit([](const auto& pointer) { return pointer->id; }, thing);
}

/// Says whether two things of any kind are equal by value.
[[nodiscard]] inline bool sameThing(const AnyThing& a, const AnyThing& b) {
    if (a == b) return true;
    return a.index() == b.index() &&
           std::visit(
               [&](const auto& x) { return *x == *std::get<std::remove_cvref_t<decltype(x)>>(b); },
               a);
}

/// A wish for addresses inside a pool: a subnet's, or one of the pools of public addresses.
struct AddressRequest {
    ThingId pool;
    ThingId holder;
    std::uint64_t preference =
        0;  ///< A hash of the holder's name: where in the pool to look first.
    std::vector<IpAddress> fixed;  ///< Given ones, that nobody else may get.
    bool wantsIpv4 = false;
    bool wantsIpv6 = false;
    friend bool operator==(const AddressRequest&, const AddressRequest&) = default;
};

/// What a pool gave to a holder; an address that it could not give has the reason.
struct Allocation {
    std::optional<Known<IpAddress>> ipv4;
    std::optional<Known<IpAddress>> ipv6;
    friend bool operator==(const Allocation&, const Allocation&) = default;
};

/// Returns the number of pools that public addresses are taken from; a holder has one by its hash.
inline constexpr std::uint64_t kPublicPools = 512;
/// Returns the id of the pool of public addresses for a holder of this preference.
[[nodiscard]] ThingId publicPool(std::uint64_t preference);
/// Returns the block of a pool of public addresses, if `pool` is one.
[[nodiscard]] std::optional<Cidr> publicPoolBlock(ThingId pool);

/// Gives out a pool's addresses: who asks gets the first free one behind its preference.
///
/// A function of the set of requests: `requests` must be in order of holder. It skips what AWS
/// reserves (the first four and the last of a subnet) and every fixed address. One holder's coming
/// or going moves only those that it collides with. `blocks` are the pool's. A holder in a pool of
/// public addresses that has a fixed one gets that.
/// Source: Amazon VPC User Guide, subnet-sizing.
[[nodiscard]] std::vector<std::pair<ThingId, Allocation>> allocate(
    const std::vector<AddressRequest>& requests, const std::vector<Known<Cidr>>& blocks,
    bool isSubnet);

/// What the things of one resource came to, before addresses are given out.
struct Products {
    std::vector<AnyThing> things;  ///< Interfaces, NAT gateways and Elastic IPs lack addresses yet.
    std::vector<ExternalThing> externals;
    std::vector<AddressRequest> requests;
};

}  // namespace archivolt
