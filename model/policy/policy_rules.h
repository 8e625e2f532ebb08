#pragma once

#include "model/base/rule.h"

namespace archivolt {

// What may be wrong with policies, and with cases to decide.

inline constexpr Rule kBadPolicy{
    "IAM-E1",
    Severity::Error,
    "a policy does not follow the policy language",
    "IAM refuses a policy that it can't read",
    "write the statement as the message says",
    "IAM User Guide, reference_policies_grammar; cfn-lint E3510, E3512, E3530"};

inline constexpr Rule kNoPrincipal{"POLICY-1",
                                   Severity::Error,
                                   "a text is no principal",
                                   "a principal is an ARN, a service, an account, or `Anonymous`",
                                   "write an ARN, such as arn:aws:iam::123456789012:role/web",
                                   "IAM User Guide, reference_policies_elements_principal"};

inline constexpr Rule kBadCase{"POLICY-2",
                               Severity::Error,
                               "a case of `policy evaluate` is not of the form that is read",
                               "a case that is half understood would be decided wrongly",
                               "give principal, action, resource and policies",
                               "a rule of this program"};

inline constexpr Rule kPolicyNoJson{"JSON-1",
                                    Severity::Error,
                                    "a policy or a case is no JSON",
                                    "nothing can be decided from it",
                                    "repair the place that the message names",
                                    "RFC 8259"};

/// Those of this page but for `kBadPolicy`, which lint lists: it reports them all.
inline constexpr const Rule* kPolicyRules[] = {&kNoPrincipal, &kBadCase, &kPolicyNoJson};

}  // namespace archivolt
