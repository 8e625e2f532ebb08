#include "model/traffic/engine/histogram.h"

#include <algorithm>

namespace archivolt::traffic {

void Histogram::merge(const Histogram& other) {
    if (m_counts.size() < other.m_counts.size()) m_counts.resize(other.m_counts.size());
    for (std::size_t cell = 0; cell < other.m_counts.size(); ++cell) {
        m_counts[cell] += other.m_counts[cell];
    }
    m_count += other.m_count;
    m_sum += other.m_sum;
    m_greatest = std::max(m_greatest, other.m_greatest);
    m_least = std::min(m_least, other.m_least);
}

Histogram Histogram::restored(std::vector<std::uint64_t> cells, std::uint64_t sum, Time least,
                              Time greatest) {
    Histogram made;
    for (const std::uint64_t count : cells) made.m_count += count;
    made.m_counts = std::move(cells);
    made.m_sum = sum;
    made.m_greatest = greatest;
    if (made.m_count > 0) made.m_least = least;
    return made;
}

Histogram Histogram::since(const Histogram& before) const {
    Histogram made = *this;
    made.m_count -= before.m_count;
    made.m_sum -= before.m_sum;
    made.m_least = kNever;
    made.m_greatest = 0;
    for (std::size_t cell = 0; cell < made.m_counts.size(); ++cell) {
        if (cell < before.m_counts.size()) made.m_counts[cell] -= before.m_counts[cell];
        if (made.m_counts[cell] == 0) continue;
        const Time middle = std::clamp(middleOf(cell), m_least, m_greatest);
        made.m_least = std::min(made.m_least, middle);
        made.m_greatest = middle;
    }
    return made;
}

void Histogram::clear() { *this = Histogram(); }

Time Histogram::middleOf(std::size_t cell) {
    if (cell < 2 * kCells) return static_cast<Time>(cell);
    const std::size_t shift = (cell >> kBits) - 1;
    const std::uint64_t low = ((cell & (kCells - 1)) + kCells) << shift;
    return static_cast<Time>(low + (std::uint64_t{1} << shift) / 2);
}

Time Histogram::quantile(double share) const {
    if (m_count == 0) return 0;
    auto rank = static_cast<std::uint64_t>(share * static_cast<double>(m_count));
    if (rank >= m_count) return m_greatest;
    for (std::size_t cell = 0; cell < m_counts.size(); ++cell) {
        if (rank < m_counts[cell]) return std::clamp(middleOf(cell), m_least, m_greatest);
        rank -= m_counts[cell];
    }
    return m_greatest;
}

std::uint64_t Histogram::above(Time duration) const {
    std::uint64_t count = 0;
    for (std::size_t cell = cellOf(duration) + 1; cell < m_counts.size(); ++cell) {
        count += m_counts[cell];
    }
    return count;
}

}  // namespace archivolt::traffic
