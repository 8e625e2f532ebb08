#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "model/traffic/engine/time.h"

namespace archivolt::traffic {

/// Counts of durations in cells of bounded relative width: a quantile is off by less than 1/256.
///
/// Mean, least and greatest are exact. Counts are 64 bits wide. Memory grows with the greatest
/// duration's logarithm, never with how many there were. Merging is exact and in any order.
class Histogram {
public:
    void add(Time duration) {
        const std::size_t cell = cellOf(duration);
        if (cell >= m_counts.size()) m_counts.resize((cell | (kCells - 1)) + 1);
        ++m_counts[cell];
        ++m_count;
        m_sum += static_cast<std::uint64_t>(duration);
        if (duration > m_greatest) m_greatest = duration;
        if (duration < m_least) m_least = duration;
    }
    /// Puts together again what `cells`, `sum`, `least` and `greatest` told.
    [[nodiscard]] static Histogram restored(std::vector<std::uint64_t> cells, std::uint64_t sum,
                                            Time least, Time greatest);
    void merge(const Histogram& other);
    /// Returns what was added since this was as `before`; least and greatest to a cell's precision.
    [[nodiscard]] Histogram since(const Histogram& before) const;
    void clear();

    [[nodiscard]] std::uint64_t count() const { return m_count; }
    /// Returns the exact sum in nanoseconds, modulo 2^64.
    [[nodiscard]] std::uint64_t sum() const { return m_sum; }
    [[nodiscard]] double meanNs() const {
        return m_count == 0 ? 0 : static_cast<double>(m_sum) / static_cast<double>(m_count);
    }
    [[nodiscard]] Time least() const { return m_count == 0 ? 0 : m_least; }
    [[nodiscard]] Time greatest() const { return m_greatest; }
    /// Returns the duration that this share of all (0 to 1) does not exceed; 0 when there are none.
    [[nodiscard]] Time quantile(double share) const;
    /// Returns how many durations are in cells wholly above `duration`.
    [[nodiscard]] std::uint64_t above(Time duration) const;
    /// Returns the counts, for digests and for files.
    [[nodiscard]] const std::vector<std::uint64_t>& cells() const { return m_counts; }

    friend bool operator==(const Histogram&, const Histogram&) = default;

private:
    static constexpr unsigned kBits = 7;
    static constexpr std::size_t kCells = 1U << kBits;

    static std::size_t cellOf(Time duration) {
        const auto value = static_cast<std::uint64_t>(duration);
        if (value < kCells) return value;
        const auto shift = static_cast<unsigned>(std::bit_width(value)) - kBits - 1;
        return (static_cast<std::size_t>(shift) << kBits) + (value >> shift);
    }
    static Time middleOf(std::size_t cell);

    std::vector<std::uint64_t> m_counts;
    std::uint64_t m_count = 0;
    std::uint64_t m_sum = 0;
    Time m_greatest = 0;
    Time m_least = kNever;
};

}  // namespace archivolt::traffic
