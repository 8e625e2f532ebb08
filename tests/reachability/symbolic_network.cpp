#include "tests/reachability/symbolic_network.h"

#include <algorithm>

namespace archivolt::test {

namespace {

using At = SymbolicState::At;

template <class T>
const T& known(const Known<T>& value) {
    if (!value.isKnown()) throw SymbolicNetwork::Uncovered{};
    return *value;
}

/// Returns a thing that the encoding needs.
template <class T>
const T& the(const Table<T>& table, ThingId id) {
    const auto* found = table.find(id);
    if (found == nullptr) throw SymbolicNetwork::Uncovered{};
    return **found;
}

}  // namespace

std::optional<z3::expr> SymbolicNetwork::passes(const SymbolicFlow& flow) {
    m_flow = &flow;
    const State base{At::Arrived, {}, {}, flow.source, flow.destination, yes(), yes()};
    try {
        z3::expr passes = no();
        for (const State& there : explore(start(flow.from, base))) {
            const z3::expr here = there.where && there.what;
            if (there.end.kind == SymbolicPlace::Kind::LocalService) {
                passes = passes || here;
                continue;
            }
            if (flow.to.kind == SymbolicPlace::Kind::Interface && !(there.end == flow.to)) continue;
            z3::expr home = isOneWay();
            for (const State& back : explore(answerOf(there))) {
                const bool right =
                    back.end.kind == flow.from.kind &&
                    (back.end.kind != SymbolicPlace::Kind::Interface || back.end == flow.from);
                if (!right) continue;
                home = home || (back.where && back.what && same(back.source, flow.destination) &&
                                same(back.destination, flow.source));
            }
            passes = passes || (here && home);
        }
        return passes;
    } catch (const Uncovered&) {
        return std::nullopt;
    }
}

SymbolicState SymbolicNetwork::start(const SymbolicPlace& place, const State& base) {
    State state = base;
    switch (place.kind) {
        case SymbolicPlace::Kind::Interface: {
            const NetworkInterface& self = the(m_architecture.interfaces, place.thing);
            const bool opens = self.kind != InterfaceKind::Endpoint &&
                               self.kind != InterfaceKind::TransitGatewayAttachment;
            if (!state.reply && !opens) throw Uncovered{};
            state.at = At::Sender;
            state.thing = place.thing;
            state.subnet = known(self.subnet);
            for (const auto& own : self.addresses) {
                const z3::expr mine = same(state.source, constant(known(own))).simplify();
                if (mine.is_true()) state.sender = place.thing;
            }
            return state;
        }
        case SymbolicPlace::Kind::Internet: state.at = At::FromInternet; return state;
        case SymbolicPlace::Kind::OnPremises:
            state.at = At::OnPremises;
            state.thing = place.thing;
            return state;
        case SymbolicPlace::Kind::Nowhere:
        case SymbolicPlace::Kind::LocalService: break;
    }
    throw Uncovered{};
}

/// The answer starts where the request ended; it remembers who tracks and who translated it.
SymbolicState SymbolicNetwork::answerOf(const State& state) {
    State answer{At::Arrived, {}, {}, state.destination, state.source, state.where, yes()};
    answer.reply = true;
    answer.zone = state.zone;
    answer.tracked = state.tracked;
    answer.egressOnly = state.egressOnly;
    answer.translations = state.translations;
    return start(state.end, answer);
}

SymbolicNetwork::States SymbolicNetwork::explore(State first) {
    States arrived;
    States open = {std::move(first)};
    while (!open.empty()) {
        const State state = open.back();
        open.pop_back();
        if (state.at == At::Arrived) {
            arrived.push_back(state);
        } else {
            step(state, open);
        }
    }
    return arrived;
}

bool SymbolicNetwork::narrow(State& state, const z3::expr& where) {
    const z3::expr more = where.simplify();
    if (more.is_true()) return true;
    if (more.is_false()) return false;
    state.where = (state.where && more).simplify();
    m_solver.push();
    m_solver.add(m_flow->where && state.where);
    const bool possible = m_solver.check() != z3::unsat;
    m_solver.pop();
    return possible;
}

void SymbolicNetwork::arrive(State state, SymbolicPlace end, States& next) {
    state.at = At::Arrived;
    state.end = end;
    next.push_back(std::move(state));
}

/// Fact 2: a packet is judged where it leaves a subnet and where it enters one.
void SymbolicNetwork::cross(State& state, ThingId subnet) {
    if (state.subnet == subnet) return;
    if (state.subnet) {
        state.what = state.what &&
                     acl(state, the(m_architecture.subnets, state.subnet), RuleDirection::Egress);
    }
    if (subnet) {
        state.what =
            state.what && acl(state, the(m_architecture.subnets, subnet), RuleDirection::Ingress);
    }
    state.subnet = subnet;
}

void SymbolicNetwork::translate(State& state, ThingId device, const z3::expr& source,
                                const z3::expr& destination) {
    state.translations.push_back({device, state.source, state.destination, source, destination});
    state.source = source;
    state.destination = destination;
}

z3::expr SymbolicNetwork::isBackAt(const State& state, ThingId device) {
    if (!state.reply || state.translations.empty()) return no();
    const auto& last = state.translations.back();
    if (last.device != device) return no();
    return same(state.destination, last.sourceAfter) && same(state.source, last.destinationAfter);
}

void SymbolicNetwork::translateBack(State& state) {
    const auto last = state.translations.back();
    state.translations.pop_back();
    state.source = last.destinationBefore;
    state.destination = last.sourceBefore;
}

void SymbolicNetwork::step(const State& state, States& next) {
    switch (state.at) {
        case At::Sender: return sendFirst(state, next);
        case At::Router: {
            const Subnet& subnet = the(m_architecture.subnets, state.subnet);
            const z3::expr rest =
                routeBy(state, the(m_architecture.routeTables, known(subnet.routeTable)),
                        known(subnet.vpc), next);
            return backToNat(state, rest, next);
        }
        case At::Vpc: return intoVpc(state, next);
        case At::Subnet: return intoSubnet(state, next);
        case At::Receiver: return receive(state, next);
        case At::Box: return throughBox(state, next);
        case At::Nat: return throughNat(state, next);
        case At::BehindNat: return behindNat(state, next);
        case At::InternetGateway: return outByGateway(state, next);
        case At::EgressOnly: return outByEgressOnly(state, next);
        case At::OntoInternet: return ontoInternet(state, next);
        case At::FromInternet: return fromInternet(state, next);
        case At::Entering: return enter(state, next);
        case At::Peering: return throughPeering(state, next);
        case At::Transit: return throughTransit(state, next);
        case At::TransitTable: return byTransitTable(state, next);
        case At::VpnGateway: return throughVpn(state, next);
        case At::OnPremises: return fromOnPremises(state, next);
        case At::Arrived: return;
    }
}

/// Facts 14, 15: services beside the interface come before everything.
void SymbolicNetwork::sendFirst(const State& state, States& next) {
    const z3::expr service =
        isService(state.destination, vpcOf(the(m_architecture.interfaces, state.thing)));
    State there = state;
    if (narrow(there, service)) {
        arrive(there, {SymbolicPlace::Kind::LocalService, {}}, next);
    }
    State out = state;
    if (narrow(out, !service)) send(out, next);
}

void SymbolicNetwork::send(State state, States& next) {
    const NetworkInterface& self = the(m_architecture.interfaces, state.thing);
    const Subnet& subnet = the(m_architecture.subnets, state.subnet);
    state.what = state.what && groups(state, self, RuleDirection::Egress);
    const z3::expr inside = inBlocks(state.destination, subnet.blocks);
    State near = state;
    near.at = At::Subnet;
    if (narrow(near, inside)) {
        crossInside(near);
        next.push_back(near);
    }
    const z3::expr never = inText(state.destination, "169.254.0.0/16") ||
                           inText(state.destination, "fd00:ec2::/32") ||
                           inText(state.destination, "fe80::/10");
    state.at = At::Router;
    if (narrow(state, !inside && !never)) next.push_back(std::move(state));
}

/// Fact 70: what a classic balancer's node passes on meets the outbound entries inside its subnet.
void SymbolicNetwork::crossInside(State& state) {
    const auto* sender = m_architecture.interfaces.find(state.thing);
    if (state.reply || sender == nullptr) return;
    const auto* owner = m_architecture.loadBalancers.find((*sender)->owner);
    if (owner == nullptr || (*owner)->kind != LoadBalancerKind::Classic) return;
    const Subnet& subnet = the(m_architecture.subnets, state.subnet);
    state.what = state.what && acl(state, subnet, RuleDirection::Egress);
}

void SymbolicNetwork::intoVpc(const State& state, States& next) {
    for (const auto& [id, subnet] : m_architecture.subnets) {
        if (known(subnet->vpc) != state.thing) continue;
        State into = state;
        into.at = At::Subnet;
        if (!narrow(into, inBlocks(state.destination, subnet->blocks))) continue;
        cross(into, id);
        next.push_back(std::move(into));
    }
}

void SymbolicNetwork::intoSubnet(const State& state, States& next) {
    const ThingId vpc = known(the(m_architecture.subnets, state.subnet).vpc);
    for (const auto& [id, interface] : m_architecture.interfaces) {
        if (vpcOf(*interface) != vpc) continue;
        for (const auto& address : interface->addresses) {
            State there = state;
            there.at = At::Receiver;
            there.thing = id;
            if (!narrow(there, same(state.destination, constant(known(address))))) continue;
            next.push_back(std::move(there));
        }
    }
    for (const auto& [id, nat] : m_architecture.natGateways) {
        if (nat->vpc || vpcOf(*nat) != vpc) continue;
        const z3::expr here = same(state.destination, constant(known(nat->privateAddress)));
        State back = state;
        back.at = At::BehindNat;
        back.thing = id;
        if (!narrow(back, here && isBackAt(state, id))) continue;
        translateBack(back);
        next.push_back(std::move(back));
    }
}

void SymbolicNetwork::receive(State state, States& next) {
    state.what = state.what &&
                 groups(state, the(m_architecture.interfaces, state.thing), RuleDirection::Ingress);
    const z3::expr back = isBackAt(state, state.thing);
    State here = state;
    const auto* endpoint =
        m_architecture.endpoints.find(the(m_architecture.interfaces, state.thing).owner);
    const InterfaceKind kind = the(m_architecture.interfaces, state.thing).kind;
    const bool plain = kind != InterfaceKind::Lambda &&
                       kind != InterfaceKind::TransitGatewayAttachment &&
                       (endpoint == nullptr ||
                        ((*endpoint)->kind == EndpointKind::Interface && !(*endpoint)->policy));
    if (narrow(here, !back)) {
        if (!state.reply && !plain) throw Uncovered{};
        arrive(here, {SymbolicPlace::Kind::Interface, state.thing}, next);
    }
    if (!narrow(state, back)) return;
    translateBack(state);
    send(std::move(state), next);
}

}  // namespace archivolt::test
