#pragma once

#include <cstdint>

#include "model/traffic/engine/time.h"

namespace archivolt::traffic {

/// How many means, their sum and sum of squares: what their interval is made of.
///
/// Whole numbers, so that they add up the same in any order.
struct Tally {
    static constexpr double kMost = 3e7;  ///< Beyond, nothing is kept, so that no sum overflows.
    std::uint64_t count = 0;
    std::uint64_t sum = 0;
    std::uint64_t squares = 0;

    void add(double value) {
        if (!(value < kMost)) return;
        const auto whole = static_cast<std::uint64_t>(nearest(value));
        ++count;
        sum += whole;
        squares += whole * whole;
    }
    void merge(const Tally& other) {
        count += other.count;
        sum += other.sum;
        squares += other.squares;
    }
    friend bool operator==(const Tally&, const Tally&) = default;
};

/// Parts of a run whose means make an interval; what the first shows is left out.
inline constexpr Time kBatches = 31;

}  // namespace archivolt::traffic
