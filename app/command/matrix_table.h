#pragma once

#include <string>
#include <vector>

#include "model/reachability/questions/matrix.h"

namespace archivolt {

/// Returns the cells of one family as a table for people: a row for each sender, a column for each
/// receiver, folded at 100 columns; what is too long for a cell stands in a numbered list below.
[[nodiscard]] std::string matrixTable(const MatrixQuestion& question,
                                      const std::vector<MatrixCell>& cells, Family family);

/// Returns a cell as a list says it: `tcp/443`, with what holds for some only, and what is unknown.
[[nodiscard]] std::string cellText(const MatrixCell& cell);

/// Returns a name that is not longer than `width` columns; of a list of names, how many there are.
[[nodiscard]] std::string shortName(const std::string& name, std::size_t width);

}  // namespace archivolt
