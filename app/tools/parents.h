#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/tools/place_part.h"

namespace archivolt {

/// What a part needs around it, to be made with it.
struct ParentsPlan {
    PartPlan plan;      ///< All of it as one step; what is made around stands after the part.
    std::string makes;  ///< In words: "a VPC and a subnet".
};

/// Finds what has to be made around a part that can't be placed somewhere: a VPC, a subnet in it,
/// or two subnets in two zones, as few as do; nothing where that would not help.
///
/// The design is resolved anew for each thing that is tried, so it is asked once something is let
/// go, not while it is carried.
[[nodiscard]] std::optional<ParentsPlan> planWithParents(std::string_view part,
                                                         const PartSite& site);

}  // namespace archivolt
