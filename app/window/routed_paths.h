#pragma once

#include <memory>
#include <vector>

#include "render/scene/routed_marks.h"

namespace archivolt {

/// How paths run over one drawing: a route for each step of each.
struct PathRoutes {
    std::shared_ptr<const Diagram> diagram;
    std::shared_ptr<const Layout> layout;
    std::vector<Link> steps;
    std::vector<LinkRoute> routes;
};

/// Finds how paths run over a drawing; takes long where there are many of both, on any thread.
[[nodiscard]] PathRoutes routePaths(std::shared_ptr<const Diagram> diagram,
                                    std::shared_ptr<const Layout> layout,
                                    const std::vector<PathOverlay>& paths,
                                    const TextMeasure& measure);

/// How the paths that are shown run over the drawing, found anew only where they or it changed: a
/// selection, a hover or a finding that comes in leaves them where they are.
class RoutedPaths {
public:
    /// Returns a route for each step of each path of the overlay; valid until it is asked again.
    ///
    /// `known` (or null) are routes that were found elsewhere; they are taken where they are of
    /// these paths and this drawing.
    [[nodiscard]] const std::vector<LinkRoute>& of(const SceneInput& input,
                                                   const TextMeasure& measure,
                                                   const std::shared_ptr<const PathRoutes>& known);

private:
    std::shared_ptr<const PathRoutes> m_last;
};

}  // namespace archivolt
