#pragma once

#include <optional>
#include <string>

#include "model/net/address.h"
#include "model/net/traffic_set.h"

namespace archivolt {

/// The two ends of a packet as its header names them at some place of its way.
struct AddressPair {
    IpAddress source;
    IpAddress destination;

    [[nodiscard]] AddressPair flipped() const { return {destination, source}; }
    friend bool operator==(const AddressPair&, const AddressPair&) = default;
};

/// One packet: the header fields that filters and routers look at.
///
/// Of ICMP the destination port is `icmpPort(type, code)` and the source port 0; protocols without
/// ports have both 0.
struct Packet {
    IpProtocol protocol = kProtocolTcp;
    AddressPair ends;
    Port sourcePort = 0;
    Port destinationPort = 0;
    friend bool operator==(const Packet&, const Packet&) = default;
};

/// Returns the ICMP message that answers a request (echo, timestamp, information, address mask), or
/// nothing for messages that nobody answers. Source: RFC 792, RFC 950, RFC 4443.
[[nodiscard]] std::optional<Port> icmpReply(IpProtocol protocol, Port request);

/// Returns the packets that nobody answers: ICMP messages that are no requests.
[[nodiscard]] const TrafficSet& oneWayTraffic();

/// Returns `tcp 10.0.0.4:49152 -> 10.0.1.4:443`.
[[nodiscard]] std::string packetText(const Packet& packet);

}  // namespace archivolt
