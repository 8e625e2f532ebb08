#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/modes/traffic/traffic_wish.h"
#include "model/build/resolve.h"
#include "model/reachability/sets/reachability.h"
#include "model/traffic/build/build_plant.h"
#include "model/traffic/run/simulation.h"
#include "render/scene/build_scene.h"

namespace archivolt {

/// A design with its network and its drawing, all of one moment; safe to hand to another thread.
struct TrafficScene {
    std::shared_ptr<const ResolvedDesign> resolved;
    std::shared_ptr<const Reachability> reachability;
    std::shared_ptr<const Diagram> diagram;
};

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
    double members = 0;                          ///< Fleet members in service at its end.
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
    std::vector<std::string> taken;         ///< What was taken for granted.
    nlohmann::ordered_json report;          ///< As `archivolt simulate` writes it.
};

inline constexpr std::size_t kTrafficFrames = 120;

/// Runs a scenario, delivering stretch by stretch, and says what came of it; fails as `buildPlant`
/// does. Stops between stretches, or some thousand events later, when `stop` says so.
[[nodiscard]] Result<TrafficStory> runTraffic(
    const TrafficScene& scene, const TrafficWish& wish, const std::function<bool()>& stop,
    const std::function<void(TrafficFrame, std::vector<TrafficEvent>)>& deliver);

/// Makes the plant that a wish runs; fails as `buildPlant` does, and for what is no scenario.
[[nodiscard]] Result<traffic::BuiltPlant> plantOf(const TrafficScene& scene,
                                                  const TrafficWish& wish);
[[nodiscard]] traffic::RunOptions runOptions(const traffic::BuiltPlant& built,
                                             const TrafficWish& wish);

/// Returns what a fault may strike, by name: what works on requests, groups of members too; fails
/// as `plantOf` does.
[[nodiscard]] Result<std::vector<std::string>> faultTargets(const TrafficScene& scene);

/// Returns the zones that subnets of the design stand in, sorted.
[[nodiscard]] std::vector<std::string> zonesOf(const ResolvedDesign& resolved);

/// Marks a stretch: rates on lines, load on nodes and in fleets' cells, a zone that is down.
void addTraffic(Overlay& overlay, const TrafficFrame& frame, const TrafficWish& wish,
                const Diagram& diagram);

}  // namespace archivolt
