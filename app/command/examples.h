#pragma once

#include <span>
#include <string>
#include <string_view>

namespace archivolt {

/// A template or project that is shipped in the program.
struct Example {
    std::string_view name;  ///< `three-tier`.
    std::string_view text;  ///< The file's bytes.
};

/// Returns the shipped examples, sorted by name; made from resources/examples at build time.
[[nodiscard]] std::span<const Example> shippedExamples();

/// Returns the example of this name, or null pointer.
[[nodiscard]] const Example* findExample(std::string_view name);

}  // namespace archivolt
