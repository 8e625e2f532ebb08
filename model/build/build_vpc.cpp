#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "model/architecture/network.h"
#include "model/build/build_common.h"
#include "model/build/build_kinds.h"
#include "model/evaluate/zone_table.h"

namespace archivolt {

namespace {

constexpr std::uint64_t kDocumentationPrefix = 0x20010DB800000000;  // 2001:db8::/32, RFC 3849.
constexpr std::string_view kFromPool = "AWS chooses the block from an address pool";

/// The /56 that stands for the one of Amazon's choice: the VPC's id makes it its own.
Cidr amazonBlock(ThingId vpc) {
    const std::uint64_t id = vpc.resource().value;
    return {IpAddress::v6(kDocumentationPrefix | (id << 8), 0), 56};
}

void addBlocksSaidBy(const View& source, ThingId vpc, VpcBlocks& result) {
    const auto add = [&](Known<Cidr> block) {
        result.blocks.push_back(unlessUncertain(source, std::move(block)));
    };
    if (source.property("CidrBlock") != nullptr) add(source.cidr("CidrBlock"));
    if (source.property("Ipv6CidrBlock") != nullptr) {
        add(source.cidr("Ipv6CidrBlock"));
    } else if (source.property("Ipv6IpamPoolId") != nullptr ||
               source.property("Ipv6Pool") != nullptr) {
        add(Known<Cidr>::unknown(std::string(kFromPool)));
    }
    if (source.property("CidrBlock") == nullptr && source.property("Ipv4IpamPoolId") != nullptr) {
        add(Known<Cidr>::unknown(std::string(kFromPool)));
    }
    const Known<bool> amazon = source.boolean("AmazonProvidedIpv6CidrBlock", false);
    if (!amazon.isKnown()) {
        add(Known<Cidr>::unknown(amazon.why()));
    } else if (*amazon && !result.amazonIpv6) {
        result.amazonIpv6 = true;
        add(amazonBlock(vpc));
    }
}

/// Says whether a subnet's zone is left to AWS, or not known.
bool zoneIsOpen(const View& subnet) {
    return !subnet.text("AvailabilityZone").isKnown() ||
           subnet.property("AvailabilityZone") == nullptr;
}

/// Says whether two subnets are written to be in the same zone, whichever that is: two that leave
/// it to AWS are not.
bool sharesZone(const View& a, const View& b) {
    if (a.stack().name != b.stack().name) return false;
    const Value* one = a.evaluated().source->properties().find("AvailabilityZone");
    const Value* other = b.evaluated().source->properties().find("AvailabilityZone");
    return one != nullptr && other != nullptr && *one == *other;
}

/// The zone that we give a subnet: those of a VPC that name none take its Region's zones in turn,
/// those that are written to be in one zone the same.
std::string assignedZone(const View& subnet, const std::vector<View>& siblings) {
    std::size_t turn = 0;
    for (const View& sibling : siblings) {
        if (sibling.id() == subnet.id() || sharesZone(sibling, subnet)) break;
        if (zoneIsOpen(sibling)) ++turn;
    }
    static const ZoneTable kZones = ZoneTable::standard();
    const auto* zones = kZones.find(subnet.stack().region);
    if (zones == nullptr || zones->empty()) {
        return fmt::format("{}{}", subnet.stack().region, static_cast<char>('a' + turn % 3));
    }
    return (*zones)[turn % zones->size()];
}

/// Returns the value of a subnet's IPv6 block, its own or that of a SubnetCidrBlock, if it has one.
std::optional<Known<Cidr>> statedIpv6(const View& subnet) {
    if (subnet.property("Ipv6CidrBlock") != nullptr) return subnet.cidr("Ipv6CidrBlock");
    for (const View& source : subnet.scope().incoming(subnet.id(), Relation::BlockOfSubnet)) {
        if (source.property("Ipv6CidrBlock") != nullptr) {
            return unlessUncertain(source, source.cidr("Ipv6CidrBlock"));
        }
    }
    return std::nullopt;
}

/// The /64 of Amazon's /56 that stands for a block cut out of it: each subnet has its own.
Cidr assignedIpv6(const View& subnet, const Cidr& vpcBlock, const std::vector<View>& siblings) {
    constexpr std::uint64_t kSlots = 256;
    std::set<std::uint64_t> taken;
    std::uint64_t slot = 0;
    for (const View& sibling : siblings) {
        slot = sibling.hash(0) % kSlots;
        while (taken.contains(slot) && taken.size() < kSlots) slot = (slot + 1) % kSlots;
        if (sibling.id() == subnet.id()) break;
        taken.insert(slot);
    }
    return {IpAddress::v6(vpcBlock.first().high | slot, 0), 64};
}

void addSubnetBlocks(const View& self, const View& vpc, Subnet& subnet) {
    if (self.property("CidrBlock") != nullptr) {
        subnet.blocks.push_back(self.cidr("CidrBlock"));
    } else if (self.property("Ipv4IpamPoolId") != nullptr) {
        subnet.blocks.push_back(Known<Cidr>::unknown(std::string(kFromPool)));
    }
    std::optional<Known<Cidr>> ipv6 = statedIpv6(self);
    if (!ipv6) return;
    if (!ipv6->isKnown() && vpc) {
        const VpcBlocks blocks = blocksOf(vpc);
        const auto of = std::ranges::find_if(blocks.blocks, [](const Known<Cidr>& block) {
            return block.isKnown() && block->family() == Family::Ipv6;
        });
        if (blocks.amazonIpv6 && of != blocks.blocks.end()) {
            const auto siblings = self.scope().incoming(vpc.id(), Relation::SubnetOfVpc);
            ipv6 = assignedIpv6(self, **of, siblings);
        }
    }
    subnet.blocks.push_back(*ipv6);
}

/// What a subnet without an association of its own has: its VPC's.
///
/// Of a running network only a main route table that is described counts; AWS lists the network ACL
/// of every subnet, so that one without is not described.
Known<ThingId> impliedBy(const View& vpc, Relation relation, ThingId (*of)(const View&),
                         std::string_view part) {
    if (!vpc.stack().observed) return of(vpc);
    Doubt why = vpc.unseen(part);
    if (!why.empty()) return Known<ThingId>::unknown(std::move(why));
    if (relation == Relation::TableOfSubnet && of(vpc).part() == 0) return of(vpc);
    return Known<ThingId>::unknown(
        relation == Relation::TableOfSubnet
            ? fmt::format("no main route table of `{}` is described", vpc.name())
            : std::string("no network ACL that is described names it"));
}

Known<ThingId> associated(const View& self, Relation relation, std::string_view key,
                          const Known<ThingId>& implied) {
    const auto sources = self.scope().incoming(self.id(), relation);
    if (sources.empty()) return implied;
    return unlessUncertain(sources.front(), sources.front().thing(key));
}

}  // namespace

bool VpcBlocks::hasIpv6() const {
    return amazonIpv6 || std::ranges::any_of(blocks, [](const Known<Cidr>& block) {
               return block.isKnown() && block->family() == Family::Ipv6;
           });
}

VpcBlocks blocksOf(const View& vpc) {
    VpcBlocks result;
    addBlocksSaidBy(vpc, vpc.id(), result);
    for (const View& source : vpc.scope().incoming(vpc.id(), Relation::BlockOfVpc)) {
        addBlocksSaidBy(source, vpc.id(), result);
    }
    return result;
}

namespace {

/// An input of AWS::EC2::VPCEncryptionControl that leaves a kind of gateway out.
struct ExclusionRow {
    std::string_view input;
    RouteTargetKind kind;
};

constexpr auto kExclusions = std::to_array<ExclusionRow>(
    {{"InternetGatewayExclusionInput", RouteTargetKind::InternetGateway},
     {"NatGatewayExclusionInput", RouteTargetKind::NatGateway},
     {"EgressOnlyInternetGatewayExclusionInput", RouteTargetKind::EgressOnlyInternetGateway},
     {"VirtualPrivateGatewayExclusionInput", RouteTargetKind::VpnGateway},
     {"VpcPeeringExclusionInput", RouteTargetKind::Peering}});

/// Says which gateways a VPC that enforces encryption may not have (N80).
/// Source: Amazon VPC User Guide, vpc-encryption-controls; AWS::EC2::VPCEncryptionControl.
void addEncryption(const View& self, Vpc& vpc) {
    for (const View& source : self.scope().incoming(self.id(), Relation::EncryptionOfVpc)) {
        if (source.text("Mode", "monitor").valueOr("enforce") != "enforce") continue;
        // NOT MODELLED: what AWS refuses a VPC whose encryption control enforces.
        vpc.refusedWhy = fmt::format(
            "`{}` enforces encryption without an exclusion for it, so that AWS may "
            "refuse it",
            source.name());
        for (const ExclusionRow& row : kExclusions) {
            if (source.text(row.input, "disable").valueOr("disable") == "enable") continue;
            vpc.refused.push_back(row.kind);
        }
    }
}

}  // namespace

void buildVpc(const View& self, Products& out) {
    Vpc vpc;
    self.fill(vpc);
    vpc.account = self.stack().account;
    vpc.region = self.stack().region;
    const VpcBlocks blocks = blocksOf(self);
    vpc.blocks = blocks.blocks;
    vpc.amazonIpv6 = blocks.amazonIpv6;
    vpc.mainRouteTable = mainTableOf(self);
    vpc.defaultNetworkAcl = defaultAclOf(self);
    vpc.defaultSecurityGroup = defaultGroupOf(self);
    vpc.gatewaysWhy = self.unseen("Gateways");
    addEncryption(self, vpc);
    emit(out, std::move(vpc));
    // What a running VPC was born with is described, or not known; nothing is assumed of it.
    if (self.stack().observed) return;
    if (mainTableOf(self) == self.id().withPart(kMainTablePart)) addMainTable(self, out);
    if (defaultAclOf(self) == self.id().withPart(kDefaultAclPart)) addDefaultAcl(self, out);
    if (defaultGroupOf(self) == self.id().withPart(kDefaultGroupPart)) addDefaultGroup(self, out);
}

void buildBlockPublicAccess(const View& self, Products& out) {
    BlockPublicAccess access;
    self.fill(access);
    access.account = self.stack().account;
    access.region = self.stack().region;
    access.mode = self.text("InternetGatewayBlockMode");
    if (Doubt why = self.unseen("Mode"); !why.empty()) {
        access.mode = Known<std::string>::unknown(std::move(why));
    }
    static constexpr std::array<std::string_view, 3> kModes = {"off", "block-bidirectional",
                                                               "block-ingress"};
    if (access.mode.isKnown() && std::ranges::find(kModes, *access.mode) == kModes.end()) {
        // An unquoted `off` is a boolean to CloudFormation's YAML.
        access.mode = Known<std::string>::unknown(
            fmt::format("`{}` is no mode of VPC Block Public Access", *access.mode));
    }
    emit(out, std::move(access));
}

void buildBlockPublicAccessExclusion(const View& self, Products& out) {
    BlockPublicAccessExclusion exclusion;
    self.fill(exclusion);
    exclusion.mode = self.text("InternetGatewayExclusionMode");
    exclusion.vpc = self.thingIf("VpcId");
    exclusion.subnet = self.thingIf("SubnetId");
    emit(out, std::move(exclusion));
}

void buildSubnet(const View& self, Products& out) {
    Subnet subnet;
    self.fill(subnet);
    subnet.vpc = self.thing("VpcId");
    const View vpc = subnet.vpc.isKnown() ? self.scope().view(*subnet.vpc) : View();
    addSubnetBlocks(self, vpc, subnet);
    subnet.mapPublicIp = self.boolean("MapPublicIpOnLaunch", false);
    subnet.assignIpv6 = self.boolean("AssignIpv6AddressOnCreation", false);
    if (zoneIsOpen(self)) {
        const bool known = subnet.vpc.isKnown() && !subnet.vpc->isExternal();
        const auto siblings =
            known ? self.scope().incoming(*subnet.vpc, Relation::SubnetOfVpc) : std::vector<View>();
        subnet.zone = assignedZone(self, siblings);
        subnet.zoneAssigned = true;
    } else {
        subnet.zone = self.text("AvailabilityZone");
    }
    subnet.interfacesWhy = self.unseen("Interfaces");
    // NOT MODELLED: how Automated Internet Firewall treats a subnet's traffic with the internet.
    if (const Value* treatment = self.note("FirewallConnectivity")) {
        subnet.firewallWhy = fmt::format("Automated Internet Firewall treats `{}` as {}",
                                         self.name(), treatment->asString().value_or("something"));
    }
    const auto implied = [&](Relation relation, ThingId (*of)(const View&), std::string_view part,
                             std::string_view what) {
        if (vpc) return impliedBy(vpc, relation, of, part);
        if (!subnet.vpc.isKnown()) return Known<ThingId>::unknown(subnet.vpc.why());
        return Known<ThingId>::unknown(
            fmt::format("its VPC, whose {} it has, is outside this design", what));
    };
    subnet.routeTable = associated(
        self, Relation::TableOfSubnet, "RouteTableId",
        implied(Relation::TableOfSubnet, mainTableOf, "RouteTables", "main route table"));
    subnet.networkAcl = associated(
        self, Relation::AclOfSubnet, "NetworkAclId",
        implied(Relation::AclOfSubnet, defaultAclOf, "NetworkAcls", "default network ACL"));
    emit(out, std::move(subnet));
}

}  // namespace archivolt
