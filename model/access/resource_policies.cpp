#include <fmt/format.h>

#include <algorithm>

#include "model/access/model_builder.h"
#include "model/policy/statement_facts.h"

// The policies of resources, wherever a template writes them.
namespace archivolt {

namespace {

Value statementOf(const std::string& effect, Value principal, Value action, Value resource,
                  std::vector<MapEntry> conditions) {
    std::vector<MapEntry> entries = {{"Effect", Value::string(effect)},
                                     {"Principal", std::move(principal)},
                                     {"Action", std::move(action)},
                                     {"Resource", std::move(resource)}};
    if (!conditions.empty()) entries.push_back({"Condition", Value::map(std::move(conditions))});
    return Value::map({{"Version", Value::string("2012-10-17")},
                       {"Statement", Value::list({Value::map(std::move(entries))})}});
}

/// Says whether S3 counts a policy as public, statement by statement.
Truth isPublic(const PolicyDocument& document) {
    Truth found = Truth::No;
    for (const PolicyStatement& statement : document.statements) {
        if (statement.effect != PolicyEffect::Allow || !namesEveryone(statement)) continue;
        const Truth limited = isLimitedToNamed(statement);
        if (limited == Truth::No) return Truth::Yes;
        if (limited == Truth::Unknown) found = Truth::Unknown;
    }
    return found;
}

/// Returns what RestrictPublicBuckets comes to: of a bucket with a public policy, all are denied
/// but services of AWS and who is of the bucket's account. `setting` is true, or why it is not
/// known.
///
/// Source: S3 User Guide, access-control-block-public-access.
Value keptOut(const std::string& account, const Value& setting, Truth isPublic) {
    std::vector<MapEntry> conditions = {
        {"StringNotEqualsIfExists", Value::map({{"aws:PrincipalAccount", Value::string(account)}})},
        {"BoolIfExists", Value::map({{"aws:PrincipalIsAWSService", Value::boolean(false)}})}};
    if (setting.isUnknown() || isPublic == Truth::Unknown) {
        const Value open = setting.isUnknown()
                               ? setting
                               : Value::unknown("whether the policy counts as public is not known");
        conditions.push_back({"StringEquals", Value::map({{"aws:ResourceAccount", open}})});
    }
    return statementOf("Deny", Value::string("*"), Value::string("s3:*"), Value::string("*"),
                       std::move(conditions));
}

}  // namespace

void ModelBuilder::addResource(const Item& item) {
    const ResourceName* name = m_names.find(item.id(), item.logicalId());
    if (name == nullptr || name->arn.empty()) return;
    AccessResource resource;
    resource.stack = item.stack->source->name;
    resource.logicalId = item.logicalId();
    resource.type = item.type();
    resource.account = item.stack->source->account;
    resource.arn = shown(name->arn);
    resource.arnKnown = isKnown(name->arn);
    addKey(item, resource);
    m_model.resources.push_back(std::move(resource));
}

void ModelBuilder::readResourcePolicies() {
    forEach([&](const Item& item) { readResourcePoliciesOf(item); });
}

void ModelBuilder::readResourcePoliciesOf(const Item& item) {
    for (const PolicyPlace& place : policyPlacesOf(item.type())) {
        if (!place.target.empty()) readResourcePolicy(item, place);
    }
    if (item.type() == "AWS::Lambda::Permission") joinPermission(item);
    if (item.type() == "AWS::S3::Bucket") joinBlockPublicAccess(item);
    const bool plainKey = item.type() == "AWS::KMS::Key" && item.property("KeyPolicy") == nullptr;
    if (!plainKey) return;
    // Source: KMS Developer Guide, default key policy of keys that are made without one.
    const Value everything =
        statementOf("Allow", Value::map({{"AWS", Value::string(item.stack->source->account)}}),
                    Value::string("kms:*"), Value::string("*"), {});
    join(item, item.logicalId(), everything, {}, PolicyKind::Resource,
         fmt::format("default key policy of `{}`", item.logicalId()));
}

/// Notes what a bucket does about a public policy. Where nothing is said, it is on for buckets made
/// since April 2023, and may have been switched off elsewhere.
///
/// Source: S3 User Guide, create-bucket-faq, access-control-block-public-access.
void ModelBuilder::joinBlockPublicAccess(const Item& item) {
    Path path{"Properties", "PublicAccessBlockConfiguration"};
    const Value* config = item.resource->body.at(path);
    const Value* setting = config;
    if (config != nullptr && config->isMap()) setting = config->find("RestrictPublicBuckets");
    if (config != nullptr && setting == nullptr) return;  // What is left out is off.
    Value restricts = Value::boolean(true);
    if (config == nullptr) {
        restricts = Value::unknown("Block Public Access is on unless somebody switched it off");
        path = {};
    } else if (!setting->asBool()) {
        restricts = Value::unknown("whether Block Public Access is on is not known");
    } else if (!*setting->asBool()) {
        return;
    }
    m_joined[{item.id(), item.logicalId()}].push_back(
        {item, restricts, path, PolicyKind::Resource,
         fmt::format("Block Public Access of `{}`", item.logicalId()), true});
}

void ModelBuilder::readResourcePolicy(const Item& item, const PolicyPlace& place) {
    const Path path = Path{"Properties"} / Path::parse(place.path);
    const Value* document = item.resource->body.at(path);
    if (document == nullptr || document->isNull()) return;
    if (place.target == ".") {
        const char* what = place.kind == PolicyKind::Trust ? "trust policy" : "policy";
        join(item, item.logicalId(), *document, path, place.kind,
             fmt::format("{} of `{}`", what, item.logicalId()));
        return;
    }
    const Value* target = item.property(std::string(place.target).c_str());
    if (target == nullptr) return;
    const std::vector<Value> targets =
        target->isList() ? target->items() : std::vector<Value>{*target};
    for (const Value& one : targets) {
        const std::string logicalId = m_names.resourceNamedBy(one, item.id());
        if (logicalId.empty()) continue;
        join(item, logicalId, *document, path, place.kind,
             fmt::format("policy `{}`", item.logicalId()));
    }
}

/// Notes a document whose statements are said of a resource.
void ModelBuilder::join(const Item& item, const std::string& target, const Value& document,
                        const Path& path, PolicyKind kind, const std::string& name) {
    m_joined[{item.id(), target}].push_back({item, document, path, kind, name});
}

/// A permission of Lambda is a statement of the function's policy.
/// Source: Lambda API Reference, AddPermission.
void ModelBuilder::joinPermission(const Item& item) {
    const Value* function = item.property("FunctionName");
    const Value* action = item.property("Action");
    const Value* principal = item.property("Principal");
    if (function == nullptr || action == nullptr || principal == nullptr) return;
    const std::string target = m_names.resourceNamedBy(*function, item.id());
    const ResourceName* name = m_names.find(item.id(), target);
    if (name == nullptr || name->arn.empty()) return;
    std::vector<MapEntry> conditions;
    const auto add = [&](const char* property, const char* op, const char* key) {
        const Value* value = item.property(property);
        if (value != nullptr) conditions.push_back({op, Value::map({{key, *value}})});
    };
    add("SourceArn", "ArnLike", "aws:SourceArn");
    add("SourceAccount", "StringEquals", "aws:SourceAccount");
    if (item.property("SourceAccount") == nullptr) {
        add("PrincipalOrgID", "StringEquals", "aws:PrincipalOrgID");
    }
    const bool service =
        principal->isString() && principal->text().find(".amazonaws.com") != std::string::npos;
    const bool everyone = principal->isString() && principal->text() == "*";
    Value who = everyone ? *principal : Value::map({{service ? "Service" : "AWS", *principal}});
    const Value document = statementOf("Allow", std::move(who), *action,
                                       Value::getAtt(target, "Arn"), std::move(conditions));
    join(item, target, document, {}, PolicyKind::Resource,
         fmt::format("permission `{}`", item.logicalId()));
}

void ModelBuilder::finishPolicies() {
    std::map<std::string, StackId> stacks;
    for (const auto& stack : m_design.stacks) stacks[stack->source->name] = stack->source->id;
    for (std::size_t place = 0; place < m_model.resources.size(); ++place) {
        AccessResource& resource = m_model.resources.edit(place);
        const auto found = m_joined.find({stacks[resource.stack], resource.logicalId});
        if (found == m_joined.end()) continue;
        const auto known = m_knownResources.find(Named(resource.stack, resource.logicalId));
        finishKnown(found->second, known == m_knownResources.end() ? nullptr : known->second,
                    resource);
    }
}

/// Joins a resource's policy, or shares the one that an earlier model has of it.
void ModelBuilder::finishKnown(const std::vector<JoinPart>& parts, const AccessResource* known,
                               AccessResource& resource) const {
    const auto isPolicy = [](const JoinPart& part) { return !part.keepsPublicOut; };
    if (std::ranges::none_of(parts, isPolicy)) return;
    for (const JoinPart& part : parts) resource.sources.push_back(part.item.resource);
    if (known != nullptr && known->sources == resource.sources && known->policy) {
        resource.policy = known->policy;
        resource.places = known->places;
        return;
    }
    finishPolicy(parts, resource);
    // What was edited may say the same as before: then it is the same to all who compare.
    const bool alike = known != nullptr && known->policy &&
                       known->policy->document() == resource.policy->document();
    if (alike) resource.policy = known->policy;
}

/// Joins the statements of all documents into the resource's policy.
void ModelBuilder::finishPolicy(const std::vector<JoinPart>& parts,
                                AccessResource& resource) const {
    PolicyDocument document;
    document.variables = true;
    for (const JoinPart& part : parts) {
        if (part.keepsPublicOut) continue;
        ++m_read;
        const PolicyReadOptions options{part.kind, {}, m_names.referencesOf(part.item.id())};
        addPart(part, readPolicyDocument(part.document, options).document, document, resource);
    }
    const Truth open = isPublic(document);
    for (const JoinPart& part : parts) {
        if (!part.keepsPublicOut || open == Truth::No) continue;
        const PolicyReadOptions options{part.kind, {}, {}};
        const Value keeps = keptOut(resource.account, part.document, open);
        addPart(part, readPolicyDocument(keeps, options).document, document, resource);
    }
    resource.policy = CompiledPolicy::compile(std::move(document));
}

void ModelBuilder::addPart(const JoinPart& part, PolicyDocument read, PolicyDocument& document,
                           AccessResource& resource) const {
    const Item& item = part.item;
    document.kind = part.kind;
    document.variables = document.variables && read.variables;
    document.rejected = document.rejected || read.rejected;
    if (document.why.empty()) document.why = read.why;
    if (item.resource->exists == Truth::Unknown && document.why.empty()) {
        document.why =
            fmt::format("`{}` may not be there: {}", item.logicalId(), item.resource->existsWhy);
    }
    for (PolicyStatement& statement : read.statements) {
        const bool isWritten = !part.path.empty() && !part.keepsPublicOut;
        resource.places.push_back(
            {part.name, item.origin(isWritten ? part.path / statement.path : part.path)});
        document.statements.push_back(std::move(statement));
    }
}

}  // namespace archivolt
