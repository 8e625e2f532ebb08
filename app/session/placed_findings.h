#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "model/findings/finding.h"

namespace archivolt {

/// Findings as rules report them, and the same with their places in the text, one for one.
///
/// What is reported again, or says the same, and stands where it stood is the same object as
/// before: whoever lists findings tells by pointers what stays.
struct PlacedFindings {
    /// Fills in file, line and column of places in the design; none leaves them as they are.
    using Locate = std::function<void(std::vector<Diagnostic>&)>;
    /// Says of what has its places in the text whether all of it stands there still; none: it can't
    /// be told of anything.
    using Stays = std::function<bool(const Diagnostic&)>;
    struct Text {
        Locate locate;
        Stays stays;
    };

    FindingList reported;
    std::shared_ptr<const FindingList> placed;  ///< Never null.
};

/// Returns findings with their places; `before` (or null) is what was reported of an earlier
/// revision.
[[nodiscard]] PlacedFindings placeFindings(FindingList reported, const PlacedFindings* before,
                                           const PlacedFindings::Text& text);

}  // namespace archivolt
