#include "render/scene/same_overlay.h"

#include <algorithm>
#include <tuple>
#include <utility>

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

/// Leaves of what is concerned the boxes that would fade, or have lines fade, if they were not.
std::optional<std::set<BoxIndex>> fading(std::optional<std::set<BoxIndex>> concerned,
                                         const Diagram& diagram) {
    if (!concerned) return concerned;
    std::set<BoxIndex> ends;
    for (const Link& link : diagram.links) ends.insert({link.from, link.to});
    std::erase_if(*concerned, [&](BoxIndex box) {
        return !isNode(diagram.boxes[box].kind) && !ends.contains(box);
    });
    return concerned;
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

bool sameBelowMarks(const Overlay& a, const Overlay& b, const Diagram& diagram) {
    return a.details == b.details && std::ranges::equal(a.cells, b.cells, sameFleet) &&
           (a.concerned == b.concerned ||
            fading(a.concerned, diagram) == fading(b.concerned, diagram));
}

}  // namespace archivolt
