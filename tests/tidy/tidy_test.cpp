#include <QtTest>
#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>

#include "tests/support/test_paths.h"
#include "tests/tidy/exceptions.h"
#include "tests/tidy/scan_cpp.h"

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

/// Returns the cells of a row of a Markdown table, trimmed; nothing for any other line.
std::vector<std::string> cellsOf(const std::string& line) {
    std::vector<std::string> cells;
    if (!line.starts_with("| ")) return cells;
    std::istringstream row(line.substr(1));
    for (std::string cell; std::getline(row, cell, '|');) {
        const auto first = cell.find_first_not_of(' ');
        const auto last = cell.find_last_not_of(' ');
        cells.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
    }
    return cells;
}

/// Returns the folder that a name of the table means: `net` is `model/net`, `scene` `render/scene`.
std::string folderNamed(const std::string& name, const std::set<std::string>& folders) {
    for (const char* top : {"", "model/", "export/", "render/"}) {
        if (folders.contains(top + name)) return top + name;
    }
    return "";
}

/// What each folder may include, itself apart, as the table of ARCHITECTURE.md says: what its row
/// names, and what those may include. A folder that is not there may include nothing. Names of
/// libraries (`std`, `Qt Gui`) are no folders.
const std::map<std::string, std::set<std::string>>& includeTable() {
    static const std::map<std::string, std::set<std::string>> kTable = [] {
        static const std::regex kFolder("`((model|export|render)/[a-z]+)`");
        std::map<std::string, std::string> rows;
        std::istringstream page(test::readFile(test::sourceRoot() / "ARCHITECTURE.md"));
        for (std::string line; std::getline(page, line);) {
            const auto cells = cellsOf(line);
            if (cells.size() != 3) continue;
            std::smatch match;
            if (std::regex_match(cells[0], match, kFolder)) rows[match[1]] = cells[2];
        }
        std::set<std::string> folders;
        for (const auto& [folder, names] : rows) folders.insert(folder);
        std::map<std::string, std::set<std::string>> table;
        for (const auto& [folder, names] : rows) {
            std::istringstream list(names);
            auto& named = table[folder];
            for (std::string name; std::getline(list, name, ',');) {
                const auto first = name.find_first_not_of(' ');
                const std::string found =
                    first == std::string::npos ? "" : folderNamed(name.substr(first), folders);
                if (!found.empty()) named.insert(found);
            }
        }
        for (bool grew = true; grew;) {
            grew = false;
            for (auto& [folder, named] : table) {
                const std::set<std::string> before = named;
                for (const std::string& other : before) {
                    named.insert(table[other].begin(), table[other].end());
                }
                grew = grew || named.size() != before.size();
            }
        }
        return table;
    }();
    return kTable;
}

/// Returns which room of model/reachability a file stands in, counted in their order; -1 for none.
int roomOf(const std::string& path) {
    static const std::vector<std::string> kRooms = {"index", "walk", "sets", "questions",
                                                    "changes"};
    for (std::size_t room = 0; room < kRooms.size(); ++room) {
        if (path.starts_with("model/reachability/" + kRooms[room] + "/")) {
            return static_cast<int>(room);
        }
    }
    return -1;
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

bool isProgram(const SourceFile& file) {
    static const std::regex kProgram("^(model|export|render|app)/");
    return isCode(file) && std::regex_search(file.path, kProgram);
}

/// Returns what a file of the program holds.
const test::ScannedFile& scanned(const SourceFile& file) {
    static std::map<std::string, test::ScannedFile> made;
    const auto [at, isNew] = made.try_emplace(file.path);
    if (isNew) at->second = test::scanCpp(file.text);
    return at->second;
}

constexpr std::size_t kLongestFunction = 70;
constexpr Exception kLongFunctions[] = {
    {"model/build/build_common.cpp: addInterface",
     "an interface has many properties, each read once, and no part stands by itself"},
    {"model/traffic/engine/numbers.cpp: normalQuantile",
     "a rational approximation, whose coefficients are most of it"},
    {"model/reachability/walk/walk_gateways.cpp: fromInternet",
     "one case for each way in from the internet"},
};

constexpr std::size_t kLongestHeader = 200;
constexpr Exception kLongHeaders[] = {
    {"model/base/persistent_map.h", "a template, whose nodes nobody else may see"},
};

/// Functions that the tests call and the program does not, or does not yet.
constexpr Exception kForTests[] = {
    {"askOne", "the policy engine's answer to one request, for the commands to come"},
    {"approximateWidth", "measures text without fonts, so that layouts are the same everywhere"},
    {"centreOf", "where a test puts the mouse"},
    {"checkSanity", "holds a design's invariants after every edit"},
    {"complement", "the laws of sets need it"},
    {"contrastRatio", "holds the themes against WCAG"},
    {"dumpScene", "a scene as text to compare"},
    {"forEachPair", "the pairs without the table, which is held against them"},
    {"forEachPairFrom", "rows of the pairs without the table, to measure"},
    {"iconNames", "goes through every icon"},
    {"rulesPage", "writes the page of rules, which its test holds"},
    {"sineOfTurns", "holds the run's own arithmetic against the machine's"},
    {"trackingName", "scenarios name how a flow is tracked"},
};

/// Says which of `found` stand in no list, and which of the list were not found.
template <std::size_t Size>
std::vector<std::string> beyond(const std::map<std::string, std::string>& found,
                                const Exception (&list)[Size]) {
    std::vector<std::string> problems;
    for (const auto& [name, problem] : found) {
        if (std::ranges::none_of(list, [&](const Exception& e) { return e.name == name; })) {
            problems.push_back(name + problem);
        }
    }
    for (const Exception& each : list) {
        if (!found.contains(each.name)) {
            problems.push_back(std::string(each.name) + ": take it off the list of exceptions");
        }
    }
    return problems;
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
        {"app", "Writing a simulation's logs"},
        {"model/access", "Who may do what"},
        {"model/policy", "Policies"},
        {"model/reachability", "Reachability"},
        {"model/base", "Regular expressions"},
        {"model/evaluate", "Reading a design"},
        {"model/traffic", "Simulating traffic"},
        {"model/build", "From text to things"},
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

    void theTableOfFoldersIsRead() {
        QVERIFY(includeTable().size() >= 20);
        QVERIFY(includeTable().at("model/base").empty());
        QVERIFY(includeTable().at("model/guardrails").contains("model/net"));
    }

    void noFolderIncludesItselfThroughOthers() {
        std::vector<std::string> problems;
        for (const auto& [folder, named] : includeTable()) {
            if (named.contains(folder)) problems.push_back(folder + " includes itself");
        }
        expectNone(problems);
    }

    void roomsIncludeThoseBeforeThemOnly() {
        static const std::regex kInclude("^#include \"(model/reachability/[^\"]+)\"");
        std::vector<std::string> problems;
        for (const SourceFile& file : sourceFiles()) {
            if (!isCode(file) || !file.path.starts_with("model/reachability/")) continue;
            const int room = roomOf(file.path);
            if (room < 0) problems.push_back(file.path + " stands in no room");
            for (const std::string& line : file.lines) {
                std::smatch match;
                if (std::regex_search(line, match, kInclude) && roomOf(match[1]) > room) {
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

    void lettersAreLoweredByTextCase() {
        expectNone(linesMatching(std::regex("std::tolower|'A' \\+ 'a'|\\+ 32\\)"), isProgram));
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

    /// Text that Qt may take for HTML would load the pictures that a template names.
    void theWindowShowsPlainTextOnly() {
        static const std::regex kRich(
            "^\\s*([A-Za-z.]+:\\s*)?(Text|Label|TextEdit|TextArea)\\s*\\{|\\btextFormat:"
            "|Text\\.(RichText|StyledText|AutoText|MarkdownText)|ToolTip\\.text:");
        expectNone(linesMatching(kRich, [](const SourceFile& file) {
            return file.path.ends_with(".qml") && file.path != "qml/PlainText.qml" &&
                   file.path != "qml/PlainTextArea.qml";
        }));
        QVERIFY(test::readFile(test::sourceRoot() / "qml" / "PlainText.qml")
                    .find("textFormat: Text.PlainText") != std::string::npos);
        QVERIFY(test::readFile(test::sourceRoot() / "qml" / "PlainTextArea.qml")
                    .find("textFormat: TextEdit.PlainText") != std::string::npos);
        // A control shows its text in an item of Qt's own, unless it is given another.
        static const std::regex kControl(
            "^\\s*([A-Za-z.]+:\\s*)?((Check|Radio|Tool|Tab|Round|Delay)?Button|CheckBox|Switch|"
            "ToolTip"
            "|ComboBox|GroupBox|Menu|MenuBar|MenuItem|MenuBarItem|[A-Z][a-z]*Delegate)\\s*\\{");
        expectNone(linesMatching(kControl, [](const SourceFile& file) {
            return file.path.ends_with(".qml") &&
                   file.text.find("contentItem:") == std::string::npos;
        }));
    }

    /// Debian's Qt 6.4 never makes a loader's component that is written in place in a file that
    /// binds its components (findings/qt-loader-in-bound-file.sh).
    void loadersLoadFiles() {
        static const std::regex kInPlace("^\\s*sourceComponent:");
        expectNone(linesMatching(kInPlace, [](const SourceFile& file) {
            return file.path.ends_with(".qml") &&
                   file.text.find("ComponentBehavior: Bound") != std::string::npos;
        }));
    }

    /// A page that a loader makes keeps what it is given: a document, of which another may come to
    /// the front, is given by a binding. (The text of one tab was shown, and edited, under
    /// another's drawing.)
    void pagesFollowTheDocumentInFront() {
        static const std::regex kOnce("^\\s*[a-z]\\w*: root\\.document(\\.\\w+)*,?$");
        std::vector<std::string> problems;
        for (const SourceFile& file : sourceFiles()) {
            if (!file.path.ends_with(".qml")) continue;
            bool isGiven = false;
            for (std::size_t i = 0; i < file.lines.size(); ++i) {
                const std::string& line = file.lines[i];
                if (line.ends_with("given: ({") ||
                    (line.find("setSource(") != std::string::npos && line.ends_with("{"))) {
                    isGiven = true;
                } else if (isGiven && line.find("})") != std::string::npos) {
                    isGiven = false;
                }
                if (!isGiven || !std::regex_search(line, kOnce)) continue;
                problems.push_back(file.path + ":" + std::to_string(i + 1) + ":" + line);
            }
        }
        expectNone(problems);
    }

    /// Debian's Qt 6.4 lays out rows that a Repeater took away a moment ago, where they are a
    /// layout's own: such rows stand in a Column or Row of the layout, but for those of a list that
    /// never changes.
    void rowsThatChangeAreNoLayoutsOwn() {
        static const std::regex kNeverChanges(
            "^\\s*model: (\\[|root\\.commands\\.|root\\.gestures|root\\.endings|offers\\.)");
        std::vector<std::string> problems;
        for (const SourceFile& file : sourceFiles()) {
            if (!file.path.ends_with(".qml")) continue;
            std::vector<std::string> around;  // By depth: what was opened there last.
            for (std::size_t i = 0; i < file.lines.size(); ++i) {
                const std::string& line = file.lines[i];
                const std::size_t depth = line.find_first_not_of(' ') / 4;
                if (line.empty() || !line.ends_with("{")) continue;
                around.resize(depth + 1);
                around[depth] = line.substr(depth * 4);
                if (around[depth] != "Repeater {" || depth == 0) continue;
                if (!around[depth - 1].ends_with("Layout {")) continue;
                std::size_t model = i;
                while (file.lines[model].find("model:") == std::string::npos) ++model;
                if (std::regex_search(file.lines[model], kNeverChanges)) continue;
                problems.push_back(file.path + ":" + std::to_string(i + 1) + ": " +
                                   around[depth - 1]);
            }
        }
        expectNone(problems);
    }

    void headersHaveAGuardAndStayShort() {
        std::vector<std::string> problems;
        std::map<std::string, std::string> tooLong;
        for (const SourceFile& file : sourceFiles()) {
            if (!file.path.ends_with(".h")) continue;
            if (file.text.find("#pragma once") == std::string::npos) {
                problems.push_back(file.path + ": no #pragma once");
            }
            if (file.lines.size() > kLongestHeader) {
                tooLong[file.path] = ": " + std::to_string(file.lines.size()) + " lines";
            }
        }
        expectNone(problems);
        expectNone(beyond(tooLong, kLongHeaders));
    }

    void theScannerReadsTheHousesStyle() {
        const test::ScannedFile file = test::scanCpp(
            "#define CALL(x) called(x)\n"
            "namespace a {\nnamespace {\nstruct Hidden {};\n}\n"
            "template <class T>\nclass Box final : public Base<T> {\npublic:\n"
            "    explicit Box(int n) : m_n(made(n)), m_list{listed()} {}\n"
            "    ~Box() override;\n"
            "    [[nodiscard]] int size() const { return counted(); }\n"
            "    void draw(const Pen& pen = black()) override;\n"
            "    enum class Kind : int { One };\n"
            "    struct Inner;\n"
            "    bool operator()(int) const { return isOne(); }\n"
            "private:\n    int m_n = first();\n    std::vector<int> m_list;\n};\n"
            "struct Box::Inner {\n    int at[3];\n};\n"
            "template <>\nstruct std::hash<Box> {};\n"
            "const char* kText = R\"(struct Quoted {)\";\n"
            "int two(int b,\n        int c) {\n    // struct Comment {\n    if (b) { inner(c); }\n"
            "    return 0;\n}\n"
            "}\n");
        std::vector<std::string> types;
        for (const auto& type : file.types) types.push_back(type.name);
        QCOMPARE(types, (std::vector<std::string>{"a::Box", "a::Box::Kind", "a::Box::Inner"}));
        std::vector<std::string> declared;
        for (const auto& each : file.declared) declared.push_back(each.name);
        QCOMPARE(declared, (std::vector<std::string>{"size", "draw", "two"}));
        QVERIFY(file.declared[1].isOverride && !file.declared[0].isOverride);
        for (const char* used :
             {"called", "made", "listed", "counted", "isOne", "first", "inner", "black"}) {
            QVERIFY2(file.used.contains(used), used);
        }
        QVERIFY(!file.used.contains("two") && !file.used.contains("size"));
        QCOMPARE(file.functions.back().name, std::string("two"));
        QCOMPARE(file.functions.back().lines, std::size_t{6});
    }

    /// Two types of one name and namespace are one to the linker, whatever is in them.
    void aTypeNameIsDefinedOnce() {
        std::map<std::string, std::vector<std::string>> places;
        for (const SourceFile& file : sourceFiles()) {
            if (!isProgram(file)) continue;
            for (const test::ScannedType& type : scanned(file).types) {
                places[type.name].push_back(file.path + ':' + std::to_string(type.line));
            }
        }
        QVERIFY(places.size() > 300);
        std::vector<std::string> problems;
        for (const auto& [name, where] : places) {
            if (where.size() < 2) continue;
            std::string problem = name + " is defined in";
            for (const std::string& place : where) problem += ' ' + place;
            problems.push_back(std::move(problem));
        }
        expectNone(problems);
    }

    /// CMake refuses a folder that is not there; here, one that is there is not forgotten.
    void everyFolderIsBuilt() {
        const fs::path root = test::sourceRoot();
        std::vector<std::string> problems;
        for (const char* top : {"model", "export", "render", "tests"}) {
            const bool isTests = std::string(top) == "tests";
            const std::string list = test::readFile(isTests ? root / "tests" / "CMakeLists.txt"
                                                            : root / "CMakeLists.txt");
            for (const auto& entry : fs::directory_iterator(root / top)) {
                if (!fs::exists(entry.path() / "CMakeLists.txt")) continue;
                const std::string folder = entry.path().filename().string();
                const std::string name = isTests ? folder : top + ('/' + folder);
                if (!std::regex_search(list, std::regex("[ (]" + name + "[ )\n]"))) {
                    problems.push_back(name + " is not built");
                }
            }
        }
        expectNone(problems);
    }

    void functionsStayShort() {
        std::map<std::string, std::string> tooLong;
        std::size_t seen = 0;
        for (const SourceFile& file : sourceFiles()) {
            if (!isProgram(file)) continue;
            for (const test::ScannedFunction& function : scanned(file).functions) {
                ++seen;
                if (function.lines < kLongestFunction) continue;
                tooLong[file.path + ": " + function.name] =
                    " has " + std::to_string(function.lines) + " lines";
            }
        }
        QVERIFY(seen > 2000);
        expectNone(beyond(tooLong, kLongFunctions));
    }

    /// What engines find out to be unknown is told by one type; a text can't be taken for it.
    void whatCantBeToldIsADoubt() {
        static const std::regex kText(
            "std::string(_view)?[&*]? \\w*([wW]hy|[uU]nknown|[dD]oubt)\\w*");
        std::map<std::string, std::string> texts;
        std::size_t seen = 0;
        for (const SourceFile& file : sourceFiles()) {
            const auto holds = [&](const char* held) { return file.path.starts_with(held); };
            if (!std::ranges::any_of(kHoldDoubts, holds) || !isCode(file)) continue;
            ++seen;
            for (const std::string& line : file.lines) {
                if (!std::regex_search(line, kText)) continue;
                texts[file.path] = " has a text for what a Doubt tells: " + line;
            }
        }
        QVERIFY(seen > 200);
        expectNone(beyond(texts, kOtherReasons));
    }

    /// What a header declares is called in the program: by a function's body, an initialiser, a
    /// macro, or QML. An override is called through what it overrides.
    void whatIsDeclaredIsUsed() {
        std::set<std::string> used;
        std::set<std::string> types;  // Their constructors are called by the type's name.
        for (const SourceFile& file : sourceFiles()) {
            if (file.path.starts_with("qml/")) {
                static const std::regex kWord("[A-Za-z_]+");
                for (std::sregex_iterator at(file.text.begin(), file.text.end(), kWord), end;
                     at != end; ++at) {
                    used.insert(at->str());
                }
            }
            if (!isProgram(file)) continue;
            used.insert(scanned(file).used.begin(), scanned(file).used.end());
            for (const test::ScannedType& type : scanned(file).types) {
                types.insert(type.name.substr(type.name.rfind(':') + 1));
            }
        }
        std::map<std::string, std::string> unused;
        for (const SourceFile& file : sourceFiles()) {
            if (!isProgram(file) || !file.path.ends_with(".h")) continue;
            for (const test::ScannedName& each : scanned(file).declared) {
                if (each.isOverride || used.contains(each.name) || types.contains(each.name)) {
                    continue;
                }
                unused[each.name] = " is not called: " + file.path;
            }
        }
        expectNone(beyond(unused, kForTests));
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

    /// `(N59)` and `(T22 to T26)` name rows of tests/scenarios/FACTS.md.
    void factsThatAreCitedAreWrittenDown() {
        const std::string page =
            test::readFile(test::sourceRoot() / "tests" / "scenarios" / "FACTS.md");
        static const std::regex kCited("\\(([NT][0-9]+((, | to |-)[NT][0-9]+)*)\\)");
        static const std::regex kName("[NT][0-9]+");
        std::vector<std::string> problems = linesMatching(
            std::regex("[( ]fact"
                       "s? [0-9]"),
            [](const SourceFile& file) {
                return isCode(file) || file.path.ends_with(".md") || file.path.ends_with(".txt");
            });
        std::size_t cited = 0;
        for (const SourceFile& file : sourceFiles()) {
            for (const std::string& line : file.lines) {
                for (std::sregex_iterator at(line.begin(), line.end(), kCited), end; at != end;
                     ++at) {
                    const std::string names = (*at)[1];
                    for (std::sregex_iterator name(names.begin(), names.end(), kName); name != end;
                         ++name) {
                        ++cited;
                        if (page.find("\n| " + name->str() + " | ") == std::string::npos) {
                            problems.push_back(file.path + " cites " + name->str());
                        }
                    }
                }
            }
        }
        QVERIFY(cited > 50);
        expectNone(problems);
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
