#include "model/traffic/scenario/places.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "model/base/invariant.h"

// The assembler takes the table in whole; ARCHIVOLT_TRAFFIC_DIR is the folder that holds it.
__asm__(
    ".pushsection .rodata\n"
    ".global archivolt_traffic_places_begin\n"
    ".global archivolt_traffic_places_end\n"
    "archivolt_traffic_places_begin:\n"
    ".incbin \"" ARCHIVOLT_TRAFFIC_DIR
    "/places.csv\"\n"
    "archivolt_traffic_places_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" {
extern const char archivolt_traffic_places_begin[];
extern const char archivolt_traffic_places_end[];
}

namespace archivolt::traffic {

namespace {

double degreesOf(std::string_view text) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    INVARIANT(read.ec == std::errc());
    return value;
}

Place placeOf(std::string_view line) {
    std::array<std::string_view, 7> cells;
    for (std::string_view& cell : cells) {
        const std::size_t end = std::min(line.find(','), line.size());
        cell = line.substr(0, end);
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    Place place;
    place.name = cells[0];
    place.isRegion = cells[1] != "place";
    place.hasRegionalCache = cells[1] == "cache";
    place.continent = cells[2];
    place.country = cells[3];
    place.subdivision = cells[4];
    place.at = {degreesOf(cells[5]), degreesOf(cells[6])};
    return place;
}

double radians(double degrees) { return degrees * 3.14159265358979323846 / 180; }

}  // namespace

Places Places::embedded() {
    Places places;
    std::string_view text(
        archivolt_traffic_places_begin,
        static_cast<std::size_t>(archivolt_traffic_places_end - archivolt_traffic_places_begin));
    bool isHeader = true;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#') continue;
        if (!isHeader) places.m_places.push_back(placeOf(line));
        isHeader = false;
    }
    return places;
}

void Places::add(Place place) {
    std::erase_if(m_places, [&](const Place& one) { return one.name == place.name; });
    m_places.push_back(std::move(place));
}

const Place* Places::find(std::string_view name) const {
    const auto found = std::ranges::find(m_places, name, &Place::name);
    return found != m_places.end() ? &*found : nullptr;
}

const Place* Places::region(std::string_view code) const {
    const Place* found = find(code);
    return found != nullptr && found->isRegion ? found : nullptr;
}

std::string Places::names() const {
    std::string names;
    for (const Place& one : m_places) {
        if (!one.isRegion) names += (names.empty() ? "" : ", ") + one.name;
    }
    return names;
}

double kilometresBetween(const Coordinates& a, const Coordinates& b) {
    constexpr double kEarthRadius = 6371;
    const double north = std::sin(radians(b.latitude - a.latitude) / 2);
    const double east = std::sin(radians(b.longitude - a.longitude) / 2);
    const double half =
        north * north + std::cos(radians(a.latitude)) * std::cos(radians(b.latitude)) * east * east;
    return std::round(2 * kEarthRadius * std::asin(std::min(1.0, std::sqrt(half))));
}

std::optional<double> rankOf(const GeoArea& area, const Place& place) {
    if (area.country == "*") return 3;
    if (!area.country.empty() && area.country != place.country) return std::nullopt;
    if (!area.subdivision.empty()) {
        return area.subdivision == place.subdivision ? std::optional<double>(0) : std::nullopt;
    }
    if (!area.country.empty()) return 1;
    if (!area.continent.empty() && area.continent == place.continent) return 2;
    return std::nullopt;
}

double biasedDistance(double kilometres, double bias) {
    return bias >= 0 ? kilometres * (1 - bias / 100) : kilometres / (1 + bias / 100);
}

}  // namespace archivolt::traffic
