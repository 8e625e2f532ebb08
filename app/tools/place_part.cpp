#include "app/tools/place_part.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "app/tools/site_facts.h"
#include "model/base/invariant.h"
#include "model/design/names.h"
#include "model/design/references.h"
#include "model/design/rename.h"

namespace archivolt {

namespace {

constexpr std::string_view kPattern = "pattern:";
constexpr std::string_view kRouteTable = "AWS::EC2::RouteTable";
constexpr std::string_view kRouteAssociation = "AWS::EC2::SubnetRouteTableAssociation";

using Holes = std::map<std::string, Value>;

/// Returns a tree in which each text and each reference is what `change` makes of it; nothing from
/// `change` leaves it as it is.
template <class Change>
Value changed(const Value& value, const Change& change) {
    if (auto replaced = change(value)) return *replaced;
    switch (value.kind()) {
        case Value::Kind::List: {
            std::vector<Value> items;
            for (const Value& item : value.items()) items.push_back(changed(item, change));
            return Value::list(std::move(items));
        }
        case Value::Kind::Map: {
            std::vector<MapEntry> entries;
            for (const MapEntry& entry : value.entries()) {
                entries.push_back({entry.key, changed(entry.value, change)});
            }
            return Value::map(std::move(entries));
        }
        case Value::Kind::Call:
            return Value::call(value.functionName(), changed(value.argument(), change));
        case Value::Kind::Null:
        case Value::Kind::Bool:
        case Value::Kind::Number:
        case Value::Kind::String:
        case Value::Kind::Unknown: return value;
    }
    return value;
}

Value withHoles(const Value& body, const Holes& holes) {
    return changed(body, [&](const Value& value) -> std::optional<Value> {
        if (!value.isCall(Function::Ref)) return {};
        const auto found = holes.find(value.argument().text());
        return found == holes.end() ? std::nullopt : std::optional(found->second);
    });
}

/// Moves every address block of `from` to the same place in `to`, a block of the same size.
Value withBlocks(const Value& body, const Cidr& from, const Cidr& to) {
    return changed(body, [&](const Value& value) -> std::optional<Value> {
        if (!value.isString()) return {};
        const auto block = Cidr::parse(value.text());
        if (!block || !from.contains(*block)) return {};
        const std::uint64_t offset = block->first().low - from.first().low;
        return Value::string(Cidr(to.first().plus(offset), block->length()).toString());
    });
}

/// Returns what is to be added of a fragment: not what is reused, nor what only that needs.
std::set<std::string> neededOf(const ResourceTable& resources,
                               const std::set<std::string>& reused) {
    std::map<std::string, std::set<std::string>> users;
    for (const auto& resource : resources) {
        forEachReference(*resource, [&](const Reference& reference) {
            users[std::string(reference.name)].insert(resource->logicalId);
        });
    }
    std::set<std::string> needed;
    for (bool grew = true; grew;) {
        grew = false;
        for (const auto& resource : resources) {
            const std::string& name = resource->logicalId;
            if (reused.contains(name) || needed.contains(name)) continue;
            const bool isUsed = std::ranges::any_of(
                users[name], [&](const std::string& user) { return needed.contains(user); });
            if (users[name].empty() || isUsed) grew = needed.insert(name).second;
        }
    }
    return needed;
}

using PathSteps = std::span<const PathPattern::Step>;

/// Returns a value in which the steps lead to `leaf`: maps are added to, a list is made with one
/// item. Nothing where a step leads through what has other items already, or any entry of a map.
std::optional<Value> leadingTo(const Value* value, PathSteps steps, const Value& leaf) {
    if (steps.empty()) return leaf;
    const PathPattern::Step& step = steps.front();
    if (step.kind == PathPattern::StepKind::AnyItem) {
        if (value != nullptr) return {};
        auto item = leadingTo(nullptr, steps.subspan(1), leaf);
        return item ? std::optional(Value::list({*std::move(item)})) : std::nullopt;
    }
    if (step.kind != PathPattern::StepKind::Key) return {};
    if (value != nullptr && !value->isMap()) return {};
    const Value map = value == nullptr ? Value::map({}) : *value;
    auto entry = leadingTo(map.find(step.key), steps.subspan(1), leaf);
    return entry ? std::optional(map.withEntry(step.key, *std::move(entry))) : std::nullopt;
}

std::string lastName(std::string_view type) {
    return std::string(type.substr(type.rfind(':') + 1));
}

/// One part being placed.
class Placing {
public:
    Placing(const PartSite& site, std::string what)
        : m_site(site), m_facts(site, what), m_what(std::move(what)) {}

    PartPlan type(const SystemFacts& facts) {
        if (!m_facts.stack()) return refuse("There is no template to add to: make a new design");
        const bool inVpc = m_facts.inVpc();
        if (const Fragment* fragment = m_site.fragments.part(facts.type, inVpc)) {
            return place(*fragment);
        }
        Value properties = facts.defaults.isMap() ? facts.defaults : Value::map({});
        if (facts.type == kVpcType) {
            properties =
                properties.withEntry("CidrBlock", Value::string(m_facts.freeVpcBlock().toString()));
        }
        if (facts.type == kSubnetType) {
            const auto block = m_facts.freeSubnetBlock();
            if (!block) return refuse(block.error());
            properties = properties.withEntry("CidrBlock", Value::string(block->toString()));
        }
        if (auto why = contain(facts, properties); !why.empty()) return refuse(std::move(why));
        properties = connected(facts, std::move(properties));
        std::vector<MapEntry> entries{{"Type", Value::string(facts.type)}};
        if (!properties.entries().empty()) entries.push_back({"Properties", properties});
        const Value body = Value::map(std::move(entries));
        if (facts.type == kRouteAssociation) {
            if (const auto twin = twinOf(body, {"SubnetId"})) return refuseTwin(*twin);
        }
        add(freeName(lastName(facts.type), {}), lastName(facts.type), body);
        return facts.type == kRouteTable ? associated() : done();
    }

    /// A type of which only the specification is known: what it needs is for its form.
    PartPlan type(const ResourceType& type) {
        if (!m_facts.stack()) return refuse("There is no template to add to: make a new design");
        const std::string name = lastName(type.name);
        add(freeName(name, {}), name,
            Value::map({{"Type", Value::string(std::string(type.name))}}));
        return done();
    }

    PartPlan pattern(const Fragment& fragment) {
        if (!m_facts.stack()) return refuse("There is no template to add to: make a new design");
        return place(fragment);
    }

private:
    PartPlan place(const Fragment& fragment) {
        Holes holes;
        for (const std::string& hole : fragment.holes) {
            auto value = fill(hole, fragment);
            if (!value) return refuse(value.error());
            holes.emplace(hole, *value);
        }
        const auto twin = addAll(fragment, holes, {.reuses = true});
        if (!twin) return done();
        const bool couldReuse = !fragment.reuse.empty();
        const auto still = couldReuse ? addAll(fragment, holes, {.reuses = false}) : twin;
        if (!still) return done();
        return refuseTwin(*still);
    }

    PartPlan refuseTwin(const std::string& twin) {
        return refuse(fmt::format("There can be only one here, and {} is there already", twin));
    }

    struct AddOptions {
        bool reuses = true;
    };

    /// Adds what the fragment has and the design has not; returns what is there already of which
    /// there may be one only.
    std::optional<std::string> addAll(const Fragment& fragment, const Holes& holes,
                                      AddOptions options) {
        m_plan = {};
        const Cidr own = *Cidr::parse("10.0.0.0/16");
        const Cidr free = m_facts.freeVpcBlock();
        std::set<std::string> reused;
        const Design named = renamed(fragment, options, reused);
        const ResourceTable& resources = named.stacks.front()->body.resources;
        const std::set<std::string> needed = neededOf(resources, reused);
        for (const auto& resource : resources) {
            if (!needed.contains(resource->logicalId)) continue;
            const std::string first = fragment.stack->body.resources.find(resource->id)->logicalId;
            Value body = withBlocks(withHoles(resource->body, holes), own, free);
            if (const auto once = fragment.once.find(first); once != fragment.once.end()) {
                if (auto twin = twinOf(body, once->second)) return twin;
            }
            if (std::ranges::count(fragment.afterGateway, first) != 0) {
                body = afterGateway(std::move(body));
            }
            add(resource->logicalId, first, std::move(body));
        }
        const std::string& main = fragment.beside.empty() ? fragment.part : fragment.beside;
        if (!main.empty()) bringToFront(main);
        return {};
    }

    /// Returns a resource of the template that says the same in these properties; of those with a
    /// question mark it has to say something.
    [[nodiscard]] std::optional<std::string> twinOf(
        const Value& body, const std::vector<std::string>& properties) const {
        const auto isSame = [&](const Resource& other, const std::string& property) {
            if (property.ends_with('?')) {
                return other.properties().find(property.substr(0, property.size() - 1)) != nullptr;
            }
            const Value* theirs = other.properties().find(property);
            const Value* mine = body.at(Path{std::string("Properties"), property});
            return theirs != nullptr && mine != nullptr && sameMeaning(*theirs, *mine);
        };
        for (const auto& other : m_facts.stack()->body.resources) {
            if (other->type() != body.find("Type")->text()) continue;
            if (std::ranges::all_of(properties,
                                    [&](const auto& name) { return isSame(*other, name); })) {
                return other->logicalId;
            }
        }
        return {};
    }

    /// Returns the body made to wait for the attachment of the VPC's internet gateway.
    [[nodiscard]] Value afterGateway(Value body) const {
        const auto vpc = m_facts.vpc();
        if (!vpc || body.find("DependsOn") != nullptr) return body;
        for (const auto& other : m_facts.stack()->body.resources) {
            if (other->type() != "AWS::EC2::VPCGatewayAttachment") continue;
            const Value* theirs = other->properties().find("VpcId");
            if (theirs == nullptr || other->properties().find("InternetGatewayId") == nullptr ||
                !sameMeaning(*theirs, Value::ref(*vpc))) {
                continue;
            }
            std::vector<MapEntry> entries = body.entries();
            entries.insert(entries.begin() + 1, {"DependsOn", Value::string(other->logicalId)});
            return Value::map(std::move(entries));
        }
        return body;
    }

    SiteResult<Value> fill(const std::string& hole, const Fragment& fragment) const {
        if (hole == "Vpc") return m_facts.vpc().map(&Value::ref);
        if (hole == "Subnet") return m_facts.subnet().map(&Value::ref);
        if (hole == "Zone") return m_facts.zone();
        INVARIANT(hole == "Subnets");
        return m_facts.subnets(fragment.tier).map([](const std::vector<std::string>& names) {
            std::vector<Value> refs;
            refs.reserve(names.size());
            for (const std::string& name : names) refs.push_back(Value::ref(name));
            return Value::list(std::move(refs));
        });
    }

    /// Returns the fragment with logical ids that are free here, and those of the design's own
    /// where it is reused.
    Design renamed(const Fragment& fragment, AddOptions options,
                   std::set<std::string>& reused) const {
        Design design;
        design.nextId = m_site.design.nextId;
        design.stacks.push_back(fragment.stack);
        std::set<std::string> taken;
        std::vector<std::string> bound;
        if (m_facts.vpc()) bound.push_back(*m_facts.vpc());
        for (const auto& resource : fragment.stack->body.resources) {
            taken.insert(resource->logicalId);
        }
        std::vector<std::pair<std::string, std::string>> names;
        for (const auto& resource : fragment.stack->body.resources) {
            const std::string& name = resource->logicalId;
            const bool mayReuse = options.reuses && std::ranges::count(fragment.reuse, name) != 0;
            const auto existing =
                mayReuse ? m_facts.existing(resource->type(), bound) : std::nullopt;
            const bool isReused = existing && reused.insert(*existing).second;
            std::string other = isReused ? *existing : freeName(name, taken);
            if (other == name) continue;
            taken.insert(other);
            names.emplace_back(name, std::move(other));
        }
        // A name of the design's own may be that of another one here: all step aside first.
        const auto rename = [&](const std::string& from, const std::string& to) {
            design = withResourceRenamed(design, *design.stacks.front(), from, to);
        };
        for (auto& [from, to] : names) {
            const std::string aside = freeLogicalId(
                "Aside", [&](const auto& name) { return !taken.insert(name).second; });
            rename(from, aside);
            from = aside;
        }
        for (const auto& [from, to] : names) rename(from, to);
        return design;
    }

    /// Returns `wanted`, or that with the first number that makes it free here.
    [[nodiscard]] std::string freeName(const std::string& wanted,
                                       const std::set<std::string>& others) const {
        const auto isTaken = [&](const std::string& name) {
            const Template& body = m_facts.stack()->body;
            if (body.resources.find(name)) return true;
            const Value* parameters = body.section("Parameters");
            return (parameters != nullptr && parameters->find(name) != nullptr) ||
                   (name != wanted && others.contains(name));
        };
        return freeLogicalId(wanted, isTaken);
    }

    /// Sets what decides the place of a thing, as the catalogue says; returns why it can't be.
    std::string contain(const SystemFacts& facts, Value& properties) {
        const auto isRequired = [&](const PathPattern& path) {
            return std::ranges::count(facts.setByPlacing, path.steps().front().key) != 0;
        };
        bool isInSubnet = false;
        for (const Containment& place : facts.containments) {
            const std::string key = place.path.steps().front().key;
            const bool required = isRequired(place.path) || place.place == HomeKind::Vpc;
            if (properties.find(key) != nullptr) continue;
            if (place.place == HomeKind::Vpc) {
                if (facts.type != kSubnetType && properties.find("SubnetId") != nullptr) continue;
                const auto vpc = m_facts.vpc();
                if (!vpc) return vpc.error();
                properties = properties.withEntry(key, Value::ref(*vpc));
            } else if (place.place == HomeKind::Zone && !place.path.isPlural()) {
                if (!isRequired(place.path) && facts.type != kSubnetType) continue;
                properties = properties.withEntry(key, m_facts.zone(facts.type == kSubnetType));
            } else if (place.place == HomeKind::Subnet && place.path.steps().size() <= 2) {
                const bool isWanted = place.path.isPlural() ? m_facts.inVpc() : m_facts.inSubnet();
                if (!required && !isWanted) continue;
                if (auto why = containInSubnet(place, key, properties); !why.empty()) return why;
                isInSubnet = true;
            } else if (place.place == HomeKind::Subnet && !isInSubnet && m_facts.inSubnet()) {
                // Deeper in: the subnet that it is dropped into, and no other is guessed.
                const auto subnet = m_facts.subnet();
                if (!subnet) continue;
                auto set = leadingTo(&properties, place.path.steps(), Value::ref(*subnet));
                if (!set) continue;
                properties = *std::move(set);
                isInSubnet = true;
            }
        }
        return {};
    }

    /// Sets what the type needs and the catalogue leaves to placing: the subnet that it is dropped
    /// into, and what there is only one of.
    [[nodiscard]] Value connected(const SystemFacts& facts, Value properties) const {
        for (const std::string& key : facts.setByPlacing) {
            if (properties.find(key) != nullptr) continue;
            const ReferenceFacts* reference = m_site.catalog.reference(facts.type, Path{key});
            if (reference == nullptr || reference->targets.empty()) continue;
            const ReferenceTarget& target = reference->targets.front();
            std::optional<std::string> named;
            if (target.type == kSubnetType && m_facts.inSubnet()) {
                const auto subnet = m_facts.subnet();
                if (subnet) named = *subnet;
            } else {
                named = onlyOne(target.type);
            }
            if (!named) continue;
            properties = properties.withEntry(
                key, target.attribute.empty()
                         ? Value::ref(*named)
                         : Value::getAtt(*named, std::string(target.attribute)));
        }
        return properties;
    }

    /// Returns the only resource of a type, of those that name a VPC the only one of this VPC;
    /// nothing where there are several or none.
    [[nodiscard]] std::optional<std::string> onlyOne(std::string_view type) const {
        const auto vpc = m_facts.vpc();
        std::optional<std::string> only;
        for (const auto& resource : m_facts.stack()->body.resources) {
            if (resource->type() != type) continue;
            const Value* theirs =
                resource->properties().isMap() ? resource->properties().find("VpcId") : nullptr;
            if (theirs != nullptr && vpc && !sameMeaning(*theirs, Value::ref(*vpc))) continue;
            if (only) return {};
            only = resource->logicalId;
        }
        return only;
    }

    /// A route table that is dropped into a subnet holds for it, unless the subnet has one.
    PartPlan associated() {
        if (!m_facts.inSubnet()) return done();
        const auto subnet = m_facts.subnet();
        if (!subnet) return done();
        const std::string name = lastName(kRouteAssociation);
        const Value body = Value::map(
            {{"Type", Value::string(std::string(kRouteAssociation))},
             {"Properties", Value::map({{"SubnetId", Value::ref(*subnet)},
                                        {"RouteTableId", Value::ref(m_plan.added.front())}})}});
        const auto twin = twinOf(body, {"SubnetId"});
        if (!twin) add(freeName(name, {}), name, body);
        PartPlan plan = done();
        plan.why += twin ? fmt::format("; {} keeps the table that {} gives it", *subnet, *twin)
                         : fmt::format(", for {}", *subnet);
        return plan;
    }

    std::string containInSubnet(const Containment& place, const std::string& key,
                                Value& properties) {
        if (!place.path.isPlural()) {
            const auto subnet = m_facts.subnet();
            if (!subnet) return subnet.error();
            properties = properties.withEntry(key, Value::ref(*subnet));
            return {};
        }
        if (place.path.steps().size() != 2 ||
            place.path.steps().back().kind != PathPattern::StepKind::AnyItem) {
            return {};
        }
        const auto subnets = m_facts.subnets("private");
        if (!subnets) return subnets.error();
        std::vector<Value> refs;
        for (const std::string& name : *subnets) refs.push_back(Value::ref(name));
        properties = properties.withEntry(key, Value::list(std::move(refs)));
        return {};
    }

    /// Adds a resource; names that AWS wants to be unique get the number that its id has.
    void add(const std::string& logicalId, const std::string& wanted, Value body) {
        const std::string number = logicalId.substr(std::min(wanted.size(), logicalId.size()));
        const Value* properties = body.find("Properties");
        if (!number.empty() && properties != nullptr) {
            Value own = *properties;
            for (const MapEntry& entry : properties->entries()) {
                if (entry.key.ends_with("Name") && entry.value.isString() &&
                    entry.key != "DomainName" && !entry.value.text().ends_with(".com")) {
                    own =
                        own.withEntry(entry.key, Value::string(entry.value.text() + "-" + number));
                }
            }
            body = body.withEntry("Properties", own);
        }
        m_plan.added.push_back(logicalId);
        m_plan.edits.emplace_back(
            AddResource{m_facts.stack()->id, logicalId, std::move(body), std::nullopt});
    }

    /// Puts the thing of the type first among what was added; the template keeps its order.
    void bringToFront(const std::string& type) {
        for (std::size_t i = 0; i < m_plan.edits.size(); ++i) {
            const auto& add = std::get<AddResource>(m_plan.edits[i]);
            if (add.body.find("Type")->text() != type) continue;
            std::rotate(m_plan.added.begin(), m_plan.added.begin() + static_cast<long>(i),
                        m_plan.added.begin() + static_cast<long>(i) + 1);
            return;
        }
    }

    PartPlan done() {
        m_plan.legal = true;
        m_plan.stack = m_facts.stack()->id;
        m_plan.label = fmt::format("Add {}", m_plan.added.front());
        m_plan.why = m_plan.added.size() == 1
                         ? fmt::format("Adds {}", m_plan.added.front())
                         : fmt::format("Adds {} and {} with it", m_plan.added.front(),
                                       m_plan.added.size() == 2
                                           ? m_plan.added.back()
                                           : std::to_string(m_plan.added.size() - 1) + " more");
        return m_plan;
    }

    PartPlan refuse(std::string why) {
        m_plan = {};
        m_plan.why = std::move(why);
        return m_plan;
    }

    const PartSite& m_site;
    SiteFacts m_facts;
    std::string m_what;
    PartPlan m_plan;
};

/// Says which required properties the new thing still lacks.
PartPlan withWants(PartPlan plan, const Catalog& catalog) {
    if (!plan.legal) return plan;
    const Value& body = std::get<AddResource>(plan.edits.front()).body;
    const ResourceType* type = catalog.find(body.find("Type")->text());
    if (type == nullptr) return plan;
    const Value* properties = body.find("Properties");
    std::vector<std::string_view> wanted;
    for (const PropertyFacts& property : type->body.properties) {
        const bool isSet = properties != nullptr && properties->find(property.name) != nullptr;
        if (property.required && !isSet) wanted.push_back(property.name);
    }
    if (!wanted.empty()) {
        plan.why += fmt::format("; {} still to be filled in", fmt::join(wanted, ", "));
    }
    return plan;
}

}  // namespace

PartPlan planPart(std::string_view part, const PartSite& site) {
    if (part.starts_with(kPattern)) {
        const Fragment* fragment = site.fragments.pattern(part.substr(kPattern.size()));
        if (fragment != nullptr) {
            PartPlan plan = Placing(site, fragment->title).pattern(*fragment);
            if (plan.legal) {
                plan.label = fmt::format("Add {}", fragment->title);
                plan.why = fmt::format("Adds {}: {} resources", fragment->title, plan.added.size());
            }
            return plan;
        }
    } else if (const SystemFacts* facts = site.catalog.system(part)) {
        return withWants(Placing(site, facts->label).type(*facts), site.catalog);
    } else if (const ResourceType* type = site.catalog.find(part)) {
        return withWants(Placing(site, std::string(part)).type(*type), site.catalog);
    }
    PartPlan plan;
    plan.why = fmt::format("There is nothing called {} to place", part);
    return plan;
}

}  // namespace archivolt
