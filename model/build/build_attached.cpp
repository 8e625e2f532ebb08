#include "model/build/build_attached.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/architecture/attached.h"
#include "model/architecture/data.h"
#include "model/architecture/unmodelled.h"
#include "model/base/text_case.h"
#include "model/build/build_common.h"
#include "model/build/build_launch.h"
#include "model/catalog/catalog.h"
#include "model/evaluate/joined_texts.h"

namespace archivolt {

namespace {

constexpr std::string_view kSubnetGroupSuffix = "SubnetGroup";
constexpr std::string_view kClusterType = "AWS::EKS::Cluster";
/// More interfaces of one resource than this are not made one by one: they are all alike.
constexpr std::size_t kMaxInterfaces = 1000;

/// The parts of a resource that stand for its public endpoint and its own way to the internet.
constexpr std::uint32_t kPublicEndpointPart = (1U << 18U) - 5;
constexpr std::uint32_t kOwnInternetPart = (1U << 18U) - 6;

/// The values that a pattern finds, and why there may be others.
struct Found {
    std::vector<const Value*> values;
    Doubt why;
};

/// Follows the pattern's steps from `index` on; what is not known on the way is the reason.
void follow(const Value& value, const std::vector<PathPattern::Step>& steps, std::size_t index,
            Found& found) {
    if (value.isNull()) return;
    if (index == steps.size()) {
        found.values.push_back(&value);
        return;
    }
    const PathPattern::Step& step = steps[index];
    const bool wantsItems = step.kind == PathPattern::StepKind::AnyItem;
    if (value.isUnknown()) {
        if (found.why.empty()) found.why = value.text();
    } else if (wantsItems && value.isList()) {
        for (const Value& item : value.items()) follow(item, steps, index + 1, found);
    } else if (wantsItems) {
        // One value stands for a list of it, and a call for the list that it gives.
        follow(value, steps, value.isCall() ? steps.size() : index + 1, found);
    } else if (value.isMap()) {
        for (const MapEntry& entry : value.entries()) {
            const bool fits = step.kind == PathPattern::StepKind::AnyValue || entry.key == step.key;
            if (fits) follow(entry.value, steps, index + 1, found);
        }
    } else if (value.isCall() && found.why.empty()) {
        found.why = fmt::format("what `{}` gives is not known", value.functionName());
    }
}

Found valuesAt(const View& self, const PathPattern& pattern) {
    Found found;
    follow(self.properties(), pattern.steps(), 0, found);
    return found;
}

bool isSubnetGroup(std::string_view type) { return type.ends_with(kSubnetGroupSuffix); }

/// Returns the subnets that a value names, by themselves or by what names them in its turn: a
/// subnet group, a directory.
References subnetsNamed(const View& self, const Value& value) {
    BuildScope& scope = self.scope();
    References result;
    const References named = scope.references(&value, self.stack(), ExpectedTypes());
    result.why = named.why;
    for (const ThingId id : named.ids) {
        const std::string type = scope.typeOf(id);
        const View holder = scope.view(id);
        if (type == kSubnetType || !holder) {
            append(result, Known<ThingId>(id));
        } else {
            append(result, presenceOf(holder).subnets);
        }
    }
    return result;
}

References subnetsOf(const View& self, const AttachFacts& facts) {
    References result;
    for (const PathPattern& pattern : facts.subnets) {
        const Found found = valuesAt(self, pattern);
        if (result.why.empty()) result.why = found.why;
        for (const Value* value : found.values) append(result, subnetsNamed(self, *value));
    }
    return result;
}

/// Returns the only value of a property as text; nothing where it is not set.
std::optional<Known<std::string>> textAt(const View& self, const PathPattern& pattern) {
    const Found found = valuesAt(self, pattern);
    if (!found.values.empty()) {
        return self.scope().text(found.values.front(), self.stack(), {});
    }
    if (!found.why.empty()) return Known<std::string>::unknown(found.why);
    return std::nullopt;
}

/// Returns why one of several properties keeps from telling; empty where none does.
Doubt whyOneOf(const View& self, const std::vector<OpenFacts>& facts) {
    for (const OpenFacts& open : facts) {
        const Found found = valuesAt(self, open.property);
        if (found.values.empty() && found.why.empty()) continue;
        if (open.value == "*") return open.why;
        const auto text = textAt(self, open.property);
        if (!text->isKnown()) return text->why();
        if (**text == open.value) return open.why;
    }
    return {};
}

/// Returns the group that an EKS cluster brings along, of the cluster that wears it itself or is
/// named by what does; nothing where that is not in the design.
std::optional<ThingId> clusterGroupOf(const View& self, const AttachFacts& facts) {
    if (facts.makesClusterGroup) return self.id().withPart(kClusterGroupPart);
    const Found found = valuesAt(self, facts.clusterOf);
    if (found.values.size() != 1) return std::nullopt;
    BuildScope& scope = self.scope();
    const Known<ThingId> cluster =
        scope.reference(*found.values.front(), self.stack(), ExpectedTypes(kClusterType));
    if (!cluster.isKnown() || scope.typeOf(*cluster) != kClusterType) return std::nullopt;
    return cluster->withPart(kClusterGroupPart);
}

/// What the launch template of a cluster's nodes says of their interfaces.
struct NodeLaunch {
    std::optional<References> groups;     ///< Nothing: EKS gives them the cluster's own group.
    std::optional<Known<bool>> isPublic;  ///< Nothing: their subnet says it.
};

const Value* settingOf(const Value& map, std::string_view key) {
    const Value* found = map.find(key);
    return found != nullptr && !found->isNull() ? found : nullptr;
}

/// Returns the launch template of the design that a cluster's nodes are started with; nothing where
/// they have none, or it is not known.
std::optional<Launch::Layer> nodeTemplateOf(const View& self, const AttachFacts& facts) {
    const Value* named = self.property("LaunchTemplate");
    if (facts.clusterOf.empty() || named == nullptr || !named->isMap()) return std::nullopt;
    const Value* id = settingOf(*named, "Id");
    const Value* name = settingOf(*named, "Name");
    if (id == nullptr && name == nullptr) return std::nullopt;
    const Known<ThingId> found =
        id != nullptr ? self.reference("LaunchTemplate.Id", *id)
                      : self.reference("LaunchTemplate.Name", *name, "AWS::EC2::LaunchTemplate");
    const View held = found.isKnown() ? self.scope().view(*found) : View();
    const Value* data = held ? held.property("LaunchTemplateData") : nullptr;
    if (data == nullptr || !data->isMap()) return std::nullopt;
    return Launch::Layer{held, kTemplateSettings, data};
}

/// Reads what EKS takes over of a launch template; a group of it stands in place of the cluster's.
///
/// Source: EKS User Guide, launch-templates (using custom security groups), and
/// create-managed-node-group (a public address by the template or the subnet).
std::optional<NodeLaunch> nodeLaunchOf(const View& self, const AttachFacts& facts) {
    const auto layer = nodeTemplateOf(self, facts);
    if (!layer) return std::nullopt;
    NodeLaunch launch;
    References groups;
    bool named = false;
    const auto addGroups = [&](const Value& settings, std::string_view key, std::string_view path) {
        const Value* list = settingOf(settings, key);
        if (list == nullptr) return;
        named = true;
        append(groups, layer->references(path, list));
    };
    addGroups(*layer->settings, "SecurityGroupIds", "SecurityGroupIds");
    addGroups(*layer->settings, "SecurityGroups", "SecurityGroups");
    if (const Value* listed = settingOf(*layer->settings, "NetworkInterfaces")) {
        for (const Value& item : listed->items()) {
            addGroups(item, "Groups", "NetworkInterfaces[].Groups");
            const Value* flag = settingOf(item, "AssociatePublicIpAddress");
            if (flag != nullptr && !launch.isPublic) {
                launch.isPublic = self.scope().boolean(flag, layer->stack(), false);
            }
        }
    }
    if (named) launch.groups = std::move(groups);
    return launch;
}

References groupsOf(const View& self, const AttachFacts& facts) {
    References result;
    for (const PathPattern& pattern : facts.groups) {
        const Found found = valuesAt(self, pattern);
        if (result.why.empty()) result.why = found.why;
        for (const Value* value : found.values) {
            append(result, self.scope().references(value, self.stack(), ExpectedTypes(kGroupType)));
        }
    }
    const auto launch = nodeLaunchOf(self, facts);
    if (launch && launch->groups) return *launch->groups;
    if (Doubt why = whyOneOf(self, facts.otherGroupsIf); !launch && !why.empty()) {
        result.why = std::move(why);
        return result;
    }
    if (facts.clusterOf.empty() && !facts.makesClusterGroup) {
        if (result.why.empty()) result.why = facts.moreGroups;
        return result;
    }
    const std::optional<ThingId> own = clusterGroupOf(self, facts);
    if (own) append(result, Known<ThingId>(*own));
    if (result.why.empty()) result.why = whyOneOf(self, facts.moreGroupsIf);
    if (result.why.empty() && !own) result.why = facts.moreGroups;
    return result;
}

void addPorts(const std::vector<ListenPorts>& ports, std::vector<RuleMatch>& listens) {
    for (const ListenPorts& one : ports) {
        RuleMatch match;
        match.protocol = one.isUdp ? kUdp : kTcp;
        match.fromPort = one.first;
        match.toPort = one.last;
        listens.push_back(std::move(match));
    }
}

RuleMatch unknownPort(const Doubt& why) {
    RuleMatch match;
    match.protocol = kTcp;
    match.fromPort = Known<std::int32_t>::unknown(why);
    match.toPort = Known<std::int32_t>::unknown(why);
    return match;
}

/// Adds the ports that one value of a property stands for.
void addPortsOf(const Known<std::string>& text, const ListenFacts& facts,
                std::vector<RuleMatch>& listens) {
    if (!text.isKnown()) return listens.push_back(unknownPort(text.why()));
    if (!facts.byValue.empty()) {
        const auto known = facts.byValue.find(*text);
        if (known != facts.byValue.end()) return addPorts(known->second, listens);
    } else if (const auto port = Value::string(*text).asInteger();
               port && *port > 0 && *port <= 65535) {
        const auto number = static_cast<std::uint16_t>(*port);
        return addPorts({ListenPorts{false, number, number}}, listens);
    }
    listens.push_back(unknownPort(
        fmt::format("the ports of `{}` {} are not known", facts.property.toString(), *text)));
}

/// Adds the ports that a property decides, by each of its values.
void addPorts(const View& self, const ListenFacts& facts, std::vector<RuleMatch>& listens) {
    const Found found = valuesAt(self, facts.property);
    for (const Value* value : found.values) {
        addPortsOf(self.scope().text(value, self.stack(), {}), facts, listens);
    }
    if (!found.why.empty()) listens.push_back(unknownPort(found.why));
    if (!found.values.empty() || !found.why.empty()) return;
    if (facts.hasFallback) return addPorts(facts.ports, listens);
    listens.push_back(unknownPort(
        fmt::format("`{}` of `{}` is not set", facts.property.toString(), self.name())));
}

/// Says whether a property has the value that a switch asks for.
Known<bool> isOn(const View& self, const SwitchFacts& facts) {
    const auto text = textAt(self, facts.property);
    if (!text) return facts.fallback;
    if (facts.value == "*") return true;
    if (!text->isKnown()) return Known<bool>::unknown(text->why());
    return **text == facts.value;
}

/// Returns why a resource's properties keep from telling whether it has a public address.
Doubt whyOpen(const View& self, const PublicFacts& facts) {
    if (!facts.why.empty()) return facts.why;
    return whyOneOf(self, facts.unless);
}

/// Returns whether its interfaces have a public address; nothing where their subnets decide.
std::optional<Known<bool>> isPublic(const View& self, const AttachFacts& facts) {
    if (!facts.publicAddress) return false;
    if (const auto launch = nodeLaunchOf(self, facts)) return launch->isPublic;
    if (Doubt why = whyOpen(self, *facts.publicAddress); !why.empty()) {
        return Known<bool>::unknown(std::move(why));
    }
    if (facts.publicAddress->asSubnet) return std::nullopt;
    return isOn(self, *facts.publicAddress->given);
}

std::optional<std::vector<RuleMatch>> publicListensOf(const AttachFacts& facts) {
    if (!facts.publicAddress || facts.publicAddress->ports.empty()) return std::nullopt;
    std::vector<RuleMatch> listens;
    addPorts(facts.publicAddress->ports, listens);
    return listens;
}

/// Adds what stands for something of a resource that is none of its interfaces: a thing of the
/// type `kind` whose tag is the resource's name.
void addBesides(const View& self, std::uint32_t part, std::string_view kind, Products& out) {
    OtherThing thing;
    self.fill(thing, part, kind);
    thing.type = kind;
    thing.tags = {{self.stack().name, self.name()}};
    emit(out, std::move(thing));
}

/// Returns how many interfaces there are: one in each subnet, and more of the same where the
/// resource says so.
std::size_t countOf(const View& self, const AttachFacts& facts, std::size_t subnets) {
    if (!facts.count) return subnets;
    std::size_t count = facts.count->fallback;
    if (const auto text =
            facts.count->property.empty() ? std::nullopt : textAt(self, facts.count->property);
        text && text->isKnown()) {
        const auto number = Value::string(**text).asInteger();
        if (number && *number > 0) count = static_cast<std::size_t>(*number);
    }
    return std::min(std::max(count, subnets), kMaxInterfaces);
}

InterfaceKind interfaceKind(AttachKind kind) {
    switch (kind) {
        case AttachKind::Database: return InterfaceKind::Database;
        case AttachKind::Cache: return InterfaceKind::Cache;
        case AttachKind::Client: return InterfaceKind::Client;
        case AttachKind::Service:
        case AttachKind::SubnetGroup:
        case AttachKind::None: break;
    }
    return InterfaceKind::Service;
}

Known<ThingId> firstSubnetOf(const View& self, const AttachFacts& facts) {
    const References subnets = subnetsOf(self, facts);
    if (!subnets.ids.empty()) return subnets.ids.front();
    return Known<ThingId>::unknown(subnets.why.empty() ? "it names no subnet" : subnets.why);
}

void addInterfaces(const View& self, const AttachFacts& facts, AttachedResource& made,
                   Products& out) {
    made.interfaces = observedInterfaces(self);
    const References subnets = subnetsOf(self, facts);
    made.interfacesWhy = subnets.why;
    if (!made.interfaces.empty() || subnets.ids.empty()) return;
    const References groups = groupsOf(self, facts);
    const std::size_t count = countOf(self, facts, subnets.ids.size());
    for (std::size_t i = 0; i < count; ++i) {
        InterfacePlan plan;
        plan.part = static_cast<std::uint32_t>(i + 1);
        plan.suffix = fmt::format("eni{}", i);
        plan.kind = interfaceKind(facts.kind);
        plan.owner = self.id();
        plan.subnet = subnets.ids[i % subnets.ids.size()];
        plan.groups = groups;
        plan.associatePublic = isPublic(self, facts);
        plan.mayMapPublic = true;
        plan.listens = listensOf(self, facts);
        plan.publicListens = publicListensOf(facts);
        made.interfaces.push_back(addInterface(self, std::move(plan), {}, out));
    }
}

/// Collects what a resource's properties say of subnets and security groups.
class PresenceReader {
public:
    explicit PresenceReader(const View& self) : m_self(self) {}

    NetworkPresence read() {
        visit(m_self.properties(), {});
        return std::move(m_presence);
    }

private:
    void visit(const Value& value, std::string_view key) {
        if (value.isUnknown()) {
            References* into = calledAfter(key);
            // A whole `VpcConfig` that is not known may hold subnets; a `VpcId` is no place in it.
            const std::string word = lowerAscii(key);
            const bool isConfig = word.starts_with("vpc") && !word.starts_with("vpcid");
            if (into == nullptr && isConfig) into = &m_presence.subnets;
            if (into != nullptr && into->why.empty()) into->why = value.text();
        } else if (value.isMap()) {
            for (const MapEntry& entry : value.entries()) visit(entry.value, entry.key);
        } else if (value.isList()) {
            for (const Value& item : value.items()) visit(item, key);
        } else if (value.isCall() || value.isString()) {
            noteReference(value, key);
        }
    }

    /// Returns what a property is called after, subnets or security groups; null pointer for the
    /// rest. AWS calls them all so: `SubnetIds`, `VpcSecurityGroupIds`.
    References* calledAfter(std::string_view key) {
        const std::string word = lowerAscii(key);
        if (word.find("securitygroup") != std::string::npos) return &m_presence.securityGroups;
        if (word.find("subnet") != std::string::npos) return &m_presence.subnets;
        return nullptr;
    }

    void noteReference(const Value& value, std::string_view key) {
        BuildScope& scope = m_self.scope();
        // A text speaks of a thing only where it looks like the id that AWS gave it.
        if (value.isString() && !value.text().starts_with("subnet-") &&
            !value.text().starts_with("sg-")) {
            return;
        }
        References* into = calledAfter(key);
        const std::size_t met = scope.externals();
        for (const ThingId id : scope.references(&value, m_self.stack(), ExpectedTypes()).ids) {
            if (id == m_self.id()) continue;
            const std::string type = scope.typeOf(id);
            if (type.empty() && into != nullptr) {
                append(*into, Known<ThingId>(id));
            } else {
                noteThing(value, id, type);
            }
        }
        // What other properties say of the outside is nobody's business here.
        if (into == nullptr) scope.forgetExternals(met);
    }

    void noteThing(const Value& value, ThingId id, std::string_view type) {
        BuildScope& scope = m_self.scope();
        if (isSubnetGroup(type) && !value.isCall(Function::GetAtt)) {
            append(m_presence.subnets, scope.view(id).things("SubnetIds"));
        } else if (type == kSubnetType && standsForThing(value, "SubnetId")) {
            append(m_presence.subnets, Known<ThingId>(id));
        } else if (type == kGroupType && standsForThing(value, "GroupId")) {
            append(m_presence.securityGroups, Known<ThingId>(id));
        } else if (type == "AWS::EC2::VPC" && value.isCall(Function::GetAtt) &&
                   standsForThing(value, "DefaultSecurityGroup")) {
            append(m_presence.securityGroups, Known<ThingId>(defaultGroupOf(scope.view(id))));
        }
    }

    /// Says whether a value is the thing itself, not one of its other attributes.
    static bool standsForThing(const Value& value, std::string_view attribute) {
        if (!value.isCall(Function::GetAtt)) return true;
        const auto& parts = value.argument().items();
        return parts.size() == 2 && parts[1].asString() == attribute;
    }

    const View& m_self;
    NetworkPresence m_presence;
};

}  // namespace

std::optional<std::vector<RuleMatch>> listensOf(const View& self, const AttachFacts& facts) {
    if (facts.ports.empty()) return std::nullopt;
    std::vector<RuleMatch> listens;
    for (const ListenFacts& one : facts.ports) {
        if (one.property.empty()) {
            addPorts(one.ports, listens);
        } else {
            addPorts(self, one, listens);
        }
    }
    return listens;
}

const AttachFacts* attachOf(BuildScope& scope, std::string_view type) {
    const SystemFacts* system = scope.catalog().system(type);
    return system != nullptr && system->attach ? &*system->attach : nullptr;
}

NetworkPresence presenceOf(const View& self) { return PresenceReader(self).read(); }

namespace {

/// Returns the subnets that a share gives others to use: what these make stands there too.
/// Source: Amazon VPC User Guide, vpc-sharing.
NetworkPresence sharedSubnetsOf(const View& self) {
    NetworkPresence presence;
    const Value* shared = self.property("ResourceArns");
    const Value* others = self.property("Principals");
    if (shared == nullptr || others == nullptr) return presence;
    if (others->isList() && others->items().empty()) return presence;
    BuildScope& scope = self.scope();
    const auto add = [&](const Value& named) {
        const std::size_t met = scope.externals();
        for (const ThingId id : scope.references(&named, self.stack(), ExpectedTypes()).ids) {
            if (scope.typeOf(id) == kSubnetType) append(presence.subnets, Known<ThingId>(id));
        }
        scope.forgetExternals(met);
    };
    const std::vector<Value> items =
        shared->isList() ? shared->items() : std::vector<Value>{*shared};
    for (const Value& item : items) {
        if (item.isUnknown()) presence.subnets.why.add(item.text());
        for (const std::string& name : resourcesIn(item)) add(Value::ref(name));
        const std::string text = item.isString() ? item.text() : std::string();
        const auto at = text.rfind(":subnet/");
        if (at != std::string::npos) add(Value::string(text.substr(text.find('/', at) + 1)));
    }
    return presence;
}

}  // namespace

void buildAttached(const View& self, const AttachFacts& facts, Products& out) {
    if (facts.kind == AttachKind::None) {
        OtherThing thing;
        self.fill(thing);
        thing.type = self.type();
        if (thing.type == "AWS::RAM::ResourceShare") thing.presence = sharedSubnetsOf(self);
        return emit(out, std::move(thing));
    }
    if (facts.kind == AttachKind::SubnetGroup) {
        SubnetGroup group;
        self.fill(group);
        group.subnets = subnetsOf(self, facts);
        return emit(out, std::move(group));
    }
    AttachedResource made;
    self.fill(made);
    made.type = self.type();
    made.publiclyAccessible = isPublic(self, facts).value_or(false);
    addInterfaces(self, facts, made, out);
    emit(out, std::move(made));
    if (facts.makesClusterGroup) {
        const Known<ThingId> subnet = firstSubnetOf(self, facts);
        addClusterGroup(self, subnet, out);
    }
    if (facts.publicEndpoint && isOn(self, *facts.publicEndpoint).valueOr(true)) {
        addBesides(self, kPublicEndpointPart, "Archivolt::PublicEndpoint", out);
    }
    if (facts.ownInternet && isOn(self, *facts.ownInternet).valueOr(true)) {
        addBesides(self, kOwnInternetPart, "Archivolt::OwnInternet", out);
    }
}

}  // namespace archivolt
