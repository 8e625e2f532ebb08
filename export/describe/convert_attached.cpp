#include "export/describe/draft.h"
#include "model/catalog/path_pattern.h"

namespace archivolt {

namespace {

using Steps = std::vector<PathPattern::Step>;

/// Returns what stands at a path of an item; lists are gone through.
void collect(const Item& item, const Steps& steps, std::size_t index, std::vector<Item>& found) {
    if (!item) return;
    if (index == steps.size()) {
        found.push_back(item);
    } else if (steps[index].kind == PathPattern::StepKind::AnyItem) {
        for (const Item& one : item.items()) collect(one, steps, index + 1, found);
    } else if (item.isObject()) {
        collect(item.member(steps[index].key), steps, index + 1, found);
    }
}

/// Returns a map with `value` put at a path, what stood there before kept. Lists end paths: their
/// items are one value.
Value put(const Value& into, const Steps& steps, std::size_t index, const Value& value) {
    const bool isLast = index == steps.size() || steps[index].kind != PathPattern::StepKind::Key;
    if (isLast) return value;
    const std::string& key = steps[index].key;
    const Value* inner = into.isMap() ? into.find(key) : nullptr;
    const Value below = put(inner != nullptr ? *inner : Value::map({}), steps, index + 1, value);
    return (into.isMap() ? into : Value::map({})).withEntry(key, below);
}

class AttachedConverter {
public:
    AttachedConverter(const Conversion& to, const Described& thing)
        : m_to(to), m_thing(thing), m_system(*thing.operation->system) {}

    void convert() {
        Value properties = Value::map({});
        for (const auto& [property, from] : m_system.describe->properties) {
            std::vector<Item> items;
            collect(m_thing.item, from.steps(), 0, items);
            std::vector<Value> values;
            for (const Item& item : items) values.push_back(valueOf(item, property));
            if (values.empty()) continue;
            const Value value = property.isPlural() ? Value::list(values) : values.front();
            properties = put(properties, property.steps(), 0, value);
        }
        Draft& draft = m_to.add(m_thing);
        for (const MapEntry& entry : properties.entries()) draft.set(entry.key, entry.value);
    }

private:
    /// Returns a reference to what a text names, or the value as it stands.
    Value valueOf(const Item& item, const PathPattern& property) const {
        const auto text = item.asText();
        if (!text) return item.value();
        for (const ReferenceFacts& reference : m_system.references) {
            if (!(reference.path == property)) continue;
            for (const ReferenceTarget& target : reference.targets) {
                const Described* named = m_to.inventory.named(target.type, m_thing.place, *text);
                if (named != nullptr) return Conversion::referTo(*named, m_thing.place);
            }
            return m_to.reference(*text, m_thing.place);
        }
        return item.value();
    }

    const Conversion& m_to;
    const Described& m_thing;
    const SystemFacts& m_system;
};

}  // namespace

void convertAttached(const Conversion& to) {
    for (const Described* thing : to.inventory.byCatalogue())
        AttachedConverter(to, *thing).convert();
}

}  // namespace archivolt
