#include <algorithm>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "model/reachability/changes/balancer_mending.h"
#include "model/reachability/changes/obstructions.h"
#include "model/reachability/changes/route_mending.h"
#include "model/reachability/changes/rule_blocks.h"
#include "model/reachability/changes/rule_changes.h"
#include "model/reachability/questions/balancer_legs.h"
#include "model/reachability/questions/name_questions.h"

namespace archivolt {

namespace {

/// The step of a gateway that VPC Block Public Access decides.
constexpr std::string_view kPublicAccess = "public access";

/// Everything that stops at one filter for one kind of peer.
struct FilterSite {
    const Obstruction* first = nullptr;
    AddressSet remotes;
    TrafficSet traffic;
};

class Opening {
public:
    Opening(const Reachability& reachability, const ReachQuestion& question)
        : m_network(reachability.network()), m_question(question) {
        const std::vector<QuestionWay> ways = waysOf(reachability, question, kMaxWays);
        if (ways.size() > kMaxWays) {
            add({"ways", {}, "the question covers too many pairs: ask about fewer at a time"});
            return;
        }
        checkListeners();
        for (const QuestionWay& way : ways) {
            checkTargets(reachability, way);
            for (Obstruction& one : obstructionsOf(reachability, way)) {
                m_found.push_back(std::move(one));
            }
        }
    }

    std::vector<Mending> take() {
        for (const Obstruction& one : mergedOthers()) mendOther(one);
        std::map<std::string, FilterSite> sites;
        std::vector<std::string> order;
        for (const Obstruction& one : m_found) {
            if (one.kind == Obstruction::Kind::Other) continue;
            const std::string key = siteOf(one);
            FilterSite& site = sites[key];
            if (site.first == nullptr) {
                site.first = &one;
                order.push_back(key);
            }
            site.remotes |= one.remote.addresses;
            site.traffic |= one.traffic;
        }
        for (const std::string& key : order) {
            const FilterSite& site = sites.at(key);
            const bool groups = site.first->kind == Obstruction::Kind::Groups;
            add(groups ? mendGroups(key, site) : mendAcl(key, site));
        }
        return std::move(m_result);
    }

private:
    /// Returns what stops at gateways and routes, the addresses of the outside added up: the
    /// internet is asked about piece by piece, and mended as a whole.
    [[nodiscard]] std::vector<Obstruction> mergedOthers() const {
        std::vector<Obstruction> merged;
        for (const Obstruction& one : m_found) {
            if (one.kind != Obstruction::Kind::Other) continue;
            const auto same = [&](const Obstruction& other) {
                const Hop& a = one.hop;
                const Hop& b = other.hop;
                const bool place = a.kind == b.kind && a.thing == b.thing && a.step == b.step &&
                                   a.rule == b.rule && a.resource == b.resource;
                return place && other.disposition == one.disposition &&
                       other.onReply == one.onReply &&
                       other.candidate.family == one.candidate.family &&
                       other.candidate.flow.from == one.candidate.flow.from &&
                       other.candidate.flow.to == one.candidate.flow.to;
            };
            const auto known = std::ranges::find_if(merged, same);
            if (known == merged.end()) {
                merged.push_back(one);
                continue;
            }
            known->candidate.sources |= one.candidate.sources;
            known->candidate.destinations |= one.candidate.destinations;
        }
        return merged;
    }

    void add(Mending mending) {
        const auto same = [&](const Mending& other) { return other.site == mending.site; };
        if (std::ranges::none_of(m_result, same)) m_result.push_back(std::move(mending));
    }

    void checkListeners() {
        const LoadBalancer* balancer = m_question.to.balancer;
        if (balancer == nullptr) return;
        TrafficSet heard;
        for (const Listener& listener : balancer->listeners) {
            if (!listener.port.isKnown()) continue;
            const auto port = static_cast<Port>(*listener.port);
            heard |= TrafficSet::of(kProtocolTcp, PortSet({port, port})) |
                     TrafficSet::of(kProtocolUdp, PortSet({port, port}));
        }
        const TrafficSet unheard = askedTraffic(m_question, Family::Ipv4) - heard;
        if (unheard.empty()) return;
        add({"listener",
             {},
             fmt::format("`{}` has no listener for {}: which targets and certificate a new one "
                         "gets is for you to choose",
                         balancer->name, trafficText(unheard))});
    }

    /// Where a node has a listener and all its targets stand in zones that are not served.
    void checkTargets(const Reachability& reachability, const QuestionWay& way) {
        const WalkQuestion& flow = way.candidate.flow;
        const LoadBalancer* balancer = balancerAt(m_network, flow.to.interface);
        if (way.door || way.isLeg || balancer == nullptr) return;
        const BalancerLegs legs(m_network, reachability.filters(), *balancer);
        for (const Listener& listener : balancer->listeners) {
            if (!listener.port.isKnown()) continue;
            const auto port = static_cast<Port>(*listener.port);
            for (const IpProtocol protocol : {kProtocolTcp, kProtocolUdp}) {
                if (!way.wanted.contains(protocol, port)) continue;
                for (const InterfaceIndex target :
                     legs.unserved(flow.to.interface, flow.ends.source, protocol, port)) {
                    add(mendUnserved(m_network, *balancer, target));
                }
            }
        }
    }

    [[nodiscard]] const InterfaceNode& interface(InterfaceIndex index) const {
        return m_network.interfaces()[index];
    }

    [[nodiscard]] std::string nameOf(ThingId id) const {
        const Thing* thing = m_network.architecture().find(id);
        return thing != nullptr ? thing->stack + '/' + thing->name : std::string("?");
    }

    [[nodiscard]] std::string siteOf(const Obstruction& one) const {
        const bool out = one.direction == RuleDirection::Egress;
        std::string key = out ? "egress " : "ingress ";
        if (one.kind == Obstruction::Kind::Groups) {
            for (const GroupIndex group : interface(one.interface).groups) {
                key += nameOf(m_network.groups()[group].group->id) + ' ';
            }
            if (interface(one.interface).groups.empty()) {
                key += nameOf(interface(one.interface).interface->id);
            }
            if (const SecurityGroup* peer = peerGroup(one)) return key + nameOf(peer->id);
        } else {
            const SubnetNode& subnet = m_network.subnets()[one.subnet];
            key += nameOf(subnet.acl == kNone ? subnet.subnet->id : aclOf(one).id) + ' ';
            key += one.candidate.family == Family::Ipv4 ? "4 " : "6 ";
        }
        return key + (one.remote.blockOf ? nameOf(one.remote.blockOf) : std::string("blocks"));
    }

    [[nodiscard]] const NetworkAcl& aclOf(const Obstruction& one) const {
        const SubnetNode& subnet = m_network.subnets()[one.subnet];
        return *m_network.acls()[subnet.acl].acl;
    }

    /// Returns the groups of an interface, those that the fewest interfaces carry first.
    [[nodiscard]] std::vector<const SecurityGroup*> groupsOf(InterfaceIndex index) const {
        std::vector<std::pair<std::ptrdiff_t, const SecurityGroup*>> ranked;
        for (const GroupIndex group : interface(index).groups) {
            const auto carriers =
                std::ranges::count_if(m_network.interfaces(), [&](const InterfaceNode& node) {
                    return std::ranges::count(node.groups, group) > 0;
                });
            ranked.emplace_back(carriers, m_network.groups()[group].group);
        }
        std::ranges::stable_sort(ranked, {}, [](const auto& one) { return one.first; });
        std::vector<const SecurityGroup*> groups;
        groups.reserve(ranked.size());
        for (const auto& [carriers, group] : ranked) groups.push_back(group);
        return groups;
    }

    /// Returns the group that stands for the other end, where both ends carry groups of one stack.
    [[nodiscard]] const SecurityGroup* peerGroup(const Obstruction& one) const {
        if (one.remote.interface == kNone) return nullptr;
        const auto own = groupsOf(one.interface);
        for (const SecurityGroup* group : groupsOf(one.remote.interface)) {
            if (!own.empty() && own.front()->origin.stack == group->origin.stack) return group;
        }
        return nullptr;
    }

    [[nodiscard]] Mending mendGroups(const std::string& key, const FilterSite& site) const {
        const Obstruction& one = *site.first;
        Mending mending{key, {}, {}};
        const auto groups = groupsOf(one.interface);
        if (groups.empty()) {
            mending.cannot = fmt::format("the security groups of `{}` are not in this design",
                                         interface(one.interface).interface->name);
            return mending;
        }
        std::vector<RulePeer> peers;
        if (const SecurityGroup* group = peerGroup(one)) {
            peers.push_back({group->id, {}, {}});
        } else {
            for (const Cidr& block : blocksFor(m_network, site.remotes)) {
                peers.push_back({{}, block, one.remote.blockOf});
            }
        }
        for (const SecurityGroup* group : groups) {
            std::vector<RuleChange> changes;
            for (const RulePeer& peer : peers) {
                for (const RuleMatch& match : matchesOf(site.traffic)) {
                    changes.emplace_back(AddGroupRule{group->id, one.direction, match, peer});
                }
            }
            mending.alternatives.push_back(std::move(changes));
        }
        return mending;
    }

    [[nodiscard]] Mending mendAcl(const std::string& key, const FilterSite& site) const {
        const Obstruction& one = *site.first;
        Mending mending{key, {}, {}};
        const SubnetNode& subnet = m_network.subnets()[one.subnet];
        if (subnet.acl == kNone) {
            mending.cannot =
                fmt::format("the network ACL of `{}` is not in this design", subnet.subnet->name);
            return mending;
        }
        const NetworkAcl& acl = aclOf(one);
        const auto blocks = blocksFor(m_network, site.remotes);
        std::vector<RuleChange> removals;
        std::vector<RuleChange> additions;
        const std::int32_t before =
            firstEntryAbout(acl, one.direction, false, blocks, site.traffic, removals);
        for (const Cidr& block : blocks) {
            for (const RuleMatch& match : matchesOf(site.traffic)) {
                additions.emplace_back(AddAclEntry{acl.id, one.direction, before, true, match,
                                                   block, one.remote.blockOf});
            }
        }
        mending.alternatives.push_back(std::move(additions));
        if (!removals.empty()) mending.alternatives.push_back(std::move(removals));
        return mending;
    }

    void mendOther(const Obstruction& one) {
        const Hop& hop = one.hop;
        Mending mending{
            fmt::format("{} {} {} {}", hopKindName(hop.kind), hop.resource, hop.step, hop.rule),
            {},
            {}};
        switch (one.disposition) {
            case Disposition::NoRoute: mendMissingRoute(m_network, one, mending); break;
            case Disposition::NoPublicAddress: mendPublicAddress(one, mending); break;
            case Disposition::Blackhole: mendBlackhole(one, mending); break;
            case Disposition::DeniedIn:
                if (hop.step == kPublicAccess) {
                    mendPublicAccess(one, mending);
                } else if (hop.step == "source/destination check") {
                    mending.alternatives = {{StopSourceDestCheck{hop.thing}}};
                } else if (hop.step != "listen") {
                    mendWrongWay(one, mending);
                }
                break;
            case Disposition::Loop:
                if (hop.kind == HopKind::RouteTable && !hop.rule.empty()) {
                    addNatMoves(m_network, one, mending);
                    mending.alternatives.push_back({RemoveRoute{hop.rule, hop.origin}});
                }
                break;
            case Disposition::DeniedOut:
                if (hop.step == kPublicAccess) mendPublicAccess(one, mending);
                break;
            case Disposition::Delivered:
            case Disposition::ReplyBlocked:
            case Disposition::NoSuchHost:
            case Disposition::Unknown: break;
            case Disposition::NotForwarded:
                if (mayHideClients(one)) {
                    mending.alternatives = {{HideClients{one.group}}};
                } else if (one.candidate.flow.preservingNode == kNone) {
                    mendWrongWay(one, mending);
                }
                break;
        }
        if (mending.alternatives.empty() && mending.cannot.empty()) {
            mending.cannot =
                fmt::format("`{}` stops it{}{}: no single edit that is tried here changes that",
                            hop.resource, hop.why.empty() ? "" : ": ", hop.why);
        }
        add(std::move(mending));
    }

    /// Says whether targets need not see their clients' addresses.
    [[nodiscard]] bool mayHideClients(const Obstruction& one) const {
        if (one.candidate.flow.preservingNode == kNone) return false;
        const auto* group = m_network.architecture().targetGroups.find(one.group);
        return group != nullptr && !mustPreserveClients(**group);
    }

    /// A route led to a gateway that does not carry this: without it another one may be found, or
    /// proposed in the next round.
    static void mendWrongWay(const Obstruction& one, Mending& mending) {
        const Hop& route = one.route;
        if (route.rule.empty() || route.rule == "local") return;
        mending.alternatives = {{RemoveRoute{route.rule, route.origin}}};
        mending.site += " by " + route.rule;
    }

    /// Leaves the subnet at the gateway out of VPC Block Public Access (N69), for what goes out
    /// alone where that suffices.
    void mendPublicAccess(const Obstruction& one, Mending& mending) const {
        const bool outward = one.disposition == Disposition::DeniedOut;
        const AddressPair& ends = one.hop.packet.ends;
        const IpAddress& inside = outward ? ends.source : ends.destination;
        const Holder holder = holderOf(inside);
        if (!holder) return;
        const VpcIndex vpc = vpcOf(holder);
        if (vpc == kNone) return;
        const SubnetIndex subnet = m_network.subnetHolding(vpc, inside);
        const ThingId place = subnet == kNone ? m_network.vpcs()[vpc].vpc->id
                                              : m_network.subnets()[subnet].subnet->id;
        const auto* settings = m_network.architecture().blockPublicAccess.find(one.hop.thing);
        const bool mayOnlyGoOut = outward && holder.nat != kNone && settings != nullptr &&
                                  (*settings)->mode.valueOr("") == "block-bidirectional";
        mending.site += " at " + nameOf(place);
        if (mayOnlyGoOut) {
            mending.alternatives.push_back({ExcludeFromPublicAccess{place, "allow-egress"}});
        }
        mending.alternatives.push_back({ExcludeFromPublicAccess{place, "allow-bidirectional"}});
    }

    void mendBlackhole(const Obstruction& one, Mending& mending) const {
        const Hop& hop = one.hop;
        const auto* gateway = m_network.architecture().internetGateways.find(hop.thing);
        if (gateway != nullptr && (*gateway)->vpcs.why.empty()) {
            const Holder holder = holderOf(hop.packet.ends.source);
            const VpcIndex vpc = vpcOf(holder);
            if (vpc == kNone) return;
            const VpcNode& node = m_network.vpcs()[vpc];
            if (node.internetGateway == nullptr) {
                if (!(*gateway)->vpcs.ids.empty()) return mendWrongWay(one, mending);
                mending.alternatives = {{AttachInternetGateway{node.vpc->id, hop.thing}}};
            } else if (!one.route.rule.empty()) {
                mending.alternatives = {
                    {PointRoute{one.route.rule, one.route.origin, node.internetGateway->id}}};
                mending.site += " by " + one.route.rule;
            }
            return;
        }
        // Without it, a route that leads somewhere may be found or proposed.
        if (hop.kind == HopKind::RouteTable && !hop.rule.empty()) {
            mending.alternatives = {{RemoveRoute{hop.rule, hop.origin}}};
        }
    }

    [[nodiscard]] VpcIndex vpcOf(const Holder& holder) const {
        if (holder.interface != kNone) return interface(holder.interface).vpc;
        return holder.nat != kNone ? m_network.nats()[holder.nat].vpc : VpcIndex();
    }

    [[nodiscard]] Holder holderOf(const IpAddress& address) const {
        for (const VpcIndex i : m_network.vpcs().indices()) {
            const Holder holder = m_network.holderInVpc(i, address);
            if (holder) return holder;
        }
        return {};
    }

    void mendPublicAddress(const Obstruction& one, Mending& mending) const {
        const Hop& hop = one.hop;
        if (hop.kind == HopKind::Interface) {
            mending.alternatives = {{GivePublicAddress{hop.thing}}};
            mending.site = "public address " + nameOf(hop.thing);
            return;
        }
        const IpAddress& source = hop.packet.ends.source;
        if (source.family == Family::Ipv6) return;
        InterfaceIndex index = kNone;
        for (const FlowEnd& place : {one.candidate.flow.from, one.candidate.flow.to}) {
            if (place.kind != FlowEnd::Kind::Interface) continue;
            if (interface(place.interface).holds(source)) index = place.interface;
        }
        if (index == kNone) index = holderOf(source).interface;
        if (index == kNone) return;
        const ThingId id = interface(index).interface->id;
        mending.alternatives = {{GivePublicAddress{id}}};
        mending.site = "public address " + nameOf(id);
    }

    const NetworkIndex& m_network;
    const ReachQuestion& m_question;
    std::vector<Obstruction> m_found;
    std::vector<Mending> m_result;
};

}  // namespace

std::vector<Mending> openingChanges(const Reachability& reachability,
                                    const ReachQuestion& question) {
    if (!question.to.ways.empty()) {
        std::vector<Mending> all;
        for (const Endpoint& way : question.to.ways) {
            ReachQuestion one = question;
            one.to = way;
            for (Mending& mending : openingChanges(reachability, one)) {
                const bool isKnown = std::ranges::any_of(
                    all, [&](const Mending& other) { return other.site == mending.site; });
                if (!isKnown) all.push_back(std::move(mending));
            }
        }
        return all;
    }
    const ReachQuestion asked = originQuestion(reachability.network(), question);
    return Opening(reachability, asked).take();
}

}  // namespace archivolt
