#pragma once

#include <string>
#include <string_view>

namespace archivolt {

/// A pattern and a text, said so that `std::regex` answers as Java would.
struct PlainPattern {
    bool isTold = false;  ///< Whether the words of ECMAScript say what is asked.
    std::string pattern;  ///< In ECMAScript, one byte a letter.
    std::string text;     ///< Its letters beyond ASCII stand as bytes from 0x80 on.
};

/// Says a regular expression of Java in the words of ECMAScript, to be held against one text.
///
/// Both are UTF-8. What the two languages read alike or not, each set of letters is written out, so
/// that nothing is left to the reader behind it. Not told: what `matchWholly` names as not
/// modelled, what Java refuses, back-references, and texts with more than 120 different letters
/// beyond ASCII. Source: Java SE API, java.util.regex.Pattern, which the CloudFormation User Guide
/// (parameters section, AllowedPattern) names.
[[nodiscard]] PlainPattern plainPattern(std::string_view pattern, std::string_view text);

}  // namespace archivolt
