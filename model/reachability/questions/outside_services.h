#pragma once

#include <string>
#include <vector>

#include "model/architecture/architecture.h"

namespace archivolt {

/// Returns the names of what clients call at addresses of AWS's own, outside every network of the
/// design: distributions, APIs, function URLs, applications; each once, in order.
///
/// No interface stands for them, so that no pair of a matrix does. Whether the internet may call
/// them their settings, authorizers and policies decide.
/// Source: "Endpoint types" of API Gateway's guide, "Lambda function URLs", "App Runner
/// networking".
[[nodiscard]] std::vector<std::string> outsideServices(const Architecture& architecture);

}  // namespace archivolt
