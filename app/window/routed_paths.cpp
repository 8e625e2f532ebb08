#include "app/window/routed_paths.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace archivolt {

namespace {

/// Finds, for each path of one step, the one that goes the other way and looks alike: they are
/// drawn on one another, with an arrow at each end. By step: the step whose way it takes.
std::vector<std::size_t> twinsOf(const std::vector<PathOverlay>& paths) {
    std::map<std::tuple<BoxIndex, BoxIndex, Tone, bool>, std::size_t> known;
    std::vector<std::size_t> twins;
    for (const PathOverlay& path : paths) {
        const std::size_t step = twins.size();
        for (std::size_t i = 1; i < path.boxes.size(); ++i) twins.push_back(step + i - 1);
        if (path.boxes.size() != 2 || !path.stops.empty() || !path.label.empty()) continue;
        const auto back = known.find({path.boxes[1], path.boxes[0], path.tone, path.stopped});
        if (back != known.end()) twins[step] = back->second;
        known.emplace(std::tuple(path.boxes[0], path.boxes[1], path.tone, path.stopped), step);
    }
    return twins;
}

}  // namespace

PathRoutes routePaths(std::shared_ptr<const Diagram> diagram, std::shared_ptr<const Layout> layout,
                      const std::vector<PathOverlay>& paths, const TextMeasure& measure) {
    PathRoutes routes;
    routes.steps = stepsOf(paths);
    const auto twins = twinsOf(paths);
    std::vector<Link> links;
    for (std::size_t i = 0; i < twins.size(); ++i) {
        if (twins[i] == i) links.push_back(routes.steps[i]);
    }
    auto found = routeLinks(*diagram, *layout, links, measure);
    std::size_t next = 0;
    for (std::size_t i = 0; i < twins.size(); ++i) {
        if (twins[i] == i) {
            routes.routes.push_back(std::move(found[next++]));
            continue;
        }
        routes.routes.push_back(routes.routes[twins[i]]);
        std::ranges::reverse(routes.routes.back().points);
    }
    routes.diagram = std::move(diagram);
    routes.layout = std::move(layout);
    return routes;
}

const std::vector<LinkRoute>& RoutedPaths::of(const SceneInput& input, const TextMeasure& measure,
                                              const std::shared_ptr<const PathRoutes>& known) {
    const std::vector<Link> steps = stepsOf(input.overlay.paths);
    const auto fits = [&](const std::shared_ptr<const PathRoutes>& routes) {
        return routes && routes->diagram == input.diagram && routes->layout == input.layout &&
               routes->steps == steps;
    };
    if (fits(known)) {
        m_last = known;
    } else if (!fits(m_last)) {
        m_last = std::make_shared<const PathRoutes>(
            routePaths(input.diagram, input.layout, input.overlay.paths, measure));
    }
    return m_last->routes;
}

}  // namespace archivolt
