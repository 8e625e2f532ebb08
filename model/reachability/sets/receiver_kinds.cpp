#include "model/reachability/sets/receiver_kinds.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "model/reachability/sets/traffic_pool.h"

namespace archivolt {

namespace {

constexpr std::array kDirections = {RuleDirection::Ingress, RuleDirection::Egress};

void append(const std::vector<std::uint32_t>& more, std::vector<std::uint32_t>& all) {
    all.insert(all.end(), more.begin(), more.end());
}

void sortOut(std::vector<std::uint32_t>& all) {
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
}

}  // namespace

ReceiverKinds::ReceiverKinds(const Reachability& reachability, const InterfaceNumbers& numbers,
                             std::span<const PairEnd> receivers)
    : m_reachability(reachability) {
    readGroups();
    const Sets filters = blockFilterNumbers();
    using Key = std::tuple<std::uint32_t, std::uint32_t, std::size_t, Family>;
    std::map<Key, std::uint32_t> kinds;
    for (const PairEnd& end : receivers) {
        for (const Family family : {Family::Ipv4, Family::Ipv6}) {
            std::uint32_t kind = kNoKind;
            if (end.has(family)) {
                const Key key(end.routeClass, filters[end.groupSet],
                              numbers.placeAmongFilters(end.address(family)), family);
                kind = kinds.emplace(key, static_cast<std::uint32_t>(kinds.size())).first->second;
            }
            (family == Family::Ipv4 ? m_four : m_six).push_back(kind);
        }
    }
    m_size = kinds.size();
}

void ReceiverKinds::readGroups() {
    const auto& sets = m_reachability.network().groupSets();
    for (std::uint32_t number = 0; number < sets.size(); ++number) {
        for (const ThingId group : sets[number]->ids) m_carriers[group].push_back(number);
        if (sets[number]->openEnded) m_openEnded.push_back(number);
        for (const RuleDirection direction : kDirections) {
            for (const auto& rule : m_reachability.filters().groupSet(number, direction).byGroup) {
                m_naming.push_back(number);
                if (rule.group) {
                    m_namers[rule.group].push_back(number);
                } else {
                    m_namingUnknown.push_back(number);
                }
            }
        }
    }
    sortOut(m_naming);
    sortOut(m_namingUnknown);
}

/// Returns for each set of groups a number that those have in common which let the same blocks
/// through.
ReceiverKinds::Sets ReceiverKinds::blockFilterNumbers() const {
    TrafficPool pool;
    const auto numberOf = [&](const AddressCuts& cuts, std::vector<std::uint64_t>& key) {
        key.push_back(cuts.begins.size());
        for (std::size_t i = 0; i < cuts.begins.size(); ++i) {
            key.push_back(static_cast<std::uint64_t>(cuts.begins[i].family));
            key.push_back(cuts.begins[i].high);
            key.push_back(cuts.begins[i].low);
            key.push_back(pool.idOf(cuts.passes[i]));
        }
    };
    std::map<std::vector<std::uint64_t>, std::uint32_t> numbers;
    Sets result;
    for (std::uint32_t set = 0; set < m_reachability.network().groupSets().size(); ++set) {
        std::vector<std::uint64_t> key;
        for (const RuleDirection direction : kDirections) {
            const GroupSetFilter& filter = m_reachability.filters().groupSet(set, direction);
            key.push_back(filter.open ? 1 : 0);
            numberOf(filter.byAddress, key);
        }
        const auto number = static_cast<std::uint32_t>(numbers.size());
        result.push_back(numbers.emplace(std::move(key), number).first->second);
    }
    return result;
}

std::optional<std::vector<std::uint32_t>> ReceiverKinds::relatedTo(std::uint32_t groupSet) const {
    const GroupSetNode& own = *m_reachability.network().groupSets()[groupSet];
    Sets related = m_namingUnknown;
    if (own.openEnded) append(m_naming, related);
    for (const ThingId group : own.ids) {
        if (const auto at = m_namers.find(group); at != m_namers.end()) append(at->second, related);
    }
    for (const RuleDirection direction : kDirections) {
        const auto& rules = m_reachability.filters().groupSet(groupSet, direction).byGroup;
        if (!rules.empty()) append(m_openEnded, related);
        for (const GroupSetFilter::GroupRule& rule : rules) {
            if (!rule.group) return std::nullopt;
            const auto at = m_carriers.find(rule.group);
            if (at != m_carriers.end()) append(at->second, related);
        }
    }
    sortOut(related);
    return related;
}

}  // namespace archivolt
