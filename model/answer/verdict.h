#pragma once

#include <cstdint>

namespace archivolt {

/// What an engine says of a question, in the words that every report uses.
enum class Verdict : std::uint8_t {
    Reachable,
    Partial,  ///< Some of what was asked.
    Blocked,
    Unknown,  ///< Something that could turn the answer can't be known or is not modelled.
};

/// Returns the word of the JSON outputs: `reachable`, `partial`, `blocked`, `unknown`.
[[nodiscard]] const char* verdictName(Verdict verdict);

}  // namespace archivolt
