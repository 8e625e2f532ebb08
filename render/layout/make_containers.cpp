#include <tuple>

#include "model/architecture/compute.h"
#include "model/build/naming_property.h"
#include "model/design/name_tag.h"
#include "render/layout/diagram_maker.h"
#include "render/layout/fold.h"
#include "render/layout/hues.h"
#include "render/layout/name_stem.h"

namespace archivolt {

namespace {

constexpr std::string_view kVpcType = "AWS::EC2::VPC";
constexpr std::string_view kSubnetType = "AWS::EC2::Subnet";
constexpr std::string_view kUnknownZone = "Zone not known";

/// Returns the number that a name ends in, or nothing.
std::optional<int> numberAtEnd(std::string_view name) {
    std::size_t begin = name.size();
    while (begin > 0 && name[begin - 1] >= '0' && name[begin - 1] <= '9') --begin;
    if (begin == name.size() || name.size() - begin > 3) return std::nullopt;
    return std::stoi(std::string(name.substr(begin)));
}

/// Returns n of `!Select [n, …]` where it is written out, or nothing.
std::optional<int> selectedIndex(const Value& value) {
    if (!value.isCall(Function::Select)) return std::nullopt;
    const auto& parts = value.argument().items();
    if (parts.empty()) return std::nullopt;
    const std::string text = parts.front().isScalar() ? parts.front().text() : std::string();
    const bool digits = !text.empty() && text.size() <= 2 &&
                        std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return std::nullopt;
    return std::stoi(text);
}

}  // namespace

Diagram buildDiagram(const Design& design, const ResolvedDesign& resolved, const Catalog& catalog) {
    return DiagramMaker(design, resolved, catalog).make();
}

std::string_view referenced(const Value& value) {
    if (value.isCall(Function::Ref)) return value.argument().text();
    if (!value.isCall(Function::GetAtt)) return {};
    const auto& parts = value.argument().items();
    return parts.empty() ? std::string_view() : std::string_view(parts.front().text());
}

DiagramMaker::DiagramMaker(const Design& design, const ResolvedDesign& resolved,
                           const Catalog& catalog)
    : m_design(design), m_resolved(resolved), m_catalog(catalog) {}

Diagram DiagramMaker::make() {
    m_diagram.notes = m_design.notes;
    m_diagram.frames = m_design.frames;
    newBox(BoxKind::Canvas, kNoBox, "canvas", "");
    collectItems();
    m_diagram.boxes.reserve(m_items.size() + m_items.size() / 16 + 16);
    indexArchitecture();
    m_outside = newBox(BoxKind::Outside, 0, "outside", "");
    const bool open = std::ranges::any_of(m_items, [](const Item& item) {
        return item.type == "AWS::EC2::InternetGateway" ||
               item.type == "AWS::CloudFront::Distribution" ||
               item.type == "AWS::EC2::EgressOnlyInternetGateway";
    });
    if (open) {
        m_internet = newBox(BoxKind::Node, m_outside, "internet", "Internet");
        box(m_internet).detail = "any address";
        box(m_internet).icon = "internet";
    }
    addRegions();
    addVpcs();
    addSubnets();
    chooseOwners();
    indexCarriers();
    addNodes();
    addShelves();
    spreadLanes();
    partSpans();
    addPlaces();
    attachAttributes();
    addBadges();
    paintTints();
    addLinks();
    badgeReferences();
    const std::size_t size = m_diagram.boxes.size();
    if (m_diagram.boxes.capacity() > size + size / 8) m_diagram.boxes.shrink_to_fit();
    return withFolds(std::move(m_diagram));
}

BoxIndex DiagramMaker::newBox(BoxKind kind, BoxIndex parent, std::string key, std::string title) {
    Box box;
    box.kind = kind;
    box.parent = parent;
    box.key = std::move(key);
    box.title = std::move(title);
    m_diagram.boxes.push_back(std::move(box));
    return static_cast<BoxIndex>(m_diagram.boxes.size() - 1);
}

BoxIndex DiagramMaker::newItemBox(BoxKind kind, BoxIndex parent, std::size_t index) {
    Item& item = m_items[index];
    const Resource& resource = *item.evaluated->source;
    const BoxIndex made = newBox(kind, parent, item.stack->source->name + "/" + item.name(),
                                 shownNameOf(*item.stack->source, resource));
    Box& b = box(made);
    b.stack = item.stack->source->id;
    b.resource = resource.id;
    b.thing = item.thing;
    b.ghost = item.ghost;
    b.hue = item.facts == nullptr ? Hue::General : hueOf(item.facts->category);
    b.icon = item.facts == nullptr ? "resource" : item.facts->icon;
    b.detail = detailOf(item);
    // What people call it comes first, what AWS calls it second; of a frame, after its block.
    if (b.title != item.name()) {
        const bool isFirst = isNode(kind) || b.detail.empty();
        b.detail = isFirst ? item.name() + (b.detail.empty() ? "" : ", " + b.detail)
                           : b.detail + ", " + item.name();
    }
    if (const Rect* placed = m_design.placements.find(resource.id)) b.placed = *placed;
    item.box = made;
    return made;
}

template <class Found>
void DiagramMaker::forEachNamed(const Value& value, std::size_t from, const ValueTrail& trail,
                                const Found& found) const {
    if (value.isCall()) {
        const std::size_t to = find(m_items[from].stack, referenced(value));
        if (to != kNoItem && to != from) found(to, trail);
        if (to == kNoItem) {
            const std::string function(value.functionName());
            forEachNamed(value.argument(), from, {&trail, function}, found);
        }
    }
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        forEachNamed(value.items()[i], from, {&trail, {}, i}, found);
    }
    for (const MapEntry& entry : value.entries()) {
        forEachNamed(entry.value, from, {&trail, entry.key}, found);
    }
}

void DiagramMaker::collectItems() {
    std::size_t count = 0;
    for (const auto& stack : m_resolved.evaluated->stacks) count += stack->resources.size();
    m_items.reserve(count);
    m_byThing.reserve(count);
    for (const auto& stack : m_resolved.evaluated->stacks) {
        ItemsByName& names = m_byName[stack.get()];
        names.reserve(stack->resources.size());
        for (const auto& evaluated : stack->resources) {
            Item item;
            item.stack = stack.get();
            item.evaluated = evaluated.get();
            item.type = evaluated->source->type();
            // Things of a type tend to stand together.
            const bool same = !m_items.empty() && m_items.back().type == item.type;
            item.facts = same ? m_items.back().facts : m_catalog.system(item.type);
            item.thing = ThingId::of(stack->source->id, evaluated->source->id);
            item.ghost = evaluated->exists == Truth::No;
            names.emplace(evaluated->source->logicalId, m_items.size());
            m_byThing.emplace(item.thing, m_items.size());
            m_items.push_back(std::move(item));
        }
    }
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        forEachNamed(
            m_items[i].properties(), i, {nullptr, "Properties"},
            [&](std::size_t to, const ValueTrail&) { m_items[to].referrers.push_back(i); });
    }
}

Path DiagramMaker::referrerPath(std::size_t item, std::size_t referrer) const {
    const auto& referrers = m_items[item].referrers;
    const std::size_t from = referrers[referrer];
    const auto end = referrers.begin() + static_cast<std::ptrdiff_t>(referrer);
    auto before = std::count(referrers.begin(), end, from);
    Path path;
    forEachNamed(m_items[from].properties(), from, {nullptr, "Properties"},
                 [&](std::size_t to, const ValueTrail& trail) {
                     if (to == item && before-- == 0) path = trail.path();
                 });
    return path;
}

Path ValueTrail::path() const {
    std::vector<PathStep> steps;
    for (const ValueTrail* at = this; at != nullptr; at = at->before) {
        if (at->key.data() == nullptr) {
            steps.emplace_back(at->item);
        } else {
            steps.emplace_back(std::string(at->key));
        }
    }
    std::ranges::reverse(steps);
    return Path(std::move(steps));
}

std::size_t DiagramMaker::find(const EvaluatedStack* stack, std::string_view name) const {
    if (name.empty()) return kNoItem;
    const auto names = m_byName.find(stack);
    if (names == m_byName.end()) return kNoItem;
    const auto found = names->second.find(name);
    return found == names->second.end() ? kNoItem : found->second;
}

std::vector<std::size_t> DiagramMaker::targets(std::size_t item, const PathPattern& path) const {
    std::vector<std::size_t> found;
    for (const FoundValue& value : select(m_items[item].properties(), path)) {
        const std::size_t to = find(m_items[item].stack, referenced(*value.value));
        if (to != kNoItem && to != item && std::ranges::find(found, to) == found.end()) {
            found.push_back(to);
        }
    }
    return found;
}

std::vector<std::size_t> DiagramMaker::named(std::size_t item, std::string_view type) const {
    std::vector<std::size_t> found;
    for (const NamingProperty& property :
         namingProperties(m_catalog, m_items[item].type, {type, {}})) {
        if (!property.key.empty()) continue;
        std::string path(property.name);
        if (property.isList) path += "[]";
        for (const std::size_t to : targets(item, PathPattern::parse(path))) {
            if (m_items[to].type == type) found.push_back(to);
        }
    }
    return found;
}

void DiagramMaker::indexStands() {
    const Architecture& a = typed();
    const auto addAll = [&](ThingId thing, const References& subnets) {
        for (const ThingId subnet : subnets.ids) m_stands.push_back({thing, subnet});
    };
    for (const auto& [id, group] : a.autoScalingGroups) addAll(id, group->subnets);
    for (const auto& [id, balancer] : a.loadBalancers) addAll(id, balancer->subnets);
    for (const auto& [id, endpoint] : a.endpoints) addAll(id, endpoint->subnets);
    for (const auto& [id, nat] : a.natGateways) {
        if (nat->subnet.isKnown()) m_stands.push_back({id, *nat->subnet});
    }
    m_stands.reserve(m_stands.size() + a.interfaces.size());
    for (const auto& [id, interface] : a.interfaces) {
        if (!interface->subnet.isKnown()) continue;
        m_stands.push_back({interface->owner ? interface->owner : id, *interface->subnet, true});
    }
    std::ranges::stable_sort(m_stands, {}, &SubnetStand::thing);
}

std::vector<ThingId> DiagramMaker::subnetsOf(ThingId thing) const {
    std::vector<ThingId> subnets;
    auto stand = std::ranges::lower_bound(m_stands, thing, {}, &SubnetStand::thing);
    for (; stand != m_stands.end() && stand->thing == thing; ++stand) {
        const bool known = std::ranges::find(subnets, stand->subnet) != subnets.end();
        if (!stand->again || !known) subnets.push_back(stand->subnet);
    }
    return subnets;
}

void DiagramMaker::indexArchitecture() {
    indexStands();
    const Architecture& a = typed();
    const auto addVpc = [&](ThingId thing, const Known<ThingId>& vpc) {
        if (vpc.isKnown()) m_vpcOf.emplace(thing, *vpc);
    };
    for (const auto& [id, endpoint] : a.endpoints) addVpc(id, endpoint->vpc);
    for (const auto& [id, nat] : a.natGateways) {
        if (nat->vpc.has_value()) addVpc(id, *nat->vpc);
    }
    for (const auto& [id, thing] : a.securityGroups) addVpc(id, thing->vpc);
    for (const auto& [id, thing] : a.routeTables) addVpc(id, thing->vpc);
    for (const auto& [id, thing] : a.networkAcls) addVpc(id, thing->vpc);
    for (const auto& [id, thing] : a.targetGroups) addVpc(id, thing->vpc);
    for (const auto& [id, thing] : a.egressOnlyInternetGateways) addVpc(id, thing->vpc);
    for (const auto& [id, thing] : a.internetGateways) {
        if (!thing->vpcs.ids.empty()) m_vpcOf.emplace(id, thing->vpcs.ids.front());
    }
    for (const auto& [id, thing] : a.vpnGateways) {
        if (!thing->vpcs.ids.empty()) m_vpcOf.emplace(id, thing->vpcs.ids.front());
    }
}

void DiagramMaker::addRegions() {
    std::set<std::string> accounts;
    for (const auto& stack : m_resolved.evaluated->stacks) accounts.insert(stack->source->account);
    for (const auto& stack : m_resolved.evaluated->stacks) {
        const std::string key = stack->source->account + "/" + stack->source->region;
        if (m_regions.contains(key)) continue;
        const BoxIndex made = newBox(BoxKind::Region, 0, "region:" + key, stack->source->region);
        if (accounts.size() > 1) box(made).detail = stack->source->account;
        m_regions.emplace(key, made);
    }
}

BoxIndex DiagramMaker::regionOf(const Item& item) const {
    return m_regions.at(item.stack->source->account + "/" + item.stack->source->region);
}

void DiagramMaker::addVpcs() {
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (m_items[i].type == kVpcType) newItemBox(BoxKind::Vpc, regionOf(m_items[i]), i);
    }
}

BoxIndex DiagramMaker::externalVpc(ThingId thing, BoxIndex region) {
    if (const auto found = m_externals.find({thing, region}); found != m_externals.end()) {
        return found->second;
    }
    const Thing* known = thing ? typed().find(thing) : nullptr;
    const std::string name = known == nullptr ? "VPC not in the design" : known->name;
    const BoxIndex made = newBox(
        BoxKind::Vpc, region,
        "external:" + std::to_string(thing.value()) + "@" + m_diagram.boxes[region].key, name);
    box(made).icon = "vpc";
    box(made).hue = Hue::Network;
    box(made).thing = thing;
    box(made).external = true;
    m_externals.emplace(std::pair(thing, region), made);
    return made;
}

BoxIndex DiagramMaker::externalSubnet(ThingId thing, BoxIndex region) {
    if (const auto found = m_externals.find({thing, region}); found != m_externals.end()) {
        return found->second;
    }
    // Which VPC an outside subnet is in can't be told; with one outside VPC there is one guess,
    // and with none or several a frame of its own says that it is not known.
    std::vector<BoxIndex> vpcs;
    for (BoxIndex i = 0; i < m_diagram.boxes.size(); ++i) {
        const Box& b = m_diagram.boxes[i];
        if (b.kind == BoxKind::Vpc && b.external && b.parent == region) vpcs.push_back(i);
    }
    const BoxIndex vpc = vpcs.size() == 1 ? vpcs.front() : externalVpc(ThingId(), region);
    const std::string zoneKey = m_diagram.boxes[vpc].key + ":?";
    BoxIndex zone = m_diagram.find(zoneKey);
    if (zone == kNoBox) zone = newBox(BoxKind::Zone, vpc, zoneKey, std::string(kUnknownZone));
    const Thing* known = typed().find(thing);
    const std::string name = known == nullptr ? "Subnet outside" : known->name;
    const BoxIndex made =
        newBox(BoxKind::Subnet, zone, "external:" + std::to_string(thing.value()), name);
    box(made).lane = nextLane(vpc, name);
    box(made).thing = thing;
    box(made).external = true;
    m_externals.emplace(std::pair(thing, region), made);
    return made;
}

void DiagramMaker::addSubnets() {
    // A security group's or target group's outside VPC is where outside subnets go.
    for (const Item& item : m_items) {
        const auto vpc = m_vpcOf.find(item.thing);
        if (vpc != m_vpcOf.end() && vpc->second.isExternal()) {
            externalVpc(vpc->second, regionOf(item));
        }
    }
    std::map<std::pair<BoxIndex, ZonePlace>, std::vector<std::size_t>> zones;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (m_items[i].type != kSubnetType) continue;
        const BoxIndex vpc = vpcOfSubnet(i);
        zones[{vpc, zoneOf(m_items[i])}].push_back(i);
    }
    for (const auto& [key, subnets] : zones) {
        const auto& [vpc, place] = key;
        constexpr std::array kSigns = {"", "#", "?"};
        const BoxIndex zone = newBox(BoxKind::Zone, vpc,
                                     m_diagram.boxes[vpc].key + ":" +
                                         kSigns[static_cast<std::size_t>(place.rank)] + place.name,
                                     place.title);
        for (const std::size_t subnet : subnets) {
            const BoxIndex made = newItemBox(BoxKind::Subnet, zone, subnet);
            // Tint and place say that it is a subnet; an icon in each would be noise.
            box(made).icon.clear();
            if (place.rank == 2) box(made).lane = nextLane(vpc, m_items[subnet].name());
        }
    }
}

std::uint32_t DiagramMaker::nextLane(BoxIndex vpc, const std::string& name) {
    // AppA and AppB, or App1 and App2, are meant for two zones, whichever these will be.
    constexpr std::uint32_t kMostLanes = 4;
    return m_alike[{vpc, nameStem(name)}]++ % kMostLanes;
}

void DiagramMaker::addPlaces() {
    // `shop/Vpc:us-east-1a` goes with the resource `shop/Vpc`.
    const auto beginnings = [](std::string_view key, const auto& use) {
        for (std::size_t end = key.size(); end-- > 0;) {
            if ((key[end] == ':' || key[end] == '#') && use(end)) return;
        }
    };
    std::unordered_map<std::string_view, ResourceId> owners;  // By the beginnings that there are.
    for (const Box& b : m_diagram.boxes) {
        if (b.resource) continue;
        beginnings(b.key, [&](std::size_t end) {
            owners.emplace(std::string_view(b.key).substr(0, end), ResourceId());
            return false;
        });
    }
    for (const Box& b : m_diagram.boxes) {
        const auto owner = b.resource ? owners.find(b.key) : owners.end();
        if (owner != owners.end() && !owner->second) owner->second = b.resource;
    }
    for (Box& b : m_diagram.boxes) {
        b.place = {b.resource, b.resource ? std::string() : b.key};
        if (!b.resource) {
            beginnings(b.key, [&](std::size_t end) {
                const ResourceId owner = owners.at(std::string_view(b.key).substr(0, end));
                if (owner) b.place = {owner, b.key.substr(end)};
                return static_cast<bool>(owner);
            });
        }
        const BoxPlace* place = m_design.places.find(b.place);
        if (place == nullptr) continue;
        b.folded = place->folded && canFold(b);
        // A folded box without a place of its own stands where the rule puts it.
        if (!place->folded || place->rect != Rect{}) b.pinned = place->rect;
    }
}

void DiagramMaker::spreadLanes() {
    std::map<BoxIndex, std::vector<BoxIndex>> subnets;
    for (BoxIndex i = 0; i < m_diagram.boxes.size(); ++i) {
        if (box(i).kind == BoxKind::Subnet) subnets[box(i).parent].push_back(i);
    }
    for (const auto& [zone, all] : subnets) {
        const bool known = box(zone).key.find(":?") == std::string::npos;
        const bool twins = std::ranges::any_of(all, [&](BoxIndex b) { return box(b).lane > 0; });
        if (known || twins) continue;
        // Names that tell of no zones: two columns, since one would only be tall.
        for (std::size_t i = 0; i < all.size(); ++i) {
            box(all[i]).lane = static_cast<std::uint32_t>(i % 2);
        }
    }
}

BoxIndex DiagramMaker::vpcOfSubnet(std::size_t index) {
    const Item& item = m_items[index];
    if (const auto* subnet = typed().subnets.find(item.thing)) {
        if ((*subnet)->vpc.isKnown()) {
            const ThingId thing = *(*subnet)->vpc;
            if (thing.isExternal()) return externalVpc(thing, regionOf(item));
            const auto declared = m_byThing.find(thing);
            if (declared != m_byThing.end()) return m_items[declared->second].box;
        }
    }
    const auto vpcs = named(index, kVpcType);
    return !vpcs.empty() ? m_items[vpcs.front()].box : externalVpc(ThingId(), regionOf(item));
}

DiagramMaker::ZonePlace DiagramMaker::zoneOf(const Item& item, int depth) const {
    if (const auto* subnet = typed().subnets.find(item.thing)) {
        // A zone that was only assumed for the engines is not drawn as if it were known.
        const std::string zone = (*subnet)->zoneAssigned ? "" : (*subnet)->zone.valueOr("");
        if (!zone.empty()) return {0, zone, zone};
    }
    const Value* named = item.evaluated->source->properties().find("AvailabilityZone");
    if (named == nullptr) return {2, "", "Zone chosen by AWS"};
    if (const auto literal = named->asString(); literal && item.ghost) {
        return {0, std::string(*literal), std::string(*literal)};
    }
    if (const auto index = selectedIndex(*named)) {
        const Value& list = named->argument().items().back();
        // What is not created is not evaluated; its twin's zone is the one that this index gives.
        if (item.ghost && list.isCall(Function::GetAZs)) {
            const auto* zones = m_zoneTable.find(item.stack->source->region);
            const auto at = static_cast<std::size_t>(*index);
            if (zones != nullptr && at < zones->size()) return {0, (*zones)[at], (*zones)[at]};
        }
        const std::string number = std::to_string(*index + 1);
        return {1, number, "Zone " + number};
    }
    const std::string_view parameter = referenced(*named);
    if (parameter.empty()) return {2, "", std::string(kUnknownZone)};
    // The zone of another subnet is its zone, whatever that is.
    if (named->isCall(Function::GetAtt) && depth > 0) {
        const std::size_t other = find(item.stack, parameter);
        if (other != kNoItem && m_items[other].type == kSubnetType) {
            return zoneOf(m_items[other], depth - 1);
        }
    }
    if (const auto number = numberAtEnd(parameter)) {
        return {1, std::to_string(*number), "Zone " + std::to_string(*number)};
    }
    return {1, std::string(parameter), std::string(parameter)};
}

}  // namespace archivolt
