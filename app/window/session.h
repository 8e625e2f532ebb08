#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/command/examples.h"
#include "app/files/file_access.h"
#include "app/session/open_design.h"
#include "model/base/result.h"
#include "model/design/edit.h"
#include "model/design/history.h"

namespace archivolt {

/// The one mutable state of the window: a design with its history, and the file that it belongs to.
///
/// Every change of the design raises `revision`, which tells results for it from stale ones.
class Session {
public:
    explicit Session(FileAccess& files) : m_files(files) {}

    /// Opens a file in place of what is open; returns what reading it had to say.
    ///
    /// When nothing can be made of the file, what was open stays as it is and false is returned.
    bool open(const std::string& path, std::vector<Diagnostic>& diagnostics);
    /// Opens a shipped example as a design without a file.
    bool openExample(const Example& example, std::vector<Diagnostic>& diagnostics);
    /// Opens a recovered project, which belongs to `path` (or to no file) and has unsaved changes.
    bool recover(const std::string& project, const std::string& path, FileKind kind,
                 std::vector<Diagnostic>& diagnostics);

    [[nodiscard]] bool hasDesign() const { return m_history.has_value(); }
    /// Returns the present design; there must be one.
    [[nodiscard]] const History::Snapshot& design() const;
    /// Returns the history; there must be a design.
    [[nodiscard]] const History& history() const;
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }
    /// Returns the file's path; empty when the design has no file yet.
    [[nodiscard]] const std::string& path() const { return m_path; }
    [[nodiscard]] FileKind kind() const { return m_opened.kind; }
    /// Returns what the design was opened as, spans included; for positions in findings.
    [[nodiscard]] const OpenedDesign& opened() const { return m_opened; }
    /// Says whether there is anything that the file does not hold.
    [[nodiscard]] bool isDirty() const;

    /// Makes all of `edits` as one step that undo takes back, or none of them.
    [[nodiscard]] Result<void> apply(const std::vector<Edit>& edits, std::string label);
    bool undo();
    bool redo();

    /// Writes the design to its file; there must be one.
    [[nodiscard]] Result<void> save();
    /// Writes the design to another file, which becomes its own. An ending of `.archivolt` makes it
    /// a project.
    [[nodiscard]] Result<void> saveAs(const std::string& path);
    void close();

private:
    bool take(OpenedDesign opened, std::string path, std::vector<Diagnostic>& diagnostics);

    FileAccess& m_files;
    OpenedDesign m_opened;
    std::optional<History> m_history;
    std::string m_path;
    bool m_recovered = false;
    std::uint64_t m_revision = 0;
};

}  // namespace archivolt
