#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/evaluate/evaluate.h"
#include "model/reachability/questions/reach.h"

namespace archivolt {

/// By what a call of something in a VPC gets to the API of a service.
enum class CallRoute : std::uint8_t {
    GatewayEndpoint,
    InterfaceEndpoint,  ///< The service's names lead to it, since it has private names.
    Public,             ///< The service's public addresses: a NAT gateway, or an own address.
};

/// The way of a call from one interface to a service's API.
struct CallWay {
    CallRoute route = CallRoute::Public;
    Truth open = Truth::Unknown;
    const VpcEndpoint* endpoint = nullptr;  ///< Null pointer: none.
    const Vpc* vpc = nullptr;               ///< Where the call starts; null pointer: not known.
    std::string text;  ///< "endpoint `S3Endpoint`"; else what is in the way, or not known.
    std::vector<Origin> places;  ///< Rules and routes of the way, or those in the way.
};

/// Finds the way that calls of an action's service take from an interface, and asks whether it is
/// open, over TCP 443 by IPv4.
///
/// What the name of the service leads to decides: an interface endpoint with private names takes
/// all calls of its VPC; else the public addresses count, and those of S3 and DynamoDB lie behind a
/// gateway endpoint where the subnet's table has one. There is no falling back from one to another.
///
/// `region` is the called resource's; endpoints serve their own Region's. Source: AWS PrivateLink
/// Guide, privatelink-access-aws-services and gateway-endpoints; VPC User Guide,
/// AmazonDNS-concepts.
[[nodiscard]] CallWay callWay(const Reachability& reachability, const EvaluatedDesign& evaluated,
                              InterfaceIndex interface, std::string_view action,
                              std::string_view region);

/// Returns what an endpoint service of AWS is called after the Region: `s3` for `s3:GetObject`.
/// Source: AWS PrivateLink Guide, aws-services-privatelink-support.
[[nodiscard]] std::string_view endpointServiceOf(std::string_view action);

}  // namespace archivolt
