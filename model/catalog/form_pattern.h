#pragma once

#include <cstdint>
#include <string_view>

namespace archivolt {

/// What holding a text against a pattern of the schemas comes to.
enum class FormMatch : std::uint8_t {
    Yes,
    No,
    BadPattern,
    TooCostly,  ///< More steps would be needed than are taken.
};

/// Says whether the whole of a text, in ASCII, matches a pattern of value_patterns.txt.
///
/// The expressions are ECMAScript's without back-references and word boundaries. There are
/// thousands of them, of which a template needs a few once each: so nothing is built beyond the
/// expression's own tree, and no automaton.
[[nodiscard]] FormMatch matchesForm(std::string_view pattern, std::string_view text);

}  // namespace archivolt
