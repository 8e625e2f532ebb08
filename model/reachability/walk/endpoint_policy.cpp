#include "model/reachability/walk/endpoint_policy.h"

#include <algorithm>
#include <string>

#include "model/policy/read_document.h"
#include "model/policy/statement_facts.h"

namespace archivolt {

namespace {

/// Says whether an element names everything by one of its texts.
template <class Fits>
bool holds(const PolicyElement<PolicyText>& element, const Fits& fits) {
    return !element.negated && std::ranges::any_of(element.values, [&](const PolicyText& text) {
        return text.isKnown() && fits(text.shown());
    });
}

/// Says whether a statement speaks of every request through the endpoint.
bool isTotal(const PolicyStatement& statement, const std::string& allActions) {
    const auto all = [&](const std::string& text) {
        return text == "*" || text == "*:*" || (!allActions.empty() && text == allActions);
    };
    return statement.why.empty() && statement.conditions.empty() && !statement.principals.negated &&
           namesEveryone(statement) && holds(statement.actions, all) &&
           holds(statement.resources, [](const std::string& text) { return text == "*"; });
}

}  // namespace

EndpointPolicy judgePolicy(const VpcEndpoint& endpoint) {
    if (!endpoint.policy || endpoint.policy->isNull()) return EndpointPolicy::Everything;
    const PolicyDocument document =
        readPolicyDocument(*endpoint.policy, {PolicyKind::Resource, {}, {}}).document;
    const Value* written = endpoint.policy->isMap() ? endpoint.policy->find("Statement") : nullptr;
    const bool empty = written != nullptr && written->isList() && written->items().empty();
    if (document.statements.empty() && !empty) return EndpointPolicy::Some;
    if (!document.why.empty()) return EndpointPolicy::Some;
    const std::string service = endpoint.service.valueOr("");
    const auto dot = service.rfind('.');
    const std::string allActions = dot == std::string::npos ? "" : service.substr(dot + 1) + ":*";
    bool allowsAll = false;
    bool mayAllow = false;
    bool mayDeny = false;
    for (const PolicyStatement& statement : document.statements) {
        const bool total = isTotal(statement, allActions);
        if (statement.effect == PolicyEffect::Deny && total) return EndpointPolicy::Nothing;
        if (statement.effect != PolicyEffect::Deny) mayAllow = true;
        if (statement.effect != PolicyEffect::Allow) mayDeny = true;
        if (statement.effect == PolicyEffect::Allow && total) allowsAll = true;
    }
    if (!mayAllow) return EndpointPolicy::Nothing;
    return allowsAll && !mayDeny ? EndpointPolicy::Everything : EndpointPolicy::Some;
}

}  // namespace archivolt
