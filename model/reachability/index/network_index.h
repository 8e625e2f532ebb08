#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/reachability/index/interface_list.h"
#include "model/reachability/index/network_nodes.h"
#include "model/reachability/index/thing_index.h"

namespace archivolt {

/// The network of an Architecture with every reference turned into an index: what the engines walk.
///
/// Immutable; it keeps the Architecture alive. Building it is linear in the design (times log).
class NetworkIndex {
public:
    /// Indexes a snapshot; `previous` (or null) is the index of an earlier one of the same history,
    /// whose parts are shared where what they were made of is. The result is the same without it.
    explicit NetworkIndex(std::shared_ptr<const Architecture> architecture,
                          const NetworkIndex* previous = nullptr);

    [[nodiscard]] const Architecture& architecture() const { return *m_architecture; }
    /// Returns what finds things by name.
    [[nodiscard]] const ThingIndex& things() const { return m_things; }
    [[nodiscard]] const NodeTable<VpcNode>& vpcs() const { return m_routing->vpcs; }
    [[nodiscard]] const NodeTable<SubnetNode>& subnets() const { return m_routing->subnets; }
    [[nodiscard]] const NodeTable<TableNode>& tables() const { return m_routing->tables; }
    [[nodiscard]] const NodeTable<AclNode>& acls() const { return m_acls; }
    [[nodiscard]] const NodeTable<GroupNode>& groups() const { return m_groups; }
    [[nodiscard]] const InterfaceList& interfaces() const { return m_interfaces; }
    [[nodiscard]] const NodeTable<NatNode>& nats() const { return m_routing->nats; }
    [[nodiscard]] const std::map<ThingId, TransitTableNode>& transitTables() const {
        return m_routing->transitTables;
    }
    /// Returns the fields of a thing's description that nothing reads; null pointer for none.
    [[nodiscard]] const std::vector<UnreadField>* unreadOf(ThingId thing) const {
        if (m_routing->unread.empty()) return nullptr;
        const auto found = m_routing->unread.find(thing.whole());
        return found != m_routing->unread.end() ? &found->second : nullptr;
    }
    /// Returns the sets of groups that `InterfaceNode::groupSet` counts; some may be carried by no
    /// interface any more.
    [[nodiscard]] const std::vector<std::shared_ptr<const GroupSetNode>>& groupSets() const {
        return m_groupSets.nodes();
    }

    /// Returns the first interface of a VPC endpoint, or kNone.
    [[nodiscard]] InterfaceIndex interfaceOfEndpoint(ThingId endpoint) const;
    /// Returns the subnet of a VPC that an address lies in, or kNone.
    [[nodiscard]] SubnetIndex subnetHolding(VpcIndex vpc, const IpAddress& address) const;
    /// Returns who holds an address inside a VPC.
    [[nodiscard]] Holder holderInVpc(VpcIndex vpc, const IpAddress& address) const;
    /// Returns who holds an address as the internet sees it: a public IPv4, or an IPv6 address.
    [[nodiscard]] Holder holderOnInternet(const IpAddress& address) const;
    /// Returns the VPC whose IPv6 blocks hold a public address, or kNone.
    [[nodiscard]] VpcIndex vpcOnInternet(const IpAddress& address) const;
    /// Returns every address outside private, shared, link-local and the design's own ones.
    [[nodiscard]] const AddressSet& internet() const { return *m_internet; }

    /// Says whether everything that a walk reads, but for interfaces and the rules of filters, is
    /// one and the same in both.
    [[nodiscard]] bool sharesRoutingWith(const NetworkIndex& other) const {
        return m_routing == other.m_routing;
    }
    /// Says whether VPCs, subnets, NAT gateways and public addresses are those of an earlier index,
    /// and have the same numbers.
    [[nodiscard]] bool keepsPlacesOf(const NetworkIndex& previous) const;
    /// Returns the route tables whose routes are not those of an earlier index, ascending; nothing
    /// where walks may differ for other reasons than these.
    [[nodiscard]] std::optional<std::vector<TableIndex>> tablesChangedSince(
        const NetworkIndex& previous) const;
    /// Returns the interfaces that hold an address which someone else in their VPC holds too, or
    /// which is someone's on the internet besides; ascending.
    [[nodiscard]] const std::vector<InterfaceIndex>& disputedHolders() const { return m_disputed; }

private:
    /// What walks read besides interfaces and rules; shared as a whole or not at all.
    struct Routing {
        NodeTable<VpcNode> vpcs;
        NodeTable<TableNode> tables;
        NodeTable<SubnetNode> subnets;
        NodeTable<NatNode> nats;
        std::map<ThingId, TransitTableNode> transitTables;
        std::map<ThingId, std::vector<UnreadField>> unread;  ///< By the resource's own thing.
    };
    struct AddressEntry {
        VpcIndex vpc;  ///< kNone: as the internet sees it.
        IpAddress address;
        Holder holder;
        friend bool operator==(const AddressEntry&, const AddressEntry&) = default;
    };
    using AddressEntries = std::vector<AddressEntry>;

    void buildRouting();
    void addVpcs(Routing& routing) const;
    void addTables(Routing& routing) const;
    void addSubnets(Routing& routing) const;
    void addNats(Routing& routing) const;
    void addTransitTables(Routing& routing) const;
    [[nodiscard]] TableNode tableNode(const RouteTable& table) const;
    /// Returns the index of a thing among `nodes`; kNone adds the reason to `doubt`.
    template <class Node>
    [[nodiscard]] NodeIndex<Node> known(const NodeTable<Node>& nodes, const Known<ThingId>& id,
                                        Doubt& doubt) const {
        const NodeIndex<Node> index = id.isKnown() ? nodes.indexOf(*id) : NodeIndex<Node>();
        if (index == kNone) addMissing(id, doubt);
        return index;
    }
    void addMissing(const Known<ThingId>& id, Doubt& doubt) const;
    [[nodiscard]] bool sameRouting(const NetworkIndex& previous) const;

    void addInterfaces();
    void updateInterfaces(const NetworkIndex& previous);
    void replaceInterfaces(const NetworkIndex& previous);
    void carryInterfaces(const NetworkIndex& previous);
    [[nodiscard]] std::shared_ptr<const InterfaceNode> interfaceNode(
        const NetworkInterface& interface);
    void addEndpoints();
    void addAddresses();
    void updateAddresses(const NetworkIndex& previous);
    /// Says whether entries of the last snapshot mean the same VPCs and NAT gateways here.
    [[nodiscard]] bool keepsHoldersOf(const NetworkIndex& previous) const;
    static void addAddressesOf(const InterfaceNode& node, InterfaceIndex index,
                               AddressEntries& entries);
    void addAddressesOfNats(AddressEntries& entries) const;
    [[nodiscard]] static std::shared_ptr<const AddressEntries> merged(const AddressEntries& many,
                                                                      const AddressEntries& few);
    [[nodiscard]] static bool comesBefore(const AddressEntry& a, const AddressEntry& b);
    void findDisputes();
    void findDisputesOf(const AddressEntries& added);
    void addDisputesOf(std::size_t place);
    void addInternet();
    [[nodiscard]] Holder find(VpcIndex vpc, const IpAddress& address) const;

    std::shared_ptr<const Architecture> m_architecture;
    ThingIndex m_things;
    std::shared_ptr<const Routing> m_routing;
    NodeTable<AclNode> m_acls;
    NodeTable<GroupNode> m_groups;
    InterfaceList m_interfaces;
    GroupSets m_groupSets;
    std::map<ThingId, InterfaceIndex> m_endpointInterfaces;  ///< The first of each.
    std::shared_ptr<const AddressEntries> m_addresses;       // INVARIANT: ascending once built.
    std::vector<InterfaceIndex> m_disputed;                  // INVARIANT: ascending.
    std::shared_ptr<const AddressSet> m_internet;
};

/// Returns for each of `now` where the very same node stands in `before`, or kNone.
[[nodiscard]] PerNode<InterfaceNode, InterfaceIndex> carriedFrom(const InterfaceList& now,
                                                                 const InterfaceList& before);

}  // namespace archivolt
