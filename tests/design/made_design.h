#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "model/base/invariant.h"
#include "model/design/edit.h"
#include "model/design/json_reading.h"
#include "model/value/value_json.h"

namespace archivolt {

/// Makes a template of CloudFormation's JSON form.
inline Template templateFromJson(const char* text) {
    Template body;
    std::vector<Resource> resources;
    const auto json = nlohmann::ordered_json::parse(text);
    for (const auto& [name, value] : json.items()) {
        const bool isResources = name == "Resources";
        body.sections.push_back({name, isResources ? Value() : valueFromJson(value)});
        if (!isResources) continue;
        for (const auto& [logicalId, resource] : value.items()) {
            const auto id = static_cast<std::uint32_t>(resources.size() + 1);
            resources.push_back({ResourceId{id}, logicalId, valueFromJson(resource)});
        }
    }
    body.resources = ResourceTable::of(std::move(resources));
    return body;
}

/// Adds a stack of that template to a design.
inline Design withStack(const Design& design, const char* name, const char* text) {
    Stack stack;
    stack.name = name;
    stack.body = templateFromJson(text);
    const auto result = archivolt::apply(design, AddStack{stack});
    INVARIANT(result.has_value());
    return *result;
}

}  // namespace archivolt
