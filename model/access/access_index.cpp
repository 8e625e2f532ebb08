#include "model/access/access_index.h"

#include <algorithm>

#include "model/access/access_model.h"

namespace archivolt {

namespace {

/// Adds the patterns of a principal's policies that the index holds.
void addPatterns(const AccessPrincipal& principal, ResourcePatterns& patterns) {
    for (const AccessPolicy& policy : principal.identity) {
        policy.policy->forEachResource([&](const ArnPattern& pattern) {
            if (pattern.isAny() || pattern.hasUnknownParts()) return;
            patterns.emplace_back(pattern.prefix(), &pattern);
        });
    }
}

}  // namespace

bool isNamed(std::string_view asked, std::string_view stack, std::string_view logicalId) {
    if (!asked.ends_with(logicalId)) return false;
    const std::string_view before = asked.substr(0, asked.size() - logicalId.size());
    return before.empty() ||
           (before.ends_with('/') && before.substr(0, before.size() - 1) == stack);
}

ResourceIndex::ResourceIndex(const SharedItems<AccessResource>& resources) {
    m_byArn.reserve(resources.size());
    m_byLogicalId.reserve(resources.size());
    for (std::size_t place = 0; place < resources.size(); ++place) {
        const AccessResource& resource = resources[place];
        m_byArn.try_emplace(resource.arn, Places{place, place}).first->second.last = place;
        if (!resource.callArn.empty()) m_byArn.try_emplace(resource.callArn, Places{place, place});
        m_byLogicalId[resource.logicalId].push_back(place);
    }
}

const ResourceIndex::Places* ResourceIndex::ofArn(std::string_view arn) const {
    const auto found = m_byArn.find(arn);
    return found == m_byArn.end() ? nullptr : &found->second;
}

std::vector<std::size_t> ResourceIndex::called(const SharedItems<AccessResource>& resources,
                                               std::string_view asked) const {
    std::vector<std::size_t> found;
    // A logical id may itself hold what parts it from its stack.
    for (std::size_t from = 0; from <= asked.size();) {
        const auto named = m_byLogicalId.find(asked.substr(from));
        if (named != m_byLogicalId.end()) {
            for (const std::size_t place : named->second) {
                const AccessResource& resource = resources[place];
                if (isNamed(asked, resource.stack, resource.logicalId)) found.push_back(place);
            }
        }
        const std::size_t slash = asked.find('/', from);
        if (slash == std::string_view::npos) break;
        from = slash + 1;
    }
    std::ranges::sort(found);
    return found;
}

ResourcePatterns patternsOf(const SharedItems<AccessPrincipal>& principals) {
    ResourcePatterns patterns;
    for (const AccessPrincipal& principal : principals) addPatterns(principal, patterns);
    std::ranges::sort(patterns, {}, &ResourcePatterns::value_type::first);
    return patterns;
}

ResourcePatterns patternsAfter(const ResourcePatterns& before, const AccessPrincipal& was,
                               const AccessPrincipal& is) {
    ResourcePatterns old;
    ResourcePatterns fresh;
    addPatterns(was, old);
    addPatterns(is, fresh);
    // Principals may share a policy, so each goes as often as it was there.
    std::unordered_map<const ArnPattern*, std::size_t> gone;
    for (const auto& [prefix, pattern] : old) ++gone[pattern];
    std::ranges::sort(fresh, {}, &ResourcePatterns::value_type::first);
    ResourcePatterns patterns;
    patterns.reserve(before.size() + fresh.size());
    auto next = fresh.begin();
    for (const auto& pattern : before) {
        const auto one = gone.find(pattern.second);
        if (one != gone.end() && one->second > 0) {
            --one->second;
            continue;
        }
        while (next != fresh.end() && next->first < pattern.first) patterns.push_back(*next++);
        patterns.push_back(pattern);
    }
    patterns.insert(patterns.end(), next, fresh.end());
    return patterns;
}

}  // namespace archivolt
