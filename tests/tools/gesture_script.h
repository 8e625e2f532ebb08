#pragma once

#include <string>
#include <vector>

namespace archivolt::test {

/// One line of a gesture script; tests/tools/README.md tells the language.
struct ScriptLine {
    int number = 0;
    std::string text;
    std::string verb;
    std::vector<std::string> words;  ///< Behind the verb; what is in quotes is one.
};

struct GestureScript {
    std::string file;
    std::string name;
    std::string design;  ///< Text of a template of its own; empty where it opens an example.
    std::vector<ScriptLine> lines;
};

/// Returns the words of a line from one on, with a space between.
[[nodiscard]] std::string joined(const std::vector<std::string>& words, std::size_t from);
/// Returns whether `text` holds `part`.
[[nodiscard]] inline bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// Reads the scripts of a folder (`*.txt`), in the order of names and lines.
[[nodiscard]] std::vector<GestureScript> readGestureScripts(const std::string& folder);

}  // namespace archivolt::test
