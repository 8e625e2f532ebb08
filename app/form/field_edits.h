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

/// Returns the edit that sets what stands at a place, or takes it away (no value), the objects and
/// lists on the way made; none where that changes nothing. Fails where the way leads elsewhere.
[[nodiscard]] Result<std::vector<Edit>> editsAt(const Design& design, const FieldTarget& target,
                                                const std::optional<Value>& value);

}  // namespace archivolt
