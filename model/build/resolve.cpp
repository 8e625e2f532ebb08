#include "model/build/resolve.h"

#include "model/build/build_architecture.h"
#include "model/catalog/catalog.h"

namespace archivolt {

std::shared_ptr<const ResolvedDesign> resolve(const Design& design, const Catalog& catalog,
                                              const ResolvedDesign* previous) {
    if (previous != nullptr && previous->catalog.get() != &catalog) previous = nullptr;
    const EvaluatedDesign* before = previous != nullptr ? previous->evaluated.get() : nullptr;
    const BuildState* state = previous != nullptr ? previous->state.get() : nullptr;
    static const EvaluateOptions kStandard;  // Its table of zones is large.
    auto evaluated = evaluate(design, before, kStandard);
    auto built = std::make_shared<BuildState>(
        ArchitectureBuilder(catalog, state, before, *evaluated).build());
    auto result = std::make_shared<ResolvedDesign>();
    result->evaluated = std::move(evaluated);
    // One object holds both, so that the snapshot keeps what it came from.
    result->architecture = std::shared_ptr<const Architecture>(built, &built->architecture);
    result->counts = built->counts;
    result->state = std::move(built);
    result->catalog = catalog.shared_from_this();
    return result;
}

std::shared_ptr<const ResolvedDesign> resolve(const Design& design,
                                              const ResolvedDesign& previous) {
    return resolve(design, *previous.catalog, &previous);
}

}  // namespace archivolt
