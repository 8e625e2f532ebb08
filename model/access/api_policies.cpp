#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "model/access/model_builder.h"
#include "model/serverless/transform_serverless.h"

// Who may call the APIs of API Gateway.
namespace archivolt {

namespace {

bool isRestApi(const std::string& type) {
    return typeMadeOf(type) == std::string_view("AWS::ApiGateway::RestApi");
}

bool isLaterApi(const std::string& type) {
    return typeMadeOf(type) == std::string_view("AWS::ApiGatewayV2::Api");
}

/// Who decides whether a method or route may be called, beside the API's own policy.
/// Source: API Gateway Developer Guide, api-gateway-control-access-to-api; CloudFormation,
/// AWS::ApiGateway::Method and AWS::ApiGatewayV2::Route (NONE where nothing is said).
enum class Guard : std::uint8_t {
    None,
    Policies,  ///< IAM.
    UserPool,
    Authorizer,
    Unknown
};

Guard guardOf(const Value* authorization) {
    if (authorization == nullptr || authorization->isNull()) return Guard::None;
    if (!authorization->isString()) return Guard::Unknown;
    if (authorization->text() == "NONE") return Guard::None;
    if (authorization->text() == "AWS_IAM") return Guard::Policies;
    return authorization->text() == "COGNITO_USER_POOLS" ? Guard::UserPool : Guard::Authorizer;
}

/// Says why it can't be told whom a guard lets in.
Doubt whyGuarded(Guard guard, const std::string& what) {
    if (guard == Guard::Unknown) return fmt::format("which authorization `{}` asks for", what);
    return fmt::format("whom {} of `{}` lets in",
                       guard == Guard::UserPool ? "the user pool" : "the authorizer", what);
}

/// Returns the calls that a route's key takes (`GET /pets/{id}`), parameters as `*`; nothing of
/// `$default`, which takes what no other route does.
std::optional<std::string> callsOfKey(std::string_view key) {
    const auto space = key.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const std::string_view verb = key.substr(0, space);
    std::string calls = fmt::format("/*/{}", verb == "ANY" ? "*" : verb);
    std::string_view path = key.substr(space + 1);
    while (!path.empty()) {
        const auto open = path.find('{');
        calls += path.substr(0, open);
        const auto close = open == std::string_view::npos ? open : path.find('}', open);
        if (close == std::string_view::npos) break;
        calls += '*';
        path.remove_prefix(close + 1);
    }
    return calls;
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

/// Notes who may call an API, or a part of it, where that is not for the policies of callers alone.
void ModelBuilder::joinCallsOfApi(const Item& item) {
    if (item.type() == "AWS::ApiGateway::Method") return joinMethod(item);
    if (item.type() == "AWS::ApiGatewayV2::Route") return joinRoute(item);
    const bool isRest = isRestApi(item.type());
    if (!isRest && !isLaterApi(item.type())) return;
    const Value* own = item.resource->body.at(Path{"Properties", "Auth", "ResourcePolicy"});
    if (item.type() == "AWS::Serverless::Api" && own != nullptr && own->isMap()) {
        return joinPolicyOfServerlessApi(item);
    }
    const bool isTold = !item.type().starts_with("AWS::Serverless::") &&
                        item.property("Body") == nullptr &&
                        item.property("BodyS3Location") == nullptr;
    if (!isTold && (!isRest || item.property("Policy") == nullptr)) {
        joinCalls(
            item, item, "Allow", {"/*", "which methods ask for authorization is not read"},
            fmt::format("`{}`, whose methods may ask for no authorization", item.logicalId()));
    }
    if (isTold && !isRest && item.property("Target") != nullptr) {
        ApiCalls all{"/*", {}};
        if (hasGuardedRoutes(item, all)) all.why = "which of its routes takes a call";
        joinCalls(item, item, "Allow", std::move(all),
                  fmt::format("the quick route of `{}`, which asks for no authorization",
                              item.logicalId()));
    }
}

/// Notes a method of a REST API that anybody may call, or whoever an authorizer lets in. The API's
/// own policy decides beside it, but against an authorizer's "no" it allows nothing, and it must
/// allow whom a user pool knows.
///
/// Source: API Gateway Developer Guide, apigateway-authorization-flow, api-gateway-method-request.
// NOT MODELLED: whom authorizers and user pools of APIs let in; a call of what they guard is
// unknown.
void ModelBuilder::joinMethod(const Item& item) {
    const Value* named = item.property("RestApiId");
    const Guard guard = guardOf(item.property("AuthorizationType"));
    if (named == nullptr || guard == Guard::Policies) return;
    const auto api = itemNamedBy(*named, item.id());
    if (!api || !isRestApi(api->type())) return;
    const bool hasPolicy = api->property("Policy") != nullptr;
    ApiCalls calls;
    const ApiPaths paths(*item.stack);
    const auto path = paths.of(item.property("ResourceId"), calls.on);
    const Value* verb = item.property("HttpMethod");
    if (path && verb != nullptr && verb->isString()) {
        calls.calls = fmt::format("/*/{}{}", verb->text() == "ANY" ? "*" : verb->text(),
                                  path->empty() ? "/" : *path);
    } else {
        calls.calls = "/*";
        calls.why = fmt::format("which calls method `{}` takes", item.logicalId());
    }
    if (guard == Guard::None) {
        if (hasPolicy) return;
        return joinCalls(
            item, *api, "Allow", std::move(calls),
            fmt::format("method `{}`, which asks for no authorization", item.logicalId()));
    }
    calls.why = whyGuarded(guard, item.logicalId());
    const std::string name = fmt::format("method `{}`", item.logicalId());
    if (hasPolicy && guard == Guard::UserPool) {
        return joinCalls(item, *api, "Deny", std::move(calls), name);
    }
    joinUnknownCalls(item, *api, calls, name);
}

/// Notes a route of an HTTP API that anybody may call, or whoever an authorizer lets in.
///
/// Source: API Gateway Developer Guide, http-api-access-control, http-api-develop-routes.
void ModelBuilder::joinRoute(const Item& item) {
    const Value* named = item.property("ApiId");
    const auto api = named != nullptr ? itemNamedBy(*named, item.id()) : std::nullopt;
    if (!api || !isLaterApi(api->type())) return;
    const Value* protocol = api->property("ProtocolType");
    const bool isHttp = protocol == nullptr || protocol->asString() == "HTTP";
    if (!isHttp) return joinSocketRoute(item, *api);
    const Guard guard = guardOf(item.property("AuthorizationType"));
    if (guard == Guard::Policies) return;
    const Value* key = item.property("RouteKey");
    const auto taken = key != nullptr && key->isString() ? callsOfKey(key->text()) : std::nullopt;
    ApiCalls calls{taken.value_or("/*"), {}, {api->resource}};
    const std::string name = fmt::format("route `{}`", item.logicalId());
    if (guard != Guard::None) {
        calls.why = whyGuarded(guard, item.logicalId());
        return joinUnknownCalls(item, *api, calls, name);
    }
    if (!taken && hasGuardedRoutes(*api, calls)) calls.why = "which of its routes takes a call";
    joinCalls(item, *api, "Allow", std::move(calls), name + ", which asks for no authorization");
}

/// Who may connect to a WebSocket API may send to all of its routes: `$connect` alone is guarded.
///
/// Source: API Gateway Developer Guide, apigateway-websocket-api-control-access.
void ModelBuilder::joinSocketRoute(const Item& item, const Item& api) {
    const Guard guard = guardOf(item.property("AuthorizationType"));
    const Value* key = item.property("RouteKey");
    const bool isOther = key != nullptr && key->isString() && key->text() != "$connect";
    if (isOther || guard == Guard::Policies) return;
    ApiCalls calls{"/*", {}, {api.resource}};
    const std::string name = fmt::format("route `{}`", item.logicalId());
    if (guard == Guard::None) {
        return joinCalls(item, api, "Allow", std::move(calls),
                         name + ", which asks for no authorization");
    }
    calls.why = whyGuarded(guard, item.logicalId());
    joinUnknownCalls(item, api, calls, name);
}

/// Says whether another route of an API asks for authorization, and adds what says so.
bool ModelBuilder::hasGuardedRoutes(const Item& api, ApiCalls& calls) const {
    bool isGuarded = false;
    for (const auto& stack : m_design.stacks) {
        for (const auto& resource : stack->resources) {
            if (resource->source->type() != "AWS::ApiGatewayV2::Route") continue;
            const Item route(stack.get(), resource.get());
            const Value* named = route.property("ApiId");
            const auto of = named != nullptr ? itemNamedBy(*named, route.id()) : std::nullopt;
            if (!of || of->resource != api.resource) continue;
            calls.on.push_back(resource.get());
            isGuarded = isGuarded || guardOf(route.property("AuthorizationType")) != Guard::None;
        }
    }
    return isGuarded;
}

/// Notes that somebody, nobody knows who, is let in or kept out.
void ModelBuilder::joinUnknownCalls(const Item& item, const Item& api, const ApiCalls& calls,
                                    const std::string& name) {
    joinCalls(item, api, "Allow", calls, name);
    joinCalls(item, api, "Deny", calls, name);
}

/// Notes that everyone may make calls of an API, or may not.
void ModelBuilder::joinCalls(const Item& item, const Item& api, const char* effect, ApiCalls calls,
                             const std::string& name) {
    const ResourceName* called = m_names.find(api.id(), api.logicalId());
    if (called == nullptr) return;
    std::vector<MapEntry> conditions;
    if (!calls.why.empty()) {
        const Value why = Value::unknown(calls.why);
        conditions.push_back({"StringEquals", Value::map({{"aws:ResourceAccount", why}})});
    }
    join(item, ResourceNames::Place{api.id(), api.logicalId()},
         statementOf(effect, Value::string("*"), Value::string("execute-api:Invoke"),
                     Value::string(callArnOf(api, *called) + calls.calls), std::move(conditions)),
         {}, PolicyKind::Resource, name);
    m_joined[{api.id(), api.logicalId()}].back().others = std::move(calls.on);
}

namespace {

/// What SAM makes of one of its lists: everyone is let in, but from elsewhere, or from there.
struct ServerlessList {
    const char* name;
    const char* condition;
    const char* key;
};
constexpr std::array kServerlessLists = {
    ServerlessList{"IpRangeWhitelist", "NotIpAddress", "aws:SourceIp"},
    ServerlessList{"IpRangeBlacklist", "IpAddress", "aws:SourceIp"},
    ServerlessList{"SourceVpcBlacklist", "StringEquals", ""},
    ServerlessList{"IntrinsicVpcBlacklist", "StringEquals", "aws:SourceVpc"},
    ServerlessList{"IntrinsicVpceBlacklist", "StringEquals", "aws:SourceVpce"},
    ServerlessList{"SourceVpcWhitelist", "StringNotEquals", ""},
    ServerlessList{"IntrinsicVpcWhitelist", "StringNotEquals", "aws:SourceVpc"},
    ServerlessList{"IntrinsicVpceWhitelist", "StringNotEquals", "aws:SourceVpce"}};

std::vector<Value> itemsOf(const Value& value) {
    return value.isList() ? value.items() : std::vector<Value>{value};
}

}  // namespace

/// Writes out what SAM makes of the short forms of an API's policy. Each list of addresses lets in
/// everyone and keeps out some; lists of networks of one sort are one condition, whose keys must
/// all hold.
///
/// Source: AWS SAM Developer Guide, sam-property-api-resourcepolicystatement; the translator's
/// `add_resource_policy` of samtranslator/swagger.
void ModelBuilder::joinPolicyOfServerlessApi(const Item& item) {
    const Path path{"Properties", "Auth", "ResourcePolicy"};
    const Value& policy = *item.resource->body.at(path);
    const Value* stage = item.property("StageName");
    const bool isNamed = stage != nullptr && stage->isString();
    const Value resource =
        Value::string(fmt::format("execute-api:/{}/*", isNamed ? stage->text() : "*"));
    std::vector<Value> statements;
    const auto add = [&](const char* effect, Value principal, std::vector<MapEntry> conditions) {
        const Value document =
            statementOf(effect, std::move(principal), Value::string("execute-api:Invoke"), resource,
                        std::move(conditions));
        statements.push_back(document.find("Statement")->items().front());
    };
    for (const auto& [list, effect] :
         {std::pair("AwsAccountWhitelist", "Allow"), std::pair("AwsAccountBlacklist", "Deny")}) {
        const Value* accounts = policy.find(list);
        if (accounts == nullptr || accounts->isNull()) continue;
        add(effect, Value::map({{"AWS", Value::list(itemsOf(*accounts))}}), {});
    }
    std::map<std::string, std::map<std::string, std::vector<Value>>> kept;
    for (const ServerlessList& one : kServerlessLists) {
        const Value* list = policy.find(one.name);
        if (list == nullptr || list->isNull()) continue;
        for (const Value& entry : itemsOf(*list)) {
            const bool isDoor = entry.isString() && entry.text().starts_with("vpce-");
            const std::string key = *one.key != 0 ? one.key
                                    : isDoor      ? "aws:SourceVpce"
                                                  : "aws:SourceVpc";
            kept[one.condition][key].push_back(entry);
        }
    }
    for (const auto& [condition, keys] : kept) {
        std::vector<MapEntry> entries;
        for (const auto& [key, values] : keys) entries.push_back({key, Value::list(values)});
        add("Allow", Value::string("*"), {});
        add("Deny", Value::string("*"), {{condition, Value::map(std::move(entries))}});
    }
    if (const Value* custom = policy.find("CustomStatements")) {
        for (const Value& one : itemsOf(*custom)) statements.push_back(one);
    }
    if (statements.empty()) return;
    join(item, item.logicalId(),
         Value::map({{"Version", Value::string("2012-10-17")},
                     {"Statement", Value::list(std::move(statements))}}),
         {}, PolicyKind::Resource, fmt::format("resource policy of `{}`", item.logicalId()));
    const Value* authorizers = item.resource->body.at(Path{"Properties", "Auth", "Authorizers"});
    const Value* first = item.resource->body.at(Path{"Properties", "Auth", "DefaultAuthorizer"});
    const bool isGuarded =
        authorizers != nullptr ||
        (first != nullptr && first->asString() != "AWS_IAM" && first->asString() != "NONE");
    if (!isGuarded) return;
    joinUnknownCalls(item, item, {"/*", whyGuarded(Guard::Authorizer, item.logicalId())},
                     fmt::format("`{}`", item.logicalId()));
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
