#include <fmt/format.h>

#include <algorithm>

#include "model/access/model_builder.h"
#include "model/catalog/path_pattern.h"
#include "model/policy/statement_facts.h"
#include "model/policy/truth.h"

// The policies of resources, wherever a template writes them.
namespace archivolt {

namespace {

/// Returns for whom RestrictPublicBuckets denies a bucket with a public policy: all but services of
/// AWS and who is of the bucket's account. `setting` is true, or why it is not
/// known.
///
/// Source: S3 User Guide, access-control-block-public-access.
std::vector<MapEntry> keptOut(const std::string& account, const Value& setting, Truth isPublic) {
    std::vector<MapEntry> conditions = {
        {"StringNotEqualsIfExists", Value::map({{"aws:PrincipalAccount", Value::string(account)}})},
        {"BoolIfExists", Value::map({{"aws:PrincipalIsAWSService", Value::boolean(false)}})}};
    if (setting.isUnknown() || isPublic == Truth::Unknown) {
        const Value open = setting.isUnknown()
                               ? setting
                               : Value::unknown("whether the policy counts as public is not known");
        conditions.push_back({"StringEquals", Value::map({{"aws:ResourceAccount", open}})});
    }
    return conditions;
}

}  // namespace

Value ModelBuilder::statementOf(const std::string& effect, Value principal, Value action,
                                Value resource, std::vector<MapEntry> conditions) {
    std::vector<MapEntry> entries = {{"Effect", Value::string(effect)},
                                     {"Principal", std::move(principal)},
                                     {"Action", std::move(action)},
                                     {"Resource", std::move(resource)}};
    if (!conditions.empty()) entries.push_back({"Condition", Value::map(std::move(conditions))});
    return Value::map({{"Version", Value::string("2012-10-17")},
                       {"Statement", Value::list({Value::map(std::move(entries))})}});
}

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
    resource.tags = tagsOf(item.property("Tags"));
    resource.callArn = callArnOf(item, *name);
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
    if (item.type() == "AWS::Events::EventBusPolicy") joinEventBusPolicy(item);
    if (item.type() == "AWS::S3::Bucket") joinBlockPublicAccess(item);
    if (item.type() == "AWS::S3::Bucket") joinAcl(item);
    joinCallsOfApi(item);
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

// NOT MODELLED: policies of what has no ARN that a template tells: Kafka clusters, layer versions,
// tables of table buckets, buckets on Outposts.
// NOT MODELLED: grants by shares of RAM, Lake Formation, Glue's catalogue policy, data access
// policies of OpenSearch Serverless, a service network's auth policy for the services of VPC
// Lattice in it, and resource policies of single events of SAM's APIs.
void ModelBuilder::readResourcePolicy(const Item& item, const PolicyPlace& place) {
    const auto pattern = PathPattern::parse(place.path);
    for (const FoundValue& found : select(item.resource->properties(), pattern)) {
        if (found.value->isNull()) continue;
        const Path path = Path{"Properties"} / found.path;
        if (place.target == ".") {
            const char* what = place.kind == PolicyKind::Trust ? "trust policy" : "policy";
            join(item, item.logicalId(), *found.value, path, place.kind,
                 fmt::format("{} of `{}`", what, item.logicalId()));
            continue;
        }
        for (const ResourceNames::Place& target : targetsOf(item, place)) {
            join(item, target, *found.value, path, place.kind,
                 fmt::format("policy `{}`", item.logicalId()));
        }
    }
}

std::vector<ResourceNames::Place> ModelBuilder::targetsOf(const Item& item,
                                                          const PolicyPlace& place) const {
    std::vector<ResourceNames::Place> targets;
    if (place.target.starts_with('*')) {
        for (const auto& resource : item.stack->resources) {
            const bool isOf = resource->source->type() == place.target.substr(1);
            if (isOf && resource->exists != Truth::No) {
                targets.push_back({item.id(), resource->source->logicalId});
            }
        }
        return targets;
    }
    const Value* named = item.property(std::string(place.target).c_str());
    if (named == nullptr) return targets;
    const std::vector<Value> values = named->isList() ? named->items() : std::vector<Value>{*named};
    for (const Value& one : values) {
        ResourceNames::Place target = m_names.placeNamedBy(one, item.id());
        if (!target.logicalId.empty()) targets.push_back(std::move(target));
    }
    return targets;
}

/// Notes a document whose statements are said of a resource.
void ModelBuilder::join(const Item& item, const std::string& target, const Value& document,
                        const Path& path, PolicyKind kind, const std::string& name) {
    join(item, ResourceNames::Place{item.id(), target}, document, path, kind, name);
}

void ModelBuilder::join(const Item& item, const ResourceNames::Place& target, const Value& document,
                        const Path& path, PolicyKind kind, const std::string& name) {
    m_joined[{target.stack, target.logicalId}].push_back({item, document, path, kind, name});
}

/// Returns how a statement that a resource of one stack joins to the policy of another names that:
/// across stacks as all that the policy is of.
Value ModelBuilder::itself(const Item& item, const ResourceNames::Place& target) {
    const bool isOwn = target.stack == item.id();
    return isOwn ? Value::getAtt(target.logicalId, "Arn") : Value::string("*");
}

/// A permission of Lambda is a statement of the function's policy.
/// Source: Lambda API Reference, AddPermission.
void ModelBuilder::joinPermission(const Item& item) {
    const Value* function = item.property("FunctionName");
    const Value* action = item.property("Action");
    const Value* principal = item.property("Principal");
    if (function == nullptr || action == nullptr || principal == nullptr) return;
    const ResourceNames::Place target = m_names.placeNamedBy(*function, item.id());
    const ResourceName* name = m_names.find(target.stack, target.logicalId);
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
    const Value document =
        statementOf("Allow", std::move(who), *action, itself(item, target), std::move(conditions));
    join(item, target, document, {}, PolicyKind::Resource,
         fmt::format("permission `{}`", item.logicalId()));
}

/// A policy of an event bus is one statement: written as such, or as its parts.
/// Source: EventBridge API Reference, PutPermission; CloudFormation, AWS::Events::EventBusPolicy.
void ModelBuilder::joinEventBusPolicy(const Item& item) {
    const Value* bus = item.property("EventBusName");
    if (bus == nullptr) return;  // Of the default bus, which no template declares.
    const ResourceNames::Place target = m_names.placeNamedBy(*bus, item.id());
    if (target.logicalId.empty()) return;
    const std::string name = fmt::format("policy `{}`", item.logicalId());
    if (const Value* written = item.property("Statement")) {
        const Value document = Value::map(
            {{"Version", Value::string("2012-10-17")}, {"Statement", Value::list({*written})}});
        join(item, target, document, {}, PolicyKind::Resource, name);
        return;
    }
    const Value* action = item.property("Action");
    const Value* principal = item.property("Principal");
    if (action == nullptr || principal == nullptr) return;
    std::vector<MapEntry> conditions;
    if (const Value* condition = item.property("Condition")) {
        const Value* type = condition->find("Type");
        const Value* key = condition->find("Key");
        const Value* value = condition->find("Value");
        const bool isTold = type != nullptr && type->isString() && key != nullptr &&
                            key->isString() && value != nullptr;
        const Value open = Value::unknown("the condition is not known");
        conditions.push_back(
            {isTold ? type->text() : "StringEquals",
             Value::map({{isTold ? key->text() : "aws:PrincipalOrgID", isTold ? *value : open}})});
    }
    const bool everyone = principal->isString() && principal->text() == "*";
    Value who = everyone ? *principal : Value::map({{"AWS", *principal}});
    join(item, target,
         statementOf("Allow", std::move(who), *action, itself(item, target), std::move(conditions)),
         {}, PolicyKind::Resource, name);
}

/// Notes what a canned ACL of a bucket lets everyone do, unless Block Public Access ignores it. The
/// objects' own ACLs are nobody's here.
///
/// Source: S3 User Guide, acl-overview (canned ACLs; mapping of ACL permissions), object-ownership:
/// the ACL counts only where the bucket's owner does not own all objects.
void ModelBuilder::joinAcl(const Item& item) {
    const Value* acl = item.property("AccessControl");
    if (acl == nullptr || !acl->isString()) return;
    const std::string& canned = acl->text();
    const bool writes = canned == "PublicReadWrite";
    if (!writes && canned != "PublicRead" && canned != "AuthenticatedRead") return;
    const Value* config = item.property("PublicAccessBlockConfiguration");
    std::vector<MapEntry> conditions;
    const auto isOff = [&](const char* key) {
        const Value* setting = config->isMap() ? config->find(key) : config;
        if (setting == nullptr) return Truth::Yes;
        const auto flag = setting->asBool();
        return !flag ? Truth::Unknown : truthOf(!*flag);
    };
    const Truth counts = config == nullptr
                             ? Truth::Unknown
                             : both(isOff("IgnorePublicAcls"), isOff("BlockPublicAcls"));
    if (counts == Truth::No) return;
    if (counts == Truth::Unknown) {
        const Value open = Value::unknown("Block Public Access may ignore the ACL");
        conditions.push_back({"StringEquals", Value::map({{"aws:ResourceAccount", open}})});
    }
    if (canned == "AuthenticatedRead") {
        conditions.push_back(
            {"Null", Value::map({{"aws:PrincipalAccount", Value::boolean(false)}})});
    }
    std::vector<Value> actions = {Value::string("s3:ListBucket"),
                                  Value::string("s3:ListBucketVersions"),
                                  Value::string("s3:ListBucketMultipartUploads")};
    if (writes) actions.push_back(Value::string("s3:PutObject"));
    m_joined[{item.id(), item.logicalId()}].push_back(
        {item,
         statementOf("Allow", Value::string("*"), Value::list(std::move(actions)),
                     Value::string("*"), std::move(conditions)),
         Path{"Properties", "AccessControl"}, PolicyKind::Resource,
         fmt::format("ACL of `{}`", item.logicalId()), false, true});
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
    for (const JoinPart& part : parts) {
        resource.sources.push_back(part.item.resource);
        resource.sources.insert(resource.sources.end(), part.others.begin(), part.others.end());
    }
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
    const auto addAll = [&](bool acls) {
        for (const JoinPart& part : parts) {
            if (part.keepsPublicOut || part.isAcl != acls) continue;
            ++m_read;
            const PolicyReadOptions options{part.kind, {}, m_names.referencesOf(part.item.id())};
            PolicyDocument read = readPolicyDocument(part.document, options).document;
            expandApiResources(part.item, read);
            addPart(part, std::move(read), document, resource);
        }
    };
    addAll(false);
    const Truth open = isPublicForS3(document);
    for (const JoinPart& part : parts) {
        if (!part.keepsPublicOut || open == Truth::No) continue;
        const PolicyReadOptions options{part.kind, {}, {}};
        const Value keeps =
            statementOf("Deny", Value::string("*"), Value::string("s3:*"), Value::string("*"),
                        keptOut(resource.account, part.document, open));
        addPart(part, readPolicyDocument(keeps, options).document, document, resource);
    }
    addAll(true);
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
        const bool isWritten = !part.path.empty() && !part.keepsPublicOut && !part.isAcl;
        resource.places.push_back(
            {part.name, item.origin(isWritten ? part.path / statement.path : part.path)});
        document.statements.push_back(std::move(statement));
    }
}

}  // namespace archivolt
