#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/guardrails/exposure.h"
#include "model/guardrails/guardrails_unless_stopped.h"
#include "model/policy/advise_on_policy.h"
#include "model/value/within.h"

namespace archivolt {

/// A declared resource that surely exists, with its evaluated properties.
struct Declared {
    const EvaluatedStack* stack = nullptr;
    const EvaluatedResource* resource = nullptr;

    [[nodiscard]] const std::string& name() const { return resource->source->logicalId; }
    [[nodiscard]] ThingId id() const;
    /// Returns the evaluated property at a path from Properties, or null pointer; null is absent.
    [[nodiscard]] const Value* property(const Path& path) const;
    /// Returns the place of a property; without a path the resource itself.
    [[nodiscard]] Origin origin(const Path& property = {}) const;
};

/// What the advice rules share: what they read, and where their findings go.
class Advice {
public:
    Advice(const Design& wholeDesign, const ResolvedDesign& resolvedDesign,
           const Reachability& reachability, const Catalog& types, const AdviceBefore& before);

    const Design& design;
    const ResolvedDesign& resolved;
    const Architecture& architecture;
    const Reachability& engine;
    const NetworkIndex& network;
    const Catalog& catalog;
    const AdviceBefore& before;
    Exposure exposure;

    /// What a finding says beyond its rule's code, severity and source.
    struct Report {
        Origin origin;        ///< A property; the resource itself where the path is empty.
        std::string message;  ///< One sentence without a full stop.
        SharedText help;      ///< What to do.
        std::vector<Origin> related;
        std::vector<Origin> exposed = {};  ///< What is exposed by what stands at `origin`.
    };
    /// Adds a finding of a rule; one about a thing outside the design is dropped.
    void report(const Rule& rule, Report finding);
    /// Adds a finding about something that is no resource, at a path from the template's root.
    void report(const Rule& rule, const EvaluatedStack& stack, Path path, std::string message,
                SharedText help);

    /// A rule that looks at one resource that surely exists, and at what of its stack is none.
    using AtResource = void (*)(Advice&, const Declared&);
    /// Reports what rules find at each resource, or what they found when it was the same.
    void reportAtResources(std::span<const AtResource> rules);

    /// Returns the services of the embedded table, each read once.
    [[nodiscard]] KnownServices& services() { return m_services; }
    /// Returns the resources of a type that surely exist, in the design's order.
    [[nodiscard]] std::span<const Declared> ofType(std::string_view type) const;
    /// Returns the declared resource that a thing is or is part of, or nothing.
    [[nodiscard]] std::optional<Declared> declared(ThingId id) const;
    /// Returns the thing that a Ref or GetAtt of the resource's own stack names, or nothing.
    [[nodiscard]] std::optional<ThingId> named(const Declared& by, const Value& value) const;
    /// Says whether a value of `by` leads to `thing`; Unknown where it can't be told.
    [[nodiscard]] Truth leadsTo(const Declared& by, const Value* value, ThingId thing) const;
    /// Returns where the resources are that things are or are part of, each once.
    [[nodiscard]] std::vector<Origin> placesOf(std::span<const ThingId> things) const;
    /// Returns a thing's name in backticks.
    [[nodiscard]] std::string quoted(ThingId id) const;
    /// Returns names in backticks, at most four; the others are counted.
    [[nodiscard]] std::string quoted(std::span<const ThingId> ids) const;

    /// Returns all findings, ordered and marked.
    [[nodiscard]] FindingList finish();

private:
    std::map<std::string, std::vector<Declared>, std::less<>> m_byType;
    std::map<StackId, const EvaluatedStack*> m_stacks;
    std::map<StackId, FindingList> m_findings;
    const ActionTable m_actions = ActionTable::embedded();
    KnownServices m_services{m_actions};
};

/// Reads a bool: `fallback` where it is absent, Unknown where it can't be told.
[[nodiscard]] Truth truthOf(const Value* value, bool fallback);
/// Returns a scalar's text in lower case; empty for the rest.
[[nodiscard]] std::string lowerText(const Value* value);
/// Returns a list's items, or the value itself as the only one; none of a null pointer.
[[nodiscard]] std::span<const Value> itemsOf(const Value* value);
/// Returns the zones of subnets, ascending; nothing where some zone is not decided by the design.
[[nodiscard]] std::optional<std::vector<std::string>> zonesOf(const Architecture& architecture,
                                                              const References& subnets);

// The families of rules, one file each, with the rules that the file holds.
void adviseOnExposure(Advice& advice);  ///< What the world reaches that it should not.
[[nodiscard]] RuleList exposureAdvice();
void adviseOnGroups(Advice& advice);  ///< Security groups.
[[nodiscard]] RuleList groupAdvice();
void adviseOnAcls(Advice& advice);  ///< Network ACLs.
[[nodiscard]] RuleList aclAdvice();
void adviseOnVpcs(Advice& advice);  ///< VPCs, subnets, NAT gateways.
[[nodiscard]] RuleList vpcAdvice();
void adviseOnRoutes(Advice& advice);  ///< Routes, and peerings.
[[nodiscard]] RuleList routeAdvice();
void adviseOnCompute(Advice& advice);  ///< Public addresses, Auto Scaling groups.
void adviseOnLaunch(Advice& advice, const Declared& declared);  ///< Launch settings, volumes.
[[nodiscard]] RuleList computeAdvice();
void adviseOnBalancers(Advice& advice);  ///< Load balancers and their targets.
[[nodiscard]] RuleList balancerAdvice();
void adviseOnData(Advice& advice);  ///< Databases and caches.
[[nodiscard]] RuleList dataAdvice();
void adviseOnBuckets(Advice& advice);  ///< S3.
[[nodiscard]] RuleList bucketAdvice();
void adviseOnEdge(Advice& advice);  ///< CloudFront and Route 53.
[[nodiscard]] RuleList edgeAdvice();
void adviseOnGaps(Advice& advice);  ///< What is there and can't work.
[[nodiscard]] RuleList gapAdvice();
/// Policy documents; `policyAdvice()` are its rules.
void adviseOnPolicies(Advice& advice, const Declared& declared);
/// Policies, of resources other than buckets, that let everyone in.
void adviseOnPublicPolicies(Advice& advice, const Declared& declared);
[[nodiscard]] RuleList publicPolicyAdvice();
void adviseOnAccess(Advice& advice);  ///< All policies together.
[[nodiscard]] RuleList accessAdvice();
void adviseOnStacks(Advice& advice);  ///< Templates themselves.
[[nodiscard]] RuleList stackAdvice();

}  // namespace archivolt
