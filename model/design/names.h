#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/diagnostic.h"
#include "model/design/stack.h"

namespace archivolt {

/// The longest logical id. Source: CloudFormation quotas, "Resource name: 255 characters".
inline constexpr std::size_t kLongestLogicalId = 255;

/// What stands before a loop's own name where a resource's stands (`Fn::ForEach`).
inline constexpr std::string_view kLoopPrefix = "Fn::ForEach::";

/// Returns why a logical id (of a resource, parameter, mapping, condition or output) can't be, or
/// nothing when it can: letters and digits only in a template, no `/` in an observed stack.
/// Source: the CloudFormation user guide, "Resources section syntax".
[[nodiscard]] std::optional<std::string> faultOfLogicalId(std::string_view name, StackKind kind);

/// Returns `wanted`, or it with the first number behind it, from 2 on, that is not taken: without
/// what no logical id of a template can hold, and no longer than one.
[[nodiscard]] std::string freeLogicalId(std::string_view wanted,
                                        const std::function<bool(const std::string&)>& isTaken);

/// Returns why a stack's name can't be, or nothing: a letter, then letters, digits and hyphens, at
/// most 128; of an observed stack anything without `/`. Source: the CreateStack API reference.
[[nodiscard]] std::optional<std::string> faultOfStackName(std::string_view name, StackKind kind);

/// Returns the names most like `name`, nearest first, at most three, none that is far from it.
[[nodiscard]] std::vector<std::string> nearNames(std::string_view name,
                                                 const std::vector<std::string>& known);

/// Returns a help text: "did you mean `Web`?", or "there are: …" (some), or "there are none".
[[nodiscard]] std::string nameHelp(std::string_view name, const std::vector<std::string>& known);

/// Returns the logical ids of a stack's resources in the order of the text.
[[nodiscard]] std::vector<std::string> logicalIds(const Stack& stack);

/// Returns the keys of a map in order; none for another value or a null pointer.
[[nodiscard]] std::vector<std::string> keysOf(const Value* map);

}  // namespace archivolt
