#include <algorithm>
#include <charconv>

#include "model/base/invariant.h"
#include "model/traffic/scenario/places.h"

// The assembler takes the table in whole; ARCHIVOLT_TRAFFIC_DIR is the folder that holds it.
__asm__(
    ".pushsection .rodata\n"
    ".global archivolt_traffic_regions_begin\n"
    ".global archivolt_traffic_regions_end\n"
    "archivolt_traffic_regions_begin:\n"
    ".incbin \"" ARCHIVOLT_TRAFFIC_DIR
    "/regions.csv\"\n"
    "archivolt_traffic_regions_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" {
extern const char archivolt_traffic_regions_begin[];
extern const char archivolt_traffic_regions_end[];
}

namespace archivolt::traffic {

std::optional<double> measuredRoundTripMs(std::string_view a, std::string_view b) {
    std::string_view text(
        archivolt_traffic_regions_begin,
        static_cast<std::size_t>(archivolt_traffic_regions_end - archivolt_traffic_regions_begin));
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t first = line.find(',');
        const std::size_t second = line.rfind(',');
        if (line.starts_with('#') || first == second) continue;
        const std::string_view from = line.substr(0, first);
        const std::string_view to = line.substr(first + 1, second - first - 1);
        if (!((from == a && to == b) || (from == b && to == a))) continue;
        double ms = 0;
        const auto read = std::from_chars(line.data() + second + 1, line.data() + line.size(), ms);
        INVARIANT(read.ec == std::errc());
        return ms;
    }
    return std::nullopt;
}

}  // namespace archivolt::traffic
