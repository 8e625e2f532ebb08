#pragma once

#include "model/catalog/system_facts.h"
#include "render/layout/diagram.h"

namespace archivolt {

/// Returns the kind that colours what the catalogue puts in this category.
[[nodiscard]] Hue hueOf(Category category);

}  // namespace archivolt
