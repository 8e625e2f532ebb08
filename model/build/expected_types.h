#pragma once

#include <string_view>

#include "model/catalog/system_facts.h"

namespace archivolt {

class Catalog;

/// Which types of resources a reference may lead to; any, unless something says more.
class ExpectedTypes {
public:
    ExpectedTypes() = default;
    /// One type, or several parted by `|`, for what no property says: a note of an importer.
    explicit ExpectedTypes(std::string_view types) : m_more(types) {}
    /// What the catalogue says of a property, and the types that builders understand besides,
    /// parted by `|`; `*`: whatever stands there.
    ExpectedTypes(const ReferenceFacts& facts, std::string_view more)
        : m_facts(&facts), m_more(more) {}

    [[nodiscard]] bool includes(std::string_view type) const;
    /// Returns the type that usually stands there; empty where any may.
    [[nodiscard]] std::string_view usual() const;

private:
    [[nodiscard]] bool areAny() const;

    const ReferenceFacts* m_facts = nullptr;
    std::string_view m_more;
};

/// A property by its path from Properties, `RecordSets[].HostedZoneId`, in one part or in two.
struct PropertyPath {
    std::string_view within;  ///< What stands before the name: `RecordSets[].`.
    std::string_view name;    ///< The `[]` that a list ends in is left out.

    PropertyPath(const char* path) : name(path) {}
    PropertyPath(std::string_view path) : name(path) {}
    PropertyPath(std::string_view before, std::string_view path) : within(before), name(path) {}
};

/// Returns what a property of a type refers to, as the catalogue's `refs` say it, and `more` as in
/// ExpectedTypes. What they don't know of refers to `more`, or to anything.
[[nodiscard]] ExpectedTypes expectedTypes(const Catalog& catalog, std::string_view type,
                                          const PropertyPath& path, std::string_view more = {});

}  // namespace archivolt
