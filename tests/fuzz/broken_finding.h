#pragma once

#include <string>

#include "model/base/diagnostic.h"

namespace archivolt::test {

/// Returns what a finding lacks that every one must have; empty where it lacks nothing.
inline std::string broken(const Diagnostic& found) {
    if (found.code.empty() || found.message.empty()) {
        return "a finding without code or message: " + toString(found);
    }
    return {};
}

}  // namespace archivolt::test
