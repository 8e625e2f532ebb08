#include "model/catalog/catalog.h"

namespace archivolt {

namespace {

/// Where a walk down the types stands: a value's type, and the property that it is of.
struct Position {
    const PropertyType* type = nullptr;
    const PropertyFacts* property = nullptr;
};

Position stepInto(const ObjectType& object, const PathStep& step) {
    const auto* const key = std::get_if<std::string>(&step);
    const PropertyFacts* const facts = key == nullptr ? nullptr : object.find(*key);
    return facts == nullptr ? Position{} : Position{&facts->type, facts};
}

Position stepInto(const Position& from, const PathStep& step) {
    const PropertyType& type = *from.type;
    const bool isIndex = std::holds_alternative<std::size_t>(step);
    switch (type.kind) {
        case PropertyKind::Object:
            return type.object == nullptr ? Position{} : stepInto(*type.object, step);
        case PropertyKind::List:
            return isIndex ? Position{type.element, from.property} : Position{};
        case PropertyKind::Map: return isIndex ? Position{} : Position{type.element, from.property};
        case PropertyKind::Union:
            for (const PropertyType* choice : type.choices) {
                const Position next = stepInto(Position{choice, from.property}, step);
                if (next.type != nullptr) return next;
            }
            return {};
        case PropertyKind::AnyJson: return from;  // Anything goes below it.
        case PropertyKind::String:
        case PropertyKind::Integer:
        case PropertyKind::Number:
        case PropertyKind::Boolean:
        case PropertyKind::Timestamp: return {};
    }
    return {};
}

Position walk(const ResourceType& type, const Path& fullPath) {
    const Path path = withoutConditions(fullPath);
    if (path.empty()) return {};
    Position at = stepInto(type.body, path[0]);
    for (std::size_t i = 1; i < path.size() && at.type != nullptr; ++i) {
        at = stepInto(at, path[i]);
    }
    return at;
}

}  // namespace

const PropertyFacts* propertyAt(const ResourceType& type, const Path& path) {
    return walk(type, path).property;
}

const PropertyType* typeAt(const ResourceType& type, const Path& path) {
    return walk(type, path).type;
}

}  // namespace archivolt
