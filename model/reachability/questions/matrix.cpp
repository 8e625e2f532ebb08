#include "model/reachability/questions/matrix.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "model/reachability/index/tiers.h"
#include "model/reachability/index/unmodelled.h"
#include "model/reachability/questions/balancer_legs.h"
#include "model/reachability/questions/candidates.h"
#include "model/reachability/questions/private_link.h"
#include "model/reachability/sets/all_pairs.h"
#include "model/reachability/sets/client_ports.h"

namespace archivolt {

namespace {

/// The class of every interface.
PerNode<InterfaceNode, std::size_t> classOfEach(const Reachability& reachability) {
    PerNode<InterfaceNode, std::size_t> result(reachability.network().interfaces().size(), 0);
    const auto classes = interfaceClasses(reachability);
    for (std::size_t c = 0; c < classes.size(); ++c) {
        for (const InterfaceIndex member : classes[c].members) {
            result[member] = c;
        }
    }
    return result;
}

/// Groups the interfaces of a network into ends, in the order of their first interfaces.
class Grouper {
public:
    Grouper(const Reachability& reachability, MatrixBy by)
        : m_network(reachability.network()), m_by(by), m_tiers(tiersOf(m_network)) {
        if (by == MatrixBy::Instance) m_classes = classOfEach(reachability);
    }

    std::vector<Endpoint> ends() {
        std::map<std::string, std::size_t> places;
        std::vector<Endpoint> ends;
        for (const InterfaceIndex i : m_network.interfaces().indices()) {
            const InterfaceNode& node = m_network.interfaces()[i];
            const bool silent = !node.accepts && !node.opens;
            if (silent || node.interface->kind == InterfaceKind::NatGateway) continue;
            const auto [name, key] = nameOf(node);
            const auto [at, isNew] = places.emplace(key, ends.size());
            if (isNew) {
                ends.emplace_back().name = name;
                if (m_by == MatrixBy::Instance) setBalancer(node, ends.back());
            }
            ends[at->second].interfaces.push_back(i);
        }
        return m_by == MatrixBy::Instance ? joined(std::move(ends)) : ends;
    }

private:
    /// Returns an end's name, and what tells it from others of the same name.
    [[nodiscard]] std::pair<std::string, std::string> nameOf(const InterfaceNode& node) const {
        const auto named = [](const Thing& thing) {
            return std::pair(thing.name, fmt::format("{}", thing.id.value()));
        };
        if (m_by == MatrixBy::Instance || node.subnet == kNone) {
            const Thing* owner = node.interface->owner
                                     ? m_network.architecture().find(node.interface->owner)
                                     : nullptr;
            return named(owner != nullptr ? *owner : *node.interface);
        }
        const SubnetNode& subnet = m_network.subnets()[node.subnet];
        if (m_by == MatrixBy::Subnet || node.vpc == kNone) return named(*subnet.subnet);
        const char* tier = tierName(m_tiers[node.subnet]);
        const Vpc& vpc = *m_network.vpcs()[node.vpc].vpc;
        const std::string name =
            m_network.vpcs().size() == 1 ? tier : fmt::format("{} {}", vpc.name, tier);
        return {name, fmt::format("{} {}", vpc.id.value(), tier)};
    }

    void setBalancer(const InterfaceNode& node, Endpoint& end) const {
        const auto* balancer = m_network.architecture().loadBalancers.find(node.interface->owner);
        if (balancer != nullptr) end.balancer = balancer->get();
        const bool isDoor = node.endpoint != nullptr && node.endpoint->balancers;
        if (isDoor) end.door = node.endpoint;
    }

    /// Joins the ends whose interfaces are of the same classes: nothing tells them apart.
    [[nodiscard]] std::vector<Endpoint> joined(std::vector<Endpoint> ends) const {
        std::map<std::vector<std::size_t>, std::size_t> places;
        std::vector<Endpoint> result;
        for (Endpoint& end : ends) {
            std::vector<std::size_t> key;
            for (const InterfaceIndex index : end.interfaces) {
                key.push_back(m_classes[index]);
            }
            std::ranges::sort(key);
            const bool alone = end.balancer != nullptr || end.door != nullptr;
            const auto at = places.find(key);
            if (alone || at == places.end()) {
                if (!alone) places.emplace(std::move(key), result.size());
                result.push_back(std::move(end));
                continue;
            }
            Endpoint& first = result[at->second];
            first.name += ", " + end.name;
            first.interfaces.insert(first.interfaces.end(), end.interfaces.begin(),
                                    end.interfaces.end());
        }
        for (Endpoint& end : result) std::ranges::sort(end.interfaces);
        return result;
    }

    const NetworkIndex& m_network;
    MatrixBy m_by;
    PerNode<SubnetNode, Tier> m_tiers;
    PerNode<InterfaceNode, std::size_t> m_classes;
};

/// Answers one cell after the other.
class CellMaker {
public:
    CellMaker(const Reachability& reachability, const MatrixQuestion& question)
        : m_reachability(reachability),
          m_network(reachability.network()),
          m_question(question),
          m_classes(classOfEach(reachability)) {}

    /// Returns the cell; false where there is no way to ask, or nothing may pass.
    bool make(const Endpoint& from, const Endpoint& to, MatrixCell& cell) {
        // What the internet does with itself is no business of a design.
        if (from.interfaces.empty() && !from.outside.empty() && to.interfaces.empty()) return false;
        ReachQuestion asked{senders(from), {}, m_question.protocol, m_question.ports, cell.family};
        asked.to = receivers(to, asked.from);
        const bool asksForAll = !m_question.protocol && m_question.ports == PortSet::all();
        const TrafficSet wanted = asksForAll ? TrafficSet::all() : askedTraffic(asked, cell.family);
        bool isFirst = true;
        std::set<std::string> why;
        std::vector<Candidate> ways = candidatesOf(m_network, asked);
        for (std::size_t i = 0; i < ways.size(); ++i) {
            std::size_t zones = 1;
            const TrafficBounds passes = passesOn(ways[i], to, wanted, {why, zones});
            for (std::size_t zone = 1; ways[i].flow.transitZone == 0 && zone < zones; ++zone) {
                ways.push_back(ways[i]);
                ways.back().flow.transitZone = static_cast<std::uint8_t>(zone);
            }
            cell.some |= passes;
            cell.every = isFirst ? passes.sure : cell.every & passes.sure;
            isFirst = false;
        }
        if (cell.some.sure != cell.some.possible) cell.why.assign(why.begin(), why.end());
        return !cell.some.possible.empty();
    }

private:
    /// Keeps one interface of each class, or two where one of them is a sender as well.
    [[nodiscard]] std::vector<InterfaceIndex> thinned(
        const std::vector<InterfaceIndex>& interfaces,
        const std::vector<InterfaceIndex>& senders) const {
        std::map<std::size_t, int> kept;
        std::vector<InterfaceIndex> result;
        for (const InterfaceIndex index : interfaces) {
            int& count = kept[m_classes[index]];
            const bool sends = std::ranges::binary_search(senders, index);
            if (count > 0) continue;
            if (!sends) ++count;
            result.push_back(index);
        }
        return result;
    }

    [[nodiscard]] Endpoint senders(Endpoint end) const {
        end.interfaces = thinned(end.interfaces, {});
        return end;
    }
    [[nodiscard]] Endpoint receivers(Endpoint end, const Endpoint& from) const {
        if (end.balancer == nullptr && end.door == nullptr)
            end.interfaces = thinned(end.interfaces, from.interfaces);
        return end;
    }

    /// What is told of a way besides what passes.
    struct Told {
        std::set<std::string>& why;
        std::size_t& transitZones;
    };
    TrafficBounds passesOn(const Candidate& way, const Endpoint& to, const TrafficSet& wanted,
                           const Told& told) const {
        std::set<std::string>& why = told.why;
        const TrafficBetween between =
            trafficBetween(m_network, m_reachability.filters(), {way.flow, false});
        told.transitZones = between.transitZones;
        const PortSet clientPorts = clientPortsOf(m_network, way.flow.from);
        TrafficBounds passes = between.roundTrip(clientPorts);
        passes &= {wanted, wanted};
        if (passes.possible.empty()) return passes;
        const bool uncertain = passes.sure != passes.possible;
        if (uncertain) addReasons(way, between, passes.possible - passes.sure, why);
        if (to.balancer == nullptr && to.door == nullptr) return passes;
        const IpAddress client = between.client.value_or(way.flow.ends.source);
        const InterfaceIndex node = way.flow.to.interface;
        const CompiledFilters& filters = m_reachability.filters();
        const PassedOn on =
            to.door != nullptr
                ? passedOnBehind(m_network, filters, *to.door, node, client)
                : BalancerLegs(m_network, filters, *to.balancer).passedOn(node, client);
        passes &= on.traffic;
        if (passes.sure != passes.possible) why.insert(on.unknowns.begin(), on.unknowns.end());
        return passes;
    }

    /// Says why a packet of `open` may pass or not: what the walk met, else what a trace meets.
    void addReasons(const Candidate& way, const TrafficBetween& between, const TrafficSet& open,
                    std::set<std::string>& why) const {
        if (!between.unknowns.empty()) {
            why.insert(between.unknowns.begin(), between.unknowns.end());
            return;
        }
        TraceQuestion question;
        question.from = way.flow.from;
        question.to = way.flow.to;
        question.packet.ends = way.flow.ends;
        question.packet.protocol = open.protocols().front();
        const PortSet ports = open.ports(question.packet.protocol);
        if (hasPorts(question.packet.protocol)) {
            question.packet.destinationPort = ports.ranges().front().first;
            const PortSet answered =
                between.reply.front().possible.ports(question.packet.protocol) &
                clientPortsOf(m_network, way.flow.from);
            question.packet.sourcePort =
                answered.empty() ? question.translatedPort : answered.ranges().front().first;
        }
        question.findAllBlockers = false;
        const Trace trace = traceFlow(m_network, question);
        why.insert(trace.unknowns.begin(), trace.unknowns.end());
        if (trace.unknowns.empty()) why.insert("it depends on the client's port");
    }

    const Reachability& m_reachability;
    const NetworkIndex& m_network;
    const MatrixQuestion& m_question;
    PerNode<InterfaceNode, std::size_t> m_classes;
};

}  // namespace

std::vector<Endpoint> matrixEnds(const Reachability& reachability, MatrixBy by) {
    const NetworkIndex& network = reachability.network();
    std::vector<Endpoint> ends(1);
    ends.front().name = "internet";
    ends.front().outside = network.internet();
    const auto add = [&](const Thing& thing) {
        const auto found = findEndpoint(network, fmt::format("{}/{}", thing.stack, thing.name));
        if (!found) return;
        ends.push_back(*found);
        ends.back().name = thing.name;
    };
    for (const auto& [id, connection] : network.architecture().vpnConnections) add(*connection);
    for (Endpoint& end : Grouper(reachability, by).ends()) ends.push_back(std::move(end));
    for (const auto& [id, endpoint] : network.architecture().endpoints) {
        if (endpoint->kind == EndpointKind::Gateway) add(*endpoint);
    }
    return ends;
}

std::vector<std::string> leftOutOfMatrix(const Reachability& reachability) {
    std::vector<std::string> notes;
    for (const Unmodelled& one : unmodelledOf(reachability.network().architecture())) {
        notes.push_back(fmt::format("`{}`: {}", one.thing->name, one.why));
    }
    std::ranges::sort(notes);
    return notes;
}

void forEachCell(const Reachability& reachability, const MatrixQuestion& question,
                 const std::function<void(const MatrixCell&)>& visit) {
    CellMaker maker(reachability, question);
    for (std::size_t from = 0; from < question.from.size(); ++from) {
        for (std::size_t to = 0; to < question.to.size(); ++to) {
            for (const Family family : {Family::Ipv4, Family::Ipv6}) {
                if (question.family && *question.family != family) continue;
                MatrixCell cell;
                cell.from = from;
                cell.to = to;
                cell.family = family;
                if (maker.make(question.from[from], question.to[to], cell)) visit(cell);
            }
        }
    }
}

}  // namespace archivolt
