#include "app/command/simulate_logs.h"

#include <fmt/format.h>

#include <algorithm>

#include "export/logs/write_logs.h"
#include "model/architecture/made_id.h"
#include "model/traffic/build/listener_routes.h"
#include "model/traffic/engine/random_stream.h"

namespace archivolt {

namespace {

using traffic::NodeKind;
using traffic::Step;
using traffic::Time;
using traffic::VisitId;
using traffic::World;

constexpr std::int64_t kBegin = 1'767'225'600;  // 2026-01-01T00:00:00Z
constexpr std::int64_t kNsPerSecond = 1'000'000'000;
constexpr std::size_t kMostRecords = 5'000'000;  // Of one log.
// As flow logs count them. Source: Amazon VPC User Guide, flow-log-records (`tcp-flags`).
constexpr std::uint16_t kFin = 1;
constexpr std::uint16_t kSyn = 2;
constexpr std::uint16_t kAck = 16;

/// Returns an address of the blocks for documentation (RFC 5737), the same for a session each time.
IpAddress clientAddress(std::uint32_t session) {
    constexpr std::uint32_t kBlocks[] = {0xC0000200, 0xC6336400, 0xCB007100};
    return IpAddress::v4(kBlocks[session / 254 % 3] + 1 + session % 254);
}

std::uint16_t clientPort(std::uint32_t session) {
    return static_cast<std::uint16_t>(1024 + traffic::stir(session) % 64'000);
}

std::uint16_t portOf(const Known<std::int32_t>& port, std::uint16_t otherwise) {
    const std::int32_t known = port.valueOr(0);
    return known > 0 && known < 65536 ? static_cast<std::uint16_t>(known) : otherwise;
}

/// Returns the account of an interface's VPC; "unknown" where that is not told.
std::string accountOf(const Architecture& architecture, const NetworkInterface& interface) {
    const auto* const subnet =
        interface.subnet.isKnown() ? architecture.subnets.find(*interface.subnet) : nullptr;
    if (subnet == nullptr || !(*subnet)->vpc.isKnown()) return "unknown";
    const auto* const vpc = architecture.vpcs.find(*(*subnet)->vpc);
    return vpc == nullptr ? "unknown" : (*vpc)->account;
}

/// Says which rule of a balancer took a request, and what that does.
///
/// Source: Elastic Load Balancing user guide, access logs for your Application Load Balancer
/// (`matched_rule_priority`, `actions_executed`).
void tellRoute(const World& world, const traffic::Visit& visit, std::uint16_t kind,
               AccessRecord& record) {
    const traffic::Balancer& balancer = world.balancers[visit.node.index];
    if (balancer.spec.routes.empty()) {
        if (!record.target.empty()) record.actions = "forward";
        return;
    }
    const std::uint32_t at = balancer.takes[visit.population][kind];
    if (at >= balancer.spec.routes.size()) return;
    const traffic::BalancerRoute& route = balancer.spec.routes[at];
    record.rule = route.priority.value_or(-1);
    // A fixed response may be any 2xx, 4xx or 5xx.
    record.actions = route.status == 0                           ? "forward"
                     : route.status >= 300 && route.status < 400 ? "redirect"
                                                                 : "fixed-response";
}

}  // namespace

LogMaker::LogMaker(const Architecture& architecture) {
    std::map<ThingId, std::pair<std::string, std::uint16_t>> owners;
    for (const auto& [id, one] : architecture.loadBalancers) {
        const std::uint16_t port = portOf(traffic::servedPort(*one).port, 0);
        owners[id] = {one->name, port};
        if (one->kind == LoadBalancerKind::Application) {
            const Listener* listener = traffic::servedListener(*one);
            const bool isPlain =
                listener != nullptr && listener->protocol.valueOr("HTTPS") == "HTTP";
            m_named[one->name] = {fmt::format("app/{}/{}", one->name, madeDigits(one->name, 16)),
                                  isPlain, port};
        }
    }
    std::uint16_t targetPort = 80;
    for (const auto& [id, one] : architecture.targetGroups) targetPort = portOf(one->port, 80);
    for (const auto& [id, one] : architecture.instances) owners[id] = {one->name, targetPort};
    for (const auto& [id, group] : architecture.autoScalingGroups) {
        for (const ThingId instance : group->instances)
            owners[instance] = {group->name, targetPort};
    }
    for (const auto& [id, one] : architecture.databases) {
        owners[id] = {one->name, portOf(one->port, 3306)};
    }
    for (const auto& [id, interface] : architecture.interfaces) {
        const auto owner = owners.find(interface->owner);
        const bool known = !interface->addresses.empty() && interface->addresses.front().isKnown();
        if (owner == owners.end() || !known) continue;
        const std::string name = madeInterfaceId(*interface);
        m_doors[owner->second.first].push_back(
            {name, *interface->addresses.front(), owner->second.second});
        m_flows.owners[name] = accountOf(architecture, *interface);
    }
    m_flows.fields = defaultFlowFields();
    m_flows.fields.emplace_back("flow-direction");
    m_flows.fields.emplace_back("tcp-flags");
}

/// Finds the interface of a component; of a member, `WebFleet-2`, its group's second. A component
/// that nothing gets to is called `OrdersDb (blocked from WebFleet)`.
const LogMaker::Door* LogMaker::doorOf(const std::string& component, std::uint32_t choice) const {
    const std::string name = component.substr(0, component.find(" (blocked"));
    const auto own = m_doors.find(name);
    if (own != m_doors.end()) return &own->second[choice % own->second.size()];
    const std::size_t dash = name.rfind('-');
    if (dash == std::string::npos || dash + 1 == name.size()) return nullptr;
    const auto group = m_doors.find(name.substr(0, dash));
    if (group == m_doors.end() || name[dash + 1] < '1' || name[dash + 1] > '9') return nullptr;
    const auto number = wholeNumber(std::string_view(name).substr(dash + 1));
    return &group->second[(number.value_or(1) - 1) % group->second.size()];
}

void LogMaker::flushFlows(std::int64_t minute) {
    for (const auto& [key, requests] : m_now) {
        if (m_flows.records.size() + 1 >= kMostRecords) break;
        FlowRecord one;
        one.interface = key.interface;
        one.source = key.source;
        one.destination = key.destination;
        one.sourcePort = key.sourcePort;
        one.destinationPort = key.destinationPort;
        one.protocol = 6;
        one.packets = requests;
        one.start = kBegin + m_minute * 60;
        one.end = one.start + 60;
        one.action = key.action;
        one.direction = FlowDirection::Ingress;
        // Each request is a connection: SYN and FIN one way, SYN, ACK and FIN back.
        one.tcpFlags = key.action == FlowAction::Reject ? kSyn : kSyn | kFin;
        m_flows.records.push_back(one);
        if (key.action == FlowAction::Reject) continue;
        std::swap(one.source, one.destination);
        std::swap(one.sourcePort, one.destinationPort);
        one.direction = FlowDirection::Egress;
        one.tcpFlags = kSyn | kAck | kFin;
        m_flows.records.push_back(std::move(one));
    }
    m_now.clear();
    m_minute = minute;
}

void LogMaker::addFlow(const World& world, VisitId id, FlowAction action) {
    const std::int64_t minute = world.now / traffic::kMinute;
    if (minute != m_minute) flushFlows(minute);
    const traffic::Visit& visit = world.visits[id];
    const Door* to = doorOf(traffic::placeName(world, visit.node), visit.session);
    if (to == nullptr) return;
    FlowKey key;
    key.interface = to->interface;
    key.source = clientAddress(visit.session);
    key.sourcePort = clientPort(visit.session);
    if (visit.parent != traffic::kNoVisit) {
        const traffic::Visit* caller = &world.visits[visit.parent];
        // A listener's rule leads to a group, which has no interface of its own.
        while (caller->node.kind == NodeKind::Balancer && caller->parent != traffic::kNoVisit &&
               doorOf(traffic::placeName(world, caller->node), 0) == nullptr) {
            caller = &world.visits[caller->parent];
        }
        if (const Door* from = doorOf(traffic::placeName(world, caller->node), visit.session)) {
            key.source = from->address;
        }
    }
    key.destination = to->address;
    key.destinationPort = to->port;
    key.action = action;
    ++m_now[key];
}

void LogMaker::came(const World& world, VisitId id) {
    const traffic::Visit& visit = world.visits[id];
    const std::string& name = traffic::placeName(world, visit.node);
    const bool blocked =
        visit.node.kind == NodeKind::Station && world.stations[visit.node.index].spec.blocked;
    addFlow(world, id, blocked ? FlowAction::Reject : FlowAction::Accept);
    m_open.erase(id);
    const auto parent = m_open.find(visit.parent);
    if (visit.parent != traffic::kNoVisit && parent != m_open.end()) parent->second.asked = true;
    Open open;
    open.came = world.now;
    const bool logs = visit.node.kind == NodeKind::Edge || visit.node.kind == NodeKind::Balancer;
    if (!logs && parent == m_open.end()) return;
    const auto& mix = world.clients[visit.population].spec.mix[visit.mix];
    AccessRecord& record = open.record;
    record.began = kBegin * kNsPerSecond + world.now;
    record.client = clientAddress(visit.session).toString();
    if (visit.node.kind == NodeKind::Balancer) {
        record.client += fmt::format(":{}", clientPort(visit.session));
    }
    record.method = !mix.method.empty() ? mix.method : mix.write ? "POST" : "GET";
    record.host = mix.host.empty() ? "www.example.com" : mix.host;
    record.path = mix.path;
    record.server = visit.node.kind == NodeKind::Edge ? "ZZZ50" : name;
    open.kind = visit.mix;
    m_open[id] = std::move(open);
}

void LogMaker::ended(const World& world, VisitId id, std::uint16_t status) {
    const auto found = m_open.find(id);
    if (found == m_open.end()) return;
    Open open = std::move(found->second);
    m_open.erase(found);
    const traffic::Visit& visit = world.visits[id];
    const std::string& name = traffic::placeName(world, visit.node);
    open.record.took = world.now - open.came;
    open.record.status = status;
    const auto parent = m_open.find(visit.parent);
    if (parent != m_open.end() && visit.node.kind == NodeKind::Station) {
        // The parent's target has answered.
        AccessRecord& caller = parent->second.record;
        const Door* door = doorOf(name, visit.session);
        caller.target = door != nullptr ? fmt::format("{}:{}", door->address.toString(), door->port)
                                        : std::string();
        caller.targetTook = status == 0 ? -1 : open.record.took;
        caller.targetStatus = status;
        return;
    }
    if (visit.node.kind == NodeKind::Balancer) {
        if (parent != m_open.end() && world.visits[visit.parent].node.kind == NodeKind::Balancer) {
            AccessRecord& caller = parent->second.record;
            caller.target = open.record.target;
            caller.targetTook = open.record.targetTook;
            caller.targetStatus = open.record.targetStatus;
            return;
        }
        const auto balancer = m_named.find(name);
        if (balancer == m_named.end()) return;
        open.record.server = balancer->second.id;
        open.record.isPlain = balancer->second.isPlain;
        open.record.port = balancer->second.port;
        tellRoute(world, visit, open.kind, open.record);
        const auto& kinds = world.clients[visit.population].spec.mix;
        const auto& came = kinds[open.kind];
        const auto& went = kinds[visit.mix];
        if (went.host != came.host) open.record.transformedHost = went.host;
        if (went.path != came.path) open.record.transformedUri = went.path;
        auto& log = m_balancers[name];
        if (log.size() < kMostRecords) log.push_back(std::move(open.record));
        return;
    }
    if (visit.node.kind != NodeKind::Edge) return;
    open.record.targetTook = -1;
    open.record.target.clear();
    open.record.outcome = status >= 400 ? "Error" : open.asked ? "Miss" : "Hit";
    auto& log = m_edges[name];
    if (log.size() < kMostRecords) log.push_back(std::move(open.record));
}

void LogMaker::see(const World& world, Step step, VisitId id) {
    switch (step) {
        case Step::Came: came(world, id); return;
        case Step::Answered: ended(world, id, world.visits[id].status); return;
        case Step::GivenUp: ended(world, id, 460); return;
        case Step::Lost: addFlow(world, id, FlowAction::Reject); return;
        case Step::Asked:
        case Step::Tried:
        case Step::Began:
        case Step::Worked:
        case Step::Finished: return;
    }
}

std::map<std::string, std::string> LogMaker::take() {
    flushFlows(0);
    std::map<std::string, std::string> files;
    for (const auto& [name, records] : m_balancers) {
        files[name + ".log"] = writeBalancerLog(records);
    }
    for (const auto& [name, records] : m_edges) {
        files[name + ".log"] = writeCloudFrontLog(records);
    }
    files["flow-logs.log"] = writeFlowLog(m_flows);
    return files;
}

}  // namespace archivolt
