#pragma once

#include <memory>

#include "model/design/design.h"
#include "model/evaluate/scope.h"

namespace archivolt {

/// Returns the stack with the loops of its resources and outputs written out, as AWS does first,
/// and with what SAM's transform makes and changes, as AWS does then.
///
/// What a loop makes stands in its place, under ids that belong to the loop and to the place in it:
/// no resource of a design has such an id, so that nothing is ever edited by one. A loop that can't
/// be written out (its collection is not known, it makes a name twice or more than 500 resources)
/// stays. Without loops, or without the transform, the same pointer is given back.
/// Source: CloudFormation Template Reference, intrinsic-function-reference-foreach.
[[nodiscard]] std::shared_ptr<const Stack> withMadeResources(
    const std::shared_ptr<const Stack>& stack, const Scope& scope);

/// Says whether a loop or a transform makes the resource of this id, which no text holds.
[[nodiscard]] bool isMade(ResourceId id);
/// Says whether it is SAM's transform that makes it.
[[nodiscard]] bool isMadeByTransform(ResourceId id);

}  // namespace archivolt
