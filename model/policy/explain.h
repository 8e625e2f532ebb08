#pragma once

#include <string>
#include <vector>

#include "model/policy/authorize.h"

namespace archivolt {

/// A statement that had a part in a decision.
struct DecidingStatement {
    StatementRef at;
    PolicyEffect effect = PolicyEffect::Allow;
    Truth holds = Truth::Yes;  ///< Unknown where it may or may not apply.
    Naming naming = Naming::Directly;
    std::string sid;
    Path path;  ///< Of the statement, from what its document was read with.
    friend bool operator==(const DecidingStatement&, const DecidingStatement&) = default;
};

/// One thing that would have to be otherwise, and in which layer.
struct NeededChange {
    PolicyLayer layer = PolicyLayer::Identity;
    std::string text;  ///< "the permissions boundary has to allow s3:GetObject on arn:…"
    friend bool operator==(const NeededChange&, const NeededChange&) = default;
};

/// Why a decision is as it is, for people and programs.
struct AccessExplanation {
    std::string why;                           ///< One sentence without a full stop.
    std::vector<DecidingStatement> decidedBy;  ///< By layer; denials alone where one decides.
    std::vector<NeededChange> toAllow;         ///< All of them; none of an allowed request.
    std::vector<std::string> notKnown;         ///< Parts and documents that are not known.
};

/// Explains a decision that `authorize` made of the same request and layers.
///
/// Complexity: linear in the statements of all policies.
[[nodiscard]] AccessExplanation explain(const PreparedRequest& request, const PolicyLayers& layers,
                                        const AccessDecision& decision);

/// Returns what stands in the way of a request that nothing denies: "the permissions boundary has
/// to allow …"; empty of other decisions.
[[nodiscard]] std::string whatIsMissing(const AccessExplanation& explanation,
                                        AccessVerdict verdict);

/// Returns `identityPolicies[0].Statement[2]`, the statement's place among a question's policies.
[[nodiscard]] std::string placeOf(const StatementRef& at);

}  // namespace archivolt
