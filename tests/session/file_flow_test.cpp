#include "app/session/file_flow.h"

#include <fmt/format.h>

#include <QtTest>
#include <map>
#include <optional>
#include <sstream>

#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

struct Line {
    int number = 0;
    std::string verb;
    std::vector<std::string> words;
    std::string rest;  // The words as they stand there.
};

struct Script {
    std::string name;
    std::vector<Line> lines;
};

std::vector<Script> scripts() {
    std::istringstream text(
        test::readFile(test::sourceRoot() / "tests" / "session" / "file_flow.txt"));
    std::vector<Script> scripts;
    int number = 0;
    for (std::string each; std::getline(text, each);) {
        ++number;
        if (each.starts_with("=== ")) {
            scripts.push_back({each.substr(4), {}});
        } else if (!each.empty() && each.front() != '#') {
            Line line{number, {}, {}, {}};
            std::istringstream words(each);
            words >> line.verb;
            for (std::string word; words >> word;) line.words.push_back(word);
            line.rest = each.size() > line.verb.size() ? each.substr(line.verb.size() + 1) : "";
            scripts.back().lines.push_back(std::move(line));
        }
    }
    return scripts;
}

constexpr const char* kTabs = "tabs";

/// Returns what a script begins with.
FileState stateBefore(const Script& script) {
    FileState state;
    state.opensElsewhere = !script.lines.empty() && script.lines.front().verb == kTabs;
    return state;
}

bool has(const Line& line, const std::string& word) {
    return std::ranges::find(line.words, word) != line.words.end();
}

std::string pathOf(const Line& line) {
    return line.words.empty() || line.words.front() == "-" ? "" : line.words.front();
}

DiskFacts factsOf(const Line& line) {
    return {has(line, "exists"), !has(line, "read-only"), has(line, "in-use"),
            has(line, "changed")};
}

Wish wishOf(const Line& line) {
    static const std::map<std::string, Wish::Kind> kKinds = {{"open", Wish::Kind::Open},
                                                             {"example", Wish::Kind::Example},
                                                             {"recover", Wish::Kind::Recover}};
    return {kKinds.at(line.words.at(0)), line.words.at(1)};
}

FileAnswer answerOf(const Line& line) {
    static const std::map<std::string, FileAnswer> kAnswers = {
        {"save", FileAnswer::Save},       {"discard", FileAnswer::Discard},
        {"keep", FileAnswer::Keep},       {"overwrite", FileAnswer::Overwrite},
        {"take", FileAnswer::Take},       {"save-as", FileAnswer::SaveAs},
        {"compare", FileAnswer::Compare}, {"cancel", FileAnswer::Cancel}};
    return kAnswers.at(line.words.at(0));
}

/// Returns the event that a line stands for, or nothing where it says what is expected.
std::optional<FileEvent> eventOf(const Line& line) {
    const std::string& verb = line.verb;
    if (verb == "want") return file_event::Wanted{wishOf(line)};
    if (verb == "quit") return file_event::Wanted{{Wish::Kind::Quit, {}}};
    if (verb == "close") return file_event::Wanted{{Wish::Kind::Close, {}}};
    if (verb == "open") return file_event::WantedFile{};
    if (verb == "save") return file_event::WantedSave{};
    if (verb == "save-as") return file_event::WantedSaveAs{};
    if (verb == "export") return file_event::WantedExport{};
    if (verb == "chosen") return file_event::Chosen{line.words.at(0)};
    if (verb == "answer") return file_event::Answered{answerOf(line)};
    if (verb == "edited") return file_event::Edited{has(line, "dirty")};
    if (verb == "looked") return file_event::Looked{factsOf(line)};
    if (verb == "noticed") return file_event::Noticed{factsOf(line)};
    if (verb == "opened")
        return file_event::Opened{true, pathOf(line), has(line, "dirty"), has(line, "in-use")};
    if (verb == "not-opened") return file_event::Opened{false, {}, false, false};
    if (verb == "written") return file_event::Written{true, {}};
    if (verb == "failed") return file_event::Written{false, line.rest};
    if (verb == "reread") return file_event::Reread{true};
    if (verb == "not-reread") return file_event::Reread{false};
    return {};
}

const char* nameOf(FileQuestion question) {
    switch (question) {
        case FileQuestion::None: return "none";
        case FileQuestion::ChooseOpen: return "choose-open";
        case FileQuestion::ChooseSave: return "choose-save";
        case FileQuestion::ChooseExport: return "choose-export";
        case FileQuestion::Unsaved: return "unsaved";
        case FileQuestion::Overwrite: return "overwrite";
        case FileQuestion::Conflict: return "conflict";
        case FileQuestion::ReadOnly: return "read-only";
        case FileQuestion::InUse: return "in-use";
    }
    return "";
}

const char* nameOf(DiskNews news) {
    switch (news) {
        case DiskNews::Same: return "same";
        case DiskNews::Changed: return "changed";
        case DiskNews::Gone: return "gone";
    }
    return "";
}

struct EffectName {
    std::string operator()(const file_effect::Open& effect) const {
        const bool recovers = effect.wish.kind == Wish::Kind::Recover;
        return fmt::format("open {}{}", recovers ? "recover " : "", effect.wish.name);
    }
    std::string operator()(const file_effect::OpenElsewhere& effect) const {
        return "open-elsewhere " + effect.wish.name;
    }
    std::string operator()(const file_effect::Look& effect) const { return "look " + effect.path; }
    std::string operator()(const file_effect::Write& effect) const {
        const char* target = effect.target == FileTarget::Own     ? "own"
                             : effect.target == FileTarget::Other ? "other"
                                                                  : "export";
        return fmt::format("write {} {}", target, effect.path);
    }
    std::string operator()(const file_effect::Reread&) const { return "reread"; }
    std::string operator()(const file_effect::KeepOver&) const { return "keep-over"; }
    std::string operator()(const file_effect::HeedFile& effect) const {
        return effect.isThere ? "heed there" : "heed gone";
    }
    std::string operator()(const file_effect::Compare&) const { return "compare"; }
    std::string operator()(const file_effect::Close&) const { return "close"; }
    std::string operator()(const file_effect::Quit&) const { return "quit"; }
};

std::string namesOf(const std::vector<FileEffect>& effects) {
    std::vector<std::string> names;
    for (const FileEffect& effect : effects) names.push_back(std::visit(EffectName(), effect));
    return fmt::format("{}", fmt::join(names, ", "));
}

/// Returns what an expectation finds where it does not hold; empty where it holds.
std::string unlike(const Line& line, const FileStep& now) {
    const auto compare = [&](const std::string& found) {
        return found == line.rest ? std::string() : "found `" + found + "`";
    };
    const FileState& state = now.next;
    if (line.verb == "do") return compare(namesOf(now.effects));
    if (line.verb == "ask") return compare(nameOf(state.question));
    if (line.verb == "news") return compare(nameOf(state.news));
    if (line.verb == "file") return compare(state.path.empty() ? "-" : state.path);
    if (line.verb == "dirty") return state.isDirty ? "" : "it is clean";
    if (line.verb == "clean") return state.isDirty ? "it is dirty" : "";
    if (line.verb == "trouble") {
        const bool holds = line.rest == "-" ? state.trouble.empty()
                                            : state.trouble.find(line.rest) != std::string::npos;
        return holds ? "" : "found `" + state.trouble + "`";
    }
    return "no line begins like this";
}

bool changesFiles(const std::vector<FileEffect>& effects) {
    return std::ranges::any_of(effects, [](const FileEffect& effect) {
        return !std::holds_alternative<file_effect::Look>(effect) &&
               !std::holds_alternative<file_effect::HeedFile>(effect);
    });
}

}  // namespace

class FileFlowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyScriptHolds_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Script& script : scripts()) {
            QTest::newRow(script.name.c_str()) << index;
            ++index;
        }
    }

    void everyScriptHolds() {
        QFETCH(int, index);
        const Script script = scripts().at(static_cast<std::size_t>(index));
        FileStep now{stateBefore(script), {}};
        for (const Line& line : script.lines) {
            if (line.verb == kTabs) continue;
            if (const auto event = eventOf(line)) {
                now = step(now.next, *event);
                continue;
            }
            const std::string wrong = unlike(line, now);
            QVERIFY2(wrong.empty(), qPrintable(QStringLiteral("line %1: %2 %3: %4")
                                                   .arg(line.number)
                                                   .arg(QString::fromStdString(line.verb),
                                                        QString::fromStdString(line.rest),
                                                        QString::fromStdString(wrong))));
        }
    }

    void cancellingEndsEveryQuestionAndWritesNothing() {
        int cancelled = 0;
        for (const Script& script : scripts()) {
            FileState state = stateBefore(script);
            for (const Line& line : script.lines) {
                const auto event = eventOf(line);
                if (!event) continue;
                state = step(state, *event).next;
                FileState given = state;
                for (int i = 0; i < 3 && given.question != FileQuestion::None; ++i) {
                    const FileStep back = step(given, file_event::Answered{FileAnswer::Cancel});
                    QVERIFY2(back.effects.empty(), script.name.c_str());
                    given = back.next;
                    ++cancelled;
                }
                QVERIFY2(given.question == FileQuestion::None, script.name.c_str());
                QCOMPARE(given.isDirty, state.isDirty);
                QCOMPARE(given.path, state.path);
            }
        }
        QVERIFY(cancelled > 50);
    }

    void noQuestionIsPassedByWithoutItsAnswer() {
        // While a question is open, nothing but an answer, a choice or quitting touches a file.
        const std::vector<FileEvent> others = {file_event::WantedFile{},
                                               file_event::WantedSave{},
                                               file_event::WantedSaveAs{},
                                               file_event::WantedExport{},
                                               file_event::Edited{true},
                                               file_event::Noticed{{true, true, false, true}},
                                               file_event::Noticed{},
                                               file_event::Looked{{true, true, false, false}},
                                               file_event::Wanted{{Wish::Kind::Open, "x.yaml"}}};
        int asked = 0;
        for (const Script& script : scripts()) {
            FileState state = stateBefore(script);
            for (const Line& line : script.lines) {
                const auto event = eventOf(line);
                if (!event) continue;
                state = step(state, *event).next;
                if (state.question == FileQuestion::None) continue;
                ++asked;
                for (const FileEvent& other : others) {
                    const FileStep after = step(state, other);
                    QVERIFY2(!changesFiles(after.effects), script.name.c_str());
                    QVERIFY2(after.next.question == state.question, script.name.c_str());
                }
            }
        }
        QVERIFY(asked > 30);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::FileFlowTest)
#include "file_flow_test.moc"
