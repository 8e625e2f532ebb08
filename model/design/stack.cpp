#include "model/design/stack.h"

#include <algorithm>
#include <array>

#include "model/base/invariant.h"

namespace archivolt {

namespace {

// The order that AWS's documentation and most templates use.
constexpr std::array<std::string_view, 11> kSectionOrder = {"AWSTemplateFormatVersion",
                                                            "Description",
                                                            "Metadata",
                                                            "Parameters",
                                                            "Rules",
                                                            "Mappings",
                                                            "Conditions",
                                                            "Transform",
                                                            "Globals",
                                                            "Resources",
                                                            "Outputs"};

std::size_t rankOf(std::string_view section) {
    const auto* const at = std::find(kSectionOrder.begin(), kSectionOrder.end(), section);
    return static_cast<std::size_t>(at - kSectionOrder.begin());
}

void setSection(std::vector<Section>& sections, std::string_view name, Value value) {
    for (Section& section : sections) {
        if (section.name == name) {
            section.value = std::move(value);
            return;
        }
    }
    const auto after = std::find_if(sections.begin(), sections.end(), [&](const Section& other) {
        return rankOf(other.name) > rankOf(name);
    });
    sections.insert(after, {std::string(name), std::move(value)});
}

}  // namespace

const Value* Template::section(std::string_view name) const {
    INVARIANT(name != "Resources");
    for (const Section& section : sections) {
        if (section.name == name) return &section.value;
    }
    return nullptr;
}

const Value* Template::at(const Path& path) const {
    if (path.empty()) return nullptr;
    const auto* name = std::get_if<std::string>(&path[0]);
    if (name == nullptr) return nullptr;
    if (*name != "Resources") {
        const Value* value = section(*name);
        return value != nullptr ? value->at(path.from(1)) : nullptr;
    }
    const auto* logicalId = path.size() > 1 ? std::get_if<std::string>(&path[1]) : nullptr;
    const auto resource = logicalId != nullptr ? resources.find(*logicalId) : nullptr;
    return resource ? resource->body.at(path.from(2)) : nullptr;
}

Template Template::withSection(std::string_view name, Value value) const {
    INVARIANT(name != "Resources");
    Template result = *this;
    setSection(result.sections, name, std::move(value));
    return result;
}

Template Template::withResources(ResourceTable changed) const {
    Template result = *this;
    setSection(result.sections, "Resources", Value());
    result.resources = std::move(changed);
    return result;
}

}  // namespace archivolt
