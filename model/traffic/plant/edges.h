#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/traffic/engine/distribution.h"
#include "model/traffic/plant/components.h"

namespace archivolt::traffic {

/// Where an edge sends requests of some paths, and whether it keeps what comes back (T50).
struct EdgeBehaviour {
    std::string pattern;  ///< `*` and `?` as wildcards; matched in order.
    NodeRef origin;
    std::optional<StoreSpec> cache;
    bool asksSignature = false;  ///< What is not signed is refused: 403.
};

/// What the edge locations of some clients ask on a miss (T49).
struct EdgeWays {
    Distribution network;                   ///< One way to the origin.
    std::optional<std::uint32_t> regional;  ///< An edge that is asked for what may be kept.
    Distribution toRegional;                ///< One way to that.
    bool refuses = false;                   ///< Nobody there is served: 403.
    /// The place whose caches these clients use; without: they have their own.
    std::optional<std::uint32_t> locations = {};
};

/// A content delivery network: caches in front of an origin (T46 to T50).
struct EdgeSpec {
    std::string name;
    NodeRef origin;
    std::optional<StoreSpec> cache;         ///< Without: nothing is cached.
    std::vector<EdgeBehaviour> behaviours;  ///< Tried before `origin` and `cache`.
    std::uint32_t places = 1;               ///< Caches that clients are spread over.
    bool collapse = true;                   ///< Concurrent misses of one object make one fetch.
    Time errorTimeToLive = 0;               ///< How long a failure of the origin is kept.
    Time originTimeout = 0;                 ///< The response time-out; 0: waits for ever.
    std::uint32_t originAttempts = 1;
    std::optional<NodeRef> secondOrigin;  ///< Of an origin group, when the first fails.
    Distribution processing;
    EdgeWays ways;               ///< Of clients that are nowhere in particular.
    std::vector<EdgeWays> near;  ///< Of those at the places 1, 2 …
    bool asksSignature = false;  ///< Of what takes the default behaviour.
    ConnectionSpec connections;  ///< To its origins.
    Time lossDetection = 0;      ///< Until a location that is lost is no longer given out.
};

}  // namespace archivolt::traffic
