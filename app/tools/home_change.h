#pragma once

#include "app/tools/drop_plan.h"

namespace archivolt::tools {

/// What a container says to a thing that is dropped into it.
enum class HomeAnswer : std::uint8_t {
    Stays,        ///< It stands there already.
    Yes,          ///< With these edits.
    No,           ///< For this reason.
    LookThrough,  ///< It is none of its business: the one around it decides.
};

struct HomeChange {
    HomeAnswer answer = HomeAnswer::LookThrough;
    std::string why;
    std::vector<Edit> edits;
};

/// Asks a container (any box that is no node) what dropping the thing of `box` into it means.
[[nodiscard]] HomeChange homeChange(const Scene& scene, const Drop& drop, const World& world,
                                    BoxIndex box, BoxIndex container);

/// Returns the edits after which what stands in several subnets stands in these alone (kept ones
/// keep their place in the list), or why that can't be: `No`.
[[nodiscard]] HomeChange membershipChange(const Scene& scene, const World& world, BoxIndex span,
                                          const std::vector<BoxIndex>& subnets);

}  // namespace archivolt::tools
