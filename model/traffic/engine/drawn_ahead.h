#pragma once

#include <array>
#include <cstddef>

#include "model/traffic/engine/time.h"

namespace archivolt::traffic {

/// Durations that are drawn some at a time, before they are needed, out of a stream that nothing
/// else draws from; so the same are taken as if each were drawn when it is taken.
///
/// A draw is a long chain of steps that each wait for the one before; several beside one another
/// cost a processor little more than one, and no event has to wait for its time.
class DrawnAhead {
public:
    /// Returns the next duration; `draw` must be the same each time.
    template <class Draw>
    Time take(const Draw& draw) {
        if (m_taken == m_times.size()) {
            for (Time& one : m_times) one = draw();
            m_taken = 0;
        }
        return m_times[m_taken++];
    }

private:
    std::array<Time, 16> m_times{};
    std::size_t m_taken = m_times.size();
};

}  // namespace archivolt::traffic
