#include "app/tools/carried_entries.h"

#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "model/design/names.h"
#include "model/design/references.h"
#include "model/design/rename.h"

namespace archivolt::tools {

namespace {

constexpr std::array<std::string_view, 3> kSections = {"Parameters", "Mappings", "Conditions"};

const Value* entryOf(const Template& body, std::string_view section, std::string_view name) {
    const Value* entries = body.section(section);
    return entries != nullptr && entries->isMap() ? entries->find(name) : nullptr;
}

/// Says whether a name means something in a stack, whatever it is.
bool isTaken(const Stack& stack, std::string_view name) {
    if (stack.body.resources.find(name)) return true;
    for (const std::string_view section : kSections) {
        if (entryOf(stack.body, section, name) != nullptr) return true;
    }
    return entryOf(stack.body, "Outputs", name) != nullptr;
}

}  // namespace

Template withNamedEntries(const Template& source, ResourceTable resources) {
    std::set<std::string, std::less<>> names;
    std::vector<std::string> toRead;
    const ReferenceCallback take = [&](const Reference& reference) {
        const auto [name, isNew] = names.emplace(reference.name);
        if (isNew) toRead.push_back(*name);
    };
    for (const auto& resource : resources) forEachReference(*resource, take);
    while (!toRead.empty()) {
        const std::string name = std::move(toRead.back());
        toRead.pop_back();
        for (const std::string_view section : kSections) {
            const Value* entry = entryOf(source, section, name);
            if (entry != nullptr) forEachReference(*entry, take);
        }
    }
    Template body;
    for (const std::string_view section : kSections) {
        const Value* entries = source.section(section);
        std::vector<MapEntry> kept;
        if (entries == nullptr || !entries->isMap()) continue;
        for (const MapEntry& entry : entries->entries()) {
            if (names.contains(entry.key)) kept.push_back(entry);
        }
        if (!kept.empty()) body = body.withSection(section, Value::map(std::move(kept)));
    }
    return body.withResources(std::move(resources));
}

Stack withFreeEntryNames(const Stack& carried, const Stack& stack) {
    Stack renamed = carried;
    const auto isAnywhere = [&](const std::string& name) {
        return isTaken(renamed, name) || isTaken(stack, name);
    };
    for (const std::string_view section : kSections) {
        for (const std::string& name : keysOf(carried.body.section(section))) {
            const Value* there = entryOf(stack.body, section, name);
            const Value* here = entryOf(renamed.body, section, name);
            const bool same = there != nullptr && sameMeaning(*there, *here);
            if (same || !isTaken(stack, name)) continue;
            renamed = withEntryRenamed(renamed, section, name, freeLogicalId(name, isAnywhere));
        }
    }
    return renamed;
}

std::vector<Edit> addedEntries(const Stack& carried, const Stack& stack) {
    std::vector<Edit> edits;
    for (const std::string_view section : kSections) {
        for (const std::string& name : keysOf(carried.body.section(section))) {
            if (entryOf(stack.body, section, name) != nullptr) continue;
            edits.emplace_back(SetValue{stack.id, Path{std::string(section), name},
                                        *entryOf(carried.body, section, name)});
        }
    }
    return edits;
}

}  // namespace archivolt::tools
