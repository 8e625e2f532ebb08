#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "model/evaluate/evaluator.h"

namespace archivolt {

/// What a stack's Outputs section came to.
struct OutputsResult {
    std::map<std::string, Value> outputs;
    std::map<std::string, std::string> exports;
    std::vector<Diagnostic> diagnostics;
    std::vector<ReadKey> reads;  ///< As `Evaluator::takeReads` gives them, sorted.
};

/// The exports of all stacks of a design by account, Region and name.
using ExportTable = std::map<std::tuple<std::string, std::string, std::string>, ImportedValue>;

/// A stack whose outputs are to be evaluated.
struct OutputsInput {
    std::shared_ptr<const Stack> stack;
    std::shared_ptr<const Scope> scope;
    std::string loop;
    /// What it hands to stacks nested in it: the name of the hand-over, and `{Value: …}`.
    std::vector<MapEntry> handed{};
    bool isNested = false;  ///< Another stack reads its outputs as a resource's attributes.
};

/// All outputs of a design's stacks, in the order of `OutputsInput`s, and what they export.
struct DesignOutputs {
    std::vector<std::shared_ptr<const OutputsResult>> stacks;
    ExportTable exports;
};

/// Evaluates the outputs of all stacks, imports between them included.
[[nodiscard]] DesignOutputs evaluateOutputs(const std::vector<OutputsInput>& stacks);

/// Returns the look-up of imports for a stack of this scope; `table` must outlive it.
[[nodiscard]] std::function<ImportedValue(const std::string&)> importsFor(const Scope& scope,
                                                                          const ExportTable& table);

}  // namespace archivolt
