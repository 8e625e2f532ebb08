#pragma once

#include <cstddef>
#include <string>

namespace archivolt::test {

/// Returns a YAML template of about `resources` resources, the same for the same number.
///
/// It grows by whole tiers: a VPC with gateway and tables, then subnets that each hold instances, a
/// group with rules, and a balancer; with conditions, `Sub`, `If` and `FindInMap` among them.
[[nodiscard]] std::string madeTemplate(std::size_t resources);

}  // namespace archivolt::test
