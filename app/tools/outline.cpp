#include "app/tools/outline.h"

#include <map>
#include <set>
#include <unordered_map>

#include "model/design/name_tag.h"
#include "render/layout/hues.h"

namespace archivolt {

namespace {

/// Frames that only arrange what is in them are not lines of their own.
bool isLookedThrough(const Box& box) {
    return box.kind == BoxKind::Outside || box.kind == BoxKind::Zone ||
           box.kind == BoxKind::Shelf ||
           ((box.kind == BoxKind::Span || box.kind == BoxKind::Fleet) && !box.resource);
}

class OutlineMaker {
public:
    OutlineMaker(const Design& design, const Diagram& diagram, const Catalog& catalog)
        : m_diagram(diagram),
          m_catalog(catalog),
          m_children(diagram.children()),
          m_represented(diagram.representatives()) {
        for (const auto& stack : design.stacks) {
            for (const auto& resource : stack->body.resources) {
                m_resources.emplace(resource->id, resource);
                std::string tag = nameTagOf(*stack, *resource);
                if (!tag.empty()) m_tags.emplace(resource->id, std::move(tag));
            }
        }
        findOwners();
    }

    std::vector<OutlineRow> make() {
        if (m_diagram.boxes.empty()) return {};
        for (const BoxIndex child : m_children[0]) addBox(child, 0);
        addAttributes(0, 0);
        // What no box and nothing else brought is still declared.
        for (const auto& [id, resource] : m_resources) addResource(id, 0);
        for (std::size_t i = 0; i + 1 < m_rows.size(); ++i) {
            m_rows[i].hasChildren = m_rows[i + 1].depth > m_rows[i].depth;
        }
        return std::move(m_rows);
    }

private:
    /// Finds what each thing that badges list owns: the first that names a resource has it.
    void findOwners() {
        std::set<ResourceId> owned;
        for (const auto& [owner, parts] : m_diagram.belongings) {
            for (const Part& part : parts) {
                if (!owned.insert(part.resource).second || part.resource == owner) continue;
                m_owned[owner].push_back(part.resource);
                m_owner.emplace(part.resource, owner);
            }
        }
    }

    void addBox(BoxIndex index, int depth) {
        const Box& box = m_diagram.boxes[index];
        const bool isOther = box.resource && m_represented.at(box.resource) != index;
        if (isLookedThrough(box) || isOther) {
            for (const BoxIndex child : m_children[index]) addBox(child, depth);
            addAttributes(index, depth);
            return;
        }
        if (box.resource && !m_added.insert(box.resource).second) return;
        OutlineRow row;
        row.key = box.key;
        row.title = box.title;
        row.icon = box.icon;
        if (box.kind == BoxKind::Region) row.icon = "region";
        row.hue = box.hue;
        row.depth = depth;
        row.resource = box.resource;
        row.ghost = box.ghost;
        if (!box.resource) row.box = box.key;
        const auto declared = m_resources.find(box.resource);
        if (declared != m_resources.end()) {
            row.title = shownName(*declared->second);
            describe(*declared->second, row);
        }
        if (!isNode(box.kind) && !box.detail.empty()) row.detail = box.detail;
        if (isNode(box.kind) && !box.resource) row.title = titleOfPart(box);
        m_rows.push_back(std::move(row));
        addOwned(box.resource, depth + 1);
        for (const BoxIndex child : m_children[index]) addBox(child, depth + 1);
        addAttributes(index, depth + 1);
    }

    /// Returns what tells a part of a thing from it and from its other parts: the standby of a
    /// database, a fleet's instances in one of its subnets.
    [[nodiscard]] std::string titleOfPart(const Box& part) const {
        std::string title = part.title;
        if (part.faint && !part.detail.empty()) title += ", " + part.detail;
        if (part.column != kNoBox) title += " in " + m_diagram.boxes[part.column].title;
        return title;
    }

    void addAttributes(BoxIndex index, int depth) {
        for (const Part& part : m_diagram.boxes[index].attributes) {
            if (!m_owner.contains(part.resource)) addResource(part.resource, depth);
        }
    }

    void addResource(ResourceId id, int depth) {
        const auto found = m_resources.find(id);
        if (found == m_resources.end() || !m_added.insert(id).second) return;
        OutlineRow row;
        row.key = "#" + std::to_string(id.value);
        row.title = shownName(*found->second);
        row.depth = depth;
        row.resource = id;
        describe(*found->second, row);
        m_rows.push_back(std::move(row));
        addOwned(id, depth + 1);
    }

    void addOwned(ResourceId owner, int depth) {
        const auto owned = m_owned.find(owner);
        if (!owner || owned == m_owned.end()) return;
        for (const ResourceId id : owned->second) addResource(id, depth);
    }

    /// Returns what people call it; beside that its id is told, by which it is found too.
    [[nodiscard]] std::string shownName(const Resource& resource) const {
        const auto tag = m_tags.find(resource.id);
        return tag == m_tags.end() ? resource.logicalId : tag->second;
    }

    void describe(const Resource& resource, OutlineRow& row) const {
        const SystemFacts* facts = m_catalog.system(resource.type());
        row.detail = facts == nullptr ? resource.type() : facts->label;
        if (m_tags.contains(resource.id)) row.detail += " · " + resource.logicalId;
        if (facts == nullptr) {
            row.icon = "resource";
            return;
        }
        row.icon = facts->icon;
        row.hue = hueOf(facts->category);
    }

    const Diagram& m_diagram;
    const Catalog& m_catalog;
    std::vector<std::vector<BoxIndex>> m_children;
    std::unordered_map<ResourceId, BoxIndex> m_represented;
    std::map<ResourceId, std::shared_ptr<const Resource>> m_resources;
    std::map<ResourceId, std::string> m_tags;  ///< Of those that have a name beside their id.
    std::map<ResourceId, std::vector<ResourceId>> m_owned;
    std::map<ResourceId, ResourceId> m_owner;
    std::set<ResourceId> m_added;
    std::vector<OutlineRow> m_rows;
};

}  // namespace

std::vector<OutlineRow> outlineOf(const Design& design, const Diagram& diagram,
                                  const Catalog& catalog) {
    return OutlineMaker(design, diagram, catalog).make();
}

}  // namespace archivolt
