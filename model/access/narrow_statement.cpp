#include "model/access/narrow_statement.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/base/arn.h"
#include "model/base/text_case.h"

namespace archivolt {

namespace {

bool hasWildcard(std::string_view text) { return text.find_first_of("*?") != std::string::npos; }

/// Says whether a statement names an action as it is, not by a pattern.
bool namesExactly(const PolicyStatement& statement, std::string_view action) {
    if (statement.actions.negated) return false;
    return std::ranges::any_of(statement.actions.values, [&](const PolicyText& one) {
        return one.isKnown() && equalIgnoringCase(one.shown(), action);
    });
}

/// Says whether a statement is about whatever there is: `*`, all but, a service's every resource.
bool isWide(const Asking& asking, const PolicyStatement& statement) {
    if (statement.resources.negated) return true;
    return std::ranges::any_of(statement.resources.values, [&](const PolicyText& one) {
        const std::string text = one.shown();
        if (text == "*") return true;
        const auto arn = partsOfArn(std::string_view(text));
        // `table/*` and `*` are every resource; `assets-*` and `table/orders/*` say which.
        if (!arn || !one.isKnown() || asking.resourceOf(text) != nullptr) return false;
        const std::size_t slash = arn->resource.find_first_of("/:");
        const std::string_view first = arn->resource.substr(0, slash);
        const std::string_view rest =
            slash == std::string_view::npos ? std::string_view() : arn->resource.substr(slash + 1);
        // Of S3 the first part is the bucket; of the others it is the kind of resource.
        return first == "*" || (arn->service != "s3" && (rest == "*" || rest == "*/*"));
    });
}

/// Says whether a statement is about `*`.
bool isAboutAll(const PolicyStatement& statement) {
    return !statement.resources.negated &&
           std::ranges::any_of(statement.resources.values,
                               [](const PolicyText& one) { return one.shown() == "*"; });
}

/// Says whether a statement allows all that a service has, or all but something.
bool hasServicePatterns(const PolicyStatement& statement) {
    return statement.actions.negated ||
           std::ranges::any_of(statement.actions.values, [](const PolicyText& one) {
               const std::string text = one.shown();
               return text == "*" || text.ends_with(":*");
           });
}

/// Returns `s3:GetObject` as `s3:Get`: the service, and the first word of the action.
std::string verbOf(const std::string& action) {
    std::size_t end = action.find(':') + 2;
    while (end < action.size() && (action[end] < 'A' || action[end] > 'Z')) ++end;
    return action.substr(0, end);
}

/// Writes several actions of one verb as a pattern where none that is refused fits it.
std::vector<std::string> inPatterns(const std::set<std::string>& actions,
                                    const std::set<std::string>& refused) {
    std::map<std::string, std::vector<std::string>> byVerb;
    for (const std::string& action : actions) byVerb[verbOf(action)].push_back(action);
    std::vector<std::string> result;
    for (const auto& entry : byVerb) {
        const std::string& verb = entry.first;
        const std::vector<std::string>& of = entry.second;
        const bool clean = std::ranges::none_of(
            refused, [&](const std::string& one) { return one.starts_with(verb); });
        if (clean && of.size() > 2) {
            result.push_back(verb + "*");
        } else {
            result.insert(result.end(), of.begin(), of.end());
        }
    }
    return result;
}

}  // namespace

/// What is kept of one statement.
struct StatementNarrower::Kept {
    std::set<std::string> actions;    ///< On resources.
    std::set<std::string> alone;      ///< Those that take none.
    std::set<std::string> resources;  ///< ARNs.
    std::set<std::string> refused;    ///< Actions on what is needed that are not kept.
    bool lost = false;                ///< The statement allowed one of those.
};

bool StatementNarrower::allows(const CompiledPolicy& policy, std::size_t statement,
                               const std::string& action, const std::string& arn) const {
    AccessRequest request = m_asking.request(m_who, action, arn);
    request.wildcardOnly = arn == "*";
    const PreparedRequest prepared(request);
    return policy.judgeStatement(statement, prepared)[0] != Truth::No;
}

std::vector<std::string> StatementNarrower::prefixesOf(const PolicyStatement& statement) const {
    std::set<std::string> prefixes;
    bool all = statement.actions.negated;
    for (const PolicyText& action : statement.actions.values) {
        const std::string text = action.shown();
        const std::string prefix = lowerAscii(text.substr(0, text.find(':')));
        all = all || hasWildcard(prefix);
        prefixes.insert(prefix);
    }
    if (all) {
        prefixes.clear();
        for (const std::string_view prefix : m_asking.table().prefixes()) prefixes.emplace(prefix);
    }
    return {prefixes.begin(), prefixes.end()};
}

void StatementNarrower::keepOn(const CompiledPolicy& policy, std::size_t statement,
                               const ServiceActions& service, const ActionFacts& action,
                               Kept& kept) const {
    const std::string name = fmt::format("{}:{}", service.prefix, action.name);
    const PolicyStatement& written = policy.document().statements[statement];
    const bool exactly = namesExactly(written, name);
    bool used = false;
    bool applies = false;
    bool allowed = false;
    for (const NeededCall& need : m_needs) {
        const bool meant = need.action.empty() || equalIgnoringCase(need.action, name);
        std::vector<std::string> targets = {need.arn};
        if (!meant) {
            const AccessResource* of = m_asking.resourceOf(need.arn);
            if (of == nullptr) continue;
            targets = m_asking.arnsFor(service, action, of->arn);
        } else if (need.action.empty()) {
            targets = m_asking.arnsFor(service, action, need.arn);
        }
        for (const std::string& target : targets) {
            if (target == "*") continue;
            applies = true;
            if (!allows(policy, statement, name, target)) continue;
            allowed = true;
            // Who may change who may is not what a thing's code is about, unless it says so.
            const bool permits = need.action.empty() && action.level == 'P' && !exactly;
            if (!meant || permits) continue;
            used = true;
            kept.resources.insert(target);
        }
    }
    if (used) {
        kept.actions.insert(name);
    } else if (applies) {
        kept.refused.insert(name);
        kept.lost = kept.lost || allowed;
    }
}

void StatementNarrower::keepOf(const CompiledPolicy& policy, std::size_t statement,
                               const ServiceActions& service, Kept& kept) const {
    const PolicyStatement& written = policy.document().statements[statement];
    for (const ActionFacts& action : service.actions) {
        const std::string name = fmt::format("{}:{}", service.prefix, action.name);
        // Of a pattern that allows more, what the runtime needs of it stays, wherever it writes.
        const bool lets =
            m_runtime.contains(name) && isAboutAll(written) && allows(policy, statement, name, "*");
        if (lets || (isOfRuntime(name) && namesExactly(written, name))) {
            kept.alone.insert(name);
            continue;
        }
        if (!action.takesOnlyWildcard()) {
            keepOn(policy, statement, service, action, kept);
            continue;
        }
        if (!allows(policy, statement, name, "*")) continue;
        const bool promised = std::ranges::any_of(m_needs, [&](const NeededCall& need) {
            return need.arn == "*" && equalIgnoringCase(need.action, name);
        });
        const bool named = !m_exact && namesExactly(written, name);
        if (promised || named) kept.alone.insert(name);
        kept.lost = kept.lost || !(promised || named);
    }
}

NarrowedStatement StatementNarrower::narrow(const CompiledPolicy& policy,
                                            std::size_t statement) const {
    NarrowedStatement result;
    const PolicyDocument& document = policy.document();
    const PolicyStatement& written = document.statements[statement];
    const auto unknown = [](const PolicyText& text) { return !text.isKnown(); };
    if (written.effect != PolicyEffect::Allow) return result;
    if (!written.why.empty() || document.rejected ||
        std::ranges::any_of(written.actions.values, unknown)) {
        result.why = "what it says is not all known";
        return result;
    }
    const bool wide = isWide(m_asking, written);
    if (!m_exact && !wide && !hasServicePatterns(written)) return result;
    Kept kept;
    for (const std::string& prefix : prefixesOf(written)) {
        const auto service = m_asking.table().service(prefix);
        if (service) keepOf(policy, statement, *service, kept);
    }
    // A resource that is named and that nothing here needs: what is done with it can't be told.
    if (!m_exact && !wide && kept.actions.empty()) return result;
    const bool aloneOnly = kept.actions.empty() && !kept.alone.empty();
    result.same = !kept.lost && (!wide || aloneOnly);
    if (!kept.actions.empty()) {
        result.parts.push_back({inPatterns(kept.actions, kept.refused),
                                {kept.resources.begin(), kept.resources.end()}});
    }
    if (!kept.alone.empty()) {
        result.parts.push_back({{kept.alone.begin(), kept.alone.end()}, {"*"}});
    }
    return result;
}

}  // namespace archivolt
