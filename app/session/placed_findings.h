#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "model/findings/kept_findings.h"

namespace archivolt {

/// Findings with their places in the text.
///
/// What says the same as before and stands where it stood is the same object as before: whoever
/// lists findings tells by pointers what stays.
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

    std::shared_ptr<const FindingList> list;  ///< In the order of what was reported; never null.
    KeptFindings::Others others;  ///< What stands for what was reported where it is another object.
};

/// Returns findings with their places; `before` (or null) are those of an earlier revision. What is
/// reported may have the places of then. What nobody else holds, or `kept` alone and freshly, gets
/// its place where it is; of all else that must be placed there is a copy.
[[nodiscard]] PlacedFindings placeFindings(FindingList reported, const FindingList* before,
                                           const PlacedFindings::Text& text,
                                           const KeptFindings& kept);

}  // namespace archivolt
