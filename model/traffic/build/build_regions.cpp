#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/traffic/build/builder.h"

namespace archivolt::traffic {

namespace {

constexpr std::size_t kMostRegions = 200;

std::string regionCode(const Builder& builder, ThingId id) {
    const Thing* thing = builder.architecture.find(id);
    return thing != nullptr ? builder.inputs.region(*thing) : std::string();
}

/// A way between two Regions, and how it is known.
struct RegionWay {
    double roundTripMs = 0;
    std::string how;
};

/// Returns the time between two Regions: what the scenario measured, else what the table did, else
/// by their distance; nothing where one is not known.
std::optional<RegionWay> wayBetweenRegions(Builder& builder, const std::string& a,
                                           const std::string& b) {
    for (const auto& [from, to] : {std::pair(a, b), std::pair(b, a)}) {
        const auto measured = builder.scenario.roundTripMs.find(from);
        if (measured == builder.scenario.roundTripMs.end()) continue;
        const auto found = measured->second.find(to);
        if (found != measured->second.end()) return RegionWay{found->second, "the scenario"};
    }
    if (const auto ms = measuredRoundTripMs(a, b)) return RegionWay{*ms, "a table of measurements"};
    const Place* from = builder.places.region(a);
    const Place* to = builder.places.region(b);
    if (from == nullptr || to == nullptr) return std::nullopt;
    const double us =
        kilometresBetween(from->at, to->at) * builder.defaults.number("network.us_per_km");
    return RegionWay{2 * us / 1000, "their distance"};
}

/// Fills the ways between Regions, each once noted.
void fillWays(Builder& builder) {
    Plant& plant = builder.built.plant;
    const std::size_t count = plant.regions.size();
    plant.regionWays.assign(count * count, plant.betweenZones);
    for (std::size_t a = 1; a < count; ++a) {
        for (std::size_t b = a + 1; b < count; ++b) {
            const auto way = wayBetweenRegions(builder, plant.regions[a], plant.regions[b]);
            if (!way) {
                builder.note(
                    fmt::format("how far {} and {} are apart is not known: calls between them take "
                                "the time between zones (`network.round_trip_ms` says it)",
                                plant.regions[a], plant.regions[b]));
                continue;
            }
            const Distribution oneWay = Distribution::constant(way->roundTripMs / 2000);
            plant.regionWays[a * count + b] = oneWay;
            plant.regionWays[b * count + a] = oneWay;
            builder.note(fmt::format("calls between {} and {} take {:.4g} ms there and back, by {}",
                                     plant.regions[a], plant.regions[b], way->roundTripMs,
                                     way->how));
        }
    }
}

}  // namespace

void placeInRegions(Builder& builder) {
    if (!builder.inputs.region) return;
    Plant& plant = builder.built.plant;
    std::set<std::string> codes;
    for (const auto& [id, node] : builder.nodes) codes.insert(regionCode(builder, id));
    for (const auto& [id, fleet] : builder.fleets) codes.insert(regionCode(builder, id));
    codes.erase("");
    if (codes.size() < 2 || codes.size() > kMostRegions) return;
    plant.regions = {""};
    plant.regions.insert(plant.regions.end(), codes.begin(), codes.end());
    const auto indexOf = [&](ThingId id) {
        const auto at = std::ranges::find(plant.regions, regionCode(builder, id));
        return static_cast<std::uint8_t>(at == plant.regions.end() ? 0
                                                                   : at - plant.regions.begin());
    };
    for (const auto& [id, node] : builder.nodes) {
        if (node.kind == NodeKind::Station) plant.stations[node.index].region = indexOf(id);
        if (node.kind == NodeKind::Balancer) plant.balancers[node.index].region = indexOf(id);
    }
    for (const auto* fleets : {&builder.fleets, &builder.services}) {
        for (const auto& [id, index] : *fleets) {
            const FleetSpec& fleet = plant.fleets[index];
            plant.stations[fleet.model].region = indexOf(id);
            for (const std::uint32_t member : fleet.members) {
                plant.stations[member].region = indexOf(id);
            }
        }
    }
    fillWays(builder);
}

}  // namespace archivolt::traffic
