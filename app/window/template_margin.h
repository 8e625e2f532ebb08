#pragma once

#include <QtQml/qqmlregistration.h>
#include <QPointer>
#include <QQuickPaintedItem>

#include "app/window/template_model.h"

namespace archivolt {

/// The margin of a template's text: line numbers, what changed since the last save, errors.
class TemplateMargin : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(archivolt::TemplateModel* model READ model WRITE setModel NOTIFY modelChanged)
    Q_PROPERTY(int lines MEMBER m_lines NOTIFY shownChanged)
    Q_PROPERTY(qreal lineHeight MEMBER m_lineHeight NOTIFY shownChanged)
    Q_PROPERTY(qreal offset MEMBER m_offset NOTIFY shownChanged)
    Q_PROPERTY(bool dark MEMBER m_dark NOTIFY shownChanged)

public:
    explicit TemplateMargin(QQuickItem* parent = nullptr);
    void paint(QPainter* painter) override;
    [[nodiscard]] TemplateModel* model() const { return m_model; }
    void setModel(TemplateModel* model);
    /// Returns the line at a height of this item, counted from 0.
    [[nodiscard]] Q_INVOKABLE int lineAt(qreal y) const;

Q_SIGNALS:
    void modelChanged();
    void shownChanged();

private:
    QPointer<TemplateModel> m_model;
    int m_lines = 0;
    qreal m_lineHeight = 16;
    qreal m_offset = 0;  ///< Of the first line's top, from this item's.
    bool m_dark = false;
};

}  // namespace archivolt
