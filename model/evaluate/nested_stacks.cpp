#include "model/evaluate/nested_stacks.h"

#include <fmt/format.h>

namespace archivolt {

std::string nestedStackName(const std::string& parent, const std::string& logicalId) {
    return fmt::format("{}-{}", parent, logicalId);
}

std::map<std::size_t, NestedIn> nestedStacks(
    const std::vector<std::shared_ptr<const Stack>>& stacks) {
    std::map<std::size_t, NestedIn> nested;
    if (stacks.size() < 2) return nested;
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < stacks.size(); ++i) places.emplace(stacks[i]->name, i);
    for (std::size_t i = 0; i < stacks.size(); ++i) {
        for (const auto& resource : stacks[i]->body.resources) {
            if (resource->type() != "AWS::CloudFormation::Stack") continue;
            const auto child = places.find(nestedStackName(stacks[i]->name, resource->logicalId));
            // A child's name is longer than its parent's, so that none is its own ancestor.
            if (child != places.end()) nested[child->second] = {i, resource};
        }
    }
    return nested;
}

std::string nameOfNestedOutput(const std::string& child, const std::string& output) {
    return fmt::format("output {} of nested stack {}", output, child);
}

std::string nameOfHandedParameter(const std::string& child, const std::string& parameter) {
    return fmt::format("parameter {} of nested stack {}", parameter, child);
}

}  // namespace archivolt
