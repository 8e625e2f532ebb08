#include "app/window/canvas_modes.h"

namespace archivolt {

void CanvasModes::setDocument(Document* document) {
    if (document == m_document) return;
    if (CanvasMode* before = mode()) before->turn(false);
    m_document = document;
    m_set = nullptr;
    if (document != nullptr) {
        auto& set = m_sets[document];
        if (!set) {
            set = std::make_unique<Set>(*document);
            connect(document, &QObject::destroyed, this, [this](QObject* gone) {
                if (m_document == nullptr || m_document == gone) m_set = nullptr;
                m_sets.erase(gone);
            });
        }
        m_set = set.get();
        if (CanvasMode* now = mode()) now->turn(true);
    }
    Q_EMIT changed();
}

void CanvasModes::setKind(Kind kind) {
    if (m_set == nullptr || kind == m_set->kind) return;
    if (CanvasMode* before = mode()) before->turn(false);
    m_set->kind = kind;
    if (CanvasMode* now = mode()) now->turn(true);
    Q_EMIT changed();
}

void CanvasModes::askWhoReaches() {
    if (m_set == nullptr) return;
    m_set->reach.askAbout(m_document->selectedBox(), true);
    setKind(Reach);
}

void CanvasModes::askWhatIsReached() {
    if (m_set == nullptr) return;
    m_set->reach.askAbout(m_document->selectedBox(), false);
    setKind(Reach);
}

void CanvasModes::askWhether(const QString& from, const QString& to, const QString& port) {
    if (m_set == nullptr) return;
    m_set->reach.askWhether(from, to, port);
    setKind(Reach);
}

CanvasMode* CanvasModes::mode() const {
    if (m_set == nullptr) return nullptr;
    switch (m_set->kind) {
        case Design: return &m_set->news;
        case Reach: return &m_set->reach;
        case Access: return &m_set->access;
        case Traffic: return &m_set->traffic;
    }
    return nullptr;
}

}  // namespace archivolt
