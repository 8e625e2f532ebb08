#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "model/guardrails/advice.h"
#include "model/reachability/questions/candidates.h"
#include "model/reachability/sets/all_pairs.h"
#include "model/reachability/sets/client_ports.h"

namespace archivolt {

namespace {

constexpr PortRange kEphemeral{1024, 65535};
/// The range that Windows and Linux clients share; who lets it in means replies.
constexpr PortRange kReplies{49152, 60999};

/// What an entry speaks of, where all of it is known.
std::optional<TrafficSet> trafficOfKnown(const NetworkAclEntry& entry) {
    if (!entry.cidr.isKnown() || !entry.allow.isKnown() || !entry.number.isKnown()) {
        return std::nullopt;
    }
    TrafficBounds bounds = trafficOf(entry.match);
    if (bounds.sure != bounds.possible) return std::nullopt;
    return std::move(bounds.sure);
}

/// One network ACL with the subnets that it guards.
struct Guarded {
    const NetworkAcl* acl = nullptr;
    AclIndex index = kNone;
    std::vector<SubnetIndex> subnets;
};

PerNode<AclNode, Guarded> guardedSubnets(const NetworkIndex& network) {
    PerNode<AclNode, Guarded> result;
    for (const AclIndex i : network.acls().indices()) {
        result.add({network.acls()[i].acl, i, {}});
    }
    for (const SubnetIndex i : network.subnets().indices()) {
        const AclIndex acl = network.subnets()[i].acl;
        if (acl == kNone) continue;
        result[acl].subnets.push_back(i);
    }
    return result;
}

bool isDeclared(const NetworkAclEntry& entry) { return !entry.name.starts_with("rule "); }

constexpr Rule kAclOpenAdminPort{
    "NACL-1",
    Severity::Medium,
    "a network ACL lets SSH or remote desktop in from the world",
    "a network ACL that lets SSH and remote desktop in from everywhere leaves a single mistake in "
    "a security group between them and the internet",
    "allow the addresses that need it, or deny these ports by an entry of a lower number",
    "Security Hub EC2.21"};

/// NACL-1: what an entry of the design lets in from all addresses, before any other denies it.
void adviseOnOpenAcl(Advice& advice, const Guarded& guarded) {
    const auto isPublic = [&](SubnetIndex subnet) {
        return hasInternetRoute(advice.network, subnet) == Truth::Yes;
    };
    const auto subnet = std::ranges::find_if(guarded.subnets, isPublic);
    if (subnet == guarded.subnets.end()) return;
    for (const NetworkAclEntry& entry : guarded.acl->entries) {
        if (entry.direction != RuleDirection::Ingress || !isDeclared(entry)) continue;
        const auto traffic = trafficOfKnown(entry);
        if (!traffic || !*entry.allow || entry.cidr->length() != 0) continue;
        std::string ports;
        // The replies' ports hold remote desktop's; they have to be open.
        const PortSet tcp = traffic->ports(kProtocolTcp);
        const bool forReplies =
            tcp.containsAll(PortSet(kReplies)) && !tcp.overlaps(PortSet({0, 1023}));
        for (const Port port : {Port{22}, Port{3389}}) {
            if (!tcp.contains(port) || (forReplies && port == 3389)) continue;
            // An address of the documentation ranges stands for the world.
            const IpAddress anyone = entry.cidr->family() == Family::Ipv4
                                         ? IpAddress::v4(0xCB007101)
                                         : IpAddress::v6(0x20010DB8'00000000, 1);
            const TrafficBounds& passes =
                advice.engine.filters().acl(guarded.index, RuleDirection::Ingress, anyone);
            if (!passes.sure.contains(kProtocolTcp, port)) continue;
            if (!ports.empty()) ports += " and ";
            ports += port == 22 ? "SSH (22)" : "remote desktop (3389)";
        }
        if (ports.empty()) continue;
        const SubnetNode& node = advice.network.subnets()[*subnet];
        const RouteNode* route = internetRoute(advice.network, *subnet);
        advice.report(kAclOpenAdminPort,
                      {entry.origin,
                       fmt::format("`{}` lets {} into the public subnet `{}` from every address",
                                   guarded.acl->name, ports, node.subnet->name),
                       "allow the ports that the subnet serves, and these only from where they are "
                       "needed",
                       route != nullptr ? std::vector{route->origin} : std::vector<Origin>()});
        return;
    }
}

/// Returns the earlier entry that leaves an entry nothing to decide, or null pointer.
const NetworkAclEntry* shadowOf(const NetworkAcl& acl, const NetworkAclEntry& entry,
                                const TrafficSet& traffic) {
    TrafficSet left = traffic;
    for (const NetworkAclEntry& other : acl.entries) {
        if (other.direction != entry.direction || &other == &entry) continue;
        const auto earlier = trafficOfKnown(other);
        if (!earlier || *other.number >= *entry.number) continue;
        if (!other.cidr->contains(*entry.cidr)) continue;
        left -= *earlier;
        if (left.empty()) return &other;
    }
    return nullptr;
}

constexpr Rule kIdleAclEntry{"NACL-2",
                             Severity::Medium,
                             "a network ACL entry never decides",
                             "an entry that an earlier one always precedes does nothing, and says "
                             "to the reader that it does",
                             "remove it, or give it a lower number than the entry that covers it",
                             "cfn-nag W71, W72"};

/// NACL-2: entries that earlier ones leave nothing to decide.
void adviseOnShadowed(Advice& advice, const Guarded& guarded) {
    for (const NetworkAclEntry& entry : guarded.acl->entries) {
        if (!isDeclared(entry)) continue;
        const auto traffic = trafficOfKnown(entry);
        if (!traffic || traffic->empty()) continue;
        const NetworkAclEntry* earlier = shadowOf(*guarded.acl, entry, *traffic);
        if (earlier == nullptr) continue;
        const bool same = *earlier->allow == *entry.allow;
        advice.report(
            kIdleAclEntry,
            {entry.origin,
             fmt::format("`{}` never decides: `{}` with the lower number {} {}", entry.name,
                         earlier->name, *earlier->number,
                         same ? "says the same" : "says the opposite of all that it speaks of"),
             same ? "delete one of them" : "give it a lower number, or delete it",
             {earlier->origin}});
    }
}

/// Says whether no client of a block gets replies of a protocol out of the subnet.
bool repliesBlocked(Advice& advice, const Guarded& guarded, const Cidr& block,
                    IpProtocol protocol) {
    std::vector<IpAddress> clients = {block.first()};
    for (const NetworkAclEntry& entry : guarded.acl->entries) {
        if (entry.direction != RuleDirection::Egress) continue;
        if (!entry.cidr.isKnown()) return false;
        if (block.contains(entry.cidr->first())) clients.push_back(entry.cidr->first());
    }
    return std::ranges::none_of(clients, [&](const IpAddress& client) {
        const TrafficBounds& out =
            advice.engine.filters().acl(guarded.index, RuleDirection::Egress, client);
        return out.possible.ports(protocol).overlaps(PortSet(kEphemeral));
    });
}

constexpr Rule kAclBlocksReplies{"NACL-3",
                                 Severity::High,
                                 "a network ACL blocks the replies to what it lets in",
                                 "a network ACL keeps no state: the replies to a connection that "
                                 "it lets in need an entry of their own, to the client's high port",
                                 "allow the ephemeral ports out to where the connections come from",
                                 "Amazon VPC User Guide, vpc-network-acls, ephemeral ports"};

std::vector<Origin> egressOf(const NetworkAcl& acl) {
    std::vector<Origin> origins;
    for (const NetworkAclEntry& entry : acl.entries) {
        if (entry.direction == RuleDirection::Egress) origins.push_back(entry.origin);
    }
    return origins;
}

/// NACL-3: an entry lets requests in, and none of their replies gets out.
void adviseOnReplies(Advice& advice, const Guarded& guarded) {
    if (guarded.subnets.empty()) return;
    for (const NetworkAclEntry& entry : guarded.acl->entries) {
        if (entry.direction != RuleDirection::Ingress || !isDeclared(entry)) continue;
        const auto traffic = trafficOfKnown(entry);
        if (!traffic || !*entry.allow || shadowOf(*guarded.acl, entry, *traffic) != nullptr) {
            continue;
        }
        for (const IpProtocol protocol : {kProtocolTcp, kProtocolUdp}) {
            const PortSet ports = traffic->ports(protocol);
            // Who lets the replies' own ports in is answered, not asked.
            if (ports.empty() || ports.containsAll(PortSet(kReplies))) continue;
            if (!repliesBlocked(advice, guarded, *entry.cidr, protocol)) continue;
            advice.report(
                kAclBlocksReplies,
                {entry.origin,
                 fmt::format("`{}` lets {} in from {}, and no entry lets the replies out",
                             guarded.acl->name, trafficText(TrafficSet::of(protocol, ports)),
                             entry.cidr->toString()),
                 fmt::format("add an egress entry that allows {} 1024-65535 to {}",
                             protocolName(protocol), entry.cidr->toString()),
                 egressOf(*guarded.acl)});
            break;
        }
    }
}

constexpr Rule kAclAnswersInPart{
    "NACL-4",
    Severity::Medium,
    "a network ACL lets replies out to a part of the clients' ports alone",
    "clients send from any of their ephemeral ports: Linux from 32768-60999, Windows from "
    "49152-65535, load balancers, functions and NAT gateways from 1024-65535; a connection from a "
    "port that no entry lets replies out to times out, while others work",
    "allow all ephemeral ports out to where the connections come from",
    "Amazon VPC User Guide, nacl-ephemeral-ports"};

/// NACL-4: what a network ACL lets in and its subnets' things answer, of which answers to some of
/// the ports that the clients use are stopped by the same ACL.
class LostReplies {
public:
    /// Counts its questions down from `left`, and asks none where none is left.
    LostReplies(Advice& advice, const Guarded& guarded, std::size_t& left)
        : m_advice(advice), m_guarded(guarded), m_left(left) {}

    void advise() {
        if (!mayLose()) return;
        const std::vector<InterfaceClass> classes = interfaceClasses(m_advice.engine);
        std::vector<InterfaceIndex> some;
        some.reserve(classes.size());
        for (const InterfaceClass& one : classes) {
            some.push_back(one.members.front());
        }
        for (const InterfaceIndex to : some) {
            if (m_left == 0) return;
            const InterfaceNode& node = m_advice.network.interfaces()[to];
            if (!node.accepts || std::ranges::count(m_guarded.subnets, node.subnet) == 0) continue;
            Endpoint internet;
            internet.outside = m_advice.network.internet();
            ask(std::move(internet), to);
            for (const InterfaceIndex from : some) {
                const InterfaceNode& sender = m_advice.network.interfaces()[from];
                if (from == to || !sender.opens || sender.subnet == node.subnet) continue;
                Endpoint end;
                end.interfaces = {from};
                ask(std::move(end), to);
            }
        }
    }

private:
    /// Says whether replies to somebody get out to a part of the ephemeral ports.
    [[nodiscard]] bool mayLose() const {
        if (m_guarded.subnets.empty()) return false;
        const AddressCuts& cuts =
            m_advice.engine.filters().aclCuts(m_guarded.index, RuleDirection::Egress);
        return std::ranges::any_of(cuts.different, [](const auto& passes) {
            return std::ranges::any_of(kProtocols, [&](IpProtocol protocol) {
                const PortSet ports = passes->possible.ports(protocol) & PortSet(kEphemeral);
                return !ports.empty() && ports != PortSet(kEphemeral);
            });
        });
    }

    void ask(Endpoint from, InterfaceIndex to) {
        if (m_left == 0) return;
        --m_left;
        ReachQuestion question;
        question.from = std::move(from);
        question.to.interfaces = {to};
        for (const Candidate& candidate : candidatesOf(m_advice.network, question)) {
            const PortSet& used = clientPortsOf(m_advice.network, candidate.flow.from);
            const TrafficBounds& out = m_advice.engine.filters().acl(
                m_guarded.index, RuleDirection::Egress, candidate.flow.ends.source);
            for (const IpProtocol protocol : kProtocols) {
                const PortSet lost = used - out.possible.ports(protocol);
                if (lost.empty() || lost == used) continue;
                judge(candidate, protocol, lost);
            }
        }
    }

    void judge(const Candidate& candidate, IpProtocol protocol, const PortSet& lost) {
        const auto between =
            trafficBetween(m_advice.network, m_advice.engine.filters(), {candidate.flow, false});
        const IpAddress& source = candidate.flow.ends.source;
        if (between.client != source) return;
        const PortSet& used = clientPortsOf(m_advice.network, candidate.flow.from);
        const TrafficSet passes = between.roundTrip(used).sure & TrafficSet::of(protocol);
        if (answeredInPart(between, used, passes).empty()) return;
        for (const NetworkAclEntry& entry : m_guarded.acl->entries) {
            if (entry.direction != RuleDirection::Ingress || !isDeclared(entry)) continue;
            const auto traffic = trafficOfKnown(entry);
            if (!traffic || !*entry.allow || !entry.cidr->contains(source)) continue;
            const TrafficSet own = *traffic & passes;
            if (own.empty()) continue;
            if (m_told.insert(&entry).second) tell(entry, candidate, own, lost);
            return;
        }
    }

    void tell(const NetworkAclEntry& entry, const Candidate& candidate, const TrafficSet& traffic,
              const PortSet& lost) {
        const auto& to = *m_advice.network.interfaces()[candidate.flow.to.interface].interface;
        const IpProtocol protocol = traffic.protocols().front();
        m_advice.report(
            kAclAnswersInPart,
            {entry.origin,
             fmt::format("`{}` lets {} in from {} to {}, and answers to clients on ports {} don't "
                         "get out",
                         m_guarded.acl->name, trafficText(traffic), entry.cidr->toString(),
                         m_advice.quoted(to.owner ? to.owner : to.id), portText(lost)),
             fmt::format("let {} 1024-65535 out to {}", protocolName(protocol),
                         entry.cidr->toString()),
             egressOf(*m_guarded.acl)});
    }

    static constexpr IpProtocol kProtocols[] = {kProtocolTcp, kProtocolUdp};
    Advice& m_advice;
    const Guarded& m_guarded;
    std::size_t& m_left;
    std::set<const NetworkAclEntry*> m_told;
};

}  // namespace

void adviseOnAcls(Advice& advice) {
    // NACL-4 asks pair by pair: of a design with thousands of unlike things, for the first alone.
    std::size_t left = 40'000;
    for (const Guarded& guarded : guardedSubnets(advice.network)) {
        if (guarded.acl->exists != Truth::Yes) continue;
        adviseOnOpenAcl(advice, guarded);
        adviseOnShadowed(advice, guarded);
        adviseOnReplies(advice, guarded);
        LostReplies(advice, guarded, left).advise();
    }
}

RuleList aclAdvice() {
    static constexpr const Rule* kRules[] = {&kAclOpenAdminPort, &kIdleAclEntry, &kAclBlocksReplies,
                                             &kAclAnswersInPart};
    return kRules;
}

}  // namespace archivolt
