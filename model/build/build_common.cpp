#include "model/build/build_common.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/architecture/network.h"
#include "model/architecture/unmodelled.h"

namespace archivolt {

namespace {

/// Why an interface that only its owner's description tells of lacks what an interface has.
constexpr const char* kNotDescribed = "its network interface is not described";

/// Returns the Elastic IP that an association or an Elastic IP's own InstanceId ties to a holder.
Known<ThingId> addressSaidBy(const View& source) {
    if (source.type() == "AWS::EC2::EIP") return source.id();
    const char* key = source.property("AllocationId") != nullptr ? "AllocationId" : "EIP";
    return source.thing(key);
}

void tieElasticIp(const View& self, const std::vector<ThingId>& holders, NetworkInterface& made) {
    BuildScope& scope = self.scope();
    for (const ThingId holder : holders) {
        for (const View& source : scope.incoming(holder, Relation::AddressOfHolder)) {
            const Known<ThingId> address = unlessUncertain(source, addressSaidBy(source));
            if (address.isKnown() && !address->isExternal()) {
                made.elasticIp = *address;
                scope.readAddress(*address);
            }
            const Doubt why =
                address.isKnown() ? "its Elastic IP's address is not known" : address.why();
            made.publicAddress = Known<IpAddress>::unknown(why);
            return;
        }
    }
}

/// Says whether AWS gives the interface a public address when it is made.
Known<bool> wantsPublic(const InterfacePlan& plan, const View& subnet) {
    if (plan.associatePublic) return *plan.associatePublic;
    if (!plan.mayMapPublic) return false;
    if (subnet) return subnet.boolean("MapPublicIpOnLaunch", false);
    return plan.subnet.isKnown()
               ? Known<bool>::unknown("whether the subnet gives public addresses is not known")
               : Known<bool>::unknown(plan.subnet.why());
}

}  // namespace

Doubt whyUncertain(const View& resource) {
    if (resource.evaluated().exists != Truth::Unknown) return {};
    return fmt::format("`{}` may not exist: {}", resource.name(), resource.evaluated().existsWhy);
}

ThingId namedOutside(const View& asker, const std::string& name, Doubt why, std::string type) {
    ExternalThing thing;
    thing.name = name;
    thing.why = std::move(why);
    thing.expectedType = std::move(type);
    return asker.scope().external(fmt::format("{}/{}", asker.stack().region, name),
                                  std::move(thing));
}

ThingId defaultVpcThing(const View& asker, std::string_view name, std::string_view type) {
    ExternalThing thing;
    thing.name = name;
    thing.why = fmt::format("it is the default one of account {} in {}, which no template declares",
                            asker.stack().account, asker.stack().region);
    thing.expectedType = type;
    return asker.scope().external(
        fmt::format("{}/{}/{}", asker.stack().account, asker.stack().region, name),
        std::move(thing));
}

namespace {

ThingId bornWith(const View& vpc, Relation relation, std::uint32_t part) {
    const auto marked = vpc.scope().incoming(vpc.id(), relation);
    return marked.empty() ? vpc.id().withPart(part) : marked.front().id();
}

}  // namespace

ThingId mainTableOf(const View& vpc) {
    return bornWith(vpc, Relation::DefaultTableOfVpc, kMainTablePart);
}
ThingId defaultAclOf(const View& vpc) {
    return bornWith(vpc, Relation::DefaultAclOfVpc, kDefaultAclPart);
}
ThingId defaultGroupOf(const View& vpc) {
    return bornWith(vpc, Relation::DefaultGroupOfVpc, kDefaultGroupPart);
}

Known<ThingId> defaultGroupOfSubnet(BuildScope& scope, const Known<ThingId>& subnet) {
    if (!subnet.isKnown()) return subnet;
    const View view = scope.view(*subnet);
    if (!view) {
        return Known<ThingId>::unknown(
            "its subnet's VPC, whose default group it has, is not known");
    }
    Known<ThingId> vpc = view.thing("VpcId");
    if (!vpc.isKnown()) return vpc;
    if (const View whole = scope.view(*vpc)) return defaultGroupOf(whole);
    return Known<ThingId>::unknown("the default group of a VPC outside this design is not known");
}

namespace {

/// Says whether a function has IPv6 addresses in dual-stack subnets, which it has only where it is
/// told so; nothing of what is no function.
/// Sources: Lambda API, VpcConfig, Ipv6AllowedForDualStack; AWS::Synthetics::Canary VPCConfig.
std::optional<Known<bool>> allowsIpv6(const View& self, InterfaceKind kind) {
    const bool isCanary = self.type() == "AWS::Synthetics::Canary";
    if (self.stack().observed || (kind != InterfaceKind::Lambda && !isCanary)) return std::nullopt;
    const Value* config = self.property(isCanary ? "VPCConfig" : "VpcConfig");
    const Value* flag = config != nullptr ? config->find("Ipv6AllowedForDualStack") : nullptr;
    return self.scope().boolean(flag, self.stack(), false);
}

}  // namespace

ThingId addInterface(const View& self, InterfacePlan plan, const std::vector<ThingId>& holders,
                     Products& out) {
    BuildScope& scope = self.scope();
    NetworkInterface made;
    self.fill(made, plan.part, plan.suffix);
    if (!plan.property.empty()) made.origin = self.origin(plan.property);
    made.kind = plan.kind;
    made.owner = plan.owner;
    made.subnet = plan.subnet;
    made.securityGroups = std::move(plan.groups);
    const bool isObserved = self.stack().observed;
    if (isObserved && plan.defaultGroupIfNone && made.securityGroups.ids.empty()) {
        if (made.securityGroups.why.empty()) made.securityGroups.why = kNotDescribed;
    } else if (plan.defaultGroupIfNone && made.securityGroups.ids.empty() &&
               made.securityGroups.why.empty()) {
        append(made.securityGroups, defaultGroupOfSubnet(scope, plan.subnet));
    }
    made.addresses = std::move(plan.given);
    made.sourceDestCheck = plan.sourceDestCheck;
    made.listens = std::move(plan.listens);
    made.publicListens = std::move(plan.publicListens);

    const View subnet = plan.subnet.isKnown() ? scope.view(*plan.subnet) : View();
    const Known<bool> assignsIpv6 =
        subnet ? subnet.boolean("AssignIpv6AddressOnCreation", false) : Known<bool>(false);
    const auto allowed = allowsIpv6(self, plan.kind);
    if (allowed) plan.wantsIpv6 = allowed->valueOr(false);
    const bool isAssigned = !allowed && assignsIpv6.valueOr(false);
    const auto has = [&](Family family) {
        return std::ranges::any_of(made.addresses, [&](const Known<IpAddress>& address) {
            return address.isKnown() && address->family == family;
        });
    };
    AddressRequest request{.pool = subnet ? subnet.id() : ThingId(),
                           .holder = made.id,
                           .preference = self.hash(plan.part),
                           .fixed = {}};
    // Source: AWS::EC2::Subnet, Ipv6Native.
    const bool isIpv6Only = subnet && subnet.boolean("Ipv6Native", false).valueOr(false);
    request.wantsIpv4 = plan.wantsIpv4 && made.addresses.empty() && !isIpv6Only;
    request.wantsIpv6 = (plan.wantsIpv6 || isAssigned) && !has(Family::Ipv6);
    for (const Known<IpAddress>& address : made.addresses) {
        if (address.isKnown()) request.fixed.push_back(*address);
    }
    if (allowed && !allowed->isKnown()) {
        made.addresses.push_back(Known<IpAddress>::unknown(allowed->why()));
    }
    if (isObserved && request.wantsIpv4) {
        made.addresses.push_back(Known<IpAddress>::unknown(kNotDescribed));
    } else if (isObserved) {
        // It has the addresses that are described, and no others.
    } else if (subnet) {
        out.requests.push_back(request);
    } else if (request.wantsIpv4) {
        made.addresses.push_back(Known<IpAddress>::unknown(
            plan.subnet.isKnown() ? "its subnet is outside this design" : plan.subnet.why()));
    }

    const Value* observed = plan.part <= 1 ? self.note("PublicIp") : nullptr;
    if (observed != nullptr) made.publicAddress = scope.address(*observed, self.stack());
    if (Doubt why = self.unseen("PublicIp"); !why.empty()) {
        made.publicAddress = Known<IpAddress>::unknown(std::move(why));
    }
    tieElasticIp(self, holders, made);
    const Known<bool> isPublic = wantsPublic(plan, subnet);
    if (!made.publicAddress && !isPublic.isKnown()) {
        made.publicAddress = Known<IpAddress>::unknown(isPublic.why());
    } else if (!made.publicAddress && *isPublic && isObserved) {
        made.publicAddress = Known<IpAddress>::unknown(kNotDescribed);
    } else if (!made.publicAddress && *isPublic) {
        made.publicAddress = Known<IpAddress>::unknown("no public address is left");
        AddressRequest wish{.pool = publicPool(request.preference),
                            .holder = made.id,
                            .preference = request.preference,
                            .fixed = {},
                            .wantsIpv4 = true};
        out.requests.push_back(std::move(wish));
    }
    const ThingId id = made.id;
    emit(out, std::move(made));
    return id;
}

std::vector<ThingId> observedInterfaces(const View& owner) {
    std::vector<ThingId> ids;
    for (const View& source : owner.scope().incoming(owner.id(), Relation::InterfaceOfOwner)) {
        ids.push_back(source.id());
    }
    return ids;
}

InterfaceKind interfaceKindOf(std::string_view word) {
    static constexpr auto kWords = std::to_array<std::pair<std::string_view, InterfaceKind>>({
        {"instance", InterfaceKind::Instance},
        {"load-balancer", InterfaceKind::LoadBalancerNode},
        {"nat-gateway", InterfaceKind::NatGateway},
        {"endpoint", InterfaceKind::Endpoint},
        {"database", InterfaceKind::Database},
        {"cache", InterfaceKind::Cache},
        {"mount-target", InterfaceKind::MountTarget},
        {"lambda", InterfaceKind::Lambda},
        {"service", InterfaceKind::Service},
        {"client", InterfaceKind::Client},
        {"transit-gateway", InterfaceKind::TransitGatewayAttachment},
        {"standalone", InterfaceKind::Standalone},
    });
    for (const auto& [name, kind] : kWords) {
        if (name == word) return kind;
    }
    return InterfaceKind::Other;
}

References subnetsOfGroup(BuildScope& scope, const std::optional<Known<ThingId>>& group) {
    References none;
    if (!group) return none;
    if (!group->isKnown()) {
        none.why = group->why();
        return none;
    }
    const View view = scope.view(**group);
    if (!view) {
        none.why = "its subnet group is outside this design";
        return none;
    }
    return view.things("SubnetIds");
}

std::vector<ThingId> addInterfacePerSubnet(const View& self, const References& subnets,
                                           const InterfacePlan& pattern, Products& out) {
    std::vector<ThingId> made = observedInterfaces(self);
    if (!made.empty()) return made;
    for (std::size_t i = 0; i < subnets.ids.size(); ++i) {
        InterfacePlan plan = pattern;
        plan.part = static_cast<std::uint32_t>(i + 1);
        plan.suffix = fmt::format("eni{}", i);
        plan.owner = self.id();
        plan.subnet = subnets.ids[i];
        made.push_back(addInterface(self, std::move(plan), {}, out));
    }
    return made;
}

}  // namespace archivolt
