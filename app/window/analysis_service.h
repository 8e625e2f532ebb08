#pragma once

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
#include <vector>

#include "app/session/open_design.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/findings/finding.h"
#include "model/reachability/sets/pair_table.h"
#include "render/layout/layout.h"

namespace archivolt {

/// What is to be analysed: an immutable snapshot, safe to hand to another thread.
struct AnalysisRequest {
    std::uint64_t revision = 0;
    std::shared_ptr<const Design> design;
    FileKind kind = FileKind::Template;
    std::string path;                   ///< Named in findings; empty for a design without a file.
    std::vector<Diagnostic> atOpening;  ///< What reading the file had to say; listed first.
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

/// What came out of it; everything is shared and immutable.
struct AnalysisResult {
    std::uint64_t revision = 0;
    std::shared_ptr<const ResolvedDesign> resolved;
    std::shared_ptr<const PairTable> pairs;  ///< Who reaches whom.
    std::string document;                    ///< Tells results of one document from another's.
    /// Nothing after opening, and where a design has too many kinds of interfaces to hold all
    /// pairs.
    std::optional<ReachEffect> effect;
    std::shared_ptr<const Diagram> diagram;
    std::shared_ptr<const Layout> layout;
    std::shared_ptr<const std::vector<Finding>> findings;  ///< Positions filled in.
    double checkSeconds = 0;  ///< Of resolving and linting, without layout.
};

/// What an analysis works with, besides the request.
struct AnalysisTools {
    const Catalog& catalog;
    const TextMeasure& measure;
    LayoutEngine& engine;
};

/// Analyses a request at once, on this thread; nothing when `stopped` said so on the way.
///
/// `previous` (or null) is the result of an earlier snapshot, which makes it quicker and tells what
/// the edits in between opened and closed.
[[nodiscard]] std::optional<AnalysisResult> analyse(const AnalysisRequest& request,
                                                    const AnalysisResult* previous,
                                                    const AnalysisTools& tools,
                                                    const std::function<bool()>& stopped);

/// Runs analyses on a thread of its own, always the latest request only.
///
/// A request replaces one that waits and stops one that runs, at the next step of its work.
/// `deliver` is called on the service's thread; it must be quick and may come for a revision that
/// is stale by then, so the receiver compares. Destroying the service waits for the step that runs.
class AnalysisService {
public:
    using Deliver = std::function<void(AnalysisResult)>;
    /// The measure and the engine are used on the service's thread alone.
    AnalysisService(std::shared_ptr<const Catalog> catalog, TextMeasure measure,
                    std::unique_ptr<LayoutEngine> engine, Deliver deliver);
    AnalysisService(const AnalysisService&) = delete;
    AnalysisService& operator=(const AnalysisService&) = delete;
    ~AnalysisService() = default;

    /// Asks for an analysis and returns at once.
    void request(AnalysisRequest request);

private:
    void run(const std::stop_token& stop);

    std::shared_ptr<const Catalog> m_catalog;
    TextMeasure m_measure;
    std::unique_ptr<LayoutEngine> m_engine;
    Deliver m_deliver;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<AnalysisRequest> m_waiting;  // Guarded by m_mutex.
    std::jthread m_thread;                     // Last, so that it ends before what it uses.
};

}  // namespace archivolt
