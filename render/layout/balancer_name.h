#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace archivolt {

/// What the DNS name of a load balancer says of it.
struct BalancerName {
    std::string name;  ///< As `Name` or `LoadBalancerName` gives it, in lower case.
    std::string region;
    friend bool operator==(const BalancerName&, const BalancerName&) = default;
};

/// Reads a DNS name that Elastic Load Balancing gives:
/// `shop-1234567890.us-east-1.elb.amazonaws.com`, `internal-shop-…`, `dualstack.shop-…`,
/// `shop-0123456789abcdef.elb.us-east-1.amazonaws.com`; nothing for any other. Source: Elastic Load
/// Balancing, Application Load Balancers, "DNS name"; Network Load Balancers, "DNS name"; Route 53,
/// "Routing traffic to an ELB load balancer".
[[nodiscard]] std::optional<BalancerName> readBalancerName(std::string_view dnsName);

}  // namespace archivolt
