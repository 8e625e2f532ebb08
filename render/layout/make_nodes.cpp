#include <fmt/format.h>

#include <array>

#include "model/architecture/compute.h"
#include "model/architecture/data.h"
#include "model/architecture/stand_in.h"
#include "model/base/text_case.h"
#include "model/build/naming_property.h"
#include "render/layout/diagram_maker.h"
#include "render/layout/hues.h"

namespace archivolt {

namespace {

constexpr std::string_view kFleetType = "AWS::AutoScaling::AutoScalingGroup";
constexpr std::string_view kEndpointType = "AWS::EC2::VPCEndpoint";
constexpr int kDeepest = 8;  // Steps of "wherever that stands", against cycles.

/// Types that are drawn as a detail of what refers to them, and of whom first.
struct Absorbed {
    std::string_view type;
    std::array<std::string_view, 4> by;
};
constexpr std::array kAbsorbed = {
    Absorbed{"AWS::RDS::DBSubnetGroup",
             {"AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "AWS::RDS::DBProxy", ""}},
    Absorbed{"AWS::ElastiCache::SubnetGroup",
             {"AWS::ElastiCache::ReplicationGroup", "AWS::ElastiCache::CacheCluster", "", ""}},
    Absorbed{"AWS::MemoryDB::SubnetGroup", {"AWS::MemoryDB::Cluster", "", "", ""}},
    Absorbed{"AWS::ElasticLoadBalancingV2::TargetGroup",
             {"AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule",
              "AWS::AutoScaling::AutoScalingGroup", "AWS::ECS::Service"}},
    Absorbed{
        "AWS::EC2::LaunchTemplate",
        {"AWS::AutoScaling::AutoScalingGroup", "AWS::EC2::Instance", "AWS::EKS::Nodegroup", ""}},
    Absorbed{"AWS::AutoScaling::LaunchConfiguration",
             {"AWS::AutoScaling::AutoScalingGroup", "", "", ""}},
    Absorbed{"AWS::EC2::EIP",
             {"AWS::EC2::NatGateway", "AWS::EC2::Instance", "AWS::EC2::EIPAssociation",
              "AWS::ElasticLoadBalancingV2::LoadBalancer"}},
    Absorbed{"AWS::EC2::NetworkInterface",
             {"AWS::EC2::Instance", "AWS::EC2::NetworkInterfaceAttachment", "", ""}},
    Absorbed{"AWS::EC2::Volume", {"AWS::EC2::Instance", "AWS::EC2::VolumeAttachment", "", ""}},
    Absorbed{"AWS::ECS::TaskDefinition", {"AWS::ECS::Service", "", "", ""}},
};

/// What a node is a detail of when it names it itself.
struct Belongs {
    std::string_view type;
    std::array<std::string_view, 3> to;
};
constexpr std::array kBelongs = {
    Belongs{"AWS::IAM::Policy", {"AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"}},
    Belongs{"AWS::IAM::InstanceProfile", {"AWS::IAM::Role", "", ""}},
    Belongs{"AWS::Route53::RecordSet", {"AWS::Route53::HostedZone", "", ""}},
    Belongs{"AWS::Route53::RecordSetGroup", {"AWS::Route53::HostedZone", "", ""}},
    Belongs{"AWS::EC2::EIP", {"AWS::EC2::Instance", "", ""}},
};

bool isOneOf(std::string_view type, std::initializer_list<std::string_view> types) {
    return std::ranges::find(types, type) != types.end();
}

struct ShelfPlan {
    int rank = 0;
    std::string title;
    BoxKind kind = BoxKind::Node;
};

ShelfPlan shelfOf(std::string_view type, const SystemFacts* facts, bool inVpc) {
    if (type == kEndpointType) return {4, "Endpoints", BoxKind::Chip};
    if (type == "AWS::ElasticLoadBalancingV2::TargetGroup") {
        return {5, "Target groups", BoxKind::Chip};
    }
    if (facts == nullptr) return {19, "Other resources", BoxKind::Chip};
    if (inVpc) return {6, "Subnet not known", BoxKind::Node};
    const bool detail = facts->appearance != Appearance::Node;
    if (detail) return {20, "Settings", BoxKind::Chip};
    // What watches the rest is no part of how it works: short lines, and last.
    if (isOneOf(type, {"AWS::CloudWatch::Alarm", "AWS::Logs::LogGroup"})) {
        return {18, "Operation", BoxKind::Chip};
    }
    switch (facts->category) {
        case Category::Edge: return {10, "Edge", BoxKind::Node};
        case Category::Network: return {11, "Network", BoxKind::Node};
        case Category::Compute: return {12, "Compute", BoxKind::Node};
        case Category::Database: return {13, "Databases", BoxKind::Node};
        case Category::Storage: return {14, "Storage", BoxKind::Node};
        case Category::Integration: return {15, "Integration", BoxKind::Node};
        case Category::Security: return {16, "Identity and security", BoxKind::Chip};
    }
    return {19, "Other resources", BoxKind::Chip};
}

std::string textOf(const Known<std::int64_t>& number) {
    return number.isKnown() ? std::to_string(*number) : "?";
}

}  // namespace

std::size_t DiagramMaker::ownerOfPart(std::size_t item) const {
    const SystemFacts& facts = *m_items[item].facts;
    if (facts.partOf.has_value()) {
        for (const std::size_t to : targets(item, *facts.partOf)) return to;
    }
    return kNoItem;
}

std::size_t DiagramMaker::ownerOfLine(std::size_t item) const {
    std::size_t container = kNoItem;
    for (const PathPattern& end : m_items[item].facts->ends) {
        for (const std::size_t to : targets(item, end)) {
            const SystemFacts* facts = m_items[to].facts;
            const bool frame = facts != nullptr && facts->appearance == Appearance::Container;
            if (!frame) return to;
            if (container == kNoItem) container = to;
        }
    }
    return container;
}

std::size_t DiagramMaker::ownerByReferrer(std::size_t item) const {
    const auto plan =
        std::ranges::find(kAbsorbed, std::string_view(m_items[item].type), &Absorbed::type);
    if (plan == kAbsorbed.end()) return kNoItem;
    for (const std::string_view by : plan->by) {
        for (const std::size_t from : m_items[item].referrers) {
            if (by.empty() || m_items[from].type != by) continue;
            const SystemFacts* facts = m_items[from].facts;
            if (facts == nullptr || facts->appearance != Appearance::Line) return from;
            // A connection: what stands at its other end holds this.
            for (const PathPattern& end : facts->ends) {
                for (const std::size_t to : targets(from, end)) {
                    if (to != item) return to;
                }
            }
        }
    }
    return kNoItem;
}

void DiagramMaker::chooseOwners() {
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        Item& item = m_items[i];
        if (item.facts == nullptr || item.box != kNoBox) continue;
        switch (item.facts->appearance) {
            case Appearance::Container: break;
            case Appearance::Part: item.owner = ownerOfPart(i); break;
            case Appearance::Line: item.owner = ownerOfLine(i); break;
            case Appearance::Setting:
                if (!item.referrers.empty()) item.owner = item.referrers.front();
                break;
            case Appearance::Node: {
                const auto belongs =
                    std::ranges::find(kBelongs, std::string_view(item.type), &Belongs::type);
                if (belongs != kBelongs.end()) {
                    for (const std::string_view to : belongs->to) {
                        if (to.empty() || item.owner != kNoItem) continue;
                        const auto found = named(i, to);
                        if (!found.empty()) item.owner = found.front();
                    }
                }
                if (item.type == "AWS::EC2::TransitGatewayRouteTable") {
                    const auto gateway = named(i, "AWS::EC2::TransitGateway");
                    if (!gateway.empty()) item.owner = gateway.front();
                    if (!gateway.empty()) m_badged.push_back(i);
                }
                if (item.owner == kNoItem) item.owner = ownerByReferrer(i);
                // A described interface says itself whose it is.
                if (item.owner != kNoItem || item.type != "AWS::EC2::NetworkInterface") break;
                const auto* own = typed().interfaces.find(item.thing);
                if (own == nullptr || !(*own)->owner) break;
                const auto holder = m_byThing.find((*own)->owner.whole());
                if (holder != m_byThing.end() && holder->second != i) item.owner = holder->second;
                break;
            }
        }
    }
    // What would end in a circle, or in nothing, is drawn itself.
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (!leadsToBox(i)) m_items[i].owner = kNoItem;
    }
}

bool DiagramMaker::leadsToBox(std::size_t item) const {
    for (int step = 0; step < kDeepest; ++step) {
        if (m_items[item].owner == kNoItem) return true;
        item = m_items[item].owner;
    }
    return false;
}

std::size_t DiagramMaker::standsFor(std::size_t item) const {
    while (m_items[item].owner != kNoItem) item = m_items[item].owner;
    return item;
}

void DiagramMaker::attachAttributes() {
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const std::size_t shown = standsFor(i);
        INVARIANT(m_items[shown].box != kNoBox);
        if (shown == i) continue;
        const BoxIndex at = m_items[shown].box;
        m_items[i].box = at;
        box(at).attributes.push_back({m_items[i].evaluated->source->id, tieOf(i)});
    }
    m_owned.resize(m_items.size());
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (m_items[i].owner != kNoItem) m_owned[m_items[i].owner].push_back(i);
    }
}

Path DiagramMaker::tieOf(std::size_t item) const {
    const Item& owner = m_items[m_items[item].owner];
    const auto found = std::ranges::find(owner.referrers, item);
    if (found == owner.referrers.end()) return {};
    const auto referrer = static_cast<std::size_t>(found - owner.referrers.begin());
    return referrerPath(m_items[item].owner, referrer);
}

DiagramMaker::Spot DiagramMaker::spotOf(std::size_t index, int depth) const {
    Spot spot;
    const Item& item = m_items[index];
    if (item.facts == nullptr || depth > kDeepest) return spot;
    for (const Containment& containment : item.facts->containments) {
        for (const std::size_t to : targets(index, containment.path)) {
            const BoxIndex at = m_items[to].box;
            if (containment.place == HomeKind::Subnet && at != kNoBox) spot.subnets.push_back(at);
            if (containment.place == HomeKind::Vpc && at != kNoBox && spot.vpc == kNoBox) {
                spot.vpc = at;
            }
            if (containment.place == HomeKind::With || containment.place == HomeKind::Inside) {
                const Spot other = spotOf(to, depth + 1);
                if (spot.subnets.empty()) spot.subnets = other.subnets;
                if (spot.vpc == kNoBox) spot.vpc = other.vpc;
            }
        }
        if (!spot.subnets.empty()) break;
    }
    std::erase_if(spot.subnets,
                  [&](BoxIndex b) { return m_diagram.boxes[b].kind != BoxKind::Subnet; });
    return spot;
}

DiagramMaker::Spot DiagramMaker::typedSpot(std::size_t index) {
    const Item& item = m_items[index];
    Spot spot;
    for (const ThingId subnet : subnetsOf(item.thing)) {
        const auto declared = m_byThing.find(subnet);
        const BoxIndex at = declared != m_byThing.end() ? m_items[declared->second].box
                            : subnet.isExternal()       ? externalSubnet(subnet, regionOf(item))
                                                        : kNoBox;
        if (at != kNoBox && box(at).kind == BoxKind::Subnet) spot.subnets.push_back(at);
    }
    if (const auto found = m_vpcOf.find(item.thing); found != m_vpcOf.end()) {
        const auto declared = m_byThing.find(found->second);
        if (declared != m_byThing.end()) spot.vpc = m_items[declared->second].box;
        if (found->second.isExternal()) spot.vpc = externalVpc(found->second, regionOf(item));
    }
    if (spot.subnets.empty()) {  // Else it is they that tell the VPC.
        Spot drawn = spotOf(index, 0);
        spot.subnets = std::move(drawn.subnets);
        if (spot.vpc == kNoBox) spot.vpc = drawn.vpc;
    }
    if (spot.vpc == kNoBox && spot.subnets.empty()) spot.vpc = vpcOfGroups(index);
    if (spot.vpc != kNoBox && box(spot.vpc).kind != BoxKind::Vpc) spot.vpc = kNoBox;
    return spot;
}

// What carries a VPC's security group has its interfaces in that VPC.
// Source: Amazon VPC User Guide, "Security groups": a group is used in its VPC only.
void DiagramMaker::indexCarriers() {
    for (const auto& [id, group] : typed().securityGroups) {
        const auto declared = m_byThing.find(id);
        if (declared == m_byThing.end() || !group->vpc.isKnown()) continue;
        for (const std::size_t user : m_items[declared->second].referrers) {
            const Item& item = m_items[user];
            const bool part = item.facts != nullptr && item.facts->appearance == Appearance::Part;
            const bool rule = part || item.type == "AWS::EC2::SecurityGroup";
            if (!rule) m_carried.emplace(standsFor(user), *group->vpc);
        }
    }
}

BoxIndex DiagramMaker::vpcOfGroups(std::size_t index) {
    auto found = m_carried.find(index);
    const auto* database = typed().databases.find(m_items[index].thing);
    if (found == m_carried.end() && database != nullptr && (*database)->cluster) {
        // An instance of a cluster stands where its cluster does.
        const Known<ThingId>& cluster = *(*database)->cluster;
        const auto declared = cluster.isKnown() ? m_byThing.find(*cluster) : m_byThing.end();
        if (declared != m_byThing.end()) found = m_carried.find(declared->second);
    }
    if (found == m_carried.end()) return kNoBox;
    if (found->second.isExternal()) return externalVpc(found->second, regionOf(m_items[index]));
    const auto vpc = m_byThing.find(found->second);
    return vpc == m_byThing.end() ? kNoBox : m_items[vpc->second].box;
}

BoxIndex DiagramMaker::gatewayVpc(std::size_t index) const {
    if (const auto found = m_vpcOf.find(m_items[index].thing); found != m_vpcOf.end()) {
        const auto declared = m_byThing.find(found->second);
        if (declared != m_byThing.end()) return m_items[declared->second].box;
    }
    std::vector<std::size_t> asked = m_items[index].referrers;
    asked.push_back(index);
    for (const std::size_t from : asked) {
        const bool attaches =
            from == index || m_items[from].type == "AWS::EC2::VPCGatewayAttachment";
        if (!attaches) continue;
        const auto vpcs = named(from, "AWS::EC2::VPC");
        if (!vpcs.empty()) return m_items[vpcs.front()].box;
    }
    return kNoBox;
}

bool DiagramMaker::addGateway(std::size_t index) {
    if (!isOneOf(m_items[index].type, {"AWS::EC2::InternetGateway", "AWS::EC2::VPNGateway",
                                       "AWS::EC2::EgressOnlyInternetGateway"})) {
        return false;
    }
    const BoxIndex vpc = gatewayVpc(index);
    if (vpc == kNoBox) return false;
    newItemBox(BoxKind::Gateway, vpc, index);
    return true;
}

void DiagramMaker::addNodes() {
    // A cluster's frame must be there before its instances; outside, names come before edges.
    const auto rank = [&](std::size_t i) {
        const std::string_view type = m_items[i].type;
        if (type == "AWS::RDS::DBCluster") return std::size_t{0};
        if (type == "AWS::Route53::HostedZone") return std::size_t{1};
        if (type.starts_with("AWS::Route53::RecordSet")) return std::size_t{2};
        return type == "AWS::CloudFront::Distribution" ? std::size_t{3} : std::size_t{4};
    };
    std::array<std::vector<std::size_t>, 5> ranks;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (m_items[i].box == kNoBox && m_items[i].owner == kNoItem) ranks.at(rank(i)).push_back(i);
    }
    for (const auto& alike : ranks) {
        for (const std::size_t i : alike) {
            if (!addGateway(i) && !addToCluster(i)) addNode(i);
        }
    }
}

bool DiagramMaker::addToCluster(std::size_t index) {
    const auto* database = typed().databases.find(m_items[index].thing);
    if (database == nullptr || !(*database)->cluster || !(*database)->cluster->isKnown()) {
        return false;
    }
    const BoxIndex cluster = boxOf(**(*database)->cluster);
    if (cluster == kNoBox || box(box(cluster).parent).kind != BoxKind::Span) return false;
    const BoxIndex span = box(cluster).parent;
    std::size_t members = 0;
    for (const Box& other : m_diagram.boxes) {
        if (other.parent == span && other.column != kNoBox) ++members;
    }
    // Which instance AWS puts in which zone is its choice; spread in the template's order.
    const BoxIndex node = newItemBox(BoxKind::Node, span, index);
    box(node).column = box(span).spans[members % box(span).spans.size()];
    return true;
}

void DiagramMaker::addNode(std::size_t index) {
    const Item& item = m_items[index];
    const bool atEdge = item.facts != nullptr && item.facts->category == Category::Edge &&
                        item.facts->home == HomeKind::Global &&
                        item.facts->appearance == Appearance::Node;
    if (atEdge || item.type == "AWS::EC2::CustomerGateway") {
        newItemBox(BoxKind::Node, m_outside, index);
        return;
    }
    Spot spot = typedSpot(index);
    if (!spot.subnets.empty()) {
        const auto vpcOf = [&](BoxIndex subnet) { return box(box(subnet).parent).parent; };
        spot.vpc = vpcOf(spot.subnets.front());
        std::erase_if(spot.subnets, [&](BoxIndex b) { return vpcOf(b) != spot.vpc; });
    }
    const bool shelved =
        item.type == kEndpointType ||
        isOneOf(item.type, {"AWS::RDS::DBSubnetGroup", "AWS::ElastiCache::SubnetGroup",
                            "AWS::MemoryDB::SubnetGroup"});
    if (shelved || (spot.subnets.empty() && item.type != kFleetType)) {
        shelve(index, spot);
    } else {
        standNode(index, spot);
    }
}

void DiagramMaker::standNode(std::size_t index, const Spot& spot) {
    if (m_items[index].type == kFleetType) {
        addFleet(index, spot);
    } else if (spot.subnets.size() == 1) {
        newItemBox(BoxKind::Node, spot.subnets.front(), index);
    } else {
        addAcross(index, spot);
    }
}

void DiagramMaker::addAcross(std::size_t index, const Spot& spot) {
    const Item& item = m_items[index];
    const BoxIndex span =
        newBox(BoxKind::Span, spot.vpc, item.stack->source->name + "/" + item.name() + "#frame",
               item.name());
    box(span).spans = spot.subnets;
    box(span).ghost = item.ghost;
    if (item.facts != nullptr) box(span).hue = hueOf(item.facts->category);
    const BoxIndex node = newItemBox(BoxKind::Node, span, index);
    const auto* database = typed().databases.find(item.thing);
    if (database == nullptr || (*database)->isCluster || !(*database)->multiAz.valueOr(false)) {
        return;
    }
    // Which zone AWS starts the primary in is its choice; the first stands for it.
    box(node).column = spot.subnets.front();
    const BoxIndex standby =
        newBox(BoxKind::Node, span, box(node).key + "#standby", box(node).title);
    box(standby).detail = "standby";
    box(standby).icon = box(node).icon;
    box(standby).hue = box(node).hue;
    box(standby).thing = item.thing;
    box(standby).faint = true;
    box(standby).column = spot.subnets[1];
}

void DiagramMaker::addFleet(std::size_t index, const Spot& spot) {
    const bool across = spot.subnets.size() > 1;
    const BoxIndex parent = across                                       ? spot.vpc
                            : spot.vpc != kNoBox && spot.subnets.empty() ? spot.vpc
                            : spot.subnets.empty()                       ? regionOf(m_items[index])
                                                                         : spot.subnets.front();
    const BoxIndex fleet = newItemBox(BoxKind::Fleet, parent, index);
    if (across) box(fleet).spans = spot.subnets;
    const auto* group = typed().autoScalingGroups.find(m_items[index].thing);
    std::map<BoxIndex, std::vector<const Instance*>> members;
    if (group != nullptr) {
        for (const ThingId id : (*group)->instances) {
            const auto* instance = typed().instances.find(id);
            if (instance == nullptr) continue;
            BoxIndex column = kNoBox;
            const auto stands = across ? subnetsOf(id) : std::vector<ThingId>();
            if (!stands.empty()) {
                const ThingId subnet = stands.front();
                const auto declared = m_byThing.find(subnet);
                if (declared != m_byThing.end()) column = m_items[declared->second].box;
                const auto outside = m_externals.find({subnet, regionOf(m_items[index])});
                if (outside != m_externals.end()) column = outside->second;
            }
            members[column].push_back(instance->get());
        }
    }
    for (const auto& [column, instances] : members) {
        const std::size_t count = instances.size();
        const BoxIndex node = newBox(
            BoxKind::Node, fleet,
            box(fleet).key + "#" + (column == kNoBox ? std::string("members") : box(column).key),
            fmt::format("{} instance{}", count, count == 1 ? "" : "s"));
        box(node).detail = instances.front()->instanceType.valueOr("type not known");
        box(node).icon = "instance";
        box(node).hue = Hue::Compute;
        box(node).thing = instances.front()->id;
        box(node).column = column;
        box(node).ghost = m_items[index].ghost;
    }
    if (!members.empty()) return;
    const BoxIndex node = newBox(BoxKind::Node, fleet, box(fleet).key + "#members", "No instance");
    box(node).detail = m_items[index].ghost ? "not created" : "at the desired size";
    box(node).icon = "instance";
    box(node).faint = true;
}

void DiagramMaker::shelve(std::size_t index, const Spot& spot) {
    const Item& item = m_items[index];
    const bool inVpc = spot.vpc != kNoBox;
    ShelfPlan plan = shelfOf(item.type, item.facts, inVpc);
    const BoxIndex parent = inVpc ? spot.vpc : regionOf(item);
    if (badgeKindOf(item.type)) {
        m_items[index].box = parent;
        m_badged.push_back(index);
        const auto stands = namingProperties(m_catalog, item.type, {"AWS::EC2::VPC", {}});
        box(parent).attributes.push_back(
            {item.evaluated->source->id, inVpc && !stands.empty()
                                             ? Path{"Properties", std::string(stands.front().name)}
                                             : Path{}});
        return;
    }
    m_shelved.push_back({parent, plan.rank, std::move(plan.title), index, plan.kind});
}

void DiagramMaker::addShelves() {
    std::ranges::stable_sort(
        m_shelved, {}, [](const Shelved& s) { return std::tuple(s.parent, s.rank, s.title); });
    BoxIndex shelf = kNoBox;
    for (const Shelved& s : m_shelved) {
        const bool same =
            shelf != kNoBox && box(shelf).parent == s.parent && box(shelf).title == s.title;
        const ResourceId id = m_items[s.item].evaluated->source->id;
        const bool free = m_design.placements.contains(id) ||
                          m_design.places.contains(PlaceKey{id, std::string()});
        if (free) {
            newItemBox(BoxKind::Node, s.parent, s.item);
            continue;
        }
        if (!same) {
            shelf = newBox(BoxKind::Shelf, s.parent, box(s.parent).key + "#" + s.title, s.title);
        }
        newItemBox(s.kind, shelf, s.item);
    }
}

void DiagramMaker::paintTints() {
    std::vector<std::pair<bool, bool>> holds(m_diagram.boxes.size());  // Data; anything else.
    const auto note = [&](BoxIndex subnet, const Item& item) {
        if (item.facts == nullptr) return;
        const bool data =
            item.facts->category == Category::Database || item.facts->category == Category::Storage;
        (data ? holds[subnet].first : holds[subnet].second) = true;
    };
    for (const Item& item : m_items) {
        if (item.box == kNoBox || item.owner != kNoItem) continue;
        const Box& b = box(item.box);
        const Box& parent = box(b.parent == kNoBox ? 0 : b.parent);
        if (parent.kind == BoxKind::Subnet) note(b.parent, item);
        if (parent.kind == BoxKind::Span) {
            for (const BoxIndex subnet : parent.spans) note(subnet, item);
        }
        if (b.kind == BoxKind::Fleet) {
            for (const BoxIndex subnet : b.spans) note(subnet, item);
        }
    }
    const auto paint = [&](BoxIndex at, bool open) {
        const auto [data, other] = holds[at];
        box(at).tint = open ? Tint::Public : data && !other ? Tint::Data : Tint::Private;
    };
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (m_items[i].ghost && box(m_items[i].box).kind == BoxKind::Subnet) {
            paint(m_items[i].box, leadsOut(i));
        }
    }
    for (const auto& [id, subnet] : typed().subnets) {
        const auto declared = m_byThing.find(id);
        if (declared == m_byThing.end() || !subnet->routeTable.isKnown()) continue;
        const auto* table = typed().routeTables.find(*subnet->routeTable);
        if (table == nullptr) continue;
        const bool open = std::ranges::any_of((*table)->routes, [](const Route& route) {
            return route.targetKind == RouteTargetKind::InternetGateway;
        });
        paint(m_items[declared->second].box, open);
    }
}

bool DiagramMaker::leadsOut(std::size_t subnet) const {
    for (const std::size_t joint : m_items[subnet].referrers) {
        if (m_items[joint].type != "AWS::EC2::SubnetRouteTableAssociation") continue;
        for (const std::size_t table : named(joint, "AWS::EC2::RouteTable")) {
            for (const std::size_t route : m_items[table].referrers) {
                const bool leads = m_items[route].type == "AWS::EC2::Route" &&
                                   !named(route, "AWS::EC2::InternetGateway").empty();
                if (leads) return true;
            }
        }
    }
    return false;
}

std::string DiagramMaker::typedDetail(ThingId thing) const {
    const Architecture& a = typed();
    if (const auto* vpc = a.vpcs.find(thing)) {
        const auto& blocks = (*vpc)->blocks;
        return blocks.empty() || !blocks.front().isKnown() ? "" : blocks.front()->toString();
    }
    if (const auto* subnet = a.subnets.find(thing)) {
        const auto& blocks = (*subnet)->blocks;
        return blocks.empty() || !blocks.front().isKnown() ? "" : blocks.front()->toString();
    }
    if (const auto* instance = a.instances.find(thing))
        return (*instance)->instanceType.valueOr("");
    if (const auto* nat = a.natGateways.find(thing)) {
        const auto& address = (*nat)->publicAddress;
        // One that AWS will choose is only stood for, and no address that anybody should read here.
        const bool isTold = address && address->isKnown() && !isStandIn(**address);
        return isTold ? (**address).toString() : "";
    }
    if (const auto* database = a.databases.find(thing)) return (*database)->engine.valueOr("");
    if (const auto* cache = a.caches.find(thing)) return (*cache)->engine.valueOr("");
    if (const auto* balancer = a.loadBalancers.find(thing)) {
        std::string text;
        for (const Listener& listener : (*balancer)->listeners) {
            if (!listener.protocol.isKnown() || !listener.port.isKnown()) continue;
            text += (text.empty() ? "" : ", ") + lowerAscii(*listener.protocol) + " " +
                    std::to_string(*listener.port);
        }
        return text;
    }
    if (const auto* group = a.autoScalingGroups.find(thing)) {
        return fmt::format("{} of {}–{}", (*group)->instances.size(), textOf((*group)->minSize),
                           textOf((*group)->maxSize));
    }
    return {};
}

std::string DiagramMaker::detailOf(const Item& item) const {
    std::string typedText = typedDetail(item.thing);
    if (!typedText.empty()) return typedText;
    const bool frame = item.facts != nullptr && item.facts->appearance == Appearance::Container;
    if (frame) return {};
    if (item.facts != nullptr) return item.facts->label;
    std::string text(item.type.starts_with("AWS::") ? item.type.substr(5) : item.type);
    for (auto at = text.find("::"); at != std::string::npos; at = text.find("::")) {
        text.replace(at, 2, " ");
    }
    return text;
}

}  // namespace archivolt
