#pragma once

#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/design/design.h"
#include "render/layout/diagram.h"

namespace archivolt {

/// Makes the diagram of a design: what is drawn, inside what, and which arrows.
///
/// Every declared resource is a box or an attribute of one (`Diagram::representedBy`), those whose
/// condition is false as ghosts. A subnet is public when its route table leads to an internet
/// gateway; a data subnet when it is not public and only databases, caches and file systems stand
/// in it; else private. What stands in several subnets gets a Span (an Auto Scaling group a Fleet)
/// across them; its node, not the Span, carries the resource. Arrows: from the internet through
/// gateways, records and distributions to balancers and their targets; security group rules
/// between groups; and what the catalogue knows as a connection.
[[nodiscard]] Diagram buildDiagram(const Design& design, const ResolvedDesign& resolved,
                                   const Catalog& catalog);

}  // namespace archivolt
