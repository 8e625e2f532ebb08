#include "model/serverless/serverless_maker.h"

#include <utility>

namespace archivolt {

namespace {

constexpr std::size_t kMostMade = 512;

/// What every resource that is made for another takes over from it.
constexpr std::string_view kPassedOn[] = {"Condition", "DeletionPolicy", "UpdateReplacePolicy"};

}  // namespace

Value mapOf(std::vector<std::pair<std::string, Value>> entries) {
    std::vector<MapEntry> result;
    for (auto& [key, value] : entries) {
        if (!value.isNull()) result.push_back({std::move(key), std::move(value)});
    }
    return Value::map(std::move(result));
}

Value orNull(const Value* value) { return value != nullptr ? *value : Value(); }

Value textOf(std::string text) { return Value::string(std::move(text)); }

Value listOf(std::vector<Value> items) { return Value::list(std::move(items)); }

Value substituted(std::string pattern, std::vector<MapEntry> names) {
    Value text = Value::string(std::move(pattern));
    if (names.empty()) return Value::call(Function::Sub, std::move(text));
    return Value::call(Function::Sub, Value::list({std::move(text), Value::map(std::move(names))}));
}

Value statementOf(Value action, Value resource) {
    return mapOf({{"Action", std::move(action)},
                  {"Effect", textOf("Allow")},
                  {"Resource", std::move(resource)}});
}

Value documentOf(std::vector<Value> statements) {
    return mapOf({{"Version", textOf("2012-10-17")}, {"Statement", listOf(std::move(statements))}});
}

Value trustOf(std::string_view service) {
    return documentOf(
        {mapOf({{"Action", listOf({textOf("sts:AssumeRole")})},
                {"Effect", textOf("Allow")},
                {"Principal", mapOf({{"Service", listOf({textOf(std::string(service))})}})}})});
}

const Value* ServerlessItem::property(std::string_view name) const {
    const Value* value = properties.find(name);
    return value != nullptr && !value->isNull() ? value : nullptr;
}

ServerlessMaker::ServerlessMaker(const Template& body,
                                 const std::map<std::string, Value>& parameters)
    : m_body(body), m_parameters(parameters) {
    for (const auto& resource : body.resources) m_taken.insert(resource->logicalId);
}

ServerlessTransform ServerlessMaker::make() {
    for (const auto& resource : m_body.resources) {
        const std::string& type = resource->type();
        // NOT MODELLED: what SAM's transform makes of GraphQL APIs, capacity providers and web
        // functions, and of a resource that a loop makes.
        if (!type.starts_with("AWS::Serverless::")) continue;
        ServerlessItem item{*resource, withGlobals(*resource)};
        if (!item.properties.identical(resource->properties())) {
            change(resource->logicalId, resource->body.withEntry("Properties", item.properties));
        }
        if (type == "AWS::Serverless::Function") makeFunction(item);
        if (type == "AWS::Serverless::StateMachine") makeMachine(item);
        if (type == "AWS::Serverless::Api") makeRestApi(item, item.id());
        if (type == "AWS::Serverless::HttpApi") makeHttpApi(item, item.id());
        if (type == "AWS::Serverless::WebSocketApi") makeWebSocket(item);
    }
    makeImpliedApis();
    return std::move(m_result);
}

void ServerlessMaker::add(const ServerlessItem& of, std::string logicalId, std::string_view type,
                          Value properties) {
    addWith(
        of, std::move(logicalId),
        Value::map({{"Type", textOf(std::string(type))}, {"Properties", std::move(properties)}}));
}

void ServerlessMaker::addWith(const ServerlessItem& of, std::string logicalId, Value body) {
    // What the template has under that name is the template's.
    if (m_taken.contains(logicalId) || m_count[of.id()] >= kMostMade) return;
    for (const std::string_view name : kPassedOn) {
        const Value* given = of.resource.attribute(name);
        if (given != nullptr && body.find(name) == nullptr) {
            body = body.withEntry(std::string(name), *given);
        }
    }
    ++m_count[of.id()];
    m_taken.insert(logicalId);
    m_result.made.push_back({of.resource.id, std::move(logicalId), std::move(body)});
}

Value ServerlessMaker::resolved(const Value& value) const {
    if (!value.isCall(Function::Ref)) return value;
    const auto found = m_parameters.find(value.argument().text());
    return found != m_parameters.end() ? found->second : value;
}

const Value* ServerlessMaker::bodyOf(const std::string& logicalId) const {
    const auto changed = m_result.changed.find(logicalId);
    if (changed != m_result.changed.end()) return &changed->second;
    const auto resource = m_body.resources.find(logicalId);
    return resource ? &resource->body : nullptr;
}

const Resource* ServerlessMaker::resourceOf(const Value& reference) const {
    if (!reference.isCall(Function::Ref)) return nullptr;
    return m_body.resources.find(reference.argument().text()).get();
}

void ServerlessMaker::change(const std::string& logicalId, Value body) {
    m_result.changed.insert_or_assign(logicalId, std::move(body));
}

}  // namespace archivolt
