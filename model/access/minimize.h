#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "model/access/asking.h"
#include "model/catalog/catalog.h"
#include "model/design/edit.h"

namespace archivolt {

/// A call that a principal has to be able to make.
struct NeededCall {
    std::string action;  ///< `s3:GetObject`; empty: any that it is allowed now.
    std::string arn;     ///< Of the resource, or of what is in it; `*` of actions that take none.
    std::string why;     ///< "`OrdersFunction` names it", "promise `orders are written`".
    friend bool operator==(const NeededCall&, const NeededCall&) = default;
};

/// One statement or policy that holds more than is needed.
struct PolicyExcess {
    std::string policy;  ///< "inline policy `Orders`".
    Origin origin;       ///< Of the statement; of the principal where the policy is AWS's.
    std::string text;    ///< "s3:* on * → s3:GetObject on …", or that nothing of it is needed.
    friend bool operator==(const PolicyExcess&, const PolicyExcess&) = default;
};

/// What is lost on one resource by the smaller policies.
struct HeldBeyond {
    std::string resource;  ///< Its logical id; empty: of actions that take none.
    std::vector<std::string> actions;
    friend bool operator==(const HeldBeyond&, const HeldBeyond&) = default;
};

/// What a principal holds beyond what the design needs, and the smaller policies.
struct Minimized {
    AccessCaller who;
    /// Promises say what it needs; else what its code names counts as needed, whatever it does.
    bool exact = false;
    std::vector<NeededCall> needs;
    std::vector<PolicyExcess> excess;
    std::vector<HeldBeyond> beyond;   ///< Of what the design holds; the comparison is complete.
    std::vector<Edit> edits;          ///< They make the policies smaller; none: nothing to do.
    std::vector<std::string> cannot;  ///< What is left as it is, and why.
};

/// What a policy is made smaller in.
struct MinimizeSubject {
    const Design& design;
    const EvaluatedDesign& evaluated;
    const AccessModel& access;
    const Catalog& catalog;
    const ActionTable& table;
    const GivenPolicies& given;
};

/// Finds what a principal holds beyond what the design needs.
///
/// Needed is what promises say (`promised`); without promises about it, any use of what runs as it
/// names, but for managing permissions, and whatever a statement names one by one. What AWS's own
/// runtimes do (logs, traces, interfaces in a VPC) stays, as do denials and service-role policies.
/// The edits were made on a copy: all that is needed stays allowed, nothing else becomes so.
/// Errors: `POLICY-5` no such principal.
[[nodiscard]] Result<Minimized> minimizePolicies(const MinimizeSubject& subject,
                                                 const std::string& principal,
                                                 std::span<const NeededCall> promised);

/// Returns what the runners of a principal name, and what their event sources are.
[[nodiscard]] std::vector<NeededCall> namedByRunners(const MinimizeSubject& subject,
                                                     std::size_t principal);

/// Returns what AWS's own runtimes do with a principal's permissions for the functions that run as
/// it: they write logs, make interfaces where a function stands in a VPC, and traces where these
/// are on. Source: Lambda Developer Guide, lambda-intro-execution-role, configuration-vpc,
/// services-xray.
[[nodiscard]] std::set<std::string> runtimeCallsOf(const MinimizeSubject& subject,
                                                   std::size_t principal);

/// Says whether an action is one that AWS's own runtimes take for what they run: writing logs and
/// traces, interfaces in a VPC. Source: AWS managed policies of Lambda, ECS and CloudWatch.
[[nodiscard]] bool isOfRuntime(std::string_view action);

}  // namespace archivolt
