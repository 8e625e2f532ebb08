#include "model/build/build_inputs.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace archivolt {

InputKey InputKey::ofName(StackId stack, std::string_view name) {
    return of(ThingId::external(fmt::format("name:{}/{}", stack.value, name)), Aspect::Name);
}

InputKey InputKey::ofExport(std::string_view name) {
    return of(ThingId::external(fmt::format("export:{}", name)), Aspect::Export);
}

InputKey InputKey::ofStacks() { return of(ThingId::external("stacks"), Aspect::Name); }

const std::vector<ThingId>& Inputs::sources(ThingId target, Relation relation) const {
    static const std::vector<ThingId> kNone;
    const ThingList* found = incoming.find(InputKey::of(target, relation));
    return found != nullptr ? **found : kNone;
}

std::vector<InputKey> IndexChanges::applyTo(Index& index) {
    std::ranges::stable_sort(m_changes, [](const Change& a, const Change& b) {
        return std::pair(a.key, a.id) < std::pair(b.key, b.id);
    });
    std::vector<std::pair<InputKey, std::optional<ThingList>>> changed;
    for (auto begin = m_changes.begin(); begin != m_changes.end();) {
        const auto end = std::find_if(begin, m_changes.end(),
                                      [&](const Change& c) { return c.key != begin->key; });
        const ThingList* before = index.find(begin->key);
        std::vector<ThingId> added;
        std::vector<ThingId> removed;
        for (auto at = begin; at != end;) {
            // A pair both removed and added stays, or comes: the node says it again.
            const auto next =
                std::find_if(at, end, [&](const Change& c) { return c.id != at->id; });
            const bool stays = std::any_of(at, next, [](const Change& c) { return c.added; });
            (stays ? added : removed).push_back(at->id);
            at = next;
        }
        std::vector<ThingId> kept;
        if (before != nullptr)
            std::ranges::set_difference(**before, removed, std::back_inserter(kept));
        std::vector<ThingId> after;
        std::ranges::set_union(kept, added, std::back_inserter(after));
        const bool same = before != nullptr ? after == **before : after.empty();
        if (!same) {
            changed.emplace_back(begin->key, std::nullopt);
            if (!after.empty()) {
                changed.back().second =
                    std::make_shared<const std::vector<ThingId>>(std::move(after));
            }
        }
        begin = end;
    }
    m_changes.clear();
    std::vector<InputKey> keys;
    keys.reserve(changed.size());
    for (const auto& [key, list] : changed) keys.push_back(key);
    index = index.withChanges(changed);
    return keys;
}

}  // namespace archivolt
