#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/files/file_access.h"
#include "app/session/session.h"

namespace archivolt {

/// Unsaved work that is to survive a crash: an immutable snapshot, safe to hand to another thread.
struct UnsavedWork {
    std::shared_ptr<const Design> design;
    std::string path;  ///< The file that it belongs to; empty for none.
    FileKind kind = FileKind::Template;
    DiskMark known;      ///< What the file held when it was last read or written.
    std::string change;  ///< What was done last: "Move Web to PublicB".
    /// By stack's name, what was typed as its text and can't be read yet.
    std::map<std::string, std::string> drafts{};
};

/// Unsaved work that a session left which ended without being asked to.
struct LeftBehind {
    std::string name;  ///< Tells it from others.
    std::string design;
    std::string change;
    Recovered recovered;
    std::map<std::string, std::string> drafts;  ///< As of UnsavedWork.
};

/// The copies of unsaved work in a private folder, one for each session that has any.
///
/// A session holds a lock as long as it lives, so a copy whose lock is free was left behind; what
/// is offered stays locked, so that one window alone offers it. A copy is taken away only when the
/// work is saved, or the user says so.
class RecoveryStore {
public:
    RecoveryStore(FileAccess& files, std::string folder)
        : m_files(files), m_folder(std::move(folder)) {}

    /// Writes this session's copy, whole or not at all.
    [[nodiscard]] Result<void> write(const UnsavedWork& work);
    /// Takes this session's copy away: everything is saved, or the user threw it away.
    void clear();

    /// Returns what other sessions left behind, by name, and holds it until it is released or this
    /// goes. What is on the disk just so is no work that could be lost: it is taken away. A copy
    /// that can't be understood is left as it is, and not returned.
    [[nodiscard]] std::vector<LeftBehind> leftBehind();
    /// Takes a copy that was left behind away: it is recovered and kept anew, or not wanted.
    void release(const std::string& name);

private:
    [[nodiscard]] Result<void> takeName();
    [[nodiscard]] std::string fileOf(const std::string& name) const;
    [[nodiscard]] std::string lockOf(const std::string& name) const;
    [[nodiscard]] bool isOnDisk(const Recovered& recovered) const;

    FileAccess& m_files;
    std::string m_folder;
    std::string m_own;  ///< This session's name; empty until it has a copy.
    std::unique_ptr<HeldLock> m_ownLock;
    std::map<std::string, std::unique_ptr<HeldLock>> m_held;
};

}  // namespace archivolt
