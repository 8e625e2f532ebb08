#include "render/layout/span_rows.h"

#include <algorithm>
#include <map>
#include <set>

namespace archivolt {

std::vector<BoxIndex> crossingBoxes(const Diagram& diagram, std::span<const BoxIndex> children) {
    std::vector<BoxIndex> crossing;
    for (const BoxIndex child : children) {
        const Box& box = diagram.boxes[child];
        const bool across = box.kind == BoxKind::Span || box.kind == BoxKind::Fleet;
        if (across && !box.spans.empty()) crossing.push_back(child);
    }
    std::ranges::stable_sort(crossing, {}, [&](BoxIndex box) {
        const Hue hue = diagram.boxes[box].hue;
        if (hue == Hue::Network || hue == Hue::Edge) return 0;
        return hue == Hue::Compute ? 1 : 2;
    });
    return crossing;
}

std::vector<std::size_t> joinedRows(const Diagram& diagram, std::span<const ColumnSubnet> subnets,
                                    std::span<const BoxIndex> crossing) {
    std::vector<std::size_t> joined(subnets.size());
    std::vector<std::set<std::size_t>> columns(subnets.size());  // By the first one of a row.
    std::map<BoxIndex, std::size_t> places;
    for (std::size_t i = 0; i < subnets.size(); ++i) {
        joined[i] = i;
        columns[i] = {subnets[i].column};
        places.emplace(subnets[i].subnet, i);
    }
    const auto join = [&](BoxIndex one, BoxIndex other) {
        const auto first = places.find(one);
        const auto second = places.find(other);
        if (first == places.end() || second == places.end()) return;
        const auto [a, b] = std::minmax({joined[first->second], joined[second->second]});
        const bool collide = std::ranges::any_of(
            columns[b], [&, row = a](std::size_t c) { return columns[row].contains(c); });
        if (a == b || collide) return;
        columns[a].merge(columns[b]);
        std::ranges::replace(joined, b, a);
    };
    for (const BoxIndex box : crossing) {
        const auto& wanted = diagram.boxes[box].spans;
        for (std::size_t i = 1; i < wanted.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) join(wanted[j], wanted[i]);
        }
    }
    return joined;
}

}  // namespace archivolt
