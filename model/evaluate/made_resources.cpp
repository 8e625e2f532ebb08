#include "model/evaluate/made_resources.h"

#include <algorithm>
#include <map>
#include <set>

#include "model/evaluate/loops.h"
#include "model/serverless/transform_serverless.h"

namespace archivolt {

namespace {

// Ids are below 2^24 (ThingId). The upper half is for what loops make: 2^9 each, for 2^13 loops.
constexpr std::uint32_t kFirstMade = 1U << 23;
constexpr std::uint32_t kMostMade = 1U << 9;
constexpr std::uint32_t kMostLoops = 1U << 13;
// Behind them, what SAM's transform makes, of as many resources.
constexpr std::uint32_t kFirstTransformed = kFirstMade + (kMostLoops * kMostMade);

bool hasLanguageExtensions(const Stack& stack) {
    const Value* transform = stack.body.section("Transform");
    if (transform == nullptr) return false;
    const auto isIt = [](const Value& value) { return value.text() == "AWS::LanguageExtensions"; };
    return transform->isList() ? std::ranges::any_of(transform->items(), isIt) : isIt(*transform);
}

/// Returns what a loop makes, or nothing where that can't be told.
std::vector<ResourceTable::Pointer> madeBy(const Resource& loop, const Scope& scope) {
    std::vector<ResourceTable::Pointer> made;
    if (loop.id.value >= kMostLoops) return made;
    const auto entries =
        withLoopsExpanded(Value::map({{loop.logicalId, loop.body}}), scope.parameters);
    if (!entries || entries->entries().size() > kMostMade) return made;
    for (const MapEntry& entry : entries->entries()) {
        const auto place = static_cast<std::uint32_t>(made.size());
        const ResourceId id{kFirstMade + (loop.id.value * kMostMade) + place};
        made.push_back(std::make_shared<const Resource>(Resource{id, entry.key, entry.value}));
    }
    return made;
}

/// Returns the resources with what loops make in their place.
ResourceTable madeResources(const ResourceTable& resources, const Scope& scope) {
    std::set<std::string> names;
    for (const auto& resource : resources) names.insert(resource->logicalId);
    std::vector<ResourceTable::Pointer> all;
    for (const auto& resource : resources) {
        auto made =
            resource->isLoop() ? madeBy(*resource, scope) : std::vector<ResourceTable::Pointer>();
        // A name that is taken is AWS's to refuse; nothing is told of which would count.
        const bool taken = std::ranges::any_of(
            made, [&](const auto& one) { return names.contains(one->logicalId); });
        if (made.empty() || taken) {
            all.push_back(resource);
            continue;
        }
        for (auto& one : made) {
            names.insert(one->logicalId);
            all.push_back(std::move(one));
        }
    }
    return ResourceTable::of(all);
}

/// Returns the resources with what SAM's transform makes behind those that it is made for.
ResourceTable transformedResources(const ResourceTable& resources,
                                   const ServerlessTransform& transform) {
    std::vector<ResourceTable::Pointer> all;
    std::map<ResourceId, std::vector<ResourceTable::Pointer>> made;
    for (const ServerlessMade& one : transform.made) {
        std::vector<ResourceTable::Pointer>& of = made[one.maker];
        // NOT MODELLED: what SAM's transform makes of resources that a loop makes.
        if (one.maker.value >= kMostLoops || of.size() >= kMostMade) continue;
        const auto place = static_cast<std::uint32_t>(of.size());
        const ResourceId id{kFirstTransformed + (one.maker.value * kMostMade) + place};
        of.push_back(std::make_shared<const Resource>(Resource{id, one.logicalId, one.body}));
    }
    for (const auto& resource : resources) {
        const auto changed = transform.changed.find(resource->logicalId);
        all.push_back(changed == transform.changed.end()
                          ? resource
                          : std::make_shared<const Resource>(
                                Resource{resource->id, resource->logicalId, changed->second}));
        const std::vector<ResourceTable::Pointer>& of = made[resource->id];
        all.insert(all.end(), of.begin(), of.end());
    }
    return ResourceTable::of(all);
}

std::shared_ptr<const Stack> withServerless(const std::shared_ptr<const Stack>& stack,
                                            const Scope& scope) {
    if (!isServerless(stack->body)) return stack;
    const ServerlessTransform transform = transformServerless(stack->body, scope.parameters);
    if (transform.made.empty() && transform.changed.empty()) return stack;
    auto result = std::make_shared<Stack>(*stack);
    result->body =
        stack->body.withResources(transformedResources(stack->body.resources, transform));
    return result;
}

std::shared_ptr<const Stack> withLoops(const std::shared_ptr<const Stack>& stack,
                                       const Scope& scope) {
    if (!hasLanguageExtensions(*stack)) return stack;
    const Template& body = stack->body;
    const Value* outputs = body.section("Outputs");
    const bool loopsOutputs = outputs != nullptr && hasLoop(*outputs);
    const bool loopsResources =
        std::ranges::any_of(body.resources, [](const auto& each) { return each->isLoop(); });
    if (!loopsOutputs && !loopsResources) return stack;
    auto expanded = std::make_shared<Stack>(*stack);
    if (loopsResources) {
        expanded->body = body.withResources(madeResources(body.resources, scope));
    }
    if (const auto made =
            loopsOutputs ? withLoopsExpanded(*outputs, scope.parameters) : std::nullopt) {
        expanded->body = expanded->body.withSection("Outputs", *made);
    }
    return expanded;
}

}  // namespace

std::shared_ptr<const Stack> withMadeResources(const std::shared_ptr<const Stack>& stack,
                                               const Scope& scope) {
    return withServerless(withLoops(stack, scope), scope);
}

bool isMade(ResourceId id) { return id.value >= kFirstMade; }

bool isMadeByTransform(ResourceId id) { return id.value >= kFirstTransformed; }

}  // namespace archivolt
