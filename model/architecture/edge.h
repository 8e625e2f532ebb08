#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/architecture/thing.h"
#include "model/value/value.h"

namespace archivolt {

struct HostedZone : Thing {
    Known<std::string> domain;  ///< With its final dot.
    bool isPrivate = false;
    References vpcs;
    friend bool operator==(const HostedZone&, const HostedZone&) = default;
};

struct DnsRecord : Thing {
    Known<ThingId> zone;
    Known<std::string> domain;
    Known<std::string> type;
    std::optional<Known<ThingId>> aliasTarget;
    std::vector<Known<std::string>> values;
    References targets;  ///< Things whose address or name stands in `values`.
    std::optional<Known<ThingId>> healthCheck;
    Value evaluated;  ///< The whole record, routing policy included.
    friend bool operator==(const DnsRecord&, const DnsRecord&) = default;
};

struct DnsHealthCheck : Thing {
    Value evaluated;
    friend bool operator==(const DnsHealthCheck&, const DnsHealthCheck&) = default;
};

struct DistributionOrigin {
    std::string originId;
    Known<std::string> domain;
    std::optional<Known<ThingId>> thing;  ///< The bucket, load balancer… that the domain is of.
    friend bool operator==(const DistributionOrigin&, const DistributionOrigin&) = default;
};

struct Distribution : Thing {
    std::vector<DistributionOrigin> origins;
    Value evaluated;  ///< The whole DistributionConfig.
    friend bool operator==(const Distribution&, const Distribution&) = default;
};

}  // namespace archivolt
