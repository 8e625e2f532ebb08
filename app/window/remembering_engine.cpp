#include "app/window/remembering_engine.h"

#include <fmt/format.h>

#include <iterator>

namespace archivolt {

namespace {

constexpr std::size_t kMostJobs = 1000;

std::string keyOf(const PlacementJob& job) {
    std::string key = fmt::format("{} {}", job.gap, job.rankGap);
    const auto out = std::back_inserter(key);
    for (const Size& size : job.sizes) fmt::format_to(out, " {}x{}", size.width, size.height);
    for (const auto& [from, to] : job.edges) fmt::format_to(out, " {}>{}", from, to);
    return key;
}

}  // namespace

Result<std::vector<Point>> RememberingEngine::place(const PlacementJob& job) {
    std::string key = keyOf(job);
    if (const auto known = m_places.find(key); known != m_places.end()) return known->second;
    auto places = m_engine->place(job);
    if (!places) return places;
    if (m_places.size() >= kMostJobs) m_places.clear();
    m_places.emplace(std::move(key), *places);
    return places;
}

}  // namespace archivolt
