#include "model/design/change_set.h"

#include <algorithm>
#include <map>

namespace archivolt {

namespace {

void compareResources(const ResourceTable& before, const ResourceTable& after,
                      StackChange& change) {
    ResourceTable::forEachDifference(before, after, [&](const auto& x, const auto& y) {
        if (!x) {
            change.addedResources.push_back(y->id);
        } else if (!y) {
            change.removedResources.push_back(x->id);
        } else {
            if (x->body != y->body) change.changedResources.push_back(y->id);
            if (x->logicalId != y->logicalId) change.renamedResources.push_back(y->id);
        }
    });
}

void compareSections(const Template& before, const Template& after, StackChange& change) {
    const auto findIn = [](const Template& body, const std::string& name) {
        const auto at = std::ranges::find(body.sections, name, &Section::name);
        return at != body.sections.end() ? &at->value : nullptr;
    };
    for (const Section& section : before.sections) {
        const Value* other = findIn(after, section.name);
        if (other == nullptr || *other != section.value) change.sections.push_back(section.name);
    }
    for (const Section& section : after.sections) {
        if (findIn(before, section.name) == nullptr) change.sections.push_back(section.name);
    }
}

template <class T>
std::vector<std::string> differentKeys(const std::map<std::string, T>& before,
                                       const std::map<std::string, T>& after) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : before) {
        const auto other = after.find(key);
        if (other == after.end() || other->second != value) keys.push_back(key);
    }
    for (const auto& [key, value] : after) {
        if (!before.contains(key)) keys.push_back(key);
    }
    std::ranges::sort(keys);
    return keys;
}

StackChange compareStacks(const Stack& before, const Stack& after) {
    StackChange change;
    change.stack = after.id;
    change.identity = before.name != after.name || before.kind != after.kind ||
                      before.account != after.account || before.region != after.region;
    change.source = before.source != after.source;
    compareResources(before.body.resources, after.body.resources, change);
    compareSections(before.body, after.body, change);
    change.parameters = differentKeys(before.parameters, after.parameters);
    return change;
}

/// A stack of which there is nothing on the other side.
StackChange wholeStack(const Stack& stack, bool added) {
    Stack nothing;
    StackChange change = added ? compareStacks(nothing, stack) : compareStacks(stack, nothing);
    change.stack = stack.id;
    change.added = added;
    change.removed = !added;
    change.identity = true;
    return change;
}

template <class Item>
auto differentItems(const std::vector<Item>& before, const std::vector<Item>& after) {
    std::vector<decltype(Item::id)> ids;
    for (const Item& item : before) {
        const auto other = std::ranges::find(after, item.id, &Item::id);
        if (other == after.end() || *other != item) ids.push_back(item.id);
    }
    for (const Item& item : after) {
        if (std::ranges::find(before, item.id, &Item::id) == before.end()) ids.push_back(item.id);
    }
    std::ranges::sort(ids);
    return ids;
}

std::vector<StackId> commonStacks(const Design& design, const Design& other) {
    std::vector<StackId> ids;
    for (const auto& stack : design.stacks) {
        if (other.stack(stack->id)) ids.push_back(stack->id);
    }
    return ids;
}

}  // namespace

ChangeSet changesBetween(const Design& before, const Design& after) {
    ChangeSet changes;
    for (const auto& stack : before.stacks) {
        const auto other = after.stack(stack->id);
        if (stack == other) continue;
        StackChange change = other ? compareStacks(*stack, *other) : wholeStack(*stack, false);
        StackChange none;
        none.stack = change.stack;
        if (change != none) changes.stacks.push_back(std::move(change));
    }
    for (const auto& stack : after.stacks) {
        if (!before.stack(stack->id)) changes.stacks.push_back(wholeStack(*stack, true));
    }
    using Placements = PersistentMap<ResourceId, Rect>;
    Placements::forEachDifference(
        before.placements, after.placements,
        [&](ResourceId id, const Rect*, const Rect*) { changes.placements.push_back(id); });
    using Places = PersistentMap<PlaceKey, BoxPlace>;
    Places::forEachDifference(before.places, after.places,
                              [&](const PlaceKey& key, const BoxPlace*, const BoxPlace*) {
                                  changes.places.push_back(key);
                              });
    changes.notes = differentItems(before.notes, after.notes);
    changes.frames = differentItems(before.frames, after.frames);
    changes.name = before.name != after.name;
    changes.stackOrder = commonStacks(before, after) != commonStacks(after, before);
    changes.parameterSets = before.parameterSets != after.parameterSets;
    changes.suppressions = before.suppressions != after.suppressions;
    changes.intents = before.intents != after.intents;
    changes.scenarios = before.scenarios != after.scenarios;
    changes.unknown = before.unknown != after.unknown;
    return changes;
}

}  // namespace archivolt
