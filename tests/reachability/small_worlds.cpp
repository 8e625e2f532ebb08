#include "tests/reachability/small_worlds.h"

#include "tests/reachability/network_maker.h"

namespace archivolt::test {

namespace {

using Kind = RouteTargetKind;
using Choices = std::vector<std::size_t>;

SecurityGroupRule groupRule(RuleDirection direction, RuleMatch match, const std::string& block) {
    SecurityGroupRule rule;
    rule.direction = direction;
    rule.match = std::move(match);
    rule.cidr = blockOf(block);
    rule.name = "rule";
    return rule;
}

SecurityGroupRule groupRule(RuleDirection direction, RuleMatch match, ThingId group) {
    SecurityGroupRule rule;
    rule.direction = direction;
    rule.match = std::move(match);
    rule.group = group;
    rule.name = "rule";
    return rule;
}

NetworkAclEntry entry(RuleDirection direction, int number, bool allow, RuleMatch match,
                      const std::string& block = "0.0.0.0/0") {
    NetworkAclEntry made;
    made.direction = direction;
    made.number = number;
    made.allow = allow;
    made.match = std::move(match);
    made.cidr = blockOf(block);
    made.name = std::to_string(number);
    return made;
}

/// What both kinds of worlds stand on: a VPC, and things to put into it.
struct Ground {
    NetworkMaker maker;
    Architecture architecture;

    ThingId vpc(const std::string& name, const std::vector<std::string>& blocks) {
        auto made = maker.thing<Vpc>(name);
        made.region = "us-east-1";
        for (const auto& block : blocks) made.blocks.emplace_back(blockOf(block));
        return NetworkMaker::put(architecture.vpcs, std::move(made));
    }
    ThingId openAcl(ThingId vpc) {
        auto acl = maker.thing<NetworkAcl>("Open");
        acl.vpc = vpc;
        for (const auto direction : {RuleDirection::Ingress, RuleDirection::Egress}) {
            acl.entries.push_back(entry(direction, 100, true, {}));
            acl.entries.push_back(entry(direction, 101, true, {}, "::/0"));
        }
        return NetworkMaker::put(architecture.networkAcls, std::move(acl));
    }
    ThingId openGroup(ThingId vpc) {
        auto group = maker.thing<SecurityGroup>("Open");
        group.vpc = vpc;
        for (const auto direction : {RuleDirection::Ingress, RuleDirection::Egress}) {
            group.rules.push_back(groupRule(direction, {}, "0.0.0.0/0"));
            group.rules.push_back(groupRule(direction, {}, "::/0"));
        }
        return NetworkMaker::put(architecture.securityGroups, std::move(group));
    }
    RouteTable table(ThingId vpc) {
        auto made = maker.thing<RouteTable>("Table");
        made.vpc = vpc;
        for (const auto& block : (*architecture.vpcs.find(vpc))->blocks) {
            made.routes.push_back(routeTo(block->toString(), Kind::Local, vpc));
        }
        return made;
    }
    ThingId subnet(const std::string& name, ThingId vpc, const std::vector<std::string>& blocks,
                   ThingId table, ThingId acl) {
        auto made = maker.thing<Subnet>(name);
        made.vpc = vpc;
        made.zone = std::string("us-east-1a");
        for (const auto& block : blocks) made.blocks.emplace_back(blockOf(block));
        made.routeTable = table;
        made.networkAcl = acl;
        return NetworkMaker::put(architecture.subnets, std::move(made));
    }
    NetworkInterface host(const std::string& name, ThingId subnet, ThingId group,
                          const std::vector<std::string>& addresses) {
        auto made = maker.thing<NetworkInterface>(name);
        made.subnet = subnet;
        made.securityGroups.ids = {group};
        for (const auto& address : addresses) made.addresses.emplace_back(addressOf(address));
        return made;
    }
};

/// The rules of the receiver's group, by choice: none, and one of each kind of peer and match.
void addIngress(SecurityGroup& group, std::size_t choice, ThingId senders) {
    const auto in = RuleDirection::Ingress;
    switch (choice) {
        case 1: group.rules.push_back(groupRule(in, matchOf(6, 80, 80), "10.0.0.10/32")); break;
        case 2: group.rules.push_back(groupRule(in, matchOf(6, 0, 79), "0.0.0.0/0")); break;
        case 3: group.rules.push_back(groupRule(in, matchOf(-1, 0, 65535), senders)); break;
        case 4: group.rules.push_back(groupRule(in, matchOf(17, 80, 443), senders)); break;
        case 5: group.rules.push_back(groupRule(in, matchOf(1, 8, -1), "10.0.0.0/24")); break;
        default: break;
    }
}

void addEgress(SecurityGroup& group, std::size_t choice, ThingId receivers) {
    const auto out = RuleDirection::Egress;
    switch (choice) {
        case 1: group.rules.push_back(groupRule(out, {}, "0.0.0.0/0")); break;
        case 2: group.rules.push_back(groupRule(out, matchOf(6, 80, 80), "10.0.1.10/32")); break;
        case 3: group.rules.push_back(groupRule(out, matchOf(-1, 0, 65535), receivers)); break;
        case 4: group.rules.push_back(groupRule(out, {}, "10.0.1.11/32")); break;
        default: break;
    }
}

/// One direction of an ACL, by choice: nothing; all; a port denied before and behind an allow;
/// Linux clients' ports and answers of pings alone; a neighbour's block before everything, and
/// pings.
void addEntries(NetworkAcl& acl, RuleDirection direction, std::size_t choice) {
    const auto add = [&](int number, bool allow, RuleMatch match, const char* block) {
        acl.entries.push_back(entry(direction, number, allow, std::move(match), block));
    };
    switch (choice) {
        case 1: add(100, true, {}, "0.0.0.0/0"); break;
        case 2:
            add(200, true, {}, "0.0.0.0/0");
            add(100, false, matchOf(6, 80, 80), "10.0.0.0/16");
            break;
        case 3:
            add(50, true, {}, "10.0.0.0/23");
            add(60, false, {}, "0.0.0.0/0");
            break;
        case 4:
            add(100, true, matchOf(6, 32768, 60999), "0.0.0.0/0");
            add(110, true, matchOf(1, 0, -1), "0.0.0.0/0");
            break;
        case 5:
            add(10, false, {}, "10.0.0.128/25");
            add(20, true, matchOf(17, 0, 65535), "10.0.0.0/24");
            add(30, true, matchOf(1, 8, -1), "0.0.0.0/0");
            break;
        default: break;
    }
}

/// Two subnets, two hosts; the groups and each direction of both ACLs are chosen.
std::shared_ptr<const Architecture> filterWorld(const Choices& choices) {
    Ground ground;
    const ThingId vpc = ground.vpc("Vpc", {"10.0.0.0/16"});
    auto senders = ground.maker.thing<SecurityGroup>("Senders");
    auto receivers = ground.maker.thing<SecurityGroup>("Receivers");
    addIngress(receivers, choices[0], senders.id);
    addEgress(senders, choices[1], receivers.id);
    const ThingId table = NetworkMaker::put(ground.architecture.routeTables, ground.table(vpc));
    std::vector<ThingId> subnets;
    for (std::size_t s = 0; s < 2; ++s) {
        auto acl = ground.maker.thing<NetworkAcl>("Acl" + std::to_string(s));
        acl.vpc = vpc;
        addEntries(acl, RuleDirection::Ingress, choices[2 + 2 * s]);
        addEntries(acl, RuleDirection::Egress, choices[3 + 2 * s]);
        const ThingId id = NetworkMaker::put(ground.architecture.networkAcls, std::move(acl));
        subnets.push_back(ground.subnet("Subnet" + std::to_string(s), vpc,
                                        {"10.0." + std::to_string(s) + ".0/24"}, table, id));
    }
    auto& interfaces = ground.architecture.interfaces;
    NetworkMaker::put(interfaces, ground.host("A", subnets[0], senders.id, {"10.0.0.10"}));
    NetworkMaker::put(interfaces, ground.host("B", subnets[1], receivers.id, {"10.0.1.10"}));
    NetworkMaker::put(interfaces, ground.host("C", subnets[0], receivers.id, {"10.0.0.11"}));
    NetworkMaker::put(ground.architecture.securityGroups, std::move(senders));
    NetworkMaker::put(ground.architecture.securityGroups, std::move(receivers));
    return std::make_shared<const Architecture>(std::move(ground.architecture));
}

/// What a route of a routing world may point at.
struct Targets {
    ThingId igw, eigw, nat, box, peering, transit;
    void add(RouteTable& table, const std::string& destination, std::size_t choice) const {
        switch (choice) {
            case 1: table.routes.push_back(routeTo(destination, Kind::InternetGateway, igw)); break;
            case 2: table.routes.push_back(routeTo(destination, Kind::NatGateway, nat)); break;
            case 3:
                table.routes.push_back(routeTo(destination, Kind::NetworkInterface, box));
                break;
            case 4: table.routes.push_back(routeTo(destination, Kind::Peering, peering)); break;
            case 5:
                table.routes.push_back(routeTo(destination, Kind::TransitGateway, transit));
                break;
            case 6:
                table.routes.push_back(routeTo(destination, Kind::EgressOnlyInternetGateway, eigw));
                break;
            default: break;
        }
    }
};

constexpr std::size_t kTargets = 6;  // Nothing, and five targets of IPv4.

void addTransit(Ground& ground, ThingId transit, const std::vector<ThingId>& vpcs,
                const std::vector<ThingId>& subnets) {
    auto gateway = ground.maker.thing<TransitGateway>("Transit");
    gateway.id = transit;
    auto table = ground.maker.thing<TransitGatewayRouteTable>("TransitTable");
    table.transitGateway = transit;
    for (std::size_t v = 0; v < vpcs.size(); ++v) {
        auto attachment =
            ground.maker.thing<TransitGatewayAttachment>("Attachment" + std::to_string(v));
        attachment.transitGateway = transit;
        attachment.target = vpcs[v];
        attachment.subnets.ids = {subnets[v]};
        attachment.associatedTables.ids = {table.id};
        attachment.propagatesTo.ids = {table.id};
        NetworkMaker::put(ground.architecture.transitGatewayAttachments, std::move(attachment));
    }
    NetworkMaker::put(ground.architecture.transitGateways, std::move(gateway));
    NetworkMaker::put(ground.architecture.transitGatewayRouteTables, std::move(table));
}

/// Two VPCs, four routes, a gateway of every kind; what routes point at is chosen.
/// Choices: A's default and its route to the far VPC, the middle subnet's default, the far VPC's
/// way back, A's public address, the box's source/destination check, the gateway's attachment.
std::shared_ptr<const Architecture> fourWorld(const Choices& choices) {
    Ground ground;
    const ThingId near = ground.vpc("Near", {"10.0.0.0/16"});
    const ThingId far = ground.vpc("Far", {"10.1.0.0/16"});
    const ThingId acl = ground.openAcl(near);
    const ThingId group = ground.openGroup(near);
    auto igw = ground.maker.thing<InternetGateway>("Igw");
    if (choices[6] == 1) igw.vpcs.ids = {near};
    auto nat = ground.maker.thing<NatGateway>("Nat");
    auto peering = ground.maker.thing<VpcPeering>("Peering");
    peering.requester = near;
    peering.accepter = far;
    const ThingId transit = ground.maker.thing<TransitGateway>("Transit").id;
    std::vector<RouteTable> tables = {ground.table(near), ground.table(near), ground.table(far)};
    const ThingId front = ground.subnet("Front", near, {"10.0.0.0/24"}, tables[0].id, acl);
    const ThingId middle = ground.subnet("Middle", near, {"10.0.1.0/24"}, tables[1].id, acl);
    const ThingId back = ground.subnet("Back", far, {"10.1.0.0/24"}, tables[2].id, acl);
    auto a = ground.host("A", front, group, {"10.0.0.10"});
    if (choices[4] == 1) a.publicAddress = addressOf("198.51.100.10");
    auto box = ground.host("Box", middle, group, {"10.0.1.10"});
    box.publicAddress = addressOf("198.51.100.20");
    box.sourceDestCheck = choices[5] == 0;
    const Targets targets{igw.id, {}, nat.id, box.id, peering.id, transit};
    targets.add(tables[0], "0.0.0.0/0", choices[0]);
    targets.add(tables[0], "10.1.0.0/16", choices[1]);
    targets.add(tables[1], "0.0.0.0/0", choices[2]);
    targets.add(tables[1], "10.1.0.0/16", 4);
    targets.add(tables[2], "10.0.0.0/16", choices[3]);
    nat.subnet = middle;
    nat.privateAddress = addressOf("10.0.1.200");
    nat.publicAddress = addressOf("198.51.100.30");
    addTransit(ground, transit, {near, far}, {front, back});
    auto& architecture = ground.architecture;
    NetworkMaker::put(architecture.interfaces, std::move(a));
    NetworkMaker::put(architecture.interfaces, std::move(box));
    NetworkMaker::put(architecture.interfaces, ground.host("F", back, group, {"10.1.0.10"}));
    NetworkMaker::put(architecture.internetGateways, std::move(igw));
    NetworkMaker::put(architecture.natGateways, std::move(nat));
    NetworkMaker::put(architecture.peerings, std::move(peering));
    for (auto& table : tables) NetworkMaker::put(architecture.routeTables, std::move(table));
    return std::make_shared<const Architecture>(std::move(architecture));
}

/// As above for IPv6, with NAT64 and an egress-only gateway. Choices: A's default, its route to
/// 64:ff9b::/96, the middle subnet's defaults of both families, which gateways are attached,
/// whether the block is a public one.
std::shared_ptr<const Architecture> sixWorld(const Choices& choices) {
    Ground ground;
    const std::string prefix = choices[5] == 0 ? "2001:db8:1:" : "fd00:1:1:";
    const ThingId vpc = ground.vpc("Vpc", {"10.0.0.0/16", prefix + ":/48"});
    const ThingId acl = ground.openAcl(vpc);
    const ThingId group = ground.openGroup(vpc);
    auto igw = ground.maker.thing<InternetGateway>("Igw");
    if (choices[4] % 2 == 1) igw.vpcs.ids = {vpc};
    auto eigw = ground.maker.thing<EgressOnlyInternetGateway>("Eigw");
    if (choices[4] / 2 == 1) eigw.vpc = vpc;
    auto nat = ground.maker.thing<NatGateway>("Nat");
    std::vector<RouteTable> tables = {ground.table(vpc), ground.table(vpc)};
    const ThingId front =
        ground.subnet("Front", vpc, {"10.0.0.0/24", prefix + ":/64"}, tables[0].id, acl);
    const ThingId middle =
        ground.subnet("Middle", vpc, {"10.0.1.0/24", prefix + "1::/64"}, tables[1].id, acl);
    auto a = ground.host("A", front, group, {"10.0.0.10", prefix + ":a"});
    auto box = ground.host("Box", middle, group, {"10.0.1.10", prefix + "1::a"});
    box.sourceDestCheck = false;
    const Targets targets{igw.id, eigw.id, nat.id, box.id, {}, {}};
    targets.add(tables[0], "::/0", choices[0]);
    targets.add(tables[0], "64:ff9b::/96", choices[1]);
    targets.add(tables[1], "::/0", choices[2]);
    targets.add(tables[1], "0.0.0.0/0", choices[3]);
    nat.subnet = middle;
    nat.privateAddress = addressOf("10.0.1.200");
    nat.publicAddress = addressOf("198.51.100.30");
    auto& architecture = ground.architecture;
    NetworkMaker::put(architecture.interfaces, std::move(a));
    NetworkMaker::put(architecture.interfaces, std::move(box));
    NetworkMaker::put(architecture.internetGateways, std::move(igw));
    NetworkMaker::put(architecture.egressOnlyInternetGateways, std::move(eigw));
    NetworkMaker::put(architecture.natGateways, std::move(nat));
    for (auto& table : tables) NetworkMaker::put(architecture.routeTables, std::move(table));
    return std::make_shared<const Architecture>(std::move(architecture));
}

/// Two VPCs, and rules that name groups of the other. Choices: whether they are in one Region, by
/// peering or by a transit gateway, whether the gateway and either attachment let groups be named,
/// and whether the receiver's and the sender's rules name a group or every address.
std::shared_ptr<const Architecture> groupWorld(const Choices& choices) {
    Ground ground;
    auto& things = ground.architecture;
    const ThingId near = ground.vpc("Near", {"10.0.0.0/16"});
    const ThingId far = ground.vpc("Far", {"10.1.0.0/16"});
    if (choices[0] == 1) {
        Vpc moved = **things.vpcs.find(far);
        moved.region = "eu-west-1";
        NetworkMaker::put(things.vpcs, std::move(moved));
    }
    const ThingId acl = ground.openAcl(near);
    auto senders = ground.maker.thing<SecurityGroup>("Senders");
    auto receivers = ground.maker.thing<SecurityGroup>("Receivers");
    const auto in = RuleDirection::Ingress;
    const auto out = RuleDirection::Egress;
    receivers.rules = {choices[5] == 0 ? groupRule(in, {}, "0.0.0.0/0")
                                       : groupRule(in, {}, senders.id)};
    senders.rules = {choices[6] == 0 ? groupRule(out, {}, "0.0.0.0/0")
                                     : groupRule(out, {}, receivers.id)};
    auto peering = ground.maker.thing<VpcPeering>("Peering");
    peering.requester = near;
    peering.accepter = far;
    const ThingId transit = ground.maker.thing<TransitGateway>("Transit").id;
    std::vector<RouteTable> tables = {ground.table(near), ground.table(far)};
    const Targets targets{{}, {}, {}, {}, peering.id, transit};
    targets.add(tables[0], "10.1.0.0/16", 4 + choices[1]);
    targets.add(tables[1], "10.0.0.0/16", 4 + choices[1]);
    const ThingId front = ground.subnet("Front", near, {"10.0.0.0/24"}, tables[0].id, acl);
    const ThingId back = ground.subnet("Back", far, {"10.1.0.0/24"}, tables[1].id, acl);
    addTransit(ground, transit, {near, far}, {front, back});
    TransitGateway gateway = **things.transitGateways.find(transit);
    gateway.securityGroupReferencing = choices[2] == 1;
    NetworkMaker::put(things.transitGateways, std::move(gateway));
    std::size_t choice = 3;
    for (const auto& [id, attachment] :
         Table<TransitGatewayAttachment>(things.transitGatewayAttachments)) {
        TransitGatewayAttachment changed = *attachment;
        changed.securityGroupReferencing = choices[choice++] == 1;
        NetworkMaker::put(things.transitGatewayAttachments, std::move(changed));
    }
    NetworkMaker::put(things.interfaces, ground.host("A", front, senders.id, {"10.0.0.10"}));
    NetworkMaker::put(things.interfaces, ground.host("F", back, receivers.id, {"10.1.0.10"}));
    NetworkMaker::put(things.securityGroups, std::move(senders));
    NetworkMaker::put(things.securityGroups, std::move(receivers));
    NetworkMaker::put(things.peerings, std::move(peering));
    for (auto& table : tables) NetworkMaker::put(things.routeTables, std::move(table));
    return std::make_shared<const Architecture>(std::move(things));
}

}  // namespace

std::size_t SmallFamily::size() const {
    std::size_t size = 1;
    for (const std::size_t base : bases) size *= base;
    return size;
}

std::vector<std::size_t> SmallFamily::choicesOf(std::size_t world) const {
    std::vector<std::size_t> choices;
    for (const std::size_t base : bases) {
        choices.push_back(world % base);
        world /= base;
    }
    return choices;
}

std::vector<SmallFamily> smallFamilies() {
    return {
        {"filters",
         {6, 5, 6, 6, 6, 6},
         filterWorld,
         {{"A", "B", "10.0.0.10", "10.0.1.10"},
          {"B", "A", "10.0.1.10", "10.0.0.10"},
          {"A", "C", "10.0.0.10", "10.0.0.11"}}},
        {"routes of IPv4",
         {kTargets, kTargets, kTargets, kTargets, 2, 2, 2},
         fourWorld,
         {{"A", "internet", "10.0.0.10", "203.0.113.9"},
          {"internet", "A", "203.0.113.9", "198.51.100.10"},
          {"internet", "A", "203.0.113.9", "10.0.0.10"},
          {"A", "F", "10.0.0.10", "10.1.0.10"},
          {"F", "A", "10.1.0.10", "10.0.0.10"},
          {"A", "Box", "10.0.0.10", "198.51.100.20"},
          {"F", "Box", "10.1.0.10", "10.0.1.10"},
          {"F", "internet", "10.1.0.10", "203.0.113.9"}}},
        {"routes of IPv6",
         {7, 7, 7, 4, 4, 2},
         sixWorld,
         {{"A", "internet", "2001:db8:1::a", "2600::9"},
          {"internet", "A", "2600::9", "2001:db8:1::a"},
          {"A", "internet", "2001:db8:1::a", "64:ff9b::cb00:7109"},
          {"A", "internet", "fd00:1:1::a", "2600::9"},
          {"A", "Box", "2001:db8:1::a", "2001:db8:1:1::a"},
          {"A", "Box", "2001:db8:1::a", "64:ff9b::a00:10a"}}},
        {"groups across VPCs",
         {2, 2, 2, 2, 2, 2, 2},
         groupWorld,
         {{"A", "F", "10.0.0.10", "10.1.0.10"}, {"F", "A", "10.1.0.10", "10.0.0.10"}}},
    };
}

}  // namespace archivolt::test
