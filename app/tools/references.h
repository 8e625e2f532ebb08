#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/tools/drop_plan.h"
#include "model/catalog/path_pattern.h"

namespace archivolt::tools {

/// Returns the logical id that a value names by `Ref` or `GetAtt`, or nothing.
[[nodiscard]] std::optional<std::string> namedBy(const Value& value);
/// Returns `value`, a `Ref` or `GetAtt`, naming another resource in the same form.
[[nodiscard]] Value naming(const Value& value, const std::string& logicalId);

/// Returns the body of a new resource of a type: `{Type, Properties}`.
[[nodiscard]] Value resourceBody(std::string_view type, std::vector<MapEntry> properties);

/// Returns a resource's properties' place in its template.
[[nodiscard]] Path propertiesOf(const std::string& logicalId);
/// Returns the way that a pattern without `[]` and `{}` stands for.
[[nodiscard]] Path pathOf(const PathPattern& pattern);

/// Returns the resources, of those that a resource names by value, that have a type; in order, each
/// once.
[[nodiscard]] std::vector<std::shared_ptr<const Resource>> namedOfType(const Resource& resource,
                                                                       const Stack& stack,
                                                                       std::string_view type);

/// Returns the box of a kind that a box is or stands in, or kNoBox.
[[nodiscard]] BoxIndex around(const Diagram& diagram, BoxIndex box, BoxKind kind);

/// Returns the subnets that a frame crosses, and those that parts of it stand in apart from it.
[[nodiscard]] std::vector<BoxIndex> allSubnetsOf(const Diagram& diagram, BoxIndex span);

/// Returns what a type is called: "EC2 instance", or its name where it is not drawn.
[[nodiscard]] std::string labelOf(const Catalog& catalog, const std::string& type);

}  // namespace archivolt::tools
