#pragma once

#include <optional>

#include "model/architecture/connections.h"
#include "model/net/cidr.h"
#include "model/reachability/index/network_nodes.h"

namespace archivolt {

/// Returns the address that stands for all addresses of a gateway endpoint's service, or nothing
/// where the service is not known or has no gateway endpoints.
///
/// Which addresses S3 and DynamoDB have is AWS's choice and changes; they are public IPv4 ones. One
/// reserved address (RFC 6890, IETF protocol assignments) stands for those of each service.
/// NOT MODELLED: IPv6 addresses of services behind gateway endpoints.
[[nodiscard]] std::optional<IpAddress> serviceAddress(const VpcEndpoint& endpoint);

/// Returns the block that the addresses which stand for services are of, and no others.
[[nodiscard]] const Cidr& serviceBlock();

/// Says whether an address stands for a service's.
[[nodiscard]] inline bool isServiceAddress(const IpAddress& address) {
    return address.family == Family::Ipv4 && serviceBlock().contains(address);
}

/// Says whether an address is a service that every instance reaches, never filtered and never
/// routed: DNS, DHCP, instance metadata, task metadata, time, licence activation (N14, N15).
[[nodiscard]] bool isLocalService(const VpcNode& vpc, const IpAddress& address);

}  // namespace archivolt
