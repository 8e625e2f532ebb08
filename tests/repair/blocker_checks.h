#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "model/reachability/questions/reach.h"

namespace archivolt::test {

/// What became of the blockers of some answers.
struct BlockerCounts {
    std::size_t answers = 0;  ///< Blocked ones of which each blocker blocks by itself.
    std::size_t alone = 0;    ///< Blockers that were left alone in the way.
    std::size_t left = 0;     ///< Those beside something that no rule of a filter opens.
};

/// Returns what is wrong with an answer's blockers, empty for nothing: where every group and ACL
/// among the others lets everything through, the question must still be blocked, and by this one.
[[nodiscard]] std::string faultsOfBlockers(const Reachability& reachability,
                                           const ReachQuestion& question, const ReachAnswer& answer,
                                           BlockerCounts& counts);

/// The same by way of a repair that opened the question: what one of the blockers is about is put
/// back as it was, which must block again. Blockers that the repair went around are not counted.
[[nodiscard]] std::string faultsWhenPutBack(const Architecture& before,
                                            const Reachability& repaired,
                                            const ReachQuestion& question,
                                            const ReachAnswer& answer, BlockerCounts& counts);

}  // namespace archivolt::test
