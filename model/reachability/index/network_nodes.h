#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/architecture/tables.h"
#include "model/base/copy_on_write.h"
#include "model/base/doubt.h"
#include "model/net/address_set.h"
#include "model/net/traffic_set.h"
#include "model/reachability/index/node_index.h"

namespace archivolt {

/// The rank of routes that were learnt over Direct Connect (N46).
inline constexpr int kDirectConnectRank = 3;

struct VpcNode {
    const Vpc* vpc = nullptr;
    std::vector<Cidr> blocks;
    Doubt blocksWhy;  ///< Why there may be other blocks.
    const InternetGateway* internetGateway = nullptr;
    const EgressOnlyInternetGateway* egressOnlyGateway = nullptr;
    const VpnGateway* vpnGateway = nullptr;
    TableIndex edgeTable = kNone;     ///< The internet gateway's route table.
    TableIndex vpnEdgeTable = kNone;  ///< The VPN gateway's route table.
    std::vector<SubnetIndex> subnets;
    [[nodiscard]] bool holds(const IpAddress& address) const;
    [[nodiscard]] ThingId id() const { return vpc->id; }
};

struct SubnetNode {
    const Subnet* subnet = nullptr;
    VpcIndex vpc = kNone;
    std::vector<Cidr> blocks;
    TableIndex table = kNone;
    AclIndex acl = kNone;
    Doubt why;  ///< Why vpc, blocks, table or ACL are not all known; empty if they are.
    [[nodiscard]] bool holds(const IpAddress& address) const;
    [[nodiscard]] ThingId id() const { return subnet->id; }
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
    [[nodiscard]] ThingId id() const { return table->id; }
};

struct AclNode {
    const NetworkAcl* acl = nullptr;
    [[nodiscard]] ThingId id() const { return acl->id; }
};

struct GroupNode {
    const SecurityGroup* group = nullptr;
    [[nodiscard]] ThingId id() const { return group->id; }
};

struct InterfaceNode {
    const NetworkInterface* interface = nullptr;
    SubnetIndex subnet = kNone;
    VpcIndex vpc = kNone;
    std::vector<GroupIndex> groups;
    Doubt groupsWhy;  ///< Why it may have other groups.
    std::vector<IpAddress> addresses;
    std::optional<IpAddress> publicAddress;
    Doubt why;  ///< Why subnet, addresses or public address are not known.
    Truth sourceDestCheck = Truth::Yes;
    bool classicNode = false;               ///< A node of a classic load balancer.
    bool accepts = true;                    ///< Connections may begin from elsewhere.
    bool opens = true;                      ///< Connections may begin here.
    const VpcEndpoint* endpoint = nullptr;  ///< The VPC endpoint that it is of.
    /// What it answers on, all but TCP and UDP included; null: anything, as most do.
    std::shared_ptr<const TrafficSet> listens;
    std::shared_ptr<const TrafficSet> publicListens;  ///< At its public address, where it differs.
    Doubt listensWhy;                                 ///< Not empty: why that is not known.
    std::uint32_t groupSet = 0;  ///< Interfaces with the same groups have the same number.
    [[nodiscard]] bool holds(const IpAddress& address) const;
    [[nodiscard]] std::optional<IpAddress> address(Family family) const;
    [[nodiscard]] ThingId id() const { return interface->id; }
};

struct NatNode {
    const NatGateway* gateway = nullptr;
    SubnetIndex subnet = kNone;  ///< None for regional ones.
    VpcIndex vpc = kNone;
    std::optional<IpAddress> privateAddress;
    std::optional<IpAddress> publicAddress;
    Doubt why;
    /// Of regional ones, which have no address inside the VPC (N54).
    [[nodiscard]] bool isRegional() const { return gateway->vpc.has_value(); }
    [[nodiscard]] ThingId id() const { return gateway->id; }
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
    std::vector<Entry> entries;  ///< By prefix length descending, the best first.
    Doubt why;                   ///< Why it may hold other routes.
};

/// A field of a thing's description that is set and that nothing reads.
struct UnreadField {
    std::string field;
    Doubt why;
    bool matters = false;   ///< What it changes leaves answers open.
    bool ipv6Only = false;  ///< Those for IPv6 alone.
    friend bool operator==(const UnreadField&, const UnreadField&) = default;
};

/// Who holds an address: an interface or a NAT gateway.
struct Holder {
    InterfaceIndex interface = kNone;
    NatIndex nat = kNone;
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

/// Returns the private, shared, link-local, loopback, multicast and reserved addresses.
[[nodiscard]] const AddressSet& specialAddresses();

}  // namespace archivolt
