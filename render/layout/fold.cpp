#include "render/layout/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "model/base/invariant.h"
#include "render/layout/link_label.h"

namespace archivolt {

namespace {

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

/// What a folded box hides.
struct Hidden {
    std::set<ResourceId> vpcs;
    std::set<ResourceId> subnets;
    std::set<ResourceId> things;

    [[nodiscard]] std::string words() const {
        const std::array<std::string, 3> parts = {
            vpcs.empty() ? std::string() : counted(vpcs.size(), "VPC", "VPCs"),
            subnets.empty() ? std::string() : counted(subnets.size(), "subnet", "subnets"),
            counted(things.size(), "thing", "things")};
        std::string text;
        for (const std::string& part : parts) {
            if (!part.empty()) text += (text.empty() ? "" : " · ") + part;
        }
        return text;
    }
};

/// Hides what stands in folded boxes.
class Folding {
public:
    explicit Folding(Diagram diagram) : m_from(std::move(diagram)) {}

    Diagram run() {
        m_tops.assign(m_from.boxes.size(), kNoBox);
        m_now.assign(m_from.boxes.size(), kNoBox);
        for (BoxIndex i = 0; i < m_from.boxes.size(); ++i) {
            const BoxIndex parent = m_from.boxes[i].parent;
            if (parent == kNoBox) continue;
            if (m_tops[parent] != kNoBox) {
                m_tops[i] = m_tops[parent];
            } else if (m_from.boxes[parent].folded) {
                m_tops[i] = parent;
            }
        }
        hideSpans();
        keepBoxes();
        hideBoxes();
        joinLinks();
        m_to.belongings = std::move(m_from.belongings);
        m_to.notes = std::move(m_from.notes);
        m_to.frames = std::move(m_from.frames);
        return std::move(m_to);
    }

private:
    /// What crosses hidden subnets alone is hidden where the first of them is.
    void hideSpans() {
        for (BoxIndex i = 1; i < m_from.boxes.size(); ++i) {
            if (m_tops[i] != kNoBox) continue;
            const Box& box = m_from.boxes[i];
            const auto isHidden = [&](BoxIndex subnet) { return m_tops[subnet] != kNoBox; };
            m_tops[i] = m_tops[box.parent];
            if (!box.spans.empty() && std::ranges::all_of(box.spans, isHidden)) {
                m_tops[i] = m_tops[box.spans.front()];
            }
        }
    }

    void keepBoxes() {
        for (BoxIndex i = 0; i < m_from.boxes.size(); ++i) {
            if (m_tops[i] != kNoBox) continue;
            m_now[i] = static_cast<BoxIndex>(m_to.boxes.size());
            m_to.boxes.push_back(m_from.boxes[i]);
            Box& box = m_to.boxes.back();
            if (box.parent != kNoBox) box.parent = m_now[box.parent];
            if (box.resource) m_drawn.insert(box.resource);
        }
        // What crosses subnets may stand before them.
        for (Box& box : m_to.boxes) {
            for (BoxIndex& subnet : box.spans) subnet = m_now[subnet];
            std::erase(box.spans, kNoBox);
            if (box.column != kNoBox) box.column = m_now[box.column];
            if (box.whole != kNoBox) box.whole = m_now[box.whole];
            // A size of its own is that of the open box.
            if (box.folded && box.pinned) box.pinned->width = box.pinned->height = 0;
        }
    }

    void hideBoxes() {
        std::map<BoxIndex, Hidden> hidden;
        for (BoxIndex i = 0; i < m_from.boxes.size(); ++i) {
            if (m_tops[i] == kNoBox) continue;
            const BoxIndex at = m_now[m_tops[i]];
            Box& top = m_to.boxes[at];
            Box& box = m_from.boxes[i];
            if (box.resource && m_drawn.insert(box.resource).second) {
                top.attributes.push_back({box.resource, {}});
            }
            for (Part& part : box.attributes) top.attributes.push_back(std::move(part));
            for (const BoxBadge& badge : box.badges) join(top, badge);
            if (box.resource) count(hidden[at], box);
        }
        for (BoxIndex i = 0; i < m_to.boxes.size(); ++i) {
            Box& box = m_to.boxes[i];
            if (!box.folded) continue;
            const std::string words = hidden[i].words();
            box.detail = box.detail.empty() ? words : box.detail + " · " + words;
            std::ranges::sort(box.badges, {}, &BoxBadge::kind);
            dropInner(box);
        }
    }

    /// What is named by one and is another thing of the same closed box is nobody's concern there.
    static void dropInner(Box& box) {
        std::set<ResourceId> inside = {box.resource};
        for (const Part& part : box.attributes) inside.insert(part.resource);
        for (BoxBadge& badge : box.badges) {
            if (badge.kind != BadgeKind::Reference) continue;
            std::erase_if(badge.things, [&](ResourceId id) { return inside.contains(id); });
        }
        std::erase_if(box.badges, [](const BoxBadge& badge) { return badge.things.empty(); });
    }

    static void count(Hidden& hidden, const Box& box) {
        if (box.kind == BoxKind::Vpc) {
            hidden.vpcs.insert(box.resource);
        } else if (box.kind == BoxKind::Subnet) {
            hidden.subnets.insert(box.resource);
        } else {
            hidden.things.insert(box.resource);
        }
    }

    static void join(Box& top, const BoxBadge& badge) {
        const auto same = std::ranges::find(top.badges, badge.kind, &BoxBadge::kind);
        if (same == top.badges.end()) {
            top.badges.push_back(badge);
            return;
        }
        for (const ResourceId thing : badge.things) {
            const bool known = std::ranges::find(same->things, thing) != same->things.end();
            if (!known) same->things.push_back(thing);
        }
    }

    [[nodiscard]] BoxIndex shown(BoxIndex box) const {
        return m_now[m_tops[box] == kNoBox ? box : m_tops[box]];
    }

    void joinLinks() {
        std::map<std::pair<BoxIndex, BoxIndex>, std::size_t> joined;
        std::vector<std::set<std::string>> labels;
        for (Link& link : m_from.links) {
            link.from = shown(link.from);
            link.to = shown(link.to);
            if (m_to.isWithin(link.from, link.to) || m_to.isWithin(link.to, link.from)) continue;
            const auto [at, isNew] = joined.emplace(std::pair(link.from, link.to), labels.size());
            if (isNew) {
                labels.push_back({link.label});
                m_to.links.push_back(std::move(link));
                continue;
            }
            labels[at->second].insert(link.label);
            join(m_to.links[at->second], std::move(link));
        }
        for (std::size_t i = 0; i < labels.size(); ++i) {
            if (labels[i].size() < 2) continue;
            Link& link = m_to.links[i];
            link.label = linkLabel(link.traffic, link.partial);
            if (link.label.empty()) link.label = counted(link.sources.size(), "link", "links");
        }
    }

    static void join(Link& there, Link added) {
        there.kind = std::min(there.kind, added.kind);
        there.traffic |= added.traffic;
        there.partial = there.partial || added.partial;
        for (Part& source : added.sources) {
            const bool known = std::ranges::find(there.sources, source) != there.sources.end();
            if (!known) there.sources.push_back(std::move(source));
        }
    }

    Diagram m_from;
    Diagram m_to;
    std::vector<BoxIndex> m_tops;  // By box: the folded one that hides it, or kNoBox.
    std::vector<BoxIndex> m_now;   // By box: what it is in the other diagram, or kNoBox.
    std::set<ResourceId> m_drawn;
};

}  // namespace

bool canFold(const Box& box) {
    const bool kind = box.kind == BoxKind::Region || box.kind == BoxKind::Vpc ||
                      box.kind == BoxKind::Zone || box.kind == BoxKind::Subnet;
    return kind && !box.external;
}

bool offersFold(const Diagram& diagram, BoxIndex box) {
    if (!canFold(diagram.boxes[box])) return false;
    return diagram.boxes[box].folded ||
           std::ranges::any_of(diagram.boxes, [&](const Box& one) { return one.parent == box; });
}

Diagram withFolds(Diagram diagram) {
    const bool any = std::ranges::any_of(diagram.boxes, &Box::folded);
    return any ? Folding(std::move(diagram)).run() : std::move(diagram);
}

}  // namespace archivolt
