#include "app/files/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <optional>
#include <system_error>

#include "app/files/file_access.h"

namespace archivolt {

namespace {

namespace fs = std::filesystem;

/// A file descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int descriptor) : m_descriptor(descriptor) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (m_descriptor >= 0) ::close(m_descriptor);
    }
    [[nodiscard]] int get() const { return m_descriptor; }
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    /// Closes and says whether the system had nothing to complain of.
    bool close() {
        const int result = ::close(m_descriptor);
        m_descriptor = -1;
        return result == 0;
    }

private:
    int m_descriptor;
};

std::string reason(int error) { return std::generic_category().message(error); }

tl::unexpected<Diagnostic> cannotWrite(const fs::path& path, int error) {
    auto failed =
        failure(kCannotWrite, fmt::format("can't write `{}`: {}", path.string(), reason(error)),
                "check the path, its permissions and the space on the disk");
    failed.value().where.file = path.string();
    return failed;
}

tl::unexpected<Diagnostic> cannotSync(const fs::path& path, int error) {
    auto failed =
        failure(kCannotSync,
                fmt::format("`{}` is written, but the system can't promise that it lasts: "
                            "{}",
                            path.string(), reason(error)),
                "save it again, or to another disk");
    failed.value().where.file = path.string();
    return failed;
}

/// Follows symbolic links to the file that is to be replaced, whether or not it is there.
Result<fs::path> targetOf(fs::path path) {
    constexpr int kMostLinks = 40;
    std::error_code error;
    for (int links = 0; fs::is_symlink(fs::symlink_status(path, error)); ++links) {
        if (links == kMostLinks) return cannotWrite(path, ELOOP);
        const fs::path to = fs::read_symlink(path, error);
        if (error) return cannotWrite(path, error.value());
        path = to.is_absolute() ? to : path.parent_path() / to;
    }
    return path;
}

bool writeAll(int descriptor, std::string_view content) {
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// What the file to be replaced is like.
struct Replaced {
    bool exists = false;
    struct stat status {};
};

Replaced statusOf(const fs::path& target) {
    Replaced replaced;
    replaced.exists = ::stat(target.c_str(), &replaced.status) == 0;
    return replaced;
}

/// Makes a new file in a folder with permissions that the umask lessens; its name in `name`.
int openTemporary(const fs::path& folder, mode_t mode, std::string& name) {
    constexpr int kMostTries = 1000;
    for (int i = 0; i < kMostTries; ++i) {
        name = (folder / fmt::format(".archivolt-{}-{}", ::getpid(), i)).string();
        const int file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (file >= 0 || errno != EEXIST) return file;
    }
    return -1;
}

/// Gives the temporary file, still empty, the owner and the permissions of what it replaces.
bool takeOver(int file, const Replaced& replaced) {
    mode_t mode = replaced.status.st_mode & 0777;
    const bool foreign =
        replaced.status.st_uid != ::geteuid() || replaced.status.st_gid != ::getegid();
    if (foreign && ::fchown(file, replaced.status.st_uid, replaced.status.st_gid) != 0 &&
        ::fchown(file, static_cast<uid_t>(-1), replaced.status.st_gid) != 0) {
        // Who may not give files away keeps the new one; his group was promised nothing.
        mode &= ~static_cast<mode_t>(S_IRWXG);
    }
    return ::fchmod(file, mode) == 0;
}

/// Fills the temporary file; the error number of what failed.
std::optional<int> fill(Descriptor& file, std::string_view content) {
    if (!writeAll(file.get(), content)) return errno;
    if (::fsync(file.get()) != 0) return errno;
    if (!file.close()) return errno;
    return std::nullopt;
}

/// Makes the renaming last; file systems that can't synchronise a folder say EINVAL.
bool syncFolder(const fs::path& folder) {
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!descriptor.isOpen()) return errno == EACCES;
    return ::fsync(descriptor.get()) == 0 || errno == EINVAL || errno == ENOTSUP;
}

}  // namespace

Result<void> writeFileAtomically(const fs::path& path, std::string_view content) {
    const auto target = targetOf(path);
    if (!target) return tl::make_unexpected(target.error());
    std::error_code error;
    if (fs::is_directory(*target, error)) return cannotWrite(path, EISDIR);
    const auto kind = fs::status(*target, error).type();
    if (kind != fs::file_type::not_found && kind != fs::file_type::regular) {
        // A device or a pipe (/dev/stdout) can't be replaced; it is written to.
        Descriptor device(::open(target->c_str(), O_WRONLY | O_CLOEXEC));
        if (!device.isOpen() || !writeAll(device.get(), content) || !device.close()) {
            return cannotWrite(path, errno);
        }
        return {};
    }
    const fs::path folder = target->has_parent_path() ? target->parent_path() : fs::path(".");
    const Replaced replaced = statusOf(*target);
    std::string temporary;
    Descriptor file(openTemporary(folder, replaced.exists ? 0600 : 0666, temporary));
    if (!file.isOpen()) return cannotWrite(path, errno);
    std::optional<int> failed;
    if (replaced.exists && !takeOver(file.get(), replaced)) {
        failed = errno;
    }
    if (!failed) failed = fill(file, content);
    if (!failed && ::rename(temporary.c_str(), target->c_str()) != 0) failed = errno;
    if (failed) {
        ::unlink(temporary.c_str());
        return cannotWrite(path, *failed);
    }
    if (!syncFolder(folder)) return cannotSync(path, errno);
    return {};
}

}  // namespace archivolt
