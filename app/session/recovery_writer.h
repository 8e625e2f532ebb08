#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "app/session/recovery.h"

namespace archivolt {

/// Keeps the recovery copy of one session up to date on a thread of its own, so that no edit waits
/// for the disk.
///
/// What is asked for within `quiet` of the first is written once, the last alone. Destroying it
/// carries out what is still to be done.
class RecoveryWriter {
public:
    /// `done` is told on the writer's thread how each writing went. The store must outlive this,
    /// and its own copy is this thread's alone.
    RecoveryWriter(RecoveryStore& store, std::chrono::milliseconds quiet,
                   std::function<void(Result<void>)> done);
    RecoveryWriter(const RecoveryWriter&) = delete;
    RecoveryWriter& operator=(const RecoveryWriter&) = delete;
    ~RecoveryWriter() = default;

    /// Asks for a copy of unsaved work; `written` is called on the writer's thread once there is
    /// one, and not when it can't be written or something newer takes its place.
    void keep(UnsavedWork work, std::function<void()> written = {});
    /// Asks for the copy to be taken away.
    void clear();
    /// Waits until nothing is left to be done, without waiting for quiet.
    void finish();

private:
    struct Task {
        std::optional<UnsavedWork> work;  ///< Nothing: the copy goes.
        std::function<void()> written;
    };
    void put(Task task);
    void run(const std::stop_token& stop);
    void carryOut(const Task& task);

    RecoveryStore& m_store;
    std::chrono::milliseconds m_quiet;
    std::function<void(Result<void>)> m_done;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::condition_variable_any m_idle;
    std::optional<Task> m_waiting;  // Guarded by m_mutex, as the next two.
    bool m_isBusy = false;
    bool m_isUrgent = false;
    std::jthread m_thread;  // Last, so that it ends before what it uses.
};

}  // namespace archivolt
