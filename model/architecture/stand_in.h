#pragma once

#include "model/net/address.h"

namespace archivolt {

/// Says whether resolution chose an address where AWS would choose a public one (RFC 2544's block).
[[nodiscard]] bool isStandIn(const IpAddress& address);

}  // namespace archivolt
