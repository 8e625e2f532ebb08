#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "model/access/model_builder.h"
#include "model/serverless/transform_serverless.h"

// Who may call the APIs of API Gateway.
namespace archivolt {

namespace {

bool isRestApi(const std::string& type) {
    return typeMadeOf(type) == std::string_view("AWS::ApiGateway::RestApi");
}

/// Says whether policies are asked at all who calls a method, beside the API's own.
/// Source: API Gateway Developer Guide, api-gateway-control-access-to-api.
bool isOpenToAll(const Value* authorization) {
    return authorization == nullptr ||
           (authorization->isString() && authorization->text() == "NONE");
}

/// The paths of a REST API's resources, by their logical ids.
class ApiPaths {
public:
    explicit ApiPaths(const EvaluatedStack& stack) : m_stack(stack) {}

    /// Returns the path that a method's ResourceId means, parameters as `*`; nothing where that
    /// is not told.
    /// Adds the resources that say so to `on`.
    [[nodiscard]] std::optional<std::string> of(const Value* id,
                                                std::vector<const EvaluatedResource*>& on) const {
        constexpr std::size_t kMostParts = 64;
        if (id == nullptr || on.size() == kMostParts) return std::nullopt;
        if (id->isCall(Function::GetAtt) && id->argument().items().size() == 2 &&
            id->argument().items()[1].text() == "RootResourceId") {
            return std::string();
        }
        std::string name;
        if (id->isCall(Function::Ref)) name = id->argument().text();
        if (id->isCall(Function::GetAtt)) name = id->argument().items()[0].text();
        const auto resource = m_stack.find(name);
        if (!resource || resource->source->type() != "AWS::ApiGateway::Resource") {
            return std::nullopt;
        }
        on.push_back(resource.get());
        const Value* part = resource->properties().find("PathPart");
        const auto parent = of(resource->properties().find("ParentId"), on);
        if (part == nullptr || !part->isString() || !parent) return std::nullopt;
        const bool isParameter = part->text().starts_with('{');
        return *parent + '/' + (isParameter ? std::string("*") : part->text());
    }

private:
    const EvaluatedStack& m_stack;
};

}  // namespace

std::string ModelBuilder::callArnOf(const Item& item, const ResourceName& name) {
    const std::string_view type = typeMadeOf(item.type());
    if (type != "AWS::ApiGateway::RestApi" && type != "AWS::ApiGatewayV2::Api") return {};
    return fmt::format("arn:aws:execute-api:{}:{}:{}", item.stack->source->region,
                       item.stack->source->account, shown(name.name));
}

/// Notes a method that anybody may call: one that asks for no authorization, of an API without a
/// policy. Of an API that an OpenAPI document describes nobody knows.
///
/// Source: API Gateway Developer Guide, apigateway-authorization-flow, api-gateway-method-request.
// NOT MODELLED: who passes the authorizers and user pools of APIs, and who may call HTTP and
// WebSocket APIs, whose routes ask for no authorization unless they say so.
void ModelBuilder::joinOpenMethod(const Item& item) {
    if (isRestApi(item.type())) {
        const bool isTold = item.type() == "AWS::ApiGateway::RestApi" &&
                            item.property("Body") == nullptr &&
                            item.property("BodyS3Location") == nullptr;
        if (!isTold && item.property("Policy") == nullptr) {
            joinOpenCall(item, item.logicalId(), std::nullopt);
        }
        return;
    }
    const Value* named = item.property("RestApiId");
    if (item.type() != "AWS::ApiGateway::Method" || named == nullptr ||
        !isOpenToAll(item.property("AuthorizationType"))) {
        return;
    }
    const std::string target = m_names.resourceNamedBy(*named, item.id());
    const auto api = item.stack->find(target);
    if (!api || !isRestApi(api->source->type()) || api->properties().find("Policy") != nullptr) {
        return;
    }
    const ApiPaths paths(*item.stack);
    std::vector<const EvaluatedResource*> on;
    const auto path = paths.of(item.property("ResourceId"), on);
    const Value* verb = item.property("HttpMethod");
    std::optional<std::string> call;
    if (path && verb != nullptr && verb->isString()) {
        call = fmt::format("/*/{}{}", verb->text() == "ANY" ? "*" : verb->text(),
                           path->empty() ? "/" : *path);
    }
    joinOpenCall(item, target, call);
    m_joined[{item.id(), target}].back().others = std::move(on);
}

/// Notes that anybody may make a call of an API; without one, that it can't be told which.
void ModelBuilder::joinOpenCall(const Item& item, const std::string& target,
                                const std::optional<std::string>& call) {
    const ResourceName* name = m_names.find(item.id(), target);
    const auto api = item.stack->find(target);
    if (name == nullptr || !api) return;
    std::vector<MapEntry> conditions;
    if (!call) {
        const Value why = Value::unknown("which methods ask for authorization is not read");
        conditions.push_back({"StringEquals", Value::map({{"aws:ResourceAccount", why}})});
    }
    const std::string arn = callArnOf({item.stack, api.get()}, *name);
    join(item, target,
         statementOf("Allow", Value::string("*"), Value::string("execute-api:Invoke"),
                     Value::string(arn + call.value_or("/*")), std::move(conditions)),
         {}, PolicyKind::Resource,
         call ? fmt::format("method `{}`, which asks for no authorization", item.logicalId())
              : fmt::format("`{}`, whose methods may ask for no authorization", item.logicalId()));
}

void ModelBuilder::expandApiResources(const Item& item, PolicyDocument& document) const {
    if (!isRestApi(item.type())) return;
    const ResourceName* name = m_names.find(item.id(), item.logicalId());
    if (name == nullptr) return;
    constexpr std::string_view kShort = "execute-api:/";
    const std::string arn = callArnOf(item, *name) + '/';
    for (PolicyStatement& statement : document.statements) {
        for (PolicyText& value : statement.resources.values) {
            if (value.parts.empty() || !value.parts.front().text.starts_with(kShort)) continue;
            value.parts.front().text.replace(0, kShort.size(), arn);
        }
    }
}

}  // namespace archivolt
