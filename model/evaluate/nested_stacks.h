#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/design/design.h"

namespace archivolt {

// A nested stack is at hand where the design has a stack that is called as CloudFormation calls it,
// but for the random end: the parent's name, a hyphen and the logical id of its
// AWS::CloudFormation::Stack. The parent then hands it its parameters, and `GetAtt` of
// `Outputs.Name` is the output's value. Both go by exports of names that no template can give.

/// Which resource of which stack makes a nested stack, by their places in the design.
struct NestedIn {
    std::size_t parent = 0;
    std::shared_ptr<const Resource> resource;
};

/// Returns the name of the stack that a resource of `parent` makes.
[[nodiscard]] std::string nestedStackName(const std::string& parent, const std::string& logicalId);

/// Returns, by the child's place, the stacks that others of the design nest; none that would nest
/// itself.
[[nodiscard]] std::map<std::size_t, NestedIn> nestedStacks(
    const std::vector<std::shared_ptr<const Stack>>& stacks);

/// Returns the name under which a nested stack hands an output to its parent.
[[nodiscard]] std::string nameOfNestedOutput(const std::string& child, const std::string& output);

/// Returns the name under which a parent hands a parameter to a nested stack.
[[nodiscard]] std::string nameOfHandedParameter(const std::string& child,
                                                const std::string& parameter);

}  // namespace archivolt
