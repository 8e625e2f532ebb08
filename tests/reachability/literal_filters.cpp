#include "tests/reachability/literal_filters.h"

#include <map>

namespace archivolt::test {

namespace {

/// The bit of an address that comes `index` bits behind its first.
bool bitOf(const IpAddress& address, int index) {
    if (address.family == Family::Ipv4) return (address.low >> (31 - index) & 1U) != 0;
    const std::uint64_t half = index < 64 ? address.high : address.low;
    return (half >> (63 - index % 64) & 1U) != 0;
}

/// Fact 8: a rule speaks of one protocol or of all, and of a range of ports.
bool speaksOf(const RuleMatch& match, const LiteralPacket& packet) {
    const int protocol = sure(match.protocol);
    if (protocol == -1) return true;
    if (protocol != packet.protocol) return false;
    const int from = sure(match.fromPort);
    const int to = sure(match.toPort);
    if (protocol == 1 || protocol == 58) {
        // Of ICMP the pair is a type and a code, and -1 means every one; the whole range as well.
        if (from == 0 && to == 65535) return true;
        const int type = packet.destinationPort / 256;
        const int code = packet.destinationPort % 256;
        return (from == -1 || from == type) && (to == -1 || to == code);
    }
    if (protocol != 6 && protocol != 17) return true;
    if (from == -1 && to == -1) return true;
    return from <= packet.destinationPort && packet.destinationPort <= to;
}

bool listHolds(const Architecture& architecture, ThingId list, const IpAddress& address) {
    for (const Cidr& block : sure(the(architecture.prefixLists, list).entries)) {
        if (blockHolds(block, address)) return true;
    }
    return false;
}

bool carries(const NetworkInterface& interface, ThingId group) {
    for (const ThingId own : interface.securityGroups.ids) {
        if (own == group) return true;
    }
    if (!interface.securityGroups.why.empty()) throw NoOpinion{};
    return false;
}

}  // namespace

bool blockHolds(const Cidr& block, const IpAddress& address) {
    if (block.first().family != address.family) return false;
    for (int bit = 0; bit < block.length(); ++bit) {
        if (bitOf(block.first(), bit) != bitOf(address, bit)) return false;
    }
    return true;
}

bool anyBlockHolds(const std::vector<Known<Cidr>>& blocks, const IpAddress& address) {
    bool holds = false;
    for (const auto& block : blocks) holds = blockHolds(sure(block), address) || holds;
    return holds;
}

bool liesIn(const IpAddress& address, const char* block) {
    return blockHolds(*Cidr::parse(block), address);
}

bool isSpecial(const IpAddress& address) {
    for (const char* block :
         {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
          "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "::/8", "fc00::/7",
          "fe80::/10", "ff00::/8", "64:ff9b::/96"}) {
        if (liesIn(address, block)) return true;
    }
    return false;
}

bool groupsAllow(const Architecture& architecture, const NetworkInterface& interface,
                 RuleDirection direction, const LiteralPeer& peer, const LiteralPacket& packet) {
    if (!interface.securityGroups.why.empty()) throw NoOpinion{};
    if (interface.securityGroups.ids.empty()) return true;  // Fact 64.
    for (const ThingId id : interface.securityGroups.ids) {
        const SecurityGroup& group = the(architecture.securityGroups, id);
        if (!group.unknownRules.empty()) throw NoOpinion{};
        for (const SecurityGroupRule& rule : group.rules) {
            if (rule.direction != direction || !speaksOf(rule.match, packet)) continue;
            if (rule.cidr && blockHolds(sure(*rule.cidr), peer.address)) return true;
            if (rule.group && peer.interface != nullptr &&
                carries(*peer.interface, sure(*rule.group))) {
                return true;
            }
            if (rule.prefixList && listHolds(architecture, sure(*rule.prefixList), peer.address)) {
                return true;
            }
        }
    }
    return false;
}

bool aclAllows(const Architecture& architecture, const Subnet& subnet, RuleDirection direction,
               const LiteralPacket& packet) {
    const NetworkAcl& acl = the(architecture.networkAcls, sure(subnet.networkAcl));
    const IpAddress& remote =
        direction == RuleDirection::Egress ? packet.destination : packet.source;
    std::multimap<int, const NetworkAclEntry*> byNumber;
    for (const NetworkAclEntry& entry : acl.entries) {
        if (entry.direction == direction) byNumber.emplace(sure(entry.number), &entry);
    }
    for (const auto& [number, entry] : byNumber) {
        if (blockHolds(sure(entry->cidr), remote) && speaksOf(entry->match, packet)) {
            return sure(entry->allow);
        }
    }
    return false;
}

}  // namespace archivolt::test
