#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/tools/fragment.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/design/edit.h"
#include "render/layout/diagram.h"

namespace archivolt {

/// What placing a part somewhere would do, or why it can't be done.
struct PartPlan {
    bool legal = false;
    std::string why;                 ///< One sentence: what it adds, or why not.
    std::string label;               ///< What undo says: "Add NatGateway".
    StackId stack;                   ///< The template that it goes into.
    std::vector<std::string> added;  ///< The new logical ids, the part itself first.
    std::vector<Edit> edits;         ///< Empty unless legal.
};

/// What a part is placed into; everything must be of one revision.
struct PartSite {
    const Design& design;
    const ResolvedDesign& resolved;
    const Diagram& diagram;
    const Catalog& catalog;
    const FragmentLibrary& fragments;
    BoxIndex container = 0;  ///< Where: any box, of which the containers around it count.
};

/// Finds what placing a part does: a resource type (`AWS::EC2::Subnet`) or `pattern:NAME`.
///
/// Everything required comes along: a new NAT gateway has its address, a database its subnet
/// group. What the part needs of its place (VPC, subnets, zone) is taken from the container, and
/// where that does not tell from what there is only one of; an address block is the first free one.
/// Logical ids are new ones. It is refused, with the reason, where the place lacks something.
[[nodiscard]] PartPlan planPart(std::string_view part, const PartSite& site);

}  // namespace archivolt
