#include "model/base/diagnostic.h"

#include <fmt/format.h>

#include "model/base/invariant.h"

namespace archivolt {

const char* toString(Severity severity) {
    switch (severity) {
        case Severity::Error: return "error";
        case Severity::Critical: return "critical";
        case Severity::High: return "high";
        case Severity::Medium: return "medium";
        case Severity::Low: return "low";
    }
    INVARIANT(false);
}

std::string toString(const Diagnostic& diagnostic) {
    std::string place = diagnostic.where.file.str();
    if (diagnostic.where.line > 0) {
        place += fmt::format(":{}:{}", diagnostic.where.line, diagnostic.where.column);
    }
    if (!place.empty()) place += ": ";
    std::string text =
        fmt::format("{}{}: {}", place, toString(diagnostic.severity), diagnostic.message);
    if (!diagnostic.code.empty()) text += fmt::format(" [{}]", diagnostic.code);
    return text;
}

}  // namespace archivolt
