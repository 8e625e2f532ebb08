#pragma once

#include <memory>
#include <string>

#include "app/files/file_access.h"

namespace archivolt {

/// Takes the lock of a file, made with mode 0600 where it is missing; null pointer when somebody
/// holds it, FILE-2 when there can be no lock there. Giving the lock back takes the file away.
/// Source: flock(2): a lock belongs to the open file, and ends with its last descriptor.
[[nodiscard]] Result<std::unique_ptr<HeldLock>> lockFile(const std::string& path);

/// Makes an empty file of mode 0600, or gives one that is there this mode; FILE-2 when that can't
/// be.
[[nodiscard]] Result<void> makePrivateFile(const std::string& path);

/// Says whether a file may be written to by this process, or one made where there is none. A file
/// that is marked read-only for everybody counts as such for the superuser too.
[[nodiscard]] bool isWritableFile(const std::string& path);

}  // namespace archivolt
