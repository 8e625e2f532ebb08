#include "model/evaluate/scope.h"

#include <algorithm>

namespace archivolt {

namespace {

Value sectionOf(const Stack& stack, std::string_view name) {
    const Value* section = stack.body.section(name);
    return section != nullptr ? *section : Value();
}

/// Reads the Transform section: one name, or a list of names and of maps with a Name.
void readTransforms(Scope& scope) {
    std::vector<Value> names = scope.transform.items();
    if (!scope.transform.isList() && !scope.transform.isNull()) names.push_back(scope.transform);
    for (const Value& entry : names) {
        const Value* name = entry.isMap() ? entry.find("Name") : &entry;
        const std::string text = name != nullptr ? name->text() : std::string();
        if (text == "AWS::LanguageExtensions") {
            scope.languageExtensions = true;
        } else if (scope.macro.empty()) {
            scope.macro = text.empty() ? "Fn::Transform" : text;
        }
    }
}

}  // namespace

std::shared_ptr<const Scope> makeScope(const Stack& stack, const ZoneTable& zones) {
    auto scope = std::make_shared<Scope>();
    scope->stackName = stack.name;
    scope->account = stack.account;
    scope->region = stack.region;
    scope->given = stack.parameters;
    scope->parameterSection = sectionOf(stack, "Parameters");
    scope->mappings = sectionOf(stack, "Mappings");
    scope->conditionSection = sectionOf(stack, "Conditions");
    scope->rules = sectionOf(stack, "Rules");
    scope->transform = sectionOf(stack, "Transform");
    scope->zones = zones;
    readTransforms(*scope);
    scope->embedded = std::ranges::any_of(stack.body.sections, [](const Section& section) {
        return section.value.isCall() || section.name == "Fn::Transform";
    });
    evaluateParameters(*scope);
    evaluateConditions(*scope);
    checkRules(*scope);
    return scope;
}

bool scopeFits(const Scope& scope, const Stack& stack, const ZoneTable& zones) {
    const auto same = [&](std::string_view name, const Value& before) {
        const Value* now = stack.body.section(name);
        return now != nullptr ? now->identical(before) : before.isNull();
    };
    const auto sameValue = [](const auto& a, const auto& b) {
        return a.first == b.first && a.second == b.second;
    };
    const bool embedded = std::ranges::any_of(stack.body.sections, [](const Section& section) {
        return section.value.isCall() || section.name == "Fn::Transform";
    });
    return scope.stackName == stack.name && scope.account == stack.account &&
           scope.region == stack.region && embedded == scope.embedded &&
           std::ranges::equal(scope.given, stack.parameters, sameValue) &&
           same("Parameters", scope.parameterSection) && same("Mappings", scope.mappings) &&
           same("Conditions", scope.conditionSection) && same("Rules", scope.rules) &&
           same("Transform", scope.transform) && scope.zones == zones;
}

Diagnostic diagnosticAt(const Scope& scope, const Rule& rule, std::string message, SharedText help,
                        Path path) {
    Diagnostic diagnostic = diagnosticOf(rule, std::move(message), std::move(help));
    diagnostic.where.stack = scope.stackName;
    diagnostic.where.path = std::move(path);
    return diagnostic;
}

bool hasEmptyDefaultOnly(const Scope& scope, const std::string& parameter) {
    if (scope.given.contains(parameter)) return false;
    const Value* declared = scope.parameterSection.find(parameter);
    const Value* value = declared != nullptr ? declared->find("Default") : nullptr;
    return value != nullptr && value->isString() && value->text().empty();
}

}  // namespace archivolt
