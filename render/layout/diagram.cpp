#include "render/layout/diagram.h"

namespace archivolt {

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
        if (std::ranges::find(boxes[i].attributes, resource) != boxes[i].attributes.end()) return i;
    }
    return kNoBox;
}

bool Diagram::isWithin(BoxIndex box, BoxIndex ancestor) const {
    while (box != kNoBox && box != ancestor) box = boxes[box].parent;
    return box == ancestor;
}

}  // namespace archivolt
