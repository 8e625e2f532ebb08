#include "model/lint/stack_lint.h"

#include <algorithm>

#include "model/base/invariant.h"
#include "model/lint/rule_table.h"

namespace archivolt {

namespace {

Where whereOf(const Stack& stack, Path path, Anchor anchor) {
    Where where;
    where.stack = stack.name;
    if (path.size() >= 2 && path[0] == PathStep("Resources")) {
        if (const auto* logicalId = std::get_if<std::string>(&path[1])) {
            where.resource = *logicalId;
        }
    }
    where.path = std::move(path);
    where.anchor = anchor;
    return where;
}

}  // namespace

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

Path resourcePath(std::string_view logicalId, const Path& behind) {
    return Path{"Resources", std::string(logicalId)} / behind;
}

Path sourcePath(const StackLint& lint, const Origin& origin) {
    const auto resource = lint.stack.body.resources.find(origin.resource);
    INVARIANT(resource != nullptr);
    // The evaluated path is the source path but for conditional branches: as far as the source
    // tree follows it, it is the right place.
    const Value* value = &resource->body;
    Path path = resourcePath(resource->logicalId);
    for (const PathStep& step : origin.property.steps()) {
        value = value->at(Path{step});
        if (value == nullptr) break;
        path = path / step;
    }
    return path;
}

}  // namespace archivolt
