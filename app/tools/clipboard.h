#pragma once

#include <string>

#include "app/session/selection.h"
#include "app/tools/drop_plan.h"

namespace archivolt::tools {

/// Returns what is selected as the YAML text of a template: with all that stands inside of it, and
/// what is drawn as a part of it (listeners, routes, addresses); empty where nothing is.
[[nodiscard]] std::string copied(const Diagram& diagram, const DesignSelection& selection,
                                 const Design& design);

/// Finds what pasting a template's resources does: they get logical ids of their own, name one
/// another by these, and keep naming what they named outside, where that is there.
///
/// `container` (a box, kNoBox for none) takes what names one subnet outside of the text, and its
/// VPC, or the only one, what names one that is not here. A subnet gets a block that is free. Other
/// references to what is not here are taken off where a thing can do without, and `aside` says
/// which. It is refused where the text is no template, or a thing needs one that is not here.
[[nodiscard]] DropPlan planPaste(const Scene& scene, const std::string& text, BoxIndex container,
                                 const World& world);

}  // namespace archivolt::tools
