#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "model/reachability/index/network_nodes.h"

namespace archivolt {

/// The interfaces of a network, read by their indices; snapshots share those that did not change.
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
    [[nodiscard]] const InterfaceNode& operator[](InterfaceIndex index) const {
        return *(*m_nodes)[index.place()];
    }
    /// Returns every index that there is a node for, ascending.
    [[nodiscard]] NodeIndices<InterfaceNode> indices() const {
        return NodeIndices<InterfaceNode>(size());
    }
    /// Returns an interface's index, or kNone.
    [[nodiscard]] InterfaceIndex indexOf(ThingId id) const {
        return indexById<InterfaceNode>(size(), id,
                                        [&](std::size_t i) { return (*m_nodes)[i]->id(); });
    }
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

}  // namespace archivolt
