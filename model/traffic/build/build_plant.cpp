#include "model/traffic/build/build_plant.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "model/traffic/build/builder.h"
#include "model/traffic/run/simulation.h"
#include "model/traffic/traffic_rules.h"

namespace archivolt::traffic {

namespace {

/// Types that no request ever passes: what describes, permits, watches or wires.
constexpr std::array kNeverOnTheWay = {
    std::string_view("AWS::IAM::"),
    std::string_view("AWS::CloudWatch::"),
    std::string_view("AWS::Logs::"),
    std::string_view("AWS::CloudFormation::"),
    std::string_view("AWS::EC2::"),
    std::string_view("AWS::KMS::"),
    std::string_view("AWS::SSM::"),
    std::string_view("AWS::SecretsManager::"),
    std::string_view("AWS::CertificateManager::"),
    std::string_view("AWS::Backup::"),
    std::string_view("AWS::CloudTrail::"),
    std::string_view("AWS::Config::"),
    std::string_view("AWS::RDS::"),
    std::string_view("AWS::ElastiCache::"),
    std::string_view("AWS::ECR::"),
    std::string_view("AWS::CodeBuild::"),
    std::string_view("AWS::CodePipeline::"),
    std::string_view("AWS::Lambda::Alias"),
    std::string_view("AWS::Lambda::Permission"),
    std::string_view("AWS::Serverless::Connector"),
    std::string_view("AWS::Serverless::LayerVersion"),
    std::string_view("AWS::Lambda::Version"),
    std::string_view("AWS::Lambda::LayerVersion"),
    std::string_view("AWS::S3::BucketPolicy"),
    std::string_view("AWS::SQS::QueuePolicy"),
    std::string_view("AWS::SNS::TopicPolicy"),
    std::string_view("AWS::ApiGateway"),
    std::string_view("AWS::CloudFront::"),
    std::string_view("AWS::Route53::"),
    std::string_view("AWS::AutoScaling::"),
    std::string_view("AWS::ElasticLoadBalancing"),
    std::string_view("AWS::ECS::"),
    std::string_view("AWS::GuardDuty::"),
    std::string_view("AWS::WAFv2::WebACLAssociation"),
    std::string_view("Custom::"),
    std::string_view("AWS::ServiceDiscovery::"),
    std::string_view("AWS::ElasticBeanstalk::"),
};

/// Those of the types above that requests do pass.
constexpr std::array kOnTheWay = {
    std::string_view("AWS::RDS::DBProxy"),
    std::string_view("AWS::EC2::EC2Fleet"),
    std::string_view("AWS::EC2::SpotFleet"),
    std::string_view("AWS::ApiGatewayV2::Api"),
    std::string_view("AWS::ApiGateway::RestApi"),
    std::string_view("AWS::ECS::TaskSet"),
    std::string_view("AWS::ElasticBeanstalk::Environment"),
};

bool mayBeOnTheWay(std::string_view type) {
    if (std::ranges::find(kOnTheWay, type) != kOnTheWay.end()) return true;
    return std::ranges::none_of(kNeverOnTheWay,
                                [&](std::string_view one) { return type.starts_with(one); });
}

const FleetSpec* fleetNamed(const Builder& builder, const std::string& name) {
    const auto& fleets = builder.built.plant.fleets;
    const auto found = std::ranges::find(fleets, name, &FleetSpec::name);
    return found != fleets.end() ? &*found : nullptr;
}

/// Says why a fault can't strike what it names; empty: it can.
std::string whyNot(const Builder& builder, const Fault& fault) {
    if (fault.kind == FaultKind::Deploy && fleetNamed(builder, fault.target) == nullptr) {
        return "is no group, and no service that scales: only their members are replaced";
    }
    if (fault.kind == FaultKind::EdgeLocation) {
        const auto type = builder.built.types.find(fault.target);
        if (type == builder.built.types.end() || type->second != "AWS::CloudFront::Distribution") {
            return "is no distribution: only those have edge locations";
        }
        const std::vector<std::string> places = builder.clientPlaces();
        const bool there =
            fault.place.empty() || std::ranges::find(places, fault.place) != places.end();
        return there ? std::string()
                     : fmt::format("has no clients at `{}`, whose edge location could be lost",
                                   fault.place);
    }
    if (fault.kind != FaultKind::Interruption) return {};
    const Plant& plant = builder.built.plant;
    const bool strikes = std::ranges::any_of(plant.fleets, [&](const FleetSpec& fleet) {
        if (!fleet.spot) return false;
        return fleet.name == fault.target ||
               std::ranges::any_of(
                   fleet.zones,
                   [&](std::uint8_t zone) { return plant.zones[zone] == fault.target; }) ||
               std::ranges::any_of(fleet.members, [&](std::uint32_t member) {
                   return plant.stations[member].name == fault.target;
               });
    });
    return strikes ? std::string() : "has no Spot instances";
}

/// Says whether a zone is one of this Region's, by its name.
bool isZoneOf(std::string_view zone, std::string_view region) {
    return !region.empty() && zone.size() > region.size() && zone.starts_with(region) &&
           (zone[region.size()] < '0' || zone[region.size()] > '9');
}

/// Says whether anything that is simulated is in this Region.
bool holdsRegion(const Builder& builder, const std::string& region) {
    return !region.empty() && builder.inputs.region &&
           std::ranges::any_of(builder.nodes, [&](const auto& entry) {
               const Thing* thing = builder.architecture.find(entry.first);
               return thing != nullptr && builder.inputs.region(*thing) == region;
           });
}

std::optional<Diagnostic> checkNames(const Builder& builder) {
    const auto known = [&](const std::string& name) { return builder.built.types.contains(name); };
    for (const auto& [name, settings] : builder.scenario.components) {
        if (!known(name)) {
            return failure(kNoComponent, fmt::format("`components.{}` is no component here", name),
                           "`archivolt simulate FILE` lists the components")
                .value();
        }
        for (const std::string& called : settings.calls.value_or(std::vector<std::string>())) {
            if (!known(called)) {
                return failure(kNoComponent,
                               fmt::format("{} is to call `{}`, which is no component here", name,
                                           called),
                               "`archivolt simulate FILE` lists the components")
                    .value();
            }
        }
    }
    for (const Fault& fault : builder.scenario.faults) {
        const auto& zones = builder.built.plant.zones;
        const bool isZone = std::ranges::find(zones, fault.target) != zones.end();
        const bool found = fault.kind == FaultKind::Zone
                               ? isZone || holdsRegion(builder, fault.target)
                           : fault.kind == FaultKind::Loss
                               ? isZone || known(fault.target) || holdsRegion(builder, fault.target)
                           : fault.kind == FaultKind::Interruption ? isZone || known(fault.target)
                                                                   : known(fault.target);
        if (!found || fault.target.empty()) {
            std::string list;
            for (std::size_t i = 1; i < zones.size(); ++i) list += (i > 1 ? ", " : "") + zones[i];
            return failure(kNoComponent,
                           fmt::format("a fault strikes `{}`, which is not there", fault.target),
                           fault.kind == FaultKind::Zone ? "zones: " + list
                                                         : "name a component, or a member such as "
                                                           "WebFleet-1")
                .value();
        }
        if (const std::string why = whyNot(builder, fault); !why.empty()) {
            return failure(kNoComponent, fmt::format("`{}` {}", fault.target, why),
                           fault.kind == FaultKind::EdgeLocation
                               ? "name a distribution, and a `region` of its clients as `place`"
                               : "name a group that `archivolt simulate FILE` lists")
                .value();
        }
    }
    return std::nullopt;
}

/// Lets the loss of a Region strike its zones, and what is in it and in none of them.
void loseRegion(Builder& builder, const Fault& fault, std::vector<Fault>& faults) {
    Plant& plant = builder.built.plant;
    Fault one = fault;
    for (const std::string& zone : plant.zones) {
        if (!isZoneOf(zone, fault.target)) continue;
        one.target = zone;
        faults.push_back(one);
    }
    if (fault.kind == FaultKind::Zone) one.kind = FaultKind::Station;
    for (const auto& [id, node] : builder.nodes) {
        const Thing* thing = builder.architecture.find(id);
        if (node.kind != NodeKind::Station || thing == nullptr || !builder.inputs.region) continue;
        const StationSpec& station = plant.stations[node.index];
        if (station.zone != 0 || builder.inputs.region(*thing) != fault.target) continue;
        one.target = station.name;
        faults.push_back(one);
        if (station.failoverHigh == 0 || fault.kind != FaultKind::Zone) continue;
        builder.note(fmt::format("{}: nothing tells its zone; when {} is lost it fails over",
                                 station.name, fault.target));
    }
    for (const auto& [id, index] : builder.fleets) {
        const Thing* thing = builder.architecture.find(id);
        const bool here = thing != nullptr && builder.inputs.region &&
                          builder.inputs.region(*thing) == fault.target;
        for (const std::uint32_t member : plant.fleets[index].members) {
            if (!here || plant.stations[member].zone != 0) continue;
            one.target = plant.stations[member].name;
            faults.push_back(one);
        }
    }
}

/// Lets a fault on a group strike all its members, and one on a Region all that is in it.
///
/// What comes at random strikes each member by itself, and those of a Region together.
std::vector<Fault> faultsOf(Builder& builder) {
    std::vector<Fault> faults;
    for (const Fault& one : builder.scenario.faults) {
        Fault fault = one;
        const std::string kind = faultKindName(fault.kind);
        fault.stream = kind + ' ' + fault.target;
        const auto& zones = builder.built.plant.zones;
        const bool known = std::ranges::find(zones, fault.target) != zones.end();
        const bool region = !known && holdsRegion(builder, fault.target) &&
                            !builder.built.types.contains(fault.target);
        if ((fault.kind == FaultKind::Zone && !known) ||
            (fault.kind == FaultKind::Loss && region)) {
            loseRegion(builder, fault, faults);
            continue;
        }
        bool group = false;
        for (const FleetSpec& fleet : builder.built.plant.fleets) {
            // A group's members fail at random one by one, those that it launches later, too.
            const bool oneByOne = fault.between > 0 && fault.kind == FaultKind::Station;
            const bool whole = fault.kind == FaultKind::Zone || fault.kind == FaultKind::Deploy ||
                               fault.kind == FaultKind::Interruption || oneByOne;
            if (fleet.name != fault.target || whole) continue;
            group = true;
            for (const std::uint32_t member : fleet.members) {
                faults.push_back(fault);
                faults.back().target = builder.built.plant.stations[member].name;
                faults.back().stream = kind + ' ' + faults.back().target;
            }
        }
        for (const auto& [id, parts] : builder.parts) {
            const Thing* cache = builder.architecture.find(id);
            if (cache == nullptr || builder.nameOf(*cache) != fault.target) continue;
            group = true;
            for (const NodeRef part : parts) {
                faults.push_back(fault);
                faults.back().target = builder.built.plant.stations[part.index].name;
                faults.back().stream = kind + ' ' + faults.back().target;
            }
        }
        if (!group) faults.push_back(fault);
        if (fault.kind != FaultKind::EdgeLocation || fault.place.empty()) continue;
        const std::vector<std::string> places = builder.clientPlaces();
        const auto at = std::ranges::find(places, fault.place);
        faults.back().atPlace = static_cast<std::uint32_t>(at - places.begin()) + 1;
    }
    return faults;
}

}  // namespace

// NOT MODELLED: What instances ask of the internet, unless a scenario says that they do;
// services of types that are not named here; the report names each.
void listWhatIsLeftOut(Builder& builder) {
    for (const auto& [id, thing] : builder.architecture.others) {
        if (builder.handled.contains(id) || !mayBeOnTheWay(thing->type)) continue;
        builder.leaveOut(*thing, thing->type, "requests that would pass it don't");
    }
    for (const auto& [id, thing] : builder.architecture.attachedResources) {
        if (builder.handled.contains(id) || !mayBeOnTheWay(thing->type)) continue;
        builder.leaveOut(*thing, thing->type, "requests that would pass it don't");
    }
    std::set<std::uint32_t> passed;
    for (const StationSpec& station : builder.built.plant.stations) {
        for (const Call& call : station.calls) {
            passed.insert(call.through.begin(), call.through.end());
        }
    }
    for (const auto& [id, nat] : builder.architecture.natGateways) {
        const auto node = builder.nodes.find(id);
        if (node != builder.nodes.end() && passed.contains(node->second.index)) continue;
        builder.leaveOut(*nat, "AWS::EC2::NatGateway",
                         "no call that is simulated passes it; a scenario lets one with "
                         "`calls`: `internet`");
    }
    for (const auto& [id, endpoint] : builder.architecture.endpoints) {
        if (builder.inspectors.contains(id)) continue;
        builder.leaveOut(*endpoint, "AWS::EC2::VPCEndpoint", "calls through it take no time");
    }
    for (const auto& [id, gateway] : builder.architecture.transitGateways) {
        builder.leaveOut(*gateway, "AWS::EC2::TransitGateway", "what passes it takes no time");
    }
    for (const auto& [id, gateway] : builder.architecture.vpnGateways) {
        builder.leaveOut(*gateway, "AWS::EC2::VPNGateway", "nothing comes through it");
    }
    for (const auto& [id, record] : builder.architecture.dnsRecords) {
        if (builder.handled.contains(id)) continue;
        builder.leaveOut(*record, "AWS::Route53::RecordSet", "no client asks for this name here");
    }
    for (const auto& [id, instance] : builder.architecture.instances) {
        const auto node = builder.nodes.find(id);
        if (node == builder.nodes.end() || builder.behind.contains(id)) continue;
        const std::string name = builder.nameOf(*instance);
        const bool entered = std::ranges::any_of(
            builder.scenario.clients, [&](const auto& one) { return one.entry == name; });
        if (!entered) builder.note(name + " stands on no way of a request");
    }
    // NOT MODELLED: Policies; what the network lets through is called whether or not it is allowed.
    if (!builder.architecture.lambdaFunctions.empty()) {
        builder.note("calls are allowed, whatever policies say; `policy who-can` tells");
    }
    nameWhatNoRunShows(builder);
    std::ranges::sort(builder.built.notSimulated, {}, &NotSimulated::component);
}

Result<BuiltPlant> buildPlant(const PlantInputs& inputs, const Scenario& scenario) {
    Builder builder(inputs, scenario);
    Plant& plant = builder.built.plant;
    const auto milliseconds = [&](const std::optional<double>& asked, std::string_view key) {
        return Distribution::constant((asked ? *asked : builder.defaults.number(key)) / 1000);
    };
    plant.withinZone = milliseconds(scenario.withinZoneMs, "network.within_zone_ms");
    plant.betweenZones = milliseconds(scenario.betweenZonesMs, "network.between_zones_ms");
    if (!inputs.paths) builder.note("every network path is assumed open");
    buildStores(builder);
    buildProxies(builder);
    buildGateways(builder);
    buildMessaging(builder);
    buildFunctions(builder);
    buildCompute(builder);
    buildDeployments(builder);
    buildContainers(builder);
    buildBalancers(builder);
    wireMessaging(builder);
    buildApis(builder);
    buildEdges(builder);
    buildFronts(builder);
    buildScaling(builder);
    if (auto wrong = wireAskedCalls(builder)) return tl::make_unexpected(*std::move(wrong));
    if (auto wrong = buildClients(builder)) return tl::make_unexpected(*std::move(wrong));
    if (auto wrong = checkNames(builder)) return tl::make_unexpected(*std::move(wrong));
    plant.faults = faultsOf(builder);
    if (std::ranges::any_of(plant.faults,
                            [](const Fault& one) { return one.kind == FaultKind::Loss; })) {
        plant.retransmission = builder.defaults.seconds("network.retransmission_s");
    }
    placeInRegions(builder);
    listWhatIsLeftOut(builder);
    if (const std::string wrong = whatIsWrong(plant); !wrong.empty()) {
        return failure(kBadPlant, wrong, "change the scenario or the design");
    }
    builder.built.assumed = builder.defaults.used();
    builder.built.scenario = std::move(builder.scenario);
    return std::move(builder.built);
}

}  // namespace archivolt::traffic
