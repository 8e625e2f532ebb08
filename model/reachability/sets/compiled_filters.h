#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "model/reachability/walk/walk.h"

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
    std::vector<std::uint32_t> passes;  ///< One for each begin, up to the next: into `different`.
    /// The values, each once; filters of one network share them.
    std::vector<std::shared_ptr<const TrafficBounds>> different;
    /// Returns which of `passes` is for an address.
    [[nodiscard]] std::size_t placeOf(const IpAddress& address) const;
    [[nodiscard]] const TrafficBounds& passesAt(std::size_t place) const {
        return *different[passes[place]];
    }
    [[nodiscard]] const TrafficBounds& at(const IpAddress& address) const {
        return passesAt(placeOf(address));
    }
};

/// Returns the ascending begins of the intervals that the blocks cut the address space into.
[[nodiscard]] std::vector<IpAddress> cutsOf(const std::vector<Cidr>& blocks);

/// What the groups of a set let through in one direction.
struct GroupSetFilter {
    struct GroupRule {
        ThingId group;  ///< None: which group is not known.
        TrafficBounds traffic;
    };
    bool open = false;  ///< No groups at all: everything passes.
    AddressCuts byAddress;
    std::vector<GroupRule> byGroup;
};

/// All filters of a network as sets, compiled once: a query is a search and set operations.
///
/// It shares no code with the rule-by-rule reading of filters.h, so that each can check the other.
class CompiledFilters {
public:
    /// Compiles the filters of `network`, which must outlive them; `previous` (or null) are those
    /// of an earlier snapshot's index, shared where their rules did not change.
    explicit CompiledFilters(const NetworkIndex& network,
                             const CompiledFilters* previous = nullptr);

    [[nodiscard]] TrafficBounds groups(const GroupCheck& check) const;
    [[nodiscard]] const TrafficBounds& acl(AclIndex acl, RuleDirection direction,
                                           const IpAddress& remote) const {
        return aclCuts(acl, direction).at(remote);
    }
    [[nodiscard]] const AddressCuts& aclCuts(AclIndex acl, RuleDirection direction) const;
    /// Returns what a set of groups (`InterfaceNode::groupSet`) lets through.
    [[nodiscard]] const GroupSetFilter& groupSet(std::uint32_t number,
                                                 RuleDirection direction) const;
    /// Says whether a set of groups is filtered by one and the same rules in both.
    [[nodiscard]] bool sharesGroupSet(const CompiledFilters& other, std::uint32_t number) const {
        return number < m_groupSets.size() && number < other.m_groupSets.size() &&
               m_groupSets[number] == other.m_groupSets[number];
    }
    /// Says whether an ACL has one and the same entries in both.
    [[nodiscard]] bool sharesAcl(const CompiledFilters& other, AclIndex acl) const;

private:
    template <class T>
    struct Directed {
        T ingress;
        T egress;
        [[nodiscard]] const T& of(RuleDirection direction) const {
            return direction == RuleDirection::Ingress ? ingress : egress;
        }
    };
    /// Holds every value once while filters are compiled.
    class Values;
    [[nodiscard]] GroupSetFilter compileGroups(const GroupSetNode& groups, RuleDirection direction,
                                               Values& values) const;
    void addRule(const SecurityGroupRule& rule, GroupSetFilter& filter, TrafficBounds& anywhere,
                 std::vector<std::pair<Cidr, TrafficBounds>>& byBlock) const;
    /// Cuts the address space where rules do; what `anywhere` holds passes everywhere.
    [[nodiscard]] AddressCuts cutsOfRules(const TrafficBounds& anywhere,
                                          std::vector<std::pair<Cidr, TrafficBounds>> byBlock,
                                          Values& values) const;
    [[nodiscard]] AddressCuts compileAcl(const NetworkAcl& acl, RuleDirection direction,
                                         Values& values) const;

    const NetworkIndex& m_network;
    bool m_asksServices = false;  ///< There are gateway endpoints, whose services may be asked for.
    std::vector<std::shared_ptr<const Directed<GroupSetFilter>>> m_groupSets;
    PerNode<AclNode, std::shared_ptr<const Directed<AddressCuts>>> m_acls;
};

}  // namespace archivolt
