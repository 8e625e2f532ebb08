#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "model/design/edit.h"

namespace archivolt::test {

/// Returns the template of a three-tier fleet of about `instances` instances, the same for the same
/// number: 12 subnets in a VPC up to 100 instances; up to 1,000, 24 subnets in two peered VPCs;
/// above, 48 subnets in four VPCs around a transit gateway.
///
/// Every VPC has public, application and data subnets in two zones or more, gateways, a group for
/// each tier and one (`Shared1`) that all instances carry, and an ACL of its own for the data tier;
/// the others have the VPC's default ACL, with an entry (`DefaultEntry1`) added to it.
[[nodiscard]] std::string fleetTemplate(std::size_t instances);

/// Returns the template of `instances` instances that each are a class of their own: every one
/// carries a group that lets in one port from the one before.
[[nodiscard]] std::string adversarialTemplate(std::size_t instances);

/// What people do to a fleet while they draw: each kind in turn, somewhere at random.
enum class FleetEdit : std::uint8_t {
    TagInstance,
    ChangeRule,      ///< A tier group's port or block.
    ChangeGroups,    ///< Of one instance.
    ChangeAclEntry,  ///< Of the data tier's ACL.
    MoveInstance,    ///< To another subnet.
    AddInstance,
    RemoveInstance,
    ChangeRoute,       ///< A default route leads elsewhere.
    ChangeSharedRule,  ///< The group that everyone carries: the worst of its kind.
    ChangeDefaultAcl,  ///< The default ACL of a VPC: the worst of its kind.
};
inline constexpr int kFleetEditKinds = 10;
[[nodiscard]] const char* fleetEditName(FleetEdit kind);

/// Makes an edit of a kind that fits a design of one stack that `fleetTemplate` began.
[[nodiscard]] Edit fleetEdit(const Design& design, FleetEdit kind, std::mt19937_64& random);

}  // namespace archivolt::test
