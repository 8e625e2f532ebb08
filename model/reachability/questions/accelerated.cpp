#include "model/reachability/questions/accelerated.h"

#include <algorithm>

#include <fmt/format.h>

namespace archivolt {

namespace {

constexpr Port kHttps = 443;

/// Says whether an accelerator's traffic does not meet what blocks other traffic of the internet.
bool passesBy(const Blocker& blocker) {
    return blocker.disposition == Disposition::NoPublicAddress ||
           blocker.hop.kind == HopKind::RouteTable || blocker.hop.kind == HopKind::NetworkAcl;
}

/// What the build notes besides a design's things, by the names that are their tags.
constexpr std::string_view kAccelerated = "Archivolt::Accelerated";
constexpr std::string_view kPublicEndpoint = "Archivolt::PublicEndpoint";

/// Returns how many interfaces of an end are of what the build has noted so.
std::size_t countNoted(const NetworkIndex& network, std::string_view kind, const Endpoint& end) {
    std::size_t count = 0;
    for (const auto& [id, noted] : network.architecture().others) {
        if (noted->type != kind) continue;
        for (const auto& [stack, name] : noted->tags) {
            for (const Thing* thing : network.things().named(name)) {
                if (thing->stack != stack) continue;
                for (const InterfaceIndex index : interfacesOf(network, thing->id)) {
                    count += static_cast<std::size_t>(std::ranges::count(end.interfaces, index));
                }
            }
        }
    }
    return count;
}

/// Says whether an end is a thing with a public endpoint outside its VPC, and nothing else is.
bool hasPublicEndpoint(const NetworkIndex& network, const Endpoint& end) {
    return !end.interfaces.empty() &&
           countNoted(network, kPublicEndpoint, end) == end.interfaces.size();
}

/// Says whether some of a sender's HTTPS gets to the internet, where a public endpoint stands.
bool mayReachInternet(const Reachability& reachability, const ReachQuestion& question) {
    if (!question.from.outside.empty()) return true;
    ReachQuestion out = question;
    out.to = {};
    out.to.name = "internet";
    out.to.outside = reachability.network().internet();
    out.protocol = kProtocolTcp;
    out.ports = PortSet({kHttps, kHttps});
    return reach(reachability, out).verdict != Verdict::Blocked;
}

}  // namespace

TrafficSet trafficBesides(const NetworkIndex& network, const Endpoint& end) {
    if (hasPublicEndpoint(network, end)) {
        return TrafficSet::of(kProtocolTcp, PortSet({kHttps, kHttps}));
    }
    if (countNoted(network, kAccelerated, end) == 0) return {};
    return TrafficSet::of(kProtocolTcp) | TrafficSet::of(kProtocolUdp);
}

std::string whyBesides(const Reachability& reachability, const ReachQuestion& question,
                       const ReachAnswer& answer) {
    const NetworkIndex& network = reachability.network();
    const Endpoint& to = question.to;
    const TrafficSet asked = askedTraffic(question, Family::Ipv4);
    const bool isAsked = !(trafficBesides(network, to) & asked).empty();
    if (answer.verdict != Verdict::Blocked || !isAsked) return {};
    if (hasPublicEndpoint(network, to)) {
        if (!mayReachInternet(reachability, question)) return {};
        // NOT MODELLED: the public endpoint of an EKS cluster, which stands outside its VPC.
        return fmt::format("`{}` has a public endpoint outside its VPC, which is not modelled",
                           to.name);
    }
    const bool isStopped = !std::ranges::all_of(answer.blockers, passesBy);
    if (question.from.outside.empty() || isStopped) return {};
    const VpcIndex home = network.interfaces()[to.interfaces.front()].vpc;
    if (home == kNone || network.vpcs()[home].internetGateway == nullptr) return {};
    // NOT MODELLED: what comes to an endpoint through Global Accelerator.
    return fmt::format(
        "`{}` is an endpoint of Global Accelerator, which is not modelled: it "
        "passes by addresses, routes and ACLs, and its groups let it in",
        to.name);
}

}  // namespace archivolt
