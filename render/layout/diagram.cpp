#include "render/layout/diagram.h"

namespace archivolt {

namespace {

bool lists(const std::vector<Part>& parts, ResourceId resource) {
    return std::ranges::find(parts, resource, &Part::resource) != parts.end();
}

}  // namespace

std::vector<std::vector<BoxIndex>> Diagram::children() const {
    std::vector<std::vector<BoxIndex>> result(boxes.size());
    for (BoxIndex i = 1; i < boxes.size(); ++i) {
        INVARIANT(boxes[i].parent < i);
        result[boxes[i].parent].push_back(i);
    }
    return result;
}

BoxIndex Diagram::find(const std::string& key) const {
    for (BoxIndex i = 0; i < boxes.size(); ++i) {
        if (boxes[i].key == key) return i;
    }
    return kNoBox;
}

BoxIndex Diagram::representedBy(ResourceId resource) const {
    for (BoxIndex i = 0; i < boxes.size(); ++i) {
        if (boxes[i].resource == resource) return i;
    }
    for (BoxIndex i = 0; i < boxes.size(); ++i) {
        if (lists(boxes[i].attributes, resource)) return i;
    }
    return kNoBox;
}

std::unordered_map<ResourceId, BoxIndex> Diagram::representatives() const {
    std::unordered_map<ResourceId, BoxIndex> found;
    found.reserve(boxes.size());
    for (BoxIndex i = 0; i < boxes.size(); ++i) {
        if (boxes[i].resource) found.emplace(boxes[i].resource, i);
    }
    for (BoxIndex i = 0; i < boxes.size(); ++i) {
        for (const Part& part : boxes[i].attributes) found.emplace(part.resource, i);
    }
    return found;
}

std::vector<BoxIndex> Diagram::showing(ResourceId resource) const {
    std::vector<ResourceId> listed = {resource};
    for (const auto& [thing, parts] : belongings) {
        if (lists(parts, resource)) listed.push_back(thing);
    }
    std::vector<BoxIndex> found;
    for (BoxIndex i = 0; i < boxes.size(); ++i) {
        const Box& box = boxes[i];
        const bool badge = std::ranges::any_of(box.badges, [&](const BoxBadge& b) {
            return std::ranges::any_of(b.things, [&](ResourceId thing) {
                return std::ranges::find(listed, thing) != listed.end();
            });
        });
        if (badge || box.resource == resource || lists(box.attributes, resource)) {
            found.push_back(i);
        }
    }
    return found;
}

bool Diagram::isWithin(BoxIndex box, BoxIndex ancestor) const {
    while (box != kNoBox && box != ancestor) box = boxes[box].parent;
    return box == ancestor;
}

}  // namespace archivolt
