#include <fmt/format.h>

#include <algorithm>

#include "model/base/text_case.h"
#include "model/policy/read_statement.h"

// The elements of a statement that are maps: who is meant, and under which conditions.
namespace archivolt {

namespace {

std::optional<PrincipalType> principalTypeOf(std::string_view key) {
    if (key == "AWS") return PrincipalType::Aws;
    if (key == "Service") return PrincipalType::Service;
    if (key == "Federated") return PrincipalType::Federated;
    if (key == "CanonicalUser") return PrincipalType::CanonicalUser;
    return std::nullopt;
}

bool isEveryone(const PolicyText& text) { return text.isKnown() && text.shown() == "*"; }

}  // namespace

void StatementReader::readPrincipals(const Value& body, PolicyStatement& statement) {
    using enum PolicyKind;
    const bool forbidden = kindIs({Identity, Session, Boundary, ServiceControl});
    PolicyElement<PrincipalEntry>& element = statement.principals;
    const Value* value = either(body, statement, "Principal", !forbidden, element.negated);
    if (value == nullptr) return;
    const char* name = element.negated ? "NotPrincipal" : "Principal";
    const Path path = statement.path / name;
    if (forbidden) {
        return reject(
            path, fmt::format("a statement of this {} has no {}", toString(m_options.kind), name),
            "take it away: what the policy is attached to is the principal");
    }
    element.present = true;
    if (value->isMap()) {
        readPrincipalMap(*value, path, statement);
    } else if (value->isList()) {
        reject(path, fmt::format("{} is a list", name),
               "write \"*\", or a map such as AWS: [arn:…, arn:…]");
    } else {
        PolicyText read = text(*value, path, name);
        if (read.isKnown() && read.shown() != "*") {
            reject(path, fmt::format("`{}` is no principal", read.shown()),
                   "write \"*\", or a map such as AWS: arn:… or Service: ec2.amazonaws.com");
        }
        const auto type = isEveryone(read) ? PrincipalType::Everyone : PrincipalType::Aws;
        element.values.push_back({type, std::move(read)});
    }
    checkPrincipals(statement);
}

void StatementReader::readPrincipalMap(const Value& map, const Path& path,
                                       PolicyStatement& statement) {
    for (const MapEntry& entry : map.entries()) {
        const auto type = principalTypeOf(entry.key);
        if (!type) {
            reject(path / entry.key, fmt::format("`{}` is no kind of principal", entry.key),
                   "take AWS, Service, Federated or CanonicalUser");
            continue;
        }
        for (PolicyText& read : texts(entry.value, path / entry.key, entry.key)) {
            const bool everyone = type == PrincipalType::Aws && isEveryone(read);
            statement.principals.values.push_back(
                {everyone ? PrincipalType::Everyone : *type, std::move(read)});
        }
    }
}

void StatementReader::checkPrincipals(const PolicyStatement& statement) {
    const PolicyElement<PrincipalEntry>& element = statement.principals;
    if (element.negated && kindIs({PolicyKind::Trust, PolicyKind::ResourceControl})) {
        return reject(statement.path / "NotPrincipal",
                      fmt::format("a {} has no NotPrincipal", toString(m_options.kind)),
                      "write Principal, and a condition on aws:PrincipalArn");
    }
    if (m_options.kind != PolicyKind::ResourceControl) return;
    const bool all = std::ranges::all_of(element.values, [](const PrincipalEntry& entry) {
        return entry.type == PrincipalType::Everyone;
    });
    if (!all) {
        reject(statement.path / "Principal", "a resource control policy names \"*\" alone",
               "write Principal: \"*\", and a condition on aws:PrincipalArn");
    }
}

void StatementReader::readConditions(const Value& body, PolicyStatement& statement) {
    const Value* conditions = body.find("Condition");
    if (conditions == nullptr) return;
    const Path path = statement.path / "Condition";
    if (conditions->isUnknown() || conditions->isCall()) {
        PolicyCondition unknown;
        unknown.path = path;
        unknown.why = fmt::format("the conditions are unknown: {}",
                                  text(*conditions, path, "Condition").shown());
        statement.conditions.push_back(std::move(unknown));
        return;
    }
    if (!conditions->isMap()) {
        return reject(path, "Condition is no map",
                      "write an operator, a key and its values: StringEquals: {key: value}");
    }
    for (const MapEntry& op : conditions->entries()) readCondition(op, path / op.key, statement);
}

void StatementReader::readCondition(const MapEntry& op, const Path& path,
                                    PolicyStatement& statement) {
    const auto parsed = ConditionOperator::parse(op.key);
    if (!parsed) {
        reject(path, fmt::format("`{}` is no condition operator", op.key),
               "write one such as StringEquals, ArnLike or Bool");
    }
    if (op.value.isUnknown() || op.value.isCall()) {
        PolicyCondition unknown;
        unknown.path = path;
        unknown.why =
            fmt::format("the condition is unknown: {}", text(op.value, path, op.key).shown());
        statement.conditions.push_back(std::move(unknown));
        return;
    }
    if (!op.value.isMap()) {
        return reject(path, fmt::format("{} is no map", op.key), "write a key and its values");
    }
    for (std::size_t i = 0; i < op.value.entries().size(); ++i) {
        const MapEntry& entry = op.value.entries()[i];
        PolicyCondition condition;
        condition.path = path / entry.key;
        condition.key.path = condition.path;
        condition.key.parts.push_back({entry.key, {}});
        if (parsed) condition.op = *parsed;
        if (!parsed) condition.why = fmt::format("`{}` is no condition operator", op.key);
        condition.values = texts(entry.value, condition.path, entry.key);
        if (entry.key.empty()) reject(path, "a condition key is empty", "name the key");
        for (std::size_t k = 0; k < i; ++k) {
            if (!equalIgnoringCase(op.value.entries()[k].key, entry.key)) continue;
            reject(condition.path, fmt::format("`{}` stands twice under {}", entry.key, op.key),
                   "names of keys ignore case: put all values into one list");
        }
        if (parsed) checkCondition(condition);
        statement.conditions.push_back(std::move(condition));
    }
}

void StatementReader::checkCondition(const PolicyCondition& condition) {
    const ConditionTest test = condition.op.test;
    if (test != ConditionTest::Bool && test != ConditionTest::Null) return;
    for (const PolicyText& value : condition.values) {
        const std::string shown = value.shown();
        if (!value.isKnown() || equalIgnoringCase(shown, "true") ||
            equalIgnoringCase(shown, "false")) {
            continue;
        }
        report(value.path,
               fmt::format("{} compares with true or false, not with `{}`", condition.op.toString(),
                           shown),
               "write true or false");
    }
}

}  // namespace archivolt
