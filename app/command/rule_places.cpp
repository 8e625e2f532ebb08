#include "app/command/rule_places.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace archivolt {

namespace {

/// Returns where a rule's value lives, or its resource where that can't be told.
std::optional<Where> whereIs(const Design& design, const ResolvedDesign& resolved,
                             const Origin& origin) {
    const auto stack = design.stack(origin.stack);
    const auto resource = stack ? stack->body.resources.find(origin.resource) : nullptr;
    if (!resource) return std::nullopt;
    Where where;
    where.stack = stack->name;
    where.resource = resource->logicalId;
    where.anchor = Anchor::Key;
    where.path = Path{"Resources", resource->logicalId};
    if (origin.property.empty()) return where;
    const SourceOfValue source =
        sourceOf(*resolved.evaluated, origin.stack, origin.resource, origin.property);
    if (!source.path.empty()) {
        where.path = source.path;
        where.anchor = Anchor::Value;
    }
    return where;
}

}  // namespace

RulePlaces placesOf(const OpenedDesign& opened, const ResolvedDesign& resolved,
                    const ReachAnswer& answer) {
    RulePlaces places;
    const auto add = [&](const Hop& hop) {
        if (places.contains(hop.origin)) return;
        if (auto where = whereIs(opened.design, resolved, hop.origin)) {
            places.emplace(hop.origin, *std::move(where));
        }
    };
    for (const Hop& hop : answer.forward) add(hop);
    for (const Hop& hop : answer.reply) add(hop);
    for (const Blocker& blocker : answer.blockers) add(blocker.hop);
    if (answer.decidedBy) add(*answer.decidedBy);
    std::vector<Diagnostic> found;
    for (const auto& [origin, where] : places) {
        Diagnostic diagnostic;
        diagnostic.where = where;
        found.push_back(std::move(diagnostic));
    }
    locateFindings(opened, found);
    std::size_t next = 0;
    for (auto& [origin, where] : places) where = std::move(found[next++].where);
    return places;
}

std::string placeText(const RulePlaces& places, const Origin& origin) {
    const auto found = places.find(origin);
    if (found == places.end() || found->second.line == 0) return {};
    return fmt::format("{}:{}", found->second.file, found->second.line);
}

nlohmann::ordered_json placeJson(const RulePlaces& places, const Origin& origin) {
    const auto found = places.find(origin);
    if (found == places.end()) return nullptr;
    const Where& where = found->second;
    return {{"file", where.file},
            {"line", where.line},
            {"column", where.column},
            {"resource", where.resource},
            {"property", where.path.toString()}};
}

}  // namespace archivolt
