#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "model/base/diagnostic.h"
#include "model/design/design.h"

namespace archivolt {

/// The construct paths that the CDK writes beside its resources (`Shop/Lb`), by stack and logical
/// id; the last part, `Resource`, left out.
///
/// Logical ids of the CDK end in a hash that nobody types.
/// Source: AWS CDK Developer Guide, identifiers (`aws:cdk:path`).
using ConstructPaths = std::map<std::pair<std::string, std::string>, std::string>;

[[nodiscard]] ConstructPaths constructPaths(const Design& design);

/// Returns what a construct path names, as `stack/LogicalId`; the text itself where it names none,
/// or several.
[[nodiscard]] std::string namedByConstruct(const Design& design, const std::string& text);

/// Returns the diagnostic with the resource that was meant by a text which names nothing: one whose
/// name is near, or is the text and a hash.
[[nodiscard]] Diagnostic withNameMeant(const Design& design, std::string_view text,
                                       Diagnostic diagnostic);

}  // namespace archivolt
