#include "model/policy/read_statement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/base/text_case.h"
#include "model/policy/policy_rules.h"

namespace archivolt {

namespace {

constexpr std::array<std::string_view, 9> kStatementElements = {
    "Sid",       "Effect",   "Principal",   "NotPrincipal", "Action",
    "NotAction", "Resource", "NotResource", "Condition"};

void append(PolicyText& text, TextPart part) {
    if (part.text.empty() && part.why.empty()) return;
    const bool joins = !text.parts.empty() && part.why.empty() && text.parts.back().why.empty();
    if (joins) {
        text.parts.back().text += part.text;
    } else {
        text.parts.push_back(std::move(part));
    }
}

std::string shownCall(const Value& call) {
    const Value& argument = call.argument();
    if (call.isCall(Function::GetAtt) && argument.items().size() == 2) {
        return fmt::format("{}.{}", argument.items()[0].text(), argument.items()[1].text());
    }
    return argument.isScalar() ? argument.text() : std::string(call.functionName());
}

void appendValue(const Value& value, const ReferenceText& referenceText, PolicyText& text) {
    if (value.isScalar()) {
        const bool dynamic = value.text().find("{{resolve:") != std::string::npos;
        if (dynamic) return append(text, {{}, "a dynamic reference is told at deployment"});
        return append(text, {value.text(), {}});
    }
    if (value.isUnknown()) return append(text, {{}, value.text()});
    const bool joined = value.isCall(Function::Join) && value.argument().items().size() == 2 &&
                        value.argument().items()[0].text().empty() &&
                        value.argument().items()[1].isList();
    if (joined) {
        for (const Value& item : value.argument().items()[1].items()) {
            appendValue(item, referenceText, text);
        }
        return;
    }
    std::vector<TextPart> parts;
    if (value.isCall() && referenceText) parts = referenceText(value);
    if (parts.empty()) {
        parts.push_back({{},
                         value.isCall() ? shownCall(value) + " is told at deployment"
                                        : std::string("no text stands there")});
    }
    for (TextPart& part : parts) append(text, std::move(part));
}

bool isAlphanumeric(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

}  // namespace

void StatementReader::report(const Path& path, std::string message, SharedText help) {
    Diagnostic found;
    found.code = kBadPolicy.code;
    found.severity = kBadPolicy.severity;
    found.message = std::move(message);
    found.help = std::move(help);
    found.source = "IAM User Guide, reference_policies_grammar";
    found.where.path = path;
    m_diagnostics.push_back(std::move(found));
}

void StatementReader::reject(const Path& path, std::string message, SharedText help) {
    m_rejected = true;
    report(path, std::move(message), std::move(help));
}

bool StatementReader::kindIs(std::initializer_list<PolicyKind> kinds) const {
    return std::ranges::find(kinds, m_options.kind) != kinds.end();
}

PolicyText StatementReader::text(const Value& value, const Path& path, std::string_view what) {
    PolicyText result;
    result.path = path;
    if (value.isNull() || value.isList() || value.isMap()) {
        reject(path, fmt::format("{} is no text", what), "write a text, or a list of texts");
        result.parts.push_back({{}, fmt::format("{} is no text", what)});
        return result;
    }
    appendValue(value, m_options.referenceText, result);
    return result;
}

std::vector<PolicyText> StatementReader::texts(const Value& value, const Path& path,
                                               std::string_view what) {
    std::vector<PolicyText> result;
    if (!value.isList()) {
        result.push_back(text(value, path, what));
        return result;
    }
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        result.push_back(text(value.items()[i], path / i, what));
    }
    return result;
}

PolicyStatement StatementReader::read(const Value& body, const Path& path) {
    PolicyStatement statement;
    statement.path = path;
    if (body.isUnknown() || body.isCall()) {
        statement.why =
            fmt::format("the statement is unknown: {}", text(body, path, "Statement").shown());
        return statement;
    }
    if (!body.isMap()) {
        reject(path, "a statement is a map", "write Effect, Action and the rest");
        return statement;
    }
    checkElements(body, path);
    readEffect(body, statement);
    readSid(body, statement);
    readPrincipals(body, statement);
    readActions(body, statement);
    readResources(body, statement);
    readConditions(body, statement);
    return statement;
}

void StatementReader::checkElements(const Value& body, const Path& path) {
    for (const MapEntry& entry : body.entries()) {
        if (std::ranges::find(kStatementElements, entry.key) != kStatementElements.end()) continue;
        const auto near = std::ranges::find_if(kStatementElements, [&](std::string_view element) {
            return equalIgnoringCase(element, entry.key) ||
                   equalIgnoringCase(std::string(element) + "s", entry.key);
        });
        reject(path / entry.key, fmt::format("`{}` is no element of a statement", entry.key),
               near == kStatementElements.end() ? std::string("take it away")
                                                : fmt::format("did you mean `{}`?", *near));
    }
}

void StatementReader::readEffect(const Value& body, PolicyStatement& statement) {
    const Value* effect = body.find("Effect");
    if (effect == nullptr) {
        return reject(statement.path, "the statement has no Effect",
                      "add Effect: Allow or Effect: Deny");
    }
    const Path path = statement.path / "Effect";
    const PolicyText read = text(*effect, path, "Effect");
    if (!read.isKnown()) {
        statement.why = fmt::format("the statement's Effect is unknown: {}", read.why());
        return;
    }
    if (read.shown() == "Allow") statement.effect = PolicyEffect::Allow;
    if (read.shown() == "Deny") statement.effect = PolicyEffect::Deny;
    if (!statement.effect) {
        return reject(path, fmt::format("Effect can't be `{}`", read.shown()),
                      "write Allow or Deny");
    }
    if (m_options.kind == PolicyKind::ResourceControl && statement.effect == PolicyEffect::Allow) {
        report(path, "a resource control policy can't allow",
               "write Deny; what is allowed is what RCPFullAWSAccess lets through");
    }
}

void StatementReader::readSid(const Value& body, PolicyStatement& statement) {
    const Value* sid = body.find("Sid");
    if (sid == nullptr) return;
    const Path path = statement.path / "Sid";
    const PolicyText read = text(*sid, path, "Sid");
    statement.sid = read.shown();
    if (!read.isKnown() || statement.sid.empty()) return;
    // The policies of services take more: a key's default one has spaces in it.
    const bool strict = !kindIs({PolicyKind::Resource, PolicyKind::Repository});
    if (strict && !isAlphanumeric(statement.sid)) {
        reject(path, fmt::format("the Sid `{}` is not alphanumeric", statement.sid),
               "use letters and digits only");
    }
    const bool isNew = m_sids.insert(statement.sid).second;
    if (!isNew && !kindIs({PolicyKind::Resource, PolicyKind::Repository, PolicyKind::Trust})) {
        reject(path, fmt::format("the Sid `{}` stands twice in the policy", statement.sid),
               "give each statement its own");
    }
}

const Value* StatementReader::either(const Value& body, PolicyStatement& statement,
                                     const char* name, bool needed, bool& negated) {
    const std::string opposite = std::string("Not") + name;
    const Value* plain = body.find(name);
    const Value* other = body.find(opposite);
    if (plain != nullptr && other != nullptr) {
        reject(statement.path / opposite,
               fmt::format("the statement has {} and {}", name, opposite), "keep one of the two");
    } else if (plain == nullptr && other == nullptr && needed) {
        // Left as a finding for Principal: such a statement matches nobody.
        const std::string message = fmt::format("the statement has no {}", name);
        if (std::string_view(name) == "Principal") {
            report(statement.path, message, fmt::format("add {}", name));
        } else {
            reject(statement.path, message, fmt::format("add {}", name));
        }
    }
    negated = plain == nullptr && other != nullptr;
    return plain != nullptr ? plain : other;
}

void StatementReader::readActions(const Value& body, PolicyStatement& statement) {
    const Value* value = either(body, statement, "Action", true, statement.actions.negated);
    if (value == nullptr) return;
    statement.actions.present = true;
    const std::string_view name = statement.actions.negated ? "NotAction" : "Action";
    statement.actions.values = texts(*value, statement.path / std::string(name), name);
    for (const PolicyText& action : statement.actions.values) {
        if (!action.isKnown()) continue;
        const std::string shown = action.shown();
        if (shown == "*") continue;
        const auto colon = shown.find(':');
        if (colon == std::string::npos || colon == 0 || colon + 1 == shown.size()) {
            reject(action.path, fmt::format("`{}` is no action", shown),
                   "write service:Action, such as s3:GetObject");
        } else if (m_options.kind == PolicyKind::Trust &&
                   !equalIgnoringCase(shown.substr(0, colon), "sts")) {
            reject(action.path, fmt::format("a trust policy can't allow `{}`", shown),
                   "write sts:AssumeRole");
        }
    }
}

void StatementReader::readResources(const Value& body, PolicyStatement& statement) {
    const bool needed = !kindIs({PolicyKind::Trust, PolicyKind::Repository});
    const Value* value = either(body, statement, "Resource", needed, statement.resources.negated);
    if (value == nullptr) return;
    const std::string_view name = statement.resources.negated ? "NotResource" : "Resource";
    const Path path = statement.path / std::string(name);
    if (m_options.kind == PolicyKind::Trust) {
        reject(path, fmt::format("a trust policy has no {}", name),
               "take it away: the role is the resource");
    }
    statement.resources.present = true;
    statement.resources.values = texts(*value, path, name);
    // Services take other forms in their own policies, such as S3's "bucket/*" of old.
    if (kindIs({PolicyKind::Resource, PolicyKind::Repository, PolicyKind::Trust})) return;
    for (const PolicyText& resource : statement.resources.values) {
        const std::string first = resource.parts.empty() ? std::string() : resource.parts[0].text;
        const bool unknown = !resource.parts.empty() && !resource.parts[0].why.empty();
        if (unknown || first == "*" || first.starts_with("arn:")) continue;
        reject(resource.path, fmt::format("`{}` is neither an ARN nor *", resource.shown()),
               "write an ARN, or \"*\"");
    }
}

}  // namespace archivolt
