#pragma once

#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace archivolt {

/// Returns a completion script for `bash`, `zsh` or `fish`, made from the parser itself.
[[nodiscard]] std::string completionScript(const CLI::App& app, std::string_view shell);

}  // namespace archivolt
