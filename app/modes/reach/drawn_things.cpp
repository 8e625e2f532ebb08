#include "app/modes/reach/drawn_things.h"

#include <fmt/format.h>

#include <algorithm>

namespace archivolt {

namespace {

constexpr const char* kAddressStep = "public address";

bool isIngress(const Hop& hop) { return hop.step == "ingress"; }

}  // namespace

DrawnThings::DrawnThings(const Diagram& diagram, const NetworkIndex& network)
    : m_diagram(diagram), m_network(network) {
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        const Box& box = diagram.boxes[i];
        if (box.key == kInternetBox) m_internet = i;
        if (box.thing) m_things[box.thing].push_back(i);
        if (box.resource) m_resources[box.resource].push_back(i);
        for (const Part& part : box.attributes) m_attributes.emplace(part.resource, i);
    }
}

BoxIndex DrawnThings::of(ThingId thing) const {
    if (!thing) return kNoBox;
    if (const auto own = m_things.find(thing); own != m_things.end()) return own->second.front();
    if (thing.isExternal()) return kNoBox;
    if (const auto own = m_things.find(thing.whole()); own != m_things.end()) {
        return own->second.front();
    }
    const auto boxes = m_resources.find(thing.resource());
    if (boxes != m_resources.end()) return boxes->second.front();
    const auto holder = m_attributes.find(thing.resource());
    return holder == m_attributes.end() ? kNoBox : holder->second;
}

BoxIndex DrawnThings::ofInterface(InterfaceIndex interface) const {
    const InterfaceNode& node = m_network.interfaces()[interface];
    const NetworkInterface& own = *node.interface;
    const BoxIndex shown = own.owner ? of(own.owner) : of(own.id);
    if (shown == kNoBox || node.subnet == kNone) return shown;
    const auto& subnet = *m_network.subnets()[node.subnet].subnet;
    const BoxIndex home = of(subnet.id);
    // A standby, or a part that stands in a subnet of its own, is a box of the thing beside others.
    const auto inHome = [&](const auto& boxes, const auto& key) -> BoxIndex {
        const auto found = boxes.find(key);
        if (found == boxes.end()) return kNoBox;
        for (const BoxIndex box : found->second) {
            const Box& each = m_diagram.boxes[box];
            if (isNode(each.kind) && (each.column == home || each.parent == home)) return box;
        }
        return kNoBox;
    };
    const BoxIndex declared = inHome(m_resources, m_diagram.boxes[shown].resource);
    if (declared != kNoBox) return declared;
    const BoxIndex beside = inHome(m_things, m_diagram.boxes[shown].thing);
    return beside == kNoBox ? shown : beside;
}

std::vector<BoxIndex> DrawnThings::ofEnd(const Endpoint& end) const {
    std::vector<BoxIndex> boxes;
    const auto add = [&](BoxIndex box) {
        if (box != kNoBox) boxes.push_back(box);
    };
    for (const InterfaceIndex interface : end.interfaces) add(ofInterface(interface));
    for (const auto& [connection, addresses] : end.onPremises) add(of(connection));
    for (const auto& [endpoint, address] : end.services) add(of(endpoint));
    if (!end.outside.empty()) add(m_internet);
    std::ranges::sort(boxes);
    boxes.erase(std::unique(boxes.begin(), boxes.end()), boxes.end());
    return boxes;
}

BoxIndex DrawnThings::ruledSubnet(const Hop& hop) const {
    const IpAddress& address =
        isIngress(hop) ? hop.packet.ends.destination : hop.packet.ends.source;
    BoxIndex any = kNoBox;
    for (const SubnetNode& node : m_network.subnets()) {
        const bool ruled = node.subnet->networkAcl == hop.thing ||
                           node.subnet->routeTable == hop.thing || node.subnet->id == hop.thing;
        if (!ruled) continue;
        if (node.holds(address)) return of(node.subnet->id);
        if (any == kNoBox) any = of(node.subnet->id);
    }
    return any;
}

BoxIndex DrawnThings::wearer(const Hop& hop) const {
    const IpAddress& address =
        isIngress(hop) ? hop.packet.ends.destination : hop.packet.ends.source;
    for (const InterfaceIndex i : m_network.interfaces().indices()) {
        const InterfaceNode& node = m_network.interfaces()[i];
        if (!node.holds(address)) continue;
        const auto& groups = node.interface->securityGroups.ids;
        if (hop.thing == node.interface->id ||
            std::ranges::find(groups, hop.thing) != groups.end()) {
            return ofInterface(i);
        }
    }
    return kNoBox;
}

BoxIndex DrawnThings::ofHop(const Hop& hop) const {
    switch (hop.kind) {
        case HopKind::Internet: return m_internet;
        case HopKind::NetworkAcl:
        case HopKind::RouteTable:
        case HopKind::Subnet: {
            const BoxIndex subnet = ruledSubnet(hop);
            return subnet == kNoBox ? of(hop.thing) : subnet;
        }
        case HopKind::SecurityGroup: {
            const BoxIndex node = wearer(hop);
            return node == kNoBox ? of(hop.thing) : node;
        }
        case HopKind::Interface: {
            const InterfaceIndex index = m_network.interfaces().indexOf(hop.thing);
            return index == kNone ? of(hop.thing) : ofInterface(index);
        }
        case HopKind::Vpc:
        case HopKind::InternetGateway:
        case HopKind::NatGateway:
        case HopKind::EgressOnlyInternetGateway:
        case HopKind::Peering:
        case HopKind::TransitGateway:
        case HopKind::TransitGatewayRouteTable:
        case HopKind::VpnGateway:
        case HopKind::Endpoint:
        case HopKind::LoadBalancer:
        case HopKind::OnPremises:
        case HopKind::LocalService:
        case HopKind::Record:
        case HopKind::Distribution:
        case HopKind::Question: return of(hop.thing);
    }
    return kNoBox;
}

std::vector<BoxIndex> DrawnThings::way(const std::vector<Hop>& hops) const {
    std::vector<BoxIndex> boxes;
    for (const Hop& hop : hops) {
        const bool rules = hop.kind == HopKind::NetworkAcl || hop.kind == HopKind::RouteTable ||
                           hop.kind == HopKind::Subnet || hop.kind == HopKind::SecurityGroup ||
                           hop.kind == HopKind::Vpc || hop.kind == HopKind::Question ||
                           hop.step == kAddressStep;  // Looked up before anything is sent.
        if (rules) continue;
        const BoxIndex box = ofHop(hop);
        if (box == kNoBox || !isNode(m_diagram.boxes[box].kind)) continue;
        if (boxes.empty() || boxes.back() != box) boxes.push_back(box);
    }
    return boxes;
}

std::string endText(const Design& design, ResourceId resource) {
    std::string name;
    std::string owner;
    for (const auto& stack : design.stacks) {
        const auto found = stack->body.resources.find(resource);
        if (found) {
            name = found->logicalId;
            owner = stack->name;
        }
    }
    if (name.empty()) return {};
    const auto named = [&](const auto& stack) {
        return static_cast<bool>(stack->body.resources.find(name));
    };
    return std::ranges::count_if(design.stacks, named) > 1 ? fmt::format("{}/{}", owner, name)
                                                           : name;
}

std::string endText(const Design& design, const Diagram& diagram, BoxIndex box) {
    if (box == kNoBox) return {};
    if (diagram.boxes[box].key == kInternetBox) return kInternetBox;
    return diagram.boxes[box].resource ? endText(design, diagram.boxes[box].resource)
                                       : std::string();
}

}  // namespace archivolt
