#pragma once

#include "model/reachability/sets/traffic_between.h"

namespace archivolt {

/// The ports that the clients of an end use: Linux and Windows instances 32768-65535, everything
/// else 1024-65535 (N10-N12).
[[nodiscard]] const PortSet& clientPortsOf(const NetworkIndex& network, const FlowEnd& from);

/// Returns, for the client and each translating device from it on, the ports that it may use as a
/// client and that answers don't come back to for certain; `clientPorts` are the client's.
[[nodiscard]] std::vector<PortSet> unansweredPorts(const TrafficBetween& between,
                                                   const PortSet& clientPorts, IpProtocol protocol);
/// Returns what of `passes`, which makes the round trip, is answered at some of these ports alone.
[[nodiscard]] TrafficSet answeredInPart(const TrafficBetween& between, const PortSet& clientPorts,
                                        const TrafficSet& passes);

}  // namespace archivolt
