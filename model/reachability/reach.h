#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/reachability/connection_tracking.h"
#include "model/reachability/endpoint.h"
#include "model/reachability/traffic_between.h"

namespace archivolt {

enum class Verdict : std::uint8_t {
    Reachable,
    Partial,
    Blocked,
    Unknown
};
[[nodiscard]] const char* verdictName(Verdict verdict);

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
    AddressSet destination;  ///< As the source addresses it.
    PortSet clientPorts;     ///< Of those that clients use, those that get answers.
    friend bool operator==(const Pass&, const Pass&) = default;
};

/// The answer to a question, with its evidence.
struct ReachAnswer {
    Verdict verdict = Verdict::Unknown;
    Disposition disposition = Disposition::Unknown;
    std::vector<Pass> passes;
    std::optional<Hop> decidedBy;
    std::vector<Blocker> blockers;  ///< All of them, in the order of the way.
    std::vector<Hop> forward;       ///< Of one packet that stands for the answer.
    std::vector<Hop> reply;
    /// That packet's question; absent where nothing could be traced.
    std::optional<TraceQuestion> traced;
    std::vector<std::string> notes;
    /// What becomes of a connection that is open while edits are made, where that was asked.
    std::optional<EstablishedAnswer> established;
};

/// A network ready to be asked: built once per snapshot, then any number of questions.
class Reachability {
public:
    /// Reads a snapshot; `previous` (or null) is what an earlier one of the same history was read
    /// as, shared where it did not change. Answers are the same without it.
    explicit Reachability(std::shared_ptr<const Architecture> architecture,
                          const Reachability* previous = nullptr)
        : m_network(std::move(architecture), previous != nullptr ? &previous->m_network : nullptr),
          m_filters(m_network, previous != nullptr ? &previous->m_filters : nullptr) {}
    Reachability(const Reachability&) = delete;  // The filters refer to the network beside them.
    Reachability& operator=(const Reachability&) = delete;

    [[nodiscard]] const NetworkIndex& network() const { return m_network; }
    [[nodiscard]] const CompiledFilters& filters() const { return m_filters; }

    /// Answers one question for everything that it leaves open: the client's port, which internet
    /// address, which node and target of a load balancer.
    ///
    /// Reachable: all that was asked makes the round trip. Partial: `passes` says what does.
    [[nodiscard]] ReachAnswer reach(const ReachQuestion& question) const;

private:
    NetworkIndex m_network;
    CompiledFilters m_filters;
};

/// Returns what a question asks for in one family, by destination port.
[[nodiscard]] TrafficSet askedTraffic(const ReachQuestion& question, Family family);

/// The ports that the clients of an end use: Linux and Windows instances 32768-65535, everything
/// else 1024-65535 (facts 10-12).
[[nodiscard]] PortSet clientPortsOf(const NetworkIndex& network, const Place& from);

}  // namespace archivolt
