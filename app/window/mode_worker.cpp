#include "app/window/mode_worker.h"

#include <utility>

namespace archivolt {

ModeWorker::ModeWorker() : m_thread([this](const std::stop_token& end) { work(end); }) {}

ModeWorker::~ModeWorker() {
    const std::lock_guard lock(m_mutex);
    m_waiting.clear();
    m_current.request_stop();
}

void ModeWorker::put(int kind, Job job) {
    {
        const std::lock_guard lock(m_mutex);
        m_waiting[kind] = std::move(job);
        if (m_running == kind) m_current.request_stop();
    }
    m_wake.notify_one();
}

void ModeWorker::drop(int kind) {
    const std::lock_guard lock(m_mutex);
    m_waiting.erase(kind);
    if (m_running == kind) m_current.request_stop();
}

void ModeWorker::work(const std::stop_token& end) {
    std::unique_lock lock(m_mutex);
    while (m_wake.wait(lock, end, [this] { return !m_waiting.empty(); })) {
        const auto next = m_waiting.begin();
        m_running = next->first;
        const Job job = std::move(next->second);
        m_waiting.erase(next);
        m_current = std::stop_source();
        const std::stop_token stop = m_current.get_token();
        lock.unlock();
        job(stop);
        lock.lock();
        m_running = -1;
    }
}

}  // namespace archivolt
