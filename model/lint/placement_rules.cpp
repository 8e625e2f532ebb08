#include <fmt/format.h>

#include <map>

#include "model/architecture/compute.h"
#include "model/base/invariant.h"
#include "model/lint/evaluated_reading.h"
#include "model/lint/network_rules.h"
#include "model/lint/zone_facts.h"

namespace archivolt {

namespace {

constexpr std::string_view kVolume = "AWS::EC2::Volume";
constexpr std::string_view kInstance = "AWS::EC2::Instance";

std::int64_t quota(const StackLint& lint, std::string_view name) {
    const LimitFacts* limit = lint.catalog.quota(name);
    INVARIANT(limit != nullptr);
    return static_cast<std::int64_t>(limit->value);
}

/// Says whether an interface surely stands in its subnet: what may stand in any of several subnets
/// (databases, fleets, tasks) and what shares interfaces (Lambda) is left out.
bool surelyStands(const StackLint& lint, const NetworkInterface& interface) {
    if (interface.exists != Truth::Yes) return false;
    switch (interface.kind) {
        case InterfaceKind::Standalone:
        case InterfaceKind::LoadBalancerNode:
        case InterfaceKind::NatGateway:
        case InterfaceKind::Endpoint:
        case InterfaceKind::MountTarget:
        case InterfaceKind::TransitGatewayAttachment: return true;
        case InterfaceKind::Instance: {
            const auto* instance = lint.resolved.architecture->instances.find(interface.owner);
            return instance != nullptr && !(*instance)->fleet;
        }
        case InterfaceKind::Database:
        case InterfaceKind::Cache:
        case InterfaceKind::Lambda:
        case InterfaceKind::Task:
        case InterfaceKind::Service:
        case InterfaceKind::Client:
        case InterfaceKind::Other: return false;
    }
    return false;
}

std::int64_t ipv4Addresses(const NetworkInterface& interface) {
    std::int64_t count = 0;
    for (const auto& address : interface.addresses) {
        if (address.isKnown() && address->family == Family::Ipv4) ++count;
    }
    return std::max<std::int64_t>(count, 1);
}

constexpr Rule kSubnetFull{
    "SUB-E4",
    Severity::Error,
    "more addresses are used in a subnet than its size less 5",
    "AWS keeps 5 addresses of every subnet; the interface or launch that finds none left fails",
    "make the subnet larger, or put some of what is in it elsewhere",
    "EC2 API, CreateSubnet; Amazon VPC User Guide, subnet-sizing"};

void lintCrowdedSubnets(StackLint& lint) {
    const Architecture& architecture = *lint.resolved.architecture;
    std::map<ThingId, std::int64_t> used;
    for (const auto& [id, interface] : architecture.interfaces) {
        if (!interface->subnet.isKnown() || !surelyStands(lint, *interface)) continue;
        used[*interface->subnet] += ipv4Addresses(*interface);
    }
    const std::int64_t reserved = quota(lint, "reserved addresses per subnet");
    for (const auto& [id, count] : used) {
        const auto* found = architecture.subnets.find(id);
        if (found == nullptr || id.isExternal() || !isOwn(lint, (*found)->origin)) continue;
        const Subnet& subnet = **found;
        for (const Known<Cidr>& block : subnet.blocks) {
            if (!block.isKnown() || block->family() != Family::Ipv4) continue;
            const std::int64_t size = std::int64_t{1} << (32 - block->length());
            if (count <= size - reserved) continue;
            Origin origin = subnet.origin;
            origin.property = Path{"Properties", "CidrBlock"};
            lint.report(
                kSubnetFull, origin,
                fmt::format("{} ({}) has room for {} addresses, and {} are used in it", subnet.name,
                            block->toString(), std::max<std::int64_t>(size - reserved, 0), count),
                "give the subnet a larger block, or move interfaces to another");
        }
    }
}

/// Returns the zone that an instance surely stands in.
std::optional<ZoneFact> zoneOfInstance(const StackLint& lint, const EvaluatedResource& resource) {
    const Architecture& architecture = *lint.resolved.architecture;
    const auto* instance =
        architecture.instances.find(ThingId::of(lint.stack.id, resource.source->id));
    if (instance != nullptr && !(*instance)->interfaces.empty()) {
        const auto* interface = architecture.interfaces.find((*instance)->interfaces.front());
        if (interface != nullptr && (*interface)->subnet.isKnown()) {
            const auto* subnet = architecture.subnets.find(*(*interface)->subnet);
            if (subnet != nullptr) return zoneOf(lint, **subnet);
        }
    }
    return zoneNamed(resource, "AvailabilityZone");
}

constexpr Rule kVolumeElsewhere{"EBS-E1",
                                Severity::Error,
                                "a volume and its instance are in different Availability Zones",
                                "a volume can be attached in its own Availability Zone only",
                                "make the volume in the instance's zone",
                                "EC2 API, AttachVolume"};

void lintAttachment(StackLint& lint, const EvaluatedResource& holder, const Path& path,
                    const EvaluatedResource& volume, const EvaluatedResource& instance) {
    const auto ofVolume = zoneNamed(volume, "AvailabilityZone");
    const auto ofInstance = zoneOfInstance(lint, instance);
    if (!ofVolume || !ofInstance || sameZone(*ofVolume, *ofInstance) != Truth::No) return;
    lint.report(
        kVolumeElsewhere, originIn(lint, holder, path),
        fmt::format("the volume {} is in {} and the instance {} in {}", volume.source->logicalId,
                    ofVolume->name, instance.source->logicalId, ofInstance->name),
        fmt::format("set the volume's AvailabilityZone to !GetAtt {}.AvailabilityZone",
                    instance.source->logicalId));
}

void lintVolumeAttachment(StackLint& lint, const EvaluatedResource& resource) {
    const auto volume = referred(lint, propertyOf(resource, {"VolumeId"}), kVolume);
    const auto instance = referred(lint, propertyOf(resource, {"InstanceId"}), kInstance);
    if (volume && instance) lintAttachment(lint, resource, {"VolumeId"}, *volume, *instance);
}

void lintVolumesOf(StackLint& lint, const EvaluatedResource& instance) {
    const Value* volumes = instance.properties().find("Volumes");
    if (volumes == nullptr) return;
    for (std::size_t i = 0; i < volumes->items().size(); ++i) {
        const auto volume = referred(lint, volumes->items()[i].find("VolumeId"), kVolume);
        if (volume) lintAttachment(lint, instance, {"Volumes", i, "VolumeId"}, *volume, instance);
    }
}

constexpr Rule kSpreadFull{
    "PG-E1",
    Severity::Error,
    "more than 7 instances of a spread placement group are in one zone",
    "each instance of a spread group stands on a rack of its own, of which a zone offers 7",
    "spread the instances over more zones or placement groups",
    "EC2 User Guide, placement-groups"};

void lintSpreadGroups(StackLint& lint) {
    // Instances of one group and zone; of an unsettled zone, those of one subnet share it anyway.
    std::map<std::pair<std::string, std::string>, std::vector<const EvaluatedResource*>> crowds;
    const Architecture& architecture = *lint.resolved.architecture;
    for (const EvaluatedResource* resource : lint.ofType(kInstance)) {
        if (resource->exists != Truth::Yes) continue;
        const auto group = referred(lint, resource->properties().find("PlacementGroupName"),
                                    "AWS::EC2::PlacementGroup");
        if (!group || knownText(propertyOf(*group, {"Strategy"})) != "spread") continue;
        if (propertyOf(*group, {"SpreadLevel"}) != nullptr &&
            knownText(propertyOf(*group, {"SpreadLevel"})) != "rack") {
            continue;
        }
        std::string place;
        if (const auto zone = zoneOfInstance(lint, *resource)) {
            place = (zone->fromList ? "list " : "") + zone->name;
        } else {
            const auto* instance =
                architecture.instances.find(ThingId::of(lint.stack.id, resource->source->id));
            if (instance == nullptr || (*instance)->interfaces.empty()) continue;
            const auto* interface = architecture.interfaces.find((*instance)->interfaces.front());
            if (interface == nullptr || !(*interface)->subnet.isKnown()) continue;
            place = std::to_string((*interface)->subnet->value());
        }
        crowds[{group->source->logicalId, place}].push_back(resource);
    }
    const std::int64_t most = quota(lint, "instances per zone in a spread placement group");
    for (const auto& [key, crowd] : crowds) {
        const auto count = static_cast<std::int64_t>(crowd.size());
        if (count <= most) continue;
        lint.report(kSpreadFull, originIn(lint, *crowd.back(), {"PlacementGroupName"}),
                    fmt::format("{} has {} instances in one zone, and a spread placement group "
                                "takes {} at most",
                                key.first, count, most),
                    "spread the instances over more zones or groups");
    }
}

constexpr Rule kPublicOfSeveral{
    "EC2-E1",
    Severity::Error,
    "a public address is asked for at the launch with several network interfaces",
    "an instance is launched with a public address only if it gets one new network interface",
    "launch it with one interface and attach the others, or give the first one an Elastic IP",
    "EC2 API, InstanceNetworkInterfaceSpecification, AssociatePublicIpAddress"};

/// EC2-E1: an instance, or a launch template that starts none.
void lintLaunchedInterfaces(StackLint& lint, const EvaluatedResource& resource, const Path& list) {
    const Value* interfaces = resource.properties().at(list);
    if (interfaces == nullptr || !interfaces->isList() || interfaces->items().size() < 2) return;
    for (std::size_t i = 0; i < interfaces->items().size(); ++i) {
        const Path flag = list / Path{i, "AssociatePublicIpAddress"};
        if (knownBool(resource.properties().at(flag)) != true) continue;
        lint.report(kPublicOfSeveral, originIn(lint, resource, flag),
                    fmt::format("{} is launched with {} network interfaces, and none of them can "
                                "get a public address then",
                                resource.source->logicalId, interfaces->items().size()),
                    "leave AssociatePublicIpAddress out and give the interface an Elastic IP, or "
                    "launch with one interface");
    }
}

constexpr Rule kPrimaryTwice{
    "EC2-E2",
    Severity::Error,
    "a network interface is given its primary address twice",
    "one address is primary: that of PrivateIpAddress, or the one of the list that says so",
    "leave PrivateIpAddress out, or mark no address of the list as primary",
    "EC2 API, CreateNetworkInterface, InstanceNetworkInterfaceSpecification"};

void lintPrimaryAddress(StackLint& lint, const EvaluatedResource& resource, const Path& interface) {
    const Value* at = resource.properties().at(interface);
    const Value* alone = at != nullptr ? at->find("PrivateIpAddress") : nullptr;
    const Value* list = at != nullptr ? at->find("PrivateIpAddresses") : nullptr;
    if (!knownText(alone) || list == nullptr) return;
    for (std::size_t i = 0; i < list->items().size(); ++i) {
        if (knownBool(list->items()[i].find("Primary")) != true) continue;
        const Path path = interface / Path{"PrivateIpAddresses", i, "Primary"};
        lint.report(kPrimaryTwice, originIn(lint, resource, path),
                    fmt::format("{} has {} as primary address, and another of its list",
                                resource.source->logicalId, alone->text()),
                    "leave PrivateIpAddress out, or set Primary to false");
    }
}

/// EC2-E2: at each interface of a list.
void lintPrimaryAddresses(StackLint& lint, const EvaluatedResource& resource, const Path& list) {
    const Value* interfaces = resource.properties().at(list);
    if (interfaces == nullptr) return;
    for (std::size_t i = 0; i < interfaces->items().size(); ++i) {
        lintPrimaryAddress(lint, resource, list / i);
    }
}

}  // namespace

void lintPlacement(StackLint& lint) {
    lintCrowdedSubnets(lint);
    for (const EvaluatedResource* resource : lint.ofType("AWS::EC2::VolumeAttachment")) {
        if (resource->exists != Truth::No) lintVolumeAttachment(lint, *resource);
    }
    for (const EvaluatedResource* resource : lint.ofType(kInstance)) {
        if (resource->exists == Truth::No) continue;
        lintVolumesOf(lint, *resource);
        lintLaunchedInterfaces(lint, *resource, {"NetworkInterfaces"});
        lintPrimaryAddresses(lint, *resource, {"NetworkInterfaces"});
    }
    for (const EvaluatedResource* resource : lint.ofType("AWS::EC2::LaunchTemplate")) {
        if (resource->exists == Truth::No) continue;
        lintLaunchedInterfaces(lint, *resource, {"LaunchTemplateData", "NetworkInterfaces"});
        lintPrimaryAddresses(lint, *resource, {"LaunchTemplateData", "NetworkInterfaces"});
    }
    for (const EvaluatedResource* resource : lint.ofType("AWS::EC2::NetworkInterface")) {
        if (resource->exists != Truth::No) lintPrimaryAddress(lint, *resource, {});
    }
    lintSpreadGroups(lint);
}

RuleList placementRules() {
    static constexpr const Rule* kRules[] = {&kSubnetFull, &kVolumeElsewhere, &kSpreadFull,
                                             &kPublicOfSeveral, &kPrimaryTwice};
    return kRules;
}

}  // namespace archivolt
