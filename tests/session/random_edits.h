#pragma once

#include <random>

#include "model/design/design.h"
#include "model/design/edit.h"

namespace archivolt::test {

/// Returns some edit of a design's first stack, which has resources: values set, to references of
/// what is there and what is not, values taken away, resources added, removed and renamed, sections
/// and the stack's Region changed. It need not be one that can be applied.
[[nodiscard]] Edit randomEdit(const Design& design, std::mt19937& random);

}  // namespace archivolt::test
