#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/architecture/tables.h"
#include "model/base/copy_on_write.h"
#include "model/net/address_set.h"
#include "model/net/traffic_set.h"

namespace archivolt {

/// An index into one of the tables of a `NetworkIndex`; `kNone` points at nothing.
using NodeIndex = std::int32_t;
inline constexpr NodeIndex kNone = -1;

/// Puts one more reason to what is not known; an empty one says nothing.
void addWhy(std::string& why, const std::string& more);

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

/// The rank of routes that were learnt over Direct Connect (N46).
inline constexpr int kDirectConnectRank = 3;

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
    /// Of equal prefixes the lowest wins: static, local, prefix list, Direct Connect, VPN.
    int rank = 0;
    RouteTargetKind kind = RouteTargetKind::Unknown;
    Known<ThingId> target;
    std::string name;
    Origin origin;
};

struct TableNode {
    const RouteTable* table = nullptr;
    std::vector<RouteNode> routes;  ///< By prefix length descending, then rank.
    /// Routes whose destination is not known, but for those of gateway endpoints: they lead to the
    /// address that stands for the service's.
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
    bool classicNode = false;               ///< A node of a classic load balancer.
    bool accepts = true;                    ///< Connections may begin from elsewhere.
    bool opens = true;                      ///< Connections may begin here.
    const VpcEndpoint* endpoint = nullptr;  ///< The VPC endpoint that it is of.
    /// What it answers on, all but TCP and UDP included; absent: anything.
    std::optional<TrafficSet> listens;
    std::string listensWhy;      ///< Not empty: why that is not known.
    std::uint32_t groupSet = 0;  ///< Interfaces with the same groups have the same number.
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
    /// Of regional ones, which have no address inside the VPC (N54).
    [[nodiscard]] bool isRegional() const { return gateway->vpc.has_value(); }
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
    friend bool operator==(const Holder&, const Holder&) = default;
};

/// The security groups that some interfaces carry; rules are the same for all of them.
struct GroupSetNode {
    std::vector<ThingId> ids;  ///< Ascending.
    bool openEnded = false;    ///< There may be others.
    friend auto operator<=>(const GroupSetNode&, const GroupSetNode&) = default;
};

/// The sets of groups of a network, numbered; snapshots share them until a new set turns up.
class GroupSets {
public:
    [[nodiscard]] const std::vector<std::shared_ptr<const GroupSetNode>>& nodes() const {
        return m_made->nodes;
    }
    /// Returns the number of a set, which is given one if it has none.
    std::uint32_t numberOf(const References& groups);

private:
    struct Made {
        std::vector<std::shared_ptr<const GroupSetNode>> nodes;
        std::map<GroupSetNode, std::uint32_t> numbers;
    };
    CopyOnWrite<Made> m_made;
};

/// The interfaces of a network, read like a vector; snapshots share those that did not change.
class InterfaceList {
public:
    using Nodes = std::vector<std::shared_ptr<const InterfaceNode>>;
    class Iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = InterfaceNode;
        using difference_type = std::ptrdiff_t;
        using pointer = const InterfaceNode*;
        using reference = const InterfaceNode&;
        Iterator() = default;
        explicit Iterator(Nodes::const_iterator at) : m_at(at) {}
        reference operator*() const { return **m_at; }
        pointer operator->() const { return m_at->get(); }
        Iterator& operator++() {
            ++m_at;
            return *this;
        }
        Iterator operator++(int) { return Iterator(m_at++); }
        friend bool operator==(const Iterator&, const Iterator&) = default;

    private:
        Nodes::const_iterator m_at;
    };

    InterfaceList() : m_nodes(std::make_shared<const Nodes>()) {}
    explicit InterfaceList(Nodes nodes)
        : m_nodes(std::make_shared<const Nodes>(std::move(nodes))) {}
    [[nodiscard]] std::size_t size() const { return m_nodes->size(); }
    [[nodiscard]] bool empty() const { return m_nodes->empty(); }
    [[nodiscard]] const InterfaceNode& operator[](std::size_t i) const { return *(*m_nodes)[i]; }
    [[nodiscard]] Iterator begin() const { return Iterator(m_nodes->begin()); }
    [[nodiscard]] Iterator end() const { return Iterator(m_nodes->end()); }
    /// Returns the shared nodes; equal pointers mean an interface that did not change.
    [[nodiscard]] const Nodes& nodes() const { return *m_nodes; }
    /// Says whether two lists are one and the same, without looking into them.
    [[nodiscard]] bool isSharedWith(const InterfaceList& other) const {
        return m_nodes == other.m_nodes;
    }

private:
    std::shared_ptr<const Nodes> m_nodes;
};

/// Returns the private, shared, link-local, loopback, multicast and reserved addresses.
[[nodiscard]] const AddressSet& specialAddresses();

}  // namespace archivolt
