#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/catalog/catalog.h"
#include "model/design/resource.h"

namespace archivolt::tools {

/// A resource without its references to some things.
struct Loosened {
    Value body;
    std::vector<std::string> places;  ///< What was taken off: `DependsOn`, `SecurityGroups[0]`.
    std::vector<std::string> names;   ///< What these named, each once, in order.
    std::string needed;               ///< A name that it can't be without; empty: none.
};

/// Takes off what names something that `isGone` says of its name, where the resource can do
/// without.
///
/// It can do without what it waits for, items of lists, and properties that its type does not
/// require; a list or an object that is empty then goes as a whole. A document whose form the
/// specification leaves open (a policy) is whole or not there.
[[nodiscard]] Loosened loosened(const Resource& resource,
                                const std::function<bool(std::string_view)>& isGone,
                                const Catalog& catalog);

}  // namespace archivolt::tools
