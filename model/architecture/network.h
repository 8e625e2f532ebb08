#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/architecture/connections.h"
#include "model/architecture/security.h"
#include "model/architecture/thing.h"
#include "model/base/doubt.h"
#include "model/net/cidr.h"

namespace archivolt {

enum class RouteTargetKind : std::uint8_t;

/// A VPC with its address blocks and what it is born with.
struct Vpc : Thing {
    std::string account;
    std::string region;
    std::vector<Known<Cidr>> blocks;  ///< IPv4 and IPv6, primary first, `VPCCidrBlock` ones too.
    bool amazonIpv6 = false;  ///< Has an IPv6 block of Amazon's choice: one of 2001:db8::/32 here.
    ThingId mainRouteTable;   ///< `Vpc.main`.
    ThingId defaultNetworkAcl;     ///< `Vpc.defaultAcl`.
    ThingId defaultSecurityGroup;  ///< `Vpc.defaultGroup`.
    Doubt gatewaysWhy;             ///< Not empty: why it may have gateways that are not listed.
    /// The kinds of gateways that AWS may refuse it, by its encryption control, and why.
    std::vector<RouteTargetKind> refused;
    Doubt refusedWhy;
    friend bool operator==(const Vpc&, const Vpc&) = default;
};

/// A subnet; its associations are resolved, the VPC's defaults included.
struct Subnet : Thing {
    Known<ThingId> vpc;
    Known<std::string> zone;          ///< `us-east-1a`; chosen by rule where the template has none.
    bool zoneAssigned = false;        ///< The zone was chosen by us, not by the template.
    std::vector<Known<Cidr>> blocks;  ///< At most one IPv4, one IPv6.
    Known<bool> mapPublicIp = false;
    Known<bool> assignIpv6 = false;
    Known<ThingId> routeTable;  ///< The associated one, else the VPC's main one.
    Known<ThingId> networkAcl;  ///< The associated one, else the VPC's default one.
    Doubt interfacesWhy;        ///< Not empty: why it may hold interfaces that are not listed.
    Doubt firewallWhy;          ///< Not empty: what treats its traffic with the internet in a way
                                ///< that is not known.
    friend bool operator==(const Subnet&, const Subnet&) = default;
};

/// VPC Block Public Access of an account in a Region.
struct BlockPublicAccess : Thing {
    std::string account;
    std::string region;
    Known<std::string> mode;  ///< `off`, `block-bidirectional` or `block-ingress`.
    friend bool operator==(const BlockPublicAccess&, const BlockPublicAccess&) = default;
};

/// A VPC or subnet that VPC Block Public Access leaves out.
struct BlockPublicAccessExclusion : Thing {
    Known<std::string> mode;  ///< `allow-bidirectional` or `allow-egress`.
    std::optional<Known<ThingId>> vpc;
    std::optional<Known<ThingId>> subnet;
    friend bool operator==(const BlockPublicAccessExclusion&,
                           const BlockPublicAccessExclusion&) = default;
};

enum class RouteTargetKind : std::uint8_t {
    Local,
    InternetGateway,
    NatGateway,
    EgressOnlyInternetGateway,
    NetworkInterface,
    Instance,
    Peering,
    TransitGateway,
    VpnGateway,
    GatewayEndpoint,
    GatewayLoadBalancerEndpoint,
    CarrierGateway,
    LocalGateway,
    CoreNetwork,
    Blackhole,
    Unknown,
};

enum class RouteSource : std::uint8_t {
    Static,
    PropagatedDirectConnect,
    PropagatedVpn,
    Endpoint
};

/// One route; the local ones of the VPC's blocks are listed too.
struct Route {
    std::optional<Known<Cidr>> destination;  ///< Or a prefix list, below.
    std::optional<Known<ThingId>> prefixList;
    RouteTargetKind targetKind = RouteTargetKind::Unknown;
    Known<ThingId> target;
    RouteSource source = RouteSource::Static;
    Origin origin;
    std::string name;  ///< The route's logical id; `local` for local ones.
    friend bool operator==(const Route&, const Route&) = default;
};

/// A route table of a VPC; `gateway` is set when it is a gateway's (edge) table.
struct RouteTable : Thing {
    Known<ThingId> vpc;
    std::vector<Route> routes;              ///< In the text's order, local ones first.
    std::optional<Known<ThingId>> gateway;  ///< IGW or VGW that it is associated with.
    References propagating;                 ///< VPN gateways that propagate into it.
    Doubt learntWhy;  ///< Not empty: why it may have routes that are not listed.
    friend bool operator==(const RouteTable&, const RouteTable&) = default;
};

struct InternetGateway : Thing {
    References vpcs;  ///< Attached ones; more than one is an error that lint reports.
    friend bool operator==(const InternetGateway&, const InternetGateway&) = default;
};

struct EgressOnlyInternetGateway : Thing {
    Known<ThingId> vpc;
    friend bool operator==(const EgressOnlyInternetGateway&,
                           const EgressOnlyInternetGateway&) = default;
};

struct NatGateway : Thing {
    Known<ThingId> subnet;              ///< Of zonal ones.
    std::optional<Known<ThingId>> vpc;  ///< Of regional ones, which have no subnet.
    Known<bool> isPublic = true;
    Known<IpAddress> privateAddress;
    bool privateAddressAssigned = false;
    References elasticIps;
    std::optional<Known<IpAddress>> publicAddress;
    friend bool operator==(const NatGateway&, const NatGateway&) = default;
};

struct ElasticIp : Thing {
    Known<IpAddress> address;  ///< From 198.18.0.0/15 (RFC 2544) where AWS would choose.
    bool addressAssigned = true;
    std::optional<Known<ThingId>> holder;  ///< The interface, instance or NAT gateway.
    friend bool operator==(const ElasticIp&, const ElasticIp&) = default;
};

/// What an interface belongs to; it tells how its flows are treated.
enum class InterfaceKind : std::uint8_t {
    Instance,
    Standalone,
    LoadBalancerNode,
    NatGateway,
    Endpoint,
    Database,
    Cache,
    MountTarget,
    Lambda,
    Task,
    TransitGatewayAttachment,
    Service,  ///< Of a managed service that answers on the ports in `listens`.
    Client,   ///< Of a managed service that only opens connections.
    Other,
};

/// A network interface, the engine's atom: its addresses, subnet and security groups.
struct NetworkInterface : Thing {
    InterfaceKind kind = InterfaceKind::Standalone;
    ThingId owner;  ///< The instance, load balancer, database…; none for a standalone one.
    Known<ThingId> subnet;
    References securityGroups;
    std::vector<Known<IpAddress>> addresses;  ///< Private IPv4 first (primary first), then IPv6.
    bool addressAssigned = false;  ///< The addresses were chosen by us inside the subnet.
    std::optional<Known<IpAddress>> publicAddress;  ///< Elastic or automatic; absent: none.
    std::optional<ThingId> elasticIp;               ///< The one that `publicAddress` is of.
    Known<bool> sourceDestCheck = true;
    /// What it answers on, where that is known and not only up to filters; ranges may be unknown.
    std::optional<std::vector<RuleMatch>> listens;
    /// What it answers on at its public address; absent: what it answers on anywhere.
    std::optional<std::vector<RuleMatch>> publicListens;
    Known<bool> inUse = true;  ///< False: its instance is stopped, or it is attached to nothing.
    friend bool operator==(const NetworkInterface&, const NetworkInterface&) = default;
};

}  // namespace archivolt
