#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "model/architecture/network.h"
#include "model/lint/evaluated_reading.h"
#include "model/lint/network_rules.h"
#include "model/lint/zone_facts.h"

namespace archivolt {

namespace {

constexpr Rule kSeveralVpcs{
    "NET-E2",
    Severity::Error,
    "things that must be of one VPC are of several",
    "a resource stands in one VPC, and what it names must be there as well",
    "name subnets, tables and lists of one VPC",
    "EC2 API, AssociateRouteTable, CreateVpcEndpoint; Elastic Load Balancing API, "
    "CreateLoadBalancer; RDS API, CreateDBSubnetGroup; EC2 Auto Scaling API, "
    "CreateAutoScalingGroup; Lambda API, VpcConfig"};

/// Properties of a type whose values are all of one VPC.
struct Companions {
    std::string_view type;
    std::string_view paths;  ///< Patterns with a space between.
};
constexpr std::array kCompanions = {
    Companions{"AWS::AutoScaling::AutoScalingGroup", "VPCZoneIdentifier[]"},
    Companions{"AWS::EC2::SubnetNetworkAclAssociation", "SubnetId NetworkAclId"},
    Companions{"AWS::EC2::SubnetRouteTableAssociation", "SubnetId RouteTableId"},
    Companions{"AWS::EC2::TransitGatewayAttachment", "VpcId SubnetIds[]"},
    Companions{"AWS::EC2::TransitGatewayVpcAttachment", "VpcId SubnetIds[]"},
    Companions{"AWS::EC2::VPCEndpoint", "VpcId SubnetIds[] RouteTableIds[]"},
    Companions{"AWS::ElastiCache::SubnetGroup", "SubnetIds[]"},
    Companions{"AWS::ElasticLoadBalancing::LoadBalancer", "Subnets[]"},
    Companions{"AWS::ElasticLoadBalancingV2::LoadBalancer", "Subnets[] SubnetMappings[].SubnetId"},
    Companions{"AWS::Lambda::Function", "VpcConfig.SubnetIds[]"},
    Companions{"AWS::RDS::DBSubnetGroup", "SubnetIds[]"},
    Companions{"AWS::Redshift::ClusterSubnetGroup", "SubnetIds[]"},
};

/// A thing of the design that a property refers to, and what it is of.
struct Member {
    Path path;
    std::string name;
    ThingId vpc;
    const Subnet* subnet = nullptr;
};

/// Returns the thing that a `Ref` or `GetAtt` leads to, where it and its VPC are surely there.
std::optional<Member> memberOf(const StackLint& lint, const FoundValue& found) {
    const Architecture& architecture = *lint.resolved.architecture;
    for (const std::string_view type :
         {"AWS::EC2::Subnet", "AWS::EC2::RouteTable", "AWS::EC2::NetworkAcl", "AWS::EC2::VPC"}) {
        const auto resource = referred(lint, found.value, type);
        if (!resource || resource->exists != Truth::Yes) continue;
        const ThingId id = ThingId::of(lint.stack.id, resource->source->id);
        Member member{found.path, resource->source->logicalId, {}, nullptr};
        const auto take = [&](const Known<ThingId>& vpc) {
            if (vpc.isKnown() && !vpc->isExternal()) member.vpc = *vpc;
        };
        if (architecture.vpcs.find(id) != nullptr) {
            member.vpc = id;
        } else if (const auto* subnet = architecture.subnets.find(id)) {
            take((*subnet)->vpc);
            member.subnet = subnet->get();
        } else if (const auto* table = architecture.routeTables.find(id)) {
            take((*table)->vpc);
        } else if (const auto* acl = architecture.networkAcls.find(id)) {
            take((*acl)->vpc);
        }
        if (member.vpc) return member;
    }
    return std::nullopt;
}

std::vector<Member> membersOf(const StackLint& lint, const EvaluatedResource& resource,
                              std::string_view paths) {
    std::vector<Member> members;
    while (!paths.empty()) {
        const std::size_t end = std::min(paths.find(' '), paths.size());
        const auto pattern = PathPattern::parse(paths.substr(0, end));
        for (const FoundValue& found : select(resource.properties(), pattern)) {
            if (auto member = memberOf(lint, found)) members.push_back(*std::move(member));
        }
        paths.remove_prefix(std::min(end + 1, paths.size()));
    }
    return members;
}

/// Names a member and the VPC that it is of; a VPC by itself.
std::string placeOf(const StackLint& lint, const Member& member) {
    const Thing* vpc = lint.resolved.architecture->find(member.vpc);
    if (vpc == nullptr || vpc->name == member.name) return member.name;
    return fmt::format("{} of {}", member.name, vpc->name);
}

void lintOneVpc(StackLint& lint, const EvaluatedResource& resource, const Companions& row) {
    const auto members = membersOf(lint, resource, row.paths);
    if (members.empty()) return;
    const Member& first = members.front();
    const auto other = std::ranges::find_if(
        members, [&](const Member& member) { return member.vpc != first.vpc; });
    if (other == members.end()) return;
    lint.report(kSeveralVpcs, originIn(lint, resource, other->path),
                fmt::format("{} names {} and {}", resource.source->logicalId, placeOf(lint, first),
                            placeOf(lint, *other)),
                "name things of one VPC only");
}

constexpr Rule kZoneTwice{
    "NET-E3",
    Severity::Error,
    "two subnets of one zone are named where each zone has one",
    "an interface endpoint, a transit gateway's attachment and a file system have one place in "
    "each zone",
    "name one subnet of each Availability Zone",
    "EC2 API, CreateVpcEndpoint (DuplicateSubnetsInSameZone), CreateTransitGatewayVpcAttachment; "
    "EFS API, CreateMountTarget"};

void reportSharedZone(StackLint& lint, const EvaluatedResource& resource, const Path& path,
                      const std::string& what, const Subnet& a, const Subnet& b) {
    lint.report(kZoneTwice, originIn(lint, resource, path),
                &a == &b
                    ? fmt::format("{} names {} twice", what, a.name)
                    : fmt::format("{} names {} and {}, which share a zone", what, a.name, b.name),
                "name one subnet of each Availability Zone");
}

constexpr std::string_view kOnePlaceAZone[] = {"AWS::EC2::VPCEndpoint",
                                               "AWS::EC2::TransitGatewayAttachment",
                                               "AWS::EC2::TransitGatewayVpcAttachment"};

/// Says whether a resource of these types takes one subnet of each zone.
bool hasOnePlaceAZone(const EvaluatedResource& resource) {
    const std::string& type = resource.source->type();
    if (type == "AWS::EC2::VPCEndpoint") {
        return knownText(propertyOf(resource, {"VpcEndpointType"})) == "Interface";
    }
    return true;
}

void lintZones(StackLint& lint, const EvaluatedResource& resource) {
    if (!hasOnePlaceAZone(resource)) return;
    const auto members = membersOf(lint, resource, "SubnetIds[]");
    for (std::size_t i = 0; i < members.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            const Subnet& a = *members[k].subnet;
            const Subnet& b = *members[i].subnet;
            if (sameZone(lint, a, b) != Truth::Yes) continue;
            reportSharedZone(lint, resource, members[i].path, resource.source->logicalId, a, b);
            return;
        }
    }
}

/// Reports two mount targets of one file system in one zone.
void lintMountTargets(StackLint& lint) {
    std::map<std::string, std::vector<Member>> targets;
    for (const EvaluatedResource* resource : lint.ofType("AWS::EFS::MountTarget")) {
        if (resource->exists != Truth::Yes) continue;
        const auto system =
            referred(lint, propertyOf(*resource, {"FileSystemId"}), "AWS::EFS::FileSystem");
        const auto subnets = membersOf(lint, *resource, "SubnetId");
        if (!system || subnets.empty() || subnets.front().subnet == nullptr) continue;
        auto& others = targets[system->source->logicalId];
        for (const Member& other : others) {
            if (sameZone(lint, *other.subnet, *subnets.front().subnet) != Truth::Yes) continue;
            lint.report(kZoneTwice, originIn(lint, *resource, {"SubnetId"}),
                        fmt::format("{} has two mount targets in one zone, in {} and {}",
                                    system->source->logicalId, other.subnet->name,
                                    subnets.front().subnet->name),
                        "make one mount target in each Availability Zone");
            break;
        }
        others.push_back(subnets.front());
    }
}

constexpr Rule kAddressElsewhere{
    "SUB-E5",
    Severity::Error,
    "a private address lies outside its subnet, is reserved or is taken twice",
    "an address is one of its subnet's, of which AWS keeps the first four and the last, and each "
    "is "
    "given once",
    "choose a free address of the subnet, or leave it to AWS",
    "Amazon VPC User Guide, subnet-sizing; EC2 API, CreateNetworkInterface "
    "(InvalidIPAddress.InUse)"};

/// Where a type says an address and the subnet that it is of, in one object or at the top.
struct PlacedAddress {
    std::string_view type;
    std::string_view object;  ///< Empty: the properties themselves.
    std::string_view address;
    std::string_view subnet;
};
constexpr std::array kPlacedAddresses = {
    PlacedAddress{"AWS::EC2::Instance", "", "PrivateIpAddress", "SubnetId"},
    PlacedAddress{"AWS::EC2::Instance", "NetworkInterfaces[]", "PrivateIpAddress", "SubnetId"},
    PlacedAddress{"AWS::EC2::NatGateway", "", "PrivateIpAddress", "SubnetId"},
    PlacedAddress{"AWS::EC2::Instance", "Ipv6Addresses[]", "Ipv6Address", "SubnetId"},
    PlacedAddress{"AWS::EC2::NetworkInterface", "", "PrivateIpAddress", "SubnetId"},
    PlacedAddress{"AWS::EC2::NetworkInterface", "Ipv6Addresses[]", "Ipv6Address", "SubnetId"},
    PlacedAddress{"AWS::EFS::MountTarget", "", "IpAddress", "SubnetId"},
    PlacedAddress{"AWS::ElasticLoadBalancingV2::LoadBalancer", "SubnetMappings[]",
                  "PrivateIPv4Address", "SubnetId"},
    PlacedAddress{"AWS::ElasticLoadBalancingV2::LoadBalancer", "SubnetMappings[]", "IPv6Address",
                  "SubnetId"},
    PlacedAddress{"AWS::Route53Resolver::ResolverEndpoint", "IpAddresses[]", "Ip", "SubnetId"},
};

/// Holds the addresses that a template gives out against their subnets and one another.
class AddressRules {
public:
    explicit AddressRules(StackLint& lint) : m_lint(lint) {
        for (const PlacedAddress& row : kPlacedAddresses) {
            m_objects.push_back(PathPattern::parse(row.object));
        }
    }

    void checkAll() {
        std::vector<std::string_view> types;
        for (const PlacedAddress& row : kPlacedAddresses) {
            if (std::ranges::find(types, row.type) == types.end()) types.push_back(row.type);
        }
        for (const EvaluatedResource* resource : m_lint.ofTypes(types)) {
            if (resource->exists != Truth::No) check(*resource);
        }
    }

private:
    void check(const EvaluatedResource& resource) {
        const std::string& type = resource.source->type();
        const Value& properties = resource.properties();
        for (std::size_t i = 0; i < kPlacedAddresses.size(); ++i) {
            const PlacedAddress& row = kPlacedAddresses[i];
            if (row.type != type) continue;
            if (row.object.empty()) {
                checkObject(resource, row, properties, {});
                continue;
            }
            for (const FoundValue& found : select(properties, m_objects[i])) {
                checkObject(resource, row, *found.value, found.path);
            }
        }
    }

    void checkObject(const EvaluatedResource& resource, const PlacedAddress& row,
                     const Value& object, const Path& at) {
        const auto text = knownText(object.find(row.address));
        if (!text) return;
        const Value* subnetId = object.find(row.subnet);
        if (subnetId == nullptr) subnetId = resource.properties().find(row.subnet);
        if (subnetId == nullptr) return;
        const auto address = IpAddress::parse(*text);
        const auto member = memberOf(m_lint, {at, subnetId});
        if (!address || !member || member->subnet == nullptr) return;
        const Path path = at / std::string(row.address);
        for (const Known<Cidr>& block : member->subnet->blocks) {
            if (!block.isKnown() || block->family() != address->family) continue;
            if (checkBlock(resource, path, *member->subnet, *block, *address)) {
                checkFree(resource, path, *member->subnet, *address);
            }
        }
    }

    bool checkBlock(const EvaluatedResource& resource, const Path& path, const Subnet& subnet,
                    const Cidr& block, const IpAddress& address) {
        if (!block.contains(address)) {
            // An IPv6 block of Amazon's choice is a stand-in here.
            if (address.family == Family::Ipv6) return false;
            m_lint.report(kAddressElsewhere, originIn(m_lint, resource, path),
                          fmt::format("{} is no address of {} ({})", address.toString(),
                                      subnet.name, block.toString()),
                          "take one of the subnet's addresses");
            return false;
        }
        constexpr std::uint64_t kReservedFirst = 4;
        const bool reserved =
            address == block.last() || address < block.first().plus(kReservedFirst);
        if (!reserved) return true;
        m_lint.report(kAddressElsewhere, originIn(m_lint, resource, path),
                      fmt::format("AWS keeps {} of {} ({}) to itself", address.toString(),
                                  subnet.name, block.toString()),
                      "take one behind the first four, and not the last");
        return false;
    }

    void checkFree(const EvaluatedResource& resource, const Path& path, const Subnet& subnet,
                   const IpAddress& address) {
        if (resource.exists != Truth::Yes) return;
        const auto [first, isNew] =
            m_taken.emplace(std::pair(subnet.id, address), resource.source->logicalId);
        if (isNew) return;
        m_lint.report(kAddressElsewhere, originIn(m_lint, resource, path),
                      fmt::format("{} has the address {} of {} already", first->second,
                                  address.toString(), subnet.name),
                      "give one of them another address");
    }

    StackLint& m_lint;
    std::vector<PathPattern> m_objects;  // Of `kPlacedAddresses`.
    std::map<std::pair<ThingId, IpAddress>, std::string> m_taken;
};

constexpr Rule kNoNamesInVpc{
    "VPCE-E2",
    Severity::Error,
    "an endpoint has private DNS in a VPC that answers no such names",
    "the private names of an endpoint need both DNS attributes of its VPC",
    "set EnableDnsHostnames and EnableDnsSupport of the VPC to true, or PrivateDnsEnabled to false",
    "CloudFormation Template Reference, AWS::EC2::VPCEndpoint, PrivateDnsEnabled"};

/// Reports endpoints whose private names need what their VPC, made in the same stack, has not.
void lintPrivateDns(StackLint& lint, const EvaluatedResource& endpoint) {
    const bool asks = knownText(propertyOf(endpoint, {"VpcEndpointType"})) == "Interface" &&
                      knownBool(propertyOf(endpoint, {"PrivateDnsEnabled"})) == true;
    const auto vpc = referred(lint, propertyOf(endpoint, {"VpcId"}), "AWS::EC2::VPC");
    if (!asks || !vpc || lint.hasForeignMacros()) return;
    const Value* hostnames = propertyOf(*vpc, {"EnableDnsHostnames"});
    const Value* support = propertyOf(*vpc, {"EnableDnsSupport"});
    // A VPC of a template resolves names unless told otherwise, and gives out none unless told so.
    // Source: CloudFormation Template Reference, AWS::EC2::VPC.
    const bool noHostnames = hostnames == nullptr || knownBool(hostnames) == false;
    const bool noSupport = knownBool(support) == false;
    if (!noHostnames && !noSupport) return;
    const char* missing = noSupport ? "EnableDnsSupport" : "EnableDnsHostnames";
    lint.report(kNoNamesInVpc, originIn(lint, endpoint, {"PrivateDnsEnabled"}),
                fmt::format("{} asks for private names, but {} has {} off",
                            endpoint.source->logicalId, vpc->source->logicalId, missing),
                fmt::format("set {} of {} to true", missing, vpc->source->logicalId));
}

}  // namespace

void lintMembership(StackLint& lint) {
    for (const Companions& row : kCompanions) {
        for (const EvaluatedResource* resource : lint.ofType(row.type)) {
            if (resource->exists != Truth::No) lintOneVpc(lint, *resource, row);
        }
    }
    for (const EvaluatedResource* resource : lint.ofTypes(kOnePlaceAZone)) {
        if (resource->exists != Truth::No) lintZones(lint, *resource);
    }
    for (const EvaluatedResource* resource : lint.ofType("AWS::EC2::VPCEndpoint")) {
        if (resource->exists != Truth::No) lintPrivateDns(lint, *resource);
    }
    AddressRules(lint).checkAll();
    lintMountTargets(lint);
}

RuleList membershipRules() {
    static constexpr const Rule* kRules[] = {&kSeveralVpcs, &kZoneTwice, &kAddressElsewhere,
                                             &kNoNamesInVpc};
    return kRules;
}

}  // namespace archivolt
