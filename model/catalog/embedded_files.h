#pragma once

#include "model/catalog/catalog.h"

namespace archivolt {

/// Returns the text of resources/catalog as the linker put it into the program.
[[nodiscard]] CatalogSources embeddedCatalog();

}  // namespace archivolt
