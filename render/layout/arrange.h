#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "render/layout/layout.h"
#include "render/layout/pack.h"

namespace archivolt {

inline constexpr double kCanvasMargin = 24;
inline constexpr double kBlockGap = 40;
inline constexpr double kShelfGap = 24;
inline constexpr double kOutsideToRegion = 56;

/// One pass of the layout: shapes from the leaves up, the best one chosen, places from the root
/// down.
///
/// Every container offers several sizes, a *shape list*; the canvas takes the combination that is
/// drawn largest in 16 : 9. Children's rectangles are relative to their parent until `run` makes
/// them absolute. Placed nodes need their container's origin, which the previous layout gives.
class Arranger {
public:
    /// Makes it; with `stacked`, subnets' addresses stand below their names.
    Arranger(const Diagram& diagram, const TextMeasure& measure, LayoutEngine& engine,
             const PreviousLayout* previous, bool stacked);
    /// Returns absolute rectangles, titles and badges; routes are left empty.
    [[nodiscard]] Layout run();
    [[nodiscard]] bool placesAnything() const;  // By the canvas, that was not placed so before.

private:
    /// A size that a container can have, and where its descendants then are.
    struct Shape {
        Size size;
        std::vector<std::pair<BoxIndex, Rect>> places;        // Relative to each one's parent.
        std::vector<std::pair<BoxIndex, std::size_t>> picks;  // The shape that a child takes.
        std::uint32_t choice = 0;  // Tells it from the container's others, from layout to layout.
        std::vector<std::pair<BoxIndex, double>> tops;  // Where subnets' own nodes begin.
    };
    struct Lane {
        std::vector<BoxIndex> items;
        double height = 0;
        double y = 0;
    };
    struct Column {
        BoxIndex zone = kNoBox;
        std::uint32_t lane = 0;
        double width = 0;  // Of the subnets in it.
        double x = 0;      // From the grid's left edge.
    };
    struct Row {
        int tier = 0;
        std::string stem;
        std::vector<BoxIndex> cells;  // By column; kNoBox where it has no subnet here.
        std::vector<Lane> lanes;
        double heading = kTitleHeight;  // Of its subnets.
        double lanesHeight = 0;
        double height = 0;
        double y = 0;
    };
    struct Grid {
        std::vector<Column> columns;
        std::vector<Row> rows;
        Size size;
    };
    /// How a VPC is laid out: how wide its subnets' contents run, and where its shelves go.
    struct VpcVariant {
        double aspect = 1.6;
        bool below = false;
    };

    Size measureNode(BoxIndex box);
    void makeShapes(BoxIndex box);
    void shapeShelf(BoxIndex box);
    void shapeFlow(BoxIndex box);
    void shapeOutside(BoxIndex box);
    void shapeVpc(BoxIndex box);
    void shapeRegion(BoxIndex box);
    void shapeCanvas(BoxIndex box);
    /// Keeps what is worth keeping of all shapes of a container; of one that was there before the
    /// shape that it had.
    void keepShapes(BoxIndex box, std::vector<Shape> all, std::size_t most);
    [[nodiscard]] bool isOld(BoxIndex box) const { return m_old[box] != kNoBox; }
    [[nodiscard]] std::optional<std::uint32_t> oldChoice(BoxIndex box) const;
    /// Says whether a container that has so many shapes needs this one: of one that was there
    /// before only that which it had is kept.
    [[nodiscard]] bool needsShape(BoxIndex box, std::uint32_t choice, std::size_t count) const;
    /// Returns where a box was in its parent; it must be old, and in the same parent as before.
    [[nodiscard]] Rect oldPlace(BoxIndex box) const;
    [[nodiscard]] Point oldOrigin(BoxIndex container) const;  ///< What its places count from.
    /// Says whether some of these were in this parent before.
    [[nodiscard]] bool hasOldPlaces(const std::vector<BoxIndex>& boxes) const;
    /// Puts boxes where they were, moved down by `shift`, and new ones into free places from
    /// `origin` on; those of `m_rects` that grew push the rest. Returns the right and lower end.
    Size keepPlaces(const std::vector<BoxIndex>& boxes, Point origin, double gap, double shift);
    /// Gives a container that nothing was chosen for the shape that is nearest to a square.
    std::size_t takeSquarest(BoxIndex box);
    void keepBlocks(BoxIndex box, const std::vector<BoxIndex>& blocks, Point origin);
    void keepCanvas(BoxIndex box, BoxIndex outside, const std::vector<BoxIndex>& regions);
    /// Says whether a box was in this parent before.
    [[nodiscard]] bool stayed(BoxIndex box) const;
    /// Takes one of a container's shapes, and what it says of its descendants.
    void realize(BoxIndex box, std::size_t shape);
    [[nodiscard]] std::vector<PackItem> packItems(const std::vector<BoxIndex>& boxes) const;
    /// Returns the distance of frames, with room for the names of lines between them.
    [[nodiscard]] double gapBetween(const std::vector<BoxIndex>& blocks) const;
    /// Copies what a packing says into a shape.
    void take(const std::vector<BoxIndex>& boxes, const Packing& packing, Point origin,
              Shape& shape) const;
    /// Returns the rectangles of all descendants as they are now.
    [[nodiscard]] std::vector<std::pair<BoxIndex, Rect>> placesWithin(BoxIndex box) const;

    Size measureFlow(BoxIndex box, double top, double minWidth, double aspect);
    Size measureEdges(BoxIndex box, const PlacementJob& job, double top);
    Size measureVpc(BoxIndex vpc, const VpcVariant& variant);
    Size measureShelvesOf(BoxIndex vpc, const VpcVariant& variant, Size grid, double top);

    Grid gridOf(BoxIndex vpc) const;
    void addColumns(BoxIndex vpc, Grid& grid) const;
    struct Cell;
    void addRows(BoxIndex vpc, Grid& grid) const;
    void joinSpanned(BoxIndex vpc, std::vector<Cell>& cells) const;
    /// Returns what stands in several subnets of a VPC, from where traffic comes in.
    [[nodiscard]] std::vector<BoxIndex> spansOf(BoxIndex vpc) const;
    void orderRows(Grid& grid) const;
    void assignLanes(BoxIndex vpc, Grid& grid);
    void fitColumns(Grid& grid, double aspect);
    void fitSpans(Grid& grid);
    void placeGrid(Grid& grid, Point origin);
    void placeLane(const Grid& grid, const Row& row, const Lane& lane, Point origin);
    void placeSpan(BoxIndex span, const Grid& grid, const Row& row, Point origin);
    Size spanPart(BoxIndex span, BoxIndex column) const;
    /// Returns the subnet of its frame's row that a member stands in, or kNoBox.
    [[nodiscard]] BoxIndex columnOf(BoxIndex member) const;
    double spanHeight(BoxIndex span) const;
    std::pair<std::size_t, std::size_t> spanColumns(BoxIndex span, const Row& row) const;
    /// Leaves children where they were, as long as what is put by hand leaves that free; adds
    /// their places to `taken`.
    std::set<BoxIndex> keepBeside(BoxIndex box, double top, std::vector<Rect>& taken);
    /// Gives the items of a shelf of one column what its frame is wider than they need.
    void widenShelf(BoxIndex shelf);
    double placeGateways(BoxIndex vpc, double width, bool beside);
    [[nodiscard]] double gatewaysWidth(BoxIndex vpc) const;
    [[nodiscard]] static double gridWidth(const Grid& grid);
    /// Says whether a VPC's first line stands below its gateways, for want of room beside them.
    [[nodiscard]] bool isDropped(BoxIndex box) const;
    double headroom(BoxIndex box) const;
    /// Puts the user's placed children where they want to be, or below what is in the way.
    Size settlePlaced(BoxIndex box, Size size, Point contentTop);
    void settleInShapes(BoxIndex box, Point contentTop);
    [[nodiscard]] bool isLoosePlaced(BoxIndex box) const;
    /// Placed by the canvas, and not so in this parent before.
    [[nodiscard]] bool isNewlyPlaced(BoxIndex child) const;
    [[nodiscard]] Point wanted(BoxIndex child) const;
    /// Returns the first place below that these leave free.
    [[nodiscard]] static Rect moved(Rect rect, const std::vector<Rect>& taken, double gap);
    [[nodiscard]] double titleWidth(BoxIndex box) const;
    [[nodiscard]] double badgesWidth(BoxIndex box) const;
    /// Returns the least width of a container that its first line fits in.
    [[nodiscard]] double firstLine(BoxIndex box) const;
    /// Returns it for a container whose detail stands on a line of its own.
    [[nodiscard]] double stackedLine(BoxIndex box) const;
    [[nodiscard]] bool isStacked(BoxIndex box) const;
    [[nodiscard]] PlacementJob jobOf(BoxIndex box) const;
    void makeAbsolute(Layout& layout);
    void placeBadges(Layout& layout, BoxIndex box) const;
    const Box& at(BoxIndex box) const { return m_diagram.boxes[box]; }

    const Diagram& m_diagram;
    const TextMeasure& m_measure;
    LayoutEngine& m_engine;
    const PreviousLayout* m_previous;
    bool m_stacked;
    std::vector<BoxIndex> m_old;     // By box: what it was in the previous diagram, or kNoBox.
    std::vector<double> m_tops;      // By subnet: where its own nodes begin, lanes above.
    std::set<BoxIndex> m_elsewhere;  // Members whose subnet is in another row than their frame.
    std::vector<std::vector<BoxIndex>> m_children;
    std::vector<std::vector<BoxIndex>> m_linked;  // By box: siblings that it points at.
    std::vector<Rect> m_rects;
    std::vector<std::vector<Shape>> m_shapes;
    std::map<BoxIndex, std::vector<Point>> m_engineSaid;  // One job asked once for all shapes.
    std::vector<Diagnostic> m_diagnostics;
};

/// The bits of the canvas's choice: what is outside stands above; subnets' addresses stand below
/// their names.
inline constexpr std::uint32_t kFlatBit = 1;
inline constexpr std::uint32_t kStackedBit = 2;

/// How much lower a VPC's first line stands when its gateways take the line's place.
inline constexpr double kTitleDrop = 32;

/// Rounds up to the grid of 4.
[[nodiscard]] double onGrid(double length);

}  // namespace archivolt
