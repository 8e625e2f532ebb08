#pragma once

#include <map>
#include <set>
#include <string>

#include "app/files/file_access.h"

namespace archivolt::test {

/// Files in memory, so that a test of the command sees every byte that it writes and none stays.
///
/// A folder is there when it was made or a file lies in it; the root always is. `full` makes every
/// write fail, as a full disk does.
class MemoryFiles final : public FileAccess {
public:
    std::map<std::string, std::string> files;
    std::set<std::string> folders;
    bool full = false;

    [[nodiscard]] Result<std::string> read(const std::string& path,
                                           std::size_t limit) const override {
        const auto file = files.find(path);
        if (isFolder(path)) return failure("FILE-1", "`" + path + "` is a folder", "name a file");
        if (file == files.end()) return failure("FILE-1", "`" + path + "` is not there", "look");
        if (file->second.size() > limit) return failure("FILE-1", "too large", "split it");
        return file->second;
    }
    [[nodiscard]] Result<void> writeAtomically(const std::string& path,
                                               std::string_view bytes) override {
        const auto slash = path.rfind('/');
        const bool there = slash == std::string::npos || isFolder(path.substr(0, slash));
        if (full || !there) return failure("FILE-2", "`" + path + "` can't be written", "look");
        files[path] = bytes;
        return {};
    }
    [[nodiscard]] bool isFile(const std::string& path) const override {
        return files.contains(path);
    }
    [[nodiscard]] bool isFolder(const std::string& path) const override {
        return folders.contains(path);
    }
    [[nodiscard]] Result<void> makeFolder(const std::string& path) override {
        if (full) return failure("FILE-2", "`" + path + "` can't be made", "look");
        folders.insert(path);
        return {};
    }
    [[nodiscard]] Result<void> remove(const std::string& path) override {
        files.erase(path);
        return {};
    }
    [[nodiscard]] std::vector<std::string> list(const std::string& folder) const override {
        std::vector<std::string> names;
        for (const auto& [path, bytes] : files) {
            if (path.starts_with(folder + '/')) names.push_back(path.substr(folder.size() + 1));
        }
        return names;
    }
};

}  // namespace archivolt::test
