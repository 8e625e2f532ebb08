#include <fmt/format.h>

#include <algorithm>

#include "model/access/model_builder.h"
#include "model/serverless/serverless_policies.h"
#include "model/serverless/transform_serverless.h"

// What SAM's connectors grant to the roles of what they join, and on what they lead to.
namespace archivolt {

namespace {

std::string idOf(const Value* end) {
    const Value* id = end != nullptr ? end->find("Id") : nullptr;
    return id != nullptr ? id->asString().value_or("") : "";
}

}  // namespace

void ModelBuilder::addConnectors(const Item& item) {
    if (item.type() == "AWS::Serverless::Connector") {
        const std::string source = idOf(item.property("Source"));
        connect(item, source, item.resource->properties(), {"Properties"});
        return;
    }
    const Value* own = item.resource->body.find("Connectors");
    if (own == nullptr) return;
    for (const MapEntry& one : own->entries()) {
        const Value* properties = one.value.find("Properties");
        if (properties == nullptr) continue;
        connect(item, item.logicalId(), *properties,
                Path{"Connectors"} / Path{one.key} / Path{"Properties"});
    }
}

void ModelBuilder::connect(const Item& item, const std::string& source, const Value& properties,
                           const Path& path) {
    const Value* destination = properties.find("Destination");
    if (destination == nullptr) return;
    const std::vector<Value> ends =
        destination->isList() ? destination->items() : std::vector<Value>{*destination};
    std::vector<std::string> wanted;
    if (const Value* permissions = properties.find("Permissions")) {
        for (const Value& one : permissions->items()) {
            wanted.push_back(one.asString().value_or(""));
        }
    }
    for (const Value& end : ends) grantConnection(item, source, idOf(&end), wanted, path);
}

void ModelBuilder::grantConnection(const Item& item, const std::string& source,
                                   const std::string& destination,
                                   const std::vector<std::string>& wanted, const Path& path) {
    const auto from = item.stack->find(source);
    const auto to = item.stack->find(destination);
    if (!from || !to) return;
    const auto names = [&](std::string_view name) -> std::optional<Value> {
        if (name == "Source.Arn") return Value::getAtt(source, "Arn");
        if (name == "Destination.Arn") return Value::getAtt(destination, "Arn");
        if (name == "Destination.Name") return Value::ref(destination);
        if (name == "Source.ResourceId") return Value::ref(source);
        // Of an API's paths, without a Qualifier of its own all are meant.
        if (name == "Source.Qualifier") return Value::string("*");
        return pseudoOf(item, name);
    };
    const std::string name =
        fmt::format("connector `{}` from `{}` to `{}`", item.logicalId(), source, destination);
    for (const ConnectorGrant& grant :
         connectorGrants(typeMadeOf(from->source->type()), typeMadeOf(to->source->type()))) {
        if (std::ranges::find(wanted, grant.category) == wanted.end()) continue;
        if (grant.holder == ConnectorHolder::Destination) {
            join(item, destination, serverlessDocument(grant.text, names), {}, PolicyKind::Resource,
                 name);
            continue;
        }
        const bool toSource = grant.holder == ConnectorHolder::SourceRole;
        AccessPrincipal* role = roleOf(item, toSource ? source : destination);
        if (role == nullptr) continue;
        role->identity.push_back(
            policyAt(item, serverlessDocument(grant.text, names), {}, PolicyKind::Identity, name));
        role->identity.back().origin = item.origin(path);
        role->identity.back().source = nullptr;
    }
}

/// Returns what a pseudo parameter is in the stack; nothing for another name.
std::optional<Value> ModelBuilder::pseudoOf(const Item& item, std::string_view name) const {
    if (name == "AWS::Partition") return Value::string("aws");
    if (name == "AWS::Region") return Value::string(item.stack->source->region);
    if (name == "AWS::AccountId") return Value::string(item.stack->source->account);
    return std::nullopt;
}

/// Returns the role that a thing of the stack runs as, or null pointer.
AccessPrincipal* ModelBuilder::roleOf(const Item& item, const std::string& logicalId) {
    for (const AccessRunner& runner : m_model.runners) {
        const bool same = runner.stack == item.stack->source->name && runner.logicalId == logicalId;
        if (same && runner.principal >= 0) {
            return &m_model.principals.edit(static_cast<std::size_t>(runner.principal));
        }
    }
    return nullptr;
}

}  // namespace archivolt
