#include "app/window/run_chart.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace archivolt {

namespace {
constexpr double kLine = 1.6;
constexpr double kFillOpacity = 0.14;
}  // namespace

RunChart::RunChart(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
    connect(this, &RunChart::changed, this, [this] { update(); });
}

void RunChart::paint(QPainter* painter) {
    painter->setRenderHint(QPainter::Antialiasing);
    const double room = height() - 2 * kLine;
    double most = 0;
    for (const QVariant& value : std::as_const(m_values)) most = std::max(most, value.toDouble());
    const auto at = [&](qsizetype i) {
        const double share = most > 0 ? m_values[i].toDouble() / most : 0;
        return QPointF(width() * static_cast<double>(i + 1) / std::max(1, m_places),
                       height() - kLine - share * room);
    };
    if (m_values.size() > 1) {
        QPainterPath line(at(0));
        for (qsizetype i = 1; i < m_values.size(); ++i) line.lineTo(at(i));
        QPainterPath area = line;
        area.lineTo(at(m_values.size() - 1).x(), height());
        area.lineTo(at(0).x(), height());
        area.closeSubpath();
        QColor fill = m_color;
        fill.setAlphaF(static_cast<float>(kFillOpacity));
        painter->fillPath(area, fill);
        painter->setPen(QPen(m_color, kLine));
        painter->drawPath(line);
    }
    const double x = std::clamp(m_position, 0.0, 1.0) * width();
    painter->setPen(QPen(m_cursor, 1));
    painter->drawLine(QPointF(x, 0), QPointF(x, height()));
}

}  // namespace archivolt
