#pragma once

#include <string>
#include <vector>

#include "model/catalog/catalog.h"
#include "model/design/design.h"
#include "render/layout/diagram.h"

namespace archivolt {

/// One line of the outline.
struct OutlineRow {
    std::string key;  ///< Its own, and stable: the box's key, or the resource's id.
    std::string title;
    std::string detail;  ///< What kind of thing it is, or a frame's address block.
    std::string icon;
    Hue hue = Hue::General;
    int depth = 0;
    ResourceId resource;  ///< Of what a resource declares.
    std::string box;      ///< The box's key, of what none does.
    bool hasChildren = false;
    bool ghost = false;  ///< Its condition is false.
    friend bool operator==(const OutlineRow&, const OutlineRow&) = default;
};

/// Returns the whole design as a tree in lines, children behind their parent: Regions, VPCs,
/// subnets, what stands in them, and under each thing what belongs to it.
///
/// Every resource is there exactly once.
[[nodiscard]] std::vector<OutlineRow> outlineOf(const Design& design, const Diagram& diagram,
                                                const Catalog& catalog);

}  // namespace archivolt
