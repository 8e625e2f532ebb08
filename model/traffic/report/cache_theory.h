#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/traffic/report/groups.h"

namespace archivolt::traffic {

/// How many fetches closed forms expect of a distribution's caches, beside those of a run.
struct CacheTheory {
    std::string model;   ///< `TTL`, `Che's LRU`, or both, by behaviours.
    double fetches = 0;  ///< Requests for what may be kept that nobody near had, nor fetched.
    double simulated = 0;
    double half = 0;     ///< Half the width of the 95 % interval that fetches by chance have.
    bool agrees = true;  ///< Whether what was simulated lies in it, or within 1 % (Che's LRU).
    std::string note;    ///< Why it may differ; where nothing is known, that is said.
};

/// Returns how often an object is fetched in `seconds` from an empty cache on, asked for at random
/// `perSecond` times, each copy living `lifetime` seconds from its fetch: a renewal process.
[[nodiscard]] double fetchesByLifetime(double perSecond, double seconds, double lifetime);

/// Returns Che's characteristic time of a cache of so many objects, least recently used: the root
/// of Σ (1 − e^(−λᵢ t)) = capacity, in seconds. The capacity must be below the number of objects.
[[nodiscard]] double characteristicTime(const std::vector<double>& perSecond, double capacity);

/// Returns closed forms beside a distribution that clients come to; nothing for other components,
/// and where no closed form is near: populations that share objects, requests that do not come at
/// random at one rate, copies that grow old in a cache that is too small as well.
[[nodiscard]] std::optional<CacheTheory> cacheTheoryOf(const Run& run, const BuiltPlant& built,
                                                       const Shown& shown);

}  // namespace archivolt::traffic
