#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/base/pattern.h"
#include "model/catalog/value_forms.h"
#include "model/findings/finding_place.h"
#include "model/findings/kept_findings.h"
#include "model/lint/lint.h"

namespace archivolt {

/// What the rules over one stack share: what they read, and where their findings go.
class StackLint {
public:
    StackLint(const Design& wholeDesign, const ResolvedDesign& resolvedDesign, const Catalog& types,
              const EvaluatedStack& evaluatedStack, FindingList& findings,
              KeptFindings* kept = nullptr)
        : design(wholeDesign),
          resolved(resolvedDesign),
          catalog(types),
          stack(*evaluatedStack.source),
          evaluated(evaluatedStack),
          m_findings(findings),
          m_kept(kept) {}

    const Design& design;
    const ResolvedDesign& resolved;
    const Catalog& catalog;
    const Stack& stack;
    const EvaluatedStack& evaluated;
    const ValueForms forms = ValueForms::embedded();

    /// What a finding says beyond its rule's code, severity and source.
    struct Report {
        std::string message;  ///< One sentence without a full stop.
        SharedText help;      ///< What to do.
        Path path;            ///< From the template's root.
        Anchor anchor = Anchor::Value;
        std::vector<Path> related;
    };
    /// Adds a finding of a rule.
    void report(const Rule& rule, Report finding);
    /// Adds a finding about a typed thing, at the property of its origin (`Properties` added).
    void report(const Rule& rule, const Origin& origin, std::string message, SharedText help);

    /// A rule that looks at one resource, and by `named` at those of its stack that it names.
    using AtResource = void (*)(StackLint&, const EvaluatedResource&);
    /// Reports what rules find at each resource of the stack, or what they found when the resource
    /// and what it names were the same.
    void reportAtResources(std::span<const AtResource> rules);
    /// Returns the resource of a logical id, or null pointer. Rules at resources look at its type
    /// alone.
    [[nodiscard]] ResourceTable::Pointer named(std::string_view logicalId);
    /// Says that what is found depends on all names of the stack.
    void dependOnEveryName() { m_looking.everyName = true; }

    /// Returns the stack of before in which a rule over all of it found nothing, or null pointer.
    [[nodiscard]] const Stack* cleanBefore(std::string_view rule) const {
        return m_kept == nullptr ? nullptr : m_kept->cleanBefore(rule);
    }
    /// Learns that a rule over all of the stack, given by a literal, found nothing.
    void keepClean(std::string_view rule) {
        if (m_kept != nullptr) m_kept->keepClean(rule);
    }

    /// Returns the resources of some types in the stack's order, whether or not they exist.
    [[nodiscard]] std::vector<const EvaluatedResource*> ofTypes(
        std::span<const std::string_view> types);
    [[nodiscard]] std::vector<const EvaluatedResource*> ofType(std::string_view type) {
        return ofTypes({&type, 1});
    }

    /// Says whether a macro other than AWS::LanguageExtensions rewrites the template, so that
    /// names may come to be that are not in the text.
    [[nodiscard]] bool hasMacros() const;
    /// Says whether a macro of somebody's own, or AWS::Include, may change what any resource has.
    [[nodiscard]] bool hasForeignMacros() const;

    /// Returns the parameter that a value of the text refers to if nothing gives it but an empty
    /// default; empty: none. What is wrong by that alone is milder (EVAL-20).
    [[nodiscard]] std::string emptyDefaultOf(const Value& source) const;
    /// The same of what stands at a path of the template.
    [[nodiscard]] std::string emptyDefaultAt(const Path& path) const;

    /// Says whether the stack's Region lacks a type of the catalogue.
    [[nodiscard]] bool isMissingHere(std::string_view type);
    /// Says whether a text matches a pattern of the catalogue's; each is read once.
    [[nodiscard]] PatternMatch matchPattern(const std::string& pattern, const std::string& text);

private:
    FindingList& m_findings;
    KeptFindings* m_kept;
    // Places in `evaluated.resources`, made when first asked for; looked up, never iterated.
    std::unordered_map<std::string_view, std::vector<std::size_t>> m_byType;
    FoundAt m_looking;  // What is learnt of the resource that is looked at.
    struct KnownPattern {
        Pattern pattern;
        std::unordered_map<std::string, PatternMatch> texts;  // Most values recur.
    };
    std::unordered_map<std::string, KnownPattern> m_patterns;
    std::unordered_map<std::string_view, bool> m_missing;  // Most types stand many times.
};

/// Returns `Resources.<logicalId>` and the path behind it.
[[nodiscard]] Path resourcePath(std::string_view logicalId, const Path& behind = {});

/// Returns the way in the template to a value at an evaluated path of a resource's body.
[[nodiscard]] Path sourcePath(const StackLint& lint, const Origin& origin);

// The families of rules, one file each, with the rules that the file holds.
void lintTemplate(StackLint& lint);  ///< Sections, names, limits.
void lintResource(StackLint& lint, const EvaluatedResource& resource);  ///< Name and attributes.
[[nodiscard]] RuleList templateRules();
void lintSchema(StackLint& lint, const EvaluatedResource& resource);  ///< Against the catalogue.
[[nodiscard]] RuleList schemaRules();
[[nodiscard]] RuleList propertyRules();  ///< Of the walk that lintSchema makes.
void lintCombinations(StackLint& lint, const EvaluatedResource& resource);  ///< Of properties.
[[nodiscard]] RuleList combinationRules();
void lintReferences(StackLint& lint);  ///< Names that sections say.
void lintReferencesOf(StackLint& lint, const EvaluatedResource& resource);  ///< And kinds.
[[nodiscard]] RuleList referenceRules();
void lintCycles(StackLint& lint);  ///< Circular dependencies.
[[nodiscard]] RuleList cycleRules();
void lintBlocks(StackLint& lint, const EvaluatedResource& resource);  ///< Texts of blocks.
void lintNetwork(StackLint& lint);  ///< VPCs, subnets, routes, gateways, peerings, endpoints.
[[nodiscard]] RuleList networkRules();
void lintRouting(StackLint& lint);  ///< What routes, peerings and gateways there may be.
[[nodiscard]] RuleList routeRules();
/// Rules of security groups by themselves.
void lintGroupRules(StackLint& lint, const EvaluatedResource& resource);
void lintFilters(StackLint& lint);  ///< Security groups and network ACLs.
[[nodiscard]] RuleList filterRules();
void lintQuotas(StackLint& lint);  ///< What there are too many of.
[[nodiscard]] RuleList quotaRules();
void lintGatewayOrder(StackLint& lint);  ///< What needs the gateway attachment first.
[[nodiscard]] RuleList gatewayRules();
void lintPlacement(StackLint& lint);  ///< Room in subnets, volumes' zones, spread groups.
[[nodiscard]] RuleList placementRules();
void lintBalancers(StackLint& lint);  ///< Load balancers, listeners, target groups.
[[nodiscard]] RuleList balancerRules();
void lintScaling(StackLint& lint);  ///< Auto Scaling groups and policies.
[[nodiscard]] RuleList scalingRules();
void lintDatabases(StackLint& lint);  ///< RDS and ElastiCache.
[[nodiscard]] RuleList databaseRules();
void lintEdge(StackLint& lint);  ///< Buckets and their policies, CloudFront.
[[nodiscard]] RuleList edgeRules();
void lintMembership(StackLint& lint);  ///< What must be of one VPC, zone or subnet.
[[nodiscard]] RuleList membershipRules();
void lintListeners(StackLint& lint);  ///< Listeners and targets by kind of balancer.
[[nodiscard]] RuleList listenerRules();
void lintBorders(StackLint& lint);  ///< Encryption controls, VPC origins, shared groups.
[[nodiscard]] RuleList borderRules();
/// Functions' runtimes, tables' keys, passwords.
void lintServices(StackLint& lint, const EvaluatedResource& resource);
[[nodiscard]] RuleList serviceRules();
void lintInstanceTypes(StackLint& lint, const EvaluatedResource& resource);  ///< Their names.
void lintDns(StackLint& lint);                                               ///< Route 53 records.
[[nodiscard]] RuleList dnsRules();
void lintContainers(StackLint& lint, const EvaluatedResource& resource);  ///< ECS tasks.
[[nodiscard]] RuleList containerRules();
void lintQueues(StackLint& lint);  ///< Queues, dead letters, event source mappings.
[[nodiscard]] RuleList queueRules();
void lintSchedules(StackLint& lint, const EvaluatedResource& resource);  ///< rate() and cron().
[[nodiscard]] RuleList scheduleRules();
void lintMachines(StackLint& lint, const EvaluatedResource& resource);  ///< Their states.
[[nodiscard]] RuleList stateMachineRules();
void lintPeriods(StackLint& lint, const EvaluatedResource& resource);  ///< Seconds and days.
[[nodiscard]] RuleList periodRules();
void lintNames(StackLint& lint, const EvaluatedResource& resource);  ///< Tags, variables, domains.
[[nodiscard]] RuleList nameRules();
void lintStages(StackLint& lint);  ///< Stages of APIs.
[[nodiscard]] RuleList stageRules();
void lintPolicies(StackLint& lint, const EvaluatedResource& resource);  ///< IAM policy documents.
[[nodiscard]] RuleList policyRules();

}  // namespace archivolt
