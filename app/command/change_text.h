#pragma once

#include <vector>

#include "app/command/report_text.h"
#include "model/repair/matrix_changes.h"

namespace archivolt {

/// Adds what else a repair opens and closes, a line each, the first of them.
void addChanges(ReportText& text, const std::vector<MatrixChange>& changes,
                const AddressSet& internet);

}  // namespace archivolt
