#pragma once

#include "model/reachability/questions/reach.h"

namespace archivolt {

/// Answers a question whose receiver is a name that may lead several ways: each is asked, and the
/// answers are put together; the notes say which ways there are, when each is taken, and what comes
/// of it.
///
/// Reachable: by every way. Blocked: by none. Of a private zone and a public one of one name the
/// private one answers in its VPCs, and the public one everywhere else.
/// Source: Route 53 Developer Guide, routing-policy and hosted-zone-private-considerations.
[[nodiscard]] ReachAnswer reachByWays(const Reachability& reachability,
                                      const ReachQuestion& question);

}  // namespace archivolt
