#include "model/reachability/index/service_address.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace archivolt {

const Cidr& serviceBlock() {
    static const Cidr kBlock = *Cidr::parse("192.0.0.200/30");
    return kBlock;
}

std::optional<IpAddress> serviceAddress(const VpcEndpoint& endpoint) {
    // Source: AWS PrivateLink Guide, gateway-endpoints: these services have them.
    static constexpr auto kServices = std::to_array<std::pair<std::string_view, std::uint64_t>>(
        {{".s3", 1}, {".dynamodb", 2}, {".s3express", 3}});
    if (endpoint.kind != EndpointKind::Gateway || !endpoint.service.isKnown()) return std::nullopt;
    for (const auto& [suffix, number] : kServices) {
        if (endpoint.service->ends_with(suffix)) return serviceBlock().first().plus(number);
    }
    return std::nullopt;
}

bool isLocalService(const VpcNode& vpc, const IpAddress& address) {
    // Source: Amazon VPC User Guide, VPC_Security; Amazon EC2 User Guide, instance metadata.
    static const std::array kServices = {
        *IpAddress::parse("169.254.169.254"), *IpAddress::parse("169.254.169.253"),
        *IpAddress::parse("169.254.169.123"), *IpAddress::parse("169.254.170.2"),
        *IpAddress::parse("169.254.169.250"), *IpAddress::parse("169.254.169.251"),
        *IpAddress::parse("fd00:ec2::254"),   *IpAddress::parse("fd00:ec2::253"),
        *IpAddress::parse("fd00:ec2::123")};
    if (std::ranges::find(kServices, address) != kServices.end()) return true;
    const auto primary = std::ranges::find_if(
        vpc.blocks, [](const Cidr& block) { return block.family() == Family::Ipv4; });
    return primary != vpc.blocks.end() && address == primary->first().plus(2);
}

}  // namespace archivolt
