#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "app/tools/place_part.h"
#include "model/net/cidr.h"

namespace archivolt {

inline constexpr std::string_view kVpcType = "AWS::EC2::VPC";
inline constexpr std::string_view kSubnetType = "AWS::EC2::Subnet";

/// A fact of a place, or one sentence that says what it lacks.
template <class T>
using SiteResult = tl::expected<T, std::string>;

/// What the place of a new part gives it: template, VPC, subnets, zone, free address blocks.
class SiteFacts {
public:
    /// `what` is the part's name for sentences: "NAT gateway".
    SiteFacts(const PartSite& site, std::string what);

    /// Returns the template that the part goes into: the container's, else the first.
    [[nodiscard]] const std::shared_ptr<const Stack>& stack() const { return m_stack; }
    /// Says whether the container stands in a VPC.
    [[nodiscard]] bool inVpc() const { return around(BoxKind::Vpc) != kNoBox; }
    /// Says whether the container is or stands in a subnet, or spans some.
    [[nodiscard]] bool inSubnet() const { return subnetAround() != kNoBox; }
    /// Returns the VPC's logical id: the one around, else the only one there is.
    [[nodiscard]] SiteResult<std::string> vpc() const;
    /// Returns the subnet's logical id: the one around, else the only one of the VPC.
    [[nodiscard]] SiteResult<std::string> subnet() const;
    /// Returns subnets of one tier, one in each zone, of two zones at least, the one around first.
    /// `tier` (public, private or empty for any) is what it rather has where none is around.
    [[nodiscard]] SiteResult<std::vector<std::string>> subnets(std::string_view tier) const;
    /// Returns the value for an `AvailabilityZone`: that of the zone around, else the one with the
    /// fewest subnets of the VPC's first two. In a subnet it is that subnet's zone, by reference
    /// or, for another subnet (`isSubnet`), in its words.
    [[nodiscard]] Value zone(bool isSubnet = false) const;
    /// Returns the first block for another subnet of the VPC.
    [[nodiscard]] SiteResult<Cidr> freeSubnetBlock() const;
    /// Returns the first /16 of 10.0.0.0/8 that no VPC has.
    [[nodiscard]] Cidr freeVpcBlock() const;
    /// Returns a resource of the type, in the VPC around where such things stand in one; nothing
    /// where there is none.
    [[nodiscard]] std::optional<std::string> existing(const std::string& type,
                                                      const std::vector<std::string>& but) const;

private:
    struct SubnetHere {
        std::string logicalId;
        std::string zone;
        Tint tint = Tint::None;
    };

    [[nodiscard]] BoxIndex around(BoxKind kind) const;
    [[nodiscard]] BoxIndex subnetAround() const;
    [[nodiscard]] std::shared_ptr<const Resource> declared(BoxIndex box) const;
    [[nodiscard]] std::vector<std::string> vpcs() const;
    [[nodiscard]] std::vector<SubnetHere> subnetsOf(const std::string& vpc) const;
    [[nodiscard]] ThingId thingOf(const std::string& logicalId) const;
    void chooseStack();

    const PartSite& m_site;
    std::string m_what;
    std::shared_ptr<const Stack> m_stack;
};

}  // namespace archivolt
