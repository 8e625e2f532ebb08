#include "app/session/recovery_writer.h"

#include <utility>

namespace archivolt {

RecoveryWriter::RecoveryWriter(RecoveryStore& store, std::chrono::milliseconds quiet,
                               std::function<void(Result<void>)> done)
    : m_store(store),
      m_quiet(quiet),
      m_done(std::move(done)),
      m_thread([this](const std::stop_token& stop) { run(stop); }) {}

void RecoveryWriter::put(Task task) {
    {
        const std::lock_guard lock(m_mutex);
        m_waiting = std::move(task);
        m_isUrgent = m_isUrgent || !m_waiting->work;
    }
    m_wake.notify_all();
}

void RecoveryWriter::keep(UnsavedWork work, std::function<void()> written) {
    put({std::move(work), std::move(written)});
}

void RecoveryWriter::clear() { put({}); }

void RecoveryWriter::finish() {
    std::unique_lock lock(m_mutex);
    m_isUrgent = true;
    m_wake.notify_all();
    m_idle.wait(lock, [this] { return !m_waiting && !m_isBusy; });
    m_isUrgent = false;
}

void RecoveryWriter::run(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    while (m_wake.wait(lock, stop, [this] { return m_waiting.has_value(); }) || m_waiting) {
        // Whoever asks to stop asks for the last state to be written first.
        m_wake.wait_for(lock, stop, m_quiet, [this] { return m_isUrgent; });
        const Task task = *std::exchange(m_waiting, std::nullopt);
        m_isUrgent = false;
        m_isBusy = true;
        lock.unlock();
        carryOut(task);
        lock.lock();
        m_isBusy = false;
        m_idle.notify_all();
    }
}

void RecoveryWriter::carryOut(const Task& task) {
    if (!task.work) {
        m_store.clear();
        return;
    }
    const auto result = m_store.write(*task.work);
    if (result && task.written) task.written();
    if (m_done) m_done(result);
}

}  // namespace archivolt
