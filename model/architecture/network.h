#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/architecture/thing.h"
#include "model/net/cidr.h"
#include "model/value/value.h"

namespace archivolt {

/// A VPC with its address blocks and what it is born with.
struct Vpc : Thing {
    std::string account;
    std::string region;
    std::vector<Known<Cidr>> blocks;  ///< IPv4 and IPv6, primary first, `VPCCidrBlock` ones too.
    bool amazonIpv6 = false;          ///< Has an IPv6 block that Amazon chooses.
    ThingId mainRouteTable;           ///< `Vpc.main`.
    ThingId defaultNetworkAcl;        ///< `Vpc.defaultAcl`.
    ThingId defaultSecurityGroup;     ///< `Vpc.defaultGroup`.
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
    Known<ThingId> routeTable;        ///< The associated one, else the VPC's main one.
    Known<ThingId> networkAcl;        ///< The associated one, else the VPC's default one.
    friend bool operator==(const Subnet&, const Subnet&) = default;
};

enum class RouteTargetKind : std::uint8_t {
    Local, InternetGateway, NatGateway, EgressOnlyInternetGateway, NetworkInterface, Instance,
    Peering, TransitGateway, VpnGateway, GatewayEndpoint, GatewayLoadBalancerEndpoint,
    CarrierGateway, LocalGateway, CoreNetwork, Blackhole, Unknown,
};

enum class RouteSource : std::uint8_t { Static, PropagatedDirectConnect, PropagatedVpn, Endpoint };

/// One route; the local ones of the VPC's blocks are listed too.
struct Route {
    std::optional<Known<Cidr>> destination;   ///< Or a prefix list, below.
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
    std::vector<Route> routes;  ///< In the text's order, local ones first.
    std::optional<Known<ThingId>> gateway;  ///< IGW or VGW that it is associated with.
    References propagating;     ///< VPN gateways that propagate into it.
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
    Known<ThingId> subnet;            ///< Of zonal ones.
    std::optional<Known<ThingId>> vpc;  ///< Of regional ones, which have no subnet.
    Known<bool> isPublic = true;
    Known<IpAddress> privateAddress;
    bool privateAddressAssigned = false;
    References elasticIps;
    std::optional<Known<IpAddress>> publicAddress;
    friend bool operator==(const NatGateway&, const NatGateway&) = default;
};

struct ElasticIp : Thing {
    Known<IpAddress> address;  ///< Placeholder from 198.51.100.0/24 where AWS would choose.
    bool addressAssigned = true;
    std::optional<Known<ThingId>> holder;  ///< The interface, instance or NAT gateway.
    friend bool operator==(const ElasticIp&, const ElasticIp&) = default;
};

/// What an interface belongs to; it tells how its flows are treated.
enum class InterfaceKind : std::uint8_t {
    Instance, Standalone, LoadBalancerNode, NatGateway, Endpoint, Database, Cache, MountTarget,
    Lambda, Task, TransitGatewayAttachment, Other,
};

/// A network interface, the engine's atom: its addresses, subnet and security groups.
struct NetworkInterface : Thing {
    InterfaceKind kind = InterfaceKind::Standalone;
    ThingId owner;  ///< The instance, load balancer, database…; none for a standalone one.
    Known<ThingId> subnet;
    References securityGroups;
    std::vector<Known<IpAddress>> addresses;  ///< Private IPv4 first (primary first), then IPv6.
    bool addressAssigned = false;   ///< The addresses were chosen by us inside the subnet.
    std::optional<Known<IpAddress>> publicAddress;  ///< Elastic or automatic; absent: none.
    Known<bool> sourceDestCheck = true;
    friend bool operator==(const NetworkInterface&, const NetworkInterface&) = default;
};

enum class RuleDirection : std::uint8_t { Ingress, Egress };

/// A protocol by IP number; -1 is all of them (AWS's `-1`).
using ProtocolNumber = std::int16_t;
inline constexpr ProtocolNumber kAllProtocols = -1;
inline constexpr ProtocolNumber kIcmp = 1;
inline constexpr ProtocolNumber kTcp = 6;
inline constexpr ProtocolNumber kUdp = 17;
inline constexpr ProtocolNumber kIcmpv6 = 58;

/// Which packets a rule speaks of; for ICMP the ports are type and code, -1 = all.
struct RuleMatch {
    Known<ProtocolNumber> protocol = kAllProtocols;
    Known<std::int32_t> fromPort = 0;
    Known<std::int32_t> toPort = 65535;
    friend bool operator==(const RuleMatch&, const RuleMatch&) = default;
};

/// One security group rule: a match and exactly one kind of peer.
struct SecurityGroupRule {
    RuleDirection direction = RuleDirection::Ingress;
    RuleMatch match;
    std::optional<Known<Cidr>> cidr;
    std::optional<Known<ThingId>> group;
    std::optional<Known<ThingId>> prefixList;
    std::string description;
    std::string name;  ///< `WebGroup ingress rule 1`, or a standalone rule's logical id.
    Origin origin;
    bool isDefault = false;  ///< The allow-all egress that AWS adds.
    friend bool operator==(const SecurityGroupRule&, const SecurityGroupRule&) = default;
};

struct SecurityGroup : Thing {
    Known<ThingId> vpc;
    std::vector<SecurityGroupRule> rules;  ///< Inline, then standalone, in the text's order.
    std::string unknownRules;  ///< Not empty: why there may be other rules.
    friend bool operator==(const SecurityGroup&, const SecurityGroup&) = default;
};

struct PrefixList : Thing {
    Family family = Family::Ipv4;
    Known<std::vector<Cidr>> entries;
    std::int32_t maxEntries = 0;
    friend bool operator==(const PrefixList&, const PrefixList&) = default;
};

struct NetworkAclEntry {
    RuleDirection direction = RuleDirection::Ingress;
    Known<std::int32_t> number;
    Known<bool> allow = true;
    RuleMatch match;
    Known<Cidr> cidr;
    std::string name;  ///< The entry's logical id; `rule 100` for those that AWS adds.
    Origin origin;
    friend bool operator==(const NetworkAclEntry&, const NetworkAclEntry&) = default;
};

struct NetworkAcl : Thing {
    Known<ThingId> vpc;
    bool isDefault = false;
    std::vector<NetworkAclEntry> entries;  ///< By direction, then number; the final `*` left out.
    friend bool operator==(const NetworkAcl&, const NetworkAcl&) = default;
};

struct VpcPeering : Thing {
    Known<ThingId> requester;
    Known<ThingId> accepter;
    Known<bool> active = true;
    friend bool operator==(const VpcPeering&, const VpcPeering&) = default;
};

/// What a transit gateway is attached to.
enum class AttachmentKind : std::uint8_t { Vpc, Vpn, DirectConnect, Peering, Connect };

struct TransitGatewayAttachment : Thing {
    AttachmentKind kind = AttachmentKind::Vpc;
    Known<ThingId> transitGateway;
    Known<ThingId> target;          ///< The VPC, VPN connection, or other transit gateway.
    References subnets;             ///< One in each zone that it serves.
    Known<bool> applianceMode = false;
    Known<bool> securityGroupReferencing = false;
    References associatedTables;    ///< The route table its traffic is looked up in (one at most).
    References propagatesTo;        ///< Tables that learn its blocks.
    friend bool operator==(const TransitGatewayAttachment&,
                           const TransitGatewayAttachment&) = default;
};

struct TransitGatewayRoute {
    Known<Cidr> destination;
    bool blackhole = false;
    Known<ThingId> attachment;
    Origin origin;
    std::string name;
    friend bool operator==(const TransitGatewayRoute&, const TransitGatewayRoute&) = default;
};

struct TransitGatewayRouteTable : Thing {
    Known<ThingId> transitGateway;
    std::vector<TransitGatewayRoute> routes;
    friend bool operator==(const TransitGatewayRouteTable&,
                           const TransitGatewayRouteTable&) = default;
};

struct TransitGateway : Thing {
    Known<bool> defaultAssociation = true;
    Known<bool> defaultPropagation = true;
    Known<bool> securityGroupReferencing = false;
    ThingId defaultRouteTable;
    friend bool operator==(const TransitGateway&, const TransitGateway&) = default;
};

enum class EndpointKind : std::uint8_t { Gateway, Interface, GatewayLoadBalancer };

struct VpcEndpoint : Thing {
    EndpointKind kind = EndpointKind::Gateway;
    Known<ThingId> vpc;
    Known<std::string> service;     ///< `com.amazonaws.us-east-1.s3`.
    References routeTables;         ///< Of gateway endpoints.
    References subnets;             ///< Of the others; each has an interface of its own.
    References securityGroups;
    Known<bool> privateDns = true;
    std::optional<Value> policy;    ///< Evaluated PolicyDocument; absent: everything is allowed.
    friend bool operator==(const VpcEndpoint&, const VpcEndpoint&) = default;
};

struct VpnGateway : Thing {
    References vpcs;
    friend bool operator==(const VpnGateway&, const VpnGateway&) = default;
};

struct CustomerGateway : Thing {
    Known<IpAddress> address;
    friend bool operator==(const CustomerGateway&, const CustomerGateway&) = default;
};

struct VpnConnection : Thing {
    Known<ThingId> customerGateway;
    std::optional<Known<ThingId>> vpnGateway;
    std::optional<Known<ThingId>> transitGateway;
    Known<bool> staticRoutesOnly = false;
    std::vector<Known<Cidr>> staticRoutes;  ///< The on-premises networks behind it.
    friend bool operator==(const VpnConnection&, const VpnConnection&) = default;
};

}  // namespace archivolt
