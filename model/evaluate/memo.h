#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/base/key_index.h"
#include "model/base/persistent_map.h"
#include "model/evaluate/evaluate.h"
#include "model/evaluate/exports.h"
#include "model/evaluate/scope.h"

namespace archivolt {

using EvaluatedPointer = std::shared_ptr<const EvaluatedResource>;
using Readers = KeyIndex<ReadKey, ResourceId>;

/// What a later evaluation of a stack reuses, and what `find` and `sourceOf` look into.
struct StackMemo {
    std::shared_ptr<const Stack> written;  ///< As the design has it, loops and all.
    std::shared_ptr<const Scope> scope;
    std::shared_ptr<const OutputsResult> outputs;
    PersistentMap<ResourceId, EvaluatedPointer> byId;
    Readers readers;   ///< Which resources read what.
    std::string loop;  ///< The first loop among the resources; empty: none.
};

/// What a later evaluation of a design reuses.
struct DesignMemo {
    ExportTable exports;
};

/// Evaluates one resource.
[[nodiscard]] EvaluatedPointer evaluateResource(const std::shared_ptr<const Resource>& resource,
                                                const EvaluatorInput& input);

/// Which keys changed between two evaluations of a stack, and which resources' sources did.
struct StackChanges {
    bool everything = false;         ///< Nothing of before can be reused.
    bool inPlace = true;             ///< The same ids stand at the same places.
    std::set<ReadKey> keys;          ///< Other than they were; imports are added later.
    std::set<ResourceId> resources;  ///< Of the new stack: added or with another source.
    std::set<ResourceId> removed;
};

/// Compares a stack with its earlier evaluation.
[[nodiscard]] StackChanges changesSince(const EvaluatedStack& before, const Stack& stack,
                                        const std::shared_ptr<const Scope>& scope);

/// Returns the logical id of the first loop among resources; empty: none.
[[nodiscard]] std::string firstLoop(const ResourceTable& resources);

}  // namespace archivolt
