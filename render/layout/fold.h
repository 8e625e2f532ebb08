#pragma once

#include "render/layout/diagram.h"

namespace archivolt {

/// Says whether a box can be shown closed: Regions, VPCs, zones and subnets can.
[[nodiscard]] bool canFold(const Box& box);

/// Says whether folding a box, or opening it, shows anything else than before: it is folded, or
/// something stands in it alone. What crosses subnets stays as long as one of them shows. O(boxes).
[[nodiscard]] bool offersFold(const Diagram& diagram, BoxIndex box);

/// Returns the diagram with what stands in its folded boxes hidden.
///
/// What is hidden is an attribute of the folded box, whose badges list what the hidden ones listed
/// and whose detail counts them; links to it end at the folded box, those between the same two made
/// one with all sources. Boxes keep their order.
[[nodiscard]] Diagram withFolds(Diagram diagram);

}  // namespace archivolt
