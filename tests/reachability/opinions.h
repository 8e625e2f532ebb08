#pragma once

#include <string>

#include "model/reachability/sets/traffic_between.h"
#include "model/reachability/walk/trace_flow.h"

namespace archivolt::test {

/// What agreed with what, counted for the reports of long runs.
struct OpinionCounts {
    std::size_t packets = 0;
    std::size_t literal = 0;  ///< Of the packets, those that the literal reading judged too.
};

/// Asks the trace, the sets and the literal reading about one packet, and returns how they differ;
/// empty when they agree.
///
/// `between` is what the sets say about the flow that the packet is of. Trace and literal reading
/// must name the same end, the sets must let pass exactly what the trace delivers.
[[nodiscard]] std::string disagreement(const NetworkIndex& network, const TrafficBetween& between,
                                       const TraceQuestion& question, OpinionCounts& counts);

/// Returns a trace as lines for people.
[[nodiscard]] std::string traceText(const Trace& trace);

/// Returns what a trace and the sets say, as one value to compare.
[[nodiscard]] Truth truthOf(const Trace& trace);

}  // namespace archivolt::test
