#include "app/session/disk_mark.h"

#include "app/session/open_design.h"

namespace archivolt {

namespace {

std::optional<std::uint64_t> hashOf(const std::string& path, const FileAccess& files) {
    if (!files.isFile(path)) return {};
    const auto text = files.read(path, kMaxFileBytes);
    if (!text) return {};
    return contentHash(*text);
}

}  // namespace

std::uint64_t contentHash(std::string_view bytes) {
    constexpr std::uint64_t kStart = 0xcbf29ce484222325;
    constexpr std::uint64_t kFactor = 0x100000001b3;
    std::uint64_t hash = kStart;
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * kFactor;
    return hash;
}

DiskMark diskMarkOf(const std::string& path, const FileAccess& files) {
    if (files.isFolder(path)) return {0, {}};
    return {hashOf(path, files), hashOf(companionOf(path), files)};
}

}  // namespace archivolt
