#pragma once

#include <QQuickItem>
#include <memory>

#include "app/window/canvas_layer.h"
#include "app/window/review_model.h"

namespace archivolt {

/// The drawing of both designs of a review: looked at, moved and zoomed, never changed.
class ReviewCanvas : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        archivolt::ReviewModel* review READ review WRITE setReview NOTIFY reviewChanged REQUIRED)
    Q_PROPERTY(bool dark READ dark WRITE setDark NOTIFY darkChanged)

public:
    explicit ReviewCanvas(QQuickItem* parent = nullptr);

    [[nodiscard]] ReviewModel* review() const { return m_review; }
    void setReview(ReviewModel* review);
    [[nodiscard]] bool dark() const { return m_dark; }
    void setDark(bool dark);
    /// Shows everything.
    Q_INVOKABLE void fit();

Q_SIGNALS:
    void reviewChanged();
    void darkChanged();

protected:
    void geometryChange(const QRectF& now, const QRectF& before) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void remake();
    void bringIntoView();
    void look();

    ReviewModel* m_review = nullptr;
    bool m_dark = false;
    bool m_isFitted = true;
    std::shared_ptr<const Diagram> m_drawn;
    std::shared_ptr<const Scene> m_scene;
    Viewport m_viewport;
    QPointF m_pressed;
    QPointF m_last;
    bool m_moves = false;
    CanvasLayer* m_layer;  ///< A child of this item.
};

}  // namespace archivolt
