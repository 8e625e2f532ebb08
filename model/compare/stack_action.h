#pragma once

#include <string_view>

#include "model/catalog/catalog.h"
#include "model/compare/compare.h"

namespace archivolt {

/// What CloudFormation does to a resource when a stack goes from one template to the other.
enum class StackAction : std::uint8_t {
    Create,
    Delete,
    Retain,      ///< Taken out of the stack, and left as it is.
    Update,      ///< Changed in place, with or without an interruption.
    MayReplace,  ///< Replaced or updated, as other values decide.
    Replace,     ///< Made anew, and the old one deleted or left.
    Refused,     ///< The whole update is: its type, or a property, can't be changed.
    Keep,        ///< Nothing: only what the stack says of it has changed.
    Unknown,     ///< The type, or a property of it, is not in the catalogue.
};

/// Returns what a change set would say of a changed resource.
///
/// `before` is the design that the change begins at, whose DeletionPolicy decides about what is
/// taken out. A renamed resource is made anew under its new name; one whose type is another fails
/// the update ("Update of resource type is not permitted"), as users of AWS SAM and other tools
/// report.
/// Source: CloudFormation User Guide, using-cfn-updating-stacks-update-behaviors; Template
/// Reference, aws-attribute-deletionpolicy.
[[nodiscard]] StackAction stackActionOf(const Catalog& catalog, const Design& before,
                                        const ResourceChange& change);

/// Returns how much an action changes: the one that changes most stands for all.
[[nodiscard]] int weightOf(StackAction action);

/// Returns the word for reports: `create`, `update`, `replace`…
[[nodiscard]] std::string_view toString(StackAction action);

}  // namespace archivolt
