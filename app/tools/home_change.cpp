#include "app/tools/home_change.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/session/selection.h"
#include "app/tools/free_block.h"
#include "app/tools/references.h"

namespace archivolt::tools {

namespace {

HomeChange no(std::string why) { return {HomeAnswer::No, std::move(why), {}}; }
HomeChange lookThrough() { return {HomeAnswer::LookThrough, {}, {}}; }
HomeChange stays() { return {HomeAnswer::Stays, {}, {}}; }

/// Returns the subnets that a box stands in: those that it spans and those that parts of it stand
/// in apart, else the one around it.
std::vector<BoxIndex> subnetsOf(const Diagram& diagram, BoxIndex box) {
    if (diagram.boxes[box].whole != kNoBox) box = diagram.boxes[box].whole;
    for (BoxIndex at = box; at != kNoBox; at = diagram.boxes[at].parent) {
        const Box& b = diagram.boxes[at];
        if (b.kind == BoxKind::Subnet) return {at};
        if (!b.spans.empty()) return allSubnetsOf(diagram, at);
    }
    return {};
}

/// The values of one resource that say which subnets it stands in, wherever they are written.
struct SubnetList {
    std::shared_ptr<const Resource> owner;  ///< Itself, or the subnet group that it names.
    PathPattern pattern;
    std::vector<FoundValue> found;
};

/// One change of place, being worked out.
class Change {
public:
    Change(const Scene& scene, const World& world, BoxIndex box)
        : m_diagram(*scene.diagram), m_world(world), m_box(box) {
        const auto declared = declaredResource(world.design, resourceOf(m_diagram.boxes[box]));
        m_stack = declared.stack;
        m_resource = declared.resource;
        if (m_resource) m_facts = world.catalog.system(m_resource->type());
    }

    HomeChange into(BoxIndex container, const Drop& drop) {
        const Box& to = m_diagram.boxes[container];
        if (container == m_diagram.boxes[m_box].parent) return stays();
        switch (to.kind) {
            case BoxKind::Shelf:
            case BoxKind::Fleet:
            case BoxKind::Span: return lookThrough();
            case BoxKind::Outside:
            case BoxKind::Canvas: return intoNothing(to);
            default: break;
        }
        if (!m_resource) return no(fmt::format("{} is not declared in a template", title()));
        if (to.kind == BoxKind::Region) return intoRegion(container);
        if (to.resource && to.stack != m_stack->id) {
            return no(fmt::format("{} is not declared in the template of {}", to.title, name()));
        }
        if (to.kind == BoxKind::Subnet) return intoSubnet(container, drop);
        if (to.kind == BoxKind::Zone) return intoZone(container);
        if (to.kind == BoxKind::Vpc) return intoVpc(container);
        return lookThrough();
    }

    HomeChange among(const std::vector<BoxIndex>& subnets) {
        const auto list = subnetList();
        if (!list) return no(fmt::format("{} is not placed by a subnet", calledFully()));
        if (auto refused = notPlain(*list)) return *refused;
        HomeChange change{HomeAnswer::Yes, {}, {}};
        std::vector<std::string> wanted;
        wanted.reserve(subnets.size());
        for (const BoxIndex subnet : subnets) wanted.push_back(nameOf(subnet));
        std::vector<std::string> present;
        // From the last to the first, so that what is taken away moves none that is still to come.
        for (std::size_t i = list->found.size(); i-- > 0;) {
            const std::string named = *namedBy(*list->found[i].value);
            present.push_back(named);
            if (std::ranges::find(wanted, named) != wanted.end()) continue;
            const Path path = propertiesOf(list->owner->logicalId) / list->found[i].path;
            change.edits.emplace_back(RemoveValue{m_stack->id, path});
            change.why +=
                fmt::format("{}{} leaves {}", change.why.empty() ? "" : "; ", name(), named);
        }
        std::size_t count = list->found.size() - change.edits.size();
        for (const std::string& each : wanted) {
            if (std::ranges::find(present, each) != present.end()) continue;
            const Path items = list->found.front().path.parent();
            change.edits.emplace_back(
                SetValue{m_stack->id, propertiesOf(list->owner->logicalId) / items / count++,
                         naming(*list->found.front().value, each)});
            change.why +=
                fmt::format("{}{} stands in {} too", change.why.empty() ? "" : "; ", name(), each);
        }
        if (change.edits.empty()) return stays();
        if (auto refused = tooFew(subnets)) return *refused;
        return change;
    }

private:
    [[nodiscard]] const std::string& name() const { return m_resource->logicalId; }
    [[nodiscard]] const std::string& title() const { return m_diagram.boxes[m_box].title; }
    [[nodiscard]] std::string calledFully() const {
        return fmt::format("{} ({})", name(), labelOf(m_world.catalog, m_resource->type()));
    }
    [[nodiscard]] std::string nameOf(BoxIndex box) const {
        const auto resource = m_stack->body.resources.find(m_diagram.boxes[box].resource);
        return resource ? resource->logicalId : m_diagram.boxes[box].title;
    }

    /// Finds which property says where a thing stands, by the kind of place.
    [[nodiscard]] const Containment* containment(HomeKind place) const {
        if (m_facts == nullptr) return nullptr;
        const Containment* usual = nullptr;
        for (const Containment& each : m_facts->containments) {
            if (each.place != place) continue;
            if (!select(m_resource->properties(), each.path).empty()) return &each;
            if (usual == nullptr || (usual->path.isPlural() && !each.path.isPlural()))
                usual = &each;
        }
        return usual;
    }

    /// Finds where it is written which subnets the thing stands in: by itself or by what it names.
    [[nodiscard]] std::optional<SubnetList> subnetList() const {
        std::shared_ptr<const Resource> owner = m_resource;
        for (int steps = 0; owner && steps < 4; ++steps) {
            const SystemFacts* facts = m_world.catalog.system(owner->type());
            if (facts == nullptr) return {};
            std::shared_ptr<const Resource> next;
            for (const Containment& each : facts->containments) {
                auto found = select(owner->properties(), each.path);
                if (found.empty()) continue;
                if (each.place == HomeKind::Subnet) return SubnetList{owner, each.path, found};
                if (each.place != HomeKind::With) continue;
                const auto other = namedBy(*found.front().value);
                if (other) next = m_stack->body.resources.find(*other);
                if (next) break;
            }
            owner = next;
        }
        return {};
    }

    [[nodiscard]] std::optional<HomeChange> notPlain(const SubnetList& list) const {
        for (const FoundValue& value : list.found) {
            const auto named = namedBy(*value.value);
            if (named && m_stack->body.resources.find(*named)) continue;
            const std::string where =
                fmt::format("{} of {}", value.path.toString(), list.owner->logicalId);
            if (named) {
                return no(
                    fmt::format("{} is decided by the parameter {}: change that", where, *named));
            }
            return no(fmt::format("{} is no plain reference to a subnet: change it in the template",
                                  where));
        }
        return {};
    }

    HomeChange intoNothing(const Box& to) const {
        const bool isGlobal = m_facts != nullptr && m_facts->home == HomeKind::Global;
        if (isGlobal) return to.kind == BoxKind::Outside ? stays() : lookThrough();
        const auto homes = subnetsOf(m_diagram, m_diagram.boxes[m_box].parent);
        if (!homes.empty())
            return no(fmt::format("{} stands in a subnet: drop it into one", title()));
        const std::string& home = m_diagram.boxes[m_diagram.boxes[m_box].parent].title;
        return no(
            fmt::format("{} belongs where it is{}{}", title(), home.empty() ? "" : ", in ", home));
    }

    HomeChange intoRegion(BoxIndex region) const {
        if (around(m_diagram, m_box, BoxKind::Region) != region) {
            return no(fmt::format("{} is of the stack {}, which is deployed in {}", name(),
                                  m_stack->name, m_stack->region));
        }
        const auto list = subnetList();
        if (!list) {
            const bool inVpc =
                around(m_diagram, m_diagram.boxes[m_box].parent, BoxKind::Vpc) != kNoBox;
            return inVpc ? no(fmt::format("{} belongs to a VPC: drop it into one", calledFully()))
                         : stays();
        }
        return leave(*list);
    }

    /// Takes a thing out of all subnets, which only some types can be.
    [[nodiscard]] HomeChange leave(const SubnetList& list) const {
        const std::string first = list.pattern.steps().front().key;
        const auto& placed = m_facts->setByPlacing;
        const bool required = std::ranges::find(placed, first) != placed.end();
        if (required || list.owner != m_resource || m_facts->home != HomeKind::Region) {
            return no(fmt::format("{} stands in a subnet: drop it into one", name()));
        }
        HomeChange change{HomeAnswer::Yes, fmt::format("{} leaves its subnets", name()), {}};
        change.edits.emplace_back(RemoveValue{m_stack->id, propertiesOf(name()) / PathStep(first)});
        return change;
    }

    HomeChange intoSubnet(BoxIndex subnet, const Drop& drop) {
        const auto present = subnetsOf(m_diagram, m_box);
        if (std::ranges::find(present, subnet) != present.end()) {
            return present.size() > 1 && drop.adds
                       ? no(fmt::format("{} stands in {} already", name(), nameOf(subnet)))
                       : stays();
        }
        if (!m_stack->body.resources.find(m_diagram.boxes[subnet].resource)) {
            return no(fmt::format("{} is not declared in the template of {}",
                                  m_diagram.boxes[subnet].title, name()));
        }
        if (auto list = subnetList()) return replace(*list, present, subnet, drop);
        const Containment* place = containment(HomeKind::Subnet);
        if (place == nullptr) {
            const bool vpcs =
                containment(HomeKind::Vpc) != nullptr || containment(HomeKind::Zone) != nullptr;
            return vpcs ? lookThrough()
                        : no(fmt::format("{} is not placed by a subnet", calledFully()));
        }
        if (auto refused = otherVpc(present, subnet)) return *refused;
        return enter(*place, nameOf(subnet));
    }

    /// Puts what names no subnet yet into one.
    [[nodiscard]] HomeChange enter(const Containment& place, const std::string& subnet) const {
        const auto& steps = place.path.steps();
        const auto plural =
            std::ranges::find(steps, PathPattern::StepKind::AnyItem, &PathPattern::Step::kind);
        if (plural != steps.end() && plural + 1 != steps.end()) {
            return no(
                fmt::format("{} names no subnet yet; add one to its properties first", name()));
        }
        // A map on the way that is missing is made with it: VpcConfig.SubnetIds.
        Path path = propertiesOf(name());
        Value value = Value::ref(subnet);
        const Value* at = &m_resource->properties();
        std::size_t depth = 0;
        for (; depth < steps.size() && steps[depth].kind == PathPattern::StepKind::Key; ++depth) {
            path = path / PathStep(steps[depth].key);
            at = at->isMap() ? at->find(steps[depth].key) : nullptr;
            if (at == nullptr) break;
        }
        for (std::size_t i = steps.size(); i-- > depth + 1;) {
            value = steps[i].kind == PathPattern::StepKind::AnyItem
                        ? Value::list({value})
                        : Value::map({{steps[i].key, value}});
        }
        HomeChange change{HomeAnswer::Yes, {}, {}};
        std::string written = place.path.toString();
        if (written.ends_with("[]")) written.resize(written.size() - 2);
        change.why = fmt::format("{} becomes {}", written, subnet);
        change.edits.emplace_back(SetValue{m_stack->id, path, std::move(value)});
        return change;
    }

    [[nodiscard]] BoxIndex zoneOf(BoxIndex subnet) const {
        return around(m_diagram, subnet, BoxKind::Zone);
    }

    /// Returns which of the present subnets a new one takes the place of: that of the same zone,
    /// else the one from which the thing was pulled away.
    [[nodiscard]] BoxIndex replacedBy(BoxIndex subnet, const std::vector<BoxIndex>& present,
                                      const Drop& drop) const {
        for (const BoxIndex each : present) {
            if (zoneOf(each) != kNoBox && zoneOf(each) == zoneOf(subnet)) return each;
        }
        // Carried by a note or a frame, it was pulled away from none.
        if (drop.grabbed == kNoBox) return present.front();
        const BoxIndex column = m_diagram.boxes[drop.grabbed].column;
        if (std::ranges::find(present, column) != present.end()) return column;
        return present.front();
    }

    HomeChange replace(const SubnetList& list, const std::vector<BoxIndex>& present,
                       BoxIndex subnet, const Drop& drop) {
        if (auto refused = otherVpc(present, subnet)) return *refused;
        if (auto refused = notPlain(list)) return *refused;
        const std::string to = nameOf(subnet);
        const bool several = list.pattern.isPlural() && list.found.front().path.size() > 0 &&
                             std::holds_alternative<std::size_t>(
                                 list.found.front().path[list.found.front().path.size() - 1]);
        HomeChange change{HomeAnswer::Yes, {}, {}};
        const Path whole = propertiesOf(list.owner->logicalId);
        if (several && (drop.adds || present.empty())) {
            const Path items = list.found.front().path.parent();
            change.edits.emplace_back(SetValue{m_stack->id, whole / items / list.found.size(),
                                               naming(*list.found.front().value, to)});
            change.why = fmt::format("{} stands in {} too", name(), to);
        } else if (!present.empty()) {
            const std::string from = nameOf(replacedBy(subnet, present, drop));
            for (const FoundValue& value : list.found) {
                if (namedBy(*value.value) != from) continue;
                change.edits.emplace_back(
                    SetValue{m_stack->id, whole / value.path, naming(*value.value, to)});
                if (change.why.empty()) {
                    change.why = fmt::format(
                        "{}{} becomes {}", value.path.toString(),
                        list.owner == m_resource ? "" : " of " + list.owner->logicalId, to);
                }
            }
        }
        if (change.edits.empty()) {
            return no(
                fmt::format("{} of {} names no subnet that is drawn: change it in the template",
                            list.found.front().path.toString(), list.owner->logicalId));
        }
        if (several && !drop.adds && present.size() > 1) change.why += "; Shift adds it instead";
        change.why += sharedWith(list);
        return change;
    }

    /// Says who else moves because it names the same subnet group.
    [[nodiscard]] std::string sharedWith(const SubnetList& list) const {
        if (list.owner == m_resource) return {};
        std::vector<std::string> others;
        for (const auto& each : m_world.naming.naming(m_stack, list.owner->logicalId)) {
            if (each != m_resource && m_world.catalog.system(each->type()) != nullptr) {
                others.push_back(each->logicalId);
            }
        }
        return others.empty() ? std::string()
                              : fmt::format("; so does {}", fmt::join(others, ", "));
    }

    /// Says why a thing can't go into another VPC, where it can't.
    [[nodiscard]] std::optional<HomeChange> otherVpc(const std::vector<BoxIndex>& present,
                                                     BoxIndex subnet) const {
        if (present.empty()) return {};
        const BoxIndex from = around(m_diagram, present.front(), BoxKind::Vpc);
        if (from == around(m_diagram, subnet, BoxKind::Vpc)) return {};
        if (!namedOfType(*m_resource, *m_stack, "AWS::EC2::SecurityGroup").empty()) {
            return no(
                fmt::format("{} is in another VPC, where the security groups of {} do not exist",
                            nameOf(subnet), name()));
        }
        if (present.size() > 1) {
            return no(
                fmt::format("{} stands in two subnets, which are of one VPC; {} is of another",
                            name(), nameOf(subnet)));
        }
        return {};
    }

    /// A load balancer, a subnet group and a cluster need two zones.
    /// Source: ELB CreateLoadBalancer, RDS CreateDBSubnetGroup, EKS VPC requirements.
    [[nodiscard]] std::optional<HomeChange> tooFew(const std::vector<BoxIndex>& subnets) const {
        if (subnets.empty()) {
            return no(fmt::format("{} needs a subnet to stand in", name()));
        }
        const std::string& type = m_resource->type();
        const Value* kind = m_resource->properties().find("Type");
        const bool isBalancer = type == "AWS::ElasticLoadBalancingV2::LoadBalancer" &&
                                (kind == nullptr || kind->text() == "application");
        const bool two =
            isBalancer || type.starts_with("AWS::RDS::") || type == "AWS::EKS::Cluster";
        const auto other = [&](BoxIndex subnet) {
            return zoneOf(subnet) != zoneOf(subnets.front());
        };
        if (!two || std::ranges::any_of(subnets, other)) return {};
        return no(fmt::format("{} needs subnets in two zones", calledFully()));
    }

    HomeChange intoZone(BoxIndex zone) {
        const Containment* place = containment(HomeKind::Zone);
        if (subnetList() || place == nullptr || containment(HomeKind::Subnet) != nullptr) {
            return containment(HomeKind::Subnet) != nullptr || subnetList()
                       ? no(fmt::format("{} stands in a subnet: drop it into one", name()))
                       : lookThrough();
        }
        if (place->path.toString().ends_with("[]")) {
            return no(
                fmt::format("{} stands in several zones: choose them in the properties", name()));
        }
        const std::string key = m_diagram.boxes[zone].key;
        const std::string zoneName = key.substr(key.rfind(':') + 1);
        if (zoneName.empty() || zoneName.front() == '?') {
            return no("It is not known which zone this is: choose one in the properties");
        }
        const BoxIndex vpc = around(m_diagram, zone, BoxKind::Vpc);
        HomeChange change{HomeAnswer::Yes, {}, {}};
        if (vpc != around(m_diagram, m_box, BoxKind::Vpc) &&
            containment(HomeKind::Vpc) != nullptr) {
            change = moveVpc(vpc);
            if (change.answer != HomeAnswer::Yes) return change;
        }
        change.edits.emplace_back(SetValue{m_stack->id, propertiesOf(name()) / pathOf(place->path),
                                           zoneValue(zone, zoneName)});
        change.why += fmt::format("{}{} becomes {}", change.why.empty() ? "" : "; ",
                                  place->path.toString(), zoneName);
        return change;
    }

    /// Returns how the zone is written by the subnets that stand in it, so that a template that is
    /// free of zone names stays so.
    [[nodiscard]] Value zoneValue(BoxIndex zone, const std::string& zoneName) const {
        for (const Box& box : m_diagram.boxes) {
            if (box.parent != zone || box.kind != BoxKind::Subnet || box.stack != m_stack->id)
                continue;
            const auto subnet = m_stack->body.resources.find(box.resource);
            const Value* written = subnet ? subnet->properties().find("AvailabilityZone") : nullptr;
            if (written != nullptr) return *written;
        }
        return Value::string(zoneName);
    }

    HomeChange intoVpc(BoxIndex vpc) {
        if (around(m_diagram, m_box, BoxKind::Vpc) == vpc && m_box != vpc) {
            const bool inSubnet = subnetList().has_value();
            return inSubnet ? no(fmt::format("{} stands in a subnet: drop it into one", name()))
                            : stays();
        }
        if (containment(HomeKind::Vpc) != nullptr && !subnetList()) return moveVpc(vpc);
        if (m_diagram.boxes[m_box].kind == BoxKind::Gateway) return reattach(vpc);
        if (containment(HomeKind::Subnet) != nullptr || subnetList()) {
            return no(fmt::format("{} stands in a subnet: drop it into one", name()));
        }
        return no(fmt::format("{} does not stand in a VPC", calledFully()));
    }

    /// An internet gateway goes where its attachment says.
    [[nodiscard]] HomeChange reattach(BoxIndex vpc) const {
        for (const auto& each : m_world.naming.naming(m_stack, name())) {
            if (each->type() != "AWS::EC2::VPCGatewayAttachment") continue;
            const Value* written = each->properties().find("VpcId");
            if (written == nullptr || !namedBy(*written)) continue;
            HomeChange change{HomeAnswer::Yes, {}, {}};
            change.edits.emplace_back(SetValue{m_stack->id,
                                               propertiesOf(each->logicalId) / PathStep("VpcId"),
                                               naming(*written, nameOf(vpc))});
            change.why = fmt::format("VpcId of {} becomes {}", each->logicalId, nameOf(vpc));
            return change;
        }
        return no(fmt::format("{} has no attachment that could name another VPC", name()));
    }

    HomeChange moveVpc(BoxIndex vpc) {
        const Containment* place = containment(HomeKind::Vpc);
        const std::string to = nameOf(vpc);
        if (auto bound = boundToVpc()) return *bound;
        HomeChange change{HomeAnswer::Yes, {}, {}};
        const Path path = propertiesOf(name()) / pathOf(place->path);
        const Value* written = m_stack->body.at(path);
        if (written != nullptr && !namedBy(*written)) {
            return no(fmt::format("{} of {} is no plain reference: change it in the template",
                                  place->path.toString(), name()));
        }
        change.edits.emplace_back(SetValue{
            m_stack->id, path, written == nullptr ? Value::ref(to) : naming(*written, to)});
        change.why = fmt::format("{} becomes {}", place->path.toString(), to);
        if (m_resource->type() != "AWS::EC2::Subnet") return change;
        const auto block = blockFor(m_world, *m_stack, to, *m_resource);
        if (!block) return no(fmt::format("{} has no room left for {}", to, name()));
        if (!block->empty()) {
            change.edits.emplace_back(SetValue{
                m_stack->id, propertiesOf(name()) / PathStep("CidrBlock"), Value::string(*block)});
            change.why += fmt::format("; CidrBlock becomes {}", *block);
        }
        return change;
    }

    /// Says what of the present VPC a thing, or what stands in it, can't be without.
    [[nodiscard]] std::optional<HomeChange> boundToVpc() const {
        for (BoxIndex i = 0; i < m_diagram.boxes.size(); ++i) {
            const Box& box = m_diagram.boxes[i];
            const bool stands = m_diagram.isWithin(i, m_box) ||
                                std::ranges::find(box.spans, m_box) != box.spans.end();
            const auto each = stands ? m_stack->body.resources.find(resourceOf(box)) : nullptr;
            if (!each) continue;
            const auto groups = namedOfType(*each, *m_stack, "AWS::EC2::SecurityGroup");
            if (!groups.empty() || !box.spans.empty()) {
                return no(fmt::format("{} stays: {} {}", name(), each->logicalId,
                                      groups.empty() ? "stands in other subnets of this VPC"
                                                     : "is in a security group of this VPC, " +
                                                           groups.front()->logicalId));
            }
        }
        for (const auto& each : m_world.naming.naming(m_stack, name())) {
            if (each->type().ends_with("Association")) {
                return no(fmt::format("{} stays: {} ties it to this VPC", name(), each->logicalId));
            }
        }
        return {};
    }

    const Diagram& m_diagram;
    const World& m_world;
    BoxIndex m_box;
    std::shared_ptr<const Stack> m_stack;
    std::shared_ptr<const Resource> m_resource;
    const SystemFacts* m_facts = nullptr;
};

}  // namespace

HomeChange homeChange(const Scene& scene, const Drop& drop, const World& world, BoxIndex box,
                      BoxIndex container) {
    return Change(scene, world, box).into(container, drop);
}

HomeChange membershipChange(const Scene& scene, const World& world, BoxIndex span,
                            const std::vector<BoxIndex>& subnets) {
    return Change(scene, world, span).among(subnets);
}

}  // namespace archivolt::tools
