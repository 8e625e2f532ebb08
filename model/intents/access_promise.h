#pragma once

#include "model/access/minimize.h"
#include "model/access/role_taking.h"
#include "model/intents/intent_reader.h"

namespace archivolt {

/// What promises about access are answered by: both engines, of one resolved design.
struct AccessWorld {
    const Design& design;
    const EvaluatedDesign& evaluated;
    const Reachability& reachability;
    const Asking& asking;
    const RoleTaking& taking;  ///< Of the same asking.
};

/// Which side refuses a call, or leaves it open.
enum class AccessSide : std::uint8_t {
    None,  ///< The call is allowed, and gets there.
    Iam,
    Network,  ///< There is no way, or the policy of the endpoint on it refuses.
};

/// What became of one call of one caller, on one way.
struct AccessOutcome {
    Truth holds = Truth::Unknown;
    AccessSide side = AccessSide::None;
    std::string why;                ///< By what it is allowed and gets there; else what refuses it.
    std::vector<Origin> places;     ///< Statements, rules and routes that decide.
    std::string caller;             ///< What makes the call; empty where it has no role.
    std::ptrdiff_t principal = -1;  ///< As whom, by its place in the model.
    std::string action;
    std::string arn;
    bool ofKey = false;  ///< It is about the key: without it nothing else is of use.
};
/// Returns the reason with the side: "network: `Web` has no way: …".
[[nodiscard]] std::string saidOf(const AccessOutcome& outcome);

/// What became of a promise about access, before its places are looked up.
struct AccessFinding {
    IntentVerdict verdict = IntentVerdict::Unknown;
    std::string why;                      ///< One sentence: which side decides, and by what.
    std::vector<Origin> places;           ///< Statements, rules and routes that decide.
    std::vector<AccessOutcome> outcomes;  ///< Call by call.
};

/// Answers whether calls are allowed by IAM and get to the service: `can`, and `cannot`.
///
/// The calls are made over TLS with the role of what makes them. How they get to the service is
/// known (`aws:SourceVpce`, `aws:SourceVpc`; no `aws:SourceIp` behind an endpoint), and the policy
/// of an endpoint on the way counts. Where content is encrypted with a key, the key is asked for as
/// well. Fails with INTENT-1 where an end or action is none.
[[nodiscard]] Result<AccessFinding> judgeAccess(const AccessWorld& world, const Intent& intent);

/// Returns what the design's promises of the kind `can` say that a principal has to be able to do.
[[nodiscard]] std::vector<NeededCall> promisedCalls(const AccessWorld& world,
                                                    std::size_t principal);

}  // namespace archivolt
