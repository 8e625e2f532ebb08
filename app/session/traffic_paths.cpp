#include "app/session/traffic_paths.h"

#include <algorithm>
#include <optional>
#include <string>

namespace archivolt {

namespace {

/// Returns an end's interfaces, by the thing that they belong to; nothing where it has none.
std::optional<Endpoint> endOf(const NetworkIndex& network, ThingId thing) {
    const Thing* found = network.architecture().find(thing);
    if (found == nullptr) return std::nullopt;
    auto end = findEndpoint(network,
                            found->stack.empty() ? found->name : found->stack + '/' + found->name);
    if (!end) return std::nullopt;
    return *std::move(end);
}

/// Says whether packets come as far as the balancer that is asked about, and only what it would
/// pass them on to is missing: that is the simulator's own affair.
bool endsAtBalancer(const ReachAnswer& answer, ThingId balancer) {
    return !answer.blockers.empty() &&
           std::ranges::all_of(answer.blockers, [&](const Blocker& one) {
               return one.hop.kind == HopKind::LoadBalancer && one.hop.thing == balancer;
           });
}

}  // namespace

traffic::PathAnswer answerPath(const Reachability& reachability,
                               const traffic::PathQuestion& asked) {
    const NetworkIndex& network = reachability.network();
    std::optional<Endpoint> from;
    if (asked.from) {
        from = endOf(network, *asked.from);
    } else if (auto internet = findEndpoint(network, "internet")) {
        from = *std::move(internet);
    }
    const auto to = endOf(network, asked.to);
    if (!from || !to || from->interfaces.empty() == from->outside.empty()) {
        return {Truth::Unknown, "an end has no network interface here"};
    }
    ReachQuestion question;
    question.from = *from;
    question.to = *to;
    question.protocol = asked.protocol;
    if (asked.port > 0 && asked.port <= 65535) {
        const auto port = static_cast<Port>(asked.port);
        question.ports = PortSet(PortRange{port, port});
    }
    const ReachAnswer answer = reach(reachability, question);
    switch (answer.verdict) {
        case Verdict::Reachable:
        case Verdict::Partial: return {Truth::Yes, {}};
        case Verdict::Blocked: {
            if (endsAtBalancer(answer, asked.to)) return {Truth::Yes, {}};
            std::string why = "blocked";
            if (!answer.blockers.empty())
                why = "blocked by " + answer.blockers.front().hop.resource;
            return {Truth::No, why};
        }
        case Verdict::Unknown: break;
    }
    return {Truth::Unknown, answer.notes.empty() ? "the engine can't tell" : answer.notes.front()};
}

}  // namespace archivolt
