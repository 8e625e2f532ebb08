#pragma once

#include <QString>
#include <chrono>

#include "render/layout/dot_worker.h"

namespace archivolt {

/// The name of the hidden sub-command that lays out one container; see `layoutWorker`.
inline constexpr const char* kLayoutWorkerCommand = "layout-worker";

/// Returns a runner of `program layout-worker` processes, each stopped after `limit`.
///
/// Errors: WORKER-1 it can't be started, WORKER-2 it took too long, WORKER-3 it failed.
[[nodiscard]] RunWorker workerProcess(QString program, std::chrono::milliseconds limit);

}  // namespace archivolt
