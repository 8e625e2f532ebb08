#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/architecture/architecture.h"
#include "model/architecture/edge.h"
#include "model/net/address.h"

namespace archivolt {

/// One thing that a name leads through: a DNS record, or a CloudFront distribution and the origin
/// that its default behaviour asks.
struct NameStep {
    const DnsRecord* record = nullptr;
    const Distribution* distribution = nullptr;
    const DistributionOrigin* origin = nullptr;
};

/// Where a record or distribution leads in the end: to a thing, or to an address.
struct NameWay {
    std::vector<NameStep> steps;  ///< From the name that is asked on.
    ThingId thing;
    std::optional<IpAddress> address;
    std::string why;  ///< Not empty: why it can't be told.
};

/// Follows records and distributions; steps are empty for a thing that is neither.
///
/// Sources: Route 53 Developer Guide, resource-record-sets-choosing-alias-non-alias; CloudFront
/// Developer Guide, DownloadDistValuesOrigin.
[[nodiscard]] NameWay followName(const Architecture& things, ThingId id);

}  // namespace archivolt
