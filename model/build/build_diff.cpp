#include <algorithm>

#include "model/build/build_architecture.h"
#include "model/build/build_kinds.h"
#include "model/build/foreign_macros.h"
#include "model/catalog/catalog.h"

namespace archivolt {

namespace {

std::shared_ptr<const EvaluatedStack> stackOf(const EvaluatedDesign* design, StackId id) {
    if (design == nullptr) return nullptr;
    for (const auto& stack : design->stacks) {
        if (stack->source->id == id) return stack;
    }
    return nullptr;
}

StackFacts factsOf(const Stack& stack) {
    return {stack.id,
            stack.name,
            stack.account,
            stack.region,
            stack.kind == StackKind::Observed,
            foreignMacrosOf(stack)};
}

bool sameIdentity(const EvaluatedResource& a, const EvaluatedResource& b) {
    return a.exists == b.exists && a.source->logicalId == b.source->logicalId &&
           a.source->type() == b.source->type();
}

bool sameBody(const EvaluatedResource& a, const EvaluatedResource& b) {
    return a.existsWhy == b.existsWhy && (a.body.identical(b.body) || a.body == b.body);
}

}  // namespace

void ArchitectureBuilder::diffStacks() {
    static const Pointers kNone;
    std::vector<std::shared_ptr<const StackFacts>> facts;
    for (const auto& stack : m_now.stacks) {
        StackFacts now = factsOf(*stack->source);
        const auto known = std::ranges::find_if(m_state.inputs.stacks,
                                                [&](const auto& one) { return one->id == now.id; });
        const bool isOld = known != m_state.inputs.stacks.end();
        const bool same = isOld && **known == now;
        facts.push_back(same ? *known : std::make_shared<const StackFacts>(std::move(now)));
        const auto before = stackOf(m_before, stack->source->id);
        if (same && before == stack) continue;
        diffResources(facts.back(), before ? before->resources : kNone, stack->resources, !same);
    }
    if (m_before != nullptr) {
        for (const auto& before : m_before->stacks) {
            if (stackOf(&m_now, before->source->id)) continue;
            const auto gone = std::make_shared<const StackFacts>(factsOf(*before->source));
            diffResources(gone, before->resources, kNone, true);
        }
    }
    if (facts != m_state.inputs.stacks) m_changedKeys.push_back(InputKey::ofStacks());
    m_state.inputs.stacks = std::move(facts);
}

void ArchitectureBuilder::diffResources(const std::shared_ptr<const StackFacts>& stack,
                                        const Pointers& before, const Pointers& after,
                                        bool factsChanged) {
    std::size_t begin = 0;
    const std::size_t shorter = std::min(before.size(), after.size());
    if (!factsChanged) {
        while (begin < shorter && before[begin] == after[begin]) ++begin;
    }
    std::size_t tail = 0;
    if (!factsChanged) {
        while (tail < shorter - begin &&
               before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
            ++tail;
        }
    }
    std::map<ResourceId, std::shared_ptr<const EvaluatedResource>> old;
    for (std::size_t i = begin; i + tail < before.size(); ++i) {
        old.emplace(before[i]->source->id, before[i]);
    }
    for (std::size_t i = begin; i + tail < after.size(); ++i) {
        const auto found = old.find(after[i]->source->id);
        const auto was = found != old.end() ? found->second : nullptr;
        if (found != old.end()) old.erase(found);
        if (was != after[i] || factsChanged) noteResource(stack, was, after[i]);
    }
    for (const auto& [id, gone] : old) noteResource(stack, gone, nullptr);
}

void ArchitectureBuilder::noteResource(const std::shared_ptr<const StackFacts>& stack,
                                       const std::shared_ptr<const EvaluatedResource>& before,
                                       const std::shared_ptr<const EvaluatedResource>& after) {
    const auto& some = after ? after : before;
    const ThingId id = ThingId::of(stack->id, some->source->id);
    if (before) count(*before, false);
    if (after) count(*after, true);
    m_nodeChanges[id] = after ? std::optional(InputNode{after, stack}) : std::nullopt;
    const InputNode* old = m_state.inputs.node(id);
    const bool sameFacts = old != nullptr && *old->stack == *stack;
    const bool identity = before && after && sameIdentity(*before, *after) && sameFacts;
    if (identity && sameBody(*before, *after)) return;
    m_changedNodes.insert(id);
    m_changedKeys.push_back(InputKey::of(id, Aspect::Body));
    if (identity) return;
    m_changedKeys.push_back(InputKey::of(id, Aspect::Identity));
    const bool renamed = !before || !after || before->source->logicalId != after->source->logicalId;
    if (!renamed) return;
    if (before) {
        const std::string& name = before->source->logicalId;
        m_nameChanges.emplace(NameKey(stack->id, name), std::nullopt);
        m_changedKeys.push_back(InputKey::ofName(stack->id, name));
    }
    if (after) {
        const std::string& name = after->source->logicalId;
        m_nameChanges.insert_or_assign(NameKey(stack->id, name), id);
        m_changedKeys.push_back(InputKey::ofName(stack->id, name));
    }
}

void ArchitectureBuilder::count(const EvaluatedResource& resource, bool added) {
    const auto step = [&](std::size_t& number) { added ? ++number : --number; };
    ResolvedDesign::Counts& counts = m_state.counts;
    step(counts.declared);
    if (isMadeElsewhere(*resource.source)) {
        step(counts.external);
    } else if (hasTypedForm(resource.source->type())) {
        step(counts.typed);
    } else {
        step(counts.unknown);
    }
    if (resource.exists == Truth::No) step(counts.removed);
}

bool ArchitectureBuilder::hasTypedForm(std::string_view type) const {
    if (builderOf(type) != nullptr) return true;
    const SystemFacts* system = m_catalog.system(type);
    return system != nullptr && system->attach && system->attach->kind != AttachKind::None;
}

void ArchitectureBuilder::diffExports() {
    std::map<std::string, Exported, std::less<>> now;
    for (const auto& stack : m_now.stacks) {
        for (const auto& [name, output] : stack->exports) {
            const auto value = stack->outputs.find(output);
            if (value == stack->outputs.end()) continue;
            now.emplace(name, Exported{stack->source->id, value->second});
        }
    }
    auto& before = m_state.inputs.exports;
    for (const auto& [name, exported] : before) {
        const auto found = now.find(name);
        if (found == now.end() || !(found->second == exported)) {
            m_changedKeys.push_back(InputKey::ofExport(name));
        }
    }
    for (const auto& [name, exported] : now) {
        if (!before.contains(name)) m_changedKeys.push_back(InputKey::ofExport(name));
    }
    before = std::move(now);
}

void ArchitectureBuilder::commitInputs() {
    const auto commit = [](auto& map, auto& changes) {
        map = map.withChanges({changes.begin(), changes.end()});
    };
    commit(m_state.inputs.nodes, m_nodeChanges);
    commit(m_state.inputs.names, m_nameChanges);
}

}  // namespace archivolt
