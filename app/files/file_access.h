#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace archivolt {

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
    /// Takes a file away; fine when it is not there.
    [[nodiscard]] virtual Result<void> remove(const std::string& path) = 0;
    /// Returns the names in a folder, sorted; none, or only some, when it can't be read whole.
    [[nodiscard]] virtual std::vector<std::string> list(const std::string& folder) const = 0;
};

}  // namespace archivolt
