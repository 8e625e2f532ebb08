#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "export/cloudformation/span_tree.h"

namespace archivolt {

/// The keys of one mapping, each with the node where it stood first; the text must outlive it.
///
/// Nearly all of the tens of thousands of mappings of a large template have a handful of keys,
/// which are gone through sooner than a table is made for them.
class FirstKeys {
public:
    /// Notes a key, and returns where it stood before; nothing where it is new.
    [[nodiscard]] std::optional<SpanNodeId> note(std::string_view key, SpanNodeId at) {
        if (!m_many.empty()) return noteAmongMany(key, at);
        for (std::size_t i = 0; i < m_count; ++i) {
            if (m_few[i].first == key) return m_few[i].second;
        }
        if (m_count < m_few.size()) {
            m_few[m_count++] = {key, at};
            return std::nullopt;
        }
        m_many.insert(m_few.begin(), m_few.end());
        return noteAmongMany(key, at);
    }

private:
    std::optional<SpanNodeId> noteAmongMany(std::string_view key, SpanNodeId at) {
        const auto [found, isNew] = m_many.emplace(key, at);
        return isNew ? std::nullopt : std::optional(found->second);
    }

    std::array<std::pair<std::string_view, SpanNodeId>, 12> m_few{};
    std::size_t m_count = 0;
    std::unordered_map<std::string_view, SpanNodeId> m_many;  ///< All, once they are more.
};

}  // namespace archivolt
