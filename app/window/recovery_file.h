#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "app/files/file_access.h"
#include "app/session/open_design.h"
#include "model/base/result.h"

namespace archivolt {

/// A design as it was when the program last ended without being asked to.
struct Recovered {
    std::string project;  ///< The text of a project that holds the design.
    std::string path;     ///< The file that it belongs to; empty for none.
    FileKind kind = FileKind::Template;
};

/// Tells this process from others that may run beside it.
struct ProcessTable {
    long self = 0;
    std::function<bool(long)> isRunning;  ///< Says whether the process of this id runs.
};

/// The copies of unsaved work in the user's state folder, one for each running process; a copy is
/// there only while there is unsaved work, so one whose process is gone was left by a crash.
class RecoveryFile {
public:
    RecoveryFile(FileAccess& files, std::string folder, ProcessTable processes)
        : m_files(files), m_folder(std::move(folder)), m_processes(std::move(processes)) {}

    /// Writes a design with unsaved changes, whole or not at all.
    [[nodiscard]] Result<void> write(const Design& design, const std::string& path, FileKind kind);
    /// Takes this process's copy away: everything is saved, or the user threw it away.
    void clear();
    /// Returns what a process that is gone left behind, or nothing; a copy that can't be understood
    /// is nothing.
    [[nodiscard]] std::optional<Recovered> leftBehind() const;
    /// Takes away what `leftBehind` returns.
    void discardLeftBehind();

private:
    [[nodiscard]] std::string fileOf(long process) const;
    [[nodiscard]] std::optional<std::pair<std::string, Recovered>> find() const;

    FileAccess& m_files;
    std::string m_folder;
    ProcessTable m_processes;
};

}  // namespace archivolt
