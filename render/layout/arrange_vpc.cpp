#include <array>
#include <cmath>
#include <map>

#include "render/layout/arrange.h"
#include "render/layout/span_rows.h"

namespace archivolt {

namespace {

constexpr double kZoneHeading = 28;
constexpr double kZonePadding = 12;
constexpr double kZoneGap = 24;
constexpr double kRowGap = 24;
constexpr double kLaneGap = 16;
constexpr double kSpanInset = 16;  // From a subnet's side to the frame that crosses it.
constexpr double kSpanPadding = 14;
constexpr double kFleetTop = 32;
constexpr double kFleetPadding = 16;
constexpr double kGatewayGap = 24;
constexpr double kEvenColumns = 1.7;  // Columns this near in width are made equal.
constexpr double kShelfMinHeight = 260;
constexpr std::array kContentAspects = {0.5, 1.2, 2.0, 4.0};
constexpr std::size_t kMostVpcShapes = 8;

}  // namespace

std::pair<std::size_t, std::size_t> Arranger::spanColumns(BoxIndex span, const Row& row) const {
    std::size_t first = row.cells.size();
    std::size_t last = 0;
    for (std::size_t z = 0; z < row.cells.size(); ++z) {
        if (row.cells[z] == kNoBox) continue;
        if (std::ranges::find(at(span).spans, row.cells[z]) == at(span).spans.end()) continue;
        first = std::min(first, z);
        last = z;
    }
    return {first, last};
}

BoxIndex Arranger::columnOf(BoxIndex member) const {
    return m_elsewhere.contains(member) ? kNoBox : at(member).column;
}

Size Arranger::spanPart(BoxIndex span, BoxIndex column) const {
    Size size;
    for (const BoxIndex node : m_children[span]) {
        if (columnOf(node) != column) continue;
        size.width = std::max(size.width, m_rects[node].width);
        size.height += m_rects[node].height + (size.height > 0 ? kLaneGap : 0);
    }
    return size;
}

double Arranger::spanHeight(BoxIndex span) const {
    double tallest = 0;
    for (const BoxIndex subnet : at(span).spans) {
        tallest = std::max(tallest, spanPart(span, subnet).height);
    }
    const double middle = spanPart(span, kNoBox).height;
    const bool fleet = at(span).kind == BoxKind::Fleet;
    if (middle > 0 && tallest > 0) tallest += kLaneGap;
    return tallest + middle + (fleet ? kFleetTop + kFleetPadding : 2 * kSpanPadding);
}

std::vector<BoxIndex> Arranger::spansOf(BoxIndex vpc) const {
    return crossingBoxes(m_diagram, m_children[vpc]);
}

void Arranger::assignLanes(BoxIndex vpc, Grid& grid) {
    for (const BoxIndex span : spansOf(vpc)) {
        Row* best = nullptr;
        std::ptrdiff_t most = 0;
        for (Row& row : grid.rows) {
            const auto count = std::ranges::count_if(at(span).spans, [&](BoxIndex subnet) {
                return std::ranges::find(row.cells, subnet) != row.cells.end();
            });
            if (count > most) {
                most = count;
                best = &row;
            }
        }
        INVARIANT(best != nullptr);
        for (const BoxIndex member : m_children[span]) {
            const BoxIndex column = at(member).column;
            const bool here = std::ranges::find(best->cells, column) != best->cells.end();
            if (column != kNoBox && !here) m_elsewhere.insert(member);
        }
        const auto columns = spanColumns(span, *best);
        const auto first = columns.first;
        const auto last = columns.second;
        const auto isFree = [&](const Lane& lane) {
            return std::ranges::all_of(lane.items, [&](BoxIndex other) {
                const auto [a, b] = spanColumns(other, *best);
                return last < a || b < first;
            });
        };
        auto lane = std::ranges::find_if(best->lanes, isFree);
        if (lane == best->lanes.end()) lane = best->lanes.insert(lane, Lane{});
        lane->items.push_back(span);
        lane->height = std::max(lane->height, spanHeight(span));
    }
    for (Row& row : grid.rows) {
        for (Lane& lane : row.lanes) {
            lane.y = row.lanesHeight;
            row.lanesHeight += lane.height + kLaneGap;
        }
        if (!row.lanes.empty()) row.lanesHeight += kGap - kLaneGap;
    }
}

void Arranger::fitColumns(Grid& grid, double aspect) {
    for (Column& column : grid.columns) {
        column.width = std::max(kNodeMinWidth + 2 * kPadding, titleWidth(column.zone));
        // A folded one has the signs of what it hides beside its title.
        const bool signs = badgesWidth(column.zone) > 0;
        if (signs) column.width = std::max(column.width, firstLine(column.zone) - 2 * kZonePadding);
    }
    for (Row& row : grid.rows) {
        row.heading = kTitleHeight + (m_stacked ? kSecondLine : 0);
        for (std::size_t c = 0; c < row.cells.size(); ++c) {
            const BoxIndex subnet = row.cells[c];
            if (subnet == kNoBox) continue;
            const double top = row.heading + row.lanesHeight;
            const double line = m_stacked ? stackedLine(subnet) : firstLine(subnet);
            const Size own = measureFlow(subnet, top, line, aspect);
            double& width = grid.columns[c].width;
            width = std::max(width, own.width);
            if (const auto& pinned = at(subnet).pinned) {
                width = std::max(width, pinned->width);
                row.height = std::max(row.height, pinned->height);
            }
            const bool lanesOnly = m_children[subnet].empty() && !row.lanes.empty();
            row.height = std::max(row.height, lanesOnly ? top : own.height);
        }
    }
    fitSpans(grid);
    if (grid.columns.empty()) return;
    const auto [low, high] = std::ranges::minmax_element(grid.columns, {}, &Column::width);
    const double widest = high->width;
    if (widest > low->width * kEvenColumns) return;
    for (Column& column : grid.columns) column.width = widest;
}

void Arranger::fitSpans(Grid& grid) {
    for (const Row& row : grid.rows) {
        for (const Lane& lane : row.lanes) {
            for (const BoxIndex span : lane.items) {
                const auto [first, last] = spanColumns(span, row);
                double total = 0;
                for (std::size_t c = first; c <= last; ++c) {
                    double& width = grid.columns[c].width;
                    const double part = spanPart(span, row.cells[c]).width;
                    const double need = part + 2 * (kSpanInset + kSpanPadding);
                    if (row.cells[c] != kNoBox) width = std::max(width, need);
                    total += width;
                }
                const double content = std::max(spanPart(span, kNoBox).width, firstLine(span));
                const double need = content + 2 * (kSpanInset + kSpanPadding);
                if (total < need) grid.columns[last].width += onGrid(need - total);
            }
        }
    }
}

void Arranger::placeSpan(BoxIndex span, const Grid& grid, const Row& row, Point origin) {
    const bool fleet = at(span).kind == BoxKind::Fleet;
    const double top = fleet ? kFleetTop : kSpanPadding;
    // Members of no column stand above those that have one.
    const double middleHeight = spanPart(span, kNoBox).height;
    const double below = top + (middleHeight > 0 ? middleHeight + kLaneGap : 0);
    std::map<BoxIndex, double> filled;
    for (const BoxIndex node : m_children[span]) {
        double middle = m_rects[span].width / 2;
        const BoxIndex column = columnOf(node);
        const auto cell = std::ranges::find(row.cells, column);
        if (column != kNoBox && cell != row.cells.end()) {
            const Column& c = grid.columns[static_cast<std::size_t>(cell - row.cells.begin())];
            middle = origin.x + c.x + c.width / 2 - m_rects[span].x;
        }
        double& y = filled.try_emplace(column, column == kNoBox ? top : below).first->second;
        m_rects[node].x = std::round(middle - m_rects[node].width / 2);
        m_rects[node].y = y;
        y += m_rects[node].height + kLaneGap;
    }
}

void Arranger::placeLane(const Grid& grid, const Row& row, const Lane& lane, Point origin) {
    for (const BoxIndex span : lane.items) {
        const auto [first, last] = spanColumns(span, row);
        const Column& from = grid.columns[first];
        const Column& to = grid.columns[last];
        Rect& rect = m_rects[span];
        rect.x = origin.x + from.x + kSpanInset;
        rect.width = origin.x + to.x + to.width - kSpanInset - rect.x;
        // One node in the middle needs no more than the inner halves of the outer columns.
        const bool middleOnly = std::ranges::all_of(
            m_children[span], [&](BoxIndex node) { return columnOf(node) == kNoBox; });
        const double inner = spanPart(span, kNoBox).width + 2 * kSpanPadding;
        if (at(span).kind == BoxKind::Span && middleOnly && first < last) {
            const double a = std::floor(from.width / 2);
            const double b = std::floor(to.width / 2);
            if (rect.width - a - b >= inner) rect = {rect.x + a, 0, rect.width - a - b, 0};
        }
        rect.y = origin.y + kZoneHeading + row.y + row.heading + lane.y;
        rect.height = spanHeight(span);
        placeSpan(span, grid, row, origin);
    }
}

double Arranger::gridWidth(const Grid& grid) {
    double width = 0;
    for (std::size_t c = 0; c < grid.columns.size(); ++c) {
        const bool first = c == 0 || grid.columns[c - 1].zone != grid.columns[c].zone;
        width += grid.columns[c].width + (c > 0 ? kZoneGap : 0) + (first ? 2 * kZonePadding : 0);
    }
    return width;
}

void Arranger::placeGrid(Grid& grid, Point origin) {
    double y = 0;
    for (Row& row : grid.rows) {
        row.y = y;
        y += row.height + kRowGap;
    }
    const double height = kZoneHeading + std::max(y - kRowGap, 0.0) + kZonePadding;
    double x = 0;
    for (std::size_t c = 0; c < grid.columns.size(); ++c) {
        Column& column = grid.columns[c];
        const bool first = c == 0 || grid.columns[c - 1].zone != column.zone;
        const bool last = c + 1 == grid.columns.size() || grid.columns[c + 1].zone != column.zone;
        Rect& zone = m_rects[column.zone];
        // A folded one is its title, so that lines pass below it.
        const double tall = at(column.zone).folded ? kZoneHeading + kZonePadding : height;
        if (first) zone = {origin.x + x, origin.y, 0, tall};
        x += first ? kZonePadding : 0;
        column.x = x;
        x += column.width + (last ? kZonePadding : kZoneGap);
        zone.width = origin.x + x - zone.x;
        if (last) x += kZoneGap;
        for (const Row& row : grid.rows) {
            if (row.cells[c] == kNoBox) continue;
            m_rects[row.cells[c]] = {origin.x + column.x - zone.x, kZoneHeading + row.y,
                                     column.width, row.height};
        }
    }
    for (const Row& row : grid.rows) {
        for (const Lane& lane : row.lanes) placeLane(grid, row, lane, origin);
    }
    grid.size = {x - kZoneGap, height};
}

double Arranger::gatewaysWidth(BoxIndex vpc) const {
    double total = 0;
    for (const BoxIndex child : m_children[vpc]) {
        if (at(child).kind == BoxKind::Gateway) total += m_rects[child].width + kGatewayGap;
    }
    return total;
}

double Arranger::placeGateways(BoxIndex vpc, double width, bool beside) {
    const double total = gatewaysWidth(vpc);
    if (total == 0) return width;
    const double middle = std::round((width - total + kGatewayGap) / 2);
    const double line = firstLine(vpc);
    double x = beside ? std::max(middle, line + kGatewayGap)
                      : std::clamp(middle, kGatewayGap, std::max(kGatewayGap, line - 1));
    for (const BoxIndex child : m_children[vpc]) {
        if (at(child).kind != BoxKind::Gateway) continue;
        m_rects[child].x = x;
        m_rects[child].y = -kNodeHeight / 2;
        x += m_rects[child].width + kGatewayGap;
    }
    return std::max(width, x);
}

Size Arranger::measureShelvesOf(BoxIndex vpc, const VpcVariant& variant, Size grid, double top) {
    std::vector<BoxIndex> shelves;
    for (const BoxIndex child : m_children[vpc]) {
        const BoxKind kind = at(child).kind;
        const bool shelved = kind == BoxKind::Shelf || kind == BoxKind::Node ||
                             kind == BoxKind::Chip || kind == BoxKind::Subnet ||
                             (kind == BoxKind::Fleet && at(child).spans.empty());
        if (shelved && !isLoosePlaced(child)) shelves.push_back(child);
    }
    if (shelves.empty()) return {};
    const auto items = packItems(shelves);
    Shape shape;
    if (grid.width == 0) {
        const auto ways = packRows(items, kShelfGap, kMostVpcShapes);
        const double wish = variant.aspect;
        const auto nearest = std::ranges::min_element(ways, {}, [&](const Packing& way) {
            return std::abs(std::log(way.size.width / way.size.height / wish));
        });
        take(shelves, *nearest, {kPadding, top}, shape);
    } else if (variant.below) {
        const auto ways = packBelow(items, kShelfGap, grid.width);
        const auto lowest =
            std::ranges::min_element(ways, {}, [](const Packing& way) { return way.size.height; });
        take(shelves, *lowest, {kPadding, top + grid.height + kZoneGap}, shape);
    } else {
        const auto ways = packBeside(items, kShelfGap, std::max(grid.height, kShelfMinHeight));
        const auto narrowest =
            std::ranges::min_element(ways, {}, [](const Packing& way) { return way.size.width; });
        take(shelves, *narrowest, {kPadding + grid.width + kZoneGap, top}, shape);
    }
    for (const auto& [shelf, rect] : shape.places) m_rects[shelf] = rect;
    for (const auto& [shelf, pick] : shape.picks) {
        realize(shelf, pick);
        if (at(shelf).kind == BoxKind::Shelf) widenShelf(shelf);
    }
    return shape.size;
}

Size Arranger::measureVpc(BoxIndex vpc, const VpcVariant& variant) {
    Grid grid = gridOf(vpc);
    assignLanes(vpc, grid);
    fitColumns(grid, variant.aspect);
    // Gateways stand beside the first line where both have room, else over it.
    const double room = 2 * kPadding + gridWidth(grid);
    const bool beside = grid.columns.empty() || headroom(vpc) == 0 ||
                        firstLine(vpc) + kGatewayGap + gatewaysWidth(vpc) <= room;
    const double top = kTitleHeight + (headroom(vpc) > 0 ? 8 : 4) + (beside ? 0 : kTitleDrop);
    if (!grid.columns.empty()) placeGrid(grid, {kPadding, top});
    const Size shelves = measureShelvesOf(vpc, variant, grid.size, top);
    const double gridRight = kPadding + grid.size.width;
    const double rightEdge = std::max(gridRight, shelves.width);
    const double lowest = std::max(top + grid.size.height, shelves.height);
    // Gateways stand over the zones, whose traffic they carry, not over the shelves.
    const double over = (grid.columns.empty() ? rightEdge : gridRight) + kPadding;
    double width = std::max(rightEdge + kPadding, placeGateways(vpc, over, beside));
    width = std::max(width, firstLine(vpc));
    const double height = lowest + (lowest == top ? kNodeHeight : 0) + kPadding;
    return settlePlaced(vpc, {width, height}, {kPadding, top});
}

void Arranger::shapeVpc(BoxIndex vpc) {
    std::vector<Shape> all;
    constexpr std::size_t kCount = kContentAspects.size() * 2;
    for (std::uint32_t choice = 0; choice < kCount; ++choice) {
        if (!needsShape(vpc, choice, kCount)) continue;
        Shape shape;
        shape.size = measureVpc(vpc, {kContentAspects.at(choice / 2), choice % 2 == 1});
        shape.places = placesWithin(vpc);
        shape.choice = choice;
        for (const auto& [inner, rect] : shape.places) {
            if (at(inner).kind == BoxKind::Subnet) shape.tops.emplace_back(inner, m_tops[inner]);
        }
        all.push_back(std::move(shape));
    }
    keepShapes(vpc, std::move(all), kMostVpcShapes);
}

}  // namespace archivolt
