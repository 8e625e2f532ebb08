#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "model/architecture/thing.h"

namespace archivolt {

/// Stands for no node, of whatever kind.
struct NoNode {
    friend bool operator==(NoNode, NoNode) = default;
};
inline constexpr NoNode kNone;

/// The place of a node among those of its kind in one `NetworkIndex`; of none unless given one.
///
/// One kind's place can't be passed for another's. It means nothing in another index.
template <class Node>
class NodeIndex {
public:
    constexpr NodeIndex() = default;
    constexpr NodeIndex(NoNode /*none*/) {}
    constexpr explicit NodeIndex(std::size_t place) : m_place(static_cast<std::int32_t>(place)) {}
    /// Returns the place, from 0 on, of an index that is not of none.
    [[nodiscard]] constexpr std::size_t place() const { return static_cast<std::size_t>(m_place); }
    friend constexpr auto operator<=>(NodeIndex, NodeIndex) = default;
    friend constexpr bool operator==(NodeIndex, NodeIndex) = default;
    friend constexpr bool operator==(NodeIndex index, NoNode) { return index.m_place == -1; }

private:
    std::int32_t m_place = -1;
};

using VpcIndex = NodeIndex<struct VpcNode>;
using TableIndex = NodeIndex<struct TableNode>;
using AclIndex = NodeIndex<struct AclNode>;
using SubnetIndex = NodeIndex<struct SubnetNode>;
using GroupIndex = NodeIndex<struct GroupNode>;
using InterfaceIndex = NodeIndex<struct InterfaceNode>;
using NatIndex = NodeIndex<struct NatNode>;

/// The first so many places of a kind of nodes, for a range-based loop.
template <class Node>
class NodeIndices {
public:
    class Iterator {
    public:
        explicit Iterator(std::size_t place) : m_place(place) {}
        NodeIndex<Node> operator*() const { return NodeIndex<Node>(m_place); }
        Iterator& operator++() {
            ++m_place;
            return *this;
        }
        friend bool operator==(const Iterator&, const Iterator&) = default;

    private:
        std::size_t m_place;
    };
    explicit NodeIndices(std::size_t count) : m_count(count) {}
    [[nodiscard]] Iterator begin() const { return Iterator(0); }
    [[nodiscard]] Iterator end() const { return Iterator(m_count); }

private:
    std::size_t m_count;
};

/// Returns the place of the node with this id, or kNone; `idAt(i)` ascends for i below `count`.
template <class Node, class IdAt>
[[nodiscard]] NodeIndex<Node> indexById(std::size_t count, ThingId id, const IdAt& idAt) {
    std::size_t first = 0;
    std::size_t left = count;
    while (left > 0) {
        const std::size_t half = left / 2;
        if (idAt(first + half) < id) {
            first += half + 1;
            left -= half + 1;
        } else {
            left = half;
        }
    }
    const bool found = first < count && idAt(first) == id;
    return found ? NodeIndex<Node>(first) : NodeIndex<Node>();
}

/// One value for each node of a kind, looked up by the node's index alone.
template <class Node, class Value>
class PerNode {
public:
    PerNode() = default;
    PerNode(std::size_t count, const Value& value) : m_values(count, value) {}
    [[nodiscard]] std::size_t size() const { return m_values.size(); }
    [[nodiscard]] bool empty() const { return m_values.empty(); }
    [[nodiscard]] auto begin() const { return m_values.begin(); }
    [[nodiscard]] auto end() const { return m_values.end(); }
    [[nodiscard]] auto begin() { return m_values.begin(); }
    [[nodiscard]] auto end() { return m_values.end(); }
    decltype(auto) operator[](NodeIndex<Node> index) const { return m_values[index.place()]; }
    decltype(auto) operator[](NodeIndex<Node> index) { return m_values[index.place()]; }
    /// Appends the value of the node that comes next, and returns that node's index.
    NodeIndex<Node> add(Value value) {
        m_values.push_back(std::move(value));
        return NodeIndex<Node>(m_values.size() - 1);
    }
    void reserve(std::size_t count) { m_values.reserve(count); }
    /// Returns every index that there is a value for, ascending.
    [[nodiscard]] NodeIndices<Node> indices() const { return NodeIndices<Node>(m_values.size()); }
    /// Returns the place of a thing's node, or kNone; for values that are nodes, which ascend by
    /// id.
    [[nodiscard]] NodeIndex<Node> indexOf(ThingId id) const {
        return indexById<Node>(size(), id, [&](std::size_t i) { return m_values[i].id(); });
    }

private:
    std::vector<Value> m_values;
};

/// The nodes of a kind, ascending by the ids of their things.
template <class Node>
using NodeTable = PerNode<Node, Node>;

}  // namespace archivolt
