#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "model/base/result.h"
#include "render/layout/layout_engine.h"

namespace archivolt {

/// Reads one placement job as JSON, lays it out with Graphviz's dot from left to right, and writes
/// the places as JSON; returns the exit status (0, or 2 with `{"code": "LAYOUT-2", "error": …}` for
/// a wrong job).
///
/// It is the body of the hidden command `layout-worker`: Graphviz is neither thread-safe nor can it
/// be stopped, so it runs in a process of its own. At most 2,000 members and 10,000 edges.
/// Job: `{"format":1,"gap":16,"rankGap":40,"sizes":[[132,46],…],"edges":[[0,1],…]}`.
/// Answer: `{"format":1,"places":[[0,0],…]}`.
[[nodiscard]] int layoutWorker(std::istream& input, std::ostream& output);

/// Runs the worker's process: gives it `job` on standard input and returns its standard output, or
/// why there is none (it could not be started, failed, took too long).
using RunWorker = std::function<Result<std::string>(const std::string& job)>;

/// The layout engine that asks a worker process.
class DotEngine : public LayoutEngine {
public:
    explicit DotEngine(RunWorker run) : m_run(std::move(run)) {}
    /// Errors: LAYOUT-1 when the worker's answer is none (wrong JSON, too few places, overlaps),
    /// and what `run` says.
    [[nodiscard]] Result<std::vector<Point>> place(const PlacementJob& job) override;

private:
    RunWorker m_run;
};

/// Returns a failed placement, of which `why` says the reason: LAYOUT-1.
[[nodiscard]] tl::unexpected<Diagnostic> notPlaced(std::string why);

}  // namespace archivolt
