#include "app/tools/clipboard.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/tools/carried_entries.h"
#include "app/tools/free_block.h"
#include "app/tools/loosening.h"
#include "app/tools/references.h"
#include "app/tools/selecting.h"
#include "export/cloudformation/read_template.h"
#include "export/cloudformation/write_template.h"
#include "model/design/names.h"
#include "model/design/references.h"
#include "model/design/rename.h"

namespace archivolt::tools {

namespace {

constexpr std::string_view kSubnet = "AWS::EC2::Subnet";
constexpr std::string_view kVpc = "AWS::EC2::VPC";

/// Returns the resources that go with what is selected.
std::set<ResourceId> closureOf(const Diagram& diagram, const DesignSelection& selection) {
    std::set<ResourceId> all = selection.resources;
    std::vector<bool> inside(diagram.boxes.size());
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        const Box& box = diagram.boxes[i];
        const ResourceId resource = resourceOf(box);
        inside[i] = inside[box.parent] || (resource && selection.resources.contains(resource));
        if (!inside[i]) continue;
        if (resource) all.insert(resource);
        for (const Part& part : box.attributes) all.insert(part.resource);
    }
    return all;
}

/// Says whether a name means something in a stack that is no resource.
bool isEntry(const Stack& stack, std::string_view name) {
    if (name.starts_with("AWS::")) return true;
    for (const Section& section : stack.body.sections) {
        if (section.value.isMap() && section.value.find(name) != nullptr) return true;
    }
    return false;
}

/// One paste, being worked out.
class Paste {
public:
    Paste(const Scene& scene, const World& world) : m_scene(scene), m_world(world) {}

    DropPlan plan(const std::string& text, BoxIndex container) {
        std::uint32_t nextId = 1;
        const TemplateReading reading = readTemplate(text, {}, nextId);
        if (!reading.usable || reading.body.resources.size() == 0) {
            return refuse("What was copied holds no resources of a template");
        }
        chooseStack(container);
        if (!m_stack) return refuse("There is no template to paste into: make a new design");
        rename(reading, nextId);
        takeIn(container);
        if (const std::string missing = loosen(); !missing.empty()) {
            return refuse(fmt::format("{}, which is not here", missing));
        }
        add();
        const std::size_t count = m_plan.news.size();
        const std::string what =
            count == 1 ? m_plan.news.front().logicalId : fmt::format("{} resources", count);
        m_plan.legal = true;
        m_plan.label = "Paste " + what;
        m_plan.why = "Adds " + what;
        return m_plan;
    }

private:
    void chooseStack(BoxIndex container) {
        if (container != kNoBox) {
            m_stack = m_world.design.stack(m_scene.diagram->boxes[container].stack);
        }
        for (const auto& stack : m_world.design.stacks) {
            if (!m_stack && stack->kind == StackKind::Template) m_stack = stack;
        }
    }

    /// Makes a design of the text alone and gives what is taken other names in it, so that all who
    /// name it follow.
    void rename(const TemplateReading& reading, std::uint32_t nextId) {
        Stack alone;
        alone.id = StackId{nextId++};
        alone.name = m_stack->name;
        alone.body = withNamedEntries(reading.body, reading.body.resources);
        m_text.stacks = {std::make_shared<const Stack>(std::move(alone))};
        m_text.nextId = nextId;
        std::set<std::string> taken;
        for (const std::string& name : logicalIds(*m_text.stacks.front())) taken.insert(name);
        for (const std::string& name : logicalIds(*m_text.stacks.front())) {
            if (isFree(name) && !faultOfLogicalId(name, m_stack->kind)) continue;
            std::string base = name;
            while (base.size() > 1 && base.back() >= '0' && base.back() <= '9') base.pop_back();
            const std::string other = freeLogicalId(base, [&](const std::string& wanted) {
                return wanted == base || !isFree(wanted) || taken.contains(wanted);
            });
            taken.insert(other);
            m_text = withResourceRenamed(m_text, *m_text.stacks.front(), name, other);
        }
        m_text = m_text.withStack(withFreeEntryNames(*m_text.stacks.front(), *m_stack));
    }

    [[nodiscard]] bool isFree(const std::string& name) const {
        return !m_stack->body.resources.find(name) && !isEntry(*m_stack, name);
    }

    /// Says whether a name of what is pasted means nothing here.
    [[nodiscard]] bool isMissing(std::string_view name) const {
        const Stack& carried = *m_text.stacks.front();
        return !carried.body.resources.find(name) && !m_stack->body.resources.find(name) &&
               !isEntry(*m_stack, name) && !isEntry(carried, name);
    }

    /// Takes off what names a thing that is neither pasted nor there, where that can be, and says
    /// so; returns what can't be without one: "Web names Group".
    [[nodiscard]] std::string loosen() {
        std::vector<std::string> told;
        const Stack before = *m_text.stacks.front();
        for (const auto& resource : before.body.resources) {
            Loosened loose = loosened(
                *resource, [this](std::string_view name) { return isMissing(name); },
                m_world.catalog);
            if (!loose.needed.empty()) {
                return fmt::format("{} names {}", resource->logicalId, loose.needed);
            }
            if (loose.places.empty()) continue;
            told.push_back(fmt::format("{} without {} ({})", resource->logicalId,
                                       fmt::join(loose.places, ", "),
                                       fmt::join(loose.names, ", ")));
            Resource changed = *resource;
            changed.body = std::move(loose.body);
            replace(std::move(changed));
        }
        if (!told.empty()) {
            m_plan.aside = fmt::format("Pasted {}: that is not here", fmt::join(told, "; "));
        }
        return {};
    }

    /// Returns the resource that takes in what names another of its kind: the subnet or the VPC
    /// around the container, else the only VPC.
    [[nodiscard]] ResourceTable::Pointer takerOf(HomeKind kind, BoxIndex container) const {
        if (kind != HomeKind::Subnet && kind != HomeKind::Vpc) return nullptr;
        const BoxKind wanted = kind == HomeKind::Subnet ? BoxKind::Subnet : BoxKind::Vpc;
        const BoxIndex box =
            container == kNoBox ? kNoBox : around(*m_scene.diagram, container, wanted);
        if (box != kNoBox)
            return m_stack->body.resources.find(m_scene.diagram->boxes[box].resource);
        if (kind == HomeKind::Subnet) return nullptr;
        ResourceTable::Pointer only;
        for (const auto& resource : m_stack->body.resources) {
            if (resource->type() != kVpc) continue;
            if (only) return nullptr;
            only = resource;
        }
        return only;
    }

    /// Puts what names one subnet outside of the text into the container instead, and into its VPC
    /// what names one that is not here.
    void takeIn(BoxIndex container) {
        const Stack before = *m_text.stacks.front();
        for (const auto& resource : before.body.resources) {
            const SystemFacts* facts = m_world.catalog.system(resource->type());
            if (facts == nullptr) continue;
            Resource changed = *resource;
            for (const Containment& place : facts->containments) {
                const auto to = takerOf(place.place, container);
                if (!to) continue;
                const auto found = select(changed.properties(), place.path);
                if (found.size() != 1) continue;
                const auto named = namedBy(*found.front().value);
                if (!named || before.body.resources.find(*named)) continue;
                if (place.place == HomeKind::Vpc && !isMissing(*named)) continue;
                const Path path = Path{std::string("Properties")} / found.front().path;
                auto body = changed.body.with(path, naming(*found.front().value, to->logicalId));
                if (body) changed.body = *std::move(body);
            }
            if (!changed.body.identical(resource->body)) replace(std::move(changed));
        }
    }

    void replace(Resource changed) {
        Stack stack = *m_text.stacks.front();
        stack.body = stack.body.withResources(stack.body.resources.with(std::move(changed)));
        m_text = m_text.withStack(std::move(stack));
    }

    void add() {
        Design after = m_world.design;
        const Stack pasted = *m_text.stacks.front();
        m_plan.edits = addedEntries(pasted, *m_stack);
        for (const Edit& edit : m_plan.edits) {
            if (auto next = archivolt::apply(after, edit)) after = *std::move(next);
        }
        for (const auto& resource : pasted.body.resources) {
            Value body = resource->body;
            if (resource->type() == kSubnet) body = withFreeBlock(*resource, after);
            AddResource edit{m_stack->id, resource->logicalId, body, std::nullopt};
            if (auto next = archivolt::apply(after, edit)) after = *std::move(next);
            m_plan.edits.emplace_back(std::move(edit));
            m_plan.news.push_back({m_stack->id, resource->logicalId});
        }
    }

    /// Returns a subnet's body with a block that is free in its VPC, where that is there already.
    [[nodiscard]] Value withFreeBlock(const Resource& subnet, const Design& after) const {
        const Value* vpc =
            subnet.properties().isMap() ? subnet.properties().find("VpcId") : nullptr;
        const auto named = vpc == nullptr ? std::nullopt : namedBy(*vpc);
        const auto stack = after.stack(m_stack->id);
        if (!named || !m_stack->body.resources.find(*named)) return subnet.body;
        const World world{after, m_world.catalog, m_world.resolved};
        const auto block = blockFor(world, *stack, *named, subnet);
        if (!block || block->empty()) return subnet.body;
        return subnet.body
            .with(Path{std::string("Properties"), std::string("CidrBlock")}, Value::string(*block))
            .value_or(subnet.body);
    }

    DropPlan refuse(std::string why) {
        m_plan = {};
        m_plan.why = std::move(why);
        return m_plan;
    }

    const Scene& m_scene;
    const World& m_world;
    std::shared_ptr<const Stack> m_stack;
    Design m_text;  ///< What is pasted, as a design of its own.
    DropPlan m_plan;
};

}  // namespace

std::string copied(const Diagram& diagram, const DesignSelection& selection, const Design& design) {
    const std::set<ResourceId> all = closureOf(diagram, selection);
    std::vector<ResourceTable::Pointer> resources;
    std::set<std::string> names;
    Template entries;  // Of the stack whose resources are copied; of several, the first.
    for (const auto& stack : design.stacks) {
        for (const auto& resource : stack->body.resources) {
            if (all.contains(resource->id) && resources.empty()) entries = stack->body;
            // Of two stacks' resources of one name the first is copied.
            if (all.contains(resource->id) && names.insert(resource->logicalId).second) {
                resources.push_back(resource);
            }
        }
    }
    if (resources.empty()) return {};
    return writeCanonical(withNamedEntries(entries, ResourceTable::of(resources)),
                          TemplateFormat::Yaml);
}

DropPlan planPaste(const Scene& scene, const std::string& text, BoxIndex container,
                   const World& world) {
    return Paste(scene, world).plan(text, container);
}

}  // namespace archivolt::tools
