#pragma once

#include <cstdint>
#include <vector>

#include "model/traffic/engine/time.h"

namespace archivolt::traffic {

/// What happened in one stretch of a run.
struct TimelineBin {
    std::uint64_t offered = 0;
    std::uint64_t completed = 0;
    std::uint64_t failed = 0;
    std::uint64_t latencySum = 0;  ///< Nanoseconds, of those that completed.
    Time latencyMost = 0;
    std::uint64_t fleetSum = 0;  ///< Members in service, added up over `fleetSamples`.
    std::uint64_t fleetSamples = 0;

    void merge(const TimelineBin& other);
    friend bool operator==(const TimelineBin&, const TimelineBin&) = default;
};

/// A run in at most 3,600 stretches, a second long at first; whenever they do not suffice, two and
/// two become one. So an hour is told by the second, and a month in no more memory.
class Timeline {
public:
    static constexpr std::size_t kMostBins = 3600;

    TimelineBin& at(Time now) {
        // Most often it is the stretch of last time; a division would cost more than all else here.
        if (now - m_begin < m_width && now >= m_begin) return m_bins[m_current];
        return found(now);
    }
    /// Puts together again what `width` and `bins` told; a width is a second, times a power of 2.
    [[nodiscard]] static Timeline restored(Time width, std::vector<TimelineBin> bins);
    void merge(const Timeline& other);

    [[nodiscard]] Time width() const { return m_width; }
    [[nodiscard]] const std::vector<TimelineBin>& bins() const { return m_bins; }
    friend bool operator==(const Timeline& a, const Timeline& b) {
        return a.m_width == b.m_width && a.m_bins == b.m_bins;
    }

private:
    TimelineBin& found(Time now);
    void halve();

    Time m_width = kSecond;
    std::vector<TimelineBin> m_bins;
    std::size_t m_current = 0;   // The stretch that was asked for last …
    Time m_begin = -kNever / 2;  // … and when it begins.
};

}  // namespace archivolt::traffic
