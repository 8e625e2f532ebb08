#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/reachability/questions/reach.h"

namespace archivolt {

/// Returns what is asked of the network where a question names a distribution: what CloudFront asks
/// of the origin, on its port, from addresses of the internet. Other questions stay as they are.
///
/// Source: CloudFront Developer Guide, DownloadDistValuesOrigin: HTTP on 80 and HTTPS on 443 unless
/// set, by the protocol policy; viewers come to 80 and 443.
[[nodiscard]] ReachQuestion originQuestion(const NetworkIndex& network, ReachQuestion question);

/// Returns what an origin's configuration says, as it was evaluated; null pointer for nothing.
[[nodiscard]] const Value* originConfig(const NameStep& step);

/// Returns the last distribution that a question goes through, or null pointer.
[[nodiscard]] const NameStep* distributionOf(const ReachQuestion& question);

/// Says whether a question goes through a distribution.
[[nodiscard]] bool asksDistribution(const ReachQuestion& question);

/// Returns the hops that a name leads through before there is a packet.
[[nodiscard]] std::vector<Hop> nameHops(const ReachQuestion& question);

/// Returns the hop of a private zone's record that the sender can't look up; absent where all can
/// be. A private zone answers in its VPCs alone.
/// Source: Route 53 Developer Guide, hosted-zones-private.
[[nodiscard]] std::optional<Hop> unansweredName(const NetworkIndex& network,
                                                const ReachQuestion& question);

}  // namespace archivolt
