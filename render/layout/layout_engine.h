#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "model/base/result.h"
#include "render/layout/geometry.h"

namespace archivolt {

/// The members of one container whose edges among one another matter.
struct PlacementJob {
    std::vector<Size> sizes;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;  ///< Indices into `sizes`.
    double gap = 16;      ///< Least distance between two members.
    double rankGap = 40;  ///< Distance between a member and what it points at.
};

/// Places the members of one container; a seam, since Graphviz runs in a child process.
class LayoutEngine {
public:
    virtual ~LayoutEngine() = default;
    /// Returns each member's top left corner, from (0, 0) to the right and down; members do not
    /// overlap. Fails when it takes too long or answers nonsense; the caller then places by rule.
    [[nodiscard]] virtual Result<std::vector<Point>> place(const PlacementJob& job) = 0;
};

/// Places in ranks from left to right by longest path; never fails. O(members + edges).
class RankEngine : public LayoutEngine {
public:
    [[nodiscard]] Result<std::vector<Point>> place(const PlacementJob& job) override;
};

}  // namespace archivolt
