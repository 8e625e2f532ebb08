#include "app/tools/marks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/tools/selecting.h"
#include "render/scene/mark_look.h"

namespace archivolt::tools {

namespace {

constexpr double kLeastWidth = 80;
constexpr double kLeastHeight = 36;
constexpr double kCopyStep = 16;
constexpr double kAround = 16;  // From what a frame surrounds to it.

struct MarkPart {
    std::string_view part;
    Size size;
    std::optional<FrameKind> frame;  // Nothing: a note.
    std::string_view title;
};
constexpr std::array kParts = {
    MarkPart{"mark:note", {200, 71}, std::nullopt, ""},
    MarkPart{"mark:group", {320, 200}, FrameKind::Group, "Frame"},
    MarkPart{"mark:on-premises", {180, 72}, FrameKind::OnPremises, "Data centre"},
    MarkPart{"mark:partner", {180, 72}, FrameKind::Partner, "Partner"},
    MarkPart{"mark:users", {180, 72}, FrameKind::Users, "Users"},
};

const MarkPart* partOf(std::string_view part) {
    const auto* const found = std::ranges::find(kParts, part, &MarkPart::part);
    return found == kParts.end() ? nullptr : found;
}

template <class Items, class Id>
auto itemOf(const Items& items, Id id) -> const typename Items::value_type* {
    const auto found = std::ranges::find(items, id, &Items::value_type::id);
    return id && found != items.end() ? &*found : nullptr;
}

/// Says whether a line of horizontal and vertical steps runs through a place.
bool runsThrough(const LinkRoute& route, const Rect& place) {
    for (std::size_t i = 1; i < route.points.size(); ++i) {
        const Point a = route.points[i - 1];
        const Point b = route.points[i];
        const Rect step{std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x),
                        std::abs(a.y - b.y)};
        if (intersects(inflated(step, 1), place)) return true;
    }
    return false;
}

/// Says whether something in a place would cover what is drawn: a thing, a title, a border, a line.
bool coversAnything(const Scene& scene, const Design& design, const Rect& place) {
    const Rect wide = inflated(place, kCopyStep / 2);
    const auto marked = [&](const auto& mark) { return intersects(wide, mark.place); };
    if (std::ranges::any_of(design.notes, marked)) return true;
    if (std::ranges::any_of(design.frames, marked)) return true;
    if (std::ranges::any_of(scene.layout->routes,
                            [&](const LinkRoute& route) { return runsThrough(route, place); })) {
        return true;
    }
    const Diagram& diagram = *scene.diagram;
    for (BoxIndex box = 1; box < diagram.boxes.size(); ++box) {
        const Rect& rect = scene.layout->rects[box];
        if (rect.width <= 0 || !intersects(wide, rect)) continue;
        Rect inside = rect;
        inside.y += kFrameTitleLine;
        inside.height -= kFrameTitleLine;
        if (isNode(diagram.boxes[box].kind) || !contains(inside, wide)) return true;
    }
    return false;
}

/// Returns the place nearest to a point, in rings around it, where nothing is covered; at the point
/// where there is none near.
Rect freePlace(const Scene& scene, const Design& design, Size size, Point middle) {
    constexpr int kRings = 24;
    constexpr double kStep = 32;
    const auto at = [&](int across, int down) {
        return Rect{onGrid(middle.x - size.width / 2 + across * kStep),
                    onGrid(middle.y - size.height / 2 + down * kStep), size.width, size.height};
    };
    for (int ring = 0; ring <= kRings; ++ring) {
        for (int down = -ring; down <= ring; ++down) {
            const bool isEdge = std::abs(down) == ring;
            for (int across = -ring; across <= ring; across += isEdge || ring == 0 ? 1 : 2 * ring) {
                const Rect place = at(across, down);
                if (!coversAnything(scene, design, place)) return place;
            }
        }
    }
    return at(0, 0);
}

}  // namespace

Mark markOf(const Diagram& diagram, const Hit& hit) {
    if (hit.part == HitPart::Note) return {diagram.notes[hit.index].id, {}};
    if (hit.part == HitPart::Frame) return {{}, diagram.frames[hit.index].id};
    return {};
}

const Note* noteOf(const Design& design, Mark mark) { return itemOf(design.notes, mark.note); }
const Frame* frameOf(const Design& design, Mark mark) { return itemOf(design.frames, mark.frame); }

std::vector<Mark> marksOf(const Design& design, const DesignSelection& selection) {
    std::vector<Mark> marks;
    for (const NoteId id : selection.notes) marks.push_back({id, {}});
    for (const FrameId id : selection.frames) marks.push_back({{}, id});
    std::erase_if(marks, [&](Mark mark) { return !placeOf(design, mark); });
    return marks;
}

DesignSelection marksSince(const Design& design, std::uint32_t firstNew) {
    DesignSelection made;
    for (const Note& note : design.notes) {
        if (note.id.value >= firstNew) made.notes.insert(note.id);
    }
    for (const Frame& frame : design.frames) {
        if (frame.id.value >= firstNew) made.frames.insert(frame.id);
    }
    return made;
}

std::optional<Rect> placeOf(const Design& design, Mark mark) {
    if (const Note* note = noteOf(design, mark)) return note->place;
    if (const Frame* frame = frameOf(design, mark)) return frame->place;
    return {};
}

std::optional<Edit> placedAt(const Design& design, Mark mark, const Rect& place) {
    if (const Note* note = noteOf(design, mark)) {
        Note moved = *note;
        moved.place = place;
        return SetNote{mark.note, std::move(moved)};
    }
    if (const Frame* frame = frameOf(design, mark)) {
        Frame moved = *frame;
        moved.place = place;
        return SetFrame{mark.frame, std::move(moved)};
    }
    return {};
}

std::vector<Edit> movedBy(const Design& design, const std::vector<Mark>& marks, Point by) {
    std::vector<Edit> edits;
    for (const Mark mark : marks) {
        auto place = placeOf(design, mark);
        if (!place) continue;
        place->x += by.x;
        place->y += by.y;
        edits.push_back(*placedAt(design, mark, *place));
    }
    return edits;
}

std::vector<Edit> withoutMarks(const std::vector<Mark>& marks) {
    std::vector<Edit> edits;
    for (const Mark mark : marks) {
        if (mark.note) {
            edits.emplace_back(SetNote{mark.note, std::nullopt});
        } else {
            edits.emplace_back(SetFrame{mark.frame, std::nullopt});
        }
    }
    return edits;
}

std::vector<Edit> copiesOf(const Design& design, const std::vector<Mark>& marks) {
    std::vector<Edit> edits;
    for (Edit& edit : movedBy(design, marks, {kCopyStep, kCopyStep})) {
        if (auto* note = std::get_if<SetNote>(&edit)) note->id = {};
        if (auto* frame = std::get_if<SetFrame>(&edit)) frame->id = {};
        edits.push_back(std::move(edit));
    }
    return edits;
}

std::string textOf(const Design& design, const std::vector<Mark>& marks) {
    std::string text;
    for (const Mark mark : marks) {
        const Note* note = noteOf(design, mark);
        const Frame* frame = frameOf(design, mark);
        text += text.empty() ? "" : "\n\n";
        text += note != nullptr ? note->text : frame != nullptr ? frame->title : std::string();
    }
    return text;
}

std::string nameOf(const Design& design, const std::vector<Mark>& marks) {
    if (marks.size() != 1) return fmt::format("{} notes and frames", marks.size());
    const Frame* frame = frameOf(design, marks.front());
    if (frame == nullptr) return "the note";
    return frame->title.empty() ? "the frame" : frame->title;
}

std::optional<Size> markSize(std::string_view part) {
    const MarkPart* found = partOf(part);
    return found == nullptr ? std::nullopt : std::optional(found->size);
}

DropPlan planMark(std::string_view part, const Rect& place) {
    DropPlan plan;
    const MarkPart* found = partOf(part);
    if (found == nullptr) {
        plan.why = "There is no such thing to add";
        return plan;
    }
    plan.legal = true;
    if (!found->frame) {
        plan.label = "Add a note";
        plan.edits.emplace_back(SetNote{{}, Note{{}, place, {}}});
    } else {
        plan.label = fmt::format("Add {}", found->title);
        plan.edits.emplace_back(
            SetFrame{{}, Frame{{}, *found->frame, place, std::string(found->title)}});
    }
    plan.why = fmt::format("{}; the template stays as it is", plan.label);
    return plan;
}

Rect placeFor(std::string_view part, const Scene& scene, const Design& design,
              const DesignSelection& selection, Point middle) {
    const MarkPart* found = partOf(part);
    const Size size = found == nullptr ? Size{} : found->size;
    Rect around;
    for (const BoxIndex box : boxesOf(*scene.diagram, selection)) {
        around = united(around, scene.layout->rects[box]);
    }
    for (const Mark mark : marksOf(design, selection)) {
        around = united(around, *placeOf(design, mark));
    }
    if (around.width <= 0 || around.height <= 0) return freePlace(scene, design, size, middle);
    if (found != nullptr && found->frame == FrameKind::Group) {
        Rect frame = inflated(around, kAround);
        frame.y -= kFrameTitleLine - kAround / 2;
        frame.height += kFrameTitleLine - kAround / 2;
        return frame;
    }
    return {right(around) + kAround, around.y, size.width, size.height};
}

Edges edgesOf(const Rect& place, Point point, double tolerance) {
    if (!contains(inflated(place, tolerance), point)) return {};
    Edges edges;
    edges.right = std::abs(point.x - right(place)) <= tolerance;
    edges.left = !edges.right && std::abs(point.x - place.x) <= tolerance;
    edges.bottom = std::abs(point.y - bottom(place)) <= tolerance;
    edges.top = !edges.bottom && std::abs(point.y - place.y) <= tolerance;
    return edges;
}

Rect pulledBy(const Rect& place, const Edges& edges, Point by) {
    Rect rect = place;
    if (edges.right) rect.width = std::max(rect.width + by.x, kLeastWidth);
    if (edges.bottom) rect.height = std::max(rect.height + by.y, kLeastHeight);
    if (edges.left) {
        const double pulled = std::min(by.x, rect.width - kLeastWidth);
        rect.x += pulled;
        rect.width -= pulled;
    }
    if (edges.top) {
        const double pulled = std::min(by.y, rect.height - kLeastHeight);
        rect.y += pulled;
        rect.height -= pulled;
    }
    return rect;
}

}  // namespace archivolt::tools
