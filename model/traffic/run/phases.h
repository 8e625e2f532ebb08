#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/traffic/engine/histogram.h"
#include "model/traffic/plant/plant.h"

namespace archivolt::traffic {

struct Station;
struct World;

/// What the servers of a component, or of a fleet's members together, did in a time.
struct ServerTime {
    std::uint64_t busy = 0;   ///< Nanoseconds of servers at work, …
    std::uint64_t up = 0;     ///< … of those that were there to, …
    std::uint64_t stood = 0;  ///< … and of stations that were up, whatever their servers.
    friend bool operator==(const ServerTime&, const ServerTime&) = default;
};

/// A stretch of a run in which the same faults lasted: before, during and after each.
///
/// Faults that come at random cut none. Requests count where they came, and where they ended.
struct Phase {
    Time from = 0;
    Time to = 0;
    std::string what;  ///< `us-east-1a is down`; empty: no fault lasts.
    std::uint64_t offered = 0;
    std::uint64_t completed = 0;
    std::uint64_t failed = 0;
    Histogram latency;                          ///< Of those that completed.
    std::map<std::string, ServerTime> servers;  ///< By component or fleet.
    friend bool operator==(const Phase&, const Phase&) = default;

    void merge(const Phase& other);
};

/// What was counted when a phase began.
struct PhaseMark {
    Time at = 0;
    std::uint64_t offered = 0;
    std::uint64_t completed = 0;
    std::uint64_t failed = 0;
    Histogram latency;
    std::map<std::string, ServerTime> servers;
};

/// Returns when the faults of a plant begin or end within a run, in order, each time once.
[[nodiscard]] std::vector<Time> phaseEnds(const std::vector<Fault>& faults, Time end);
/// Returns what is counted by now.
[[nodiscard]] PhaseMark markNow(const World& world);
/// Returns the phases up to now.
[[nodiscard]] std::vector<Phase> phasesOf(const World& world);

/// Returns how many nanoseconds a station was up, since it began to answer.
[[nodiscard]] std::uint64_t upTime(const World& world, const Station& station, Time ready);

}  // namespace archivolt::traffic
