#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/architecture/architecture.h"
#include "model/architecture/edge.h"
#include "model/base/doubt.h"
#include "model/net/address.h"

namespace archivolt {

/// One thing that a name leads through: a DNS record, or a CloudFront distribution and the origin
/// that it asks.
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
    Doubt why;                       ///< Not empty: why it can't be told.
    std::vector<std::string> notes;  ///< What was assumed.
};

/// Follows a record or distribution, by every way that it may lead: the values of a record, the
/// records of a name that it names, the origins of a group. None for a thing that is neither.
///
/// Sources: Route 53 Developer Guide, resource-record-sets-choosing-alias-non-alias and
/// routing-policy; CloudFront Developer Guide, DownloadDistValuesOrigin and
/// high_availability_origin_failover.
[[nodiscard]] std::vector<NameWay> followName(const Architecture& things, ThingId id);

/// Says whether a record leads to addresses.
[[nodiscard]] bool leadsToAddresses(const DnsRecord& record);

/// Returns when a record of several of its name is the one that is answered, for people; empty for
/// one without a routing policy.
///
/// Source: Route 53 Developer Guide, routing-policy.
[[nodiscard]] std::string conditionOf(const DnsRecord& record);

}  // namespace archivolt
