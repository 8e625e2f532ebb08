#include "model/findings/finding_place.h"

#include <algorithm>
#include <cstdint>
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
            m_sections.emplace(section.name, static_cast<std::uint32_t>(m_sections.size() + 1));
        }
        std::uint32_t index = 0;
        m_resources.reserve(stack.body.resources.size());
        for (const auto& resource : stack.body.resources) {
            m_resources.emplace(resource->logicalId, ++index);
        }
    }

    /// Returns the rank of a path's section, and below it that of its resource; most follow others
    /// of the same one.
    [[nodiscard]] std::uint64_t rankOf(const Path& path) {
        const bool isSame = m_last != nullptr && path.size() > 1 && m_last->size() > 1 &&
                            path[0] == (*m_last)[0] && path[1] == (*m_last)[1];
        if (isSame) return m_lastRank;
        m_last = &path;
        return m_lastRank = rankOfOther(path);
    }

private:
    [[nodiscard]] std::uint64_t rankOfOther(const Path& path) const {
        const auto [section, resource] = placeOf(path);
        return (std::uint64_t{section} << 32U) | resource;
    }
    [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> placeOf(const Path& path) const {
        const auto* name = path.empty() ? nullptr : std::get_if<std::string>(&path[0]);
        if (name == nullptr) return {0, 0};
        const auto section = m_sections.find(*name);
        const auto rank = section == m_sections.end()
                              ? static_cast<std::uint32_t>(m_sections.size() + 1)
                              : section->second;
        const auto* logicalId = path.size() > 1 ? std::get_if<std::string>(&path[1]) : nullptr;
        if (*name != "Resources" || logicalId == nullptr) return {rank, 0};
        const auto resource = m_resources.find(*logicalId);
        return {rank, resource == m_resources.end() ? 0 : resource->second};
    }

    // Looked up, never iterated; of a section that stands twice the first counts.
    std::unordered_map<std::string_view, std::uint32_t> m_sections;
    std::unordered_map<std::string_view, std::uint32_t> m_resources;
    const Path* m_last = nullptr;
    std::uint64_t m_lastRank = 0;
};

/// Sorts stably what consists of a few parts that are sorted already: rules go through things in
/// their order.
template <class T, class IsBefore>
void mergeRuns(std::vector<T>& items, const IsBefore& isBefore) {
    using Place = typename std::vector<T>::iterator;
    std::vector<Place> ends = {items.begin()};
    while (ends.back() != items.end()) {
        ends.push_back(std::is_sorted_until(ends.back(), items.end(), isBefore));
    }
    while (ends.size() > 2) {
        std::vector<Place> fewer = {ends.front()};
        for (std::size_t i = 2; i < ends.size(); i += 2) {
            std::inplace_merge(ends[i - 2], ends[i - 1], ends[i], isBefore);
            fewer.push_back(ends[i]);
        }
        if (ends.size() % 2 == 0) fewer.push_back(ends.back());
        ends = std::move(fewer);
    }
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

void sortByPlace(const Stack& stack, FindingList& findings) {
    if (findings.size() < 2) return;
    TextOrder order(stack);
    struct Ranked {
        std::uint64_t rank;
        std::shared_ptr<const Finding> finding;
    };
    std::vector<Ranked> ranked;
    ranked.reserve(findings.size());
    for (auto& finding : findings) {
        const std::uint64_t rank = order.rankOf(finding->diagnostic.where.path);
        ranked.push_back({rank, std::move(finding)});
    }
    const auto isBefore = [](const Ranked& a, const Ranked& b) {
        if (a.rank != b.rank) return a.rank < b.rank;
        const Diagnostic& x = a.finding->diagnostic;
        const Diagnostic& y = b.finding->diagnostic;
        return std::tie(x.where.path, x.code, x.message) <
               std::tie(y.where.path, y.code, y.message);
    };
    mergeRuns(ranked, isBefore);
    const auto isSame = [](const auto& a, const auto& b) { return a == b || saySame(*a, *b); };
    findings.clear();
    for (Ranked& each : ranked) {
        if (!findings.empty() && isSame(findings.back(), each.finding)) continue;
        findings.push_back(std::move(each.finding));
    }
}

void markSuppressed(const Design& design, FindingList& findings) {
    if (design.suppressions.empty()) return;
    for (auto& finding : findings) {
        const Diagnostic& diagnostic = finding->diagnostic;
        for (const Suppression& suppression : design.suppressions) {
            if (suppression.code != diagnostic.code) continue;
            if (!suppression.stack.empty() && suppression.stack != diagnostic.where.stack) continue;
            if (!suppression.resource.empty() &&
                suppression.resource != diagnostic.where.resource) {
                continue;
            }
            finding = std::make_shared<Finding>(Finding{diagnostic, suppression.reason});
            break;
        }
    }
}

}  // namespace archivolt
