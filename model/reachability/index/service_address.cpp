#include "model/reachability/index/service_address.h"

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

}  // namespace archivolt
