#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "model/guardrails/advice.h"
#include "model/reachability/index/route_lookup.h"

namespace archivolt {

namespace {

constexpr Rule kDataOnInternet{
    "RT-1",
    Severity::High,
    "a subnet with data routes to an internet gateway",
    "a subnet that routes to an internet gateway is one public address and one rule away from "
    "showing its data to everyone",
    "put data into subnets whose route table has no route to an internet gateway",
    "AWS Well-Architected Framework, SEC05-BP01"};

/// RT-1: routes to an internet gateway that subnets with databases or caches use.
void adviseOnDataSubnets(Advice& advice) {
    struct Use {
        const RouteNode* route = nullptr;
        std::vector<ThingId> subnets;
        std::vector<ThingId> data;
    };
    std::map<Origin, Use> uses;
    for (const InterfaceNode& node : advice.network.interfaces()) {
        const InterfaceKind kind = node.interface->kind;
        const bool isData = kind == InterfaceKind::Database || kind == InterfaceKind::Cache;
        if (!isData || node.interface->exists != Truth::Yes) continue;
        const RouteNode* route = internetRoute(advice.network, node.subnet);
        if (route == nullptr) continue;
        Use& use = uses[route->origin];
        use.route = route;
        const ThingId subnet = advice.network.subnets()[node.subnet].subnet->id;
        const auto addOnce = [](std::vector<ThingId>& list, ThingId id) {
            if (std::ranges::find(list, id) == list.end()) list.push_back(id);
        };
        addOnce(use.subnets, subnet);
        addOnce(use.data, node.interface->owner);
    }
    for (const auto& [origin, use] : uses) {
        std::vector<Origin> related;
        for (const ThingId id : use.subnets) {
            if (const Thing* subnet = advice.architecture.find(id)) {
                related.push_back({subnet->origin.stack, subnet->origin.resource, {}});
            }
        }
        advice.report(kDataOnInternet,
                      {origin,
                       fmt::format("{} with {} {} this route to an internet gateway",
                                   advice.quoted(use.subnets), advice.quoted(use.data),
                                   use.subnets.size() == 1 ? "has" : "have"),
                       "keep databases and caches in subnets without a route to the "
                       "internet gateway",
                       std::move(related)});
    }
}

/// Returns the VPC at the other end of a peering, or kNone where that is not of this design.
VpcIndex peerOf(const Advice& advice, const RouteNode& route, VpcIndex vpc) {
    if (!route.target.isKnown()) return kNone;
    const auto* peering = advice.architecture.peerings.find(*route.target);
    if (peering == nullptr) return kNone;
    if (!(*peering)->requester.isKnown() || !(*peering)->accepter.isKnown()) return kNone;
    const VpcIndex one = advice.network.vpcs().indexOf(*(*peering)->requester);
    const VpcIndex two = advice.network.vpcs().indexOf(*(*peering)->accepter);
    return vpc == one ? two : vpc == two ? one : kNone;
}

constexpr Rule kWidePeeringRoute{"RT-2",
                                 Severity::Medium,
                                 "a route through a peering is wider than the peer",
                                 "a route wider than the peer's block sends traffic that belongs "
                                 "elsewhere into the peering, where it is dropped",
                                 "route the peer's own blocks",
                                 "checkov CKV2_AWS_44"};

/// RT-2: the route sends more through the peering than the peer holds.
void adviseOnWideRoute(Advice& advice, const TableNode& table, const RouteNode& route,
                       VpcIndex peer) {
    std::string than = "a peer's blocks can be";
    if (peer != kNone) {
        const VpcNode& vpc = advice.network.vpcs()[peer];
        if (!vpc.blocksWhy.empty()) return;
        const auto holds = [&](const Cidr& block) { return block.contains(route.destination); };
        if (std::ranges::any_of(vpc.blocks, holds)) return;
        than = fmt::format("the blocks of `{}`", vpc.vpc->name);
    } else if (route.destination.length() != 0) {
        return;
    }
    advice.report(kWidePeeringRoute,
                  {route.origin,
                   fmt::format("`{}` sends {} through the peering, which is wider than {}",
                               table.table->name, route.destination.toString(), than),
                   "route the block, or the subnet, that is meant to be reached",
                   {}});
}

constexpr Rule kOneWayRoute{"RT-3",
                            Severity::Medium,
                            "a route has no route back",
                            "what goes out by a route without a way back is never answered",
                            "add the route of the other direction to the peer's route tables",
                            "Amazon VPC Peering Guide, vpc-peering-routing"};

/// The VPCs that a route leads to and who has to answer to whom.
class ReturnRoutes {
public:
    explicit ReturnRoutes(Advice& advice) : m_advice(advice), m_network(advice.network) {
        const auto& subnets = m_network.subnets();
        for (const SubnetIndex i : subnets.indices()) {
            if (subnets[i].table != kNone) {
                m_users[subnets[i].table].push_back(i);
            }
        }
        for (const auto& [id, attachment] : advice.architecture.transitGatewayAttachments) {
            if (attachment->kind != AttachmentKind::Vpc || !attachment->transitGateway.isKnown() ||
                !attachment->target.isKnown()) {
                continue;
            }
            const VpcIndex vpc = m_network.vpcs().indexOf(*attachment->target);
            if (vpc != kNone) {
                m_attached[*attachment->transitGateway].push_back({vpc, attachment.get()});
            }
        }
    }

    /// RT-3: none of the far subnets that the route reaches has a way back to who uses it.
    void judge(TableIndex table, const RouteNode& route, VpcIndex peer) {
        const auto users = m_users.find(table);
        if (users == m_users.end()) return;
        const VpcIndex own = m_network.subnets()[users->second.front()].vpc;
        if (peer != kNone) judgePair(table, route, users->second, {peer, nullptr}, nullptr);
        if (route.kind != RouteTargetKind::TransitGateway || !route.target.isKnown()) return;
        const auto& attached = m_attached[*route.target];
        const auto mine = std::ranges::find(attached, own, &Attached::vpc);
        if (mine == attached.end()) return;
        for (const Attached& far : attached) {
            if (far.vpc != own) judgePair(table, route, users->second, far, mine->attachment);
        }
    }

private:
    struct Attached {
        VpcIndex vpc = kNone;
        const TransitGatewayAttachment* attachment = nullptr;
    };

    /// Says whether a transit gateway passes on to a far attachment what comes in by another.
    [[nodiscard]] bool carries(const TransitGatewayAttachment& from,
                               const TransitGatewayAttachment& to, const IpAddress& address) const {
        if (!from.associatedTables.why.empty() || from.associatedTables.ids.empty()) return false;
        const auto found = m_network.transitTables().find(from.associatedTables.ids.front());
        if (found == m_network.transitTables().end()) return false;
        const TransitAnswer answer = lookUpTransitRoute(found->second, address);
        return answer.why.empty() && answer.entry != nullptr && !answer.entry->blackhole &&
               answer.entry->attachment.isKnown() && *answer.entry->attachment == to.id;
    }

    void judgePair(TableIndex table, const RouteNode& route, const std::vector<SubnetIndex>& users,
                   const Attached& far, const TransitGatewayAttachment* own) {
        std::vector<ThingId> silent;
        const VpcNode& peer = m_network.vpcs()[far.vpc];
        for (const SubnetIndex index : peer.subnets) {
            const SubnetNode& subnet = m_network.subnets()[index];
            const auto reached = [&](const Cidr& block) {
                return route.destination.contains(block) || block.contains(route.destination);
            };
            const auto block = std::ranges::find_if(subnet.blocks, reached);
            if (block == subnet.blocks.end()) continue;
            if (own != nullptr && !carries(*own, *far.attachment, block->first())) continue;
            if (answers(subnet, users, route) != Truth::No) return;
            silent.push_back(subnet.subnet->id);
        }
        if (silent.empty()) return;
        std::vector<Origin> related;
        for (const ThingId id : silent) {
            const auto* subnet = m_advice.architecture.subnets.find(id);
            if (!(*subnet)->routeTable.isKnown()) continue;
            if (const Thing* other = m_advice.architecture.find(*(*subnet)->routeTable)) {
                related.push_back({other->origin.stack, other->origin.resource, {}});
            }
        }
        m_advice.report(
            kOneWayRoute,
            {route.origin,
             fmt::format("`{}` leads to `{}`, but {} no route back",
                         m_network.tables()[table].table->name, peer.vpc->name,
                         m_advice.quoted(silent) + (silent.size() == 1 ? " has" : " have")),
             "add a route to the sender's block to their route tables", std::move(related)});
    }

    /// Says whether a far subnet has a route back to some subnet that uses the route.
    [[nodiscard]] Truth answers(const SubnetNode& far, const std::vector<SubnetIndex>& users,
                                const RouteNode& route) const {
        if (far.table == kNone) return Truth::Unknown;
        const TableNode& table = m_network.tables()[far.table];
        for (const SubnetIndex user : users) {
            const SubnetNode& subnet = m_network.subnets()[user];
            for (const Cidr& block : subnet.blocks) {
                if (block.family() != route.destination.family()) continue;
                const RouteAnswer answer = lookUpRoute(table, block.first());
                if (!answer.why.empty()) return Truth::Unknown;
                if (answer.route == nullptr) continue;
                // A device or another gateway may bring it back as well.
                const RouteTargetKind kind = answer.route->kind;
                if (kind == RouteTargetKind::Local || kind == RouteTargetKind::InternetGateway ||
                    kind == RouteTargetKind::NatGateway || kind == RouteTargetKind::Blackhole ||
                    kind == RouteTargetKind::EgressOnlyInternetGateway) {
                    continue;
                }
                return Truth::Yes;
            }
        }
        return Truth::No;
    }

    Advice& m_advice;
    const NetworkIndex& m_network;
    std::map<TableIndex, std::vector<SubnetIndex>> m_users;  ///< Subnets by table.
    std::map<ThingId, std::vector<Attached>> m_attached;     ///< VPCs by transit gateway.
};

}  // namespace

void adviseOnRoutes(Advice& advice) {
    adviseOnDataSubnets(advice);
    ReturnRoutes returns(advice);
    const auto& tables = advice.network.tables();
    for (const TableIndex i : tables.indices()) {
        if (tables[i].table->exists != Truth::Yes || !tables[i].table->vpc.isKnown()) continue;
        const VpcIndex vpc = advice.network.vpcs().indexOf(*tables[i].table->vpc);
        for (const RouteNode& route : tables[i].routes) {
            if (route.kind == RouteTargetKind::Peering) {
                const VpcIndex peer = peerOf(advice, route, vpc);
                adviseOnWideRoute(advice, tables[i], route, peer);
                returns.judge(i, route, peer);
            } else if (route.kind == RouteTargetKind::TransitGateway) {
                returns.judge(i, route, kNone);
            }
        }
    }
}

RuleList routeAdvice() {
    static constexpr const Rule* kRules[] = {&kDataOnInternet, &kWidePeeringRoute, &kOneWayRoute};
    return kRules;
}

}  // namespace archivolt
