#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "model/base/invariant.h"
#include "model/guardrails/advice.h"

namespace archivolt {

namespace {

constexpr std::string_view kFlowLog = "AWS::EC2::FlowLog";

/// Says whether a VPC, or each of its subnets, has a flow log.
Truth hasFlowLog(Advice& advice, const VpcNode& vpc) {
    bool unknown = false;
    const auto logs = [&](ThingId thing) {
        bool found = false;
        for (const Declared& log : advice.ofType(kFlowLog)) {
            const Truth leads = advice.leadsTo(log, log.property({"ResourceId"}), thing);
            found = found || leads == Truth::Yes;
            unknown = unknown || leads == Truth::Unknown;
        }
        return found;
    };
    if (logs(vpc.vpc->id)) return Truth::Yes;
    const bool all =
        !vpc.subnets.empty() && std::ranges::all_of(vpc.subnets, [&](SubnetIndex subnet) {
            return logs(advice.network.subnets()[subnet].subnet->id);
        });
    if (all) return Truth::Yes;
    return unknown ? Truth::Unknown : Truth::No;
}

/// Says whether the design may hold flow logs that a condition can bring in.
bool mayHaveFlowLog(const Advice& advice) {
    for (const auto& stack : advice.resolved.evaluated->stacks) {
        for (const auto& resource : stack->resources) {
            if (resource->exists == Truth::Unknown && resource->source->type() == kFlowLog) {
                return true;
            }
        }
    }
    return false;
}

constexpr Rule kNoFlowLog{"VPC-1",
                          Severity::Medium,
                          "a VPC has no flow log",
                          "without a flow log nobody can tell afterwards who spoke with whom",
                          "add an AWS::EC2::FlowLog for the VPC",
                          "Security Hub EC2.6"};

constexpr Rule kOneZoneVpc{"VPC-2",
                           Severity::Medium,
                           "all subnets of a VPC are in one Availability Zone",
                           "when this Availability Zone fails, all of the VPC fails",
                           "spread the subnets over at least two Availability Zones",
                           "AWS Well-Architected Framework, REL10-BP01"};

void adviseOnVpc(Advice& advice, const VpcNode& vpc) {
    const Origin place{vpc.vpc->origin.stack, vpc.vpc->origin.resource, {}};
    const auto declared = advice.declared(vpc.vpc->id);
    // No output that is read tells of flow logs.
    const bool isTold = declared && declared->stack->source->kind != StackKind::Observed;
    if (isTold && hasFlowLog(advice, vpc) == Truth::No && !mayHaveFlowLog(advice)) {
        advice.report(kNoFlowLog, {place,
                                   fmt::format("`{}` has no flow log", vpc.vpc->name),
                                   "add an AWS::EC2::FlowLog for it, so that an incident can be "
                                   "looked into",
                                   {}});
    }
    References subnets;
    for (const SubnetIndex subnet : vpc.subnets) {
        subnets.ids.push_back(advice.network.subnets()[subnet].subnet->id);
    }
    const auto zones = zonesOf(advice.architecture, subnets);
    if (subnets.ids.size() > 1 && zones && zones->size() == 1) {
        advice.report(kOneZoneVpc, {place,
                                    fmt::format("all {} subnets of `{}` are in {}",
                                                subnets.ids.size(), vpc.vpc->name, zones->front()),
                                    "spread each tier over two Availability Zones or more",
                                    {}});
    }
}

constexpr Rule kAutoPublicAddresses{
    "VPC-3",
    Severity::Low,
    "a subnet gives public addresses to whatever starts in it",
    "whatever is started in the subnet is on the internet, whether or not anyone meant it",
    "set MapPublicIpOnLaunch to false, and give public addresses where they are needed",
    "Security Hub EC2.15"};

/// VPC-3: what starts in the subnet gets a public address, asked or not.
void adviseOnPublicSubnets(Advice& advice) {
    for (const Declared& subnet : advice.ofType("AWS::EC2::Subnet")) {
        const Path property{"MapPublicIpOnLaunch"};
        if (truthOf(subnet.property(property), false) != Truth::Yes) continue;
        advice.report(kAutoPublicAddresses,
                      {subnet.origin(property),
                       fmt::format("whatever starts in `{}` gets a public address", subnet.name()),
                       "leave it out, and ask for a public address where one is needed",
                       {}});
    }
}

constexpr Rule kSharedNat{"NAT-1",
                          Severity::Medium,
                          "several Availability Zones share one zonal NAT gateway",
                          "when the zone of the NAT gateway fails, the other zones lose the "
                          "internet too, and traffic between zones is paid for",
                          "put a NAT gateway into each zone, or use a regional one",
                          "Amazon VPC User Guide, nat-gateway-basics"};

/// NAT-1: the zones of the subnets that each zonal NAT gateway serves.
void adviseOnSharedNat(Advice& advice) {
    struct Served {
        std::set<std::string> zones;
        std::vector<ThingId> subnets;
        std::vector<Origin> routes;
    };
    std::map<ThingId, Served> served;
    for (const SubnetNode& node : advice.network.subnets()) {
        if (node.table == kNone || !node.subnet->zone.isKnown() || node.subnet->zoneAssigned) {
            continue;
        }
        const TableNode& table = advice.network.tables()[node.table];
        for (const RouteNode& route : table.routes) {
            if (route.kind != RouteTargetKind::NatGateway || !route.target.isKnown()) continue;
            Served& entry = served[*route.target];
            entry.zones.insert(*node.subnet->zone);
            if (std::ranges::find(entry.subnets, node.subnet->id) == entry.subnets.end()) {
                entry.subnets.push_back(node.subnet->id);
            }
            entry.routes.push_back(route.origin);
        }
    }
    for (const auto& [id, entry] : served) {
        const auto* gateway = advice.architecture.natGateways.find(id);
        if (gateway == nullptr || (*gateway)->vpc || (*gateway)->exists != Truth::Yes) continue;
        if (entry.zones.size() < 2) continue;
        const Origin place{(*gateway)->origin.stack, (*gateway)->origin.resource, {}};
        advice.report(kSharedNat,
                      {place,
                       fmt::format("subnets in {} zones leave through `{}`: {}", entry.zones.size(),
                                   (*gateway)->name, advice.quoted(entry.subnets)),
                       "make a NAT gateway in each zone, or a regional one: when its zone fails, "
                       "the others are cut off",
                       entry.routes});
    }
}

/// How many connections to one destination a host is to have at least, where many share a gateway.
constexpr double kConnectionsEach = 1000;

constexpr Rule kCrowdedNat{
    "NAT-2",
    Severity::Low,
    "hosts share a NAT gateway that leaves each few connections",
    "a NAT gateway has 55,000 ports for each destination and address; hosts that share it are "
    "refused when they are used up",
    "give the gateway secondary addresses, or share the hosts out over several gateways",
    "Amazon VPC User Guide, vpc-nat-gateway"};

/// NAT-2: how many hosts share each NAT gateway's connections to one destination (N56).
///
/// Hosts are interfaces in subnets whose table leads through the gateway; one that is not made yet
/// (a group that grows) is not counted.
void adviseOnNatConnections(Advice& advice) {
    std::map<ThingId, std::set<InterfaceIndex>> hosts;
    for (const InterfaceIndex i : advice.network.interfaces().indices()) {
        const InterfaceNode& host = advice.network.interfaces()[i];
        if (host.subnet == kNone || host.interface->exists != Truth::Yes) continue;
        const TableIndex table = advice.network.subnets()[host.subnet].table;
        if (table == kNone) continue;
        for (const RouteNode& route : advice.network.tables()[table].routes) {
            if (route.kind != RouteTargetKind::NatGateway || !route.target.isKnown()) continue;
            hosts[*route.target].insert(i);
        }
    }
    const LimitFacts* limit =
        advice.catalog.quota("connections per NAT gateway address and destination");
    INVARIANT(limit != nullptr);
    for (const auto& [id, sharing] : hosts) {
        const auto* gateway = advice.architecture.natGateways.find(id);
        // AWS gives a regional gateway more addresses as it needs them.
        if (gateway == nullptr || (*gateway)->vpc || !(*gateway)->elasticIps.why.empty()) continue;
        const std::size_t addresses = std::max<std::size_t>(1, (*gateway)->elasticIps.ids.size());
        const double most = limit->value * static_cast<double>(addresses);
        const auto count = static_cast<double>(sharing.size());
        if (count * kConnectionsEach <= most) continue;
        const Origin place{(*gateway)->origin.stack, (*gateway)->origin.resource, {}};
        advice.report(
            kCrowdedNat,
            {place,
             fmt::format("{} hosts share `{}`, which has {:.0f} connections at a time to any one "
                         "destination: {:.0f} for each",
                         sharing.size(), (*gateway)->name, most, std::floor(most / count)),
             "give it more addresses, or the hosts more gateways, or reach the service through "
             "an endpoint",
             {}});
    }
}

}  // namespace

void adviseOnVpcs(Advice& advice) {
    for (const VpcNode& vpc : advice.network.vpcs()) {
        if (vpc.vpc->exists == Truth::Yes) adviseOnVpc(advice, vpc);
    }
    adviseOnPublicSubnets(advice);
    adviseOnSharedNat(advice);
    adviseOnNatConnections(advice);
}

RuleList vpcAdvice() {
    static constexpr const Rule* kRules[] = {&kNoFlowLog, &kOneZoneVpc, &kAutoPublicAddresses,
                                             &kSharedNat, &kCrowdedNat};
    return kRules;
}

}  // namespace archivolt
