#include "model/reachability/changes/route_mending.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "model/reachability/changes/rule_blocks.h"
#include "model/reachability/index/route_lookup.h"

namespace archivolt {

namespace {

/// How many NAT gateways are proposed as the target of one new route.
constexpr std::size_t kMaxNats = 2;
/// How many subnets are proposed for a NAT gateway.
constexpr std::size_t kMaxNatSubnets = 2;

class RouteMending {
public:
    explicit RouteMending(const NetworkIndex& network) : m_network(network) {}

    void mend(const Obstruction& one, Mending& mending) const {
        const Hop& hop = one.hop;
        if (hop.kind == HopKind::Vpc && hop.step == "internet gateway") {
            mending.alternatives = {{attachTo(hop.thing)}};
            return;
        }
        if (hop.kind == HopKind::TransitGateway && hop.step == "forward") {
            return intoZone(hop, mending);
        }
        if (hop.kind == HopKind::TransitGateway && hop.step == "associate") {
            return associate(hop, mending);
        }
        if (hop.kind == HopKind::TransitGatewayRouteTable && hop.rule.empty()) {
            return propagate(one, mending);
        }
        if (hop.kind == HopKind::Endpoint && hop.step == "deliver") {
            return towardsService(one.route.thing, senderSubnet(one, one.route.thing), hop.thing,
                                  mending);
        }
        const TableIndex table = m_network.tables().indexOf(hop.thing);
        if (hop.kind != HopKind::RouteTable || table == kNone || !hop.rule.empty()) return;
        const RouteTable& there = *m_network.tables()[table].table;
        if (!there.vpc.isKnown()) return;
        const VpcIndex vpc = m_network.vpcs().indexOf(*there.vpc);
        if (vpc == kNone) return;
        AddRoute route;
        route.table = there.id;
        route.subnet = senderSubnet(one, there.id);
        const auto [place, addresses] = aimOf(one);
        // Only a main table is replaced subnet by subnet.
        mending.site += nameOf(route.table) + ' ' +
                        (there.id.part() != 0 ? nameOf(route.subnet) : std::string()) +
                        (one.candidate.family == Family::Ipv4 ? "4" : "6");
        if (place.kind == FlowEnd::Kind::Interface) mending.site += nameOf(interfaceSubnet(place));
        if (place.kind == FlowEnd::Kind::Interface) return towardsInterface(route, place, mending);
        if (place.kind == FlowEnd::Kind::Service) {
            return towardsService(route.table, route.subnet, place.connection, mending);
        }
        const auto blocks = blocksFor(m_network, addresses);
        if (place.kind == FlowEnd::Kind::OnPremises) {
            return towardsOnPremises(route, vpc, place, blocks, mending);
        }
        if (place.kind != FlowEnd::Kind::Internet) return;
        towardsInternet(one, route, vpc, blocks, mending);
    }

    void moveSender(const Obstruction& one, Mending& mending) const {
        const TableIndex table = m_network.tables().indexOf(one.hop.thing);
        if (table == kNone || !m_network.tables()[table].table->vpc.isKnown()) return;
        const VpcIndex vpc = m_network.vpcs().indexOf(*m_network.tables()[table].table->vpc);
        if (vpc == kNone) return;
        const Holder holder = m_network.holderInVpc(vpc, one.hop.packet.ends.source);
        if (holder.nat != kNone) addNatMoves(holder.nat, mending);
    }

private:
    [[nodiscard]] ThingId interfaceSubnet(const FlowEnd& place) const {
        const SubnetIndex subnet = interface(place.interface).subnet;
        return subnet == kNone ? ThingId() : m_network.subnets()[subnet].subnet->id;
    }

    /// Returns where the packet that found no route wanted to go.
    [[nodiscard]] static std::pair<FlowEnd, AddressSet> aimOf(const Obstruction& one) {
        const Candidate& candidate = one.candidate;
        return one.onReply ? std::pair(candidate.flow.from, candidate.sources)
                           : std::pair(candidate.flow.to, candidate.destinations);
    }

    [[nodiscard]] RuleChange attachTo(ThingId vpc) const {
        for (const auto& [id, gateway] : m_network.architecture().internetGateways) {
            if (gateway->vpcs.ids.empty() && gateway->vpcs.why.empty()) {
                return AttachInternetGateway{vpc, id};
            }
        }
        return AttachInternetGateway{vpc, {}};
    }

    /// A transit gateway's attachment without a subnet in the sender's zone gets the sender's
    /// (N62).
    void intoZone(const Hop& hop, Mending& mending) const {
        const auto* found = m_network.architecture().transitGatewayAttachments.find(hop.thing);
        if (found == nullptr || !(*found)->target.isKnown()) return;
        const VpcIndex vpc = m_network.vpcs().indexOf(*(*found)->target);
        const SubnetIndex subnet =
            vpc == kNone ? SubnetIndex() : m_network.subnetHolding(vpc, hop.packet.ends.source);
        if (subnet == kNone) return;
        const ThingId id = m_network.subnets()[subnet].subnet->id;
        mending.site += " for " + nameOf(id);
        mending.alternatives = {{AddSubnet{hop.thing, id}}};
    }

    /// A subnet on its VPC's main table may use a table that has the route.
    void addTables(const AddRoute& route, VpcIndex vpc, const std::vector<Cidr>& blocks,
                   std::span<const RouteTargetKind> kinds, Mending& mending) const {
        if (route.table.part() == 0) return;
        const IpAddress aim = blocks.front().first();
        for (const TableNode& table : m_network.tables()) {
            const bool isOther = table.table->id.part() == 0 && !table.table->gateway &&
                                 table.table->vpc == m_network.vpcs()[vpc].vpc->id;
            if (!isOther) continue;
            const RouteAnswer answer = lookUpRoute(table, aim);
            if (answer.route == nullptr || !answer.why.empty()) continue;
            if (std::ranges::find(kinds, answer.route->kind) == kinds.end()) continue;
            mending.alternatives.push_back({UseTable{route.subnet, table.table->id}});
        }
    }

    static void addRoutes(AddRoute route, const std::vector<Cidr>& blocks, ThingId target,
                          Mending& mending) {
        std::vector<RuleChange> changes;
        for (const Cidr& block : blocks) {
            route.destination = block;
            route.target = target;
            changes.emplace_back(route);
        }
        mending.alternatives.push_back(std::move(changes));
    }

    /// Adds moves of a public NAT gateway to the public subnets of its VPC.
    void addNatMoves(NatIndex index, Mending& mending) const {
        const NatNode& nat = m_network.nats()[index];
        if (nat.subnet == kNone || !nat.gateway->isPublic.valueOr(false)) return;
        const Known<std::string>& zone = m_network.subnets()[nat.subnet].subnet->zone;
        std::vector<std::pair<bool, ThingId>> found;
        for (const SubnetNode& subnet : m_network.subnets()) {
            if (subnet.vpc != nat.vpc || !isPublicSubnet(m_network, subnet)) continue;
            found.emplace_back(subnet.subnet->zone != zone, subnet.subnet->id);
        }
        std::ranges::stable_sort(found, {}, [](const auto& one) { return one.first; });
        if (found.size() > kMaxNatSubnets) found.resize(kMaxNatSubnets);
        for (const auto& [otherZone, subnet] : found) {
            mending.alternatives.push_back({MoveNatGateway{nat.gateway->id, subnet}});
        }
    }

    /// A gateway endpoint puts its route into a table, or a subnet on its VPC's main table, which
    /// no template can name, uses a table that the endpoint has.
    void towardsService(ThingId table, ThingId subnet, ThingId id, Mending& mending) const {
        const auto* found = m_network.architecture().endpoints.find(id);
        const auto* own = m_network.architecture().routeTables.find(table);
        if (found == nullptr || own == nullptr) return;
        const VpcEndpoint& endpoint = **found;
        if (endpoint.kind != EndpointKind::Gateway || endpoint.vpc != (*own)->vpc) return;
        mending.site += " towards " + nameOf(id) + " from " + nameOf(table);
        if (table.part() == 0) {
            mending.alternatives.push_back({GiveEndpointTable{id, table}});
            return;
        }
        for (const ThingId other : endpoint.routeTables.ids) {
            if (other.part() == 0) mending.alternatives.push_back({UseTable{subnet, other}});
        }
    }

    /// An attachment that is associated with no table of its transit gateway gets one.
    void associate(const Hop& hop, Mending& mending) const {
        const Architecture& things = m_network.architecture();
        const auto* found = things.transitGatewayAttachments.find(hop.thing);
        if (found == nullptr) return;
        for (const auto& [id, table] : things.transitGatewayRouteTables) {
            if (table->transitGateway != (*found)->transitGateway) continue;
            mending.alternatives.push_back(
                {UseTransitTable{hop.thing, id, UseTransitTable::As::Association}});
        }
    }

    /// A transit gateway's table learns the routes to the attachment of where a packet goes.
    void propagate(const Obstruction& one, Mending& mending) const {
        const Architecture& things = m_network.architecture();
        const auto* table = things.transitGatewayRouteTables.find(one.hop.thing);
        const FlowEnd place = aimOf(one).first;
        const VpcIndex vpc =
            place.kind == FlowEnd::Kind::Interface ? interface(place.interface).vpc : VpcIndex();
        const ThingId aim = vpc != kNone ? m_network.vpcs()[vpc].vpc->id : place.connection;
        if (table == nullptr || !aim) return;
        mending.site += " towards " + nameOf(aim);
        for (const auto& [id, attachment] : things.transitGatewayAttachments) {
            const bool leadsThere = attachment->transitGateway == (*table)->transitGateway &&
                                    attachment->target.isKnown() && *attachment->target == aim;
            if (!leadsThere) continue;
            mending.alternatives.push_back(
                {UseTransitTable{id, one.hop.thing, UseTransitTable::As::Propagation}});
        }
    }

    void towardsInternet(const Obstruction& one, const AddRoute& route, VpcIndex vpcIndex,
                         const std::vector<Cidr>& blocks, Mending& mending) const {
        const VpcNode& vpc = m_network.vpcs()[vpcIndex];
        const bool six = one.candidate.family == Family::Ipv6;
        const IpAddress& source = one.hop.packet.ends.source;
        const Holder holder = m_network.holderInVpc(vpcIndex, source);
        const bool isPublic =
            six || holder.nat != kNone ||
            (holder.interface != kNone && interface(holder.interface).publicAddress.has_value());
        const auto throughGateway = [&] {
            if (vpc.internetGateway != nullptr) {
                addRoutes(route, blocks, vpc.internetGateway->id, mending);
            } else {
                // The route itself is missing in the next round.
                mending.site += " without a gateway";
                mending.alternatives.push_back({attachTo(vpc.vpc->id)});
            }
        };
        using enum RouteTargetKind;
        if (holder.nat != kNone && !one.onReply) addNatMoves(holder.nat, mending);
        if (isPublic || one.onReply) {
            addTables(route, vpcIndex, blocks, std::array{InternetGateway}, mending);
            throughGateway();
        }
        if (one.onReply) return;
        addTables(route, vpcIndex, blocks, std::array{NatGateway, EgressOnlyInternetGateway},
                  mending);
        if (six && vpc.egressOnlyGateway != nullptr) {
            addRoutes(route, blocks, vpc.egressOnlyGateway->id, mending);
        }
        if (!six) addNats(route, vpcIndex, blocks, mending);
        if (!isPublic) throughGateway();
    }

    /// Adds routes through the VPC's public NAT gateways, those of the sender's own zone first.
    void addNats(const AddRoute& route, VpcIndex vpc, const std::vector<Cidr>& blocks,
                 Mending& mending) const {
        const auto* own = m_network.architecture().subnets.find(route.subnet);
        std::vector<std::pair<bool, const NatGateway*>> nats;
        for (const NatNode& nat : m_network.nats()) {
            if (nat.vpc != vpc || !nat.gateway->isPublic.valueOr(false)) continue;
            const SubnetNode* subnet =
                nat.subnet == kNone ? nullptr : &m_network.subnets()[nat.subnet];
            if (subnet != nullptr && subnet->subnet->id == route.subnet) continue;
            const bool sameZone =
                own != nullptr && subnet != nullptr && subnet->subnet->zone == (*own)->zone;
            nats.emplace_back(!sameZone, nat.gateway);
        }
        std::ranges::stable_sort(nats, {}, [](const auto& one) { return one.first; });
        if (nats.size() > kMaxNats) nats.resize(kMaxNats);
        for (const auto& [otherZone, nat] : nats) {
            addRoutes(route, blocks, nat->id, mending);
        }
    }

    void towardsInterface(AddRoute route, const FlowEnd& place, Mending& mending) const {
        const InterfaceNode& aim = interface(place.interface);
        const auto* own = m_network.architecture().routeTables.find(route.table);
        if (aim.subnet == kNone || aim.vpc == kNone || own == nullptr) return;
        const SubnetNode& subnet = m_network.subnets()[aim.subnet];
        const ThingId here = *(*own)->vpc;
        const ThingId there = m_network.vpcs()[aim.vpc].vpc->id;
        std::vector<Cidr> blocks;
        for (const Cidr& block : subnet.blocks) {
            const bool right = std::ranges::any_of(
                aim.addresses, [&](const IpAddress& a) { return block.contains(a); });
            if (right) blocks.push_back(block);
        }
        std::erase_if(blocks, [&](const Cidr& b) { return b.family() != blocks[0].family(); });
        route.blockOf = subnet.subnet->id;
        for (const auto& [id, peering] : m_network.architecture().peerings) {
            if (!peering->requester.isKnown() || !peering->accepter.isKnown()) continue;
            const bool joins = (*peering->requester == here && *peering->accepter == there) ||
                               (*peering->requester == there && *peering->accepter == here);
            if (joins) addRoutes(route, blocks, id, mending);
        }
        for (const auto& [id, gateway] : m_network.architecture().transitGateways) {
            const auto attaches = [&, tgw = id](ThingId vpc) {
                for (const auto& [aid, one] : m_network.architecture().transitGatewayAttachments) {
                    if (one->transitGateway == tgw && one->target == vpc) return true;
                }
                return false;
            };
            if (!attaches(here) || !attaches(there)) continue;
            addRoutes(route, blocks, id, mending);
        }
        if (mending.alternatives.empty()) {
            mending.cannot =
                here == there ? fmt::format("`{}` has no route inside its own VPC", (*own)->name)
                              : fmt::format("no peering and no transit gateway joins `{}` and `{}`",
                                            nameOf(here), nameOf(there));
        }
    }

    void towardsOnPremises(const AddRoute& route, VpcIndex vpcIndex, const FlowEnd& place,
                           const std::vector<Cidr>& blocks, Mending& mending) const {
        const VpcNode& vpc = m_network.vpcs()[vpcIndex];
        const auto* connection = m_network.architecture().vpnConnections.find(place.connection);
        if (connection == nullptr) return;
        if (vpc.vpnGateway != nullptr && (*connection)->vpnGateway &&
            *(*connection)->vpnGateway == vpc.vpnGateway->id) {
            if (route.table.part() == 0) {
                mending.alternatives.push_back(
                    {PropagateVpnRoutes{vpc.vpnGateway->id, route.table}});
            }
            addRoutes(route, blocks, vpc.vpnGateway->id, mending);
        } else if ((*connection)->transitGateway && (*connection)->transitGateway->isKnown()) {
            addRoutes(route, blocks, **(*connection)->transitGateway, mending);
        }
    }

    [[nodiscard]] const InterfaceNode& interface(InterfaceIndex index) const {
        return m_network.interfaces()[index];
    }
    [[nodiscard]] std::string nameOf(ThingId id) const {
        const Thing* thing = m_network.architecture().find(id);
        return thing != nullptr ? thing->stack + '/' + thing->name : std::string("?");
    }

    /// Returns the subnet that a packet was sent from, where its route was looked up in a table.
    [[nodiscard]] ThingId senderSubnet(const Obstruction& one, ThingId tableId) const {
        const auto* table = m_network.architecture().routeTables.find(tableId);
        if (table == nullptr || !(*table)->vpc.isKnown()) return {};
        const VpcIndex vpc = m_network.vpcs().indexOf(*(*table)->vpc);
        const SubnetIndex subnet =
            vpc == kNone ? SubnetIndex() : m_network.subnetHolding(vpc, one.hop.packet.ends.source);
        return subnet == kNone ? ThingId() : m_network.subnets()[subnet].subnet->id;
    }

    const NetworkIndex& m_network;
};

}  // namespace

void mendMissingRoute(const NetworkIndex& network, const Obstruction& obstruction,
                      Mending& mending) {
    RouteMending(network).mend(obstruction, mending);
}

void addNatMoves(const NetworkIndex& network, const Obstruction& obstruction, Mending& mending) {
    RouteMending(network).moveSender(obstruction, mending);
}

bool isPublicSubnet(const NetworkIndex& network, const SubnetNode& subnet) {
    if (subnet.table == kNone) return false;
    const auto& routes = network.tables()[subnet.table].routes;
    return std::ranges::any_of(routes, [](const RouteNode& route) {
        return route.kind == RouteTargetKind::InternetGateway;
    });
}

}  // namespace archivolt
