#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace archivolt {

/// What a code means: one thing, said in one place.
///
/// A rule is a constant beside the function that decides, and that function reports it; so a code
/// that no rule has does not compile. Each folder lists its rules (`lintRules()`); `archivolt
/// rules` and resources/rules.md show them all. Sentences begin in lower case and have no full
/// stop.
struct Rule {
    std::string_view code;  ///< Stable, and of this rule alone: `SUB-E2`.
    Severity severity = Severity::Error;
    std::string_view statement;  ///< What is so.
    std::string_view why;        ///< What follows from it, or why it is held to be so.
    std::string_view help;       ///< What to do.
    std::string_view source;     ///< The public rule or page that says the same.
};

/// Rules in some order, each at an address that lasts for the whole run.
using RuleList = std::span<const Rule* const>;

/// Returns a diagnostic of a rule, with its code, severity and source; a place is filled in later.
[[nodiscard]] inline Diagnostic diagnosticOf(const Rule& rule, std::string message,
                                             SharedText help) {
    Diagnostic diagnostic;
    diagnostic.code = SharedText::ofLasting(rule.code);
    diagnostic.severity = rule.severity;
    diagnostic.message = std::move(message);
    diagnostic.help = help == rule.help ? SharedText::ofLasting(rule.help) : std::move(help);
    diagnostic.source = SharedText::ofLasting(rule.source);
    return diagnostic;
}

/// Returns a failed result that a rule of this program gives:
/// `return failure(kNoStack, "no stack is named `web`", "name one of …");`.
[[nodiscard]] inline tl::unexpected<Diagnostic> failure(const Rule& rule, std::string message,
                                                        SharedText help = {}) {
    auto failed = failure(SharedText::ofLasting(rule.code), std::move(message), std::move(help));
    failed.value().severity = rule.severity;
    return failed;
}

/// Returns the rules of several lists as one, by code.
[[nodiscard]] std::vector<const Rule*> joinedRules(std::initializer_list<RuleList> lists);

/// Orders rules as people count: by the code's words, `EVAL-2` before `EVAL-10`.
[[nodiscard]] std::vector<const Rule*> asPeopleCount(RuleList rules);

/// Returns the rule of a code, letters of either case, or null pointer.
[[nodiscard]] const Rule* findRule(RuleList rules, std::string_view code);

}  // namespace archivolt
