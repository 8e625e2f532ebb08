#pragma once

#include <memory>
#include <vector>

#include "model/architecture/architecture.h"
#include "model/base/diagnostic.h"
#include "model/evaluate/evaluate.h"

namespace archivolt {

struct BuildState;

/// A design resolved: its evaluated tree, and the typed architecture made of it.
struct ResolvedDesign {
    std::shared_ptr<const EvaluatedDesign> evaluated;
    std::shared_ptr<const Architecture> architecture;
    /// How the declared resources divide: typed + external + unknown = declared.
    struct Counts {
        std::size_t declared = 0;
        std::size_t typed = 0;  ///< Of a type that has a typed form here (condition false or not).
        std::size_t external =
            0;  ///< Made elsewhere: nested stacks, custom resources, modules, loops.
        std::size_t unknown = 0;  ///< Kept and written back, but of no typed form here.
        std::size_t removed = 0;  ///< Of all these: their condition is false.
        friend bool operator==(const Counts&, const Counts&) = default;
    } counts;
    std::shared_ptr<const BuildState> state;  ///< What a later resolution reuses.
};

/// Resolves a design into typed things; it never fails, what can't be known is said so.
///
/// `previous` (or null) is the result for an earlier design of the same history: things whose
/// evaluated resources did not change are shared. The result equals a resolution from nothing.
[[nodiscard]] std::shared_ptr<const ResolvedDesign> resolve(
    const Design& design, const ResolvedDesign* previous = nullptr);

/// Resolves a design that is evaluated already; `previous` as in `resolve`.
[[nodiscard]] std::shared_ptr<const ResolvedDesign> resolveEvaluated(
    std::shared_ptr<const EvaluatedDesign> evaluated, const ResolvedDesign* previous = nullptr);

}  // namespace archivolt
