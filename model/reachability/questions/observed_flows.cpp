#include "model/reachability/questions/observed_flows.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "model/policy/truth.h"
#include "model/reachability/questions/end_name.h"
#include "model/reachability/questions/seen_interfaces.h"
#include "model/reachability/walk/filters.h"

namespace archivolt {

namespace {

using Candidates = std::vector<InterfaceIndex>;

/// The interfaces of each subnet whose addresses AWS chooses, one for each set of groups.
using ChosenAddresses = std::map<SubnetIndex, Candidates>;

ChosenAddresses chosenAddresses(const NetworkIndex& network) {
    ChosenAddresses chosen;
    std::set<std::pair<SubnetIndex, std::uint32_t>> seen;
    for (const InterfaceIndex index : network.interfaces().indices()) {
        const InterfaceNode& node = network.interfaces()[index];
        if (!node.interface->addressAssigned || node.subnet == kNone) continue;
        if (seen.emplace(node.subnet, node.groupSet).second) chosen[node.subnet].push_back(index);
    }
    return chosen;
}

/// Returns the name of whose interface it is.
const std::string& nameOfOwner(const NetworkIndex& network, InterfaceIndex interface) {
    return thingOfInterface(network, interface).name;
}

/// The filters of one interface asked about one packet that it sends or receives.
class FlowFilters {
public:
    FlowFilters(const NetworkIndex& network, const ChosenAddresses& chosen,
                const SeenInterfaces::Found& at, const ObservedFlow& flow)
        : m_network(network),
          m_node(network.interfaces()[at.interface]),
          m_interface(at.interface),
          m_isOwnLog(at.isOwnLog),
          m_packet(flow.packet),
          m_arrives(flow.direction ? *flow.direction == RuleDirection::Ingress
                                   : m_node.holds(flow.packet.ends.destination)) {
        m_remote = m_arrives ? m_packet.ends.source : m_packet.ends.destination;
        m_holder = holder(chosen);
        if (m_node.subnet == kNone) return;
        const auto& nodes = network.interfaces();
        const bool isNear =
            m_holder.interface != kNone && nodes[m_holder.interface].subnet == m_node.subnet;
        // Inside of a subnet its ACL is not asked (N1).
        m_crosses = !isNear && !network.subnets()[m_node.subnet].holds(m_remote);
    }

    [[nodiscard]] bool arrives() const { return m_arrives; }
    /// Returns who has the other end's address, as far as that is known.
    [[nodiscard]] const Holder& remoteHolder() const { return m_holder; }

    [[nodiscard]] FilterAnswer acl() const {
        if (!m_crosses || m_node.subnet == kNone) return {Truth::Yes, nullptr, {}, nullptr, {}};
        return askAcl(m_network, {m_node.subnet, towards(m_arrives)}, m_remote, m_packet.protocol,
                      m_packet.destinationPort);
    }
    /// Returns what the groups say of the packets as a request.
    [[nodiscard]] FilterAnswer asRequest() const {
        return ask(towards(m_arrives), m_packet.destinationPort);
    }
    /// Returns what they say of the request that the packets would answer.
    [[nodiscard]] FilterAnswer asAnswer() const {
        return ask(towards(!m_arrives), m_packet.sourcePort);
    }
    /// Says whether a rule names the service that the packets would ask for.
    [[nodiscard]] bool namesRequest() const {
        return isNamed(towards(m_arrives), m_packet.destinationPort);
    }
    /// Says whether a rule names the service that the packets would come from.
    [[nodiscard]] bool namesAnswer() const {
        return isNamed(towards(!m_arrives), m_packet.sourcePort);
    }
    static RuleDirection towards(bool arrives) {
        return arrives ? RuleDirection::Ingress : RuleDirection::Egress;
    }

private:
    /// Says whether a rule speaks of a port and few others; one of many names no service.
    [[nodiscard]] bool isNamed(RuleDirection direction, Port port) const {
        constexpr int kMostPorts = 64;
        for (const GroupIndex group : m_node.groups) {
            for (const SecurityGroupRule& rule : m_network.groups()[group].group->rules) {
                const RuleMatch& match = rule.match;
                if (rule.direction != direction) continue;
                if (!match.fromPort.isKnown() || !match.toPort.isKnown()) continue;
                if (*match.toPort - *match.fromPort > kMostPorts) continue;
                if (matches(match, m_packet.protocol, port) == Truth::Yes) return true;
            }
        }
        return false;
    }
    [[nodiscard]] FilterAnswer ask(RuleDirection direction, Port port) const {
        GroupCheck check;
        check.interface = m_interface;
        check.direction = direction;
        check.remote = m_remote;
        check.remoteInterface = m_holder.interface;
        FilterAnswer answer = askGroups(m_network, check, m_packet.protocol, port);
        if (answer.passes != Truth::No || m_mayBe == nullptr) return answer;
        for (const InterfaceIndex other : *m_mayBe) {
            check.remoteInterface = other;
            if (askGroups(m_network, check, m_packet.protocol, port).passes == Truth::No) continue;
            answer.passes = Truth::Unknown;
            answer.why = fmt::format("who has {} is not known: AWS chooses the address of `{}`",
                                     m_remote.toString(), nameOfOwner(m_network, other));
            break;
        }
        return answer;
    }
    /// Returns who has the remote address: in the own VPC, else in the only other one that has it.
    [[nodiscard]] Holder holder(const ChosenAddresses& chosen) {
        Holder found;
        if (m_node.vpc != kNone) {
            found = knownHolder(m_node.vpc);
            if (found) return found;
            const auto may = chosen.find(m_network.subnetHolding(m_node.vpc, m_remote));
            m_mayBe = may != chosen.end() && !m_isOwnLog ? &may->second : nullptr;
            if (m_network.vpcs()[m_node.vpc].holds(m_remote)) return found;
        }
        for (const VpcIndex vpc : m_network.vpcs().indices()) {
            const Holder other = knownHolder(vpc);
            if (!other) continue;
            if (found) return {};
            found = other;
        }
        return found;
    }
    /// Returns who has it in a VPC; addresses that we chose ourselves tell nothing, but where the
    /// record is of our own making.
    [[nodiscard]] Holder knownHolder(VpcIndex vpc) const {
        const Holder found = m_network.holderInVpc(vpc, m_remote);
        const bool isChosen = !m_isOwnLog && found.interface != kNone &&
                              m_network.interfaces()[found.interface].interface->addressAssigned;
        return isChosen ? Holder() : found;
    }

    const NetworkIndex& m_network;
    const InterfaceNode& m_node;
    InterfaceIndex m_interface;
    bool m_isOwnLog;
    const Packet& m_packet;
    bool m_arrives;
    IpAddress m_remote;
    Holder m_holder;
    const Candidates* m_mayBe = nullptr;  ///< Who else may have the remote address; null: nobody.
    bool m_crosses = true;
};

/// Gathers records into flows, and remembers which rules they used.
class FlowGathering {
public:
    FlowGathering(const NetworkIndex& network, std::span<const ObservedFlow> flows)
        : m_network(network), m_interfaces(network, flows), m_chosen(chosenAddresses(network)) {}

    void add(const ObservedFlow& flow) {
        ++m_report.records;
        const SeenInterfaces::Found found = m_interfaces.find(flow);
        if (found.interface == kNone) {
            ++(found.isAmbiguous ? m_report.ambiguous : m_report.elsewhere);
            return;
        }
        m_seen.insert(found.interface);
        judge(flow, found);
    }

    FlowReport finish() {
        for (auto& [key, flow] : m_flows) list(std::get<0>(key)).push_back(std::move(flow));
        for (auto* flows :
             {&m_report.used, &m_report.rejected, &m_report.contradicted, &m_report.unknown}) {
            std::ranges::stable_sort(
                *flows, [](const SeenFlow& a, const SeenFlow& b) { return a.packets > b.packets; });
        }
        addUnused();
        return std::move(m_report);
    }

private:
    enum class Kind : std::uint8_t {
        Used,
        Rejected,
        Contradicted,
        Unknown
    };
    using Key =
        std::tuple<Kind, std::string, std::string, std::string, IpProtocol, Port, bool, std::string,
                   std::string, std::string, ThingId, ThingId, ThingId, ThingId>;

    /// A record at its interface, with what it is taken for.
    struct Sighting {
        const ObservedFlow& flow;
        const FlowFilters& filters;
        InterfaceIndex interface;
        bool answers = false;
        bool mayAnswer = false;  ///< It is taken for a request, and could be an answer.
    };

    std::vector<SeenFlow>& list(Kind kind) {
        switch (kind) {
            case Kind::Used: return m_report.used;
            case Kind::Rejected: return m_report.rejected;
            case Kind::Contradicted: return m_report.contradicted;
            case Kind::Unknown: return m_report.unknown;
        }
        return m_report.unknown;
    }

    /// Says whether packets answer. Where the record does not tell it, what the interface's rules
    /// name is a service's port, and then what lies where clients' ports do is a client's: those of
    /// instances lie high, and of others (NAT gateways, load balancers) anywhere above the
    /// services of old. Unknown where both ends may be either.
    static Truth isAnswer(const ObservedFlow& flow, const FlowFilters& filters, Truth asRequest,
                          Truth asAnswer) {
        if (flow.opens || flow.answers) return truthOf(flow.answers);
        if (!hasPorts(flow.packet.protocol)) return Truth::No;
        if (flow.accepted && asRequest == Truth::Yes && asAnswer == Truth::No) return Truth::No;
        const bool asks = filters.namesRequest();
        if (asks != filters.namesAnswer()) return truthOf(!asks);
        constexpr Port kFirstClientPort = 1024;
        constexpr Port kFirstOfInstances = 32768;
        const Port from = flow.packet.sourcePort;
        const Port to = flow.packet.destinationPort;
        for (const Port first : {kFirstOfInstances, kFirstClientPort}) {
            if ((from >= first) != (to >= first)) return truthOf(to >= first);
        }
        if (flow.accepted && asAnswer == Truth::Yes && asRequest == Truth::No) return Truth::Yes;
        return Truth::Unknown;
    }

    /// Says why the packets' direction can't be told; empty where it can.
    [[nodiscard]] Doubt whyNoDirection(const ObservedFlow& flow, InterfaceIndex interface) {
        const InterfaceNode& node = m_network.interfaces()[interface];
        if (flow.direction) return {};
        if (node.interface->addressAssigned) {
            return "AWS chooses the interface's address, and the record tells no direction";
        }
        const AddressPair& ends = flow.packet.ends;
        if (node.holds(ends.source) || node.holds(ends.destination)) return {};
        return "neither end is the interface's own, and the record tells no direction";
    }

    void judge(const ObservedFlow& flow, const SeenInterfaces::Found& at) {
        const InterfaceIndex interface = at.interface;
        const FlowFilters filters(m_network, m_chosen, at, flow);
        const Sighting sighting{flow, filters, interface};
        if (const Doubt why = whyNoDirection(flow, interface); !why.empty()) {
            return note(Kind::Unknown, sighting, {}, why.text());
        }
        const FilterAnswer request = filters.asRequest();
        const FilterAnswer answer = filters.asAnswer();
        const FilterAnswer acl = filters.acl();
        const Truth told = isAnswer(flow, filters, request.passes, answer.passes);
        const bool isStopped =
            acl.passes == Truth::No || (request.passes == Truth::No && answer.passes == Truth::No);
        if (told == Truth::Unknown && !isStopped) {
            return note(Kind::Unknown, sighting, {},
                        "neither ports nor rules tell whether it asks or answers; a log with "
                        "tcp-flags tells");
        }
        const bool answers = told == Truth::Yes;
        const bool mayAnswer = !answers && !flow.opens && answer.passes != Truth::No;
        decide({flow, filters, interface, answers, mayAnswer}, acl, answers ? answer : request);
    }

    void decide(const Sighting& sighting, const FilterAnswer& acl, const FilterAnswer& groups) {
        const ObservedFlow& flow = sighting.flow;
        const bool arrives = sighting.filters.arrives();
        const FilterAnswer& first = arrives ? acl : groups;
        const FilterAnswer& second = arrives ? groups : acl;
        const FilterAnswer& stops = first.passes == Truth::No ? first : second;
        const bool isStopped = stops.passes == Truth::No;
        const auto aclDirection = FlowFilters::towards(arrives);
        const auto groupDirection = FlowFilters::towards(arrives != sighting.answers);
        if (!isStopped && (first.passes == Truth::Unknown || second.passes == Truth::Unknown)) {
            const auto& open = first.passes == Truth::Unknown ? first : second;
            note(Kind::Unknown, sighting, open, open.why);
        } else if (flow.accepted && !isStopped) {
            use(acl, aclDirection, flow.packets);
            use(groups, groupDirection, flow.packets);
            note(Kind::Used, sighting, groups, {});
        } else if (!flow.accepted && isStopped) {
            use(stops, &stops == &acl ? aclDirection : groupDirection, flow.packets);
            note(Kind::Rejected, sighting, stops, {});
        } else if (flow.accepted && sighting.mayAnswer && acl.passes != Truth::No) {
            note(Kind::Unknown, sighting, groups,
                 "no rule lets it through but as an answer; a log with tcp-flags tells");
        } else if (flow.accepted) {
            note(Kind::Contradicted, sighting, stops,
                 "it was accepted, and by these rules it would not be");
        } else if (sighting.answers) {
            note(Kind::Unknown, sighting, groups,
                 "it was rejected, as an answer is whose connection has closed, or never was");
        } else {
            note(Kind::Contradicted, sighting, groups,
                 flow.opens ? "it was rejected, and by these rules it would not be"
                            : "it was rejected, and by these rules it would not be, unless its "
                              "connection had closed");
        }
    }

    void use(const FilterAnswer& answer, RuleDirection direction, std::uint64_t packets) {
        if (answer.owner == nullptr) return;
        m_report.packets[{answer.owner->id, answer.rule, direction}] += packets;
    }

    /// Returns the thing that has an address; null pointer for one outside.
    [[nodiscard]] const Thing* thingOf(const Holder& holder) const {
        if (holder.interface != kNone) return &thingOfInterface(m_network, holder.interface);
        return holder.nat == kNone ? nullptr : m_network.nats()[holder.nat].gateway;
    }
    [[nodiscard]] std::string seenAs(const IpAddress& address, const Thing* thing) const {
        if (thing != nullptr) return thing->name;
        return m_network.internet().contains(address) ? "internet" : address.toString();
    }

    void note(Kind kind, const Sighting& sighting, const FilterAnswer& decides,
              const std::string& why) {
        const ObservedFlow& flow = sighting.flow;
        const bool answers = sighting.answers;
        const bool arrives = sighting.filters.arrives();
        const IpAddress& remote = arrives ? flow.packet.ends.source : flow.packet.ends.destination;
        SeenFlow seen;
        const Thing& own = thingOfInterface(m_network, sighting.interface);
        const Thing* other = thingOf(sighting.filters.remoteHolder());
        seen.at = own.name;
        seen.atThing = own.id;
        seen.from = seenAs(remote, other);
        if (other != nullptr) seen.fromThing = other->id;
        seen.to = seen.at;
        seen.toThing = own.id;
        if (arrives == answers) {
            std::swap(seen.from, seen.to);
            std::swap(seen.fromThing, seen.toThing);
        }
        seen.protocol = flow.packet.protocol;
        seen.port = answers ? flow.packet.sourcePort : flow.packet.destinationPort;
        seen.isAnswer = answers;
        if (decides.owner != nullptr) {
            seen.filter = decides.owner->name;
            seen.filterThing = decides.owner->id;
        }
        seen.rule = decides.rule;
        if (decides.origin != nullptr) seen.origin = *decides.origin;
        seen.why = why;
        seen.line = flow.line;
        const Key key{kind,           seen.from,     seen.to,      seen.at,         seen.protocol,
                      seen.port,      seen.isAnswer, seen.filter,  seen.rule,       seen.why,
                      seen.fromThing, seen.toThing,  seen.atThing, seen.filterThing};
        SeenFlow& known = m_flows.emplace(key, std::move(seen)).first->second;
        known.packets += flow.packets;
        ++known.records;
    }

    void addUnused() {
        std::set<GroupIndex> groups;
        std::set<AclIndex> acls;
        for (const InterfaceIndex interface : m_seen) {
            const auto& node = m_network.interfaces()[interface];
            groups.insert(node.groups.begin(), node.groups.end());
            if (node.subnet == kNone) continue;
            const AclIndex acl = m_network.subnets()[node.subnet].acl;
            if (acl != kNone) acls.insert(acl);
        }
        const auto word = [](RuleDirection direction) {
            return direction == RuleDirection::Ingress ? "ingress" : "egress";
        };
        for (const GroupIndex index : groups) {
            const SecurityGroup& group = *m_network.groups()[index].group;
            for (const SecurityGroupRule& rule : group.rules) {
                const SeenRule seen{group.id, rule.name, rule.direction};
                if (m_report.packets.contains(seen)) continue;
                m_report.unused.push_back(
                    {group.name, rule.name, rule.origin, word(rule.direction), seen});
            }
        }
        for (const AclIndex index : acls) {
            const NetworkAcl& acl = *m_network.acls()[index].acl;
            for (const NetworkAclEntry& entry : acl.entries) {
                const SeenRule seen{acl.id, entry.name, entry.direction};
                if (m_report.packets.contains(seen)) continue;
                m_report.unused.push_back(
                    {acl.name, entry.name, entry.origin, word(entry.direction), seen});
            }
        }
    }

    const NetworkIndex& m_network;
    SeenInterfaces m_interfaces;
    ChosenAddresses m_chosen;
    std::set<InterfaceIndex> m_seen;
    std::map<Key, SeenFlow> m_flows;
    FlowReport m_report;
};

}  // namespace

FlowReport reportFlows(const NetworkIndex& network, std::span<const ObservedFlow> flows) {
    FlowGathering gathering(network, flows);
    for (const ObservedFlow& flow : flows) gathering.add(flow);
    return gathering.finish();
}

}  // namespace archivolt
