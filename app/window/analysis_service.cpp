#include "app/window/analysis_service.h"

#include <chrono>
#include <utility>

#include "export/cloudformation/read_template.h"
#include "export/cloudformation/write_template.h"
#include "model/guardrails/guardrails.h"
#include "model/lint/lint.h"
#include "render/layout/build_diagram.h"

namespace archivolt {

namespace {

/// Returns the spans of each stack's text as it would be saved now, so that a finding's line is
/// right after edits too; a stack that can't be written has none.
std::map<std::string, std::shared_ptr<const SpanTree>> spansOf(const Design& design) {
    std::map<std::string, std::shared_ptr<const SpanTree>> spans;
    for (const auto& stack : design.stacks) {
        const auto text = writeTemplate(*stack);
        if (!text) continue;
        std::uint32_t nextId = 1;
        const TemplateReading reading = readTemplate(*text, {{}, {}}, nextId);
        if (reading.usable) spans[stack->name] = reading.spans;
    }
    return spans;
}

std::vector<Finding> located(std::vector<Finding> findings, const AnalysisRequest& request) {
    OpenedDesign opened;
    opened.kind = request.kind;
    opened.path = request.path;
    if (!findings.empty()) opened.spans = spansOf(*request.design);
    std::vector<Diagnostic> diagnostics;
    diagnostics.reserve(findings.size());
    for (Finding& finding : findings) diagnostics.push_back(std::move(finding.diagnostic));
    locateFindings(opened, diagnostics);
    for (std::size_t i = 0; i < findings.size(); ++i) {
        findings[i].diagnostic = std::move(diagnostics[i]);
    }
    return findings;
}

std::shared_ptr<const PairTable> pairsOf(const ResolvedDesign& resolved,
                                         const AnalysisResult* previous) {
    if (previous == nullptr) {
        return PairTable::fresh(std::make_shared<const Reachability>(resolved.architecture));
    }
    return PairTable::next(*previous->pairs,
                           std::make_shared<const Reachability>(resolved.architecture,
                                                                &previous->pairs->reachability()));
}

bool isOpen(const PairTable& pairs, std::size_t from, std::size_t to) {
    for (const Family family : {Family::Ipv4, Family::Ipv6}) {
        const TrafficBounds* traffic = pairs.at(from, to, family);
        if (traffic != nullptr && !traffic->sure.empty()) return true;
    }
    return false;
}

/// Returns how many open pairs had an interface that is not there any more.
std::size_t pairsOfGone(const PairTable& before, const PairTable& after) {
    const auto& old = before.reachability().network().interfaces();
    std::vector<bool> isGone;
    for (const InterfaceNode& node : old) {
        isGone.push_back(after.reachability().network().indexOf(NodeKind::Interface,
                                                                node.interface->id) == kNone);
    }
    std::size_t pairs = 0;
    for (std::size_t one = 0; one < isGone.size(); ++one) {
        if (!isGone[one]) continue;
        const std::size_t own = before.classes().classOf(static_cast<NodeIndex>(one));
        for (std::size_t other = 0; other < isGone.size(); ++other) {
            if (one == other) continue;
            const std::size_t there = before.classes().classOf(static_cast<NodeIndex>(other));
            if (isOpen(before, own, there)) ++pairs;
            if (!isGone[other] && isOpen(before, there, own)) ++pairs;
        }
    }
    return pairs;
}

}  // namespace

ReachEffect reachEffect(const PairTable& before, const PairTable& after) {
    ReachEffect effect;
    effect.closed = pairsOfGone(before, after);
    for (const PairChange& change : after.changes()) {
        const std::size_t from = after.classes().members(change.from).size();
        const std::size_t to = after.classes().members(change.to).size();
        const std::size_t count = change.from == change.to ? from * (from - 1) : from * to;
        const TrafficSet was = change.before != nullptr ? change.before->sure : TrafficSet();
        if (!was.containsAll(change.after->sure)) effect.opened += count;
        if (!change.after->sure.containsAll(was)) effect.closed += count;
    }
    return effect;
}

std::optional<AnalysisResult> analyse(const AnalysisRequest& request,
                                      const AnalysisResult* previous, const AnalysisTools& tools,
                                      const std::function<bool()>& stopped) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    AnalysisResult result;
    result.revision = request.revision;
    result.resolved = resolve(*request.design, tools.catalog,
                              previous != nullptr ? previous->resolved.get() : nullptr);
    if (stopped()) return {};
    std::vector<Finding> findings = lint(*request.design, *result.resolved, tools.catalog);
    if (stopped()) return {};
    result.pairs = pairsOf(*result.resolved, previous);
    result.document = request.path + '\n' + request.design->name;
    if (previous != nullptr && previous->document == result.document && result.pairs->isHeld() &&
        previous->pairs->isHeld()) {
        result.effect = reachEffect(*previous->pairs, *result.pairs);
    }
    if (stopped()) return {};
    for (Finding& advice : guardrails(*request.design, *result.resolved,
                                      result.pairs->reachability(), tools.catalog)) {
        findings.push_back(std::move(advice));
    }
    result.checkSeconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (stopped()) return {};
    findings = located(std::move(findings), request);
    std::vector<Finding> all;
    for (const Diagnostic& diagnostic : request.atOpening) all.push_back({diagnostic, {}});
    all.insert(all.end(), std::make_move_iterator(findings.begin()),
               std::make_move_iterator(findings.end()));
    result.findings = std::make_shared<const std::vector<Finding>>(std::move(all));
    if (stopped()) return {};
    result.diagram = std::make_shared<const Diagram>(
        buildDiagram(*request.design, *result.resolved, tools.catalog));
    if (stopped()) return {};
    result.layout =
        std::make_shared<const Layout>(computeLayout(*result.diagram, tools.measure, tools.engine));
    if (stopped()) return {};
    return result;
}

AnalysisService::AnalysisService(std::shared_ptr<const Catalog> catalog, TextMeasure measure,
                                 std::unique_ptr<LayoutEngine> engine, Deliver deliver)
    : m_catalog(std::move(catalog)),
      m_measure(std::move(measure)),
      m_engine(std::move(engine)),
      m_deliver(std::move(deliver)),
      m_thread([this](const std::stop_token& stop) { run(stop); }) {}

void AnalysisService::request(AnalysisRequest request) {
    {
        const std::lock_guard lock(m_mutex);
        m_waiting = std::move(request);
    }
    m_wake.notify_one();
}

void AnalysisService::run(const std::stop_token& stop) {
    std::optional<AnalysisResult> previous;
    const auto superseded = [&] {
        if (stop.stop_requested()) return true;
        const std::lock_guard lock(m_mutex);
        return m_waiting.has_value();
    };
    while (true) {
        AnalysisRequest request;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return m_waiting.has_value(); })) return;
            request = *std::exchange(m_waiting, std::nullopt);
        }
        auto result = analyse(request, previous ? &*previous : nullptr,
                              {*m_catalog, m_measure, *m_engine}, superseded);
        if (!result) continue;
        previous = *result;
        m_deliver(*std::move(result));
    }
}

}  // namespace archivolt
