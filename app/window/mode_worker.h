#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <thread>

namespace archivolt {

/// One thread that does what a mode asks for, of each kind the latest only.
///
/// Jobs are done in the order of their kinds, the lowest first. A job is told by its token when
/// another one of its kind, or the end, makes it pointless. Destroying the worker waits for the
/// job that runs.
class ModeWorker {
public:
    using Job = std::function<void(const std::stop_token& stop)>;
    ModeWorker();
    ModeWorker(const ModeWorker&) = delete;
    ModeWorker& operator=(const ModeWorker&) = delete;
    ~ModeWorker();

    /// Asks for a job and returns at once; it replaces one of the kind that waits.
    void put(int kind, Job job);
    /// Drops the job of a kind that waits, and stops one that runs.
    void drop(int kind);

private:
    void work(const std::stop_token& end);

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::map<int, Job> m_waiting;
    int m_running = -1;
    std::stop_source m_current;
    std::jthread m_thread;  // Last, so that it ends before what it uses.
};

}  // namespace archivolt
