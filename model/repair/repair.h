#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/build/resolve.h"
#include "model/design/edit.h"
#include "model/reachability/questions/reach.h"
#include "model/repair/matrix_changes.h"

namespace archivolt {

enum class RepairEffect : std::uint8_t {
    Opens,   ///< All that was asked passes after it.
    Closes,  ///< Nothing of what was asked passes after it.
    Keeps    ///< Promises are kept after it.
};

/// Edits that change the answer of a question, tried on a copy of the design.
struct Repair {
    RepairEffect effect = RepairEffect::Opens;
    std::vector<Edit> edits;
    std::vector<std::string> steps;         ///< In words, a phrase for each change.
    std::vector<MatrixChange> alsoChanges;  ///< What else opens or closes, complete.
    /// Of one that opens: what of the question stays closed, whatever was tried, and why; empty
    /// where nothing does. The last step tells it too.
    std::string stillClosed{};
};

struct Repairs {
    std::vector<Repair> repairs;      ///< Those that open first; in each the best first.
    std::vector<std::string> cannot;  ///< Why no edit that is tried opens it, where none does.
};

struct RepairOptions {
    std::size_t mostOpening = 3;
    std::size_t mostClosing = 3;
    /// Only rules of groups and entries of ACLs are added: no route, no gateway, no address.
    bool filtersAlone = false;
    /// Returns what AWS would reject of a design, a text each, ascending: a repair that adds to it
    /// is not proposed. Absent: nothing is asked.
    std::function<std::vector<std::string>(const Design&, const ResolvedDesign&)> rejections{};
};

/// A design, what it resolves to, and its network, all of one moment.
struct RepairSubject {
    const Design& design;
    const ResolvedDesign& resolved;
    const Reachability& reachability;
};

/// Proposes edits that open what is blocked or partly so, and that close what passes.
///
/// Each was applied to a copy, and the question asked again: one that opens makes the answer
/// Reachable, or Partial where nothing opens all of it, one that closes Blocked. They are ranked by
/// how many other pairs they change, then by the number of edits. A question that names no protocol
/// is closed, not opened: opening everything is seldom wanted. Cost: about a dozen resolutions and
/// comparisons of matrices.
[[nodiscard]] Repairs proposeRepairs(const RepairSubject& subject, const ReachQuestion& question,
                                     const ReachAnswer& answer, const RepairOptions& options = {});

/// Returns "add ingress tcp/443 from … to …; add …".
[[nodiscard]] std::string repairText(const Repair& repair);

}  // namespace archivolt
