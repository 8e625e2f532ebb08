#include "model/compare/effects.h"

#include <algorithm>

#include "model/catalog/catalog.h"
#include "model/value/within.h"

namespace archivolt {

namespace {

/// Returns the logical id that `!GetAtt` names where its attribute is what `!Ref` gives; else
/// empty.
std::string namedAsByRef(const Value& call, const EvaluatedStack& stack, const Catalog& catalog) {
    if (!call.isCall(Function::GetAtt)) return {};
    const auto& parts = call.argument().items();
    if (parts.size() != 2 || !parts[0].isString() || !parts[1].isString()) return {};
    const auto resource = stack.find(parts[0].text());
    const ResourceType* type =
        resource != nullptr ? catalog.find(resource->source->type()) : nullptr;
    if (type == nullptr || type->refReturns.size() != 1) return {};
    return type->refReturns[0] == parts[1].text() ? parts[0].text() : std::string();
}

/// Returns a value with every reference to a resource itself as `!Ref`.
Value withRefs(const Value& value, const EvaluatedStack& stack, const Catalog& catalog) {
    if (value.isCall()) {
        const std::string name = namedAsByRef(value, stack, catalog);
        return name.empty() ? value : Value::ref(name);
    }
    if (value.isList()) {
        std::vector<Value> items;
        items.reserve(value.items().size());
        for (const Value& item : value.items()) items.push_back(withRefs(item, stack, catalog));
        return Value::list(std::move(items));
    }
    if (!value.isMap()) return value;
    std::vector<MapEntry> entries;
    entries.reserve(value.entries().size());
    for (const MapEntry& entry : value.entries()) {
        entries.push_back({entry.key, withRefs(entry.value, stack, catalog)});
    }
    return Value::map(std::move(entries));
}

/// Returns the property that a path from a resource's body leads into; empty: none.
std::string propertyOn(const Path& path) {
    const auto* attribute = path.size() > 1 ? std::get_if<std::string>(&path[0]) : nullptr;
    const auto* property = path.size() > 1 ? std::get_if<std::string>(&path[1]) : nullptr;
    const bool isProperty =
        attribute != nullptr && *attribute == "Properties" && property != nullptr;
    return isProperty ? *property : std::string();
}

bool isUndecided(const EvaluatedResource& resource, const std::string& property) {
    const Value& all = resource.properties();
    const Value* value = all.isMap() ? all.find(property) : nullptr;
    return all.isUnknown() || all.isCall() || (value != nullptr && holdsUnknown(*value));
}

}  // namespace

std::vector<ValueChange> Effects::of(const EvaluatedResource& before,
                                     const EvaluatedResource& after,
                                     const std::vector<ValueChange>& text) const {
    std::vector<ValueChange> effects;
    for (ValueChange& change :
         differencesBetween(withRefs(before.properties(), m_before, m_catalog),
                            withRefs(after.properties(), m_after, m_catalog))) {
        change.path = Path{"Properties"} / change.path;
        effects.push_back(std::move(change));
    }
    for (const ValueChange& change : text) {
        const std::string property = propertyOn(change.path);
        if (property.empty()) continue;
        const bool isSaid = std::ranges::any_of(effects, [&](const ValueChange& effect) {
            return propertyOn(effect.path) == property;
        });
        const bool isOpen = isUndecided(before, property) || isUndecided(after, property);
        if (isOpen && !isSaid) effects.push_back(change);
    }
    return effects;
}

}  // namespace archivolt
