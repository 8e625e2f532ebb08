#pragma once

#include <string>
#include <utility>

#include "model/reachability/walk/walk_observer.h"

namespace archivolt {

/// Returns a step at a thing, named by it, that no rule decides.
[[nodiscard]] inline Step thingStep(HopKind kind, const Thing& thing, const char* step,
                                    std::string why = {}) {
    return {kind, thing.id, thing.name, step, {}, &thing.origin, std::move(why)};
}

}  // namespace archivolt
