#include "app/tools/selecting.h"

#include <algorithm>

namespace archivolt::tools {

namespace {

/// Returns the box that shows what was hit: of a list's sign the box that carries it.
const Box* boxOf(const Diagram& diagram, const Hit& hit) {
    return hit.box == kNoBox || hit.box == 0 ? nullptr : &diagram.boxes[hit.box];
}

LinkName nameOf(const Diagram& diagram, std::uint32_t link) {
    const Link& shown = diagram.links[link];
    return {diagram.boxes[shown.from].key, diagram.boxes[shown.to].key};
}

}  // namespace

DesignSelection selectionOf(const Diagram& diagram, const Hit& hit) {
    DesignSelection selection;
    if (hit.part == HitPart::Link) selection.link = nameOf(diagram, hit.index);
    if (hit.part == HitPart::Note) selection.notes.insert(diagram.notes[hit.index].id);
    if (hit.part == HitPart::Frame) selection.frames.insert(diagram.frames[hit.index].id);
    const Box* box = boxOf(diagram, hit);
    if (box == nullptr) return selection;
    if (const ResourceId resource = resourceOf(*box)) {
        selection.resources.insert(resource);
    } else {
        selection.box = box->key;
    }
    return selection;
}

DesignSelection toggled(const Diagram& diagram, DesignSelection selection, const Hit& hit) {
    const DesignSelection other = selectionOf(diagram, hit);
    // A box without a resource and a line are selected alone.
    if (!other.box.empty() || other.link)
        return isSelected(diagram, selection, hit) ? selection : other;
    selection.box.clear();
    selection.link.reset();
    const auto toggle = [](auto& set, const auto& each) {
        if (set.erase(each) == 0) set.insert(each);
    };
    for (const ResourceId each : other.resources) toggle(selection.resources, each);
    for (const NoteId each : other.notes) toggle(selection.notes, each);
    for (const FrameId each : other.frames) toggle(selection.frames, each);
    return selection;
}

bool isSelected(const Diagram& diagram, const DesignSelection& selection, const Hit& hit) {
    const DesignSelection other = selectionOf(diagram, hit);
    if (other.empty()) return false;
    if (other.link) return selection.link == other.link;
    if (!other.box.empty()) return selection.box == other.box;
    return std::ranges::includes(selection.resources, other.resources) &&
           std::ranges::includes(selection.notes, other.notes) &&
           std::ranges::includes(selection.frames, other.frames);
}

DesignSelection selectionIn(const Scene& scene, const Rect& area) {
    const Diagram& diagram = *scene.diagram;
    DesignSelection selection;
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        const Rect& rect = scene.layout->rects[i];
        const bool node = isNode(diagram.boxes[i].kind);
        const bool touched = node ? intersects(area, rect) : contains(area, rect);
        if (!touched) continue;
        if (const ResourceId resource = resourceOf(diagram.boxes[i])) {
            selection.resources.insert(resource);
        }
    }
    for (const Note& note : diagram.notes) {
        if (intersects(area, note.place)) selection.notes.insert(note.id);
    }
    for (const Frame& frame : diagram.frames) {
        if (contains(area, frame.place)) selection.frames.insert(frame.id);
    }
    return selection;
}

DesignSelection everything(const Diagram& diagram, const Design& design) {
    DesignSelection selection;
    for (const auto& stack : design.stacks) {
        for (const auto& resource : stack->body.resources) {
            selection.resources.insert(resource->id);
        }
    }
    for (const Note& note : diagram.notes) selection.notes.insert(note.id);
    for (const Frame& frame : diagram.frames) selection.frames.insert(frame.id);
    return selection;
}

std::optional<std::uint32_t> linkOf(const Diagram& diagram, const DesignSelection& selection) {
    if (!selection.link) return {};
    for (std::uint32_t i = 0; i < diagram.links.size(); ++i) {
        if (nameOf(diagram, i) == *selection.link) return i;
    }
    return {};
}

std::vector<BoxIndex> boxesOf(const Diagram& diagram, const DesignSelection& selection,
                              bool topsOnly) {
    std::vector<BoxIndex> boxes;
    std::set<ResourceId> shown;
    std::vector<bool> covers(diagram.boxes.size());
    // A parent stands before its children, so what is inside a selected one is known in passing.
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        const Box& box = diagram.boxes[i];
        const bool inside = box.parent != kNoBox && covers[box.parent];
        const ResourceId resource = resourceOf(box);
        const bool selected = resource && selection.resources.contains(resource);
        covers[i] = inside || selected;
        if (!selected || (topsOnly && inside)) continue;
        if (shown.insert(resource).second) boxes.push_back(i);
    }
    return boxes;
}

}  // namespace archivolt::tools
