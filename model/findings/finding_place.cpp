#include "model/findings/finding_place.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "model/base/invariant.h"

namespace archivolt {

namespace {

/// Where paths of one stack stand in its text's order: sections, then resources, by their index.
class TextOrder {
public:
    explicit TextOrder(const Stack& stack) {
        for (const Section& section : stack.body.sections) {
            m_sections.emplace(section.name, m_sections.size() + 1);
        }
        std::size_t index = 0;
        for (const auto& resource : stack.body.resources) {
            m_resources.emplace(resource->logicalId, ++index);
        }
    }

    [[nodiscard]] std::pair<std::size_t, std::size_t> rankOf(const Path& path) const {
        const auto* name = path.empty() ? nullptr : std::get_if<std::string>(&path[0]);
        if (name == nullptr) return {0, 0};
        const auto section = m_sections.find(*name);
        const std::size_t rank =
            section == m_sections.end() ? m_sections.size() + 1 : section->second;
        const auto* logicalId = path.size() > 1 ? std::get_if<std::string>(&path[1]) : nullptr;
        if (*name != "Resources" || logicalId == nullptr) return {rank, 0};
        const auto resource = m_resources.find(*logicalId);
        return {rank, resource == m_resources.end() ? 0 : resource->second};
    }

private:
    // Looked up, never iterated; of a section that stands twice the first counts.
    std::unordered_map<std::string_view, std::size_t> m_sections;
    std::unordered_map<std::string_view, std::size_t> m_resources;
};

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
    if (findings.size() < 2) return;
    const TextOrder order(stack);
    struct Ranked {
        std::pair<std::size_t, std::size_t> rank;
        Finding* finding;
    };
    std::vector<Ranked> ranked;
    ranked.reserve(findings.size());
    for (Finding& finding : findings) {
        ranked.push_back({order.rankOf(finding.diagnostic.where.path), &finding});
    }
    std::ranges::stable_sort(ranked, [](const Ranked& a, const Ranked& b) {
        const Diagnostic& x = a.finding->diagnostic;
        const Diagnostic& y = b.finding->diagnostic;
        return std::tie(a.rank, x.where.path, x.code, x.message) <
               std::tie(b.rank, y.where.path, y.code, y.message);
    });
    std::vector<Finding> sorted;
    sorted.reserve(findings.size());
    for (const Ranked& entry : ranked) {
        if (sorted.empty() || sorted.back() != *entry.finding) {
            sorted.push_back(std::move(*entry.finding));
        }
    }
    findings = std::move(sorted);
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
