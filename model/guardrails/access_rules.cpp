#include <fmt/format.h>

#include <algorithm>

#include "model/guardrails/advice.h"
#include "model/policy/statement_facts.h"

// Advice that takes all policies of a design together.
namespace archivolt {

namespace {

constexpr Rule kEscalates{
    "IAM-2",
    Severity::High,
    "a principal can become another, or grant itself what it likes",
    "what it was not given it takes: by a new policy, by a mightier role that it passes on or "
    "whose "
    "code it changes, by credentials that it makes",
    "name the roles that may be passed, and leave changing policies and code to those who deploy",
    "IAM User Guide, id_roles_use_passrole; checkov CKV_AWS_110"};

/// Returns where the principal is given an action: the statement, by its policy's place.
Origin whereGiven(const AccessPrincipal& principal, const std::string& action) {
    for (const AccessPolicy& policy : principal.identity) {
        for (const PolicyStatement& statement : policy.policy->document().statements) {
            if (statement.effect != PolicyEffect::Allow) continue;
            if (speaksOf(statement, action) != Truth::Yes) continue;
            Origin origin = policy.origin;
            // Of a policy that is not of the design the principal's own place is told.
            const bool own = !policy.name.starts_with("arn:");
            if (own) origin.property = origin.property / statement.path;
            return origin;
        }
    }
    return principal.identity.empty() ? Origin() : principal.identity.front().origin;
}

std::string wordsOf(const AccessPrincipal& principal, const Escalation& one) {
    const std::string actions = fmt::format("{}", one.actions.front());
    if (one.to == principal.logicalId) return fmt::format("{} ({})", one.how, actions);
    return fmt::format("becomes `{}`: {} ({})", one.to, one.how, actions);
}

void adviseOnPrincipal(Advice& advice, const EscalationTable& table, std::size_t index) {
    if (table.of(index).empty()) return;
    const AccessPrincipal& principal = table.model().principals[index];
    // Who may do everything need become nobody; that it may is told of its policy.
    if (mayDoEverything(principal) || !principal.existsWhy.empty()) return;
    std::vector<Escalation> sure = table.of(index);
    std::erase_if(sure, [](const Escalation& one) { return !one.sure; });
    if (sure.empty()) return;
    constexpr std::size_t kMost = 3;
    std::string ways;
    for (std::size_t i = 0; i < std::min(kMost, sure.size()); ++i) {
        ways += (i == 0 ? "" : "; ") + wordsOf(principal, sure[i]);
    }
    if (sure.size() > kMost) ways += fmt::format("; and {} ways more", sure.size() - kMost);
    advice.report(kEscalates,
                  {whereGiven(principal, sure.front().actions.front()),
                   fmt::format("`{}` {}", principal.logicalId, ways),
                   "name the roles and resources that it needs, or add a permissions boundary",
                   {}});
}

}  // namespace

void adviseOnAccess(Advice& advice) {
    const auto isThere = [&](const char* type) { return !advice.ofType(type).empty(); };
    if (!std::ranges::any_of(kPrincipalTypes, isThere)) return;
    const EscalationTable* table = advice.before.escalations;
    std::optional<EscalationTable> made;
    if (table == nullptr) {
        auto model = buildAccessModel(advice.resolved.evaluated, advice.catalog, nullptr);
        table = &made.emplace(EscalationTable::make(
            std::make_shared<const AccessModel>(std::move(model)), ActionTable::embedded()));
    }
    for (std::size_t i = 0; i < table->model().principals.size(); ++i) {
        adviseOnPrincipal(advice, *table, i);
    }
}

RuleList accessAdvice() {
    static constexpr const Rule* kRules[] = {&kEscalates};
    return kRules;
}

}  // namespace archivolt
