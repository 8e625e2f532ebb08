#pragma once

#include <vector>

#include "model/build/build_scope.h"

namespace archivolt {

/// What one resource says of another, to be found there as `incoming`.
struct Claim {
    ThingId target;
    Relation relation;
    friend auto operator<=>(const Claim&, const Claim&) = default;
};

/// Returns what a resource says of others: a route of its table, an association of its subnet.
///
/// What it says of things outside the design is left out: nobody there can look it up.
[[nodiscard]] std::vector<Claim> claimsOf(const View& resource);

}  // namespace archivolt
