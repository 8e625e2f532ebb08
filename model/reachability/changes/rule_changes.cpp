#include "model/reachability/changes/rule_changes.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/reachability/changes/rule_blocks.h"

namespace archivolt {

namespace {

/// More blocks than this in one rule are written as the whole family.
constexpr std::size_t kMaxBlocks = 4;

bool isIcmp(IpProtocol protocol) {
    return protocol == kProtocolIcmp || protocol == kProtocolIcmpv6;
}

RuleMatch matchOf(ProtocolNumber protocol, std::int32_t from, std::int32_t to) {
    RuleMatch match;
    match.protocol = protocol;
    match.fromPort = from;
    match.toPort = to;
    return match;
}

void addIcmp(IpProtocol protocol, const PortSet& ports, std::vector<RuleMatch>& matches) {
    if (ports == PortSet::all()) return matches.push_back(matchOf(protocol, -1, -1));
    for (int type = 0; type < 256; ++type) {
        const PortSet whole(
            {icmpPort(static_cast<unsigned>(type), 0), icmpPort(static_cast<unsigned>(type), 255)});
        if (ports.containsAll(whole)) {
            matches.push_back(matchOf(protocol, type, -1));
            continue;
        }
        const PortSet some = ports & whole;
        for (const PortRange& range : some.ranges()) {
            for (int code = range.first & 0xFF; code <= (range.last & 0xFF); ++code) {
                matches.push_back(matchOf(protocol, type, code));
            }
        }
    }
}

}  // namespace

std::vector<RuleMatch> matchesOf(const TrafficSet& traffic) {
    std::vector<RuleMatch> matches;
    if (traffic == TrafficSet::all()) return {matchOf(kAllProtocols, 0, 65535)};
    for (const IpProtocol protocol : traffic.protocols()) {
        if (isIcmp(protocol)) {
            addIcmp(protocol, traffic.ports(protocol), matches);
        } else if (hasPorts(protocol)) {
            const PortSet ports = traffic.ports(protocol);
            for (const PortRange& range : ports.ranges()) {
                matches.push_back(matchOf(protocol, range.first, range.last));
            }
        } else {
            matches.push_back(matchOf(protocol, 0, 65535));
        }
    }
    return matches;
}

std::string matchText(const RuleMatch& match) {
    if (!match.protocol.isKnown()) return "?";
    if (*match.protocol == kAllProtocols) return "any";
    const auto protocol = static_cast<IpProtocol>(*match.protocol);
    std::string text = protocolName(protocol);
    if (!hasPorts(protocol)) return text;
    const std::int32_t from = match.fromPort.valueOr(0);
    const std::int32_t to = match.toPort.valueOr(65535);
    if (isIcmp(protocol)) {
        if (from < 0) return text;
        return to < 0 ? fmt::format("{}/{}", text, from) : fmt::format("{}/{}/{}", text, from, to);
    }
    if (from == 0 && to == 65535) return text;
    return from == to ? fmt::format("{}/{}", text, from) : fmt::format("{}/{}-{}", text, from, to);
}

std::vector<Cidr> blocksFor(const NetworkIndex& network, const AddressSet& addresses) {
    std::vector<Cidr> blocks;
    for (const Family family : {Family::Ipv4, Family::Ipv6}) {
        const AddressSet own = ofFamily(addresses, family);
        if (own.empty()) continue;
        const std::vector<Cidr> exact = toCidrs(own);
        const bool whole = own == ofFamily(network.internet(), family);
        if (whole || exact.size() > kMaxBlocks) {
            blocks.push_back(Cidr::all(family));
        } else {
            blocks.insert(blocks.end(), exact.begin(), exact.end());
        }
    }
    return blocks;
}

std::int32_t firstEntryAbout(const NetworkAcl& acl, RuleDirection direction, bool allow,
                             const std::vector<Cidr>& blocks, const TrafficSet& traffic,
                             std::vector<RuleChange>& removals) {
    std::int32_t first = 32767;
    for (const NetworkAclEntry& entry : acl.entries) {
        const bool wanted = entry.allow.isKnown() && *entry.allow == allow;
        if (entry.direction != direction || !wanted || !entry.cidr.isKnown()) continue;
        const bool near = std::ranges::any_of(
            blocks, [&](const Cidr& block) { return block.overlaps(*entry.cidr); });
        if (!near || (trafficOf(entry.match).possible & traffic).empty()) continue;
        if (entry.number.isKnown()) first = std::min(first, *entry.number);
        removals.emplace_back(RemoveAclEntry{acl.id, entry.name, entry.origin});
    }
    return first;
}

}  // namespace archivolt
