#pragma once

#include <cstddef>
#include <string>

#include "app/session/open_design.h"
#include "model/base/rule.h"

namespace archivolt {

/// How much of a folder is gone through.
struct FolderLimits {
    int depth = 8;  ///< Of folders in folders.
    std::size_t files = 10'000;
    std::size_t names = 100'000;                  ///< Of files and folders, of whatever kind.
    std::size_t bytes = std::size_t{512} << 20U;  ///< Of all files together.
};

/// Opens a folder of AWS CLI output, the path of `opened`, with the folders in it.
///
/// A file that does not end in `.json` counts where it holds such output. Links to folders are not
/// followed, since they may lead anywhere and round in circles; each is told (OPEN-7, low). What
/// goes beyond the limits, and a `.json` that is no file, ends it at once and makes it unusable
/// (OPEN-6).
void openDescribeFolder(const OpenOptions& options, const FileAccess& files, OpenedDesign& opened,
                        const FolderLimits& limits = {});

/// Opens one file of AWS CLI output.
void openDescribeFile(std::string text, const OpenOptions& options, OpenedDesign& opened);

/// Why a folder is not opened.
[[nodiscard]] RuleList openDescribeRules();

}  // namespace archivolt
