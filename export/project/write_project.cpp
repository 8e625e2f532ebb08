#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "export/project/project.h"
#include "model/design/design_json.h"
#include "model/value/value_json.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

/// Writes back members that the reader did not know.
void addUnknown(Json& object, const Value* unknown) {
    if (unknown == nullptr) return;
    for (const MapEntry& entry : unknown->entries()) {
        if (!object.contains(entry.key)) object[entry.key] = toJson(entry.value);
    }
}

/// What is unknown of a list's item is kept under the list's name, since that as a member of the
/// file is known: stacks by name, notes and frames by id.
const Value* unknownOf(const Design& design, std::string_view list, const std::string& item) {
    const Value* items = design.unknown.find(list);
    return items != nullptr ? items->find(item) : nullptr;
}

Json placementsOf(const Design& design, const Stack& stack) {
    Json placements = Json::object();
    for (const auto& resource : stack.body.resources) {
        const Rect* place = design.placements.find(resource->id);
        if (place != nullptr) placements[resource->logicalId] = toJson(*place);
    }
    return placements;
}

Json placeJson(const PlaceKey& key, const BoxPlace& place, const std::string& logicalId) {
    Json json = Json::object();
    if (!logicalId.empty()) json["resource"] = logicalId;
    if (!key.part.empty()) json["part"] = key.part;
    json["place"] = archivolt::toJson(place.rect);
    if (place.folded) json["folded"] = true;
    return json;
}

/// Returns the places of a stack's resources in the template's order, or (null) of no resource's.
Json placesOf(const Design& design, const Stack* stack) {
    std::map<ResourceId, std::vector<std::pair<PlaceKey, BoxPlace>>> byResource;
    for (const auto& [key, place] : design.places)
        byResource[key.resource].emplace_back(key, place);
    Json places = Json::array();
    const std::string owner = stack == nullptr ? std::string() : stack->name;
    const auto add = [&](ResourceId id, const std::string& name) {
        const auto found = byResource.find(id);
        if (found == byResource.end()) return;
        for (const auto& [key, place] : found->second) {
            places.push_back(placeJson(key, place, name));
            addUnknown(places.back(),
                       unknownOf(design, "places", fmt::format("{}/{}{}", owner, name, key.part)));
        }
    };
    if (stack == nullptr) {
        add(ResourceId{}, {});
        return places;
    }
    for (const auto& resource : stack->body.resources) add(resource->id, resource->logicalId);
    return places;
}

Result<Json> stackJson(const Design& design, const Stack& stack, const TemplateTextOf* textOf) {
    Json json{{"name", stack.name}};
    if (textOf != nullptr) json["kind"] = toString(stack.kind);
    json["account"] = stack.account;
    json["region"] = stack.region;
    json["parameters"] = toJson(stack.parameters);
    json["placements"] = placementsOf(design, stack);
    json["places"] = placesOf(design, &stack);
    if (textOf != nullptr) {
        auto text = (*textOf)(stack);
        if (!text) return tl::make_unexpected(std::move(text.error()));
        const bool isJson = stack.source && stack.source->format == TemplateFormat::Json;
        json["format"] = isJson ? "json" : "yaml";
        json["template"] = *std::move(text);
    }
    addUnknown(json, unknownOf(design, "stacks", stack.name));
    return json;
}

template <class Item>
Json listOf(const Design& design, std::string_view name, const std::vector<Item>& items) {
    Json list = Json::array();
    for (const Item& item : items) {
        list.push_back(toJson(item));
        addUnknown(list.back(), unknownOf(design, name, std::to_string(item.id.value)));
    }
    return list;
}

constexpr Rule kProjectNotUtf8{"PROJECT-6",
                               Severity::Error,
                               "a design that holds text other than UTF-8 is saved as a project",
                               "JSON is UTF-8",
                               "save the template in UTF-8 first",
                               "RFC 8259"};

Result<std::string> write(const Design& design, const TemplateTextOf* textOf) {
    Json json{{"archivolt", kProjectVersion}};
    if (textOf != nullptr) json["name"] = design.name;
    Json stacks = Json::array();
    for (const auto& stack : design.stacks) {
        auto written = stackJson(design, *stack, textOf);
        if (!written) return tl::make_unexpected(std::move(written.error()));
        stacks.push_back(*std::move(written));
    }
    json["stacks"] = std::move(stacks);
    json["places"] = placesOf(design, nullptr);
    json["notes"] = listOf(design, "notes", design.notes);
    json["frames"] = listOf(design, "frames", design.frames);
    json["parameterSets"] = toJson(design.parameterSets);
    json["suppressions"] = toJson(design.suppressions);
    json["intents"] = toJson(design.intents);
    json["scenarios"] = toJson(design.scenarios);
    addUnknown(json, &design.unknown);
    std::string text = printJson(json);
    // The printer replaces bytes that are no UTF-8, which would change a template without a word.
    if (Json::parse(text, nullptr, false) == json) return text;
    return failure(kProjectNotUtf8, "the design holds text that is no UTF-8",
                   "save the template in UTF-8 first");
}

}  // namespace

Result<std::string> writeProject(const Design& design, const TemplateTextOf& textOf) {
    return write(design, &textOf);
}

Result<std::string> writeCompanion(const Design& design) { return write(design, nullptr); }

std::string companionNameOf(std::string_view templateFile) {
    return std::string(templateFile) + ".archivolt";
}

RuleList projectWritingRules() {
    static constexpr const Rule* kRules[] = {&kProjectNotUtf8};
    return kRules;
}

}  // namespace archivolt
