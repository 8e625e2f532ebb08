#include "app/window/read_ahead.h"

#include <utility>

#include "app/window/heap.h"

namespace archivolt {

ReadAhead::ReadAhead(std::string path, const FileAccess& files) : m_path(std::move(path)) {
    if (m_path.empty()) return;
    m_isReading = true;
    m_thread = std::jthread([this, &files] {
        takeRoom();
        m_reading = readForSession(m_path, files);
        m_isReading = false;
    });
}

std::optional<FileReading> ReadAhead::take(const std::string& path) {
    if (!m_thread.joinable() || path != m_path) return {};
    m_thread.join();
    return std::move(m_reading);
}

}  // namespace archivolt
