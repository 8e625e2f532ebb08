#include "model/reachability/questions/outside_services.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "model/architecture/attached.h"
#include "model/architecture/edge.h"
#include "model/architecture/unmodelled.h"

namespace archivolt {

namespace {

constexpr std::array<std::string_view, 7> kCalledByClients{
    "AWS::Amplify::App",           "AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api",
    "AWS::AppRunner::Service",     "AWS::AppSync::GraphQLApi", "AWS::Lambda::Url",
    "AWS::Cognito::UserPoolDomain"};

bool isCalledByClients(std::string_view type) {
    return std::ranges::find(kCalledByClients, type) != kCalledByClients.end();
}

}  // namespace

std::vector<std::string> outsideServices(const Architecture& architecture) {
    std::vector<std::string> names;
    const auto add = [&](const std::string& name) {
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    };
    for (const auto& [id, distribution] : architecture.distributions) add(distribution->name);
    for (const auto& [id, thing] : architecture.others) {
        if (isCalledByClients(thing->type)) add(thing->name);
    }
    for (const auto& [id, thing] : architecture.attachedResources) {
        if (isCalledByClients(thing->type)) add(thing->name);
    }
    return names;
}

}  // namespace archivolt
