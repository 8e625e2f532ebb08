#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/base/rule.h"
#include "model/compare/stack_action.h"

namespace archivolt {

/// One statement of a stack policy.
struct StackPolicyStatement {
    bool allows = false;
    std::vector<std::string> actions;    ///< `Update:Modify`, `Update:*`; lower case.
    std::vector<std::string> resources;  ///< `LogicalResourceId/Web*` or `*`.
    bool allButResources = false;        ///< They are what it does not apply to (NotResource).
    bool hasTypes = false;               ///< A condition names types of resources.
    std::vector<std::string> types;      ///< With `*` and `?` where the condition takes them.
};

/// What may be updated in a stack, statement by statement in the text's order.
struct StackPolicy {
    std::vector<StackPolicyStatement> statements;
};

/// Reads a stack policy; fails with `JSON-1` and the place where it is no JSON, with `STACK-1`
/// where it is no stack policy. Source: CloudFormation User Guide, protect-stack-resources.
[[nodiscard]] Result<StackPolicy> readStackPolicy(std::string_view json);

/// Whether a stack policy lets an update be.
enum class PolicyVerdict : std::uint8_t {
    NotAsked,  ///< Policies speak of updates only: not of what is made, or stays as it is.
    Allowed,
    Denied,
    DeniedWhereReplaced,  ///< It may be changed in place, and not be replaced.
    DeniedUnlessReplaced,
};

/// What a stack policy says of one change.
struct StackPolicyAnswer {
    PolicyVerdict verdict = PolicyVerdict::NotAsked;
    /// The statement that denies, from 1; nothing where none allows, or nothing is denied.
    std::optional<std::size_t> statement;
};

/// Returns what a policy says of what CloudFormation would do to a resource.
///
/// Whoever is not allowed is denied, and a denial stands above what is allowed. A replacement that
/// is not certain, or an action that is not known, is asked both ways.
/// Source: CloudFormation User Guide, protect-stack-resources.
[[nodiscard]] StackPolicyAnswer askStackPolicy(const StackPolicy& policy,
                                               std::string_view logicalId, std::string_view type,
                                               StackAction action);

/// Returns why a stack policy can't be read.
[[nodiscard]] RuleList stackPolicyRules();

}  // namespace archivolt
