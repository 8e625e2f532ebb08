#pragma once

#include <memory>
#include <vector>

#include "model/architecture/architecture.h"
#include "model/base/diagnostic.h"
#include "model/evaluate/evaluate.h"

namespace archivolt {

class Catalog;
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
    std::shared_ptr<const Catalog> catalog;   ///< Whose facts the things are made by.
};

/// Resolves a design into typed things; it never fails, what can't be known is said so.
///
/// `previous` (or null) is the result for an earlier design of the same history: things whose
/// evaluated resources did not change are shared. The result equals a resolution from nothing.
/// The catalogue says which types have interfaces, and where; a `previous` of another catalogue is
/// of no use and left aside.
[[nodiscard]] std::shared_ptr<const ResolvedDesign> resolve(
    const Design& design, const Catalog& catalog, const ResolvedDesign* previous = nullptr);

/// Resolves a later design of a history by the catalogue of the resolution before.
[[nodiscard]] std::shared_ptr<const ResolvedDesign> resolve(const Design& design,
                                                            const ResolvedDesign& previous);

}  // namespace archivolt
