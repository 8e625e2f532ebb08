#include "app/modes/reach/flow_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/modes/reach/reach_overlay.h"
#include "model/reachability/questions/answer_json.h"

namespace archivolt {

namespace {

std::string counted(std::uint64_t count, const char* one, const char* many) {
    return fmt::format("{} {}", groupedNumber(count), count == 1 ? one : many);
}

class FlowViewMaker {
public:
    FlowViewMaker(const ReachScene& scene, const FlowRecords& records)
        : m_records(records),
          m_network(scene.reachability->network()),
          m_drawn(*scene.diagram, m_network) {}

    FlowView make() {
        FlowReport report = reportFlows(m_network, m_records.flows);
        add(FlowRowKind::Contradicted, report.contradicted);
        add(FlowRowKind::Unknown, report.unknown);
        add(FlowRowKind::Rejected, report.rejected);
        add(FlowRowKind::Used, report.used);
        for (const UnusedRule& rule : report.unused) addUnused(rule);
        m_view.sentence = sentence(report);
        m_view.notes = unjudgedWords(m_records, report);
        m_view.packets = std::move(report.packets);
        return std::move(m_view);
    }

private:
    void add(FlowRowKind kind, const std::vector<SeenFlow>& flows) {
        for (const SeenFlow& flow : flows) m_view.rows.push_back(rowOf(kind, flow));
    }

    [[nodiscard]] FlowRow rowOf(FlowRowKind kind, const SeenFlow& flow) const {
        FlowRow row;
        row.kind = kind;
        row.who = fmt::format("{} → {}", shownEnd(flow.from), shownEnd(flow.to));
        row.traffic = trafficOf(flow);
        row.rule = ruleOf(flow);
        row.count = counted(flow.packets, "packet", "packets");
        if (!flow.why.empty()) {
            const std::string what = row.who + " on " + row.traffic;
            row.why = fmt::format("Line {}, {}: {}.", flow.line, what, plainWords(flow.why));
        }
        row.from = endOfThing(flow.fromThing, flow.from);
        row.to = endOfThing(flow.toThing, flow.to);
        row.protocol = flow.protocol;
        row.port = flow.port;
        row.opens = flow.origin.resource;
        row.at = m_drawn.of(flow.atThing);
        const BoxIndex from = boxOf(flow.fromThing, flow.from);
        const BoxIndex to = boxOf(flow.toThing, flow.to);
        if (from != kNoBox && to != kNoBox && from != to) row.way = {from, to};
        return row;
    }

    void addUnused(const UnusedRule& rule) {
        m_view.unused.insert(rule.seen);
        FlowRow row;
        row.kind = FlowRowKind::UnusedRule;
        row.who = rule.filter;
        row.traffic = rule.what == "ingress" ? "lets in" : "lets out";
        row.rule = rule.rule;
        row.opens = rule.origin.resource;
        row.at = m_drawn.of(rule.seen.filter);
        m_view.rows.push_back(std::move(row));
    }

    static std::string shownEnd(const std::string& name) {
        return name == "internet" ? "Internet" : name;
    }

    static std::string trafficOf(const SeenFlow& flow) {
        std::string words = protocolName(flow.protocol);
        if (hasPorts(flow.protocol)) words += fmt::format(" {}", flow.port);
        return flow.isAnswer ? words + ", the answer" : words;
    }

    static std::string ruleOf(const SeenFlow& flow) {
        if (flow.filter.empty()) return "no filter is asked";
        if (flow.rule.empty()) return "no rule of " + flow.filter;
        if (flow.rule == "*") return flow.filter + ", no entry matches (*)";
        return flow.rule.starts_with(flow.filter) ? flow.rule : flow.filter + ", " + flow.rule;
    }

    static std::string plainWords(std::string text) {
        std::erase(text, '`');
        return text;
    }

    [[nodiscard]] std::string endOfThing(ThingId id, const std::string& name) const {
        const Thing* thing = id ? m_network.architecture().find(id) : nullptr;
        return thing == nullptr ? name : nameInQuestion(m_network, *thing);
    }

    [[nodiscard]] BoxIndex boxOf(ThingId id, const std::string& name) const {
        if (id) return m_drawn.of(id);
        return name == "internet" ? m_drawn.internet() : kNoBox;
    }

    static std::string sentence(const FlowReport& report) {
        if (report.used.empty() && report.rejected.empty() && report.contradicted.empty() &&
            report.unknown.empty()) {
            return "No record of this log could be held against the rules of this design.";
        }
        std::string text = fmt::format("{} used", counted(report.used.size(), "path", "paths"));
        text += fmt::format(", {} rejected", groupedNumber(report.rejected.size()));
        if (!report.unknown.empty()) {
            text += fmt::format(", {} can't be told", groupedNumber(report.unknown.size()));
        }
        text += report.contradicted.empty()
                    ? "; none contradicts the rules."
                    : fmt::format("; {} the rules.",
                                  counted(report.contradicted.size(), "contradicts", "contradict"));
        return text;
    }

    const FlowRecords& m_records;
    const NetworkIndex& m_network;
    DrawnThings m_drawn;
    FlowView m_view;
};

void addFlow(Overlay& overlay, const FlowRow& row, const Diagram& diagram) {
    for (const BoxIndex box : row.way) keepConcerned(overlay, box, diagram);
    if (row.at != kNoBox) keepConcerned(overlay, row.at, diagram);
    switch (row.kind) {
        case FlowRowKind::Contradicted:
        case FlowRowKind::Unknown:
            if (row.at != kNoBox) overlay.highlights.push_back({row.at, Tone::Warn, {}});
            if (!row.way.empty()) overlay.paths.push_back({row.way, Tone::Warn, 2, false, {}});
            break;
        case FlowRowKind::Rejected:
            if (row.way.empty()) {
                if (row.at != kNoBox) overlay.highlights.push_back({row.at, Tone::Stop, {}});
            } else {
                overlay.paths.push_back({row.way, Tone::Stop, 2, true, {}, {row.at}});
            }
            break;
        case FlowRowKind::Used:
            if (!row.way.empty()) overlay.paths.push_back({row.way, Tone::Pass, 2, false, {}});
            break;
        case FlowRowKind::UnusedRule:
            if (row.at != kNoBox) overlay.highlights.push_back({row.at, Tone::Neutral, {}});
            break;
    }
}

}  // namespace

FlowView flowViewOf(const ReachScene& scene, const FlowRecords& records) {
    return FlowViewMaker(scene, records).make();
}

void addFlows(Overlay& overlay, const FlowView& view, const Diagram& diagram,
              const FlowRow* alone) {
    constexpr std::size_t kMostFlows = 120;
    overlay.concerned.emplace();
    if (alone != nullptr) {
        addFlow(overlay, *alone, diagram);
        return;
    }
    // One line for each way and what became of it, whatever the port.
    std::set<std::pair<FlowRowKind, std::vector<BoxIndex>>> drawn;
    for (const FlowRow& row : view.rows) {
        if (row.kind == FlowRowKind::UnusedRule || drawn.size() == kMostFlows) break;
        const bool isDrawn = !row.way.empty() && !drawn.emplace(row.kind, row.way).second;
        if (!isDrawn) addFlow(overlay, row, diagram);
    }
}

std::string groupedNumber(std::uint64_t number) {
    std::string text = fmt::format("{}", number);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, ",");
    }
    return text;
}

}  // namespace archivolt
