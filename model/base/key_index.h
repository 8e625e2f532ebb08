#pragma once

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "model/base/persistent_map.h"

namespace archivolt {

/// The nodes that stand under each key, as an immutable value: which results read an input, say.
///
/// It is what incremental work is kept in. Whoever makes a node's result notes the keys that it
/// read; a key that changed then names exactly the nodes to be made again. `Key` says by its type
/// what there is to read. Nodes of a key ascend, each once; copies share what did not change.
template <class Key, class Node>
class KeyIndex {
    using Nodes = std::shared_ptr<const std::vector<Node>>;

public:
    class Changes;

    /// Returns the nodes under `key`; valid as long as a copy of this index that has them lives.
    [[nodiscard]] const std::vector<Node>& under(const Key& key) const {
        static const std::vector<Node> kNone;
        const Nodes* found = m_nodes.find(key);
        return found != nullptr ? **found : kNone;
    }

    /// Returns the nodes that stand under any of the keys.
    template <class Keys>
    [[nodiscard]] std::set<Node> underAny(const Keys& keys) const {
        std::set<Node> result;
        for (const Key& key : keys) {
            const std::vector<Node>& nodes = under(key);
            result.insert(nodes.begin(), nodes.end());
        }
        return result;
    }

    /// Calls `visit(key)` for each key that has nodes, from `first` on, in order, while it is true.
    template <class Visit>
    void forEachKeyFrom(const Key& first, const Visit& visit) const {
        for (auto at = m_nodes.from(first); at != m_nodes.end() && visit(at->first);) ++at;
    }

private:
    PersistentMap<Key, Nodes> m_nodes;
};

/// Nodes to be put under keys and taken from them, all at once.
template <class Key, class Node>
class KeyIndex<Key, Node>::Changes {
public:
    /// What is both added and removed stays, or comes: it was said again.
    void add(Key key, Node node) { m_changes.push_back({std::move(key), node, true}); }
    void remove(Key key, Node node) { m_changes.push_back({std::move(key), node, false}); }
    /// Moves a node, once, from under the keys `before` to under `after`; both are sorted.
    void move(Node node, const std::vector<Key>& before, const std::vector<Key>& after) {
        const auto eachNotIn = [](const auto& keys, const auto& others, const auto& visit) {
            for (const Key& key : keys) {
                if (!std::ranges::binary_search(others, key)) visit(key);
            }
        };
        eachNotIn(before, after, [&](const Key& key) { remove(key, node); });
        eachNotIn(after, before, [&](const Key& key) { add(key, node); });
    }

    /// Applies all to `index`, forgets them, and returns the keys whose nodes are others now,
    /// sorted.
    std::vector<Key> applyTo(KeyIndex& index) {
        std::ranges::stable_sort(m_changes, [](const Change& a, const Change& b) {
            return std::tie(a.key, a.node) < std::tie(b.key, b.node);
        });
        std::vector<Key> keys;
        std::vector<std::pair<Key, std::optional<Nodes>>> changed;
        for (auto begin = m_changes.begin(); begin != m_changes.end();) {
            const auto end = std::find_if(begin, m_changes.end(),
                                          [&](const Change& c) { return c.key != begin->key; });
            const std::vector<Node>& before = index.under(begin->key);
            std::vector<Node> after = changedNodes(before, begin, end);
            if (after != before) {
                keys.push_back(begin->key);
                changed.emplace_back(std::move(begin->key), std::nullopt);
                if (!after.empty()) {
                    changed.back().second =
                        std::make_shared<const std::vector<Node>>(std::move(after));
                }
            }
            begin = end;
        }
        m_changes.clear();
        if (!changed.empty()) index.m_nodes = index.m_nodes.withChanges(changed);
        return keys;
    }

private:
    struct Change {
        Key key;
        Node node;
        bool added;
    };
    using At = typename std::vector<Change>::const_iterator;

    /// Returns the nodes of a key after its changes, which are sorted.
    static std::vector<Node> changedNodes(const std::vector<Node>& before, At begin, At end) {
        std::vector<Node> added;
        std::vector<Node> removed;
        while (begin != end) {
            const At next = std::find_if(
                begin, end, [&](const Change& change) { return change.node != begin->node; });
            const bool stays =
                std::any_of(begin, next, [](const Change& change) { return change.added; });
            (stays ? added : removed).push_back(begin->node);
            begin = next;
        }
        std::vector<Node> kept;
        kept.reserve(before.size());
        std::ranges::set_difference(before, removed, std::back_inserter(kept));
        if (added.empty()) return kept;
        std::vector<Node> after;
        after.reserve(kept.size() + added.size());
        std::ranges::set_union(kept, added, std::back_inserter(after));
        return after;
    }

    std::vector<Change> m_changes;
};

}  // namespace archivolt
