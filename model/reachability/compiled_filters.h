#pragma once

#include <map>
#include <utility>
#include <vector>

#include "model/reachability/walk.h"

namespace archivolt {

/// A set of packets that may not be fully known: what surely is in it, and what may be.
struct TrafficBounds {
    TrafficSet sure;
    TrafficSet possible;  // INVARIANT: holds all of `sure`.

    [[nodiscard]] static TrafficBounds all() { return {TrafficSet::all(), TrafficSet::all()}; }
    TrafficBounds& operator&=(const TrafficBounds& other);
    TrafficBounds& operator|=(const TrafficBounds& other);
    friend bool operator==(const TrafficBounds&, const TrafficBounds&) = default;
};

/// Returns the packets that a rule speaks of, addresses apart.
[[nodiscard]] TrafficBounds trafficOf(const RuleMatch& match);

/// What passes a filter, for every address at the other end: the address space cut where rules do.
struct AddressCuts {
    std::vector<IpAddress> begins;      ///< Ascending; the first is 0.0.0.0, ::/0 is a cut too.
    std::vector<TrafficBounds> passes;  ///< One for each begin, up to the next.
    [[nodiscard]] const TrafficBounds& at(const IpAddress& address) const;
};

/// Returns the ascending begins of the intervals that the blocks cut the address space into.
[[nodiscard]] std::vector<IpAddress> cutsOf(const std::vector<Cidr>& blocks);

/// All filters of a network as sets, compiled once: a query is a search and set operations.
///
/// It shares no code with the rule-by-rule reading of filters.h, so that each can check the other.
class CompiledFilters {
public:
    explicit CompiledFilters(const NetworkIndex& network);

    [[nodiscard]] TrafficBounds groups(const GroupCheck& check) const;
    [[nodiscard]] const TrafficBounds& acl(NodeIndex acl, RuleDirection direction,
                                           const IpAddress& remote) const;
    /// Returns the number of the interface's set of groups; equal sets have equal numbers.
    [[nodiscard]] std::size_t groupSetOf(NodeIndex interface) const {
        return m_groupSetOf[static_cast<std::size_t>(interface)];
    }

private:
    struct GroupRule {
        ThingId group;  ///< None: which group is not known.
        TrafficBounds traffic;
    };
    struct GroupSet {
        bool open = false;  ///< No groups at all: everything passes.
        AddressCuts byAddress;
        std::vector<GroupRule> byGroup;
    };
    struct DirectedGroupSet {
        GroupSet ingress;
        GroupSet egress;
    };
    [[nodiscard]] GroupSet compileGroups(const NetworkInterface& interface,
                                         RuleDirection direction) const;
    [[nodiscard]] AddressCuts compileAcl(const NetworkAcl& acl, RuleDirection direction) const;

    const NetworkIndex& m_network;
    std::vector<std::size_t> m_groupSetOf;
    std::vector<DirectedGroupSet> m_groupSets;
    std::vector<std::pair<AddressCuts, AddressCuts>> m_acls;  ///< Ingress, egress.
};

}  // namespace archivolt
