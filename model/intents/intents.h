#pragma once

#include <stop_token>
#include <string>
#include <vector>

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

/// Answers the design's promises; `reachability` must be of the same resolved design. Asked to stop
/// it returns at the next promise, with what it has.
[[nodiscard]] IntentReport checkIntents(const Design& design, const Reachability& reachability,
                                        const std::stop_token& stop = {});

/// What may be wrong with a promise.
[[nodiscard]] RuleList intentRules();

}  // namespace archivolt
