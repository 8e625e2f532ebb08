#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "export/cloudformation/span_tree.h"
#include "model/base/diagnostic.h"

namespace archivolt {

/// What a reader takes at most; more ends in one error, never in a crash or a long wait.
///
/// CloudFormation itself stops at 1 MB. These let oversized templates be opened and repaired.
struct ReadLimits {
    std::size_t maxBytes = std::size_t{16} << 20U;
    std::size_t maxDepth = 200;          ///< Nested collections, aliases expanded.
    std::size_t maxNodes = 1000000;      ///< Scalars, collections and aliases.
    std::size_t maxAliasNodes = 100000;  ///< Values that aliases of one document expand to.
    std::size_t maxDiagnostics = 1000;   ///< A last one then says that there are more.
};

/// A document as a tree of spans, and what is wrong with its text.
struct SpanReading {
    SpanTree tree;
    std::vector<Diagnostic> diagnostics;  ///< In the order of the text.
    /// Whether the text was read to its end; else `tree` has the nodes before the error.
    bool complete = false;
};

}  // namespace archivolt
