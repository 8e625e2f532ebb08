#include "model/reachability/sets/traffic_between.h"

#include <algorithm>
#include <array>

namespace archivolt {

namespace {

/// The ICMP requests that want an answer.
struct Request {
    IpProtocol protocol;
    unsigned type;
};
constexpr std::array<Request, 5> kRequests = {{{kProtocolIcmp, 8},
                                               {kProtocolIcmp, 13},
                                               {kProtocolIcmp, 15},
                                               {kProtocolIcmp, 17},
                                               {kProtocolIcmpv6, 128}}};

/// Narrows sets down while a walk goes through filters.
class SetTracer final : public WalkObserver {
public:
    SetTracer(const NetworkIndex& network, const CompiledFilters& filters, bool keepEnds)
        : m_network(network), m_filters(filters), m_keepEnds(keepEnds) {
        m_result.request = TrafficBounds::all();
    }

    [[nodiscard]] bool explains() const override { return m_keepEnds; }

    bool groups(const GroupCheck& check, const WalkState& state) override {
        const auto& node = m_network.interfaces()[check.interface];
        return filter(m_filters.groups(check), HopKind::SecurityGroup, node.interface->id,
                      check.direction, state);
    }

    bool acl(const AclCheck& check, const WalkState& state) override {
        const SubnetNode& node = m_network.subnets()[check.subnet];
        if (node.acl == kNone) {
            m_result.unknowns.push_back("the network ACL of " + node.subnet->name + ": " +
                                        node.why.text());
            return filter({{}, TrafficSet::all()}, HopKind::NetworkAcl, node.subnet->id,
                          check.direction, state);
        }
        const IpAddress& remote =
            check.direction == RuleDirection::Egress ? state.ends.destination : state.ends.source;
        return filter(m_filters.acl(node.acl, check.direction, remote), HopKind::NetworkAcl,
                      node.subnet->id, check.direction, state);
    }

    bool narrow(const WalkStep& step, const TrafficSet& carried, Disposition otherwise,
                const WalkState& state) override {
        const TrafficSet lost = m_result.request.possible - carried;
        keepEnd({otherwise, state.reply, step.kind, step.thing, lost});
        m_result.request &= {carried, carried};
        return !m_result.request.possible.empty();
    }

    bool obstacle(const WalkStep& step, Disposition disposition, const WalkState& state) override {
        const TrafficSet survives = state.reply ? oneWayTraffic() : TrafficSet();
        if (disposition == Disposition::Unknown) {
            m_result.unknowns.push_back(std::string(step.resource) + ": " + step.why);
            m_result.request.sure &= survives;
            return false;
        }
        keepEnd({disposition, state.reply, step.kind, step.thing,
                 m_result.request.possible - survives});
        m_result.request &= {survives, survives};
        return false;
    }

    bool mayStop(const WalkStep& step, const WalkState& state) override {
        obstacle(step, Disposition::Unknown, state);
        return true;
    }

    void passed(const WalkStep& /*step*/, const WalkState& /*state*/) override {}
    void note(std::string /*text*/) override {}

    bool arrived(const WalkState& state) override {
        m_result.reply.assign(state.depth + 1, TrafficBounds::all());
        m_result.client = state.ends.source;
        return !(m_result.request.possible - oneWayTraffic()).empty();
    }

    TrafficBetween finish() {
        if (m_result.reply.empty()) m_result.reply.assign(1, TrafficBounds::all());
        std::ranges::sort(m_result.unknowns);
        return std::move(m_result);
    }

private:
    bool filter(const TrafficBounds& passes, HopKind kind, ThingId thing, RuleDirection direction,
                const WalkState& state) {
        TrafficBounds& bounds = state.reply ? m_result.reply[state.depth] : m_result.request;
        if (m_keepEnds) {
            const bool out = direction == RuleDirection::Egress;
            keepEnd({out ? Disposition::DeniedOut : Disposition::DeniedIn, state.reply, kind, thing,
                     bounds.possible - passes.possible});
        }
        bounds &= passes;
        return !bounds.possible.empty();
    }

    void keepEnd(TrafficEnd end) {
        if (m_keepEnds && !end.traffic.empty()) m_result.ends.push_back(std::move(end));
    }

    const NetworkIndex& m_network;
    const CompiledFilters& m_filters;
    bool m_keepEnds;
    TrafficBetween m_result;
};

/// Returns the requests that answers come back to at some port of `wanted`.
TrafficSet answeredSide(const TrafficSet& request, const TrafficSet& back, const PortSet& wanted) {
    TrafficSet result = request;
    for (const IpProtocol protocol : result.protocols()) {
        if (protocol == kProtocolIcmp || protocol == kProtocolIcmpv6) continue;
        const PortSet ports = back.ports(protocol);
        const bool some = hasPorts(protocol) ? ports.overlaps(wanted) : !ports.empty();
        if (!some) result -= TrafficSet::of(protocol);
    }
    for (const Request& asked : kRequests) {
        const Port port = icmpPort(asked.type, 0);
        const auto wantedReply = icmpReply(asked.protocol, port);
        if (wantedReply && back.contains(asked.protocol, *wantedReply)) continue;
        result -= TrafficSet::of(asked.protocol, PortSet({port, port}));
    }
    return result;
}

}  // namespace

const PortSet& managedClientPorts() {
    static const PortSet kPorts({1024, 65535});
    return kPorts;
}

const PortSet& instanceClientPorts() {
    static const PortSet kPorts({32768, 65535});
    return kPorts;
}

TrafficBounds answeredBy(const TrafficBounds& request, const TrafficBounds& reply,
                         const PortSet& clientPorts) {
    return {answeredSide(request.sure, reply.sure, clientPorts),
            answeredSide(request.possible, reply.possible, clientPorts)};
}

Truth TrafficBetween::passes(const Packet& packet, Port translatedPort) const {
    const auto inSide = [&](TrafficSet TrafficBounds::*side) {
        if (!(request.*side).contains(packet.protocol, packet.destinationPort)) return false;
        if (oneWayTraffic().contains(packet.protocol, packet.destinationPort)) return true;
        for (std::size_t depth = 0; depth < reply.size(); ++depth) {
            Port port = depth == 0 ? packet.sourcePort : translatedPort;
            const auto icmp = icmpReply(packet.protocol, packet.destinationPort);
            if (icmp) port = *icmp;
            if (!(reply[depth].*side).contains(packet.protocol, port)) return false;
        }
        return true;
    };
    if (inSide(&TrafficBounds::sure)) return Truth::Yes;
    return inSide(&TrafficBounds::possible) ? Truth::Unknown : Truth::No;
}

TrafficBounds TrafficBetween::roundTrip(const PortSet& clientPorts) const {
    TrafficBounds trip = request;
    for (std::size_t depth = 0; depth < reply.size(); ++depth) {
        trip = answeredBy(trip, reply[depth], depth == 0 ? clientPorts : managedClientPorts());
    }
    return trip;
}

PortSet TrafficBetween::answeredClientPorts(IpProtocol protocol) const {
    return reply.front().sure.ports(protocol);
}

TrafficBetween trafficBetween(const NetworkIndex& network, const CompiledFilters& filters,
                              const TrafficQuestion& question) {
    SetTracer tracer(network, filters, question.keepEnds);
    Walk walk(network, tracer);
    walk.run(question.flow);
    TrafficBetween between = tracer.finish();
    between.transitWays = walk.transitWays();
    return between;
}

void forEachTransitWay(const NetworkIndex& network, const CompiledFilters& filters,
                       const WalkQuestion& flow,
                       const std::function<void(const WalkQuestion&, TrafficBetween&)>& visit) {
    WalkQuestion way = flow;
    std::size_t ways = 1;
    for (std::size_t i = 0; i < ways; ++i) {
        way.transitWay = static_cast<std::uint16_t>(i);
        TrafficBetween between = trafficBetween(network, filters, {way, false});
        // A way that gets further may meet more gateways.
        ways = std::max(ways, between.transitWays);
        visit(way, between);
    }
}

TrafficBounds roundTripBetween(const NetworkIndex& network, const CompiledFilters& filters,
                               const WalkQuestion& flow, const PortSet& clientPorts) {
    TrafficBounds trip;
    forEachTransitWay(network, filters, flow, [&](const WalkQuestion&, TrafficBetween& between) {
        trip |= between.roundTrip(clientPorts);
    });
    return trip;
}

}  // namespace archivolt
