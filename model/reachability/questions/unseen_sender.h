#pragma once

#include <optional>

#include "model/reachability/questions/reach.h"

namespace archivolt {

/// Returns what keeps out a sender of whose network nothing is known, whatever leads here from
/// there: a group of the receiver, where its groups let in nothing of what is asked from the
/// sender's address. Nothing where some of them may let it in, a rule that names groups included:
/// what stands between may wear one.
[[nodiscard]] std::optional<Hop> whatShutsOut(const Reachability& reachability,
                                              const ReachQuestion& question);

}  // namespace archivolt
