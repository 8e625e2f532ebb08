#include "model/findings/finding_place.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "model/base/invariant.h"

namespace archivolt {

namespace {

/// Returns where a path stands in the text's order: sections, then resources, by their index.
std::pair<std::size_t, std::size_t> rankOf(const Stack& stack, const Path& path) {
    const auto* name = path.empty() ? nullptr : std::get_if<std::string>(&path[0]);
    if (name == nullptr) return {0, 0};
    std::size_t rank = 1;
    for (const Section& section : stack.body.sections) {
        if (section.name == *name) break;
        ++rank;
    }
    const auto* logicalId = path.size() > 1 ? std::get_if<std::string>(&path[1]) : nullptr;
    if (*name != "Resources" || logicalId == nullptr) return {rank, 0};
    const auto resource = stack.body.resources.find(*logicalId);
    if (resource == nullptr) return {rank, 0};
    return {rank, 1 + stack.body.resources.indexOf(resource->id)};
}

}  // namespace

Where whereOf(const Stack& stack, Path path, Anchor anchor) {
    Where where;
    where.stack = stack.name;
    if (path.size() >= 2 && path[0] == PathStep("Resources")) {
        if (const auto* logicalId = std::get_if<std::string>(&path[1])) {
            where.resource = *logicalId;
        }
    }
    where.path = std::move(path);
    where.anchor = anchor;
    return where;
}

Path sourcePath(const Stack& stack, const Origin& origin) {
    const auto resource = stack.body.resources.find(origin.resource);
    INVARIANT(resource != nullptr);
    // The evaluated path is the source path but for conditional branches: as far as the source
    // tree follows it, it is the right place.
    const Value* value = &resource->body;
    Path path = Path{"Resources", resource->logicalId};
    for (const PathStep& step : origin.property.steps()) {
        value = value->at(Path{step});
        if (value == nullptr) break;
        path = path / step;
    }
    return path;
}

void sortByPlace(const Stack& stack, std::vector<Finding>& findings) {
    using Ranked = std::pair<std::pair<std::size_t, std::size_t>, Finding>;
    std::vector<Ranked> ranked;
    ranked.reserve(findings.size());
    for (Finding& finding : findings) {
        const auto rank = rankOf(stack, finding.diagnostic.where.path);
        ranked.emplace_back(rank, std::move(finding));
    }
    std::ranges::stable_sort(ranked, [](const Ranked& a, const Ranked& b) {
        const Diagnostic& x = a.second.diagnostic;
        const Diagnostic& y = b.second.diagnostic;
        return std::tie(a.first, x.where.path, x.code, x.message) <
               std::tie(b.first, y.where.path, y.code, y.message);
    });
    findings.clear();
    for (Ranked& entry : ranked) {
        if (findings.empty() || findings.back() != entry.second) {
            findings.push_back(std::move(entry.second));
        }
    }
}

void markSuppressed(const Design& design, std::vector<Finding>& findings) {
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

}  // namespace archivolt
