#include "app/tools/placed.h"

#include <algorithm>

#include "app/tools/selecting.h"

namespace archivolt::tools {

bool isPlacedFreely(const Diagram& diagram, BoxIndex box) {
    const Box& shown = diagram.boxes[box];
    if (shown.kind == BoxKind::Vpc || shown.kind == BoxKind::Region) return true;
    if ((shown.kind != BoxKind::Node && shown.kind != BoxKind::Chip) || !shown.resource)
        return false;
    const BoxKind around = diagram.boxes[shown.parent].kind;
    return around != BoxKind::Span && around != BoxKind::Fleet;
}

Rect placeIn(const Scene& scene, BoxIndex box, BoxIndex container) {
    Rect rect = scene.layout->rects[box];
    const Rect& outer = scene.layout->rects[container];
    rect.x -= outer.x;
    rect.y -= outer.y;
    return rect;
}

std::optional<Edit> placeAfter(const Scene& scene, const Design& design, BoxIndex box,
                               BoxIndex container, Point by) {
    const Diagram& diagram = *scene.diagram;
    if (!isPlacedFreely(diagram, box)) return {};
    BoxIndex around = container == kNoBox ? diagram.boxes[box].parent : container;
    while (diagram.boxes[around].kind == BoxKind::Shelf) around = diagram.boxes[around].parent;
    const PlaceKey& key = diagram.boxes[box].place;
    BoxPlace place;
    if (const BoxPlace* before = design.places.find(key)) place = *before;
    const Rect now = placeIn(scene, box, around);
    // On the grid already where it was snapped, unless it was told not to.
    place.rect.x = now.x + by.x;
    place.rect.y = now.y + by.y;
    return PlaceBox{key, place};
}

std::vector<Edit> lettingGo(const Scene& scene, const Design& design,
                            const DesignSelection& selection) {
    const Diagram& diagram = *scene.diagram;
    std::vector<BoxIndex> tops = boxesOf(diagram, selection, true);
    if (!selection.box.empty()) tops.push_back(diagram.find(selection.box));
    const auto isMeant = [&](BoxIndex box) {
        return selection.empty() ||
               std::ranges::any_of(tops, [&](BoxIndex top) { return diagram.isWithin(box, top); });
    };
    std::vector<Edit> edits;
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        const Box& box = diagram.boxes[i];
        if (!isMeant(i) || (!box.pinned && !box.placed)) continue;
        const BoxPlace* place = design.places.find(box.place);
        const bool folded = place != nullptr && place->folded;
        edits.emplace_back(
            PlaceBox{box.place, folded ? std::optional(BoxPlace{Rect{}, true}) : std::nullopt});
    }
    return edits;
}

}  // namespace archivolt::tools
