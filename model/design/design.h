#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/base/persistent_map.h"
#include "model/base/strong_id.h"
#include "model/design/stack.h"
#include "model/value/value.h"

namespace archivolt {

/// A rectangle of the canvas, in canvas units (1 unit = 1 pixel at 100 %), y downwards.
struct Rect {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    friend bool operator==(const Rect&, const Rect&) = default;
};

/// A text that the user put on the canvas.
struct Note {
    NoteId id;
    Rect place;
    std::string text;
    friend bool operator==(const Note&, const Note&) = default;
};

/// What a free frame stands for: a group, or something outside AWS that the drawing speaks of.
enum class FrameKind : std::uint8_t {
    Group,
    OnPremises,
    Partner,
    Users
};

/// A titled frame or external box that the user drew; it contains nothing by itself.
struct Frame {
    FrameId id;
    FrameKind kind = FrameKind::Group;
    Rect place;
    std::string title;
    friend bool operator==(const Frame&, const Frame&) = default;
};

/// Values for parameters under a name, such as `production`; chosen per stack.
struct ParameterSet {
    std::string name;
    std::string stack;  ///< The stack's name.
    std::map<std::string, Value> values;
    friend bool operator==(const ParameterSet&, const ParameterSet&) = default;
};

/// A finding that the user decided to live with, and why.
struct Suppression {
    std::string code;      ///< The finding's code: `SUB-E3`.
    std::string stack;     ///< The stack's name; empty for any.
    std::string resource;  ///< The logical id; empty for any.
    std::string reason;    ///< Never empty.
    friend bool operator==(const Suppression&, const Suppression&) = default;
};

/// Something drawn that can be put by hand: the box that a resource makes, or one that goes with
/// it.
///
/// `part` tells the latter from the former: `#frame`, `:us-east-1a`, `#Endpoints`. A box that no
/// resource makes, such as a Region's, has a part alone. It outlives renaming.
struct PlaceKey {
    ResourceId resource;
    std::string part;
    friend bool operator==(const PlaceKey&, const PlaceKey&) = default;
    friend auto operator<=>(const PlaceKey&, const PlaceKey&) = default;
};

/// Where a box was put in the one around it, from that one's top left corner.
///
/// A width or height is the least that it has; 0 leaves it to the layout.
struct BoxPlace {
    Rect rect;
    bool folded = false;  ///< What is inside is not shown.
    friend bool operator==(const BoxPlace&, const BoxPlace&) = default;
};

/// Everything that the user edits, as one immutable value.
///
/// Copies are cheap (shared pointers and persistent maps); `apply` makes changed ones. Two designs
/// are equal when they say the same, whatever they share.
struct Design {
    std::string name;
    std::vector<std::shared_ptr<const Stack>> stacks;
    /// Where things were put by hand on the canvas, by resource; `places` win over it.
    PersistentMap<ResourceId, Rect> placements;
    /// Where boxes were put in their parents; what is in neither is laid out by rule.
    PersistentMap<PlaceKey, BoxPlace> places;
    std::vector<Note> notes;
    std::vector<Frame> frames;
    std::vector<ParameterSet> parameterSets;
    std::vector<Suppression> suppressions;
    Value intents = Value::list({});    ///< Promises, as the project file writes them.
    Value scenarios = Value::list({});  ///< Traffic scenarios, as the project file writes them.
    Value unknown =
        Value::map({});  ///< What the project file holds that this version does not know.
    /// The next id to give; ids are never reused within a design's history.
    std::uint32_t nextId = 1;

    /// Returns the stack of this id or name, or null pointer.
    [[nodiscard]] std::shared_ptr<const Stack> stack(StackId id) const;
    [[nodiscard]] std::shared_ptr<const Stack> stack(std::string_view stackName) const;
    /// Returns a copy without any place of this resource, or of what goes with it.
    [[nodiscard]] Design withoutPlacesOf(ResourceId resource) const;
    /// Returns a copy where `changed` takes the place of the stack with its id.
    [[nodiscard]] Design withStack(Stack changed) const;
};

/// Says whether two designs hold the same, ids and sharing apart.
[[nodiscard]] bool sameContent(const Design& a, const Design& b);

}  // namespace archivolt
