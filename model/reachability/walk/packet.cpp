#include "model/reachability/walk/packet.h"

#include <array>

#include <fmt/format.h>

namespace archivolt {

namespace {

struct IcmpPair {
    IpProtocol protocol;
    unsigned request;
    unsigned reply;
};

constexpr std::array<IcmpPair, 5> kIcmpPairs = {{{kProtocolIcmp, 8, 0},
                                                 {kProtocolIcmp, 13, 14},
                                                 {kProtocolIcmp, 15, 16},
                                                 {kProtocolIcmp, 17, 18},
                                                 {kProtocolIcmpv6, 128, 129}}};

std::string endText(const IpAddress& address, Port port, bool withPort) {
    if (!withPort) return address.toString();
    return address.family == Family::Ipv4 ? fmt::format("{}:{}", address.toString(), port)
                                          : fmt::format("[{}]:{}", address.toString(), port);
}

}  // namespace

std::optional<Port> icmpReply(IpProtocol protocol, Port request) {
    for (const IcmpPair& pair : kIcmpPairs) {
        if (pair.protocol == protocol && icmpPort(pair.request, 0) == request) {
            return icmpPort(pair.reply, 0);
        }
    }
    return std::nullopt;
}

const TrafficSet& oneWayTraffic() {
    static const TrafficSet kOneWay = [] {
        TrafficSet set = TrafficSet::of(kProtocolIcmp) | TrafficSet::of(kProtocolIcmpv6);
        for (const IcmpPair& pair : kIcmpPairs) {
            const Port port = icmpPort(pair.request, 0);
            set -= TrafficSet::of(pair.protocol, PortSet({port, port}));
        }
        return set;
    }();
    return kOneWay;
}

std::string packetText(const Packet& packet) {
    const bool icmp = packet.protocol == kProtocolIcmp || packet.protocol == kProtocolIcmpv6;
    const bool ports = hasPorts(packet.protocol) && !icmp;
    std::string text = fmt::format("{} {} -> {}", protocolName(packet.protocol),
                                   endText(packet.ends.source, packet.sourcePort, ports),
                                   endText(packet.ends.destination, packet.destinationPort, ports));
    if (icmp) {
        text += fmt::format(" type {} code {}", packet.destinationPort >> 8U,
                            packet.destinationPort & 0xFFU);
    }
    return text;
}

}  // namespace archivolt
