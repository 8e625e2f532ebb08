#include <algorithm>
#include <tuple>

#include "tests/reachability/symbolic_network.h"

namespace archivolt::test {

namespace {

using At = SymbolicState::At;
using Kind = RouteTargetKind;

template <class T>
const T& known(const Known<T>& value) {
    if (!value.isKnown()) throw SymbolicNetwork::Uncovered{};
    return *value;
}

template <class T>
const T& the(const Table<T>& table, ThingId id) {
    const auto* found = table.find(id);
    if (found == nullptr) throw SymbolicNetwork::Uncovered{};
    return **found;
}

bool contains(const std::vector<ThingId>& list, ThingId id) {
    return std::ranges::find(list, id) != list.end();
}

int rankOf(const Route& route) {
    if (route.source == RouteSource::PropagatedVpn) return 4;
    if (route.source == RouteSource::PropagatedDirectConnect) return 3;
    if (route.prefixList || route.source == RouteSource::Endpoint) return 2;
    return route.targetKind == Kind::Local ? 1 : 0;
}

std::optional<IpAddress> firstFour(const NetworkInterface& interface) {
    for (const auto& own : interface.addresses) {
        if (known(own).family == Family::Ipv4) return *own;
    }
    return std::nullopt;
}

}  // namespace

ThingId SymbolicNetwork::vpcOf(const NetworkInterface& interface) const {
    return known(the(m_architecture.subnets, known(interface.subnet)).vpc);
}

ThingId SymbolicNetwork::vpcOf(const NatGateway& nat) const {
    if (nat.vpc) return known(*nat.vpc);
    return known(the(m_architecture.subnets, known(nat.subnet)).vpc);
}

ThingId SymbolicNetwork::gatewayOf(ThingId vpc) const {
    for (const auto& [id, gateway] : m_architecture.internetGateways) {
        if (contains(gateway->vpcs.ids, vpc)) return id;
    }
    return {};
}

ThingId SymbolicNetwork::egressOnlyOf(ThingId vpc) const {
    for (const auto& [id, gateway] : m_architecture.egressOnlyInternetGateways) {
        if (known(gateway->vpc) == vpc) return id;
    }
    return {};
}

/// Facts 43, 46, 47: best first.
std::vector<std::pair<Cidr, const Route*>> SymbolicNetwork::routesOf(const RouteTable& table) {
    std::vector<std::tuple<int, int, Cidr, const Route*>> routes;
    for (const Route& route : table.routes) {
        if (route.destination) {
            const Cidr& block = known(*route.destination);
            routes.emplace_back(-block.length(), rankOf(route), block, &route);
            continue;
        }
        if (!route.prefixList) throw Uncovered{};
        for (const Cidr& block :
             known(the(m_architecture.prefixLists, known(*route.prefixList)).entries)) {
            routes.emplace_back(-block.length(), 2, block, &route);
        }
    }
    for (const auto& [id, connection] : m_architecture.vpnConnections) {
        if (!connection->vpnGateway || !contains(table.propagating.ids, **connection->vpnGateway))
            continue;
        for (const auto& block : connection->staticRoutes) {
            auto route = std::make_unique<Route>();
            route->targetKind = Kind::VpnGateway;
            route->target = *connection->vpnGateway;
            routes.emplace_back(-known(block).length(), 4, *block, route.get());
            m_propagated.push_back(std::move(route));
        }
    }
    std::ranges::stable_sort(routes, [](const auto& a, const auto& b) {
        return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
    });
    std::vector<std::pair<Cidr, const Route*>> result;
    for (const auto& [length, rank, block, route] : routes) {
        for (const auto& [better, other] : result) {
            const bool tie = better == block && rank == 2 && rankOf(*other) == 2;
            if (tie && known(other->target) != known(route->target)) throw Uncovered{};
        }
        result.emplace_back(block, route);
    }
    return result;
}

z3::expr SymbolicNetwork::routeBy(const State& state, const RouteTable& table, ThingId vpc,
                                  States& next, const NatGateway* by) {
    z3::expr rest = yes();
    if (state.lookups == 32) return no();
    for (const auto& [block, route] : routesOf(table)) {
        const z3::expr here = inBlock(state.destination, block);
        State taken = state;
        ++taken.lookups;
        const bool possible = narrow(taken, rest && here);
        rest = (rest && !here).simplify();
        if (possible && by != nullptr) {
            // Fact 55; and its own table may send nothing back to a NAT gateway.
            if (route->targetKind == Kind::NatGateway && known(route->target) == by->id) continue;
            if (route->targetKind == Kind::InternetGateway && !known(by->isPublic)) continue;
        }
        if (possible) follow(std::move(taken), *route, vpc, next);
        if (rest.is_false()) break;
    }
    return rest;
}

void SymbolicNetwork::follow(State state, const Route& route, ThingId vpc, States& next) {
    const ThingId target = known(route.target);
    if (route.source == RouteSource::PropagatedDirectConnect) throw Uncovered{};
    const auto go = [&](At at, ThingId thing, ThingId other = {}) {
        state.at = at;
        state.thing = thing;
        state.other = other;
        next.push_back(state);
    };
    if (route.targetKind == Kind::NatGateway && m_architecture.natGateways.contains(target))
        return go(At::Nat, target);
    if (route.targetKind == Kind::NetworkInterface && m_architecture.interfaces.contains(target))
        return go(At::Box, target);
    if (route.targetKind == Kind::Instance) {
        const auto* instance = m_architecture.instances.find(target);
        if (instance != nullptr && !(*instance)->interfaces.empty())
            return go(At::Box, (*instance)->interfaces.front());
    }
    state.left = state.subnet;
    cross(state, {});
    switch (route.targetKind) {
        case Kind::Local: return go(At::Vpc, vpc);
        case Kind::InternetGateway: return go(At::InternetGateway, vpc, target);
        case Kind::EgressOnlyInternetGateway: return go(At::EgressOnly, vpc, target);
        case Kind::Peering: return go(At::Peering, vpc, target);
        case Kind::TransitGateway: return go(At::Transit, vpc, target);
        case Kind::VpnGateway: return go(At::VpnGateway, vpc, target);
        case Kind::NatGateway:
        case Kind::NetworkInterface:
        case Kind::Instance:
        case Kind::Blackhole: return;
        case Kind::GatewayEndpoint:
        case Kind::GatewayLoadBalancerEndpoint:
        case Kind::CarrierGateway:
        case Kind::LocalGateway:
        case Kind::CoreNetwork:
        case Kind::Unknown: break;
    }
    throw Uncovered{};
}

/// Fact 58, and the convention that a box before an internet gateway is a NAT instance.
void SymbolicNetwork::throughBox(State state, States& next) {
    const NetworkInterface& box = the(m_architecture.interfaces, state.thing);
    cross(state, known(box.subnet));
    if (known(box.sourceDestCheck) || contains(state.boxes, box.id)) return;
    state.boxes.push_back(box.id);
    state.what = state.what && groups(state, box, RuleDirection::Ingress);
    state.sender = {};
    z3::expr outward = no();
    z3::expr rest = yes();
    const Subnet& subnet = the(m_architecture.subnets, state.subnet);
    for (const auto& [block, route] :
         routesOf(the(m_architecture.routeTables, known(subnet.routeTable)))) {
        const z3::expr here = rest && inBlock(state.destination, block);
        if (route->targetKind == Kind::InternetGateway) outward = outward || here;
        rest = rest && !inBlock(state.destination, block);
    }
    const auto own = firstFour(box);
    if (state.reply || isSix(state.source) || !own) outward = no();
    State plain = state;
    if (narrow(plain, !outward)) send(plain, next);
    if (!narrow(state, outward)) return;
    translate(state, box.id, constant(*own), state.destination);
    send(std::move(state), next);
}

/// Facts 54-57.
void SymbolicNetwork::throughNat(State state, States& next) {
    const NatGateway& nat = the(m_architecture.natGateways, state.thing);
    if (nat.vpc) throw Uncovered{};
    cross(state, known(nat.subnet));
    if (state.reply) return;
    z3::expr destination = state.destination;
    if (isSix(destination)) {
        if (!narrow(state, inText(destination, "64:ff9b::/96"))) return;
        destination = destination.extract(31, 0).simplify();
    }
    z3::expr carried = no();
    for (const unsigned protocol : {1U, 6U, 17U})
        carried = carried || m_flow->protocol == number(protocol, 8);
    state.what = state.what && carried;
    translate(state, nat.id, constant(known(nat.privateAddress)), destination);
    state.sender = {};
    behindNat(state, next);
}

void SymbolicNetwork::behindNat(const State& state, States& next) {
    const NatGateway& nat = the(m_architecture.natGateways, state.thing);
    const ThingId vpc = vpcOf(nat);
    const Subnet& own = the(m_architecture.subnets, known(nat.subnet));
    const z3::expr inside = inBlocks(state.destination, own.blocks);
    State near = state;
    near.at = At::Subnet;
    near.subnet = own.id;
    State out = near;
    if (narrow(near, inside)) {
        crossInside(near);
        next.push_back(near);
    }
    if (!narrow(out, !inside)) return;
    routeBy(out, the(m_architecture.routeTables, known(own.routeTable)), vpc, next, &nat);
}

/// Fact 69, for connections that begin.
z3::expr SymbolicNetwork::publicAccess(const State& state, ThingId vpcId, bool outward,
                                       bool outwardOnly) {
    if (state.reply) return yes();
    const Vpc& vpc = the(m_architecture.vpcs, vpcId);
    const z3::expr& inside = outward ? state.source : state.destination;
    for (const auto& [id, settings] : m_architecture.blockPublicAccess) {
        if (settings->region != vpc.region || settings->account != vpc.account) continue;
        if (known(settings->mode) == "off") continue;
        z3::expr both = no();
        const bool ingressOnly = known(settings->mode) == "block-ingress";
        z3::expr out = ingressOnly ? yes() : no();
        for (const auto& [exclusionId, exclusion] : m_architecture.blockPublicAccessExclusions) {
            z3::expr here = exclusion->vpc && known(*exclusion->vpc) == vpcId ? yes() : no();
            if (exclusion->subnet) {
                const Subnet& subnet = the(m_architecture.subnets, known(*exclusion->subnet));
                if (known(subnet.vpc) == vpcId) here = here || inBlocks(inside, subnet.blocks);
            }
            if (known(exclusion->mode) == "allow-bidirectional") both = both || here;
            // Of this AWS's pages differ.
            if (known(exclusion->mode) == "allow-egress" && !ingressOnly && outward &&
                !outwardOnly && !here.is_false()) {
                throw Uncovered{};
            }
            out = out || here;
        }
        return outward && outwardOnly ? both || out : both;
    }
    return yes();
}

/// Facts 51, 52.
void SymbolicNetwork::outByGateway(const State& leaving, States& next) {
    State state = leaving;
    const ThingId vpc = state.thing;
    if (gatewayOf(vpc) != state.other) return;
    // Fact 107.
    for (const auto& [box, here] : edgeBoxes(state.other, state.source)) {
        if (!state.reply || contains(state.boxes, box)) continue;
        if (!narrow(state, !here)) return;
    }
    const auto leave = [&](const z3::expr& who, const z3::expr& seenAs, bool outwardOnly) {
        State out = state;
        if (!narrow(out, who && publicAccess(state, vpc, true, outwardOnly))) return;
        out.at = At::OntoInternet;
        out.source = seenAs;
        out.sender = {};
        next.push_back(std::move(out));
    };
    if (isSix(state.source)) {
        const Vpc& own = the(m_architecture.vpcs, vpc);
        leave(inBlocks(state.source, own.blocks) && !special(state.source), state.source, false);
        return;
    }
    for (const auto& [id, interface] : m_architecture.interfaces) {
        if (vpcOf(*interface) != vpc || !interface->publicAddress) continue;
        for (const auto& own : interface->addresses) {
            leave(same(state.source, constant(known(own))),
                  constant(known(*interface->publicAddress)), false);
        }
    }
    for (const auto& [id, nat] : m_architecture.natGateways) {
        if (nat->vpc || vpcOf(*nat) != vpc || !nat->publicAddress) continue;
        leave(same(state.source, constant(known(nat->privateAddress))),
              constant(known(*nat->publicAddress)), true);
    }
}

/// Fact 53.
void SymbolicNetwork::outByEgressOnly(State state, States& next) {
    if (egressOnlyOf(state.thing) != state.other || !isSix(state.source) || state.reply) return;
    const z3::expr lets = publicAccess(state, state.thing, true, true);
    if (!narrow(state, !special(state.source) && lets)) return;
    state.egressOnly.push_back(state.other);
    state.sender = {};
    state.at = At::OntoInternet;
    next.push_back(std::move(state));
}

/// An address that the internet sends to this design.
z3::expr SymbolicNetwork::isHere(const z3::expr& address) {
    z3::expr some = no();
    for (const auto& [id, interface] : m_architecture.interfaces) {
        if (!interface->publicAddress) continue;
        some = some || same(address, constant(known(*interface->publicAddress)));
    }
    for (const auto& [id, nat] : m_architecture.natGateways) {
        if (nat->publicAddress) some = some || same(address, constant(known(*nat->publicAddress)));
    }
    if (!isSix(address)) return some;
    for (const auto& [id, vpc] : m_architecture.vpcs)
        some = some || (inBlocks(address, vpc->blocks) && !special(address));
    return some;
}

void SymbolicNetwork::ontoInternet(const State& state, States& next) {
    const z3::expr routed = !special(state.destination);
    State back = state;
    back.at = At::FromInternet;
    if (narrow(back, routed && isHere(state.destination))) next.push_back(std::move(back));
    State out = state;
    if (narrow(out, routed && !isHere(state.destination)))
        arrive(out, {SymbolicPlace::Kind::Internet, {}}, next);
}

void SymbolicNetwork::fromInternet(const State& state, States& next) {
    const auto come = [&](const z3::expr& who, ThingId vpc, const z3::expr& inside) {
        State in = state;
        in.sender = {};
        in.subnet = {};
        if (!narrow(in, who)) return;
        const ThingId egressOnly = egressOnlyOf(vpc);
        in.thing = vpc;
        if (isSix(in.destination) && egressOnly && contains(in.egressOnly, egressOnly)) {
            in.at = At::Vpc;
            next.push_back(std::move(in));
            return;
        }
        in.other = gatewayOf(vpc);
        in.destination = inside;
        in.at = At::Entering;
        if (in.other && narrow(in, publicAccess(in, vpc, false, false)))
            next.push_back(std::move(in));
    };
    for (const auto& [id, interface] : m_architecture.interfaces) {
        const auto own = firstFour(*interface);
        if (!interface->publicAddress || !own) continue;
        come(same(state.destination, constant(known(*interface->publicAddress))), vpcOf(*interface),
             constant(*own));
    }
    for (const auto& [id, nat] : m_architecture.natGateways) {
        if (!nat->publicAddress || nat->vpc) continue;
        come(same(state.destination, constant(known(*nat->publicAddress))), vpcOf(*nat),
             constant(known(nat->privateAddress)));
    }
    if (!isSix(state.destination)) return;
    z3::expr shown = yes();
    for (const auto& [id, interface] : m_architecture.interfaces) {
        // Fact 99.
        const auto* owner = m_architecture.loadBalancers.find(interface->owner);
        const bool isInternal = owner != nullptr && (*owner)->kind == LoadBalancerKind::Network &&
                                !known((*owner)->internetFacing);
        if (interface->kind != InterfaceKind::Endpoint && !isInternal) continue;
        for (const auto& address : interface->addresses) {
            if (known(address).family != Family::Ipv6) continue;
            shown = shown && !same(state.destination, constant(known(address)));
        }
    }
    for (const auto& [id, vpc] : m_architecture.vpcs) {
        come(inBlocks(state.destination, vpc->blocks) && !special(state.destination) && shown, id,
             state.destination);
    }
}

/// Fact 49: by the gateway's own table, where it has one that speaks of the address.
std::vector<std::pair<ThingId, z3::expr>> SymbolicNetwork::edgeBoxes(ThingId gateway,
                                                                     const z3::expr& inside) {
    std::vector<std::pair<ThingId, z3::expr>> boxes;
    if (!m_architecture.internetGateways.contains(gateway)) return boxes;
    for (const auto& [id, table] : m_architecture.routeTables) {
        if (!table->gateway || known(*table->gateway) != gateway) continue;
        z3::expr rest = yes();
        for (const auto& [block, route] : routesOf(*table)) {
            const z3::expr here = rest && inBlock(inside, block);
            rest = rest && !inBlock(inside, block);
            ThingId box = known(route->target);
            if (route->targetKind == Kind::Instance) {
                const auto* instance = m_architecture.instances.find(box);
                if (instance == nullptr || (*instance)->interfaces.empty()) continue;
                box = (*instance)->interfaces.front();
            } else if (route->targetKind != Kind::NetworkInterface) {
                continue;
            }
            if (m_architecture.interfaces.contains(box)) boxes.emplace_back(box, here);
        }
    }
    return boxes;
}

void SymbolicNetwork::enter(const State& entering, States& next) {
    State state = entering;
    // Fact 107.
    for (const auto& [box, here] : edgeBoxes(state.other, state.destination)) {
        const bool isPublic = the(m_architecture.interfaces, box).publicAddress.has_value();
        if (isSix(state.destination) || isPublic) continue;
        if (!narrow(state, !here)) return;
    }
    z3::expr rest = yes();
    for (const auto& [id, table] : m_architecture.routeTables) {
        if (!table->gateway || known(*table->gateway) != state.other) continue;
        rest = routeBy(state, *table, state.thing, next);
    }
    State in = state;
    in.at = At::Vpc;
    if (narrow(in, rest)) next.push_back(std::move(in));
}

}  // namespace archivolt::test
