#include "model/reachability/questions/matrix.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "model/reachability/index/tiers.h"
#include "model/reachability/index/unmodelled.h"
#include "model/reachability/questions/accelerated.h"
#include "model/reachability/questions/balancer_legs.h"
#include "model/reachability/questions/candidates.h"
#include "model/reachability/questions/private_link.h"
#include "model/reachability/questions/vpc_origin.h"
#include "model/reachability/sets/all_pairs.h"
#include "model/reachability/sets/client_ports.h"

namespace archivolt {

namespace {

/// Groups the interfaces of a network into ends, in the order of their first interfaces.
class Grouper {
public:
    Grouper(const NetworkIndex& network, const InterfaceClasses& classes, MatrixBy by)
        : m_network(network), m_classes(classes), m_by(by), m_tiers(tiersOf(m_network)) {}

    std::vector<Endpoint> ends() {
        std::map<Key, std::size_t> places;
        std::vector<Group> groups;
        for (const InterfaceIndex i : m_network.interfaces().indices()) {
            const InterfaceNode& node = m_network.interfaces()[i];
            const bool silent = !node.accepts && !node.opens;
            if (silent || node.interface->kind == InterfaceKind::NatGateway) continue;
            const Thing& thing = thingOf(node);
            const auto [at, isNew] = places.emplace(keyOf(node, thing), groups.size());
            if (isNew) groups.push_back({&node, &thing, {}});
            groups[at->second].interfaces.push_back(i);
        }
        if (m_by == MatrixBy::Instance) return joined(groups);
        std::vector<Endpoint> ends;
        ends.reserve(groups.size());
        for (const Group& group : groups) ends.push_back(endOf(group));
        return ends;
    }

private:
    /// What tells an end from others: the thing that it is of, and of a VPC the tier.
    using Key = std::pair<ThingId, std::optional<Tier>>;

    /// The interfaces of an end: of tens of thousands that are joined, few become ends.
    struct Group {
        const InterfaceNode* first = nullptr;
        const Thing* thing = nullptr;
        std::vector<InterfaceIndex> interfaces;
    };

    [[nodiscard]] bool isOfTier(const InterfaceNode& node) const {
        return m_by == MatrixBy::Tier && node.subnet != kNone && node.vpc != kNone;
    }

    /// Returns the thing that an interface's end is of.
    [[nodiscard]] const Thing& thingOf(const InterfaceNode& node) const {
        if (isOfTier(node)) return *m_network.vpcs()[node.vpc].vpc;
        if (m_by != MatrixBy::Instance && node.subnet != kNone) {
            return *m_network.subnets()[node.subnet].subnet;
        }
        const ThingId owner = node.interface->owner;
        const Thing* thing = owner ? m_network.architecture().find(owner) : nullptr;
        return thing != nullptr ? *thing : *node.interface;
    }

    [[nodiscard]] Key keyOf(const InterfaceNode& node, const Thing& thing) const {
        if (!isOfTier(node)) return {thing.id, std::nullopt};
        return {thing.id, m_tiers[node.subnet]};
    }

    [[nodiscard]] std::string nameOf(const Group& group) const {
        const std::string& name = group.thing->name;
        if (!isOfTier(*group.first)) return name;
        const char* tier = tierName(m_tiers[group.first->subnet]);
        return m_network.vpcs().size() == 1 ? tier : fmt::format("{} {}", name, tier);
    }

    /// Only a load balancer's own end is asked by its name.
    [[nodiscard]] Endpoint endOf(const Group& group) const {
        Endpoint end;
        end.name = nameOf(group);
        end.interfaces = group.interfaces;
        setWhatAnswers(m_network, end);
        const bool isNamed = m_by == MatrixBy::Instance && end.balancer != nullptr;
        end.publicName = isNamed && end.balancer->internetFacing.valueOr(false);
        return end;
    }

    /// Says whether some interface passes on what comes: an end of such alone is never joined.
    [[nodiscard]] bool mayPassOn(const Group& group) const {
        return std::ranges::any_of(group.interfaces, [&](InterfaceIndex index) {
            return balancerAt(m_network, index) != nullptr || doorAt(m_network, index) != nullptr;
        });
    }

    /// Joins the ends whose interfaces are of the same classes: nothing tells them apart.
    [[nodiscard]] std::vector<Endpoint> joined(const std::vector<Group>& groups) const {
        std::map<std::vector<std::size_t>, std::size_t> places;
        std::vector<Endpoint> result;
        std::vector<std::size_t> key;
        for (const Group& group : groups) {
            key.clear();
            for (const InterfaceIndex index : group.interfaces) {
                key.push_back(m_classes.classOf(index));
            }
            std::ranges::sort(key);
            const auto at = places.find(key);
            if (at == places.end() || mayPassOn(group)) {
                Endpoint end = endOf(group);
                const bool alone = end.balancer != nullptr || end.door != nullptr;
                if (alone || at == places.end()) {
                    if (!alone) places.emplace(key, result.size());
                    result.push_back(std::move(end));
                    continue;
                }
            }
            Endpoint& first = result[at->second];
            first.name += ", ";
            first.name += nameOf(group);
            first.interfaces.insert(first.interfaces.end(), group.interfaces.begin(),
                                    group.interfaces.end());
        }
        for (Endpoint& end : result) std::ranges::sort(end.interfaces);
        return result;
    }

    const NetworkIndex& m_network;
    const InterfaceClasses& m_classes;
    MatrixBy m_by;
    PerNode<SubnetNode, Tier> m_tiers;
};

/// Answers one cell after the other.
class CellMaker {
public:
    CellMaker(const Reachability& reachability, const InterfaceClasses& classes,
              const MatrixQuestion& question)
        : m_reachability(reachability),
          m_network(reachability.network()),
          m_question(question),
          m_classes(classes) {}

    /// Returns the cell; false where there is no way to ask, or nothing may pass.
    bool make(const Endpoint& from, const Endpoint& to, MatrixCell& cell) {
        // What the internet does with itself is no business of a design.
        if (from.interfaces.empty() && !from.outside.empty() && to.interfaces.empty()) return false;
        ReachQuestion asked{senders(from), {}, m_question.protocol, m_question.ports, cell.family};
        asked.to = receivers(to, asked.from);
        const bool asksForAll = !m_question.protocol && m_question.ports == PortSet::all();
        const TrafficSet wanted = askedTraffic(asked, cell.family);
        std::set<std::string> why;
        std::vector<WayThrough> ways;
        for (const Candidate& candidate : candidatesOf(m_network, asked)) {
            forEachTransitWay(m_network, m_reachability.filters(), candidate.flow,
                              [&](const WalkQuestion& flow, const TrafficBetween& between) {
                                  ways.push_back(passesOn(flow, between, wanted, why));
                                  cell.some |= ways.back().passes;
                                  cell.answeredInPart |= ways.back().answeredInPart;
                              });
        }
        if (asksForAll) cell.some = withoutUnasked(std::move(cell.some));
        addVpcOrigin(asked, wanted, cell, why);
        addOtherWays(asked, wanted, cell, why);
        for (const WayThrough& way : ways) {
            const TrafficSet passes = way.passes.sure | leftOut(way, to, ways);
            cell.every = &way == ways.data() ? passes : cell.every & passes;
        }
        cell.every &= cell.some.sure;
        cell.answeredInPart &= cell.some.sure;
        if (cell.some.sure != cell.some.possible) cell.why.assign(why.begin(), why.end());
        for (TrafficSet* traffic : {&cell.some.sure, &cell.some.possible, &cell.every}) {
            if (asksForAll && *traffic == wanted) *traffic = TrafficSet::all();
        }
        return !cell.some.possible.empty();
    }

private:
    /// What passes one of the ways between two ends.
    struct WayThrough {
        TrafficBounds passes;
        TrafficSet targeted;  ///< As in `PassedOn`.
        TrafficSet idle;
        TrafficSet answeredInPart;
    };

    /// Keeps one interface of each class, or two where one of them is a sender as well. What passes
    /// on is kept each by itself.
    [[nodiscard]] std::vector<InterfaceIndex> thinned(
        const std::vector<InterfaceIndex>& interfaces,
        const std::vector<InterfaceIndex>& senders) const {
        std::map<std::size_t, int> kept;
        std::vector<InterfaceIndex> result;
        for (const InterfaceIndex index : interfaces) {
            int& count = kept[m_classes.classOf(index)];
            const bool sends = std::ranges::binary_search(senders, index);
            const bool passesOn =
                balancerAt(m_network, index) != nullptr || doorAt(m_network, index) != nullptr;
            if (count > 0 && !passesOn) continue;
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
        end.interfaces = thinned(end.interfaces, from.interfaces);
        return end;
    }

    /// Returns what a balancer's name never leads to one of its nodes for, as another has targets.
    /// Source: Network Load Balancer User Guide, target-group-health-checks.
    static TrafficSet leftOut(const WayThrough& way, const Endpoint& to,
                              const std::vector<WayThrough>& ways) {
        const bool isServed =
            to.balancer != nullptr && std::ranges::any_of(ways, [&](const WayThrough& other) {
                return other.targeted.containsAll(way.idle);
            });
        return isServed ? way.idle : TrafficSet();
    }

    /// Adds what the internet reaches through a distribution that asks a balancer as a VPC origin.
    void addVpcOrigin(const ReachQuestion& asked, const TrafficSet& wanted, MatrixCell& cell,
                      std::set<std::string>& why) const {
        const LoadBalancer* balancer = asked.to.balancer;
        if (balancer == nullptr || asked.from.outside.empty() ||
            vpcOriginAskerOf(m_network.architecture(), balancer->id) == nullptr) {
            return;
        }
        const ReachAnswer answer = reach(m_reachability, asked);
        for (const Pass& pass : answer.passes) {
            const TrafficSet passes = pass.traffic & wanted;
            cell.some |= {passes, passes};
        }
        if (answer.verdict != Verdict::Unknown) return;
        cell.some.possible |= TrafficSet::of(kProtocolTcp) & wanted;
        why.insert(answer.notes.begin(), answer.notes.end());
    }

    /// Adds what may come besides, by an accelerator or a public endpoint.
    void addOtherWays(const ReachQuestion& asked, const TrafficSet& wanted, MatrixCell& cell,
                      std::set<std::string>& why) const {
        const TrafficSet besides = trafficBesides(m_network, asked.from, asked.to) & wanted;
        if (besides.empty()) return;
        const ReachAnswer answer = reach(m_reachability, asked);
        if (answer.verdict != Verdict::Unknown) return;
        cell.some.possible |= besides;
        why.insert(answer.notes.begin(), answer.notes.end());
    }

    WayThrough passesOn(const WalkQuestion& flow, const TrafficBetween& between,
                        const TrafficSet& wanted, std::set<std::string>& why) const {
        const PortSet& clientPorts = clientPortsOf(m_network, flow.from);
        WayThrough way{between.roundTrip(clientPorts), {}, {}, {}};
        TrafficBounds& passes = way.passes;
        passes &= {wanted, wanted};
        if (passes.possible.empty()) return way;
        const bool uncertain = passes.sure != passes.possible;
        if (uncertain) addReasons(flow, between, passes.possible - passes.sure, why);
        const InterfaceIndex node = flow.to.interface;
        const LoadBalancer* balancer = balancerAt(m_network, node);
        const VpcEndpoint* door = doorAt(m_network, node);
        way.answeredInPart = archivolt::answeredInPart(between, clientPorts, passes.sure);
        if (balancer == nullptr && door == nullptr) return way;
        const IpAddress client = between.client.value_or(flow.ends.source);
        const CompiledFilters& filters = m_reachability.filters();
        PassedOn on = door != nullptr
                          ? passedOnBehind(m_network, filters, *door, node, client)
                          : BalancerLegs(m_network, filters, *balancer).passedOn(node, client);
        passes &= on.traffic;
        way.answeredInPart |= on.answeredInPart;
        way.targeted = std::move(on.targeted);
        way.idle = std::move(on.idle);
        if (passes.sure != passes.possible) why.insert(on.unknowns.begin(), on.unknowns.end());
        return way;
    }

    /// Says why a packet of `open` may pass or not: what the walk met, else what a trace meets.
    void addReasons(const WalkQuestion& flow, const TrafficBetween& between, const TrafficSet& open,
                    std::set<std::string>& why) const {
        if (!between.unknowns.empty()) {
            why.insert(between.unknowns.begin(), between.unknowns.end());
            return;
        }
        TraceQuestion question;
        question.from = flow.from;
        question.to = flow.to;
        question.transitWay = flow.transitWay;
        question.packet.ends = flow.ends;
        question.packet.protocol = open.protocols().front();
        const PortSet ports = open.ports(question.packet.protocol);
        if (hasPorts(question.packet.protocol)) {
            question.packet.destinationPort = ports.ranges().front().first;
            const PortSet answered =
                between.reply.front().possible.ports(question.packet.protocol) &
                clientPortsOf(m_network, flow.from);
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
    const InterfaceClasses& m_classes;
};

}  // namespace

MatrixAsker::MatrixAsker(const Reachability& reachability, const InterfaceClasses* classes)
    : m_reachability(reachability),
      m_own(classes != nullptr ? nullptr
                               : std::make_shared<const InterfaceClasses>(reachability.network())),
      m_classes(classes != nullptr ? *classes : *m_own) {}

std::vector<Endpoint> matrixEnds(const Reachability& reachability, MatrixBy by) {
    return MatrixAsker(reachability).ends(by);
}

std::vector<Endpoint> MatrixAsker::ends(MatrixBy by) const {
    const NetworkIndex& network = m_reachability.network();
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
    for (Endpoint& end : Grouper(network, m_classes, by).ends()) ends.push_back(std::move(end));
    for (const auto& [id, endpoint] : network.architecture().endpoints) {
        if (endpoint->kind == EndpointKind::Gateway) add(*endpoint);
    }
    return ends;
}

std::vector<std::string> leftOutOfMatrix(const Reachability& reachability) {
    const NetworkIndex& network = reachability.network();
    const Architecture& things = network.architecture();
    std::set<std::string> notes;
    const auto add = [&](const Thing& thing, const Doubt& why) {
        if (!why.empty()) notes.insert(fmt::format("`{}`: {}", thing.name, why));
    };
    for (const Unmodelled& one : unmodelledOf(things)) add(*one.thing, one.why);
    for (const auto& [id, other] : things.others) add(*other, whyBrings(*other));
    for (const InterfaceNode& node : network.interfaces()) {
        const bool isEnd = node.accepts || node.opens;
        if (!isEnd || !node.addresses.empty()) continue;
        const Thing* owner = things.find(node.interface->owner);
        for (const Known<IpAddress>& address : node.interface->addresses) {
            if (address.isKnown()) continue;
            add(owner != nullptr ? *owner : *node.interface,
                fmt::format("its address: {}", address.why()));
        }
    }
    const auto addEnd = [&](const Thing& thing) {
        const auto end = findEndpoint(network, fmt::format("{}/{}", thing.stack, thing.name));
        if (end) add(thing, end->why);
    };
    for (const auto& [id, attached] : things.attachedResources) addEnd(*attached);
    for (const auto& [id, fleet] : things.autoScalingGroups) {
        if (fleet->instances.empty()) add(*fleet, fleet->instancesWhy);
    }
    for (const auto& [id, connection] : things.vpnConnections) addEnd(*connection);
    for (const auto& [id, endpoint] : things.endpoints) {
        addEnd(*endpoint);
        add(*endpoint, endpoint->subnets.why);
    }
    // What a described network lacks it lacks in all subnets: one note tells of them.
    std::map<std::string, std::vector<std::string>> unseen;
    for (const auto& [id, subnet] : things.subnets) {
        if (!subnet->interfacesWhy.empty()) {
            unseen[subnet->interfacesWhy.text()].push_back(subnet->name);
        }
    }
    for (const auto& [why, names] : unseen) {
        const bool isOne = names.size() == 1;
        notes.insert(fmt::format("`{}`{}: who stands in {}: {}", *std::ranges::min_element(names),
                                 isOne ? "" : fmt::format(" and {} more", names.size() - 1),
                                 isOne ? "it" : "them", why));
    }
    return {notes.begin(), notes.end()};
}

void forEachCell(const Reachability& reachability, const MatrixQuestion& question,
                 const std::function<void(const MatrixCell&)>& visit) {
    MatrixAsker(reachability).forEachCell(question, visit);
}

void MatrixAsker::forEachCell(const MatrixQuestion& question,
                              const std::function<void(const MatrixCell&)>& visit) const {
    CellMaker maker(m_reachability, m_classes, question);
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
