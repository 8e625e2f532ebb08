#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "tests/support/test_paths.h"

namespace archivolt::test {

/// The folder of this test: `network` holds what the AWS CLI prints of a network.
inline std::filesystem::path describeFolder() { return sourceRoot() / "tests" / "describe"; }

/// Returns the files of the described network by their way below its folder.
inline std::map<std::string, std::string> describedNetwork() {
    std::map<std::string, std::string> files;
    const auto root = describeFolder() / "network";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        if (!entry.is_regular_file()) continue;
        files[entry.path().lexically_relative(root).generic_string()] = readFile(entry.path());
    }
    return files;
}

}  // namespace archivolt::test
