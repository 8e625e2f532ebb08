#pragma once

#include <span>
#include <string_view>

#include "model/policy/document.h"

namespace archivolt {

/// A property of a CloudFormation type that holds policy documents.
struct PolicyPlace {
    std::string_view type;
    std::string_view path;  ///< From Properties: `Policies[].PolicyDocument`.
    PolicyKind kind;
    /// Whose policy it is: `.` the resource's own, `*TYPE` that of all of a type in the account and
    /// Region, else the property that names the resources; empty where it is no policy of a
    /// resource of the design (an identity's, an endpoint's).
    std::string_view target;
};

/// Returns every place where templates write policy documents, by type.
[[nodiscard]] std::span<const PolicyPlace> policyPlaces();
/// Returns the places of one type; none of most.
[[nodiscard]] std::span<const PolicyPlace> policyPlacesOf(std::string_view type);

}  // namespace archivolt
