#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/build/resolve.h"
#include "model/reachability/sets/reachability.h"
#include "render/scene/build_scene.h"

namespace archivolt {

/// A design with its network and its drawing, all of one moment; safe to hand to another thread.
struct TrafficScene {
    std::shared_ptr<const ResolvedDesign> resolved;
    std::shared_ptr<const Reachability> reachability;
    std::shared_ptr<const Diagram> diagram;
};

/// What a run is asked for; rates and the rest are those made for the design.
struct TrafficWish {
    double load = 1;  ///< Times the rate that the design is thought to be made for.
    double seconds = 1800;
    std::uint64_t seed = 1;
    std::string zoneDown;  ///< A zone that is down for the middle third; empty: none.
    friend bool operator==(const TrafficWish&, const TrafficWish&) = default;
};

/// A scenario that is chosen by its name.
struct NamedWish {
    std::string name;
    TrafficWish wish;
    friend bool operator==(const NamedWish&, const NamedWish&) = default;
};

/// Returns what a design that stands in these zones is tried with: its ordinary day, its peak, and
/// each with a zone down.
[[nodiscard]] std::vector<NamedWish> scenariosOf(const std::vector<std::string>& zones);

/// How a component was in one stretch of a run.
struct ComponentLoad {
    double perSecond = 0;  ///< Requests that arrived.
    double failed = 0;     ///< Of these, the share that failed.
    double busy = -1;      ///< 0 to 1; below 0 where there are no servers.
    std::uint64_t present = 0;
    friend bool operator==(const ComponentLoad&, const ComponentLoad&) = default;
};

/// A machine of a fleet.
struct FleetMember {
    std::string fleet;
    std::string name;
    std::string zone;      ///< Empty where it stands in none.
    bool answers = false;  ///< False: it boots, or leaves.
    bool leaves = false;
    friend bool operator==(const FleetMember&, const FleetMember&) = default;
};

/// One stretch of a run, by which it is played.
struct TrafficFrame {
    double at = 0;         ///< Seconds, of its end.
    double offered = 0;    ///< A second.
    double failed = 0;     ///< The share of what ended, 0 to 1.
    double latencyMs = 0;  ///< The mean of those that were answered.
    double worstMs = 0;
    double members = 0;                          ///< Fleet members in service.
    std::map<std::string, ComponentLoad> loads;  ///< By component.
    std::vector<FleetMember> machines;           ///< That are there at its end.
    /// By component that has a standby, the zone that it answers from at its end.
    std::map<std::string, std::string> zones;
};

struct TrafficEvent {
    double at = 0;
    std::string component;
    std::string what;
    std::string why;
    friend bool operator==(const TrafficEvent&, const TrafficEvent&) = default;
};

/// What is told once a run is over.
struct TrafficStory {
    std::vector<std::string> sentences;
    std::vector<std::string> notSimulated;  ///< What requests may meet and is left out.
};

inline constexpr std::size_t kTrafficFrames = 120;

/// Runs a scenario, delivering stretch by stretch, and says what came of it; fails as `buildPlant`
/// does. Stops between stretches, or some thousand events later, when `stop` says so.
[[nodiscard]] Result<TrafficStory> runTraffic(
    const TrafficScene& scene, const TrafficWish& wish, const std::function<bool()>& stop,
    const std::function<void(TrafficFrame, std::vector<TrafficEvent>)>& deliver);

/// Returns the zones that subnets of the design stand in, sorted.
[[nodiscard]] std::vector<std::string> zonesOf(const ResolvedDesign& resolved);

/// Marks a stretch: rates on lines, load on nodes and in fleets' cells, a zone that is down.
void addTraffic(Overlay& overlay, const TrafficFrame& frame, const TrafficWish& wish,
                const Diagram& diagram);

/// Says whether the zone of a wish is down at a time of its run.
[[nodiscard]] bool isZoneDown(const TrafficWish& wish, double at);

}  // namespace archivolt
