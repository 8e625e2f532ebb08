#include "tests/reachability/random_extras.h"

#include <random>

#include <fmt/format.h>

#include "tests/reachability/network_maker.h"

namespace archivolt::test {

namespace {

using Kind = RouteTargetKind;

class Extras {
public:
    Extras(Architecture& architecture, std::vector<RouteTable>& tables, std::uint64_t seed,
           std::uint32_t nextId)
        : m_architecture(architecture),
          m_tables(tables),
          m_random(seed ^ kOwnStream),
          m_maker(nextId) {
        for (const auto& [id, subnet] : architecture.subnets) m_subnets.push_back(id);
        for (const auto& [id, vpc] : architecture.vpcs) m_vpcs.push_back(id);
    }

    void grow() {
        growPrefixLists();
        if (chance(40)) growPrivateNat();
        if (chance(50)) growEdgeTables();
        if (chance(40)) growTies();
        if (chance(30)) growInstanceTargets();
        if (chance(40)) growFarTransit();
        if (chance(40)) growTransitVpn();
        if (chance(25)) growOverlap();
        if (chance(25)) growBlockPublicAccess();
        if (chance(60)) growBalancer(LoadBalancerKind::Application);
        if (chance(60)) growBalancer(LoadBalancerKind::Network);
        if (chance(40)) growBalancer(LoadBalancerKind::Classic);
        if (chance(50)) growEndpoint();
        growSecondAddresses();
    }

private:
    static constexpr std::uint64_t kOwnStream = 0x9E3779B97F4A7C15U;

    bool chance(unsigned percent) { return m_random() % 100 < percent; }
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(m_random() % count); }
    template <class T>
    T pick(const std::vector<T>& from) {
        return from[below(from.size())];
    }
    template <class T>
    void change(Table<T>& table, ThingId id, auto edit) {
        T copy = **table.find(id);
        edit(copy);
        NetworkMaker::put(table, std::move(copy));
    }
    template <class T>
    ThingId anyOf(const Table<T>& table) {
        std::vector<ThingId> ids;
        for (const auto& [id, thing] : table) ids.push_back(id);
        return ids.empty() ? ThingId{} : pick(ids);
    }
    const Subnet& subnet(ThingId id) { return **m_architecture.subnets.find(id); }
    RouteTable* tableOf(ThingId subnetId) {
        if (!subnet(subnetId).routeTable.isKnown()) return nullptr;
        for (RouteTable& table : m_tables) {
            if (table.id == *subnet(subnetId).routeTable) return &table;
        }
        return nullptr;
    }
    std::vector<ThingId> subnetsOf(ThingId vpc) {
        std::vector<ThingId> result;
        for (const ThingId id : m_subnets) {
            if (*subnet(id).vpc == vpc) result.push_back(id);
        }
        return result;
    }
    IpAddress freshAddress(ThingId subnetId, std::size_t family = 0) {
        return subnet(subnetId).blocks[family]->first().plus(40 + ++m_fresh);
    }
    IpAddress freshPublic() { return blockOf("198.18.0.0/24").first().plus(++m_public); }
    ThingId groupIn(ThingId vpc) {
        std::vector<ThingId> ids;
        for (const auto& [id, group] : m_architecture.securityGroups) {
            if (group->vpc == vpc) ids.push_back(id);
        }
        return pick(ids);
    }

    void growPrefixLists() {
        static const std::vector<std::vector<const char*>> kLists = {
            {"10.0.0.0/16", "203.0.113.0/24"},
            {"10.1.0.0/24", "10.1.1.0/24", "172.30.0.0/16"},
            {"0.0.0.0/0"},
            {"2001:db8::/32", "2600::/16"}};
        std::vector<ThingId> lists;
        for (const auto& blocks : kLists) {
            auto list = m_maker.thing<PrefixList>(fmt::format("List{}", lists.size()));
            std::vector<Cidr> entries;
            for (const char* block : blocks) entries.push_back(blockOf(block));
            list.family = entries.front().family();
            list.maxEntries = 10;
            list.entries = entries;
            lists.push_back(NetworkMaker::put(m_architecture.prefixLists, std::move(list)));
        }
        for (int i = 0; i < 3; ++i) {
            change(m_architecture.securityGroups, anyOf(m_architecture.securityGroups),
                   [&](SecurityGroup& group) {
                       SecurityGroupRule rule;
                       rule.direction = chance(60) ? RuleDirection::Ingress : RuleDirection::Egress;
                       rule.match = chance(50) ? matchOf(6, 0, 1023) : matchOf(-1, 0, 65535);
                       rule.prefixList = pick(lists);
                       rule.name = "by list";
                       group.rules.push_back(std::move(rule));
                   });
        }
        if (!chance(40)) return;
        RouteTable& table = m_tables[below(m_tables.size())];
        Route route;
        route.prefixList = lists[below(2)];
        const ThingId peering = anyOf(m_architecture.peerings);
        route.targetKind = peering ? Kind::Peering : Kind::TransitGateway;
        route.target = peering ? peering : anyOf(m_architecture.transitGateways);
        route.name = "by list";
        table.routes.push_back(std::move(route));
    }

    void growPrivateNat() {
        const ThingId home = pick(m_subnets);
        auto nat = m_maker.thing<NatGateway>("PrivateNat");
        nat.subnet = home;
        nat.isPublic = false;
        nat.privateAddress = freshAddress(home);
        for (const ThingId neighbour : subnetsOf(*subnet(home).vpc)) {
            RouteTable* table = tableOf(neighbour);
            if (table == nullptr || !chance(50)) continue;
            const char* far = chance(50) ? "10.0.0.0/8" : "172.30.0.0/16";
            table->routes.push_back(routeTo(far, Kind::NatGateway, nat.id));
        }
        NetworkMaker::put(m_architecture.natGateways, std::move(nat));
    }

    /// A gateway's table that sends a subnet's traffic through a box, or knows the VPC alone.
    void growEdgeTables() {
        for (const auto& [id, gateway] : m_architecture.internetGateways) {
            if (gateway->vpcs.ids.size() != 1 || !chance(60)) continue;
            growEdgeTable(gateway->vpcs.ids.front(), id);
        }
        for (const auto& [id, gateway] : m_architecture.vpnGateways) {
            if (gateway->vpcs.ids.size() != 1 || !chance(60)) continue;
            growEdgeTable(gateway->vpcs.ids.front(), id);
        }
    }

    void growEdgeTable(ThingId vpc, ThingId gateway) {
        auto table = m_maker.thing<RouteTable>("Edge");
        table.vpc = vpc;
        table.gateway = gateway;
        for (const auto& block : (*m_architecture.vpcs.find(vpc))->blocks) {
            table.routes.push_back(routeTo(block->toString(), Kind::Local, vpc));
        }
        for (const ThingId id : subnetsOf(vpc)) {
            const ThingId box = anyOf(m_architecture.interfaces);
            if (!chance(40)) continue;
            table.routes.push_back(
                routeTo(subnet(id).blocks[0]->toString(), Kind::NetworkInterface, box));
        }
        m_tables.push_back(std::move(table));
    }

    /// Routes to one block from several sources.
    void growTies() {
        for (RouteTable& table : m_tables) {
            if (table.gateway || !chance(50)) continue;
            for (const auto& [id, gateway] : m_architecture.vpnGateways) {
                if (gateway->vpcs.ids.size() != 1 || *table.vpc != gateway->vpcs.ids.front()) {
                    continue;
                }
                table.propagating.ids.push_back(id);
                Route route = routeTo("10.0.0.0/8", Kind::VpnGateway, id);
                route.source = RouteSource::PropagatedVpn;
                table.routes.insert(table.routes.begin(), route);
            }
            if (!chance(50)) continue;
            const ThingId igw = anyOf(m_architecture.internetGateways);
            if (igw) table.routes.push_back(routeTo("172.30.0.0/16", Kind::InternetGateway, igw));
        }
    }

    void growInstanceTargets() {
        const ThingId box = anyOf(m_architecture.interfaces);
        auto instance = m_maker.thing<Instance>("BoxInstance");
        instance.interfaces = {box};
        change(m_architecture.interfaces, box,
               [&](NetworkInterface& interface) { interface.sourceDestCheck = chance(20); });
        RouteTable& table = m_tables[below(m_tables.size())];
        table.routes.push_back(routeTo("203.0.113.0/25", Kind::Instance, instance.id));
        NetworkMaker::put(m_architecture.instances, std::move(instance));
    }

    TransitGatewayAttachment attachment(const char* name, ThingId gateway, ThingId target) {
        auto made = m_maker.thing<TransitGatewayAttachment>(name);
        made.transitGateway = gateway;
        made.target = target;
        return made;
    }

    /// A second transit gateway with a VPC of its own, peered with the first.
    void growFarTransit() {
        const ThingId near = anyOf(m_architecture.transitGateways);
        const ThingId nearTable = anyOf(m_architecture.transitGatewayRouteTables);
        auto far = m_maker.thing<TransitGateway>("FarTransit");
        auto table = m_maker.thing<TransitGatewayRouteTable>("FarTable");
        table.transitGateway = far.id;
        const ThingId vpc = pick(m_vpcs);
        auto in = attachment("FarAttachment", far.id, vpc);
        for (const ThingId id : subnetsOf(vpc)) in.subnets.ids.push_back(id);
        in.associatedTables.ids = {table.id};
        in.propagatesTo.ids = {table.id};
        auto bridge = attachment("Bridge", far.id, near);
        bridge.kind = AttachmentKind::Peering;
        bridge.associatedTables.ids = {table.id, nearTable};
        const auto add = [&](TransitGatewayRouteTable& to, const char* block) {
            TransitGatewayRoute route;
            route.destination = blockOf(block);
            route.attachment = bridge.id;
            route.blackhole = chance(10);
            route.name = block;
            to.routes.push_back(std::move(route));
        };
        add(table, "10.0.0.0/8");
        if (chance(50)) add(table, "172.30.0.0/16");
        change(m_architecture.transitGatewayRouteTables, nearTable,
               [&](TransitGatewayRouteTable& to) { add(to, "10.0.0.0/15"); });
        for (const ThingId id : subnetsOf(vpc)) {
            RouteTable* own = tableOf(id);
            if (own != nullptr && chance(60)) {
                own->routes.push_back(routeTo("10.0.0.0/9", Kind::TransitGateway, far.id));
            }
        }
        NetworkMaker::put(m_architecture.transitGateways, std::move(far));
        NetworkMaker::put(m_architecture.transitGatewayRouteTables, std::move(table));
        NetworkMaker::put(m_architecture.transitGatewayAttachments, std::move(in));
        NetworkMaker::put(m_architecture.transitGatewayAttachments, std::move(bridge));
    }

    void growTransitVpn() {
        const ThingId gateway = anyOf(m_architecture.transitGateways);
        auto connection = m_maker.thing<VpnConnection>("TransitVpn");
        connection.transitGateway = gateway;
        connection.staticRoutesOnly = true;
        connection.staticRoutes = {blockOf("172.30.0.0/16")};
        auto in = attachment("VpnAttachment", gateway, connection.id);
        in.kind = AttachmentKind::Vpn;
        for (const auto& [id, table] : m_architecture.transitGatewayRouteTables) {
            if (*table->transitGateway != gateway) continue;
            in.associatedTables.ids = {id};
            if (chance(80)) in.propagatesTo.ids = {id};
        }
        for (RouteTable& table : m_tables) {
            if (table.gateway || !chance(40)) continue;
            table.routes.push_back(routeTo("172.30.0.0/17", Kind::TransitGateway, gateway));
        }
        NetworkMaker::put(m_architecture.vpnConnections, std::move(connection));
        NetworkMaker::put(m_architecture.transitGatewayAttachments, std::move(in));
    }

    /// A VPC with the block of another, at the same transit gateway.
    void growOverlap() {
        const Vpc other = **m_architecture.vpcs.find(m_vpcs.front());
        auto vpc = m_maker.thing<Vpc>("Twin");
        vpc.region = other.region;
        vpc.blocks = {other.blocks[0]};
        auto made = m_maker.thing<Subnet>("TwinSubnet");
        made.vpc = vpc.id;
        made.zone = std::string("us-east-1a");
        made.blocks = {blockOf("10.0.7.0/24")};
        auto table = m_maker.thing<RouteTable>("TwinTable");
        table.vpc = vpc.id;
        table.routes.push_back(routeTo("10.0.0.0/16", Kind::Local, vpc.id));
        const ThingId gateway = anyOf(m_architecture.transitGateways);
        table.routes.push_back(routeTo("10.0.0.0/8", Kind::TransitGateway, gateway));
        made.routeTable = table.id;
        made.networkAcl = anyOf(m_architecture.networkAcls);
        auto in = attachment("TwinAttachment", gateway, vpc.id);
        in.subnets.ids = {made.id};
        const ThingId transitTable = anyOf(m_architecture.transitGatewayRouteTables);
        in.associatedTables.ids = {transitTable};
        in.propagatesTo.ids = {transitTable};
        auto host = m_maker.thing<NetworkInterface>("TwinHost");
        host.subnet = made.id;
        host.addresses = {addressOf("10.0.7.10")};
        host.securityGroups.ids = {anyOf(m_architecture.securityGroups)};
        m_tables.push_back(std::move(table));
        NetworkMaker::put(m_architecture.vpcs, std::move(vpc));
        NetworkMaker::put(m_architecture.subnets, std::move(made));
        NetworkMaker::put(m_architecture.interfaces, std::move(host));
        NetworkMaker::put(m_architecture.transitGatewayAttachments, std::move(in));
    }

    void growBlockPublicAccess() {
        auto settings = m_maker.thing<BlockPublicAccess>("PublicAccess");
        settings.region = "us-east-1";
        settings.mode = std::string(chance(50) ? "block-ingress" : "block-bidirectional");
        NetworkMaker::put(m_architecture.blockPublicAccess, std::move(settings));
        if (!chance(70)) return;
        auto exclusion = m_maker.thing<BlockPublicAccessExclusion>("Exclusion");
        exclusion.mode = std::string(chance(60) ? "allow-bidirectional" : "allow-egress");
        if (chance(50)) {
            exclusion.vpc = pick(m_vpcs);
        } else {
            exclusion.subnet = pick(m_subnets);
        }
        NetworkMaker::put(m_architecture.blockPublicAccessExclusions, std::move(exclusion));
    }

    ThingId growNode(const std::string& name, InterfaceKind kind, ThingId owner, ThingId home) {
        auto node = m_maker.thing<NetworkInterface>(name);
        node.kind = kind;
        node.owner = owner;
        node.subnet = home;
        node.addresses = {freshAddress(home)};
        node.securityGroups.ids = {groupIn(*subnet(home).vpc)};
        if (kind == InterfaceKind::LoadBalancerNode && chance(60)) {
            node.publicAddress = freshPublic();
        }
        return NetworkMaker::put(m_architecture.interfaces, std::move(node));
    }

    TargetGroup growTargets(LoadBalancerKind kind, ThingId vpc) {
        auto group = m_maker.thing<TargetGroup>("Targets");
        group.vpc = vpc;
        const bool network = kind == LoadBalancerKind::Network;
        group.protocol = std::string(!network ? "HTTP" : chance(70) ? "TCP" : "UDP");
        group.port = 80;
        group.targetType = std::string(chance(50) ? "ip" : "instance");
        if (network && chance(30)) group.preserveClientIp = Known<bool>(chance(50));
        for (const auto& [id, interface] : m_architecture.interfaces) {
            if (group.targets.size() == 3 || !interface->subnet.isKnown()) break;
            if (*subnet(*interface->subnet).vpc != vpc || !chance(50)) continue;
            Target target;
            if (*group.targetType == "ip") {
                target.address = interface->addresses.front();
            } else {
                target.thing = id;
            }
            group.targets.push_back(std::move(target));
        }
        return group;
    }

    void growBalancer(LoadBalancerKind kind) {
        auto balancer = m_maker.thing<LoadBalancer>(fmt::format("Balancer{}", int(kind)));
        balancer.kind = kind;
        const ThingId vpc = pick(m_vpcs);
        for (const ThingId home : subnetsOf(vpc)) {
            if (balancer.interfaces.size() == 2) break;
            balancer.subnets.ids.push_back(home);
            balancer.interfaces.push_back(
                growNode(fmt::format("{}.eni{}", balancer.name, balancer.interfaces.size()),
                         InterfaceKind::LoadBalancerNode, balancer.id, home));
        }
        if (kind == LoadBalancerKind::Network && chance(40)) {
            balancer.hasSecurityGroups = false;
            for (const ThingId node : balancer.interfaces) {
                change(m_architecture.interfaces, node,
                       [](NetworkInterface& interface) { interface.securityGroups.ids.clear(); });
            }
        }
        TargetGroup targets = growTargets(kind, vpc);
        Listener listener;
        const bool udp = *targets.protocol == "UDP";
        listener.protocol = std::string(kind != LoadBalancerKind::Network ? "HTTP"
                                        : udp                             ? "UDP"
                                                                          : "TCP");
        listener.port = chance(50) ? 80 : 443;
        ListenerAction action;
        action.kind = "forward";
        action.targetGroups.ids = {targets.id};
        ListenerRule rule;
        rule.actions = {action};
        listener.rules = {rule};
        listener.name = "listener";
        if (kind == LoadBalancerKind::Classic) listener.instancePort = 80;
        balancer.listeners = {listener};
        NetworkMaker::put(m_architecture.targetGroups, std::move(targets));
        NetworkMaker::put(m_architecture.loadBalancers, std::move(balancer));
    }

    void growEndpoint() {
        auto endpoint = m_maker.thing<VpcEndpoint>("Endpoint");
        endpoint.kind = EndpointKind::Interface;
        const ThingId home = pick(m_subnets);
        endpoint.vpc = *subnet(home).vpc;
        endpoint.service = std::string("com.amazonaws.us-east-1.sqs");
        endpoint.subnets.ids = {home};
        growNode("Endpoint.eni0", InterfaceKind::Endpoint, endpoint.id, home);
        NetworkMaker::put(m_architecture.endpoints, std::move(endpoint));
    }

    void growSecondAddresses() {
        std::vector<ThingId> ids;
        for (const auto& [id, interface] : m_architecture.interfaces) {
            if (interface->kind == InterfaceKind::Standalone && chance(10)) ids.push_back(id);
        }
        for (const ThingId id : ids) {
            change(m_architecture.interfaces, id, [&](NetworkInterface& interface) {
                interface.addresses.insert(interface.addresses.begin() + 1,
                                           freshAddress(*interface.subnet));
            });
        }
    }

    Architecture& m_architecture;
    std::vector<RouteTable>& m_tables;
    std::mt19937_64 m_random;
    NetworkMaker m_maker;
    std::vector<ThingId> m_subnets;
    std::vector<ThingId> m_vpcs;
    std::uint64_t m_fresh = 0;
    std::uint64_t m_public = 0;
};

}  // namespace

void growExtras(Architecture& architecture, std::vector<RouteTable>& tables, std::uint64_t seed,
                std::uint32_t nextId) {
    Extras(architecture, tables, seed, nextId).grow();
}

}  // namespace archivolt::test
