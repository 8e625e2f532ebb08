#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "render/scene/note_tone.h"
#include "render/scene/routed_marks.h"
#include "render/scene/scene_writer.h"

namespace archivolt {

namespace {

constexpr double kRing = 3;  // From a selected box to its ring.
constexpr double kCrossRadius = 8;
constexpr double kBadge = 16;
constexpr float kFadedLine = 0.3F;

/// Returns where a line of horizontal and vertical steps first meets a border.
std::optional<Point> meeting(const std::vector<Point>& points, const Rect& r) {
    const auto isWithin = [&](const Point& p) {
        return p.x > r.x && p.x < right(r) && p.y > r.y && p.y < bottom(r);
    };
    for (std::size_t i = 1; i < points.size(); ++i) {
        const Point& a = points[i - 1];
        const Point& b = points[i];
        const bool along = a.y == b.y;
        const double from = along ? a.x : a.y;
        const double to = along ? b.x : b.y;
        const double low = along ? r.x : r.y;
        const double high = along ? right(r) : bottom(r);
        const bool beside = along ? a.y < r.y || a.y > bottom(r) : a.x < r.x || a.x > right(r);
        if (beside) continue;
        const double first = isWithin(a) ? (to > from ? high : low) : (to > from ? low : high);
        if (first < std::min(from, to) || first > std::max(from, to)) continue;
        return along ? Point{first, a.y} : Point{a.x, first};
    }
    return std::nullopt;
}

/// Adds what the steps of a line cover, so far from its middle.
void addSteps(const std::vector<Point>& points, double reach, std::vector<Rect>& covered) {
    for (std::size_t i = 1; i < points.size(); ++i) {
        const Point& a = points[i - 1];
        const Point& b = points[i];
        const Rect step{std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x),
                        std::abs(a.y - b.y)};
        covered.push_back(inflated(step, reach));
    }
}

}  // namespace

void SceneWriter::drawLinks() {
    for (std::size_t i = 0; i < m_layout.routes.size(); ++i) {
        const LinkRoute& route = m_layout.routes[i];
        if (route.points.size() < 2) continue;
        const Link& link = m_diagram.links[i];
        const bool faded = isFaded(link.from) || isFaded(link.to);
        const float opacity = faded ? kFadedLine : 1;
        LineShape line{route.points, m_theme.faint, 1.5, Dash::Solid, true, 6};
        if (link.kind == LinkKind::Traffic) line.color = m_theme.muted;
        if (link.kind == LinkKind::Relation) line.dash = Dash::Dotted;
        if (at(link.from).ghost || at(link.to).ghost) line.dash = Dash::Dashed;
        add(std::move(line), {.opacity = opacity});
    }
    for (std::size_t i = 0; i < m_layout.routes.size(); ++i) {
        const Link& link = m_diagram.links[i];
        if (m_layout.routes[i].points.size() < 2 || link.label.empty()) continue;
        const bool faded = isFaded(link.from) || isFaded(link.to);
        if (!faded) drawLabel(m_layout.routes[i].label, link.label, m_theme.muted, {});
    }
}

Rect SceneWriter::labelAt(Point middle, const std::string& text) const {
    const double width = m_measure(text, fonts::kLabel);
    return {middle.x - width / 2 - 5, middle.y - 8, width + 10, 16};
}

void SceneWriter::drawLabel(Point middle, const std::string& text, Color ink, const Marks& marks) {
    const double width = m_measure(text, fonts::kLabel);
    const Rect pill = labelAt(middle, text);
    Marks shown = marks;
    shown.minScale = kLabels;
    add(RectShape{pill, 8, m_theme.surface.withAlpha(235), kNoColor, 0, Dash::Solid}, shown);
    addText({middle.x - width / 2, middle.y + 4}, width + 1, text, {fonts::kLabel, ink}, shown);
}

void SceneWriter::drawCross(Point middle, const ToneColors& tone) {
    const Rect disc{middle.x - kCrossRadius, middle.y - kCrossRadius, 2 * kCrossRadius,
                    2 * kCrossRadius};
    add(RectShape{disc, kCrossRadius, tone.ink, m_theme.surface, 1.5, Dash::Solid}, {});
    const double arm = 3;
    const Color ink = m_theme.accentInk;
    const Point a{middle.x - arm, middle.y - arm};
    const Point b{middle.x + arm, middle.y + arm};
    add(LineShape{{a, b}, ink, 1.7, Dash::Solid, false, 0}, {});
    add(LineShape{{{a.x, b.y}, {b.x, a.y}}, ink, 1.7, Dash::Solid, false, 0}, {});
}

std::vector<Link> stepsOf(const std::vector<PathOverlay>& paths) {
    std::vector<Link> links;
    for (const PathOverlay& path : paths) {
        for (std::size_t i = 1; i < path.boxes.size(); ++i) {
            const bool last = i + 1 == path.boxes.size();
            links.push_back({path.boxes[i - 1],
                             path.boxes[i],
                             LinkKind::Traffic,
                             last ? path.label : std::string(),
                             {},
                             {},
                             false});
        }
    }
    return links;
}

void SceneWriter::drawPaths(const std::vector<LinkRoute>& routes) {
    const std::vector<Link> links = stepsOf(m_input.overlay.paths);
    INVARIANT(routes.size() == links.size());
    std::size_t next = 0;
    std::vector<Rect> covered;
    for (const PathOverlay& path : m_input.overlay.paths) {
        const ToneColors tone = m_theme.tone(path.tone);
        std::map<BoxIndex, std::optional<Point>> crossed;
        for (std::size_t i = 1; i < path.boxes.size(); ++i, ++next) {
            const LinkRoute& route = routes[next];
            if (route.points.size() < 2) continue;
            const bool last = i + 1 == path.boxes.size();
            const Dash dash = path.stopped ? Dash::Dashed : Dash::Solid;
            const bool ends = path.stopped && path.stops.empty() && last;
            add(LineShape{route.points, tone.ink, path.width, dash, !ends, 6}, {});
            addSteps(route.points, path.width / 2, covered);
            if (ends) m_crosses.emplace_back(route.points.back(), tone);
            for (const BoxIndex stop : path.stops) {
                if (!crossed[stop]) crossed[stop] = meeting(route.points, rectOf(stop));
            }
            if (!links[next].label.empty()) drawLabel(route.label, links[next].label, tone.ink, {});
        }
        for (const BoxIndex stop : path.stops) {
            const Rect& r = rectOf(stop);
            m_crosses.emplace_back(crossed[stop].value_or(Point{r.x, r.y + r.height / 2}), tone);
        }
    }
    drawLabelsAcross(covered);
}

/// Writes again the labels of the design's own lines that ways drawn over it run through.
void SceneWriter::drawLabelsAcross(const std::vector<Rect>& covered) {
    for (std::size_t i = 0; i < m_layout.routes.size() && !covered.empty(); ++i) {
        const Link& link = m_diagram.links[i];
        if (m_layout.routes[i].points.size() < 2 || link.label.empty()) continue;
        if (isFaded(link.from) || isFaded(link.to)) continue;
        const Rect pill = labelAt(m_layout.routes[i].label, link.label);
        const bool runsThrough =
            std::ranges::any_of(covered, [&](const Rect& step) { return intersects(step, pill); });
        if (runsThrough) drawLabel(m_layout.routes[i].label, link.label, m_theme.muted, {});
    }
}

void SceneWriter::drawHighlights() {
    for (const Highlight& highlight : m_input.overlay.highlights) {
        const ToneColors tone = m_theme.tone(highlight.tone);
        const Rect& r = rectOf(highlight.box);
        const bool node = isNode(at(highlight.box).kind);
        // Marks lie over the drawing: a node's own colours stay what they are.
        add(RectShape{node ? inflated(r, 3) : r, node ? 11.0 : 10.0,
                      tone.ink.withAlpha(node ? 0 : 22), tone.ink, 1.5, Dash::Solid},
            {.box = highlight.box});
        if (node || highlight.text.empty()) continue;
        const Rect& title = m_layout.titles[highlight.box];
        addText({right(title) + 10, title.y + 14}, right(r) - right(title) - 20, highlight.text,
                {fonts::kHeading, tone.ink}, {.box = highlight.box, .minScale = kLabels});
    }
}

void SceneWriter::drawNodesOverHighlights() {
    std::vector<Rect> frames;
    for (const Highlight& highlight : m_input.overlay.highlights) {
        if (!isNode(at(highlight.box).kind)) frames.push_back(rectOf(highlight.box));
    }
    drawNodesAcross(frames);
}

void SceneWriter::drawRing(BoxIndex box) {
    const double radius = isNode(at(box).kind) ? 11 : 13;
    add(RectShape{inflated(rectOf(box), kRing), radius, kNoColor, m_theme.accent.ink, 2,
                  Dash::Solid},
        {.box = box});
}

void SceneWriter::drawSelection() {
    for (const BoxIndex box : m_input.overlay.selected) drawRing(box);
}

void SceneWriter::drawNodesAcross(const std::vector<Rect>& frames) {
    for (BoxIndex i = 1; i < m_diagram.boxes.size() && !frames.empty(); ++i) {
        if (!isNode(at(i).kind)) continue;
        const bool crosses = std::ranges::any_of(frames, [&](const Rect& frame) {
            return intersects(inflated(frame, 2), rectOf(i)) &&
                   !contains(inflated(frame, -2), rectOf(i));
        });
        if (!crosses) continue;
        if (at(i).kind == BoxKind::Chip) {
            drawChip(i);
        } else {
            drawNode(i);
        }
    }
}

void SceneWriter::drawRings() {
    const auto& selected = m_input.overlay.selected;
    for (const std::uint32_t link : m_input.overlay.selectedLinks) {
        const LinkRoute& route = m_layout.routes[link];
        if (route.points.size() < 2) continue;
        add(LineShape{route.points, m_theme.accent.ink, 2.5, Dash::Solid, true, 6}, {});
        const std::string& label = m_diagram.links[link].label;
        if (!label.empty()) drawLabel(route.label, label, m_theme.accent.ink, {});
    }
    for (const Rect& place : m_input.overlay.selectedPlaces) {
        add(RectShape{inflated(place, kRing), 12, kNoColor, m_theme.accent.ink, 2, Dash::Solid},
            {});
    }
    for (const Note& note : m_diagram.notes) {
        const auto& places = m_input.overlay.selectedPlaces;
        const bool hasRing = std::ranges::find(places, note.place) != places.end();
        if (hasRing) drawNoteSign(note, noteColors(m_theme, noteTone(note.text)));
    }
    std::vector<Rect> rings;
    for (const BoxIndex box : selected) {
        if (isNode(at(box).kind)) continue;
        drawRing(box);
        rings.push_back(inflated(rectOf(box), kRing));
    }
    drawNodesAcross(rings);
    for (const BoxIndex box : selected) {
        if (isNode(at(box).kind)) drawRing(box);
    }
}

void SceneWriter::drawBadges() {
    for (const auto& [middle, tone] : m_crosses) drawCross(middle, tone);
    for (const Badge& badge : m_input.overlay.badges) {
        const Rect& r = rectOf(badge.box);
        const double width = std::max(kBadge, m_measure(badge.text, fonts::kHeading) + 9);
        const Rect pill{right(r) - width + 6, r.y - kBadge / 2, width, kBadge};
        const ToneColors tone = m_theme.tone(badge.tone);
        const Marks marks{.box = badge.box, .minScale = detail_levels::kIcons};
        const Color fill = fadedOn(m_theme.surface, tone.ink, badge.box);
        add(RectShape{pill, kBadge / 2, fill, m_theme.surface, 1.5, Dash::Solid}, marks);
        const double text = m_measure(badge.text, fonts::kHeading);
        addText({pill.x + (width - text) / 2, pill.y + 12}, width, badge.text,
                {fonts::kHeading, isFaded(badge.box) ? m_theme.muted : m_theme.accentInk}, marks);
        m_scene.badges.emplace_back(badge.box, pill);
    }
}

}  // namespace archivolt
