#include <QtTest>
#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>

#include "tests/support/test_paths.h"

// The rules of the house that a machine can see, as tests over the source tree.
namespace archivolt {

namespace fs = std::filesystem;

namespace {

struct SourceFile {
    std::string path;  // From the root, with forward slashes.
    std::string text;
    std::vector<std::string> lines;
};

bool isSkipped(const std::string& path) {
    return path.starts_with("build/") || path.starts_with(".git/") || path.starts_with("out/");
}

const std::vector<SourceFile>& sourceFiles() {
    static const std::vector<SourceFile> kFiles = [] {
        static const std::set<std::string> kEndings = {".h",  ".cpp", ".qml", ".sh",  ".cmake",
                                                       ".py", ".md",  ".txt", ".json"};
        std::vector<SourceFile> files;
        const fs::path root = test::sourceRoot();
        for (auto at = fs::recursive_directory_iterator(root); at != fs::end(at); ++at) {
            const std::string path = at->path().lexically_relative(root).generic_string();
            if (at->is_directory() && isSkipped(path + "/")) at.disable_recursion_pending();
            if (!at->is_regular_file() || !kEndings.contains(at->path().extension().string())) {
                continue;
            }
            SourceFile file{path, test::readFile(at->path()), {}};
            std::istringstream stream(file.text);
            for (std::string line; std::getline(stream, line);) file.lines.push_back(line);
            files.push_back(std::move(file));
        }
        std::ranges::sort(files, {}, &SourceFile::path);
        return files;
    }();
    return kFiles;
}

bool isCode(const SourceFile& file) {
    return file.path.ends_with(".h") || file.path.ends_with(".cpp");
}

/// Returns the folder that a layer rule speaks of: `model/net`, `app`, `tests`.
std::string layerOf(const std::string& path) {
    const auto first = path.find('/');
    if (first == std::string::npos) return "";
    const std::string top = path.substr(0, first);
    if (top != "model" && top != "export" && top != "render") return top;
    return path.substr(0, path.find('/', first + 1));
}

/// What each folder may include, itself apart. A folder that is not here may include nothing.
const std::map<std::string, std::set<std::string>>& includeTable() {
    static const std::set<std::string> kDesign = {"model/base", "model/value", "model/design"};
    static const std::set<std::string> kResolved = {
        "model/base",    "model/net",          "model/value",  "model/design",
        "model/catalog", "model/architecture", "model/resolve"};
    const auto with = [](std::set<std::string> set, std::initializer_list<const char*> more) {
        set.insert(more.begin(), more.end());
        return set;
    };
    static const std::map<std::string, std::set<std::string>> kTable = {
        {"model/base", {}},
        {"model/net", {"model/base"}},
        {"model/value", {"model/base"}},
        {"model/design", {"model/base", "model/value"}},
        {"model/catalog", {"model/base", "model/value"}},
        {"model/architecture", {"model/base", "model/net", "model/value"}},
        {"model/resolve", kResolved},
        {"model/access", with(kResolved, {"model/policy"})},
        {"model/lint", with(kResolved, {"model/policy"})},
        {"model/compare", kResolved},
        {"model/policy", {"model/base", "model/net", "model/value"}},
        {"model/reachability", {"model/base", "model/net", "model/value", "model/architecture"}},
        {"model/guardrails", with(kResolved, {"model/lint", "model/reachability", "model/policy"})},
        {"model/intents", with(kResolved, {"model/lint", "model/reachability", "model/policy"})},
        {"model/repair", with(kResolved, {"model/reachability", "model/policy"})},
        {"export/cloudformation", kDesign},
        {"export/project", kDesign},
        {"export/sarif", with(kResolved, {"model/lint"})},
        {"export/describe", with(kResolved, {"export/cloudformation"})},
        {"render/scene", with(kResolved, {"render/layout"})},
        {"render/layout", kResolved},
        {"render/paint", with(kResolved, {"render/scene", "render/layout"})},
    };
    return kTable;
}

std::string listed(const std::vector<std::string>& problems) {
    std::string text;
    for (const std::string& problem : problems) text += problem + '\n';
    return text;
}

/// Returns `path:line: line` for every line of the files that `wanted` takes and `pattern` matches.
template <class Wanted>
std::vector<std::string> linesMatching(const std::regex& pattern, Wanted wanted) {
    std::vector<std::string> found;
    for (const SourceFile& file : sourceFiles()) {
        if (!wanted(file)) continue;
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            if (std::regex_search(file.lines[i], pattern)) {
                found.push_back(file.path + ':' + std::to_string(i + 1) + ": " + file.lines[i]);
            }
        }
    }
    return found;
}

/// Returns the headers `<…>` that a file of the project includes, itself or by others of them.
const std::set<std::string>& headersOf(const std::string& path) {
    static const std::regex kInclude("^#include ([<\"])([^>\"]+)[>\"]");
    static std::map<std::string, std::set<std::string>> made;
    const auto [at, isNew] = made.try_emplace(path);
    if (!isNew) return at->second;
    const auto file = std::ranges::lower_bound(sourceFiles(), path, {}, &SourceFile::path);
    if (file == sourceFiles().end() || file->path != path) return at->second;
    std::set<std::string> found;
    for (const std::string& line : file->lines) {
        std::smatch match;
        if (!std::regex_search(line, match, kInclude)) continue;
        if (match[1] == "<") {
            found.insert(match[2]);
        } else {
            const auto& others = headersOf(match[2]);
            found.insert(others.begin(), others.end());
        }
    }
    return made[path] = std::move(found);
}

/// A precompiled header: what shows that a file uses it, and what else gives the same.
struct Precompiled {
    const char* name;
    const char* uses;
    std::vector<const char*> instead;
};

const std::vector<Precompiled>& precompiledHeaders() {
    static const std::vector<Precompiled> kHeaders = {
        {"algorithm",
         "std::(ranges::(sort|stable_sort|find|find_if|any_of|all_of|none_of|count|count_if|"
         "transform|reverse|lower_bound|upper_bound|partition_point|equal|copy|fill|max_element|"
         "min_element|min|max|unique|remove_if|set_difference|includes|binary_search)"
         "|sort|stable_sort|find_if|any_of|all_of|none_of|min|max|clamp|unique|partition_point)\\(",
         {}},
        {"functional", "std::(function|greater|plus|invoke|reference_wrapper|identity)\\b", {}},
        {"map", "std::(multi)?map<", {}},
        {"memory", "std::(shared_ptr|unique_ptr|weak_ptr|make_shared|make_unique)\\b", {}},
        {"optional", "std::(optional|nullopt)\\b", {}},
        {"set", "std::(multi)?set<", {}},
        {"string", "std::(string|to_string)\\b", {}},
        {"string_view", "std::string_view\\b", {"string"}},
        {"variant", "std::(variant|visit|get_if|holds_alternative|monostate)\\b", {}},
        {"vector", "std::vector<", {}},
        {"fmt/format.h", "fmt::(format|format_to|memory_buffer)\\(", {"fmt/ranges.h"}},
    };
    return kHeaders;
}

/// A mark of what is not modelled: where it stands, and its words as one line.
struct Mark {
    std::string folder;
    std::string text;
};

/// Returns the words of a comment line, without its slashes; nothing for a line of code.
std::optional<std::string> commentWords(const std::string& line) {
    static const std::regex kComment("^\\s*///?\\s*(.*)$");
    std::smatch match;
    if (!std::regex_match(line, match, kComment)) return std::nullopt;
    return match[1].str();
}

std::vector<Mark> marksOfWhatIsNotModelled() {
    // Put together here so that this file does not find itself.
    static const std::string kMark = std::string("NOT ") + "MODELLED: ";
    std::vector<Mark> marks;
    for (const SourceFile& file : sourceFiles()) {
        if (!isCode(file) || layerOf(file.path) == "tests") continue;
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            const auto words = commentWords(file.lines[i]);
            if (!words || !words->starts_with(kMark)) continue;
            std::string text = words->substr(kMark.size());
            for (std::size_t next = i + 1; next < file.lines.size(); ++next) {
                const auto more = commentWords(file.lines[next]);
                if (!more || more->empty() || more->starts_with("Source") ||
                    more->starts_with(kMark)) {
                    break;
                }
                text += ' ' + *more;
            }
            text = text.substr(0, text.find(" Source: "));
            text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
            marks.push_back({layerOf(file.path), std::move(text)});
        }
    }
    std::ranges::stable_sort(marks, {}, &Mark::folder);
    return marks;
}

/// Returns the page of what is not modelled, as the marks of the source have it.
std::string pageOfWhatIsNotModelled() {
    static const std::map<std::string, std::string> kTitles = {
        {"model/access", "Who may do what"},
        {"model/policy", "Policies"},
        {"model/reachability", "Reachability"},
        {"model/resolve", "Reading a design"},
        {"model/lint", "What AWS would reject"},
        {"model/guardrails", "Advice"},
        {"render/layout", "Drawing"},
        {"export/describe", "Reading a live network"}};
    std::string page =
        "# What is not modelled\n\nWhere one of these lies on the way of an answer, the answer "
        "says "
        "so: it is unknown, with the reason, or\ncarries a note of what was assumed. The list is "
        "held against the marks in the source.\n";
    std::string folder;
    for (const Mark& mark : marksOfWhatIsNotModelled()) {
        if (mark.folder != folder) {
            const auto title = kTitles.find(mark.folder);
            page += "\n## " + (title == kTitles.end() ? mark.folder : title->second) + "\n\n";
        }
        folder = mark.folder;
        page += "- " + mark.text + '\n';
    }
    return page;
}

}  // namespace

class TidyTest : public QObject {
    Q_OBJECT
private:
    static void expectNone(const std::vector<std::string>& problems) {
        QVERIFY2(problems.empty(), listed(problems).c_str());
    }

private Q_SLOTS:
    void thereIsSourceToRead() { QVERIFY(sourceFiles().size() > 50); }

    void foldersIncludeOnlyWhatTheTableAllows() {
        static const std::regex kInclude("^#include \"((model|export|render|app|tests)/[^\"]+)\"");
        std::vector<std::string> problems;
        for (const SourceFile& file : sourceFiles()) {
            const std::string layer = layerOf(file.path);
            if (!isCode(file) || layer == "app" || layer == "tests") continue;
            const auto row = includeTable().find(layer);
            if (row == includeTable().end()) {
                problems.push_back(file.path + ": its folder is not in the include table");
                continue;
            }
            for (const std::string& line : file.lines) {
                std::smatch match;
                if (!std::regex_search(line, match, kInclude)) continue;
                const std::string target = layerOf(match[1].str());
                if (target != layer && !row->second.contains(target)) {
                    problems.push_back(file.path + " may not include " + match[1].str());
                }
            }
        }
        expectNone(problems);
    }

    void qtStaysOutOfModelExportAndScene() {
        expectNone(linesMatching(std::regex("^#include <Q"), [](const SourceFile& file) {
            return isCode(file) &&
                   (file.path.starts_with("model/") || file.path.starts_with("export/") ||
                    file.path.starts_with("render/scene/"));
        }));
    }

    void belowTheAppThereIsNoClockFileThreadOrRandomDevice() {
        static const std::regex kBanned(
            "std::(ifstream|ofstream|fstream|thread|jthread|async|random_device|cout|cerr|getenv)"
            "|_clock::now|\\b(fopen|rand|srand|time)\\(");
        expectNone(linesMatching(kBanned, [](const SourceFile& file) {
            return isCode(file) &&
                   (file.path.starts_with("model/") || file.path.starts_with("export/"));
        }));
    }

    void nothingIsUsedWholesale() {
        expectNone(linesMatching(std::regex("^\\s*using namespace "), isCode));
    }

    /// A precompiled header is there whether a file includes it or not; without this the file would
    /// only compile where headers are precompiled.
    void whatIsPrecompiledIsIncludedAllTheSame() {
        static const std::regex kProgram("^(model|export|render|app)/");
        std::vector<std::string> problems;
        for (const SourceFile& file : sourceFiles()) {
            if (!isCode(file) || !std::regex_search(file.path, kProgram)) continue;
            const auto& included = headersOf(file.path);
            for (const Precompiled& header : precompiledHeaders()) {
                const bool has = included.contains(header.name) ||
                                 std::ranges::any_of(header.instead, [&](const char* other) {
                                     return included.contains(other);
                                 });
                if (!has && std::regex_search(file.text, std::regex(header.uses))) {
                    problems.push_back(file.path + " uses <" + header.name +
                                       "> and does not include it");
                }
            }
        }
        expectNone(problems);
        // The list here is that of the build.
        const std::string build = test::readFile(test::sourceRoot() / "CMakeLists.txt");
        const auto begin = build.find("target_precompile_headers(${headers}");
        QVERIFY(begin != std::string::npos);
        const std::string precompiled = build.substr(begin, build.find(')', begin) - begin);
        const auto count = static_cast<std::size_t>(std::ranges::count(precompiled, '<'));
        QCOMPARE(count, precompiledHeaders().size());
        for (const Precompiled& header : precompiledHeaders()) {
            QVERIFY2(precompiled.find("<" + std::string(header.name) + ">") != std::string::npos,
                     header.name);
        }
    }

    void headersHaveAGuardAndStayShort() {
        std::vector<std::string> problems;
        for (const SourceFile& file : sourceFiles()) {
            if (!file.path.ends_with(".h")) continue;
            if (file.text.find("#pragma once") == std::string::npos) {
                problems.push_back(file.path + ": no #pragma once");
            }
        }
        expectNone(problems);
    }

    void noFileIsLongerThanOneThing() {
        std::vector<std::string> problems;
        for (const SourceFile& file : sourceFiles()) {
            if (isCode(file) && file.lines.size() > 800) {
                problems.push_back(file.path + ": " + std::to_string(file.lines.size()) + " lines");
            }
        }
        expectNone(problems);
    }

    /// With ARCHIVOLT_UPDATE_PAGES set, the page is written anew.
    void everythingThatIsNotModelledIsOnThePage() {
        const std::string page = pageOfWhatIsNotModelled();
        const fs::path path = test::sourceRoot() / "resources" / "not_modelled.md";
        if (qEnvironmentVariableIsSet("ARCHIVOLT_UPDATE_PAGES")) {
            std::ofstream(path, std::ios::binary) << page;
        }
        QVERIFY(marksOfWhatIsNotModelled().size() > 10);
        QVERIFY2(test::readFile(path) == page,
                 "the page is old: run this test once with ARCHIVOLT_UPDATE_PAGES=1");
    }

    void noMarkersOfUnfinishedWorkAreLeft() {
        // The words are put together here so that this file does not find itself.
        static const std::regex kMarkers(std::string("TO") + "DO|FIX" + "ME|XX" + "X|not impl" +
                                         "emented");
        expectNone(linesMatching(kMarkers, [](const SourceFile& file) {
            return !file.path.starts_with("resources/catalog/") && !file.path.ends_with(".json");
        }));
    }

    void noPathOfAMachineIsWrittenDown() {
        static const std::regex kPath(
            "(^|[^A-Za-z0-9_.])/(ho"
            "me|ro"
            "ot|wo"
            "rk|m"
            "nt)/[a-z.]");
        expectNone(linesMatching(kPath, [](const SourceFile& file) {
            return !file.path.starts_with("tests/fixtures/") &&
                   !file.path.starts_with("resources/examples/");
        }));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::TidyTest)
#include "tidy_test.moc"
