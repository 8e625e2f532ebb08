#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace archivolt {

/// What a name that is typed into a dialog is completed with.
struct NameCompletion {
    std::string folder;  ///< The one that is shown; relative names are of it.
    std::string home;    ///< What `~` stands for.
    std::string ending;  ///< With its dot: added to a name that has none; empty adds nothing.
    /// Endings that a name may have of its own; with others the ending is added. Empty: any.
    std::vector<std::string> known;
};

/// Returns the whole path that a typed name means, without `.` and `..`; empty for no name.
[[nodiscard]] std::string chosenPath(std::string_view typed, const NameCompletion& completion);

/// Returns a path with another ending in place of its own, where that is one of `known`.
[[nodiscard]] std::string withEnding(const std::string& path, const std::string& ending,
                                     const std::vector<std::string>& known);

}  // namespace archivolt
