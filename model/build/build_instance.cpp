#include <algorithm>

#include <fmt/format.h>

#include "model/architecture/compute.h"
#include "model/build/build_kinds.h"
#include "model/build/build_launch.h"

namespace archivolt {

namespace {

/// Finds a key of a map, null counted as absent.
const Value* field(const Value& map, std::string_view key) {
    const Value* found = map.find(key);
    return found != nullptr && !found->isNull() ? found : nullptr;
}

/// Reads what belongs to one instance out of its launch settings.
class InstanceMaker {
public:
    InstanceMaker(const View& self, const Launch& launch, const InstancePlan& plan, Products& out)
        : m_self(self), m_scope(self.scope()), m_launch(launch), m_plan(plan), m_out(out) {}

    void make() {
        m_self.fill(m_made, m_plan.part, m_plan.suffix);
        if (!m_plan.property.empty()) m_made.origin = m_self.origin(m_plan.property);
        m_made.fleet = m_plan.fleet;
        m_made.instanceType = text("InstanceType");
        m_made.image = text("ImageId");
        setProfile();
        setTokens();
        if (const auto data = m_launch.find("UserData"); data.settings != nullptr) {
            m_made.userData = m_scope.text(data.settings, data.stack(), {});
        }
        addInterfaces();
        setZone();
        m_made.volumes = volumes();
        emit(m_out, std::move(m_made));
    }

private:
    [[nodiscard]] Known<std::string> text(std::string_view key) const {
        const auto found = m_launch.find(key);
        if (found.settings != nullptr) return m_scope.text(found.settings, found.stack(), {});
        if (!m_launch.why.empty()) return Known<std::string>::unknown(m_launch.why);
        return std::string();
    }

    void setProfile() {
        m_made.instanceProfile = profileNamed(m_launch.find("IamInstanceProfile"));
    }

    void setTokens() {
        const auto found = m_launch.find("MetadataOptions");
        if (found.settings == nullptr) return;
        m_made.metadataTokens =
            m_scope.text(found.settings->find("HttpTokens"), found.stack(), "optional");
    }

    void addInterfaces() {
        const auto listed = m_launch.find("NetworkInterfaces");
        if (listed.settings != nullptr && !listed.settings->items().empty()) {
            addListed(listed);
        } else {
            addPrimary();
        }
        for (const View& source : m_scope.incoming(m_made.id, Relation::InterfaceOfInstance)) {
            const Known<ThingId> attached = source.thing("NetworkInterfaceId");
            if (attached.isKnown()) m_made.interfaces.push_back(*attached);
        }
    }

    void addListed(const Launch::Layer& listed) {
        const auto& items = listed.settings->items();
        std::vector<std::pair<std::int64_t, std::size_t>> order;
        for (std::size_t i = 0; i < items.size(); ++i) {
            const auto index = m_scope.integer(items[i].find("DeviceIndex"), listed.stack(),
                                               static_cast<std::int64_t>(i));
            order.emplace_back(index.valueOr(static_cast<std::int64_t>(i)), i);
        }
        std::ranges::stable_sort(order);
        if (order.size() > kPartsPerInstance - 1) order.resize(kPartsPerInstance - 1);
        for (std::size_t n = 0; n < order.size(); ++n) {
            const Value& item = items[order[n].second];
            if (const Value* declared = field(item, "NetworkInterfaceId")) {
                const auto id =
                    listed.reference("NetworkInterfaces[].NetworkInterfaceId", *declared);
                if (id.isKnown()) m_made.interfaces.push_back(*id);
                if (n == 0 && id.isKnown()) m_primarySubnet = subnetOfDeclared(*id);
                continue;
            }
            InterfacePlan plan = planOf(n);
            plan.property = Path{"NetworkInterfaces", order[n].second};
            // Of several interfaces none gets an address by the subnet's setting.
            // Source: EC2 User Guide, using-instance-addressing, public IPv4 addresses: only a
            // single new interface of index 0 is given one at launch.
            plan.mayMapPublic = plan.mayMapPublic && order.size() == 1;
            readListed(item, listed, plan);
            add(std::move(plan), n);
        }
    }

    void readListed(const Value& item, const Launch::Layer& listed, InterfacePlan& plan) {
        const StackFacts& stack = listed.stack();
        const Value* subnet = field(item, "SubnetId");
        plan.subnet = m_plan.subnet ? *m_plan.subnet
                      : subnet != nullptr
                          ? listed.reference("NetworkInterfaces[].SubnetId", *subnet)
                          : subnetSetting();
        for (const auto& [key, path] : {std::pair("GroupSet", "NetworkInterfaces[].GroupSet"),
                                        std::pair("Groups", "NetworkInterfaces[].Groups")}) {
            append(plan.groups, listed.references(path, field(item, key)));
        }
        if (field(item, "GroupSet") == nullptr && field(item, "Groups") == nullptr) {
            plan.groups = groupsSetting();
        }
        if (const Value* address = field(item, "PrivateIpAddress")) {
            plan.given.push_back(m_scope.address(*address, stack));
        }
        for (const auto& [list, key] : {std::pair("PrivateIpAddresses", "PrivateIpAddress"),
                                        std::pair("Ipv6Addresses", "Ipv6Address")}) {
            const Value* items = field(item, list);
            if (items == nullptr) continue;
            for (const Value& one : items->items()) {
                const Value* address = field(one, key);
                if (address != nullptr) plan.given.push_back(m_scope.address(*address, stack));
            }
        }
        plan.wantsIpv6 = m_scope.integer(field(item, "Ipv6AddressCount"), stack, 0).valueOr(0) > 0;
        if (const Value* flag = field(item, "AssociatePublicIpAddress")) {
            plan.associatePublic = m_scope.boolean(flag, stack, false);
        }
    }

    void addPrimary() {
        InterfacePlan plan = planOf(0);
        plan.subnet = m_plan.subnet ? *m_plan.subnet : subnetSetting();
        plan.groups = groupsSetting();
        if (const auto address = m_launch.find("PrivateIpAddress"); address.settings != nullptr) {
            plan.given.push_back(m_scope.address(*address.settings, address.stack()));
        }
        if (const auto list = m_launch.find("Ipv6Addresses"); list.settings != nullptr) {
            for (const Value& item : list.settings->items()) {
                const Value* address = item.isMap() ? item.find("Ipv6Address") : &item;
                if (address != nullptr)
                    plan.given.push_back(m_scope.address(*address, list.stack()));
            }
        }
        if (const auto count = m_launch.find("Ipv6AddressCount"); count.settings != nullptr) {
            plan.wantsIpv6 = m_scope.integer(count.settings, count.stack(), 0).valueOr(0) > 0;
        }
        if (const auto flag = m_launch.find("AssociatePublicIpAddress"); flag.settings != nullptr) {
            plan.associatePublic = m_scope.boolean(flag.settings, flag.stack(), false);
        }
        add(std::move(plan), 0);
    }

    [[nodiscard]] InterfacePlan planOf(std::size_t number) const {
        InterfacePlan plan;
        plan.part = m_plan.part + 1 + static_cast<std::uint32_t>(number);
        plan.suffix = m_plan.suffix.empty() ? fmt::format("eth{}", number)
                                            : fmt::format("{}.eth{}", m_plan.suffix, number);
        plan.kind = InterfaceKind::Instance;
        plan.owner = m_made.id;
        plan.mayMapPublic = number == 0;
        const auto check = m_launch.find("SourceDestCheck");
        if (check.settings != nullptr) {
            plan.sourceDestCheck = m_scope.boolean(check.settings, check.stack(), true);
        }
        return plan;
    }

    void add(InterfacePlan plan, std::size_t number) {
        if (number == 0) m_primarySubnet = plan.subnet;
        std::vector<ThingId> holders;
        if (number == 0) holders.push_back(m_made.id);
        m_made.interfaces.push_back(addInterface(m_self, std::move(plan), holders, m_out));
    }

    [[nodiscard]] Known<ThingId> subnetSetting() const {
        const auto found = m_launch.find("SubnetId");
        if (found.settings != nullptr) {
            return found.reference("SubnetId", *found.settings);
        }
        if (!m_launch.why.empty()) return Known<ThingId>::unknown(m_launch.why);
        return defaultVpcThing(m_self, "default VPC subnet", kSubnetType);
    }

    [[nodiscard]] References groupsSetting() const {
        References groups;
        for (const char* key : {"SecurityGroupIds", "SecurityGroups"}) {
            const auto found = m_launch.find(key);
            if (found.settings != nullptr) {
                append(groups, found.references(key, found.settings));
            }
        }
        if (groups.ids.empty() && groups.why.empty()) groups.why = m_launch.why;
        return groups;
    }

    [[nodiscard]] std::optional<Known<ThingId>> subnetOfDeclared(ThingId id) const {
        const View declared = m_scope.view(id);
        if (!declared) return std::nullopt;
        return declared.thing("SubnetId");
    }

    void setZone() {
        const auto found = m_launch.find("AvailabilityZone");
        if (found.settings != nullptr) {
            m_made.zone = m_scope.text(found.settings, found.stack(), {});
        }
    }

    /// Returns the volumes that the instance's list names; attachments are found by the volume.
    [[nodiscard]] References volumes() const {
        References result;
        const auto found = m_launch.find("Volumes");
        if (found.settings == nullptr) return result;
        for (const Value& item : found.settings->items()) {
            if (const Value* id = field(item, "VolumeId")) {
                append(result, found.reference("Volumes[].VolumeId", *id));
            }
        }
        return result;
    }

    const View& m_self;
    BuildScope& m_scope;
    const Launch& m_launch;
    const InstancePlan& m_plan;
    Products& m_out;
    Instance m_made;
    std::optional<Known<ThingId>> m_primarySubnet;
};

}  // namespace

Launch::Layer Launch::find(std::string_view key) const {
    for (const Layer& layer : layers) {
        const Value* found = layer.settings->find(key);
        if (found != nullptr && !found->isNull()) return {layer.resource, layer.within, found};
    }
    return {};
}

std::optional<Known<ThingId>> profileNamed(const Launch::Layer& setting) {
    const Value* value = setting.settings;
    if (value == nullptr || value->isNull()) return std::nullopt;
    if (!value->isMap()) return setting.reference("IamInstanceProfile", *value);
    for (const auto& [key, path] : {std::pair("Arn", "IamInstanceProfile.Arn"),
                                    std::pair("Name", "IamInstanceProfile.Name")}) {
        if (const Value* named = field(*value, key)) return setting.reference(path, *named);
    }
    return std::nullopt;
}

std::optional<Known<ThingId>> templateNamed(const View& self,
                                            const TemplateSpecification& specification) {
    if (const Value* id = field(specification.value, "LaunchTemplateId")) {
        return self.reference({specification.within, "LaunchTemplateId"}, *id);
    }
    const Value* name = field(specification.value, "LaunchTemplateName");
    if (name == nullptr) return std::nullopt;
    return self.reference({specification.within, "LaunchTemplateName"}, *name,
                          "AWS::EC2::LaunchTemplate");
}

void addTemplateLayer(const View& self, const TemplateSpecification& specification,
                      Launch& launch) {
    const auto named = templateNamed(self, specification);
    if (!named) {
        launch.why = "its launch template is not named";
        return;
    }
    const View found = named->isKnown() ? self.scope().view(**named) : View();
    if (!found) {
        launch.why = named->isKnown() ? "its launch template is outside this design" : named->why();
        return;
    }
    // NOT MODELLED: earlier versions of a launch template; a template holds only the newest.
    const Value* data = found.property("LaunchTemplateData");
    if (data != nullptr && data->isMap()) {
        launch.layers.push_back({found, kTemplateSettings, data});
    } else {
        launch.why = "its launch template's settings are not known";
    }
}

void addInstance(const View& self, const Launch& launch, const InstancePlan& plan, Products& out) {
    InstanceMaker(self, launch, plan, out).make();
}

void buildInstance(const View& self, Products& out) {
    Launch launch;
    launch.layers.push_back({self, {}, &self.properties()});
    if (const Value* specification = self.property("LaunchTemplate")) {
        addTemplateLayer(self, {"LaunchTemplate.", *specification}, launch);
    }
    addInstance(self, launch, {}, out);
}

ThingId primaryInterfaceOf(const View& instance) {
    const Value* listed = instance.property("NetworkInterfaces");
    if (listed != nullptr) {
        for (const Value& item : listed->items()) {
            const auto index =
                instance.scope().integer(item.find("DeviceIndex"), instance.stack(), 0);
            if (index.valueOr(0) != 0) continue;
            const Value* declared = field(item, "NetworkInterfaceId");
            if (declared == nullptr) break;
            return instance.reference("NetworkInterfaces[].NetworkInterfaceId", *declared)
                .valueOr({});
        }
    }
    return instance.id().withPart(1);
}

}  // namespace archivolt
