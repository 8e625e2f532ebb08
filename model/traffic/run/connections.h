#pragma once

#include <cstdint>
#include <vector>

#include "model/traffic/plant/components.h"
#include "model/traffic/plant/connections.h"

namespace archivolt::traffic {

/// Connections without a request, each with when it ends.
struct IdleConnections {
    std::vector<Time> until;
    std::uint64_t opened = 0;

    /// Takes one; returns what a new one costs where there is none, `roundTrip` long.
    [[nodiscard]] Time take(const ConnectionSpec& spec, Time now, Time roundTrip) {
        // The one that was used last ends last.
        if (!until.empty() && until.back() > now) {
            until.pop_back();
            return 0;
        }
        until.clear();
        ++opened;
        return static_cast<Time>(spec.roundTrips * static_cast<double>(roundTrip));
    }
    void giveBack(const ConnectionSpec& spec, Time now) { until.push_back(now + spec.keptFor); }
};

/// A visitor's connection.
struct Connection {
    Time until = 0;  ///< When it ends; kNever while a request is open that others may share.
    std::uint32_t record = 0;
    ZoneIndex zone = 0;
    bool resumes = false;  ///< The visitor was there before.
};

/// What the health checks of a name's record have come to (T37).
struct RecordHealth {
    bool healthy = true;
    std::uint32_t good = 0;
    std::uint32_t bad = 0;
};

/// What a resolver remembers.
struct NameAnswer {
    Time until = -1;
    std::uint32_t record = 0;
    std::uint64_t zones = 0;  ///< Bit by zone of the balancer; 0: no zones.
};

}  // namespace archivolt::traffic
