#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/catalog/system_facts.h"

namespace archivolt {

/// What a transform's own type becomes under the same logical id.
struct StandIn {
    std::string type;               ///< `AWS::Lambda::Function`.
    std::vector<std::string> more;  ///< Names of generated resources (`Version`), sorted.
};

/// The content of systems.json.
struct Systems {
    std::vector<SystemFacts> facts;           ///< Sorted by type.
    std::vector<std::string> openProperties;  ///< Types that take properties of any name.
    std::vector<std::string> openAttributes;  ///< Types whose template decides the attributes.
    std::map<std::string, StandIn, std::less<>> standsFor;  ///< By the transform's type.
    std::set<std::string, std::less<>> names;               ///< What the views in `facts` point to.
};

/// The content of limits.json.
struct Limits {
    std::vector<LimitFacts> limits;
    std::vector<RegionFacts> regions;  ///< Sorted by name.
    std::vector<PortRangeFacts> ephemeralPorts;
    std::vector<EngineFacts> engines;
};

/// Reads systems.json; an unknown key or word is an error (CATALOG-2), with its place.
[[nodiscard]] Result<Systems> readSystems(std::string_view json);

/// Reads limits.json; an unknown key or word is an error (CATALOG-2), with its place.
[[nodiscard]] Result<Limits> readLimits(std::string_view json);

}  // namespace archivolt
