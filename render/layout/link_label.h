#pragma once

#include <string>

#include "model/net/traffic_set.h"

namespace archivolt {

/// Returns what an arrow says of its traffic: `443`, `443, 3389 + 8`, `udp 53`, `any`.
///
/// TCP ports stand for themselves; the first two entries (TCP, UDP, then the rest by number) are
/// written and the rest counted. `partial` adds a question mark: there may be more. Nothing for
/// no traffic that is known to be whole.
[[nodiscard]] std::string linkLabel(const TrafficSet& traffic, bool partial);

}  // namespace archivolt
