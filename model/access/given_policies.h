#pragma once

#include "model/access/access_model.h"
#include "model/base/result.h"

namespace archivolt {

/// Reads what managed policies say from the output of `aws iam get-account-authorization-details`
/// (`Policies` with `Arn` and `PolicyVersionList`), the default version of each.
///
/// Fails with `POLICY-8` for JSON that is no such output, or is cut short (`IsTruncated`).
[[nodiscard]] Result<GivenPolicies> givenPoliciesFrom(const Value& output);

}  // namespace archivolt
