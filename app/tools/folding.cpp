#include "app/tools/folding.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/tools/selecting.h"
#include "render/layout/fold.h"

namespace archivolt::tools {

DropPlan planFold(const Scene& scene, const Design& design, const std::vector<BoxIndex>& boxes,
                  bool folds) {
    DropPlan plan;
    plan.moves = true;
    std::vector<std::string> names;
    for (const BoxIndex box : boxes) {
        const Box& shown = scene.diagram->boxes[box];
        if (!offersFold(*scene.diagram, box) || shown.folded == folds) continue;
        const BoxPlace* before = design.places.find(shown.place);
        BoxPlace place = before == nullptr ? BoxPlace{} : *before;
        place.folded = folds;
        // Without a place of its own, an open box is as if it had never been touched.
        const bool known = folds || place.rect != Rect{};
        plan.edits.emplace_back(PlaceBox{shown.place, known ? std::optional(place) : std::nullopt});
        names.push_back(shown.title);
    }
    plan.legal = !plan.edits.empty();
    if (!plan.legal) {
        plan.why = folds ? "Select a Region, a VPC, a zone or a subnet with something in it to fold"
                         : "Nothing that is selected is folded";
        return plan;
    }
    const std::string what =
        names.size() == 1 ? names.front() : fmt::format("{} containers", names.size());
    plan.label = fmt::format("{} {}", folds ? "Fold" : "Unfold", what);
    plan.why = fmt::format("{}; the template stays as it is", plan.label);
    return plan;
}

DropPlan planFoldTurn(const Scene& scene, const Design& design, BoxIndex box) {
    return planFold(scene, design, {box}, !scene.diagram->boxes[box].folded);
}

std::vector<BoxIndex> foldable(const Scene& scene, const DesignSelection& selection) {
    const Diagram& diagram = *scene.diagram;
    std::vector<BoxIndex> boxes = boxesOf(diagram, selection, true);
    if (!selection.box.empty()) boxes.push_back(diagram.find(selection.box));
    std::erase_if(boxes, [&](BoxIndex box) { return box == kNoBox || !offersFold(diagram, box); });
    if (!boxes.empty() || !selection.empty()) return boxes;
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        if (diagram.boxes[i].kind == BoxKind::Vpc && canFold(diagram.boxes[i])) boxes.push_back(i);
    }
    return boxes;
}

}  // namespace archivolt::tools
