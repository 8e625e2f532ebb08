#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/architecture/compute.h"
#include "model/build/build_kinds.h"
#include "model/build/build_launch.h"

namespace archivolt {

namespace {

/// Returns how many instances a group starts with: the desired, else the smallest number.
Known<std::int64_t> fleetSize(const View& group) {
    if (const auto desired = group.integerIf("DesiredCapacity")) return *desired;
    return group.integer("MinSize", 0);
}

/// Returns where a group's launch template is specified.
std::string_view specificationPath(const View& group) {
    const Value* mixed = group.property("MixedInstancesPolicy");
    return mixed != nullptr && mixed->find("LaunchTemplate") != nullptr
               ? "MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification."
               : "LaunchTemplate.";
}

/// Says whether what two launches start stands in networks alike.
bool standAlike(const Launch& one, const Launch& other) {
    if (!one.why.empty() || !other.why.empty()) return false;
    return std::ranges::all_of(
        std::array{"NetworkInterfaces", "SecurityGroupIds", "SecurityGroups"},
        [&](const char* key) {
            const Value* a = one.find(key).settings;
            const Value* b = other.find(key).settings;
            return a == nullptr || b == nullptr ? a == b : *a == *b;
        });
}

/// Takes a fleet's settings away where an override of its policy launches from a template whose
/// instances stand in networks otherwise: which of them is launched AWS decides.
/// Source: AWS::AutoScaling::AutoScalingGroup LaunchTemplateOverrides, LaunchTemplateSpecification.
void heedOverrides(const View& group, const Value& mixed, Launch& launch) {
    const Value* overrides = mixed.find("Overrides");
    if (overrides == nullptr) return;
    for (const Value& item : overrides->items()) {
        const Value* own = item.find("LaunchTemplateSpecification");
        if (own == nullptr || own->isNull()) continue;
        Launch other;
        addTemplateLayer(group,
                         {"MixedInstancesPolicy.LaunchTemplate.Overrides[]."
                          "LaunchTemplateSpecification.",
                          *own},
                         other);
        if (standAlike(launch, other)) continue;
        launch = {};
        launch.why = "an override of its policy launches from a template of its own";
        return;
    }
    if (overrides->isUnknown()) {
        launch = {};
        launch.why = overrides->text();
    }
}

Launch launchOf(const View& group) {
    Launch launch;
    BuildScope& scope = group.scope();
    const Value* mixed = group.property("MixedInstancesPolicy");
    const Value* inMixed = mixed != nullptr ? mixed->find("LaunchTemplate") : nullptr;
    const Value* specification = inMixed != nullptr ? inMixed->find("LaunchTemplateSpecification")
                                                    : group.property("LaunchTemplate");
    if (specification != nullptr) {
        addTemplateLayer(group, {specificationPath(group), *specification}, launch);
        if (inMixed != nullptr) heedOverrides(group, *inMixed, launch);
    } else if (group.property("LaunchConfigurationName") != nullptr) {
        const Known<ThingId> id = group.thing("LaunchConfigurationName");
        const View found = id.isKnown() ? scope.view(*id) : View();
        if (found) {
            launch.layers.push_back({found, {}, &found.properties()});
        } else {
            launch.why =
                id.isKnown() ? "its launch configuration is outside this design" : id.why();
        }
    } else if (group.property("InstanceId") != nullptr) {
        const Known<ThingId> id = group.thing("InstanceId");
        const View found = id.isKnown() ? scope.view(*id) : View();
        if (found) launch.layers.push_back({found, {}, &found.properties()});
        if (!found) launch.why = "the instance that it copies is outside this design";
    } else {
        launch.why = "the group names no launch template";
    }
    return launch;
}

std::optional<Known<ThingId>> launchThing(const View& group) {
    if (group.property("LaunchConfigurationName") != nullptr) {
        return group.thing("LaunchConfigurationName");
    }
    const Value* mixed = group.property("MixedInstancesPolicy");
    const Value* inMixed = mixed != nullptr ? mixed->find("LaunchTemplate") : nullptr;
    const Value* specification = inMixed != nullptr ? inMixed->find("LaunchTemplateSpecification")
                                                    : group.property("LaunchTemplate");
    if (specification == nullptr) return std::nullopt;
    return templateNamed(group, {specificationPath(group), *specification});
}

std::uint32_t partOfInstance(std::size_t number) {
    return static_cast<std::uint32_t>(number + 1) * kPartsPerInstance;
}

void addFleet(const View& self, const AutoScalingGroup& group, Products& out) {
    const Launch launch = launchOf(self);
    for (std::size_t i = 0; i < group.instances.size(); ++i) {
        InstancePlan plan;
        plan.part = partOfInstance(i);
        plan.suffix = fmt::format("{}", i + 1);
        plan.fleet = group.id;
        if (!group.subnets.ids.empty()) {
            plan.subnet = group.subnets.ids[i % group.subnets.ids.size()];
        } else if (!group.subnets.why.empty()) {
            plan.subnet = Known<ThingId>::unknown(group.subnets.why);
        }
        addInstance(self, launch, plan, out);
    }
}

}  // namespace

std::vector<ThingId> fleetOf(const View& group, Doubt* why) {
    std::vector<ThingId> result;
    const Known<std::int64_t> size = fleetSize(group);
    Doubt reason = size.why();
    std::int64_t count = size.valueOr(1);
    if (!size.isKnown()) reason = fmt::format("its size is not known: {}", size.why());
    if (count > kMaxFleet) {
        reason = fmt::format("of its {} instances {} are shown one by one", count, kMaxFleet);
        count = kMaxFleet;
    }
    for (std::int64_t i = 0; i < count; ++i) {
        result.push_back(group.id().withPart(partOfInstance(static_cast<std::size_t>(i))));
    }
    if (why != nullptr) *why = std::move(reason);
    return result;
}

void buildAutoScalingGroup(const View& self, Products& out) {
    AutoScalingGroup group;
    self.fill(group);
    group.minSize = self.integer("MinSize", 0);
    group.maxSize = self.integer("MaxSize", 0);
    group.desired = self.integerIf("DesiredCapacity");
    group.subnets = self.things("VPCZoneIdentifier");
    group.targetGroups = self.things("TargetGroupARNs");
    if (const Value* sources = self.property("TrafficSources")) {
        for (const Value& item : sources->items()) {
            const Value* named = item.find("Identifier");
            if (named != nullptr)
                append(group.targetGroups, self.reference("TrafficSources[].Identifier", *named));
        }
    }
    group.classicLoadBalancers = self.things("LoadBalancerNames");
    group.healthCheckType = self.text("HealthCheckType", "EC2");
    group.launchTemplate = launchThing(self);
    group.instances = fleetOf(self, &group.instancesWhy);
    addFleet(self, group, out);
    emit(out, std::move(group));
}

void buildLaunchTemplate(const View& self, Products& out) {
    LaunchTemplate made;
    self.fill(made);
    made.isConfiguration = self.type() == "AWS::AutoScaling::LaunchConfiguration";
    const Value* data = self.property("LaunchTemplateData");
    made.evaluated = made.isConfiguration ? self.properties() : data != nullptr ? *data : Value();
    BuildScope& scope = self.scope();
    const StackFacts& stack = self.stack();
    made.instanceType = scope.text(made.evaluated.find("InstanceType"), stack, {});
    made.image = scope.text(made.evaluated.find("ImageId"), stack, {});
    const std::string_view within = made.isConfiguration ? "" : kTemplateSettings;
    for (const char* key : {"SecurityGroupIds", "SecurityGroups"}) {
        append(made.securityGroups, self.references({within, key}, made.evaluated.find(key)));
    }
    made.instanceProfile = profileNamed({self, within, made.evaluated.find("IamInstanceProfile")});
    emit(out, std::move(made));
}

void buildVolume(const View& self, Products& out) {
    Volume volume;
    self.fill(volume);
    volume.zone = self.text("AvailabilityZone");
    volume.sizeGib = self.integer("Size", 8);
    volume.volumeType = self.text("VolumeType", "gp2");
    volume.encrypted = self.boolean("Encrypted", false);
    for (const View& source : self.scope().incoming(self.id(), Relation::VolumeAttachment)) {
        append(volume.instances, source.type() == "AWS::EC2::Instance"
                                     ? Known<ThingId>(source.id())
                                     : source.thing("InstanceId"));
    }
    emit(out, std::move(volume));
}

}  // namespace archivolt
