#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "tests/command/run_command.h"
#include "tests/support/test_paths.h"

namespace archivolt {

using test::MemoryFiles;

namespace {

/// A line of a case that demands something, and what it demands.
struct Demand {
    std::size_t line = 0;
    bool wanted = true;
    std::string where;  ///< `out`, `err`, or a file's name.
    std::string text;
};

struct Call {
    std::size_t line = 0;
    std::vector<std::string> arguments;
    int status = 0;
    std::vector<Demand> demands;
};

struct Case {
    std::string name;
    std::map<std::string, std::string> files;
    std::vector<Call> calls;
    bool isElsewhere = false;  ///< Files of the folder of cases that lies beside are not there.
};

/// Returns the folder of inputs with known answers: `ARCHIVOLT_CASES`, else `../shared/cases`
/// beside the source tree.
std::filesystem::path casesRoot() {
    if (const char* named = std::getenv("ARCHIVOLT_CASES")) return named;
    return test::sourceRoot() / ".." / "shared" / "cases";
}

/// Adds a file or folder of the cases beside, under the last part of its path.
void addFromBeside(const std::string& path, Case& one) {
    const auto source = casesRoot() / path;
    const std::string name = source.filename().string();
    if (std::filesystem::is_regular_file(source)) {
        one.files[name] = test::readFile(source);
        return;
    }
    one.isElsewhere = one.isElsewhere || !std::filesystem::is_directory(source);
    if (one.isElsewhere) return;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(source)) {
        if (!entry.is_regular_file()) continue;
        const auto below = std::filesystem::relative(entry.path(), source).generic_string();
        one.files[name + '/' + below] = test::readFile(entry.path());
    }
}

/// Splits a command line at blanks; a piece in single quotes is whole.
std::vector<std::string> words(const std::string& line) {
    std::vector<std::string> result;
    std::string word;
    bool quoted = false;
    bool any = false;
    for (const char c : line) {
        if (c == '\'') {
            quoted = !quoted;
            any = true;
        } else if (c == ' ' && !quoted) {
            if (any) result.push_back(std::exchange(word, {}));
            any = false;
        } else {
            word += c;
            any = true;
        }
    }
    if (any) result.push_back(word);
    return result;
}

/// The language of tests/command/cases; its README tells it.
class CaseReader {
public:
    explicit CaseReader(std::string text) : m_text(std::move(text)) {}

    std::vector<Case> read() {
        for (std::string line; std::getline(m_text, line);) {
            ++m_line;
            if (line.starts_with("=== ")) {
                m_cases.push_back({line.substr(4), {}, {}, false});
                m_file.clear();
            } else if (line.starts_with("+++ ")) {
                addFromBeside(line.substr(4), m_cases.back());
            } else if (line.starts_with("--- ")) {
                m_file = line.substr(4);
            } else if (line.starts_with("$ ")) {
                m_file.clear();
                auto arguments = words(line.substr(2));
                m_cases.back().calls.push_back({m_line, std::move(arguments), 0, {}});
            } else if (!m_file.empty()) {
                m_cases.back().files[m_file] += line + '\n';
            } else if (!line.empty() && !line.starts_with("#")) {
                demand(line);
            }
        }
        return std::move(m_cases);
    }

private:
    void demand(const std::string& line) {
        Call& call = m_cases.back().calls.back();
        if (line.starts_with("status ")) {
            call.status = std::stoi(line.substr(7));
            return;
        }
        // `out has TEXT`, `err lacks TEXT`, `out.yaml has TEXT`.
        const auto space = line.find(' ');
        const auto next = line.find(' ', space + 1);
        const std::string verb = line.substr(space + 1, next - space - 1);
        if (verb != "has" && verb != "lacks") qFatal("line %zu is no demand", m_line);
        call.demands.push_back(
            {m_line, verb == "has", line.substr(0, space), line.substr(next + 1)});
    }

    std::istringstream m_text;
    std::size_t m_line = 0;
    std::string m_file;
    std::vector<Case> m_cases;
};

/// Returns what is wrong with a case; nothing when all its demands hold.
std::string failure(const Case& one) {
    MemoryFiles files;
    for (const auto& [name, text] : one.files) files.files[name] = text;
    std::string problems;
    for (const Call& call : one.calls) {
        std::vector<std::string> arguments = call.arguments;
        std::string saved;
        if (arguments.size() > 2 && arguments[arguments.size() - 2] == ">") {
            saved = arguments.back();
            arguments.resize(arguments.size() - 2);
        }
        const auto run = test::run(files, arguments);
        if (!saved.empty()) files.files[saved] = run.out;
        std::string found;
        if (run.status != call.status) found += "status " + std::to_string(run.status) + '\n';
        for (const Demand& demand : call.demands) {
            const std::string& text = demand.where == "out"   ? run.out
                                      : demand.where == "err" ? run.err
                                                              : files.files[demand.where];
            if ((text.find(demand.text) != std::string::npos) != demand.wanted) {
                found += "line " + std::to_string(demand.line) + ": " + demand.where +
                         (demand.wanted ? " lacks " : " has ") + demand.text + '\n';
                if (demand.where != "out" && demand.where != "err") found += text;
            }
        }
        if (!found.empty()) {
            problems += one.name + ", line " + std::to_string(call.line) + ":\n" + found + run.out +
                        run.err;
        }
    }
    return problems;
}

/// Where reported inputs lie, each in a file or folder of its own.
constexpr const char* kReported[] = {"network-reports", "template-reports", "new-ground"};

/// Returns the input that a path of the cases belongs to: the first two parts of it.
std::string inputOf(const std::string& path) {
    return path.substr(0, path.find('/', path.find('/') + 1));
}

bool isReported(const std::string& input) {
    return std::ranges::any_of(
        kReported, [&](const std::string& folder) { return input.starts_with(folder + '/'); });
}

/// Returns the reported inputs that cases put somewhere, and those that lie beside the project.
std::set<std::string> reportedInputs() {
    std::set<std::string> inputs;
    std::istringstream cases(
        test::readFile(test::sourceRoot() / "tests/command/cases/reports.txt"));
    for (std::string line; std::getline(cases, line);) {
        if (!line.starts_with("+++ ")) continue;
        if (const std::string input = inputOf(line.substr(4)); isReported(input)) {
            inputs.insert(input);
        }
    }
    for (const std::string folder : kReported) {
        const auto path = casesRoot() / folder;
        if (!std::filesystem::is_directory(path)) continue;
        for (const auto& entry : std::filesystem::directory_iterator(path)) {
            if (entry.path().extension() == ".md") continue;
            inputs.insert(folder + '/' + entry.path().filename().string());
        }
    }
    return inputs;
}

/// Says whether a file of tests has a case of this title, or a function or row of this name.
bool hasCase(const std::string& file, const std::string& title) {
    const std::string text = '\n' + test::readFile(test::sourceRoot() / "tests" / file);
    if (title.empty()) return true;
    for (const std::string& form : {"\n=== " + title + '\n', "\n=== " + title + " [with ",
                                    " " + title + "(", "newRow(\"" + title + "\")"}) {
        if (text.find(form) != std::string::npos) return true;
    }
    return false;
}

/// What the table of siblings says of one input.
struct Siblings {
    std::size_t opposites = 0;
    std::size_t others = 0;
};

/// Reads tests/command/siblings.txt; what is wrong with its lines is added to `problems`.
std::map<std::string, Siblings> readSiblings(std::string& problems) {
    static const std::set<std::string> kKinds = {"opposite",  "service",  "family",
                                                 "direction", "property", "format"};
    std::map<std::string, Siblings> all;
    Siblings* current = nullptr;
    std::istringstream text(test::readFile(test::sourceRoot() / "tests/command/siblings.txt"));
    for (std::string line; std::getline(text, line);) {
        if (line.empty() || line.front() == '#') continue;
        const auto space = line.find(' ');
        if (space == std::string::npos) {
            current = &all[line];
            continue;
        }
        const std::string kind = line.substr(0, space);
        const auto colon = line.find(": ", space);
        const std::string file = line.substr(space + 1, colon - space - 1);
        const std::string title = colon == std::string::npos ? "" : line.substr(colon + 2);
        const bool isOne =
            current != nullptr && kKinds.contains(kind) && file != "command/cases/reports.txt" &&
            std::filesystem::exists(test::sourceRoot() / "tests" / file) && hasCase(file, title);
        if (!isOne) {
            problems += "nothing is called so: " + line + '\n';
        } else {
            ++(kind == "opposite" ? current->opposites : current->others);
        }
    }
    return all;
}

}  // namespace

/// Whole commands on small files, as text: tests/command/cases.
class CommandCasesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyCaseHolds_data() {
        QTest::addColumn<QString>("path");
        const auto folder = test::sourceRoot() / "tests/command/cases";
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() != ".txt") continue;
            QTest::newRow(entry.path().stem().c_str())
                << QString::fromStdString(entry.path().string());
        }
    }
    void everyCaseHolds() {
        QFETCH(QString, path);
        const auto cases = CaseReader(test::readFile(path.toStdString())).read();
        QVERIFY(!cases.empty());
        std::string problems;
        std::size_t elsewhere = 0;
        for (const Case& one : cases) {
            QVERIFY2(!one.calls.empty(), one.name.c_str());
            elsewhere += one.isElsewhere ? 1 : 0;
            if (!one.isElsewhere) problems += failure(one);
        }
        if (elsewhere > 0) {
            qInfo() << elsewhere << "of" << cases.size()
                    << "cases are skipped: their folder (ARCHIVOLT_CASES) is not there";
        }
        QVERIFY2(problems.empty(), problems.c_str());
    }

    /// What was reported is one example of its kind: the table names others, and the opposite.
    void everyReportedInputHasSiblings() {
        std::string problems;
        const auto siblings = readSiblings(problems);
        const auto inputs = reportedInputs();
        for (const std::string& input : inputs) {
            const auto found = siblings.find(input);
            const bool hasBoth =
                found != siblings.end() && found->second.opposites > 0 && found->second.others > 0;
            if (!hasBoth) problems += input + " has no sibling, or no opposite\n";
        }
        for (const auto& [input, own] : siblings) {
            if (!inputs.contains(input)) problems += input + " was not reported\n";
        }
        qInfo() << inputs.size() << "reported inputs";
        QVERIFY2(problems.empty(), problems.c_str());
    }

    /// Every demand, turned round, fails: none of them can't fail.
    void everyDemandCanFail() {
        const auto folder = test::sourceRoot() / "tests/command/cases";
        std::string problems;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() != ".txt") continue;
            for (Case one : CaseReader(test::readFile(entry.path())).read()) {
                if (one.isElsewhere) continue;
                for (Call& call : one.calls) {
                    for (Demand& demand : call.demands) demand.wanted = !demand.wanted;
                }
                std::size_t demands = 0;
                for (const Call& call : one.calls) demands += call.demands.size();
                const std::string found = failure(one);
                std::size_t failed = 0;
                for (auto at = found.find("line "); at != std::string::npos;
                     at = found.find("line ", at + 1)) {
                    const auto end = found.find('\n', at);
                    const std::string line = found.substr(at, end - at);
                    if (line.find(": ") != std::string::npos) ++failed;
                }
                if (failed < demands) problems += one.name + '\n';
            }
        }
        QVERIFY2(problems.empty(), problems.c_str());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::CommandCasesTest)
#include "command_cases_test.moc"
