#include "model/compare/compare.h"

#include <algorithm>
#include <set>

#include "model/compare/sentences.h"

namespace archivolt {

namespace {

void collectDifferences(const Value& before, const Value& after, const Path& path,
                        std::vector<ValueChange>& changes) {
    if (sameMeaning(before, after)) return;
    if (before.isMap() && after.isMap()) {
        for (const MapEntry& entry : before.entries()) {
            const Value* other = after.find(entry.key);
            if (other == nullptr) {
                changes.push_back({path / entry.key, entry.value, std::nullopt});
            } else {
                collectDifferences(entry.value, *other, path / entry.key, changes);
            }
        }
        for (const MapEntry& entry : after.entries()) {
            if (before.find(entry.key) == nullptr) {
                changes.push_back({path / entry.key, std::nullopt, entry.value});
            }
        }
        return;
    }
    // Lists of one length differ item by item; otherwise the items that only one side has count.
    if (before.isList() && after.isList() && before.items().size() == after.items().size()) {
        for (std::size_t i = 0; i < before.items().size(); ++i) {
            collectDifferences(before.items()[i], after.items()[i], path / i, changes);
        }
        return;
    }
    if (before.isList() && after.isList()) {
        const auto onlyIn = [](const Value& list, const Value& other) {
            std::vector<std::size_t> indexes;
            for (std::size_t i = 0; i < list.items().size(); ++i) {
                const bool there = std::ranges::any_of(other.items(), [&](const Value& item) {
                    return sameMeaning(item, list.items()[i]);
                });
                if (!there) indexes.push_back(i);
            }
            return indexes;
        };
        const auto removed = onlyIn(before, after);
        const auto added = onlyIn(after, before);
        if (removed.size() + added.size() > 0) {
            for (const std::size_t i : removed) {
                changes.push_back({path / i, before.items()[i], std::nullopt});
            }
            for (const std::size_t i : added) {
                changes.push_back({path / i, std::nullopt, after.items()[i]});
            }
            return;
        }
    }
    changes.push_back({path, before, after});
}

/// Pairs the stacks of two designs: by name, or the two single ones whatever their names.
std::vector<std::pair<const EvaluatedStack*, const EvaluatedStack*>> pairStacks(
    const EvaluatedDesign& before, const EvaluatedDesign& after) {
    std::vector<std::pair<const EvaluatedStack*, const EvaluatedStack*>> pairs;
    if (before.stacks.size() == 1 && after.stacks.size() == 1) {
        return {{before.stacks[0].get(), after.stacks[0].get()}};
    }
    const auto named = [](const EvaluatedDesign& design,
                          const std::string& name) -> const EvaluatedStack* {
        for (const auto& stack : design.stacks) {
            if (stack->source->name == name) return stack.get();
        }
        return nullptr;
    };
    for (const auto& stack : before.stacks) {
        pairs.emplace_back(stack.get(), named(after, stack->source->name));
    }
    for (const auto& stack : after.stacks) {
        if (named(before, stack->source->name) == nullptr) pairs.emplace_back(nullptr, stack.get());
    }
    return pairs;
}

/// Takes the pairs of a removed and an added resource of equal body out, as renamed ones.
std::vector<ResourceChange> withRenames(std::vector<ResourceChange> changes, const Template& before,
                                        const Template& after) {
    std::set<std::string> paired;
    for (ResourceChange& added : changes) {
        if (added.kind != ChangeKind::Added) continue;
        for (ResourceChange& removed : changes) {
            if (removed.kind != ChangeKind::Removed || paired.contains(removed.logicalId)) continue;
            const auto old = before.resources.find(removed.logicalId);
            const auto now = after.resources.find(added.logicalId);
            if (!sameMeaning(old->body, now->body)) continue;
            added.kind = ChangeKind::Renamed;
            added.previousId = removed.logicalId;
            paired.insert(removed.logicalId);
            break;
        }
    }
    std::erase_if(changes, [&](const ResourceChange& change) {
        return change.kind == ChangeKind::Removed && paired.contains(change.logicalId);
    });
    return changes;
}

std::vector<ResourceChange> compareResources(const Stack& before, const Stack& after) {
    std::vector<ResourceChange> changes;
    for (const auto& resource : after.body.resources) {
        const auto old = before.body.resources.find(resource->logicalId);
        if (!old) {
            changes.push_back(
                {ChangeKind::Added, after.name, resource->logicalId, {}, resource->type(), {}});
            continue;
        }
        auto values = differencesBetween(old->body, resource->body);
        if (values.empty()) continue;
        changes.push_back({ChangeKind::Changed,
                           after.name,
                           resource->logicalId,
                           {},
                           resource->type(),
                           std::move(values)});
    }
    for (const auto& resource : before.body.resources) {
        if (after.body.resources.find(resource->logicalId)) continue;
        changes.push_back(
            {ChangeKind::Removed, after.name, resource->logicalId, {}, resource->type(), {}});
    }
    return withRenames(std::move(changes), before.body, after.body);
}

void compareSections(const Stack& before, const Stack& after, Comparison& result) {
    const auto add = [&](const std::string& name, std::vector<ValueChange> values) {
        if (!values.empty()) result.sections.push_back({after.name, name, std::move(values)});
    };
    for (const Section& section : before.body.sections) {
        if (section.name == "Resources") continue;
        const Value* other = after.body.section(section.name);
        if (other == nullptr) {
            add(section.name, {{Path{}, section.value, std::nullopt}});
        } else {
            add(section.name, differencesBetween(section.value, *other));
        }
    }
    for (const Section& section : after.body.sections) {
        if (section.name != "Resources" && before.body.section(section.name) == nullptr) {
            add(section.name, {{Path{}, std::nullopt, section.value}});
        }
    }
}

}  // namespace

std::vector<ValueChange> differencesBetween(const Value& before, const Value& after) {
    std::vector<ValueChange> changes;
    collectDifferences(before, after, {}, changes);
    return changes;
}

Comparison compareDesigns(const ResolvedDesign& before, const ResolvedDesign& after) {
    Comparison result;
    for (const auto& [old, now] : pairStacks(*before.evaluated, *after.evaluated)) {
        if (old == nullptr) {
            result.addedStacks.push_back(now->source->name);
        } else if (now == nullptr) {
            result.removedStacks.push_back(old->source->name);
        } else {
            auto resources = compareResources(*old->source, *now->source);
            result.resources.insert(result.resources.end(), resources.begin(), resources.end());
            compareSections(*old->source, *now->source, result);
        }
    }
    const bool single = before.evaluated->stacks.size() == 1 && after.evaluated->stacks.size() == 1;
    result.sentences = sentencesAbout(*before.architecture, *after.architecture,
                                      single ? Matching::ByNameAlone : Matching::ByStackAndName);
    return result;
}

}  // namespace archivolt
