#include "model/guardrails/acl_advice.h"

#include <algorithm>

#include <fmt/format.h>

namespace archivolt {

namespace {

constexpr PortRange kEphemeral{1024, 65535};
/// The range that Windows and Linux clients share; who lets it in means replies.
constexpr PortRange kReplies{49152, 60999};

PerNode<AclNode, GuardedSubnets> guardedSubnets(const NetworkIndex& network) {
    PerNode<AclNode, GuardedSubnets> result;
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

constexpr Rule kAclOpenAdminPort{
    "NACL-1",
    Severity::Medium,
    "a network ACL lets SSH or remote desktop in from the world",
    "a network ACL that lets SSH and remote desktop in from everywhere leaves a single mistake in "
    "a security group between them and the internet",
    "allow the addresses that need it, or deny these ports by an entry of a lower number",
    "Security Hub EC2.21"};

/// NACL-1: what an entry of the design lets in from all addresses, before any other denies it.
void adviseOnOpenAcl(Advice& advice, const GuardedSubnets& guarded) {
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
void adviseOnShadowed(Advice& advice, const GuardedSubnets& guarded) {
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
bool repliesBlocked(Advice& advice, const GuardedSubnets& guarded, const Cidr& block,
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

/// NACL-3: an entry lets requests in, and none of their replies gets out.
void adviseOnReplies(Advice& advice, const GuardedSubnets& guarded, ToldEntries& told) {
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
            told.insert(&entry);
            advice.report(
                kAclBlocksReplies,
                {entry.origin,
                 fmt::format("`{}` lets {} in from {}, and no entry lets the replies out",
                             guarded.acl->name, trafficText(TrafficSet::of(protocol, ports)),
                             entry.cidr->toString()),
                 fmt::format("add an egress entry that allows {} 1024-65535 to {}",
                             protocolName(protocol), entry.cidr->toString()),
                 entriesOf(*guarded.acl, RuleDirection::Egress)});
            break;
        }
    }
}

}  // namespace

std::optional<TrafficSet> trafficOfKnown(const NetworkAclEntry& entry) {
    if (!entry.cidr.isKnown() || !entry.allow.isKnown() || !entry.number.isKnown()) {
        return std::nullopt;
    }
    TrafficBounds bounds = trafficOf(entry.match);
    if (bounds.sure != bounds.possible) return std::nullopt;
    return std::move(bounds.sure);
}

std::vector<Origin> entriesOf(const NetworkAcl& acl, RuleDirection direction) {
    std::vector<Origin> origins;
    for (const NetworkAclEntry& entry : acl.entries) {
        if (entry.direction == direction) origins.push_back(entry.origin);
    }
    return origins;
}

void adviseOnAcls(Advice& advice) {
    std::size_t left = kMostWaysThroughAcls;
    for (const GuardedSubnets& guarded : guardedSubnets(advice.network)) {
        if (guarded.acl->exists != Truth::Yes) continue;
        adviseOnOpenAcl(advice, guarded);
        adviseOnShadowed(advice, guarded);
        ToldEntries told;
        adviseOnReplies(advice, guarded, told);
        adviseOnLostAnswers(advice, guarded, std::move(told), left);
    }
}

RuleList aclAdvice() {
    static constexpr const Rule* kRules[] = {&kAclOpenAdminPort, &kIdleAclEntry, &kAclBlocksReplies,
                                             &kAclAnswersInPart, &kAclBlocksAnswers};
    return kRules;
}

}  // namespace archivolt
