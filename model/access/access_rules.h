#pragma once

#include "model/base/rule.h"

namespace archivolt {

// Why a question about access can't be asked.

inline constexpr Rule kNoSuchArn{"POLICY-3",
                                 Severity::Error,
                                 "no resource of the design has that name and an ARN",
                                 "policies speak of ARNs",
                                 "give a logical id, stack/id, an ARN, or *",
                                 "a rule of this program"};

inline constexpr Rule kNoSuchAction{"POLICY-4",
                                    Severity::Error,
                                    "no service has that action",
                                    "a misspelt action would be denied, and nobody would know why",
                                    "write one such as s3:GetObject",
                                    "Service Authorization Reference"};

inline constexpr Rule kNoSuchPrincipal{"POLICY-5",
                                       Severity::Error,
                                       "no user or role of the design has that name",
                                       "there is nothing to ask about",
                                       "name one that the message lists",
                                       "a rule of this program"};

inline constexpr Rule kAmbiguousArn{"POLICY-6",
                                    Severity::Error,
                                    "several stacks have a resource of that name",
                                    "each of them may have another answer",
                                    "write stack/id",
                                    "a rule of this program"};

inline constexpr Rule kResourceNotOfAction{"POLICY-7",
                                           Severity::Error,
                                           "an action does not take a resource of that kind",
                                           "such a request is never made",
                                           "name a resource that the action takes",
                                           "Service Authorization Reference"};

inline constexpr Rule kNoAccountOutput{
    "POLICY-8",
    Severity::Error,
    "a file does not tell what the managed policies of an account say",
    "answers that rest on some of the policies alone would be wrong",
    "give the whole output of aws iam get-account-authorization-details",
    "IAM API, GetAccountAuthorizationDetails"};

inline constexpr const Rule* kAccessRules[] = {&kNoSuchArn,           &kNoSuchAction,
                                               &kNoSuchPrincipal,     &kAmbiguousArn,
                                               &kResourceNotOfAction, &kNoAccountOutput};

}  // namespace archivolt
