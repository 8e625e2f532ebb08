#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <thread>

#include "app/session/session.h"

namespace archivolt {

/// Reads one file on a thread of its own before anybody opens it.
///
/// The path of the command line is known long before there is a window: meanwhile it is read.
class ReadAhead {
public:
    /// Begins at once; an empty path reads nothing. The files must outlive this.
    ReadAhead(std::string path, const FileAccess& files);

    /// Returns the reading of that very path, and waits for it; each time but the first, or for
    /// another path, nothing.
    [[nodiscard]] std::optional<FileReading> take(const std::string& path);

    /// Says whether it is still being read.
    [[nodiscard]] bool isReading() const { return m_isReading; }

private:
    std::string m_path;
    std::atomic<bool> m_isReading = false;
    FileReading m_reading;
    std::jthread m_thread;  // Last, so that it ends before what it writes to.
};

}  // namespace archivolt
