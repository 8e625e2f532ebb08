#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/base/result.h"
#include "model/design/design.h"

namespace archivolt {

/// Sets what stands at `path` (from the template's root), adding the last step where it is missing.
///
/// A missing section or `Properties` on the way to its direct member is made. A resource as a whole
/// (`Resources.Web`) can be replaced, not added.
struct SetValue {
    StackId stack;
    Path path;
    Value value;
    friend bool operator==(const SetValue&, const SetValue&) = default;
};

/// Takes away what stands at `path`: a property, an item, a whole parameter. Not a resource.
struct RemoveValue {
    StackId stack;
    Path path;
    friend bool operator==(const RemoveValue&, const RemoveValue&) = default;
};

/// Adds a resource under a new logical id, before another or last.
struct AddResource {
    StackId stack;
    std::string logicalId;
    Value body;
    std::optional<std::string> before;
    friend bool operator==(const AddResource&, const AddResource&) = default;
};

/// Takes a resource away; what refers to it is left as it is, and lint says so.
struct RemoveResource {
    StackId stack;
    std::string logicalId;
    friend bool operator==(const RemoveResource&, const RemoveResource&) = default;
};

/// Gives a resource another logical id and rewrites every reference to it: `Ref`, `GetAtt`,
/// `${…}` in `Sub`, DependsOn, conditions, and by name in intents, scenarios and suppressions.
struct RenameResource {
    StackId stack;
    std::string from;
    std::string to;
    friend bool operator==(const RenameResource&, const RenameResource&) = default;
};

/// Gives an entry of Parameters, Conditions, Mappings or Outputs another name and rewrites every
/// reference to it in its stack, the values given for a parameter included.
struct RenameEntry {
    StackId stack;
    std::string section;
    std::string from;
    std::string to;
    friend bool operator==(const RenameEntry&, const RenameEntry&) = default;
};

/// Gives a parameter a value in this stack, or takes it back to its default.
struct SetParameter {
    StackId stack;
    std::string name;
    std::optional<Value> value;
    friend bool operator==(const SetParameter&, const SetParameter&) = default;
};

/// Puts a resource somewhere on the canvas, or gives its place back to the layout.
struct MoveResource {
    ResourceId resource;
    std::optional<Rect> place;
    friend bool operator==(const MoveResource&, const MoveResource&) = default;
};

/// Adds or changes a note (by id; id 0 adds) or takes it away.
struct SetNote {
    NoteId id;
    std::optional<Note> note;
    friend bool operator==(const SetNote&, const SetNote&) = default;
};

/// Adds or changes a frame (by id; id 0 adds) or takes it away.
struct SetFrame {
    FrameId id;
    std::optional<Frame> frame;
    friend bool operator==(const SetFrame&, const SetFrame&) = default;
};

/// Adds a stack; `apply` gives it and its resources their ids, in order.
struct AddStack {
    Stack stack;
    friend bool operator==(const AddStack&, const AddStack&) = default;
};
/// Takes a stack away, with its placements, parameter sets and suppressions.
struct RemoveStack {
    StackId stack;
    friend bool operator==(const RemoveStack&, const RemoveStack&) = default;
};

/// Changes a stack's name, account or Region; renaming rewrites references by name.
struct SetStackIdentity {
    StackId stack;
    std::string name;
    std::string account;
    std::string region;
    friend bool operator==(const SetStackIdentity&, const SetStackIdentity&) = default;
};

/// Replaces the design's lists that have no structure of their own here.
struct SetSuppressions {
    std::vector<Suppression> suppressions;
    friend bool operator==(const SetSuppressions&, const SetSuppressions&) = default;
};
struct SetParameterSets {
    std::vector<ParameterSet> sets;
    friend bool operator==(const SetParameterSets&, const SetParameterSets&) = default;
};
struct SetIntents {
    Value intents;
    friend bool operator==(const SetIntents&, const SetIntents&) = default;
};
struct SetScenarios {
    Value scenarios;
    friend bool operator==(const SetScenarios&, const SetScenarios&) = default;
};

/// One change of a design, as a value that can be stored, sent and shown.
using Edit =
    std::variant<SetValue, RemoveValue, AddResource, RemoveResource, RenameResource, RenameEntry,
                 SetParameter, MoveResource, SetNote, SetFrame, AddStack, RemoveStack,
                 SetStackIdentity, SetSuppressions, SetParameterSets, SetIntents, SetScenarios>;

/// Returns the design after `edit`, or why it can't be made; `design` itself never changes.
///
/// Errors are of `editRules()`. What did not change stays shared.
/// Call it as `archivolt::apply`: an unqualified call would also find `std::apply`.
[[nodiscard]] Result<Design> apply(const Design& design, const Edit& edit);

/// Returns the design after all of `edits` in order, or why one can't be made (then none is).
[[nodiscard]] Result<Design> applyAll(const Design& design, const std::vector<Edit>& edits);

}  // namespace archivolt
