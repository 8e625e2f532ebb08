#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/reachability/sets/compiled_filters.h"

namespace archivolt {

/// Where part of the traffic between two places ends.
struct TrafficEnd {
    Disposition disposition = Disposition::DeniedIn;
    bool onReply = false;
    HopKind kind = HopKind::SecurityGroup;
    ThingId thing;       ///< The interface whose groups, the subnet whose ACL, or the gateway.
    TrafficSet traffic;  ///< On the reply: by the reply's destination port, or all that wants one.
};

/// All packets between two addresses that make the round trip.
struct TrafficBetween {
    TrafficBounds request;             ///< What arrives, by destination port.
    std::vector<TrafficBounds> reply;  ///< What comes back, by the port of the client ([0]) and of
                                       ///< each translating device from the client on.
    std::optional<IpAddress> client;   ///< The source as the receiver sees it; none: not arrived.
    std::size_t transitWays = 1;       ///< How many ways transit gateways may choose (N79).
    std::vector<std::string> unknowns;
    std::vector<TrafficEnd> ends;  ///< In the order of the way; kept when asked for.

    /// Says whether one packet makes the round trip; translating devices use `translatedPort`.
    [[nodiscard]] Truth passes(const Packet& packet, Port translatedPort) const;
    /// Returns what makes the round trip with some client port of `clientPorts`.
    [[nodiscard]] TrafficBounds roundTrip(const PortSet& clientPorts) const;
    /// Returns the client ports that get answers, for TCP or UDP; for certain.
    [[nodiscard]] PortSet answeredClientPorts(IpProtocol protocol) const;
};

struct TrafficQuestion {
    WalkQuestion flow;
    bool keepEnds = false;  ///< Whether to say where the rest ends.
};

/// Returns the exact set of protocols and ports that make the round trip between two addresses.
[[nodiscard]] TrafficBetween trafficBetween(const NetworkIndex& network,
                                            const CompiledFilters& filters,
                                            const TrafficQuestion& question);

/// Calls `visit` with a flow in each of the ways that transit gateways may choose (N79), and what
/// makes the round trip then.
void forEachTransitWay(const NetworkIndex& network, const CompiledFilters& filters,
                       const WalkQuestion& flow,
                       const std::function<void(const WalkQuestion&, TrafficBetween&)>& visit);

/// Returns what makes the round trip between two places, some way that transit gateways may choose.
[[nodiscard]] TrafficBounds roundTripBetween(const NetworkIndex& network,
                                             const CompiledFilters& filters,
                                             const WalkQuestion& flow, const PortSet& clientPorts);

/// Returns the requests that answers come back to at some port of `clientPorts`; `reply` is what
/// comes back, by that port.
[[nodiscard]] TrafficBounds answeredBy(const TrafficBounds& request, const TrafficBounds& reply,
                                       const PortSet& clientPorts);

/// The ports that gateways, balancers and functions use as clients (N12).
[[nodiscard]] const PortSet& managedClientPorts();
/// The ports that Linux and Windows instances use as clients (N10, N11).
[[nodiscard]] const PortSet& instanceClientPorts();

}  // namespace archivolt
