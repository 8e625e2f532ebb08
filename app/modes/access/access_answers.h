#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/access/questions.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "render/scene/build_scene.h"

namespace archivolt {

/// A design with its policies and its drawing, all of one moment; safe to hand to another thread.
struct AccessScene {
    std::shared_ptr<const Design> design;
    std::shared_ptr<const ResolvedDesign> resolved;
    std::shared_ptr<const AccessModel> model;
    std::shared_ptr<const Diagram> diagram;
};

/// A question as it stands in the window; an empty part is open.
///
/// With a principal alone it asks what that can, with a resource who can take the action on it,
/// with all three whether this one request is allowed.
struct AccessAsk {
    std::string who;     ///< A user or role: logical id, `stack/id` or ARN.
    std::string action;  ///< `s3:GetObject`; empty with a resource: the usual one.
    std::string on;      ///< A resource: logical id, `stack/id` or ARN.
    /// Condition keys with their value, of the request that is tested.
    std::vector<std::pair<std::string, std::string>> context;
    friend bool operator==(const AccessAsk&, const AccessAsk&) = default;
};

/// A statement that decides, or a layer that says nothing, in words.
struct AccessReason {
    std::string layer;   ///< `Identity`, `Resource`, `Boundary`.
    std::string effect;  ///< `allows`, `denies`, `may allow`.
    std::string policy;  ///< `policy ReadAssets`, and its Sid.
    ResourceId opens;    ///< The resource that the policy stands in.
    friend bool operator==(const AccessReason&, const AccessReason&) = default;
};

/// One line of an answer.
struct AccessRow {
    std::string name;    ///< Who, or on what.
    std::string detail;  ///< By what, or which actions.
    Truth allowed = Truth::No;
    std::string end;  ///< Names it in a question; empty for what is not of the design.
    std::vector<BoxIndex> boxes;
    friend bool operator==(const AccessRow&, const AccessRow&) = default;
};

struct AccessAnswer {
    std::string sentence;
    Truth allowed = Truth::Unknown;  ///< Of one request.
    bool isRequest = false;
    std::string action;  ///< The one that was asked about.
    std::vector<AccessRow> rows;
    std::vector<AccessReason> reasons;
    std::vector<std::string> notes;  ///< What would have to change; what is not known.
    std::vector<BoxIndex> subject;   ///< Of what was asked about.
    WhoCanBefore found;  ///< What a later answer to the same goes on from; may be null pointers.
};

/// Builds what questions are asked of; linear in the design's policies, of which those are shared
/// that `previous` (or null), of an earlier design of the same history, has read.
[[nodiscard]] std::shared_ptr<const AccessModel> accessModelOf(
    const ResolvedDesign& resolved, const Catalog& catalog, const AccessModel* previous = nullptr);

/// Answers a question; fails as `whoCan`, `whatCan` and `arnNamed` do, and where all is open. Of
/// whom `before` (or null), found in an earlier design, still holds is not asked again.
[[nodiscard]] Result<AccessAnswer> askAccess(const AccessScene& scene, const AccessAsk& ask,
                                             const WhoCanBefore* before = nullptr);

/// Returns the actions that a resource takes, the usual ones first; empty where it has no ARN.
[[nodiscard]] std::vector<std::string> actionsOn(const AccessModel& model, const std::string& on);

/// Which part of a question a thing can be.
struct AccessPick {
    std::string who;  ///< The role that it runs as, or itself.
    std::string on;   ///< Itself, where it has an ARN.
};
[[nodiscard]] AccessPick pickOf(const AccessModel& model, std::string_view stack,
                                std::string_view logicalId);

/// What a part of a question can be.
enum class AccessPart : std::uint8_t {
    Who,
    On
};
/// Something that a question can name.
struct AccessName {
    std::string name;
    std::string type;
    friend bool operator==(const AccessName&, const AccessName&) = default;
};
/// So many are told at most.
inline constexpr std::size_t kMostNames = 40;
/// Returns the users and roles, or the resources, whose names hold a text, whatever its case: the
/// one that is named so first, then those that begin so; else in the design's order.
[[nodiscard]] std::vector<AccessName> namesLike(const AccessModel& model, AccessPart part,
                                                std::string_view typed);

/// Marks an answer: who may is joined with what it may use; what is not concerned fades.
void addAccess(Overlay& overlay, const AccessAnswer& answer, bool toSubject,
               const Diagram& diagram);

}  // namespace archivolt
