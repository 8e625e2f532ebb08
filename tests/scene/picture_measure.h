#pragma once

#include <string>
#include <vector>

#include "model/catalog/catalog.h"
#include "model/design/design.h"
#include "render/scene/scene.h"

namespace archivolt::test {

/// What can be counted of one finished picture; fewer is better, but for the first two.
struct PictureMeasure {
    double aspect = 0;  ///< Width by height of the whole drawing.
    double used = 0;    ///< Share of the drawing's area that nodes and empty subnets cover.
    std::size_t wires = 0;
    std::vector<std::string> onBorders;    ///< Wires that run along a frame's border.
    std::vector<std::string> through;      ///< Wires through a box that is not their own.
    std::vector<std::string> overlaps;     ///< Siblings that overlap and must not.
    std::vector<std::string> strays;       ///< Boxes that leave their container.
    std::vector<std::string> alike;        ///< Texts that several different names were cut to.
    std::vector<std::string> unreachable;  ///< Resources that no box is or lists.
    std::size_t relations = 0;             ///< What the catalogue knows that one names of another.
    std::vector<std::string> untold;       ///< Those that no nesting, line or badge tells.
    std::vector<std::string> untaken;      ///< Boxes and signs that no point of the canvas takes.
    std::size_t unknownZones = 0;          ///< Columns whose zone has no name and no number.
};

/// Measures a scene that was made of `design`.
[[nodiscard]] PictureMeasure measurePicture(const Scene& scene, const Design& design,
                                            const Catalog& catalog);

}  // namespace archivolt::test
