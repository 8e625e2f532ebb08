#include <fmt/format.h>

#include <algorithm>

#include "model/traffic/build/builder.h"
#include "model/traffic/build/listener_routes.h"

namespace archivolt::traffic {

namespace {

std::string withoutDot(std::string domain) {
    if (domain.ends_with('.')) domain.pop_back();
    return domain;
}

/// Returns what an origin's domain leads to: the thing itself, or by a record of the design.
const Thing* originThing(const Builder& builder, const DistributionOrigin& origin) {
    if (origin.thing && origin.thing->isKnown()) {
        return builder.architecture.find(**origin.thing);
    }
    if (!origin.domain.isKnown()) return nullptr;
    const std::string domain = withoutDot(*origin.domain);
    for (const auto& [id, record] : builder.architecture.dnsRecords) {
        if (!record->domain.isKnown() || withoutDot(*record->domain) != domain) continue;
        if (record->aliasTarget && record->aliasTarget->isKnown()) {
            return builder.architecture.find(**record->aliasTarget);
        }
        if (!record->targets.ids.empty()) {
            return builder.architecture.find(record->targets.ids.front());
        }
    }
    return nullptr;
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

/// Names what a distribution does with requests and is not simulated.
void noteRestrictions(Builder& builder, const archivolt::Distribution& distribution,
                      const std::string& name) {
    const std::string places =
        textAt(distribution.evaluated, {"Restrictions", "GeoRestriction", "RestrictionType"});
    std::vector<std::string> left;
    if (!places.empty() && places != "none") left.emplace_back("its restrictions by place");
    std::vector<const Value*> behaviours;
    if (const Value* first = distribution.evaluated.find("DefaultCacheBehavior")) {
        behaviours.push_back(first);
    }
    if (const Value* others = distribution.evaluated.find("CacheBehaviors")) {
        for (const Value& one : others->items()) behaviours.push_back(&one);
    }
    const auto anyHas = [&](std::initializer_list<const char*> keys) {
        return std::ranges::any_of(behaviours, [&](const Value* one) {
            return std::ranges::any_of(keys, [&](const char* key) {
                const Value* list = one->find(key);
                return list != nullptr && !list->items().empty();
            });
        });
    };
    if (anyHas({"FunctionAssociations", "LambdaFunctionAssociations"})) {
        left.emplace_back("its functions at the edge");
    }
    if (anyHas({"TrustedKeyGroups", "TrustedSigners"})) {
        left.emplace_back("the signatures that it asks for");
    }
    // NOT MODELLED: Restrictions by place, functions at the edge and signed requests of a
    // distribution; every request is let through.
    for (const std::string& one : left) {
        builder.note(fmt::format("{}: {} take no time, and stop no request here", name, one));
    }
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
    spec.places = static_cast<std::uint32_t>(builder.defaults.number("edge.places"));
    spec.errorTimeToLive = builder.defaults.seconds("edge.error_time_to_live_s");
    spec.originTimeout = builder.defaults.seconds("edge.origin_timeout_s");
    spec.originAttempts =
        static_cast<std::uint32_t>(builder.defaults.number("edge.origin_attempts"));
    spec.network = traffic::Distribution::constant(
        builder.defaults.number("network.edge_to_origin_ms") / 1000);
    const Value* behaviours = distribution.evaluated.find("CacheBehaviors");
    for (const Value& one : behaviours != nullptr ? behaviours->items() : std::vector<Value>()) {
        const std::string pattern = textAt(one, {"PathPattern"});
        const auto to = originNode(builder, distribution, textAt(one, {"TargetOriginId"}));
        if (to) {
            spec.behaviours.push_back(
                {pattern, *to, cacheOf(builder, distribution, spec.name, one)});
            continue;
        }
        builder.note(
            fmt::format("{}: the origin for {} is outside the design, or not simulated; "
                        "such requests take the default behaviour",
                        spec.name, pattern));
    }
    noteRestrictions(builder, distribution, spec.name);
    // NOT MODELLED: Regional edge caches and Origin Shield; each edge location asks the origin.
    builder.note(
        fmt::format("{}: {} edge locations, each with a cache of its own, ask the origin "
                    "directly; regional edge caches are not simulated",
                    spec.name, spec.places));
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
