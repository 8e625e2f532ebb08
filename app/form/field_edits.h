#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "app/form/form.h"
#include "model/base/result.h"
#include "model/design/edit.h"

namespace archivolt {

/// Returns the edits that give a field the value that a text says; none where it has it already.
///
/// An empty text takes the key away. The written kind stays where it can: a number in quotes is
/// changed in its quotes. Objects and lists on the way are made. Fails with a diagnostic of
/// `formRules()`.
[[nodiscard]] Result<std::vector<Edit>> editsFor(const Design& design, const Catalog& catalog,
                                                 const FormField& field, std::string_view text);

/// Returns the edits that take away what a field shows: a key, an item, a resource that belongs.
[[nodiscard]] std::vector<Edit> removalOf(const Design& design, const FormField& field);

/// Returns the edits that move a list's item by one place; none where it is at the end.
enum class ItemMove : std::uint8_t {
    Up,
    Down
};
[[nodiscard]] std::vector<Edit> moveOf(const Design& design, const FormField& item, ItemMove move);

/// Returns the edit that puts a copy of a list's item behind it; none where it is no item.
[[nodiscard]] std::vector<Edit> copyOf(const Design& design, const FormField& item);

/// Returns the edit that gives an entry of a map another name, in its place; none where it has that
/// name. Fails where another entry has it, or it says nothing.
[[nodiscard]] Result<std::vector<Edit>> renameOf(const Design& design, const FormField& entry,
                                                 std::string_view name);

/// Returns the edit that adds an entry to a map under a name that is free, saying nothing yet, and
/// that name.
[[nodiscard]] std::pair<std::string, std::vector<Edit>> newEntryOf(const Design& design,
                                                                   const FormField& map);

/// Returns the edit that sets what stands at a place, or takes it away (no value), the objects and
/// lists on the way made; none where that changes nothing. Fails where the way leads elsewhere.
[[nodiscard]] Result<std::vector<Edit>> editsAt(const Design& design, const FieldTarget& target,
                                                const std::optional<Value>& value);

}  // namespace archivolt
