#include "model/build/expected_types.h"

#include <algorithm>
#include <array>

#include "model/base/invariant.h"
#include "model/build/plain_references.h"
#include "model/catalog/catalog.h"

namespace archivolt {

namespace {

/// Says whether `text` begins with `start`, and takes it away if so.
bool take(std::string_view& text, std::string_view start) {
    if (!text.starts_with(start)) return false;
    text.remove_prefix(start.size());
    return true;
}

/// Says whether a pattern's text is this path's, but for a list's end.
bool isPatternOf(const PathPattern& pattern, const PropertyPath& path) {
    std::array<std::string_view, 2> parts = {path.within, path.name};
    const auto taken = [&](std::string_view text) {
        return take(parts[0].empty() ? parts[1] : parts[0], text);
    };
    const auto& steps = pattern.steps();
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool isLast = i + 1 == steps.size();
        switch (steps[i].kind) {
            case PathPattern::StepKind::Key:
                if (i > 0 && !taken(".")) return false;
                if (!taken(steps[i].key)) return false;
                break;
            case PathPattern::StepKind::AnyItem:
                if (!taken("[]") && !isLast) return false;
                break;
            case PathPattern::StepKind::AnyValue:
                if (!taken("{}") && !isLast) return false;
                break;
        }
    }
    return parts[0].empty() && parts[1].empty();
}

bool isOneOf(std::string_view type, std::string_view types) {
    while (!types.empty()) {
        const auto bar = types.find('|');
        if (types.substr(0, bar) == type) return true;
        if (bar == std::string_view::npos) break;
        types.remove_prefix(bar + 1);
    }
    return false;
}

/// Says whether none of some types, parted by `|`, is what the catalogue says already.
bool addsTo(const ReferenceFacts& facts, std::string_view more) {
    const ExpectedTypes catalogued(facts, {});
    while (!more.empty() && more != "*") {
        const auto bar = more.find('|');
        if (catalogued.includes(more.substr(0, bar))) return false;
        if (bar == std::string_view::npos) break;
        more.remove_prefix(bar + 1);
    }
    return true;
}

/// An attribute beside what Ref gives is that of something which has one (a VPC's default group):
/// it leads to another thing than the resource itself.
bool leadsItself(const ReferenceFacts& facts, const ReferenceTarget& target) {
    if (target.attribute.empty()) return true;
    return std::ranges::none_of(
        facts.targets, [](const ReferenceTarget& other) { return other.attribute.empty(); });
}

}  // namespace

bool ExpectedTypes::areAny() const {
    if (m_more == "*") return true;
    return m_facts == nullptr ? m_more.empty() : !m_facts->verified;
}

bool ExpectedTypes::includes(std::string_view type) const {
    if (areAny() || isOneOf(type, m_more)) return true;
    return m_facts != nullptr &&
           std::ranges::any_of(m_facts->targets, [&](const ReferenceTarget& target) {
               return target.type == type && leadsItself(*m_facts, target);
           });
}

std::string_view ExpectedTypes::usual() const {
    if (areAny()) return {};
    if (m_facts == nullptr) return m_more.substr(0, m_more.find('|'));
    const auto usual = std::ranges::find_if(m_facts->targets, [&](const ReferenceTarget& target) {
        return leadsItself(*m_facts, target);
    });
    return usual != m_facts->targets.end() ? usual->type : std::string_view();
}

ExpectedTypes expectedTypes(const Catalog& catalog, std::string_view type, const PropertyPath& path,
                            std::string_view more) {
    if (const SystemFacts* system = catalog.system(type)) {
        for (const ReferenceFacts& facts : system->references) {
            if (!isPatternOf(facts.path, path)) continue;
            // INVARIANT: code adds to what the catalogue says, it does not say it again.
            INVARIANT(addsTo(facts, more));
            return {facts, more};
        }
        return ExpectedTypes(more == "*" ? std::string_view() : more);
    }
    for (const PlainReference& plain : kPlainReferences) {
        const bool isIt = plain.type == type && path.within.empty() && plain.property == path.name;
        if (isIt) return ExpectedTypes(plain.target);
    }
    return ExpectedTypes(more == "*" ? std::string_view() : more);
}

}  // namespace archivolt
