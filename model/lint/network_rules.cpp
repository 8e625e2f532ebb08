#include "model/lint/network_rules.h"
#include "model/lint/shared_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "model/architecture/network.h"
#include "model/base/invariant.h"

namespace archivolt {

namespace {

int limitOf(const StackLint& lint, std::string_view name) {
    const LimitFacts* limit = lint.catalog.quota(name);
    INVARIANT(limit != nullptr);
    return static_cast<int>(limit->value);
}

// Properties that hold address blocks, by resource type; a text that is none is rejected.
struct BlockProperty {
    std::string_view type;
    std::string_view path;
    Family family;
};
constexpr std::array kBlockProperties = {
    BlockProperty{"AWS::EC2::VPC", "CidrBlock", Family::Ipv4},
    BlockProperty{"AWS::EC2::VPCCidrBlock", "CidrBlock", Family::Ipv4},
    BlockProperty{"AWS::EC2::VPCCidrBlock", "Ipv6CidrBlock", Family::Ipv6},
    BlockProperty{"AWS::EC2::Subnet", "CidrBlock", Family::Ipv4},
    BlockProperty{"AWS::EC2::Subnet", "Ipv6CidrBlock", Family::Ipv6},
    BlockProperty{"AWS::EC2::SubnetCidrBlock", "Ipv6CidrBlock", Family::Ipv6},
    BlockProperty{"AWS::EC2::Route", "DestinationCidrBlock", Family::Ipv4},
    BlockProperty{"AWS::EC2::Route", "DestinationIpv6CidrBlock", Family::Ipv6},
    BlockProperty{"AWS::EC2::NetworkAclEntry", "CidrBlock", Family::Ipv4},
    BlockProperty{"AWS::EC2::NetworkAclEntry", "Ipv6CidrBlock", Family::Ipv6},
    BlockProperty{"AWS::EC2::SecurityGroup", "SecurityGroupIngress[].CidrIp", Family::Ipv4},
    BlockProperty{"AWS::EC2::SecurityGroup", "SecurityGroupIngress[].CidrIpv6", Family::Ipv6},
    BlockProperty{"AWS::EC2::SecurityGroup", "SecurityGroupEgress[].CidrIp", Family::Ipv4},
    BlockProperty{"AWS::EC2::SecurityGroup", "SecurityGroupEgress[].CidrIpv6", Family::Ipv6},
    BlockProperty{"AWS::EC2::SecurityGroupIngress", "CidrIp", Family::Ipv4},
    BlockProperty{"AWS::EC2::SecurityGroupIngress", "CidrIpv6", Family::Ipv6},
    BlockProperty{"AWS::EC2::SecurityGroupEgress", "CidrIp", Family::Ipv4},
    BlockProperty{"AWS::EC2::SecurityGroupEgress", "CidrIpv6", Family::Ipv6},
    BlockProperty{"AWS::EC2::TransitGatewayRoute", "DestinationCidrBlock", Family::Ipv4},
    BlockProperty{"AWS::EC2::VPNConnectionRoute", "DestinationCidrBlock", Family::Ipv4},
};

constexpr Rule kNoBlock{"NET-E1",
                        Severity::Error,
                        "a text is no address block",
                        "the service can't read the text as an address block",
                        "write an address, a slash and a length, such as 10.0.0.0/16",
                        "EC2 API, CreateVpc, CreateSubnet"};

}  // namespace

void lintBlocks(StackLint& lint, const EvaluatedResource& resource) {
    if (resource.exists == Truth::No) return;
    const std::string& type = resource.source->type();
    for (const BlockProperty& property : kBlockProperties) {
        if (property.type != type) continue;
        const auto pattern = PathPattern::parse(property.path);
        for (const FoundValue& found : select(resource.properties(), pattern)) {
            if (!found.value->isScalar()) continue;
            const auto cidr = Cidr::parse(found.value->text());
            if (cidr &&
                (cidr->family() == property.family || type == "AWS::EC2::TransitGatewayRoute")) {
                continue;
            }
            const bool v4 = property.family == Family::Ipv4;
            lint.report(kNoBlock,
                        {lint.stack.id, resource.source->id, Path{"Properties"} / found.path},
                        fmt::format("`{}` is no {} address block", found.value->text(),
                                    v4 ? "IPv4" : "IPv6"),
                        v4 ? "write one such as 10.0.0.0/16" : "write one such as 2001:db8::/56");
        }
    }
}

namespace {

/// Reports a block that is larger or smaller than AWS takes; `what` is "VPC" or "subnet".
void lintBlockSize(StackLint& lint, const Thing& thing, const Known<Cidr>& block,
                   std::string_view what, const Rule& rule,
                   const std::optional<Origin>& elsewhere = {}) {
    if (!block.isKnown()) return;
    const bool v4 = block->family() == Family::Ipv4;
    const std::string family = v4 ? "IPv4" : "IPv6";
    const int shortest = limitOf(lint, fmt::format("shortest {} prefix of a {}", family, what));
    const int longest = limitOf(lint, fmt::format("longest {} prefix of a {}", family, what));
    const int step = v4 ? 1 : limitOf(lint, "step of IPv6 prefixes");
    const int length = block->length();
    if (length >= shortest && length <= longest && (length - shortest) % step == 0) return;
    Origin origin = elsewhere.value_or(thing.origin);
    origin.property = Path{"Properties", v4 ? "CidrBlock" : "Ipv6CidrBlock"};
    lint.report(
        rule, origin,
        fmt::format("{} has the {} block {}, which is outside /{} to /{}", thing.name, family,
                    block->toString(), shortest, longest),
        v4 ? fmt::format("take a prefix of {} to {} bits", shortest, longest)
           : fmt::format("take a prefix of {} to {} bits in steps of {}", shortest, longest, step));
}

constexpr Rule kSubnetOutside{
    "SUB-E2",
    Severity::Error,
    "a subnet lies outside its VPC's blocks",
    "a subnet is a part of its VPC's addresses",
    "choose a block inside one of the VPC's, or add such a block to the VPC",
    "cfn-lint E3059"};

void lintSubnetInVpc(StackLint& lint, const Subnet& subnet, const Vpc& vpc) {
    for (const Known<Cidr>& block : subnet.blocks) {
        if (!block.isKnown()) continue;
        bool inside = false;
        bool sure = true;
        std::string blocks;
        for (const Known<Cidr>& whole : vpc.blocks) {
            if (!whole.isKnown()) {
                sure = false;
                continue;
            }
            if (whole->family() != block->family()) continue;
            inside = inside || whole->contains(*block);
            blocks += (blocks.empty() ? "" : ", ") + whole->toString();
        }
        if (inside || !sure) continue;
        Origin origin = subnet.origin;
        origin.property =
            Path{"Properties", block->family() == Family::Ipv4 ? "CidrBlock" : "Ipv6CidrBlock"};
        lint.report(kSubnetOutside, origin,
                    fmt::format("{} has {}, which lies outside its VPC {} ({})", subnet.name,
                                block->toString(), vpc.name,
                                blocks.empty() ? "no block of this family" : blocks),
                    "take a block inside the VPC's");
    }
}

/// A block of a subnet; `order` is the subnet's place in the design.
struct SubnetBlock {
    Cidr block;
    std::size_t order = 0;
    const Subnet* subnet = nullptr;
};

constexpr Rule kSubnetsOverlap{"SUB-E3",
                               Severity::Error,
                               "subnets of one VPC overlap",
                               "an address must belong to one subnet, so AWS refuses the second",
                               "choose a block that no other subnet of the VPC touches",
                               "cfn-lint E3060"};

void reportOverlap(StackLint& lint, const SubnetBlock& a, const SubnetBlock& b) {
    const SubnetBlock& first = a.order < b.order ? a : b;
    const SubnetBlock& second = a.order < b.order ? b : a;
    if (!isOwn(lint, second.subnet->origin) || second.subnet->id.isExternal()) return;
    Origin origin = second.subnet->origin;
    const bool v4 = second.block.family() == Family::Ipv4;
    origin.property = Path{"Properties", v4 ? "CidrBlock" : "Ipv6CidrBlock"};
    lint.report(kSubnetsOverlap, origin,
                fmt::format("{} ({}) overlaps {} ({})", second.subnet->name,
                            second.block.toString(), first.subnet->name, first.block.toString()),
                "give one of the subnets another block");
}

/// Reports each block of one VPC's subnets that lies in another's, with the narrowest such one.
///
/// Blocks lie in one another or apart; sorted, those around a block are on a stack.
void lintOverlaps(StackLint& lint, const std::vector<const Subnet*>& subnets) {
    std::vector<SubnetBlock> blocks;
    for (std::size_t i = 0; i < subnets.size(); ++i) {
        if (subnets[i]->exists != Truth::Yes) continue;
        for (const Known<Cidr>& block : subnets[i]->blocks) {
            if (block.isKnown()) blocks.push_back({*block, i, subnets[i]});
        }
    }
    std::ranges::sort(blocks, {}, [](const SubnetBlock& each) {
        return std::tuple(each.block.first(), each.block.length(), each.order);
    });
    std::vector<const SubnetBlock*> around;
    for (const SubnetBlock& each : blocks) {
        while (!around.empty() && !around.back()->block.overlaps(each.block)) around.pop_back();
        const bool shared = !around.empty() && around.back()->subnet != each.subnet;
        if (shared) reportOverlap(lint, *around.back(), each);
        around.push_back(&each);
    }
}

constexpr Rule kSubnetBlockSize{"SUB-E1",
                                Severity::Error,
                                "a subnet's block is outside /16 to /28 (IPv6: /44 to /64)",
                                "AWS makes no subnet that is larger or smaller",
                                "choose a block within these lengths",
                                "Amazon VPC User Guide, subnet-sizing"};

void lintSubnets(StackLint& lint, const Architecture& architecture) {
    std::map<ThingId, std::vector<const Subnet*>> byVpc;
    for (const auto& [id, subnet] : architecture.subnets) {
        const bool own = isOwn(lint, subnet->origin) && !id.isExternal();
        if (subnet->vpc.isKnown()) byVpc[*subnet->vpc].push_back(subnet.get());
        if (!own) continue;
        for (const Known<Cidr>& block : subnet->blocks) {
            lintBlockSize(lint, *subnet, block, "subnet", kSubnetBlockSize);
        }
        const auto* vpc = subnet->vpc.isKnown() ? architecture.vpcs.find(*subnet->vpc) : nullptr;
        if (vpc != nullptr) lintSubnetInVpc(lint, *subnet, **vpc);
    }
    for (const auto& [vpc, subnets] : byVpc) lintOverlaps(lint, subnets);
}

void lintGateways(StackLint& lint, const Architecture& architecture) {
    std::map<ThingId, const InternetGateway*> gatewayOf;
    for (const auto& [id, gateway] : architecture.internetGateways) {
        if (gateway->vpcs.ids.size() > 1 && isOwn(lint, gateway->origin)) {
            lint.report(
                kGatewayTwice, gateway->origin,
                fmt::format("{} is attached to {} VPCs", gateway->name, gateway->vpcs.ids.size()),
                "attach one internet gateway to each VPC");
        }
        for (const ThingId vpc : gateway->vpcs.ids) {
            const auto [other, isFirst] = gatewayOf.emplace(vpc, gateway.get());
            if (isFirst || !isOwn(lint, gateway->origin)) continue;
            const Thing* thing = architecture.find(vpc);
            lint.report(kGatewayTwice, gateway->origin,
                        fmt::format("{} has the internet gateways {} and {}",
                                    thing != nullptr ? thing->name : "one VPC", other->second->name,
                                    gateway->name),
                        "attach one of them only");
        }
    }
}

/// The destination of a route, so that two of one table can be compared.
std::string destinationKey(const Route& route) {
    if (route.destination && route.destination->isKnown()) return (*route.destination)->toString();
    if (route.prefixList && route.prefixList->isKnown()) {
        return std::to_string((*route.prefixList)->value());
    }
    return {};
}

constexpr Rule kRouteTwice{
    "RT-E2",
    Severity::Error,
    "a destination is routed twice, or to a target of another VPC",
    "a table takes one route for each destination, to something in its own VPC",
    "remove one of the routes, or lead it to a target of the table's VPC",
    "EC2 API, CreateRoute"};

void lintRoutes(StackLint& lint, const Architecture& architecture) {
    for (const auto& [id, table] : architecture.routeTables) {
        std::map<std::string, const Route*> seen;
        for (const Route& route : table->routes) {
            if (route.source != RouteSource::Static || route.targetKind == RouteTargetKind::Local) {
                continue;
            }
            const std::string key = destinationKey(route);
            if (key.empty() || !surelyMade(lint, route.origin)) continue;
            const auto [first, isNew] = seen.emplace(key, &route);
            if (isNew || !isOwn(lint, route.origin)) continue;
            lint.report(kRouteTwice, route.origin,
                        fmt::format("{} routes {} twice, by {} and {}", table->name, key,
                                    first->second->name, route.name),
                        "keep one of the two routes");
        }
        for (const Route& route : table->routes) lintRouteTarget(lint, architecture, *table, route);
    }
}

constexpr Rule kTwoTables{"RT-E1",
                          Severity::Error,
                          "a subnet has two route tables",
                          "a subnet has one route table at a time; the second association is "
                          "refused or replaces the first",
                          "remove all associations of the subnet but one",
                          "cfn-lint E3022"};

void lintAssociations(StackLint& lint) {
    std::map<std::string, std::string> tableOf;
    for (const EvaluatedResource* resource : lint.ofType("AWS::EC2::SubnetRouteTableAssociation")) {
        // Of two, where one stands behind an unknown condition, each may exclude the other.
        if (resource->exists != Truth::Yes) continue;
        const Value* subnet = resource->properties().find("SubnetId");
        if (subnet == nullptr || !subnet->isCall(Function::Ref)) continue;
        const auto [first, isNew] =
            tableOf.emplace(subnet->argument().text(), resource->source->logicalId);
        if (isNew) continue;
        lint.report(kTwoTables,
                    {lint.stack.id, resource->source->id, Path{"Properties", "SubnetId"}},
                    fmt::format("{} already has a route table, by {}", subnet->argument().text(),
                                first->second),
                    "keep one association a subnet");
    }
}

constexpr Rule kPeersOverlap{
    "PEER-E1",
    Severity::Error,
    "peered VPCs have overlapping blocks",
    "an address of both sides would belong to two networks, so the peering fails",
    "renumber one of the VPCs, or join them by a transit gateway and private NAT",
    "Amazon VPC Peering Guide, vpc-peering-basics"};

void lintPeerings(StackLint& lint, const Architecture& architecture) {
    for (const auto& [id, peering] : architecture.peerings) {
        if (!isOwn(lint, peering->origin) || peering->exists != Truth::Yes) continue;
        if (!peering->requester.isKnown() || !peering->accepter.isKnown()) continue;
        const auto* one = architecture.vpcs.find(*peering->requester);
        const auto* other = architecture.vpcs.find(*peering->accepter);
        if (one == nullptr || other == nullptr || *peering->requester == *peering->accepter)
            continue;
        for (const Known<Cidr>& a : (*one)->blocks) {
            for (const Known<Cidr>& b : (*other)->blocks) {
                if (!a.isKnown() || !b.isKnown() || !a->overlaps(*b)) continue;
                // Addresses of Amazon's choice differ at AWS, whatever they are here.
                if (a->family() == Family::Ipv6 && (*one)->amazonIpv6) continue;
                lint.report(kPeersOverlap, peering->origin,
                            fmt::format("{} ({}) and {} ({}) overlap, so they can't be peered",
                                        (*one)->name, a->toString(), (*other)->name, b->toString()),
                            "give one of the VPCs another block");
            }
        }
    }
}

constexpr Rule kNatAddress{
    "NAT-E1",
    Severity::Error,
    "a zonal public NAT gateway has no Elastic IP",
    "a zonal public NAT gateway translates to its Elastic IP, and a private one has none",
    "give the public one an AllocationId, and the private one none",
    "Amazon VPC User Guide, vpc-nat-gateway"};

void lintNatGateways(StackLint& lint, const Architecture& architecture) {
    // One that runs has its address, whether or not an output of addresses tells of it.
    if (lint.stack.kind == StackKind::Observed) return;
    for (const auto& [id, gateway] : architecture.natGateways) {
        const bool zonal = !gateway->vpc.has_value();
        if (!isOwn(lint, gateway->origin) || !zonal || !gateway->isPublic.valueOr(false)) continue;
        if (!gateway->elasticIps.ids.empty() || !gateway->elasticIps.why.empty()) continue;
        lint.report(kNatAddress, gateway->origin,
                    fmt::format("the public NAT gateway {} has no Elastic IP", gateway->name),
                    "set AllocationId to the AllocationId of an AWS::EC2::EIP, or "
                    "ConnectivityType to private");
    }
}

constexpr Rule kEndpointTwice{"VPCE-E1",
                              Severity::Error,
                              "two private-DNS endpoints serve one service in a VPC",
                              "a name can lead to one private endpoint in a VPC",
                              "set PrivateDnsEnabled to false on one of them, or remove it",
                              "cfn-lint E3064"};

void lintEndpoints(StackLint& lint, const Architecture& architecture) {
    std::map<std::pair<ThingId, std::string>, const VpcEndpoint*> seen;
    for (const auto& [id, endpoint] : architecture.endpoints) {
        if (endpoint->kind != EndpointKind::Interface || !endpoint->privateDns.valueOr(false)) {
            continue;
        }
        if (!endpoint->vpc.isKnown() || !endpoint->service.isKnown()) continue;
        if (endpoint->exists != Truth::Yes) continue;
        const auto [first, isNew] =
            seen.emplace(std::pair(*endpoint->vpc, *endpoint->service), endpoint.get());
        if (isNew || !isOwn(lint, endpoint->origin)) continue;
        lint.report(kEndpointTwice, endpoint->origin,
                    fmt::format("{} and {} both answer the private name of {}", first->second->name,
                                endpoint->name, *endpoint->service),
                    "set PrivateDnsEnabled to false on one, or drop it");
    }
}

/// Returns the resource of the stack that adds a block to a VPC, if one does.
std::optional<Origin> addedBy(StackLint& lint, const Known<Cidr>& block) {
    for (const EvaluatedResource* resource : lint.ofType("AWS::EC2::VPCCidrBlock")) {
        for (const char* property : {"CidrBlock", "Ipv6CidrBlock"}) {
            const Value* written = resource->properties().find(property);
            const bool isIt = written != nullptr && written->isString() && block.isKnown() &&
                              Cidr::parse(written->text()) == *block;
            if (isIt) return Origin{lint.stack.id, resource->source->id, {}};
        }
    }
    return std::nullopt;
}

}  // namespace

bool isOwn(const StackLint& lint, const Origin& origin) { return origin.stack == lint.stack.id; }

bool surelyMade(const StackLint& lint, const Origin& origin) {
    if (!origin.resource) return true;
    if (isOwn(lint, origin)) {
        const auto resource = lint.evaluated.find(origin.resource);
        return !resource || resource->exists == Truth::Yes;
    }
    const auto& stacks = lint.resolved.evaluated->stacks;
    const auto stack =
        std::ranges::find(stacks, origin.stack, [](const auto& each) { return each->source->id; });
    if (stack == stacks.end()) return true;
    const auto resource = (*stack)->find(origin.resource);
    return !resource || resource->exists == Truth::Yes;
}

void lintRouteTarget(StackLint& lint, const Architecture& architecture, const RouteTable& table,
                     const Route& route) {
    if (!isOwn(lint, route.origin) || !route.target.isKnown() || !table.vpc.isKnown()) return;
    std::vector<ThingId> vpcs;
    const auto knownVpc = [&](const Known<ThingId>& vpc) {
        if (vpc.isKnown() && !vpc->isExternal()) vpcs.push_back(*vpc);
    };
    if (const auto* gateway = architecture.internetGateways.find(*route.target)) {
        // An attachment that isn't there is another fault: the route has no way out.
        vpcs = (*gateway)->vpcs.ids;
    } else if (const auto* egress = architecture.egressOnlyInternetGateways.find(*route.target)) {
        knownVpc((*egress)->vpc);
    } else if (const auto* nat = architecture.natGateways.find(*route.target)) {
        const auto* subnet =
            (*nat)->subnet.isKnown() ? architecture.subnets.find(*(*nat)->subnet) : nullptr;
        if (subnet != nullptr) knownVpc((*subnet)->vpc);
    } else if (const auto* peering = architecture.peerings.find(*route.target)) {
        knownVpc((*peering)->requester);
        knownVpc((*peering)->accepter);
        if (vpcs.size() < 2) return;
    }
    if (vpcs.empty() || table.vpc->isExternal()) return;
    if (std::ranges::find(vpcs, *table.vpc) != vpcs.end()) return;
    const bool anyExternal =
        std::ranges::any_of(vpcs, [](ThingId vpc) { return vpc.isExternal(); });
    if (anyExternal) return;
    const Thing* target = architecture.find(*route.target);
    lint.report(kRouteTwice, route.origin,
                fmt::format("{} of {} leads to {}, which belongs to another VPC", route.name,
                            table.name, target != nullptr ? target->name : "its target"),
                "route to a gateway of the table's own VPC");
}

constexpr Rule kVpcBlockSize{"VPC-E1",
                             Severity::Error,
                             "a VPC's block is outside /16 to /28 (IPv6: /44 to /60)",
                             "AWS makes no VPC that is larger or smaller",
                             "choose a block within these lengths",
                             "Amazon VPC User Guide, vpc-cidr-blocks"};

void lintNetwork(StackLint& lint) {
    const Architecture& architecture = *lint.resolved.architecture;
    for (const auto& [id, vpc] : architecture.vpcs) {
        if (!isOwn(lint, vpc->origin) || id.isExternal()) continue;
        for (const Known<Cidr>& block : vpc->blocks) {
            lintBlockSize(lint, *vpc, block, "VPC", kVpcBlockSize, addedBy(lint, block));
        }
    }
    lintSubnets(lint, architecture);
    lintGateways(lint, architecture);
    lintRoutes(lint, architecture);
    lintAssociations(lint);
    lintPeerings(lint, architecture);
    lintNatGateways(lint, architecture);
    lintEndpoints(lint, architecture);
}

RuleList networkRules() {
    static constexpr const Rule* kRules[] = {
        &kNoBlock,   &kSubnetOutside, &kSubnetsOverlap, &kSubnetBlockSize, &kRouteTwice,
        &kTwoTables, &kPeersOverlap,  &kNatAddress,     &kEndpointTwice,   &kVpcBlockSize};
    return kRules;
}

}  // namespace archivolt
