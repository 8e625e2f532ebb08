#include "app/window/removal.h"

#include <fmt/format.h>

#include "app/session/dependents.h"
#include "app/tools/marks.h"
#include "app/window/document.h"

namespace archivolt {

namespace {

/// Returns how a set of resources is called: by name where it is one.
std::string nameOf(const Design& design, const std::set<ResourceId>& resources) {
    if (resources.size() != 1) return fmt::format("{} resources", resources.size());
    const auto declared = declaredResource(design, *resources.begin());
    return declared ? declared.resource->logicalId : std::string();
}

/// Returns what would name nothing once `going` is gone, what goes itself left out; by place in
/// its stack, each once.
std::vector<Dependent> leftBehind(const Design& design, const std::set<ResourceId>& going) {
    std::vector<Dependent> left;
    for (const ResourceId id : going) {
        const auto [stack, resource] = declaredResource(design, id);
        if (!resource) continue;
        for (Dependent& each : dependentsOf(*stack, resource->logicalId)) {
            const auto named = stack->body.resources.find(each.name);
            const bool goesToo =
                !each.type.empty() && named != nullptr && going.contains(named->id);
            if (!goesToo) left.push_back(std::move(each));
        }
    }
    return left;
}

}  // namespace

Removal::Removal(Document& document) : QObject(&document), m_document(document) {}

void Removal::removeSelected() {
    const std::set<ResourceId> going = m_document.selectedResources();
    if (going.empty() || leftBehind(*m_document.session().design(), going).empty()) {
        remove(going);
        return;
    }
    m_asked = going;
    Q_EMIT changed();
}

void Removal::remove(const std::set<ResourceId>& going) {
    const Design& design = *m_document.session().design();
    std::vector<Edit> edits;
    for (const ResourceId id : going) {
        const auto [stack, resource] = declaredResource(design, id);
        if (resource) edits.emplace_back(RemoveResource{stack->id, resource->logicalId});
    }
    const auto marks = tools::marksOf(design, m_document.selection());
    for (Edit& edit : tools::withoutMarks(marks)) edits.push_back(std::move(edit));
    if (edits.empty()) return;
    const std::string what = going.empty() ? nameOf(design, marks) : nameOf(design, going);
    if (m_document.commit(edits, "Remove " + what)) {
        m_document.select(DesignSelection{});
    }
}

void Removal::confirm() {
    const std::set<ResourceId> going = m_asked;
    cancel();
    remove(going);
}

void Removal::cancel() {
    if (m_asked.empty()) return;
    m_asked.clear();
    Q_EMIT changed();
}

QString Removal::subject() const {
    if (m_asked.empty() || !m_document.isOpen()) return {};
    return QString::fromStdString(nameOf(*m_document.session().design(), m_asked));
}

QVariantList Removal::dependents() const {
    if (m_asked.empty() || !m_document.isOpen()) return {};
    QVariantList list;
    for (const Dependent& each : leftBehind(*m_document.session().design(), m_asked)) {
        const SystemFacts* facts =
            each.type.empty() ? nullptr : m_document.catalog().system(each.type);
        const std::string kind = facts != nullptr    ? facts->label
                                 : each.type.empty() ? each.section
                                                     : each.type;
        list << QVariantMap{{QStringLiteral("name"), QString::fromStdString(each.name)},
                            {QStringLiteral("kind"), QString::fromStdString(kind)},
                            {QStringLiteral("places"), QString::fromStdString(fmt::format(
                                                           "{}", fmt::join(each.places, ", ")))}};
    }
    return list;
}

}  // namespace archivolt
