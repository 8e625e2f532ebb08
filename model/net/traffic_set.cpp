#include "model/net/traffic_set.h"

#include <fmt/format.h>

namespace archivolt {

namespace {

constexpr std::array<IpProtocol, 4> kPorted = {kProtocolTcp, kProtocolUdp, kProtocolIcmp,
                                               kProtocolIcmpv6};

/// Returns where a protocol's ports stand; `kPorted.size()` for one without ports.
std::size_t slotOf(IpProtocol protocol) {
    for (std::size_t i = 0; i < kPorted.size(); ++i) {
        if (kPorted[i] == protocol) return i;
    }
    return kPorted.size();
}

}  // namespace

TrafficSet TrafficSet::all() {
    TrafficSet set;
    set.m_ported.fill(PortSet::all());
    set.m_plain.set();
    for (const IpProtocol protocol : kPorted) set.m_plain.reset(protocol);
    return set;
}

TrafficSet TrafficSet::of(IpProtocol protocol, const PortSet& ports) {
    TrafficSet set;
    const std::size_t slot = slotOf(protocol);
    if (slot < kPorted.size()) {
        set.m_ported[slot] = ports;
    } else if (!ports.empty()) {
        set.m_plain.set(protocol);
    }
    return set;
}

std::size_t TrafficSet::hash() const {
    std::size_t hash = std::hash<std::bitset<256>>{}(m_plain);
    for (const PortSet& ports : m_ported) {
        for (const PortRange& range : ports.ranges()) {
            hash = (hash ^ (std::size_t{range.first} << 16U | range.last)) * 1099511628211U;
        }
        hash = (hash ^ 0x10000) * 1099511628211U;
    }
    return hash;
}

bool TrafficSet::empty() const {
    return m_plain.none() &&
           std::ranges::all_of(m_ported, [](const PortSet& ports) { return ports.empty(); });
}

bool TrafficSet::contains(IpProtocol protocol, Port port) const {
    const std::size_t slot = slotOf(protocol);
    return slot < kPorted.size() ? m_ported[slot].contains(port) : m_plain.test(protocol);
}

PortSet TrafficSet::ports(IpProtocol protocol) const {
    const std::size_t slot = slotOf(protocol);
    if (slot < kPorted.size()) return m_ported[slot];
    return m_plain.test(protocol) ? PortSet::all() : PortSet();
}

std::vector<IpProtocol> TrafficSet::protocols() const {
    std::vector<IpProtocol> found;
    for (unsigned number = 0; number < m_plain.size(); ++number) {
        const auto protocol = static_cast<IpProtocol>(number);
        const std::size_t slot = slotOf(protocol);
        if (slot < kPorted.size() ? !m_ported[slot].empty() : m_plain.test(number)) {
            found.push_back(protocol);
        }
    }
    return found;
}

TrafficSet operator|(const TrafficSet& a, const TrafficSet& b) {
    TrafficSet result;
    for (std::size_t i = 0; i < kPorted.size(); ++i) {
        result.m_ported[i] = a.m_ported[i] | b.m_ported[i];
    }
    result.m_plain = a.m_plain | b.m_plain;
    return result;
}

TrafficSet operator&(const TrafficSet& a, const TrafficSet& b) {
    TrafficSet result;
    for (std::size_t i = 0; i < kPorted.size(); ++i) {
        result.m_ported[i] = a.m_ported[i] & b.m_ported[i];
    }
    result.m_plain = a.m_plain & b.m_plain;
    return result;
}

TrafficSet operator-(const TrafficSet& a, const TrafficSet& b) {
    TrafficSet result;
    for (std::size_t i = 0; i < kPorted.size(); ++i) {
        result.m_ported[i] = a.m_ported[i] - b.m_ported[i];
    }
    result.m_plain = a.m_plain & ~b.m_plain;
    return result;
}

std::string protocolName(IpProtocol protocol) {
    switch (protocol) {
        case kProtocolTcp: return "tcp";
        case kProtocolUdp: return "udp";
        case kProtocolIcmp: return "icmp";
        case kProtocolIcmpv6: return "icmpv6";
        default: return fmt::format("{}", protocol);
    }
}

namespace {

/// Returns messages of ICMP by type and code, whole types first: `type 0-7,9, type 3 code 4`.
std::string icmpText(const PortSet& messages) {
    PortSet types;
    std::string text;
    for (unsigned type = 0; type <= 0xFF; ++type) {
        const PortSet whole({icmpPort(type, 0), icmpPort(type, 0xFF)});
        const PortSet own = messages & whole;
        if (own == whole)
            types |= PortSet(PortRange{static_cast<Port>(type), static_cast<Port>(type)});
        if (own == whole || own.empty()) continue;
        std::vector<PortRange> codes = own.ranges();
        for (PortRange& range : codes) {
            range = {static_cast<Port>(range.first & 0xFFU), static_cast<Port>(range.last & 0xFFU)};
        }
        text +=
            fmt::format(", type {} code {}", type, portText(PortSet::ofRanges(std::move(codes))));
    }
    if (types.empty()) return text.empty() ? text : text.substr(2);
    return fmt::format("type {}{}", portText(types), text);
}

}  // namespace

std::string trafficText(const TrafficSet& traffic) {
    if (traffic == TrafficSet::all()) return "any";
    std::string text;
    std::vector<PortRange> plain;
    for (const IpProtocol protocol : traffic.protocols()) {
        if (!hasPorts(protocol)) {
            plain.push_back({protocol, protocol});
            continue;
        }
        const PortSet ports = traffic.ports(protocol);
        const bool isIcmp = protocol == kProtocolIcmp || protocol == kProtocolIcmpv6;
        text += fmt::format("{}{}", text.empty() ? "" : " ", protocolName(protocol));
        if (ports != PortSet::all()) text += isIcmp ? ' ' + icmpText(ports) : '/' + portText(ports);
    }
    if (!plain.empty()) {
        text += fmt::format("{}{}", text.empty() ? "" : " ",
                            portText(PortSet::ofRanges(std::move(plain))));
    }
    return text;
}

}  // namespace archivolt
