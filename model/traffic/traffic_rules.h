#pragma once

#include "model/base/rule.h"

namespace archivolt {

// Why a simulation does not run.

inline constexpr Rule kNoDistribution{
    "SIM-1",
    Severity::Error,
    "a text, a mean or a spread describes no distribution that can be drawn from",
    "times and sizes are drawn from distributions",
    "name a distribution, with a mean and a spread that it can have",
    "a rule of this program"};

inline constexpr Rule kBadScenario{
    "SIM-2",
    Severity::Error,
    "a scenario is not of the form that is read",
    "a scenario that is half understood would be simulated wrongly",
    "write it as `archivolt simulate FILE --show-scenario` prints one",
    "a rule of this program"};

inline constexpr Rule kSetsNothing{"SIM-3",
                                   Severity::Error,
                                   "`--set` names nothing of a scenario",
                                   "a misspelt setting would pass unseen otherwise",
                                   "write a path into the scenario and a value: load=10",
                                   "a rule of this program"};

inline constexpr Rule kNoDuration{"SIM-4",
                                  Severity::Error,
                                  "a text is no duration",
                                  "a simulation runs from a second to ten years",
                                  "write seconds, or 90s, 30m, 2h, 1d",
                                  "a rule of this program"};

inline constexpr Rule kNothingSimulated{
    "SIM-5",
    Severity::Error,
    "nothing in the design takes requests that can be simulated",
    "there is nothing to run",
    "add an instance, a load balancer with targets, a function behind an API, or a distribution",
    "a rule of this program"};

inline constexpr Rule kNoComponent{"SIM-6",
                                   Severity::Error,
                                   "a scenario names something that the design does not have",
                                   "a misspelt name would pass unseen otherwise",
                                   "name a component that `archivolt simulate FILE` lists",
                                   "a rule of this program"};

inline constexpr Rule kBadPlant{"SIM-7",
                                Severity::Error,
                                "the scenario and the design can't be simulated together",
                                "what they say contradicts itself",
                                "change the scenario or the design",
                                "a rule of this program"};

inline constexpr Rule kNoPromise{"SIM-8",
                                 Severity::Error,
                                 "a text is no promise on performance",
                                 "a limit is looked for by what must be kept",
                                 "write p99<300ms, mean<50ms or completed>99.9%",
                                 "a rule of this program"};

inline constexpr Rule kNoShard{"SIM-9",
                               Severity::Error,
                               "a text names no shard",
                               "each machine must know which replications are its own",
                               "write which and of how many: 1/8 to 8/8",
                               "a rule of this program"};

inline constexpr Rule kNoPart{"SIM-10",
                              Severity::Error,
                              "parts don't make one simulation",
                              "a report of half of it would look like the whole",
                              "give every part of one simulation once",
                              "a rule of this program"};

inline constexpr Rule kNoRequest{"SIM-11",
                                 Severity::Error,
                                 "no request of a run is the one that is to be explained",
                                 "another's story would be taken for its own",
                                 "name one by its number, or p99, slowest or failed",
                                 "a rule of this program"};

inline constexpr Rule kNoPrices{"SIM-12",
                                Severity::Error,
                                "a table of prices can't be read",
                                "a cost that leaves some out would look like the whole",
                                "write lines of what, hour or request, and US dollars",
                                "a rule of this program"};

inline constexpr Rule kNoReport{"SIM-13",
                                Severity::Error,
                                "a file is no report of a simulation",
                                "there is nothing to compare",
                                "give what `archivolt simulate FILE --format json` prints",
                                "a rule of this program"};

inline constexpr const Rule* kTrafficRules[] = {
    &kNoDistribution, &kBadScenario, &kSetsNothing, &kNoDuration, &kNothingSimulated,
    &kNoComponent,    &kBadPlant,    &kNoPromise,   &kNoShard,    &kNoPart,
    &kNoRequest,      &kNoPrices,    &kNoReport};

}  // namespace archivolt
