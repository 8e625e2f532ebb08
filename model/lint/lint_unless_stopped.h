#pragma once

#include <optional>
#include <stop_token>

#include "model/lint/lint.h"

namespace archivolt {

/// Returns what `lint` does, or nothing once asked to stop, at the next family of rules.
[[nodiscard]] std::optional<std::vector<Finding>> lintUnlessStopped(const Design& design,
                                                                    const ResolvedDesign& resolved,
                                                                    const Catalog& catalog,
                                                                    const std::stop_token& stop);

}  // namespace archivolt
