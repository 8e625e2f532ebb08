#pragma once

#include <string>

#include "model/design/stack.h"

namespace archivolt {

/// Returns what people call a resource of an observed stack, whose logical id is an AWS id: the
/// text of its tag `Name`, else a security group's `GroupName`; empty where it has none, and in a
/// template, whose logical ids are names.
///
/// Source: EC2 user guide, "Tag your Amazon EC2 resources" (the console shows `Name`);
/// CreateSecurityGroup, GroupName.
[[nodiscard]] std::string nameTagOf(const Stack& stack, const Resource& resource);

/// Returns the tag, else the logical id.
[[nodiscard]] std::string shownNameOf(const Stack& stack, const Resource& resource);

}  // namespace archivolt
