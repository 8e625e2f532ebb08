#pragma once

#include "model/access/access_model.h"
#include "model/base/result.h"

namespace archivolt {

/// Reads what managed policies say from the output of `aws iam get-account-authorization-details`
/// (`Policies` with `Arn` and `PolicyVersionList`), the default version of each.
///
/// Fails with `POLICY-8` for JSON that is no such output, or is cut short (`IsTruncated`).
/// Of one policy by itself, as `aws iam get-policy-version` prints it, the name of its file tells
/// which it is: `name` is the ARN, or the policy's name.
[[nodiscard]] Result<GivenPolicies> givenPoliciesFrom(const Value& output,
                                                      const std::string& name = {});

}  // namespace archivolt
