#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/net/interval_set.h"

namespace archivolt {

/// A TCP or UDP port; of ICMP packets the type and code in one number (`icmpPort`).
using Port = std::uint16_t;

struct PortTraits {
    static Port next(Port port) { return static_cast<Port>(port + 1); }
    static Port previous(Port port) { return static_cast<Port>(port - 1); }
    static bool follows(Port a, Port b) { return a != 0xFFFF && next(a) == b; }
    static std::vector<Interval<Port>> whole() { return {{0, 0xFFFF}}; }
};

/// A set of ports.
using PortSet = IntervalSet<Port, PortTraits>;
using PortRange = Interval<Port>;

/// Returns the ICMP type and code as one number, so that port sets hold ICMP messages too.
[[nodiscard]] constexpr Port icmpPort(unsigned type, unsigned code) {
    return static_cast<Port>((type & 0xFFU) << 8U | (code & 0xFFU));
}

/// Returns `22,80,1024-65535`; `any` for all ports, an empty text for none.
[[nodiscard]] std::string portText(const PortSet& ports);

}  // namespace archivolt
