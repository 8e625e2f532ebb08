#include "app/window/removal.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "app/modes/reach/reach_words.h"
#include "app/session/dependents.h"
#include "app/tools/marks.h"
#include "app/window/document.h"
#include "model/base/text_case.h"

namespace archivolt {

namespace {

/// Returns how a set of resources is called: by name where it is one.
std::string nameOf(const Design& design, const std::set<ResourceId>& resources) {
    if (resources.size() != 1) return fmt::format("{} resources", resources.size());
    const auto declared = declaredResource(design, *resources.begin());
    return declared ? declared.resource->logicalId : std::string();
}

using Names = std::set<std::string, std::less<>>;

/// What names something that goes, and the stack where it does.
struct LeftThing {
    StackId stack;
    Dependent thing;
    ResourceId resource;  ///< None for an entry.

    /// Says whether it does without, if it waits no longer.
    [[nodiscard]] bool waits() const {
        return resource && std::ranges::all_of(thing.places, [](const std::string& place) {
                   return place.starts_with("DependsOn");
               });
    }
};

/// Returns the logical ids that some resources have in a stack.
Names namesIn(const Stack& stack, const std::set<ResourceId>& resources) {
    Names names;
    for (const auto& resource : stack.body.resources) {
        if (resources.contains(resource->id)) names.insert(resource->logicalId);
    }
    return names;
}

/// Returns what names something of `going`, what goes itself left out; by place in its stack, each
/// once.
std::vector<LeftThing> leftBehind(const Design& design, const std::set<ResourceId>& going) {
    std::vector<LeftThing> left;
    for (const auto& stack : design.stacks) {
        const Names names = namesIn(*stack, going);
        if (names.empty()) continue;
        for (Dependent& each : dependentsOf(*stack, names)) {
            const auto resource =
                each.type.empty() ? nullptr : stack->body.resources.find(each.name);
            left.push_back({stack->id, std::move(each), resource ? resource->id : ResourceId{}});
        }
    }
    return left;
}

/// Returns what is left behind, then what would be if that went too, and so on.
std::vector<LeftThing> allLeftBehind(const Design& design, std::set<ResourceId> going) {
    std::vector<LeftThing> all;
    std::map<std::tuple<StackId, std::string, std::string>, std::size_t> known;
    for (std::size_t before = 0; going.size() != before;) {
        before = going.size();
        for (LeftThing& each : leftBehind(design, going)) {
            const auto [at, isNew] = known.try_emplace(
                std::tuple(each.stack, each.thing.section, each.thing.name), all.size());
            if (isNew) {
                all.push_back(std::move(each));
            } else {
                all[at->second] = std::move(each);  // It may name more of it by now.
            }
        }
        for (const LeftThing& each : all) {
            if (each.resource && !each.waits()) going.insert(each.resource);
        }
    }
    return all;
}

/// Returns the edit that makes a resource wait no longer for what goes.
Edit withoutWaiting(const Stack& stack, const Resource& resource, const Names& going) {
    const Path path{"Resources", resource.logicalId, "DependsOn"};
    std::vector<Value> kept;
    for (const std::string& name : resource.dependsOn()) {
        if (!going.contains(name)) kept.push_back(Value::string(name));
    }
    if (kept.empty()) return RemoveValue{stack.id, path};
    return SetValue{stack.id, path, Value::list(std::move(kept))};
}

}  // namespace

Removal::Removal(Document& document) : QObject(&document), m_document(document) {}

void Removal::removeSelected() {
    if (!m_document.isOpen()) return;
    const std::set<ResourceId> going = m_document.selectedResources();
    if (going.empty() || leftBehind(*m_document.session().design(), going).empty()) {
        remove(going);
        return;
    }
    m_asked = going;
    Q_EMIT changed();
}

void Removal::remove(const std::set<ResourceId>& going, std::vector<Edit> before) {
    const Design& design = *m_document.session().design();
    std::vector<Edit> edits = std::move(before);
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

void Removal::confirmAll() {
    std::set<ResourceId> going = m_asked;
    cancel();
    if (going.empty() || !m_document.isOpen()) return;
    const Design& design = *m_document.session().design();
    const std::vector<LeftThing> left = allLeftBehind(design, going);
    for (const LeftThing& each : left) {
        if (each.resource && !each.waits()) going.insert(each.resource);
    }
    std::map<StackId, Names> names;
    for (const auto& stack : design.stacks) names[stack->id] = namesIn(*stack, going);
    std::vector<Edit> edits;
    for (const LeftThing& each : left) {
        const auto stack = design.stack(each.stack);
        if (each.waits()) {
            const auto resource = stack->body.resources.find(each.resource);
            edits.push_back(withoutWaiting(*stack, *resource, names[each.stack]));
        } else if (!each.resource) {
            edits.emplace_back(RemoveValue{each.stack, Path{each.thing.section, each.thing.name}});
        }
    }
    remove(going, std::move(edits));
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

QString Removal::detail() const {
    if (m_asked.empty() || !m_document.isOpen()) return {};
    const std::vector<LeftThing> left = leftBehind(*m_document.session().design(), m_asked);
    std::vector<std::string> names;
    names.reserve(left.size());
    for (const LeftThing& each : left) {
        // `Outputs` holds what is an output.
        const std::string kind = each.thing.section.substr(0, each.thing.section.size() - 1);
        names.push_back(
            each.resource
                ? each.thing.name
                : fmt::format("{} {}", names.empty() ? kind : lowerAscii(kind), each.thing.name));
    }
    const bool isOne = names.size() == 1;
    return tr("%1 %2 to %3. Without %4 AWS rejects the template.")
        .arg(QString::fromStdString(listWords(names)), isOne ? tr("refers") : tr("refer"),
             m_asked.size() == 1 ? subject() : tr("what goes"),
             m_asked.size() == 1 ? tr("it") : tr("them"));
}

QVariantList Removal::dependents() const {
    if (m_asked.empty() || !m_document.isOpen()) return {};
    QVariantList list;
    for (const LeftThing& left : allLeftBehind(*m_document.session().design(), m_asked)) {
        const Dependent& each = left.thing;
        const SystemFacts* facts =
            each.type.empty() ? nullptr : m_document.catalog().system(each.type);
        const std::string kind = facts != nullptr    ? facts->label
                                 : each.type.empty() ? each.section
                                                     : each.type;
        list << QVariantMap{{QStringLiteral("name"), QString::fromStdString(each.name)},
                            {QStringLiteral("kind"), QString::fromStdString(kind)},
                            {QStringLiteral("waits"), left.waits()},
                            {QStringLiteral("places"), QString::fromStdString(fmt::format(
                                                           "{}", fmt::join(each.places, ", ")))}};
    }
    return list;
}

int Removal::direct() const {
    if (m_asked.empty() || !m_document.isOpen()) return 0;
    return static_cast<int>(leftBehind(*m_document.session().design(), m_asked).size());
}

}  // namespace archivolt
