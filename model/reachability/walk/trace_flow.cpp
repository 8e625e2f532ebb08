#include "model/reachability/walk/trace_flow.h"

#include <algorithm>

#include "model/reachability/walk/filters.h"

namespace archivolt {

namespace {

/// Takes down what a walk meets, for one packet.
class PacketTracer final : public WalkObserver {
public:
    PacketTracer(const NetworkIndex& network, const TraceQuestion& question)
        : m_network(network), m_question(question) {}

    bool groups(const GroupCheck& check, const WalkState& state) override {
        if (std::ranges::count(m_question.alreadyLetThrough, check.interface) > 0) return true;
        const Packet packet = packetAt(state);
        const FilterAnswer answer =
            askGroups(m_network, check, packet.protocol, packet.destinationPort);
        const bool out = check.direction == RuleDirection::Egress;
        return judge(answer, HopKind::SecurityGroup, out, state);
    }

    bool acl(const AclCheck& check, const WalkState& state) override {
        const Packet packet = packetAt(state);
        const bool out = check.direction == RuleDirection::Egress;
        const FilterAnswer answer =
            askAcl(m_network, check, out ? packet.ends.destination : packet.ends.source,
                   packet.protocol, packet.destinationPort);
        return judge(answer, HopKind::NetworkAcl, out, state);
    }

    bool narrow(const WalkStep& step, const TrafficSet& carried, Disposition otherwise,
                const WalkState& state) override {
        const Packet packet = packetAt(state);
        if (carried.contains(packet.protocol, packet.destinationPort)) return true;
        return obstacle(step, otherwise, state);
    }

    bool obstacle(const WalkStep& step, Disposition disposition, const WalkState& state) override {
        Hop hop = hopOf(step, state);
        const bool unknown = disposition == Disposition::Unknown;
        hop.result = unknown ? HopResult::Unknown : HopResult::Denied;
        if (unknown) {
            m_trace.unknowns.push_back(hop.resource + ": " + hop.why);
        } else {
            m_trace.blockers.push_back({disposition, state.reply, hop});
        }
        hops(state).push_back(std::move(hop));
        // Behind what can't be known the packet may look otherwise: nothing there is certain.
        return !unknown && m_question.findAllBlockers;
    }

    bool mayStop(const WalkStep& step, const WalkState& state) override {
        obstacle(step, Disposition::Unknown, state);
        return true;
    }

    void passed(const WalkStep& step, const WalkState& state) override {
        hops(state).push_back(hopOf(step, state));
    }

    void note(std::string text) override {
        if (std::ranges::find(m_trace.notes, text) == m_trace.notes.end()) {
            m_trace.notes.push_back(std::move(text));
        }
    }

    bool arrived(const WalkState& /*state*/) override {
        return !oneWayTraffic().contains(m_question.packet.protocol,
                                         m_question.packet.destinationPort);
    }

    Trace finish() {
        m_trace.disposition = Disposition::Delivered;
        if (!m_trace.blockers.empty()) {
            const Blocker& first = m_trace.blockers.front();
            m_trace.disposition = first.onReply ? Disposition::ReplyBlocked : first.disposition;
            m_trace.decidedBy = first.hop;
        } else if (!m_trace.unknowns.empty()) {
            m_trace.disposition = Disposition::Unknown;
            decideBy([](const Hop& hop) { return hop.result == HopResult::Unknown; });
        } else {
            decideBy([](const Hop& hop) {
                return hop.kind == HopKind::SecurityGroup && hop.step == "ingress";
            });
            if (!m_trace.decidedBy) {
                decideBy([](const Hop& hop) { return hop.kind == HopKind::SecurityGroup; });
            }
            if (!m_trace.decidedBy) decideBy([](const Hop&) { return true; });
        }
        std::ranges::sort(m_trace.unknowns);
        return std::move(m_trace);
    }

private:
    [[nodiscard]] Packet packetAt(const WalkState& state) const {
        Packet packet = m_question.packet;
        packet.ends = state.ends;
        const bool icmp = packet.protocol == kProtocolIcmp || packet.protocol == kProtocolIcmpv6;
        if (icmp) {
            packet.sourcePort = 0;
            if (state.reply) {
                packet.destinationPort =
                    icmpReply(packet.protocol, packet.destinationPort).value_or(0);
            }
            return packet;
        }
        if (!hasPorts(packet.protocol)) return packet;
        if (state.depth > 0) packet.sourcePort = m_question.translatedPort;
        if (state.reply) std::swap(packet.sourcePort, packet.destinationPort);
        return packet;
    }

    [[nodiscard]] Hop hopOf(const WalkStep& step, const WalkState& state) const {
        Hop hop = archivolt::hopOf(step);
        hop.packet = packetAt(state);
        return hop;
    }

    bool judge(const FilterAnswer& answer, HopKind kind, bool out, const WalkState& state) {
        const WalkStep step{
            kind,        answer.owner->id, answer.owner->name, out ? "egress" : "ingress",
            answer.rule, answer.origin,    answer.why};
        Hop hop = hopOf(step, state);
        switch (answer.passes) {
            case Truth::Yes: break;
            case Truth::Unknown:
                hop.result = HopResult::Unknown;
                m_trace.unknowns.push_back(hop.resource + ": " + hop.why);
                break;
            case Truth::No:
                hop.result = HopResult::Denied;
                m_trace.blockers.push_back(
                    {out ? Disposition::DeniedOut : Disposition::DeniedIn, state.reply, hop});
                break;
        }
        hops(state).push_back(std::move(hop));
        return answer.passes != Truth::No || m_question.findAllBlockers;
    }

    void decideBy(auto wanted) {
        const auto last =
            std::ranges::find_if(m_trace.forward.rbegin(), m_trace.forward.rend(), wanted);
        if (last != m_trace.forward.rend()) m_trace.decidedBy = *last;
    }

    std::vector<Hop>& hops(const WalkState& state) {
        return state.reply ? m_trace.reply : m_trace.forward;
    }

    const NetworkIndex& m_network;
    const TraceQuestion& m_question;
    Trace m_trace;
};

}  // namespace

Trace traceFlow(const NetworkIndex& network, const TraceQuestion& question) {
    PacketTracer tracer(network, question);
    Walk walk(network, tracer);
    walk.run({question.from, question.packet.ends, question.to, question.preservingNode,
              question.transitWay});
    Trace trace = tracer.finish();
    trace.transitWays = walk.transitWays();
    return trace;
}

const char* dispositionName(Disposition disposition) {
    switch (disposition) {
        case Disposition::Delivered: return "delivered";
        case Disposition::ReplyBlocked: return "reply-blocked";
        case Disposition::DeniedOut: return "denied-out";
        case Disposition::DeniedIn: return "denied-in";
        case Disposition::NoRoute: return "no-route";
        case Disposition::Blackhole: return "blackhole";
        case Disposition::NoPublicAddress: return "no-public-address";
        case Disposition::NoSuchHost: return "no-such-host";
        case Disposition::Loop: return "loop";
        case Disposition::NotForwarded: return "not-forwarded";
        case Disposition::Unknown: return "unknown";
    }
    return "";
}

const char* hopKindName(HopKind kind) {
    switch (kind) {
        case HopKind::Interface: return "interface";
        case HopKind::SecurityGroup: return "security-group";
        case HopKind::NetworkAcl: return "network-acl";
        case HopKind::RouteTable: return "route-table";
        case HopKind::Subnet: return "subnet";
        case HopKind::Vpc: return "vpc";
        case HopKind::InternetGateway: return "internet-gateway";
        case HopKind::NatGateway: return "nat-gateway";
        case HopKind::EgressOnlyInternetGateway: return "egress-only-internet-gateway";
        case HopKind::Peering: return "vpc-peering";
        case HopKind::TransitGateway: return "transit-gateway";
        case HopKind::TransitGatewayRouteTable: return "transit-gateway-route-table";
        case HopKind::VpnGateway: return "vpn-gateway";
        case HopKind::Endpoint: return "vpc-endpoint";
        case HopKind::LoadBalancer: return "load-balancer";
        case HopKind::Internet: return "internet";
        case HopKind::OnPremises: return "on-premises";
        case HopKind::LocalService: return "local-service";
        case HopKind::Record: return "dns-record";
        case HopKind::Distribution: return "distribution";
        case HopKind::Question: return "client";
    }
    return "";
}

const char* hopResultName(HopResult result) {
    switch (result) {
        case HopResult::Passed: return "passed";
        case HopResult::Denied: return "denied";
        case HopResult::Unknown: return "unknown";
    }
    return "";
}

}  // namespace archivolt
