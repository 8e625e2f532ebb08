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
constexpr std::string_view kOwnInternet = "Archivolt::OwnInternet";

/// Returns the interfaces of an end that are of what the build has noted so.
std::vector<InterfaceIndex> notedOf(const NetworkIndex& network, std::string_view kind,
                                    const Endpoint& end) {
    std::vector<InterfaceIndex> found;
    for (const auto& [id, noted] : network.architecture().others) {
        if (noted->type != kind) continue;
        for (const auto& [stack, name] : noted->tags) {
            for (const Thing* thing : network.things().named(name)) {
                if (thing->stack != stack) continue;
                for (const InterfaceIndex index : interfacesOf(network, thing->id)) {
                    const bool isOf = std::ranges::count(end.interfaces, index) > 0;
                    if (isOf && std::ranges::count(found, index) == 0) found.push_back(index);
                }
            }
        }
    }
    std::ranges::sort(found);
    return found;
}

/// Says whether an end is a thing with a public endpoint outside its VPC, and nothing else is.
bool hasPublicEndpoint(const NetworkIndex& network, const Endpoint& end) {
    return !end.interfaces.empty() &&
           notedOf(network, kPublicEndpoint, end).size() == end.interfaces.size();
}

/// Returns why a part of an end may be reached besides, where that is known of it alone.
Doubt whyPart(const Reachability& reachability, const ReachQuestion& question,
              std::vector<InterfaceIndex> interfaces) {
    const NetworkIndex& network = reachability.network();
    ReachQuestion part = question;
    part.to = {};
    part.to.name = network.interfaces()[interfaces.front()].interface->name;
    part.to.interfaces = std::move(interfaces);
    setWhatAnswers(network, part.to);
    const ReachAnswer answer = reach(reachability, part);
    return answer.verdict == Verdict::Unknown && !answer.notes.empty() ? answer.notes.front()
                                                                       : std::string();
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

/// Says whether all of a sender has a way to the internet outside its VPC.
bool hasOwnInternet(const NetworkIndex& network, const Endpoint& from) {
    return !from.interfaces.empty() &&
           notedOf(network, kOwnInternet, from).size() == from.interfaces.size();
}

/// Returns why a sender with a way of its own may reach what the internet is, or reaches.
Doubt whyByOwnInternet(const Reachability& reachability, const ReachQuestion& question) {
    const NetworkIndex& network = reachability.network();
    if (!hasOwnInternet(network, question.from)) return {};
    if (question.to.outside.empty()) {
        ReachQuestion fromInternet = question;
        fromInternet.from = {};
        fromInternet.from.name = "internet";
        fromInternet.from.outside = network.internet();
        if (reach(reachability, fromInternet).verdict == Verdict::Blocked) return {};
    }
    // NOT MODELLED: SageMaker's own way to the internet, outside the VPC.
    return fmt::format("`{}` has a way to the internet outside its VPC, which is not modelled",
                       question.from.name);
}

}  // namespace

TrafficSet trafficBesides(const NetworkIndex& network, const Endpoint& from, const Endpoint& end) {
    if (hasOwnInternet(network, from)) {
        return TrafficSet::of(kProtocolTcp) | TrafficSet::of(kProtocolUdp);
    }
    if (hasPublicEndpoint(network, end)) {
        return TrafficSet::of(kProtocolTcp, PortSet({kHttps, kHttps}));
    }
    if (notedOf(network, kAccelerated, end).empty()) return {};
    return TrafficSet::of(kProtocolTcp) | TrafficSet::of(kProtocolUdp);
}

Doubt whyBesides(const Reachability& reachability, const ReachQuestion& question,
                 const ReachAnswer& answer) {
    const NetworkIndex& network = reachability.network();
    const Endpoint& to = question.to;
    const TrafficSet asked = askedTraffic(question, Family::Ipv4);
    const bool isAsked = !(trafficBesides(network, question.from, to) & asked).empty();
    if (answer.verdict != Verdict::Blocked || !isAsked) return {};
    if (Doubt why = whyByOwnInternet(reachability, question); !why.empty()) return why;
    if (hasPublicEndpoint(network, to)) {
        if (!mayReachInternet(reachability, question)) return {};
        // NOT MODELLED: the public endpoint of an EKS cluster or an Airflow environment, which
        // stands outside its VPC.
        return fmt::format("`{}` has a public endpoint outside its VPC, which is not modelled",
                           to.name);
    }
    if (question.from.outside.empty()) return {};
    std::vector<InterfaceIndex> accelerated = notedOf(network, kAccelerated, to);
    if (accelerated.size() < to.interfaces.size()) {
        return whyPart(reachability, question, std::move(accelerated));
    }
    if (!std::ranges::all_of(answer.blockers, passesBy)) return {};
    const VpcIndex home = network.interfaces()[to.interfaces.front()].vpc;
    if (home == kNone || network.vpcs()[home].internetGateway == nullptr) return {};
    // NOT MODELLED: what comes to an endpoint through Global Accelerator.
    return fmt::format(
        "`{}` is an endpoint of Global Accelerator, which is not modelled: it "
        "passes by addresses, routes and ACLs, and its groups let it in",
        to.name);
}

}  // namespace archivolt
