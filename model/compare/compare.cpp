#include "model/compare/compare.h"

#include <algorithm>
#include <set>

#include "model/compare/effects.h"
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
        if (added.kind != ChangeKind::Added || added.byValue) continue;
        for (ResourceChange& removed : changes) {
            if (removed.kind != ChangeKind::Removed || paired.contains(removed.logicalId)) continue;
            const auto old = before.resources.find(removed.logicalId);
            const auto now = after.resources.find(added.logicalId);
            const bool isTaken =
                before.resources.find(added.logicalId) || after.resources.find(removed.logicalId);
            if (!old || !now || isTaken) continue;
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

/// What is made of a resource by two evaluations; null pointers of a loop that is not written out.
struct Evaluations {
    std::shared_ptr<const EvaluatedResource> before;
    std::shared_ptr<const EvaluatedResource> after;

    [[nodiscard]] bool isWhole() const { return before != nullptr && after != nullptr; }
};

/// Says how a resource that both have differs; nothing where it does not.
std::optional<ResourceChange> changeOf(const Evaluations& both, std::vector<ValueChange> text,
                                       const Effects& effects, ResourceChange change) {
    if (!both.isWhole()) {
        if (text.empty()) return std::nullopt;
        change.effects = text;
        change.values = std::move(text);
        return change;
    }
    const Truth was = both.before->exists;
    const Truth is = both.after->exists;
    const bool isSwitched = was != is;
    if (was == Truth::No && is == Truth::Yes) change.kind = ChangeKind::Added;
    if (was == Truth::Yes && is == Truth::No) change.kind = ChangeKind::Removed;
    if (change.kind == ChangeKind::Changed && was != Truth::No) {
        change.effects = effects.of(*both.before, *both.after, text);
    }
    // Whether a condition holds can't be told of one of the two.
    if (change.kind == ChangeKind::Changed && isSwitched) {
        change.effects.push_back({Path{"Condition"}, std::nullopt, std::nullopt});
    }
    change.byValue = text.empty();
    if (change.byValue && change.effects.empty() && !isSwitched) return std::nullopt;
    change.values = change.byValue ? change.effects : std::move(text);
    return change;
}

std::vector<ResourceChange> compareResources(const EvaluatedStack& before,
                                             const EvaluatedStack& after, const Catalog& catalog) {
    const Stack& was = *before.source;
    const Stack& is = *after.source;
    const Effects effects(before, after, catalog);
    std::vector<ResourceChange> changes;
    const auto add = [&](ChangeKind kind, const EvaluatedStack& stack, const Resource& resource) {
        ResourceChange change{kind, is.name, resource.logicalId, {}, resource.type(), {}};
        const auto evaluated = stack.find(resource.id);
        if (evaluated != nullptr) change.exists = evaluated->exists;
        changes.push_back(std::move(change));
    };
    for (const auto& resource : is.body.resources) {
        const auto old = was.body.resources.find(resource->logicalId);
        if (!old) {
            add(ChangeKind::Added, after, *resource);
            continue;
        }
        const Evaluations both{before.find(old->id), after.find(resource->id)};
        auto found =
            changeOf(both, differencesBetween(old->body, resource->body), effects,
                     {ChangeKind::Changed, is.name, resource->logicalId, {}, resource->type(), {}});
        if (found) changes.push_back(*std::move(found));
    }
    for (const auto& resource : was.body.resources) {
        if (is.body.resources.find(resource->logicalId)) continue;
        add(ChangeKind::Removed, before, *resource);
    }
    return withRenames(std::move(changes), was.body, is.body);
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
            auto resources = compareResources(*old, *now, *after.catalog);
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
