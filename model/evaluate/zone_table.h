#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace archivolt {

/// The Availability Zones that each Region has, as `GetAZs` lists them.
///
/// NOT MODELLED: AWS lists only zones that have a default subnet when the account has a default
/// VPC, and some accounts see fewer zones than there are.
struct ZoneTable {
    std::map<std::string, std::vector<std::string>, std::less<>> zones;

    /// Returns the commercial Regions' zones that every account can see.
    /// Source: the AWS global infrastructure guide, Regions and Availability Zones.
    [[nodiscard]] static ZoneTable standard();
    /// Returns a Region's zones in order, or null pointer for a Region that is not listed.
    [[nodiscard]] const std::vector<std::string>* find(std::string_view region) const;

    friend bool operator==(const ZoneTable&, const ZoneTable&) = default;
};

}  // namespace archivolt
