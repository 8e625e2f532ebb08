#include "model/findings/kept_findings.h"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

#include "model/base/invariant.h"

namespace archivolt {

namespace {

/// Says whether two stacks say the same but for their resources.
bool sameAround(const Stack& a, const Stack& b) {
    return std::tie(a.name, a.kind, a.account, a.region, a.body.sections, a.parameters) ==
           std::tie(b.name, b.kind, b.account, b.region, b.body.sections, b.parameters);
}

/// Returns the names that are not of a resource of the same type in both stacks.
std::vector<std::size_t> otherNames(const Stack& before, const Stack& now) {
    std::vector<std::size_t> names;
    const auto differ = [&](const ResourceTable::Pointer& was, const ResourceTable::Pointer& is) {
        const bool same = was && is && was->logicalId == is->logicalId && was->type() == is->type();
        if (same) return;
        if (was) names.push_back(hashOfName(was->logicalId));
        if (is) names.push_back(hashOfName(is->logicalId));
    };
    ResourceTable::forEachDifference(before.body.resources, now.body.resources, differ);
    std::ranges::sort(names);
    return names;
}

}  // namespace

std::size_t hashOfName(std::string_view logicalId) {
    return std::hash<std::string_view>()(logicalId);
}

void KeptFindings::begin(std::shared_ptr<const Stack> stack) {
    m_before = nullptr;
    m_next = 0;
    m_otherNames.clear();
    m_places.reset();
    if (m_previous != nullptr) {
        const auto found = m_previous->m_stacks.find(stack->id);
        if (found != m_previous->m_stacks.end() && sameAround(*found->second.stack, *stack)) {
            m_before = &found->second;
            m_otherNames = otherNames(*m_before->stack, *stack);
        }
    }
    m_now = &m_stacks[stack->id];
    m_now->entries.reserve(stack->body.resources.size());
    m_now->stack = std::move(stack);
}

/// Returns what was kept of a resource before; most stand where they stood.
const KeptFindings::Entry* KeptFindings::before(ResourceId id) {
    if (m_before == nullptr) return nullptr;
    const std::vector<Entry>& entries = m_before->entries;
    for (std::size_t skipped = 0; skipped < 2 && m_next + skipped < entries.size(); ++skipped) {
        if (entries[m_next + skipped].id != id) continue;
        m_next += skipped + 1;
        return &entries[m_next - 1];
    }
    if (!m_places) {
        m_places.emplace();
        for (std::size_t i = 0; i < entries.size(); ++i) m_places->emplace(entries[i].id, i);
    }
    const auto place = m_places->find(id);
    if (place == m_places->end()) return nullptr;
    m_next = place->second + 1;
    return &entries[place->second];
}

bool KeptFindings::holds(const FoundAt& found) const {
    if (m_otherNames.empty()) return true;
    return !found.everyName && std::ranges::none_of(found.names, [&](std::size_t name) {
        return std::ranges::binary_search(m_otherNames, name);
    });
}

const FoundAt* KeptFindings::known(const Thing& thing, ResourceId id) {
    INVARIANT(m_now != nullptr);
    const Entry* entry = before(id);
    if (entry == nullptr || entry->thing != thing || !holds(*entry->found)) return nullptr;
    m_now->entries.push_back(*entry);
    return entry->found.get();
}

const FoundAt* KeptFindings::keep(const Thing& thing, ResourceId id, FoundAt found) {
    INVARIANT(m_now != nullptr);
    ++m_looked;
    for (const auto& finding : found.findings) m_fresh.push_back(finding.get());
    m_now->entries.push_back({thing, id, std::make_shared<const FoundAt>(std::move(found))});
    return m_now->entries.back().found.get();
}

const Stack* KeptFindings::cleanBefore(std::string_view rule) const {
    const bool isClean = m_before != nullptr && m_before->clean.contains(rule);
    return isClean ? m_before->stack.get() : nullptr;
}

void KeptFindings::keepClean(std::string_view rule) {
    INVARIANT(m_now != nullptr);
    m_now->clean.insert(rule);
}

std::vector<const Finding*> KeptFindings::fresh() const {
    std::vector<const Finding*> ascending = m_fresh;
    std::ranges::sort(ascending);
    return ascending;
}

void KeptFindings::replace(const Others& others) {
    m_fresh.clear();
    if (others.empty()) return;
    const auto isOther = [&](const auto& finding) { return others.contains(finding.get()); };
    for (auto& [id, ofStack] : m_stacks) {
        for (Entry& entry : ofStack.entries) {
            if (std::ranges::none_of(entry.found->findings, isOther)) continue;
            FoundAt found = *entry.found;
            for (auto& finding : found.findings) {
                const auto other = others.find(finding.get());
                if (other != others.end()) finding = other->second;
            }
            entry.found = std::make_shared<const FoundAt>(std::move(found));
        }
    }
}

void KeptFindings::finish() {
    m_previous = nullptr;
    m_before = nullptr;
    m_now = nullptr;
    m_places.reset();
}

}  // namespace archivolt
