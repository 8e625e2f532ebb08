#pragma once

#include "app/files/file_access.h"

namespace archivolt {

/// The real disk.
class DiskFiles final : public FileAccess {
public:
    [[nodiscard]] Result<std::string> read(const std::string& path,
                                           std::size_t limit) const override;
    [[nodiscard]] Result<void> writeAtomically(const std::string& path,
                                               std::string_view bytes) override;
    [[nodiscard]] bool isFile(const std::string& path) const override;
    [[nodiscard]] bool isFolder(const std::string& path) const override;
    [[nodiscard]] bool isLink(const std::string& path) const override;
    [[nodiscard]] Result<void> makeFolder(const std::string& path) override;
    [[nodiscard]] Result<void> makePrivateFolder(const std::string& path) override;
    [[nodiscard]] Result<void> writePrivately(const std::string& path,
                                              std::string_view bytes) override;
    [[nodiscard]] Result<void> remove(const std::string& path) override;
    [[nodiscard]] std::vector<std::string> list(const std::string& folder) const override;
    [[nodiscard]] bool isWritable(const std::string& path) const override;
    [[nodiscard]] std::string wholePath(const std::string& path) const override;
    [[nodiscard]] Result<std::unique_ptr<HeldLock>> tryLock(const std::string& path) override;
};

}  // namespace archivolt
