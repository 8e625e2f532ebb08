#pragma once

#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "app/session/judge.h"
#include "tests/tools/board.h"

namespace archivolt::test {

/// Plays with designs at random: gestures, forms, text, undo and redo, in several tabs with one
/// clipboard, while a second thread judges what there was. The same seed plays the same game.
class Monkey {
public:
    explicit Monkey(std::uint32_t seed);

    /// Does one thing; returns what is broken after it, or an empty text.
    [[nodiscard]] std::string step();
    /// Undoes all in every tab; returns what is not as it was opened.
    [[nodiscard]] std::string undoAll();
    /// Returns what was done last, oldest first, for whoever looks for the cause.
    [[nodiscard]] std::string trail() const;
    /// Returns how often each thing was done.
    [[nodiscard]] const std::map<std::string, int>& done() const { return m_done; }

private:
    struct Tab {
        std::string name;
        std::unique_ptr<Board> board;
        /// What was said of it last; the judging thread's alone while that runs.
        std::shared_ptr<std::optional<Judgement>> judged =
            std::make_shared<std::optional<Judgement>>();
    };
    [[nodiscard]] std::size_t below(std::size_t count);
    [[nodiscard]] bool chance(std::size_t percent) { return below(100) < percent; }
    [[nodiscard]] Board& board() { return *m_tabs[m_current].board; }
    [[nodiscard]] const Stack& stack();
    [[nodiscard]] std::shared_ptr<const Resource> anyResource();
    [[nodiscard]] Point anyPoint();
    [[nodiscard]] tools::Mods anyMods();
    [[nodiscard]] std::string anyText();

    void act();
    void point();
    void pressKey();
    void place();
    void align();
    void editForm();
    void editText();
    void rename();
    void remove();
    void annotate();
    void turnTab();
    void openTab();
    [[nodiscard]] std::string closeTab();
    void note(const std::string& what, const std::string& detail = {});

    [[nodiscard]] std::string broken();
    [[nodiscard]] std::string brokenDrawing();
    [[nodiscard]] std::string brokenHistory();
    [[nodiscard]] std::string brokenText();
    [[nodiscard]] std::string brokenJudgement();

    std::mt19937 m_random;
    std::vector<std::string> m_parts;
    std::vector<Tab> m_tabs;
    std::size_t m_current = 0;
    std::string m_clipboard;
    std::vector<std::string> m_trail;
    std::map<std::string, int> m_done;
    std::string m_lost;                  ///< What closing a tab found.
    std::future<std::string> m_judging;  ///< What is broken, from the other thread.
    std::uint64_t m_steps = 0;
};

}  // namespace archivolt::test
