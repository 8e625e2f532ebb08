#include "model/lint/stack_lint.h"

#include <algorithm>

#include "model/lint/finding_place.h"
#include "model/lint/rule_table.h"

namespace archivolt {

void StackLint::report(std::string_view code, Report finding) {
    const RuleFacts& rule = lintRule(code);
    Diagnostic diagnostic;
    diagnostic.code = rule.code;
    diagnostic.severity = rule.severity;
    diagnostic.source = rule.source;
    diagnostic.message = std::move(finding.message);
    diagnostic.help = std::move(finding.help);
    diagnostic.where = whereOf(stack, std::move(finding.path), finding.anchor);
    for (Path& path : finding.related) {
        diagnostic.related.push_back(whereOf(stack, std::move(path), Anchor::Value));
    }
    m_findings.push_back({std::move(diagnostic), {}});
}

void StackLint::report(std::string_view code, const Origin& origin, std::string message,
                       std::string help) {
    report(code,
           {std::move(message), std::move(help), sourcePath(*this, origin), Anchor::Value, {}});
}

bool StackLint::hasMacros() const {
    const Value* transform = stack.body.section("Transform");
    if (transform == nullptr) return false;
    const auto isMacro = [](const Value& value) {
        return !value.isString() || value.text() != "AWS::LanguageExtensions";
    };
    if (transform->isList()) return std::ranges::any_of(transform->items(), isMacro);
    return isMacro(*transform);
}

PatternMatch StackLint::matchPattern(const std::string& pattern, const std::string& text) {
    auto known = m_patterns.find(pattern);
    if (known == m_patterns.end()) {
        known = m_patterns.emplace(pattern, KnownPattern{Pattern(pattern), {}}).first;
    }
    const auto [match, isNew] = known->second.texts.emplace(text, PatternMatch::No);
    if (isNew) match->second = known->second.pattern.match(text);
    return match->second;
}

Path resourcePath(std::string_view logicalId, const Path& behind) {
    return Path{"Resources", std::string(logicalId)} / behind;
}

Path sourcePath(const StackLint& lint, const Origin& origin) {
    return sourcePath(lint.stack, origin);
}

}  // namespace archivolt
