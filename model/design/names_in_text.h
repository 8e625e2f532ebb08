#pragma once

#include <string_view>

#include "model/value/value.h"

namespace archivolt {

/// Returns a resource's body with another resource's name rewritten where only text says it.
///
/// Rewritten are the resource that the helper scripts are told (`cfn-init`, `cfn-signal`,
/// `cfn-get-metadata`: `--resource NAME`, `-r NAME`), in whole texts, texts of `Fn::Sub` and pieces
/// of `Fn::Join`, and the ends of connectors (`Source.Id`, `Destination.Id`). The value itself is
/// returned where nothing says it.
/// Source: CloudFormation helper scripts reference; AWS SAM, AWS::Serverless::Connector.
[[nodiscard]] Value withNameInTextRenamed(const Value& body, std::string_view from,
                                          std::string_view to);

/// Returns the Hooks section with a resource renamed where it is told by its logical id.
///
/// Source: CloudFormation User Guide, blue-green-hook-syntax: `LogicalID`, `TaskDefinitions`,
/// `TaskSets`, `TargetGroups`.
[[nodiscard]] Value withNameInHooksRenamed(const Value& hooks, std::string_view from,
                                           std::string_view to);

}  // namespace archivolt
