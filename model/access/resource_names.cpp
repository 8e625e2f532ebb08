#include "model/access/resource_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/base/arn.h"
#include "model/base/text_case.h"
#include "model/serverless/transform_serverless.h"

namespace archivolt {

namespace {

void append(std::vector<TextPart>& parts, TextPart part) {
    if (part.text.empty() && part.why.empty()) return;
    if (!parts.empty() && part.why.empty() && parts.back().why.empty()) {
        parts.back().text += part.text;
    } else {
        parts.push_back(std::move(part));
    }
}

void appendAll(std::vector<TextPart>& parts, const std::vector<TextPart>& more) {
    for (const TextPart& part : more) append(parts, part);
}

/// Returns the last `${…}` of an ARN's format, which stands for the resource's own name.
std::string_view lastPlaceholder(std::string_view format) {
    const std::size_t open = format.rfind("${");
    if (open == std::string_view::npos || !format.ends_with('}')) return {};
    return format.substr(open + 2, format.size() - open - 3);
}

/// By what a resource comes to its own name.
struct NamedBy {
    enum class Who : std::uint8_t {
        Template,  ///< A property, or CloudFormation where it is left out.
        Service,   ///< The service makes an id, which nobody can write beforehand.
        Unknown,   ///< Something that is not known here.
    };
    Who who = Who::Unknown;
    std::vector<Path> properties;  ///< The first that is given holds the name.
};

/// Names that stand deeper than a type's own properties.
struct DeepName {
    std::string_view type;
    std::string_view path;
};
constexpr std::array kDeepNames = {DeepName{"AWS::Budgets::Budget", "Budget.BudgetName"},
                                   DeepName{"AWS::Glue::Connection", "ConnectionInput.Name"},
                                   DeepName{"AWS::Glue::Database", "DatabaseInput.Name"},
                                   DeepName{"AWS::SES::ReceiptFilter", "Filter.Name"},
                                   DeepName{"AWS::SES::Template", "Template.TemplateName"}};

/// Says whether what stands for a resource in its ARN is an id that its service makes.
bool isMadeByService(std::string_view placeholder, std::string_view type) {
    // Secrets are named, though what stands for the name is called an id.
    if (type == "AWS::SecretsManager::Secret") return false;
    const std::string lower = lowerAscii(placeholder);
    return std::ranges::any_of(std::to_array<std::string_view>({"id", "identifier", "token"}),
                               [&](std::string_view end) { return lower.ends_with(end); });
}

/// Returns by what a type's resources come to the name that the last placeholder of their ARN
/// stands for: a property of that name; what `Ref` gives, where that is a property; the one
/// property that ends so (`FirewallName` for `Name`). Source: CloudFormation User Guide, return
/// values of the types; the catalogue's ARN formats.
NamedBy namedBy(const ResourceType* type, std::string_view placeholder) {
    if (type == nullptr) return {NamedBy::Who::Template, {Path{"Name"}}};
    const bool byService = isMadeByService(placeholder, type->name);
    NamedBy by;
    const auto add = [&](std::string_view property) {
        if (type->body.find(property) != nullptr)
            by.properties.push_back(Path{} / std::string(property));
    };
    for (const DeepName& deep : kDeepNames) {
        if (deep.type == type->name) by.properties.push_back(Path::parse(deep.path));
    }
    constexpr std::string_view kWithPath = "WithPath";
    if (placeholder.ends_with(kWithPath)) placeholder.remove_suffix(kWithPath.size());
    if (type->name == "AWS::IAM::ManagedPolicy") placeholder = "ManagedPolicyName";
    add(placeholder);
    // What has no ARN of its own, such as a bucket's policy, is called as what it belongs to.
    if (!placeholder.empty() && !type->refReturns.empty()) add(type->refReturns.back());
    if (!byService) add("Name");
    if (by.properties.empty() && !byService) {
        const std::string end = lowerAscii(placeholder);
        std::vector<std::string_view> fitting;
        for (const PropertyFacts& property : type->body.properties) {
            if (lowerAscii(property.name).ends_with(end)) fitting.push_back(property.name);
        }
        if (fitting.size() == 1) add(fitting.front());
    }
    by.who = byService                                       ? NamedBy::Who::Service
             : by.properties.empty() && !placeholder.empty() ? NamedBy::Who::Unknown
                                                             : NamedBy::Who::Template;
    return by;
}

/// Says whether an attribute is a resource's ARN: `Arn`, or `DBClusterArn` of a DBCluster.
bool isOwnArn(std::string_view attribute, std::string_view type) {
    const std::size_t last = type.rfind(':');
    const std::string_view leaf = last == std::string_view::npos ? type : type.substr(last + 1);
    return equalIgnoringCase(attribute, "Arn") ||
           equalIgnoringCase(attribute, fmt::format("{}Arn", leaf));
}

}  // namespace

std::string shown(const std::vector<TextPart>& parts) { return PolicyText{parts, {}}.shown(); }

bool isKnown(const std::vector<TextPart>& parts) { return PolicyText{parts, {}}.isKnown(); }

ResourceNames::ResourceNames(const EvaluatedDesign& design, const Catalog& catalog) {
    for (const auto& stack : design.stacks) {
        m_homes[stack->source->id] = {stack->source->region, stack->source->account};
        for (const auto& resource : stack->resources) {
            Entry entry;
            entry.resource = resource.get();
            entry.stack = stack.get();
            entry.type = catalog.find(typeMadeOf(resource->source->type()));
            m_entries[{stack->source->id, resource->source->logicalId}] = std::move(entry);
        }
    }
    for (auto& [key, entry] : m_entries) nameOne(entry);
    indexTexts();
    readExports(design);
    for (auto& [key, entry] : m_entries) {
        entry.resource = nullptr;
        entry.stack = nullptr;
    }
}

/// Reads what stacks hand to one another under exported names. Of exports that are made of imports
/// each round settles those whose imports are settled.
/// Source: CloudFormation User Guide, using-cfn-stack-exports (names are unique in an account and
/// Region).
void ResourceNames::readExports(const EvaluatedDesign& design) {
    constexpr int kMostRounds = 8;
    for (int round = 0; round < kMostRounds; ++round) {
        const auto before = m_exports;
        for (const auto& stack : design.stacks) {
            const StackId id = stack->source->id;
            const Home& home = m_homes.at(id);
            for (const auto& [name, output] : stack->exports) {
                const auto value = stack->outputs.find(output);
                if (value == stack->outputs.end()) continue;
                m_exports[{home.account, home.region, name}] = {textOf(value->second, id),
                                                                placeNamedBy(value->second, id)};
            }
        }
        if (m_exports == before) return;
    }
}

const ResourceNames::Export* ResourceNames::exported(const Value& call, StackId stack) const {
    const auto home = m_homes.find(stack);
    if (home == m_homes.end() || !call.argument().isString()) return nullptr;
    const auto found =
        m_exports.find({home->second.account, home->second.region, call.argument().text()});
    return found != m_exports.end() ? &found->second : nullptr;
}

void ResourceNames::indexTexts() {
    for (const auto& [key, entry] : m_entries) {
        const Place place{key.first, key.second};
        for (const auto* parts : {&entry.name.name, &entry.name.arn}) {
            if (parts->size() != 1 || !parts->front().why.empty()) continue;
            std::vector<Place>& places = m_byText[parts->front().text];
            if (places.empty() || places.back() != place) places.push_back(place);
        }
    }
}

bool ResourceNames::isNameWithin(const Entry& entry, StackId stack) const {
    const std::string text = shown(entry.name.arn);
    const auto arn = partsOfArn(text);
    const auto home = m_homes.find(stack);
    if (!arn || home == m_homes.end()) return false;
    return (arn->region.empty() || arn->region == home->second.region) &&
           (arn->account.empty() || arn->account == home->second.account);
}

ResourceNames::Place ResourceNames::placeNamedBy(const Value& value, StackId stack) const {
    if (value.isCall(Function::ImportValue)) {
        const Export* named = exported(value, stack);
        return named != nullptr ? named->thing : Place{stack, {}};
    }
    Place own{stack, resourceNamedBy(value, stack)};
    if (!own.logicalId.empty() || !value.isScalar()) return own;
    const auto found = m_byText.find(std::string_view(value.text()));
    if (found == m_byText.end()) return own;
    const bool isArn = value.text().starts_with("arn:");
    std::vector<Place> meant;
    for (const Place& place : found->second) {
        const Entry& entry = m_entries.at({place.stack, place.logicalId});
        if (isArn || isNameWithin(entry, stack)) meant.push_back(place);
    }
    return meant.size() == 1 ? meant.front() : own;
}

/// Fills in the ARN's format: partition, Region and account of the stack, and the own name.
void ResourceNames::nameOne(Entry& entry) const {
    const Stack& stack = *entry.stack->source;
    const std::string_view format =
        entry.type != nullptr ? entry.type->arnTemplate : std::string_view();
    const std::string_view own = lastPlaceholder(format);
    entry.name.name = ownName(entry, own);
    if (own.empty()) return;
    std::string_view rest = format;
    while (!rest.empty()) {
        const std::size_t open = rest.find("${");
        append(entry.name.arn, {std::string(rest.substr(0, open)), {}});
        if (open == std::string_view::npos) break;
        const std::size_t close = rest.find('}', open);
        const std::string_view placeholder = rest.substr(open + 2, close - open - 2);
        rest.remove_prefix(close + 1);
        if (placeholder == "Partition") {
            append(entry.name.arn, {"aws", {}});
        } else if (placeholder == "Region") {
            append(entry.name.arn, {stack.region, {}});
        } else if (placeholder == "Account") {
            append(entry.name.arn, {stack.account, {}});
        } else if (rest.empty()) {
            // A name that is a path is not parted from what stands before it by a second slash.
            std::vector<TextPart> name = entry.name.name;
            const bool parted =
                !entry.name.arn.empty() && entry.name.arn.back().text.ends_with('/');
            if (parted && !name.empty() && name.front().text.starts_with('/')) {
                name.front().text.erase(0, 1);
            }
            // What names an alias begins as its ARN does behind the last colon.
            constexpr std::string_view kAlias = "alias/";
            const bool isAlias = entry.type->name.ends_with("::Alias") && parted;
            if (isAlias && !name.empty() && name.front().text.starts_with(kAlias)) {
                name.front().text.erase(0, kAlias.size());
            }
            appendAll(entry.name.arn, name);
        } else {
            append(entry.name.arn, {{}, fmt::format("the {} is told at deployment", placeholder)});
        }
    }
    if (entry.type->name == "AWS::SecretsManager::Secret")
        append(entry.name.arn, {"-(random)", {}});
}

std::vector<TextPart> ResourceNames::ownName(const Entry& entry,
                                             std::string_view placeholder) const {
    const Value& properties = entry.resource->properties();
    const StackId stack = entry.stack->source->id;
    std::vector<TextPart> path;
    if (placeholder.ends_with("NameWithPath")) {
        if (const Value* written = properties.find("Path")) path = textOf(*written, stack);
        // The format has the first slash.
        if (!path.empty() && path.front().text.starts_with('/')) path.front().text.erase(0, 1);
    }
    const NamedBy by = namedBy(entry.type, placeholder);
    for (const Path& property : by.properties) {
        const Value* written = properties.at(property);
        if (written == nullptr || written->isNull()) continue;
        appendAll(path, textOf(*written, stack));
        return path;
    }
    const std::string& logicalId = entry.resource->source->logicalId;
    if (by.who == NamedBy::Who::Service) {
        append(path, {fmt::format("({})", logicalId), {}});
    } else if (by.who == NamedBy::Who::Unknown) {
        append(path,
               {{}, fmt::format("the {} of `{}` is told at deployment", placeholder, logicalId)});
    } else {
        std::string made = fmt::format("{}-{}-(generated)", entry.stack->source->name, logicalId);
        const std::string& type = entry.resource->source->type();
        if (type == "AWS::S3::Bucket" || type == "AWS::ECR::Repository") made = lowerAscii(made);
        append(path, {std::move(made), {}});
    }
    return path;
}

const ResourceName* ResourceNames::find(StackId stack, std::string_view logicalId) const {
    const auto found = m_entries.find(std::pair(stack, std::string(logicalId)));
    return found == m_entries.end() ? nullptr : &found->second.name;
}

ReferenceText ResourceNames::referencesOf(StackId stack) const {
    return [this, stack](const Value& call) { return reference(call, stack); };
}

std::vector<TextPart> ResourceNames::reference(const Value& call, StackId stack) const {
    if (call.isCall(Function::ImportValue)) {
        if (const Export* named = exported(call, stack)) return named->text;
        return {{{}, fmt::format("no stack here exports `{}`", call.argument().text())}};
    }
    std::string logicalId;
    std::string attributeName;
    if (call.isCall(Function::Ref)) {
        logicalId = call.argument().text();
    } else if (call.isCall(Function::GetAtt) && call.argument().items().size() == 2) {
        logicalId = call.argument().items()[0].text();
        attributeName = call.argument().items()[1].text();
    } else {
        return {};
    }
    const auto found = m_entries.find(std::pair(stack, logicalId));
    if (found == m_entries.end()) return {};
    const Entry& entry = found->second;
    if (!attributeName.empty()) return attribute(entry, attributeName);
    std::string_view gives;
    if (entry.type != nullptr && !entry.type->refReturns.empty()) {
        gives = entry.type->refReturns.back();
    }
    if (gives == "QueueUrl") {
        const Home& of = m_homes.at(stack);
        std::vector<TextPart> url = {
            {fmt::format("https://sqs.{}.amazonaws.com/{}/", of.region, of.account), {}}};
        appendAll(url, entry.name.name);
        return url;
    }
    const bool arn = gives.ends_with("Arn") ||
                     (entry.type != nullptr && entry.type->name == "AWS::SecretsManager::Secret");
    return arn ? entry.name.arn : entry.name.name;
}

std::vector<TextPart> ResourceNames::attribute(const Entry& entry,
                                               std::string_view attributeName) const {
    const std::string_view type = entry.type != nullptr ? entry.type->name : std::string_view();
    if (entry.type != nullptr && entry.type->attribute(attributeName) == nullptr) return {};
    const bool ref = entry.type != nullptr && !entry.type->refReturns.empty() &&
                     entry.type->refReturns.back() == attributeName;
    if (isOwnArn(attributeName, type) || (ref && attributeName.ends_with("Arn"))) {
        std::vector<TextPart> arn = entry.name.arn;
        if (type == "AWS::Logs::LogGroup" && !arn.empty()) append(arn, {":*", {}});
        return arn;
    }
    const bool isTable = type == "AWS::DynamoDB::Table" || type == "AWS::DynamoDB::GlobalTable";
    if (attributeName == "StreamArn" && isTable) {
        std::vector<TextPart> arn = entry.name.arn;
        append(arn, {"/stream/(label)", {}});
        return arn;
    }
    if (attributeName.ends_with("Name") && attributeName != "DomainName" &&
        lastPlaceholder(entry.type != nullptr ? entry.type->arnTemplate : "") == attributeName) {
        return entry.name.name;
    }
    return {};
}

std::vector<TextPart> ResourceNames::textOf(const Value& value, StackId stack) const {
    if (value.isScalar()) return {{value.text(), {}}};
    if (value.isUnknown()) return {{{}, value.text()}};
    std::vector<TextPart> parts;
    if (value.isCall(Function::Join) && value.argument().items().size() == 2) {
        for (const Value& item : value.argument().items()[1].items()) {
            appendAll(parts, textOf(item, stack));
        }
        return parts;
    }
    if (value.isCall()) parts = reference(value, stack);
    if (parts.empty()) parts.push_back({{}, "it is told at deployment"});
    return parts;
}

std::string ResourceNames::resourceNamedBy(const Value& value, StackId stack) const {
    const bool getAtt = value.isCall(Function::GetAtt) && !value.argument().items().empty();
    if (value.isCall(Function::Ref)) return value.argument().text();
    if (getAtt) return value.argument().items()[0].text();
    if (!value.isScalar()) return {};
    const auto found = m_byText.find(std::string_view(value.text()));
    if (found == m_byText.end()) return {};
    const auto own = std::ranges::find(found->second, stack, &Place::stack);
    return own != found->second.end() ? own->logicalId : std::string();
}

}  // namespace archivolt
