#include <cmath>
#include <map>

#include "render/layout/arrange.h"

namespace archivolt {

namespace {

constexpr double kZoneHeading = 26;
constexpr double kZonePadding = 8;
constexpr double kZoneGap = 12;
constexpr double kRowGap = 12;
constexpr double kLaneGap = 8;
constexpr double kSpanInset = 12;  // From a subnet's side to the frame that crosses it.
constexpr double kSpanPadding = 10;
constexpr double kFleetTop = 32;
constexpr double kFleetPadding = 12;
constexpr double kGatewayGap = 16;
constexpr double kEvenColumns = 2.2;  // Columns this near in width are made equal.
constexpr double kShelfMinHeight = 300;

int tierOf(Tint tint) {
    switch (tint) {
        case Tint::Public: return 0;
        case Tint::Private: return 1;
        case Tint::None: return 2;
        case Tint::Data: return 3;
    }
    return 2;
}

}  // namespace

Arranger::Grid Arranger::gridOf(BoxIndex vpc) {
    Grid grid;
    for (const BoxIndex child : m_children[vpc]) {
        if (at(child).kind == BoxKind::Zone) grid.zones.push_back(child);
    }
    // A tier's n-th subnets of all zones make a row.
    std::map<std::pair<int, std::size_t>, Row> rows;
    for (std::size_t z = 0; z < grid.zones.size(); ++z) {
        std::map<int, std::size_t> seen;
        for (const BoxIndex subnet : m_children[grid.zones[z]]) {
            const int tier = tierOf(at(subnet).tint);
            Row& row = rows[{tier, seen[tier]++}];
            row.cells.resize(grid.zones.size(), kNoBox);
            row.cells[z] = subnet;
        }
    }
    for (auto& [key, row] : rows) grid.rows.push_back(std::move(row));
    return grid;
}

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

Size Arranger::spanPart(BoxIndex span, BoxIndex column) const {
    Size size;
    for (const BoxIndex node : m_children[span]) {
        if (at(node).column != column) continue;
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

void Arranger::assignLanes(BoxIndex vpc, Grid& grid) {
    std::vector<BoxIndex> spans;
    for (const BoxIndex child : m_children[vpc]) {
        const BoxKind kind = at(child).kind;
        if (kind == BoxKind::Span || kind == BoxKind::Fleet) spans.push_back(child);
    }
    // Traffic comes from above: balancers, then what computes, then what keeps data.
    std::ranges::stable_sort(spans, {}, [&](BoxIndex span) {
        const Hue hue = at(span).hue;
        if (hue == Hue::Network || hue == Hue::Edge) return 0;
        return hue == Hue::Compute ? 1 : 2;
    });
    for (const BoxIndex span : spans) {
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
        const auto [first, last] = spanColumns(span, *best);
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

void Arranger::fitColumns(BoxIndex vpc, Grid& grid) {
    grid.widths.assign(grid.zones.size(), kNodeMinWidth + 2 * kPadding);
    for (std::size_t z = 0; z < grid.zones.size(); ++z) {
        grid.widths[z] = std::max(grid.widths[z], titleWidth(grid.zones[z]) + kTitleInset);
    }
    for (Row& row : grid.rows) {
        for (std::size_t z = 0; z < row.cells.size(); ++z) {
            if (row.cells[z] == kNoBox) continue;
            m_laneTop[row.cells[z]] = kTitleHeight + row.lanesHeight;
            const double least = titleWidth(row.cells[z]) + 2 * kTitleInset;
            const Size own = measureFlow(row.cells[z], m_laneTop[row.cells[z]], least);
            const bool hasOwn = !m_children[row.cells[z]].empty();
            grid.widths[z] = std::max(grid.widths[z], own.width);
            const double lanesOnly = kTitleHeight + row.lanesHeight;
            row.height = std::max(row.height, hasOwn || row.lanes.empty() ? own.height : lanesOnly);
        }
    }
    for (const Row& row : grid.rows) {
        for (const Lane& lane : row.lanes) {
            for (const BoxIndex span : lane.items) {
                const auto [first, last] = spanColumns(span, row);
                double total = 0;
                for (std::size_t z = first; z <= last; ++z) {
                    const double part = spanPart(span, row.cells[z]).width;
                    const double need = part + 2 * (kSpanInset + kSpanPadding);
                    if (row.cells[z] != kNoBox) grid.widths[z] = std::max(grid.widths[z], need);
                    total += grid.widths[z];
                }
                const double content =
                    std::max(spanPart(span, kNoBox).width, titleWidth(span) + kTitleInset);
                const double need = content + 2 * (kSpanInset + kSpanPadding);
                if (total < need) grid.widths[last] += need - total;
            }
        }
    }
    if (grid.widths.empty()) return;
    const auto [low, high] = std::ranges::minmax(grid.widths);
    if (high <= low * kEvenColumns) std::ranges::fill(grid.widths, high);
    (void)vpc;
}

void Arranger::placeSpan(BoxIndex span, const Grid& grid, const Row& row) {
    const bool fleet = at(span).kind == BoxKind::Fleet;
    const double top = fleet ? kFleetTop : kSpanPadding;
    // Members of no column stand above those that have one.
    const double middleHeight = spanPart(span, kNoBox).height;
    const double below = top + (middleHeight > 0 ? middleHeight + kLaneGap : 0);
    std::map<BoxIndex, double> filled;
    for (const BoxIndex node : m_children[span]) {
        double middle = m_rects[span].width / 2;
        const BoxIndex column = at(node).column;
        const auto cell = std::ranges::find(row.cells, column);
        if (column != kNoBox && cell != row.cells.end()) {
            const BoxIndex zone = grid.zones[static_cast<std::size_t>(cell - row.cells.begin())];
            middle = m_rects[zone].x + center(m_rects[column]).x - m_rects[span].x;
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
        Rect& rect = m_rects[span];
        rect.x = m_rects[grid.zones[first]].x + kZonePadding + kSpanInset;
        rect.width =
            m_rects[grid.zones[last]].x + kZonePadding + grid.widths[last] - kSpanInset - rect.x;
        // One node in the middle needs no more than the inner halves of the outer columns.
        const bool middleOnly = std::ranges::all_of(
            m_children[span], [&](BoxIndex node) { return at(node).column == kNoBox; });
        const double inner = spanPart(span, kNoBox).width + 2 * kSpanPadding;
        if (at(span).kind == BoxKind::Span && middleOnly && first < last) {
            const double a = std::floor(grid.widths[first] / 2);
            const double b = std::floor(grid.widths[last] / 2);
            if (rect.width - a - b >= inner) rect = {rect.x + a, 0, rect.width - a - b, 0};
        }
        rect.y = origin.y + kZoneHeading + row.y + kTitleHeight + lane.y;
        rect.height = spanHeight(span);
        placeSpan(span, grid, row);
    }
}

void Arranger::placeGrid(BoxIndex vpc, Grid& grid, Point origin) {
    double y = 0;
    for (Row& row : grid.rows) {
        row.y = y;
        y += row.height + kRowGap;
    }
    const double height = kZoneHeading + y - kRowGap + kZonePadding;
    double x = origin.x;
    for (std::size_t z = 0; z < grid.zones.size(); ++z) {
        m_rects[grid.zones[z]] = {x, origin.y, grid.widths[z] + 2 * kZonePadding, height};
        x += grid.widths[z] + 2 * kZonePadding + kZoneGap;
        for (const Row& row : grid.rows) {
            if (row.cells[z] == kNoBox) continue;
            m_rects[row.cells[z]] = {kZonePadding, kZoneHeading + row.y, grid.widths[z],
                                     row.height};
        }
    }
    for (const Row& row : grid.rows) {
        for (const Lane& lane : row.lanes) placeLane(grid, row, lane, origin);
    }
    grid.size = {x - kZoneGap - origin.x, height};
    (void)vpc;
}

double Arranger::placeGateways(BoxIndex vpc, double width) {
    double total = 0;
    for (const BoxIndex child : m_children[vpc]) {
        if (at(child).kind == BoxKind::Gateway) total += m_rects[child].width + kGatewayGap;
    }
    if (total == 0) return width;
    const double least = kTitleInset + titleWidth(vpc) + 2 * kGatewayGap;
    double x = std::max(std::round((width - total + kGatewayGap) / 2), least);
    for (const BoxIndex child : m_children[vpc]) {
        if (at(child).kind != BoxKind::Gateway) continue;
        m_rects[child].x = x;
        m_rects[child].y = -kNodeHeight / 2;
        x += m_rects[child].width + kGatewayGap;
    }
    return std::max(width, x);
}

Size Arranger::measureVpc(BoxIndex vpc) {
    Grid grid = gridOf(vpc);
    const double top = kTitleHeight + (headroom(vpc) > 0 ? 4 : 0);
    double rightEdge = kPadding;
    double lowest = top;
    if (!grid.zones.empty()) {
        assignLanes(vpc, grid);
        fitColumns(vpc, grid);
        placeGrid(vpc, grid, {kPadding, top});
        rightEdge += grid.size.width;
        lowest += grid.size.height;
    }
    const double gridRight = rightEdge;
    std::vector<BoxIndex> shelves;
    for (const BoxIndex child : m_children[vpc]) {
        const BoxKind kind = at(child).kind;
        const bool shelved = kind == BoxKind::Shelf || kind == BoxKind::Node ||
                             kind == BoxKind::Chip || kind == BoxKind::Subnet;
        if (shelved && !isLoosePlaced(child)) shelves.push_back(child);
    }
    if (!shelves.empty()) {
        const double x = grid.zones.empty() ? kPadding : rightEdge + kPadding;
        const double tall = std::max(lowest - top, kShelfMinHeight);
        const Size beside = stackShelves(shelves, {x, top}, tall);
        rightEdge = std::max(rightEdge, beside.width);
        lowest = std::max(lowest, beside.height);
    }
    // Gateways stand over the zones, whose traffic they carry, not over the shelves.
    const double over = grid.zones.empty() ? rightEdge + kPadding : gridRight + kPadding;
    double width = std::max(rightEdge + kPadding, placeGateways(vpc, over));
    width = std::max(width, titleWidth(vpc) + 2 * kTitleInset);
    const double height = lowest + (lowest == top ? kNodeHeight : 0) + kPadding;
    return settlePlaced(vpc, {width, height}, {kPadding, top});
}

}  // namespace archivolt
