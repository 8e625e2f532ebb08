#pragma once

#include <span>
#include <string>

#include "export/logs/access_log.h"
#include "export/logs/flow_log.h"

namespace archivolt {

// Records are written as they stood where they were read; those that were made have in fields that
// they don't tell of what AWS writes there for nothing: `-`, or -1 for times.

/// Writes a load balancer's log of 33 fields (T65).
[[nodiscard]] std::string writeBalancerLog(std::span<const AccessRecord> records);
/// Writes a standard log of CloudFront with its 33 fields and the two lines above them (T67).
[[nodiscard]] std::string writeCloudFrontLog(std::span<const AccessRecord> records);
/// Writes a flow log under a header of its fields; fields that are not known are `-` (T66).
[[nodiscard]] std::string writeFlowLog(const FlowLog& log);

}  // namespace archivolt
