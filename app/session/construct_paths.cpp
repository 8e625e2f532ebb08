#include "app/session/construct_paths.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "model/catalog/catalog.h"

namespace archivolt {

namespace {

/// Returns a resource's construct path without its last part, `Resource`; empty where it has none.
std::string constructPath(const Resource& resource) {
    const Value* path = resource.body.at(Path{"Metadata", "aws:cdk:path"});
    if (path == nullptr || !path->isString()) return {};
    constexpr std::string_view kResource = "/Resource";
    std::string text = path->text();
    if (text.ends_with(kResource)) text.resize(text.size() - kResource.size());
    return text;
}

/// Says whether a logical id is a name and a hash behind it, as the CDK makes them: capital
/// hexadecimal digits, eight at least.
bool isHashed(std::string_view logicalId, std::string_view name) {
    constexpr std::size_t kHash = 8;
    if (!logicalId.starts_with(name) || logicalId.size() < name.size() + kHash) return false;
    return std::ranges::all_of(logicalId.substr(name.size()), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
    });
}

}  // namespace

ConstructPaths constructPaths(const Design& design) {
    ConstructPaths paths;
    for (const auto& stack : design.stacks) {
        for (const auto& resource : stack->body.resources) {
            std::string path = constructPath(*resource);
            if (!path.empty()) paths[{stack->name, resource->logicalId}] = std::move(path);
        }
    }
    return paths;
}

std::string namedByConstruct(const Design& design, const std::string& text) {
    if (text.find('/') == std::string::npos) return text;
    std::string_view wanted = text;
    constexpr std::string_view kResource = "/Resource";
    if (wanted.ends_with(kResource)) wanted.remove_suffix(kResource.size());
    std::vector<std::string> names;
    for (const auto& [place, path] : constructPaths(design)) {
        if (path == wanted) names.push_back(place.first + '/' + place.second);
    }
    return names.size() == 1 ? names.front() : text;
}

Diagnostic withNameMeant(const Design& design, std::string_view text, Diagnostic diagnostic) {
    std::vector<std::string_view> names;
    for (const auto& stack : design.stacks) {
        for (const auto& resource : stack->body.resources) {
            const std::string& name = resource->logicalId;
            if (resource->isLoop()) continue;
            if (name == text) return diagnostic;  // It is there, and something else is wrong.
            if (isHashed(name, text)) {
                diagnostic.help = fmt::format("did you mean `{}`?", name);
                return diagnostic;
            }
            names.push_back(name);
        }
    }
    const auto near = nearestNames(text, names);
    if (!near.empty()) diagnostic.help = fmt::format("did you mean `{}`?", near.front());
    return diagnostic;
}

}  // namespace archivolt
