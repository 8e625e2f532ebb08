#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/modes/reach/reach_answers.h"

namespace archivolt {

/// Something that a question can be asked about.
struct EndChoice {
    std::string end;     ///< As `findEndpoint` takes it.
    std::string detail;  ///< What it is, where its box says so.
    std::string icon;
    friend bool operator==(const EndChoice&, const EndChoice&) = default;
};

/// So many choices are offered at most.
inline constexpr std::size_t kMostEndChoices = 40;

/// Returns the ends of a drawing whose names hold a text, whatever its case: the one that is named
/// so first, then those that begin so; else in the drawing's order. An empty text offers all.
///
/// Cost: a look-up for each box whose name fits, until there are enough.
[[nodiscard]] std::vector<EndChoice> endsLikeText(const ReachScene& scene, std::string_view typed);

/// Returns how people name what a box is, as `findEndpoint` takes it: by the name that is drawn,
/// where that alone means it; else as `endText` does.
[[nodiscard]] std::string shownEnd(const ReachScene& scene, BoxIndex box);

/// Returns the end that a text names: as it is where it names one, else the one whose name differs
/// in its case alone; the text itself where nothing does.
[[nodiscard]] std::string endNamed(const ReachScene& scene, std::string_view typed);

}  // namespace archivolt
