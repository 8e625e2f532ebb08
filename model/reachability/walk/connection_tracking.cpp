#include "model/reachability/walk/connection_tracking.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/policy/truth.h"
#include "model/reachability/walk/filters.h"

namespace archivolt {

namespace {

constexpr std::int32_t kLastPort = 65535;

/// A flow through these is tracked whatever the rules are.
/// Source: Amazon EC2 User Guide, security-group-connection-tracking, automatic tracking (N29).
const char* automaticKind(const NetworkIndex& network, const WalkStep& step) {
    switch (step.kind) {
        case HopKind::NatGateway: return "NAT gateway";
        case HopKind::EgressOnlyInternetGateway: return "egress-only internet gateway";
        case HopKind::Endpoint: {
            const auto* endpoint = network.architecture().endpoints.find(step.thing);
            if (endpoint == nullptr) return "endpoint";
            // Of gateway endpoints those of DynamoDB alone; none of Gateway Load Balancers.
            const bool isTracked = (*endpoint)->kind == EndpointKind::Interface ||
                                   ((*endpoint)->kind == EndpointKind::Gateway &&
                                    (*endpoint)->service.valueOr("").ends_with(".dynamodb"));
            return isTracked ? "endpoint" : nullptr;
        }
        case HopKind::Interface: break;
        default: return nullptr;
    }
    const InterfaceIndex index = network.interfaces().indexOf(step.thing);
    if (index == kNone) return nullptr;
    const NetworkInterface& self = *network.interfaces()[index].interface;
    if (self.kind == InterfaceKind::Endpoint) {
        const auto* endpoint = network.architecture().endpoints.find(self.owner);
        const bool isGateway =
            endpoint != nullptr && (*endpoint)->kind == EndpointKind::GatewayLoadBalancer;
        return isGateway ? nullptr : "endpoint";
    }
    if (self.kind == InterfaceKind::Lambda) return "Lambda function";
    if (self.kind != InterfaceKind::LoadBalancerNode) return nullptr;
    const auto* balancer = network.architecture().loadBalancers.find(self.owner);
    const bool isNetwork = balancer != nullptr && (*balancer)->kind == LoadBalancerKind::Network;
    return isNetwork ? "Network Load Balancer" : nullptr;
}

/// Says whether a rule speaks of every port of a protocol.
Truth matchesEveryPort(const RuleMatch& match, IpProtocol protocol) {
    return both(matches(match, protocol, 0), matches(match, protocol, kLastPort));
}

/// The first rule of an interface's groups that holds for every address, and maybe every port.
struct OpenRule {
    Truth found = Truth::No;
    std::string name;
    std::string group;
};

OpenRule openRule(const NetworkIndex& network, const InterfaceNode& node, RuleDirection direction,
                  const Packet& packet, bool everyPort) {
    OpenRule best;
    if (!node.groupsWhy.empty()) best.found = Truth::Unknown;
    for (const GroupIndex index : node.groups) {
        const SecurityGroup& group = *network.groups()[index].group;
        if (!group.unknownRules.empty()) best.found = Truth::Unknown;
        for (const SecurityGroupRule& rule : group.rules) {
            if (rule.direction != direction || !rule.cidr) continue;
            const Cidr all = Cidr::all(packet.ends.source.family);
            const Truth everybody = !rule.cidr->isKnown() ? Truth::Unknown
                                    : **rule.cidr == all  ? Truth::Yes
                                                          : Truth::No;
            const Truth truth =
                both(everybody, everyPort
                                    ? matchesEveryPort(rule.match, packet.protocol)
                                    : matches(rule.match, packet.protocol, packet.destinationPort));
            if (truth == Truth::Yes) return {Truth::Yes, rule.name, group.name};
            if (truth == Truth::Unknown) best.found = Truth::Unknown;
        }
    }
    return best;
}

/// Walks a delivered flow and takes down the interfaces that it meets.
class TrackingWalk final : public WalkObserver {
public:
    TrackingWalk(const NetworkIndex& network, const TraceQuestion& question)
        : m_network(network), m_question(question) {}

    bool groups(const GroupCheck& check, const WalkState& state) override {
        const InterfaceNode& node = m_network.interfaces()[check.interface];
        if (node.groups.empty() && node.groupsWhy.empty()) return true;
        TrackedInterface found;
        found.interface = node.interface->id;
        found.name = node.interface->name;
        found.direction = check.direction;
        found.request = m_question.packet;
        found.request.ends = state.ends;
        if (state.depth > 0) found.request.sourcePort = m_question.translatedPort;
        judge(node, found);
        m_found.push_back(std::move(found));
        return true;
    }
    bool acl(const AclCheck& /*check*/, const WalkState& /*state*/) override { return true; }
    bool narrow(const WalkStep& /*step*/, const TrafficSet& /*carried*/, Disposition /*otherwise*/,
                const WalkState& /*state*/) override {
        return true;
    }
    bool obstacle(const WalkStep& /*step*/, Disposition /*disposition*/,
                  const WalkState& /*state*/) override {
        return false;
    }
    void passed(const WalkStep& step, const WalkState& /*state*/) override {
        if (!m_automatic.empty()) return;
        if (const char* kind = automaticKind(m_network, step)) {
            m_automatic = fmt::format("it goes through the {} `{}`", kind, step.resource);
        }
    }
    void note(std::string /*text*/) override {}
    bool arrived(const WalkState& /*state*/) override { return false; }

    std::vector<TrackedInterface> finish() {
        for (TrackedInterface& each : m_found) {
            const bool byRules =
                each.tracking == Tracking::Untracked || each.tracking == Tracking::Unknown;
            if (m_automatic.empty() || !byRules) continue;
            each.tracking = Tracking::Connection;
            each.why = m_automatic;
            each.requestRule.clear();
            each.answerRule.clear();
            each.answerGroup.clear();
        }
        return std::move(m_found);
    }

private:
    void judge(const InterfaceNode& node, TrackedInterface& found) const {
        const IpProtocol protocol = found.request.protocol;
        const bool icmp = protocol == kProtocolIcmp || protocol == kProtocolIcmpv6;
        if (icmp) return;
        if (protocol != kProtocolTcp && protocol != kProtocolUdp) {
            found.tracking = Tracking::AddressAndProtocol;
            return;
        }
        const RuleDirection answers = found.direction == RuleDirection::Ingress
                                          ? RuleDirection::Egress
                                          : RuleDirection::Ingress;
        OpenRule request = openRule(m_network, node, found.direction, found.request, false);
        OpenRule answer = openRule(m_network, node, answers, found.request, true);
        switch (both(request.found, answer.found)) {
            case Truth::No: return;
            case Truth::Unknown: found.tracking = Tracking::Unknown; return;
            case Truth::Yes: break;
        }
        found.tracking = Tracking::Untracked;
        found.requestRule = std::move(request.name);
        found.answerRule = std::move(answer.name);
        found.answerGroup = std::move(answer.group);
    }

    const NetworkIndex& m_network;
    const TraceQuestion& m_question;
    std::vector<TrackedInterface> m_found;
    std::string m_automatic;
};

/// Returns where a place of one network is in another, or nothing where it is no more.
std::optional<FlowEnd> sameIn(const NetworkIndex& after, const NetworkIndex& before,
                              const FlowEnd& place) {
    if (place.kind != FlowEnd::Kind::Interface) return place;
    const ThingId id = before.interfaces()[place.interface].interface->id;
    const InterfaceIndex index = after.interfaces().indexOf(id);
    if (index == kNone) return std::nullopt;
    return FlowEnd{FlowEnd::Kind::Interface, index, {}};
}

Hop goneHop(const NetworkIndex& before, const FlowEnd& place) {
    const NetworkInterface& was = *before.interfaces()[place.interface].interface;
    Hop hop;
    hop.thing = was.id;
    hop.resource = was.name;
    hop.result = HopResult::Denied;
    hop.step = "deliver";
    hop.why = "it is no more";
    return hop;
}

/// Asks whether the rules of an interface let one packet of an untracked flow through.
FilterAnswer askAgain(const NetworkIndex& after, const TrackedInterface& tracked,
                      InterfaceIndex index, bool answer) {
    GroupCheck check;
    check.interface = index;
    const bool in = (tracked.direction == RuleDirection::Ingress) != answer;
    check.direction = in ? RuleDirection::Ingress : RuleDirection::Egress;
    const AddressPair& ends = tracked.request.ends;
    check.remote = tracked.direction == RuleDirection::Ingress ? ends.source : ends.destination;
    const VpcIndex vpc = after.interfaces()[index].vpc;
    if (vpc != kNone) check.remoteInterface = after.holderInVpc(vpc, check.remote).interface;
    return askGroups(after, check, tracked.request.protocol,
                     answer ? tracked.request.sourcePort : tracked.request.destinationPort);
}

Hop filterHop(const FilterAnswer& filter, const TrackedInterface& tracked, bool answer) {
    Hop hop;
    hop.thing = filter.owner->id;
    hop.resource = filter.owner->name;
    hop.kind = HopKind::SecurityGroup;
    const bool in = (tracked.direction == RuleDirection::Ingress) != answer;
    hop.step = in ? "ingress" : "egress";
    hop.rule = filter.rule;
    if (filter.origin != nullptr) hop.origin = *filter.origin;
    hop.result = HopResult::Denied;
    hop.packet = tracked.request;
    if (answer) {
        hop.packet.ends = hop.packet.ends.flipped();
        std::swap(hop.packet.sourcePort, hop.packet.destinationPort);
    }
    hop.why = filter.why;
    return hop;
}

}  // namespace

const char* trackingName(Tracking tracking) {
    switch (tracking) {
        case Tracking::Untracked: return "untracked";
        case Tracking::Connection: return "connection";
        case Tracking::AddressAndProtocol: return "address-and-protocol";
        case Tracking::Unknown: return "unknown";
    }
    return "";
}

std::vector<TrackedInterface> trackingOf(const NetworkIndex& network,
                                         const TraceQuestion& question) {
    TrackingWalk walk(network, question);
    Walk(network, walk)
        .run({question.from, question.packet.ends, question.to, question.preservingNode,
              question.transitWay});
    return walk.finish();
}

void nameAnswerRules(std::span<const TrackedInterface> way, std::vector<Hop>& reply) {
    for (const TrackedInterface& each : way) {
        if (each.tracking != Tracking::Untracked) continue;
        for (Hop& hop : reply) {
            if (hop.kind != HopKind::SecurityGroup || hop.thing != each.interface) continue;
            hop.resource = each.answerGroup;
            hop.rule = each.answerRule;
        }
    }
}

std::vector<std::string> trackingNotes(std::span<const TrackedInterface> way) {
    std::vector<std::string> notes;
    for (const TrackedInterface& each : way) {
        switch (each.tracking) {
            case Tracking::Untracked:
                notes.push_back(fmt::format(
                    "`{}` does not track this flow: removing `{}` or `{}` breaks its established "
                    "connections at once",
                    each.name, each.requestRule, each.answerRule));
                break;
            case Tracking::AddressAndProtocol:
                notes.push_back(fmt::format(
                    "`{}` tracks this flow by its addresses and protocol alone: for 600 seconds "
                    "packets of this protocol pass the other way too, whatever its rules say",
                    each.name));
                break;
            case Tracking::Unknown:
                notes.push_back(
                    fmt::format("whether `{}` tracks this flow is not known", each.name));
                break;
            case Tracking::Connection: break;
        }
    }
    return notes;
}

EstablishedAnswer establishedAfter(const NetworkIndex& before, const NetworkIndex& after,
                                   const TraceQuestion& question) {
    EstablishedAnswer answer;
    TraceQuestion now = question;
    for (FlowEnd* place : {&now.from, &now.to}) {
        const auto same = sameIn(after, before, *place);
        if (!same) return {Truth::No, goneHop(before, *place), {}};
        *place = *same;
    }
    if (question.preservingNode != kNone) {
        const FlowEnd node{FlowEnd::Kind::Interface, question.preservingNode, {}};
        const auto same = sameIn(after, before, node);
        if (!same) return {Truth::No, goneHop(before, node), {}};
        now.preservingNode = same->interface;
    }
    std::vector<std::string> unknowns;
    for (const TrackedInterface& tracked : trackingOf(before, question)) {
        const InterfaceIndex index = after.interfaces().indexOf(tracked.interface);
        if (index == kNone) continue;
        now.alreadyLetThrough.push_back(index);
        if (tracked.tracking == Tracking::Connection ||
            tracked.tracking == Tracking::AddressAndProtocol) {
            continue;
        }
        for (const bool back : {false, true}) {
            const FilterAnswer filter = askAgain(after, tracked, index, back);
            if (filter.passes == Truth::Yes) continue;
            const bool surely =
                filter.passes == Truth::No && tracked.tracking == Tracking::Untracked;
            if (surely && !answer.brokenBy) answer.brokenBy = filterHop(filter, tracked, back);
            if (!surely) unknowns.push_back(tracked.name + ": its rules are not all known");
        }
    }
    const Trace trace = traceFlow(after, now);
    if (!answer.brokenBy && !trace.blockers.empty()) answer.brokenBy = trace.blockers.front().hop;
    unknowns.insert(unknowns.end(), trace.unknowns.begin(), trace.unknowns.end());
    if (answer.brokenBy) {
        answer.survives = Truth::No;
    } else if (!unknowns.empty()) {
        answer.survives = Truth::Unknown;
        answer.why = unknowns.front();
    }
    return answer;
}

}  // namespace archivolt
