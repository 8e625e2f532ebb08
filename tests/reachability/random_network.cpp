#include "tests/reachability/random_network.h"

#include <fmt/format.h>

#include "tests/reachability/network_maker.h"
#include "tests/reachability/random_extras.h"

namespace archivolt::test {

namespace {

Cidr block(const std::string& text) { return *Cidr::parse(text); }

/// Grows one network; every choice comes from one stream of numbers.
class Grower {
public:
    Grower(std::uint64_t seed, RandomNetworkOptions options)
        : m_seed(seed), m_random(seed), m_options(options) {}

    std::shared_ptr<const Architecture> grow() {
        for (int v = 0; v < m_options.vpcs; ++v) growVpc(v);
        growPeerings();
        growTransit();
        for (int v = 0; v < m_options.vpcs; ++v) growVpn(v);
        if (m_options.rare) {
            for (int v = 0; v < m_options.vpcs; ++v) growEndpoints(v);
        }
        for (int v = 0; v < m_options.vpcs; ++v) growRoutes(v);
        if (m_options.extras) growExtras(m_architecture, m_tables, m_seed, m_next);
        for (auto& table : m_tables) put(m_architecture.routeTables, table);
        return std::make_shared<const Architecture>(std::move(m_architecture));
    }

private:
    struct VpcThings {
        ThingId vpc, igw, eigw, nat, vgw, box, storage, inspect;
        std::vector<ThingId> subnets, groups;
        std::vector<std::size_t> tables;  ///< Indexes into m_tables.
        int number = 0;
    };

    bool chance(unsigned percent) { return m_random() % 100 < percent; }
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(m_random() % count); }
    template <class T>
    const T& pick(const std::vector<T>& from) {
        return from[below(from.size())];
    }

    template <class T>
    T thing(std::string name) {
        T made;
        made.id = ThingId::of(StackId{1}, ResourceId{++m_next});
        made.name = std::move(name);
        made.stack = "random";
        made.origin = {StackId{1}, ResourceId{m_next}, {}};
        return made;
    }
    template <class T>
    ThingId put(Table<T>& table, T made) {
        return NetworkMaker::put(table, std::move(made));
    }
    template <class T>
    Known<T> maybe(T value) {
        return m_options.unknowns && chance(1) ? Known<T>::unknown("a random unknown")
                                               : Known<T>(std::move(value));
    }

    Cidr anyBlock() {
        static const std::vector<std::string> kBlocks = {
            "0.0.0.0/0",         "0.0.0.0/0",       "10.0.0.0/8",   "10.0.0.0/16",
            "10.1.0.0/16",       "10.0.0.0/24",     "10.0.1.0/24",  "10.1.0.0/25",
            "10.0.0.10/32",      "203.0.113.0/24",  "::/0",         "2001:db8::/32",
            "2001:db8:0:1::/64", "198.51.100.0/24", "172.30.0.0/16"};
        return block(pick(kBlocks));
    }

    RuleMatch anyMatch() {
        RuleMatch match;
        static const std::vector<ProtocolNumber> kProtocols = {-1, 6, 6, 6, 17, 1, 58, 50};
        const ProtocolNumber protocol = pick(kProtocols);
        match.protocol = maybe<ProtocolNumber>(protocol);
        if (protocol == kIcmp || protocol == kIcmpv6) {
            match.fromPort = chance(50) ? -1 : static_cast<std::int32_t>(pick<int>({0, 3, 8, 128}));
            match.toPort = chance(70) ? -1 : 0;
            return match;
        }
        static const std::vector<std::pair<int, int>> kRanges = {
            {0, 65535}, {22, 22}, {80, 443}, {443, 443}, {1024, 65535}, {32768, 60999}, {0, 1023}};
        const auto& range = pick(kRanges);
        match.fromPort = maybe<std::int32_t>(range.first);
        match.toPort = maybe<std::int32_t>(range.second);
        return match;
    }

    void growGroups(VpcThings& things) {
        for (int g = 0; g < 3; ++g) {
            auto group = thing<SecurityGroup>(fmt::format("Group{}{}", things.number, g));
            things.groups.push_back(group.id);
            m_groups.push_back(group.id);
            group.vpc = things.vpc;
            const int count = 1 + static_cast<int>(below(4));
            for (int r = 0; r < count; ++r) {
                SecurityGroupRule rule;
                rule.direction = chance(60) ? RuleDirection::Ingress : RuleDirection::Egress;
                rule.match = anyMatch();
                rule.name = fmt::format("rule {}", r);
                if (chance(40)) {
                    rule.group = maybe(pick(m_groups));
                } else {
                    rule.cidr = maybe(anyBlock());
                }
                group.rules.push_back(rule);
            }
            for (const Family family : {Family::Ipv4, Family::Ipv6}) {
                for (const RuleDirection direction :
                     {RuleDirection::Egress, RuleDirection::Ingress}) {
                    if (!chance(direction == RuleDirection::Egress ? 80 : 30)) continue;
                    SecurityGroupRule rule;
                    rule.direction = direction;
                    rule.cidr = Cidr::all(family);
                    rule.name = "all";
                    group.rules.push_back(rule);
                }
            }
            if (m_options.unknowns && chance(3)) group.unknownRules = "a random unknown";
            put(m_architecture.securityGroups, std::move(group));
        }
    }

    ThingId growAcl(const VpcThings& things, int number) {
        auto acl = thing<NetworkAcl>(fmt::format("Acl{}{}", things.number, number));
        acl.vpc = things.vpc;
        for (const RuleDirection direction : {RuleDirection::Ingress, RuleDirection::Egress}) {
            const int count = static_cast<int>(below(4));
            for (int e = 0; e < count; ++e) {
                NetworkAclEntry entry;
                entry.direction = direction;
                entry.number = maybe<std::int32_t>(static_cast<std::int32_t>(1 + below(90)));
                entry.allow = maybe<bool>(chance(60));
                entry.match = anyMatch();
                entry.cidr = maybe(anyBlock());
                entry.name = fmt::format("entry {}", e);
                acl.entries.push_back(entry);
            }
            for (const Family family : {Family::Ipv4, Family::Ipv6}) {
                if (!chance(75)) continue;
                NetworkAclEntry entry;
                entry.direction = direction;
                entry.number = 100 + static_cast<std::int32_t>(family);
                entry.cidr = Cidr::all(family);
                entry.name = "all";
                acl.entries.push_back(entry);
            }
        }
        return put(m_architecture.networkAcls, std::move(acl));
    }

    void growVpc(int number) {
        VpcThings things;
        things.number = number;
        auto vpc = thing<Vpc>(fmt::format("Vpc{}", number));
        vpc.region = chance(85) ? "us-east-1" : "eu-west-1";
        vpc.blocks = {block(fmt::format("10.{}.0.0/16", number)),
                      block(fmt::format("2001:db8:{}::/48", number))};
        things.vpc = vpc.id;
        put(m_architecture.vpcs, std::move(vpc));
        if (chance(85)) {
            auto gateway = thing<InternetGateway>(fmt::format("Igw{}", number));
            if (chance(90)) gateway.vpcs.ids = {things.vpc};
            things.igw = put(m_architecture.internetGateways, std::move(gateway));
        }
        if (chance(50)) {
            auto gateway = thing<EgressOnlyInternetGateway>(fmt::format("Eigw{}", number));
            gateway.vpc = things.vpc;
            things.eigw = put(m_architecture.egressOnlyInternetGateways, std::move(gateway));
        }
        growGroups(things);
        std::vector<ThingId> acls = {growAcl(things, 0), growAcl(things, 1)};
        for (int s = 0; s < 3; ++s) growSubnet(things, s, pick(acls));
        if (chance(80)) {
            auto nat = thing<NatGateway>(fmt::format("Nat{}", number));
            nat.subnet = pick(things.subnets);
            nat.isPublic = chance(85);
            const auto home = *m_architecture.subnets.find(*nat.subnet);
            nat.privateAddress = home->blocks.front()->first().plus(200);
            if (*nat.isPublic) nat.publicAddress = nextPublic();
            if (m_options.rare && *nat.isPublic && chance(30)) {
                nat.vpc = things.vpc;
                nat.subnet = Known<ThingId>::unknown("it is regional");
                nat.privateAddress = Known<IpAddress>::unknown("it is regional");
            }
            things.nat = put(m_architecture.natGateways, std::move(nat));
        }
        m_vpcs.push_back(std::move(things));
    }

    Known<IpAddress> nextPublic() { return block("198.51.100.0/24").first().plus(++m_public); }

    void growSubnet(VpcThings& things, int number, ThingId acl) {
        auto table = thing<RouteTable>(fmt::format("Table{}{}", things.number, number));
        table.vpc = things.vpc;
        auto subnet = thing<Subnet>(fmt::format("Subnet{}{}", things.number, number));
        subnet.vpc = things.vpc;
        subnet.zone = std::string(number == 1 ? "us-east-1b" : "us-east-1a");
        subnet.blocks = {block(fmt::format("10.{}.{}.0/24", things.number, number)),
                         block(fmt::format("2001:db8:{}:{}::/64", things.number, number))};
        subnet.routeTable = maybe(table.id);
        subnet.networkAcl = maybe(acl);
        things.subnets.push_back(subnet.id);
        things.tables.push_back(m_tables.size());
        m_tables.push_back(std::move(table));
        for (int i = 0; i < m_options.hostsPerSubnet; ++i) {
            auto interface =
                thing<NetworkInterface>(fmt::format("Host{}{}{}", things.number, number, i));
            interface.subnet = subnet.id;
            interface.addresses = {
                subnet.blocks[0]->first().plus(static_cast<std::uint64_t>(10 + i))};
            if (chance(70)) {
                interface.addresses.emplace_back(
                    subnet.blocks[1]->first().plus(static_cast<std::uint64_t>(10 + i)));
            }
            interface.securityGroups.ids = {pick(things.groups)};
            if (chance(30)) interface.securityGroups.ids.push_back(pick(things.groups));
            if (chance(4)) interface.securityGroups.ids.clear();
            if (chance(50)) interface.publicAddress = nextPublic();
            if (chance(20)) {
                interface.sourceDestCheck = maybe(false);
                things.box = interface.id;
            }
            if (m_options.rare && chance(10)) interface.kind = InterfaceKind::Lambda;
            put(m_architecture.interfaces, std::move(interface));
        }
        put(m_architecture.subnets, std::move(subnet));
    }

    void growPeerings() {
        for (std::size_t a = 0; a < m_vpcs.size(); ++a) {
            for (std::size_t b = a + 1; b < m_vpcs.size(); ++b) {
                if (!chance(60)) continue;
                auto peering = thing<VpcPeering>(fmt::format("Peering{}{}", a, b));
                peering.requester = m_vpcs[a].vpc;
                peering.accepter = m_vpcs[b].vpc;
                peering.active = maybe<bool>(chance(90));
                m_peerings.push_back(put(m_architecture.peerings, std::move(peering)));
            }
        }
    }

    void growTransit() {
        auto gateway = thing<TransitGateway>("Transit");
        gateway.securityGroupReferencing = chance(50);
        auto table = thing<TransitGatewayRouteTable>("TransitTable");
        table.transitGateway = gateway.id;
        for (const VpcThings& things : m_vpcs) {
            if (!chance(75)) continue;
            auto attachment =
                thing<TransitGatewayAttachment>(fmt::format("Attachment{}", things.number));
            attachment.transitGateway = gateway.id;
            attachment.target = things.vpc;
            attachment.subnets.ids = {things.subnets[0]};
            if (chance(50)) attachment.subnets.ids.push_back(things.subnets[1]);
            attachment.securityGroupReferencing = chance(70);
            if (m_options.rare) attachment.applianceMode = chance(40);
            if (chance(90)) attachment.associatedTables.ids = {table.id};
            if (chance(85)) attachment.propagatesTo.ids = {table.id};
            if (chance(25)) {
                TransitGatewayRoute route;
                route.destination = anyBlock();
                route.blackhole = chance(40);
                route.attachment = maybe(attachment.id);
                route.name = "static";
                table.routes.push_back(route);
            }
            put(m_architecture.transitGatewayAttachments, std::move(attachment));
        }
        m_transit = put(m_architecture.transitGateways, std::move(gateway));
        put(m_architecture.transitGatewayRouteTables, std::move(table));
    }

    void growVpn(int number) {
        VpcThings& things = m_vpcs[static_cast<std::size_t>(number)];
        if (!chance(40)) return;
        auto gateway = thing<VpnGateway>(fmt::format("Vgw{}", number));
        gateway.vpcs.ids = {things.vpc};
        things.vgw = gateway.id;
        auto connection = thing<VpnConnection>(fmt::format("Vpn{}", number));
        connection.vpnGateway = gateway.id;
        connection.staticRoutesOnly = true;
        connection.staticRoutes = {block("172.30.0.0/16")};
        put(m_architecture.vpnGateways, std::move(gateway));
        put(m_architecture.vpnConnections, std::move(connection));
    }

    Value anyPolicy() {
        const auto statement = [&](const char* effect, const char* action) {
            return Value::map({{"Effect", Value::string(effect)},
                               {"Principal", Value::string("*")},
                               {"Action", Value::string(action)},
                               {"Resource", Value::string("*")}});
        };
        std::vector<Value> statements;
        if (chance(80)) statements.push_back(statement("Allow", chance(50) ? "*" : "s3:GetObject"));
        if (chance(30)) statements.push_back(statement("Deny", chance(50) ? "*" : "s3:PutObject"));
        return Value::map({{"Statement", Value::list(std::move(statements))}});
    }

    void growEndpoints(int number) {
        VpcThings& things = m_vpcs[static_cast<std::size_t>(number)];
        auto storage = thing<VpcEndpoint>(fmt::format("Storage{}", number));
        storage.vpc = maybe(chance(95) ? things.vpc : pick(m_vpcs).vpc);
        storage.service = std::string("com.amazonaws.us-east-1.s3");
        if (chance(40)) storage.policy = anyPolicy();
        things.storage = put(m_architecture.endpoints, std::move(storage));
        auto inspect = thing<VpcEndpoint>(fmt::format("Inspect{}", number));
        inspect.kind = EndpointKind::GatewayLoadBalancer;
        inspect.vpc = things.vpc;
        auto door = thing<NetworkInterface>(fmt::format("Inspect{}.eni0", number));
        door.kind = InterfaceKind::Endpoint;
        door.owner = inspect.id;
        door.subnet = pick(things.subnets);
        door.addresses = {
            (*m_architecture.subnets.find(*door.subnet))->blocks.front()->first().plus(220)};
        put(m_architecture.interfaces, std::move(door));
        things.inspect = put(m_architecture.endpoints, std::move(inspect));
    }

    void growRareRoutes(const VpcThings& things, RouteTable& table) {
        if (things.vgw && chance(30)) {
            static const std::vector<RouteSource> kSources = {RouteSource::PropagatedVpn,
                                                              RouteSource::PropagatedDirectConnect};
            addRoute(table, chance(50) ? "172.30.0.0/16" : "203.0.113.0/24",
                     RouteTargetKind::VpnGateway, things.vgw);
            table.routes.back().source = pick(kSources);
        }
        if (chance(50)) {
            Route route;
            route.prefixList = maybe(things.storage.withPart(1));
            route.targetKind = RouteTargetKind::GatewayEndpoint;
            route.target = maybe(things.storage);
            route.source = RouteSource::Endpoint;
            route.name = "service";
            table.routes.push_back(std::move(route));
        }
        if (!chance(20)) return;
        const std::string destination =
            chance(50) ? "203.0.113.0/24" : fmt::format("10.{}.{}.0/24", things.number, below(3));
        addRoute(table, destination, RouteTargetKind::GatewayLoadBalancerEndpoint, things.inspect);
    }

    void addRoute(RouteTable& table, const std::string& destination, RouteTargetKind kind,
                  ThingId target) {
        if (!target) return;
        Route route;
        route.destination = maybe(block(destination));
        route.targetKind = kind;
        route.target = maybe(target);
        route.name = fmt::format("route {}", table.routes.size());
        table.routes.push_back(std::move(route));
    }

    void growRoutes(int number) {
        using Kind = RouteTargetKind;
        const VpcThings& things = m_vpcs[static_cast<std::size_t>(number)];
        for (const std::size_t index : things.tables) {
            RouteTable& table = m_tables[index];
            for (const std::string& local :
                 {fmt::format("10.{}.0.0/16", number), fmt::format("2001:db8:{}::/48", number)}) {
                Route route;
                route.destination = block(local);
                route.targetKind = Kind::Local;
                route.target = things.vpc;
                route.name = "local";
                table.routes.push_back(route);
            }
            switch (below(5)) {
                case 0:
                case 1: addRoute(table, "0.0.0.0/0", Kind::InternetGateway, things.igw); break;
                case 2: addRoute(table, "0.0.0.0/0", Kind::NatGateway, things.nat); break;
                case 3: addRoute(table, "0.0.0.0/0", Kind::NetworkInterface, things.box); break;
                default: break;
            }
            if (chance(50))
                addRoute(table, "::/0", Kind::InternetGateway, things.igw);
            else
                addRoute(table, "::/0", Kind::EgressOnlyInternetGateway, things.eigw);
            if (chance(20)) addRoute(table, "64:ff9b::/96", Kind::NatGateway, things.nat);
            if (chance(40)) addRoute(table, "172.30.0.0/16", Kind::VpnGateway, things.vgw);
            if (chance(50)) addRoute(table, "10.0.0.0/8", Kind::TransitGateway, m_transit);
            if (chance(30)) addRoute(table, "2001:db8::/32", Kind::TransitGateway, m_transit);
            for (const ThingId peering : m_peerings) {
                if (!chance(35)) continue;
                addRoute(table, fmt::format("10.{}.0.0/16", below(m_vpcs.size())), Kind::Peering,
                         peering);
            }
            if (chance(15)) {
                addRoute(table, fmt::format("10.{}.{}.0/24", number, below(3)),
                         chance(50) ? Kind::NetworkInterface : Kind::NatGateway,
                         chance(50) ? things.box : things.nat);
            }
            if (chance(8)) addRoute(table, "203.0.113.0/24", Kind::Blackhole, things.vpc);
            if (m_options.rare) growRareRoutes(things, table);
        }
    }

    std::uint64_t m_seed;
    std::mt19937_64 m_random;
    RandomNetworkOptions m_options;
    Architecture m_architecture;
    std::uint32_t m_next = 0;
    std::uint64_t m_public = 0;
    std::vector<VpcThings> m_vpcs;
    std::vector<ThingId> m_groups;
    std::vector<ThingId> m_peerings;
    std::vector<RouteTable> m_tables;
    ThingId m_transit;
};

}  // namespace

std::shared_ptr<const Architecture> randomNetwork(std::uint64_t seed,
                                                  RandomNetworkOptions options) {
    return Grower(seed, options).grow();
}

}  // namespace archivolt::test
