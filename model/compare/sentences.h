#pragma once

#include <string>
#include <vector>

#include "model/architecture/tables.h"

namespace archivolt {

/// Says in words what changes from one architecture to the other: rules opened and closed, routes,
/// moves between subnets, public addresses. Things match by stack and name; sorted by thing.
///
/// A sentence starts with its verb, has no full stop and names things by their logical ids. With
/// `Matching::ByNameAlone`, for two designs of one stack each, the stacks' names do not count.
enum class Matching : unsigned char {
    ByStackAndName,
    ByNameAlone
};
[[nodiscard]] std::vector<std::string> sentencesAbout(const Architecture& before,
                                                      const Architecture& after, Matching matching);

}  // namespace archivolt
