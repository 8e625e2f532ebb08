#include "model/compare/drift.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace archivolt {

namespace {

/// A described thing.
struct Seen {
    const EvaluatedResource* resource = nullptr;
    std::string id;         // As AWS calls it.
    std::string stackName;  // By its tags, or empty.
    std::string logicalId;
    bool taken = false;
};

/// A resource of a template, and what is described of it.
struct Sought {
    const EvaluatedStack* stack = nullptr;
    const EvaluatedResource* resource = nullptr;
    Seen* seen = nullptr;
};

std::string tagOf(const EvaluatedResource& resource, std::string_view key) {
    const Value* tags = resource.properties().find("Tags");
    if (tags == nullptr) return {};
    for (const Value& tag : tags->items()) {
        const Value* name = tag.find("Key");
        const Value* value = tag.find("Value");
        if (name != nullptr && value != nullptr && name->text() == key) return value->text();
    }
    return {};
}

/// Returns a described value with ids for references.
Value withIds(const Value& value) {
    if (value.isCall(Function::Ref)) return value.argument();
    if (value.isCall(Function::GetAtt) && !value.argument().items().empty()) {
        return value.argument().items()[0];
    }
    if (value.isList()) {
        std::vector<Value> items;
        for (const Value& item : value.items()) items.push_back(withIds(item));
        return Value::list(std::move(items));
    }
    if (!value.isMap()) return value;
    std::vector<MapEntry> entries;
    for (const MapEntry& entry : value.entries()) {
        entries.push_back({entry.key, withIds(entry.value)});
    }
    return Value::map(std::move(entries));
}

/// Returns why something in a value is not known, or null pointer.
const std::string* whyUnknown(const Value& value) {
    if (value.isUnknown()) return &value.text();
    for (const Value& item : value.items()) {
        if (const std::string* why = whyUnknown(item)) return why;
    }
    for (const MapEntry& entry : value.entries()) {
        if (const std::string* why = whyUnknown(entry.value)) return why;
    }
    return nullptr;
}

bool isAsExpected(const Value& expected, const Value& actual, bool someMore);

/// Says whether each expected item has one of its own among the actual ones, and none is left.
bool areItemsAsExpected(const Value& expected, const Value& actual, bool someMore) {
    std::vector<bool> used(actual.items().size(), false);
    for (const Value& wanted : expected.items()) {
        std::size_t at = 0;
        while (at < used.size() && (used[at] || !isAsExpected(wanted, actual.items()[at], false))) {
            ++at;
        }
        if (at == used.size()) return false;
        used[at] = true;
    }
    return someMore || expected.items().size() == actual.items().size();
}

/// Says whether a value is what a template says; a map may hold more, which the service filled in.
bool isAsExpected(const Value& expected, const Value& actual, bool someMore) {
    if (expected.isList() && actual.isList()) {
        return areItemsAsExpected(expected, actual, someMore);
    }
    if (expected.isMap() && actual.isMap()) {
        return std::ranges::all_of(expected.entries(), [&](const MapEntry& entry) {
            const Value* other = actual.find(entry.key);
            return other != nullptr && isAsExpected(entry.value, *other, false);
        });
    }
    if (!expected.isScalar() || !actual.isScalar()) return sameMeaning(expected, actual);
    if (expected.text() == actual.text()) return true;
    const auto wanted = expected.asNumber();
    const auto is = actual.asNumber();
    if (wanted && is) return *wanted == *is;
    const auto wantedBool = expected.asBool();
    const auto isBool = actual.asBool();
    return wantedBool && isBool && *wantedBool == *isBool;
}

/// Finds for each resource of templates what is described of it, and compares.
class DriftFinder {
public:
    DriftFinder(const EvaluatedDesign& expected, const EvaluatedDesign& described,
                const Catalog& catalog)
        : m_catalog(catalog) {
        for (const auto& stack : described.stacks) {
            for (const auto& resource : stack->resources) {
                m_seen[resource->source->type()].push_back(
                    {resource.get(), resource->source->logicalId,
                     tagOf(*resource, "aws:cloudformation:stack-name"),
                     tagOf(*resource, "aws:cloudformation:logical-id"), false});
            }
        }
        for (const auto& stack : expected.stacks) {
            for (const auto& resource : stack->resources) {
                if (resource->exists == Truth::No) continue;
                m_sought.push_back({stack.get(), resource.get(), nullptr});
            }
        }
    }

    Drift find() {
        for (Sought& sought : m_sought) take(sought, byTags(sought));
        // What is found may make known what else is meant.
        for (bool more = true; more;) {
            more = false;
            for (Sought& sought : m_sought) {
                if (sought.seen == nullptr) more = take(sought, byIdentity(sought)) || more;
            }
        }
        Drift drift;
        for (const Sought& sought : m_sought) drift.resources.push_back(compare(sought));
        return drift;
    }

private:
    bool take(Sought& sought, Seen* seen) {
        if (seen == nullptr) return false;
        sought.seen = seen;
        seen->taken = true;
        m_found.insert_or_assign({sought.stack, sought.resource->source->logicalId}, seen);
        return true;
    }

    std::vector<Seen>& seenOf(const Sought& sought) {
        return m_seen[sought.resource->source->type()];
    }

    Seen* byTags(const Sought& sought) {
        Seen* found = nullptr;
        for (Seen& seen : seenOf(sought)) {
            if (seen.taken || seen.logicalId != sought.resource->source->logicalId) continue;
            // The stack of that very name comes before one whose template it may be as well.
            if (seen.stackName == sought.stack->source->name) return &seen;
            if (found != nullptr) return nullptr;
            found = &seen;
        }
        return found;
    }

    /// Returns the one described thing that has the properties which can't be changed in place.
    Seen* byIdentity(const Sought& sought) {
        const ResourceType* type = m_catalog.find(sought.resource->source->type());
        if (type == nullptr) return nullptr;
        Seen* found = nullptr;
        for (Seen& seen : seenOf(sought)) {
            if (seen.taken || !seen.logicalId.empty() || !isIt(*type, sought, seen)) continue;
            if (found != nullptr) return nullptr;
            found = &seen;
        }
        return found;
    }

    bool isIt(const ResourceType& type, const Sought& sought, const Seen& seen) const {
        std::size_t same = 0;
        for (const MapEntry& entry : sought.resource->properties().entries()) {
            const PropertyFacts* facts = type.body.find(entry.key);
            if (facts == nullptr || facts->replacement != Replacement::Yes) continue;
            const Value* actual = seen.resource->properties().find(entry.key);
            const Value expected = asDescribed(sought, entry.value);
            if (whyUnknown(expected) != nullptr || actual == nullptr) return false;
            if (!isAsExpected(expected, withIds(*actual), false)) return false;
            ++same;
        }
        return same > 0;
    }

    /// Returns what a template says with ids for references; unknown where that is not found.
    Value asDescribed(const Sought& sought, const Value& value) const {
        if (value.isCall()) return idOf(sought, value);
        if (value.isList()) {
            std::vector<Value> items;
            for (const Value& item : value.items()) items.push_back(asDescribed(sought, item));
            return Value::list(std::move(items));
        }
        if (!value.isMap()) return value;
        std::vector<MapEntry> entries;
        for (const MapEntry& entry : value.entries()) {
            entries.push_back({entry.key, asDescribed(sought, entry.value)});
        }
        return Value::map(std::move(entries));
    }

    Value idOf(const Sought& sought, const Value& call) const {
        const bool isRef = call.isCall(Function::Ref);
        const bool isGetAtt = call.isCall(Function::GetAtt) && call.argument().items().size() == 2;
        if (!isRef && !isGetAtt) {
            return Value::unknown("it is put together of what only AWS knows");
        }
        const std::string& name =
            isRef ? call.argument().text() : call.argument().items()[0].text();
        const auto found = m_found.find({sought.stack, name});
        if (found == m_found.end()) {
            return Value::unknown(fmt::format("`{}` is not found among what is described", name));
        }
        const Seen& seen = *found->second;
        if (isRef) return Value::string(seen.id);
        const std::string& attribute = call.argument().items()[1].text();
        const ResourceType* type = m_catalog.find(seen.resource->source->type());
        const bool isId = type != nullptr &&
                          std::ranges::find(type->refReturns, attribute) != type->refReturns.end();
        const bool isArn = attribute.ends_with("Arn") && seen.id.starts_with("arn:");
        if (isId || isArn) return Value::string(seen.id);
        if (const Value* own = seen.resource->properties().find(attribute)) return withIds(*own);
        return Value::unknown(fmt::format("`{}` of `{}` is not described", attribute, name));
    }

    /// Says whether rules of a group stand in resources of their own as well.
    [[nodiscard]] bool hasStandaloneRules(const Sought& sought, const std::string& property) const {
        if (sought.resource->source->type() != "AWS::EC2::SecurityGroup") return false;
        const std::string type = "AWS::EC2::" + property;
        return std::ranges::any_of(m_sought, [&](const Sought& other) {
            if (other.stack != sought.stack || other.resource->source->type() != type) return false;
            const Value* group = other.resource->properties().find("GroupId");
            if (group == nullptr || !group->isCall()) return false;
            const Value& argument = group->argument();
            const std::string& name =
                argument.items().empty() ? argument.text() : argument.items()[0].text();
            return name == sought.resource->source->logicalId;
        });
    }

    ResourceDrift compare(const Sought& sought) {
        const Resource& source = *sought.resource->source;
        ResourceDrift drift;
        drift.stack = sought.stack->source->name;
        drift.logicalId = source.logicalId;
        drift.type = source.type();
        if (sought.seen == nullptr) {
            drift.state = seenOf(sought).empty() ? DriftState::NotDescribed : DriftState::NotFound;
            return drift;
        }
        drift.physicalId = sought.seen->id;
        drift.state = DriftState::InSync;
        for (const MapEntry& entry : sought.resource->properties().entries()) {
            const Value* described = sought.seen->resource->properties().find(entry.key);
            const Value expected = asDescribed(sought, entry.value);
            const Value actual = described != nullptr ? withIds(*described) : Value();
            const std::string* why = whyUnknown(expected);
            if (why == nullptr) why = whyUnknown(actual);
            if (described == nullptr) {
                drift.notCompared.emplace_back(entry.key, "it is not described");
            } else if (why != nullptr) {
                drift.notCompared.emplace_back(entry.key, *why);
            } else if (!isAsExpected(
                           expected, actual,
                           entry.key == "Tags" || hasStandaloneRules(sought, entry.key))) {
                drift.values.push_back({Path{entry.key}, expected, actual});
                drift.state = DriftState::Drifted;
            }
        }
        return drift;
    }

    const Catalog& m_catalog;
    std::map<std::string, std::vector<Seen>> m_seen;
    std::vector<Sought> m_sought;
    std::map<std::pair<const EvaluatedStack*, std::string>, const Seen*> m_found;
};

}  // namespace

bool Drift::isDrifted() const {
    return std::ranges::any_of(resources,
                               [](const auto& one) { return one.state == DriftState::Drifted; });
}

bool Drift::isComplete() const {
    return std::ranges::all_of(resources, [](const ResourceDrift& one) {
        const bool found = one.state == DriftState::InSync || one.state == DriftState::Drifted;
        return found && one.notCompared.empty();
    });
}

Drift driftBetween(const EvaluatedDesign& expected, const EvaluatedDesign& described,
                   const Catalog& catalog) {
    return DriftFinder(expected, described, catalog).find();
}

std::string_view toString(DriftState state) {
    switch (state) {
        case DriftState::InSync: return "in sync";
        case DriftState::Drifted: return "drifted";
        case DriftState::NotFound: return "not found";
        case DriftState::NotDescribed: return "not described";
    }
    return {};
}

}  // namespace archivolt
