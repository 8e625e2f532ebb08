#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/architecture/tables.h"
#include "model/net/traffic_set.h"
#include "model/traffic/plant/plant.h"
#include "model/traffic/scenario/defaults.h"
#include "model/traffic/scenario/places.h"
#include "model/traffic/scenario/scenario.h"

namespace archivolt::traffic {

/// What packets are sent to.
struct PathPort {
    Known<std::int32_t> port = 0;  ///< 0: any.
    IpProtocol protocol = kProtocolTcp;
    friend bool operator==(const PathPort&, const PathPort&) = default;
};

/// Whether packets get from one thing to another; no `from` is the internet.
struct PathQuestion {
    std::optional<ThingId> from;
    ThingId to;
    std::int32_t port = 0;
    IpProtocol protocol = kProtocolTcp;
};

struct PathAnswer {
    Truth open = Truth::Unknown;
    std::string why;  ///< What blocks, or why it can't be told.
};

/// What a plant is made of.
struct PlantInputs {
    const Architecture& architecture;
    /// Returns a thing's evaluated properties, or null pointer: what an Architecture does not hold.
    std::function<const Value*(const Thing&)> properties;
    /// Says whether a path is open; empty: every path is taken to be, and a note says so.
    std::function<PathAnswer(const PathQuestion&)> paths;
    /// Returns the code of the AWS Region that a thing's stack is in; empty: nobody knows.
    std::function<std::string(const Thing&)> region = {};
};

/// What reports call the type of caches between edge locations and an origin.
inline constexpr const char* kTierType = "cache of a distribution";

/// A thing of the design that requests may meet and that is not simulated.
struct NotSimulated {
    std::string component;
    std::string type;
    std::string why;
    friend bool operator==(const NotSimulated&, const NotSimulated&) = default;
};

/// A design made ready to run.
struct BuiltPlant {
    Plant plant;
    Scenario scenario;                            ///< As asked, completed.
    std::map<std::string, std::string> types;     ///< Of components, by name: their AWS types.
    std::map<std::string, std::string> sizes;     ///< Of components: `t3.medium`, `db.m6g.large`.
    std::set<std::string> flowBalancers;          ///< Those that know flows, not requests.
    std::vector<std::string> notes;               ///< What was assumed in making it.
    std::vector<std::string> lost;                ///< Blocked paths, by what, and what that does.
    std::vector<NotSimulated> notSimulated;       ///< By component.
    std::map<std::string, DefaultValue> assumed;  ///< The defaults that were used.
};

/// Makes a plant of a design and a scenario.
///
/// Entries are distributions, balancers that face the internet, APIs, else instances with a public
/// address, else whatever takes requests. Who calls which store is told by references in templates
/// and functions, else by security groups, else by the scenario. Fails where nothing takes requests
/// (SIM-5) and where the scenario names what is not there (SIM-6).
[[nodiscard]] Result<BuiltPlant> buildPlant(const PlantInputs& inputs, const Scenario& scenario);

}  // namespace archivolt::traffic
