#pragma once

#include <nlohmann/json_fwd.hpp>

#include "model/reachability/questions/reach.h"

namespace archivolt {

/// Returns an answer as `reach --format json` prints it, repairs apart; format 1.
///
/// Where it was asked, `established` says what becomes of an open connection: `{"survives":
/// "yes|no|unknown", "broken_by": a hop or null, "why"}`. `passes[].source` is exact, but that the
/// whole internet is written 0.0.0.0/0 or ::/0.
[[nodiscard]] nlohmann::ordered_json answerJson(const NetworkIndex& network,
                                                const ReachAnswer& answer);

/// Returns `443,8443`; of ICMP `8` for a type with all codes, `3/4` for one code; `any` for all.
[[nodiscard]] std::string portsText(IpProtocol protocol, const PortSet& ports);

/// Reads `443`, `80-90` or `22,80-90`; nothing for other text or an inverted range.
[[nodiscard]] std::optional<PortSet> parsePorts(std::string_view text);

/// Reads `tcp`, `udp`, `icmp`, `icmpv6` or a number from 0 to 255.
[[nodiscard]] std::optional<IpProtocol> parseProtocol(std::string_view text);

}  // namespace archivolt
