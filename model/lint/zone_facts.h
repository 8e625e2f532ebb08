#pragma once

#include <optional>
#include <string>

#include "model/lint/stack_lint.h"

namespace archivolt {

/// An Availability Zone that the template itself settles.
///
/// Zones that this program chose for subnets without one are no facts and never appear here. One
/// that stands in `Fn::GetAZs`' list is comparable with others of that list alone: the list's order
/// is AWS's.
struct ZoneFact {
    std::string name;
    bool fromList = false;
    friend bool operator==(const ZoneFact&, const ZoneFact&) = default;
};

/// Returns the zone of a subnet, where the template settles it.
[[nodiscard]] std::optional<ZoneFact> zoneOf(const StackLint& lint, const Subnet& subnet);
/// Returns the zone that a resource's property names, where it is known.
[[nodiscard]] std::optional<ZoneFact> zoneNamed(const EvaluatedResource& resource,
                                                std::string_view property);

/// Says whether two subnets surely share a zone (the same subnet does), or surely don't.
[[nodiscard]] Truth sameZone(const StackLint& lint, const Subnet& a, const Subnet& b);
[[nodiscard]] Truth sameZone(const ZoneFact& a, const ZoneFact& b);

/// Says whether a subnet surely stands in an ordinary zone of its Region: in no Local Zone,
/// Wavelength Zone or Outpost, for which other rules hold.
[[nodiscard]] bool isInOrdinaryZone(const StackLint& lint, const Subnet& subnet);

/// Returns the subnets behind references, or nothing where not all are known and in the design.
[[nodiscard]] std::optional<std::vector<const Subnet*>> allSubnets(const StackLint& lint,
                                                                   const References& references);

}  // namespace archivolt
