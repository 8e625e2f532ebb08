#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/design/design.h"

namespace archivolt {

/// The designs that there were, with what made each, as a value: undo is going back to an older
/// one.
class History {
public:
    using Snapshot = std::shared_ptr<const Design>;

    /// Starts with a design, which counts as saved; keeps at most `limit` steps to go back (≥ 1).
    explicit History(Design design, std::size_t limit = 1000);

    /// Returns the design as it is now.
    [[nodiscard]] const Snapshot& present() const { return m_steps[m_present].design; }
    /// Makes `design` the present one, made by what `label` says ("Move Web"); redo is lost.
    ///
    /// A push with the key of the last one (not empty, not closed) replaces it instead, so that a
    /// drag is one step. The saved design is never replaced.
    void push(Design design, std::string label, std::string coalesceWith = {});
    /// Ends the step: the next push is one of its own whatever its key (the mouse was released).
    void close() { m_steps[m_present].key.clear(); }
    /// Says whether the present step was not ended: a push with its key would become part of it.
    [[nodiscard]] bool isStepOpen() const { return !m_steps[m_present].key.empty(); }
    /// Returns the design that undo goes back to, or null pointer.
    [[nodiscard]] Snapshot before() const {
        return canUndo() ? m_steps[m_present - 1].design : nullptr;
    }

    [[nodiscard]] bool canUndo() const { return m_present > 0; }
    [[nodiscard]] bool canRedo() const { return m_present + 1 < m_steps.size(); }
    /// Goes one step back or forward; says whether there was one.
    bool undo();
    bool redo();
    /// Returns what undo or redo would take back or do again; empty when nothing.
    [[nodiscard]] std::string_view undoLabel() const;
    [[nodiscard]] std::string_view redoLabel() const;
    /// Returns the labels of all steps, oldest first; the first `undoSteps()` can be undone.
    [[nodiscard]] std::vector<std::string> labels() const;
    [[nodiscard]] std::size_t undoSteps() const { return m_present; }

    /// Remembers that the present design is what the file holds.
    void markSaved() { m_saved = present(); }
    /// Returns the design that counts as saved.
    [[nodiscard]] const Snapshot& saved() const { return m_saved; }
    /// Says whether the present design is the saved one.
    [[nodiscard]] bool isClean() const { return m_saved == present(); }

private:
    struct Step {
        Snapshot design;
        std::string label;
        std::string key;
    };

    std::vector<Step> m_steps;  // INVARIANT: never empty; the first one's label says nothing.
    std::size_t m_present = 0;
    std::size_t m_limit;
    Snapshot m_saved;
};

}  // namespace archivolt
