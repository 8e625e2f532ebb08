#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/repair/repair.h"

namespace archivolt {

/// Edits after which the promises of a design are kept.
struct PromiseRepair {
    Repair repair;                    ///< Of effect `Keeps`; what else changes is all that changes.
    std::vector<std::string> mended;  ///< The names of the promises that it mends.
};

struct PromiseRepairs {
    std::optional<PromiseRepair> best;  ///< Absent: none was found, or nothing is broken.
    std::vector<std::string> cannot;    ///< What is not mended and why, in whole phrases.
    bool isLeast = true;  ///< No fewer of the changes do it; false: not all could be tried.
};

/// Looks for the least change that keeps all of a design's broken promises about packets together,
/// and breaks none that is kept.
///
/// Repairs of what breaks one promise (`proposeRepairs`) are put together, each made on what the
/// last one left, the fewest changes of rules first; of as many, what opens and closes the fewest
/// pairs besides those that promises are about. Each was tried on a copy: all promises were asked
/// again. A promise that no edit mends by itself is told of and left; so are those about access.
/// Asked to stop it returns nothing. Cost: at most `kMostPromiseTries` times that of
/// `proposeRepairs`.
[[nodiscard]] PromiseRepairs repairPromises(const RepairSubject& subject,
                                            const RepairOptions& options = {},
                                            const std::stop_token& stop = {});
inline constexpr std::size_t kMostPromiseTries = 96;

}  // namespace archivolt
