#include "app/modes/reach/reach_overlay.h"

#include <algorithm>
#include <set>

namespace archivolt {

namespace {

constexpr double kWayWidth = 2;
/// More ways than this are not drawn one by one; the ends alone are marked then.
constexpr std::size_t kMostWays = 120;

/// Marks an end: a node is set off, a container only named as concerned.
void addEnd(Overlay& overlay, BoxIndex box, Tone tone, const Diagram& diagram) {
    keepConcerned(overlay, box, diagram);
    const bool marked =
        std::ranges::any_of(overlay.highlights, [&](const Highlight& h) { return h.box == box; });
    if (!marked) overlay.highlights.push_back({box, tone, {}});
}

}  // namespace

void keepConcerned(Overlay& overlay, BoxIndex box, const Diagram& diagram) {
    if (!overlay.concerned) overlay.concerned.emplace();
    for (; box != kNoBox && box != 0; box = diagram.boxes[box].parent) {
        overlay.concerned->insert(box);
    }
}

void addList(Overlay& overlay, const ReachList& list, const Diagram& diagram) {
    for (const BoxIndex box : list.boxes) addEnd(overlay, box, Tone::Accent, diagram);
    if (!overlay.concerned) overlay.concerned.emplace();
    std::set<std::pair<BoxIndex, BoxIndex>> drawn;
    for (const auto* rows : {&list.passes, &list.untold}) {
        for (const ReachRow& row : *rows) {
            const Tone tone = row.isSure ? Tone::Pass : Tone::Warn;
            for (const BoxIndex box : row.boxes) addEnd(overlay, box, tone, diagram);
            for (const BoxIndex box : row.way) keepConcerned(overlay, box, diagram);
            for (std::size_t i = 1; i < row.way.size(); ++i) {
                const bool isNew = drawn.emplace(row.way[i - 1], row.way[i]).second;
                if (!isNew || drawn.size() > kMostWays) continue;
                overlay.paths.push_back({{row.way[i - 1], row.way[i]}, tone, kWayWidth, false, {}});
            }
        }
    }
}

void addTrace(Overlay& overlay, const TraceView& trace, const Diagram& diagram) {
    const Verdict verdict = trace.answer.verdict;
    for (const BoxIndex box : trace.from) addEnd(overlay, box, Tone::Accent, diagram);
    for (const BoxIndex box : trace.to) addEnd(overlay, box, Tone::Accent, diagram);
    for (const BoxIndex box : trace.way) keepConcerned(overlay, box, diagram);
    PathOverlay there{trace.way, Tone::Pass, kWayWidth, false, {}};
    PathOverlay back{trace.reply, Tone::Pass, kWayWidth, false, {}};
    for (const TraceBlocker& blocker : trace.blockers) {
        PathOverlay& stopped = blocker.onReply ? back : there;
        stopped.tone = Tone::Stop;
        stopped.stopped = true;
        if (blocker.box == kNoBox) continue;
        keepConcerned(overlay, blocker.box, diagram);
        if (std::ranges::find(stopped.stops, blocker.box) == stopped.stops.end()) {
            stopped.stops.push_back(blocker.box);
        }
    }
    if (verdict == Verdict::Unknown) there.tone = Tone::Warn;
    // Where something passes, what stops the rest is told beside the drawing.
    if (verdict == Verdict::Partial) there = {trace.way, Tone::Warn, kWayWidth, false, {}};
    if (there.boxes.size() > 1) overlay.paths.push_back(there);
    // The answer is an arrow of its own where it dies; else it goes as it came.
    const bool dies = back.stopped && verdict != Verdict::Partial &&
                      (!there.stopped || trace.answer.disposition == Disposition::ReplyBlocked);
    if (dies && back.boxes.size() > 1) overlay.paths.push_back(std::move(back));
}

void addNews(Overlay& overlay, const std::vector<PathNews>& news, const Diagram& diagram) {
    std::size_t drawn = 0;
    for (const PathNews& each : news) {
        for (const auto& [from, to] : each.pairs) {
            if (from >= diagram.boxes.size() || to >= diagram.boxes.size()) continue;
            keepConcerned(overlay, from, diagram);
            keepConcerned(overlay, to, diagram);
            if (++drawn > kMostWays) continue;
            PathOverlay way{{from, to}, Tone::Pass, kWayWidth, false, {}};
            if (!each.opened) way = {{from, to}, Tone::Stop, kWayWidth, true, {}};
            overlay.paths.push_back(std::move(way));
        }
    }
}

}  // namespace archivolt
