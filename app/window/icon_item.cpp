#include "app/window/icon_item.h"

#include "render/paint/paint_scene.h"

namespace archivolt {

IconItem::IconItem(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
    setImplicitWidth(20);
    setImplicitHeight(20);
}

void IconItem::paint(QPainter* painter) {
    const auto channel = [](int value) { return static_cast<std::uint8_t>(value); };
    painter->setRenderHint(QPainter::Antialiasing);
    paintIcon(*painter, m_name.toStdString(), {0, 0, width(), height()},
              {channel(m_color.red()), channel(m_color.green()), channel(m_color.blue()),
               channel(m_color.alpha())});
}

void IconItem::setName(const QString& name) {
    if (name == m_name) return;
    m_name = name;
    update();
    Q_EMIT nameChanged();
}

void IconItem::setColor(const QColor& color) {
    if (color == m_color) return;
    m_color = color;
    update();
    Q_EMIT colorChanged();
}

}  // namespace archivolt
