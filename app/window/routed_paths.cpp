#include "app/window/routed_paths.h"

#include <utility>

namespace archivolt {

const std::vector<LinkRoute>& RoutedPaths::of(const SceneInput& input, const TextMeasure& measure) {
    std::vector<Link> steps = stepsOf(input.overlay.paths);
    const bool same = m_diagram.lock() == input.diagram && m_layout.lock() == input.layout;
    if (!same || m_steps != steps) {
        m_routes = routeLinks(*input.diagram, *input.layout, steps, measure);
        m_diagram = input.diagram;
        m_layout = input.layout;
        m_steps = std::move(steps);
    }
    return m_routes;
}

}  // namespace archivolt
