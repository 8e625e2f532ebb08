#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "model/serverless/transform_serverless.h"
#include "model/traffic/build/builder.h"

namespace archivolt::traffic {

namespace {

/// What endpoints of services are named after, by the type of what they lead to.
const std::map<std::string, std::string, std::less<>>& serviceSuffixes() {
    static const std::map<std::string, std::string, std::less<>> kSuffixes = {
        {"AWS::DynamoDB::Table", ".dynamodb"},
        {"AWS::SQS::Queue", ".sqs"},
        {"AWS::SNS::Topic", ".sns"},
        {"AWS::Kinesis::Stream", ".kinesis-streams"},
        {"AWS::Events::EventBus", ".events"},
        {"AWS::KinesisFirehose::DeliveryStream", ".kinesis-firehose"},
        {"AWS::StepFunctions::StateMachine", ".states"}};
    return kSuffixes;
}

std::string suffixOf(const Builder& builder, const Thing& to) {
    if (builder.architecture.buckets.contains(to.id)) return ".s3";
    const auto* other = builder.architecture.others.find(to.id);
    if (other == nullptr) return {};
    const auto found = serviceSuffixes().find(typeMadeOf((*other)->type));
    return found != serviceSuffixes().end() ? found->second : std::string();
}

std::vector<ThingId> subnetsOf(const Builder& builder, const Thing& caller) {
    const Architecture& all = builder.architecture;
    std::vector<ThingId> interfaces;
    if (const auto* group = all.autoScalingGroups.find(caller.id)) return (*group)->subnets.ids;
    if (const auto* one = all.instances.find(caller.id)) interfaces = (*one)->interfaces;
    if (const auto* one = all.lambdaFunctions.find(caller.id)) interfaces = (*one)->interfaces;
    if (const auto* one = all.attachedResources.find(caller.id)) interfaces = (*one)->interfaces;
    if (const auto* one = all.ecsServices.find(caller.id)) interfaces = (*one)->interfaces;
    std::vector<ThingId> subnets;
    for (const ThingId id : interfaces) {
        const auto* found = all.interfaces.find(id);
        if (found != nullptr && (*found)->subnet.isKnown()) subnets.push_back(*(*found)->subnet);
    }
    return subnets;
}

/// Says whether an endpoint leads from a subnet to a service, so that no gateway is passed.
bool hasEndpoint(const Builder& builder, const Subnet& subnet, const std::string& suffix) {
    return std::ranges::any_of(builder.architecture.endpoints, [&](const auto& entry) {
        const VpcEndpoint& one = *entry.second;
        if (!one.service.isKnown() || !(*one.service).ends_with(suffix)) return false;
        if (!one.vpc.isKnown() || !subnet.vpc.isKnown() || *one.vpc != *subnet.vpc) return false;
        if (one.kind != EndpointKind::Gateway) return true;
        const auto& tables = one.routeTables.ids;
        return subnet.routeTable.isKnown() &&
               std::ranges::find(tables, *subnet.routeTable) != tables.end();
    });
}

std::uint32_t gatewayOf(const Builder& builder, const Subnet& subnet) {
    if (!subnet.routeTable.isKnown()) return kDirect;
    const auto* table = builder.architecture.routeTables.find(*subnet.routeTable);
    if (table == nullptr) return kDirect;
    for (const Route& route : (*table)->routes) {
        if (route.targetKind != RouteTargetKind::NatGateway || !route.target.isKnown()) continue;
        const auto node = builder.nodes.find(*route.target);
        if (node != builder.nodes.end()) return node->second.index;
    }
    return kDirect;
}

}  // namespace

void buildGateways(Builder& builder) {
    for (const auto& [id, gateway] : builder.architecture.natGateways) {
        StationSpec spec;
        spec.name = builder.nameOf(*gateway);
        const double addresses =
            std::clamp<double>(static_cast<double>(gateway->elasticIps.ids.size()), 1, 8);
        const auto& settings = builder.settingsOf(spec.name);
        spec.concurrency = settings.concurrency.value_or(
            static_cast<std::uint32_t>(addresses * builder.defaults.number("gateway.connections")));
        spec.waitingRoom = 0;
        spec.refusal = 503;
        spec.refusalCause = "no port left for a connection";
        // Its bandwidth is one server, busy for as long as an answer takes to pass.
        spec.servers = 1;
        spec.concurrency = std::max(spec.concurrency, 1U);
        const double seconds = builder.defaults.number("gateway.answer_bytes") * 8 /
                               builder.defaults.number("gateway.bits_per_second");
        spec.service = Distribution::constant(settings.workMs ? *settings.workMs / 1000 : seconds);
        if (gateway->subnet.isKnown()) spec.zone = builder.zoneOfSubnet(*gateway->subnet);
        builder.addStation(*gateway, "AWS::EC2::NatGateway", spec);
    }
    const bool asked = std::ranges::any_of(builder.scenario.components, [](const auto& one) {
        const auto& calls = one.second.calls;
        return calls && std::ranges::find(*calls, "internet") != calls->end();
    });
    if (!asked) return;
    StationSpec outside;
    outside.name = "internet";
    outside.service = builder.workOf("internet", "internet.answer_ms");
    builder.built.types["internet"] = "the internet";
    builder.named["internet"] = {NodeKind::Station,
                                 static_cast<std::uint32_t>(builder.built.plant.stations.size())};
    builder.built.plant.stations.push_back(std::move(outside));
}

std::vector<std::uint32_t> gatewaysFor(const Builder& builder, const Thing& caller,
                                       const Thing* to) {
    std::vector<std::uint32_t> through;
    const std::string suffix = to != nullptr ? suffixOf(builder, *to) : std::string();
    for (const ThingId id : subnetsOf(builder, caller)) {
        const auto* subnet = builder.architecture.subnets.find(id);
        if (subnet == nullptr) continue;
        if (!suffix.empty() && hasEndpoint(builder, **subnet, suffix)) continue;
        const std::uint32_t gateway = gatewayOf(builder, **subnet);
        if (gateway == kDirect) continue;
        const ZoneIndex zone = builder.zoneOfSubnet(id);
        if (through.size() <= zone) through.resize(std::size_t{zone} + 1, kDirect);
        if (through[zone] == kDirect) through[zone] = gateway;
    }
    return through;
}

/// Source: Amazon RDS user guide, RDS Proxy (T71): connections are lent for a transaction; who
/// finds none waits.
void buildProxies(Builder& builder) {
    for (const auto& [id, proxy] : builder.architecture.attachedResources) {
        if (proxy->type != "AWS::RDS::DBProxy") continue;
        const Thing* database = nullptr;
        double percent = 100;
        for (const OtherThing* group : builder.othersOf("AWS::RDS::DBProxyTargetGroup")) {
            const Value& its = builder.propertiesOf(*group);
            const Value* of = its.find("DBProxyName");
            if (of == nullptr || builder.referred(*group, *of) != proxy.get()) continue;
            percent = numberAt(its, {"ConnectionPoolConfigurationInfo", "MaxConnectionsPercent"})
                          .value_or(percent);
            for (const char* key : {"DBClusterIdentifiers", "DBInstanceIdentifiers"}) {
                const Value* list = its.find(key);
                if (list == nullptr) continue;
                for (const Thing* thing : builder.allReferred(*group, *list)) {
                    if (builder.nodes.contains(thing->id)) database = thing;
                }
            }
            builder.handled.insert(group->id);
        }
        if (database == nullptr) {
            builder.leaveOut(*proxy, proxy->type, "its database is not simulated");
            continue;
        }
        Call call;
        call.to = builder.nodes.at(database->id);
        StationSpec spec;
        spec.name = builder.nameOf(*proxy);
        spec.service = builder.workOf(spec.name, "proxy.overhead_ms");
        const std::uint32_t most = builder.built.plant.stations[call.to.index].concurrency;
        spec.concurrency = static_cast<std::uint32_t>(std::max(1.0, most * percent / 100));
        if (most == 0) spec.concurrency = 0;
        spec.abandons = true;
        call.timeout = builder.defaults.seconds("proxy.borrow_s");
        spec.calls = {call};
        builder.addStation(*proxy, proxy->type, spec);
    }
}

}  // namespace archivolt::traffic
