#include "model/evaluate/zone_table.h"

#include <array>

namespace archivolt {

namespace {

struct RegionZones {
    std::string_view region;
    std::string_view letters;
};

constexpr std::array kRegions = {
    RegionZones{"af-south-1", "abc"},      RegionZones{"ap-east-1", "abc"},
    RegionZones{"ap-east-2", "abc"},       RegionZones{"ap-northeast-1", "acd"},
    RegionZones{"ap-northeast-2", "abcd"}, RegionZones{"ap-northeast-3", "abc"},
    RegionZones{"ap-south-1", "abc"},      RegionZones{"ap-south-2", "abc"},
    RegionZones{"ap-southeast-1", "abc"},  RegionZones{"ap-southeast-2", "abc"},
    RegionZones{"ap-southeast-3", "abc"},  RegionZones{"ap-southeast-4", "abc"},
    RegionZones{"ap-southeast-5", "abc"},  RegionZones{"ap-southeast-7", "abc"},
    RegionZones{"ca-central-1", "abd"},    RegionZones{"ca-west-1", "abc"},
    RegionZones{"cn-north-1", "abd"},      RegionZones{"cn-northwest-1", "abc"},
    RegionZones{"eu-central-1", "abc"},    RegionZones{"eu-central-2", "abc"},
    RegionZones{"eu-north-1", "abc"},      RegionZones{"eu-south-1", "abc"},
    RegionZones{"eu-south-2", "abc"},      RegionZones{"eu-west-1", "abc"},
    RegionZones{"eu-west-2", "abc"},       RegionZones{"eu-west-3", "abc"},
    RegionZones{"il-central-1", "abc"},    RegionZones{"me-central-1", "abc"},
    RegionZones{"me-south-1", "abc"},      RegionZones{"mx-central-1", "abc"},
    RegionZones{"sa-east-1", "abc"},       RegionZones{"us-east-1", "abcdef"},
    RegionZones{"us-east-2", "abc"},       RegionZones{"us-gov-east-1", "abc"},
    RegionZones{"us-gov-west-1", "abc"},   RegionZones{"us-west-1", "ac"},
    RegionZones{"us-west-2", "abcd"},
};

}  // namespace

ZoneTable ZoneTable::standard() {
    ZoneTable table;
    for (const RegionZones& entry : kRegions) {
        auto& names = table.zones[std::string(entry.region)];
        for (const char letter : entry.letters) names.push_back(std::string(entry.region) + letter);
    }
    return table;
}

const std::vector<std::string>* ZoneTable::find(std::string_view region) const {
    const auto found = zones.find(region);
    return found != zones.end() ? &found->second : nullptr;
}

}  // namespace archivolt
