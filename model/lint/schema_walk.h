#pragma once

#include "model/lint/stack_lint.h"

namespace archivolt {

/// Holds a resource's properties against its type: unknown and missing properties, wrong types,
/// enumerations, bounds and patterns.
///
/// The source tree is walked with both branches of every `!If`; beside it goes the evaluated tree
/// (may be null), which gives the values of functions where they are known.
void walkSchema(StackLint& lint, const Resource& resource, const ResourceType& type,
                const EvaluatedResource* evaluated);

}  // namespace archivolt
