#pragma once

#include <memory>
#include <random>

#include "model/architecture/tables.h"

namespace archivolt::test {

/// Returns a random network after one random edit: a thing changed, added, removed, or replaced by
/// that of another random network; half of the edits are of interfaces, groups and ACLs.
///
/// Things that do not change stay shared, as after a resolution. Ids of added things are higher
/// than all others.
[[nodiscard]] std::shared_ptr<const Architecture> editedAtRandom(const Architecture& before,
                                                                 std::mt19937_64& random);

}  // namespace archivolt::test
