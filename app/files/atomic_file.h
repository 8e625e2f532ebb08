#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "model/base/result.h"

namespace archivolt {

/// Writes a whole file so that a crash or a full disk leaves either the old content or the new.
///
/// A temporary file in the same folder is written, synchronised and renamed over the target; then
/// the folder is synchronised. It has the permissions of the file that it replaces before it has
/// any content (0666 less the umask for a new one); where its owner or group can't be kept, the
/// group loses its permissions rather than another group getting them. A symbolic link stays one,
/// its target is replaced; a device or a pipe is written to as it is.
///
/// FILE-2 with the system's reason when it can't be written: then the old file is untouched and no
/// temporary one is left. FILE-5 when the file is written, but its folder can't be synchronised:
/// the new content is there, and may be the old again after a power cut.
[[nodiscard]] Result<void> writeFileAtomically(const std::filesystem::path& path,
                                               std::string_view content);

}  // namespace archivolt
