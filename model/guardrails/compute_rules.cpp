#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "model/design/references.h"
#include "model/guardrails/advice.h"
#include "model/guardrails/secret_text.h"
#include "model/guardrails/setting_rules.h"

namespace archivolt {

namespace {

constexpr std::string_view kInstance = "AWS::EC2::Instance";
constexpr std::string_view kTemplate = "AWS::EC2::LaunchTemplate";
constexpr std::string_view kConfiguration = "AWS::AutoScaling::LaunchConfiguration";

/// Where launch settings stand: an instance, a launch template's data, a launch configuration.
struct Settings {
    Declared declared;
    Path root;  ///< From Properties.

    [[nodiscard]] const Value* find(const Path& path) const {
        return declared.property(root / path);
    }
    [[nodiscard]] Origin place(const Path& path) const {
        const bool there = declared.resource->source->properties().at(root / path) != nullptr;
        return there ? declared.origin(root / path) : declared.origin();
    }
};

/// Returns the launch settings that a resource holds, if it is of a type that does.
std::optional<Settings> settingsOf(const Declared& declared) {
    const std::string& type = declared.resource->source->type();
    if (type == kInstance || type == kConfiguration) return Settings{declared, {}};
    if (type == kTemplate) return Settings{declared, Path{"LaunchTemplateData"}};
    return std::nullopt;
}

/// Says whether an image asks for session tokens by itself: Amazon Linux 2023 does.
/// Source: Amazon Linux 2023 User Guide, imdsv2.
bool imageNeedsTokens(const Settings& settings) {
    const Value* written =
        settings.declared.resource->source->properties().at(settings.root / Path{"ImageId"});
    if (written == nullptr) return false;
    std::string text = lowerText(written);
    const Template& body = settings.declared.stack->source->body;
    forEachReference(*written, [&](const Reference& reference) {
        if (reference.kind != ReferenceKind::Ref) return;
        const auto& given = settings.declared.stack->source->parameters;
        const auto own = given.find(std::string(reference.name));
        if (own != given.end()) text += lowerText(&own->second);
        const Value* parameters = body.section("Parameters");
        const Value* parameter = parameters != nullptr ? parameters->find(reference.name) : nullptr;
        if (parameter != nullptr && own == given.end()) {
            text += lowerText(parameter->find("Default"));
        }
    });
    return text.find("al2023") != std::string::npos;
}

/// EC2-1: the metadata service answers without a token.
void adviseOnMetadata(Advice& advice, const Settings& settings) {
    if (lowerText(settings.find({"MetadataOptions", "HttpEndpoint"})) == "disabled") return;
    const Value* tokens = settings.find({"MetadataOptions", "HttpTokens"});
    if (tokens != nullptr && lowerText(tokens) != "optional") return;
    if (tokens == nullptr) {
        const Value* options = settings.find({"MetadataOptions"});
        if (options != nullptr && !options->isMap()) return;
        // An instance takes what its launch template says, which is judged there.
        if (settings.find({"LaunchTemplate"}) != nullptr || imageNeedsTokens(settings)) return;
    }
    const Path place =
        tokens != nullptr ? Path{"MetadataOptions", "HttpTokens"} : Path{"MetadataOptions"};
    advice.report(kImdsV1,
                  {settings.place(place),
                   fmt::format("`{}` lets instance metadata be read without a session token",
                               settings.declared.name()),
                   "set MetadataOptions.HttpTokens to required",
                   {}});
}

/// EC2-3: block devices of launch settings.
void adviseOnDevices(Advice& advice, const Settings& settings) {
    const Value* devices = settings.find({"BlockDeviceMappings"});
    if (devices == nullptr) return;
    for (std::size_t i = 0; i < devices->items().size(); ++i) {
        const Value* disk = devices->items()[i].find("Ebs");
        if (disk == nullptr || !disk->isMap()) continue;
        const Value* snapshot = disk->find("SnapshotId");
        const Value* key = disk->find("KmsKeyId");
        const Value* encrypted = disk->find("Encrypted");
        // A snapshot's volume is encrypted as the snapshot is.
        if (encrypted == nullptr &&
            ((snapshot != nullptr && !snapshot->isNull()) || (key != nullptr && !key->isNull()))) {
            continue;
        }
        if (truthOf(encrypted, false) != Truth::No) continue;
        Path path = Path{"BlockDeviceMappings"} / PathStep(i) / PathStep("Ebs");
        if (encrypted != nullptr) path = path / PathStep("Encrypted");
        const Value* name = devices->items()[i].find("DeviceName");
        advice.report(kPlainVolume,
                      {settings.place(path),
                       fmt::format("the volume {} of `{}` is not encrypted",
                                   name != nullptr ? name->asString().value_or("") : "",
                                   settings.declared.name()),
                       "set Ebs.Encrypted to true",
                       {}});
    }
}

/// Returns the text of a value with its calls left out, and the names that its calls speak of.
void collectText(const Value& value, std::string& text) {
    if (value.isScalar()) text += value.text();
    if (value.isCall()) collectText(value.argument(), text);
    for (const Value& item : value.items()) collectText(item, text);
    for (const MapEntry& entry : value.entries()) collectText(entry.value, text);
}

constexpr Rule kSecretInUserData{
    "EC2-4",
    Severity::Critical,
    "user data holds a secret",
    "user data is readable for everyone who may describe the instance, and on the instance for "
    "every process",
    "keep the secret in Secrets Manager or Parameter Store, and fetch it with the instance's role",
    "checkov CKV_AWS_46"};

/// EC2-4: what is written in user data, and what is put there from parameters.
void adviseOnUserData(Advice& advice, const Settings& settings) {
    const Path path = settings.root / Path{"UserData"};
    const Value* written = settings.declared.resource->source->properties().at(path);
    if (written == nullptr) return;
    std::string text;
    collectText(*written, text);
    auto secret = secretIn(text);
    const Template& body = settings.declared.stack->source->body;
    if (!secret) {
        forEachReference(*written, [&](const Reference& reference) {
            const bool named =
                reference.kind == ReferenceKind::Ref || reference.kind == ReferenceKind::Sub;
            if (secret || !named || !isSecretParameter(body, reference.name)) return;
            secret = fmt::format("the value of the parameter `{}`", reference.name);
        });
    }
    if (!secret) return;
    advice.report(kSecretInUserData,
                  {settings.declared.origin(path),
                   fmt::format("the user data of `{}` holds {}", settings.declared.name(), *secret),
                   "keep it in Secrets Manager or Parameter Store and let the instance fetch it: "
                   "user data can be read by everyone on the instance",
                   {}});
}

void adviseOnVolume(Advice& advice, const Declared& volume) {
    const Value* encrypted = volume.property({"Encrypted"});
    if (encrypted == nullptr &&
        (volume.property({"SnapshotId"}) != nullptr || volume.property({"KmsKeyId"}) != nullptr)) {
        return;
    }
    if (truthOf(encrypted, false) != Truth::No) return;
    advice.report(kPlainVolume,
                  {encrypted != nullptr ? volume.origin({"Encrypted"}) : volume.origin(),
                   fmt::format("the volume `{}` is not encrypted", volume.name()),
                   "set Encrypted to true",
                   {}});
}

constexpr Rule kPublicInstance{
    "EC2-2",
    Severity::Medium,
    "an instance has a public address",
    "a public address makes the security group the only thing between the instance and the "
    "internet",
    "put it behind a load balancer in a private subnet, and reach out through a NAT gateway",
    "Security Hub EC2.9"};

constexpr Rule kUselessPublicAddress{
    "EC2-6",
    Severity::Low,
    "a public address is useless: its subnet has no route to an internet gateway",
    "the address is paid for, and nothing reaches it or is answered through it",
    "take the address away, or route the subnet to an internet gateway",
    "Amazon VPC User Guide, VPC_Internet_Gateway"};

/// EC2-2 and EC2-6: a public address is either a way in, or of no use.
void adviseOnPublicAddresses(Advice& advice) {
    std::set<std::pair<std::string_view, Origin>> reported;
    for (const auto& [id, instance] : advice.architecture.instances) {
        if (instance->exists != Truth::Yes) continue;
        for (const ThingId interfaceId : instance->interfaces) {
            const InterfaceIndex index = advice.network.interfaces().indexOf(interfaceId);
            if (index == kNone) continue;
            const auto& node = advice.network.interfaces()[index];
            if (!node.interface->publicAddress || node.subnet == kNone) continue;
            // A NAT instance is there for its public address.
            if (node.sourceDestCheck == Truth::No) continue;
            const Truth routed = hasInternetRoute(advice.network, node.subnet);
            if (routed == Truth::Unknown) continue;
            const Rule& rule = routed == Truth::Yes ? kPublicInstance : kUselessPublicAddress;
            const Origin place{instance->origin.stack, instance->origin.resource, {}};
            if (!reported.emplace(rule.code, place).second) continue;
            const Subnet& subnet = *advice.network.subnets()[node.subnet].subnet;
            std::vector<Origin> related = {{subnet.origin.stack, subnet.origin.resource, {}}};
            if (node.interface->elasticIp) {
                const Thing* address = advice.architecture.find(*node.interface->elasticIp);
                if (address != nullptr) related.push_back(address->origin);
            }
            const Thing* fleet =
                instance->fleet ? advice.architecture.find(*instance->fleet) : nullptr;
            const std::string name = fleet != nullptr
                                         ? fmt::format("each instance of `{}`", fleet->name)
                                         : fmt::format("`{}`", instance->name);
            if (routed == Truth::Yes) {
                advice.report(kPublicInstance,
                              {place,
                               fmt::format("{} has a public address in the public subnet `{}`",
                                           name, subnet.name),
                               "put it into a private subnet, behind a load balancer or NAT "
                               "gateway",
                               std::move(related)});
            } else {
                advice.report(kUselessPublicAddress,
                              {place,
                               fmt::format("{} has a public address, but `{}` has no route to "
                                           "an internet gateway",
                                           name, subnet.name),
                               "take the address away, or move the instance to a public subnet",
                               std::move(related)});
            }
        }
    }
}

/// Returns the zones that a group uses; nothing where that can't be told.
std::optional<std::size_t> zoneCount(const Advice& advice, const AutoScalingGroup& group,
                                     const Declared& declared) {
    if (!group.subnets.ids.empty() || !group.subnets.why.empty()) {
        const auto zones = zonesOf(advice.architecture, group.subnets);
        return zones ? std::optional(zones->size()) : std::nullopt;
    }
    const Value* zones = declared.property({"AvailabilityZones"});
    if (zones == nullptr || !zones->isList() || holdsUnknown(*zones)) return std::nullopt;
    return zones->items().size();
}

constexpr Rule kOneZoneFleet{
    "ASG-1",
    Severity::Medium,
    "an Auto Scaling group is in one Availability Zone",
    "when this Availability Zone fails, the group can start nothing elsewhere",
    "give it subnets in at least two Availability Zones",
    "Security Hub AutoScaling.2"};

constexpr Rule kBlindFleet{"ASG-2",
                           Severity::Low,
                           "an Auto Scaling group ignores its load balancer's health checks",
                           "an instance that runs and does not answer stays in the group, since "
                           "only its machine is looked at",
                           "set HealthCheckType to ELB",
                           "checkov CKV2_AWS_15; Security Hub AutoScaling.1"};

void adviseOnFleets(Advice& advice) {
    for (const auto& [id, group] : advice.architecture.autoScalingGroups) {
        const auto declared = advice.declared(id);
        if (group->exists != Truth::Yes || !declared) continue;
        if (zoneCount(advice, *group, *declared) == 1) {
            const Path subnets{"VPCZoneIdentifier"};
            advice.report(kOneZoneFleet,
                          {declared->property(subnets) != nullptr ? declared->origin(subnets)
                                                                  : declared->origin(),
                           fmt::format("`{}` starts its instances in one zone only", group->name),
                           "give it subnets in two Availability Zones or more",
                           {}});
        }
        const bool balanced =
            !group->targetGroups.ids.empty() || !group->classicLoadBalancers.ids.empty();
        if (!balanced || !group->healthCheckType.isKnown()) continue;
        if (group->healthCheckType->find("ELB") != std::string::npos) continue;
        const Path type{"HealthCheckType"};
        advice.report(
            kBlindFleet,
            {declared->property(type) != nullptr ? declared->origin(type) : declared->origin(),
             fmt::format("`{}` keeps instances that its load balancer calls unhealthy",
                         group->name),
             "set HealthCheckType to ELB",
             {}});
    }
}

}  // namespace

void adviseOnLaunch(Advice& advice, const Declared& declared) {
    if (const auto settings = settingsOf(declared)) {
        adviseOnMetadata(advice, *settings);
        adviseOnDevices(advice, *settings);
        adviseOnUserData(advice, *settings);
    }
    if (declared.resource->source->type() == "AWS::EC2::Volume") adviseOnVolume(advice, declared);
}

void adviseOnCompute(Advice& advice) {
    adviseOnPublicAddresses(advice);
    adviseOnFleets(advice);
}

RuleList computeAdvice() {
    static constexpr const Rule* kRules[] = {
        &kImdsV1,       &kPlainVolume, &kSecretInUserData, &kPublicInstance, &kUselessPublicAddress,
        &kOneZoneFleet, &kBlindFleet};
    return kRules;
}

}  // namespace archivolt
