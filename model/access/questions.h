#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/access/access_model.h"
#include "model/policy/action_table.h"
#include "model/policy/policy_answer.h"

namespace archivolt {

/// Whoever asks: a principal of the design, or one from outside that a resource's policy names.
struct AccessCaller {
    std::string shown;  ///< `WebRole`, `everyone`, `cloudtrail.amazonaws.com`, `account 111…`.
    Caller caller;
    std::ptrdiff_t principal = -1;  ///< Its place in the model; -1: from outside.
    /// Set: anybody of this organization, of whatever account; empty where its id is not known.
    std::optional<std::string> organization = std::nullopt;
};

/// What one caller may do on one resource that was asked about.
struct WhoCanEntry {
    AccessCaller who;
    std::string arn;  ///< What was asked about: the whole, or a part that policies tell apart.
    bool whole = true;
    PolicyAnswer answer;
};

/// A role that a caller can take on, and which then can what the caller itself can't.
struct WhoCanChain {
    std::vector<std::string> steps;  ///< The caller, then each role; at least two.
    bool sure = true;                ///< Else a step turns on what is not known.
};

struct WhoCan {
    std::string action;
    std::string resource;              ///< As asked.
    std::vector<std::string> asked;    ///< The ARNs that were asked about, the whole first.
    std::vector<WhoCanEntry> entries;  ///< By caller in the model's order, outsiders last.
    std::vector<WhoCanChain> chains;   ///< Ways by roles to someone who may.
};

/// An answer of an earlier design of the same history, with the model that it was given of.
struct WhoCanBefore {
    std::shared_ptr<const AccessModel> model;
    std::shared_ptr<const WhoCan> answer;
};

/// Answers who may take an action on a resource: a logical id, `stack/id`, an ARN or `*`.
///
/// Of a resource that holds what the action is about (a bucket and its objects), an object of any
/// name is asked about, and one for each narrower pattern that a policy has. Keys of the context
/// that only the running system knows are unknown. Errors: `POLICY-3` no such resource, `POLICY-4`
/// no such action as of the table's date, `POLICY-6` several resources of the name, `POLICY-7` a
/// resource that the action does not take.
///
/// Whose policies are what they were when `before` (or null) was answered is not asked again; the
/// answer is that of asking all.
[[nodiscard]] Result<WhoCan> whoCan(const AccessModel& model, const ActionTable& table,
                                    const std::string& action, const std::string& resource,
                                    const WhoCanBefore* before = nullptr);

/// What a principal may do on one resource.
struct WhatCanEntry {
    std::string resource;  ///< Its logical id; empty: any resource, of actions that take none.
    std::string arn;
    std::vector<std::string> allowed;  ///< `s3:GetObject`, sorted.
    std::vector<std::string> open;     ///< Those that turn on what is not known.
    bool everything = false;           ///< All of the service's that take this resource.
    std::vector<std::string> keys;     ///< The keys that the open ones turn on.
};

/// A statement that allows something, as it is written: it may be about things beyond the design.
struct WhatCanGrant {
    std::string policy;
    std::string actions;    ///< `s3:GetObject, s3:PutObject`; with `all but` where negated.
    std::string resources;  ///< Likewise.
    bool conditional = false;
};

/// A way for a principal to act with permissions that it was not given.
struct Escalation {
    std::string to;   ///< Whom it becomes; its own name: it grants itself what it likes.
    std::string how;  ///< "passes the role to a new function and calls it".
    std::vector<std::string> actions;  ///< All of which it needs: `iam:PassRole`, …
    bool sure = true;                  ///< Else one of them turns on what is not known.
    friend bool operator==(const Escalation&, const Escalation&) = default;
};

/// A way by several principals, each becoming the next, to one that it can't become at once.
struct EscalationPath {
    std::vector<std::string> principals;  ///< The principal itself, then whom it becomes; ≥ 3.
    std::vector<std::string> how;  ///< One for each step: "takes it on", "passes the role …".
    bool sure = true;
    friend bool operator==(const EscalationPath&, const EscalationPath&) = default;
};

struct WhatCan {
    AccessCaller who;
    std::vector<Escalation> escalations;
    std::vector<EscalationPath> paths;  ///< Over others, shortest first.
    std::vector<WhatCanGrant> grants;   ///< By policy, in the design's order.
    std::vector<WhatCanEntry> entries;  ///< Of what is allowed or open; the design's order.
    std::vector<std::string> takesOn;   ///< Roles that it can take on.
    std::vector<std::string> hands;     ///< Roles that it can pass to a service.
    std::vector<std::string> notKnown;  ///< Policies of unknown content, which are left out: they
                                        ///< may allow more, and deny what is told as allowed.
};

/// Answers what a principal may do: a logical id, `stack/id` or an ARN.
///
/// Every action of the table is tried on every resource of the design that it takes, and those that
/// take none once. Errors: `POLICY-5` no such principal.
[[nodiscard]] Result<WhatCan> whatCan(const AccessModel& model, const ActionTable& table,
                                      const std::string& principal);

/// Returns the place of a principal in the model: a logical id, `stack/id`, an ARN, or what runs as
/// it. Errors: `POLICY-5` no such principal, or several.
[[nodiscard]] Result<std::size_t> principalNamed(const AccessModel& model,
                                                 const std::string& asked);

/// Returns the ARN of a resource: a logical id, `stack/id`, an ARN, or `*` as it is. Errors:
/// `POLICY-3` no such resource, `POLICY-6` several of the name.
[[nodiscard]] Result<std::string> arnNamed(const AccessModel& model, const std::string& asked);

/// Decides one request of a caller of the model on an ARN, the resource's policy by the model.
[[nodiscard]] PolicyAnswer askOne(const AccessModel& model, const ActionTable& table,
                                  const AccessCaller& who, const std::string& action,
                                  const std::string& arn);

}  // namespace archivolt
