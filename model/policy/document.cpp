#include "model/policy/document.h"

#include <algorithm>

#include <fmt/format.h>

namespace archivolt {

std::string_view toString(PolicyKind kind) {
    switch (kind) {
        case PolicyKind::Identity: return "identity policy";
        case PolicyKind::Resource: return "resource policy";
        case PolicyKind::Repository: return "repository policy";
        case PolicyKind::Trust: return "trust policy";
        case PolicyKind::Session: return "session policy";
        case PolicyKind::Boundary: return "permissions boundary";
        case PolicyKind::ServiceControl: return "service control policy";
        case PolicyKind::ResourceControl: return "resource control policy";
    }
    return "";
}

bool PolicyText::isKnown() const {
    return std::ranges::all_of(parts, [](const TextPart& part) { return part.why.empty(); });
}

std::string PolicyText::shown() const {
    std::string text;
    for (const TextPart& part : parts) {
        text += part.why.empty() ? part.text : fmt::format("{{{}}}", part.why);
    }
    return text;
}

const Doubt& PolicyText::why() const {
    static const Doubt kNone;
    const auto found =
        std::ranges::find_if(parts, [](const TextPart& part) { return !part.why.empty(); });
    return found == parts.end() ? kNone : found->why;
}

}  // namespace archivolt
