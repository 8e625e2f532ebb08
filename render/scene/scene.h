#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "render/layout/diagram.h"
#include "render/layout/layout.h"
#include "render/layout/text_measure.h"
#include "render/scene/theme.h"

namespace archivolt {

enum class Dash : std::uint8_t {
    Solid,
    Dashed,
    Dotted
};

/// A rectangle with round corners; a colour of alpha 0 leaves fill or stroke out.
struct RectShape {
    Rect rect;
    double radius = 0;
    Color fill{0, 0, 0, 0};
    Color stroke{0, 0, 0, 0};
    double strokeWidth = 1;
    Dash dash = Dash::Solid;
    friend bool operator==(const RectShape&, const RectShape&) = default;
};

/// One line of text, already shortened to fit.
struct TextShape {
    Point baseline;  ///< Where the first letter's base line begins.
    std::string text;
    FontSpec font;
    Color color;
    friend bool operator==(const TextShape&, const TextShape&) = default;
};

/// An icon of the project's set by name, in one colour.
struct IconShape {
    Rect rect;
    std::string name;
    Color color;
    friend bool operator==(const IconShape&, const IconShape&) = default;
};

/// A line with round corners, with or without an arrow head at its end.
struct LineShape {
    std::vector<Point> points;
    Color color;
    double width = 1.5;
    Dash dash = Dash::Solid;
    bool arrow = true;
    double cornerRadius = 6;
    friend bool operator==(const LineShape&, const LineShape&) = default;
};

/// Returns how far what is painted of a line goes beyond its points: its head is wider than it.
[[nodiscard]] inline double lineReach(const LineShape& line) { return line.width + 6; }

using Shape = std::variant<RectShape, TextShape, IconShape, LineShape>;

/// A shape with what it takes to leave it out: where it is, and at which zooms it shows.
struct SceneItem {
    Shape shape;
    Rect bounds;
    BoxIndex box = kNoBox;  ///< The box it belongs to; kNoBox for links, notes and the like.
    float minScale = 0;     ///< Shown at this zoom and above…
    float maxScale = 1e6F;  ///< …and below this one.
    float opacity = 1;
    friend bool operator==(const SceneItem&, const SceneItem&) = default;
};

/// The zooms at which detail appears.
namespace detail_levels {
inline constexpr float kIcons = 0.12F;
inline constexpr float kRegions = 0.2F;  ///< Names of Regions, from afar.
inline constexpr float kNames = 0.28F;   ///< Names alone, in letters that can be read from afar.
inline constexpr float kLabels = 0.45F;
}  // namespace detail_levels

enum class HitPart : std::uint8_t {
    Nothing,
    Node,
    Title,
    Border,
    Interior,
    Badge,
    List,  ///< The sign of what rules a box; it opens the list.
    Link,
    Note,
    Frame,
    Fold  ///< The sign on a container that folds or unfolds it.
};

/// What stands under a point.
struct Hit {
    HitPart part = HitPart::Nothing;
    BoxIndex box = kNoBox;    ///< Node, Title, Border, Interior, Badge, List, Fold.
    std::uint32_t index = 0;  ///< Link, Note, Frame: which one. List: which badge of the box.
    friend bool operator==(const Hit&, const Hit&) = default;
};

class SpatialIndex;

/// The drawing as a list of shapes in the order of painting, and what it was made of.
struct Scene {
    std::vector<SceneItem> items;
    bool fromAfar = true;  ///< Holds what shows between kRegions and kLabels alone, too.
    Rect bounds;
    Color background;
    Color gridDots;  ///< Alpha 0: no grid.
    double gridStep = 24;
    std::shared_ptr<const Diagram> diagram;
    std::shared_ptr<const Layout> layout;
    std::vector<std::pair<BoxIndex, Rect>> badges;
    std::shared_ptr<const SpatialIndex> index;

    /// Returns the indices of the items that meet `area` and show at `scale`, in painting order.
    [[nodiscard]] std::vector<std::uint32_t> visible(const Rect& area, double scale) const;
};

/// Returns what stands at `point`: badges first, then notes, signs, lists, nodes, titles, links,
/// borders of containers, frames, and at last the innermost interior. `tolerance` (canvas units)
/// widens borders, links and small nodes.
[[nodiscard]] Hit hitTest(const Scene& scene, Point point, double tolerance = 4);

}  // namespace archivolt
