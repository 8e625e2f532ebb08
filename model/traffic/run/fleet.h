#pragma once

#include <cstdint>
#include <vector>

#include "model/traffic/engine/random_stream.h"
#include "model/traffic/plant/plant.h"

namespace archivolt::traffic {

/// A member of a fleet on its way in, or in service.
struct Member {
    std::uint32_t station = 0;
    ZoneIndex zone = 0;
    Time launched = 0;
    Time ready = kNever;            ///< When it began to answer.
    std::uint32_t silentTicks = 0;  ///< Minutes in a row that it was down.
    bool ending = false;            ///< Draining, or gone.
    bool gone = false;
    bool returns = false;  ///< Into the warm pool, once it is drained.
    std::uint64_t usedAtTick = 0;
    std::uint64_t arrivalsAtTick = 0;
};

/// The state of one alarm: how many minutes in a row were over its mark.
struct AlarmState {
    std::uint32_t high = 0;
    std::uint32_t low = 0;
    Time coolUntil = 0;
};

struct Fleet {
    FleetSpec spec;
    RandomStream choice;
    RandomStream boot;
    std::vector<Member> members;
    std::uint32_t desired = 0;
    std::uint32_t made = 0;  ///< Members ever, for their names.
    std::uint32_t mostInService = 0;
    std::vector<AlarmState> alarms;  ///< One a policy.
    std::vector<ZoneIndex> pooled;   ///< Where those stand that wait in its warm pool.
    std::uint32_t warming = 0;       ///< On their way into it.
    std::uint64_t drawn = 0;         ///< Taken out of it.
    std::uint64_t abandoned = 0;     ///< Given up by a lifecycle hook.
};

}  // namespace archivolt::traffic
