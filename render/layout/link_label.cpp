#include "render/layout/link_label.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace archivolt {

namespace {

constexpr std::size_t kMostWritten = 2;

std::vector<std::string> entriesOf(const TrafficSet& traffic) {
    std::vector<std::string> entries;
    for (const IpProtocol protocol : {kProtocolTcp, kProtocolUdp}) {
        const PortSet ports = traffic.ports(protocol);
        const std::string name = protocol == kProtocolTcp ? std::string() : "udp ";
        for (const PortRange& range : ports.ranges()) {
            if (ports == PortSet::all()) {
                entries.push_back(protocolName(protocol));
            } else if (range.first == range.last) {
                entries.push_back(fmt::format("{}{}", name, range.first));
            } else {
                entries.push_back(fmt::format("{}{}–{}", name, range.first, range.last));
            }
        }
    }
    for (const IpProtocol protocol : traffic.protocols()) {
        if (protocol != kProtocolTcp && protocol != kProtocolUdp) {
            entries.push_back(protocolName(protocol));
        }
    }
    return entries;
}

}  // namespace

std::string linkLabel(const TrafficSet& traffic, bool partial) {
    if (traffic == TrafficSet::all()) return "any";
    const auto entries = entriesOf(traffic);
    std::string text;
    for (std::size_t i = 0; i < std::min(entries.size(), kMostWritten); ++i) {
        text += (i == 0 ? "" : ", ") + entries[i];
    }
    if (entries.size() > kMostWritten) text += fmt::format(" + {}", entries.size() - kMostWritten);
    if (partial) text += text.empty() ? "?" : " + ?";
    return text;
}

}  // namespace archivolt
