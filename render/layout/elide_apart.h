#pragma once

#include "render/layout/text_measure.h"

namespace archivolt {

/// Returns `text` shortened so that it tells itself apart from `other`, which `elideMiddle` makes
/// the same of: what differs is kept, with as much of the beginning as leaves room for it.
[[nodiscard]] std::string elideApart(std::string_view text, std::string_view other, double width,
                                     const FontSpec& font, const TextMeasure& measure);

}  // namespace archivolt
