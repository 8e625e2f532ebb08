#pragma once

#include "model/reachability/questions/reach.h"
#include "model/traffic/build/build_plant.h"

namespace archivolt {

/// Asks the reachability engine about one path of a simulated design: whether packets pass, or by
/// what they are blocked; what the engine can't tell, and an end without interfaces, is unknown.
[[nodiscard]] traffic::PathAnswer answerPath(const Reachability& reachability,
                                             const traffic::PathQuestion& asked);

}  // namespace archivolt
