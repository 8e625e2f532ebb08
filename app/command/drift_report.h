#pragma once

#include <string>

#include "model/compare/drift.h"

namespace archivolt {

/// Returns drift as text for people: what is another than the template says, what was not found or
/// not compared and why, and how many are in sync.
[[nodiscard]] std::string driftText(const Drift& drift);

/// Returns drift as JSON: `{"format":1,"drift":[{"stack","resource","type","physical_id","state",
/// "values":[{"path","expected","actual"}],"not_compared":[{"property","why"}]}]}`.
[[nodiscard]] std::string driftJson(const Drift& drift);

}  // namespace archivolt
