#include "app/window/template_margin.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "app/window/window_theme.h"
#include "render/scene/theme.h"

namespace archivolt {

namespace {

constexpr int kNumberSize = 11;
constexpr qreal kBar = 3;
constexpr qreal kNumberGap = 10;

}  // namespace

TemplateMargin::TemplateMargin(QQuickItem* parent) : QQuickPaintedItem(parent) {
    connect(this, &TemplateMargin::shownChanged, this, [this] { update(); });
}

void TemplateMargin::setModel(TemplateModel* model) {
    if (m_model == model) return;
    if (m_model != nullptr) m_model->disconnect(this);
    m_model = model;
    if (model != nullptr) {
        connect(model, &TemplateModel::marksChanged, this, [this] { update(); });
        connect(model, &TemplateModel::selectedChanged, this, [this] { update(); });
    }
    Q_EMIT modelChanged();
}

int TemplateMargin::lineAt(qreal y) const {
    return m_lineHeight <= 0 ? -1 : static_cast<int>(std::floor((y - m_offset) / m_lineHeight));
}

void TemplateMargin::paint(QPainter* painter) {
    if (m_lineHeight <= 0) return;
    const Theme& theme = m_dark ? darkTheme() : lightTheme();
    const int first = std::max(0, static_cast<int>(std::floor(-m_offset / m_lineHeight)));
    const int last =
        std::min(m_lines - 1, static_cast<int>(std::ceil((height() - m_offset) / m_lineHeight)));
    const auto rowOf = [&](int line) {
        return QRectF(0, m_offset + line * m_lineHeight, width(), m_lineHeight);
    };
    QFont font(WindowTheme::monoFamily());
    font.setPixelSize(kNumberSize);
    painter->setFont(font);
    painter->setPen(opaque(theme.muted));
    for (int line = first; line <= last; ++line) {
        painter->drawText(rowOf(line).adjusted(0, 0, -kNumberGap, 0),
                          Qt::AlignRight | Qt::AlignVCenter, QString::number(line + 1));
    }
    if (m_model == nullptr) return;
    for (const TemplateModel::Mark& mark : m_model->marks()) {
        if (mark.line < first || mark.line > last) continue;
        const QRectF row = rowOf(mark.line);
        const QRectF bar(width() - kBar - 2, row.top(), kBar, row.height());
        switch (mark.kind) {
            case TemplateModel::Mark::Kind::Added:
                painter->fillRect(bar, opaque(theme.pass.ink));
                break;
            case TemplateModel::Mark::Kind::Changed:
                painter->fillRect(bar, opaque(theme.accent.ink));
                break;
            case TemplateModel::Mark::Kind::Removed:
                painter->fillRect(QRectF(bar.left() - 3, row.bottom() - 1, 8, 2),
                                  opaque(theme.stop.ink));
                break;
            case TemplateModel::Mark::Kind::Error:
                painter->setRenderHint(QPainter::Antialiasing);
                painter->setPen(Qt::NoPen);
                painter->setBrush(opaque(theme.stop.ink));
                painter->drawEllipse(QPointF(9, row.center().y()), 4, 4);
                break;
        }
    }
}

}  // namespace archivolt
