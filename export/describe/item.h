#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/cloudformation/span_tree.h"
#include "export/cloudformation/text_position.h"
#include "model/base/diagnostic.h"
#include "model/base/rule.h"
#include "model/value/value.h"

namespace archivolt {

inline constexpr Rule kNotAsPrinted{"DESCRIBE-2",
                                    Severity::Error,
                                    "an output has not the shape that the AWS CLI prints",
                                    "taking it for less than it is would give wrong answers",
                                    "give the output as the AWS CLI prints it (--output json)",
                                    "AWS CLI Command Reference"};

inline constexpr Rule kSecondaryPublic{
    "DESCRIBE-10",
    Severity::Low,
    "public addresses of secondary private addresses are not modelled",
    "answers about these addresses are unknown",
    "nothing can be done; the primary address is answered for",
    "a rule of this program"};

/// One JSON text with its spans, and what is found wrong in it.
struct DescribeSource {
    DescribeSource(std::string file, SpanTree read)
        : name(std::move(file)), tree(std::move(read)), lines(tree.text) {}
    DescribeSource(const DescribeSource&) = delete;
    DescribeSource& operator=(const DescribeSource&) = delete;

    std::string name;  ///< As the user named it.
    SpanTree tree;
    LineIndex lines;
    std::vector<Diagnostic> problems;
};

/// A value of describe output, read by keys; the source must outlive it.
///
/// A key that is absent or null gives nothing. A value of another kind than is asked for gives
/// nothing too, and an error (DESCRIBE-2) with its place.
class Item {
public:
    Item() = default;
    Item(DescribeSource& source, SpanNodeId node) : m_source(&source), m_node(node) {}

    [[nodiscard]] explicit operator bool() const { return m_source != nullptr; }
    [[nodiscard]] bool isObject() const;
    [[nodiscard]] bool isList() const;
    [[nodiscard]] bool has(std::string_view key) const { return static_cast<bool>(member(key)); }
    /// Returns the keys of an object in order.
    [[nodiscard]] std::vector<std::string_view> keys() const;
    /// Returns what stands under a key; nothing when it is absent or null.
    [[nodiscard]] Item member(std::string_view key) const;
    [[nodiscard]] Item object(std::string_view key) const;
    /// Returns a list's items, whatever they are; none when it is absent.
    [[nodiscard]] std::vector<Item> list(std::string_view key) const;
    /// Returns a list's items, each of which must be an object.
    [[nodiscard]] std::vector<Item> objects(std::string_view key) const;
    /// Returns a text, or a number as its text.
    [[nodiscard]] std::optional<std::string> text(std::string_view key) const;
    [[nodiscard]] std::string textOr(std::string_view key, std::string fallback = {}) const {
        return text(key).value_or(std::move(fallback));
    }
    [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;
    [[nodiscard]] std::optional<bool> flag(std::string_view key) const;
    /// Returns the items of a list that this is; none otherwise.
    [[nodiscard]] std::vector<Item> items() const;
    /// Returns the text that this is; nothing for an object, a list, true, false and null.
    [[nodiscard]] std::optional<std::string> asText() const;
    /// Returns the whole as a value tree, as it stands.
    [[nodiscard]] Value value() const;

    [[nodiscard]] Where where() const;
    [[nodiscard]] std::string_view bytes() const;
    [[nodiscard]] const std::string& file() const { return m_source->name; }
    [[nodiscard]] DescribeSource& source() const { return *m_source; }
    /// Adds a finding about this value.
    void report(const Rule& rule, std::string message, std::string help) const;

private:
    [[nodiscard]] const SpanNode& node() const { return m_source->tree.node(m_node); }
    void reportShape(std::string_view key, std::string_view wanted) const;

    DescribeSource* m_source = nullptr;
    SpanNodeId m_node = kNoSpanNode;
};

}  // namespace archivolt
