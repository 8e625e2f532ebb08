#include "app/session/chosen_path.h"

#include <algorithm>
#include <filesystem>

#include "model/base/text_case.h"

namespace archivolt {

namespace {

bool isKnown(const std::string& ending, const std::vector<std::string>& known) {
    return std::ranges::find(known, lowerAscii(ending)) != known.end();
}

}  // namespace

std::string chosenPath(std::string_view typed, const NameCompletion& completion) {
    constexpr std::string_view kSpace = " \t\n";
    const auto first = typed.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    std::string name(typed.substr(first, typed.find_last_not_of(kSpace) - first + 1));
    if (name == "~" || name.starts_with("~/")) name = completion.home + name.substr(1);
    std::filesystem::path path(name);
    if (path.is_relative()) path = std::filesystem::path(completion.folder) / path;
    path = path.lexically_normal();
    // A name that ends in a slash, `.` or `..` means a folder, which has no ending.
    if (!path.has_filename()) return path.parent_path().empty() ? "/" : path.parent_path().string();
    const std::string ending = path.extension().string();
    const bool isComplete =
        ending.size() > 1 && (completion.known.empty() || isKnown(ending, completion.known));
    return isComplete ? path.string() : path.string() + completion.ending;
}

std::string withEnding(const std::string& path, const std::string& ending,
                       const std::vector<std::string>& known) {
    const std::filesystem::path whole(path);
    if (path.empty()) return path;
    if (!isKnown(whole.extension().string(), known)) return path + ending;
    return (whole.parent_path() / whole.stem()).string() + ending;
}

}  // namespace archivolt
