#pragma once

#include <string>

#include "model/reachability/reach.h"

namespace archivolt {

/// Returns an answer for people: the verdict, what passes, an aligned table of the hops there and
/// back with the deciding rule set off, then everything that blocks.
[[nodiscard]] std::string reachText(const ReachQuestion& question, const ReachAnswer& answer,
                                    bool colour);

}  // namespace archivolt
