#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "model/design/design.h"

namespace archivolt {

/// Something of a template that names a resource, and how often.
struct Dependent {
    std::string name;                 ///< A resource's logical id, or an entry's name.
    std::string section;              ///< `Resources`, `Outputs`, …
    std::string type;                 ///< The resource's type; empty for an entry.
    std::vector<std::string> places;  ///< The ways within it: `Properties.SubnetId`.
    friend bool operator==(const Dependent&, const Dependent&) = default;
};

/// Returns what would name nothing if some resources were gone, each once, in the text's order;
/// what these say themselves is not listed. References by name from other stacks go through
/// outputs.
[[nodiscard]] std::vector<Dependent> dependentsOf(
    const Stack& stack, const std::set<std::string, std::less<>>& logicalIds);

}  // namespace archivolt
