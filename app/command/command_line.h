#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace archivolt {

class FileAccess;
struct CommandContext;
struct RenderOptions;

/// Exit statuses of the command, as the documentation promises them.
enum class ExitStatus : int {
    Fine = 0,        ///< Fine; of `reach`: reachable; of `diff`: no difference.
    Findings = 1,    ///< Findings at or above --fail-on, or a broken promise; a difference.
    Usage = 2,       ///< Wrong usage.
    Unreadable = 3,  ///< Input that can't be read.
    Unknown = 4,     ///< The answer is unknown.
};

/// Draws a picture as `render` says.
using Painter = ExitStatus (*)(const RenderOptions& options, const CommandContext& context);

/// What a command may touch: results go to `out`, messages to `err`, jobs come from `in`, files
/// through `files`.
struct CommandContext {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    FileAccess& files;
    bool colour = false;      ///< `out` is a terminal that wants colour.
    Painter paint = nullptr;  ///< Draws for `render`; none where the program has no Qt Gui.
};

/// Says whether the arguments (without the program's name) ask for a sub-command or an option of
/// the command line, and not for the window.
[[nodiscard]] bool isCommand(const std::vector<std::string>& arguments);

/// Returns why the first argument is neither a sub-command nor what the window could open, a word
/// that no file or folder is called and that has neither an ending nor a slash; else nothing.
[[nodiscard]] std::string whyNoCommand(const std::vector<std::string>& arguments,
                                       const FileAccess& files);

/// Runs one sub-command; `arguments` are those behind the program's name.
[[nodiscard]] ExitStatus runCommand(const std::vector<std::string>& arguments,
                                    const CommandContext& context);

}  // namespace archivolt
