#include "model/reachability/index/thing_index.h"

#include <algorithm>
#include <functional>
#include <optional>

namespace archivolt {

ThingIndex::ThingIndex(const Architecture& now, const Architecture& before,
                       const ThingIndex& earlier)
    : m_names(earlier.m_names), m_owners(earlier.m_owners) {
    carryNames(now, before);
    carryOwners(now, before);
}

ThingIndex::NameKey ThingIndex::keyOf(const Thing& thing, std::uint32_t table) {
    return {std::hash<std::string_view>{}(thing.name), table, thing.id};
}

ThingIndex::ThingIndex(const Architecture& now) {
    std::vector<std::pair<NameKey, const Thing*>> names;
    std::uint32_t number = 0;
    forEachTable([&](auto table) {
        for (const auto& [id, thing] : now.*table) {
            names.emplace_back(keyOf(*thing, number), thing.get());
        }
        ++number;
    });
    std::ranges::sort(names);
    m_names = decltype(m_names)::fromSorted(std::move(names));

    std::vector<std::pair<OwnerKey, std::monostate>> owners;
    for (const auto& [id, interface] : now.interfaces) {
        if (interface->owner) owners.push_back({{interface->owner, id}, {}});
    }
    std::ranges::sort(owners);
    m_owners = decltype(m_owners)::fromSorted(std::move(owners));
}

void ThingIndex::carryNames(const Architecture& now, const Architecture& before) {
    std::vector<std::pair<NameKey, std::optional<const Thing*>>> changes;
    std::uint32_t number = 0;
    forEachTable([&](auto table) {
        const auto note = [&](ThingId, const auto* was, const auto* is) {
            const bool sameKey = was != nullptr && is != nullptr && (*was)->name == (*is)->name;
            if (was != nullptr && !sameKey)
                changes.emplace_back(keyOf(**was, number), std::nullopt);
            if (is != nullptr) changes.emplace_back(keyOf(**is, number), is->get());
        };
        std::remove_cvref_t<decltype(now.*table)>::forEachDifference(before.*table, now.*table,
                                                                     note);
        ++number;
    });
    std::ranges::sort(changes);
    m_names = m_names.withChanges(changes);
}

void ThingIndex::carryOwners(const Architecture& now, const Architecture& before) {
    std::vector<std::pair<OwnerKey, std::optional<std::monostate>>> changes;
    Table<NetworkInterface>::forEachDifference(
        before.interfaces, now.interfaces, [&](ThingId id, const auto* was, const auto* is) {
            const ThingId left = was == nullptr ? ThingId() : (*was)->owner;
            const ThingId right = is == nullptr ? ThingId() : (*is)->owner;
            if (left == right) return;
            if (left) changes.push_back({{left, id}, std::nullopt});
            if (right) changes.push_back({{right, id}, std::monostate()});
        });
    std::ranges::sort(changes);
    m_owners = m_owners.withChanges(changes);
}

std::vector<const Thing*> ThingIndex::named(std::string_view name) const {
    const std::uint64_t hash = std::hash<std::string_view>{}(name);
    std::vector<const Thing*> found;
    for (auto at = m_names.from(NameKey{hash, 0, {}});
         at != m_names.end() && at->first.hash == hash; ++at) {
        if (at->second->name == name) found.push_back(at->second);
    }
    return found;
}

std::vector<ThingId> ThingIndex::interfacesOf(ThingId owner) const {
    std::vector<ThingId> found;
    for (auto at = m_owners.from(OwnerKey{owner, {}});
         at != m_owners.end() && at->first.owner == owner; ++at) {
        found.push_back(at->first.interface);
    }
    return found;
}

}  // namespace archivolt
