#pragma once

#include "model/net/port_set.h"
#include "model/reachability/walk/trace_flow.h"

namespace archivolt {

/// Returns the client port that stands for some in a traced packet: one that every kind of client
/// uses where it is among them, or where there are none.
[[nodiscard]] Port usualPortOf(const PortSet& ports);

/// Gives a packet that does not make the round trip client ports whose answers the fewest network
/// ACLs stop: what lets answers back to other ports does not stop what was asked.
///
/// `clientPorts` are those that the sender uses; devices that translate use 1024–65535 (N12).
void chooseClientPorts(const NetworkIndex& network, const PortSet& clientPorts,
                       TraceQuestion& question);

/// Says whether each network ACL that stops the answer to a packet stops the answers to all of its
/// client ports: where it doesn't, another filter stops the rest, and neither blocks by itself.
[[nodiscard]] bool stopsEveryClientPort(const NetworkIndex& network, const PortSet& clientPorts,
                                        const TraceQuestion& question);

}  // namespace archivolt
