#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "model/architecture/dns_names.h"
#include "model/traffic/build/builder.h"
#include "model/traffic/build/listener_routes.h"

namespace archivolt::traffic {

namespace {

/// Returns what an origin's domain leads to: the thing itself, or by records of the design, which
/// then are what the distribution asks.
const Thing* originThing(Builder& builder, const DistributionOrigin& origin) {
    if (origin.thing && origin.thing->isKnown() && !(**origin.thing).isExternal()) {
        return builder.architecture.find(**origin.thing);
    }
    if (!origin.domain.isKnown()) return nullptr;
    const auto named = thingsOfName(builder.architecture, *origin.domain);
    if (named.empty()) return nullptr;
    for (const NamedThing& one : named) {
        for (const DnsRecord* record : one.records) builder.handled.insert(record->id);
    }
    return builder.architecture.find(named.front().thing);
}

/// Returns the origin that a reference inside the distribution names, for APIs whose domain is
/// text.
const Thing* referredOrigin(const Builder& builder, const archivolt::Distribution& distribution,
                            const std::string& originId) {
    const Value* origins = distribution.evaluated.find("Origins");
    if (origins == nullptr) return nullptr;
    for (const Value& one : origins->items()) {
        if (textAt(one, {"Id"}) != originId) continue;
        for (const Thing* thing : builder.allReferred(distribution, one)) {
            if (builder.nodes.contains(thing->id)) return thing;
        }
    }
    return nullptr;
}

std::optional<NodeRef> originNode(Builder& builder, const archivolt::Distribution& distribution,
                                  const std::string& originId) {
    for (const DistributionOrigin& origin : distribution.origins) {
        if (origin.originId != originId) continue;
        const Thing* thing = originThing(builder, origin);
        if (thing == nullptr || !builder.nodes.contains(thing->id)) {
            thing = referredOrigin(builder, distribution, originId);
        }
        if (thing == nullptr) return std::nullopt;
        builder.behind.insert(thing->id);
        const auto found = builder.nodes.find(thing->id);
        if (found == builder.nodes.end()) return std::nullopt;
        const auto* balancer = builder.architecture.loadBalancers.find(thing->id);
        if (balancer == nullptr) return found->second;
        // Without targets it answers so, whatever the network lets through.
        if (!leadsSomewhere(builder.built.plant, found->second) ||
            builder.isOpen(nullptr, *thing, servedPort(**balancer))) {
            return found->second;
        }
        return builder.unreachable(builder.nameOf(distribution), builder.nameOf(*thing));
    }
    return std::nullopt;
}

/// Managed cache policies by their ids. Source: Amazon CloudFront developer guide, managed cache
/// policies.
bool cachingDisabled(const std::string& policy) {
    return policy == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" ||
           policy == "83da9c7e-98b4-4e11-a168-04f0df8e2c65";
}

/// Reads whether and how long a behaviour caches (T46).
std::optional<StoreSpec> cacheOf(Builder& builder, const archivolt::Distribution& distribution,
                                 const std::string& name, const Value& behaviour) {
    StoreSpec store;
    const Value* policy = behaviour.find("CachePolicyId");
    double seconds = builder.defaults.number("edge.time_to_live_s");
    if (policy != nullptr) {
        if (cachingDisabled(policy->text())) return std::nullopt;
        if (const Thing* thing = builder.referred(distribution, *policy)) {
            const Value& own = builder.propertiesOf(*thing);
            const auto least = numberAt(own, {"CachePolicyConfig", "MinTTL"}).value_or(0);
            const auto usual = numberAt(own, {"CachePolicyConfig", "DefaultTTL"});
            seconds = std::max(least, usual.value_or(seconds));
            builder.handled.insert(thing->id);
        }
    } else {
        const auto least = numberAt(behaviour, {"MinTTL"}).value_or(0);
        seconds = std::max(least, numberAt(behaviour, {"DefaultTTL"}).value_or(seconds));
    }
    if (const auto& asked = builder.settingsOf(name).timeToLiveSeconds) seconds = *asked;
    if (seconds <= 0) return std::nullopt;
    store.timeToLive = fromSeconds(seconds);
    store.capacity = builder.settingsOf(name).capacity.value_or(0);
    return store;
}

bool hasItems(const Value& behaviour, std::initializer_list<const char*> keys) {
    return std::ranges::any_of(keys, [&](const char* key) {
        const Value* list = behaviour.find(key);
        return list != nullptr && !list->items().empty();
    });
}

/// Says whether a behaviour asks for signed URLs or cookies.
///
/// Source: Amazon CloudFront developer guide, serving private content (T99).
bool asksSignature(const Value& behaviour) {
    return hasItems(behaviour, {"TrustedKeyGroups", "TrustedSigners"});
}

/// Names what a distribution does with requests and is not simulated.
void noteRestrictions(Builder& builder, const archivolt::Distribution& distribution,
                      const std::string& name) {
    const std::string places =
        textAt(distribution.evaluated, {"Restrictions", "GeoRestriction", "RestrictionType"});
    std::vector<std::string> left;
    const bool somewhere = std::ranges::all_of(builder.scenario.clients,
                                               [](const auto& one) { return !one.region.empty(); });
    if (!places.empty() && places != "none" && (!somewhere || builder.scenario.clients.empty())) {
        left.emplace_back("its restrictions by place (for clients without a `region`)");
    }
    std::vector<const Value*> behaviours;
    if (const Value* first = distribution.evaluated.find("DefaultCacheBehavior")) {
        behaviours.push_back(first);
    }
    if (const Value* others = distribution.evaluated.find("CacheBehaviors")) {
        for (const Value& one : others->items()) behaviours.push_back(&one);
    }
    const auto runsFunctions = [](const Value* one) {
        return hasItems(*one, {"FunctionAssociations", "LambdaFunctionAssociations"});
    };
    if (std::ranges::any_of(behaviours, runsFunctions)) {
        left.emplace_back("its functions at the edge");
    }
    if (std::ranges::any_of(behaviours, [](const Value* one) { return asksSignature(*one); })) {
        builder.note(
            fmt::format("{}: it answers 403 to what is not signed where it asks for that; requests "
                        "of the usual mix are, those of a scenario where `signed` says so",
                        name));
    }
    // NOT MODELLED: Functions at the edge of a distribution, and its restrictions by place for
    // clients that are nowhere; every request is let through.
    for (const std::string& one : left) {
        builder.note(fmt::format("{}: {} take no time, and stop no request here", name, one));
    }
}

/// Returns the Region that an origin's shield is in; empty: it has none.
std::string shieldRegion(const archivolt::Distribution& distribution, const std::string& originId) {
    const Value* origins = distribution.evaluated.find("Origins");
    if (origins == nullptr) return {};
    for (const Value& one : origins->items()) {
        if (textAt(one, {"Id"}) != originId) continue;
        if (textAt(one, {"OriginShield", "Enabled"}) != "true") return {};
        return textAt(one, {"OriginShield", "OriginShieldRegion"});
    }
    return {};
}

/// Returns the Region that an origin of the design is in; empty where it is not of the design.
std::string originRegion(Builder& builder, const archivolt::Distribution& distribution,
                         const std::string& originId) {
    for (const DistributionOrigin& origin : distribution.origins) {
        if (origin.originId != originId || !builder.inputs.region) continue;
        const Thing* thing = originThing(builder, origin);
        if (thing == nullptr) thing = referredOrigin(builder, distribution, originId);
        if (thing != nullptr) return builder.inputs.region(*thing);
    }
    return {};
}

/// Says whether a distribution serves nobody at a place. Source: Amazon CloudFront developer guide,
/// restricting the geographic distribution of content (T50).
bool isRefused(const archivolt::Distribution& distribution, const Place& place) {
    const Value* rule = within(distribution.evaluated, {"Restrictions", "GeoRestriction"});
    if (rule == nullptr) return false;
    const std::string type = textAt(*rule, {"RestrictionType"});
    const Value* listed = rule->find("Locations");
    const bool named =
        listed != nullptr && std::ranges::any_of(listed->items(), [&](const Value& one) {
            return one.isScalar() && one.text() == place.country;
        });
    return (type == "whitelist" && !named) || (type == "blacklist" && named);
}

/// Makes the ways of a distribution's requests to its origin: over a regional edge cache, and over
/// Origin Shield where its origin has one.
class Tiers {
public:
    Tiers(Builder& builder, const archivolt::Distribution& distribution, EdgeSpec& spec,
          std::string origin, std::string shield)
        : m_builder(builder),
          m_distribution(distribution),
          m_spec(spec),
          m_origin(std::move(origin)),
          m_shield(std::move(shield)) {}

    void add() {
        if (!m_shield.empty()) addShield();
        m_spec.ways.network = constantMs("network.edge_to_origin_ms", 0);
        m_spec.ways.toRegional = constantMs("network.edge_to_regional_ms", 0);
        m_spec.ways.regional =
            regionalCache("", constantMs("network.edge_to_origin_ms",
                                         m_builder.defaults.number("network.edge_to_regional_ms")));
        // Clients of two places that one place serves use the same caches.
        std::map<std::string, std::uint32_t> firstServed;
        for (const std::string& name : m_builder.clientPlaces()) {
            const Place& place = *m_builder.places.find(name);
            const Place& serving = m_builder.servingPlace(m_distribution, place);
            m_spec.near.push_back(waysFrom(serving));
            EdgeWays& ways = m_spec.near.back();
            ways.refuses = isRefused(m_distribution, place);
            const auto number = static_cast<std::uint32_t>(m_spec.near.size());
            ways.locations = firstServed.try_emplace(serving.name, number).first->second;
            if (&serving == &place) continue;
            m_builder.note(
                fmt::format("{}: its price class has no edge location near {}; clients "
                            "there come to those near {}",
                            m_spec.name, place.name, serving.name));
        }
    }

private:
    [[nodiscard]] traffic::Distribution constantMs(std::string_view key, double less) {
        return traffic::Distribution::constant(
            std::max(0.0, m_builder.defaults.number(key) - less) / 1000);
    }
    [[nodiscard]] traffic::Distribution far(const Coordinates& a, const Coordinates& b) {
        const double us = kilometresBetween(a, b) * m_builder.defaults.number("network.us_per_km");
        return traffic::Distribution::constant(us / 1e6);
    }
    /// Where the origin, or its shield, is; nothing where that is not known.
    [[nodiscard]] const Place* end() const {
        return m_builder.places.region(m_shield.empty() ? m_origin : m_shield);
    }

    /// A cache of everything that the distribution keeps.
    std::uint32_t addCache(const std::string& what, const EdgeSpec& like,
                           const traffic::Distribution& network) {
        EdgeSpec tier = like;
        tier.name = m_spec.name + " (" + what + ")";
        tier.places = 1;
        tier.ways = {network, std::nullopt, {}, false};
        tier.near.clear();
        // Who comes here was let in by the edge location.
        tier.asksSignature = false;
        for (EdgeBehaviour& one : tier.behaviours) one.asksSignature = false;
        m_builder.built.types[tier.name] = kTierType;
        m_builder.built.plant.edges.push_back(std::move(tier));
        return static_cast<std::uint32_t>(m_builder.built.plant.edges.size() - 1);
    }

    void addShield() {
        const Place* from = m_builder.places.region(m_shield);
        const Place* to = m_builder.places.region(m_origin);
        const bool apart = from != nullptr && to != nullptr && m_shield != m_origin;
        m_shieldEdge = addCache("Origin Shield " + m_shield, m_spec,
                                apart ? far(from->at, to->at) : constantMs("network.shield_ms", 0));
        // Everything that goes to this origin passes it.
        const NodeRef origin = m_spec.origin;
        m_spec.origin = {NodeKind::Edge, *m_shieldEdge};
        for (EdgeBehaviour& one : m_spec.behaviours) {
            if (one.origin == origin) one.origin = m_spec.origin;
        }
    }

    std::uint32_t regionalCache(const std::string& region, const traffic::Distribution& network) {
        const auto [at, isNew] = m_regional.try_emplace(region, 0);
        if (isNew) {
            at->second =
                addCache(region.empty() ? "regional edge cache" : "regional edge cache " + region,
                         m_spec, network);
        }
        return at->second;
    }

    [[nodiscard]] EdgeWays waysFrom(const Place& place) {
        EdgeWays ways = m_spec.ways;
        const Place* nearest = nullptr;
        for (const Place& one : m_builder.places.all()) {
            if (!one.hasRegionalCache) continue;
            const bool nearer = nearest == nullptr || kilometresBetween(place.at, one.at) <
                                                          kilometresBetween(place.at, nearest->at);
            if (nearer) nearest = &one;
        }
        if (nearest == nullptr || end() == nullptr) return ways;
        ways.network = far(place.at, end()->at);
        ways.toRegional = far(place.at, nearest->at);
        // Where Origin Shield is, it is the regional edge cache; a bucket beside one is asked
        // without it.
        if (nearest->name == m_shield) {
            ways.regional = m_shieldEdge;
        } else if (nearest->name == m_origin && isBucket()) {
            ways.regional.reset();
        } else {
            ways.regional = regionalCache(nearest->name, far(nearest->at, end()->at));
        }
        return ways;
    }

    [[nodiscard]] bool isBucket() const {
        return m_spec.origin.kind == NodeKind::Station &&
               m_builder.built.types[m_builder.built.plant.stations[m_spec.origin.index].name] ==
                   "AWS::S3::Bucket";
    }

    Builder& m_builder;
    const archivolt::Distribution& m_distribution;
    EdgeSpec& m_spec;
    std::string m_origin;  ///< Regions.
    std::string m_shield;
    std::optional<std::uint32_t> m_shieldEdge;
    std::map<std::string, std::uint32_t> m_regional;
};

/// Source: Amazon CloudFront developer guide, how CloudFront works with regional edge caches (what
/// changes something, and what is dynamic, goes from the edge location to the origin; so does what
/// a bucket holds beside the regional edge cache), and Origin Shield (T49).
void addTiers(Builder& builder, const archivolt::Distribution& distribution,
              const std::string& originId, EdgeSpec& spec) {
    const std::string shield = shieldRegion(distribution, originId);
    Tiers(builder, distribution, spec, originRegion(builder, distribution, originId), shield).add();
    // NOT MODELLED: Origin Shield of other origins than the default behaviour's.
    builder.note(fmt::format(
        "{}: {} edge locations near each place of clients, each with a cache of its own, ask a "
        "regional edge cache for what may be kept, and {} for all else",
        spec.name, spec.places, shield.empty() ? "the origin" : "Origin Shield"));
}

void buildDistribution(Builder& builder, const archivolt::Distribution& distribution) {
    EdgeSpec spec;
    spec.name = builder.nameOf(distribution);
    const Value* behaviour = distribution.evaluated.find("DefaultCacheBehavior");
    const Value nothing;
    if (behaviour == nullptr) behaviour = &nothing;
    std::string target = textAt(*behaviour, {"TargetOriginId"});
    const Value* groups = within(distribution.evaluated, {"OriginGroups", "Items"});
    if (groups != nullptr) {
        for (const Value& one : groups->items()) {
            const Value* members = within(one, {"Members", "Items"});
            if (textAt(one, {"Id"}) != target || members == nullptr) continue;
            if (members->items().size() > 1) {
                spec.secondOrigin =
                    originNode(builder, distribution, textAt(members->items()[1], {"OriginId"}));
            }
            if (!members->items().empty()) target = textAt(members->items().front(), {"OriginId"});
        }
    }
    const auto origin = originNode(builder, distribution, target);
    if (!origin) {
        builder.leaveOut(distribution, "AWS::CloudFront::Distribution",
                         "its default origin is outside the design, or not simulated");
        return;
    }
    spec.origin = *origin;
    spec.cache = cacheOf(builder, distribution, spec.name, *behaviour);
    spec.asksSignature = asksSignature(*behaviour);
    spec.connections = originConnections(builder, distribution, target);
    spec.places = static_cast<std::uint32_t>(builder.defaults.number("edge.places"));
    spec.errorTimeToLive = builder.defaults.seconds("edge.error_time_to_live_s");
    spec.originTimeout = builder.defaults.seconds("edge.origin_timeout_s");
    spec.originAttempts =
        static_cast<std::uint32_t>(builder.defaults.number("edge.origin_attempts"));
    const Value* behaviours = distribution.evaluated.find("CacheBehaviors");
    for (const Value& one : behaviours != nullptr ? behaviours->items() : std::vector<Value>()) {
        // With a slash at its beginning or without, a pattern means the same (T50).
        std::string pattern = textAt(one, {"PathPattern"});
        if (!pattern.starts_with('/') && !pattern.starts_with('*')) pattern.insert(0, 1, '/');
        const auto to = originNode(builder, distribution, textAt(one, {"TargetOriginId"}));
        if (to) {
            spec.behaviours.push_back(
                {pattern, *to, cacheOf(builder, distribution, spec.name, one), asksSignature(one)});
            continue;
        }
        builder.note(
            fmt::format("{}: the origin for {} is outside the design, or not simulated; "
                        "such requests take the default behaviour",
                        spec.name, pattern));
    }
    const bool struck = std::ranges::any_of(builder.scenario.faults, [](const Fault& one) {
        return one.kind == FaultKind::EdgeLocation;
    });
    if (struck) spec.lossDetection = builder.defaults.seconds("edge.loss_detection_s");
    noteRestrictions(builder, distribution, spec.name);
    addTiers(builder, distribution, target, spec);
    const NodeRef node{NodeKind::Edge,
                       static_cast<std::uint32_t>(builder.built.plant.edges.size())};
    builder.remember(distribution, "AWS::CloudFront::Distribution", spec.name, node);
    builder.built.plant.edges.push_back(std::move(spec));
}

}  // namespace

void buildEdges(Builder& builder) {
    for (const auto& [id, distribution] : builder.architecture.distributions) {
        buildDistribution(builder, *distribution);
    }
}

}  // namespace archivolt::traffic
