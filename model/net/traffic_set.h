#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

#include "model/net/port_set.h"

namespace archivolt {

/// An IP protocol number as packets carry it.
using IpProtocol = std::uint8_t;
inline constexpr IpProtocol kProtocolIcmp = 1;
inline constexpr IpProtocol kProtocolTcp = 6;
inline constexpr IpProtocol kProtocolUdp = 17;
inline constexpr IpProtocol kProtocolIcmpv6 = 58;

/// Says whether filters look at ports (or at type and code) of packets of this protocol.
[[nodiscard]] constexpr bool hasPorts(IpProtocol protocol) {
    return protocol == kProtocolTcp || protocol == kProtocolUdp || protocol == kProtocolIcmp ||
           protocol == kProtocolIcmpv6;
}

/// A set of (protocol, destination port): what filters look at besides addresses.
///
/// A protocol without ports is in the set or not; its packets count as having port 0.
class TrafficSet {
public:
    /// Makes the empty set.
    TrafficSet() = default;
    [[nodiscard]] static TrafficSet all();
    /// Makes the packets of one protocol to these ports; without ports unless it has them.
    [[nodiscard]] static TrafficSet of(IpProtocol protocol, const PortSet& ports);
    /// Makes all packets of one protocol.
    [[nodiscard]] static TrafficSet of(IpProtocol protocol) { return of(protocol, PortSet::all()); }

    [[nodiscard]] bool empty() const;
    [[nodiscard]] bool contains(IpProtocol protocol, Port port) const;
    [[nodiscard]] bool containsAll(const TrafficSet& other) const {
        return (other - *this).empty();
    }
    /// Returns the ports of a protocol; of one without ports all or none.
    [[nodiscard]] PortSet ports(IpProtocol protocol) const;
    /// Returns the protocols that have some packet here, ascending.
    [[nodiscard]] std::vector<IpProtocol> protocols() const;

    friend TrafficSet operator|(const TrafficSet& a, const TrafficSet& b);
    friend TrafficSet operator&(const TrafficSet& a, const TrafficSet& b);
    friend TrafficSet operator-(const TrafficSet& a, const TrafficSet& b);
    TrafficSet& operator|=(const TrafficSet& other) { return *this = *this | other; }
    TrafficSet& operator&=(const TrafficSet& other) { return *this = *this & other; }
    TrafficSet& operator-=(const TrafficSet& other) { return *this = *this - other; }
    friend bool operator==(const TrafficSet&, const TrafficSet&) = default;
    /// Returns a number that equal sets have in common.
    [[nodiscard]] std::size_t hash() const;

private:
    std::array<PortSet, 4> m_ported;  ///< Of TCP, UDP, ICMP, ICMPv6.
    std::bitset<256> m_plain;         ///< Protocols without ports. INVARIANT: the four are not set.
};

/// Returns `tcp`, `udp`, `icmp`, `icmpv6`, or the number.
[[nodiscard]] std::string protocolName(IpProtocol protocol);
/// Returns `tcp/22,80 udp/53`, `any` for all; protocols without ports by number, in ranges.
[[nodiscard]] std::string trafficText(const TrafficSet& traffic);

}  // namespace archivolt
