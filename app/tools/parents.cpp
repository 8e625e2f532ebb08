#include "app/tools/parents.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

#include "app/tools/site_facts.h"
#include "render/layout/build_diagram.h"

namespace archivolt {

namespace {

/// A design on the way to one that has room for a part.
class Ground {
public:
    explicit Ground(const PartSite& site)
        : m_site(site), m_design(site.design), m_container(site.container) {}

    /// Makes a part where the last one was made; says whether that could be.
    bool make(std::string_view part) {
        PartPlan plan = this->plan(part);
        if (!plan.legal) return false;
        auto next = applyAll(m_design, plan.edits);
        if (!next) return false;
        m_design = *std::move(next);
        m_resolved = resolve(m_design, m_site.catalog, m_resolved ? m_resolved.get() : nullptr);
        m_diagram = buildDiagram(m_design, *m_resolved, m_site.catalog);
        const auto stack = m_design.stack(plan.stack);
        const auto made = stack ? stack->body.resources.find(plan.added.front()) : nullptr;
        if (!made) return false;
        m_container = m_diagram.representedBy(made->id);
        if (m_container == kNoBox) return false;
        std::ranges::move(plan.edits, std::back_inserter(m_edits));
        std::ranges::move(plan.added, std::back_inserter(m_added));
        return true;
    }

    /// Goes back from a subnet to the VPC that it was made in, for another one beside it.
    void leaveSubnet() {
        BoxIndex box = m_container;
        while (box != kNoBox && m_diagram.boxes[box].kind != BoxKind::Vpc) {
            box = m_diagram.boxes[box].parent;
        }
        if (box != kNoBox) m_container = box;
    }

    [[nodiscard]] PartPlan plan(std::string_view part) const {
        const bool any = m_resolved != nullptr;
        return planPart(
            part, {m_design, any ? *m_resolved : m_site.resolved, any ? m_diagram : m_site.diagram,
                   m_site.catalog, m_site.fragments, m_container});
    }

    /// Puts what was made around before what the part brings, in one plan.
    [[nodiscard]] PartPlan whole(PartPlan part) const {
        std::vector<Edit> edits = m_edits;
        std::ranges::move(part.edits, std::back_inserter(edits));
        part.edits = std::move(edits);
        std::ranges::copy(m_added, std::back_inserter(part.added));
        return part;
    }

private:
    const PartSite& m_site;
    Design m_design;
    std::shared_ptr<const ResolvedDesign> m_resolved;  // Null pointer: that of the site.
    Diagram m_diagram;
    BoxIndex m_container = 0;
    std::vector<Edit> m_edits;
    std::vector<std::string> m_added;
};

/// Something to be made around a part, and what it is called.
struct Around {
    bool vpc = false;
    int subnets = 0;
    std::string_view words;
};
constexpr std::array kTried = {
    Around{false, 1, "a subnet"},
    Around{false, 2, "subnets in two zones"},
    Around{true, 0, "a VPC"},
    Around{true, 1, "a VPC and a subnet"},
    Around{true, 2, "a VPC and subnets in two zones"},
};

}  // namespace

std::optional<ParentsPlan> planWithParents(std::string_view part, const PartSite& site) {
    for (const Around& around : kTried) {
        Ground ground(site);
        bool made = !around.vpc || ground.make(kVpcType);
        for (int i = 0; made && i < around.subnets; ++i) {
            if (i > 0) ground.leaveSubnet();
            made = ground.make(kSubnetType);
        }
        if (!made) continue;
        PartPlan plan = ground.plan(part);
        if (!plan.legal) continue;
        const std::string name = plan.added.front();
        plan = ground.whole(std::move(plan));
        plan.label = fmt::format("Add {} with {}", name, around.words);
        plan.why = fmt::format("Adds {}, and {} for it", name, around.words);
        return ParentsPlan{std::move(plan), std::string(around.words)};
    }
    return {};
}

}  // namespace archivolt
