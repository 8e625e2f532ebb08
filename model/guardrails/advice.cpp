#include "model/guardrails/advice.h"

#include <algorithm>
#include <cctype>
#include <iterator>

#include <fmt/format.h>

#include "model/base/text_case.h"
#include "model/findings/finding_place.h"
#include "model/policy/advise_on_policy.h"

namespace archivolt {

ThingId Declared::id() const { return ThingId::of(stack->source->id, resource->source->id); }

const Value* Declared::property(const Path& path) const {
    const Value* found = resource->properties().at(path);
    return found != nullptr && !found->isNull() ? found : nullptr;
}

Origin Declared::origin(const Path& property) const {
    Path path;
    if (!property.empty()) path = Path{"Properties"} / property;
    return {stack->source->id, resource->source->id, std::move(path)};
}

namespace {

constexpr std::size_t kUsualFindings = 2;  // Of a resource.

/// Says whether a resource surely exists and is no loop.
bool surelyDeclared(const EvaluatedResource& resource) {
    return resource.exists == Truth::Yes && !resource.source->isLoop();
}

}  // namespace

Advice::Advice(const Design& wholeDesign, const ResolvedDesign& resolvedDesign,
               const Reachability& reachability, const Catalog& types, const AdviceBefore& atHand)
    : design(wholeDesign),
      resolved(resolvedDesign),
      architecture(*resolvedDesign.architecture),
      engine(reachability),
      network(reachability.network()),
      catalog(types),
      before(atHand),
      exposure(reachability) {
    for (const auto& stack : resolved.evaluated->stacks) {
        m_stacks[stack->source->id] = stack.get();
        // To move what was found so far costs more than room that stays empty.
        m_findings[stack->source->id].reserve(stack->resources.size() * kUsualFindings);
        for (const auto& resource : stack->resources) {
            if (!surelyDeclared(*resource)) continue;
            m_byType[resource->source->type()].push_back({stack.get(), resource.get()});
        }
    }
}

void Advice::reportAtResources(std::span<const AtResource> rules) {
    for (const auto& stack : resolved.evaluated->stacks) {
        auto& findings = m_findings[stack->source->id];
        if (before.kept != nullptr) before.kept->begin(stack->source);
        for (const auto& resource : stack->resources) {
            if (!surelyDeclared(*resource)) continue;
            const ResourceId id = resource->source->id;
            const FoundAt* known =
                before.kept == nullptr ? nullptr : before.kept->known(resource, id);
            if (known != nullptr) {
                findings.insert(findings.end(), known->findings.begin(), known->findings.end());
                continue;
            }
            const auto sofar = static_cast<std::ptrdiff_t>(findings.size());
            for (const AtResource look : rules) look(*this, {stack.get(), resource.get()});
            if (before.kept == nullptr) continue;
            FoundAt found;
            found.findings.assign(findings.begin() + sofar, findings.end());
            before.kept->keep(resource, id, std::move(found));
        }
    }
}

void Advice::report(const Rule& rule, Report finding) {
    const auto stack = m_stacks.find(finding.origin.stack);
    if (stack == m_stacks.end()) return;
    const Stack& source = *stack->second->source;
    if (source.body.resources.find(finding.origin.resource) == nullptr) return;
    const Anchor anchor = finding.origin.property.empty() ? Anchor::Key : Anchor::Value;
    std::vector<Where> related;
    const auto addPlace = [&](const Origin& place, Anchor at) {
        const auto other = m_stacks.find(place.stack);
        if (other == m_stacks.end()) return;
        const Stack& in = *other->second->source;
        if (in.body.resources.find(place.resource) == nullptr) return;
        related.push_back(whereOf(in, sourcePath(in, place), at));
    };
    for (const Origin& thing : finding.exposed) {
        addPlace({thing.stack, thing.resource, {}}, Anchor::Value);
    }
    for (const Origin& place : finding.related) {
        const bool isWhole = place.property.empty();
        const bool isTold =
            isWhole && std::ranges::any_of(finding.exposed, [&](const Origin& thing) {
                return thing.stack == place.stack && thing.resource == place.resource;
            });
        if (!isTold) addPlace(place, isWhole ? Anchor::Key : Anchor::Value);
    }
    m_findings[source.id].push_back(std::make_shared<Finding>(findingOf(
        rule, {std::move(finding.message), std::move(finding.help)},
        whereOf(source, sourcePath(source, finding.origin), anchor), std::move(related))));
}

void Advice::report(const Rule& rule, const EvaluatedStack& stack, Path path, std::string message,
                    SharedText help) {
    m_findings[stack.source->id].push_back(std::make_shared<Finding>(
        findingOf(rule, {std::move(message), std::move(help)},
                  whereOf(*stack.source, std::move(path), Anchor::Value))));
}

std::span<const Declared> Advice::ofType(std::string_view type) const {
    const auto found = m_byType.find(type);
    return found == m_byType.end() ? std::span<const Declared>() : found->second;
}

std::optional<Declared> Advice::declared(ThingId id) const {
    const Thing* thing = id.isExternal() ? nullptr : architecture.find(id);
    if (thing == nullptr) return std::nullopt;
    const auto stack = m_stacks.find(thing->origin.stack);
    if (stack == m_stacks.end()) return std::nullopt;
    const auto resource = stack->second->find(thing->origin.resource);
    if (resource == nullptr) return std::nullopt;
    return Declared{stack->second, resource.get()};
}

std::optional<ThingId> Advice::named(const Declared& by, const Value& value) const {
    const Value* name = nullptr;
    if (value.isCall(Function::Ref)) name = &value.argument();
    if (value.isCall(Function::GetAtt) && !value.argument().items().empty()) {
        name = &value.argument().items().front();
    }
    if (name == nullptr || !name->isString()) return std::nullopt;
    const auto resource = by.stack->find(name->text());
    if (resource == nullptr) return std::nullopt;
    return ThingId::of(by.stack->source->id, resource->source->id);
}

Truth Advice::leadsTo(const Declared& by, const Value* value, ThingId thing) const {
    if (value == nullptr) return Truth::No;
    if (const auto found = named(by, *value)) return *found == thing ? Truth::Yes : Truth::No;
    if (value->isCall(Function::Join) && value->argument().items().size() == 2) {
        // An ARN or URL put together: what it names stands among the pieces.
        for (const Value& piece : value->argument().items()[1].items()) {
            if (named(by, piece) == thing) return Truth::Yes;
        }
    }
    return value->isScalar() ? Truth::No : Truth::Unknown;
}

std::vector<Origin> Advice::placesOf(std::span<const ThingId> things) const {
    std::vector<Origin> places;
    for (const ThingId id : things) {
        const Thing* thing = architecture.find(id);
        if (thing == nullptr) continue;
        Origin whole{thing->origin.stack, thing->origin.resource, {}};
        if (std::ranges::find(places, whole) == places.end()) places.push_back(std::move(whole));
    }
    return places;
}

std::string Advice::quoted(ThingId id) const {
    const Thing* thing = architecture.find(id);
    return fmt::format("`{}`", thing != nullptr ? thing->name : "?");
}

std::string Advice::quoted(std::span<const ThingId> ids) const {
    constexpr std::size_t kMost = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(ids.size(), kMost); ++i) {
        if (i > 0) text += i + 1 == ids.size() ? " and " : ", ";
        text += quoted(ids[i]);
    }
    if (ids.size() > kMost) text += fmt::format(" and {} more", ids.size() - kMost);
    return text;
}

FindingList Advice::finish() {
    FindingList all;
    for (const auto& stack : resolved.evaluated->stacks) {
        const auto found = m_findings.find(stack->source->id);
        if (found == m_findings.end()) continue;
        sortByPlace(*stack->source, found->second);
        all.insert(all.end(), std::make_move_iterator(found->second.begin()),
                   std::make_move_iterator(found->second.end()));
    }
    markSuppressed(design, all);
    return all;
}

Truth truthOf(const Value* value, bool fallback) {
    if (value == nullptr || value->isNull()) return fallback ? Truth::Yes : Truth::No;
    const auto known = value->asBool();
    if (!known) return Truth::Unknown;
    return *known ? Truth::Yes : Truth::No;
}

std::string lowerText(const Value* value) {
    return value != nullptr ? lowerAscii(value->asString().value_or("")) : std::string();
}

std::span<const Value> itemsOf(const Value* value) {
    if (value == nullptr) return {};
    if (value->isList()) return value->items();
    return {value, 1};
}

std::optional<std::vector<std::string>> zonesOf(const Architecture& architecture,
                                                const References& subnets) {
    if (!subnets.why.empty()) return std::nullopt;
    std::vector<std::string> zones;
    for (const ThingId id : subnets.ids) {
        const auto* subnet = architecture.subnets.find(id);
        if (subnet == nullptr || !(*subnet)->zone.isKnown()) return std::nullopt;
        if ((*subnet)->zoneAssigned && subnets.ids.size() > 1) return std::nullopt;
        zones.push_back(*(*subnet)->zone);
    }
    std::ranges::sort(zones);
    zones.erase(std::unique(zones.begin(), zones.end()), zones.end());
    return zones;
}

namespace {

/// What each resource is looked at for by itself.
void adviseOnResources(Advice& advice) {
    static constexpr Advice::AtResource kRules[] = {adviseOnLaunch, adviseOnPolicies,
                                                    adviseOnPublicPolicies};
    advice.reportAtResources(kRules);
}

}  // namespace

std::vector<Finding> guardrails(const Design& design, const ResolvedDesign& resolved,
                                const Reachability& reachability, const Catalog& catalog) {
    return valuesOf(*guardrailsUnlessStopped(design, resolved, reachability, catalog, {}));
}

std::optional<FindingList> guardrailsUnlessStopped(
    const Design& design, const ResolvedDesign& resolved, const Reachability& reachability,
    const Catalog& catalog, const std::stop_token& stop, const AdviceBefore& before) {
    constexpr void (*kFamilies[])(Advice&) = {
        adviseOnExposure,  adviseOnGroups,    adviseOnAcls,   adviseOnVpcs,    adviseOnRoutes,
        adviseOnCompute,   adviseOnBalancers, adviseOnData,   adviseOnBuckets, adviseOnEdge,
        adviseOnResources, adviseOnAccess,    adviseOnStacks, adviseOnGaps};
    Advice advice(design, resolved, reachability, catalog, before);
    for (const auto family : kFamilies) {
        if (stop.stop_requested()) return {};
        family(advice);
    }
    if (before.kept != nullptr) before.kept->finish();
    return advice.finish();
}

std::vector<const Rule*> guardrailRules() {
    return joinedRules({exposureAdvice(), groupAdvice(), aclAdvice(), vpcAdvice(), routeAdvice(),
                        computeAdvice(), balancerAdvice(), dataAdvice(), bucketAdvice(),
                        edgeAdvice(), policyAdvice(), publicPolicyAdvice(), accessAdvice(),
                        stackAdvice(), gapAdvice()});
}

}  // namespace archivolt
