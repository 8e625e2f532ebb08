#include "app/window/badge_list.h"

#include "app/tools/badge_words.h"
#include "app/tools/references.h"

namespace archivolt {

void BadgeList::setCanvas(DesignCanvas* canvas) {
    if (canvas == m_canvas) return;
    if (m_canvas) disconnect(m_canvas, nullptr, this, nullptr);
    m_canvas = canvas;
    close();
    if (m_canvas) {
        connect(m_canvas, &DesignCanvas::listAsked, this, &BadgeList::open);
        connect(m_canvas, &DesignCanvas::documentChanged, this, &BadgeList::close);
    }
    Q_EMIT canvasChanged();
}

void BadgeList::open(BoxIndex box, std::size_t badge) {
    const Scene& scene = *m_canvas->scene();
    const BoxBadge& asked = scene.diagram->boxes[box].badges[badge];
    m_things = asked.things;
    m_heading = QString::fromStdString(tools::badgeHeading(asked));
    m_place = m_canvas->shown(scene.layout->badges[box][badge]);
    Q_EMIT changed();
}

QVariantList BadgeList::rows() const {
    QVariantList rows;
    if (!m_canvas || m_canvas->document() == nullptr) return rows;
    const Document& document = *m_canvas->document();
    for (const ResourceId thing : m_things) {
        const auto resource = declaredResource(*document.session().design(), thing).resource;
        if (!resource) continue;
        const SystemFacts* const facts = document.catalog().system(resource->type());
        rows.append(QVariantMap{
            {QStringLiteral("title"), QString::fromStdString(resource->logicalId)},
            {QStringLiteral("kind"),
             QString::fromStdString(tools::labelOf(document.catalog(), resource->type()))},
            {QStringLiteral("icon"),
             facts == nullptr ? QStringLiteral("resource") : QString::fromStdString(facts->icon)},
            {QStringLiteral("resource"), thing.value}});
    }
    return rows;
}

void BadgeList::choose(int row) {
    const QVariant resource = rows().value(row).toMap().value(QStringLiteral("resource"));
    close();
    if (!resource.isValid()) return;
    m_canvas->document()->show(ResourceId{resource.toUInt()});
}

void BadgeList::close() {
    if (m_things.empty()) return;
    m_things.clear();
    Q_EMIT changed();
}

}  // namespace archivolt
