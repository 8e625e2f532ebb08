#include "app/tools/aligning.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/tools/placed.h"
#include "app/tools/selecting.h"

namespace archivolt::tools {

namespace {

bool isEven(Alignment alignment) {
    return alignment == Alignment::AcrossEvenly || alignment == Alignment::DownEvenly;
}

/// Returns how far a box goes to stand in line, where `all` is the rectangle around all of them.
Point wayTo(Alignment alignment, const Rect& rect, const Rect& all) {
    switch (alignment) {
        case Alignment::Left: return {all.x - rect.x, 0};
        case Alignment::Center: return {center(all).x - center(rect).x, 0};
        case Alignment::Right: return {right(all) - right(rect), 0};
        case Alignment::Top: return {0, all.y - rect.y};
        case Alignment::Middle: return {0, center(all).y - center(rect).y};
        case Alignment::Bottom: return {0, bottom(all) - bottom(rect)};
        case Alignment::AcrossEvenly:
        case Alignment::DownEvenly: break;
    }
    return {};
}

/// Returns how far each box goes so that the gaps between them are even; the outer two stay.
std::vector<Point> evenWays(const Scene& scene, std::vector<BoxIndex>& boxes, bool across) {
    const auto& rects = scene.layout->rects;
    const auto begin = [&](BoxIndex box) { return across ? rects[box].x : rects[box].y; };
    const auto size = [&](BoxIndex box) { return across ? rects[box].width : rects[box].height; };
    std::ranges::sort(boxes, {}, begin);
    double room = begin(boxes.back()) + size(boxes.back()) - begin(boxes.front());
    for (const BoxIndex box : boxes) room -= size(box);
    const double gap = room / static_cast<double>(boxes.size() - 1);
    std::vector<Point> ways;
    double at = begin(boxes.front());
    for (const BoxIndex box : boxes) {
        const double by = at - begin(box);
        ways.push_back(across ? Point{by, 0} : Point{0, by});
        at += size(box) + gap;
    }
    return ways;
}

}  // namespace

DropPlan planAlignment(const Scene& scene, const DesignSelection& selection, Alignment alignment,
                       const World& world) {
    const Diagram& diagram = *scene.diagram;
    DropPlan plan;
    std::vector<BoxIndex> boxes = boxesOf(diagram, selection, true);
    std::erase_if(boxes, [&](BoxIndex box) { return !isPlacedFreely(diagram, box); });
    const bool together = std::ranges::all_of(boxes, [&](BoxIndex box) {
        return diagram.boxes[box].parent == diagram.boxes[boxes.front()].parent;
    });
    const std::size_t least = isEven(alignment) ? 3 : 2;
    if (!together || boxes.size() < least) {
        plan.why = fmt::format("Select {} things or more that stand in one container", least);
        return plan;
    }
    Rect all;
    for (const BoxIndex box : boxes) all = united(all, scene.layout->rects[box]);
    std::vector<Point> ways;
    if (isEven(alignment)) {
        ways = evenWays(scene, boxes, alignment == Alignment::AcrossEvenly);
    } else {
        for (const BoxIndex box : boxes) {
            ways.push_back(wayTo(alignment, scene.layout->rects[box], all));
        }
    }
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const auto edit = placeAfter(scene, world.design, boxes[i], kNoBox, ways[i]);
        if (edit) plan.edits.push_back(*edit);
    }
    plan.legal = true;
    plan.moves = true;
    plan.label =
        fmt::format("{} {} things", isEven(alignment) ? "Distribute" : "Align", boxes.size());
    return plan;
}

}  // namespace archivolt::tools
