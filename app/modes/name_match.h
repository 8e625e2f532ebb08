#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/text_case.h"

namespace archivolt {

/// How well a name answers to what is typed.
enum class NameMatch : std::uint8_t {
    Whole,
    Beginning,
    Part
};

/// Gathers things by names that hold a typed text, whatever its case, and gives them best first:
/// what is named so, then what begins so; things alike in the order in which they came.
template <class Thing>
class NameMatches {
public:
    /// Of each kind of match `most` are kept, and given in all.
    NameMatches(std::string_view typed, std::size_t most)
        : m_typed(lowerAscii(typed)), m_most(most) {}

    /// Says whether a thing of this name is wanted.
    [[nodiscard]] bool wants(std::string_view name) const {
        const std::string low = lowerAscii(name);
        return low.find(m_typed) != std::string::npos && ranked(low).size() < m_most;
    }
    /// Takes a thing whose name is wanted.
    void add(std::string_view name, Thing thing) {
        m_found[rank(lowerAscii(name))].push_back(std::move(thing));
    }
    [[nodiscard]] std::vector<Thing> take() {
        std::vector<Thing> all;
        for (std::vector<Thing>& alike : m_found) {
            for (Thing& thing : alike) {
                if (all.size() < m_most) all.push_back(std::move(thing));
            }
        }
        return all;
    }

private:
    [[nodiscard]] std::size_t rank(const std::string& low) const {
        const NameMatch match = low == m_typed             ? NameMatch::Whole
                                : low.starts_with(m_typed) ? NameMatch::Beginning
                                                           : NameMatch::Part;
        return static_cast<std::size_t>(match);
    }
    [[nodiscard]] const std::vector<Thing>& ranked(const std::string& low) const {
        return m_found[rank(low)];
    }

    std::string m_typed;
    std::size_t m_most;
    std::array<std::vector<Thing>, 3> m_found;
};

}  // namespace archivolt
