#include "tests/reachability/literal_network.h"

#include <algorithm>
#include <vector>

#include "tests/reachability/literal_journey.h"

namespace archivolt::test {

std::optional<std::string> literalDisposition(const Architecture& architecture,
                                              const LiteralFlow& flow) {
    try {
        return LiteralJourney(architecture, flow).roundTrip();
    } catch (const NoOpinion&) {
        return std::nullopt;
    }
}

std::string LiteralJourney::roundTrip() {
    if (m_flow.preservingNode) return preserved();
    LiteralPlace end;
    try {
        end = begin(m_flow.from);
        const bool elsewhere = m_flow.to.kind == LiteralPlace::Kind::Interface &&
                               end.kind != LiteralPlace::Kind::LocalService && !(end == m_flow.to);
        if (elsewhere) throw Lost{"no-such-host"};
    } catch (const Lost& lost) {
        return lost.how;
    }
    if (end.kind == LiteralPlace::Kind::LocalService || !turnAround()) return "delivered";
    try {
        const LiteralPlace back = begin(end);
        const bool home = back.kind == m_flow.from.kind &&
                          (back.kind != LiteralPlace::Kind::Interface || back == m_flow.from);
        const bool answers = m_packet.source == m_flow.packet.destination &&
                             m_packet.destination == m_flow.packet.source;
        return home && answers ? "delivered" : "reply-blocked";
    } catch (const Lost&) {
        return "reply-blocked";
    }
}

/// Swaps the ends for the answer; false: nobody answers such a message (RFC 792, RFC 4443).
bool LiteralJourney::turnAround() {
    m_reply = true;
    m_steps = 0;
    m_boxes.clear();
    m_in = nullptr;
    m_sender = nullptr;
    m_groupsKnown = true;
    std::swap(m_packet.source, m_packet.destination);
    if (m_packet.protocol == 1 || m_packet.protocol == 58) {
        const int request = m_packet.destinationPort;
        const int type = request / 256;
        const bool six = m_packet.protocol == 58;
        const bool asks = six ? type == 128 : type == 8 || type == 13 || type == 15 || type == 17;
        if (!asks || request % 256 != 0) return false;
        m_packet.destinationPort = (!six && type == 8 ? 0 : type + 1) * 256;
        return true;
    }
    std::swap(m_packet.sourcePort, m_packet.destinationPort);
    return true;
}

LiteralPlace LiteralJourney::begin(const LiteralPlace& place) {
    switch (place.kind) {
        case LiteralPlace::Kind::Interface: {
            const NetworkInterface& sender = the(m_architecture.interfaces, place.thing);
            const bool opens = sender.kind != InterfaceKind::Endpoint &&
                               sender.kind != InterfaceKind::TransitGatewayAttachment;
            if (!m_reply && !opens) throw NoOpinion{};
            m_in = &subnetOf(sender);
            m_sender = holds(sender, m_packet.source) ? &sender : nullptr;
            m_groupsKnown = true;
            if (isLocalService(vpcOf(*m_in))) {
                return {LiteralPlace::Kind::LocalService, {}};
            }
            return send(sender);
        }
        case LiteralPlace::Kind::Internet: return fromInternet();
        case LiteralPlace::Kind::OnPremises: return fromOnPremises(place.thing);
        case LiteralPlace::Kind::Nowhere:
        case LiteralPlace::Kind::LocalService: break;
    }
    throw NoOpinion{};
}

/// Facts 14, 15: services that nothing filters and nothing routes.
bool LiteralJourney::isLocalService(const Vpc& vpc) const {
    for (const char* service : {"169.254.169.254/32", "169.254.169.253/32", "169.254.169.123/32",
                                "169.254.170.2/32", "169.254.169.250/32", "169.254.169.251/32",
                                "fd00:ec2::254/128", "fd00:ec2::253/128", "fd00:ec2::123/128"}) {
        if (liesIn(m_packet.destination, service)) return true;
    }
    for (const auto& block : vpc.blocks) {
        if (sure(block).family() != Family::Ipv4) continue;
        return m_packet.destination == sure(block).first().plus(2);
    }
    return false;
}

bool LiteralJourney::holds(const NetworkInterface& interface, const IpAddress& address) const {
    return std::ranges::any_of(interface.addresses,
                               [&](const auto& own) { return sure(own) == address; });
}

const Subnet& LiteralJourney::subnetOf(const NetworkInterface& interface) const {
    return the(m_architecture.subnets, sure(interface.subnet));
}

const Vpc& LiteralJourney::vpcOf(const Subnet& subnet) const {
    return the(m_architecture.vpcs, sure(subnet.vpc));
}

/// Fact 2: a packet is judged where it leaves a subnet and where it enters one, never inside.
void LiteralJourney::moveTo(const Subnet* next) {
    if (next == m_in) return;
    if (m_in != nullptr) askAcl(*m_in, RuleDirection::Egress);
    if (next != nullptr) askAcl(*next, RuleDirection::Ingress);
    m_in = next;
}

void LiteralJourney::askAcl(const Subnet& subnet, RuleDirection direction) {
    if (aclAllows(m_architecture, subnet, direction, m_packet)) return;
    throw Lost{direction == RuleDirection::Egress ? "denied-out" : "denied-in"};
}

/// Facts 21-25: whose groups a rule may name: the interface at the other end, by its private
/// address, in the same VPC or in an actively peered one of the same Region.
const NetworkInterface* LiteralJourney::peerOf(const NetworkInterface& interface,
                                               RuleDirection direction) const {
    if (direction == RuleDirection::Ingress) return m_groupsKnown ? m_sender : nullptr;
    const Vpc& here = vpcOf(subnetOf(interface));
    for (const auto& [id, other] : m_architecture.interfaces) {
        if (!holds(*other, m_packet.destination)) continue;
        const Vpc& there = vpcOf(subnetOf(*other));
        if (there.id == here.id) return other.get();
        if (anyBlockHolds(here.blocks, m_packet.destination)) continue;
        if (arePeers(here, there)) return other.get();
    }
    return nullptr;
}

bool LiteralJourney::arePeers(const Vpc& a, const Vpc& b) const {
    for (const auto& [id, peering] : m_architecture.peerings) {
        const ThingId one = sure(peering->requester);
        const ThingId two = sure(peering->accepter);
        const bool joins = (one == a.id && two == b.id) || (one == b.id && two == a.id);
        if (joins && sure(peering->active) && a.region == b.region) return true;
    }
    return false;
}

/// Fact 27: what an interface's groups let through one way, they let back.
void LiteralJourney::askGroups(const NetworkInterface& interface, RuleDirection direction) {
    if (m_reply && std::ranges::count(m_tracked, interface.id) > 0) return;
    const bool out = direction == RuleDirection::Egress;
    const LiteralPeer peer{out ? m_packet.destination : m_packet.source,
                           peerOf(interface, direction)};
    if (!groupsAllow(m_architecture, interface, direction, peer, m_packet)) {
        throw Lost{out ? "denied-out" : "denied-in"};
    }
    if (!m_reply) m_tracked.push_back(interface.id);
}

/// The packet path's first half: groups, then the subnet's router.
LiteralPlace LiteralJourney::send(const NetworkInterface& interface) {
    askGroups(interface, RuleDirection::Egress);
    if (anyBlockHolds(m_in->blocks, m_packet.destination)) {  // Fact 50.
        // Fact 70.
        if (!m_reply && isClassicNode(interface.id)) askAcl(*m_in, RuleDirection::Egress);
        return deliverHere();
    }
    for (const char* never : {"169.254.0.0/16", "169.254.168.0/22", "fd00:ec2::/32", "fe80::/10"}) {
        if (liesIn(m_packet.destination, never)) throw Lost{"not-forwarded"};  // Fact 48.
    }
    return route(*m_in);
}

bool LiteralJourney::isClassicNode(ThingId interface) const {
    const auto* found = m_architecture.interfaces.find(interface);
    if (found == nullptr) return false;
    const auto* balancer = m_architecture.loadBalancers.find((*found)->owner);
    return balancer != nullptr && (*balancer)->kind == LoadBalancerKind::Classic;
}

/// Endpoints with policies, those of Gateway Load Balancers, functions and a transit gateway's own
/// interfaces are not written here.
bool LiteralJourney::isPlain(const NetworkInterface& interface) const {
    if (interface.kind == InterfaceKind::Lambda ||
        interface.kind == InterfaceKind::TransitGatewayAttachment) {
        return false;
    }
    const auto* endpoint = m_architecture.endpoints.find(interface.owner);
    return endpoint == nullptr ||
           ((*endpoint)->kind == EndpointKind::Interface && !(*endpoint)->policy);
}

LiteralJourney::LiteralHolder LiteralJourney::holderOf(const Vpc& vpc) const {
    return holderOf(vpc, m_packet.destination);
}

LiteralJourney::LiteralHolder LiteralJourney::holderOf(const Vpc& vpc,
                                                       const IpAddress& address) const {
    for (const auto& [id, interface] : m_architecture.interfaces) {
        if (interface->kind == InterfaceKind::NatGateway) continue;
        if (vpcOf(subnetOf(*interface)).id == vpc.id && holds(*interface, address)) {
            return {id, {}};
        }
    }
    for (const auto& [id, nat] : m_architecture.natGateways) {
        if (nat->vpc || vpcOf(*nat).id != vpc.id) continue;
        if (sure(nat->privateAddress) == address) return {{}, id};
    }
    return {};
}

const Vpc& LiteralJourney::vpcOf(const NatGateway& nat) const {
    if (nat.vpc) return the(m_architecture.vpcs, sure(*nat.vpc));
    return vpcOf(the(m_architecture.subnets, sure(nat.subnet)));
}

/// Inside the subnet of the destination.
LiteralPlace LiteralJourney::deliverHere() {
    const LiteralHolder holder = holderOf(vpcOf(*m_in));
    if (holder.nat) return answerAtNat(the(m_architecture.natGateways, holder.nat));
    if (!holder.interface) throw Lost{"no-such-host"};
    const NetworkInterface& receiver = the(m_architecture.interfaces, holder.interface);
    askGroups(receiver, RuleDirection::Ingress);
    if (translateBack(receiver.id)) return send(receiver);
    if (!m_reply && !isPlain(receiver)) throw NoOpinion{};
    return {LiteralPlace::Kind::Interface, receiver.id};
}

/// Somewhere in a VPC, by its local route.
LiteralPlace LiteralJourney::deliverIn(const Vpc& vpc) {
    for (const auto& [id, subnet] : m_architecture.subnets) {
        if (sure(subnet->vpc) != vpc.id) continue;
        if (!anyBlockHolds(subnet->blocks, m_packet.destination)) continue;
        moveTo(subnet.get());
        return deliverHere();
    }
    throw Lost{"no-such-host"};
}

/// A device that translated the request translates the answer back, if this is its answer.
bool LiteralJourney::translateBack(ThingId device) {
    if (!m_reply || m_translations.empty()) return false;
    const Translation last = m_translations.back();
    if (last.device != device || last.after.source != m_packet.destination ||
        last.after.destination != m_packet.source) {
        return false;
    }
    m_translations.pop_back();
    m_packet.source = last.before.destination;
    m_packet.destination = last.before.source;
    setClientPort();
    return true;
}

void LiteralJourney::setClientPort() {
    if (m_packet.protocol != 6 && m_packet.protocol != 17) return;
    const int port = m_translations.empty() ? m_flow.packet.sourcePort : m_flow.translatedPort;
    (m_reply ? m_packet.destinationPort : m_packet.sourcePort) = port;
}

void LiteralJourney::translate(ThingId device, const IpAddress& source,
                               const IpAddress& destination) {
    const LiteralPacket before = m_packet;
    m_packet.source = source;
    m_packet.destination = destination;
    m_translations.push_back({device, before, m_packet});
    setClientPort();
}

/// Fact 66: straight to a target of the VPC, or of a peer in the Region. Whether an answer from
/// there needs the route back is not documented, nor what appliances do to such flows.
void LiteralJourney::handOver(const NetworkInterface& from, const NetworkInterface& to) {
    const Vpc& here = vpcOf(subnetOf(from));
    const Vpc& there = vpcOf(subnetOf(to));
    const RouteTable& table = the(m_architecture.routeTables, sure(subnetOf(from).routeTable));
    IpAddress aim = m_packet.destination;
    if (m_reply) {
        const auto own = std::ranges::find_if(to.addresses, [&](const auto& address) {
            return sure(address).family == m_packet.destination.family;
        });
        if (own == to.addresses.end()) throw NoOpinion{};
        aim = sure(*own);
    }
    const Route* best = longestPrefix(table, aim);
    if (best == nullptr && m_reply) throw NoOpinion{};
    if (best == nullptr) throw Lost{"no-route"};
    const bool isGone = best->targetKind == RouteTargetKind::Blackhole;
    if (isGone && !m_reply) throw Lost{"blackhole"};
    const bool isLocal = best->targetKind == RouteTargetKind::Local;
    if (here.id == there.id) {
        if (!isLocal) throw NoOpinion{};
        return;
    }
    const auto* peering = best->targetKind == RouteTargetKind::Peering
                              ? m_architecture.peerings.find(sure(best->target))
                              : nullptr;
    if (m_reply) {
        if (best->targetKind != RouteTargetKind::Peering) throw NoOpinion{};
        return;
    }
    if (peering == nullptr || here.region != there.region) throw Lost{"not-forwarded"};
    const ThingId a = sure((*peering)->requester);
    const ThingId b = sure((*peering)->accepter);
    const bool joins = (a == here.id && b == there.id) || (a == there.id && b == here.id);
    if (!joins || !sure((*peering)->active)) throw Lost{"not-forwarded"};
}

/// Facts 65, 66: the target's filters see the client's address; the answer goes by the node.
std::string LiteralJourney::preserved() {
    const NetworkInterface& node = the(m_architecture.interfaces, *m_flow.preservingNode);
    const NetworkInterface& target = the(m_architecture.interfaces, m_flow.to.thing);
    const bool isFar = vpcOf(subnetOf(node)).id != vpcOf(subnetOf(target)).id;
    const auto leg = [&](const NetworkInterface& from, const NetworkInterface& to) {
        m_in = &subnetOf(from);
        m_sender = &from;
        m_groupsKnown = !m_reply;
        askGroups(from, RuleDirection::Egress);
        if (subnetOf(from).id != subnetOf(to).id && (isFar || !m_reply)) handOver(from, to);
        moveTo(&subnetOf(to));
        askGroups(to, RuleDirection::Ingress);
    };
    try {
        leg(node, target);
    } catch (const Lost& lost) {
        return lost.how;
    }
    if (!turnAround()) return "delivered";
    try {
        leg(target, node);
    } catch (const Lost&) {
        return "reply-blocked";
    }
    return "delivered";
}

}  // namespace archivolt::test
