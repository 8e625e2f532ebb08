#include "app/session/dependents.h"

#include "model/design/references.h"

namespace archivolt {

namespace {

/// Returns a way as a reader knows it: without the function and the position of its argument.
std::string placeOf(const Path& path) {
    Path shown;
    for (std::size_t i = 2; i < path.size(); ++i) {
        const PathStep& step = path[i];
        const std::string* key = std::get_if<std::string>(&step);
        if (key != nullptr && (*key == "Ref" || key->starts_with("Fn::"))) break;
        shown = shown / step;
    }
    return shown.toString();
}

}  // namespace

std::vector<Dependent> dependentsOf(const Stack& stack,
                                    const std::set<std::string, std::less<>>& logicalIds) {
    std::vector<Dependent> list;
    forEachReference(stack.body, [&](const Reference& reference) {
        if (!logicalIds.contains(reference.name)) return;
        const bool namesResource =
            reference.kind == ReferenceKind::Ref || reference.kind == ReferenceKind::GetAtt ||
            reference.kind == ReferenceKind::Sub || reference.kind == ReferenceKind::DependsOn;
        const Path path = reference.path();
        if (!namesResource || path.size() < 2) return;
        const std::string& section = std::get<std::string>(path[0]);
        const std::string* entry = std::get_if<std::string>(&path[1]);
        const std::string name = entry == nullptr ? std::string() : *entry;
        if (section == "Resources" && logicalIds.contains(name)) return;
        if (list.empty() || list.back().name != name || list.back().section != section) {
            const auto resource =
                section == "Resources" ? stack.body.resources.find(name) : nullptr;
            list.push_back({name, section, resource ? resource->type() : std::string(), {}});
        }
        const std::string place = placeOf(path);
        auto& places = list.back().places;
        if (places.empty() || places.back() != place) places.push_back(place);
    });
    return list;
}

}  // namespace archivolt
