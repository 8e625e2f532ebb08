#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/doubt.h"
#include "model/build/build_scope.h"

namespace archivolt {

inline constexpr std::string_view kSubnetType = "AWS::EC2::Subnet";
inline constexpr std::string_view kGroupType = "AWS::EC2::SecurityGroup";

/// Parts of a VPC that it is born with.
inline constexpr std::uint32_t kMainTablePart = 1;
inline constexpr std::uint32_t kDefaultAclPart = 2;
inline constexpr std::uint32_t kDefaultGroupPart = 3;

/// Puts a finished thing to a resource's products.
template <class T>
void emit(Products& out, T thing) {
    out.things.emplace_back(std::make_shared<const T>(std::move(thing)));
}

/// Returns why a resource may not exist; empty when it does for sure.
[[nodiscard]] Doubt whyUncertain(const View& resource);
/// Returns `value`, or unknown with the reason when the resource that says it may not exist.
template <class T>
[[nodiscard]] Known<T> unlessUncertain(const View& resource, Known<T> value) {
    Doubt why = whyUncertain(resource);
    return why.empty() ? value : Known<T>::unknown(std::move(why));
}

/// A VPC's address blocks, primary first, and whether Amazon chooses an IPv6 one.
struct VpcBlocks {
    std::vector<Known<Cidr>> blocks;
    bool amazonIpv6 = false;
    [[nodiscard]] bool hasIpv6() const;
};
[[nodiscard]] VpcBlocks blocksOf(const View& vpc);

/// Returns the VPC's main table, default network ACL or default group: of its own, or the one that
/// an importer marked.
[[nodiscard]] ThingId mainTableOf(const View& vpc);
[[nodiscard]] ThingId defaultAclOf(const View& vpc);
[[nodiscard]] ThingId defaultGroupOf(const View& vpc);
/// Returns the default group of the VPC of a subnet; an outside thing where the VPC is outside.
[[nodiscard]] Known<ThingId> defaultGroupOfSubnet(BuildScope& scope, const Known<ThingId>& subnet);
/// Returns the account's default VPC, or its subnet or group, as an outside thing.
[[nodiscard]] ThingId defaultVpcThing(const View& asker, std::string_view name,
                                      std::string_view type);

/// Returns the outside thing that stands for an AWS-owned or foreign thing of this name.
[[nodiscard]] ThingId namedOutside(const View& asker, const std::string& name, Doubt why,
                                   std::string type);

/// Makes what a VPC is born with: its main route table, default network ACL and default group.
void addMainTable(const View& vpc, Products& out);
void addDefaultAcl(const View& vpc, Products& out);
void addDefaultGroup(const View& vpc, Products& out);

/// The part of an EKS cluster that is the security group which EKS makes for it.
inline constexpr std::uint32_t kClusterGroupPart = (1U << 18U) - 7;
/// Makes the security group of an EKS cluster with the rules that EKS gives it, in the VPC of one
/// of the cluster's subnets.
void addClusterGroup(const View& cluster, const Known<ThingId>& subnet, Products& out);

/// What stands for an attachment of a transit gateway besides those that the catalogue knows.
inline constexpr std::string_view kMoreAttachments =
    "AWS::EC2::TransitGatewayConnect|AWS::EC2::VPNConnection";

/// Makes the attachment that a VPN connection to a transit gateway brings along (its part 1).
void addVpnAttachment(const View& connection, Products& out);
/// Returns the attachment that a transit route names, a VPN connection's own one included.
[[nodiscard]] Known<ThingId> attachmentThing(BuildScope& scope, const Known<ThingId>& named);
/// Returns the interface that an instance has first: a declared one, or the one it brings along.
[[nodiscard]] ThingId primaryInterfaceOf(const View& instance);

/// A network interface to be made for something, before its addresses are given out.
struct InterfacePlan {
    std::uint32_t part = 0;
    std::string suffix;
    InterfaceKind kind = InterfaceKind::Other;
    ThingId owner;
    Known<ThingId> subnet;
    References groups;
    bool defaultGroupIfNone = true;
    std::vector<Known<IpAddress>> given;  ///< Addresses that the template names.
    bool wantsIpv4 = true;                ///< Unless one is given.
    bool wantsIpv6 = false;               ///< Besides those that the subnet assigns on creation.
    /// A public address by the launch setting; absent: as the subnet has it, where `mayMap`.
    std::optional<Known<bool>> associatePublic;
    bool mayMapPublic = false;
    Known<bool> sourceDestCheck = true;
    std::optional<std::vector<RuleMatch>> listens;
    std::optional<std::vector<RuleMatch>> publicListens;
    Path property;  ///< What of the resource made it.
};

/// Makes the interface with its request for addresses, and returns its id.
///
/// An Elastic IP that is tied to one of `holders` (the interface, its instance) is its public one.
ThingId addInterface(const View& self, InterfacePlan plan, const std::vector<ThingId>& holders,
                     Products& out);

/// Returns the interfaces that a description ties to a resource, in order of their ids; they take
/// the place of those that a builder would make. None in a template.
[[nodiscard]] std::vector<ThingId> observedInterfaces(const View& owner);
/// Returns the kind of interface that an importer's `Kind` note names: `instance`,
/// `load-balancer`, `nat-gateway`, `endpoint`, `database`, `cache`, `mount-target`, `lambda`,
/// `service`, `client`, `transit-gateway`, `standalone`; another word gives Other.
[[nodiscard]] InterfaceKind interfaceKindOf(std::string_view word);

/// Returns the port that a resource tells by an attribute: `Endpoint.Port` of a database is its
/// property, else its engine's default. Nothing for what answers on several, or on none.
[[nodiscard]] std::optional<Known<std::int32_t>> portTold(const View& self,
                                                          std::string_view attribute);

/// Returns the subnets of a DB or cache subnet group that `reference` names.
[[nodiscard]] References subnetsOfGroup(BuildScope& scope,
                                        const std::optional<Known<ThingId>>& group);

/// Makes an interface like `pattern` in each of `subnets`, from part 1 on; returns their ids.
[[nodiscard]] std::vector<ThingId> addInterfacePerSubnet(const View& self,
                                                         const References& subnets,
                                                         const InterfacePlan& pattern,
                                                         Products& out);

/// Returns what the interfaces of a database, cache or file system answer on: its own port, by its
/// property or its engine. Nothing for other things, and where an option group or an operating
/// system that is the user's may open more: their groups decide then.
[[nodiscard]] std::optional<std::vector<RuleMatch>> dataPorts(const View& self);

/// Returns the ids of the instances that an Auto Scaling group has at its desired size.
[[nodiscard]] std::vector<ThingId> fleetOf(const View& group, Doubt* why = nullptr);
/// More instances of one group than this are not made one by one.
inline constexpr std::int64_t kMaxFleet = 1000;
/// Parts that each instance of a group has: itself, then its interfaces.
inline constexpr std::uint32_t kPartsPerInstance = 16;

/// Returns the blocks of a prefix list, or why they are not known.
[[nodiscard]] Known<std::vector<Cidr>> entriesOf(const View& list);

}  // namespace archivolt
