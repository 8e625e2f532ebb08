#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "model/value/value.h"

namespace archivolt {

/// Says whether a text may stand in YAML without quotes and still be read, by YAML 1.1 and 1.2
/// alike, as just that text. `inFlow`: between `[]` or `{}`, where less is allowed.
/// Source: https://yaml.org/type/ (1.1) and https://yaml.org/spec/1.2.2/#103-core-schema.
[[nodiscard]] bool canBePlain(std::string_view text, bool inFlow);

/// Returns a text in double quotes with escapes that JSON and YAML share.
[[nodiscard]] std::string doubleQuoted(std::string_view text);

/// Returns a text in single quotes; nothing where only an escape can write it.
[[nodiscard]] std::optional<std::string> singleQuoted(std::string_view text);

/// Returns a text in the preferred quotes (`'` or `"`) where they can hold it, else in double ones.
[[nodiscard]] std::string quoted(std::string_view text, char preferred);

/// Returns a scalar or null on one line of YAML; strings get quotes only where they need them.
[[nodiscard]] std::string scalarText(const Value& value, char quote, bool inFlow);

/// The parts of a literal block scalar: `|`, and its padded lines without the last line break.
struct LiteralText {
    std::string header;
    std::string body;
};

/// Returns a text of several lines as a literal block scalar whose lines start with `pad`.
///
/// `step` is how much deeper `pad` is than the collection around it. Nothing where a literal can't
/// hold the text, or only by `|+`, which would take in blank lines that follow.
[[nodiscard]] std::optional<LiteralText> literalText(std::string_view text, std::string_view pad,
                                                     std::size_t step);

}  // namespace archivolt
