#pragma once

#include <cstdint>
#include <string>

#include "model/traffic/engine/time.h"

namespace archivolt::traffic {

/// A limit of requests a second with a burst, as AWS's throttles are.
struct TokenBucket {
    double perSecond = 0;
    double burst = 0;
};

/// How the capacity of a table for reads, or for writes, follows what is consumed of it (T69, T72).
struct CapacitySpec {
    std::string policy;  ///< Its name.
    bool writes = false;
    double cost = 1;        ///< Units that a request takes.
    double seconds = 300;   ///< Of unused capacity that are kept for a burst.
    bool onDemand = false;  ///< Twice the peak of half an hour ago, instead of a target.
    double least = 1;       ///< Units a second.
    double most = 40'000;
    double target = 70;    ///< Percent of the capacity.
    double lowMark = 0.9;  ///< Share of the target below which it is lowered.
    std::uint32_t periods = 2;
    std::uint32_t lowPeriods = 15;
    Time inCooldown = 0;
    Time takes = 0;  ///< From the decision until it holds.
};

}  // namespace archivolt::traffic
