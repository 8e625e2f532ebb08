#include "app/files/disk_files.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "app/files/atomic_file.h"
#include "app/files/file_lock.h"

namespace archivolt {

namespace fs = std::filesystem;

namespace {

std::string reason() { return std::strerror(errno); }

}  // namespace

Result<std::string> DiskFiles::read(const std::string& path, std::size_t limit) const {
    std::error_code error;
    const auto status = fs::status(path, error);
    if (!fs::exists(status)) {
        return failure(kCannotRead, fmt::format("there is no file `{}`", path), "check the path");
    }
    if (fs::is_directory(status)) {
        return failure(kCannotRead, fmt::format("`{}` is a folder", path), "name a file in it");
    }
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return failure(kCannotRead, fmt::format("`{}` can't be opened: {}", path, reason()),
                       "check its permissions");
    }
    // One byte more than it has, which tells that it ends there; what has no size is read in
    // pieces.
    constexpr std::size_t kPiece = std::size_t{1} << 16U;
    const auto size = fs::file_size(path, error);
    std::size_t piece = error || size == 0 ? kPiece : static_cast<std::size_t>(size) + 1;
    std::string bytes;
    while (file && bytes.size() <= limit) {
        const std::size_t before = bytes.size();
        bytes.resize(before + std::min(piece, limit + 1 - before));
        piece = kPiece;
        file.read(bytes.data() + before, static_cast<std::streamsize>(bytes.size() - before));
        bytes.resize(before + static_cast<std::size_t>(file.gcount()));
    }
    if (file.bad()) {
        return failure(kCannotRead, fmt::format("`{}` can't be read: {}", path, reason()),
                       "try again");
    }
    if (bytes.size() > limit) {
        return failure(kFileTooLarge, fmt::format("`{}` is larger than {} bytes", path, limit),
                       "a template may have 1 MB; is this the right file?");
    }
    return bytes;
}

Result<void> DiskFiles::writeAtomically(const std::string& path, std::string_view bytes) {
    return writeFileAtomically(path, bytes);
}

bool DiskFiles::isFile(const std::string& path) const {
    std::error_code error;
    return fs::is_regular_file(path, error);
}

bool DiskFiles::isFolder(const std::string& path) const {
    std::error_code error;
    return fs::is_directory(path, error);
}

bool DiskFiles::isLink(const std::string& path) const {
    std::error_code error;
    return fs::is_symlink(fs::symlink_status(path, error));
}

Result<void> DiskFiles::makeFolder(const std::string& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error || !isFolder(path)) {
        return failure(kCannotMakeFolder,
                       fmt::format("the folder `{}` can't be made: {}", path,
                                   error ? error.message() : "a file has its name"),
                       "choose another place");
    }
    return {};
}

Result<void> DiskFiles::makePrivateFolder(const std::string& path) {
    std::error_code error;
    const fs::path above = fs::path(path).parent_path();
    if (!above.empty()) {
        if (auto made = makeFolder(above.string()); !made) return made;
    }
    // With its permissions from the beginning: nobody gets in between.
    if (::mkdir(path.c_str(), 0700) == 0) return {};
    if (auto made = makeFolder(path); !made) return made;
    fs::permissions(path, fs::perms::group_all | fs::perms::others_all, fs::perm_options::remove,
                    error);
    if (error) {
        return failure(
            kCannotMakeFolder,
            fmt::format("the folder `{}` can't be made private: {}", path, error.message()),
            "choose another place");
    }
    return {};
}

Result<void> DiskFiles::writePrivately(const std::string& path, std::string_view bytes) {
    // A file of this mode is filled beside it first, so that nobody sees it open or half.
    const std::string filled = path + ".new";
    if (auto made = makePrivateFile(filled); !made) return made;
    if (auto written = writeFileAtomically(filled, bytes); !written) return written;
    std::error_code error;
    fs::rename(filled, path, error);
    if (error) {
        return failure(kCannotWrite, fmt::format("can't write `{}`: {}", path, error.message()),
                       "check the path, its permissions and the space on the disk");
    }
    return {};
}

Result<void> DiskFiles::remove(const std::string& path) {
    std::error_code error;
    fs::remove(path, error);
    if (error) {
        return failure(kCannotRemove,
                       fmt::format("`{}` can't be removed: {}", path, error.message()),
                       "check its permissions");
    }
    return {};
}

std::vector<std::string> DiskFiles::list(const std::string& folder) const {
    std::vector<std::string> names;
    std::error_code error;
    for (auto at = fs::directory_iterator(folder, error); at != fs::directory_iterator();
         at.increment(error)) {
        names.push_back(at->path().filename().string());
    }
    std::ranges::sort(names);
    return names;
}

bool DiskFiles::isWritable(const std::string& path) const { return isWritableFile(path); }

std::string DiskFiles::wholePath(const std::string& path) const {
    std::error_code error;
    const fs::path absolute = fs::absolute(path, error);
    if (error) return path;
    const fs::path whole = fs::weakly_canonical(absolute, error);
    return (error ? absolute.lexically_normal() : whole).string();
}

Result<std::unique_ptr<HeldLock>> DiskFiles::tryLock(const std::string& path) {
    return lockFile(path);
}

}  // namespace archivolt
