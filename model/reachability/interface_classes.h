#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "model/base/copy_on_write.h"
#include "model/reachability/reach.h"

namespace archivolt {

/// What walks and filters see of an interface, in numbers.
struct PairEnd {
    NodeIndex interface = kNone;
    std::uint32_t routeClass = 0;  ///< Equal for interfaces whose flows walk the same ways.
    std::uint32_t groupSet = 0;
    IpAddress four;  ///< Its first IPv4 address, where it has one.
    IpAddress six;
    bool hasFour = false;
    bool hasSix = false;
    bool managedClient = false;  ///< Uses the ports of gateways and functions as a client.
    bool alone = false;  ///< Its route class is its own: walks may see it, not its kind alone.
    [[nodiscard]] bool has(Family family) const {
        return family == Family::Ipv4 ? hasFour : hasSix;
    }
    [[nodiscard]] const IpAddress& address(Family family) const {
        return family == Family::Ipv4 ? four : six;
    }
};

/// Gives interfaces the numbers of their route classes and filter classes.
///
/// A route class holds what no walk tells apart: the same subnet, and addresses on the same side of
/// every block that routes name; middleboxes, route targets and disputed addresses stand alone. A
/// filter class also has the same groups, kind of client, and place among the filters' blocks.
class InterfaceNumbers {
public:
    /// `previous` (or null) is what an earlier snapshot's interfaces were numbered by: equal keys
    /// keep their numbers.
    explicit InterfaceNumbers(const NetworkIndex& network,
                              const InterfaceNumbers* previous = nullptr);

    /// Says whether walks tell interfaces apart in the same way in both.
    [[nodiscard]] bool sameRoutes(const InterfaceNumbers& other) const {
        return m_network->sharesRoutingWith(*other.m_network);
    }
    [[nodiscard]] bool sameFilterCuts(const InterfaceNumbers& other) const {
        return m_filterCuts == other.m_filterCuts;
    }
    /// Says whether something outside an interface sets it apart from all others.
    [[nodiscard]] bool isMarked(NodeIndex interface) const;
    [[nodiscard]] PairEnd endOf(NodeIndex interface);
    [[nodiscard]] std::uint32_t filterClassOf(const PairEnd& end);
    [[nodiscard]] std::size_t routeClasses() const { return m_routeClasses->size(); }
    [[nodiscard]] std::size_t filterClasses() const { return m_filterClasses->size(); }

private:
    using Key = std::vector<std::uint32_t>;
    struct KeyHash {
        std::size_t operator()(const Key& key) const;
    };
    using Numbers = std::unordered_map<Key, std::uint32_t, KeyHash>;
    [[nodiscard]] bool standsAlone(NodeIndex interface) const;
    /// Adds between which cuts the addresses lie, in order.
    void addPlaces(const InterfaceNode& node, const std::vector<IpAddress>& cuts);
    void markRouteTargets();
    [[nodiscard]] std::uint32_t numberOfKey(CopyOnWrite<Numbers>& numbers) const;

    const NetworkIndex* m_network;
    std::vector<IpAddress> m_routeCuts;
    std::vector<IpAddress> m_filterCuts;
    std::vector<NodeIndex> m_marked;  // INVARIANT: ascending.
    CopyOnWrite<Numbers> m_routeClasses;
    CopyOnWrite<Numbers> m_filterClasses;
    Key m_key;  ///< The one being made; kept for its memory.
};

/// Interfaces that no filter and no route tells apart, counted by their first members.
class InterfaceClasses {
public:
    explicit InterfaceClasses(const NetworkIndex& network);
    /// The same, made with the least work after an earlier snapshot of the same history.
    InterfaceClasses(const NetworkIndex& network, const InterfaceClasses& previous);

    [[nodiscard]] std::size_t size() const { return m_begins.size() - 1; }
    /// Returns the members of a class, ascending, never none.
    [[nodiscard]] std::span<const NodeIndex> members(std::size_t number) const {
        return std::span(m_members).subspan(m_begins[number],
                                            m_begins[number + 1] - m_begins[number]);
    }
    [[nodiscard]] std::size_t classOf(NodeIndex interface) const {
        return m_classOf[static_cast<std::size_t>(interface)];
    }
    [[nodiscard]] const PairEnd& end(NodeIndex interface) const {
        return m_ends[static_cast<std::size_t>(interface)];
    }
    /// Says whether the flows between interfaces that stay walk the same ways as in an earlier
    /// snapshot, and route classes have the same numbers.
    [[nodiscard]] bool keepsPathsOf(const InterfaceClasses& previous) const;
    [[nodiscard]] const InterfaceList& interfaces() const { return m_interfaces; }
    /// Returns a number that all route classes lie below.
    [[nodiscard]] std::size_t routeClasses() const { return m_numbers.routeClasses(); }

private:
    void count();

    InterfaceNumbers m_numbers;
    InterfaceList m_interfaces;
    std::vector<PairEnd> m_ends;
    std::vector<std::uint32_t> m_filterClassOf;
    std::vector<std::uint32_t> m_classOf;
    std::vector<NodeIndex> m_members;  ///< By class.
    std::vector<std::uint32_t> m_begins;
};

}  // namespace archivolt
