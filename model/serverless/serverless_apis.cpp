#include <algorithm>
#include <cctype>

#include "model/serverless/serverless_maker.h"

namespace archivolt {

namespace {

bool isAlphanumeric(const std::string& text) {
    return !text.empty() &&
           std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) != 0; });
}

/// Says whether a REST API answers in its Region alone, by its domain's or its own kind.
bool isRegional(const Value* kind) {
    if (kind == nullptr) return false;
    const Value* type = kind->isMap() ? kind->find("Type") : kind;
    return type != nullptr && type->text() == "REGIONAL";
}

/// Returns a REST API's endpoints as SAM has them in the words of the API's own type.
Value endpointsOf(const Value* given) {
    if (given == nullptr) return {};
    const Value* type = given->isMap() ? given->find("Type") : given;
    const Value* doors = given->find("VPCEndpointIds");
    return mapOf({{"Types", type != nullptr ? listOf({*type}) : Value()},
                  {"VpcEndpointIds", orNull(doors)}});
}

}  // namespace

/// Returns the API that an event is of; where it names none it is one that SAM adds.
std::string ServerlessMaker::apiOf(const ServerlessItem& item, bool isHttp, const Value& event) {
    if (const Value* named = event.find(isHttp ? "ApiId" : "RestApiId")) {
        if (named->isCall(Function::Ref)) return named->argument().text();
        return named->isScalar() && resourceOf(Value::ref(named->text())) != nullptr
                   ? named->text()
                   : std::string();
    }
    std::string id = isHttp ? "ServerlessHttpApi" : "ServerlessRestApi";
    const Value* condition = item.resource.attribute("Condition");
    const std::optional<std::string> own =
        condition != nullptr ? std::optional(condition->text()) : std::nullopt;
    const auto [found, isNew] =
        m_implied.emplace(id, ServerlessApi{id, isHttp, item.resource.id, own, false});
    if (!isNew && found->second.condition != own) found->second.mixedConditions = true;
    return id;
}

/// Source: AWS SAM Developer Guide, sam-specification-generated-resources-api, -httpapi.
std::string ServerlessMaker::stageOf(const ServerlessItem& item, const std::string& id,
                                     bool isHttp) {
    const Value* name = item.property("StageName");
    const std::string text = name != nullptr && name->isScalar() ? name->text() : std::string();
    if (isHttp && (name == nullptr || text == "$default")) return id + "ApiGatewayDefaultStage";
    if (name == nullptr || !name->isScalar()) return id + "Stage";
    return isAlphanumeric(text) ? id + text + "Stage" : id + ".Stage";
}

void ServerlessMaker::makeRestApi(const ServerlessItem& item, const std::string& id) {
    const std::string deployment = id + ".Deployment";
    const std::string stage = stageOf(item, id, false);
    add(item, deployment, "AWS::ApiGateway::Deployment", mapOf({{"RestApiId", Value::ref(id)}}));
    add(item, stage, "AWS::ApiGateway::Stage",
        mapOf({{"RestApiId", Value::ref(id)},
               {"DeploymentId", Value::ref(deployment)},
               {"StageName", orNull(item.property("StageName"))},
               {"TracingEnabled", orNull(item.property("TracingEnabled"))},
               {"AccessLogSetting", orNull(item.property("AccessLogSetting"))},
               {"CacheClusterEnabled", orNull(item.property("CacheClusterEnabled"))},
               {"CacheClusterSize", orNull(item.property("CacheClusterSize"))},
               {"MethodSettings", orNull(item.property("MethodSettings"))},
               {"Variables", orNull(item.property("Variables"))}}));
    makeAuthorizers(item, id, false);
    makeUsagePlan(item, id, stage);
    if (const Value* domain = item.property("Domain")) makeDomain(item, id, false, *domain, stage);
}

void ServerlessMaker::makeHttpApi(const ServerlessItem& item, const std::string& id) {
    const std::string stage = stageOf(item, id, true);
    const Value* name = item.property("StageName");
    add(item, stage, "AWS::ApiGatewayV2::Stage",
        mapOf({{"ApiId", Value::ref(id)},
               {"StageName", name != nullptr ? *name : textOf("$default")},
               {"AutoDeploy", Value::boolean(true)},
               {"AccessLogSettings", orNull(item.property("AccessLogSettings"))},
               {"DefaultRouteSettings", orNull(item.property("DefaultRouteSettings"))},
               {"RouteSettings", orNull(item.property("RouteSettings"))},
               {"StageVariables", orNull(item.property("StageVariables"))}}));
    makeAuthorizers(item, id, true);
    if (const Value* domain = item.property("Domain")) makeDomain(item, id, true, *domain, stage);
}

/// The API may call the functions that decide who is let in.
void ServerlessMaker::makeAuthorizers(const ServerlessItem& item, const std::string& id,
                                      bool isHttp) {
    const Value* auth = item.property("Auth");
    const Value* all = auth != nullptr ? auth->find("Authorizers") : nullptr;
    if (all == nullptr) return;
    for (const MapEntry& one : all->entries()) {
        const Value* function = one.value.find("FunctionArn");
        if (function == nullptr) continue;
        const Value* wanted = one.value.find("EnableFunctionDefaultPermissions");
        if (isHttp && (wanted == nullptr || wanted->asBool() != true)) continue;
        if (one.value.find(isHttp ? "AuthorizerInvokeRole" : "FunctionInvokeRole") != nullptr) {
            continue;
        }
        add(item, id + one.key + "AuthorizerPermission", "AWS::Lambda::Permission",
            mapOf({{"Action", textOf("lambda:InvokeFunction")},
                   {"FunctionName", *function},
                   {"Principal", textOf("apigateway.amazonaws.com")},
                   {"SourceArn", substituted("arn:${AWS::Partition}:execute-api:${AWS::Region}:"
                                             "${AWS::AccountId}:${Api}/authorizers/*",
                                             {{"Api", Value::ref(id)}})}}));
    }
}

/// Source: AWS SAM Developer Guide, sam-property-api-apiusageplan.
void ServerlessMaker::makeUsagePlan(const ServerlessItem& item, const std::string& id,
                                    const std::string& stage) {
    const Value* plan = item.properties.at({"Auth", "UsagePlan"});
    const Value* made = plan != nullptr ? plan->find("CreateUsagePlan") : nullptr;
    if (made == nullptr || (made->text() != "PER_API" && made->text() != "SHARED")) return;
    const std::string prefix = made->text() == "SHARED" ? "Serverless" : id;
    const Value stageRef = Value::ref(stage);
    add(item, prefix + "UsagePlan", "AWS::ApiGateway::UsagePlan",
        mapOf({{"ApiStages", listOf({mapOf({{"ApiId", Value::ref(id)}, {"Stage", stageRef}})})},
               {"Quota", orNull(plan->find("Quota"))},
               {"Throttle", orNull(plan->find("Throttle"))}}));
    add(item, prefix + "ApiKey", "AWS::ApiGateway::ApiKey",
        mapOf({{"Enabled", Value::boolean(true)},
               {"StageKeys",
                listOf({mapOf({{"RestApiId", Value::ref(id)}, {"StageName", stageRef}})})}}));
    add(item, prefix + "UsagePlanKey", "AWS::ApiGateway::UsagePlanKey",
        mapOf({{"KeyId", Value::ref(prefix + "ApiKey")},
               {"KeyType", textOf("API_KEY")},
               {"UsagePlanId", Value::ref(prefix + "UsagePlan")}}));
}

/// Source: AWS SAM Developer Guide, sam-property-api-domainconfiguration, -httpapi-.
void ServerlessMaker::makeDomain(const ServerlessItem& item, const std::string& id, bool isHttp,
                                 const Value& domain, const std::string& stage) {
    const std::string name = id + ".DomainName";
    const Value* certificate = domain.find("CertificateArn");
    const Value* policy = domain.find("SecurityPolicy");
    const bool regional = isHttp || isRegional(domain.find("EndpointConfiguration"));
    if (isHttp) {
        add(item, name, "AWS::ApiGatewayV2::DomainName",
            mapOf({{"DomainName", orNull(domain.find("DomainName"))},
                   {"DomainNameConfigurations",
                    listOf({mapOf({{"CertificateArn", orNull(certificate)},
                                   {"EndpointType", textOf("REGIONAL")},
                                   {"SecurityPolicy", orNull(policy)}})})}}));
    } else {
        const char* kind = regional ? "REGIONAL" : "EDGE";
        add(item, name, "AWS::ApiGateway::DomainName",
            mapOf({{regional ? "RegionalCertificateArn" : "CertificateArn", orNull(certificate)},
                   {"DomainName", orNull(domain.find("DomainName"))},
                   {"EndpointConfiguration", mapOf({{"Types", listOf({textOf(kind)})}})},
                   {"SecurityPolicy", orNull(policy)}}));
    }
    const Value* paths = domain.find("BasePath");
    const char* type =
        isHttp ? "AWS::ApiGatewayV2::ApiMapping" : "AWS::ApiGateway::BasePathMapping";
    const std::string suffix = isHttp ? "ApiMapping" : "BasePathMapping";
    const auto mapping = [&](const std::string& path) {
        std::string plain;
        std::ranges::copy_if(path, std::back_inserter(plain),
                             [](unsigned char c) { return std::isalnum(c) != 0; });
        const Value key = path.empty() || path == "/" ? Value() : textOf(path);
        add(item, id + plain + suffix, type,
            mapOf({{isHttp ? "ApiMappingKey" : "BasePath", key},
                   {"DomainName", Value::ref(name)},
                   {isHttp ? "ApiId" : "RestApiId", Value::ref(id)},
                   {"Stage", Value::ref(stage)}}));
    };
    if (paths == nullptr || paths->items().empty()) mapping({});
    for (const Value& path : paths != nullptr ? paths->items() : std::vector<Value>{}) {
        if (path.isScalar()) mapping(path.text());
    }
    const Value* zone = domain.find("Route53");
    if (zone == nullptr || !zone->isMap()) return;
    const std::string front = regional ? "Regional" : "Distribution";
    std::vector<Value> records;
    for (const char* kind : {"A", "AAAA"}) {
        const Value* dual = zone->find("IpV6");
        if (*kind == 'A' && kind[1] != '\0' && (dual == nullptr || dual->asBool() != true)) break;
        records.push_back(
            mapOf({{"Name", orNull(domain.find("DomainName"))},
                   {"Type", textOf(kind)},
                   {"AliasTarget",
                    mapOf({{"HostedZoneId", regional ? Value::getAtt(name, "RegionalHostedZoneId")
                                                     : textOf("Z2FDTNDATAQYW2")},
                           {"DNSName", Value::getAtt(name, front + "DomainName")}})}}));
    }
    add(item, id + ".RecordSetGroup", "AWS::Route53::RecordSetGroup",
        mapOf({{"HostedZoneId", orNull(zone->find("HostedZoneId"))},
               {"HostedZoneName", orNull(zone->find("HostedZoneName"))},
               {"RecordSets", listOf(std::move(records))}}));
}

/// Source: AWS SAM Developer Guide, sam-resource-websocketapi.
void ServerlessMaker::makeWebSocket(const ServerlessItem& item) {
    const Value* routes = item.property("Routes");
    const Value* given = item.property("StageName");
    const Value stage = given != nullptr ? *given : textOf("default");
    for (const MapEntry& route : routes != nullptr ? routes->entries() : std::vector<MapEntry>{}) {
        const Value* function = route.value.find("FunctionArn");
        if (function == nullptr) continue;
        std::string name;
        std::ranges::copy_if(route.key, std::back_inserter(name),
                             [](unsigned char c) { return std::isalnum(c) != 0; });
        if (route.key.starts_with('$') && !name.empty()) {
            name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
        }
        const std::string prefix = item.id() + name;
        add(item, prefix + "Route", "AWS::ApiGatewayV2::Route",
            mapOf({{"ApiId", Value::ref(item.id())},
                   {"RouteKey", textOf(route.key)},
                   {"Target",
                    Value::call(
                        Function::Join,
                        listOf({textOf("/"), listOf({textOf("integrations"),
                                                     Value::ref(prefix + "Integration")})}))}}));
        add(item, prefix + "Integration", "AWS::ApiGatewayV2::Integration",
            mapOf({{"ApiId", Value::ref(item.id())},
                   {"IntegrationType", textOf("AWS_PROXY")},
                   {"IntegrationUri",
                    substituted("arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/"
                                "2015-03-31/functions/${Function}/invocations",
                                {{"Function", *function}})}}));
        add(item, prefix + "Permission", "AWS::Lambda::Permission",
            mapOf({{"Action", textOf("lambda:InvokeFunction")},
                   {"FunctionName", *function},
                   {"Principal", textOf("apigateway.amazonaws.com")},
                   {"SourceArn", substituted("arn:${AWS::Partition}:execute-api:${AWS::Region}:"
                                             "${AWS::AccountId}:${Api}/${Stage}/${Route}",
                                             {{"Api", Value::getAtt(item.id(), "ApiId")},
                                              {"Stage", stage},
                                              {"Route", textOf(route.key)}})}}));
    }
    const bool isDefault = stage.text() == "default" || !isAlphanumeric(stage.text());
    add(item, item.id() + (isDefault ? "Default" : stage.text()) + "Stage",
        "AWS::ApiGatewayV2::Stage",
        mapOf({{"ApiId", Value::ref(item.id())},
               {"StageName", stage},
               {"AutoDeploy", Value::boolean(true)}}));
}

/// Adds the APIs that events imply, which stand in no template.
/// Source: AWS SAM Developer Guide, sam-specification-generated-resources-api-gateway.
void ServerlessMaker::makeImpliedApis() {
    for (const auto& [id, api] : m_implied) {
        std::vector<MapEntry> body{
            {"Type", textOf(api.isHttp ? "AWS::Serverless::HttpApi" : "AWS::Serverless::Api")}};
        // NOT MODELLED: that an API of SAM's is not made when every condition of several is false.
        if (api.condition && !api.mixedConditions) {
            body.push_back({"Condition", textOf(*api.condition)});
        }
        body.push_back(
            {"Properties", api.isHttp ? Value::map({}) : mapOf({{"StageName", textOf("Prod")}})});
        const Resource implied{api.maker, id, Value::map(std::move(body))};
        const Value properties = withGlobals(implied);
        const ServerlessItem item{implied, properties};
        add(item, id, api.isHttp ? "AWS::ApiGatewayV2::Api" : "AWS::ApiGateway::RestApi",
            mapOf({{"EndpointConfiguration",
                    api.isHttp ? Value() : endpointsOf(item.property("EndpointConfiguration"))},
                   {"Name", Value::ref("AWS::StackName")},
                   {"ProtocolType", api.isHttp ? textOf("HTTP") : Value()}}));
        if (api.isHttp) makeHttpApi(item, id);
        if (!api.isHttp) makeRestApi(item, id);
    }
}

}  // namespace archivolt
