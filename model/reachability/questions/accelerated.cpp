#include "model/reachability/questions/accelerated.h"

#include <algorithm>

#include <fmt/format.h>

namespace archivolt {

namespace {

/// Says whether an accelerator's traffic does not meet what blocks other traffic of the internet.
bool passesBy(const Blocker& blocker) {
    return blocker.disposition == Disposition::NoPublicAddress ||
           blocker.hop.kind == HopKind::RouteTable || blocker.hop.kind == HopKind::NetworkAcl;
}

/// Says whether an end is an endpoint of an accelerator, whose names the build has noted.
bool isEndpoint(const NetworkIndex& network, const OtherThing& accelerated, const Endpoint& end) {
    for (const auto& [stack, name] : accelerated.tags) {
        for (const Thing* thing : network.things().named(name)) {
            if (thing->stack != stack) continue;
            const auto own = interfacesOf(network, thing->id);
            const bool isIt = std::ranges::any_of(own, [&](InterfaceIndex index) {
                return std::ranges::find(end.interfaces, index) != end.interfaces.end();
            });
            if (isIt) return true;
        }
    }
    return false;
}

}  // namespace

bool isAccelerated(const NetworkIndex& network, const Endpoint& end) {
    return std::ranges::any_of(network.architecture().others, [&](const auto& entry) {
        return entry.second->type == "Archivolt::Accelerated" &&
               isEndpoint(network, *entry.second, end);
    });
}

std::string whyAccelerated(const NetworkIndex& network, const ReachQuestion& question,
                           const ReachAnswer& answer) {
    const Endpoint& to = question.to;
    if (question.from.outside.empty() || to.interfaces.empty()) return {};
    const bool isStopped =
        answer.verdict != Verdict::Blocked || !std::ranges::all_of(answer.blockers, passesBy);
    if (isStopped || !isAccelerated(network, to)) return {};
    const VpcIndex home = network.interfaces()[to.interfaces.front()].vpc;
    if (home == kNone || network.vpcs()[home].internetGateway == nullptr) return {};
    // NOT MODELLED: what comes to an endpoint through Global Accelerator.
    return fmt::format(
        "`{}` is an endpoint of Global Accelerator, which is not modelled: it "
        "passes by addresses, routes and ACLs, and its groups let it in",
        to.name);
}

}  // namespace archivolt
