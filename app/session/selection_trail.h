#pragma once

#include <memory>
#include <vector>

#include "app/session/selection.h"

namespace archivolt {

/// What was selected around each step of a history, so that undo and redo give it back.
///
/// Steps are told by the snapshot that they led to; those that a history has forgotten are
/// forgotten here too.
class SelectionTrail {
public:
    using Snapshot = std::shared_ptr<const Design>;

    /// Remembers what was selected when a step was made that led to `design`. A step that became
    /// part of `replaced` (or null) keeps what was selected before that one.
    void made(const Snapshot& design, DesignSelection before, const Snapshot& replaced = {});
    /// Remembers what is selected when the step that led to `design` is taken back, and returns
    /// what was selected before it.
    [[nodiscard]] DesignSelection undone(const Snapshot& design, DesignSelection now);
    /// Returns what was selected when the step that led to `design` was taken back, or `now`.
    [[nodiscard]] DesignSelection redone(const Snapshot& design, DesignSelection now) const;

private:
    struct Step {
        std::weak_ptr<const Design> design;
        DesignSelection before;
        DesignSelection after;
    };
    std::vector<Step> m_steps;
};

}  // namespace archivolt
