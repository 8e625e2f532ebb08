#include "model/reachability/walk/endpoint_policy.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

namespace archivolt {

namespace {

/// Says whether a value is one of the texts, or a list that holds one of them.
template <class Fits>
bool anyText(const Value* value, const Fits& fits) {
    if (value == nullptr) return false;
    if (const auto text = value->asString()) return fits(std::string_view(*text));
    return value->isList() && std::ranges::any_of(value->items(), [&](const Value& item) {
               const auto text = item.asString();
               return text && fits(std::string_view(*text));
           });
}

bool isEverybody(const Value* principal) {
    const auto star = [](std::string_view text) { return text == "*"; };
    if (principal == nullptr) return false;
    return anyText(principal->isMap() ? principal->find("AWS") : principal, star);
}

/// Says whether a statement speaks of every request through the endpoint.
bool isTotal(const Value& statement, const std::string& allActions) {
    const auto all = [&](std::string_view text) {
        return text == "*" || text == "*:*" || (!allActions.empty() && text == allActions);
    };
    const Value* condition = statement.find("Condition");
    return (condition == nullptr || condition->isNull()) &&
           isEverybody(statement.find("Principal")) && anyText(statement.find("Action"), all) &&
           anyText(statement.find("Resource"), [](std::string_view text) { return text == "*"; });
}

}  // namespace

EndpointPolicy judgePolicy(const VpcEndpoint& endpoint) {
    if (!endpoint.policy || endpoint.policy->isNull()) return EndpointPolicy::Everything;
    const Value* statements =
        endpoint.policy->isMap() ? endpoint.policy->find("Statement") : nullptr;
    if (statements == nullptr || (!statements->isList() && !statements->isMap())) {
        return EndpointPolicy::Some;
    }
    const std::string service = endpoint.service.valueOr("");
    const auto dot = service.rfind('.');
    const std::string allActions = dot == std::string::npos ? "" : service.substr(dot + 1) + ":*";
    const std::span<const Value> list =
        statements->isMap() ? std::span(statements, 1) : std::span(statements->items());
    bool allowsAll = false;
    bool mayAllow = false;
    bool mayDeny = false;
    for (const Value& statement : list) {
        const Value* effect = statement.isMap() ? statement.find("Effect") : nullptr;
        const std::string word = effect != nullptr ? effect->asString().value_or("") : "";
        const bool total = statement.isMap() && isTotal(statement, allActions);
        if (word == "Deny" && total) return EndpointPolicy::Nothing;
        if (word != "Deny") mayAllow = true;
        if (word != "Allow") mayDeny = true;
        if (word == "Allow" && total) allowsAll = true;
    }
    if (!mayAllow) return EndpointPolicy::Nothing;
    return allowsAll && !mayDeny ? EndpointPolicy::Everything : EndpointPolicy::Some;
}

}  // namespace archivolt
