#include "model/compare/stack_action.h"

#include <algorithm>

namespace archivolt {

namespace {

StackAction ofReplacement(Replacement replacement) {
    switch (replacement) {
        case Replacement::No: return StackAction::Update;
        case Replacement::Maybe: return StackAction::MayReplace;
        case Replacement::Yes: return StackAction::Replace;
    }
    return StackAction::Unknown;
}

StackAction ofProperty(const ResourceType& type, const Path& path) {
    // A nested property's own word counts, and where the whole is replaced, so is a part of it.
    StackAction most = StackAction::Keep;
    Path way;
    for (const PathStep& step : path.steps()) {
        way = way / step;
        const PropertyFacts* facts = propertyAt(type, way);
        if (facts == nullptr) return way.size() == 1 ? StackAction::Unknown : most;
        const StackAction action = ofReplacement(facts->replacement);
        if (weightOf(action) > weightOf(most)) most = action;
    }
    return most;
}

/// Says whether a property can't be changed at all once its resource is there.
/// Source: AWS::CloudFormation::WaitCondition and CustomResource, "Updates are not supported".
bool isFixed(std::string_view type, std::string_view property) {
    if (type == "AWS::CloudFormation::WaitCondition") return true;
    const bool isCustom =
        type.starts_with("Custom::") || type == "AWS::CloudFormation::CustomResource";
    return isCustom && property == "ServiceToken";
}

/// Says whether a changed value is one that can't be changed, or holds one.
bool holdsFixed(std::string_view type, const ValueChange& value) {
    if (value.path.size() > 1) {
        const auto* key = std::get_if<std::string>(&value.path[1]);
        return key != nullptr && isFixed(type, *key);
    }
    for (const auto& side : {value.before, value.after}) {
        if (!side) continue;
        for (const MapEntry& entry : side->entries()) {
            if (isFixed(type, entry.key)) return true;
        }
    }
    return false;
}

StackAction ofValue(const Catalog& catalog, const ResourceChange& change,
                    const ValueChange& value) {
    const auto* attribute = value.path.empty() ? nullptr : std::get_if<std::string>(&value.path[0]);
    if (attribute == nullptr) return StackAction::Replace;
    if (*attribute == "Type") return StackAction::Refused;
    if (*attribute == "Condition") return StackAction::Unknown;
    if (*attribute != "Properties") return StackAction::Keep;
    if (holdsFixed(change.type, value)) return StackAction::Refused;
    const ResourceType* type = catalog.find(change.type);
    if (type == nullptr || type->openProperties) return StackAction::Unknown;
    if (value.path.size() > 1) return ofProperty(*type, value.path.from(1));
    StackAction most = StackAction::Keep;
    for (const auto& side : {value.before, value.after}) {
        if (!side) continue;
        for (const MapEntry& entry : side->entries()) {
            const StackAction action = ofProperty(*type, Path{entry.key});
            if (weightOf(action) > weightOf(most)) most = action;
        }
    }
    return most;
}

/// Says whether a resource that is taken out of its stack stays where it is.
bool isRetained(const Design& design, const ResourceChange& change) {
    for (const auto& stack : design.stacks) {
        if (design.stacks.size() > 1 && stack->name != change.stack) continue;
        const auto resource = stack->body.resources.find(change.logicalId);
        const Value* policy = resource ? resource->attribute("DeletionPolicy") : nullptr;
        if (policy == nullptr) continue;
        return policy->text() == "Retain" || policy->text() == "RetainExceptOnCreate";
    }
    return false;
}

}  // namespace

StackAction stackActionOf(const Catalog& catalog, const Design& before,
                          const ResourceChange& change) {
    const bool isEither = change.kind == ChangeKind::Added || change.kind == ChangeKind::Removed;
    if (isEither && change.exists == Truth::No) return StackAction::Keep;
    if (isEither && change.exists == Truth::Unknown) return StackAction::Unknown;
    switch (change.kind) {
        case ChangeKind::Added: return StackAction::Create;
        case ChangeKind::Removed:
            return isRetained(before, change) ? StackAction::Retain : StackAction::Delete;
        case ChangeKind::Renamed: return StackAction::Replace;
        case ChangeKind::Changed: break;
    }
    StackAction most = StackAction::Keep;
    for (const ValueChange& value : change.values) {
        const auto* attribute =
            value.path.empty() ? nullptr : std::get_if<std::string>(&value.path[0]);
        if (attribute == nullptr) most = StackAction::Replace;
        if (attribute != nullptr && *attribute == "Type") return StackAction::Refused;
    }
    for (const ValueChange& effect : change.effects) {
        const StackAction action = ofValue(catalog, change, effect);
        if (weightOf(action) > weightOf(most)) most = action;
    }
    return most;
}

int weightOf(StackAction action) {
    switch (action) {
        case StackAction::Keep: return 0;
        case StackAction::Update: return 1;
        case StackAction::MayReplace: return 2;
        case StackAction::Unknown: return 3;
        case StackAction::Refused: return 5;
        default: return 4;
    }
}

std::string_view toString(StackAction action) {
    switch (action) {
        case StackAction::Create: return "create";
        case StackAction::Delete: return "delete";
        case StackAction::Retain: return "retain";
        case StackAction::Update: return "update";
        case StackAction::MayReplace: return "may replace";
        case StackAction::Replace: return "replace";
        case StackAction::Refused: return "refused";
        case StackAction::Keep: return "keep";
        case StackAction::Unknown: return "unknown";
    }
    return {};
}

}  // namespace archivolt
