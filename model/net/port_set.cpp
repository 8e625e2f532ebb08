#include "model/net/port_set.h"

#include <fmt/format.h>

namespace archivolt {

std::string portText(const PortSet& ports) {
    if (ports == PortSet::all()) return "any";
    std::string text;
    for (const PortRange& range : ports.ranges()) {
        if (!text.empty()) text += ',';
        text += range.first == range.last ? fmt::format("{}", range.first)
                                          : fmt::format("{}-{}", range.first, range.last);
    }
    return text;
}

}  // namespace archivolt
