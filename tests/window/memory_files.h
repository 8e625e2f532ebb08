#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/files/file_access.h"

namespace archivolt::test {

/// Files that are only in memory; `writable` = false makes every write fail.
class MemoryFiles final : public FileAccess {
public:
    std::map<std::string, std::string> contents;
    bool writable = true;

    [[nodiscard]] Result<std::string> read(const std::string& path,
                                           std::size_t limit) const override {
        const auto found = contents.find(path);
        if (found == contents.end() || found->second.size() > limit) {
            return failure("FILE-1", "there is no such file");
        }
        return found->second;
    }
    [[nodiscard]] Result<void> writeAtomically(const std::string& path,
                                               std::string_view bytes) override {
        if (!writable) return failure("FILE-2", "the disk is full", "free some space");
        contents[path] = std::string(bytes);
        return {};
    }
    [[nodiscard]] bool isFile(const std::string& path) const override {
        return contents.contains(path);
    }
    [[nodiscard]] bool isFolder(const std::string&) const override { return false; }
    [[nodiscard]] Result<void> makeFolder(const std::string&) override {
        if (!writable) return failure("FILE-2", "the disk is full", "free some space");
        return {};
    }
    [[nodiscard]] Result<void> remove(const std::string& path) override {
        contents.erase(path);
        return {};
    }
    [[nodiscard]] std::vector<std::string> list(const std::string& folder) const override {
        std::vector<std::string> names;
        for (const auto& [path, text] : contents) {
            if (path.starts_with(folder + '/')) names.push_back(path.substr(folder.size() + 1));
        }
        return names;
    }
};

}  // namespace archivolt::test
