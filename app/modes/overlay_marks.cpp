#include "app/modes/overlay_marks.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace archivolt {

namespace {

using Carry = std::vector<BoxIndex>;  // By old box: the new one, or kNoBox.

Carry carryOf(const Diagram& before, const Diagram& now) {
    std::unordered_map<std::string, BoxIndex> places;
    for (BoxIndex i = 0; i < now.boxes.size(); ++i) places.emplace(now.boxes[i].key, i);
    Carry carry;
    carry.reserve(before.boxes.size());
    for (const Box& box : before.boxes) {
        const auto found = places.find(box.key);
        carry.push_back(found == places.end() ? kNoBox : found->second);
    }
    return carry;
}

template <class Map>
Map carriedKeys(const Map& before, const Carry& carry) {
    Map now;
    for (const auto& [box, value] : before) {
        if (carry[box] != kNoBox) now.emplace(carry[box], value);
    }
    return now;
}

}  // namespace

Overlay carriedOver(const OverlayMarks& marks, const Diagram& now) {
    if (!marks.diagram || marks.diagram.get() == &now) return marks.overlay;
    const Carry carry = carryOf(*marks.diagram, now);
    const auto isGone = [&](BoxIndex box) { return carry[box] == kNoBox; };
    Overlay overlay;
    for (PathOverlay path : marks.overlay.paths) {
        if (std::ranges::any_of(path.boxes, isGone)) continue;
        std::erase_if(path.stops, isGone);
        for (BoxIndex& box : path.boxes) box = carry[box];
        for (BoxIndex& box : path.stops) box = carry[box];
        overlay.paths.push_back(std::move(path));
    }
    for (Highlight highlight : marks.overlay.highlights) {
        if (isGone(highlight.box)) continue;
        highlight.box = carry[highlight.box];
        overlay.highlights.push_back(std::move(highlight));
    }
    for (Badge badge : marks.overlay.badges) {
        if (isGone(badge.box)) continue;
        badge.box = carry[badge.box];
        overlay.badges.push_back(std::move(badge));
    }
    if (marks.overlay.concerned) {
        overlay.concerned.emplace();
        for (const BoxIndex box : *marks.overlay.concerned) {
            if (!isGone(box)) overlay.concerned->insert(carry[box]);
        }
    }
    overlay.cells = carriedKeys(marks.overlay.cells, carry);
    overlay.details = carriedKeys(marks.overlay.details, carry);
    return overlay;
}

void addMarks(Overlay& overlay, Overlay marks) {
    std::ranges::move(marks.paths, std::back_inserter(overlay.paths));
    std::ranges::move(marks.highlights, std::back_inserter(overlay.highlights));
    std::ranges::move(marks.badges, std::back_inserter(overlay.badges));
    if (marks.concerned) overlay.concerned = std::move(marks.concerned);
    overlay.cells.merge(marks.cells);
    overlay.details.merge(marks.details);
}

void makeStale(Overlay& marks) {
    for (PathOverlay& path : marks.paths) {
        path.tone = Tone::Neutral;
        path.stops.clear();
        path.stopped = false;
    }
    for (Highlight& highlight : marks.highlights) highlight.tone = Tone::Neutral;
}

}  // namespace archivolt
