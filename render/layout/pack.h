#pragma once

#include <cstdint>
#include <vector>

#include "render/layout/geometry.h"

namespace archivolt {

/// Something to pack: the sizes that it can have, at least one, and what it needs above itself.
struct PackItem {
    std::vector<Size> shapes;
    double headroom = 0;
};

/// One way to pack all items of a list, in their order, from (0, 0) to the right and down.
struct Packing {
    Size size;
    std::vector<Rect> places;        ///< By item; larger than its shape where it was stretched.
    std::vector<std::size_t> picks;  ///< By item: which of its shapes.
};

/// Returns ways to pack frames in rows, from flat to tall; items keep their order.
///
/// Row breaks times aspects of the items, as in Stockmeyer's shape lists: a way that another beats
/// in both width and height is left out. At most `most`; one at least unless there is no item.
[[nodiscard]] std::vector<Packing> packRows(const std::vector<PackItem>& items, double gap,
                                            std::size_t most);

/// Returns ways to fill rows no wider than `width` with items whose heights are made alike.
[[nodiscard]] std::vector<Packing> packBelow(const std::vector<PackItem>& items, double gap,
                                             double width);
/// Returns ways to fill columns no higher than `height` with items whose widths are made alike.
[[nodiscard]] std::vector<Packing> packBeside(const std::vector<PackItem>& items, double gap,
                                              double height);

/// Leaves out every size that another one beats in both directions, and of the rest those that are
/// nearest to others until at most `most` are left; returns the indices of the kept ones, by width.
[[nodiscard]] std::vector<std::size_t> worthKeeping(const std::vector<Size>& sizes,
                                                    std::size_t most);

/// Returns how large something is drawn in a picture of 16 : 9: the scale that makes it fit.
[[nodiscard]] double drawnScale(Size size);

}  // namespace archivolt
