#pragma once

#include <string>

#include "model/architecture/thing.h"
#include "model/base/doubt.h"

namespace archivolt {

/// Where in networks a resource that is not modelled may have interfaces, by what it refers to.
struct NetworkPresence {
    References subnets;         ///< Those of subnet groups that it names included.
    References securityGroups;  ///< Those that it may wear.

    /// Says whether it refers to nothing of a network.
    [[nodiscard]] bool empty() const {
        return subnets.ids.empty() && subnets.why.empty() && securityGroups.ids.empty() &&
               securityGroups.why.empty();
    }
    friend bool operator==(const NetworkPresence&, const NetworkPresence&) = default;
};

/// Something that the design speaks of and does not hold: a VPC behind a parameter, another
/// account's role, an import that nothing exports; also what a nested stack or a custom resource
/// makes.
struct ExternalThing : Thing {
    Doubt why;                 ///< "parameter VpcId has no value".
    std::string expectedType;  ///< What it is used as, `AWS::EC2::VPC`; empty when not known.
    NetworkPresence presence;  ///< Of declared ones: where what they make may stand.
    friend bool operator==(const ExternalThing&, const ExternalThing&) = default;
};

/// A declared resource that has no typed form here; drawn and exported, not judged by engines.
struct OtherThing : Thing {
    std::string type;
    NetworkPresence presence;
    friend bool operator==(const OtherThing&, const OtherThing&) = default;
};

}  // namespace archivolt
