#include "app/window/drop_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "model/design/references.h"

namespace archivolt {

namespace {

/// Returns the subnet that a box stands in, itself included; kNoBox when in none.
BoxIndex subnetAround(const Diagram& diagram, BoxIndex box) {
    if (diagram.boxes[box].column != kNoBox) return diagram.boxes[box].column;
    for (; box != kNoBox; box = diagram.boxes[box].parent) {
        if (diagram.boxes[box].kind == BoxKind::Subnet) return box;
    }
    return kNoBox;
}

/// Returns the container that a drop at `point` falls into; behind a frame across subnets that is
/// not the dragged thing's own, the subnet counts.
BoxIndex targetAt(const Scene& scene, Point point, BoxIndex dragged) {
    const Diagram& diagram = *scene.diagram;
    const BoxIndex found = containerAt(scene, point, dragged);
    const BoxKind kind = diagram.boxes[found].kind;
    if ((kind != BoxKind::Span && kind != BoxKind::Fleet) ||
        found == diagram.boxes[dragged].parent) {
        return found;
    }
    for (BoxIndex i = 0; i < diagram.boxes.size(); ++i) {
        if (diagram.boxes[i].kind == BoxKind::Subnet && contains(scene.layout->rects[i], point)) {
            return i;
        }
    }
    return found;
}

/// Returns the logical id that a value names by `Ref` or `GetAtt`, or nothing.
std::optional<std::string> namedBy(const Value& value) {
    if (value.isCall(Function::Ref)) return value.argument().asString();
    if (!value.isCall(Function::GetAtt)) return {};
    const Value& argument = value.argument();
    if (!argument.isList() || argument.items().empty()) return {};
    return argument.items().front().asString();
}

/// Returns `value` naming another resource in the same form.
Value naming(const Value& value, const std::string& logicalId) {
    if (value.isCall(Function::Ref)) return Value::ref(logicalId);
    std::vector<Value> steps = value.argument().items();
    steps.front() = Value::string(logicalId);
    return Value::call(Function::GetAtt, Value::list(std::move(steps)));
}

bool namesSecurityGroups(const Resource& resource, const Stack& stack) {
    bool found = false;
    forEachReference(resource, [&](const Reference& reference) {
        const auto other = stack.body.resources.find(reference.name);
        found = found || (other && other->type() == "AWS::EC2::SecurityGroup");
    });
    return found;
}

Path pathOf(const PathPattern& pattern) {
    Path path;
    for (const PathPattern::Step& step : pattern.steps()) path = path / PathStep(step.key);
    return path;
}

/// One drop from subnet to subnet, being worked out.
class SubnetDrop {
public:
    SubnetDrop(const Scene& scene, const Drop& drop, const Design& design, const Catalog& catalog)
        : m_diagram(*scene.diagram),
          m_box(m_diagram.boxes[drop.box]),
          m_design(design),
          m_catalog(catalog) {}

    DropPlan plan(BoxIndex target) {
        m_plan.target = target;
        const Box& subnet = m_diagram.boxes[target];
        const auto stack = m_design.stack(m_box.stack);
        const auto resource = stack ? stack->body.resources.find(m_box.resource) : nullptr;
        const auto destination = stack ? stack->body.resources.find(subnet.resource) : nullptr;
        if (!resource) return refuse(fmt::format("{} is not declared in a template", m_box.title));
        if (subnet.stack != m_box.stack || !destination) {
            return refuse(fmt::format("{} is not declared in the template of {}", subnet.title,
                                      resource->logicalId));
        }
        const BoxIndex present = subnetAround(m_diagram, m_box.parent);
        if (!sameVpc(target, present) && namesSecurityGroups(*resource, *stack)) {
            return refuse(
                fmt::format("{} is in another VPC, where the security groups of {} do not exist",
                            destination->logicalId, resource->logicalId));
        }
        return change(*resource, *destination, present);
    }

private:
    [[nodiscard]] bool sameVpc(BoxIndex a, BoxIndex b) const {
        const auto vpcOf = [&](BoxIndex box) {
            while (box != kNoBox && m_diagram.boxes[box].kind != BoxKind::Vpc) {
                box = m_diagram.boxes[box].parent;
            }
            return box;
        };
        return b == kNoBox || vpcOf(a) == vpcOf(b);
    }

    DropPlan change(const Resource& resource, const Resource& destination, BoxIndex present) {
        const SystemFacts* facts = m_catalog.system(resource.type());
        const auto* places = facts == nullptr ? nullptr : &facts->containments;
        const auto inSubnet = [](const Containment& c) { return c.place == HomeKind::Subnet; };
        if (places == nullptr || std::ranges::none_of(*places, inSubnet)) {
            const std::string kind = facts == nullptr ? resource.type() : facts->label;
            return refuse(
                fmt::format("{} ({}) is not placed by a subnet", resource.logicalId, kind));
        }
        for (const Containment& place : *places) {
            if (!inSubnet(place)) continue;
            const auto found = select(resource.properties(), place.path);
            if (!found.empty()) return replace(resource, destination, present, found);
        }
        for (const Containment& place : *places) {
            if (inSubnet(place) && !place.path.isPlural()) {
                return set(resource, destination, pathOf(place.path),
                           Value::ref(destination.logicalId));
            }
        }
        return refuse(fmt::format("{} names no subnet yet; add one to its properties first",
                                  resource.logicalId));
    }

    DropPlan replace(const Resource& resource, const Resource& destination, BoxIndex present,
                     const std::vector<FoundValue>& found) {
        const auto stack = m_design.stack(m_box.stack);
        const auto home = present == kNoBox
                              ? nullptr
                              : stack->body.resources.find(m_diagram.boxes[present].resource);
        for (const FoundValue& value : found) {
            if (namedBy(*value.value) == destination.logicalId) {
                return refuse(fmt::format("{} stands in {} already", resource.logicalId,
                                          destination.logicalId));
            }
        }
        for (const FoundValue& value : found) {
            const auto name = namedBy(*value.value);
            if (!name || !home || *name != home->logicalId) continue;
            set(resource, destination, value.path, naming(*value.value, destination.logicalId));
        }
        if (m_plan.legal) return m_plan;
        return refuse(
            fmt::format("{} of {} is not a plain reference to the subnet it stands in; change it "
                        "in the template",
                        found.front().path.toString(), resource.logicalId));
    }

    DropPlan set(const Resource& resource, const Resource& destination, const Path& path,
                 Value value) {
        const Path whole =
            Path{std::string("Resources"), resource.logicalId, std::string("Properties")} / path;
        m_plan.edits.emplace_back(SetValue{m_box.stack, whole, std::move(value)});
        if (m_plan.edits.size() == 1 && m_design.placements.contains(m_box.resource)) {
            m_plan.edits.emplace_back(MoveResource{m_box.resource, std::nullopt});
        }
        m_plan.legal = true;
        m_plan.label = fmt::format("Move {} to {}", resource.logicalId, destination.logicalId);
        m_plan.why = fmt::format("{} becomes {}", path.toString(), destination.logicalId);
        return m_plan;
    }

    DropPlan refuse(std::string why) {
        m_plan.legal = false;
        m_plan.edits.clear();
        m_plan.why = std::move(why);
        return m_plan;
    }

    const Diagram& m_diagram;
    const Box& m_box;
    const Design& m_design;
    const Catalog& m_catalog;
    DropPlan m_plan;
};

DropPlan moveWithin(const Box& box, const Drop& drop) {
    DropPlan plan;
    plan.target = box.parent;
    plan.legal = true;
    plan.moves = true;
    plan.why = fmt::format("Moves {}; the template stays as it is", box.title);
    plan.label = fmt::format("Place {}", box.title);
    plan.edits.emplace_back(MoveResource{box.resource, drop.place});
    return plan;
}

}  // namespace

bool canDrag(const Box& box) {
    return isNode(box.kind) && box.kind != BoxKind::Chip && box.resource && !box.external;
}

DropPlan planDrop(const Scene& scene, const Drop& drop, const Design& design,
                  const Catalog& catalog) {
    const Diagram& diagram = *scene.diagram;
    const Box& box = diagram.boxes[drop.box];
    const BoxIndex target = targetAt(scene, drop.pointer, drop.box);
    if (target == box.parent) return moveWithin(box, drop);
    if (diagram.boxes[target].kind == BoxKind::Subnet &&
        target != subnetAround(diagram, drop.box)) {
        return SubnetDrop(scene, drop, design, catalog).plan(target);
    }
    DropPlan plan;
    plan.target = target;
    const BoxIndex home = subnetAround(diagram, box.parent);
    const BoxIndex back = home == kNoBox ? box.parent : home;
    const std::string& title = diagram.boxes[back].title;
    plan.why = home == kNoBox ? fmt::format("{} belongs where it is{}{}", box.title,
                                            title.empty() ? "" : ", in ", title)
                              : fmt::format("{} stands in a subnet: drop it into one", box.title);
    return plan;
}

}  // namespace archivolt
