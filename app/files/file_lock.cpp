#include "app/files/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace archivolt {

namespace {

constexpr mode_t kOwn = 0600;

tl::unexpected<Diagnostic> cannot(const char* what, const std::string& path, int error) {
    return failure(
        kCannotWrite,
        fmt::format("can't {} `{}`: {}", what, path, std::generic_category().message(error)),
        "check the path, its permissions and the space on the disk");
}

/// Says whether a descriptor is still what the path leads to.
bool isStill(int file, const std::string& path) {
    struct stat held {};
    struct stat there {};
    return ::fstat(file, &held) == 0 && ::stat(path.c_str(), &there) == 0 &&
           held.st_ino == there.st_ino && held.st_dev == there.st_dev;
}

class FileLock final : public HeldLock {
public:
    FileLock(int file, std::string path) : m_file(file), m_path(std::move(path)) {}
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock() override {
        ::unlink(m_path.c_str());
        ::close(m_file);
    }

private:
    int m_file;
    std::string m_path;
};

}  // namespace

Result<std::unique_ptr<HeldLock>> lockFile(const std::string& path) {
    // Whoever gives a lock back takes its file away, so a lock on a file that is gone is none.
    constexpr int kMostTries = 100;
    for (int i = 0; i < kMostTries; ++i) {
        const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kOwn);
        if (file < 0) return cannot("lock", path, errno);
        if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
            const int error = errno;
            ::close(file);
            if (error == EWOULDBLOCK) return nullptr;
            return cannot("lock", path, error);
        }
        if (isStill(file, path)) return std::make_unique<FileLock>(file, path);
        ::close(file);
    }
    return nullptr;
}

Result<void> makePrivateFile(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kOwn);
    if (file < 0) return cannot("write", path, errno);
    const int error = ::fchmod(file, kOwn) == 0 ? 0 : errno;
    ::close(file);
    if (error != 0) return cannot("write", path, error);
    return {};
}

bool isWritableFile(const std::string& path) {
    struct stat file {};
    if (::stat(path.c_str(), &file) == 0 && (file.st_mode & 0222) == 0) return false;
    if (::access(path.c_str(), W_OK) == 0) return true;
    if (errno != ENOENT) return false;
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    return ::access(folder.empty() ? "." : folder.c_str(), W_OK) == 0;
}

}  // namespace archivolt
