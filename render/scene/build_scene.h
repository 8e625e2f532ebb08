#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "render/scene/scene.h"

namespace archivolt {

/// A finding's mark on a box.
struct Badge {
    BoxIndex box = kNoBox;
    Tone tone = Tone::Stop;
    std::string text;  ///< A count or a sign; one or two characters.
};

/// A way drawn over the design: a trace, a flow of traffic.
struct PathOverlay {
    std::vector<BoxIndex> boxes;  ///< From, by way of, to.
    Tone tone = Tone::Pass;
    double width = 2;
    bool stopped = false;  ///< Dashed, and ends at a cross on the last box, or on those below.
    std::string label;
    /// Of a stopped way: each box that stops it, with a cross where the way meets its border.
    std::vector<BoxIndex> stops{};
};

/// One machine of a fleet beside its node: how busy it is, and what it says.
struct FleetCell {
    double load = 0;   ///< 0 to 1.
    std::string text;  ///< `74 %`, `booting`.
    Tone tone = Tone::Neutral;
};

/// A box that is set off: a zone that is down, a legal or illegal drop target.
struct Highlight {
    BoxIndex box = kNoBox;
    Tone tone = Tone::Accent;
    std::string text;  ///< Beside its title: "down since 10:00".
};

/// What explains the drawing without changing it.
struct Overlay {
    std::vector<BoxIndex> selected;
    std::vector<std::uint32_t> selectedLinks = {};
    BoxIndex hovered = kNoBox;
    std::vector<Badge> badges;
    std::vector<PathOverlay> paths;
    std::vector<Highlight> highlights;
    std::optional<std::set<BoxIndex>> concerned;  ///< When set, every other node and link fades.
    std::map<BoxIndex, std::vector<FleetCell>> cells;  ///< By node of a fleet.
    std::map<BoxIndex, std::string> details;           ///< In place of a node's second line.
    std::vector<Rect> selectedPlaces = {};             ///< Of notes and frames that are selected.
};

/// All that a scene is made of.
struct SceneInput {
    std::shared_ptr<const Diagram> diagram;
    std::shared_ptr<const Layout> layout;
    const Theme* theme = nullptr;
    Overlay overlay;
    bool grid = false;  ///< Dots on the canvas, 24 apart.
    /// With the names that show between detail_levels::kRegions and kLabels alone: a seventh of the
    /// work, which a large drawing that is seen as a whole or from near goes without.
    bool fromAfar = true;
};

/// Makes the display list; a pure function. `measure` must be the one the layout was made with.
[[nodiscard]] Scene buildScene(const SceneInput& input, const TextMeasure& measure);

/// Makes the display list of the overlay alone, without a ground, to be painted over a scene that
/// was made without it; what fades or replaces parts of the drawing (`concerned`, `cells`,
/// `details`) is left to that one, and told here for what is drawn again: rings and tints of
/// containers run under the nodes that cross them, ways under the labels of lines. A pure function.
[[nodiscard]] Scene buildMarks(const SceneInput& input, const TextMeasure& measure);

/// Returns the display list as text, one item a line, for golden tests; the same on every machine.
[[nodiscard]] std::string dumpScene(const Scene& scene);

}  // namespace archivolt
