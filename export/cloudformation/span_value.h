#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "export/cloudformation/first_keys.h"
#include "export/cloudformation/problem_list.h"
#include "export/cloudformation/span_tree.h"
#include "model/value/value.h"

namespace archivolt {

/// Where a node stands, which decides what its keys mean.
enum class ValueContext : std::uint8_t {
    General,           ///< A map of the one key `Ref` or `Fn::…` is a call.
    Conditions,        ///< `{Condition: name}` is a call too: inside Conditions and Rules.
    Section,           ///< A whole section: its own keys are names, never calls.
    ConditionSection,  ///< The same for Conditions and Rules.
};

/// Returns the context of a top-level section's value.
[[nodiscard]] ValueContext contextOfSection(std::string_view section);

/// Returns the node as a value: short tags and long forms give equal trees.
///
/// Aliases are expanded and merge keys merged. Of duplicate keys the first is taken. What can't be
/// held (a key that is a collection, an alias to nothing or to what holds it) is left out or null;
/// `readYaml` reports it.
[[nodiscard]] Value valueOf(const SpanTree& tree, SpanNodeId node, ValueContext context);

/// Returns the long name of a short tag (`!GetAtt` → `Fn::GetAtt`), of unknown local ones too
/// (`!Foo` → `Fn::Foo`); nothing for `!`, `!!str` and other standard tags.
[[nodiscard]] std::optional<std::string> longNameOfTag(std::string_view tag);

/// One entry of a mapping as it counts: duplicates dropped, merge keys merged.
struct SpanEntry {
    std::string_view key;
    SpanNodeId keyNode = kNoSpanNode;
    SpanNodeId valueNode = kNoSpanNode;
};

/// Follows aliases and merge keys of one tree; for one thread, since it remembers.
class SpanLinks {
public:
    explicit SpanLinks(const SpanTree& tree) : m_tree(tree) {}

    /// Returns the node that an alias stands for, `id` itself for the rest; `kNoSpanNode` for an
    /// alias to nothing or to a collection that holds it.
    [[nodiscard]] SpanNodeId target(SpanNodeId id) const;
    /// Returns a mapping's entries, own ones first; none for the rest.
    [[nodiscard]] std::vector<SpanEntry> entries(SpanNodeId mapping) const;
    /// Returns a mapping's entry under `key`, or nothing.
    [[nodiscard]] std::optional<SpanEntry> find(SpanNodeId mapping, std::string_view key) const;

private:
    [[nodiscard]] std::optional<SpanEntry> scan(SpanNodeId mapping, std::string_view key) const;
    void collect(SpanNodeId mapping, std::size_t depth, std::size_t& budget,
                 std::vector<SpanEntry>& entries, FirstKeys& seen) const;
    const SpanTree& m_tree;
    // Looked up, never iterated.
    mutable std::unordered_map<std::string_view, std::vector<SpanNodeId>> m_anchors;
    struct Large {
        std::size_t asked = 0;
        std::unordered_map<std::string_view, SpanEntry> byKey;
    };
    mutable std::unordered_map<SpanNodeId, Large> m_large;  // Mappings with many entries.
    mutable bool m_indexed = false;
};

/// Says whether `key` is a merge key over mappings.
[[nodiscard]] bool isMergeKey(const SpanTree& tree, SpanNodeId key);

/// Builds values of one tree with a common budget for what aliases expand to.
class ValueBuilder {
public:
    ValueBuilder(const SpanTree& tree, const ReadLimits& limits)
        : m_tree(tree), m_links(tree), m_limits(limits) {}

    [[nodiscard]] Value build(SpanNodeId id, ValueContext context);
    [[nodiscard]] const SpanLinks& links() const { return m_links; }
    /// Returns the alias at which the budget or the depth was exceeded; `kNoSpanNode` when fine.
    [[nodiscard]] SpanNodeId exceededAt() const { return m_exceededAt; }

private:
    [[nodiscard]] Value untagged(SpanNodeId id, ValueContext context);
    [[nodiscard]] Value scalar(const SpanNode& node);
    [[nodiscard]] Value text(std::string_view text);
    [[nodiscard]] Value call(std::string_view longName, Value argument);
    [[nodiscard]] Value mapping(SpanNodeId id, ValueContext context);

    const SpanTree& m_tree;
    SpanLinks m_links;
    ReadLimits m_limits;
    std::size_t m_depth = 0;
    std::size_t m_aliasDepth = 0;  // Aliases that are being expanded.
    std::size_t m_aliasNodes = 0;
    SpanNodeId m_alias = kNoSpanNode;  // The outermost of them.
    SpanNodeId m_exceededAt = kNoSpanNode;
    // Types, names and settings stand thousands of times in a large template: each is kept once.
    // By the text that is in the value; looked up, never iterated.
    std::unordered_map<std::string_view, Value> m_texts;
    std::unordered_map<std::string_view, Value> m_references;
};

}  // namespace archivolt
