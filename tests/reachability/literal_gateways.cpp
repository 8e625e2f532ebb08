#include <algorithm>
#include <tuple>

#include "tests/reachability/literal_journey.h"

namespace archivolt::test {

namespace {

/// Fact 46: of equally long prefixes, static over prefix list over propagated.
int rankOf(const Route& route) {
    if (route.source == RouteSource::PropagatedVpn) return 4;
    if (route.source == RouteSource::PropagatedDirectConnect) return 3;
    if (route.prefixList || route.source == RouteSource::Endpoint) return 2;
    return route.targetKind == RouteTargetKind::Local ? 1 : 0;
}

bool contains(const std::vector<ThingId>& list, ThingId id) {
    return std::ranges::find(list, id) != list.end();
}

}  // namespace

/// Facts 43-47. The answer lives as long as the journey, or the architecture.
const Route* LiteralJourney::longestPrefix(const RouteTable& table,
                                           const IpAddress& destination) const {
    std::vector<std::tuple<int, int, const Route*>> matching;  // Longest, then best rank, first.
    const auto consider = [&](const Cidr& block, int rank, const Route* route) {
        if (blockHolds(block, destination)) matching.emplace_back(-block.length(), rank, route);
    };
    for (const Route& route : table.routes) {
        if (route.destination) {
            consider(sure(*route.destination), rankOf(route), &route);
            continue;
        }
        // Which addresses a service's own list holds is not written here.
        if (!route.prefixList || !route.prefixList->isKnown()) throw NoOpinion{};
        for (const Cidr& block : sure(the(m_architecture.prefixLists, **route.prefixList).entries))
            consider(block, 2, &route);
    }
    for (const auto& [id, connection] : m_architecture.vpnConnections) {
        if (!connection->vpnGateway || !contains(table.propagating.ids, **connection->vpnGateway))
            continue;
        for (const auto& block : connection->staticRoutes) {
            m_propagated.push_back({});
            Route& route = m_propagated.back();
            route.destination = block;
            route.targetKind = RouteTargetKind::VpnGateway;
            route.target = *connection->vpnGateway;
            consider(sure(block), 4, &route);
        }
    }
    if (matching.empty()) return nullptr;
    std::ranges::stable_sort(matching, [](const auto& a, const auto& b) {
        return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
    });
    const auto& [length, rank, best] = matching.front();
    for (const auto& [otherLength, otherRank, other] : matching) {
        const bool tie = otherLength == length && rank == 2 && otherRank == 2;
        if (tie && (sure(other->target) != sure(best->target))) throw NoOpinion{};  // Fact 47.
    }
    return best;
}

/// Fact 95: to a NAT gateway across a peering an answer finds back without a route.
bool LiteralJourney::goesBackToNat(const Subnet& subnet) const {
    if (!m_reply || !m_natPeering || m_translations.empty()) return false;
    const Translation& last = m_translations.back();
    return m_architecture.natGateways.contains(last.device) &&
           m_packet.destination == last.after.source && m_natPeering->second == vpcOf(subnet).id &&
           longestPrefix(the(m_architecture.routeTables, sure(subnet.routeTable)),
                         m_packet.destination) == nullptr;
}

LiteralPlace LiteralJourney::route(const Subnet& subnet) {
    if (goesBackToNat(subnet)) {
        m_left = m_in;
        moveTo(nullptr);
        return deliverIn(the(m_architecture.vpcs, m_natPeering->first));
    }
    return routeBy(the(m_architecture.routeTables, sure(subnet.routeTable)), vpcOf(subnet));
}

LiteralPlace LiteralJourney::routeBy(const RouteTable& table, const Vpc& vpc) {
    const Route* best = longestPrefix(table, m_packet.destination);
    if (++m_steps > 32) throw Lost{"loop"};
    if (best == nullptr) throw Lost{"no-route"};
    return take(*best, vpc);
}

LiteralPlace LiteralJourney::take(const Route& route, const Vpc& vpc) {
    // What is learnt over Direct Connect, and what lies outside the design, is not drawn.
    if (route.source == RouteSource::PropagatedDirectConnect) throw NoOpinion{};
    if (m_architecture.externals.contains(sure(route.target))) throw NoOpinion{};
    const ThingId target = sure(route.target);
    if (route.targetKind == RouteTargetKind::NatGateway) {
        const auto* nat = m_architecture.natGateways.find(target);
        if (nat != nullptr) return throughNat(**nat);
    }
    if (route.targetKind == RouteTargetKind::NetworkInterface) {
        const auto* box = m_architecture.interfaces.find(target);
        if (box != nullptr) return throughBox(**box);
    }
    if (route.targetKind == RouteTargetKind::Instance) {
        const auto* instance = m_architecture.instances.find(target);
        if (instance != nullptr && !(*instance)->interfaces.empty())
            return throughBox(the(m_architecture.interfaces, (*instance)->interfaces.front()));
    }
    m_left = m_in;
    moveTo(nullptr);
    switch (route.targetKind) {
        case RouteTargetKind::Local: return deliverIn(vpc);
        case RouteTargetKind::InternetGateway: return throughInternetGateway(vpc, target);
        case RouteTargetKind::EgressOnlyInternetGateway: return throughEgressOnly(vpc, target);
        case RouteTargetKind::Peering: return throughPeering(vpc, target);
        case RouteTargetKind::TransitGateway: return throughTransit(vpc, target);
        case RouteTargetKind::VpnGateway: return throughVpnGateway(vpc, target);
        case RouteTargetKind::NatGateway:
        case RouteTargetKind::NetworkInterface:
        case RouteTargetKind::Instance:
        case RouteTargetKind::Blackhole: throw Lost{"blackhole"};
        case RouteTargetKind::GatewayEndpoint:
        case RouteTargetKind::GatewayLoadBalancerEndpoint:
        case RouteTargetKind::CarrierGateway:
        case RouteTargetKind::LocalGateway:
        case RouteTargetKind::CoreNetwork:
        case RouteTargetKind::Unknown: break;
    }
    throw NoOpinion{};
}

/// Facts 54-57: a NAT gateway begins connections for others, and carries TCP, UDP and ICMP.
LiteralPlace LiteralJourney::throughNat(const NatGateway& nat) {
    if (nat.vpc) throw NoOpinion{};  // Regional ones are not written here.
    moveTo(&the(m_architecture.subnets, sure(nat.subnet)));
    if (m_reply) throw Lost{"denied-in"};
    IpAddress destination = m_packet.destination;
    if (destination.family == Family::Ipv6) {
        if (!liesIn(destination, "64:ff9b::/96")) throw Lost{"not-forwarded"};
        destination = IpAddress::v4(static_cast<std::uint32_t>(destination.low & 0xFFFFFFFFU));
    }
    const int protocol = m_packet.protocol;
    if (protocol != 6 && protocol != 17 && protocol != 1) throw Lost{"not-forwarded"};
    translate(nat.id, sure(nat.privateAddress), destination);
    m_sender = nullptr;
    return behindNat(nat);
}

LiteralPlace LiteralJourney::behindNat(const NatGateway& nat) {
    const Subnet& own = the(m_architecture.subnets, sure(nat.subnet));
    m_in = &own;
    if (anyBlockHolds(own.blocks, m_packet.destination)) {
        if (isClassicNode(holderOf(vpcOf(own)).interface)) {
            askAcl(own, RuleDirection::Egress);
            askAcl(own, RuleDirection::Ingress);
        }
        return deliverHere();
    }
    const RouteTable& table = the(m_architecture.routeTables, sure(own.routeTable));
    const Route* best = longestPrefix(table, m_packet.destination);
    if (best != nullptr && best->targetKind == RouteTargetKind::NatGateway &&
        sure(best->target) == nat.id) {
        throw Lost{"loop"};
    }
    if (best != nullptr && best->targetKind == RouteTargetKind::InternetGateway &&
        !sure(nat.isPublic)) {
        throw Lost{"not-forwarded"};  // Fact 55.
    }
    return routeBy(table, vpcOf(own));
}

LiteralPlace LiteralJourney::answerAtNat(const NatGateway& nat) {
    if (!translateBack(nat.id)) throw Lost{"denied-in"};
    return behindNat(nat);
}

/// Fact 58, and the convention that a box before an internet gateway is a NAT instance.
LiteralPlace LiteralJourney::throughBox(const NetworkInterface& box) {
    moveTo(&subnetOf(box));
    if (sure(box.sourceDestCheck)) throw Lost{"denied-in"};
    if (contains(m_boxes, box.id)) throw Lost{"loop"};
    m_boxes.push_back(box.id);
    askGroups(box, RuleDirection::Ingress);
    m_sender = nullptr;  // Fact 23.
    const RouteTable& table = the(m_architecture.routeTables, sure(m_in->routeTable));
    const Route* onward = longestPrefix(table, m_packet.destination);
    const bool nat = onward != nullptr && onward->targetKind == RouteTargetKind::InternetGateway;
    if (nat && !m_reply && m_packet.source.family == Family::Ipv4) {
        for (const auto& own : box.addresses) {
            if (sure(own).family != Family::Ipv4) continue;
            translate(box.id, sure(own), m_packet.destination);
            break;
        }
    }
    return send(box);
}

const InternetGateway* LiteralJourney::internetGatewayOf(const Vpc& vpc) const {
    for (const auto& [id, gateway] : m_architecture.internetGateways) {
        if (contains(gateway->vpcs.ids, vpc.id)) return gateway.get();
    }
    return nullptr;
}

const EgressOnlyInternetGateway* LiteralJourney::egressOnlyOf(const Vpc& vpc) const {
    for (const auto& [id, gateway] : m_architecture.egressOnlyInternetGateways) {
        if (sure(gateway->vpc) == vpc.id) return gateway.get();
    }
    return nullptr;
}

std::optional<IpAddress> LiteralJourney::publicAddressOf(ThingId interface) const {
    const NetworkInterface& holder = the(m_architecture.interfaces, interface);
    if (!holder.publicAddress) return std::nullopt;
    return sure(*holder.publicAddress);
}

std::optional<IpAddress> LiteralJourney::publicAddressOf(const NatGateway& nat) const {
    if (nat.publicAddress) return sure(*nat.publicAddress);
    for (const ThingId elastic : nat.elasticIps.ids) {
        return sure(the(m_architecture.elasticIps, elastic).address);
    }
    return std::nullopt;
}

/// Fact 69, for connections that begin.
bool LiteralJourney::publicAccessLets(const Vpc& vpc, const IpAddress& inside, bool outward,
                                      bool outwardOnly) const {
    if (m_reply) return true;
    for (const auto& [id, settings] : m_architecture.blockPublicAccess) {
        if (settings->region != vpc.region || settings->account != vpc.account) continue;
        if (sure(settings->mode) == "off") continue;
        const bool ingressOnly = sure(settings->mode) == "block-ingress";
        bool excluded = false;
        for (const auto& [exclusionId, exclusion] : m_architecture.blockPublicAccessExclusions) {
            bool here = exclusion->vpc && sure(*exclusion->vpc) == vpc.id;
            if (exclusion->subnet) {
                const Subnet& subnet = the(m_architecture.subnets, sure(*exclusion->subnet));
                here = here || (sure(subnet.vpc) == vpc.id && anyBlockHolds(subnet.blocks, inside));
            }
            if (here && sure(exclusion->mode) == "allow-bidirectional") return true;
            excluded = excluded || here;
        }
        // Of this AWS's pages differ.
        if (excluded && !ingressOnly && outward && !outwardOnly) throw NoOpinion{};
        return (ingressOnly || excluded) && outward && outwardOnly;
    }
    return true;
}

/// Facts 51, 52: IPv4 by a public address of one's own, IPv6 as it is.
LiteralPlace LiteralJourney::throughInternetGateway(const Vpc& vpc, ThingId gateway) {
    const InternetGateway* attached = internetGatewayOf(vpc);
    if (attached == nullptr || attached->id != gateway) throw Lost{"blackhole"};
    const IpAddress inside = m_packet.source;
    const ThingId box = edgeBox(gateway, inside);
    if (m_reply && box && !contains(m_boxes, box)) throw Lost{"not-forwarded"};  // Fact 107.
    const LiteralHolder holder = holderOf(vpc, inside);
    std::optional<IpAddress> outside;
    if (inside.family == Family::Ipv6) {
        if (anyBlockHolds(vpc.blocks, inside) && !isSpecial(inside)) outside = inside;
    } else if (holder.interface) {
        outside = publicAddressOf(holder.interface);
    } else if (holder.nat) {
        outside = publicAddressOf(the(m_architecture.natGateways, holder.nat));
    }
    if (!outside) throw Lost{"no-public-address"};
    if (!publicAccessLets(vpc, inside, true, static_cast<bool>(holder.nat)))
        throw Lost{"denied-out"};
    m_packet.source = *outside;
    m_sender = nullptr;
    return toInternet();
}

/// Fact 53.
LiteralPlace LiteralJourney::throughEgressOnly(const Vpc& vpc, ThingId gateway) {
    const EgressOnlyInternetGateway* attached = egressOnlyOf(vpc);
    if (attached == nullptr || attached->id != gateway) throw Lost{"blackhole"};
    if (m_packet.source.family == Family::Ipv4) throw Lost{"not-forwarded"};
    if (isSpecial(m_packet.source)) throw Lost{"no-public-address"};
    if (m_reply) throw Lost{"denied-in"};
    if (!publicAccessLets(vpc, m_packet.source, true, true)) throw Lost{"denied-out"};
    m_egressOnly.push_back(gateway);
    m_sender = nullptr;
    return toInternet();
}

LiteralPlace LiteralJourney::toInternet() {
    const IpAddress& destination = m_packet.destination;
    if (isSpecial(destination)) throw Lost{"no-route"};
    bool here = false;
    for (const auto& [id, interface] : m_architecture.interfaces)
        here = here || publicAddressOf(id) == destination;
    for (const auto& [id, nat] : m_architecture.natGateways)
        here = here || publicAddressOf(*nat) == destination;
    for (const auto& [id, vpc] : m_architecture.vpcs)
        here =
            here || (destination.family == Family::Ipv6 && anyBlockHolds(vpc->blocks, destination));
    if (here) return fromInternet();
    return {LiteralPlace::Kind::Internet, {}};
}

bool LiteralJourney::mayBeGiven(const IpAddress& address) const {
    const Cidr chosen = *Cidr::parse("198.18.0.0/15");
    const Cidr chosenOfSix = *Cidr::parse("2001:db8::/32");
    if (chosen.contains(address) || chosenOfSix.contains(address)) return false;
    if (address.family == Family::Ipv6) {
        return std::ranges::any_of(m_architecture.vpcs,
                                   [](const auto& entry) { return entry.second->amazonIpv6; });
    }
    const auto isChosen = [&](const std::optional<IpAddress>& own) {
        return own && chosen.contains(*own);
    };
    bool may = false;
    for (const auto& [id, interface] : m_architecture.interfaces) {
        may = may || isChosen(publicAddressOf(id));
    }
    for (const auto& [id, nat] : m_architecture.natGateways) {
        may = may || isChosen(publicAddressOf(*nat));
    }
    return may;
}

LiteralPlace LiteralJourney::fromInternet() {
    m_in = nullptr;
    m_sender = nullptr;
    const IpAddress destination = m_packet.destination;
    const Vpc* target = nullptr;
    IpAddress inside = destination;
    for (const auto& [id, vpc] : m_architecture.vpcs) {
        if (target != nullptr || destination.family == Family::Ipv4 || isSpecial(destination))
            break;
        if (anyBlockHolds(vpc->blocks, destination)) target = vpc.get();
    }
    for (const auto& [id, nat] : m_architecture.natGateways) {
        if (publicAddressOf(*nat) != destination) continue;
        if (nat->vpc) throw NoOpinion{};
        target = &vpcOf(*nat);
        inside = sure(nat->privateAddress);
    }
    for (const auto& [id, interface] : m_architecture.interfaces) {
        if (publicAddressOf(id) != destination) continue;
        target = &vpcOf(subnetOf(*interface));
        const auto four = std::ranges::find_if(
            interface->addresses, [](const auto& own) { return sure(own).family == Family::Ipv4; });
        if (four != interface->addresses.end()) inside = sure(*four);
    }
    if (target == nullptr) {
        const auto& aim = m_reply ? m_flow.from : m_flow.to;
        const bool asked = aim.kind == LiteralPlace::Kind::Interface &&
                           holds(the(m_architecture.interfaces, aim.thing), destination);
        if (!asked && isSpecial(destination)) throw Lost{"no-route"};  // As on the way out.
        if (!asked && mayBeGiven(destination)) throw Lost{"unknown"};
        throw Lost{asked ? "no-public-address" : "no-such-host"};
    }
    const EgressOnlyInternetGateway* egressOnly = egressOnlyOf(*target);
    const bool six = destination.family == Family::Ipv6;
    if (six && m_reply && egressOnly != nullptr && contains(m_egressOnly, egressOnly->id))
        return deliverIn(*target);
    const InternetGateway* gateway = internetGatewayOf(*target);
    if (gateway == nullptr) throw Lost{six && egressOnly != nullptr ? "denied-in" : "no-route"};
    for (const auto& [id, interface] : m_architecture.interfaces) {
        // Fact 99.
        const auto* owner = m_architecture.loadBalancers.find(interface->owner);
        const bool isInternal = owner != nullptr && (*owner)->kind == LoadBalancerKind::Network &&
                                !sure((*owner)->internetFacing);
        const bool isHidden = interface->kind == InterfaceKind::Endpoint || isInternal;
        if (six && isHidden && holds(*interface, destination)) throw Lost{"not-forwarded"};
    }
    m_packet.destination = inside;
    if (!publicAccessLets(*target, inside, false, false)) throw Lost{"denied-in"};
    const ThingId box = edgeBox(gateway->id, inside);
    if (box && !six && !publicAddressOf(box)) throw Lost{"no-public-address"};  // Fact 107.
    return enterByEdge(*target, gateway->id);
}

/// Fact 107: the interface that an internet gateway's own table sends an address to.
ThingId LiteralJourney::edgeBox(ThingId gateway, const IpAddress& inside) const {
    if (!m_architecture.internetGateways.contains(gateway)) return {};
    for (const auto& [id, table] : m_architecture.routeTables) {
        if (!table->gateway || sure(*table->gateway) != gateway) continue;
        const Route* best = longestPrefix(*table, inside);
        if (best == nullptr) continue;
        const ThingId target = sure(best->target);
        if (best->targetKind == RouteTargetKind::Instance) {
            const auto* instance = m_architecture.instances.find(target);
            const bool has = instance != nullptr && !(*instance)->interfaces.empty();
            return has ? (*instance)->interfaces.front() : ThingId();
        }
        const bool isBox = best->targetKind == RouteTargetKind::NetworkInterface &&
                           m_architecture.interfaces.contains(target);
        return isBox ? target : ThingId();
    }
    return {};
}

/// Fact 49: a gateway's own table decides first, where it has one that speaks of the address.
LiteralPlace LiteralJourney::enterByEdge(const Vpc& vpc, ThingId gateway) {
    for (const auto& [id, table] : m_architecture.routeTables) {
        if (!table->gateway || sure(*table->gateway) != gateway) continue;
        if (longestPrefix(*table, m_packet.destination) != nullptr) return routeBy(*table, vpc);
    }
    return deliverIn(vpc);
}

}  // namespace archivolt::test
