#pragma once

#include <cstdint>

#include "model/architecture/connections.h"

namespace archivolt {

/// What an endpoint's policy lets through, as far as packets tell.
enum class EndpointPolicy : std::uint8_t {
    Everything,
    Some,  ///< It depends on who asks for what; or it can't be told.
    Nothing
};

/// Judges the policy of a VPC endpoint: everything or nothing only where that is certain.
///
/// Without a policy everything is let through. A statement counts as all-embracing when it names
/// every principal, resource and action (or every action of the endpoint's service) and has no
/// condition.
/// Source: AWS PrivateLink Guide, vpc-endpoints-access.
[[nodiscard]] EndpointPolicy judgePolicy(const VpcEndpoint& endpoint);

}  // namespace archivolt
