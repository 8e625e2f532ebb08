#include "render/scene/build_scene.h"

#include <fmt/format.h>

#include "render/scene/routed_marks.h"
#include "render/scene/scene_writer.h"
#include "render/scene/spatial_index.h"

namespace archivolt {

namespace {

std::string describe(const Rect& r) {
    return fmt::format("{:g} {:g} {:g} {:g}", r.x, r.y, r.width, r.height);
}

struct ShapeDump {
    std::string operator()(const RectShape& s) const {
        return fmt::format("rect {} radius {:g} fill {} stroke {} {:g} {}", describe(s.rect),
                           s.radius, s.fill.toString(), s.stroke.toString(), s.strokeWidth,
                           static_cast<int>(s.dash));
    }
    std::string operator()(const TextShape& s) const {
        return fmt::format("text {:g} {:g} {} {}/{} {} \"{}\"", s.baseline.x, s.baseline.y,
                           s.font.family == FontFamily::Sans ? "sans" : "mono", s.font.size,
                           s.font.weight, s.color.toString(), s.text);
    }
    std::string operator()(const IconShape& s) const {
        return fmt::format("icon {} {} {}", describe(s.rect), s.name, s.color.toString());
    }
    std::string operator()(const LineShape& s) const {
        std::string points;
        for (const Point& p : s.points) points += fmt::format(" {:g},{:g}", p.x, p.y);
        return fmt::format("line{} {} {:g} {}{}", points, s.color.toString(), s.width,
                           static_cast<int>(s.dash), s.arrow ? " arrow" : "");
    }
};

// A node's frame, tile and block, its icons near, far and beside its name, two lines and the name.
constexpr std::size_t kItemsOfBox = 9;
constexpr std::size_t kItemsOfLink = 2;
constexpr std::size_t kItemsOfBadge = 2;
// Rings, tints and labels of a handful of things: one item too many copies tens of thousands.
constexpr std::size_t kOtherMarks = 256;

std::vector<LinkRoute> routesOfPaths(const SceneInput& input, const TextMeasure& measure) {
    return routeLinks(*input.diagram, *input.layout, stepsOf(input.overlay.paths), measure);
}

}  // namespace

Scene buildScene(const SceneInput& input, const TextMeasure& measure) {
    INVARIANT(input.diagram && input.layout && input.theme != nullptr);
    INVARIANT(input.layout->rects.size() == input.diagram->boxes.size());
    SceneWriter writer(input, measure);
    writer.makeRoom(input.diagram->boxes.size() * kItemsOfBox +
                    input.diagram->links.size() * kItemsOfLink);
    writer.drawContainers();
    writer.drawFrames();
    writer.drawHighlights();
    writer.drawLinks();
    writer.drawPaths(routesOfPaths(input, measure));
    writer.drawNodes();
    writer.drawNotes();
    writer.drawSelection();
    writer.drawBadges();
    return std::move(writer).finish();
}

Scene buildMarks(const SceneInput& input, const TextMeasure& measure) {
    INVARIANT(input.diagram && input.layout);
    return buildMarks(input, routesOfPaths(input, measure), measure);
}

Scene buildMarks(const SceneInput& input, const std::vector<LinkRoute>& routes,
                 const TextMeasure& measure) {
    INVARIANT(input.diagram && input.layout && input.theme != nullptr);
    SceneWriter writer(input, measure);
    writer.makeRoom(input.overlay.badges.size() * kItemsOfBadge + routes.size() * kItemsOfLink +
                    kOtherMarks);
    writer.drawHighlights();
    writer.drawNodesOverHighlights();
    writer.drawPaths(routes);
    writer.drawRings();
    writer.drawBadges();
    Scene marks = std::move(writer).finish();
    marks.background = {0, 0, 0, 0};
    marks.gridDots = {0, 0, 0, 0};
    return marks;
}

std::vector<std::uint32_t> Scene::visible(const Rect& area, double scale) const {
    std::vector<std::uint32_t> found =
        index->find(area, [&](std::uint32_t i) -> const Rect& { return items[i].bounds; });
    std::erase_if(found, [&](std::uint32_t i) {
        return scale < items[i].minScale || scale >= items[i].maxScale;
    });
    return found;
}

std::string dumpScene(const Scene& scene) {
    std::string text = fmt::format("bounds {} background {}\n", describe(scene.bounds),
                                   scene.background.toString());
    for (const SceneItem& item : scene.items) {
        const std::string box =
            item.box == kNoBox ? std::string("-") : scene.diagram->boxes[item.box].key;
        text += fmt::format("{} [{:g}..{:g}] {:g} {}\n", box, item.minScale,
                            item.maxScale >= 1e6F ? 0 : item.maxScale, item.opacity,
                            std::visit(ShapeDump{}, item.shape));
    }
    return text;
}

}  // namespace archivolt
