#pragma once

#include <vector>

#include "app/form/form.h"

namespace archivolt {

/// Returns the plan of a VPC's IPv4 addresses as lines: how many are given to subnets, then block
/// by block each subnet and what is free between them, in the order of the addresses.
///
/// Empty where nothing is known of its blocks. A subnet whose block is not known has a line that
/// says so, behind the others. Cost: n log n of the VPC's subnets.
[[nodiscard]] std::vector<FormField> addressPlan(const FormInput& input, StackId stack,
                                                 ResourceId vpc);

}  // namespace archivolt
