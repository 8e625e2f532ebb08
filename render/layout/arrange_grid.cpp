#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "render/layout/arrange.h"
#include "render/layout/name_stem.h"
#include "render/layout/span_rows.h"

namespace archivolt {

namespace {

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

/// A subnet on its way into a row.
struct Arranger::Cell {
    BoxIndex subnet = kNoBox;
    std::size_t column = 0;
    int tier = 0;
    std::string stem;
};

void Arranger::addColumns(BoxIndex vpc, Grid& grid) const {
    for (const BoxIndex zone : m_children[vpc]) {
        if (at(zone).kind != BoxKind::Zone) continue;
        std::set<std::uint32_t> lanes;
        for (const BoxIndex subnet : m_children[zone]) lanes.insert(at(subnet).lane);
        if (lanes.empty()) lanes.insert(0);
        for (const std::uint32_t lane : lanes) grid.columns.push_back({zone, lane, 0, 0});
    }
}

void Arranger::joinSpanned(BoxIndex vpc, std::vector<Cell>& cells) const {
    std::vector<ColumnSubnet> subnets;
    subnets.reserve(cells.size());
    for (const Cell& cell : cells) subnets.push_back({cell.subnet, cell.column});
    const auto joined = joinedRows(m_diagram, subnets, spansOf(vpc));
    std::map<std::size_t, std::pair<int, bool>> rows;  // By first cell: tier, of one make or not.
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const Cell& first = cells[joined[i]];
        auto& [tier, isMixed] = rows.try_emplace(joined[i], first.tier, false).first->second;
        tier = std::min(tier, cells[i].tier);
        isMixed = isMixed || cells[i].tier != first.tier || cells[i].stem != first.stem;
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto& [tier, isMixed] = rows.at(joined[i]);
        if (!isMixed) continue;
        cells[i].tier = tier;
        // No name is like this one, so that no other subnet takes a cell of the row.
        cells[i].stem = "\n" + std::to_string(joined[i]);
    }
}

// A tier's subnets of one stem make a row; what has no twin fills the cells that are left.
void Arranger::addRows(BoxIndex vpc, Grid& grid) const {
    std::vector<Cell> cells;
    for (std::size_t c = 0; c < grid.columns.size(); ++c) {
        for (const BoxIndex subnet : m_children[grid.columns[c].zone]) {
            if (at(subnet).lane != grid.columns[c].lane) continue;
            cells.push_back({subnet, c, tierOf(at(subnet).tint), nameStem(at(subnet).title)});
        }
    }
    joinSpanned(vpc, cells);
    std::map<std::pair<int, std::string>, std::set<std::size_t>> twins;
    for (const Cell& cell : cells) twins[{cell.tier, cell.stem}].insert(cell.column);
    const auto place = [&](const Cell& cell, bool ofItsOwn) {
        auto row = std::ranges::find_if(grid.rows, [&](const Row& r) {
            const bool same = !ofItsOwn || r.stem == cell.stem;
            return r.tier == cell.tier && same && r.cells[cell.column] == kNoBox;
        });
        if (row == grid.rows.end()) {
            Row made;
            made.tier = cell.tier;
            made.stem = cell.stem;
            made.cells.resize(grid.columns.size(), kNoBox);
            row = grid.rows.insert(grid.rows.end(), std::move(made));
        }
        row->cells[cell.column] = cell.subnet;
    };
    for (const bool twin : {true, false}) {
        for (const Cell& cell : cells) {
            const bool has = twins[{cell.tier, cell.stem}].size() > 1;
            if (has == twin) place(cell, twin);
        }
    }
    std::ranges::stable_sort(grid.rows, {}, &Row::tier);
}

// Requests come from above: a row whose balancer passes on to another stands before it.
void Arranger::orderRows(Grid& grid) const {
    std::map<BoxIndex, std::size_t> rowOf;
    for (std::size_t r = 0; r < grid.rows.size(); ++r) {
        for (const BoxIndex subnet : grid.rows[r].cells) {
            if (subnet != kNoBox) rowOf[subnet] = r;
        }
    }
    const auto rowAt = [&](BoxIndex box) {
        for (; box != kNoBox; box = at(box).parent) {
            const BoxIndex subnet = at(box).spans.empty() ? box : at(box).spans.front();
            const auto found = rowOf.find(subnet);
            if (found != rowOf.end()) return found->second;
        }
        return grid.rows.size();
    };
    std::vector<std::set<std::size_t>> after(grid.rows.size());
    std::vector<std::size_t> waiting(grid.rows.size(), 0);
    for (const Link& link : m_diagram.links) {
        if (link.kind != LinkKind::Traffic) continue;
        const std::size_t from = rowAt(link.from);
        const std::size_t to = rowAt(link.to);
        if (from == to || from == grid.rows.size() || to == grid.rows.size()) continue;
        if (after[from].insert(to).second) ++waiting[to];
    }
    std::vector<Row> ordered;
    std::vector<bool> done(grid.rows.size(), false);
    while (ordered.size() < grid.rows.size()) {
        std::size_t next = grid.rows.size();
        for (std::size_t r = 0; r < grid.rows.size() && next == grid.rows.size(); ++r) {
            if (!done[r] && waiting[r] == 0) next = r;
        }
        // Rows that pass on to each other keep the order of their tiers.
        for (std::size_t r = 0; r < grid.rows.size() && next == grid.rows.size(); ++r) {
            if (!done[r]) next = r;
        }
        done[next] = true;
        for (const std::size_t to : after[next]) waiting[to] -= waiting[to] > 0 ? 1 : 0;
        ordered.push_back(std::move(grid.rows[next]));
    }
    grid.rows = std::move(ordered);
}

Arranger::Grid Arranger::gridOf(BoxIndex vpc) const {
    Grid grid;
    addColumns(vpc, grid);
    addRows(vpc, grid);
    orderRows(grid);
    return grid;
}

}  // namespace archivolt
