#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "model/base/text_case.h"
#include "model/catalog/catalog_date.h"
#include "model/catalog/near_miss.h"
#include "model/design/references.h"
#include "model/lint/evaluated_reading.h"
#include "model/lint/shared_rules.h"
#include "model/lint/stack_lint.h"

namespace archivolt {

namespace {

constexpr std::array<std::string_view, 9> kPseudoParameters = {
    "AWS::AccountId", "AWS::NotificationARNs", "AWS::NoValue",   "AWS::Partition", "AWS::Region",
    "AWS::StackId",   "AWS::StackName",        "AWS::URLSuffix", "AWS::Include"};

/// Says whether a section declares a name.
bool declares(const StackLint& lint, const char* section, std::string_view name) {
    const Value* value = lint.stack.body.section(section);
    return value != nullptr && value->find(name) != nullptr;
}

/// Returns the names that a section declares, in alphabetical order, each once.
std::vector<std::string_view> namesOf(const StackLint& lint, const char* section) {
    std::vector<std::string_view> names;
    const Value* value = lint.stack.body.section(section);
    if (value == nullptr) return names;
    for (const MapEntry& entry : value->entries()) names.emplace_back(entry.key);
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

/// Returns what a reference may name, for suggestions.
std::vector<std::string_view> allNames(const StackLint& lint) {
    std::vector<std::string_view> names = namesOf(lint, "Parameters");
    for (const auto& resource : lint.stack.body.resources) names.push_back(resource->logicalId);
    return names;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> candidates,
                       std::string otherwise) {
    const auto near = nearestNames(word, candidates);
    return near.empty() ? std::move(otherwise) : fmt::format("did you mean `{}`?", near.front());
}

/// Says whether names may come to be that the text does not show.
bool mayBeMade(const StackLint& lint) {
    if (lint.hasMacros()) return true;
    const auto holdsLoop = [&](const char* section) {
        const Value* value = lint.stack.body.section(section);
        return value != nullptr && std::ranges::any_of(value->entries(), [](const MapEntry& entry) {
                   return entry.key.starts_with("Fn::");
               });
    };
    return holdsLoop("Parameters") || holdsLoop("Conditions") || holdsLoop("Mappings") ||
           std::ranges::any_of(lint.stack.body.resources,
                               [](const auto& resource) { return resource->isLoop(); });
}

/// Says whether a name may be of what a module makes: its logical id, and one of the module's own
/// behind it, with a dot between or without.
/// Source: CloudFormation User Guide, modules-ref-resources.
bool mayBeOfModule(const StackLint& lint, std::string_view name) {
    return std::ranges::any_of(lint.stack.body.resources, [&](const auto& resource) {
        return resource->type().ends_with("::MODULE") && name.starts_with(resource->logicalId);
    });
}

constexpr Rule kNoSuchAttribute{"CFN-E10",
                                Severity::Error,
                                "an attribute is a misspelt one",
                                "the resource gives out only the attributes of its type",
                                "check the spelling; a name like no other is only noted, by CFN-N2",
                                "CloudFormation Template Reference, intrinsic functions"};

/// A reference, and the way from the template's root to what was walked for it.
struct Naming {
    const Reference& reference;
    const Path& root;

    [[nodiscard]] Path path() const { return root / reference.path(); }
};

void lintAttribute(StackLint& lint, const Resource& target, const Naming& naming) {
    const Reference& reference = naming.reference;
    const std::string_view attribute = reference.attribute;
    if (attribute.empty()) return;
    const ResourceType* type = lint.catalog.find(target.type());
    if (type == nullptr || type->openAttributes || type->attribute(attribute) != nullptr) return;
    std::vector<std::string_view> known;
    for (const AttributeFacts& facts : type->attributes) known.push_back(facts.name);
    const std::string has = fmt::format("{} has {}", target.type(), fmt::join(known, ", "));
    if (const auto near = nearMiss(attribute, known)) {
        lint.report(kNoSuchAttribute, {fmt::format("`{}` ({}) has no attribute `{}`",
                                                   target.logicalId, target.type(), attribute),
                                       fmt::format("did you mean `{}`?", *near),
                                       naming.path(),
                                       Anchor::Value,
                                       {}});
        return;
    }
    lint.report(kNotInCatalogue,
                {fmt::format("by the catalogue of {}, `{}` ({}) has no attribute `{}`",
                             catalogDate(), target.logicalId, target.type(), attribute),
                 known.empty() ? "it knows of none; check the spelling, or use !Ref" : has,
                 naming.path(),
                 Anchor::Value,
                 {}});
}

constexpr Rule kUndeclaredName{
    "CFN-E9",
    Severity::Error,
    "a reference names nothing that the template declares",
    "CloudFormation refuses a template that refers to what is not in it",
    "name a resource or parameter of the template, or a pseudo parameter",
    "CloudFormation Template Reference, intrinsic functions"};

void lintThing(StackLint& lint, const Naming& naming) {
    const Reference& reference = naming.reference;
    const std::string name(reference.name);
    const bool pseudo = std::ranges::find(kPseudoParameters, name) != kPseudoParameters.end();
    const bool onlyResource = reference.kind == ReferenceKind::GetAtt ||
                              reference.kind == ReferenceKind::DependsOn ||
                              !reference.attribute.empty();
    if (pseudo && !onlyResource) return;
    if (const auto target = lint.named(name)) {
        const bool attributed =
            reference.kind == ReferenceKind::GetAtt || reference.kind == ReferenceKind::Sub;
        if (attributed) lintAttribute(lint, *target, naming);
        return;
    }
    if (declares(lint, "Parameters", name)) {
        if (!onlyResource) return;
        lint.report(kUndeclaredName,
                    {fmt::format("`{}` is a parameter, which has no attributes and "
                                 "can't be depended on",
                                 name),
                     "use !Ref for its value",
                     naming.path(),
                     Anchor::Value,
                     {}});
        return;
    }
    lint.dependOnEveryName();
    if (mayBeMade(lint) || mayBeOfModule(lint, name)) return;
    // `${}` names nothing: its shape is what is wrong, and evaluation says so.
    if (name.empty() && reference.kind == ReferenceKind::Sub) return;
    lint.report(kUndeclaredName,
                {fmt::format("nothing in the template is called `{}`", name),
                 suggestion(name, allNames(lint), "declare it, or take the reference away"),
                 naming.path(),
                 Anchor::Value,
                 {}});
}

constexpr Rule kUndeclaredCondition{
    "CFN-E12",
    Severity::Error,
    "a condition is not declared",
    "CloudFormation can't decide what depends on it",
    "declare the condition in Conditions, or name one that is there",
    "CloudFormation Template Reference, intrinsic functions"};

void lintReference(StackLint& lint, const Naming& naming) {
    const Reference& reference = naming.reference;
    switch (reference.kind) {
        case ReferenceKind::Ref:
        case ReferenceKind::GetAtt:
        case ReferenceKind::Sub:
        case ReferenceKind::DependsOn: lintThing(lint, naming); return;
        case ReferenceKind::Condition:
            if (declares(lint, "Conditions", reference.name)) return;
            lint.dependOnEveryName();
            if (mayBeMade(lint)) return;
            lint.report(kUndeclaredCondition,
                        {fmt::format("no condition is called `{}`", reference.name),
                         suggestion(reference.name, namesOf(lint, "Conditions"),
                                    "declare it under Conditions"),
                         naming.path(),
                         Anchor::Value,
                         {}});
            return;
        case ReferenceKind::Mapping:
            if (declares(lint, "Mappings", reference.name)) return;
            lint.dependOnEveryName();
            if (mayBeMade(lint)) return;
            lint.report(
                kUndeclaredMapping,
                {fmt::format("no mapping is called `{}`", reference.name),
                 suggestion(reference.name, namesOf(lint, "Mappings"), "declare it under Mappings"),
                 naming.path(),
                 Anchor::Value,
                 {}});
            return;
        case ReferenceKind::Interface:
            // CloudFormation takes this; the console only leaves the name out.
            return;
    }
}

/// The resource type that a parameter's type promises an id of; empty for other types.
std::string_view typeOfParameter(std::string_view parameterType) {
    static const std::map<std::string_view, std::string_view> kTypes = {
        {"AWS::EC2::Instance::Id", "AWS::EC2::Instance"},
        {"AWS::EC2::KeyPair::KeyName", "AWS::EC2::KeyPair"},
        {"AWS::EC2::SecurityGroup::Id", "AWS::EC2::SecurityGroup"},
        {"AWS::EC2::Subnet::Id", "AWS::EC2::Subnet"},
        {"AWS::EC2::Volume::Id", "AWS::EC2::Volume"},
        {"AWS::EC2::VPC::Id", "AWS::EC2::VPC"},
        {"AWS::Route53::HostedZone::Id", "AWS::Route53::HostedZone"}};
    if (parameterType.starts_with("List<") && parameterType.ends_with(">")) {
        parameterType.remove_prefix(5);
        parameterType.remove_suffix(1);
    }
    const auto found = kTypes.find(parameterType);
    return found != kTypes.end() ? found->second : std::string_view();
}

/// What a `Ref` or `GetAtt` leads to, where it is a matter of kind.
struct Referent {
    std::string_view type;       // Empty where nothing can be said.
    std::string_view attribute;  // Empty of a `Ref`.
};

std::string_view typeOfReferent(StackLint& lint, const Value& call) {
    const bool isRef = call.isCall(Function::Ref);
    const Value& argument = call.argument();
    if (!isRef && (!call.isCall(Function::GetAtt) || argument.items().size() != 2)) return {};
    const std::string& name = isRef ? argument.text() : argument.items()[0].text();
    if (const auto resource = lint.named(name)) {
        return lint.catalog.find(resource->type()) != nullptr ? std::string_view(resource->type())
                                                              : std::string_view();
    }
    const Value* parameters = lint.stack.body.section("Parameters");
    const Value* parameter = parameters != nullptr && isRef ? parameters->find(name) : nullptr;
    const Value* type = parameter != nullptr ? parameter->find("Type") : nullptr;
    return type != nullptr ? typeOfParameter(type->text()) : std::string_view();
}

Referent referentOf(StackLint& lint, const Value& call) {
    const std::string_view type = typeOfReferent(lint, call);
    if (type.empty() || type.starts_with("Custom::")) return {};
    if (type == "AWS::CloudFormation::CustomResource") return {};
    // What a nested stack gives out may be of any kind.
    if (type == "AWS::CloudFormation::Stack" || type == "AWS::Serverless::Application") return {};
    if (!call.isCall(Function::GetAtt)) return {type, {}};
    const Value& attribute = call.argument().items()[1];
    if (!attribute.isString()) return {};
    // An attribute that the type does not have is CFN-E10's.
    const ResourceType* facts = lint.catalog.find(type);
    if (facts == nullptr || facts->attribute(attribute.text()) == nullptr) return {};
    return {type, attribute.text()};
}

std::string written(std::string_view type, std::string_view attribute) {
    return attribute.empty() ? fmt::format("!Ref of {}", type)
                             : fmt::format("!GetAtt {} of {}", attribute, type);
}

constexpr Rule kWrongKind{
    "CFN-E11",
    Severity::Error,
    "a reference leads to a thing of the wrong kind",
    "the service looks for a thing of one kind and finds another, or nothing, under that id",
    "refer to a thing of the kind that the property takes",
    "CloudFormation Template Reference, resource and property types"};

/// Says whether a resource tells, by this attribute, the id or ARN of another one that a property
/// takes: `VpcId` of a subnet, `ClusterSecurityGroupId` of an EKS cluster,
/// `MasterUserSecret.SecretArn` of a database.
bool tellsOfAnother(std::string_view attribute, const ReferenceFacts& facts) {
    return std::ranges::any_of(facts.targets, [&](const ReferenceTarget& target) {
        const std::string_view kind = target.type.substr(target.type.rfind(':') + 1);
        const std::string name = lowerAscii(attribute);
        const std::string sought = lowerAscii(kind);
        for (auto at = name.find(sought); at != std::string::npos; at = name.find(sought, at + 1)) {
            const std::string_view rest = std::string_view(name).substr(at + kind.size());
            if (rest.starts_with("id") || rest.starts_with("arn")) return true;
        }
        return false;
    });
}

void lintKind(StackLint& lint, const Resource& resource, const ReferenceFacts& facts,
              const FoundValue& found) {
    if (!found.value->isCall()) return;
    const Referent referent = referentOf(lint, *found.value);
    if (referent.type.empty()) return;
    if (lint.catalog.accepts(facts, referent.type, referent.attribute)) return;
    if (tellsOfAnother(referent.attribute, facts)) return;
    std::vector<std::string> wanted;
    for (const ReferenceTarget& target : facts.targets) {
        wanted.push_back(written(target.type, target.attribute));
    }
    lint.report(kWrongKind, {fmt::format("{} does not take {}", facts.path.toString(),
                                         written(referent.type, referent.attribute)),
                             fmt::format("refer by {}", fmt::join(wanted, ", or ")),
                             resourcePath(resource.logicalId, Path{"Properties"} / found.path),
                             Anchor::Value,
                             {}});
}

}  // namespace

void lintReferences(StackLint& lint) {
    for (const Section& section : lint.stack.body.sections) {
        if (section.name == "Resources") continue;
        const Path root{section.name};
        forEachReference(section, [&](const Reference& reference) {
            lintReference(lint, {reference, root});
        });
    }
}

void lintReferencesOf(StackLint& lint, const EvaluatedResource& evaluated) {
    const Resource& resource = *evaluated.source;
    const Path root = resourcePath(resource.logicalId);
    forEachReference(resource, [&](const Reference& reference) {
        lintReference(lint, {reference, root});
    });
    for (const ReferenceFacts& facts : lint.catalog.references(resource.type())) {
        if (!facts.verified) continue;
        for (const FoundValue& found : select(resource.properties(), facts.path)) {
            lintKind(lint, resource, facts, found);
        }
    }
}

RuleList referenceRules() {
    static constexpr const Rule* kRules[] = {&kNoSuchAttribute, &kUndeclaredName,
                                             &kUndeclaredCondition, &kWrongKind};
    return kRules;
}

}  // namespace archivolt
