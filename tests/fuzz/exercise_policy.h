#pragma once

#include <string>

namespace archivolt::test {

/// Reads bytes as a policy document of every kind and as a case of `policy evaluate`, and decides
/// with them; returns which promise was broken, or nothing.
[[nodiscard]] std::string exercisePolicy(const std::string& text);

}  // namespace archivolt::test
