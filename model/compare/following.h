#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/compare/stack_action.h"

namespace archivolt {

/// What CloudFormation does to a resource, and for whose sake.
struct StackAct {
    StackAction action = StackAction::Keep;
    bool isOwn = true;    ///< Something of the resource itself is changed.
    std::string cause{};  ///< The replaced resource that it names, where that decides the action.
    std::string property{};  ///< The property that names it.
    std::string kept{};      ///< Refused: the property whose name a replacement can't take again.
};

/// Returns by logical id what happens to the resources of a stack that change, and to those that
/// name what is replaced: these are updated, or replaced in turn where the property that names it
/// is one whose change replaces, and so on. `changes` are the stack's, `now` is the stack after.
///
/// A replacement is certain where the property's new value must be another one: a new id, or an ARN
/// of a generated name. It may be where the value can stay (a name that the template fixes, another
/// attribute), and where it is not certain what is named. What other stacks import is not followed.
/// What has to be replaced and keeps a name of the template's own is refused, with the update.
/// Source: CloudFormation User Guide, using-cfn-updating-stacks-update-behaviors and
/// using-cfn-updating-stacks-changesets-view (ResourceReference, RequiresRecreation); Template
/// Reference, aws-properties-name.
[[nodiscard]] std::map<std::string, StackAct> actionsWithin(
    const Catalog& catalog, const Design& before, const EvaluatedStack& now,
    const std::vector<const ResourceChange*>& changes);

}  // namespace archivolt
