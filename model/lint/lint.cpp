#include "model/lint/lint.h"

#include <algorithm>
#include <set>
#include <utility>

#include "model/evaluate/evaluation_rules.h"
#include "model/findings/finding_place.h"
#include "model/lint/lint_unless_stopped.h"
#include "model/lint/shared_rules.h"
#include "model/lint/stack_lint.h"

namespace archivolt {

namespace {

/// Says whether lint itself reports, from the tree, what this diagnostic of evaluation says.
bool isSaidByRules(const Diagnostic& diagnostic, const std::set<Path>& mappingsSaid) {
    if (diagnostic.code == kUndefinedName.code || diagnostic.code == kUndefinedCondition.code)
        return true;
    return diagnostic.code == kNoSuchKey.code &&
           std::ranges::any_of(mappingsSaid, [&](const Path& path) {
               return path.startsWith(diagnostic.where.path) ||
                      diagnostic.where.path.startsWith(path);
           });
}

void addEvaluation(const EvaluatedStack& stack, FindingList& findings) {
    std::set<Path> mappingsSaid;
    for (const auto& finding : findings) {
        if (finding->diagnostic.code == kUndeclaredMapping.code)
            mappingsSaid.insert(finding->diagnostic.where.path);
    }
    const auto add = [&](const Diagnostic& diagnostic) {
        if (isSaidByRules(diagnostic, mappingsSaid)) return;
        findings.push_back(std::make_shared<Finding>(Finding{diagnostic, {}}));
    };
    for (const Diagnostic& diagnostic : stack.diagnostics) add(diagnostic);
    for (const auto& resource : stack.resources) {
        for (const Diagnostic& diagnostic : resource->diagnostics) add(diagnostic);
    }
}

/// Takes away what two families of rules say of one value: the specific one stays.
void dropRepeated(FindingList& findings) {
    const auto yieldsToErrors = [](const auto& finding) {
        const std::string& code = finding->diagnostic.code;
        return code == kNotInRegion.code || code == kNoSuchInstance.code;
    };
    const auto yieldsToSpecific = [](const auto& finding) {
        const std::string& code = finding->diagnostic.code;
        return code == kNotOneOf.code || code == kOutOfBounds.code || code == kValueForbidden.code;
    };
    const bool someYield = std::ranges::any_of(findings, [&](const auto& finding) {
        return yieldsToErrors(finding) || yieldsToSpecific(finding);
    });
    if (!someYield) return;
    std::set<Path> specific;
    std::set<Path> wrong;
    for (const auto& finding : findings) {
        const Diagnostic& diagnostic = finding->diagnostic;
        if (!diagnostic.code.starts_with("CFN-")) specific.insert(diagnostic.where.path);
        if (diagnostic.severity == Severity::Error) wrong.insert(diagnostic.where.path);
    }
    std::erase_if(findings, [&](const auto& finding) {
        const Path& path = finding->diagnostic.where.path;
        return (yieldsToErrors(finding) && wrong.contains(path)) ||
               (yieldsToSpecific(finding) && specific.contains(path));
    });
}

/// What each resource is held against by itself, and by the types of those that it names; of an
/// observed stack the last two alone.
void lintResources(StackLint& lint) {
    static constexpr StackLint::AtResource kRules[] = {
        lintResource,      lintSchema,     lintReferencesOf, lintCombinations, lintServices,
        lintInstanceTypes, lintContainers, lintSchedules,    lintMachines,     lintPeriods,
        lintNames,         lintPolicies,   lintBlocks,       lintGroupRules};
    const std::span<const StackLint::AtResource> rules(kRules);
    const bool isTemplate = lint.stack.kind == StackKind::Template;
    lint.reportAtResources(isTemplate ? rules : rules.last(2));
}

/// The families of rules in their order, and whether they hold for templates only.
constexpr std::pair<void (*)(StackLint&), bool> kFamilies[] = {
    {lintTemplate, true},  {lintResources, false},   {lintReferences, true},
    {lintCycles, true},    {lintMembership, true},   {lintListeners, true},
    {lintBorders, true},   {lintGatewayOrder, true}, {lintPlacement, true},
    {lintBalancers, true}, {lintScaling, true},      {lintDatabases, true},
    {lintEdge, true},      {lintDns, true},          {lintNetwork, false},
    {lintRouting, false},  {lintFilters, false},     {lintQuotas, true},
    {lintQueues, true},    {lintStages, true},
};

}  // namespace

std::vector<Finding> lint(const Design& design, const ResolvedDesign& resolved,
                          const Catalog& catalog) {
    return valuesOf(*lintUnlessStopped(design, resolved, catalog, {}));
}

std::optional<FindingList> lintUnlessStopped(const Design& design, const ResolvedDesign& resolved,
                                             const Catalog& catalog, const std::stop_token& stop,
                                             KeptFindings* kept) {
    FindingList all;
    for (const auto& evaluated : resolved.evaluated->stacks) {
        FindingList findings;
        StackLint stack(design, resolved, catalog, *evaluated, findings, kept);
        // An observed stack is exempt from what only templates must keep, and from the services'
        // rules: AWS took it as it is, and its description may leave out what a template must say.
        const bool isTemplate = evaluated->source->kind == StackKind::Template;
        for (const auto& [family, ofTemplatesOnly] : kFamilies) {
            if (stop.stop_requested()) return {};
            if (isTemplate || !ofTemplatesOnly) family(stack);
        }
        addEvaluation(*evaluated, findings);
        dropRepeated(findings);
        sortByPlace(*evaluated->source, findings);
        all.insert(all.end(), std::make_move_iterator(findings.begin()),
                   std::make_move_iterator(findings.end()));
    }
    markSuppressed(design, all);
    if (kept != nullptr) kept->finish();
    return all;
}

std::vector<const Rule*> lintRules() {
    return joinedRules({kSharedRules,    balancerRules(), combinationRules(),  membershipRules(),
                        listenerRules(), borderRules(),   serviceRules(),      cycleRules(),
                        databaseRules(), dnsRules(),      edgeRules(),         filterRules(),
                        gatewayRules(),  networkRules(),  placementRules(),    propertyRules(),
                        policyRules(),   quotaRules(),    referenceRules(),    routeRules(),
                        scalingRules(),  schemaRules(),   templateRules(),     containerRules(),
                        queueRules(),    scheduleRules(), stateMachineRules(), periodRules(),
                        nameRules(),     stageRules()});
}

}  // namespace archivolt
