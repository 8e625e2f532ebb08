#include "app/files/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <vector>

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

tl::unexpected<Diagnostic> cannot(const Rule& rule, const char* what, const fs::path& path,
                                  int error) {
    auto failed =
        failure(rule, fmt::format("can't {} `{}`: {}", what, path.string(), reason(error)),
                "check the path, its permissions and the space on the disk");
    failed.value().where.file = path.string();
    return failed;
}

/// Follows symbolic links to the file that is to be replaced, whether or not it is there.
Result<fs::path> targetOf(fs::path path) {
    constexpr int kMostLinks = 40;
    std::error_code error;
    for (int links = 0; fs::is_symlink(fs::symlink_status(path, error)); ++links) {
        if (links == kMostLinks) return cannot(kCannotWrite, "write", path, ELOOP);
        const fs::path to = fs::read_symlink(path, error);
        if (error) return cannot(kCannotWrite, "write", path, error.value());
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

/// Makes a new file in a folder, with the permissions that a new file gets there; its name in
/// `name`.
int openTemporary(const fs::path& folder, std::string& name) {
    constexpr int kMostTries = 1000;
    for (int i = 0; i < kMostTries; ++i) {
        name = (folder / fmt::format(".archivolt-{}-{}", ::getpid(), i)).string();
        const int file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file >= 0 || errno != EEXIST) return file;
    }
    return -1;
}

/// Fills the temporary file; the error number of what failed.
std::optional<int> fill(Descriptor& file, std::string_view content, const fs::path& target) {
    struct stat now {};
    const bool exists = ::stat(target.c_str(), &now) == 0;
    if (!writeAll(file.get(), content)) return errno;
    if (exists && (now.st_uid != ::geteuid() || now.st_gid != ::getegid())) {
        // Who may not give files away keeps the new file; the permissions below still hold.
        [[maybe_unused]] const int ignored = ::fchown(file.get(), now.st_uid, now.st_gid);
    }
    if (exists && ::fchmod(file.get(), now.st_mode & 07777) != 0) return errno;
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

Result<std::string> readFile(const fs::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen()) return cannot(kCannotRead, "read", path, errno);
    std::string content;
    std::vector<char> buffer(std::size_t{1} << 16U);
    while (true) {
        const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return cannot(kCannotRead, "read", path, errno);
        if (got == 0) return content;
        content.append(buffer.data(), static_cast<std::size_t>(got));
        if (content.size() > kLargestFile) return cannot(kFileTooLarge, "read", path, EFBIG);
    }
}

Result<void> writeFileAtomically(const fs::path& path, std::string_view content) {
    const auto target = targetOf(path);
    if (!target) return tl::make_unexpected(target.error());
    std::error_code error;
    if (fs::is_directory(*target, error)) return cannot(kCannotWrite, "write", path, EISDIR);
    const auto kind = fs::status(*target, error).type();
    if (kind != fs::file_type::not_found && kind != fs::file_type::regular) {
        // A device or a pipe (/dev/stdout) can't be replaced; it is written to.
        Descriptor device(::open(target->c_str(), O_WRONLY | O_CLOEXEC));
        if (!device.isOpen() || !writeAll(device.get(), content) || !device.close()) {
            return cannot(kCannotWrite, "write", path, errno);
        }
        return {};
    }
    const fs::path folder = target->has_parent_path() ? target->parent_path() : fs::path(".");
    std::string temporary;
    Descriptor file(openTemporary(folder, temporary));
    if (!file.isOpen()) return cannot(kCannotWrite, "write", path, errno);
    auto failed = fill(file, content, *target);
    if (!failed && ::rename(temporary.c_str(), target->c_str()) != 0) failed = errno;
    if (failed) {
        ::unlink(temporary.c_str());
        return cannot(kCannotWrite, "write", path, *failed);
    }
    if (!syncFolder(folder)) return cannot(kCannotWrite, "write", path, errno);
    return {};
}

}  // namespace archivolt
