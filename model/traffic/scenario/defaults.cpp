#include "model/traffic/scenario/defaults.h"

#include <nlohmann/json.hpp>

#include "model/base/invariant.h"

// The assembler takes the file in whole; ARCHIVOLT_TRAFFIC_DIR is the folder that holds it.
__asm__(
    ".pushsection .rodata\n"
    ".global archivolt_traffic_defaults_begin\n"
    ".global archivolt_traffic_defaults_end\n"
    "archivolt_traffic_defaults_begin:\n"
    ".incbin \"" ARCHIVOLT_TRAFFIC_DIR
    "/defaults.json\"\n"
    "archivolt_traffic_defaults_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" {
extern const char archivolt_traffic_defaults_begin[];
extern const char archivolt_traffic_defaults_end[];
}

namespace archivolt::traffic {

Defaults Defaults::embedded() {
    const auto json =
        nlohmann::json::parse(archivolt_traffic_defaults_begin, archivolt_traffic_defaults_end);
    Defaults defaults;
    for (const auto& [key, entry] : json.at("values").items()) {
        defaults.m_values[key] = {entry.at("value").get<double>(),
                                  entry.at("source").get<std::string>()};
    }
    return defaults;
}

double Defaults::number(std::string_view key) {
    const auto found = m_values.find(key);
    INVARIANT(found != m_values.end());
    m_used[found->first] = found->second;
    return found->second.value;
}

}  // namespace archivolt::traffic
