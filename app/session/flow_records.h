#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "export/logs/flow_log.h"
#include "model/reachability/questions/observed_flows.h"

namespace archivolt {

/// More of a flow log than this is not read.
inline constexpr std::size_t kMaxFlowLogBytes = std::size_t{512} << 20U;

/// The records of a flow log that can be held against rules, and how many can't, by the reason.
struct FlowRecords {
    std::vector<ObservedFlow> flows;
    std::uint64_t ofIcmp = 0;       ///< No record tells the type of ICMP.
    std::uint64_t incomplete = 0;   ///< They lack an address, a port, the protocol or the action.
    std::uint64_t withoutData = 0;  ///< NODATA: nothing was seen at the interface.
    std::uint64_t skipped = 0;      ///< SKIPDATA: some of what was seen was not recorded.

    [[nodiscard]] std::uint64_t untold() const { return ofIcmp + incomplete; }
};

/// Takes what a log's records tell for what was seen at interfaces.
///
/// Source: Amazon VPC User Guide, flow-log-records (`log-status`, `tcp-flags`).
[[nodiscard]] FlowRecords flowRecordsOf(const FlowLog& log);

/// Returns in words how many records can't be judged and why, a line each; none where all can.
[[nodiscard]] std::vector<std::string> unjudgedWords(const FlowRecords& records,
                                                     const FlowReport& report);

}  // namespace archivolt
