#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "model/catalog/catalog_date.h"
#include "model/design/names.h"
#include "model/evaluate/made_resources.h"
#include "model/lint/shared_rules.h"
#include "model/lint/stack_lint.h"
#include "model/value/within.h"

namespace archivolt {

namespace {

constexpr std::array<std::string_view, 11> kAttributes = {
    "Type",           "Properties",     "DependsOn",    "Condition",
    "Metadata",       "DeletionPolicy", "UpdatePolicy", "UpdateReplacePolicy",
    "CreationPolicy", "Description",    "Connectors"};

bool isAlphanumeric(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

/// Returns a limit of the catalogue by name, where it has it.
std::optional<std::size_t> limitOf(const StackLint& lint, std::string_view name) {
    const LimitFacts* limit = lint.catalog.quota(name);
    if (limit == nullptr) return std::nullopt;
    return static_cast<std::size_t>(limit->value);
}

constexpr Rule kOverTemplateLimit{
    "CFN-E2",
    Severity::Error,
    "the template is over a limit of CloudFormation",
    "CloudFormation refuses the template before it makes anything",
    "split the template into nested stacks, or leave out what is not needed",
    "CloudFormation User Guide, quotas; cfn-lint E3010, E1002"};

void lintLimit(StackLint& lint, std::string_view limitName, std::size_t count, Path path) {
    const auto most = limitOf(lint, limitName);
    if (!most || count <= *most) return;
    lint.report(kOverTemplateLimit,
                {fmt::format("the template has {} of at most {} {}", count, *most, limitName),
                 "split it into several stacks",
                 std::move(path),
                 Anchor::Key,
                 {}});
}

void lintLimits(StackLint& lint) {
    lintLimit(lint, "resources per template", lint.stack.body.resources.size(), {"Resources"});
    const auto countOf = [&](const char* section) {
        const Value* value = lint.stack.body.section(section);
        return value != nullptr ? value->entries().size() : 0;
    };
    lintLimit(lint, "parameters per template", countOf("Parameters"), {"Parameters"});
    lintLimit(lint, "outputs per template", countOf("Outputs"), {"Outputs"});
    lintLimit(lint, "mappings per template", countOf("Mappings"), {"Mappings"});
    if (lint.stack.source && lint.stack.source->opened == lint.stack.body) {
        const auto most = limitOf(lint, "template size");
        const std::size_t size = lint.stack.source->text.view().size();
        if (most && size > *most) {
            lint.report(kOverTemplateLimit,
                        {fmt::format("the template has {} bytes of at most {}", size, *most),
                         "split it into several stacks",
                         Path{"Resources"},
                         Anchor::Key,
                         {}});
        }
    }
}

/// Says whether a parameter can be of this type, as far as its form tells.
///
/// AWS takes `List<String>`, which it does not document, as a list behind commas.
/// Source: CloudFormation Template Reference, parameters section; types of AWS's own
/// (`AWS::EC2::VPC::Id`) are many and grow.
bool isParameterType(std::string_view type) {
    static constexpr std::array<std::string_view, 5> kPlain = {
        "String", "Number", "List<Number>", "List<String>", "CommaDelimitedList"};
    if (std::ranges::find(kPlain, type) != kPlain.end()) return true;
    if (type.starts_with("List<AWS::")) return type.ends_with('>');
    return type.starts_with("AWS::");
}

constexpr Rule kWrongShape{
    "CFN-E14",
    Severity::Error,
    "a section or resource has the wrong shape",
    "CloudFormation refuses a template whose sections are not built as it expects",
    "write the section or resource in the shape that the message names",
    "CloudFormation User Guide, Template anatomy"};

void lintParameters(StackLint& lint) {
    const Value* parameters = lint.stack.body.section("Parameters");
    if (parameters == nullptr) return;
    for (const MapEntry& parameter : parameters->entries()) {
        if (parameter.key.starts_with("Fn::") || !parameter.value.isMap()) continue;
        const Value* type = parameter.value.find("Type");
        const Path path{"Parameters", parameter.key};
        if (type == nullptr) {
            lint.report(kWrongShape, {fmt::format("the parameter `{}` has no Type", parameter.key),
                                      "add Type: String, or what it holds",
                                      path,
                                      Anchor::Key,
                                      {}});
        } else if (!type->isString() || !isParameterType(type->text())) {
            lint.report(kNotOneOf,
                        {fmt::format("a parameter can't be of type `{}`", type->text()),
                         "take String, Number, CommaDelimitedList, List<Number> or a type of AWS "
                         "such as AWS::EC2::VPC::Id",
                         path / "Type",
                         Anchor::Value,
                         {}});
        }
    }
}

void lintHead(StackLint& lint) {
    const Value* version = lint.stack.body.section("AWSTemplateFormatVersion");
    if (version != nullptr && !(version->isScalar() && version->text() == "2010-09-09")) {
        lint.report(kNotOneOf, {fmt::format("there is no template format `{}`", version->text()),
                                "write 2010-09-09",
                                Path{"AWSTemplateFormatVersion"},
                                Anchor::Value,
                                {}});
    }
    const Value* description = lint.stack.body.section("Description");
    const auto most = limitOf(lint, "length of a description");
    if (description != nullptr && most && description->text().size() > *most) {
        lint.report(kOverTemplateLimit, {fmt::format("the description has {} bytes of at most {}",
                                                     description->text().size(), *most),
                                         "shorten it",
                                         Path{"Description"},
                                         Anchor::Key,
                                         {}});
    }
}

constexpr Rule kBadLogicalId{"CFN-E15",
                             Severity::Error,
                             "a logical id is not alphanumeric, or taken twice",
                             "logical ids are what CloudFormation tells resources apart by",
                             "use letters and digits only, and each id once",
                             "CloudFormation User Guide, Template anatomy"};

void lintName(StackLint& lint, const std::string& name, const Path& path, bool isTaken) {
    if (!isAlphanumeric(name) || name.size() > 255) {
        lint.report(kBadLogicalId, {fmt::format("the logical id `{}` is not alphanumeric", name),
                                    "use letters and digits only, 255 at most",
                                    path,
                                    Anchor::Key,
                                    {}});
    }
    if (isTaken) {
        lint.report(kBadLogicalId,
                    {fmt::format("`{}` is the name of a parameter and of a resource", name),
                     "rename one of them",
                     path,
                     Anchor::Key,
                     {}});
    }
}

/// Says whether what stands in a name's place is one: no loop, no macro.
bool isName(const std::string& key) {
    return !key.starts_with(kLoopPrefix) && key != "Fn::Transform";
}

void lintParameterNames(StackLint& lint) {
    const Value* parameters = lint.stack.body.section("Parameters");
    if (parameters == nullptr) return;
    std::set<std::string_view> taken;
    for (const MapEntry& entry : parameters->entries()) {
        if (!isName(entry.key)) continue;
        const bool isNew = taken.insert(entry.key).second;
        lintName(lint, entry.key, {"Parameters", entry.key}, !isNew);
    }
}

void lintResourceName(StackLint& lint, const Resource& resource) {
    if (isMadeByTransform(resource.id) || !isName(resource.logicalId)) return;
    const Value* parameters = lint.stack.body.section("Parameters");
    const bool isTaken = parameters != nullptr && parameters->find(resource.logicalId) != nullptr;
    lintName(lint, resource.logicalId, resourcePath(resource.logicalId), isTaken);
}

void lintPolicyAttribute(StackLint& lint, const Resource& resource, const char* name) {
    const Value* policy = resource.attribute(name);
    if (policy == nullptr || policy->isCall()) return;
    static constexpr std::array<std::string_view, 4> kTaken = {"Delete", "Retain", "Snapshot",
                                                               "RetainExceptOnCreate"};
    if (std::ranges::find(kTaken, policy->text()) != kTaken.end()) return;
    lint.report(kNotOneOf, {fmt::format("{} is not `{}`", name, policy->text()),
                            "take Delete, Retain, RetainExceptOnCreate or Snapshot",
                            resourcePath(resource.logicalId, {name}),
                            Anchor::Value,
                            {}});
}

bool isCustom(const Value* type) {
    return type != nullptr && (type->text().starts_with("Custom::") ||
                               type->text() == "AWS::CloudFormation::CustomResource");
}

constexpr Rule kNoSuchResourceAttribute{
    "CFN-E16",
    Severity::Error,
    "a resource has an attribute that CloudFormation does not know",
    "CloudFormation refuses what it does not know beside Type and Properties",
    "check the spelling, or move it into Properties",
    "CloudFormation Template Reference, resource attributes"};

void lintResourceShape(StackLint& lint, const Resource& resource) {
    const Path path = resourcePath(resource.logicalId);
    if (resource.isLoop() || resource.logicalId == "Fn::Transform") return;
    if (!resource.body.isMap()) {
        lint.report(kWrongShape,
                    {fmt::format("the resource `{}` is no map of attributes", resource.logicalId),
                     "write Type and Properties under it",
                     path,
                     Anchor::Key,
                     {}});
        return;
    }
    const Value* type = resource.attribute("Type");
    if (type == nullptr || !type->isString() || type->text().empty()) {
        lint.report(kWrongShape, {fmt::format("the resource `{}` has no Type", resource.logicalId),
                                  "add Type: AWS::Service::Resource",
                                  type != nullptr ? path / "Type" : path,
                                  type != nullptr ? Anchor::Value : Anchor::Key,
                                  {}});
    }
    for (const MapEntry& entry : resource.body.entries()) {
        if (std::ranges::find(kAttributes, entry.key) != kAttributes.end()) continue;
        if (entry.key.starts_with("Fn::") || lint.hasMacros()) continue;
        // Custom resources may name the version of their template.
        if (entry.key == "Version" && isCustom(type)) continue;
        lint.report(kNoSuchResourceAttribute,
                    {fmt::format("`{}` is no attribute of a resource", entry.key),
                     "move it under Properties, or take it away",
                     path / entry.key,
                     Anchor::Key,
                     {}});
    }
    const Value* depends = resource.attribute("DependsOn");
    const bool dependsFits =
        depends == nullptr || depends->isString() ||
        (depends->isList() && std::ranges::all_of(depends->items(), &Value::isString));
    if (!dependsFits) {
        lint.report(kWrongShape, {"DependsOn is neither a logical id nor a list of them",
                                  "write names, without functions",
                                  path / "DependsOn",
                                  Anchor::Value,
                                  {}});
    }
    const Value* condition = resource.attribute("Condition");
    if (condition != nullptr && !condition->isString()) {
        lint.report(kWrongShape, {"Condition is not the name of a condition",
                                  "name one that Conditions declares",
                                  path / "Condition",
                                  Anchor::Value,
                                  {}});
    }
    lintPolicyAttribute(lint, resource, "DeletionPolicy");
    lintPolicyAttribute(lint, resource, "UpdateReplacePolicy");
}

constexpr Rule kNull{"CFN-E20",
                     Severity::Error,
                     "a value is null",
                     "CloudFormation takes no null anywhere in a template; in YAML a key without a "
                     "value is one",
                     "give a value, or take the key away",
                     "CloudFormation API, ValidateTemplate; cfn-lint E0000"};

bool holdsNull(const Value& value) {
    return anyWithin(value, [](const Value& each) { return each.isNull(); });
}

/// Reports nulls with their paths, which are only made where there are any.
void lintNulls(StackLint& lint, const Value& value, const Path& path) {
    if (!holdsNull(value)) return;
    if (value.isNull()) {
        lint.report(kNull,
                    {fmt::format("`{}` is null, which no template may hold", path.toString()),
                     "give a value, or take the key away",
                     path,
                     Anchor::Key,
                     {}});
    }
    if (value.isCall()) {
        lintNulls(lint, value.argument(), path / std::string(value.functionName()));
        return;
    }
    for (const MapEntry& entry : value.entries()) lintNulls(lint, entry.value, path / entry.key);
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        lintNulls(lint, value.items()[i], path / i);
    }
}

void lintNullsOfSections(StackLint& lint) {
    for (const Section& section : lint.stack.body.sections) {
        if (section.name != "Resources") lintNulls(lint, section.value, Path{section.name});
    }
}

void lintOutputs(StackLint& lint) {
    const Value* outputs = lint.stack.body.section("Outputs");
    if (outputs == nullptr) return;
    for (const MapEntry& output : outputs->entries()) {
        if (output.key.starts_with("Fn::")) continue;
        if (output.value.isMap() && output.value.find("Value") != nullptr) continue;
        lint.report(kWrongShape, {fmt::format("the output `{}` has no Value", output.key),
                                  "add Value under it",
                                  Path{"Outputs", output.key},
                                  Anchor::Key,
                                  {}});
    }
}

}  // namespace

constexpr Rule kUnreadLoop{
    "CFN-N3",
    Severity::Low,
    "a loop is not written out, so what it makes is not judged",
    "what a loop runs through is known at deployment only, or it makes a name twice",
    "nothing need be done; with a parameter's value given, what the loop makes is judged",
    "CloudFormation Template Reference, intrinsic-function-reference-foreach"};

/// Notes a loop that stays: of what it makes nothing is said.
void lintLoop(StackLint& lint, const Resource& resource) {
    if (!resource.isLoop()) return;
    lint.report(kUnreadLoop, {fmt::format("what `{}` makes can't be told, and is not judged",
                                          resource.logicalId),
                              "give the values of its parameters, or check the processed template",
                              resourcePath(resource.logicalId),
                              Anchor::Key,
                              {}});
}

constexpr Rule kMacro{
    "CFN-N1",
    Severity::Low,
    "a macro rewrites the template, so some names are not judged",
    "names that the macro adds can't be told from mistakes, so they are not reported",
    "nothing need be done; to have everything judged, check the template that the macro returns",
    "CloudFormation User Guide, macros"};

constexpr Rule kUnheardOfRegion{
    "CFN-N7",
    Severity::Low,
    "the stack's Region is none that is known, as of the data's date",
    "which types and zones there are in it is not known, so that nothing is said of them",
    "look for a spelling mistake",
    "AWS General Reference, Regional endpoints"};

/// Notes a Region that is written as AWS writes them, and that no list has; those apart from the
/// internet are in no public one.
void lintRegion(StackLint& lint) {
    const std::string& region = lint.stack.region;
    const bool isApart = region.find("-iso") != std::string::npos || region.starts_with("eusc-");
    if (region.empty() || isApart || lint.catalog.region(region) != nullptr) return;
    std::vector<std::string_view> known;
    known.reserve(lint.catalog.regions().size());
    for (const RegionFacts& one : lint.catalog.regions()) known.emplace_back(one.name);
    lint.report(kUnheardOfRegion,
                {fmt::format("`{}` is none of the {} Regions that are known as of {}", region,
                             known.size(), catalogDate()),
                 fmt::format("if it is misspelt, write one of these: {}", fmt::join(known, ", ")),
                 Path{"Resources"},
                 Anchor::Key,
                 {}});
}

void lintTemplate(StackLint& lint) {
    lintHead(lint);
    lintRegion(lint);
    lintLimits(lint);
    lintParameterNames(lint);
    lintParameters(lint);
    lintOutputs(lint);
    lintNullsOfSections(lint);
    if (lint.hasMacros()) {
        // NOT MODELLED: macros (Transform) run at AWS; names that they make are not known here.
        lint.report(kMacro, {"a macro rewrites this template at AWS, so names that it may make "
                             "are not judged",
                             "check the processed template too",
                             Path{"Transform"},
                             Anchor::Key,
                             {}});
    }
}

void lintResource(StackLint& lint, const EvaluatedResource& evaluated) {
    const Resource& resource = *evaluated.source;
    lintResourceName(lint, resource);
    lintResourceShape(lint, resource);
    lintNulls(lint, resource.body, resourcePath(resource.logicalId));
    lintLoop(lint, resource);
}

RuleList templateRules() {
    static constexpr const Rule* kRules[] = {
        &kOverTemplateLimit, &kWrongShape, &kBadLogicalId,   &kNoSuchResourceAttribute, &kNull,
        &kUnreadLoop,        &kMacro,      &kUnheardOfRegion};
    return kRules;
}

}  // namespace archivolt
