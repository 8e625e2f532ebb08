#pragma once

#include <optional>
#include <set>
#include <string>

#include "model/design/design.h"

namespace archivolt {

/// A line of the drawing by the keys of its ends, which outlive drawings.
struct LinkName {
    std::string from;
    std::string to;
    friend bool operator==(const LinkName&, const LinkName&) = default;
};

/// What is selected: resources by their ids, which outlive names, places and drawings, with notes
/// and free frames; or one box that is no resource's (a zone, the internet), by its key; or one
/// line. Resources need no box of their own.
struct DesignSelection {
    std::set<ResourceId> resources;
    std::string box;  ///< Empty where resources are selected.
    std::optional<LinkName> link = {};
    std::set<NoteId> notes = {};
    std::set<FrameId> frames = {};

    [[nodiscard]] bool empty() const {
        return resources.empty() && box.empty() && !link && notes.empty() && frames.empty();
    }
    /// Returns the resource that alone is selected, or nothing.
    [[nodiscard]] std::optional<ResourceId> single() const {
        return resources.size() == 1 ? std::optional(*resources.begin()) : std::nullopt;
    }
    friend bool operator==(const DesignSelection&, const DesignSelection&) = default;
};

/// A resource with the stack that declares it.
struct DeclaredResource {
    std::shared_ptr<const Stack> stack;
    std::shared_ptr<const Resource> resource;
    [[nodiscard]] explicit operator bool() const { return resource != nullptr; }
};

/// Finds a resource of a design by its id; nothing where it is gone.
[[nodiscard]] DeclaredResource declaredResource(const Design& design, ResourceId id);

}  // namespace archivolt
