#pragma once

#include "model/reachability/sets/traffic_between.h"

namespace archivolt {

/// The ports that the clients of an end use: Linux and Windows instances 32768-65535, everything
/// else 1024-65535 (N10-N12).
[[nodiscard]] const PortSet& clientPortsOf(const NetworkIndex& network, const FlowEnd& from);

}  // namespace archivolt
