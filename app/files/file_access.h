#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/base/rule.h"

namespace archivolt {

// Why a file can't be had; whatever stands behind FileAccess uses these.

inline constexpr Rule kCannotRead{
    "FILE-1",
    Severity::Error,
    "a file can't be read",
    "it is missing, is a folder, or the system does not let this user read it",
    "check its name and its permissions",
    "a rule of this program"};

inline constexpr Rule kCannotWrite{
    "FILE-2",
    Severity::Error,
    "a file can't be written",
    "the system refuses it; the old file is as it was unless the message says otherwise",
    "check the permissions and the space of the disk, or choose another place",
    "a rule of this program"};

inline constexpr Rule kCannotMakeFolder{"FILE-3",
                                        Severity::Error,
                                        "a folder can't be made",
                                        "the system refuses it, or a file has its name",
                                        "choose another place",
                                        "a rule of this program"};

inline constexpr Rule kCannotRemove{"FILE-4",
                                    Severity::Error,
                                    "a file can't be removed",
                                    "the system refuses it",
                                    "check its permissions",
                                    "a rule of this program"};

inline constexpr Rule kFileTooLarge{
    "FILE-7",
    Severity::Error,
    "a file is larger than this program reads",
    "templates have at most 1 MB; what is far larger is something else",
    "check that it is the right file",
    "a rule of this program"};

inline constexpr Rule kCannotSync{
    "FILE-5",
    Severity::Error,
    "a file is written, but the system can't promise that it lasts",
    "the disk did not confirm it, so that a power failure may lose it",
    "save it again, or to another disk",
    "a rule of this program"};

inline constexpr const Rule* kFileRules[] = {&kCannotRead,   &kCannotWrite,  &kCannotMakeFolder,
                                             &kCannotRemove, &kFileTooLarge, &kCannotSync};

/// Holds a lock for as long as it lives.
class HeldLock {
public:
    HeldLock() = default;
    HeldLock(const HeldLock&) = delete;
    HeldLock& operator=(const HeldLock&) = delete;
    virtual ~HeldLock() = default;
};

/// The one seam to files, so that sessions and commands can be tested without a disk.
class FileAccess {
public:
    FileAccess() = default;
    FileAccess(const FileAccess&) = delete;
    FileAccess& operator=(const FileAccess&) = delete;
    virtual ~FileAccess() = default;

    /// Returns a file's bytes; fails for a folder, a missing or a locked file, or one over `limit`.
    [[nodiscard]] virtual Result<std::string> read(const std::string& path,
                                                   std::size_t limit) const = 0;
    /// Writes a file whole or not at all: a reader sees the old bytes or the new ones.
    [[nodiscard]] virtual Result<void> writeAtomically(const std::string& path,
                                                       std::string_view bytes) = 0;
    [[nodiscard]] virtual bool isFile(const std::string& path) const = 0;
    [[nodiscard]] virtual bool isFolder(const std::string& path) const = 0;
    /// Says whether a path is itself a symbolic link; where there are none, none is.
    [[nodiscard]] virtual bool isLink(const std::string& /*path*/) const { return false; }
    /// Makes a folder and those above it; fine when it is there.
    [[nodiscard]] virtual Result<void> makeFolder(const std::string& path) = 0;
    /// Makes a folder that the user alone may read, or makes one so that is there; and those above
    /// it as `makeFolder` does.
    [[nodiscard]] virtual Result<void> makePrivateFolder(const std::string& path) = 0;
    /// Writes a file that the user alone may read, whole or not at all.
    [[nodiscard]] virtual Result<void> writePrivately(const std::string& path,
                                                      std::string_view bytes) = 0;
    /// Takes a file away; fine when it is not there.
    [[nodiscard]] virtual Result<void> remove(const std::string& path) = 0;
    /// Returns the names in a folder, sorted; none, or only some, when it can't be read whole.
    [[nodiscard]] virtual std::vector<std::string> list(const std::string& folder) const = 0;
    /// Says whether a file may be written to, or one made where there is none.
    [[nodiscard]] virtual bool isWritable(const std::string& /*path*/) const { return true; }
    /// Returns one name for a file however it was named: absolute, links followed.
    [[nodiscard]] virtual std::string wholePath(const std::string& path) const { return path; }
    /// Takes the lock that a private file stands for, made where it is missing. Null pointer when
    /// another process or another lock holds it; fails where there can be no lock. The system gives
    /// the lock of a process that ends back, however it ends.
    [[nodiscard]] virtual Result<std::unique_ptr<HeldLock>> tryLock(const std::string& path) {
        return failure(kCannotWrite, "there is no lock `" + path + "` here");
    }
};

}  // namespace archivolt
