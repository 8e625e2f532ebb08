#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/session/placed_findings.h"
#include "model/access/escalation_table.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/findings/kept_findings.h"
#include "model/intents/intents.h"
#include "model/policy/access_matrix.h"
#include "model/reachability/sets/pair_table.h"

namespace archivolt {

/// The stages of judging, in their order; each needs those before it.
enum class JudgeStage : std::uint8_t {
    Resolved,  ///< What there is: enough to draw the design.
    Network,   ///< Who reaches whom: what an edit does to paths is asked for first.
    Rules,     ///< What AWS would reject.
    Promises,  ///< Whether the design keeps what it promises.
    Advice     ///< What could be better, proved exposures among it.
};
inline constexpr JudgeStage kLastStage = JudgeStage::Advice;

/// What is to be judged: an immutable snapshot, safe to hand to another thread.
struct JudgeRequest {
    std::uint64_t revision = 0;
    std::shared_ptr<const Design> design;
    std::string file;  ///< Named by what is wrong with promises, which stand in no template.
    PlacedFindings::Locate locate;
    PlacedFindings::Stays stays;  ///< Since what was said before.
    /// Keeps the traffic of all pairs, for the matrix and for what an edit opens and closes.
    bool holdPairs = false;
    /// Keeps who may read, write and call what.
    bool holdDecisions = false;
};

/// What is said of one revision of a design. Everything is shared and immutable; what belongs to a
/// stage that is still to come is null.
struct Judgement {
    std::uint64_t revision = 0;
    JudgeStage stage = JudgeStage::Resolved;  ///< The last one that is done.
    std::shared_ptr<const ResolvedDesign> resolved;
    std::shared_ptr<const FindingList> rules;
    std::shared_ptr<const Reachability> reachability;
    std::shared_ptr<const PairTable> pairs;  ///< Null where they were not asked for.
    /// Who may do what; null where there are no users and roles, and nothing asks for it.
    std::shared_ptr<const AccessModel> access;
    std::shared_ptr<const AccessMatrix> decisions;  ///< Null where they were not asked for.
    std::shared_ptr<const IntentReport> promises;
    std::shared_ptr<const FindingList> advice;

    // What a later judgement goes on from; none of it shows in what is said.
    std::shared_ptr<const EscalationTable> escalations;
    std::shared_ptr<const KeptFindings> keptRules;
    std::shared_ptr<const KeptFindings> keptAdvice;
};

/// Called after each stage, on the thread that judges; a copy costs some pointers.
using JudgeDelivery = std::function<void(const Judgement&)>;

/// Judges a design: the one pipeline of the window and of `check`.
///
/// `previous` (or null) is what was said of an earlier snapshot of the same history: work is then
/// only done for what changed, with the same result. Positions of findings, promises and evidence
/// are filled in. Returns nothing when asked to stop; stages that were delivered before stay true
/// of their revision.
[[nodiscard]] std::optional<Judgement> judge(const JudgeRequest& request, const Judgement* previous,
                                             const Catalog& catalog,
                                             const std::stop_token& stop = {},
                                             const JudgeDelivery& deliver = {});

/// Returns the findings of all stages that are done: rules, what is wrong with promises, advice.
[[nodiscard]] std::vector<Finding> findingsOf(const Judgement& judgement);

}  // namespace archivolt
