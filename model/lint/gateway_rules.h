#pragma once

#include "model/base/rule.h"

namespace archivolt {

// What may be wrong with the use of a gateway, for those who offer to mend it.

inline constexpr Rule kGatewayOrder{
    "IGW-E2",
    Severity::Error,
    "what needs the gateway attachment does not depend on it",
    "CloudFormation makes both at once, and what comes before the attachment fails, though not "
    "every time",
    "add DependsOn with the attachment's logical id",
    "CloudFormation Template Reference, DependsOn attribute, VPC gateway attachment"};

}  // namespace archivolt
