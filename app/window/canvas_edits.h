#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QPointer>

#include "app/window/design_canvas.h"

namespace archivolt {

/// What is done with the selection of a canvas from menus and by command: lines, folds, and what is
/// offered after a drop.
class CanvasEdits : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        archivolt::DesignCanvas* canvas READ canvas WRITE setCanvas NOTIFY canvasChanged REQUIRED)
    Q_PROPERTY(bool canFold READ canFold NOTIFY changed)
    Q_PROPERTY(bool canUnfold READ canUnfold NOTIFY changed)
    /// Whether anything is selected that can be copied, cut and removed.
    Q_PROPERTY(bool canCopy READ canCopy NOTIFY changed)
    /// Why what is selected can't be brought into line, or its gaps made even; empty where it can.
    Q_PROPERTY(QString whyNotAligned READ whyNotAligned NOTIFY changed)
    Q_PROPERTY(QString whyNotEven READ whyNotEven NOTIFY changed)
    /// What a part that was dropped lacks; empty while nothing is offered.
    Q_PROPERTY(QString lacking READ lacking NOTIFY offerChanged)
    Q_PROPERTY(QString makes READ makes NOTIFY offerChanged)
    Q_PROPERTY(QPointF offeredAt READ offeredAt NOTIFY offerChanged)

public:
    using QObject::QObject;

    /// Brings what is selected into line: `left`, `center`, `right`, `top`, … `across`, `down`.
    Q_INVOKABLE void align(const QString& how);
    /// Lays all out anew by the rule, around what was placed by hand.
    Q_INVOKABLE void layOut();
    /// Does so after letting go of what is selected, or of everything where nothing is.
    Q_INVOKABLE void layOutPlaced();
    /// Folds what is selected, or every VPC where nothing is; unfolds it where all is folded.
    Q_INVOKABLE void turnFold();
    Q_INVOKABLE void fold();
    Q_INVOKABLE void unfold();
    /// Makes what was offered, as one step.
    Q_INVOKABLE void takeOffer();
    Q_INVOKABLE void dropOffer();

    [[nodiscard]] DesignCanvas* canvas() const { return m_canvas; }
    void setCanvas(DesignCanvas* canvas);
    [[nodiscard]] bool canFold() const { return any(false); }
    [[nodiscard]] bool canUnfold() const { return any(true); }
    [[nodiscard]] bool canCopy() const;
    [[nodiscard]] QString whyNotAligned() const { return whyNot("left"); }
    [[nodiscard]] QString whyNotEven() const { return whyNot("across"); }
    [[nodiscard]] QString lacking() const { return QString::fromStdString(m_offer.why); }
    [[nodiscard]] QString makes() const { return QString::fromStdString(m_offer.makes); }
    [[nodiscard]] QPointF offeredAt() const { return {m_offer.at.x, m_offer.at.y}; }

Q_SIGNALS:
    void canvasChanged();
    void changed();
    void offerChanged();

private:
    [[nodiscard]] bool isDrawn() const;
    [[nodiscard]] std::vector<BoxIndex> boxes() const;
    [[nodiscard]] QString whyNot(const char* alignment) const;
    /// Says whether any of what a fold would be about is folded, or is not.
    [[nodiscard]] bool any(bool folded) const;

    QPointer<DesignCanvas> m_canvas;
    tools::Offer m_offer;
};

}  // namespace archivolt
