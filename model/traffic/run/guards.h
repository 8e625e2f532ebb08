#pragma once

#include <cstdint>
#include <vector>

#include "model/traffic/plant/plant.h"
#include "model/traffic/run/meter.h"

namespace archivolt::traffic {

/// What a session asked for, in this window of time and the one before.
struct SessionCount {
    std::int64_t window = -1;
    std::uint32_t now = 0;
    std::uint32_t before = 0;
};

/// A firewall in front of a node.
struct Guard {
    GuardSpec spec;
    Meter meter;
    std::vector<SessionCount> counts;  ///< By session.
};

}  // namespace archivolt::traffic
