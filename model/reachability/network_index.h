#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/architecture/architecture.h"
#include "model/net/address_set.h"

namespace archivolt {

/// An index into one of the tables of a `NetworkIndex`; `kNone` points at nothing.
using NodeIndex = std::int32_t;
inline constexpr NodeIndex kNone = -1;

/// The kinds of things that have an index.
enum class NodeKind : std::uint8_t {
    Vpc,
    RouteTable,
    NetworkAcl,
    Subnet,
    Group,
    Interface,
    Nat
};

struct VpcNode {
    const Vpc* vpc = nullptr;
    std::vector<Cidr> blocks;
    std::string blocksWhy;  ///< Why there may be other blocks.
    const InternetGateway* internetGateway = nullptr;
    const EgressOnlyInternetGateway* egressOnlyGateway = nullptr;
    const VpnGateway* vpnGateway = nullptr;
    NodeIndex edgeTable = kNone;     ///< The internet gateway's route table.
    NodeIndex vpnEdgeTable = kNone;  ///< The VPN gateway's route table.
    std::vector<NodeIndex> subnets;
    [[nodiscard]] bool holds(const IpAddress& address) const;
};

struct SubnetNode {
    const Subnet* subnet = nullptr;
    NodeIndex vpc = kNone;
    std::vector<Cidr> blocks;
    NodeIndex table = kNone;
    NodeIndex acl = kNone;
    std::string why;  ///< Why vpc, blocks, table or ACL are not all known; empty if they are.
    [[nodiscard]] bool holds(const IpAddress& address) const;
};

/// A route with its destination resolved; one per prefix list entry.
struct RouteNode {
    Cidr destination;
    int rank = 0;  ///< Of equal prefixes the lowest wins: static, prefix list, Direct Connect, VPN.
    RouteTargetKind kind = RouteTargetKind::Unknown;
    Known<ThingId> target;
    std::string name;
    Origin origin;
};

struct TableNode {
    const RouteTable* table = nullptr;
    std::vector<RouteNode> routes;  ///< By prefix length descending, then rank.
    /// Routes whose destination is not known, gateway endpoints' service prefixes left out.
    std::vector<RouteNode> unknown;
};

struct AclNode {
    const NetworkAcl* acl = nullptr;
};

struct InterfaceNode {
    const NetworkInterface* interface = nullptr;
    NodeIndex subnet = kNone;
    NodeIndex vpc = kNone;
    std::vector<NodeIndex> groups;
    std::string groupsWhy;  ///< Why it may have other groups.
    std::vector<IpAddress> addresses;
    std::optional<IpAddress> publicAddress;
    std::string why;  ///< Why subnet, addresses or public address are not known.
    Truth sourceDestCheck = Truth::Yes;
    bool classicNode = false;  ///< A node of a classic load balancer.
    [[nodiscard]] bool holds(const IpAddress& address) const;
    [[nodiscard]] std::optional<IpAddress> address(Family family) const;
};

struct NatNode {
    const NatGateway* gateway = nullptr;
    NodeIndex subnet = kNone;  ///< None for regional ones.
    NodeIndex vpc = kNone;
    std::optional<IpAddress> privateAddress;
    std::optional<IpAddress> publicAddress;
    std::string why;
};

/// A transit gateway's table with what is propagated into it.
struct TransitTableNode {
    const TransitGatewayRouteTable* table = nullptr;
    struct Entry {
        Cidr destination;
        bool propagated = false;
        bool blackhole = false;
        Known<ThingId> attachment;
        std::string name;
        Origin origin;
    };
    std::vector<Entry> entries;  ///< By prefix length descending, static before propagated.
    std::string why;             ///< Why it may hold other routes.
};

/// Who holds an address: an interface or a NAT gateway.
struct Holder {
    NodeIndex interface = kNone;
    NodeIndex nat = kNone;
    [[nodiscard]] explicit operator bool() const { return interface != kNone || nat != kNone; }
};

/// The network of an Architecture with every reference turned into an index: what the engines walk.
///
/// Immutable; it keeps the Architecture alive. Building it is linear in the design (times log).
class NetworkIndex {
public:
    explicit NetworkIndex(std::shared_ptr<const Architecture> architecture);

    [[nodiscard]] const Architecture& architecture() const { return *m_architecture; }
    [[nodiscard]] const std::vector<VpcNode>& vpcs() const { return m_vpcs; }
    [[nodiscard]] const std::vector<SubnetNode>& subnets() const { return m_subnets; }
    [[nodiscard]] const std::vector<TableNode>& tables() const { return m_tables; }
    [[nodiscard]] const std::vector<AclNode>& acls() const { return m_acls; }
    [[nodiscard]] const std::vector<const SecurityGroup*>& groups() const { return m_groups; }
    [[nodiscard]] const std::vector<InterfaceNode>& interfaces() const { return m_interfaces; }
    [[nodiscard]] const std::vector<NatNode>& nats() const { return m_nats; }
    [[nodiscard]] const std::map<ThingId, TransitTableNode>& transitTables() const {
        return m_transitTables;
    }

    /// Returns a thing's index in the table of `kind`, or kNone where it is not of that kind.
    [[nodiscard]] NodeIndex indexOf(NodeKind kind, ThingId id) const;
    /// Returns the subnet of a VPC that an address lies in, or kNone.
    [[nodiscard]] NodeIndex subnetHolding(NodeIndex vpc, const IpAddress& address) const;
    /// Returns who holds an address inside a VPC.
    [[nodiscard]] Holder holderInVpc(NodeIndex vpc, const IpAddress& address) const;
    /// Returns who holds an address as the internet sees it: a public IPv4, or an IPv6 address.
    [[nodiscard]] Holder holderOnInternet(const IpAddress& address) const;
    /// Returns the VPC whose IPv6 blocks hold a public address, or kNone.
    [[nodiscard]] NodeIndex vpcOnInternet(const IpAddress& address) const;
    /// Returns every address outside private, shared, link-local and the design's own ones.
    [[nodiscard]] const AddressSet& internet() const { return m_internet; }

private:
    void addIndex(NodeKind kind, ThingId id, std::size_t index);
    void addVpcs();
    void addTables();
    void addSubnets();
    void addGroups();
    void addInterfaces();
    void addNats();
    void addTransitTables();
    void addAddresses();
    void addInternet();
    [[nodiscard]] TableNode tableNode(const RouteTable& table) const;
    [[nodiscard]] NodeIndex known(NodeKind kind, const Known<ThingId>& id, std::string& why) const;

    struct AddressEntry {
        NodeIndex vpc;  ///< kNone: as the internet sees it.
        IpAddress address;
        Holder holder;
    };
    [[nodiscard]] Holder find(NodeIndex vpc, const IpAddress& address) const;

    std::shared_ptr<const Architecture> m_architecture;
    std::vector<VpcNode> m_vpcs;
    std::vector<SubnetNode> m_subnets;
    std::vector<TableNode> m_tables;
    std::vector<AclNode> m_acls;
    std::vector<const SecurityGroup*> m_groups;
    std::vector<InterfaceNode> m_interfaces;
    std::vector<NatNode> m_nats;
    std::map<ThingId, TransitTableNode> m_transitTables;
    std::unordered_map<ThingId, std::pair<NodeKind, NodeIndex>> m_indexes;
    std::vector<AddressEntry> m_addresses;  // INVARIANT: ascending once built.
    AddressSet m_internet;
};

/// Returns the private, shared, link-local, loopback, multicast and reserved addresses.
[[nodiscard]] const AddressSet& specialAddresses();

}  // namespace archivolt
