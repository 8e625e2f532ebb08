#include "model/reachability/questions/traced_ports.h"

#include <algorithm>

#include "model/reachability/sets/traffic_between.h"

namespace archivolt {

namespace {

constexpr Port kUsualClientPort = 49152;
/// More ports than ACLs tell apart; what goes further is left as it is.
constexpr std::size_t kMostTried = 48;

/// Says whether a network ACL stops the answer by its port.
bool isByPort(const Blocker& blocker) {
    return blocker.onReply && blocker.hop.kind == HopKind::NetworkAcl &&
           hasPorts(blocker.hop.packet.protocol);
}

std::size_t countByPort(const Trace& trace) {
    return static_cast<std::size_t>(std::ranges::count_if(trace.blockers, isByPort));
}

/// Adds the ports at which an ACL's entries begin to judge otherwise.
void addBorders(const NetworkIndex& network, ThingId acl, std::vector<Port>& borders) {
    const auto* found = network.architecture().networkAcls.find(acl);
    if (found == nullptr) return;
    const auto add = [&](std::int32_t port) {
        if (port > 0 && port <= 0xFFFF) borders.push_back(static_cast<Port>(port));
    };
    for (const NetworkAclEntry& entry : (*found)->entries) {
        if (entry.match.fromPort.isKnown()) add(*entry.match.fromPort);
        if (entry.match.toPort.isKnown()) add(*entry.match.toPort + 1);
    }
}

/// Returns the client ports at which what stops the answer may change, those of clients and of
/// devices that translate; none where there are too many.
std::vector<Port> bordersOf(const NetworkIndex& network, const PortSet& clientPorts,
                            const Trace& trace) {
    std::vector<Port> borders;
    for (const Blocker& blocker : trace.blockers) {
        if (isByPort(blocker)) addBorders(network, blocker.hop.thing, borders);
    }
    for (const auto& range : clientPorts.ranges()) borders.push_back(range.first);
    std::ranges::sort(borders);
    borders.erase(std::unique(borders.begin(), borders.end()), borders.end());
    if (borders.size() > kMostTried) borders.clear();
    return borders;
}

}  // namespace

Port usualPortOf(const PortSet& ports) {
    if (ports.empty() || ports.contains(kUsualClientPort)) return kUsualClientPort;
    return ports.ranges().front().first;
}

void chooseClientPorts(const NetworkIndex& network, const PortSet& clientPorts,
                       TraceQuestion& question) {
    const Trace first = traceFlow(network, question);
    std::size_t fewest = countByPort(first);
    if (fewest == 0) return;
    const std::vector<Port> borders = bordersOf(network, clientPorts, first);
    const auto attempt = [&](const TraceQuestion& other) {
        const std::size_t stopped = countByPort(traceFlow(network, other));
        if (stopped >= fewest) return;
        fewest = stopped;
        question = other;
    };
    for (const Port port : borders) {
        TraceQuestion other = question;
        other.packet.sourcePort = port;
        if (clientPorts.contains(port)) attempt(other);
        other = question;
        other.translatedPort = port;
        if (managedClientPorts().contains(port)) attempt(other);
    }
}

bool stopsEveryClientPort(const NetworkIndex& network, const PortSet& clientPorts,
                          const TraceQuestion& question) {
    const Trace first = traceFlow(network, question);
    if (countByPort(first) == 0) return true;
    for (const Port port : bordersOf(network, clientPorts, first)) {
        if (!clientPorts.contains(port)) continue;
        TraceQuestion other = question;
        other.packet.sourcePort = port;
        const Trace there = traceFlow(network, other);
        const bool isSame = std::ranges::all_of(first.blockers, [&](const Blocker& blocker) {
            return !isByPort(blocker) ||
                   std::ranges::any_of(there.blockers, [&](const Blocker& one) {
                       return isByPort(one) && one.hop.thing == blocker.hop.thing &&
                              one.hop.step == blocker.hop.step;
                   });
        });
        if (!isSame) return false;
    }
    return true;
}

}  // namespace archivolt
