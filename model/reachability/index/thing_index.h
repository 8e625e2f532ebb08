#pragma once

#include <compare>
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "model/architecture/tables.h"

namespace archivolt {

/// Finds the things of a snapshot by name, and its interfaces by whose they are.
///
/// Immutable. Made from the index of an earlier snapshot it costs what changed since, times log.
/// What it returns lives as long as the Architecture.
class ThingIndex {
public:
    explicit ThingIndex(const Architecture& now);
    ThingIndex(const Architecture& now, const Architecture& before, const ThingIndex& earlier);

    /// Returns the things of this name in any stack, table by table, ascending by id.
    [[nodiscard]] std::vector<const Thing*> named(std::string_view name) const;
    /// Returns the interfaces that a thing owns, ascending.
    [[nodiscard]] std::vector<ThingId> interfacesOf(ThingId owner) const;

    /// Says whether both are of the same things, one and all; of one snapshot they always are.
    friend bool operator==(const ThingIndex&, const ThingIndex&) = default;

private:
    struct NameKey {
        std::uint64_t hash = 0;
        std::uint32_t table = 0;
        ThingId id;
        friend constexpr auto operator<=>(const NameKey&, const NameKey&) = default;
    };
    struct OwnerKey {
        ThingId owner;
        ThingId interface;
        friend constexpr auto operator<=>(const OwnerKey&, const OwnerKey&) = default;
    };
    [[nodiscard]] static NameKey keyOf(const Thing& thing, std::uint32_t table);
    void carryNames(const Architecture& now, const Architecture& before);
    void carryOwners(const Architecture& now, const Architecture& before);

    PersistentMap<NameKey, const Thing*> m_names;
    PersistentMap<OwnerKey, std::monostate> m_owners;
};

}  // namespace archivolt
