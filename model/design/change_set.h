#pragma once

#include <string>
#include <vector>

#include "model/design/design.h"

namespace archivolt {

/// What differs between two states of one stack; ids in ascending order.
struct StackChange {
    StackId stack;
    bool added = false;
    bool removed = false;
    bool identity = false;  ///< Its name, kind, account or Region.
    bool source = false;    ///< The text that it was opened from.
    std::vector<ResourceId> addedResources;
    std::vector<ResourceId> removedResources;
    std::vector<ResourceId> changedResources;  ///< Another body, whether or not renamed too.
    std::vector<ResourceId> renamedResources;  ///< Another logical id.
    std::vector<std::string> sections;         ///< Names of sections changed, added or removed.
    std::vector<std::string> parameters;       ///< Names whose given value changed.
    friend bool operator==(const StackChange&, const StackChange&) = default;
};

/// What differs between two designs of one history.
struct ChangeSet {
    std::vector<StackChange> stacks;  ///< Only those that differ.
    std::vector<ResourceId> placements;
    std::vector<PlaceKey> places;  ///< Set, changed or taken back.
    std::vector<NoteId> notes;     ///< Added, changed or removed.
    std::vector<FrameId> frames;   ///< Added, changed or removed.
    bool name = false;
    bool stackOrder = false;  ///< The stacks that both have stand in another order.
    bool parameterSets = false;
    bool suppressions = false;
    bool intents = false;
    bool scenarios = false;
    bool unknown = false;

    /// Says whether the designs hold the same.
    [[nodiscard]] bool empty() const { return *this == ChangeSet{}; }
    /// Says whether anything differs that the templates or the values of parameters say.
    [[nodiscard]] bool touchesTemplates() const { return !stacks.empty() || stackOrder; }
    friend bool operator==(const ChangeSet&, const ChangeSet&) = default;
};

/// Returns what an edit or an undo changed.
///
/// Shared parts are skipped by pointer, chunk by chunk: one changed resource of 10,000 costs
/// microseconds. A change to an equal value is none.
[[nodiscard]] ChangeSet changesBetween(const Design& before, const Design& after);

}  // namespace archivolt
