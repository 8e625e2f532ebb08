#pragma once

#include "model/design/design.h"

namespace archivolt {

/// Returns a described design whose resources are called as those of a template that made them:
/// what has the tag `aws:cloudformation:logical-id` of a resource of the same type in `other` is
/// renamed so, and every reference to it follows. Stacks that are templates stay as they are.
/// Source: CloudFormation User Guide, cfn-console-view-stack-data-resources: tags that
/// CloudFormation gives a stack's resources.
[[nodiscard]] Design withLogicalIds(Design described, const Design& other);

/// Returns `after` with the ids that its stacks and resources have in `before`, so that both count
/// as snapshots of one history.
///
/// Stacks match by name, two single ones whatever theirs; resources by logical id, else one that
/// only `after` has takes the id of an equal one that only `before` has. What matches nothing gets
/// an id that `before` never gave.
[[nodiscard]] Design alignedWith(const Design& before, const Design& after);

/// Returns `before` with the name that its only stack has in `after`, where both have one; else as
/// it is. Two versions of a template in files of two names are one stack's: what is called after it
/// (`AWS::StackName`) is no difference between them.
[[nodiscard]] Design namedAs(const Design& before, const Design& after);

/// Returns `after` with what `before` alone has beside it: stacks, resources, and the entries of
/// sections that these may use. Both must be aligned.
///
/// A resource whose name is another's by now has ` (before)` behind it.
[[nodiscard]] Design bothOf(const Design& before, const Design& after);

}  // namespace archivolt
