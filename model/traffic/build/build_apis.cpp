#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <tuple>

#include "model/serverless/transform_serverless.h"
#include "model/traffic/build/builder.h"
#include "model/traffic/build/functions.h"

namespace archivolt::traffic {

namespace {

/// A route of an API: what it is for, and what it calls.
struct ApiRoute {
    std::string method;  ///< Empty: any.
    std::string path;    ///< Empty: any.
    std::vector<const Thing*> backends;
};

void addBackend(const Builder& builder, const Thing& api, const Thing* named,
                std::vector<const Thing*>& backends) {
    const Thing* thing = calledAs(builder, named);
    if (thing == nullptr) return;
    const bool known = builder.nodes.contains(thing->id) && thing->id != api.id;
    if (known && std::ranges::find(backends, thing) == backends.end()) backends.push_back(thing);
}

/// Adds what a part of an API refers to, directly or by an integration.
void addBackends(const Builder& builder, const Thing& api, const Thing& part, const Value& value,
                 std::vector<const Thing*>& backends) {
    for (const Thing* thing : builder.allReferred(part, value)) {
        addBackend(builder, api, thing, backends);
        const auto* found = builder.architecture.others.find(thing->id);
        if (found == nullptr || (*found)->type != "AWS::ApiGatewayV2::Integration") continue;
        for (const Thing* further : builder.allReferred(*thing, builder.propertiesOf(*thing))) {
            addBackend(builder, api, further, backends);
        }
    }
}

bool isOf(const Builder& builder, const Thing& part, std::string_view key, const Thing& api) {
    const Value* own = builder.propertiesOf(part).find(key);
    return own != nullptr && builder.referred(part, *own) == &api;
}

void addHttpRoutes(const Builder& builder, const OtherThing& api, std::vector<ApiRoute>& routes) {
    for (const OtherThing* part : builder.othersOf("AWS::ApiGatewayV2::Route")) {
        if (!isOf(builder, *part, "ApiId", api)) continue;
        const std::string key = textAt(builder.propertiesOf(*part), {"RouteKey"});
        const std::size_t space = key.find(' ');
        ApiRoute route;
        if (space != std::string::npos) {
            route.method = key.substr(0, space) == "ANY" ? "" : key.substr(0, space);
            route.path = key.substr(space + 1);
        }
        addBackends(builder, api, *part, builder.propertiesOf(*part), route.backends);
        routes.push_back(std::move(route));
    }
}

/// The path of a resource of a REST API, by its parents.
std::string pathOf(const Builder& builder, const Thing& from, const Value* value, int depth) {
    const Thing* thing = value != nullptr && depth < 32 ? builder.referred(from, *value) : nullptr;
    const auto* found = thing != nullptr ? builder.architecture.others.find(thing->id) : nullptr;
    if (found == nullptr || (*found)->type != "AWS::ApiGateway::Resource") return {};
    const Value& its = builder.propertiesOf(*thing);
    return pathOf(builder, *thing, its.find("ParentId"), depth + 1) + "/" +
           textAt(its, {"PathPart"});
}

void addRestRoutes(const Builder& builder, const OtherThing& api, std::vector<ApiRoute>& routes) {
    for (const OtherThing* part : builder.othersOf("AWS::ApiGateway::Method")) {
        if (!isOf(builder, *part, "RestApiId", api)) continue;
        const Value& its = builder.propertiesOf(*part);
        ApiRoute route;
        route.method = textAt(its, {"HttpMethod"});
        if (route.method == "ANY") route.method.clear();
        route.path = pathOf(builder, *part, its.find("ResourceId"), 0);
        if (route.path.empty()) route.path = "/";
        addBackends(builder, api, *part, its, route.backends);
        routes.push_back(std::move(route));
    }
}

std::string upperCase(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

/// Says whether an event of SAM's is of this API: the one that it names, else the one that SAM adds
/// for all that name none.
bool isEventOf(const Builder& builder, const Thing& taker, const Value& event, bool isHttp,
               const Thing& api) {
    const Value* named = within(event, {"Properties", isHttp ? "ApiId" : "RestApiId"});
    if (named == nullptr) {
        return api.stack == taker.stack &&
               api.name == (isHttp ? "ServerlessHttpApi" : "ServerlessRestApi");
    }
    if (named->isScalar()) return api.stack == taker.stack && named->text() == api.name;
    return builder.referred(taker, *named) == &api;
}

/// Routes that SAM makes of events of functions and state machines.
/// Source: AWS SAM Developer Guide, sam-property-function-api, -httpapi: without a path all that
/// has no other route comes.
void addEventRoutes(const Builder& builder, const OtherThing& api, std::vector<ApiRoute>& routes) {
    std::vector<const Thing*> takers;
    for (const FunctionThing& one : functionsOf(builder)) takers.push_back(one.thing);
    const auto machines = builder.othersOf("AWS::StepFunctions::StateMachine");
    takers.insert(takers.end(), machines.begin(), machines.end());
    for (const Thing* taker : takers) {
        const Value* events = builder.propertiesOf(*taker).find("Events");
        if (events == nullptr) continue;
        for (const MapEntry& event : events->entries()) {
            const std::string type = textAt(event.value, {"Type"});
            const bool isHttp = type == "HttpApi";
            if (!isHttp && type != "Api") continue;
            if (!isEventOf(builder, *taker, event.value, isHttp, api)) continue;
            ApiRoute route;
            route.method = upperCase(textAt(event.value, {"Properties", "Method"}));
            if (route.method == "ANY" || route.method.starts_with("X-")) route.method.clear();
            route.path = textAt(event.value, {"Properties", "Path"});
            if (route.path == "$default") route.path.clear();
            addBackend(builder, api, taker, route.backends);
            routes.push_back(std::move(route));
        }
    }
}

/// Routes of an API that is written as an OpenAPI document.
void addDocumentRoutes(const Builder& builder, const OtherThing& api,
                       std::vector<ApiRoute>& routes) {
    const Value& its = builder.propertiesOf(api);
    const Value* paths = within(its, {"Body", "paths"});
    if (paths == nullptr) paths = within(its, {"DefinitionBody", "paths"});
    if (paths == nullptr) return;
    for (const MapEntry& path : paths->entries()) {
        for (const MapEntry& method : path.value.entries()) {
            ApiRoute route;
            route.method = upperCase(method.key);
            if (route.method.starts_with("X-")) route.method.clear();
            route.path = path.key;
            addBackends(builder, api, api, method.value, route.backends);
            routes.push_back(std::move(route));
        }
    }
}

/// `/orders/{id}` as a pattern.
std::string patternOf(const std::string& path) {
    std::string pattern;
    bool inside = false;
    for (const char c : path) {
        if (c == '{') pattern += '*';
        inside = c == '{' || (inside && c != '}');
        if (!inside && c != '}') pattern += c;
    }
    return pattern;
}

/// The most specific route is taken. Source: Amazon API Gateway developer guide, routing requests.
void sortRoutes(std::vector<ApiRoute>& routes) {
    const auto key = [](const ApiRoute& one) {
        return std::tuple(one.path.empty(), one.path.find("+}") != std::string::npos,
                          std::ranges::count(one.path, '{'),
                          -static_cast<std::int64_t>(one.path.size()), one.method.empty(), one.path,
                          one.method);
    };
    std::ranges::stable_sort(routes, {}, key);
}

/// A stage's own limits, where it has some (T74).
TokenBucket throttleOf(Builder& builder, const OtherThing& api) {
    TokenBucket bucket{builder.defaults.number("api.rate_rps"),
                       builder.defaults.number("api.burst")};
    const auto tighten = [&](const Value& settings) {
        if (const auto rate = numberAt(settings, {"ThrottlingRateLimit"})) {
            bucket.perSecond = std::min(bucket.perSecond, *rate);
        }
        if (const auto burst = numberAt(settings, {"ThrottlingBurstLimit"})) {
            bucket.burst = std::min(bucket.burst, std::max(1.0, *burst));
        }
    };
    for (const OtherThing* stage : builder.othersOf("AWS::ApiGatewayV2::Stage")) {
        const Value* settings = builder.propertiesOf(*stage).find("DefaultRouteSettings");
        if (settings != nullptr && isOf(builder, *stage, "ApiId", api)) tighten(*settings);
    }
    for (const OtherThing* stage : builder.othersOf("AWS::ApiGateway::Stage")) {
        const Value* settings = builder.propertiesOf(*stage).find("MethodSettings");
        if (settings == nullptr || !isOf(builder, *stage, "RestApiId", api)) continue;
        for (const Value& one : settings->items()) {
            if (textAt(one, {"HttpMethod"}) == "*") tighten(one);
        }
    }
    return bucket;
}

void addRoute(Builder& builder, const ApiRoute& from, Time timeout, StationSpec& spec) {
    StationRoute route;
    if (!from.method.empty()) route.match.methods = {from.method};
    if (!from.path.empty()) route.match.paths = {patternOf(from.path)};
    route.name = (from.method.empty() ? "ANY" : from.method) + " " +
                 (from.path.empty() ? "$default" : from.path);
    for (const Thing* backend : from.backends) {
        Call call;
        call.to = builder.nodes.at(backend->id);
        call.timeout = timeout;
        call.route = static_cast<std::int32_t>(spec.routes.size());
        spec.calls.push_back(call);
        builder.behind.insert(backend->id);
    }
    if (from.backends.empty()) {
        builder.note(
            fmt::format("{}: {} is answered by the API itself, or by something outside "
                        "the design, which takes no time here",
                        spec.name, route.name));
    }
    spec.routes.push_back(std::move(route));
}

void buildApi(Builder& builder, const OtherThing& api, Time timeout) {
    StationSpec spec;
    spec.name = builder.nameOf(api);
    std::vector<ApiRoute> routes;
    addHttpRoutes(builder, api, routes);
    addRestRoutes(builder, api, routes);
    addDocumentRoutes(builder, api, routes);
    addEventRoutes(builder, api, routes);
    if (routes.empty()) {
        // An API made for one target.
        ApiRoute all;
        addBackends(builder, api, api, builder.propertiesOf(api), all.backends);
        routes.push_back(std::move(all));
    }
    const auto answers = [](const ApiRoute& one) { return !one.backends.empty(); };
    if (std::ranges::none_of(routes, answers)) {
        builder.leaveOut(api, api.type, "nothing that is simulated stands behind it");
        return;
    }
    sortRoutes(routes);
    constexpr std::size_t kMostCalls = 180;
    for (const ApiRoute& one : routes) {
        if (spec.calls.size() + one.backends.size() > kMostCalls) {
            builder.note(fmt::format("{}: further routes are answered 404 here", spec.name));
            break;
        }
        addRoute(builder, one, timeout, spec);
    }
    spec.service = builder.workOf(spec.name, "api.overhead_ms");
    spec.throttle = throttleOf(builder, api);
    builder.addStation(api, api.type, spec);
}

}  // namespace

void buildApis(Builder& builder) {
    for (const OtherThing* api : builder.othersOf("AWS::ApiGatewayV2::Api")) {
        // NOT MODELLED: SAM's WebSocket APIs; the report names them.
        if (api->type == "AWS::Serverless::WebSocketApi") continue;
        buildApi(builder, *api, 30 * kSecond);
    }
    for (const OtherThing* api : builder.othersOf("AWS::ApiGateway::RestApi")) {
        buildApi(builder, *api, 29 * kSecond);
    }
}

}  // namespace archivolt::traffic
