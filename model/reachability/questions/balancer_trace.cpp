#include "model/reachability/questions/balancer_trace.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/reachability/questions/traced_ports.h"
#include "model/reachability/walk/filters.h"

namespace archivolt {

namespace {

void settle(Trace& trace) {
    if (trace.blockers.empty()) {
        if (!trace.unknowns.empty()) trace.disposition = Disposition::Unknown;
        return;
    }
    const Blocker& first = trace.blockers.front();
    trace.disposition = first.onReply ? Disposition::ReplyBlocked : first.disposition;
    trace.decidedBy = first.hop;
}

}  // namespace

void BalancerTracer::add(const LoadBalancer& balancer, const TraceQuestion& question,
                         const Onward& onward, Trace& trace) const {
    follow(balancer, question, onward, trace);
    settle(trace);
}

void BalancerTracer::addDoor(const VpcEndpoint& door, const TraceQuestion& question, Onward onward,
                             Trace& trace) const {
    const auto nodes = nodesBehind(m_network, door, question.to.interface, onward.client);
    if (nodes.empty()) return;
    const ServiceNode& node = nodes.front();
    const auto& self = m_network.interfaces()[node.interface];
    const IpAddress own = self.address(onward.client.family).value_or(onward.client);
    TraceQuestion inside = question;
    inside.to = {FlowEnd::Kind::Interface, node.interface, {}};
    inside.packet.ends = {onward.client, own};
    if (node.groups) {
        const FilterAnswer answer = askGroups(m_network, *node.groups, inside.packet.protocol,
                                              inside.packet.destinationPort);
        Hop hop;
        hop.thing = answer.owner->id;
        hop.resource = answer.owner->name;
        hop.kind = HopKind::SecurityGroup;
        hop.step = "ingress";
        hop.rule = answer.rule;
        if (answer.origin != nullptr) hop.origin = *answer.origin;
        hop.packet = inside.packet;
        hop.why = answer.why;
        if (answer.passes == Truth::No) {
            hop.result = HopResult::Denied;
            trace.blockers.push_back({Disposition::DeniedIn, false, hop});
        } else if (answer.passes == Truth::Unknown) {
            hop.result = HopResult::Unknown;
            trace.unknowns.push_back(hop.resource + ": " + hop.why);
        }
        trace.forward.push_back(std::move(hop));
    }
    onward.client = own;
    onward.hidesClients = true;
    follow(*node.balancer, inside, onward, trace);
    settle(trace);
}

void BalancerTracer::follow(const LoadBalancer& balancer, const TraceQuestion& question,
                            const Onward& onward, Trace& trace) const {
    const BalancerLegs legs(m_network, m_filters, balancer, onward.hidesClients);
    const Packet& packet = question.packet;
    const Listener* listener = legs.listenerFor(packet.protocol, packet.destinationPort);
    Hop hop;
    hop.thing = balancer.id;
    hop.resource = balancer.name;
    hop.kind = HopKind::LoadBalancer;
    hop.step = "listener";
    hop.origin = listener != nullptr ? listener->origin : balancer.origin;
    hop.rule = listener != nullptr ? listener->name : "";
    hop.packet = packet;
    const auto deny = [&](std::string why) {
        hop.result = HopResult::Denied;
        hop.why = std::move(why);
        trace.blockers.push_back({Disposition::DeniedIn, false, hop});
        trace.forward.push_back(hop);
    };
    if (listener == nullptr) {
        deny("no listener for this port");
    } else {
        trace.forward.push_back(hop);
        const auto targets = legs.legs(question.to.interface, onward.client, packet.protocol,
                                       packet.destinationPort);
        if (onward.leg < targets.size()) {
            addLeg(targets[onward.leg], trace);
        } else if (onward.isBlocked && legs.lacksTargets(question.to.interface, onward.client,
                                                         packet.protocol, packet.destinationPort)) {
            trace.forward.pop_back();
            deny(legs.whyNoTarget(question.to.interface, onward.client, packet.protocol,
                                  packet.destinationPort));
        }
    }
}

TraceQuestion BalancerTracer::questionOf(const TargetLeg& leg) {
    TraceQuestion question;
    question.from = leg.flow.from;
    question.to = leg.flow.to;
    question.preservingNode = leg.flow.preservingNode;
    question.packet.protocol = leg.protocol;
    question.packet.ends = leg.flow.ends;
    question.packet.destinationPort = leg.port;
    return question;
}

void BalancerTracer::addLeg(const TargetLeg& leg, Trace& trace) const {
    TraceQuestion question = questionOf(leg);
    const TrafficBetween between = trafficBetween(m_network, m_filters, {leg.flow, false});
    question.packet.sourcePort =
        usualPortOf(between.answeredClientPorts(leg.protocol) & managedClientPorts());
    if (leg.passes == Truth::No) chooseClientPorts(m_network, managedClientPorts(), question);
    Trace onward = traceFlow(m_network, question);
    if (onward.disposition == Disposition::Delivered && leg.passes != Truth::Yes &&
        leg.behind == nullptr) {
        question.packet.protocol = kProtocolTcp;
        question.packet.destinationPort = leg.healthPort;
        if (question.preservingNode != kNone) {
            // Health checks come from the node's own address (as in `BalancerLegs`).
            const auto& node = m_network.interfaces()[question.preservingNode];
            const auto own = node.address(leg.flow.ends.destination.family);
            if (own) question.packet.ends.source = *own;
            question.preservingNode = kNone;
        }
        onward = traceFlow(m_network, question);
        onward.notes.push_back(
            fmt::format("the health check on port {} does not pass", leg.healthPort));
    }
    const auto append = [](auto& to, auto& from) { to.insert(to.end(), from.begin(), from.end()); };
    append(trace.forward, onward.forward);
    append(onward.reply, trace.reply);
    trace.reply = std::move(onward.reply);
    append(trace.blockers, onward.blockers);
    append(trace.unknowns, onward.unknowns);
    append(trace.notes, onward.notes);
    if (leg.behind != nullptr)
        follow(*leg.behind, question, {leg.passes != Truth::Yes, 0, question.packet.ends.source},
               trace);
}

}  // namespace archivolt
