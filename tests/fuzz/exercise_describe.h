#pragma once

#include <string>
#include <string_view>

namespace archivolt::test {

/// Reads a text as AWS CLI output and resolves what it describes; returns which promise was broken,
/// or nothing.
[[nodiscard]] std::string exerciseDescribe(std::string_view text);

}  // namespace archivolt::test
