#pragma once

#include "model/architecture/network.h"
#include "model/lint/stack_lint.h"

namespace archivolt {

/// Says whether a thing comes from the stack that is being linted.
[[nodiscard]] bool isOwn(const StackLint& lint, const Origin& origin);

/// Says whether what an origin names is surely made: its condition is known to be true, or it has
/// none. Of a pair that may exclude one another nothing is said.
[[nodiscard]] bool surelyMade(const StackLint& lint, const Origin& origin);

/// Reports a route whose target belongs to another VPC than its table (RT-E2).
void lintRouteTarget(StackLint& lint, const Architecture& architecture, const RouteTable& table,
                     const Route& route);

}  // namespace archivolt
