#pragma once

#include <string>
#include <vector>

#include "model/base/rule.h"
#include "model/policy/action_table.h"
#include "model/policy/document.h"
#include "model/value/value.h"

namespace archivolt {

/// What is to be said against a document that AWS would take.
struct PolicyAdvice {
    const Rule* rule;  ///< One of `policyAdvice()`.
    Path path;         ///< Of the element, as the document's reader counts.
    std::string message;
    SharedText help;
    friend bool operator==(const PolicyAdvice&, const PolicyAdvice&) = default;
};

/// Of documents, and of permissions that are written otherwise (Lambda's).
inline constexpr Rule kActsForAnybody{
    "IAM-6",
    Severity::High,
    "a service may act here for anybody",
    "anybody with an account may have the service do it for them: it is a confused deputy",
    "add a condition on aws:SourceArn, aws:SourceAccount or aws:SourceOrgID",
    "IAM User Guide, confused-deputy; checkov CKV_AWS_364"};

/// Looks through one document: what grants too much, what never matches, what nobody has heard of
/// as of the table's date, and what says the same twice. What is not known gives no advice.
///
/// Source: IAM User Guide, access-analyzer-reference-policy-checks; Security Hub IAM.1; checkov
/// CKV_AWS_60, CKV_AWS_364; cfn-nag F38, W15, W21, F6.
[[nodiscard]] std::vector<PolicyAdvice> adviseOnPolicy(const PolicyDocument& document,
                                                       const ActionTable& table);
/// Likewise, for many documents: each service's actions are read once.
[[nodiscard]] std::vector<PolicyAdvice> adviseOnPolicy(const PolicyDocument& document,
                                                       KnownServices& services);

/// The rules of this advice: `IAM-1`, `IAM-3` to `IAM-11`.
[[nodiscard]] RuleList policyAdvice();

/// Returns how many characters of a document count against IAM's quotas: those of its JSON, without
/// white space. Parts that are not known count as nothing. Source: IAM User Guide,
/// reference_iam-quotas.
[[nodiscard]] std::size_t policySize(const Value& document);

}  // namespace archivolt
