#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "model/base/result.h"

namespace archivolt {

/// The largest file that is read, in bytes.
inline constexpr std::size_t kLargestFile = std::size_t{256} << 20U;

/// Reads a whole file; FILE-1 when it can't be read, is a folder or is larger than `kLargestFile`.
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path& path);

/// Writes a whole file so that a crash or a full disk leaves either the old content or the new.
///
/// A temporary file in the same folder is written, synchronised and renamed over the target; then
/// the folder is synchronised. A symbolic link stays one, its target is replaced. The permissions
/// of a file that is there are kept; a new one gets 0666 less the umask. FILE-2 with the system's
/// reason when it can't be written; then the old file is untouched and no temporary one is left.
[[nodiscard]] Result<void> writeFileAtomically(const std::filesystem::path& path,
                                               std::string_view content);

}  // namespace archivolt
