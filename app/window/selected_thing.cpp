#include "app/window/selected_thing.h"

#include <algorithm>
#include <set>

#include "app/tools/references.h"

namespace archivolt {

void SelectedThing::setDocument(Document* document) {
    if (m_document == document) return;
    if (m_document != nullptr) m_document->disconnect(this);
    m_document = document;
    if (document != nullptr) {
        connect(document, &Document::selectionChanged, this, &SelectedThing::changed);
        connect(document, &Document::stateChanged, this, &SelectedThing::changed);
        connect(document, &Document::checked, this, &SelectedThing::changed);
    }
    Q_EMIT documentChanged();
    Q_EMIT changed();
}

const Box* SelectedThing::box() const {
    const BoxIndex index = m_document == nullptr ? kNoBox : m_document->selectedBox();
    return index == kNoBox ? nullptr : &m_document->drawing()->diagram->boxes[index];
}

DeclaredResource SelectedThing::resource() const {
    if (m_document == nullptr || !m_document->isOpen()) return {};
    const auto selected = m_document->selectedResources();
    if (selected.size() != 1) return {};
    return declaredResource(*m_document->session().design(), *selected.begin());
}

int SelectedThing::count() const {
    if (m_document == nullptr || !m_document->isOpen()) return 0;
    return static_cast<int>(m_document->selectedResources().size());
}

QString SelectedThing::name() const {
    if (m_document == nullptr) return {};
    if (count() > 1) return tr("%1 resources").arg(count());
    return m_document->hasSelection() ? m_document->selectedName() : m_document->name();
}

QString SelectedThing::kind() const {
    if (count() > 1) {
        std::set<std::string> types;
        for (const ResourceId id : m_document->selectedResources()) {
            const auto each = declaredResource(*m_document->session().design(), id).resource;
            if (each) types.insert(each->type());
        }
        if (types.size() > 1) return tr("Of %1 types").arg(types.size());
        return types.empty()
                   ? QString()
                   : QString::fromStdString(tools::labelOf(m_document->catalog(), *types.begin()));
    }
    const auto declared = resource().resource;
    if (!declared) return box() == nullptr ? QString() : QString::fromStdString(box()->detail);
    return QString::fromStdString(tools::labelOf(m_document->catalog(), declared->type()));
}

QString SelectedThing::type() const {
    const auto declared = resource().resource;
    return declared ? QString::fromStdString(declared->type()) : QString();
}

QString SelectedThing::note() const {
    if (count() > 1) return tr("What they have in common is changed for all of them at once.");
    const Box* const drawn = box();
    if (drawn == nullptr) return {};
    const auto selected = m_document->selection().single();
    if (selected && *selected != drawn->resource) {
        return tr("Drawn as part of %1.").arg(QString::fromStdString(drawn->title));
    }
    if (!drawn->resource) return tr("No resource of its own: other resources bring it along.");
    if (drawn->ghost) return tr("Its condition is false, so it will not be made.");
    if (!resource()) return tr("Declared elsewhere.");
    return {};
}

QString SelectedThing::icon() const {
    if (count() > 1) return QStringLiteral("stack");
    const auto declared = resource().resource;
    const SystemFacts* facts = declared ? m_document->catalog().system(declared->type()) : nullptr;
    if (facts != nullptr) return QString::fromStdString(facts->icon);
    if (box() != nullptr) return QString::fromStdString(box()->icon);
    return declared ? QStringLiteral("resource") : QStringLiteral("stack");
}

QString SelectedThing::promises() const {
    if (m_document == nullptr || !m_document->judgement().promises) return {};
    const auto& answers = m_document->judgement().promises->answers;
    if (answers.empty()) return {};
    const auto kept = std::ranges::count(answers, IntentVerdict::Kept, &IntentAnswer::verdict);
    return tr("%1 of %2 promises hold").arg(kept).arg(answers.size());
}

}  // namespace archivolt
