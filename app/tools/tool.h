#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "app/session/selection.h"
#include "app/tools/drop_plan.h"
#include "app/tools/marks.h"
#include "app/tools/snap.h"
#include "render/scene/build_scene.h"

namespace archivolt::tools {

// What the hands do on the canvas, as values: an event and a state give the next state and what is
// to be done. Nothing here draws, waits or keeps anything.

enum class EventKind : std::uint8_t {
    Press,
    Move,  ///< Also a change of modifiers, without a move.
    Release,
    DoublePress,
    Key,
    Interrupt,  ///< The focus, the pointer's grab or the design is gone: all is given back.
};

enum class Button : std::uint8_t {
    None,
    Left,
    Middle,
    Right
};

/// The keys that a tool heeds.
enum class Key : std::uint8_t {
    Other,
    Escape,
    Left,
    Right,
    Up,
    Down
};

struct Mods {
    bool shift = false;
    bool control = false;  ///< What is dragged stays in its container.
    bool alt = false;      ///< Nothing snaps.
    friend bool operator==(const Mods&, const Mods&) = default;
};

struct Event {
    EventKind kind = EventKind::Move;
    Point at;  ///< In the canvas' own units (pixels), from its top left corner.
    Button button = Button::None;
    Mods mods{};
    Key key = Key::Other;
};

/// Where the scene is in the canvas.
struct Window {
    Point origin;      ///< The scene's point at the canvas' top left corner.
    double scale = 1;  ///< Pixels per canvas unit.
    Size size{};       ///< In pixels.
};

/// What a step sees of the world; it changes nothing of it.
struct View {
    const Scene& scene;
    World world;
    const DesignSelection& selection;
    Window window;
    bool isCurrent = true;  ///< The scene shows the present design.
    bool pans = false;      ///< The hand is asked for (Space is held).
    double threshold = 4;   ///< How far the pointer moves before a press is a drag, in pixels.
    Snapping snapping{};
};

struct Idle {
    friend bool operator==(const Idle&, const Idle&) = default;
};

/// A button is down and has not moved yet.
struct Pointing {
    Point from;  ///< In pixels.
    Hit on;
    bool toggles = false;  ///< Let go where it is, it adds to the selection or takes away.
    bool narrows = false;  ///< Let go where it is, what is under it alone is selected.
};

struct Panning {
    Point from;  ///< In pixels, as is `last`.
    Point last;
    bool opensMenu = false;  ///< Let go where it is, a menu opens.
};

/// A rectangle is drawn around what is to be selected.
struct Marquee {
    Point from;  ///< In canvas units, as is `to`.
    Point to;
    DesignSelection before;
    bool adds = false;
};

/// Things are carried; the design knows nothing of it until they are let go.
struct Dragging {
    std::vector<BoxIndex> boxes;  ///< Tops only: what is inside one goes with it.
    std::vector<Mark> marks;      ///< Notes and frames.
    BoxIndex grabbed = kNoBox;
    Mark grabbedMark;  ///< Where no box was grabbed.
    Point from;        ///< In canvas units, as is `by`.
    Point by;
    SnapLines lines;
    std::vector<Guide> guides;
    DropPlan plan;
};

/// An edge or a corner is pulled.
struct Resizing {
    BoxIndex box = kNoBox;
    Mark mark;  ///< Where it is no box's.
    Edges edges;
    Point from;
    Rect now;
    DropPlan plan;
};

/// Something new is carried in.
struct Placing {
    std::string part;   ///< `AWS::EC2::Subnet`, `pattern:bastion`.
    Point at;           ///< In canvas units.
    bool held = false;  ///< A button is down: letting it go drops. Else a press does.
    DropPlan plan;
};

/// A line is pulled out of a thing, to what it is to be connected with.
struct Connecting {
    BoxIndex from = kNoBox;
    Point to;  ///< In canvas units.
    DropPlan plan;
};

using State =
    std::variant<Idle, Pointing, Panning, Marquee, Dragging, Resizing, Placing, Connecting>;

struct Select {
    DesignSelection now;
};
/// Makes edits as one step; the only way to the design. Notes and frames that it adds are selected.
struct Commit {
    std::vector<Edit> edits;
    std::string label;
    std::string coalesce{};  ///< Not empty: becomes part of the step before that has the same.
    std::vector<NewName> selects{};  ///< What is made, to be selected.
    std::optional<WantedWay> way{};  ///< What is to get through then, as part of the same step.
};
/// Tells why nothing came of it.
struct Say {
    std::string why;
    std::optional<WantedWay> way{};  ///< What is to get through all the same.
};
/// Asks whether what is lacking is to be made.
struct Offer {
    std::string why;    ///< What is lacking.
    std::string makes;  ///< "a VPC and a subnet".
    DropPlan plan;      ///< All of it.
    Point at;           ///< In pixels.
};
struct Pan {
    Point by;  ///< In pixels.
};
/// Opens the name of what was pressed twice.
struct Rename {};
struct OpenMenu {
    Point at;
};
/// Opens the list of a sign on a box.
struct OpenList {
    BoxIndex box = kNoBox;
    std::uint32_t badge = 0;
};
using Effect = std::variant<Select, Commit, Say, Offer, Pan, Rename, OpenMenu, OpenList>;

struct Step {
    State next;
    std::vector<Effect> effects{};
};

/// Returns what an event makes of a state; pure, and never more than one commit.
[[nodiscard]] Step step(const State& state, const Event& event, const View& view);

/// Returns what the drop or connection under way would do, or null pointer.
[[nodiscard]] const DropPlan* planOf(const State& state);

[[nodiscard]] Point toScene(const Window& window, Point at);

}  // namespace archivolt::tools
