#include "model/reachability/questions/unseen_sender.h"

#include <algorithm>

#include <fmt/format.h>

namespace archivolt {

namespace {

/// Says whether a set of groups lets nothing of the asked traffic in from an address.
bool isShut(const GroupSetFilter& filter, const IpAddress& address, const TrafficSet& asked) {
    if (filter.open || !(filter.byAddress.at(address).possible & asked).empty()) return false;
    return std::ranges::all_of(filter.byGroup, [&](const GroupSetFilter::GroupRule& rule) {
        return (rule.traffic.possible & asked).empty();
    });
}

}  // namespace

std::optional<Hop> whatShutsOut(const Reachability& reachability, const ReachQuestion& question) {
    const NetworkIndex& network = reachability.network();
    const Endpoint& to = question.to;
    if (!question.from.address || to.interfaces.empty() || !to.why.empty()) return std::nullopt;
    const IpAddress& address = *question.from.address;
    const TrafficSet asked = askedTraffic(question, address.family);
    std::optional<Hop> hop;
    for (const InterfaceIndex index : to.interfaces) {
        const InterfaceNode& node = network.interfaces()[index];
        const bool isKnown = node.groupsWhy.empty() && !node.groups.empty();
        if (!isKnown ||
            !isShut(reachability.filters().groupSet(node.groupSet, RuleDirection::Ingress), address,
                    asked)) {
            return std::nullopt;
        }
        if (hop) continue;
        const SecurityGroup& group = *network.groups()[node.groups.front()].group;
        hop = Hop{};
        hop->thing = group.id;
        hop->resource = group.name;
        hop->kind = HopKind::SecurityGroup;
        hop->step = "ingress";
        hop->origin = group.origin;
        hop->result = HopResult::Denied;
        hop->packet.ends.source = address;
        hop->packet.protocol = asked.protocols().empty() ? kProtocolTcp : asked.protocols().front();
        if (!node.addresses.empty()) hop->packet.ends.destination = node.addresses.front();
        hop->why = fmt::format("no rule of `{}` lets it in", group.name);
    }
    return hop;
}

}  // namespace archivolt
