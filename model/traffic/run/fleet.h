#pragma once

#include <cstdint>
#include <optional>
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
    bool spot = false;
    bool leaving = false;       ///< Serves on until another has taken its place.
    bool taken = false;         ///< Interrupted, and not replaced yet.
    std::uint32_t version = 0;  ///< That it runs.
    std::uint64_t usedAtTick = 0;
    std::uint64_t arrivalsAtTick = 0;
    std::uint64_t areaAtTick = 0;  ///< Under its requests, where that is looked at.
};

/// The state of one alarm: how many minutes in a row were over its mark.
struct AlarmState {
    std::uint32_t high = 0;
    std::uint32_t low = 0;
    Time coolUntil = 0;
    Time inAgain = 0;       ///< From when it may scale in again.
    Time wholeAgain = 0;    ///< From when a step counts in whole again …
    double lastChange = 0;  ///< … and what is taken off it before.
};

/// What a version of a fleet's software is like.
struct VersionTraits {
    double factor = 1;   ///< How many times as long its work takes.
    bool fails = false;  ///< It refuses all.
    double erring = 0;   ///< The share of requests that it fails.
};

/// A new version on its way to all members.
struct Rollout {
    VersionTraits traits;
    Time began = 0;
    bool under = true;           ///< Still going on; new members are of this version ever after.
    bool back = false;           ///< To the version before.
    bool stopped = false;        ///< It failed, and nothing more is launched.
    std::uint32_t failures = 0;  ///< Of its circuit breaker.
    std::uint32_t healthy = 0;   ///< Members of this version, when last looked at.
    Time settled = kNever;       ///< Since when all members are of this version.
    std::uint64_t errors = 0;    ///< Of all members, when last looked at.
    std::vector<std::uint32_t> over{};  ///< By alarm: minutes in a row.
};

/// What a predictive policy knows: the load of each hour, in members that it would keep busy up to
/// the target, and what is forecast of the hours to come.
struct Forecast {
    std::vector<double> hours;
    double booked = 0;  ///< What all members had done when the last hour ended.
    std::vector<double> ahead;
    std::size_t from = 0;  ///< The hour that `ahead` begins with.
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
    std::vector<std::uint32_t> dry;  ///< By zone: how many faults leave it no Spot capacity.
    bool toldDry = false;
    std::uint32_t version = 0;        ///< Of those that are launched now.
    std::uint32_t versions = 0;       ///< Ever.
    std::optional<Rollout> rollout;   ///< The last.
    std::uint32_t good = 0;           ///< The version that all ran last …
    VersionTraits goodTraits;         ///< … and what it is like.
    std::vector<Forecast> forecasts;  ///< One a predictive policy.
    bool watchesConcurrency = false;  ///< One of its policies does.
    std::uint32_t floor = 0;          ///< What is forecast for now: it does not scale in below.
};

}  // namespace archivolt::traffic
