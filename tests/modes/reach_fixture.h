#pragma once

#include <string>

#include "app/command/examples.h"
#include "app/modes/reach/reach_answers.h"
#include "app/session/open_design.h"
#include "model/catalog/catalog.h"
#include "render/layout/build_diagram.h"

namespace archivolt::test {

/// A design of a text with its network and diagram.
inline ReachScene sceneOf(const Design& design) {
    const auto catalog = Catalog::embedded();
    ReachScene scene;
    scene.design = std::make_shared<const Design>(design);
    scene.resolved = resolve(*scene.design, *catalog);
    scene.reachability = std::make_shared<const Reachability>(scene.resolved->architecture);
    scene.diagram =
        std::make_shared<const Diagram>(buildDiagram(*scene.design, *scene.resolved, *catalog));
    return scene;
}

/// A shipped example, some of its text replaced.
inline Design exampleWith(const std::string& name, std::string_view from, std::string_view to) {
    std::string text(findExample(name)->text);
    const auto at = from.empty() ? std::string::npos : text.find(from);
    if (at != std::string::npos) text.replace(at, from.size(), to);
    return openText({name + ".yaml", text}, {}).design;
}
inline Design threeTier(std::string_view from = {}, std::string_view to = {}) {
    return exampleWith("three-tier", from, to);
}

}  // namespace archivolt::test
