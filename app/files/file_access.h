#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace archivolt {

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
        return failure("FILE-2", "there is no lock `" + path + "` here");
    }
};

}  // namespace archivolt
