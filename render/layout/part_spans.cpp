#include <algorithm>
#include <map>
#include <set>

#include "render/layout/diagram_maker.h"
#include "render/layout/span_rows.h"

namespace archivolt {

// Two fleets may want one subnet beside different ones of a zone: a row has room for one of these.
// The frame then crosses the row of most of its subnets, and a part of it stands in each of the
// others.
void DiagramMaker::partSpans() {
    const auto children = m_diagram.children();
    const std::size_t count = m_diagram.boxes.size();
    for (BoxIndex vpc = 1; vpc < count; ++vpc) {
        if (box(vpc).kind != BoxKind::Vpc) continue;
        const auto crossing = crossingBoxes(m_diagram, children[vpc]);
        if (crossing.size() < 2) continue;  // Alone, it has subnets of different columns.
        std::vector<ColumnSubnet> subnets;
        std::map<std::pair<BoxIndex, std::uint32_t>, std::size_t> columns;
        for (const BoxIndex zone : children[vpc]) {
            if (box(zone).kind != BoxKind::Zone) continue;
            for (const BoxIndex subnet : children[zone]) {
                const auto column = columns.try_emplace({zone, box(subnet).lane}, columns.size());
                subnets.push_back({subnet, column.first->second});
            }
        }
        const auto joined = joinedRows(m_diagram, subnets, crossing);
        std::map<BoxIndex, std::size_t> rowOf;
        for (std::size_t i = 0; i < subnets.size(); ++i)
            rowOf.emplace(subnets[i].subnet, joined[i]);
        for (const BoxIndex span : crossing) partSpan(span, rowOf);
    }
}

void DiagramMaker::partSpan(BoxIndex span, const std::map<BoxIndex, std::size_t>& rowOf) {
    const std::vector<BoxIndex> wanted = box(span).spans;
    std::map<std::size_t, std::size_t> counts;
    for (const BoxIndex subnet : wanted) ++counts[rowOf.at(subnet)];
    if (counts.size() < 2) return;
    const auto most = std::ranges::max_element(
        wanted, {}, [&](BoxIndex subnet) { return counts.at(rowOf.at(subnet)); });
    const std::size_t row = rowOf.at(*most);
    std::erase_if(box(span).spans, [&](BoxIndex subnet) { return rowOf.at(subnet) != row; });
    for (const BoxIndex subnet : wanted) {
        if (rowOf.at(subnet) != row) standApart(span, subnet);
    }
}

void DiagramMaker::standApart(BoxIndex span, BoxIndex subnet) {
    BoxIndex first = kNoBox;  // The node that stands for the thing, where it is a frame alone.
    bool hasPart = false;
    for (BoxIndex i = span + 1; i < m_diagram.boxes.size(); ++i) {
        if (box(i).parent != span) continue;
        if (first == kNoBox) first = i;
        if (box(i).column != subnet) continue;
        box(i).parent = subnet;
        box(i).whole = span;
        hasPart = true;
        // Out of its frame, a fleet's node has to say whose it is.
        if (box(span).kind == BoxKind::Fleet) {
            box(i).detail = box(i).title;
            box(i).title = box(span).title;
        }
    }
    if (hasPart) return;
    const BoxIndex like = box(span).kind == BoxKind::Fleet ? span : first;
    if (like == kNoBox) return;
    const BoxIndex part =
        newBox(BoxKind::Node, subnet, box(like).key + "#" + box(subnet).key, box(like).title);
    box(part).detail = box(span).kind == BoxKind::Fleet ? "no instance" : "here, too";
    box(part).icon = box(like).icon;
    box(part).hue = box(like).hue;
    box(part).thing = box(like).thing;
    box(part).ghost = box(like).ghost;
    box(part).faint = box(span).kind == BoxKind::Fleet;
    box(part).column = subnet;
    box(part).whole = span;
}

}  // namespace archivolt
