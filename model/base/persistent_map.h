#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "model/base/invariant.h"

namespace archivolt {

/// An ordered map as an immutable value: a changed copy shares all chunks that did not change.
///
/// Entries lie sorted in chunks of at most `kChunk`. A look-up is two binary searches; a change
/// copies one chunk and the list of chunks. Iteration is in key order. `T` should be cheap to copy
/// (a `shared_ptr<const …>`).
template <class Key, class T>
class PersistentMap {
public:
    using Entry = std::pair<Key, T>;

private:
    static constexpr std::size_t kChunk = 64;
    using Chunk = std::vector<Entry>;
    using Chunks = std::vector<std::shared_ptr<const Chunk>>;

public:
    class Iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = Entry;
        using difference_type = std::ptrdiff_t;
        using pointer = const Entry*;
        using reference = const Entry&;

        Iterator() = default;
        Iterator(const Chunks* chunks, std::size_t chunk, std::size_t index = 0)
            : m_chunks(chunks), m_chunk(chunk), m_index(index) {}
        reference operator*() const { return (*(*m_chunks)[m_chunk])[m_index]; }
        pointer operator->() const { return &**this; }
        Iterator& operator++() {
            if (++m_index == (*m_chunks)[m_chunk]->size()) {
                m_index = 0;
                ++m_chunk;
            }
            return *this;
        }
        Iterator operator++(int) {
            Iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const Iterator& a, const Iterator& b) {
            return a.m_chunk == b.m_chunk && a.m_index == b.m_index;
        }

    private:
        friend class PersistentMap;
        /// Moves both behind a chunk that they share, when both stand at its start.
        bool skipShared(Iterator& other) {
            if (m_index != 0 || other.m_index != 0) return false;
            if ((*m_chunks)[m_chunk] != (*other.m_chunks)[other.m_chunk]) return false;
            ++m_chunk;
            ++other.m_chunk;
            return true;
        }

        const Chunks* m_chunks = nullptr;
        std::size_t m_chunk = 0;
        std::size_t m_index = 0;
    };

    PersistentMap() = default;

    /// Makes a map of entries sorted by key, each key once.
    [[nodiscard]] static PersistentMap fromSorted(std::vector<Entry> entries) {
        for (std::size_t i = 1; i < entries.size(); ++i) {
            INVARIANT(entries[i - 1].first < entries[i].first);
        }
        PersistentMap map;
        map.append(std::move(entries));
        return map;
    }

    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] Iterator begin() const { return Iterator(&m_chunks, 0); }
    [[nodiscard]] Iterator end() const { return Iterator(&m_chunks, m_chunks.size()); }

    /// Returns the value under `key`, or null pointer.
    template <class K>
    [[nodiscard]] const T* find(const K& key) const {
        const std::size_t c = chunkFor(key);
        if (c == m_chunks.size()) return nullptr;
        const Chunk& chunk = *m_chunks[c];
        const auto at = lowerBound(chunk, key);
        return at != chunk.end() && !(key < at->first) ? &at->second : nullptr;
    }
    template <class K>
    [[nodiscard]] bool contains(const K& key) const {
        return find(key) != nullptr;
    }

    /// Returns where the first key that is not less than `key` stands, or end().
    template <class K>
    [[nodiscard]] Iterator from(const K& key) const {
        const std::size_t c = chunkFor(key);
        if (c == m_chunks.size()) return end();
        const Chunk& chunk = *m_chunks[c];
        return Iterator(&m_chunks, c,
                        static_cast<std::size_t>(lowerBound(chunk, key) - chunk.begin()));
    }

    /// Returns a copy with `value` under `key`, added or replaced.
    [[nodiscard]] PersistentMap with(Key key, T value) const {
        PersistentMap result = *this;
        if (m_chunks.empty()) {
            result.m_chunks.push_back(
                std::make_shared<const Chunk>(Chunk{Entry{std::move(key), std::move(value)}}));
            result.m_size = 1;
            return result;
        }
        const std::size_t c = std::min(chunkFor(key), m_chunks.size() - 1);
        Chunk chunk = *m_chunks[c];
        const auto at = chunk.begin() + (lowerBound(*m_chunks[c], key) - m_chunks[c]->begin());
        if (at != chunk.end() && !(key < at->first)) {
            at->second = std::move(value);
        } else {
            chunk.insert(at, Entry{std::move(key), std::move(value)});
            ++result.m_size;
        }
        result.replaceChunk(c, std::move(chunk));
        return result;
    }

    /// Returns a copy without `key`; a key that is not there changes nothing.
    template <class K>
    [[nodiscard]] PersistentMap without(const K& key) const {
        if (!contains(key)) return *this;
        PersistentMap result = *this;
        const std::size_t c = chunkFor(key);
        Chunk chunk = *m_chunks[c];
        chunk.erase(chunk.begin() + (lowerBound(*m_chunks[c], key) - m_chunks[c]->begin()));
        --result.m_size;
        result.replaceChunk(c, std::move(chunk));
        return result;
    }

    /// A value to put under a key, or nothing to take it away.
    using Change = std::pair<Key, std::optional<T>>;
    /// Returns a copy with many changes made, sorted by key, each key once. Chunks that none of
    /// them falls into are shared.
    [[nodiscard]] PersistentMap withChanges(const std::vector<Change>& changes) const {
        PersistentMap result;
        const Chunk empty;
        auto next = changes.begin();
        for (std::size_t c = 0; c < m_chunks.size() || next != changes.end(); ++c) {
            const Chunk& chunk = c < m_chunks.size() ? *m_chunks[c] : empty;
            // What lies behind the last chunk's last key goes into that chunk.
            auto end = changes.end();
            if (c + 1 < m_chunks.size()) {
                for (end = next; end != changes.end() && !(chunk.back().first < end->first);) ++end;
            }
            if (next == end) {
                result.m_chunks.push_back(m_chunks[c]);
                result.m_size += chunk.size();
                continue;
            }
            Chunk merged;
            merged.reserve(chunk.size() + static_cast<std::size_t>(end - next));
            auto old = chunk.begin();
            for (; next != end; ++next) {
                for (; old != chunk.end() && old->first < next->first; ++old)
                    merged.push_back(*old);
                if (old != chunk.end() && !(next->first < old->first)) ++old;
                if (next->second) merged.push_back(Entry(next->first, *next->second));
            }
            for (; old != chunk.end(); ++old) merged.push_back(*old);
            result.append(std::move(merged));
        }
        return result;
    }

    /// Calls `different(key, before, after)` in key order for each key whose value differs; a null
    /// pointer says that it is not there. Shared chunks are skipped.
    template <class Callback>
    static void forEachDifference(const PersistentMap& a, const PersistentMap& b,
                                  const Callback& different) {
        Iterator x = a.begin();
        Iterator y = b.begin();
        while (x != a.end() || y != b.end()) {
            if (x != a.end() && y != b.end() && x.skipShared(y)) continue;
            if (y == b.end() || (x != a.end() && x->first < y->first)) {
                different(x->first, &x->second, static_cast<const T*>(nullptr));
                ++x;
            } else if (x == a.end() || y->first < x->first) {
                different(y->first, static_cast<const T*>(nullptr), &y->second);
                ++y;
            } else {
                if (!(x->second == y->second)) different(x->first, &x->second, &y->second);
                ++x;
                ++y;
            }
        }
    }

    friend bool operator==(const PersistentMap& a, const PersistentMap& b) {
        return a.m_size == b.m_size && std::equal(a.begin(), a.end(), b.begin());
    }

private:
    /// Returns the first chunk whose last key is not less than `key`.
    template <class K>
    [[nodiscard]] std::size_t chunkFor(const K& key) const {
        const auto at =
            std::partition_point(m_chunks.begin(), m_chunks.end(),
                                 [&](const auto& chunk) { return chunk->back().first < key; });
        return static_cast<std::size_t>(at - m_chunks.begin());
    }
    template <class K>
    [[nodiscard]] static typename Chunk::const_iterator lowerBound(const Chunk& chunk,
                                                                   const K& key) {
        return std::partition_point(chunk.begin(), chunk.end(),
                                    [&](const Entry& entry) { return entry.first < key; });
    }
    /// Adds entries behind all others, in as many chunks as they need.
    void append(Chunk entries) {
        m_size += entries.size();
        if (entries.size() > kChunk) {
            const std::size_t pieces = (entries.size() + kChunk - 1) / kChunk;
            for (std::size_t piece = 0; piece < pieces; ++piece) {
                const auto at = [&](std::size_t n) {
                    return entries.begin() +
                           static_cast<std::ptrdiff_t>(entries.size() * n / pieces);
                };
                m_chunks.push_back(std::make_shared<const Chunk>(at(piece), at(piece + 1)));
            }
        } else if (!entries.empty()) {
            m_chunks.push_back(std::make_shared<const Chunk>(std::move(entries)));
        }
    }
    void replaceChunk(std::size_t c, Chunk chunk) {
        const auto at = m_chunks.begin() + static_cast<std::ptrdiff_t>(c);
        if (chunk.empty()) {
            m_chunks.erase(at);
        } else if (chunk.size() <= kChunk) {
            *at = std::make_shared<const Chunk>(std::move(chunk));
        } else {
            const auto half = chunk.begin() + static_cast<std::ptrdiff_t>(chunk.size() / 2);
            *at = std::make_shared<const Chunk>(Chunk(half, chunk.end()));
            m_chunks.insert(m_chunks.begin() + static_cast<std::ptrdiff_t>(c),
                            std::make_shared<const Chunk>(Chunk(chunk.begin(), half)));
        }
    }

    Chunks m_chunks;  // INVARIANT: no chunk is empty; keys ascend through all chunks.
    std::size_t m_size = 0;
};

}  // namespace archivolt
