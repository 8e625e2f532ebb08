#pragma once

#include <string_view>
#include <vector>

#include "render/layout/text_measure.h"

namespace archivolt {

/// Returns a text's lines of at most `width`, broken at spaces and where the text breaks itself; a
/// word that is wider has a line of its own.
[[nodiscard]] std::vector<std::string_view> wrappedLines(std::string_view text, double width,
                                                         const FontSpec& font,
                                                         const TextMeasure& measure);

// How the text of a note stands in it.
inline constexpr FontSpec kNoteFont{FontFamily::Sans, 12, 400};
inline constexpr double kNoteLine = 17;
inline constexpr double kNotePadding = 10;

/// Returns how high a note of some width is to show all of its text.
[[nodiscard]] double noteHeight(std::string_view text, double width, const TextMeasure& measure);

}  // namespace archivolt
