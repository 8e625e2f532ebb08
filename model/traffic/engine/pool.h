#pragma once

#include <cstdint>
#include <vector>

namespace archivolt::traffic {

/// Objects that come and go by the million, by index: `T` must have a `next` to chain the free ones
/// and a `generation` that tells an index's tenants apart. Nothing is given back to the allocator.
template <class T>
class Pool {
public:
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;

    /// Takes an object; its `generation` is new, all else is as its last tenant left it.
    std::uint32_t take() {
        ++m_used;
        if (m_free == kNone) {
            m_objects.emplace_back();
            return static_cast<std::uint32_t>(m_objects.size() - 1);
        }
        const std::uint32_t index = m_free;
        m_free = m_objects[index].next;
        return index;
    }
    void giveBack(std::uint32_t index) {
        --m_used;
        ++m_objects[index].generation;
        m_objects[index].next = m_free;
        m_free = index;
    }
    [[nodiscard]] T& operator[](std::uint32_t index) { return m_objects[index]; }
    [[nodiscard]] const T& operator[](std::uint32_t index) const { return m_objects[index]; }
    [[nodiscard]] std::uint32_t used() const { return m_used; }
    [[nodiscard]] std::size_t capacity() const { return m_objects.size(); }

private:
    std::vector<T> m_objects;
    std::uint32_t m_free = kNone;
    std::uint32_t m_used = 0;
};

/// A first-in first-out chain through the `next` of a pool's objects.
template <class T>
class Chain {
public:
    static constexpr std::uint32_t kNone = Pool<T>::kNone;
    [[nodiscard]] bool empty() const { return m_first == kNone; }
    [[nodiscard]] std::uint32_t size() const { return m_size; }
    [[nodiscard]] std::uint32_t first() const { return m_first; }
    void append(Pool<T>& pool, std::uint32_t index) {
        pool[index].next = kNone;
        if (m_first == kNone) {
            m_first = index;
        } else {
            pool[m_last].next = index;
        }
        m_last = index;
        ++m_size;
    }
    std::uint32_t takeFirst(Pool<T>& pool) {
        const std::uint32_t index = m_first;
        m_first = pool[index].next;
        --m_size;
        return index;
    }
    /// Takes one out of the middle; linear.
    bool remove(Pool<T>& pool, std::uint32_t index) {
        std::uint32_t before = kNone;
        for (std::uint32_t at = m_first; at != kNone; before = at, at = pool[at].next) {
            if (at != index) continue;
            const std::uint32_t next = pool[at].next;
            if (before == kNone) {
                m_first = next;
            } else {
                pool[before].next = next;
            }
            if (m_last == at) m_last = before;
            --m_size;
            return true;
        }
        return false;
    }

private:
    std::uint32_t m_first = kNone;
    std::uint32_t m_last = kNone;
    std::uint32_t m_size = 0;
};

}  // namespace archivolt::traffic
