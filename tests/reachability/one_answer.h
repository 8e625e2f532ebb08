#pragma once

#include <string>

#include "model/reachability/sets/reachability.h"

namespace archivolt::test {

/// What was held against one another.
struct OneAnswerCounts {
    std::size_t cells = 0;
    std::size_t pairs = 0;
    std::size_t open = 0;     ///< Cells where something surely passes.
    std::size_t unnamed = 0;  ///< Cells left out, as one end's name is another thing's as well.
};

/// Asks for every pair of things once as a cell of the matrix and once as a question by name, and
/// for every pair of interfaces once as the table of pairs has it and once as a question; returns
/// where the two do not say the same. Of more than `most` ends every so-manieth is asked.
[[nodiscard]] std::string whereAnswersDiffer(std::shared_ptr<const Reachability> reachability,
                                             std::size_t most, OneAnswerCounts& counts);

}  // namespace archivolt::test
