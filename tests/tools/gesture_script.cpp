#include "tests/tools/gesture_script.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace archivolt::test {

namespace {

std::vector<std::string> wordsOf(const std::string& text) {
    std::vector<std::string> words;
    std::istringstream stream(text);
    for (std::string word; stream >> word;) {
        if (word.front() == '"' && (word.size() == 1 || word.back() != '"')) {
            std::string rest;
            std::getline(stream, rest, '"');
            word += rest + '"';
        }
        if (word.size() > 1 && word.front() == '"') word = word.substr(1, word.size() - 2);
        words.push_back(word);
    }
    return words;
}

void addLines(GestureScript& script, const std::string& text, int number) {
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, ';');) {
        auto words = wordsOf(part);
        if (words.empty()) continue;
        ScriptLine line{number, part, words.front(), {}};
        line.words.assign(words.begin() + 1, words.end());
        script.lines.push_back(std::move(line));
    }
}

}  // namespace

std::string joined(const std::vector<std::string>& words, std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < words.size(); ++i) text += (text.empty() ? "" : " ") + words[i];
    return text;
}

std::vector<GestureScript> readGestureScripts(const std::string& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".txt") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    std::vector<GestureScript> scripts;
    for (const auto& file : files) {
        if (file.filename() == "CMakeLists.txt") continue;
        std::ifstream text(file);
        int number = 0;
        for (std::string each; std::getline(text, each);) {
            ++number;
            if (each.starts_with("=== ")) {
                scripts.push_back({file.filename().string(), each.substr(4), {}, {}});
            } else if (each.starts_with("| ")) {
                scripts.back().design += each.substr(2) + "\n";
            } else if (!each.empty() && each.front() != '#') {
                addLines(scripts.back(), each, number);
            }
        }
    }
    return scripts;
}

}  // namespace archivolt::test
