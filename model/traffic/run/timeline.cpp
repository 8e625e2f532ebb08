#include "model/traffic/run/timeline.h"

#include <algorithm>

namespace archivolt::traffic {

void TimelineBin::merge(const TimelineBin& other) {
    offered += other.offered;
    completed += other.completed;
    failed += other.failed;
    latencySum += other.latencySum;
    latencyMost = std::max(latencyMost, other.latencyMost);
    fleetSum += other.fleetSum;
    fleetSamples += other.fleetSamples;
}

void Timeline::halve() {
    for (std::size_t i = 0; i < m_bins.size(); i += 2) {
        TimelineBin both = m_bins[i];
        if (i + 1 < m_bins.size()) both.merge(m_bins[i + 1]);
        m_bins[i / 2] = both;
    }
    m_bins.resize((m_bins.size() + 1) / 2);
    m_width *= 2;
    m_begin = -kNever / 2;
}

TimelineBin& Timeline::found(Time now) {
    while (static_cast<std::size_t>(now / m_width) >= kMostBins) halve();
    const auto bin = static_cast<std::size_t>(now / m_width);
    if (bin >= m_bins.size()) m_bins.resize(bin + 1);
    m_current = bin;
    m_begin = static_cast<Time>(bin) * m_width;
    return m_bins[bin];
}

Timeline Timeline::restored(Time width, std::vector<TimelineBin> bins) {
    Timeline made;
    made.m_width = width;
    made.m_bins = std::move(bins);
    return made;
}

void Timeline::merge(const Timeline& other) {
    Timeline coarser = other;
    while (m_width < coarser.m_width) halve();
    while (coarser.m_width < m_width) coarser.halve();
    if (m_bins.size() < coarser.m_bins.size()) m_bins.resize(coarser.m_bins.size());
    for (std::size_t i = 0; i < coarser.m_bins.size(); ++i) m_bins[i].merge(coarser.m_bins[i]);
}

}  // namespace archivolt::traffic
