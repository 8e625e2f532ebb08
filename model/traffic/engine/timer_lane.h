#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "model/traffic/engine/time.h"

namespace archivolt::traffic {

/// Time-outs that all last equally long: they run out in the order in which they were set, so a
/// ring holds them and only the first needs an event. `T` says whose they are; cancelling is left
/// to whoever takes them out.
template <class T>
class TimerLane {
public:
    explicit TimerLane(Time duration) : m_duration(duration) {}

    [[nodiscard]] Time duration() const { return m_duration; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] Time firstDeadline() const { return m_ring[m_first].first; }
    [[nodiscard]] const T& first() const { return m_ring[m_first].second; }
    /// Sets a time-out that runs out a duration from `now`; times must not go back.
    void set(Time now, const T& whose) {
        if (m_size == m_ring.size()) grow();
        m_ring[(m_first + m_size) & (m_ring.size() - 1)] = {now + m_duration, whose};
        ++m_size;
    }
    void dropFirst() {
        m_first = (m_first + 1) & (m_ring.size() - 1);
        --m_size;
    }

    bool armed = false;  ///< An event for the first deadline is scheduled.

private:
    void grow() {
        std::vector<std::pair<Time, T>> larger(m_ring.empty() ? 64 : m_ring.size() * 2);
        for (std::size_t i = 0; i < m_size; ++i) {
            larger[i] = m_ring[(m_first + i) & (m_ring.size() - 1)];
        }
        m_ring.swap(larger);
        m_first = 0;
    }

    Time m_duration;
    std::vector<std::pair<Time, T>> m_ring;
    std::size_t m_first = 0;
    std::size_t m_size = 0;
};

}  // namespace archivolt::traffic
