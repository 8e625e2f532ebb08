#include "render/scene/same_overlay.h"

#include <algorithm>
#include <tuple>

namespace archivolt {

namespace {

// Bindings take every member, so that one that is added has to be compared.

bool sameBadge(const Badge& a, const Badge& b) {
    const auto& [box, tone, text] = a;
    return std::tie(box, tone, text) == std::tie(b.box, b.tone, b.text);
}

bool samePath(const PathOverlay& a, const PathOverlay& b) {
    const auto& [boxes, tone, width, stopped, label, stops] = a;
    return std::tie(boxes, tone, width, stopped, label, stops) ==
           std::tie(b.boxes, b.tone, b.width, b.stopped, b.label, b.stops);
}

bool sameHighlight(const Highlight& a, const Highlight& b) {
    const auto& [box, tone, text] = a;
    return std::tie(box, tone, text) == std::tie(b.box, b.tone, b.text);
}

bool sameCell(const FleetCell& a, const FleetCell& b) {
    const auto& [load, text, tone] = a;
    return std::tie(load, text, tone) == std::tie(b.load, b.text, b.tone);
}

bool sameFleet(const std::pair<const BoxIndex, std::vector<FleetCell>>& a,
               const std::pair<const BoxIndex, std::vector<FleetCell>>& b) {
    return a.first == b.first && std::ranges::equal(a.second, b.second, sameCell);
}

}  // namespace

bool sameOverlay(const Overlay& a, const Overlay& b) {
    const auto& [selected, selectedLinks, hovered, badges, paths, highlights, concerned, cells,
                 details, selectedPlaces] = a;
    return std::tie(selected, selectedLinks, hovered, concerned, details, selectedPlaces) ==
               std::tie(b.selected, b.selectedLinks, b.hovered, b.concerned, b.details,
                        b.selectedPlaces) &&
           std::ranges::equal(badges, b.badges, sameBadge) &&
           std::ranges::equal(paths, b.paths, samePath) &&
           std::ranges::equal(highlights, b.highlights, sameHighlight) &&
           std::ranges::equal(cells, b.cells, sameFleet);
}

}  // namespace archivolt
