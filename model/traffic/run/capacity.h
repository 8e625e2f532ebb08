#pragma once

#include <cstdint>
#include <vector>

#include "model/traffic/engine/time.h"

namespace archivolt::traffic {

/// How many tokens a throttle has left, and when that was.
struct BucketState {
    double tokens = 0;
    Time at = 0;
    std::uint64_t taken = 0;
};

/// How far the capacity of a table has moved.
struct CapacityState {
    double units = 0;  ///< A second.
    double next = 0;   ///< What it is to be; 0: nothing else.
    std::uint32_t high = 0;
    std::uint32_t low = 0;
    Time inAgain = 0;
    std::uint64_t takenAtTick = 0;
    std::vector<double> recent;  ///< Of the last half hour, a minute each.
    double peak = 0;             ///< Before that.
};

}  // namespace archivolt::traffic
