#pragma once

#include <vector>

#include "model/design/design.h"
#include "model/findings/finding.h"
#include "model/value/origin.h"

namespace archivolt {

/// Returns a place in a stack's template, with the resource that the path leads into.
[[nodiscard]] Where whereOf(const Stack& stack, Path path, Anchor anchor);

/// Returns the way in the template to a value at an evaluated path of a resource's body, as far as
/// the template follows it. The origin must be of this stack.
[[nodiscard]] Path sourcePath(const Stack& stack, const Origin& origin);

/// Orders one stack's findings by place in the text, code and message; of those that say the same
/// one stays, the first.
void sortByPlace(const Stack& stack, FindingList& findings);

/// Puts copies that are marked, with the reason, in place of the findings that the design's
/// suppressions name.
void markSuppressed(const Design& design, FindingList& findings);

}  // namespace archivolt
