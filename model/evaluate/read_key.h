#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace archivolt {

/// What of a stack, besides a resource itself, its evaluation may read.
enum class ReadKind : std::uint8_t {
    Parameter,  ///< Pseudo parameters included.
    Mapping,
    Condition,
    Standing,  ///< Whether a resource of the name is there, is a loop, or is removed.
    Content,   ///< What a resource of the name says.
    Import,    ///< The export that is imported under the name.
    Loops      ///< Whether a loop makes resources; it has no name.
};

/// One thing that an evaluation read: a parameter of this name, say.
struct ReadKey {
    ReadKind kind = ReadKind::Parameter;
    std::string name;
    friend auto operator<=>(const ReadKey&, const ReadKey&) = default;
};

}  // namespace archivolt
