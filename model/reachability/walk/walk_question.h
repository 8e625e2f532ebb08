#pragma once

#include <cstdint>

#include "model/reachability/index/network_index.h"
#include "model/reachability/walk/packet.h"

namespace archivolt {

/// Where a flow begins or ends.
struct FlowEnd {
    enum class Kind : std::uint8_t {
        None,
        Interface,
        Internet,
        OnPremises,
        LocalService,
        Service  ///< Behind a gateway endpoint.
    };
    Kind kind = Kind::None;
    InterfaceIndex interface = kNone;
    ThingId connection;  ///< The VPN connection of on-premises places, the endpoint of services.
    friend bool operator==(const FlowEnd&, const FlowEnd&) = default;
};

/// A flow to walk: where it begins, its addresses, and (for obstacles) where it wants to go.
struct WalkQuestion {
    FlowEnd from;
    AddressPair ends;
    FlowEnd to;
    /// A Network Load Balancer's node that passes the flow on to `to` with the client's address
    /// kept; `from` is not looked at then.
    InterfaceIndex preservingNode = kNone;
    /// Which of the ways it takes that transit gateways may choose by the zones they pick (N79):
    /// the picks are its digits, the first one the lowest.
    std::uint16_t transitWay = 0;
};

}  // namespace archivolt
