#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "model/lint/stack_lint.h"

namespace archivolt {

// How rules read the evaluated tree. A value is absent (a null pointer), known, or not known
// without AWS (a call or an unknown); of the last kind no rule says anything.

/// Returns what stands at a path from Properties, or null pointer where nothing does.
[[nodiscard]] const Value* propertyOf(const EvaluatedResource& resource, const Path& path);

/// Returns the text of a known scalar; nothing for what is absent, not known, a list or a map, and
/// for dynamic references (`{{resolve:…}}`), which AWS fills in.
[[nodiscard]] std::optional<std::string> knownText(const Value* value);
[[nodiscard]] std::optional<std::int64_t> knownInteger(const Value* value);
[[nodiscard]] std::optional<bool> knownBool(const Value* value);

/// Returns the resource of this stack that a `Ref` or `GetAtt` leads to, if it is of the type.
[[nodiscard]] std::shared_ptr<const EvaluatedResource> referred(const StackLint& lint,
                                                                const Value* value,
                                                                std::string_view type);

/// Returns the origin of what stands at a path from Properties.
[[nodiscard]] Origin originIn(const StackLint& lint, const EvaluatedResource& resource,
                              const Path& path);

/// Says whether the value at the property depends on the stack's name, which the user gives when
/// the stack is made: nothing about it is decided here.
[[nodiscard]] bool dependsOnStackName(const Resource& resource, std::string_view property);

}  // namespace archivolt
