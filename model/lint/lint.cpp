#include "model/lint/lint.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "model/lint/stack_lint.h"

namespace archivolt {

namespace {

/// Says whether lint itself reports, from the tree, what this diagnostic of evaluation says.
bool isSaidByRules(const Diagnostic& diagnostic, const std::set<Path>& mappingsSaid) {
    if (diagnostic.code == "EVAL-2" || diagnostic.code == "EVAL-5") return true;
    return diagnostic.code == "EVAL-4" && std::ranges::any_of(mappingsSaid, [&](const Path& path) {
               return path.startsWith(diagnostic.where.path) ||
                      diagnostic.where.path.startsWith(path);
           });
}

void addEvaluation(const EvaluatedStack& stack, std::vector<Finding>& findings) {
    std::set<Path> mappingsSaid;
    for (const Finding& finding : findings) {
        if (finding.diagnostic.code == "CFN-E13")
            mappingsSaid.insert(finding.diagnostic.where.path);
    }
    const auto add = [&](const Diagnostic& diagnostic) {
        if (!isSaidByRules(diagnostic, mappingsSaid)) findings.push_back({diagnostic, {}});
    };
    for (const Diagnostic& diagnostic : stack.diagnostics) add(diagnostic);
    for (const auto& resource : stack.resources) {
        for (const Diagnostic& diagnostic : resource->diagnostics) add(diagnostic);
    }
}

/// Takes away what two families of rules say of one value: the specific one stays.
void dropRepeated(std::vector<Finding>& findings) {
    std::set<Path> blocks;
    for (const Finding& finding : findings) {
        if (finding.diagnostic.code == "NET-E1") blocks.insert(finding.diagnostic.where.path);
    }
    std::erase_if(findings, [&](const Finding& finding) {
        return finding.diagnostic.code == "CFN-E8" &&
               blocks.contains(finding.diagnostic.where.path);
    });
}

/// Returns where a path stands in the text's order: sections, then resources, by their index.
std::size_t rankOf(const Stack& stack, const Path& path) {
    const auto* name = path.empty() ? nullptr : std::get_if<std::string>(&path[0]);
    if (name == nullptr) return 0;
    constexpr std::size_t kStride = std::size_t{1} << 32U;
    std::size_t rank = 1;
    for (const Section& section : stack.body.sections) {
        if (section.name == *name) break;
        ++rank;
    }
    const auto* logicalId = path.size() > 1 ? std::get_if<std::string>(&path[1]) : nullptr;
    std::size_t index = 0;
    if (*name == "Resources" && logicalId != nullptr) {
        if (const auto resource = stack.body.resources.find(*logicalId)) {
            index = 1 + stack.body.resources.indexOf(resource->id);
        }
    }
    return rank * kStride + index;
}

void sortByPlace(const Stack& stack, std::vector<Finding>& findings) {
    std::ranges::stable_sort(findings, {}, [&](const Finding& finding) {
        const Diagnostic& diagnostic = finding.diagnostic;
        return std::make_tuple(rankOf(stack, diagnostic.where.path), diagnostic.where.path,
                               diagnostic.code, diagnostic.message);
    });
    const auto repeated = std::ranges::unique(findings);
    findings.erase(repeated.begin(), repeated.end());
}

void suppress(const Design& design, std::vector<Finding>& findings) {
    for (Finding& finding : findings) {
        const Diagnostic& diagnostic = finding.diagnostic;
        for (const Suppression& suppression : design.suppressions) {
            if (suppression.code != diagnostic.code) continue;
            if (!suppression.stack.empty() && suppression.stack != diagnostic.where.stack) continue;
            if (!suppression.resource.empty() &&
                suppression.resource != diagnostic.where.resource) {
                continue;
            }
            finding.suppressed = suppression.reason;
            break;
        }
    }
}

}  // namespace

std::vector<Finding> lint(const Design& design, const ResolvedDesign& resolved,
                          const Catalog& catalog) {
    std::vector<Finding> all;
    for (const auto& evaluated : resolved.evaluated->stacks) {
        std::vector<Finding> findings;
        StackLint stack(design, resolved, catalog, *evaluated, findings);
        // An observed stack is exempt from what only templates must keep.
        if (evaluated->source->kind == StackKind::Template) {
            lintTemplate(stack);
            lintSchema(stack);
            lintReferences(stack);
            lintCycles(stack);
            lintGatewayOrder(stack);
        }
        lintNetwork(stack);
        lintFilters(stack);
        addEvaluation(*evaluated, findings);
        dropRepeated(findings);
        sortByPlace(*evaluated->source, findings);
        all.insert(all.end(), std::make_move_iterator(findings.begin()),
                   std::make_move_iterator(findings.end()));
    }
    suppress(design, all);
    return all;
}

}  // namespace archivolt
