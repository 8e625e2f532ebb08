#pragma once

#include <vector>

#include "model/reachability/changes/rule_changes.h"

namespace archivolt {

/// Returns the blocks that rules for these addresses are written with: the fewest exact ones, or
/// the whole family where it is the internet or takes more than a few.
[[nodiscard]] std::vector<Cidr> blocksFor(const NetworkIndex& network, const AddressSet& addresses);

/// Returns the lowest number of an ACL's entries that allow (or deny) some of this traffic with
/// some of these addresses, 32767 where there is none; `removals` gets a change for each such.
[[nodiscard]] std::int32_t firstEntryAbout(const NetworkAcl& acl, RuleDirection direction,
                                           bool allow, const std::vector<Cidr>& blocks,
                                           const TrafficSet& traffic,
                                           std::vector<RuleChange>& removals);

}  // namespace archivolt
