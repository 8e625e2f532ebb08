#include "render/paint/paint_scene.h"

#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "render/paint/icons.h"
#include "render/paint/text_measure.h"

namespace archivolt {

namespace {

constexpr double kArrowLength = 7;
constexpr double kArrowHalfWidth = 3.6;
constexpr double kIconStroke = 1.7;
constexpr double kIconGrid = 24;
constexpr double kLeastLine = 0.8;     // On the device.
constexpr double kOverhang = 8;        // In canvas units.
constexpr double kReachOfPixels = 2;   // On the device.
constexpr double kLeastGridStep = 10;  // On the device; a finer grid of dots is noise.

QColor qt(Color c) { return {c.red, c.green, c.blue, c.alpha}; }
QRectF qt(const Rect& r) { return {r.x, r.y, r.width, r.height}; }
QPointF qt(Point p) { return {p.x, p.y}; }

QPen penOf(Color color, double width, Dash dash) {
    QPen pen(qt(color), width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    if (dash == Dash::Dashed) {
        pen.setDashPattern({5 / width, 4 / width});
        pen.setCapStyle(Qt::FlatCap);
    }
    if (dash == Dash::Dotted) {
        pen.setDashPattern({1.5 / width, 3.5 / width});
        pen.setCapStyle(Qt::FlatCap);
    }
    return pen;
}

double distance(Point a, Point b) { return std::hypot(b.x - a.x, b.y - a.y); }

Point towards(Point from, Point to, double by) {
    const double length = distance(from, to);
    if (length == 0) return from;
    return {from.x + (to.x - from.x) * by / length, from.y + (to.y - from.y) * by / length};
}

/// Returns the line with its corners rounded.
QPainterPath rounded(const std::vector<Point>& points, double radius) {
    QPainterPath path(qt(points.front()));
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        const double room =
            std::min(distance(points[i - 1], points[i]), distance(points[i], points[i + 1])) / 2;
        const double r = std::min(radius, room);
        path.lineTo(qt(towards(points[i], points[i - 1], r)));
        path.quadTo(qt(points[i]), qt(towards(points[i], points[i + 1], r)));
    }
    path.lineTo(qt(points.back()));
    return path;
}

/// The fonts of a picture: one that is made anew has its file looked up with its first text.
class Fonts {
public:
    const QFont& of(const FontSpec& wanted) {
        const auto known = std::ranges::find(m_fonts, wanted, &Entry::first);
        if (known != m_fonts.end()) return known->second;
        return m_fonts.emplace_back(wanted, qtFont(wanted)).second;
    }

private:
    using Entry = std::pair<FontSpec, QFont>;
    std::vector<Entry> m_fonts;  // A handful.
};

/// Paints one kind of shape after the other on a painter in canvas units.
struct ShapePainter {
    QPainter& painter;
    Fonts& fonts;
    double leastWidth = 0;  ///< Of a line: what is thinner than a pixel fades into the ground.

    [[nodiscard]] double widthOf(double width) const { return std::max(width, leastWidth); }

    void operator()(const RectShape& s) const {
        const bool stroked = s.stroke.alpha > 0 && s.strokeWidth > 0;
        painter.setPen(stroked ? penOf(s.stroke, widthOf(s.strokeWidth), s.dash) : QPen(Qt::NoPen));
        painter.setBrush(s.fill.alpha > 0 ? QBrush(qt(s.fill)) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(qt(s.rect), s.radius, s.radius);
    }

    void operator()(const TextShape& s) const {
        painter.setFont(fonts.of(s.font));
        painter.setPen(qt(s.color));
        painter.drawText(qt(s.baseline), QString::fromStdString(s.text));
    }

    void operator()(const IconShape& s) const { paintIcon(painter, s.name, s.rect, s.color); }

    void operator()(const LineShape& s) const {
        std::vector<Point> points = s.points;
        const Point tip = points.back();
        const double grown = std::max(0.0, s.width - 1.5) * 1.6;
        const double length = kArrowLength + grown;
        if (s.arrow) points.back() = towards(tip, points[points.size() - 2], length * 0.7);
        painter.setPen(penOf(s.color, widthOf(s.width), s.dash));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(rounded(points, s.cornerRadius));
        if (!s.arrow) return;
        const Point back = towards(tip, s.points[s.points.size() - 2], length);
        const double half = kArrowHalfWidth + grown / 2;
        const double dx = (tip.x - back.x) / length * half;
        const double dy = (tip.y - back.y) / length * half;
        QPainterPath head(qt(tip));
        head.lineTo(back.x - dy, back.y + dx);
        head.lineTo(back.x + dy, back.y - dx);
        head.closeSubpath();
        painter.setPen(Qt::NoPen);
        painter.setBrush(qt(s.color));
        painter.drawPath(head);
    }
};

/// Paints the dots of the grid, each a device unit wide, on a painter in device units: thousands of
/// whole units are filled at once where as many rectangles between them would be rasterised.
void paintGrid(QPainter& painter, const Scene& scene, const Rect& area, const Viewport& viewport) {
    double step = scene.gridStep;
    if (scene.gridDots.alpha == 0) return;
    while (step * viewport.scale < kLeastGridStep) step *= 2;
    const auto unitsOf = [&](double from, double to, double origin) {
        std::vector<int> units;
        for (double at = std::floor(from / step) * step; at <= to; at += step) {
            units.push_back(static_cast<int>(std::floor((at - origin) * viewport.scale)));
        }
        return units;
    };
    const std::vector<int> columns = unitsOf(area.x, right(area), viewport.origin.x);
    const std::vector<int> rows = unitsOf(area.y, bottom(area), viewport.origin.y);
    std::vector<QRect> dots;
    dots.reserve(columns.size() * rows.size());
    for (const int y : rows) {
        for (const int x : columns) dots.emplace_back(x, y, 1, 1);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(qt(scene.gridDots));
    painter.drawRects(dots.data(), static_cast<int>(dots.size()));
}

/// Paints grid and shapes of an area of the scene on a painter in units of the viewport.
void paintShapes(QPainter& painter, const Scene& scene, const Viewport& viewport,
                 const Rect& area) {
    paintGrid(painter, scene, area, viewport);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::TextAntialiasing);
    painter.scale(viewport.scale, viewport.scale);
    painter.translate(-viewport.origin.x, -viewport.origin.y);
    Fonts fonts;
    const ShapePainter shapes{painter, fonts, kLeastLine / viewport.scale};
    for (const std::uint32_t i : scene.visible(area, viewport.scale * viewport.pixels)) {
        const SceneItem& item = scene.items[i];
        painter.setOpacity(item.opacity);
        std::visit(shapes, item.shape);
    }
}

}  // namespace

Viewport fitted(const Scene& scene, Size size, double mostScale) {
    const double wide = std::max(scene.bounds.width, 1.0);
    const double high = std::max(scene.bounds.height, 1.0);
    Viewport viewport;
    viewport.size = size;
    viewport.scale = std::min({size.width / wide, size.height / high, mostScale});
    const Point middle = center(scene.bounds);
    viewport.origin = {middle.x - size.width / viewport.scale / 2,
                       middle.y - size.height / viewport.scale / 2};
    return viewport;
}

void paintIcon(QPainter& painter, std::string_view name, const Rect& rect, Color color) {
    painter.save();
    painter.translate(rect.x, rect.y);
    painter.scale(rect.width / kIconGrid, rect.height / kIconGrid);
    painter.setPen(QPen(qt(color), kIconStroke, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(iconPath(name));
    painter.restore();
}

double paintReach(const Viewport& viewport) { return kOverhang + kReachOfPixels / viewport.scale; }

Rect areaOf(const Viewport& viewport, const Rect& part) {
    const Rect area{viewport.origin.x + part.x / viewport.scale,
                    viewport.origin.y + part.y / viewport.scale, part.width / viewport.scale,
                    part.height / viewport.scale};
    return inflated(area, paintReach(viewport));
}

void paintScene(QPainter& painter, const Scene& scene, const Viewport& viewport) {
    const Rect whole{0, 0, viewport.size.width, viewport.size.height};
    painter.save();
    painter.setClipRect(qt(whole));
    painter.fillRect(qt(whole), qt(scene.background));
    paintShapes(painter, scene, viewport, areaOf(viewport, whole));
    painter.restore();
}

void paintPart(QPainter& painter, const Scene& scene, const Viewport& viewport, const Rect& part) {
    painter.save();
    painter.setCompositionMode(QPainter::CompositionMode_Source);
    painter.fillRect(QRectF(0, 0, viewport.size.width, viewport.size.height), qt(scene.background));
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    paintShapes(painter, scene, viewport, areaOf(viewport, part));
    painter.restore();
}

}  // namespace archivolt
