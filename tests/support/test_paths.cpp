#include "tests/support/test_paths.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

namespace archivolt::test {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> templatesUnder(const fs::path& root) {
    static constexpr std::array kEndings = {".yaml", ".yml", ".json", ".template"};
    std::vector<fs::path> found;
    if (root.empty() || !fs::is_directory(root)) return found;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        const auto ending = entry.path().extension().string();
        if (entry.is_regular_file() && std::ranges::find(kEndings, ending) != kEndings.end()) {
            found.push_back(entry.path());
        }
    }
    std::ranges::sort(found);
    return found;
}

}  // namespace

fs::path sourceRoot() { return ARCHIVOLT_SOURCE_DIR; }

fs::path corpusRoot() {
    if (const char* named = std::getenv("ARCHIVOLT_CORPUS")) return named;
    const fs::path beside = sourceRoot() / ".." / "shared" / "corpus";
    return fs::is_directory(beside) ? fs::weakly_canonical(beside) : fs::path();
}

std::vector<fs::path> corpusTemplates() { return templatesUnder(corpusRoot()); }

std::vector<fs::path> fixtureTemplates() {
    return templatesUnder(sourceRoot() / "tests" / "fixtures" / "templates");
}

std::string readFile(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        std::cerr << "cannot read " << path << '\n';
        std::abort();
    }
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

}  // namespace archivolt::test
