#include <algorithm>

#include "model/design/references.h"
#include "render/layout/diagram_maker.h"
#include "render/layout/named_property.h"

namespace archivolt {

namespace {

/// What the boxes and links of a diagram say already, for many questions.
class ToldRelations {
public:
    explicit ToldRelations(const Diagram& diagram) : m_diagram(diagram) {
        for (const Link& link : diagram.links) {
            m_joined.emplace_back(link.from, link.to);
            for (const Part& source : link.sources) {
                touch(source.resource, link.from);
                touch(source.resource, link.to);
            }
        }
        for (BoxIndex i = 0; i < diagram.boxes.size(); ++i) {
            for (const BoxBadge& badge : diagram.boxes[i].badges) {
                for (const ResourceId thing : badge.things) list(i, thing);
            }
        }
        std::ranges::sort(m_joined);
        std::ranges::sort(m_touched);
        std::ranges::sort(m_listed);
    }

    /// Says whether one thing, which `a` shows, is seen to have to do with another, which `b`
    /// shows: by standing in it or across it, by a line, or by a sign that lists it.
    [[nodiscard]] bool tells(ResourceId from, BoxIndex a, ResourceId to, BoxIndex b) const {
        if (m_diagram.isWithin(a, b) || m_diagram.isWithin(b, a)) return true;
        if (standsAcross(a, b) || standsAcross(b, a)) return true;
        const auto has = [](const auto& all, const auto& pair) {
            return std::ranges::binary_search(all, pair);
        };
        return has(m_joined, std::pair(a, b)) || has(m_joined, std::pair(b, a)) ||
               has(m_touched, std::pair(from, b)) || has(m_touched, std::pair(to, a)) ||
               has(m_listed, std::pair(a, to)) || has(m_listed, std::pair(b, from));
    }

private:
    /// Notes that a line which a resource says goes to a box, and so into its subnet and VPC.
    void touch(ResourceId source, BoxIndex box) {
        m_touched.emplace_back(source, box);
        for (box = m_diagram.boxes[box].parent; box != kNoBox; box = m_diagram.boxes[box].parent) {
            const BoxKind kind = m_diagram.boxes[box].kind;
            if (kind == BoxKind::Subnet || kind == BoxKind::Vpc) {
                m_touched.emplace_back(source, box);
            }
        }
    }

    void list(BoxIndex at, ResourceId thing) {
        m_listed.emplace_back(at, thing);
        const auto owned = m_diagram.belongings.find(thing);
        if (owned == m_diagram.belongings.end()) return;
        for (const Part& part : owned->second) m_listed.emplace_back(at, part.resource);
    }

    [[nodiscard]] bool standsAcross(BoxIndex box, BoxIndex subnet) const {
        for (; box != kNoBox; box = m_diagram.boxes[box].parent) {
            const auto& spans = m_diagram.boxes[box].spans;
            if (std::ranges::find(spans, subnet) != spans.end()) return true;
        }
        return false;
    }

    const Diagram& m_diagram;
    std::vector<std::pair<BoxIndex, BoxIndex>> m_joined;
    std::vector<std::pair<ResourceId, BoxIndex>> m_touched;  // By a link that a resource says.
    std::vector<std::pair<BoxIndex, ResourceId>> m_listed;
};

}  // namespace

Path namedProperty(const Path& path) {
    const Path whole = withoutConditions(path);
    std::vector<PathStep> steps;
    for (const PathStep& step : whole.steps()) {
        const auto* const key = std::get_if<std::string>(&step);
        if (key != nullptr && (*key == "Ref" || key->starts_with("Fn::"))) break;
        steps.push_back(step);
    }
    return Path(std::move(steps));
}

void DiagramMaker::badgeReferences() {
    const ToldRelations told(m_diagram);
    std::vector<std::size_t> untold;
    for (std::size_t from = 0; from < m_items.size(); ++from) {
        const Item& user = m_items[from];
        const Resource& resource = *user.evaluated->source;
        untold.clear();
        // By the text: what evaluates to a part of a longer text, or stands in the other branch of
        // an `!If`, is named all the same.
        forEachReference(resource.properties(), [&](const Reference& reference) {
            const std::size_t to = find(user.stack, reference.name);
            if (to == kNoItem || to == from) return;
            const Item& used = m_items[to];
            if (told.tells(resource.id, user.box, used.evaluated->source->id, used.box)) return;
            const Path property = namedProperty(reference.path());
            if (m_catalog.reference(user.type, property) != nullptr) untold.push_back(to);
        });
        std::ranges::sort(untold);
        for (const std::size_t to : untold) addToBadge(user.box, BadgeKind::Reference, to);
    }
}

}  // namespace archivolt
