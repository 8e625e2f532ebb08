#pragma once

#include <map>
#include <set>
#include <string>

#include "app/files/file_access.h"

namespace archivolt::test {

/// Files in memory: the one fake of the disk, so that a test sees every byte that is written.
///
/// A folder is there when it was made or a file lies in it; the root always is. `full` makes every
/// write fail, as a full disk does; files in `readOnly` can't be written to, but replaced, as on a
/// disk. Locks are held as long as their objects live, which must not be longer than the files.
class MemoryFiles final : public FileAccess {
public:
    std::map<std::string, std::string> files;
    std::set<std::string> folders;
    std::set<std::string> readOnly;
    std::set<std::string> locks;         ///< Held now, also by other processes that a test plays.
    std::set<std::string> privateFiles;  ///< Written so that the owner alone may read them.
    bool full = false;

    [[nodiscard]] Result<std::string> read(const std::string& path,
                                           std::size_t limit) const override {
        const auto file = files.find(path);
        if (isFolder(path))
            return failure(kCannotRead, "`" + path + "` is a folder", "name a file");
        if (file == files.end()) return failure(kCannotRead, "`" + path + "` is not there", "look");
        if (file->second.size() > limit) return failure(kFileTooLarge, "too large", "split it");
        return file->second;
    }
    [[nodiscard]] Result<void> writeAtomically(const std::string& path,
                                               std::string_view bytes) override {
        const auto slash = path.rfind('/');
        const bool there = slash == std::string::npos || isFolder(path.substr(0, slash));
        if (full || !there) return failure(kCannotWrite, "`" + path + "` can't be written", "look");
        files[path] = bytes;
        return {};
    }
    [[nodiscard]] bool isFile(const std::string& path) const override {
        return files.contains(path);
    }
    [[nodiscard]] bool isFolder(const std::string& path) const override {
        if (path.empty() || folders.contains(path)) return true;
        const auto inside = files.lower_bound(path + '/');
        return inside != files.end() && inside->first.starts_with(path + '/');
    }
    [[nodiscard]] Result<void> makeFolder(const std::string& path) override {
        if (full) return failure(kCannotWrite, "`" + path + "` can't be made", "look");
        folders.insert(path);
        return {};
    }
    [[nodiscard]] Result<void> remove(const std::string& path) override {
        files.erase(path);
        privateFiles.erase(path);
        return {};
    }
    [[nodiscard]] std::vector<std::string> list(const std::string& folder) const override {
        std::set<std::string> names;
        for (const auto& [path, bytes] : files) {
            if (!path.starts_with(folder + '/')) continue;
            names.insert(path.substr(folder.size() + 1,
                                     path.find('/', folder.size() + 1) - folder.size() - 1));
        }
        return {names.begin(), names.end()};
    }
    [[nodiscard]] bool isWritable(const std::string& path) const override {
        return !readOnly.contains(path);
    }
    [[nodiscard]] std::string wholePath(const std::string& path) const override {
        return path.starts_with('/') ? path : '/' + path;
    }
    [[nodiscard]] Result<void> makePrivateFolder(const std::string& path) override {
        return makeFolder(path);
    }
    [[nodiscard]] Result<void> writePrivately(const std::string& path,
                                              std::string_view bytes) override {
        auto written = writeAtomically(path, bytes);
        if (written) privateFiles.insert(path);
        return written;
    }
    [[nodiscard]] Result<std::unique_ptr<HeldLock>> tryLock(const std::string& path) override {
        if (full) return failure(kCannotWrite, "`" + path + "` can't be written", "look");
        if (!locks.insert(path).second) return std::unique_ptr<HeldLock>();
        return std::unique_ptr<HeldLock>(std::make_unique<Lock>(*this, path));
    }

private:
    class Lock final : public HeldLock {
    public:
        Lock(MemoryFiles& held, std::string path) : m_held(held), m_path(std::move(path)) {}
        ~Lock() override { m_held.locks.erase(m_path); }

    private:
        MemoryFiles& m_held;
        std::string m_path;
    };
};

}  // namespace archivolt::test
