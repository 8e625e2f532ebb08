#include "model/traffic/build/builder.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/serverless/transform_serverless.h"

namespace archivolt::traffic {

namespace {

void collect(const Builder& builder, const Thing& from, const Value& value,
             std::vector<const Thing*>& found) {
    if (value.isCall()) {
        if (const Thing* thing = builder.referred(from, value)) {
            if (std::ranges::find(found, thing) == found.end()) found.push_back(thing);
            return;
        }
        collect(builder, from, value.argument(), found);
        return;
    }
    for (const Value& item : value.items()) collect(builder, from, item, found);
    for (const MapEntry& entry : value.entries()) collect(builder, from, entry.value, found);
}

void addOnce(std::string text, std::vector<std::string>& list) {
    if (std::ranges::find(list, text) == list.end()) list.push_back(std::move(text));
}

}  // namespace

Builder::Builder(const PlantInputs& given, const Scenario& asked)
    : inputs(given),
      architecture(given.architecture),
      scenario(asked),
      defaults(Defaults::embedded()),
      places(Places::embedded()) {
    for (const Place& one : asked.places) places.add(one);
    forEachTable([&](auto table) {
        for (const auto& [id, thing] : architecture.*table) {
            if (thing->id.isExternal() || thing->id.part() != 0) continue;
            byName.emplace(std::pair(thing->stack, thing->name), thing.get());
        }
    });
    // Zones by name, so that their numbers do not depend on the order of subnets.
    std::set<std::string> zones;
    for (const auto& [id, subnet] : architecture.subnets) {
        if (subnet->zone.isKnown()) zones.insert(*subnet->zone);
    }
    constexpr std::size_t kMostZones = 59;
    for (const std::string& zone : zones) {
        if (built.plant.zones.size() <= kMostZones) built.plant.zones.push_back(zone);
    }
    for (const auto& [id, subnet] : architecture.subnets) {
        const auto at = std::ranges::find(built.plant.zones, subnet->zone.valueOr(""));
        const bool known = subnet->zone.isKnown() && at != built.plant.zones.end();
        subnetZones[id] =
            known ? static_cast<ZoneIndex>(at - built.plant.zones.begin()) : ZoneIndex{0};
    }
}

const Value& Builder::propertiesOf(const Thing& thing) const {
    static const Value kNothing;
    const Value* found = inputs.properties ? inputs.properties(thing) : nullptr;
    return found != nullptr ? *found : kNothing;
}

const Thing* Builder::referred(const Thing& from, const Value& value) const {
    std::string name;
    if (value.isCall(Function::Ref)) {
        name = value.argument().text();
    } else if (value.isCall(Function::GetAtt) && !value.argument().items().empty()) {
        name = value.argument().items().front().text();
    } else {
        return nullptr;
    }
    const auto found = byName.find({from.stack, name});
    return found != byName.end() ? found->second : nullptr;
}

std::vector<const Thing*> Builder::allReferred(const Thing& from, const Value& value) const {
    std::vector<const Thing*> found;
    collect(*this, from, value, found);
    return found;
}

std::vector<const OtherThing*> Builder::othersOf(std::string_view type) const {
    std::vector<const OtherThing*> found;
    for (const auto& [id, thing] : architecture.others) {
        if (thing->type == type || typeMadeOf(thing->type) == type) found.push_back(thing.get());
    }
    return found;
}

std::string Builder::nameOf(const Thing& thing) const {
    std::size_t same = 0;
    for (const auto& [key, other] : byName) {
        if (key.second == thing.name && other->id != thing.id) ++same;
    }
    return same > 0 ? thing.stack + '/' + thing.name : thing.name;
}

ZoneIndex Builder::zoneOfSubnet(ThingId subnet) const {
    const auto found = subnetZones.find(subnet);
    return found != subnetZones.end() ? found->second : ZoneIndex{0};
}

ZoneIndex Builder::zoneOfInterface(ThingId id) const {
    const auto* found = architecture.interfaces.find(id);
    if (found == nullptr || !(*found)->subnet.isKnown()) return 0;
    return zoneOfSubnet(*(*found)->subnet);
}

const ScenarioComponent& Builder::settingsOf(const std::string& name) const {
    static const ScenarioComponent kNone;
    const auto found = scenario.components.find(name);
    return found != scenario.components.end() ? found->second : kNone;
}

void Builder::remember(const Thing& thing, const std::string& type, const std::string& name,
                       NodeRef node) {
    nodes[thing.id] = node;
    named[name] = node;
    handled.insert(thing.id);
    built.types[name] = typeMadeOf(type);
}

NodeRef Builder::addStation(const Thing& thing, const std::string& type, StationSpec spec) {
    const NodeRef node{NodeKind::Station, static_cast<std::uint32_t>(built.plant.stations.size())};
    remember(thing, type, spec.name, node);
    built.plant.stations.push_back(std::move(spec));
    return node;
}

void Builder::note(std::string text) { addOnce(std::move(text), built.notes); }

void Builder::leaveOut(const Thing& thing, const std::string& type, std::string why) {
    handled.insert(thing.id);
    built.notSimulated.push_back({nameOf(thing), type, std::move(why)});
}

Distribution Builder::workOf(const std::string& name, std::string_view key) {
    const ScenarioComponent& settings = settingsOf(name);
    const double mean = (settings.workMs ? *settings.workMs : defaults.number(key)) / 1000;
    const double cv2 = settings.cv2 ? *settings.cv2 : 1;
    if (settings.shape) {
        const auto shape = parseShape(*settings.shape);
        const auto made = shape ? Distribution::of(*shape, mean, cv2)
                                : Result<Distribution>(tl::make_unexpected(shape.error()));
        if (made) return *made;
        note(fmt::format("{}: {}; exponential is taken", name, made.error().message));
    } else if (cv2 != 1) {
        const auto made = Distribution::of(Shape::LogNormal, mean, cv2);
        if (made) return *made;
    }
    return Distribution::exponential(mean);
}

bool Builder::isOpen(const Thing* from, const Thing& to, const PathPort& at,
                     std::string_view otherwise) {
    if (!inputs.paths) return true;
    PathQuestion question;
    if (from != nullptr) question.from = from->id;
    question.to = to.id;
    question.port = at.port.valueOr(0);
    question.protocol = at.protocol;
    const PathAnswer answer = at.port.isKnown() ? inputs.paths(question)
                                                : PathAnswer{Truth::Unknown, at.port.why().text()};
    const char* kind = at.protocol == kProtocolUdp ? "UDP port" : "port";
    const std::string on = !at.port.isKnown()  ? std::string("its port")
                           : question.port > 0 ? fmt::format("{} {}", kind, question.port)
                                               : std::string("any port");
    const std::string who = from != nullptr ? nameOf(*from) : "the internet";
    switch (answer.open) {
        case Truth::Yes: return true;
        case Truth::No:
            addOnce(fmt::format("{} does not reach {} on {}: {}; {}", who, nameOf(to), on,
                                answer.why, otherwise),
                    built.lost);
            return false;
        case Truth::Unknown: break;
    }
    note(fmt::format("whether {} reaches {} on {} is unknown ({}); taken to be open", who,
                     nameOf(to), on, answer.why));
    return true;
}

NodeRef Builder::unreachable(const std::string& from, const std::string& to) {
    StationSpec spec;
    spec.name = fmt::format("{} (blocked from {})", to, from);
    spec.blocked = true;
    const auto found = named.find(spec.name);
    if (found != named.end()) return found->second;
    const NodeRef node{NodeKind::Station, static_cast<std::uint32_t>(built.plant.stations.size())};
    named[spec.name] = node;
    built.types[spec.name] = "blocked path";
    built.plant.stations.push_back(std::move(spec));
    return node;
}

const Value* within(const Value& value, std::initializer_list<std::string_view> keys) {
    const Value* at = &value;
    for (const std::string_view key : keys) {
        at = at->find(key);
        if (at == nullptr) return nullptr;
    }
    return at;
}

std::optional<double> numberAt(const Value& value, std::initializer_list<std::string_view> keys) {
    const Value* at = within(value, keys);
    return at != nullptr ? at->asNumber() : std::nullopt;
}

std::string textAt(const Value& value, std::initializer_list<std::string_view> keys) {
    const Value* at = within(value, keys);
    return at != nullptr && at->isScalar() ? at->text() : std::string();
}

std::uint32_t countWithin(double value, std::uint32_t least, std::uint32_t most) {
    if (!(value > least)) return least;
    return value < most ? static_cast<std::uint32_t>(value) : most;
}

Time timeWithin(double seconds, double least, double most) {
    return fromSeconds(seconds > least ? std::min(seconds, most) : least);
}

std::optional<std::string> attributeAt(const Value& value, std::string_view list,
                                       std::string_view key) {
    const Value* attributes = value.find(list);
    if (attributes == nullptr) return std::nullopt;
    for (const Value& one : attributes->items()) {
        if (textAt(one, {"Key"}) == key) return textAt(one, {"Value"});
    }
    return std::nullopt;
}

}  // namespace archivolt::traffic
