#pragma once

#include "model/reachability/walk/walk.h"

namespace archivolt {

/// One flow to trace: where it begins and wants to go, and its first packet.
struct TraceQuestion {
    FlowEnd from;
    FlowEnd to;
    Packet packet;
    /// The port that translating devices use for the client; they choose from 1024-65535 (N12).
    Port translatedPort = 49152;
    /// Whether to walk on behind what blocks it, so that all blockers are found.
    bool findAllBlockers = true;
    InterfaceIndex preservingNode = kNone;  ///< As in WalkQuestion.
    /// Interfaces whose groups are not asked, for they have let this flow through before.
    std::vector<InterfaceIndex> alreadyLetThrough{};
    std::uint16_t transitWay = 0;  ///< As in WalkQuestion.
};

/// Traces one packet and its answer hop by hop, with the rule that decides at each.
///
/// Filters are read rule by rule from the architecture; nothing is precomputed but the index.
[[nodiscard]] Trace traceFlow(const NetworkIndex& network, const TraceQuestion& question);

}  // namespace archivolt
