#include "model/policy/compiled_policy.h"

#include <algorithm>

#include "model/base/text_case.h"
#include "model/policy/truth.h"

namespace archivolt {

namespace {

/// Folds fits of an element's texts: one that fits is enough; negated, none may.
class ElementFit {
public:
    void add(Fit fit) {
        m_fits = m_fits || fit == Fit::Yes;
        m_unknown = m_unknown || fit == Fit::Unknown;
        m_unresolved = m_unresolved || fit == Fit::Unresolved;
        m_maybeUnresolved = m_maybeUnresolved || fit == Fit::NoOrUnresolved;
    }
    [[nodiscard]] bool isCertain() const { return m_fits; }
    [[nodiscard]] Truth value(bool negated) const {
        if (!negated) return m_fits ? Truth::Yes : m_unknown ? Truth::Unknown : Truth::No;
        if (m_fits || m_unresolved) return Truth::No;
        return m_unknown || m_maybeUnresolved ? Truth::Unknown : Truth::Yes;
    }

private:
    bool m_fits = false;
    bool m_unknown = false;
    bool m_unresolved = false;
    bool m_maybeUnresolved = false;
};

void note(PolicyOutcome::Part& part, Truth truth, std::uint32_t statement) {
    const bool better = raises(part.holds, truth) ||
                        (truth != Truth::No && truth == part.holds && statement < part.statement);
    if (!better) return;
    part.holds = truth;
    part.statement = statement;
}

bool namesPrincipals(PolicyKind kind) {
    return kind == PolicyKind::Resource || kind == PolicyKind::Repository ||
           kind == PolicyKind::Trust || kind == PolicyKind::ResourceControl;
}

}  // namespace

PreparedRequest::PreparedRequest(const AccessRequest& of)
    : request(of), action(lowerAscii(of.action)), actionHash(hashOf(action)) {
    serviceHash = hashOf(std::string_view(action).substr(0, action.find(':')));
}

std::shared_ptr<const CompiledPolicy> CompiledPolicy::compile(PolicyDocument document) {
    return std::shared_ptr<const CompiledPolicy>(new CompiledPolicy(std::move(document)));
}

CompiledPolicy::CompiledPolicy(PolicyDocument document)
    : m_document(std::move(document)), m_namesPrincipals(namesPrincipals(m_document.kind)) {
    m_statements.reserve(m_document.statements.size());
    for (const PolicyStatement& statement : m_document.statements) compileStatement(statement);
    indexActions();
}

void CompiledPolicy::compileStatement(const PolicyStatement& from) {
    Statement statement;
    statement.unknown = !from.why.empty() || (m_document.rejected && !from.effect);
    statement.usable = from.effect.has_value() || statement.unknown;
    statement.effect = from.effect.value_or(PolicyEffect::Allow);
    statement.hasPrincipals = from.principals.present;
    statement.notPrincipals = from.principals.negated;
    for (const PrincipalEntry& entry : from.principals.values) {
        Principal principal{entry.type, !entry.name.isKnown(), entry.name.shown(), {}, false};
        if (entry.type == PrincipalType::Aws && !principal.unknown) {
            if (const auto caller = Caller::parse(principal.name)) principal.caller = *caller;
            principal.isAccount = principal.caller.kind == CallerKind::Root;
        }
        statement.principals.push_back(std::move(principal));
    }
    statement.notActions = from.actions.negated;
    for (const PolicyText& action : from.actions.values) {
        statement.actions.emplace_back(action, TextPattern::Options{true, false, true});
    }
    statement.hasResources = from.resources.present;
    statement.notResources = from.resources.negated;
    for (const PolicyText& resource : from.resources.values) {
        statement.resources.emplace_back(resource,
                                         ArnPattern::Options{m_document.variables, false});
    }
    for (const PolicyCondition& condition : from.conditions) {
        statement.conditions.emplace_back(condition, m_document.variables);
    }
    m_statements.push_back(std::move(statement));
}

void CompiledPolicy::indexActions() {
    for (std::uint32_t i = 0; i < m_statements.size(); ++i) {
        const Statement& statement = m_statements[i];
        if (statement.notActions || statement.unknown) {
            m_always.push_back(i);
            continue;
        }
        for (std::uint32_t k = 0; k < statement.actions.size(); ++k) {
            const TextPattern& action = statement.actions[k];
            const std::size_t colon = action.prefix().find(':');
            if (const auto exact = action.exact()) {
                m_exact.push_back({hashOf(*exact), i, k});
            } else if (colon != std::string_view::npos) {
                m_byService.push_back({hashOf(action.prefix().substr(0, colon)), i, k});
            } else if (m_always.empty() || m_always.back() != i) {
                m_always.push_back(i);
            }
        }
    }
    std::ranges::stable_sort(m_exact, {}, &ActionEntry::hash);
    std::ranges::stable_sort(m_byService, {}, &ActionEntry::hash);
}

PolicyOutcome CompiledPolicy::judge(const PreparedRequest& request) const {
    PolicyOutcome outcome;
    if (!m_document.why.empty()) {
        outcome.deny.holds = Truth::Unknown;
        outcome.allow.fill({Truth::Unknown, 0});
        return outcome;
    }
    const auto each = [&](const std::vector<ActionEntry>& entries, std::uint64_t hash) {
        auto at = std::ranges::lower_bound(entries, hash, {}, &ActionEntry::hash);
        for (; at != entries.end() && at->hash == hash; ++at) {
            const TextPattern& action = m_statements[at->statement].actions[at->action];
            ElementFit fit;
            fit.add(action.fit(request.action, request.request.context));
            consider(at->statement, fit.value(false), request, outcome);
        }
    };
    each(m_exact, request.actionHash);
    each(m_byService, request.serviceHash);
    for (const std::uint32_t statement : m_always) {
        consider(statement, actionFits(m_statements[statement], request), request, outcome);
    }
    if (!m_document.rejected) return outcome;
    // It would never come into force as it is; what it was meant to say can't be told.
    const auto weaken = [](PolicyOutcome::Part& part) {
        if (part.holds == Truth::Yes) part.holds = Truth::Unknown;
    };
    weaken(outcome.deny);
    for (PolicyOutcome::Part& part : outcome.allow) weaken(part);
    return outcome;
}

void CompiledPolicy::consider(std::uint32_t index, Truth action, const PreparedRequest& request,
                              PolicyOutcome& outcome) const {
    if (action == Truth::No) return;
    const Statement& statement = m_statements[index];
    if (!statement.usable) return;
    const Namings held = rest(statement, action, request);
    for (std::size_t i = 0; i < kNamings; ++i) {
        if (held[i] == Truth::No) continue;
        const bool open = statement.unknown;
        if (open || statement.effect == PolicyEffect::Deny) {
            note(outcome.deny, open ? Truth::Unknown : held[i], index);
        }
        if (open || statement.effect == PolicyEffect::Allow) {
            note(outcome.allow[i], open ? Truth::Unknown : held[i], index);
        }
    }
}

Truth CompiledPolicy::actionFits(const Statement& statement, const PreparedRequest& request) const {
    if (statement.unknown) return Truth::Unknown;
    ElementFit fit;
    for (const TextPattern& action : statement.actions) {
        fit.add(action.fit(request.action, request.request.context));
        if (fit.isCertain()) break;
    }
    return fit.value(statement.notActions);
}

Truth CompiledPolicy::resourceFits(const Statement& statement,
                                   const PreparedRequest& request) const {
    if (!statement.hasResources) return Truth::Yes;
    const AccessRequest& asked = request.request;
    ElementFit fit;
    for (const ArnPattern& resource : statement.resources) {
        if (resource.isAny()) {
            fit.add(Fit::Yes);
        } else if (!asked.wildcardOnly) {
            fit.add(resource.fit(asked.resource, asked.context));
        }
        if (fit.isCertain()) break;
    }
    return fit.value(statement.notResources);
}

CompiledPolicy::Namings CompiledPolicy::rest(const Statement& statement, Truth action,
                                             const PreparedRequest& request) const {
    constexpr Namings kNone = {Truth::No, Truth::No, Truth::No};
    Namings result = {Truth::Yes, Truth::No, Truth::No};
    if (statement.unknown) {
        return m_namesPrincipals ? Namings{Truth::Unknown, Truth::Unknown, Truth::Unknown}
                                 : Namings{Truth::Unknown, Truth::No, Truth::No};
    }
    if (m_namesPrincipals) result = namings(statement, request);
    if (result == kNone) return kNone;
    Truth held = both(action, resourceFits(statement, request));
    if (held == Truth::No) return kNone;
    for (const CompiledCondition& condition : statement.conditions) {
        held = both(held, condition.holds(request.request.context));
        if (held == Truth::No) return kNone;
    }
    for (Truth& one : result) one = both(one, held);
    return result;
}

std::array<Truth, kNamings> CompiledPolicy::judgeStatement(std::size_t index,
                                                           const PreparedRequest& request) const {
    const Statement& statement = m_statements[index];
    const Truth action = actionFits(statement, request);
    if (action == Truth::No || !statement.usable) return {Truth::No, Truth::No, Truth::No};
    return rest(statement, action, request);
}

bool CompiledPolicy::concerns(std::size_t index, const PreparedRequest& request) const {
    const Statement& statement = m_statements[index];
    return statement.usable && actionFits(statement, request) != Truth::No &&
           resourceFits(statement, request) != Truth::No;
}

const std::vector<CompiledCondition>& CompiledPolicy::conditions(std::size_t statement) const {
    return m_statements[statement].conditions;
}

}  // namespace archivolt
