#include "app/window/analysis_service.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "app/session/finding_places.h"
#include "app/window/heap.h"
#include "render/layout/build_diagram.h"
#include "render/layout/dot_worker.h"
#include "render/layout/found_again.h"

namespace archivolt {

namespace {

constexpr std::size_t kDrawingsKept = 32;  // So many steps back look as they did,
constexpr std::size_t kBoxesKept = 20000;  // or of large drawings as many as have so many boxes.

constexpr std::chrono::seconds kRest{1};
constexpr std::chrono::milliseconds kMostGivenWay{8};  // Of large designs, both processors work.
constexpr std::size_t kLarge = 1000;  // Resources: fewer are judged before they are drawn.
constexpr std::chrono::milliseconds kMostGivenToOpening{300};
constexpr unsigned kThreads = 4;  // The window's, those that judge and draw, and that of the news.

/// Fills in places by the text as it would be saved now, so that a finding's line is right after
/// edits too; that is written and read once at most.
class PresentText {
public:
    PresentText(const AnalysisRequest& request, WrittenSpans& written)
        : m_request(request), m_written(written) {}

    void locate(std::vector<Diagnostic>& diagnostics) {
        open();
        m_places->locate(diagnostics);
    }

    /// Says whether a finding stands where it stood in the text of a turn.
    [[nodiscard]] bool stays(const Diagnostic& finding, std::uint64_t turn) {
        open();
        if (m_before != turn || !m_opened->places.empty()) return false;
        if (m_stack != finding.where.stack) {
            m_stack = finding.where.stack;
            m_lines = makesNothing(m_stack) ? m_written.staying(m_stack) : StayingLines{};
        }
        const auto isThere = [&](const Where& where) {
            return where.line > 0 && where.stack == m_stack && m_lines.contain(where.line);
        };
        return isThere(finding.where) && std::ranges::all_of(finding.related, isThere);
    }

    [[nodiscard]] std::uint64_t turn() const { return m_opened ? m_written.turn() : 0; }

private:
    void open() {
        if (m_opened) return;
        m_before = m_written.turn();
        m_opened.emplace();
        m_opened->kind = m_request.kind;
        m_opened->path = m_request.path;
        m_opened->spans = m_written.of(*m_request.design);
        if (m_request.places) m_opened->places = *m_request.places;
        m_places.emplace(*m_opened);
    }

    /// Says whether all resources of a stack stand in its text: what loops and transforms make is
    /// found at what makes it, which other lines may decide.
    [[nodiscard]] bool makesNothing(const std::string& name) const {
        const auto& stacks = m_request.design->stacks;
        const auto stack =
            std::ranges::find_if(stacks, [&](const auto& each) { return each->name == name; });
        return stack != stacks.end() && (*stack)->body.section("Transform") == nullptr &&
               std::ranges::none_of((*stack)->body.resources,
                                    [](const auto& each) { return each->isLoop(); });
    }

    const AnalysisRequest& m_request;
    WrittenSpans& m_written;
    std::uint64_t m_before = 0;  ///< The turn before this text's.
    std::string m_stack;         ///< The last one that was asked about,
    StayingLines m_lines;        ///< and what stays of its text.
    std::optional<OpenedDesign> m_opened;
    std::optional<FindingPlaces> m_places;
};

/// Places nothing any more once it is to stop, so that a layout that nobody waits for ends soon.
class StoppableEngine final : public LayoutEngine {
public:
    StoppableEngine(LayoutEngine& engine, const std::stop_token& stop)
        : m_engine(engine), m_stop(stop) {}
    [[nodiscard]] Result<std::vector<Point>> place(const PlacementJob& job) override {
        if (m_stop.stop_requested()) return notPlaced("another drawing is asked for");
        return m_engine.place(job);
    }

private:
    LayoutEngine& m_engine;
    const std::stop_token& m_stop;
};

/// Interfaces that stood in one class before, and stand in one after.
struct Cohort {
    std::size_t before = kNowhere;  ///< A class, or nowhere: they are new, or gone.
    std::size_t after = kNowhere;
    std::size_t count = 0;
    static constexpr std::size_t kNowhere = ~std::size_t{0};
};

std::vector<Cohort> cohortsOf(const PairTable& before, const PairTable& after) {
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> counts;
    const InterfaceList& then = before.reachability().network().interfaces();
    const InterfaceList& now = after.reachability().network().interfaces();
    for (const InterfaceIndex index : now.indices()) {
        const InterfaceIndex was = then.indexOf(now[index].id());
        ++counts[{was == kNone ? Cohort::kNowhere : before.classes().classOf(was),
                  after.classes().classOf(index)}];
    }
    for (const InterfaceIndex index : then.indices()) {
        if (now.indexOf(then[index].id()) != kNone) continue;
        ++counts[{before.classes().classOf(index), Cohort::kNowhere}];
    }
    std::vector<Cohort> cohorts;
    cohorts.reserve(counts.size());
    for (const auto& [classes, count] : counts) {
        cohorts.push_back({classes.first, classes.second, count});
    }
    return cohorts;
}

/// Returns what surely makes the round trip between two classes; nothing where one is nowhere.
const TrafficSet& sureTraffic(const PairTable& pairs, std::size_t from, std::size_t to,
                              Family family) {
    static const TrafficSet kNothing;
    if (from == Cohort::kNowhere || to == Cohort::kNowhere) return kNothing;
    const TrafficBounds* traffic = pairs.at(from, to, family);
    return traffic != nullptr ? traffic->sure : kNothing;
}

}  // namespace

std::string documentOf(const std::string& path, const Design& design) {
    return path + '\n' + design.name;
}

ReachEffect reachEffect(const PairTable& before, const PairTable& after) {
    ReachEffect effect;
    const std::vector<Cohort> cohorts = cohortsOf(before, after);
    for (const Cohort& from : cohorts) {
        for (const Cohort& to : cohorts) {
            const std::size_t count =
                &from == &to ? from.count * (from.count - 1) : from.count * to.count;
            if (count == 0) continue;
            for (const Family family : {Family::Ipv4, Family::Ipv6}) {
                const TrafficSet& was = sureTraffic(before, from.before, to.before, family);
                const TrafficSet& now = sureTraffic(after, from.after, to.after, family);
                if (was == now) continue;
                if (!was.containsAll(now)) effect.opened += count;
                if (!now.containsAll(was)) effect.closed += count;
            }
        }
    }
    return effect;
}

std::optional<Verdicts> verdictsOn(const AnalysisRequest& request, const Verdicts* previous,
                                   const Catalog& catalog, const std::stop_token& stop,
                                   const std::function<void(const Verdicts&)>& deliver,
                                   WrittenSpans* written) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    WrittenSpans fresh;
    PresentText text(request, written == nullptr ? fresh : *written);
    JudgeRequest asked;
    asked.revision = request.revision;
    asked.design = request.design;
    asked.file = request.path;
    asked.locate = [&](std::vector<Diagnostic>& diagnostics) { text.locate(diagnostics); };
    asked.holdPairs = true;
    Verdicts verdicts;
    verdicts.document = documentOf(request.path, *request.design);
    const bool isSameFile = previous != nullptr && previous->document == verdicts.document;
    // Of the same revision it is only the file that is called otherwise.
    const bool isSame =
        isSameFile || (previous != nullptr && previous->judgement.revision == request.revision);
    if (isSameFile && previous->text != 0) {
        asked.stays = [&](const Diagnostic& finding) {
            return text.stays(finding, previous->text);
        };
    }
    Clock::duration delivering{};  // Who takes a stage may let the next one wait.
    const auto take = [&](const Judgement& judgement) {
        verdicts.judgement = judgement;
        verdicts.seconds = std::chrono::duration<double>(Clock::now() - start - delivering).count();
        if (isSame && judgement.stage == JudgeStage::Network && judgement.pairs->isHeld() &&
            previous->judgement.pairs->isHeld()) {
            verdicts.effect = reachEffect(*previous->judgement.pairs, *judgement.pairs);
        }
        const auto done = Clock::now();
        if (deliver) deliver(verdicts);
        delivering += Clock::now() - done;
    };
    if (!judge(asked, previous == nullptr ? nullptr : &previous->judgement, catalog, stop, take)) {
        return {};
    }
    verdicts.text = text.turn();
    return verdicts;
}

namespace {

/// Says whether at least half of what is to be drawn was there before: only then is there a picture
/// to keep to. A file that says something else now, or a pattern in an empty design, has none.
bool mostStays(const Diagram& before, const Diagram& now) {
    const auto found = foundAgain(now, before);
    const auto news = std::ranges::count(found, kNoBox);
    return static_cast<std::size_t>(news) * 2 <= now.boxes.size();
}

}  // namespace

std::optional<Drawing> draw(const AnalysisRequest& request,
                            std::shared_ptr<const ResolvedDesign> resolved,
                            const DrawingTools& tools, const std::stop_token& stop,
                            const Drawing* previous) {
    if (stop.stop_requested()) return {};
    Drawing drawing;
    drawing.revision = request.revision;
    drawing.resolved = std::move(resolved);
    drawing.diagram = std::make_shared<const Diagram>(
        buildDiagram(*request.design, *drawing.resolved, tools.catalog));
    if (stop.stop_requested()) return {};
    if (tools.seen) tools.seen(*drawing.diagram);
    StoppableEngine engine(tools.engine, stop);
    std::optional<PreviousLayout> before;
    if (previous != nullptr && mostStays(*previous->diagram, *drawing.diagram)) {
        before.emplace(PreviousLayout{*previous->diagram, *previous->layout});
    }
    drawing.layout = std::make_shared<const Layout>(
        computeLayout(*drawing.diagram, tools.measure, engine, before ? &*before : nullptr));
    if (stop.stop_requested()) return {};
    drawing.boxOf = std::make_shared<const std::unordered_map<ResourceId, BoxIndex>>(
        drawing.diagram->representatives());
    return drawing;
}

const Drawing* DrawnBefore::of(const AnalysisRequest& request) {
    const std::string document = documentOf(request.path, *request.design);
    const auto same = std::ranges::find_if(
        m_drawings, [&](const auto& each) { return each.first.lock() == request.design; });
    const bool isOther = document != m_document;
    m_document = document;
    if (same != m_drawings.end()) return &same->second;  // Whatever its file is called by now.
    if (isOther) m_drawings.clear();
    if (m_drawings.empty()) return nullptr;
    const Drawing& last = m_drawings.back().second;
    return last.revision < request.laidOutAt ? nullptr : &last;
}

void DrawnBefore::add(const AnalysisRequest& request, Drawing drawing) {
    std::erase_if(m_drawings, [&](const auto& each) {
        const auto design = each.first.lock();
        return design == nullptr || design == request.design;
    });
    m_drawings.emplace_back(request.design, std::move(drawing));
    std::size_t kept = 0;
    std::size_t boxes = 0;
    for (auto each = m_drawings.rbegin(); each != m_drawings.rend(); ++each, ++kept) {
        boxes += each->second.diagram->boxes.size();
        if (kept > 0 && (kept == kDrawingsKept || boxes > kBoxesKept)) break;
    }
    m_drawings.erase(m_drawings.begin(), m_drawings.end() - static_cast<std::ptrdiff_t>(kept));
}

template <class Job>
void AnalysisService::Desk<Job>::put(Job job) {
    {
        const std::lock_guard lock(m_mutex);
        m_waiting = std::move(job);
        m_work.request_stop();
    }
    m_wake.notify_one();
}

template <class Job>
std::optional<Job> AnalysisService::Desk<Job>::take(const std::stop_token& end,
                                                    std::stop_source& work,
                                                    const std::function<void()>& atRest) {
    std::unique_lock lock(m_mutex);
    const auto isThere = [this] { return m_waiting.has_value(); };
    if (atRest && !m_wake.wait_for(lock, end, kRest, isThere) && !end.stop_requested()) {
        lock.unlock();
        atRest();
        lock.lock();
    }
    if (!m_wake.wait(lock, end, isThere)) return {};
    m_work = work = std::stop_source();
    return std::exchange(m_waiting, std::nullopt);
}

AnalysisService::AnalysisService(std::shared_ptr<const Catalog> catalog, TextMeasure measure,
                                 std::unique_ptr<LayoutEngine> engine, Deliveries deliver)
    : m_catalog(std::move(catalog)),
      m_measure(std::move(measure)),
      m_engine(std::move(engine)),
      m_deliver(std::move(deliver)),
      m_drawer([this](const std::stop_token& end) { drawAll(end); }),
      m_judge([this](const std::stop_token& end) { judgeAll(end); }) {}

void AnalysisService::request(AnalysisRequest request) { m_toJudge.put(std::move(request)); }

void AnalysisService::judgeAll(const std::stop_token& end) {
    takeRoom();
    const bool isCrowded = std::thread::hardware_concurrency() < kThreads;
    std::optional<Verdicts> previous;
    WrittenSpans written;
    FindingLister lister;
    std::stop_source work;
    while (auto request = m_toJudge.take(end, work, giveBackMemory)) {
        const std::stop_callback endWork(end, [&work] { work.request_stop(); });
        const bool isFirst = request->revision == request->openedAt;
        const auto deliver = [&](Verdicts verdicts) {
            const bool isToBeDrawn = verdicts.judgement.stage == JudgeStage::Resolved;
            const auto resolved = verdicts.judgement.resolved;
            if (isToBeDrawn) m_toDraw.put({*request, resolved, m_givingWay.urgent()});
            verdicts.shown = lister.list({*request->design, request->atOpening, request->openedAt},
                                         verdicts.judgement);
            const JudgeStage stage = verdicts.judgement.stage;
            m_deliver.verdicts(std::move(verdicts));
            // The first picture of a large design, and after an edit the drawing and what it did
            // to paths, are what the user waits for.
            const bool isOpening = isToBeDrawn && isFirst && resolved->counts.declared > kLarge;
            if (!isCrowded || !(isOpening || stage == JudgeStage::Network)) return;
            m_givingWay.wait(work.get_token(), isOpening ? kMostGivenToOpening : kMostGivenWay);
        };
        auto verdicts = verdictsOn(*request, previous ? &*previous : nullptr, *m_catalog,
                                   work.get_token(), deliver, &written);
        if (verdicts) previous = std::move(verdicts);
    }
}

void AnalysisService::drawAll(const std::stop_token& end) {
    takeRoom();
    std::stop_source work;
    DrawnBefore before;
    while (auto job = m_toDraw.take(end, work)) {
        const std::stop_callback endWork(end, [&work] { work.request_stop(); });
        auto drawing = draw(job->request, std::move(job->resolved),
                            {*m_catalog, m_measure, *m_engine, m_deliver.diagram}, work.get_token(),
                            before.of(job->request));
        if (!drawing) continue;
        before.add(job->request, *drawing);
        m_deliver.drawing(*std::move(drawing));
    }
}

}  // namespace archivolt
