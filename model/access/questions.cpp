#include "model/access/questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "model/access/access_rules.h"
#include "model/access/asking.h"
#include "model/access/escalation.h"
#include "model/access/role_taking.h"
#include "model/base/arn.h"

namespace archivolt {

namespace {

/// Finds ways by roles: whoever can take on someone who may, step by step, shortest first.
class ChainSearch {
public:
    ChainSearch(const Asking& asking, const std::vector<Truth>& own)
        : m_asking(asking), m_own(own), m_taking(asking) {}

    std::vector<WhoCanChain> search() {
        std::vector<WhoCanChain> chains;
        const bool any = std::ranges::any_of(
            m_taking.roles(), [&](std::size_t role) { return m_own[role] == Truth::Yes; });
        for (std::size_t from = 0; any && from < m_own.size(); ++from) {
            if (m_own[from] == Truth::Yes) continue;
            if (auto chain = from_(from)) chains.push_back(*std::move(chain));
        }
        return chains;
    }

private:
    std::optional<WhoCanChain> from_(std::size_t from) {
        struct Reached {
            std::size_t principal;
            std::size_t before;
            bool sure;
        };
        std::vector<Reached> reached = {{from, 0, true}};
        const auto& roles = m_taking.roles();
        std::vector<bool> seen(roles.size());
        for (std::size_t at = 0; at < reached.size(); ++at) {
            for (std::size_t i = 0; i < roles.size(); ++i) {
                const std::size_t next = roles[i];
                if (seen[i] || next == from) continue;
                const Truth takes = m_taking.takes(reached[at].principal, i);
                if (takes == Truth::No) continue;
                seen[i] = true;
                const bool sure = reached[at].sure && takes == Truth::Yes;
                reached.push_back({next, at, sure});
                if (m_own[next] != Truth::Yes) continue;
                WhoCanChain chain;
                chain.sure = sure;
                for (std::size_t step = reached.size() - 1; step != 0;
                     step = reached[step].before) {
                    chain.steps.push_back(shownOf(reached[step].principal));
                }
                chain.steps.push_back(shownOf(from));
                std::ranges::reverse(chain.steps);
                return chain;
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] const std::string& shownOf(std::size_t principal) const {
        return m_asking.model().principals[principal].logicalId;
    }

    const Asking& m_asking;
    const std::vector<Truth>& m_own;  ///< By principal.
    RoleTaking m_taking;
};

/// Tries every action that takes a resource, and sorts the answers.
class WhatSearch {
public:
    WhatSearch(const Asking& asking, AccessCaller who) : m_asking(asking), m_who(std::move(who)) {}

    WhatCanEntry on(const ServiceActions& service, const std::string& name,
                    const std::string& arn) const {
        WhatCanEntry entry;
        entry.resource = name;
        entry.arn = arn;
        entry.everything = true;
        std::set<std::string> keys;
        for (const ActionFacts& action : service.actions) {
            const std::string asked = arn == "*" && action.takesOnlyWildcard()
                                          ? std::string("*")
                                          : m_asking.arnFor(service, action, arn);
            if (asked.empty() || (asked == "*") != (arn == "*")) continue;
            const std::string full = fmt::format("{}:{}", service.prefix, action.name);
            const PolicyAnswer answer = m_asking.answer(m_who, full, asked);
            if (answer.allowed == Truth::Yes) {
                entry.allowed.push_back(full);
            } else if (answer.allowed == Truth::Unknown) {
                entry.open.push_back(full);
                keys.insert(answer.open.keys.begin(), answer.open.keys.end());
            }
            entry.everything = entry.everything && answer.allowed == Truth::Yes;
        }
        entry.keys.assign(keys.begin(), keys.end());
        return entry;
    }

private:
    const Asking& m_asking;
    AccessCaller m_who;
};

std::string joined(const PolicyElement<PolicyText>& element) {
    std::string text = element.negated ? "all but " : "";
    for (const PolicyText& value : element.values) {
        if (&value != &element.values.front()) text += ", ";
        text += value.shown();
    }
    return text;
}

std::vector<WhatCanGrant> grantsOf(const AccessPrincipal& principal) {
    std::vector<WhatCanGrant> grants;
    for (const AccessPolicy& policy : principal.identity) {
        for (const PolicyStatement& statement : policy.policy->document().statements) {
            if (statement.effect != PolicyEffect::Allow) continue;
            grants.push_back({policy.name, joined(statement.actions), joined(statement.resources),
                              !statement.conditions.empty()});
        }
    }
    return grants;
}

/// Returns the services of which an allow statement of the principal may speak.
std::set<std::string> servicesSpokenOf(const AccessPrincipal& principal, const ActionTable& table) {
    std::set<std::string> prefixes;
    for (const AccessPolicy& policy : principal.identity) {
        for (const PolicyStatement& statement : policy.policy->document().statements) {
            bool all = statement.actions.negated;
            for (const PolicyText& action : statement.actions.values) {
                const std::string shown = action.shown();
                const std::string prefix = shown.substr(0, shown.find(':'));
                all = all || !action.isKnown() || prefix.find_first_of("*?") != std::string::npos;
                prefixes.insert(prefix);
            }
            if (!all) continue;
            for (const std::string_view prefix : table.prefixes()) prefixes.emplace(prefix);
        }
    }
    return prefixes;
}

}  // namespace

Result<std::size_t> principalNamed(const AccessModel& model, const std::string& asked) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < model.principals.size(); ++i) {
        const AccessPrincipal& principal = model.principals[i];
        const bool acts = std::ranges::find(principal.actsFor, asked) != principal.actsFor.end();
        if (isNamed(asked, principal.stack, principal.logicalId) ||
            asked == principal.caller.name) {
            return i;
        }
        if (acts) found.push_back(i);
    }
    if (found.size() == 1) return found.front();
    std::string names;
    for (const AccessPrincipal& principal : model.principals) {
        names += (names.empty() ? "" : ", ") + principal.logicalId;
    }
    return failure(kNoSuchPrincipal, fmt::format("no principal `{}` is in the design", asked),
                   names.empty() ? std::string("the design has no users or roles")
                                 : fmt::format("name one of {}", names));
}

Result<std::string> arnNamed(const AccessModel& model, const std::string& asked) {
    if (asked == "*" || partsOfArn(std::string_view(asked))) return asked;
    std::vector<const AccessResource*> found;
    const auto index =
        model.index ? model.index : std::make_shared<const ResourceIndex>(model.resources);
    for (const std::size_t place : index->called(model.resources, asked)) {
        found.push_back(&model.resources[place]);
    }
    if (found.size() == 1) return found.front()->arn;
    if (found.size() > 1) {
        return failure(kAmbiguousArn, fmt::format("several stacks have a resource `{}`", asked),
                       fmt::format("write {}/{}", found.front()->stack, asked));
    }
    return failure(kNoSuchArn,
                   fmt::format("no resource `{}` whose ARN is known is in the design", asked),
                   "give a logical id, stack/id, an ARN, or *");
}

PolicyAnswer askOne(const AccessModel& model, const ActionTable& table, const AccessCaller& who,
                    const std::string& action, const std::string& arn) {
    return Asking(model, table).answer(who, action, arn);
}

namespace {

bool isSamePolicy(const AccessPolicy& a, const AccessPolicy& b) { return a.policy == b.policy; }

/// Answers that an earlier model gave to the same question, as far as they are still right: a
/// principal's, while its own policies and the resource's are the same objects.
class EarlierAnswers {
public:
    EarlierAnswers(const Asking& asking, const WhoCanBefore* before, const WhoCan& now)
        : m_model(asking.model()) {
        if (before == nullptr || !before->answer) return;
        const AccessModel& then = *before->model;
        const WhoCan& answer = *before->answer;
        if (answer.action != now.action || answer.asked != now.asked || isControlled(then) ||
            isControlled(m_model)) {
            return;
        }
        const Asking earlier(then, asking.table());
        for (const std::string& arn : now.asked) {
            const AccessResource* was = earlier.resourceOf(arn);
            const AccessResource* is = asking.resourceOf(arn);
            if ((was == nullptr) != (is == nullptr)) return;
            const bool isSame =
                is == nullptr ||
                (was->policy == is->policy && was->account == is->account && was->tags == is->tags);
            if (!isSame) return;
        }
        m_before = before;
    }

    /// Returns what was answered of a principal; none where it must be asked anew.
    [[nodiscard]] std::span<const WhoCanEntry> of(std::size_t principal) {
        if (m_before == nullptr || !isAsItWas(principal)) return {};
        const std::span<const WhoCanEntry> entries = m_before->answer->entries;
        const auto place = static_cast<std::ptrdiff_t>(principal);
        while (m_at < entries.size() && entries[m_at].who.principal >= 0 &&
               entries[m_at].who.principal < place) {
            ++m_at;
        }
        std::size_t end = m_at;
        while (end < entries.size() && entries[end].who.principal == place) ++end;
        return entries.subspan(m_at, end - m_at);
    }

private:
    static bool isControlled(const AccessModel& model) {
        return !model.serviceControls.empty() || !model.resourceControls.empty();
    }

    [[nodiscard]] bool isAsItWas(std::size_t principal) const {
        const auto& then = m_before->model->principals;
        if (principal >= then.size()) return false;
        const AccessPrincipal& was = then[principal];
        const AccessPrincipal& is = m_model.principals[principal];
        return was.logicalId == is.logicalId && was.caller == is.caller && was.tags == is.tags &&
               std::ranges::equal(was.identity, is.identity, isSamePolicy) &&
               std::ranges::equal(was.boundaries, is.boundaries, isSamePolicy);
    }

    const AccessModel& m_model;
    const WhoCanBefore* m_before = nullptr;
    std::size_t m_at = 0;
};

}  // namespace

Result<WhoCan> whoCan(const AccessModel& model, const ActionTable& table, const std::string& action,
                      const std::string& resource, const WhoCanBefore* before) {
    const Asking asking(model, table);
    const auto arn = arnNamed(model, resource);
    if (!arn) return tl::make_unexpected(arn.error());
    const std::size_t colon = action.find(':');
    const auto* service = asking.service(std::string_view(action).substr(0, colon));
    const ActionFacts* facts = service != nullptr && colon != std::string::npos
                                   ? service->action(action.substr(colon + 1))
                                   : nullptr;
    if (facts == nullptr) {
        return failure(kNoSuchAction,
                       fmt::format("no service has an action `{}` as of {}", action, table.date()),
                       "write one such as s3:GetObject");
    }
    WhoCan result;
    result.action = fmt::format("{}:{}", service->prefix, facts->name);
    result.resource = resource;
    const std::string whole = asking.arnFor(*service, *facts, *arn);
    if (whole.empty()) {
        return failure(kResourceNotOfAction,
                       fmt::format("`{}` is no resource of {}", resource, result.action),
                       "name a resource that the action takes");
    }
    result.asked.push_back(whole);
    for (std::string& part : asking.partsOf(whole)) result.asked.push_back(std::move(part));
    std::vector<Truth> own(model.principals.size(), Truth::No);
    std::vector<AccessCaller> callers;
    for (std::size_t i = 0; i < model.principals.size(); ++i) callers.push_back(asking.callerOf(i));
    for (AccessCaller& one : asking.outsidersOf(*arn)) callers.push_back(std::move(one));
    EarlierAnswers earlier(asking, before, result);
    for (const AccessCaller& who : callers) {
        Truth allowed = Truth::No;
        const auto known = who.principal >= 0 ? earlier.of(static_cast<std::size_t>(who.principal))
                                              : std::span<const WhoCanEntry>();
        if (!known.empty()) {
            // The whole comes first, and is always told.
            own[static_cast<std::size_t>(who.principal)] = known.front().answer.allowed;
            result.entries.insert(result.entries.end(), known.begin(), known.end());
            continue;
        }
        for (const std::string& one : result.asked) {
            const bool isWhole = &one == &result.asked.front();
            PolicyAnswer answer = asking.answer(who, result.action, one);
            if (isWhole) allowed = answer.allowed;
            // A part is worth telling only where it is decided otherwise than the whole.
            if (!isWhole && answer.allowed == allowed) continue;
            result.entries.push_back({who, one, isWhole, std::move(answer)});
        }
        if (who.principal >= 0) own[static_cast<std::size_t>(who.principal)] = allowed;
    }
    result.chains = ChainSearch(asking, own).search();
    return result;
}

Result<WhatCan> whatCan(const AccessModel& model, const ActionTable& table,
                        const std::string& principal) {
    const auto index = principalNamed(model, principal);
    if (!index) return tl::make_unexpected(index.error());
    // A policy of unknown content is told once, and not at each action that it leaves open.
    const Asking asking(model, table, false);
    const AccessPrincipal& of = model.principals[*index];
    WhatCan result;
    result.who = asking.callerOf(*index);
    for (const AccessPolicy& policy : of.identity) {
        const Doubt& why = policy.policy->document().why;
        if (!why.empty()) result.notKnown.push_back(why.text());
    }
    result.grants = grantsOf(of);
    result.escalations = escalationsOf(asking, *index);
    result.paths = escalationPathsOf(asking, *index);
    const WhatSearch search(asking, result.who);
    std::map<std::string, std::optional<ServiceActions>, std::less<>> services;
    for (const AccessResource& resource : model.resources) {
        for (const std::string& called : {resource.arn, resource.callArn}) {
            const auto arn = partsOfArn(std::string_view(called));
            if (!arn) continue;
            const std::string prefix(arn->service);
            const auto [at, isNew] = services.try_emplace(prefix);
            if (isNew) at->second = table.service(prefix);
            if (!at->second) continue;
            WhatCanEntry entry = search.on(*at->second, resource.logicalId, called);
            if (!entry.allowed.empty() || !entry.open.empty())
                result.entries.push_back(std::move(entry));
        }
    }
    for (const std::string& prefix : servicesSpokenOf(of, table)) {
        const auto service = table.service(prefix);
        if (!service) continue;
        WhatCanEntry entry = search.on(*service, "", "*");
        if (!entry.allowed.empty() || !entry.open.empty())
            result.entries.push_back(std::move(entry));
    }
    RoleTaking taking(asking);
    for (std::size_t i = 0; i < taking.roles().size(); ++i) {
        if (taking.takes(*index, i) == Truth::No) continue;
        result.takesOn.push_back(model.principals[taking.roles()[i]].logicalId);
    }
    for (const AccessPrincipal& role : model.principals) {
        if (role.caller.kind != CallerKind::Role) continue;
        if (asking.allowed(result.who, "iam:PassRole", role.caller.name) != Truth::No)
            result.hands.push_back(role.logicalId);
    }
    return result;
}

}  // namespace archivolt
