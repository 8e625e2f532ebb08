#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "model/traffic/run/simulation.h"

namespace archivolt::traffic {

namespace {

bool names(const Plant& plant, NodeRef node) {
    switch (node.kind) {
        case NodeKind::Edge: return node.index < plant.edges.size();
        case NodeKind::Balancer: return node.index < plant.balancers.size();
        case NodeKind::Station: return node.index < plant.stations.size();
        case NodeKind::Clients: break;
    }
    return false;
}

std::vector<EdgeWays> waysOf(const EdgeSpec& edge) {
    std::vector<EdgeWays> ways{edge.ways};
    ways.insert(ways.end(), edge.near.begin(), edge.near.end());
    return ways;
}

std::vector<NodeRef> callsOf(const Plant& plant, NodeRef node) {
    std::vector<NodeRef> called;
    switch (node.kind) {
        case NodeKind::Edge:
            called.push_back(plant.edges[node.index].origin);
            for (const EdgeWays& ways : waysOf(plant.edges[node.index])) {
                if (ways.regional) called.push_back({NodeKind::Edge, *ways.regional});
            }
            for (const EdgeBehaviour& one : plant.edges[node.index].behaviours) {
                called.push_back(one.origin);
            }
            if (plant.edges[node.index].secondOrigin) {
                called.push_back(*plant.edges[node.index].secondOrigin);
            }
            break;
        case NodeKind::Balancer:
            for (const TargetSpec& one : plant.balancers[node.index].targets) {
                called.push_back({NodeKind::Station, one.station});
            }
            for (const BalancerRoute& route : plant.balancers[node.index].routes) {
                for (const RouteForward& one : route.forwards) {
                    called.push_back({NodeKind::Balancer, one.balancer});
                }
            }
            break;
        case NodeKind::Station:
            for (const Call& one : plant.stations[node.index].calls) called.push_back(one.to);
            break;
        case NodeKind::Clients: break;
    }
    return called;
}

/// Follows calls; a way longer than any plant has nodes goes round.
bool goesRound(const Plant& plant, NodeRef node, std::size_t depth) {
    constexpr std::size_t kDeepest = 64;
    if (depth > kDeepest) return true;
    return std::ranges::any_of(callsOf(plant, node), [&](NodeRef next) {
        return names(plant, next) && goesRound(plant, next, depth + 1);
    });
}

std::string wrongWithTrace(const ClientSpec& clients) {
    if (!std::ranges::is_sorted(clients.trace)) return clients.name + ": its trace goes back";
    if (clients.requests.empty()) return {};
    if (clients.requests.size() != clients.trace.size()) {
        return clients.name + " has not one request for each time of its trace";
    }
    for (const TraceRequest& one : clients.requests) {
        const bool sane = one.mix < clients.mix.size() && one.session < clients.sessions &&
                          one.object < clients.objects;
        if (!sane) return clients.name + ": its trace asks for what is not there";
    }
    return {};
}

std::string wrongWithEntry(const Plant& plant, const ClientSpec& clients) {
    for (const NameRecord& one : clients.entry.records) {
        if (!names(plant, one.to)) return clients.name + " enters at nothing";
        if (goesRound(plant, one.to, 0)) return clients.name + ": its calls go round";
        if (one.inspectedBy && !names(plant, {NodeKind::Balancer, *one.inspectedBy})) {
            return clients.name + " are looked at by nothing";
        }
    }
    return {};
}

std::string wrongWithRegions(const Plant& plant) {
    const std::size_t count = plant.regions.size();
    if (plant.regionWays.size() != count * count) return "Regions have not one way to each other";
    const auto isThere = [&](const auto& one) { return one.region == 0 || one.region < count; };
    if (!std::ranges::all_of(plant.stations, isThere) ||
        !std::ranges::all_of(plant.balancers, isThere)) {
        return "a component is in a Region that is not there";
    }
    return {};
}

std::string wrongWithFaults(const Plant& plant) {
    for (const GuardSpec& one : plant.guards) {
        if (!names(plant, one.node)) return one.name + " guards nothing";
        if (one.window <= 0) return one.name + " has no window";
    }
    for (const Fault& fault : plant.faults) {
        const bool paused = fault.between == 0 || fault.between >= kSecond;
        if (!paused) return fault.target + " fails more often than once a second";
        const bool share = fault.factor > 0 && fault.factor < 1;
        if (fault.kind == FaultKind::Loss && !share) {
            return fault.target + " loses no share of its packets";
        }
    }
    for (const EdgeSpec& edge : plant.edges) {
        for (const EdgeWays& ways : edge.near) {
            if (ways.locations.value_or(0) > edge.near.size())
                return edge.name + " has no such locations";
        }
    }
    return {};
}

std::string wrongWithParts(const Plant& plant) {
    for (const StationSpec& spec : plant.stations) {
        if (spec.storeOf && *spec.storeOf >= plant.stations.size()) {
            return spec.name + " reads what nobody keeps";
        }
        for (const Call& one : spec.calls) {
            const bool there =
                std::ranges::all_of(one.parts, [&](NodeRef part) { return names(plant, part); });
            if (!there || one.units == 0) return spec.name + " calls a part that is not there";
        }
    }
    return {};
}

std::string wrongWithFleets(const Plant& plant) {
    for (const FleetSpec& fleet : plant.fleets) {
        if (fleet.model >= plant.stations.size()) return fleet.name + " has no model";
        for (const std::uint32_t one : fleet.members) {
            if (one >= plant.stations.size()) return fleet.name + " has a member that is not there";
        }
        for (const std::uint32_t one : fleet.balancers) {
            if (one >= plant.balancers.size()) return fleet.name + " has no such balancer";
        }
        if (fleet.metricPeriod < kMinute) return fleet.name + " has metrics by less than a minute";
        for (const LifecycleHook& hook : fleet.hooks) {
            if (hook.heartbeat < kSecond) return fleet.name + " has a hook that waits for nothing";
        }
        for (const PredictivePolicy& one : fleet.predictive) {
            if (!(one.target > 0)) return fleet.name + " has a forecast without a target";
        }
        if (fleet.least > fleet.most) return fleet.name + " has a smallest size above its largest";
    }
    if (std::string wrong = wrongWithParts(plant); !wrong.empty()) return wrong;
    return wrongWithFaults(plant);
}

}  // namespace

std::string whatIsWrong(const Plant& plant) {
    if (plant.zones.empty() || plant.zones.size() > 60) return "zones must be 1 to 60";
    if (plant.clients.size() > 10'000) return "more than 10,000 populations of clients";
    for (const ClientSpec& clients : plant.clients) {
        if (clients.entry.records.empty()) return clients.name + " has no entry";
        if (clients.objectsOf) {
            const auto mine = static_cast<std::size_t>(&clients - plant.clients.data());
            const bool before = *clients.objectsOf < mine;
            if (!before || plant.clients[*clients.objectsOf].objects < clients.objects) {
                return clients.name + " asks for what nobody has";
            }
        }
        if (clients.mix.empty() || clients.mix.size() > 200) return clients.name + " has no mix";
        if (std::string wrong = wrongWithTrace(clients); !wrong.empty()) return wrong;
        if (std::string wrong = wrongWithEntry(plant, clients); !wrong.empty()) return wrong;
    }
    for (std::uint32_t i = 0; i < plant.edges.size(); ++i) {
        for (const NodeRef to : callsOf(plant, {NodeKind::Edge, i})) {
            if (!names(plant, to)) return plant.edges[i].name + " has no such origin";
        }
    }
    for (std::uint32_t i = 0; i < plant.balancers.size(); ++i) {
        for (const NodeRef to : callsOf(plant, {NodeKind::Balancer, i})) {
            if (!names(plant, to)) return plant.balancers[i].name + " has no such target";
        }
    }
    for (std::uint32_t i = 0; i < plant.stations.size(); ++i) {
        if (plant.stations[i].calls.size() > 200) return plant.stations[i].name + " calls too many";
        for (const NodeRef to : callsOf(plant, {NodeKind::Station, i})) {
            if (!names(plant, to)) return plant.stations[i].name + " calls nothing";
        }
        const StationSpec& spec = plant.stations[i];
        if (spec.replica && spec.replica->source >= plant.stations.size()) {
            return spec.name + " replicates nothing";
        }
        for (const Call& one : spec.calls) {
            for (const std::uint32_t through : one.through) {
                if (through != kDirect && through >= plant.stations.size()) {
                    return spec.name + " calls through nothing";
                }
            }
        }
        for (const CapacitySpec& one : spec.capacities) {
            if (!(one.writes ? spec.writeThrottle : spec.throttle)) {
                return spec.name + " has no capacity to follow";
            }
            if (!(one.cost > 0) || !(one.target > 0)) return spec.name + " follows nothing";
        }
        if (spec.messages) {
            for (const ConsumerSpec& one : spec.messages->consumers) {
                if (!names(plant, one.to)) return spec.name + " hands messages to nothing";
                if (goesRound(plant, one.to, 0)) return spec.name + ": its calls go round";
                if (one.batch == 0 || one.batch > 60'000) return spec.name + " has no batch";
            }
            if (spec.messages->lanes > 100'000) return spec.name + " has too many lanes";
        }
        if (spec.discipline == Discipline::ProcessorSharing && spec.servers == 0) {
            return spec.name + " shares no processor";
        }
    }
    if (std::string wrong = wrongWithRegions(plant); !wrong.empty()) return wrong;
    if (std::string wrong = wrongWithFaults(plant); !wrong.empty()) return wrong;
    return wrongWithFleets(plant);
}

}  // namespace archivolt::traffic
