#pragma once

#include <cstdint>

namespace archivolt::traffic {

/// Simulated time in nanoseconds since the run began; good for 292 years.
using Time = std::int64_t;

inline constexpr Time kMicrosecond = 1'000;
inline constexpr Time kMillisecond = 1'000'000;
inline constexpr Time kSecond = 1'000'000'000;
inline constexpr Time kMinute = 60 * kSecond;
inline constexpr Time kHour = 60 * kMinute;
/// Later than anything that happens.
inline constexpr Time kNever = INT64_MAX;

/// Returns the whole number nearest to one that is not negative, halves up.
///
/// By adding and cutting off: a library's rounding may differ from machine to machine.
[[nodiscard]] inline Time nearest(double value) {
    const double raised = value + 0.5;
    return static_cast<Time>(raised);
}

/// Returns a duration in seconds, rounded to whole nanoseconds; at most a hundred years.
[[nodiscard]] inline Time fromSeconds(double seconds) {
    constexpr double kMost = 3.2e9;
    if (!(seconds > 0)) return 0;
    return nearest((seconds < kMost ? seconds : kMost) * 1e9);
}
[[nodiscard]] inline double toSeconds(Time time) { return static_cast<double>(time) / 1e9; }
[[nodiscard]] inline double toMilliseconds(Time time) { return static_cast<double>(time) / 1e6; }

}  // namespace archivolt::traffic
