#include <algorithm>

#include "tests/reachability/symbolic_network.h"

namespace archivolt::test {

namespace {

template <class T>
const T& known(const Known<T>& value) {
    if (!value.isKnown()) throw SymbolicNetwork::Uncovered{};
    return *value;
}

}  // namespace

z3::expr SymbolicNetwork::number(unsigned value, unsigned bits) {
    return m_context.bv_val(value, bits);
}

z3::expr SymbolicNetwork::constant(const IpAddress& address) {
    if (address.family == Family::Ipv4) return m_context.bv_val(address.low, 32);
    return z3::concat(m_context.bv_val(address.high, 64), m_context.bv_val(address.low, 64));
}

z3::expr SymbolicNetwork::same(const z3::expr& a, const z3::expr& b) {
    return isSix(a) == isSix(b) ? a == b : no();
}

/// A block is its first bits.
z3::expr SymbolicNetwork::inBlock(const z3::expr& address, const Cidr& block) {
    if (isSix(address) != (block.family() == Family::Ipv6)) return no();
    if (block.length() == 0) return yes();
    const unsigned bits = address.get_sort().bv_size();
    const unsigned rest = bits - static_cast<unsigned>(block.length());
    const z3::expr first = constant(block.first());
    return address.extract(bits - 1, rest) == first.extract(bits - 1, rest);
}

z3::expr SymbolicNetwork::inText(const z3::expr& address, const char* block) {
    return inBlock(address, *Cidr::parse(block));
}

z3::expr SymbolicNetwork::inBlocks(const z3::expr& address,
                                   const std::vector<Known<Cidr>>& blocks) {
    z3::expr some = no();
    for (const auto& block : blocks) some = some || inBlock(address, known(block));
    return some;
}

z3::expr SymbolicNetwork::special(const z3::expr& address) {
    z3::expr some = no();
    for (const char* block : {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
                              "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3",
                              "::/8", "fc00::/7", "fe80::/10", "ff00::/8", "64:ff9b::/96"}) {
        some = some || inText(address, block);
    }
    return some;
}

z3::expr SymbolicNetwork::isService(const z3::expr& address, ThingId vpc) {
    z3::expr some = no();
    for (const char* service : {"169.254.169.254", "169.254.169.253", "169.254.169.123",
                                "169.254.170.2", "169.254.169.250", "169.254.169.251",
                                "fd00:ec2::254", "fd00:ec2::253", "fd00:ec2::123"}) {
        some = some || same(address, constant(*IpAddress::parse(service)));
    }
    for (const auto& block : (*m_architecture.vpcs.find(vpc))->blocks) {
        if (known(block).family() != Family::Ipv4) continue;
        return some || same(address, constant(known(block).first().plus(2)));
    }
    return some;
}

/// ICMP messages that nobody answers.
z3::expr SymbolicNetwork::isOneWay() {
    const z3::expr& message = m_flow->destinationPort;
    z3::expr asks = no();
    for (const unsigned type : {8U, 13U, 15U, 17U}) {
        asks = asks || (m_flow->protocol == number(1, 8) && message == number(type * 256, 16));
    }
    asks = asks || (m_flow->protocol == number(58, 8) && message == number(128 * 256, 16));
    return (m_flow->protocol == number(1, 8) || m_flow->protocol == number(58, 8)) && !asks;
}

/// What filters compare a rule's ports with.
z3::expr SymbolicNetwork::portOf(const State& state) {
    if (!state.reply) return m_flow->destinationPort;
    const z3::expr& asked = m_flow->destinationPort;
    const z3::expr answer =
        z3::ite(asked == number(8 * 256, 16), number(0, 16), asked + number(256, 16));
    const z3::expr icmp = m_flow->protocol == number(1, 8) || m_flow->protocol == number(58, 8);
    return z3::ite(icmp, answer,
                   state.translations.empty() ? m_flow->clientPort : m_flow->translatedPort);
}

z3::expr SymbolicNetwork::speaksOf(const RuleMatch& match, const z3::expr& port) {
    const int protocol = known(match.protocol);
    if (protocol == -1) return yes();
    const z3::expr here = m_flow->protocol == number(static_cast<unsigned>(protocol), 8);
    const int from = known(match.fromPort);
    const int to = known(match.toPort);
    if (protocol == 1 || protocol == 58) {
        if (from == 0 && to == 65535) return here;
        z3::expr matches = here;
        if (from >= 0) {
            matches = matches && port.extract(15, 8) == number(static_cast<unsigned>(from), 8);
        }
        if (to >= 0) {
            matches = matches && port.extract(7, 0) == number(static_cast<unsigned>(to), 8);
        }
        return matches;
    }
    if ((protocol != 6 && protocol != 17) || (from == -1 && to == -1)) return here;
    return here && z3::uge(port, number(static_cast<unsigned>(from), 16)) &&
           z3::ule(port, number(static_cast<unsigned>(to), 16));
}

/// Facts 21-25.
z3::expr SymbolicNetwork::peerCarries(const State& state, const NetworkInterface& interface,
                                      RuleDirection direction, ThingId group) {
    const auto carries = [&](const NetworkInterface& other) {
        if (!other.securityGroups.why.empty()) throw Uncovered{};
        return std::ranges::count(other.securityGroups.ids, group) > 0;
    };
    if (direction == RuleDirection::Ingress) {
        if (!state.sender || !state.groupsKnown) return no();
        return carries(**m_architecture.interfaces.find(state.sender)) ? yes() : no();
    }
    const Vpc& here = **m_architecture.vpcs.find(vpcOf(interface));
    z3::expr some = no();
    for (const auto& [id, other] : m_architecture.interfaces) {
        if (!carries(*other)) continue;
        const Vpc& there = **m_architecture.vpcs.find(vpcOf(*other));
        bool counts = there.id == here.id;
        for (const auto& [peeringId, peering] : m_architecture.peerings) {
            const ThingId a = known(peering->requester);
            const ThingId b = known(peering->accepter);
            const bool joins = (a == here.id && b == there.id) || (a == there.id && b == here.id);
            counts = counts || (joins && known(peering->active) && here.region == there.region);
        }
        if (!counts) continue;
        for (const auto& address : other->addresses) {
            some = some || same(state.destination, constant(known(address)));
        }
    }
    return some;
}

/// Facts 16-18, 27, 64: some rule allows it, or it answers what was let through.
z3::expr SymbolicNetwork::groups(State& state, const NetworkInterface& interface,
                                 RuleDirection direction) {
    if (state.reply && std::ranges::count(state.tracked, interface.id) > 0) return yes();
    if (!state.reply) state.tracked.push_back(interface.id);
    const References& carried = interface.securityGroups;
    if (!carried.why.empty()) throw Uncovered{};
    if (carried.ids.empty()) return yes();
    const z3::expr& remote = direction == RuleDirection::Egress ? state.destination : state.source;
    const z3::expr port = portOf(state);
    z3::expr allowed = no();
    for (const ThingId id : carried.ids) {
        const auto* group = m_architecture.securityGroups.find(id);
        if (group == nullptr || !(*group)->unknownRules.empty()) throw Uncovered{};
        for (const SecurityGroupRule& rule : (*group)->rules) {
            if (rule.direction != direction) continue;
            z3::expr peer = no();
            if (rule.cidr) peer = inBlock(remote, known(*rule.cidr));
            if (rule.group) peer = peerCarries(state, interface, direction, known(*rule.group));
            if (rule.prefixList) {
                const auto* list = m_architecture.prefixLists.find(known(*rule.prefixList));
                if (list == nullptr) throw Uncovered{};
                for (const Cidr& block : known((*list)->entries)) {
                    peer = peer || inBlock(remote, block);
                }
            }
            allowed = allowed || (peer && speaksOf(rule.match, port));
        }
    }
    return allowed;
}

/// Facts 1, 3, 4: built from the last entry to the first, each overruling those behind it.
z3::expr SymbolicNetwork::acl(const State& state, const Subnet& subnet, RuleDirection direction) {
    const auto* found = m_architecture.networkAcls.find(known(subnet.networkAcl));
    if (found == nullptr) throw Uncovered{};
    std::vector<const NetworkAclEntry*> entries;
    for (const NetworkAclEntry& entry : (*found)->entries) {
        known(entry.number);
        if (entry.direction == direction) entries.push_back(&entry);
    }
    std::ranges::stable_sort(entries, {}, [](const auto* entry) { return *entry->number; });
    const z3::expr& remote = direction == RuleDirection::Egress ? state.destination : state.source;
    const z3::expr port = portOf(state);
    z3::expr allowed = no();
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        const z3::expr matches =
            inBlock(remote, known((*entry)->cidr)) && speaksOf((*entry)->match, port);
        allowed = known((*entry)->allow) ? matches || allowed : !matches && allowed;
    }
    return allowed;
}

}  // namespace archivolt::test
