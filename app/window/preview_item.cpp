#include "app/window/preview_item.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPointer>
#include <QQuickWindow>

#include "app/command/examples.h"
#include "app/window/analysis_service.h"
#include "app/window/hand_over.h"
#include "app/window/new_design.h"
#include "render/paint/paint_scene.h"
#include "render/paint/text_measure.h"
#include "render/scene/build_scene.h"

namespace archivolt {

namespace {

/// Returns the text of an example or a pattern; empty for neither.
std::string textOf(const std::string& name, const Catalog& catalog) {
    if (const Example* example = findExample(name)) return std::string(example->text);
    return newDesignText(name, catalog).value_or(std::string());
}

QImage pictureOf(const std::string& name, QSize size, double ratio, bool dark) {
    const auto catalog = Catalog::embedded();
    const OpenedDesign opened = openText({name, textOf(name, *catalog), {}}, {});
    if (!opened.usable) return {};
    AnalysisRequest request;
    request.revision = 1;
    request.design = std::make_shared<const Design>(opened.design);
    RankEngine engine;
    const TextMeasure measure = qtTextMeasure();
    const auto drawing =
        draw(request, resolve(opened.design, *catalog), {*catalog, measure, engine});
    if (!drawing) return {};
    const Scene scene = buildScene(
        {drawing->diagram, drawing->layout, dark ? &darkTheme() : &lightTheme(), {}, false},
        measure);
    QImage picture(size * ratio, QImage::Format_ARGB32_Premultiplied);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    const Size room{static_cast<double>(size.width()), static_cast<double>(size.height())};
    Viewport viewport = fitted(scene, room, 1);
    // What a thing is shows however small it is: bars of colour alone tell nothing of a design.
    viewport.pixels = std::max(ratio, 1.01 * detail_levels::kIcons / viewport.scale);
    paintScene(painter, scene, viewport);
    return picture;
}

}  // namespace

PreviewItem::PreviewItem(QQuickItem* parent) : QQuickPaintedItem(parent) {}

void PreviewItem::setName(const QString& name) {
    if (name == m_name) return;
    m_name = name;
    draw();
    Q_EMIT changed();
}

void PreviewItem::setDark(bool dark) {
    if (dark == m_dark) return;
    m_dark = dark;
    draw();
    Q_EMIT changed();
}

void PreviewItem::geometryChange(const QRectF& now, const QRectF& before) {
    QQuickPaintedItem::geometryChange(now, before);
    if (now.size() != before.size()) draw();
}

void PreviewItem::draw() {
    const QSize room = size().toSize();
    if (m_name.isEmpty() || room.isEmpty()) return;
    const double ratio = window() == nullptr ? 1 : window()->effectiveDevicePixelRatio();
    const int asked = ++m_asked;
    doBeside(
        [self = QPointer(this), asked, room, ratio, name = m_name.toStdString(), dark = m_dark] {
            const QImage picture = pictureOf(name, room, ratio, dark);
            deliver(qApp, [self, asked, picture] {
                if (!self || self->m_asked != asked) return;
                self->m_picture = picture;
                self->m_isDone = true;
                self->update();
                Q_EMIT self->drawn();
            });
        });
}

void PreviewItem::paint(QPainter* painter) {
    if (!m_picture.isNull()) painter->drawImage(QPointF(0, 0), m_picture);
}

}  // namespace archivolt
