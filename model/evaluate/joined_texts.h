#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/design/stack.h"
#include "model/value/value.h"

namespace archivolt {

// Lists of ids pass from stack to stack as one text: outputs are texts, so they are joined, and
// `Fn::Split` or a list parameter takes them apart again. An evaluated text keeps its references
// (a `Join` of the empty delimiter), so that its items can be told without their ids.

/// One item of a text that another stack exports: it stays `!Select [index, !Split [delimiter,
/// !ImportValue name]]`, since the references in it are that stack's.
struct ImportedItem {
    std::string name;       ///< Of the export.
    std::string delimiter;  ///< Never empty.
    std::size_t index = 0;  ///< Among the items that `splitText` makes of the exported value.
};

/// Says whether a value is a text with references in it: a `Join` of the empty delimiter.
[[nodiscard]] bool isComposed(const Value& value);

/// Returns a text of these texts and calls, in the form that evaluated texts have.
[[nodiscard]] Value textOfParts(std::vector<Value> parts);

/// Returns an evaluated text's items between delimiters, each a text, a call or a text with
/// references in it; a reference is taken to hold no delimiter (see `mayHold`).
/// The text must be a scalar or a call, the delimiter not empty.
[[nodiscard]] std::vector<Value> splitText(const Value& text, std::string_view delimiter);

/// Returns the item as the call that it stays.
[[nodiscard]] Value callOf(const ImportedItem& item);

/// Reads what `callOf` made; nothing for every other value.
[[nodiscard]] std::optional<ImportedItem> importedItem(const Value& value);

/// Says whether names, ids, addresses and ARNs may hold a character of this delimiter.
/// Commas, semicolons, bars and blanks stand in none that AWS makes. Source: the AWS General
/// Reference on ARNs; the EC2 user guide on resource ids.
[[nodiscard]] bool mayStandInNames(std::string_view delimiter);

/// Returns, as people write it, the first reference of an evaluated text that may stand for any
/// text whatever: to what custom resources, stacks and modules give back, to stored parameters and
/// to IAM's names, which may hold commas. Empty where there is none.
/// Source: the IAM user guide, "IAM and AWS STS quotas", on names.
[[nodiscard]] std::string freeTextIn(const Value& text, const ResourceTable& resources);

/// Returns the names of the resources that an evaluated text refers to, in order.
[[nodiscard]] std::vector<std::string> resourcesIn(const Value& text);

}  // namespace archivolt
