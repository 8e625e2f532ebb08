#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "app/session/judge.h"
#include "app/session/open_design.h"
#include "app/window/giving_way.h"
#include "app/window/shown_findings.h"
#include "export/cloudformation/written_spans.h"
#include "render/layout/layout.h"

namespace archivolt {

/// What is to be analysed: an immutable snapshot, safe to hand to another thread.
struct AnalysisRequest {
    std::uint64_t revision = 0;
    std::shared_ptr<const Design> design;
    FileKind kind = FileKind::Template;
    std::string path;  ///< Named in findings; empty for a design without a file.
    /// Where the resources of a described network stand; null for none.
    std::shared_ptr<const std::map<std::pair<std::string, std::string>, Where>> places = nullptr;
    /// When all was laid out anew: drawings of earlier revisions are no example to this one.
    std::uint64_t laidOutAt = 0;
    std::uint64_t openedAt = 0;  ///< The first revision of what is open.
    FindingLister::AtOpening atOpening = nullptr;
};

/// What an edit did to who reaches whom, in ordered pairs of network interfaces.
struct ReachEffect {
    std::size_t opened = 0;  ///< Of which more makes the round trip than before.
    std::size_t closed = 0;  ///< Of which less does; a pair can be both.
    friend bool operator==(const ReachEffect&, const ReachEffect&) = default;
};

/// Returns what changed between a table and the one that it was made after, both held; what is not
/// known counts as closed, and so do the paths of interfaces that are gone.
[[nodiscard]] ReachEffect reachEffect(const PairTable& before, const PairTable& after);

/// What is said of a snapshot so far; everything is shared and immutable.
struct Verdicts {
    Judgement judgement;
    std::string document;  ///< Tells verdicts on one document from another's.
    /// Nothing before the network is read, after opening, and where a design has too many kinds of
    /// interfaces to hold all pairs.
    std::optional<ReachEffect> effect;
    double seconds = 0;      ///< Spent on the stages that are done.
    std::uint64_t text = 0;  ///< The turn of `WrittenSpans` that places are of; 0: of none.
    /// What is listed of it, of each stage the newest that is done; null where nobody lists.
    std::shared_ptr<const ShownFindings> shown = nullptr;
};

/// Returns what tells the verdicts on a document from another's, by the file that findings name.
[[nodiscard]] std::string documentOf(const std::string& path, const Design& design);

/// How a snapshot is drawn; everything is shared and immutable.
struct Drawing {
    std::uint64_t revision = 0;
    std::shared_ptr<const ResolvedDesign> resolved;
    std::shared_ptr<const Diagram> diagram;
    std::shared_ptr<const Layout> layout;
    /// The box that shows each resource, `representatives` of the diagram.
    std::shared_ptr<const std::unordered_map<ResourceId, BoxIndex>> boxOf;
};

/// The drawings that there were of one document, by snapshot, so that what is undone looks as it
/// did and what is edited departs from the last one as little as it can.
class DrawnBefore {
public:
    /// Returns the drawing that the next one of this request is to be like, or null pointer.
    [[nodiscard]] const Drawing* of(const AnalysisRequest& request);
    void add(const AnalysisRequest& request, Drawing drawing);

private:
    std::string m_document;
    std::vector<std::pair<std::weak_ptr<const Design>, Drawing>> m_drawings;  // Oldest first.
};

/// What drawing works with.
struct DrawingTools {
    const Catalog& catalog;
    const TextMeasure& measure;
    LayoutEngine& engine;
    /// Looks at the diagram before it is laid out; may be empty.
    std::function<void(const Diagram&)> seen{};
};

/// Judges a request on this thread and delivers each stage; returns the last one, or nothing when
/// asked to stop. `previous` (or null) is what was said of an earlier snapshot, `written` (or null)
/// what is known of its texts; it is brought up to date.
[[nodiscard]] std::optional<Verdicts> verdictsOn(
    const AnalysisRequest& request, const Verdicts* previous, const Catalog& catalog,
    const std::stop_token& stop = {}, const std::function<void(const Verdicts&)>& deliver = {},
    WrittenSpans* written = nullptr);

/// Draws a resolved snapshot on this thread; nothing when asked to stop. What `previous` (or null)
/// shows stays where it is.
[[nodiscard]] std::optional<Drawing> draw(const AnalysisRequest& request,
                                          std::shared_ptr<const ResolvedDesign> resolved,
                                          const DrawingTools& tools,
                                          const std::stop_token& stop = {},
                                          const Drawing* previous = nullptr);

/// Judges and draws, each on a thread of its own, always the latest request only, so that neither
/// waits for the other; but with few processors what is said of a large design that was opened, and
/// later stages after an edit, give way to the drawing for a moment.
///
/// A request replaces one that waits and stops one that runs, inside of its stage. Deliveries come
/// on the service's threads; they must be quick and may be of a revision that is stale by then, so
/// the receiver compares. Destroying the service waits for the step that runs.
class AnalysisService {
public:
    struct Deliveries {
        std::function<void(Verdicts)> verdicts;
        std::function<void(Drawing)> drawing;
        std::function<void(const Diagram&)> diagram{};  ///< Before it is laid out; may be empty.
    };
    /// The measure and the engine are used on the drawing thread alone.
    AnalysisService(std::shared_ptr<const Catalog> catalog, TextMeasure measure,
                    std::unique_ptr<LayoutEngine> engine, Deliveries deliver);
    AnalysisService(const AnalysisService&) = delete;
    AnalysisService& operator=(const AnalysisService&) = delete;
    ~AnalysisService() = default;

    /// Asks for an analysis and returns at once.
    void request(AnalysisRequest request);
    /// Has the later stages of judging wait a little as long as it lasts.
    [[nodiscard]] GivingWay::Urgent urgent() const { return m_givingWay.urgent(); }

private:
    /// What one thread is to do next, the latest only; asking again stops what it does.
    template <class Job>
    class Desk {
    public:
        void put(Job job);
        /// Waits for a job; nothing when the thread is to end. `work` stops when another one comes.
        /// Where none has come for a while, `atRest` is called once.
        std::optional<Job> take(const std::stop_token& end, std::stop_source& work,
                                const std::function<void()>& atRest = {});

    private:
        std::mutex m_mutex;
        std::condition_variable_any m_wake;
        std::optional<Job> m_waiting;
        std::stop_source m_work;
    };
    struct DrawingJob {
        AnalysisRequest request;
        std::shared_ptr<const ResolvedDesign> resolved;
        GivingWay::Urgent urgent;
    };

    void judgeAll(const std::stop_token& end);
    void drawAll(const std::stop_token& end);

    std::shared_ptr<const Catalog> m_catalog;
    TextMeasure m_measure;
    std::unique_ptr<LayoutEngine> m_engine;
    Deliveries m_deliver;
    GivingWay m_givingWay;
    Desk<AnalysisRequest> m_toJudge;
    Desk<DrawingJob> m_toDraw;
    std::jthread m_drawer;  // These last, so that they end before what they use.
    std::jthread m_judge;
};

}  // namespace archivolt
