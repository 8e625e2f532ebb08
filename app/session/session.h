#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/files/file_access.h"
#include "app/session/disk_mark.h"
#include "app/session/open_design.h"
#include "model/base/result.h"
#include "model/design/edit.h"
#include "model/design/history.h"

namespace archivolt {

/// A design as it was when the program last ended without being asked to.
struct Recovered {
    std::string project;  ///< The text of a project that holds the design.
    std::string path;     ///< The file that it belongs to; empty for none.
    FileKind kind = FileKind::Template;
    DiskMark known;  ///< What the file held when it was last read or written.
};

/// A file as it was read for a session.
struct FileReading {
    OpenedDesign opened;
    DiskMark known;  ///< What the file held, or before: a later change is never taken for known.
};

/// Reads a file as `Session::open` takes it; it may be read on any thread.
[[nodiscard]] FileReading readForSession(const std::string& path, const FileAccess& files);

/// The one mutable state of the window: a design with its history, and the file that it belongs to.
///
/// Every change of the design raises `revision`, which tells results for it from stale ones.
class Session {
public:
    /// Gives a file's reading to who opens it; nothing where the file is to be read then.
    using Readings = std::function<std::optional<FileReading>(const std::string& path)>;
    explicit Session(FileAccess& files, Readings readings = {})
        : m_files(files), m_readings(std::move(readings)) {}

    /// What came of opening: `diagnostics` say what reading had to say. Where nothing can be made
    /// of the text, `usable` is false and what was open stays as it is.
    struct Opening {
        bool usable = false;
        std::vector<Diagnostic> diagnostics;
    };
    /// Opens a file in place of what is open.
    [[nodiscard]] Opening open(const std::string& path);
    /// Reads the file anew, as one step of the history: what was there before can be undone. What
    /// still is there keeps its ids.
    [[nodiscard]] Opening readAgain();
    /// Opens a text as a design without a file; `name` is one that a file of it could have.
    [[nodiscard]] Opening openText(const std::string& name, std::string_view text);
    /// Opens a recovered project, which belongs to its path (or to no file) and has unsaved
    /// changes: one step over what the file holds, where that is as the session knew it.
    [[nodiscard]] Opening recover(const Recovered& recovered);

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
    /// Says whether the design is another than what its file held, wherever that is now.
    [[nodiscard]] bool isEdited() const;
    /// Returns what the file held when this session last read or wrote it.
    [[nodiscard]] const DiskMark& known() const { return m_known; }

    /// Makes all of `edits` as one step that undo takes back, or none of them. A step that has the
    /// key of the one before (not empty, and nothing has ended that one) becomes part of it.
    [[nodiscard]] Result<void> apply(const std::vector<Edit>& edits, std::string label,
                                     std::string key = {});
    /// Makes another design the present one, as `apply` does with what its edits give.
    void put(Design changed, std::string label, std::string key = {});
    /// Ends a step that others could have become part of.
    void endStep();
    bool undo();
    bool redo();

    /// Writes the design to its file, whatever that holds by now; there must be one.
    [[nodiscard]] Result<void> save();
    /// Writes the design to another file, which becomes its own. An ending of `.archivolt` makes it
    /// a project.
    [[nodiscard]] Result<void> saveAs(const std::string& path);
    /// Takes what is on the disk now as known without reading it: the design differs from it.
    void keepOver(const DiskMark& there);
    /// Notes whether the file is there at all: without it the design is unsaved.
    void heedFile(bool isThere) { m_fileIsGone = !isThere; }
    void close();

private:
    [[nodiscard]] Opening take(OpenedDesign opened, std::string path);
    [[nodiscard]] Result<void> write(FileKind kind, const std::string& path);

    FileAccess& m_files;
    Readings m_readings;  ///< May be empty.
    OpenedDesign m_opened;
    std::optional<History> m_history;
    std::string m_path;
    DiskMark m_known;
    bool m_fileIsGone = false;   ///< When it was last looked for.
    bool m_fileDiffers = false;  ///< The file never held the design that the history calls saved.
    std::uint64_t m_revision = 0;
};

}  // namespace archivolt
