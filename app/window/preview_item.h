#pragma once

#include <QtQml/qqmlregistration.h>
#include <QImage>
#include <QQuickPaintedItem>
#include <QString>

namespace archivolt {

/// A small picture of an example or a pattern, drawn by the window's own scene.
///
/// It is drawn on another thread, once for each look and size; until it is there nothing shows, and
/// `isDrawn` says so. Where there is nothing to draw it is empty.
class PreviewItem : public QQuickPaintedItem {
    Q_OBJECT
    QML_NAMED_ELEMENT(Preview)
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed REQUIRED)
    Q_PROPERTY(bool dark READ dark WRITE setDark NOTIFY changed)
    Q_PROPERTY(bool isDrawn READ isDrawn NOTIFY drawn)
    Q_PROPERTY(bool isEmpty READ isEmpty NOTIFY drawn)

public:
    explicit PreviewItem(QQuickItem* parent = nullptr);
    void paint(QPainter* painter) override;

    [[nodiscard]] QString name() const { return m_name; }
    void setName(const QString& name);
    [[nodiscard]] bool dark() const { return m_dark; }
    void setDark(bool dark);
    [[nodiscard]] bool isDrawn() const { return !m_picture.isNull(); }
    [[nodiscard]] bool isEmpty() const { return m_isDone && m_picture.isNull(); }

Q_SIGNALS:
    void changed();
    void drawn();

protected:
    void geometryChange(const QRectF& now, const QRectF& before) override;

private:
    void draw();

    QString m_name;
    bool m_dark = false;
    QImage m_picture;
    bool m_isDone = false;
    int m_asked = 0;  ///< Tells the picture that was asked for last from those before.
};

}  // namespace archivolt
