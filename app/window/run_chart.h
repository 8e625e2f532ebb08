#pragma once

#include <QtQml/qqmlregistration.h>
#include <QColor>
#include <QQuickPaintedItem>
#include <QVariantList>

namespace archivolt {

/// One value over the time of a run: a line, filled below, and where the run is played now.
class RunChart : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QVariantList values MEMBER m_values NOTIFY changed)
    Q_PROPERTY(int places MEMBER m_places NOTIFY changed)
    Q_PROPERTY(double position MEMBER m_position NOTIFY changed)
    Q_PROPERTY(QColor color MEMBER m_color NOTIFY changed)
    Q_PROPERTY(QColor cursor MEMBER m_cursor NOTIFY changed)

public:
    explicit RunChart(QQuickItem* parent = nullptr);
    void paint(QPainter* painter) override;

Q_SIGNALS:
    void changed();

private:
    QVariantList m_values;
    int m_places = 120;  ///< How many values the whole width has room for.
    double m_position = 0;
    QColor m_color;
    QColor m_cursor;
};

}  // namespace archivolt
