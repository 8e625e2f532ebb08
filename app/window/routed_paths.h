#pragma once

#include <memory>
#include <vector>

#include "render/scene/routed_marks.h"

namespace archivolt {

/// How the paths that are shown run over the drawing, found anew only where they or it changed: a
/// selection, a hover or a finding that comes in leaves them where they are.
class RoutedPaths {
public:
    /// Returns a route for each step of each path of the overlay; valid until it is asked again.
    [[nodiscard]] const std::vector<LinkRoute>& of(const SceneInput& input,
                                                   const TextMeasure& measure);

private:
    std::weak_ptr<const Diagram> m_diagram;
    std::weak_ptr<const Layout> m_layout;
    std::vector<Link> m_steps;
    std::vector<LinkRoute> m_routes;
};

}  // namespace archivolt
