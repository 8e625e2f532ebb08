#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "model/access/access_model.h"
#include "model/base/diagnostic.h"
#include "model/base/rule.h"
#include "model/build/resolve.h"
#include "model/design/design.h"
#include "model/reachability/questions/reach.h"

namespace archivolt {

// A promise about the design, as an item of `intents` in the project file:
//
// {"name": "app alone reaches the database", "kind": "only-from",
//  "from": "AppFleet", "to": {"tier": "data"}, "protocol": "tcp", "ports": "5432"}
//
// kind      reachable     all of `from` reaches all of `to`, and is answered
//           never         nothing of `from` reaches anything of `to`
//           only-from     nothing but `from` reaches `to`: no other thing of the design, no address
//                         of the internet or of a network behind a VPN
//           only-through  what reaches `to` from `from` passes `through` (a NAT gateway, a load
//                         balancer, a bastion), never around it
//           can           IAM allows `from` the `action` on `to`, and the calls get there: by an
//                         endpoint whose policy lets them through, or by public addresses
//           cannot        one of these does not hold
// action    s3:GetObject, a list of such, or `read`, `write`, `call` of the resource: of `can` and
//           `cannot` alone, whose `from` is a user, a role or what runs as one (a text or an object
//           as below), and whose `to` is a resource's logical id or ARN
// from, to, through       a text as `reach` takes it (logical id, stack/id, AWS id, address,
//                         `internet`, `internet:ADDRESS`), or an object whose members all hold:
//                         "id" a logical id; "name" the Name tag; "tag" `Key=Value`; "type" a
//                         resource type; "tier" `public`, `private` or `data`; "subnet" a logical
//                         id; "subnet-kind" `public`, `private` or `isolated`; "internet" true;
//                         "cidr" a block
// protocol  tcp, udp, icmp, or a number; absent: every protocol (tcp where ports are given)
// ports     443 or 80-90 or 22,80-90; absent: every port
// family    ipv4 or ipv6; absent: both
//
// A subnet is `public` when its table routes to an internet gateway, `data` when it is not and a
// database or cache stands in it or may, and `private` otherwise. By kind it is `private` when it
// routes out of the VPC some other way, and `isolated` when it does not at all.

enum class IntentVerdict : std::uint8_t {
    Kept,
    Partly,  ///< Kept for some of what it speaks of: broken all the same.
    Broken,
    Unknown
};
/// Returns `yes`, `partly`, `no` or `unknown`.
[[nodiscard]] const char* intentVerdictName(IntentVerdict verdict);

/// A promise with its answer.
struct IntentAnswer {
    std::string name;
    std::string kind;
    IntentVerdict verdict = IntentVerdict::Unknown;
    std::string why;              ///< One sentence: what decided.
    std::vector<Where> evidence;  ///< Rules, entries and routes of the way, or those in the way.
    friend bool operator==(const IntentAnswer&, const IntentAnswer&) = default;
};

/// The answers in the promises' order, and what is wrong with promises that can't be read.
struct IntentReport {
    std::vector<IntentAnswer> answers;
    std::vector<Diagnostic> diagnostics;  ///< INTENT-1: a promise of wrong form.
};

/// Answers the design's promises; `resolved` and `reachability` must be of this design. Asked to
/// stop it returns at the next promise, with what it has.
///
/// `access` (or null) is who may do what in it; without it, it is made where a promise needs it.
[[nodiscard]] IntentReport checkIntents(const Design& design, const ResolvedDesign& resolved,
                                        const Reachability& reachability,
                                        const std::stop_token& stop = {},
                                        const AccessModel* access = nullptr);

/// What may be wrong with a promise.
[[nodiscard]] RuleList intentRules();

}  // namespace archivolt
