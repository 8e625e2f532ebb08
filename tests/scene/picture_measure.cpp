#include "tests/scene/picture_measure.h"

#include <cmath>
#include <map>
#include <set>

#include "model/design/references.h"
#include "render/layout/named_property.h"

namespace archivolt::test {

namespace {

constexpr double kNear = 5;         // A wire this near to a border and along it runs on it.
constexpr double kLeastAlong = 12;  // Shorter than this it only touches.

bool crossesSubnets(const Box& box) {
    return (box.kind == BoxKind::Span || box.kind == BoxKind::Fleet) && !box.spans.empty();
}

std::string pairText(const Diagram& diagram, const Link& link) {
    return diagram.boxes[link.from].key + " > " + diagram.boxes[link.to].key;
}

/// Says whether a wire may run inside `box`: it is an end, around an end, or a column of zones, or
/// a subnet that an end stands across.
bool isOwn(const Diagram& diagram, BoxIndex box, const Link& link) {
    for (const BoxIndex end : {link.from, link.to}) {
        if (diagram.isWithin(end, box) || diagram.isWithin(box, end)) return true;
        for (BoxIndex around = end; around != kNoBox; around = diagram.boxes[around].parent) {
            const auto& spans = diagram.boxes[around].spans;
            if (std::ranges::find(spans, box) != spans.end()) return true;
        }
    }
    const BoxKind kind = diagram.boxes[box].kind;
    return kind == BoxKind::Zone || kind == BoxKind::Outside || kind == BoxKind::Canvas;
}

bool isFrame(BoxKind kind) {
    return !isNode(kind) && kind != BoxKind::Outside && kind != BoxKind::Canvas;
}

bool runsAlong(const LinkRoute& route, const Rect& rect) {
    for (std::size_t i = 1; i < route.points.size(); ++i) {
        const Point a = route.points[i - 1];
        const Point b = route.points[i];
        const bool flat = a.y == b.y;
        const double low = flat ? std::min(a.x, b.x) : std::min(a.y, b.y);
        const double high = flat ? std::max(a.x, b.x) : std::max(a.y, b.y);
        const double begin = flat ? rect.x : rect.y;
        const double end = flat ? right(rect) : bottom(rect);
        if (std::min(high, end) - std::max(low, begin) < kLeastAlong) continue;
        const double at = flat ? a.y : a.x;
        const double first = flat ? rect.y : rect.x;
        const double last = flat ? bottom(rect) : right(rect);
        if (std::abs(at - first) < kNear || std::abs(at - last) < kNear) return true;
    }
    return false;
}

bool runsThrough(const LinkRoute& route, const Rect& rect) {
    const Rect inside = inflated(rect, -1);
    for (std::size_t i = 1; i < route.points.size(); ++i) {
        const Point a = route.points[i - 1];
        const Point b = route.points[i];
        const Rect line{std::min(a.x, b.x) - 0.1, std::min(a.y, b.y) - 0.1,
                        std::abs(a.x - b.x) + 0.2, std::abs(a.y - b.y) + 0.2};
        if (intersects(line, inside)) return true;
    }
    return false;
}

void measureWires(const Scene& scene, PictureMeasure& result) {
    const Diagram& diagram = *scene.diagram;
    const Layout& layout = *scene.layout;
    for (std::size_t l = 0; l < diagram.links.size(); ++l) {
        const Link& link = diagram.links[l];
        const LinkRoute& route = layout.routes[l];
        if (route.points.size() < 2) continue;
        ++result.wires;
        for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
            const BoxKind kind = diagram.boxes[i].kind;
            if (isFrame(kind) && runsAlong(route, layout.rects[i])) {
                result.onBorders.push_back(pairText(diagram, link) + " along " +
                                           diagram.boxes[i].key);
            }
            if (!isOwn(diagram, i, link) && runsThrough(route, layout.rects[i])) {
                result.through.push_back(pairText(diagram, link) + " through " +
                                         diagram.boxes[i].key);
            }
        }
    }
}

void measureBoxes(const Scene& scene, PictureMeasure& result) {
    const Diagram& diagram = *scene.diagram;
    const Layout& layout = *scene.layout;
    const auto children = diagram.children();
    double used = 0;
    for (BoxIndex parent = 0; parent < children.size(); ++parent) {
        for (const BoxIndex a : children[parent]) {
            const Box& box = diagram.boxes[a];
            const bool leaf =
                isNode(box.kind) || (box.kind == BoxKind::Subnet && children[a].empty());
            if (leaf) used += layout.rects[a].width * layout.rects[a].height;
            const bool above = box.kind == BoxKind::Gateway;  // On its VPC's border.
            if (!above && !contains(inflated(layout.rects[parent], 0.01), layout.rects[a])) {
                result.strays.push_back(box.key);
            }
            if (box.kind == BoxKind::Zone && box.title == "Zone not known") ++result.unknownZones;
            for (const BoxIndex b : children[parent]) {
                if (a >= b || !intersects(layout.rects[a], layout.rects[b])) continue;
                const Box& other = diagram.boxes[b];
                if (crossesSubnets(box) && other.kind == BoxKind::Zone) continue;
                if (crossesSubnets(other) && box.kind == BoxKind::Zone) continue;
                result.overlaps.push_back(box.key + " over " + other.key);
            }
        }
    }
    const Rect& all = layout.rects[0];
    result.aspect = all.width / all.height;
    result.used = used / (all.width * all.height);
}

void measureTexts(const Scene& scene, PictureMeasure& result) {
    std::map<std::string, std::set<std::string>> names;
    for (const SceneItem& item : scene.items) {
        const auto* text = std::get_if<TextShape>(&item.shape);
        if (text == nullptr || item.box == kNoBox) continue;
        if (item.maxScale <= 1) continue;  // From afar names are cut as they come; a hover tells.
        if (text->text.find("…") == std::string::npos) continue;
        const Box& box = scene.diagram->boxes[item.box];
        const bool title = text->font.weight >= 500;
        names[text->text].insert(title ? box.title : box.detail);
    }
    for (const auto& [text, all] : names) {
        if (all.size() > 1) result.alike.push_back(text);
    }
}

/// Says whether the picture tells that one thing has to do with another: by standing in it, by a
/// line, or by a sign that lists it.
bool isTold(const Diagram& diagram, ResourceId from, ResourceId to) {
    const BoxIndex a = diagram.representedBy(from);
    const BoxIndex b = diagram.representedBy(to);
    if (a == kNoBox || b == kNoBox) return false;
    if (diagram.isWithin(a, b) || diagram.isWithin(b, a)) return true;
    for (const auto& [one, other] : {std::pair(a, b), std::pair(b, a)}) {
        for (BoxIndex around = one; around != kNoBox; around = diagram.boxes[around].parent) {
            const auto& spans = diagram.boxes[around].spans;
            if (std::ranges::find(spans, other) != spans.end()) return true;
        }
    }
    const bool linked = std::ranges::any_of(diagram.links, [&](const Link& link) {
        const auto says = [&](ResourceId id) {
            return std::ranges::find(link.sources, id, &Part::resource) != link.sources.end();
        };
        const auto enters = [&](BoxIndex box) {
            const BoxKind kind = diagram.boxes[box].kind;
            if (kind != BoxKind::Vpc && kind != BoxKind::Subnet) {
                return link.from == box || link.to == box;
            }
            return diagram.isWithin(link.from, box) || diagram.isWithin(link.to, box);
        };
        const bool joins = (link.from == a && link.to == b) || (link.from == b && link.to == a);
        return joins || (says(from) && enters(b)) || (says(to) && enters(a));
    });
    if (linked) return true;
    const auto showsBoth = [&](ResourceId listed, BoxIndex at) {
        const auto all = diagram.showing(listed);
        return std::ranges::find(all, at) != all.end();
    };
    return showsBoth(to, a) || showsBoth(from, b);
}

void measureRelations(const Scene& scene, const Design& design, const Catalog& catalog,
                      PictureMeasure& result) {
    for (const auto& stack : design.stacks) {
        for (const auto& resource : stack->body.resources) {
            std::set<ResourceId> seen = {resource->id};
            forEachReference(*resource, [&](const Reference& reference) {
                const Path place = namedProperty(reference.path());
                if (place.size() < 2 || place[0] != PathStep("Properties")) return;
                if (catalog.reference(resource->type(), place.from(1)) == nullptr) return;
                const auto other = stack->body.resources.find(reference.name);
                if (!other || !seen.insert(other->id).second) return;
                ++result.relations;
                if (isTold(*scene.diagram, resource->id, other->id)) return;
                result.untold.push_back(resource->type() + " > " + other->type());
            });
        }
    }
}

/// Finds the boxes of resources that no point of theirs selects, and the signs that can't be
/// opened.
void measureHits(const Scene& scene, PictureMeasure& result) {
    const Diagram& diagram = *scene.diagram;
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        for (std::uint32_t b = 0; b < diagram.boxes[i].badges.size(); ++b) {
            const Rect& sign = scene.layout->badges[i][b];
            const bool taken = hitTest(scene, center(sign)) == Hit{HitPart::List, i, b};
            if (!taken) result.untaken.push_back("sign of " + diagram.boxes[i].key);
        }
        if (!diagram.boxes[i].resource) continue;
        const Rect& rect = scene.layout->rects[i];
        const Rect& title = scene.layout->titles[i];
        std::vector<Point> points = {center(rect), {rect.x, rect.y + rect.height / 3}};
        if (title.width > 0) points.push_back(center(title));
        const bool taken = std::ranges::any_of(points, [&](Point p) {
            const Hit hit = hitTest(scene, p);
            return hit.box == i && hit.part != HitPart::Nothing && hit.part != HitPart::Interior;
        });
        if (!taken) result.untaken.push_back(diagram.boxes[i].key);
    }
}

}  // namespace

PictureMeasure measurePicture(const Scene& scene, const Design& design, const Catalog& catalog) {
    PictureMeasure result;
    measureBoxes(scene, result);
    measureWires(scene, result);
    measureTexts(scene, result);
    measureRelations(scene, design, catalog, result);
    measureHits(scene, result);
    for (const auto& stack : design.stacks) {
        for (const auto& resource : stack->body.resources) {
            if (scene.diagram->representedBy(resource->id) == kNoBox) {
                result.unreachable.push_back(resource->logicalId);
            }
        }
    }
    return result;
}

}  // namespace archivolt::test
