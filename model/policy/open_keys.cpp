#include "model/policy/open_keys.h"

#include <algorithm>
#include <map>

#include "model/policy/key_values.h"

namespace archivolt {

namespace {

constexpr std::size_t kMostCombinations = 4096;
constexpr std::size_t kMostWays = 16;

/// Visits every policy that may have a say.
template <class Visit>
void forEachPolicy(const PolicyLayers& layers, const Visit& visit) {
    for (const PolicyList list : {layers.identity, layers.boundaries, layers.sessions}) {
        for (const PolicyRef policy : list) visit(*policy);
    }
    if (layers.resource != nullptr) visit(*layers.resource);
    if (layers.endpoint != nullptr) visit(*layers.endpoint);
    for (const auto levels : {layers.serviceControls, layers.resourceControls}) {
        for (const PolicyList list : levels) {
            for (const PolicyRef policy : list) visit(*policy);
        }
    }
}

class KeySearch {
public:
    KeySearch(const AccessRequest& request, const PolicyLayers& layers)
        : m_request(request), m_layers(layers) {}

    OpenKeys search() {
        gatherKeys();
        for (auto& [name, values] : m_keys) {
            m_ways.push_back(values.ways());
            m_result.exhaustive = m_result.exhaustive && values.isExhaustive();
        }
        std::size_t combinations = 1;
        for (const auto& ways : m_ways) {
            combinations *= ways.size();
            if (combinations > kMostCombinations) return tooMany();
        }
        tryAll(combinations);
        const bool same = std::ranges::all_of(
            m_verdicts, [&](AccessVerdict verdict) { return verdict == m_verdicts.front(); });
        if (same && m_result.exhaustive) m_result.verdict = m_verdicts.front();
        if (!same) {
            gatherWays();
        } else if (!m_result.exhaustive) {
            for (const auto& [name, values] : m_keys) m_result.keys.push_back(values.key());
        }
        return std::move(m_result);
    }

private:
    OpenKeys tooMany() {
        m_result.exhaustive = false;
        for (const auto& [name, values] : m_keys) m_result.keys.push_back(values.key());
        return std::move(m_result);
    }

    void gatherKeys() {
        const PreparedRequest prepared(m_request);
        const RequestContext& context = m_request.context;
        const auto valuesOf = [&](const ContextKeyName& key) -> KeyValues* {
            if (!context.isUnknown(key)) return nullptr;
            return &m_keys.try_emplace(key.name, key.written).first->second;
        };
        forEachPolicy(m_layers, [&](const CompiledPolicy& policy) {
            for (std::size_t i = 0; i < policy.document().statements.size(); ++i) {
                if (!policy.concerns(i, prepared)) continue;
                policy.forEachResourceVariable(i, [&](const ContextKeyName& key) {
                    if (KeyValues* values = valuesOf(key)) values->addVariable();
                });
                for (const CompiledCondition& condition : policy.conditions(i)) {
                    if (KeyValues* values = valuesOf(condition.key())) values->add(condition);
                    condition.forEachVariable([&](const ContextKeyName& key) {
                        if (KeyValues* values = valuesOf(key)) values->addVariable();
                    });
                }
            }
        });
    }

    /// Returns which way of a key a combination takes.
    [[nodiscard]] std::size_t wayOf(std::size_t combination, std::size_t key) const {
        for (std::size_t i = 0; i < key; ++i) combination /= m_ways[i].size();
        return combination % m_ways[key].size();
    }

    void tryAll(std::size_t combinations) {
        for (std::size_t combination = 0; combination < combinations; ++combination) {
            AccessRequest request = m_request;
            for (std::size_t key = 0; key < m_ways.size(); ++key) {
                const KeyWay& way = m_ways[key][wayOf(combination, key)];
                if (way.values.empty()) {
                    request.context.setAbsent(way.key);
                } else if (way.multivalued) {
                    request.context.setMany(way.key, way.values);
                } else {
                    request.context.set(way.key, way.values.front());
                }
            }
            m_verdicts.push_back(authorize(request, m_layers).verdict);
        }
    }

    /// Says whether two combinations that differ in this key alone are decided differently.
    [[nodiscard]] bool matters(std::size_t key) const {
        std::size_t stride = 1;
        for (std::size_t i = 0; i < key; ++i) stride *= m_ways[i].size();
        for (std::size_t at = 0; at < m_verdicts.size(); ++at) {
            const std::size_t first = at - wayOf(at, key) * stride;
            if (m_verdicts[at] != m_verdicts[first]) return true;
        }
        return false;
    }

    void gatherWays() {
        std::vector<std::size_t> keys;
        for (std::size_t key = 0; key < m_ways.size(); ++key) {
            if (!matters(key)) continue;
            keys.push_back(key);
            m_result.keys.push_back(m_ways[key].front().key);
        }
        for (std::size_t at = 0; at < m_verdicts.size(); ++at) {
            // Keys that don't matter stay at their first way.
            bool first = true;
            for (std::size_t key = 0; key < m_ways.size(); ++key) {
                const bool matter = std::ranges::find(keys, key) != keys.end();
                first = first && (matter || wayOf(at, key) == 0);
            }
            if (!first) continue;
            AccessWay way;
            way.verdict = m_verdicts[at];
            for (const std::size_t key : keys) way.when.push_back(m_ways[key][wayOf(at, key)]);
            m_result.ways.push_back(std::move(way));
        }
        if (m_result.ways.size() <= kMostWays) return;
        std::vector<AccessWay> few;
        for (AccessWay& way : m_result.ways) {
            const auto found = std::ranges::find(few, way.verdict, &AccessWay::verdict);
            if (found == few.end()) few.push_back(std::move(way));
        }
        m_result.ways = std::move(few);
    }

    const AccessRequest& m_request;
    const PolicyLayers& m_layers;
    std::map<std::string, KeyValues> m_keys;
    std::vector<std::vector<KeyWay>> m_ways;  ///< By key, in the order of their names.
    std::vector<AccessVerdict> m_verdicts;    ///< By combination.
    OpenKeys m_result;
};

}  // namespace

OpenKeys resolveOpenKeys(const AccessRequest& request, const PolicyLayers& layers) {
    return KeySearch(request, layers).search();
}

}  // namespace archivolt
