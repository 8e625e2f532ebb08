#pragma once

#include <span>
#include <vector>

#include "render/layout/diagram.h"

namespace archivolt {

/// A subnet, and which column of its VPC's zones it stands in.
struct ColumnSubnet {
    BoxIndex subnet = kNoBox;
    std::size_t column = 0;
};

/// Returns those of a VPC's children that stand in several subnets, from where traffic comes in:
/// balancers, then what computes, then what keeps data.
[[nodiscard]] std::vector<BoxIndex> crossingBoxes(const Diagram& diagram,
                                                  std::span<const BoxIndex> children);

/// Joins the subnets that something stands in to a row, and returns for each the first of its row.
///
/// Drawn in one of them alone it would seem to stand there only, so names and tiers don't count. A
/// row has one subnet of a column: where two would join what is in one, the first does.
[[nodiscard]] std::vector<std::size_t> joinedRows(const Diagram& diagram,
                                                  std::span<const ColumnSubnet> subnets,
                                                  std::span<const BoxIndex> crossing);

}  // namespace archivolt
