#include "model/build/resolve.h"

#include "model/build/build_architecture.h"

namespace archivolt {

std::shared_ptr<const ResolvedDesign> resolve(const Design& design,
                                              const ResolvedDesign* previous) {
    const EvaluatedDesign* before = previous != nullptr ? previous->evaluated.get() : nullptr;
    return resolveEvaluated(evaluate(design, before), previous);
}

std::shared_ptr<const ResolvedDesign> resolveEvaluated(
    std::shared_ptr<const EvaluatedDesign> evaluated, const ResolvedDesign* previous) {
    const EvaluatedDesign* before = previous != nullptr ? previous->evaluated.get() : nullptr;
    const BuildState* state = previous != nullptr ? previous->state.get() : nullptr;
    auto built =
        std::make_shared<BuildState>(ArchitectureBuilder(state, before, *evaluated).build());
    auto result = std::make_shared<ResolvedDesign>();
    result->evaluated = std::move(evaluated);
    // One object holds both, so that the snapshot keeps what it came from.
    result->architecture = std::shared_ptr<const Architecture>(built, &built->architecture);
    result->counts = built->counts;
    result->state = std::move(built);
    return result;
}

}  // namespace archivolt
