#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/session/session.h"
#include "app/tools/aligning.h"
#include "app/tools/tool.h"
#include "tests/support/memory_files.h"
#include "tests/tools/gesture_script.h"

namespace archivolt::test {

/// A window without a window: a design, its drawing, what is selected, and the hand's state.
class Board {
public:
    Board();
    void open(const std::string& name, std::string_view text);

    /// Carries one line out; returns what is wrong, or an empty text.
    [[nodiscard]] std::string carryOut(const ScriptLine& line);
    /// Returns what Escape or a loss of focus here would leave behind; empty where nothing.
    [[nodiscard]] std::string leftByGivingUp() const;
    /// Undoes all; returns whether the text is what was opened, to the byte.
    [[nodiscard]] bool undoesAll();

    // For who plays without a script.
    void send(tools::Event event);
    /// Presses a key of the canvas: what a script calls `key`.
    void key(const std::string& name);
    void hold(const std::string& part) { m_state = tools::Placing{part, m_pointer, true, {}}; }
    void align(tools::Alignment how);
    void layOut(bool placedToo);
    void select(DesignSelection selection) { m_selection = std::move(selection); }
    /// Makes edits as one step; a refusal is no fault, since these come of no plan.
    bool apply(const std::vector<Edit>& edits, const std::string& label);
    void put(Design changed, const std::string& label);
    /// Does what a plan says, as the window does.
    void make(const tools::DropPlan& plan);
    [[nodiscard]] tools::View view() const;
    [[nodiscard]] std::string takeSaid() { return std::exchange(m_said, {}); }
    [[nodiscard]] const Session& session() const { return m_session; }
    [[nodiscard]] const Catalog& catalog() const { return *m_catalog; }
    [[nodiscard]] const ResolvedDesign& resolved() const { return *m_resolved; }
    [[nodiscard]] const Scene& scene() const { return m_scene; }
    [[nodiscard]] const tools::State& state() const { return m_state; }
    [[nodiscard]] const DesignSelection& selection() const { return m_selection; }
    [[nodiscard]] std::string& clipboard() { return m_clipboard; }
    [[nodiscard]] std::string takeFault() { return std::exchange(m_fault, {}); }
    [[nodiscard]] std::string text() const;

private:
    void redraw();
    void carryOut(const tools::Effect& effect);
    /// Does what the window does once two things are connected, at once.
    void askWay(const tools::WantedWay& wanted);
    void walk(const std::string& how);
    void keyOfMarks(const std::string& name);
    [[nodiscard]] std::optional<Rect> markRect(const std::string& name) const;
    void gesture(const ScriptLine& line);
    [[nodiscard]] std::string expect(const ScriptLine& line);
    /// Returns what is wrong with what is drawn, offered or marked; nothing where that is not
    /// asked.
    [[nodiscard]] std::optional<std::string> expectDrawn(const ScriptLine& line) const;
    [[nodiscard]] std::string expectPlan(const ScriptLine& line) const;
    [[nodiscard]] std::string expectText(const ScriptLine& line) const;
    [[nodiscard]] std::string expectPlace(const ScriptLine& line) const;
    [[nodiscard]] std::string expectReach(const ScriptLine& line) const;
    [[nodiscard]] BoxIndex find(const std::string& name) const;
    [[nodiscard]] Point pointOf(const std::string& where) const;
    [[nodiscard]] std::string selected() const;

    std::shared_ptr<const Catalog> m_catalog;
    MemoryFiles m_files;
    Session m_session;
    std::shared_ptr<const ResolvedDesign> m_resolved;
    std::shared_ptr<const Diagram> m_diagram;
    std::shared_ptr<const Layout> m_layout;
    std::map<History::Snapshot,
             std::pair<std::shared_ptr<const Diagram>, std::shared_ptr<const Layout>>>
        m_drawn;
    Scene m_scene;
    Scene m_opened;
    std::string m_openedText;
    DesignSelection m_selection;
    tools::State m_state;
    tools::Mods m_mods;
    Point m_pointer;
    std::string m_clipboard;
    std::string m_said;
    tools::Offer m_offer;
    std::string m_asked;  ///< What an effect asked of the window: `rename`, `menu`.
    Point m_panned;
    std::string m_fault;
};

/// Returns the name of a state: `idle`, `dragging`.
[[nodiscard]] std::string nameOf(const tools::State& state);

}  // namespace archivolt::test
