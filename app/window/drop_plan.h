#pragma once

#include <string>
#include <vector>

#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/design/edit.h"
#include "render/scene/scene.h"

namespace archivolt {

/// What dropping a thing somewhere would do, or why it can't be done.
struct DropPlan {
    BoxIndex target = kNoBox;  ///< The container that the drop falls into.
    bool legal = false;
    bool moves = false;       ///< It stays in its container: only its place changes.
    std::string why;          ///< One sentence: what the drop does, or why not.
    std::string label;        ///< What undo says: "Move Bastion to PublicB".
    std::vector<Edit> edits;  ///< Empty unless legal.
};

/// What is dropped, and where.
struct Drop {
    BoxIndex box = kNoBox;
    Point pointer;  ///< Decides the container, in canvas units.
    Rect place;     ///< Where the box would stand.
};

/// Says whether a box can be dragged: it is a node of a resource of its own.
[[nodiscard]] bool canDrag(const Box& box);

/// Finds what a drop means.
///
/// In another subnet, the value that names the present subnet comes to name the new one, in the
/// form that it has (`!Ref`, `!GetAtt`), wherever the catalogue says that the type's place is
/// decided: `SubnetId`, `NetworkInterfaces[0].SubnetId`, an item of `SubnetIds`. Within its
/// container, a node gets a place of its own, which no template shows. Everything else is refused
/// with the reason.
[[nodiscard]] DropPlan planDrop(const Scene& scene, const Drop& drop, const Design& design,
                                const Catalog& catalog);

}  // namespace archivolt
