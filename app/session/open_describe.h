#pragma once

#include <string>

#include "app/session/open_design.h"
#include "model/base/rule.h"

namespace archivolt {

/// Opens a folder of AWS CLI output, the path of `opened`, with the folders in it.
///
/// Files that do not end in `.json` are passed over. More than 10,000 files, or folders nested more
/// than eight deep, make it unusable (OPEN-6).
void openDescribeFolder(const OpenOptions& options, const FileAccess& files, OpenedDesign& opened);

/// Opens one file of AWS CLI output.
void openDescribeFile(std::string text, const OpenOptions& options, OpenedDesign& opened);

/// Why a folder is not opened.
[[nodiscard]] RuleList openDescribeRules();

}  // namespace archivolt
