#pragma once

#include <string_view>
#include <variant>

#include "export/logs/access_log.h"
#include "export/logs/flow_log.h"

namespace archivolt {

using AnyLog = std::variant<AccessLog, FlowLog>;

/// Reads a log of whichever kind it is, told by its first lines; fails as the kinds' readers do,
/// and for what is compressed or of no kind that is read (LOGS-1).
[[nodiscard]] Result<AnyLog> readLog(std::string_view text, const LogLimits& limits);

}  // namespace archivolt
