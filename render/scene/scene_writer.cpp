#include "render/scene/scene_writer.h"

#include <fmt/format.h>

#include <array>

#include "render/layout/elide_apart.h"
#include "render/scene/spatial_index.h"

namespace archivolt {

namespace {

constexpr float kIcons = detail_levels::kIcons;
constexpr float kNames = detail_levels::kNames;
// Twice as large as what stands there from near: 9 pixels high where that can't be read any more.
constexpr int kNearSize = 12;
constexpr FontSpec kFarName{FontFamily::Sans, 24, 500};
constexpr FontSpec kFarChip{FontFamily::Sans, 20, 500};
constexpr FontSpec kFarTitle{FontFamily::Sans, 22, 600};
constexpr int kFarLeastSize = 20;  // Of what is too long else: 6 pixels high at 30 %.
constexpr double kFarInset = 8;
constexpr double kFarIcon = 26;
constexpr double kFrameRadius = 10;
constexpr double kNodeRadius = 8;
constexpr double kChipRadius = 7;
constexpr double kIconSize = 18;
constexpr double kCellWidth = 54;
constexpr double kCellHeight = 20;
constexpr double kCellGap = 6;
constexpr std::uint8_t kSpanStroke = 190;  // As pale as leaves 3 : 1 on every tint.

/// Containers first to last: an inner kind is painted over an outer one.
int depthOf(BoxKind kind) {
    switch (kind) {
        case BoxKind::Canvas:
        case BoxKind::Outside: return 0;
        case BoxKind::Region: return 1;
        case BoxKind::Vpc: return 2;
        case BoxKind::Zone: return 3;
        case BoxKind::Subnet:
        case BoxKind::Shelf: return 4;
        case BoxKind::Fleet: return 5;
        case BoxKind::Span: return 6;
        case BoxKind::Node:
        case BoxKind::Chip:
        case BoxKind::Gateway: return 7;
    }
    return 7;
}

FontSpec smaller(FontSpec font) {
    font.size = std::min(font.size, kFarLeastSize);
    return font;
}

/// Measures what stands in large letters by the small ones, whose widths are known from drawing
/// what stands there from near: letters without hinting grow evenly.
TextMeasure fromNear(const TextMeasure& measure) {
    return [&measure](std::string_view text, const FontSpec& font) {
        return measure(text, {font.family, kNearSize, font.weight}) * font.size / kNearSize;
    };
}

}  // namespace

SceneWriter::SceneWriter(const SceneInput& input, const TextMeasure& measure)
    : m_input(input),
      m_measure(measure),
      m_measureFar(fromNear(measure)),
      m_diagram(*input.diagram),
      m_layout(*input.layout),
      m_theme(*input.theme) {
    m_scene.diagram = input.diagram;
    m_scene.layout = input.layout;
    m_scene.background = m_theme.canvas;
    m_scene.fromAfar = input.fromAfar;
    m_scene.gridDots = input.grid ? m_theme.line : kNoColor;
    m_scene.bounds = m_layout.rects[0];
}

void SceneWriter::makeRoom(std::size_t items) { m_scene.items.reserve(items); }

void SceneWriter::addItem(Shape shape, const Rect& bounds, const Marks& marks) {
    m_scene.items.push_back(
        {std::move(shape), bounds, marks.box, marks.minScale, marks.maxScale, marks.opacity});
}

void SceneWriter::add(RectShape shape, const Marks& marks) {
    addItem(shape, inflated(shape.rect, shape.strokeWidth), marks);
}

void SceneWriter::add(IconShape shape, const Marks& marks) {
    const Rect bounds = shape.rect;
    addItem(std::move(shape), bounds, marks);
}

void SceneWriter::add(LineShape shape, const Marks& marks) {
    double left = shape.points.front().x;
    double top = shape.points.front().y;
    double rightmost = left;
    double lowest = top;
    for (const Point& p : shape.points) {
        left = std::min(left, p.x);
        top = std::min(top, p.y);
        rightmost = std::max(rightmost, p.x);
        lowest = std::max(lowest, p.y);
    }
    const Rect bounds = inflated({left, top, rightmost - left, lowest - top}, lineReach(shape));
    addItem(std::move(shape), bounds, marks);
}

void SceneWriter::addText(Point baseline, double width, std::string_view text, const TextLook& look,
                          const Marks& marks) {
    addText(baseline, width, text, look, marks, m_measure);
}

void SceneWriter::addText(Point baseline, double width, std::string_view text, const TextLook& look,
                          const Marks& marks, const TextMeasure& measure) {
    if (text.empty()) return;
    TextShape shape{baseline, std::string(text), look.font, look.color};
    double length = measure(text, look.font);
    if (length > width) {
        shape.text = elideMiddle(text, width, look.font, measure);
        length = measure(shape.text, look.font);
    }
    const double size = look.font.size;
    const Rect bounds{baseline.x, baseline.y - size * 0.97, length, size * 1.22};
    addItem(std::move(shape), bounds, marks);
}

bool SceneWriter::isFaded(BoxIndex box) const {
    const auto& concerned = m_input.overlay.concerned;
    return concerned.has_value() && !concerned->contains(box);
}

Color SceneWriter::fadedOn(Color paper, Color ink, BoxIndex box) const {
    if (!isFaded(box)) return ink;
    return blended(ink.withAlpha(static_cast<std::uint8_t>(kFadedBox * 255)), paper);
}

/// Hides what lies below a faded box where it is drawn without its frame.
void SceneWriter::drawPaper(BoxIndex box, double radius) {
    const Color paper = m_theme.dark ? m_theme.raised : m_theme.surface;
    add(RectShape{rectOf(box), radius, paper, kNoColor, 0, Dash::Solid},
        {.box = box, .maxScale = kIcons});
}

Color SceneWriter::frameColor(const Box& box) const {
    switch (box.kind) {
        case BoxKind::Region: return m_theme.edge;
        case BoxKind::Vpc: return m_theme.network;
        case BoxKind::Subnet: return m_theme.tint(box.tint).text;
        case BoxKind::Fleet:
        case BoxKind::Span: return m_theme.hueText(box.hue);
        case BoxKind::Canvas:
        case BoxKind::Outside:
        case BoxKind::Zone:
        case BoxKind::Shelf:
        case BoxKind::Node:
        case BoxKind::Chip:
        case BoxKind::Gateway: return m_theme.muted;
    }
    return m_theme.muted;
}

void SceneWriter::drawContainers() {
    for (int depth = 1; depth <= 6; ++depth) {
        for (BoxIndex i = 1; i < m_diagram.boxes.size(); ++i) {
            if (!isNode(at(i).kind) && depthOf(at(i).kind) == depth) drawContainer(i);
        }
    }
}

void SceneWriter::drawContainer(BoxIndex i) {
    const Box& box = at(i);
    RectShape frame{rectOf(i), kFrameRadius,
                    kNoColor,  frameColor(box),
                    1.25,      box.ghost || box.external ? Dash::Dashed : Dash::Solid};
    switch (box.kind) {
        case BoxKind::Region:
        case BoxKind::Vpc: frame.fill = m_theme.surface; break;
        case BoxKind::Zone:
            frame.stroke = m_theme.faint;
            frame.strokeWidth = 1;
            frame.dash = Dash::Dotted;
            if (box.folded) frame.fill = m_theme.surface;
            break;
        case BoxKind::Subnet:
            frame.fill = m_theme.tint(box.tint).fill;
            frame.stroke = m_theme.tint(box.tint).line;
            break;
        case BoxKind::Shelf:
            frame.fill = m_theme.window;
            frame.stroke = m_theme.line;
            frame.strokeWidth = 1;
            break;
        case BoxKind::Fleet: frame.dash = Dash::Dashed; break;
        case BoxKind::Span:
            frame.fill = m_theme.surface.withAlpha(140);
            frame.stroke = frame.stroke.withAlpha(kSpanStroke);
            break;
        case BoxKind::Canvas:
        case BoxKind::Outside:
        case BoxKind::Node:
        case BoxKind::Chip:
        case BoxKind::Gateway: return;
    }
    if (box.folded) {
        // The edge of a card below tells that there is more.
        const Rect& r = frame.rect;
        RectShape card = frame;
        card.rect = {r.x + 8, r.y + 8, r.width - 16, r.height - 3};
        add(card, {.box = i});
    }
    add(frame, {.box = i});
    if (box.folded) drawFoldSign(i);
    drawTitle(i, frameColor(box));
    drawLists(i, {.box = i, .minScale = kLabels});
}

void SceneWriter::drawLists(BoxIndex i, const Marks& marks) {
    const auto& badges = at(i).badges;
    const Color paper = m_theme.dark ? m_theme.raised : m_theme.surface;
    for (std::size_t b = 0; b < badges.size(); ++b) {
        const Rect& r = m_layout.badges[i][b];
        std::string_view icon = "security-group";
        if (badges[b].kind == BadgeKind::RouteTable) icon = "route-table";
        if (badges[b].kind == BadgeKind::NetworkAcl) icon = "network-acl";
        if (badges[b].kind == BadgeKind::Reference) icon = "association";
        // On a node the sign alone is enough; a frame of its own would crowd the text.
        if (!isNode(at(i).kind)) add(RectShape{r, 5, paper, m_theme.line, 1, Dash::Solid}, marks);
        add(IconShape{{r.x + 3, r.y + 2, 14, 14}, std::string(icon), m_theme.muted}, marks);
        if (badges[b].things.size() < 2) continue;
        addText({r.x + kBadgeWidth - 1, r.y + 13}, r.width - kBadgeWidth,
                std::to_string(badges[b].things.size()), {fonts::kHeading, m_theme.muted}, marks);
    }
}

void SceneWriter::drawTitle(BoxIndex i, Color color) {
    const Box& box = at(i);
    const Rect& area = m_layout.titles[i];
    if (area.width <= 0 || box.kind == BoxKind::Span) return;
    const bool heading = box.kind == BoxKind::Shelf || box.kind == BoxKind::Zone;
    const FontSpec font = heading ? fonts::kHeading : fonts::kFrameTitle;
    const Marks marks{.box = i, .minScale = kLabels};
    const double baseline = area.y + 14;
    double x = area.x;
    if (!box.icon.empty()) {
        add(IconShape{{x - 1, area.y + 2, 16, 16}, box.icon, color}, marks);
        x += kTitleIcon;
    }
    const std::string& title = m_layout.labels[i];
    const double wide = m_measure(title, font);
    addText({x, baseline}, wide + 1, title, {font, box.ghost ? m_theme.muted : color}, marks);
    Point next{x + std::ceil(wide) + kTitleGap, baseline};
    if (area.height > kTitleHeight - 4) next = {x, baseline + kSecondLine};
    addText(next, std::max(0.0, right(area) - next.x) + 1, box.detail,
            {fonts::kAddress, m_theme.muted}, marks);
    drawTitleFromAfar(i, box.ghost ? m_theme.muted : color);
}

void SceneWriter::drawTitleFromAfar(BoxIndex i, Color color) {
    if (!m_input.fromAfar) return;
    const Box& box = at(i);
    const Rect& area = m_layout.titles[i];
    // A gateway may stand on a VPC's first line behind its title and signs; elsewhere it is free.
    double end = right(rectOf(i)) - kTitleInset;
    const auto& badges = m_layout.badges[i];
    if (box.kind == BoxKind::Vpc) end = badges.empty() ? right(area) : right(badges.back());
    const double baseline = std::min(area.y + 17, bottom(rectOf(i)) - 6);
    const FontSpec font =
        m_measureFar(box.title, kFarTitle) <= end - area.x ? kFarTitle : smaller(kFarTitle);
    addText({area.x, baseline}, end - area.x, farName(box.title, end - area.x, font), {font, color},
            {i, box.kind == BoxKind::Region ? detail_levels::kRegions : kNames, kLabels, 1},
            m_measureFar);
}

void SceneWriter::drawNodes() {
    for (BoxIndex i = 1; i < m_diagram.boxes.size(); ++i) {
        const BoxKind kind = at(i).kind;
        if (kind == BoxKind::Chip) drawChip(i);
        if (kind == BoxKind::Node || kind == BoxKind::Gateway) drawNode(i);
    }
    for (const auto& [box, cells] : m_input.overlay.cells) drawCells(box, cells);
}

void SceneWriter::drawNode(BoxIndex i) {
    const Box& box = at(i);
    const Rect& r = rectOf(i);
    const float opacity = isFaded(i) ? kFadedBox : 1;
    const bool weak = box.ghost || box.faint;
    const Color color = weak ? m_theme.muted : m_theme.hue(box.hue);
    const Color paper = m_theme.dark ? m_theme.raised : m_theme.surface;
    const bool hovered = m_input.overlay.hovered == i;
    RectShape frame{r,     kNodeRadius,
                    paper, fadedOn(paper, hovered ? m_theme.muted : m_theme.faint, i),
                    1,     box.ghost || box.external ? Dash::Dashed : Dash::Solid};
    // The paper hides what lies below, however faded: the ink alone fades.
    add(frame, {.box = i, .minScale = kIcons});
    if (isFaded(i)) drawPaper(i, kNodeRadius);
    add(RectShape{r, kNodeRadius, color.withAlpha(150), kNoColor, 0, Dash::Solid},
        {i, 0, kIcons, opacity});
    const Rect tile{r.x + kTilePadding, r.y + kTilePadding, kTile, kTile};
    const Color soft = blended(color.withAlpha(m_theme.dark ? 46 : 26), paper);
    add(RectShape{tile, 7, soft, kNoColor, 0, Dash::Solid}, {i, kLabels, 1e6F, opacity});
    const double inset = (kTile - kIconSize) / 2;
    add(IconShape{{tile.x + inset, tile.y + inset, kIconSize, kIconSize}, box.icon, color},
        {i, kLabels, 1e6F, opacity});
    drawFromAfar(i, 34, kFarName, color);
    drawNodeText(i, {i, kLabels, 1e6F, opacity});
}

void SceneWriter::drawFromAfar(BoxIndex i, double iconSize, const FontSpec& font, Color color) {
    const Box& box = at(i);
    const Rect& r = rectOf(i);
    const Point middle = center(r);
    const float opacity = isFaded(i) ? kFadedBox : 1;
    add(IconShape{{middle.x - iconSize / 2, middle.y - iconSize / 2, iconSize, iconSize},
                  box.icon,
                  color},
        {i, kIcons, kNames, opacity});
    if (!m_input.fromAfar) return;
    // The name matters most: the sign stands beside it where both have room.
    const Marks marks{i, kNames, kLabels, opacity};
    double x = r.x + kFarInset;
    const double room = r.width - 2 * kFarInset;
    const double wide = m_measureFar(box.title, font);
    if (wide + kFarIcon <= room) {
        const double size = std::min(kFarIcon - 4, iconSize);
        add(IconShape{{x, middle.y - size / 2, size, size}, box.icon, color}, marks);
        x += kFarIcon;
    }
    const Color ink = box.ghost || box.faint ? m_theme.muted : m_theme.text;
    const FontSpec shown = wide <= room ? font : smaller(font);
    const double width = right(r) - kFarInset - x;
    addText({x, middle.y + shown.size * 0.36}, width, farName(box.title, width, shown),
            {shown, ink}, marks, m_measureFar);
}

std::string SceneWriter::farName(const std::string& title, double width, const FontSpec& font) {
    std::string text = elideMiddle(title, width, font, m_measureFar);
    if (text == title) return text;
    const auto [at, isNew] = m_cutFrom.emplace(text, title);
    if (isNew || at->second == title) return text;
    return elideApart(title, at->second, width, font, m_measureFar);
}

// What a mode says of a node has what matters most first: of what does not fit, whole parts after
// commas are left out, from the last on.
std::string_view SceneWriter::partsThatFit(std::string_view text, double width,
                                           const FontSpec& font) const {
    while (m_measure(text, font) > width) {
        const std::size_t comma = text.rfind(", ");
        if (comma == std::string_view::npos) break;
        text = text.substr(0, comma);
    }
    return text;
}

void SceneWriter::drawNodeText(BoxIndex i, const Marks& marks) {
    const Box& box = at(i);
    const Rect& r = rectOf(i);
    const auto found = m_input.overlay.details.find(i);
    const bool ofMode = found != m_input.overlay.details.end();
    const std::string& detail = ofMode ? found->second : box.detail;
    const double width = r.width - kNodeTextInset - kNodeTextEnd + 4;
    const Color ink = box.ghost || box.faint ? m_theme.muted : m_theme.text;
    const double top = detail.empty() ? r.y + 27.5 : r.y + 20;
    addText({r.x + kNodeTextInset, top}, width, m_layout.labels[i], {fonts::kNodeTitle, ink},
            marks);
    const auto& badges = m_layout.badges[i];
    const double lists = badges.empty() ? 0 : right(badges.back()) - badges.front().x + kBadgeGap;
    const double room = width - std::max(0.0, lists - 6);
    addText({r.x + kNodeTextInset, r.y + 35}, room,
            ofMode ? partsThatFit(detail, room, fonts::kDetail) : std::string_view(detail),
            {fonts::kDetail, m_theme.muted}, marks);
    drawLists(i, marks);
}

void SceneWriter::drawChip(BoxIndex i) {
    const Box& box = at(i);
    const Rect& r = rectOf(i);
    const float opacity = isFaded(i) ? kFadedBox : 1;
    const Color color = box.ghost ? m_theme.muted : m_theme.hue(box.hue);
    const Color paper = m_theme.dark ? m_theme.raised : m_theme.surface;
    const Dash dash = box.ghost || box.external ? Dash::Dashed : Dash::Solid;
    const bool hovered = m_input.overlay.hovered == i;
    const Color border = fadedOn(paper, hovered ? m_theme.muted : m_theme.faint, i);
    add(RectShape{r, kChipRadius, paper, border, 1, dash}, {.box = i, .minScale = kIcons});
    if (isFaded(i)) drawPaper(i, kChipRadius);
    add(RectShape{r, kChipRadius, color.withAlpha(150), kNoColor, 0, Dash::Solid},
        {i, 0, kIcons, opacity});
    drawFromAfar(i, 20, kFarChip, color);
    add(IconShape{{r.x + 8, r.y + 6, 16, 16}, box.icon, color}, {i, kLabels, 1e6F, opacity});
    const Marks marks{i, kLabels, 1e6F, opacity};
    const auto& badges = m_layout.badges[i];
    const double end = badges.empty() ? right(r) - 8 : badges.front().x - kBadgeGap;
    addText({r.x + kChipTextInset, r.y + 18.5}, end - r.x - kChipTextInset, m_layout.labels[i],
            {fonts::kNodeTitle, box.ghost ? m_theme.muted : m_theme.text}, marks);
    drawLists(i, marks);
}

// The cells stand right of the fleet's node, in as many columns as its frame leaves room for.
void SceneWriter::drawCells(BoxIndex i, const std::vector<FleetCell>& cells) {
    const Rect& node = rectOf(i);
    const BoxIndex column = at(i).column;
    const Rect& room = rectOf(column == kNoBox ? at(i).parent : column);
    const double space = right(room) - right(node) - 20;
    const auto columns = static_cast<std::size_t>(std::max(0.0, space / (kCellWidth + kCellGap)));
    const std::size_t shown = std::min(cells.size(), columns * 2);
    const Marks marks{.box = i, .minScale = kLabels};
    for (std::size_t c = 0; c < shown; ++c) {
        const bool rest = c + 1 == shown && shown < cells.size();
        const auto cellColumn = c / 2;
        const Rect r{right(node) + 8 + static_cast<double>(cellColumn) * (kCellWidth + kCellGap),
                     node.y + static_cast<double>(c % 2) * (kCellHeight + kCellGap), kCellWidth,
                     kCellHeight};
        const ToneColors tone = m_theme.tone(cells[c].tone);
        const Color paper = m_theme.dark ? m_theme.raised : m_theme.surface;
        add(RectShape{r, 5, paper, m_theme.line, 1, Dash::Solid}, marks);
        const double load = std::clamp(cells[c].load, 0.0, 1.0);
        const Color fill = cells[c].tone == Tone::Neutral ? m_theme.compute : tone.ink;
        if (!rest && load > 0) {
            const Rect bar{r.x + 1, r.y + 1, std::max(8.0, (r.width - 2) * load), r.height - 2};
            add(RectShape{bar, 4, blended(fill.withAlpha(52), paper), kNoColor, 0, Dash::Solid},
                marks);
        }
        const std::string text =
            rest ? fmt::format("+{} more", cells.size() - shown + 1) : cells[c].text;
        addText({r.x + 6, r.y + 14}, r.width - 10, text, {fonts::kDetail, m_theme.text}, marks);
    }
}

Scene SceneWriter::finish() && {
    // Of what was never written to, nothing is held: only a guess far off is worth a copy.
    if (m_scene.items.size() < m_scene.items.capacity() / 2) m_scene.items.shrink_to_fit();
    std::vector<Rect> bounds;
    bounds.reserve(m_scene.items.size());
    for (const SceneItem& item : m_scene.items) bounds.push_back(item.bounds);
    m_scene.index = std::make_shared<const SpatialIndex>(bounds, m_scene.bounds);
    return std::move(m_scene);
}

}  // namespace archivolt
