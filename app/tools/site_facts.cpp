#include "app/tools/site_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/architecture/network.h"
#include "render/layout/name_stem.h"

namespace archivolt {

namespace {

constexpr int kUsualSubnetLength = 24;
constexpr int kLongestSubnet = 28;  // Source: VPC user guide, "Subnet CIDR blocks": /16 to /28.
constexpr int kSmallVpcSteps = 2;
constexpr std::size_t kZones = 2;

/// Returns the first block of the length in `whole` that overlaps none of `used`.
std::optional<Cidr> firstFree(const Cidr& whole, int length, const std::vector<Cidr>& used) {
    const std::uint64_t step = Cidr(whole.first(), length).size();
    for (Cidr next(whole.first(), length); whole.contains(next);) {
        const auto taken =
            std::ranges::find_if(used, [&](const Cidr& other) { return other.overlaps(next); });
        if (taken == used.end()) return next;
        const std::uint64_t skip = std::max(step, taken->size());
        const IpAddress from = taken->size() > step ? taken->first() : next.first();
        const Cidr after(from.plus(skip), length);
        if (after.first() <= next.first()) break;  // Past the family's end.
        next = after;
    }
    return {};
}

bool isBetter(Tint tint, std::string_view tier) {
    if (tier == "public") return tint == Tint::Public;
    if (tier == "private") return tint == Tint::Private || tint == Tint::Data;
    return false;
}

}  // namespace

SiteFacts::SiteFacts(const PartSite& site, std::string what)
    : m_site(site), m_what(std::move(what)) {
    chooseStack();
}

void SiteFacts::chooseStack() {
    const std::vector<Box>& boxes = m_site.diagram.boxes;
    if (m_site.container >= boxes.size()) {
        if (!m_site.design.stacks.empty()) m_stack = m_site.design.stacks.front();
        return;
    }
    for (BoxIndex box = m_site.container; box != kNoBox; box = boxes[box].parent) {
        if (boxes[box].resource) m_stack = m_site.design.stack(boxes[box].stack);
        if (m_stack) return;
    }
    const BoxIndex region = around(BoxKind::Region);
    for (const auto& stack : m_site.design.stacks) {
        if (region == kNoBox || boxes[region].title.find(stack->region) != std::string::npos ||
            boxes[region].detail.find(stack->region) != std::string::npos) {
            m_stack = stack;
            return;
        }
    }
    if (!m_site.design.stacks.empty()) m_stack = m_site.design.stacks.front();
}

BoxIndex SiteFacts::around(BoxKind kind) const {
    const std::vector<Box>& boxes = m_site.diagram.boxes;
    if (m_site.container >= boxes.size()) return kNoBox;
    BoxIndex box = m_site.container;
    while (box != kNoBox && boxes[box].kind != kind) box = boxes[box].parent;
    return box;
}

BoxIndex SiteFacts::subnetAround() const {
    const std::vector<Box>& boxes = m_site.diagram.boxes;
    if (m_site.container >= boxes.size()) return kNoBox;
    for (BoxIndex box = m_site.container; box != kNoBox; box = boxes[box].parent) {
        if (boxes[box].kind == BoxKind::Subnet) return box;
        if (boxes[box].column != kNoBox) return boxes[box].column;
        if (!boxes[box].spans.empty()) return boxes[box].spans.front();
    }
    return kNoBox;
}

std::shared_ptr<const Resource> SiteFacts::declared(BoxIndex box) const {
    if (box == kNoBox || !m_stack || !m_site.diagram.boxes[box].resource) return nullptr;
    return m_stack->body.resources.find(m_site.diagram.boxes[box].resource);
}

std::vector<std::string> SiteFacts::vpcs() const {
    std::vector<std::string> found;
    for (const auto& resource : m_stack->body.resources) {
        if (resource->type() == kVpcType) found.push_back(resource->logicalId);
    }
    return found;
}

ThingId SiteFacts::thingOf(const std::string& logicalId) const {
    return ThingId::of(m_stack->id, m_stack->body.resources.find(logicalId)->id);
}

SiteResult<std::string> SiteFacts::vpc() const {
    const BoxIndex box = around(BoxKind::Vpc);
    if (box != kNoBox) {
        if (const auto resource = declared(box); resource && resource->type() == kVpcType) {
            return resource->logicalId;
        }
        return tl::make_unexpected(
            fmt::format("{} is not declared in this template", m_site.diagram.boxes[box].title));
    }
    const std::vector<std::string> all = vpcs();
    if (all.size() == 1) return all.front();
    return tl::make_unexpected(all.empty()
                                   ? fmt::format("{} belongs in a VPC: place one first", m_what)
                                   : fmt::format("{} belongs in a VPC: drop it into one of {}",
                                                 m_what, fmt::join(all, ", ")));
}

std::vector<SiteFacts::SubnetHere> SiteFacts::subnetsOf(const std::string& vpc) const {
    std::vector<SubnetHere> found;
    const ThingId owner = thingOf(vpc);
    for (const auto& resource : m_stack->body.resources) {
        if (resource->type() != kSubnetType) continue;
        const auto* subnet =
            m_site.resolved.architecture->subnets.find(ThingId::of(m_stack->id, resource->id));
        if (subnet == nullptr || !(*subnet)->vpc.isKnown() || *(*subnet)->vpc != owner) continue;
        SubnetHere here{resource->logicalId, (*subnet)->zone.valueOr(""), Tint::None};
        for (const Box& box : m_site.diagram.boxes) {
            if (box.kind == BoxKind::Subnet && box.resource == resource->id) here.tint = box.tint;
        }
        if (here.zone.empty()) here.zone = resource->logicalId;
        found.push_back(std::move(here));
    }
    return found;
}

SiteResult<std::string> SiteFacts::subnet() const {
    if (const BoxIndex box = subnetAround(); box != kNoBox) {
        if (const auto resource = declared(box)) return resource->logicalId;
        return tl::make_unexpected(
            fmt::format("{} is not declared in this template", m_site.diagram.boxes[box].title));
    }
    const auto owner = vpc();
    if (!owner) {
        return tl::make_unexpected(fmt::format("{} belongs in a subnet: drop it into one", m_what));
    }
    const auto all = subnetsOf(*owner);
    if (all.size() == 1) return all.front().logicalId;
    return tl::make_unexpected(
        all.empty() ? fmt::format("{} belongs in a subnet, and {} has none yet", m_what, *owner)
                    : fmt::format("{} belongs in a subnet: drop it into one", m_what));
}

SiteResult<std::vector<std::string>> SiteFacts::subnets(std::string_view tier) const {
    const auto owner = vpc();
    if (!owner) return tl::make_unexpected(owner.error());
    std::vector<SubnetHere> all = subnetsOf(*owner);
    auto others = all.begin();  // Behind those that are of the wanted tier.
    if (const auto first = declared(subnetAround())) {
        const auto here = std::ranges::find(all, first->logicalId, &SubnetHere::logicalId);
        if (here != all.end()) {
            const Tint tint = here->tint;
            std::rotate(all.begin(), here, here + 1);
            others = std::stable_partition(all.begin(), all.end(),
                                           [&](const SubnetHere& s) { return s.tint == tint; });
        }
    } else {
        others = std::stable_partition(all.begin(), all.end(), [&](const SubnetHere& s) {
            return tier.empty() || isBetter(s.tint, tier);
        });
    }
    if (others != all.begin()) {
        // Its twin in another zone, as the drawing has it: AppB goes with AppA, whatever stands
        // between them.
        const std::string stem = nameStem(all.front().logicalId);
        std::stable_partition(all.begin() + 1, others,
                              [&](const SubnetHere& s) { return nameStem(s.logicalId) == stem; });
    }
    std::vector<std::string> chosen;
    std::set<std::string> zones;
    for (const SubnetHere& subnet : all) {
        if (chosen.size() == kZones) break;
        if (zones.insert(subnet.zone).second) chosen.push_back(subnet.logicalId);
    }
    if (chosen.size() == kZones) return chosen;
    return tl::make_unexpected(fmt::format("{} needs subnets in two zones: {} has {}", m_what,
                                           *owner, all.empty() ? "none" : "them in one zone only"));
}

Value SiteFacts::zone(bool isSubnet) const {
    const auto byIndex = [](std::int64_t index) {
        return Value::call(
            Function::Select,
            Value::list({Value::number(index), Value::call(Function::GetAZs, Value::string(""))}));
    };
    if (const auto subnet = declared(subnetAround())) {
        const Value* written = subnet->properties().find("AvailabilityZone");
        if (isSubnet && written != nullptr) return *written;
        return Value::getAtt(subnet->logicalId, "AvailabilityZone");
    }
    if (const BoxIndex zone = around(BoxKind::Zone); zone != kNoBox) {
        for (const Box& box : m_site.diagram.boxes) {
            if (box.kind != BoxKind::Subnet || box.parent != zone) continue;
            const auto subnet = m_stack->body.resources.find(box.resource);
            if (!subnet) continue;
            if (const Value* written = subnet->properties().find("AvailabilityZone")) {
                return *written;
            }
        }
        return Value::string(m_site.diagram.boxes[zone].title);
    }
    const auto owner = vpc();
    if (!owner) return byIndex(0);
    std::map<std::string, std::size_t> counts;
    for (const SubnetHere& subnet : subnetsOf(*owner)) ++counts[subnet.zone];
    if (counts.empty()) return byIndex(0);
    if (counts.size() == 1) return byIndex(counts.begin()->first.ends_with('b') ? 0 : 1);
    return byIndex(counts.begin()->second <= std::next(counts.begin())->second ? 0 : 1);
}

SiteResult<Cidr> SiteFacts::freeSubnetBlock() const {
    const auto owner = vpc();
    if (!owner) return tl::make_unexpected(owner.error());
    const auto* thing = m_site.resolved.architecture->vpcs.find(thingOf(*owner));
    if (thing == nullptr) return tl::make_unexpected(fmt::format("{} is not there", *owner));
    std::vector<Cidr> used;
    for (const auto& [id, subnet] : m_site.resolved.architecture->subnets) {
        if (!subnet->vpc.isKnown() || *subnet->vpc != (*thing)->id) continue;
        for (const Known<Cidr>& block : subnet->blocks) {
            if (block.isKnown()) used.push_back(*block);
        }
    }
    std::string whole;
    for (const Known<Cidr>& block : (*thing)->blocks) {
        if (!block.isKnown() || block->family() != Family::Ipv4) continue;
        if (!whole.empty()) whole += ", ";
        whole += block->toString();
        const int usual = std::max(kUsualSubnetLength, block->length() + kSmallVpcSteps);
        for (int length = std::min(usual, kLongestSubnet); length <= kLongestSubnet; ++length) {
            if (const auto free = firstFree(*block, length, used)) return *free;
        }
    }
    return tl::make_unexpected(whole.empty()
                                   ? fmt::format("The addresses of {} are not known", *owner)
                                   : fmt::format("{} has no addresses left in {}", *owner, whole));
}

Cidr SiteFacts::freeVpcBlock() const {
    std::vector<Cidr> used;
    for (const auto& [id, vpc] : m_site.resolved.architecture->vpcs) {
        for (const Known<Cidr>& block : vpc->blocks) {
            if (block.isKnown()) used.push_back(*block);
        }
    }
    const Cidr whole = *Cidr::parse("10.0.0.0/8");
    return firstFree(whole, 16, used).value_or(*Cidr::parse("10.0.0.0/16"));
}

std::optional<std::string> SiteFacts::existing(const std::string& type,
                                               const std::vector<std::string>& but) const {
    const BoxIndex vpc = around(BoxKind::Vpc);
    const SystemFacts* facts = m_site.catalog.system(type);
    const bool inVpcs = facts != nullptr && facts->home == HomeKind::Vpc;
    for (const auto& resource : m_stack->body.resources) {
        if (resource->type() != type || std::ranges::count(but, resource->logicalId) != 0) continue;
        const BoxIndex box = m_site.diagram.representedBy(resource->id);
        if (inVpcs && vpc != kNoBox && (box == kNoBox || !m_site.diagram.isWithin(box, vpc))) {
            continue;
        }
        return resource->logicalId;
    }
    return {};
}

}  // namespace archivolt
