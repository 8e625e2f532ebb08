#pragma once

#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "model/base/copy_on_write.h"
#include "model/reachability/sets/reachability.h"

namespace archivolt {

/// What walks and filters see of an interface, in numbers.
struct PairEnd {
    InterfaceIndex interface = kNone;
    std::uint32_t routeClass = 0;  ///< Equal for interfaces whose flows walk the same ways.
    std::uint32_t groupSet = 0;
    IpAddress four;  ///< Its first IPv4 address, where it has one.
    IpAddress six;
    bool hasFour = false;
    bool hasSix = false;
    bool managedClient = false;  ///< Uses the ports of gateways and functions as a client.
    bool alone = false;      ///< Its route class is its own: walks may see it, not its kind alone.
    bool contested = false;  ///< Alone, because others may hold its address.
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
    static constexpr std::uint32_t kNoNumber = ~std::uint32_t{0};

    /// `previous` (or null) is what an earlier snapshot's interfaces were numbered by: classes that
    /// hold together keep their numbers, and no number is given again to others.
    explicit InterfaceNumbers(const NetworkIndex& network,
                              const InterfaceNumbers* previous = nullptr);

    [[nodiscard]] const NetworkIndex& network() const { return *m_network; }
    [[nodiscard]] bool sameRouteCuts(const InterfaceNumbers& other) const {
        return m_routeCuts == other.m_routeCuts;
    }
    [[nodiscard]] bool sameFilterCuts(const InterfaceNumbers& other) const {
        return m_filterCuts == other.m_filterCuts;
    }
    [[nodiscard]] bool sameMarks(const InterfaceNumbers& other) const {
        return m_marked == other.m_marked;
    }
    /// Says whether something outside an interface sets it apart from all others.
    [[nodiscard]] bool isMarked(InterfaceIndex interface) const;
    /// Reads an interface; a class that is new gets the number `preferred`, if any.
    [[nodiscard]] PairEnd endOf(InterfaceIndex interface, std::uint32_t preferred = kNoNumber);
    [[nodiscard]] std::uint32_t filterClassOf(const PairEnd& end,
                                              std::uint32_t preferred = kNoNumber);
    /// Returns a number that addresses have in common which lie on the same side of every block
    /// that some rule or ACL entry names.
    [[nodiscard]] std::size_t placeAmongFilters(const IpAddress& address) const;
    /// Says whether no address that looked like those of an interface looks otherwise now: the
    /// blocks of today cut nothing that those of `old` left whole around them.
    [[nodiscard]] bool routesLeaveWhole(const InterfaceNode& node,
                                        const InterfaceNumbers& old) const;
    [[nodiscard]] bool filtersLeaveWhole(const InterfaceNode& node,
                                         const InterfaceNumbers& old) const;
    /// Return numbers that all route classes and all filter classes lie below.
    [[nodiscard]] std::uint32_t routeClasses() const { return m_nextRouteClass; }
    [[nodiscard]] std::uint32_t filterClasses() const { return m_nextFilterClass; }

private:
    using Key = std::vector<std::uint32_t>;
    struct KeyHash {
        std::size_t operator()(const Key& key) const;
    };
    using Numbers = std::unordered_map<Key, std::uint32_t, KeyHash>;
    [[nodiscard]] bool standsAlone(InterfaceIndex interface) const;
    /// Says whether others may hold an interface's address, or come to hold it.
    [[nodiscard]] bool isContested(InterfaceIndex interface) const;
    /// Adds between which cuts the addresses lie, in order.
    void addPlaces(const InterfaceNode& node, const std::vector<IpAddress>& cuts);
    void markRouteTargets();
    [[nodiscard]] std::uint32_t numberOfKey(CopyOnWrite<Numbers>& numbers, std::uint32_t& next,
                                            std::uint32_t preferred) const;

    const NetworkIndex* m_network;
    std::vector<IpAddress> m_routeCuts;
    std::vector<IpAddress> m_filterCuts;
    std::vector<InterfaceIndex> m_marked;  // INVARIANT: ascending.
    CopyOnWrite<Numbers> m_routeClasses;
    CopyOnWrite<Numbers> m_filterClasses;
    std::uint32_t m_nextRouteClass = 0;
    std::uint32_t m_nextFilterClass = 0;
    Key m_key;  ///< The one being made; kept for its memory.
};

/// Interfaces that no filter and no route tells apart, counted by their first members.
class InterfaceClasses {
public:
    explicit InterfaceClasses(const NetworkIndex& network);
    /// The same, made with the least work after an earlier snapshot of the same history, which must
    /// still be there.
    InterfaceClasses(const NetworkIndex& network, const InterfaceClasses& previous);

    [[nodiscard]] std::size_t size() const { return m_sorted->begins.size() - 1; }
    /// Returns the members of a class, ascending, never none.
    [[nodiscard]] std::span<const InterfaceIndex> members(std::size_t number) const {
        const std::uint32_t begin = m_sorted->begins[number];
        return std::span(m_sorted->members).subspan(begin, m_sorted->begins[number + 1] - begin);
    }
    [[nodiscard]] std::size_t classOf(InterfaceIndex interface) const {
        return m_sorted->classOf[interface];
    }
    [[nodiscard]] const PairEnd& end(InterfaceIndex interface) const {
        return m_sorted->ends[interface];
    }
    /// Returns the route tables whose paths are to be walked anew after an earlier snapshot: all
    /// others walk the same ways between the same numbers. Nothing: all paths are.
    [[nodiscard]] std::optional<std::vector<TableIndex>> tablesChangedSince(
        const InterfaceClasses& previous) const;
    /// Says for each route class whether a flow from or to it may meet others that hold its
    /// address, or come to hold it.
    [[nodiscard]] std::vector<bool> contestedRouteClasses() const;
    [[nodiscard]] const InterfaceList& interfaces() const { return m_interfaces; }
    [[nodiscard]] const InterfaceNumbers& numbers() const { return m_numbers; }

private:
    struct Sorted {
        PerNode<InterfaceNode, PairEnd> ends;
        PerNode<InterfaceNode, std::uint32_t> filterClassOf;
        PerNode<InterfaceNode, std::uint32_t> classOf;
        std::vector<InterfaceIndex> members;  ///< By class.
        std::vector<std::uint32_t> begins;
    };
    class Update;
    void count(Sorted& sorted) const;

    InterfaceNumbers m_numbers;
    InterfaceList m_interfaces;
    std::shared_ptr<const Sorted> m_sorted;
};

}  // namespace archivolt
