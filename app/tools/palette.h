#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/tools/fragment.h"
#include "model/catalog/catalog.h"
#include "render/layout/diagram.h"

namespace archivolt {

/// Something that can be placed.
struct PaletteRow {
    std::string key;  ///< The part: `AWS::EC2::Subnet`, `pattern:bastion`, `mark:note`.
    std::string label;
    std::string detail;  ///< What it is made of, where the label does not say so.
    std::string icon;
    std::string group;  ///< "Patterns", "Network" …
    Hue hue = Hue::General;
    bool onlyFound = false;             ///< Shown only where it is looked for.
    int behind = 0;                     ///< How far it stays behind what is found as well as it.
    std::vector<std::string> keywords;  ///< What people call it besides.
    friend bool operator==(const PaletteRow&, const PaletteRow&) = default;
};

/// Returns everything that can be placed, group by group: patterns, the network and what stands in
/// it, marks, and last every other type of the catalogue. Within a group, what is used most leads.
[[nodiscard]] std::vector<PaletteRow> paletteRows(const Catalog& catalog,
                                                  const FragmentLibrary& fragments);

/// Returns the rows in which every word of `wanted` is found, the best first: what is called so,
/// then what people call so, then what only belongs to it (`AWS::EC2::…`). Groups stay together.
/// Without a word, all that are not `onlyFound`, in their own order. Case does not count.
[[nodiscard]] std::vector<PaletteRow> foundRows(const std::vector<PaletteRow>& rows,
                                                std::string_view wanted);

}  // namespace archivolt
