#include "model/compare/align.h"

#include <algorithm>
#include <map>
#include <set>

#include "model/design/rename.h"

namespace archivolt {

namespace {

constexpr std::string_view kLogicalIdTag = "aws:cloudformation:logical-id";

/// Returns the logical id that CloudFormation tagged a described resource with; empty for none.
std::string taggedId(const Resource& resource) {
    const Value* tags = resource.body.at(Path{} / "Properties" / "Tags");
    if (tags == nullptr || !tags->isList()) return {};
    for (const Value& tag : tags->items()) {
        const Value* key = tag.find("Key");
        const Value* value = tag.find("Value");
        if (key == nullptr || !key->isString() || key->text() != kLogicalIdTag) continue;
        return value != nullptr && value->isString() ? value->text() : std::string();
    }
    return {};
}

/// Says whether a design has a resource of this name and type.
bool declares(const Design& design, const std::string& name, const std::string& type) {
    return std::ranges::any_of(design.stacks, [&](const auto& stack) {
        const auto found = stack->body.resources.find(std::string_view(name));
        return found && found->type() == type;
    });
}

/// Returns which stack of `before` each stack of `after` is; null pointers for new ones.
std::vector<std::shared_ptr<const Stack>> formerStacks(const Design& before, const Design& after) {
    if (before.stacks.size() == 1 && after.stacks.size() == 1) return {before.stacks.front()};
    std::vector<std::shared_ptr<const Stack>> former;
    for (const auto& stack : after.stacks) former.push_back(before.stack(stack->name));
    return former;
}

/// Gives what only `after` has the ids of equal things that only `before` has.
void matchEqual(const ResourceTable& before, const ResourceTable& after,
                std::map<ResourceId, ResourceId>& ids) {
    std::set<ResourceId> taken;
    for (const auto& former : before) {
        if (!after.find(std::string_view(former->logicalId))) continue;
        taken.insert(former->id);
    }
    for (const auto& resource : after) {
        if (before.find(std::string_view(resource->logicalId))) continue;
        for (const auto& former : before) {
            if (taken.contains(former->id) || !sameMeaning(former->body, resource->body)) continue;
            ids[resource->id] = former->id;
            taken.insert(former->id);
            break;
        }
    }
}

/// Gives a stack and its resources their ids; `ids` tells which each resource got.
Stack withIds(const Stack& stack, const Stack* former, std::uint32_t& nextId,
              std::map<ResourceId, ResourceId>& ids) {
    Stack aligned = stack;
    aligned.id = former != nullptr ? former->id : StackId{nextId++};
    if (former != nullptr) matchEqual(former->body.resources, stack.body.resources, ids);
    std::vector<Resource> resources;
    for (const auto& each : stack.body.resources) {
        Resource resource = *each;
        const auto same = former == nullptr
                              ? nullptr
                              : former->body.resources.find(std::string_view(each->logicalId));
        if (same) ids[each->id] = same->id;
        const auto known = ids.find(each->id);
        resource.id = known != ids.end() ? known->second : ResourceId{nextId++};
        ids[each->id] = resource.id;
        resources.push_back(std::move(resource));
    }
    aligned.body.resources = ResourceTable::of(std::move(resources));
    return aligned;
}

/// Adds to sections of entries (parameters, mappings, conditions) those that `before` alone has.
Template withEntriesOf(Template body, const Template& before) {
    for (const char* name : {"Parameters", "Mappings", "Conditions"}) {
        const Value* former = before.section(name);
        if (former == nullptr || !former->isMap()) continue;
        const Value* present = body.section(name);
        std::vector<MapEntry> entries;
        if (present != nullptr && present->isMap()) {
            entries.assign(present->entries().begin(), present->entries().end());
        }
        for (const MapEntry& entry : former->entries()) {
            if (present == nullptr || present->find(entry.key) == nullptr) entries.push_back(entry);
        }
        body = body.withSection(name, Value::map(std::move(entries)));
    }
    return body;
}

/// Returns the stack with the resources that only the former one has.
Stack withFormer(const Stack& stack, const Stack& former) {
    Stack both = stack;
    both.body = withEntriesOf(both.body, former.body);
    both.parameters.insert(former.parameters.begin(), former.parameters.end());
    ResourceTable resources = both.body.resources;
    for (const auto& each : former.body.resources) {
        if (resources.find(each->id)) continue;
        Resource gone = *each;
        if (resources.find(std::string_view(gone.logicalId))) gone.logicalId += " (before)";
        resources = resources.withInserted(resources.size(), std::move(gone));
    }
    both.body = both.body.withResources(std::move(resources));
    return both;
}

}  // namespace

Design withLogicalIds(Design described, const Design& other) {
    for (std::size_t i = 0; i < described.stacks.size(); ++i) {
        if (described.stacks[i]->kind != StackKind::Observed) continue;
        std::vector<std::pair<std::string, std::string>> names;
        for (const auto& resource : described.stacks[i]->body.resources) {
            std::string name = taggedId(*resource);
            if (name.empty() || !declares(other, name, std::string(resource->type()))) continue;
            names.emplace_back(resource->logicalId, std::move(name));
        }
        for (const auto& [from, to] : names) {
            const auto stack = described.stacks[i];
            if (stack->body.resources.find(std::string_view(to))) continue;
            described = withResourceRenamed(described, *stack, from, to);
        }
    }
    return described;
}

Design alignedWith(const Design& before, const Design& after) {
    Design aligned = after;
    aligned.nextId = std::max(before.nextId, after.nextId);
    const auto former = formerStacks(before, after);
    std::map<ResourceId, ResourceId> ids;
    for (std::size_t i = 0; i < after.stacks.size(); ++i) {
        aligned.stacks[i] = std::make_shared<const Stack>(
            withIds(*after.stacks[i], former[i].get(), aligned.nextId, ids));
    }
    aligned.placements = {};
    for (const auto& [resource, place] : after.placements) {
        const auto known = ids.find(resource);
        if (known != ids.end()) aligned.placements = aligned.placements.with(known->second, place);
    }
    aligned.places = {};
    for (const auto& [key, place] : after.places) {
        PlaceKey box = key;
        if (const auto known = ids.find(key.resource); known != ids.end()) {
            box.resource = known->second;
        }
        aligned.places = aligned.places.with(box, place);
    }
    return aligned;
}

Design namedAs(const Design& before, const Design& after) {
    if (before.stacks.size() != 1 || after.stacks.size() != 1) return before;
    if (before.stacks.front()->name == after.stacks.front()->name) return before;
    Stack stack = *before.stacks.front();
    stack.name = after.stacks.front()->name;
    return before.withStack(std::move(stack));
}

Design bothOf(const Design& before, const Design& after) {
    Design both = after;
    both.nextId = std::max(before.nextId, after.nextId);
    for (auto& stack : both.stacks) {
        const auto former = before.stack(stack->id);
        if (former) stack = std::make_shared<const Stack>(withFormer(*stack, *former));
    }
    for (const auto& stack : before.stacks) {
        if (both.stack(stack->id)) continue;
        Stack gone = *stack;
        if (both.stack(std::string_view(gone.name))) gone.name += " (before)";
        both.stacks.push_back(std::make_shared<const Stack>(std::move(gone)));
    }
    return both;
}

}  // namespace archivolt
