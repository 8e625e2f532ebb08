#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/answer/verdict.h"
#include "model/reachability/index/endpoint.h"
#include "model/reachability/sets/reachability.h"
#include "model/reachability/sets/traffic_between.h"
#include "model/reachability/walk/connection_tracking.h"

namespace archivolt {

/// What a question asks for.
struct ReachQuestion {
    Endpoint from;
    Endpoint to;
    /// Absent: every protocol (TCP when ports are given). `icmp` means ICMPv6 on IPv6.
    std::optional<IpProtocol> protocol;
    PortSet ports = PortSet::all();
    std::optional<Family> family;
};

/// Some of what was asked, and it passes.
struct Pass {
    TrafficSet traffic;  ///< By destination port.
    AddressSet source;
    AddressSet destination;       ///< As the source addresses it.
    PortSet clientPorts;          ///< Of those that clients use, those that get answers.
    bool everyClientPort = true;  ///< `clientPorts` are all that clients use.
    friend bool operator==(const Pass&, const Pass&) = default;
};

/// Returns to which clients alone answers come back: `, for clients on port 8080 alone`; nothing
/// where they come back to all.
[[nodiscard]] std::string clientPortWords(const Pass& pass);

/// The answer to a question, with its evidence.
struct ReachAnswer {
    Verdict verdict = Verdict::Unknown;
    Disposition disposition = Disposition::Unknown;
    std::vector<Pass> passes;
    std::optional<Hop> decidedBy;
    std::vector<Blocker> blockers;  ///< All of them, in the order of the way.
    /// Each blocker blocks all that was asked; false where they stand on several ways (nodes and
    /// targets of a balancer, parts of the internet), of which each has its own.
    bool eachBlocks = true;
    std::vector<Hop> forward;  ///< Of one packet that stands for the answer.
    std::vector<Hop> reply;
    /// That packet's question; absent where nothing could be traced.
    std::optional<TraceQuestion> traced;
    std::vector<std::string> notes;
    /// What becomes of a connection that is open while edits are made, where that was asked.
    std::optional<EstablishedAnswer> established;
};

/// Answers one question for everything that it leaves open: the client's port, which internet
/// address, which node and target of a load balancer.
///
/// Reachable: all that was asked makes the round trip. Partial: `passes` says what does.
[[nodiscard]] ReachAnswer reach(const Reachability& reachability, const ReachQuestion& question);

/// Returns what a question asks for in one family, by destination port.
[[nodiscard]] TrafficSet askedTraffic(const ReachQuestion& question, Family family);

}  // namespace archivolt
