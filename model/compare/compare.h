#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/build/resolve.h"
#include "model/value/value.h"

namespace archivolt {

/// What happened to a resource from one design to the other.
enum class ChangeKind : std::uint8_t {
    Added,
    Removed,
    Changed,
    Renamed
};

/// One value that differs; the path runs from the resource's body or from the section.
struct ValueChange {
    Path path;
    std::optional<Value> before;
    std::optional<Value> after;
    friend bool operator==(const ValueChange&, const ValueChange&) = default;
};

/// A resource that differs. A renamed one has both names and, in `values`, what else changed.
///
/// What is `byValue` is written as it was: a parameter, a mapping or a condition makes the
/// difference, and `values` are what it comes to.
struct ResourceChange {
    ChangeKind kind = ChangeKind::Changed;
    std::string stack;
    std::string logicalId;   ///< The name after; of a removed one, before.
    std::string previousId;  ///< The name before, where it was renamed.
    std::string type;
    std::vector<ValueChange> values;
    /// What it comes to differently, of its properties: what only is written otherwise is not here.
    std::vector<ValueChange> effects{};
    bool byValue = false;
    Truth exists = Truth::Yes;  ///< Of what is added or removed: whether its condition lets it be.
    friend bool operator==(const ResourceChange&, const ResourceChange&) = default;
};

/// A section other than Resources that differs.
struct SectionChange {
    std::string stack;
    std::string section;
    std::vector<ValueChange> values;
    friend bool operator==(const SectionChange&, const SectionChange&) = default;
};

/// How two designs differ. Order of keys and spelling of scalars and functions do not count.
struct Comparison {
    std::vector<std::string> addedStacks;
    std::vector<std::string> removedStacks;
    std::vector<ResourceChange> resources;  ///< By stack, in the text's order, removed ones last.
    std::vector<SectionChange> sections;
    /// What the differences mean, in words: "opens tcp port 22 of WebGroup to 0.0.0.0/0".
    std::vector<std::string> sentences;

    [[nodiscard]] bool empty() const {
        return addedStacks.empty() && removedStacks.empty() && resources.empty() &&
               sections.empty() && sentences.empty();
    }
};

/// Compares two designs; stacks match by name (two designs of one stack each match whatever their
/// names), resources by logical id, and a removed one with an equal added one counts as renamed.
[[nodiscard]] Comparison compareDesigns(const ResolvedDesign& before, const ResolvedDesign& after);

/// Returns what differs between two trees, outermost first; equal meanings give nothing.
[[nodiscard]] std::vector<ValueChange> differencesBetween(const Value& before, const Value& after);

}  // namespace archivolt
