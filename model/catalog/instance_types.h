#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/path.h"

namespace archivolt {

/// The names of instance types that there were on a day: of EC2 (`m5.large`), RDS (`db.r6g.large`)
/// and ElastiCache (`cache.t3.micro`), of all Regions and engines together.
///
/// Views point into the text, which must outlive it. A look-up halves the lines.
class InstanceTypes {
public:
    /// Takes the text of instance_types.txt.
    explicit InstanceTypes(std::string_view text) : m_text(text) {}

    /// Returns the day after which there may be others (`2026-07-01`).
    [[nodiscard]] std::string_view date() const;
    /// Says whether a name is one of them.
    [[nodiscard]] bool has(std::string_view name) const;
    /// Returns the sizes of a family (`m5`, `db.r6g`), sorted; empty for a family that is not
    /// there.
    [[nodiscard]] std::vector<std::string_view> sizesOf(std::string_view family) const;
    /// Returns all names that begin with a prefix (`db.`; empty: those of EC2), sorted.
    [[nodiscard]] std::vector<std::string> names(std::string_view prefix) const;

private:
    /// Returns the sizes of a family as they stand, words in one line.
    [[nodiscard]] std::string_view lineOf(std::string_view family) const;

    std::string_view m_text;
};

/// Where a resource says types of instances, and the prefix that these have.
struct InstancePlace {
    std::string_view type;
    std::string_view path;  ///< As `PathPattern` reads it.
    std::string_view prefix;
};

/// Returns every place that holds the names of instance types alone, by type.
[[nodiscard]] std::span<const InstancePlace> instancePlaces();

/// Returns the prefix of the names that a property of a type holds; nothing for a property that
/// holds none.
[[nodiscard]] std::optional<std::string_view> instancePrefixAt(std::string_view type,
                                                               const Path& path);

/// Returns those that are part of the program.
[[nodiscard]] InstanceTypes embeddedInstanceTypes();

}  // namespace archivolt
