#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/catalog/value_forms.h"
#include "model/evaluate/pattern.h"
#include "model/findings/finding_place.h"
#include "model/findings/kept_findings.h"
#include "model/lint/lint.h"

namespace archivolt {

/// What the rules over one stack share: what they read, and where their findings go.
class StackLint {
public:
    StackLint(const Design& wholeDesign, const ResolvedDesign& resolvedDesign, const Catalog& types,
              const EvaluatedStack& evaluatedStack, std::vector<Finding>& findings,
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
        std::string help;     ///< What to do.
        Path path;            ///< From the template's root.
        Anchor anchor = Anchor::Value;
        std::vector<Path> related;
    };
    /// Adds a finding of a rule.
    void report(const Rule& rule, Report finding);
    /// Adds a finding about a typed thing, at the property of its origin (`Properties` added).
    void report(const Rule& rule, const Origin& origin, std::string message, std::string help);

    /// Reports what `find()` finds at a resource, or what it found when the resource was the same
    /// object. It may look at this one resource alone; `family` is a literal.
    template <class Find>
    void reportKept(std::string_view family, const EvaluatedResource& resource, const Find& find) {
        const KeptFindings::Subject subject{family, &resource, stack.name};
        const auto known = m_kept == nullptr ? nullptr : m_kept->known(subject);
        if (known) {
            m_findings.insert(m_findings.end(), known->begin(), known->end());
            return;
        }
        const std::size_t before = m_findings.size();
        find();
        if (m_kept == nullptr) return;
        const auto first = m_findings.begin() + static_cast<std::ptrdiff_t>(before);
        m_kept->keep(subject, {first, m_findings.end()});
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

    /// Says whether a text matches a pattern of the catalogue's; each is read once.
    [[nodiscard]] PatternMatch matchPattern(const std::string& pattern, const std::string& text);

private:
    std::vector<Finding>& m_findings;
    KeptFindings* m_kept;
    struct KnownPattern {
        Pattern pattern;
        std::unordered_map<std::string, PatternMatch> texts;  // Most values recur.
    };
    std::unordered_map<std::string, KnownPattern> m_patterns;
};

/// Returns `Resources.<logicalId>` and the path behind it.
[[nodiscard]] Path resourcePath(std::string_view logicalId, const Path& behind = {});

/// Returns the way in the template to a value at an evaluated path of a resource's body.
[[nodiscard]] Path sourcePath(const StackLint& lint, const Origin& origin);

// The families of rules, one file each, with the rules that the file holds.
void lintTemplate(StackLint& lint);  ///< Sections, names, limits.
[[nodiscard]] RuleList templateRules();
void lintSchema(StackLint& lint);  ///< Properties against the catalogue.
[[nodiscard]] RuleList schemaRules();
[[nodiscard]] RuleList propertyRules();  ///< Of the walk that lintSchema makes.
void lintCombinations(StackLint& lint);  ///< Properties against one another.
[[nodiscard]] RuleList combinationRules();
void lintReferences(StackLint& lint);  ///< Names, attributes, kinds.
[[nodiscard]] RuleList referenceRules();
void lintCycles(StackLint& lint);  ///< Circular dependencies.
[[nodiscard]] RuleList cycleRules();
void lintNetwork(StackLint& lint);  ///< VPCs, subnets, routes, gateways, peerings, endpoints.
[[nodiscard]] RuleList networkRules();
void lintRouting(StackLint& lint);  ///< What routes, peerings and gateways there may be.
[[nodiscard]] RuleList routeRules();
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
void lintEdge(StackLint& lint);  ///< Bucket names, CloudFront.
[[nodiscard]] RuleList edgeRules();
void lintMembership(StackLint& lint);  ///< What must be of one VPC, zone or subnet.
[[nodiscard]] RuleList membershipRules();
void lintListeners(StackLint& lint);  ///< Listeners and targets by kind of balancer.
[[nodiscard]] RuleList listenerRules();
void lintBorders(StackLint& lint);  ///< Encryption controls, VPC origins, shared groups.
[[nodiscard]] RuleList borderRules();
void lintServices(StackLint& lint);  ///< Functions' runtimes, tables' keys, passwords.
[[nodiscard]] RuleList serviceRules();
void lintDns(StackLint& lint);  ///< Route 53 records.
[[nodiscard]] RuleList dnsRules();
void lintPolicies(StackLint& lint);  ///< IAM policy documents.
[[nodiscard]] RuleList policyRules();

}  // namespace archivolt
