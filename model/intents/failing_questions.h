#pragma once

#include <cstddef>
#include <vector>

#include "model/design/design.h"
#include "model/reachability/questions/reach.h"

namespace archivolt {

/// A question whose answer breaks a promise.
struct FailingQuestion {
    std::size_t promise = 0;  ///< Its place in the design's list, from 0.
    ReachQuestion question;
    ReachAnswer answer;
    bool opens = false;  ///< What would keep it: all that is asked passes; else, nothing of it.
};

/// Returns what breaks the design's promises about packets, promise by promise; nothing of those
/// that are kept, can't be told, can't be read, or are about access.
///
/// Ends are as the promises' selectors choose them: often many things at once.
[[nodiscard]] std::vector<FailingQuestion> failingQuestions(const Design& design,
                                                            const Reachability& reachability);

}  // namespace archivolt
