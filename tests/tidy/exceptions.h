#pragma once

namespace archivolt {

/// Something that a rule of the house would forbid, and why it stays. What has no need of it any
/// more must go from its list.
struct Exception {
    const char* name;
    const char* reason;
};

/// Folders and files in which what can't be told is a Doubt.
inline constexpr const char* kHoldDoubts[] = {
    "model/access/", "model/architecture/", "model/base/known.h",
    "model/build/",  "model/evaluate/",     "model/intents/",
    "model/policy/", "model/reachability/", "model/value/",
};

/// Files among them with texts that say why and are no doubts.
inline constexpr Exception kOtherReasons[] = {
    {"model/access/minimize.cpp", "why a policy stays as it is, which is known"},
    {"model/access/minimize.h", "what names or needs an action"},
    {"model/access/narrow_statement.h", "why a statement stays as it is, which is known"},
    {"model/build/build_scope.cpp", "a word of a text"},
    {"model/evaluate/evaluator.cpp", "the text that a value keeps of its doubt"},
    {"model/evaluate/evaluator.h", "the text that a value keeps of its doubt"},
    {"model/evaluate/conditions.cpp", "the text that a value keeps of its doubt"},
    {"model/evaluate/references.cpp", "the text that a value keeps of its doubt"},
    {"model/evaluate/text_functions.cpp", "the text that a value keeps of its doubt"},
    {"model/intents/access_promise.cpp", "what refuses a call, or what lets it through"},
    {"model/intents/access_promise.h", "what decides a promise, whatever the verdict"},
    {"model/intents/intents.cpp", "what decides a promise, whatever the verdict"},
    {"model/intents/intents.h", "what decides a promise, whatever the verdict"},
    {"model/policy/explain.cpp", "what a layer decides, whatever it is"},
    {"model/policy/explain.h", "what a layer decides, whatever it is"},
    {"model/policy/policy_answer.cpp", "a sentence of several doubts"},
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
