#include <numeric>

#include "render/layout/layout_engine.h"

namespace archivolt {

namespace {

using Adjacency = std::vector<std::vector<std::uint32_t>>;

/// Returns each member's rank: the longest way to it, edges that close a cycle left out.
std::vector<std::size_t> ranksOf(const PlacementJob& job) {
    Adjacency out(job.sizes.size());
    for (const auto& [from, to] : job.edges) {
        if (from != to) out[from].push_back(to);
    }
    enum class Mark : std::uint8_t {
        New,
        Open,
        Done
    };
    std::vector<Mark> marks(out.size(), Mark::New);
    std::vector<std::uint32_t> finished;
    Adjacency kept(out.size());
    std::vector<std::pair<std::uint32_t, std::size_t>> stack;
    for (std::uint32_t start = 0; start < out.size(); ++start) {
        if (marks[start] != Mark::New) continue;
        marks[start] = Mark::Open;
        stack.emplace_back(start, 0);
        while (!stack.empty()) {
            auto& [node, next] = stack.back();
            if (next == out[node].size()) {
                marks[node] = Mark::Done;
                finished.push_back(node);
                stack.pop_back();
                continue;
            }
            const auto to = out[node][next++];
            if (marks[to] == Mark::Open) continue;
            kept[node].push_back(to);
            if (marks[to] == Mark::New) {
                marks[to] = Mark::Open;
                stack.emplace_back(to, 0);
            }
        }
    }
    std::vector<std::size_t> ranks(out.size(), 0);
    for (auto it = finished.rbegin(); it != finished.rend(); ++it) {
        for (const auto to : kept[*it]) ranks[to] = std::max(ranks[to], ranks[*it] + 1);
    }
    return ranks;
}

/// Orders each rank by where the members that point at it stand, which avoids most crossings.
void orderByNeighbours(const PlacementJob& job, const std::vector<std::size_t>& ranks,
                       std::vector<std::vector<std::uint32_t>>& columns) {
    Adjacency in(job.sizes.size());
    for (const auto& [from, to] : job.edges) {
        if (ranks[from] < ranks[to]) in[to].push_back(from);
    }
    std::vector<double> position(job.sizes.size(), 0);
    for (auto& column : columns) {
        for (std::size_t i = 0; i < column.size(); ++i) {
            const auto& before = in[column[i]];
            double sum = 0;
            for (const auto from : before) sum += position[from];
            position[column[i]] =
                before.empty() ? static_cast<double>(i) : sum / static_cast<double>(before.size());
        }
        std::ranges::stable_sort(column, {}, [&](auto member) { return position[member]; });
        for (std::size_t i = 0; i < column.size(); ++i) {
            position[column[i]] = static_cast<double>(i);
        }
    }
}

}  // namespace

Result<std::vector<Point>> RankEngine::place(const PlacementJob& job) {
    const auto ranks = ranksOf(job);
    std::vector<std::vector<std::uint32_t>> columns;
    for (std::uint32_t i = 0; i < ranks.size(); ++i) {
        columns.resize(std::max(columns.size(), ranks[i] + 1));
        columns[ranks[i]].push_back(i);
    }
    orderByNeighbours(job, ranks, columns);
    std::vector<Point> places(job.sizes.size());
    double x = 0;
    for (const auto& column : columns) {
        double y = 0;
        double width = 0;
        for (const auto member : column) {
            places[member] = {x, y};
            y += job.sizes[member].height + job.gap;
            width = std::max(width, job.sizes[member].width);
        }
        x += width + job.rankGap;
    }
    return places;
}

}  // namespace archivolt
