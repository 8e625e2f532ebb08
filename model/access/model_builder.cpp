#include "model/access/model_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/access/managed_policies.h"
#include "model/catalog/path_pattern.h"
#include "model/evaluate/made_resources.h"
#include "model/serverless/serverless_policies.h"

namespace archivolt {

namespace {

bool isPrincipal(std::string_view type) {
    return type == "AWS::IAM::User" || type == "AWS::IAM::Role";
}

std::vector<Value> itemsOf(const Value* value) {
    if (value == nullptr) return {};
    return value->isList() ? value->items() : std::vector<Value>{*value};
}

using Places = std::set<const Value*>;

/// Adds the logical ids that a value refers to, but for what stands at `apart`.
void collectReferences(const Value& value, const Places& apart, std::set<std::string>& names) {
    if (apart.contains(&value)) return;
    if (value.isCall()) {
        const Value& argument = value.argument();
        if (value.isCall(Function::Ref)) names.insert(argument.text());
        if (value.isCall(Function::GetAtt) && !argument.items().empty()) {
            names.insert(argument.items()[0].text());
        }
        collectReferences(argument, apart, names);
    }
    for (const Value& item : value.items()) collectReferences(item, apart, names);
    for (const MapEntry& entry : value.entries()) collectReferences(entry.value, apart, names);
}

/// Returns where a thing's policies stand: they name whom they let in, not whom the thing acts as.
Places policiesOf(const Value& properties, std::string_view type) {
    Places places;
    for (const PolicyPlace& place : policyPlacesOf(type)) {
        for (const FoundValue& found : select(properties, PathPattern::parse(place.path))) {
            places.insert(found.value);
        }
    }
    return places;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> tagsOf(const Value* list) {
    std::vector<std::pair<std::string, std::string>> tags;
    if (list == nullptr) return tags;
    for (const MapEntry& entry : list->entries()) {
        if (entry.value.isScalar()) tags.emplace_back(entry.key, entry.value.text());
    }
    for (const Value& item : list->items()) {
        const Value* key = item.find("Key");
        const Value* value = item.find("Value");
        if (key == nullptr || value == nullptr || !key->isScalar() || !value->isScalar()) continue;
        tags.emplace_back(key->text(), value->text());
    }
    return tags;
}

ModelBuilder::ModelBuilder(const EvaluatedDesign& design, const Catalog& catalog,
                           const GivenPolicies& given, const AccessModel* previous)
    : m_design(design),
      m_named(std::make_shared<const ResourceNames>(design, catalog)),
      m_names(*m_named),
      m_given(given) {
    // A policy may speak of any resource by name: where a name comes, goes or changes, all are
    // read.
    if (previous == nullptr || !previous->design || !(*previous->names == m_names)) return;
    for (const AccessPrincipal& principal : previous->principals) noteKnown(principal);
    for (const AccessResource& resource : previous->resources) {
        m_knownResources.emplace(Named(resource.stack, resource.logicalId), &resource);
    }
}

void ModelBuilder::noteKnown(const AccessPrincipal& principal) {
    const auto note = [&](const AccessPolicy& policy) {
        if (policy.source == nullptr || policy.origin.property.empty()) return;
        m_known.emplace(
            PolicyKey(policy.source, policy.origin.property, policy.policy->document().kind),
            policy.policy);
    };
    for (const AccessPolicy& policy : principal.identity) note(policy);
    for (const AccessPolicy& policy : principal.boundaries) note(policy);
}

AccessModel ModelBuilder::build() {
    indexAttachments();
    forEach([&](const Item& item) {
        if (isPrincipal(item.type()) && !isFunctionsOwn(item)) addPrincipal(item);
        const bool sam = item.type() == "AWS::Serverless::Function";
        if (sam && item.property("Role") == nullptr) addServerlessRole(item);
        addResource(item);
    });
    forEach([&](const Item& item) {
        addUses(item);
        addRunner(item);
        addEndpoint(item);
    });
    forEach([&](const Item& item) { addConnectors(item); });
    readResourcePolicies();
    finishPolicies();
    m_model.read = m_read;
    m_model.names = m_named;
    m_model.index = std::make_shared<const ResourceIndex>(m_model.resources);
    m_model.patterns = std::make_shared<const ResourcePatterns>(patternsOf(m_model.principals));
    return std::move(m_model);
}

SharedPolicy ModelBuilder::compile(const Item& item, const Value& document, const Path& path,
                                   PolicyKind kind) const {
    if (!path.empty()) {
        const auto known = m_known.find(PolicyKey(item.resource, path, kind));
        if (known != m_known.end()) return known->second;
    }
    ++m_read;
    const PolicyReadOptions options{kind, {}, m_names.referencesOf(item.id())};
    PolicyDocument read = readPolicyDocument(document, options).document;
    if (item.resource->exists == Truth::Unknown && read.why.empty()) {
        read.why =
            fmt::format("`{}` may not be there: {}", item.logicalId(), item.resource->existsWhy);
    }
    return CompiledPolicy::compile(std::move(read));
}

AccessPolicy ModelBuilder::policyAt(const Item& item, const Value& document, Path path,
                                    PolicyKind kind, std::string name) const {
    SharedPolicy policy = compile(item, document, path, kind);
    return {std::move(policy), std::move(name), item.origin(std::move(path)), item.resource};
}

std::optional<ModelBuilder::Item> ModelBuilder::itemNamedBy(const Value& value,
                                                            StackId stack) const {
    const ResourceNames::Place place = m_names.placeNamedBy(value, stack);
    if (place.logicalId.empty()) return std::nullopt;
    for (const auto& one : m_design.stacks) {
        if (one->source->id != place.stack) continue;
        const auto resource = one->find(place.logicalId);
        if (resource) return Item{one.get(), resource.get()};
    }
    return std::nullopt;
}

/// Finds for each principal and group the policies that other resources attach to it, and what
/// puts users into groups.
void ModelBuilder::indexAttachments() {
    forEach([&](const Item& item) {
        const std::string& type = item.type();
        if (type == "AWS::IAM::UserToGroupAddition") m_additions.push_back(item);
        const bool lists = type == "AWS::IAM::Policy" || type == "AWS::IAM::ManagedPolicy";
        const bool single = type == "AWS::IAM::RolePolicy" || type == "AWS::IAM::UserPolicy" ||
                            type == "AWS::IAM::GroupPolicy";
        if (!lists && !single) return;
        std::set<std::pair<const EvaluatedStack*, std::string>> named;
        for (const char* property : lists ? std::array{"Roles", "Users", "Groups"}
                                          : std::array{"RoleName", "UserName", "GroupName"}) {
            for (const Value& one : itemsOf(item.property(property))) {
                const auto found = itemNamedBy(one, item.id());
                if (found) named.emplace(found->stack, found->logicalId());
            }
        }
        for (const auto& one : named) m_attached[one].push_back(item);
    });
}

void ModelBuilder::addPrincipal(const Item& item) {
    AccessPrincipal principal = principalOf(item);
    m_principals.emplace(Named(principal.stack, principal.logicalId), m_model.principals.size());
    m_model.principals.push_back(std::move(principal));
}

AccessPrincipal ModelBuilder::principalOf(const Item& item) const {
    AccessPrincipal principal;
    principal.stack = item.stack->source->name;
    principal.logicalId = item.logicalId();
    principal.type = item.type();
    principal.existsWhy = item.resource->existsWhy;
    principal.tags = tagsOf(item.property("Tags"));
    const ResourceName* name = m_names.find(item.id(), item.logicalId());
    principal.caller.kind = item.type() == "AWS::IAM::User" ? CallerKind::User : CallerKind::Role;
    principal.caller.account = item.stack->source->account;
    principal.caller.name = shown(name->arn);
    if (principal.caller.kind == CallerKind::Role) {
        const std::string& arn = principal.caller.name;
        principal.caller.roleName = arn.substr(arn.rfind('/') + 1);
    }
    readInline(item, principal.identity);
    if (const Value* managed = item.property("ManagedPolicyArns")) {
        readManaged(item, *managed, principal.identity);
    }
    readAttached(item, principal.identity);
    if (principal.caller.kind == CallerKind::User) readGroups(item, principal.identity);
    if (const Value* boundary = item.property("PermissionsBoundary")) {
        principal.boundaries.push_back(managedPolicy(item, *boundary, PolicyKind::Boundary));
    }
    return principal;
}

/// The role that SAM makes of a function without one: it may write logs, and what Policies says.
/// Source: SAM, AWS::Serverless::Function, Policies and Role.
void ModelBuilder::addServerlessRole(const Item& item) {
    AccessPrincipal principal;
    principal.stack = item.stack->source->name;
    principal.logicalId = item.logicalId() + "Role";
    principal.type = "AWS::IAM::Role";
    principal.existsWhy = item.resource->existsWhy;
    principal.actsFor = {item.logicalId()};
    principal.caller.kind = CallerKind::Role;
    principal.caller.account = item.stack->source->account;
    principal.caller.roleName =
        fmt::format("{}-{}-(generated)", principal.stack, principal.logicalId);
    principal.caller.name =
        fmt::format("arn:aws:iam::{}:role/{}", principal.caller.account, principal.caller.roleName);
    principal.identity.push_back(managedPolicy(
        item, Value::string("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"),
        PolicyKind::Identity));
    if (const Value* policies = item.property("Policies")) {
        readServerlessPolicies(item, *policies, principal.identity);
    }
    readMadeRole(item, principal.identity);
    if (const Value* boundary = item.property("PermissionsBoundary")) {
        principal.boundaries.push_back(managedPolicy(item, *boundary, PolicyKind::Boundary));
    }
    m_principals.emplace(Named(principal.stack, principal.logicalId), m_model.principals.size());
    m_model.principals.push_back(std::move(principal));
}

/// Says whether a role is the one that SAM makes of a function, which is read where the function
/// says what it may do.
bool ModelBuilder::isFunctionsOwn(const Item& item) {
    const std::string& id = item.logicalId();
    if (!isMade(item.resource->source->id) || !id.ends_with("Role")) return false;
    const auto function = item.stack->find(id.substr(0, id.size() - 4));
    return function && function->source->type() == "AWS::Serverless::Function";
}

/// What SAM gives a function's role beside what Policies says: for its events, its network, where
/// its results go; and what others attach to the role by its generated name.
void ModelBuilder::readMadeRole(const Item& function, std::vector<AccessPolicy>& out) const {
    const auto found = function.stack->find(function.logicalId() + "Role");
    if (!found || !isMade(found->source->id)) return;
    const Item role{function.stack, found.get()};
    for (const Value& arn : itemsOf(role.property("ManagedPolicyArns"))) {
        AccessPolicy policy = managedPolicy(function, arn, PolicyKind::Identity);
        const bool isRead =
            std::ranges::any_of(out, [&](const auto& one) { return one.name == policy.name; });
        if (!isRead) out.push_back(std::move(policy));
    }
    for (const Value& one : itemsOf(role.property("Policies"))) {
        const Value* name = one.find("PolicyName");
        const Value* document = one.find("PolicyDocument");
        // What is numbered is of the function's own list.
        if (name == nullptr || document == nullptr ||
            name->text().starts_with(role.logicalId() + "Policy")) {
            continue;
        }
        out.push_back(policyAt(function, *document, {}, PolicyKind::Identity,
                               fmt::format("policy `{}`, which SAM adds", name->text())));
        out.back().origin = function.origin({"Properties"});
        out.back().source = nullptr;
    }
    readAttached(role, out);
}

void ModelBuilder::readInline(const Item& item, std::vector<AccessPolicy>& out) const {
    const Value* list = item.property("Policies");
    if (list == nullptr) return;
    if (!list->isList()) {
        out.push_back(policyAt(item, *list, {"Properties", "Policies"}, PolicyKind::Identity,
                               "inline policies"));
    }
    for (std::size_t i = 0; i < list->items().size(); ++i) {
        const Value& one = list->items()[i];
        const Path path = Path{"Properties", "Policies"} / i;
        const Value* document = one.find("PolicyDocument");
        const Value* name = one.find("PolicyName");
        out.push_back(policyAt(
            item, document != nullptr ? *document : one,
            document != nullptr ? path / "PolicyDocument" : path, PolicyKind::Identity,
            fmt::format("inline policy `{}`", name != nullptr ? name->text() : std::string())));
    }
}

void ModelBuilder::readManaged(const Item& item, const Value& list,
                               std::vector<AccessPolicy>& out) const {
    if (!list.isList()) out.push_back(managedPolicy(item, list, PolicyKind::Identity));
    for (const Value& one : list.items()) {
        out.push_back(managedPolicy(item, one, PolicyKind::Identity));
    }
}

/// SAM takes names of managed policies, ARNs, documents, and templates of its own.
void ModelBuilder::readServerlessPolicies(const Item& item, const Value& list,
                                          std::vector<AccessPolicy>& out) const {
    const Path root = {"Properties", "Policies"};
    const auto read = [&](const Value& one, const Path& path) {
        if (one.isMap() && one.find("Statement") != nullptr) {
            out.push_back(policyAt(item, one, path, PolicyKind::Identity, "inline policy"));
        } else if (one.isMap() && one.entries().size() == 1) {
            const MapEntry& named = one.entries()[0];
            auto document =
                serverlessTemplate(named.key, [&](std::string_view name) -> std::optional<Value> {
                    if (const Value* given = named.value.find(name)) return *given;
                    return pseudoOf(item, name);
                });
            if (!document) {
                document = Value::unknown(fmt::format("SAM has no policy template `{}` as of {}",
                                                      named.key, serverlessVersion()));
            }
            out.push_back(policyAt(item, *document, {}, PolicyKind::Identity,
                                   fmt::format("policy template `{}`", named.key)));
            out.back().origin = item.origin(path);
            out.back().source = nullptr;
        } else if (one.isString() && !one.text().starts_with("arn:")) {
            out.push_back(managedPolicy(item,
                                        Value::string("arn:aws:iam::aws:policy/" + one.text()),
                                        PolicyKind::Identity));
        } else {
            out.push_back(managedPolicy(item, one, PolicyKind::Identity));
        }
    };
    if (!list.isList()) return read(list, root);
    for (std::size_t i = 0; i < list.items().size(); ++i) read(list.items()[i], root / i);
}

AccessPolicy ModelBuilder::managedPolicy(const Item& item, const Value& named,
                                         PolicyKind kind) const {
    const auto found = itemNamedBy(named, item.id());
    if (found && found->type() == "AWS::IAM::ManagedPolicy") {
        const Item& policy = *found;
        const Value* document = policy.property("PolicyDocument");
        return policyAt(policy, document != nullptr ? *document : Value(),
                        {"Properties", "PolicyDocument"}, kind,
                        fmt::format("managed policy `{}`", policy.logicalId()));
    }
    const std::string arn = shown(m_names.textOf(named, item.id()));
    // What AWS's policies say is found once; of what may not be there, it is not known.
    const bool plain = item.resource->exists == Truth::Yes && kind == PolicyKind::Identity;
    if (const auto known = m_managed.find(arn); plain && known != m_managed.end()) {
        AccessPolicy same = known->second;
        same.origin = item.origin({"Properties"});
        return same;
    }
    auto given = m_given.find(arn);
    if (given == m_given.end()) given = m_given.find(arn.substr(arn.rfind('/') + 1));
    Value document =
        Value::unknown(fmt::format("what the managed policy {} says is not known", arn));
    std::string name = arn;
    if (given != m_given.end()) {
        document = given->second;
    } else if (const auto known = awsManagedPolicy(arn)) {
        document = known->document;
        name = fmt::format("{} (as of {})", arn, known->date);
    }
    AccessPolicy result = policyAt(item, document, {}, kind, std::move(name));
    result.origin = item.origin({"Properties"});
    result.source = nullptr;
    if (plain) m_managed.emplace(arn, result);
    return result;
}

/// Says whether a list (of Roles, Users, Groups) of a stack names a principal.
bool ModelBuilder::names(const Value* list, StackId stack, const Item& principal) const {
    const ResourceNames::Place place{principal.id(), principal.logicalId()};
    const auto values = itemsOf(list);
    return std::ranges::any_of(
        values, [&](const Value& one) { return m_names.placeNamedBy(one, stack) == place; });
}

/// Policies that other resources attach to a principal or group.
void ModelBuilder::readAttached(const Item& principal, std::vector<AccessPolicy>& out) const {
    const auto attached = m_attached.find({principal.stack, principal.logicalId()});
    if (attached == m_attached.end()) return;
    for (const Item& item : attached->second) {
        const Value* document = item.property("PolicyDocument");
        out.push_back(policyAt(item, document != nullptr ? *document : Value(),
                               {"Properties", "PolicyDocument"}, PolicyKind::Identity,
                               fmt::format("policy `{}`", item.logicalId())));
    }
}

void ModelBuilder::readGroups(const Item& user, std::vector<AccessPolicy>& out) const {
    std::vector<Item> groups;
    const auto addGroup = [&](const std::optional<Item>& group) {
        const bool isKnown = std::ranges::any_of(
            groups, [&](const Item& one) { return one.resource == group->resource; });
        if (!isKnown) groups.push_back(*group);
    };
    const Value* own = user.property("Groups");
    for (const Value& group : itemsOf(own)) {
        if (const auto found = itemNamedBy(group, user.id())) {
            addGroup(found);
        } else {
            const Doubt why = fmt::format("the group {} is not of the design",
                                          shown(m_names.textOf(group, user.id())));
            out.push_back(policyAt(user, Value::unknown(why), {"Properties", "Groups"},
                                   PolicyKind::Identity, "group"));
        }
    }
    for (const Item& item : m_additions) {
        const Value* group = item.property("GroupName");
        if (group == nullptr || !names(item.property("Users"), item.id(), user)) continue;
        if (const auto found = itemNamedBy(*group, item.id())) addGroup(found);
    }
    for (const Item& item : groups) {
        if (item.resource->exists == Truth::No) continue;
        readInline(item, out);
        if (const Value* managed = item.property("ManagedPolicyArns")) {
            readManaged(item, *managed, out);
        }
        readAttached(item, out);
    }
}

/// Notes for each role what refers to it, by an instance profile too.
void ModelBuilder::addUses(const Item& item) {
    const std::string& type = item.type();
    if (type.starts_with("AWS::IAM::") || type.ends_with("Policy")) return;
    if (type == "AWS::Lambda::Permission") return;
    const Value& properties = item.resource->properties();
    std::set<std::string> direct;
    collectReferences(properties, policiesOf(properties, type), direct);
    std::set<std::string> roles = direct;
    for (const std::string& name : direct) {
        const auto profile = item.stack->find(name);
        if (!profile || profile->source->type() != "AWS::IAM::InstanceProfile") continue;
        collectReferences(profile->properties(), {}, roles);
    }
    for (const std::string& role : roles) {
        const auto found = m_principals.find(Named(item.stack->source->name, role));
        if (found == m_principals.end()) continue;
        m_model.principals.edit(found->second).actsFor.push_back(item.logicalId());
    }
}

AccessModel buildAccessModel(const EvaluatedDesign& design, const Catalog& catalog,
                             const GivenPolicies& given) {
    return ModelBuilder(design, catalog, given).build();
}

AccessModel buildAccessModel(std::shared_ptr<const EvaluatedDesign> design, const Catalog& catalog,
                             const AccessModel* previous) {
    const bool goesOn = previous != nullptr && previous->design;
    const GivenPolicies none;
    auto model = goesOn ? ModelBuilder::patched(*design, none, *previous) : std::nullopt;
    if (!model) model = ModelBuilder(*design, catalog, none, previous).build();
    model->design = std::move(design);
    return *std::move(model);
}

}  // namespace archivolt
