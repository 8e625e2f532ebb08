#include <fmt/format.h>

#include "app/tools/each_tool.h"
#include "app/tools/placed.h"
#include "app/tools/selecting.h"

namespace archivolt::tools {

namespace {

constexpr double kStep = 4;

Point wayOf(const Event& event, double gridStep) {
    const double step = event.mods.shift ? gridStep : kStep;
    switch (event.key) {
        case Key::Left: return {-step, 0};
        case Key::Right: return {step, 0};
        case Key::Up: return {0, -step};
        case Key::Down: return {0, step};
        case Key::Other:
        case Key::Escape: break;
    }
    return {};
}

}  // namespace

Step nudge(const Event& event, const View& view) {
    const Diagram& diagram = *view.scene.diagram;
    const std::vector<BoxIndex> boxes = boxesOf(diagram, view.selection, true);
    const Point by = wayOf(event, view.scene.gridStep);
    Commit commit;
    std::string name;
    for (const BoxIndex box : boxes) {
        if (!isPlacedFreely(diagram, box)) continue;
        // What is only shown by the box of something else stays where that is.
        const auto edit = placeAfter(view.scene, view.world.design, box, kNoBox, by);
        if (!edit) continue;
        PlaceBox place = std::get<PlaceBox>(*edit);
        // Keys come faster than drawings: one that was not drawn yet counts from where it was put.
        const BoxPlace* before = view.world.design.places.find(place.box);
        if (before != nullptr && !view.isCurrent) {
            place.place->rect.x = before->rect.x + by.x;
            place.place->rect.y = before->rect.y + by.y;
        }
        commit.coalesce +=
            fmt::format("{}{}", commit.coalesce.empty() ? "nudge:" : ",", place.box.resource.value);
        name = diagram.boxes[box].title;
        commit.edits.emplace_back(std::move(place));
    }
    const std::vector<Mark> marks = marksOf(view.world.design, view.selection);
    for (const Mark mark : marks) {
        commit.coalesce += fmt::format("{}n{}f{}", commit.coalesce.empty() ? "nudge:" : ",",
                                       mark.note.value, mark.frame.value);
    }
    const std::size_t placed = commit.edits.size();
    for (Edit& edit : movedBy(view.world.design, marks, by))
        commit.edits.push_back(std::move(edit));
    if (placed == 0 && !marks.empty()) name = nameOf(view.world.design, marks);
    if (commit.edits.empty()) {
        if (boxes.empty()) return {Idle{}};
        return {Idle{},
                {Say{fmt::format("{} stands where the layout puts it",
                                 diagram.boxes[boxes.front()].title)}}};
    }
    commit.label = commit.edits.size() == 1 ? "Place " + name
                                            : fmt::format("Place {} things", commit.edits.size());
    return {Idle{}, {std::move(commit)}};
}

}  // namespace archivolt::tools
