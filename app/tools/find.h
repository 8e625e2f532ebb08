#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/design/design.h"

namespace archivolt {

/// A resource that a search found.
struct Found {
    ResourceId resource;
    std::string title;  ///< The logical id.
    std::string kind;
    std::string where;  ///< What in it fits: `CidrBlock: 10.0.0.0/16`; empty for name and kind.
    std::string icon;
    friend bool operator==(const Found&, const Found&) = default;
};

/// Returns the resources that fit a text, at most `most`: names first, then kinds and types, then
/// what the properties say once they are evaluated.
///
/// Case does not matter. An IPv4 or IPv6 address fits what names it, and the blocks that hold it,
/// the narrowest first. An empty text finds nothing.
[[nodiscard]] std::vector<Found> find(std::string_view text, const ResolvedDesign& resolved,
                                      const Catalog& catalog, std::size_t most);

}  // namespace archivolt
