#include "app/tools/loosening.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "model/design/references.h"

namespace archivolt::tools {

namespace {

using IsGone = std::function<bool(std::string_view)>;

/// Says of what type the values of a map or the items of a list are; null pointer: not said.
const PropertyType* elementOf(const PropertyType* type) {
    return type == nullptr ? nullptr : type->element;
}

/// Returns the object that a value is by its type; null pointer where the specification leaves it
/// open. Of several that it can be, the first that has all of its keys.
const ObjectType* objectOf(const PropertyType* type, const Value& value) {
    if (type == nullptr) return nullptr;
    if (type->kind != PropertyKind::Union) return type->object;
    for (const PropertyType* choice : type->choices) {
        const bool hasAll = choice->object != nullptr &&
                            std::ranges::all_of(value.entries(), [choice](const MapEntry& entry) {
                                return choice->object->find(entry.key) != nullptr;
                            });
        if (hasAll) return choice->object;
    }
    return nullptr;
}

/// Goes through a resource once.
class Loosening {
public:
    Loosening(const IsGone& isGone, Loosened& made) : m_isGone(isGone), m_made(made) {}

    /// Returns what is left of a value; nothing where it has to go as a whole.
    std::optional<Value> rest(const Value& value, const PropertyType* type, const Path& path) {
        if (!names(value)) return value;
        if (value.isList()) return restOfList(value, elementOf(type), path);
        const bool isOpenMap = type != nullptr && type->kind == PropertyKind::Map;
        const ObjectType* object = value.isMap() ? objectOf(type, value) : nullptr;
        if (value.isMap() && (object != nullptr || isOpenMap)) {
            return restOfMap(value, object, elementOf(type), path);
        }
        takeOff(value, path);
        return {};
    }

    /// Returns a map's rest, of an object by its properties, otherwise by the type of all entries.
    std::optional<Value> restOfMap(const Value& map, const ObjectType* object,
                                   const PropertyType* element, const Path& path) {
        std::vector<MapEntry> kept;
        for (const MapEntry& entry : map.entries()) {
            const PropertyFacts* facts = object == nullptr ? nullptr : object->find(entry.key);
            auto left = rest(entry.value, facts == nullptr ? element : &facts->type,
                             path / PathStep(entry.key));
            if (left) {
                kept.push_back({entry.key, *std::move(left)});
            } else if (facts != nullptr && facts->required) {
                return {};
            }
        }
        if (kept.empty()) return {};
        return Value::map(std::move(kept));
    }

    /// Returns the first name in a value that is gone; empty for none.
    [[nodiscard]] std::string firstGone(const Value& value) const {
        std::string first;
        forEachReference(value, [&](const Reference& reference) {
            if (first.empty() && m_isGone(reference.name)) first = reference.name;
        });
        return first;
    }

    void takeOff(const Value& value, const Path& path) {
        m_made.places.push_back(path.toString());
        forEachReference(value, [&](const Reference& reference) { note(reference.name); });
    }

    void note(std::string_view name) {
        if (!m_isGone(name)) return;
        if (std::ranges::find(m_made.names, name) == m_made.names.end()) {
            m_made.names.emplace_back(name);
        }
    }

private:
    [[nodiscard]] bool names(const Value& value) const { return !firstGone(value).empty(); }

    std::optional<Value> restOfList(const Value& list, const PropertyType* element,
                                    const Path& path) {
        std::vector<Value> kept;
        for (std::size_t i = 0; i < list.items().size(); ++i) {
            auto left = rest(list.items()[i], element, path / PathStep(i));
            if (left) kept.push_back(*std::move(left));
        }
        if (kept.empty()) return {};
        return Value::list(std::move(kept));
    }

    const IsGone& m_isGone;
    Loosened& m_made;
};

/// Takes what a resource waits for off its body.
void stopWaiting(const Resource& resource, const IsGone& isGone, Loosening& loosening,
                 Loosened& made) {
    const Path path{std::string("DependsOn")};
    std::vector<Value> kept;
    bool isLess = false;
    for (const std::string& name : resource.dependsOn()) {
        if (isGone(name)) {
            isLess = true;
            loosening.note(name);
        } else {
            kept.push_back(Value::string(name));
        }
    }
    if (!isLess) return;
    made.places.push_back(path.toString());
    auto body =
        kept.empty() ? made.body.without(path) : made.body.with(path, Value::list(std::move(kept)));
    if (body) made.body = *std::move(body);
}

}  // namespace

Loosened loosened(const Resource& resource, const IsGone& isGone, const Catalog& catalog) {
    Loosened made;
    made.body = resource.body;
    Loosening loosening(isGone, made);
    stopWaiting(resource, isGone, loosening, made);
    const ResourceType* type = catalog.find(resource.type());
    const Value* properties = made.body.find("Properties");
    if (type != nullptr && properties != nullptr && properties->isMap()) {
        const bool needsAny =
            std::ranges::any_of(properties->entries(), [type](const MapEntry& entry) {
                const PropertyFacts* facts = type->body.find(entry.key);
                return facts != nullptr && facts->required;
            });
        auto left = loosening.restOfMap(*properties, &type->body, nullptr, {});
        if (left) {
            made.body = made.body.withEntry("Properties", *std::move(left));
        } else if (!needsAny) {
            made.body = made.body.without(Path{std::string("Properties")}).value_or(made.body);
        }
    }
    made.needed = loosening.firstGone(made.body);
    return made;
}

}  // namespace archivolt::tools
