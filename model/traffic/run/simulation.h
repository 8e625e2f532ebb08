#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "model/traffic/plant/plant.h"
#include "model/traffic/run/run.h"

namespace archivolt::traffic {

/// How to run a plant.
struct RunOptions {
    std::uint64_t seed = 1;
    std::uint64_t replication = 0;
    Time duration = 30 * kMinute;
    Time measureFrom = 0;  ///< Latencies of requests that began earlier are not in the histogram.
    QueueKind queue = QueueKind::Calendar;
    bool followWays = false;  ///< Keeps where the time of requests goes (`Run::ways`).
};

/// One run of a plant, that can be stopped and looked at between its steps.
///
/// The same plant and options give the same events in the same order, and so the same digest,
/// whichever queue keeps them and however the run is cut into steps.
class Simulation {
public:
    Simulation(const Plant& plant, const RunOptions& options);
    ~Simulation();
    Simulation(Simulation&&) noexcept;
    Simulation& operator=(Simulation&&) noexcept;

    /// Goes on to this time (or the end); false when it is stopped before.
    ///
    /// `stop` is asked every some thousand events; empty: never stopped.
    bool advance(Time until, const std::function<bool()>& stop = {});
    /// Lets every step from now on be told of; what is watched never changes by it.
    void watch(std::function<void(const World&, Step, VisitId)> watcher);
    [[nodiscard]] Time now() const;
    [[nodiscard]] bool isOver() const;
    /// Returns what has come of it so far; checks conservation and Little's law at every component.
    [[nodiscard]] Run result() const;
    /// The state itself, for those that look closely: tests and live views.
    [[nodiscard]] const World& world() const { return *m_world; }

private:
    std::unique_ptr<World> m_world;
};

/// Does pieces of work, perhaps at once: `work(i)` for each i below `count`.
using Executor =
    std::function<void(std::size_t count, const std::function<void(std::size_t)>& work)>;

/// Runs a plant several times, each by itself, with replications from that of the options on.
[[nodiscard]] std::vector<Run> replications(const Plant& plant, const RunOptions& options,
                                            std::size_t count, const Executor& executor);

/// Runs a plant several times, with replications 0 to `count` − 1, and merges what came of it in
/// that order, so that the result is the same however the executor deals them out.
[[nodiscard]] Run replicate(const Plant& plant, const RunOptions& options, std::size_t count,
                            const Executor& executor);

/// Says whether the plant has nothing that would break a run: every index names something, every
/// store is asked by somebody, no call leads back to its caller. Empty: it is fine.
[[nodiscard]] std::string whatIsWrong(const Plant& plant);

}  // namespace archivolt::traffic
