#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/form/form.h"

namespace archivolt {

/// One text that can stand where the cursor is.
struct Completion {
    std::string text;    ///< What takes the place of what is typed.
    std::string detail;  ///< `string, required`, `VPC`; may be empty.
    friend bool operator==(const Completion&, const Completion&) = default;
};

/// What can stand at a place of a text.
struct Completions {
    std::size_t begin = 0;  ///< The bytes that a choice replaces, up to the cursor.
    std::vector<Completion> choices;
};

/// Returns what can be written at a byte of a stack's YAML text, by the lines above it, which need
/// not be whole YAML: types, properties, values, resources and their attributes, sections.
///
/// Choices begin with what is typed, letters of either case; at most 200. None in comments, in
/// JSON, and where the catalogue does not tell.
[[nodiscard]] Completions completionsAt(const FormInput& input, const Stack& stack,
                                        std::string_view text, std::size_t offset);

}  // namespace archivolt
