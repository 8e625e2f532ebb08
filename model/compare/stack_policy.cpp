#include "model/compare/stack_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "model/base/rule.h"
#include "model/base/text_case.h"
#include "model/policy/json_text.h"

namespace archivolt {

namespace {

constexpr Rule kBadStackPolicy{"STACK-1",
                               Severity::Error,
                               "a file is no stack policy",
                               "what a policy would deny can't be said of one that can't be read",
                               "write a JSON object with Statement: a list of objects with Effect, "
                               "Action, Principal and Resource or NotResource",
                               "CloudFormation User Guide, protect-stack-resources"};

tl::unexpected<Diagnostic> noPolicy(std::string message) {
    return failure(kBadStackPolicy, std::move(message), std::string(kBadStackPolicy.help));
}

/// Returns a text or a list of texts as texts; nothing where it is neither.
std::optional<std::vector<std::string>> textsIn(const Value* value) {
    if (value == nullptr) return std::nullopt;
    if (value->isString()) return std::vector<std::string>{value->text()};
    if (!value->isList()) return std::nullopt;
    std::vector<std::string> texts;
    for (const Value& one : value->items()) {
        if (!one.isString()) return std::nullopt;
        texts.push_back(one.text());
    }
    return texts;
}

/// Says whether a text is what a pattern with `*` and `?` describes.
bool isLikePattern(std::string_view pattern, std::string_view text) {
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t mark = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            mark = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

/// Reads the condition on the type of resources, the only one that there is.
Result<void> readStackCondition(const Value& condition, StackPolicyStatement& statement) {
    for (const MapEntry& entry : condition.entries()) {
        if (entry.key != "StringEquals" && entry.key != "StringLike") {
            return noPolicy(fmt::format("a stack policy has no condition `{}`", entry.key));
        }
        for (const MapEntry& key : entry.value.entries()) {
            const auto types = textsIn(&key.value);
            if (key.key != "ResourceType" || !types) {
                return noPolicy(
                    fmt::format("a stack policy's condition is on ResourceType, with "
                                "texts, and not on `{}`",
                                key.key));
            }
            statement.hasTypes = true;
            statement.types.insert(statement.types.end(), types->begin(), types->end());
        }
    }
    return {};
}

Result<StackPolicyStatement> readStackStatement(const Value& value, std::size_t number) {
    const auto wrong = [&](std::string_view what) {
        return noPolicy(fmt::format("statement {} of the stack policy {}", number, what));
    };
    if (!value.isMap()) return wrong("is no object");
    StackPolicyStatement statement;
    const Value* effect = value.find("Effect");
    if (effect == nullptr || (effect->text() != "Allow" && effect->text() != "Deny")) {
        return wrong("has an Effect that is neither Allow nor Deny");
    }
    statement.allows = effect->text() == "Allow";
    const auto actions = textsIn(value.find("Action"));
    if (!actions) return wrong("has no Action of texts");
    for (const std::string& action : *actions) {
        const std::string lower = lowerAscii(action);
        static const std::set<std::string> kActions{"update:*", "update:modify", "update:replace",
                                                    "update:delete", "*"};
        if (!kActions.contains(lower)) {
            return wrong(
                fmt::format("has the action `{}`; there are Update:Modify, Update:Replace, "
                            "Update:Delete and Update:*",
                            action));
        }
        statement.actions.push_back(lower);
    }
    const Value* principal = value.find("Principal");
    if (principal == nullptr || principal->text() != "*") return wrong("has no Principal \"*\"");
    const auto resources = textsIn(value.find("Resource"));
    const auto others = textsIn(value.find("NotResource"));
    if (resources.has_value() == others.has_value()) {
        return wrong("has not one of Resource and NotResource, with texts");
    }
    statement.allButResources = others.has_value();
    statement.resources = others ? *others : *resources;
    if (const Value* condition = value.find("Condition")) {
        const auto read = readStackCondition(*condition, statement);
        if (!read) return tl::make_unexpected(read.error());
    }
    return statement;
}

bool isStatementAbout(const StackPolicyStatement& statement, std::string_view logicalId,
                      std::string_view type, std::string_view action) {
    const bool acts = std::ranges::any_of(statement.actions, [&](const std::string& one) {
        return one == action || one == "update:*" || one == "*";
    });
    if (!acts) return false;
    const std::string name = fmt::format("LogicalResourceId/{}", logicalId);
    const bool named = std::ranges::any_of(statement.resources, [&](const std::string& pattern) {
        return isLikePattern(pattern, name);
    });
    if (named == statement.allButResources) return false;
    return !statement.hasTypes ||
           std::ranges::any_of(statement.types, [&](const std::string& pattern) {
               return isLikePattern(pattern, type);
           });
}

/// What a policy says of one kind of update.
struct OneAnswer {
    bool allowed = false;
    std::optional<std::size_t> statement;
};

OneAnswer askOfAction(const StackPolicy& policy, std::string_view logicalId, std::string_view type,
                      std::string_view action) {
    OneAnswer answer;
    for (std::size_t i = 0; i < policy.statements.size(); ++i) {
        const StackPolicyStatement& statement = policy.statements[i];
        if (!isStatementAbout(statement, logicalId, type, action)) continue;
        if (!statement.allows) return {false, i + 1};
        answer.allowed = true;
    }
    return answer;
}

}  // namespace

Result<StackPolicy> readStackPolicy(std::string_view json) {
    const auto value = valueFromJsonText(json);
    if (!value) return tl::make_unexpected(value.error());
    const Value* statements = value->find("Statement");
    if (statements == nullptr) return noPolicy("a stack policy without a Statement is none");
    const std::vector<Value> all =
        statements->isList() ? statements->items() : std::vector<Value>{*statements};
    StackPolicy policy;
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto statement = readStackStatement(all[i], i + 1);
        if (!statement) return tl::make_unexpected(statement.error());
        policy.statements.push_back(*std::move(statement));
    }
    return policy;
}

StackPolicyAnswer askStackPolicy(const StackPolicy& policy, std::string_view logicalId,
                                 std::string_view type, StackAction action) {
    const auto ask = [&](std::string_view what) {
        return askOfAction(policy, logicalId, type, what);
    };
    const auto verdictOf = [](const OneAnswer& one) {
        return StackPolicyAnswer{one.allowed ? PolicyVerdict::Allowed : PolicyVerdict::Denied,
                                 one.statement};
    };
    switch (action) {
        case StackAction::Create:
        case StackAction::Refused:
        case StackAction::Keep: return {};
        case StackAction::Delete:
        case StackAction::Retain: return verdictOf(ask("update:delete"));
        case StackAction::Update: return verdictOf(ask("update:modify"));
        case StackAction::Replace: return verdictOf(ask("update:replace"));
        case StackAction::MayReplace:
        case StackAction::Unknown: break;
    }
    const OneAnswer modify = ask("update:modify");
    const OneAnswer replace = ask("update:replace");
    if (modify.allowed == replace.allowed) return verdictOf(modify);
    if (modify.allowed) return {PolicyVerdict::DeniedWhereReplaced, replace.statement};
    return {PolicyVerdict::DeniedUnlessReplaced, modify.statement};
}

RuleList stackPolicyRules() {
    static constexpr const Rule* kRules[] = {&kBadStackPolicy};
    return kRules;
}

}  // namespace archivolt
