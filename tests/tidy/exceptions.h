#pragma once

namespace archivolt {

/// Something that a rule of the house would forbid, and why it stays. What has no need of it any
/// more must go from its list.
struct Exception {
    const char* name;
    const char* reason;
};

/// Files of reachability and promises with texts that say why and are no doubts.
inline constexpr Exception kOtherReasons[] = {
    {"model/intents/access_promise.cpp", "what refuses a call, or what lets it through"},
    {"model/intents/access_promise.h", "what decides a promise, whatever the verdict"},
    {"model/intents/intents.cpp", "what decides a promise, whatever the verdict"},
    {"model/intents/intents.h", "what decides a promise, whatever the verdict"},
    {"model/reachability/questions/balancer_legs.h", "why nobody gets it, which is known"},
    {"model/reachability/questions/balancer_trace.cpp", "why nobody gets it, which is known"},
    {"model/reachability/questions/observed_flows.cpp", "how a record contradicts the rules"},
    {"model/reachability/questions/observed_flows.h", "how a record contradicts the rules"},
    {"model/reachability/walk/connection_tracking.h", "what makes a flow tracked"},
    {"model/reachability/walk/filters.h", "what a filter decides, whatever it is"},
    {"model/reachability/walk/trace.h", "what a hop decides, whatever it is"},
    {"model/reachability/walk/walk.cpp", "what a host answers on"},
    {"model/reachability/walk/walk.h", "a doubt that is kept elsewhere, seen by many walks"},
    {"model/reachability/walk/walk_observer.h", "what a step decides; a doubt kept elsewhere"},
    {"model/reachability/walk/walk_step.h", "what a step decides, whatever it is"},
};

}  // namespace archivolt
