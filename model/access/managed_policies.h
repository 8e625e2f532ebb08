#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/value/value.h"

namespace archivolt {

/// What an AWS managed policy says, as of the date of its version.
struct ManagedPolicyText {
    Value document;
    std::string date;  ///< `2015-04-09`.
};

/// Returns what the AWS managed policy of this ARN says; nothing for one that is not in the data.
///
/// Complexity: one pass over the data. Source: resources/policies.
[[nodiscard]] std::optional<ManagedPolicyText> awsManagedPolicy(std::string_view arn);

}  // namespace archivolt
