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
    std::uint64_t fleetSum = 0;    ///< Members in service, added up over `fleetSamples`.
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
        const auto bin = static_cast<std::size_t>(now / m_width);
        if (bin < m_bins.size()) return m_bins[bin];
        return grown(now);
    }
    void merge(const Timeline& other);

    [[nodiscard]] Time width() const { return m_width; }
    [[nodiscard]] const std::vector<TimelineBin>& bins() const { return m_bins; }
    friend bool operator==(const Timeline&, const Timeline&) = default;

private:
    TimelineBin& grown(Time now);
    void halve();

    Time m_width = kSecond;
    std::vector<TimelineBin> m_bins;
};

}  // namespace archivolt::traffic
