#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QPointer>
#include <QVariantList>

#include "app/window/design_canvas.h"

namespace archivolt {

/// What a sign on the drawing lists (route tables, groups, what is referred to), while it is open.
class BadgeList : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        archivolt::DesignCanvas* canvas READ canvas WRITE setCanvas NOTIFY canvasChanged REQUIRED)
    Q_PROPERTY(bool isOpen READ isOpen NOTIFY changed)
    Q_PROPERTY(QString heading READ heading NOTIFY changed)
    /// `title`, `kind` and `icon` of each thing.
    Q_PROPERTY(QVariantList rows READ rows NOTIFY changed)
    /// Where the sign is in the canvas, in pixels.
    Q_PROPERTY(QRectF place READ place NOTIFY changed)

public:
    using QObject::QObject;

    /// Selects what a row names, brings it into view, and closes the list.
    Q_INVOKABLE void choose(int row);
    Q_INVOKABLE void close();

    [[nodiscard]] DesignCanvas* canvas() const { return m_canvas; }
    void setCanvas(DesignCanvas* canvas);
    [[nodiscard]] bool isOpen() const { return !m_things.empty(); }
    [[nodiscard]] QString heading() const { return m_heading; }
    [[nodiscard]] QVariantList rows() const;
    [[nodiscard]] QRectF place() const { return m_place; }

Q_SIGNALS:
    void canvasChanged();
    void changed();

private:
    void open(BoxIndex box, std::size_t badge);

    QPointer<DesignCanvas> m_canvas;
    std::vector<ResourceId> m_things;
    QString m_heading;
    QRectF m_place;
};

}  // namespace archivolt
