#include "model/design/design.h"

#include <algorithm>

#include "model/base/invariant.h"

namespace archivolt {

namespace {

/// A stack's placements by logical id, since ids differ between equal designs.
std::map<std::string, Rect> namedPlacements(const Design& design, const Stack& stack) {
    std::map<std::string, Rect> result;
    for (const auto& resource : stack.body.resources) {
        if (const Rect* place = design.placements.find(resource->id)) {
            result.emplace(resource->logicalId, *place);
        }
    }
    return result;
}

/// A stack's places by logical id; those of no resource are the same in every stack.
std::map<std::pair<std::string, std::string>, BoxPlace> namedPlaces(const Design& design,
                                                                    const Stack& stack) {
    std::map<std::pair<std::string, std::string>, BoxPlace> result;
    for (const auto& [key, place] : design.places) {
        const auto resource = stack.body.resources.find(key.resource);
        if (resource) result.emplace(std::pair(resource->logicalId, key.part), place);
        if (!key.resource) result.emplace(std::pair(std::string(), key.part), place);
    }
    return result;
}

bool sameTemplate(const Template& a, const Template& b) {
    const auto sameResource = [](const auto& x, const auto& y) {
        return x == y || (x->logicalId == y->logicalId && x->body == y->body);
    };
    return a.sections == b.sections && a.resources.size() == b.resources.size() &&
           std::equal(a.resources.begin(), a.resources.end(), b.resources.begin(), sameResource);
}

bool sameStack(const Stack& a, const Stack& b) {
    return a.name == b.name && a.kind == b.kind && a.account == b.account && a.region == b.region &&
           a.parameters == b.parameters && sameTemplate(a.body, b.body);
}

}  // namespace

std::shared_ptr<const Stack> Design::stack(StackId id) const {
    const auto found =
        std::ranges::find_if(stacks, [&](const auto& stack) { return stack->id == id; });
    return found != stacks.end() ? *found : nullptr;
}

std::shared_ptr<const Stack> Design::stack(std::string_view stackName) const {
    const auto found =
        std::ranges::find_if(stacks, [&](const auto& stack) { return stack->name == stackName; });
    return found != stacks.end() ? *found : nullptr;
}

Design Design::withStack(Stack changed) const {
    Design result = *this;
    const auto found = std::ranges::find_if(
        result.stacks, [&](const auto& stack) { return stack->id == changed.id; });
    INVARIANT(found != result.stacks.end());
    *found = std::make_shared<const Stack>(std::move(changed));
    return result;
}

Design Design::withoutPlacesOf(ResourceId resource) const {
    Design result = *this;
    result.placements = placements.without(resource);
    for (const auto& [key, place] : places) {
        if (key.resource == resource) result.places = result.places.without(key);
    }
    return result;
}

bool sameContent(const Design& a, const Design& b) {
    const auto samePlaced = [&](const auto& x, const auto& y) {
        return sameStack(*x, *y) && namedPlacements(a, *x) == namedPlacements(b, *y) &&
               namedPlaces(a, *x) == namedPlaces(b, *y);
    };
    const auto sameNote = [](const Note& x, const Note& y) {
        return x.place == y.place && x.text == y.text;
    };
    const auto sameFrame = [](const Frame& x, const Frame& y) {
        return x.kind == y.kind && x.place == y.place && x.title == y.title;
    };
    return a.name == b.name && std::ranges::equal(a.stacks, b.stacks, samePlaced) &&
           std::ranges::equal(a.notes, b.notes, sameNote) &&
           std::ranges::equal(a.frames, b.frames, sameFrame) &&
           a.parameterSets == b.parameterSets && a.suppressions == b.suppressions &&
           a.intents == b.intents && a.scenarios == b.scenarios && a.unknown == b.unknown;
}

}  // namespace archivolt
