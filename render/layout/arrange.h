#pragma once

#include <vector>

#include "render/layout/layout.h"

namespace archivolt {

/// One pass of the layout: sizes from the leaves up, places from the root down.
///
/// Children's rectangles are relative to their parent until `run` makes them absolute. Placed
/// nodes need their container's origin, which `before` (the last pass's rectangles) gives.
class Arranger {
public:
    Arranger(const Diagram& diagram, const TextMeasure& measure, LayoutEngine& engine,
             const std::vector<Rect>* before);
    /// Returns absolute rectangles and titles; routes are left empty.
    [[nodiscard]] Layout run();

private:
    struct Lane {
        std::vector<BoxIndex> items;
        double height = 0;
        double y = 0;
    };
    struct Row {
        std::vector<BoxIndex> cells;  // By zone; kNoBox where the zone has no subnet here.
        std::vector<Lane> lanes;
        double lanesHeight = 0;
        double height = 0;
        double y = 0;
    };
    struct Grid {
        std::vector<BoxIndex> zones;
        std::vector<double> widths;  // Of the subnets in each zone.
        std::vector<Row> rows;
        Size size;
    };

    Size measureBox(BoxIndex box);
    Size measureNode(BoxIndex box);
    Size measureFlow(BoxIndex box, double top, double minWidth);
    Size measureEdges(BoxIndex box, const PlacementJob& job, double top);
    Size measureShelf(BoxIndex box, double maxHeight);
    Size measureVpc(BoxIndex box);
    Size measureRegion(BoxIndex box);
    Size measureCanvas(BoxIndex box);
    Size measureOutside(BoxIndex box);

    Grid gridOf(BoxIndex vpc);
    void assignLanes(BoxIndex vpc, Grid& grid);
    void fitColumns(BoxIndex vpc, Grid& grid);
    void placeGrid(BoxIndex vpc, Grid& grid, Point origin);
    void placeLane(const Grid& grid, const Row& row, const Lane& lane, Point origin);
    void placeSpan(BoxIndex span, const Grid& grid, const Row& row);
    Size spanPart(BoxIndex span, BoxIndex column) const;
    double spanHeight(BoxIndex span) const;
    std::pair<std::size_t, std::size_t> spanColumns(BoxIndex span, const Row& row) const;
    Size stackShelves(const std::vector<BoxIndex>& shelves, Point origin, double maxHeight);
    /// Gives a shelf the width of its column, and its items what that adds.
    void widenShelf(BoxIndex shelf, double width);
    double placeGateways(BoxIndex vpc, double width);
    /// Packs containers in rows of at most `width` (one wider than that has a row of its own).
    Size packRows(const std::vector<BoxIndex>& items, Point origin, double width);
    double headroom(BoxIndex box) const;
    /// Puts the user's placed children where they want to be, or below what is in the way.
    Size settlePlaced(BoxIndex box, Size size, Point contentTop);
    [[nodiscard]] bool isLoosePlaced(BoxIndex box) const;
    [[nodiscard]] Point wanted(BoxIndex child) const;
    [[nodiscard]] double titleWidth(BoxIndex box) const;
    [[nodiscard]] PlacementJob jobOf(BoxIndex box) const;
    void makeAbsolute(Layout& layout);
    const Box& at(BoxIndex box) const { return m_diagram.boxes[box]; }

    const Diagram& m_diagram;
    const TextMeasure& m_measure;
    LayoutEngine& m_engine;
    const std::vector<Rect>* m_before;
    std::vector<std::vector<BoxIndex>> m_children;
    std::vector<std::vector<BoxIndex>> m_linked;  // By box: siblings that it points at.
    std::vector<Rect> m_rects;
    std::vector<double> m_laneTop;  // By subnet: where its own nodes begin, lanes above.
    std::vector<Diagnostic> m_diagnostics;
};

/// Rounds up to the grid of 4.
[[nodiscard]] double onGrid(double length);

}  // namespace archivolt
