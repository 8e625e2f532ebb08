#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/files/file_access.h"

namespace archivolt {

/// What a design's file and the companion beside it hold, as hashes: two marks are equal when
/// nobody changed anything, whatever the files' times say. A folder is all one.
struct DiskMark {
    std::optional<std::uint64_t> file;  ///< Nothing where no file can be read.
    std::optional<std::uint64_t> companion;
    friend bool operator==(const DiskMark&, const DiskMark&) = default;
};

/// Returns a hash of bytes: FNV-1a of 64 bits. It tells accidents apart, not attacks.
[[nodiscard]] std::uint64_t contentHash(std::string_view bytes);

/// Reads the mark of what is on the disk now.
[[nodiscard]] DiskMark diskMarkOf(const std::string& path, const FileAccess& files);

}  // namespace archivolt
