#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/traffic/engine/histogram.h"
#include "model/traffic/engine/time.h"

namespace archivolt::traffic {

/// Why requests failed at a component, and how often.
struct CauseCount {
    std::uint16_t status = 0;
    std::uint8_t cause = 0;  ///< A Cause.
    std::uint64_t count = 0;
    friend bool operator==(const CauseCount&, const CauseCount&) = default;
};

/// What is counted at every component.
///
/// The area under the number present is kept apart from the times that requests stayed; that both
/// agree to the nanosecond is Little's law, and `littleHolds` tests it.
struct Meter {
    std::uint64_t arrivals = 0;
    std::uint64_t completed = 0;
    std::uint64_t failed = 0;
    std::uint64_t abandoned = 0;  ///< Their caller gave up while they waited.
    std::uint64_t present = 0;
    std::uint64_t mostPresent = 0;
    std::uint64_t area = 0;    ///< ∫ present dt, modulo 2^64.
    std::uint64_t stayed = 0;  ///< Sum of the stays of those that left, modulo 2^64.
    std::uint64_t since = 0;   ///< Sum of the arrival times of those present, modulo 2^64.
    Time last = 0;
    std::vector<CauseCount> causes;

    void enter(Time now) {
        advance(now);
        ++arrivals;
        ++present;
        if (present > mostPresent) mostPresent = present;
        since += static_cast<std::uint64_t>(now);
    }
    void leave(Time now, Time arrived) {
        advance(now);
        --present;
        since -= static_cast<std::uint64_t>(arrived);
        stayed += static_cast<std::uint64_t>(now - arrived);
    }
    void advance(Time now) {
        area += present * static_cast<std::uint64_t>(now - last);
        last = now;
    }
    void blame(std::uint16_t status, std::uint8_t cause) {
        for (CauseCount& one : causes) {
            if (one.status == status && one.cause == cause) {
                ++one.count;
                return;
            }
        }
        causes.push_back({status, cause, 1});
    }
    /// Arrivals are what completed, failed, was abandoned or is present.
    [[nodiscard]] bool conserves() const {
        return arrivals == completed + failed + abandoned + present;
    }
    [[nodiscard]] bool littleHolds(Time now) const {
        return area + present * static_cast<std::uint64_t>(now - last) ==
               stayed + present * static_cast<std::uint64_t>(now) - since;
    }
    friend bool operator==(const Meter&, const Meter&) = default;
};

}  // namespace archivolt::traffic
