#include "app/form/address_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/form/address_blocks.h"
#include "model/architecture/architecture.h"
#include "model/architecture/network.h"

namespace archivolt {

namespace {

/// A subnet's block on its way into the plan.
struct Given {
    Cidr block;
    const Subnet* subnet = nullptr;
    friend bool operator<(const Given& a, const Given& b) { return a.block < b.block; }
};

std::optional<Cidr> ipv4Of(const std::vector<Known<Cidr>>& blocks) {
    for (const Known<Cidr>& block : blocks) {
        if (block.isKnown() && block->family() == Family::Ipv4) return *block;
    }
    return {};
}

/// Returns the largest block that lies between two addresses, both included.
Cidr largestBetween(const IpAddress& first, const IpAddress& last) {
    for (int length = 0;; ++length) {
        Cidr block(first, length);
        if (block.first() < first) {
            const IpAddress next = block.last().plus(1);
            if (next <= first) continue;  // Behind the end of all addresses.
            block = Cidr(next, length);
        }
        if (block.last() <= last || length == addressBits(first.family)) return block;
    }
}

class AddressPlan {
public:
    AddressPlan(const FormInput& input, StackId stack, ResourceId vpc)
        : m_architecture(*input.resolved->architecture),
          m_vpc(ThingId::of(stack, vpc)),
          m_owner(vpc) {}

    std::vector<FormField> lines() {
        const auto* vpc = m_architecture.vpcs.find(m_vpc);
        if (vpc == nullptr) return {};
        for (const auto& [id, subnet] : m_architecture.subnets) {
            if (!subnet->vpc.isKnown() || *subnet->vpc != m_vpc) continue;
            if (const auto block = ipv4Of(subnet->blocks)) {
                m_given.push_back({*block, subnet.get()});
            } else {
                m_unknown.push_back(subnet.get());
            }
        }
        std::ranges::sort(m_given, [](const Given& a, const Given& b) { return a < b; });
        for (const Known<Cidr>& space : (*vpc)->blocks) {
            if (space.isKnown() && space->family() == Family::Ipv4) addSpace(*space);
        }
        if (m_lines.empty()) return {};
        for (const Subnet* subnet : m_unknown) addSubnet(*subnet, "not known");
        return std::move(m_lines);
    }

private:
    void addSpace(const Cidr& space) {
        std::uint64_t given = 0;
        for (const Given& each : m_given) {
            if (space.contains(each.block)) given += each.block.size();
        }
        tell(space.toString(),
             fmt::format("{} of {} addresses are given to subnets", fmt::group_digits(given),
                         fmt::group_digits(space.size())));
        IpAddress next = space.first();
        for (const Given& each : m_given) {
            if (!space.contains(each.block)) continue;
            if (next < each.block.first()) addFree(next, IpAddress::v4(lowOf(each.block) - 1));
            addSubnet(*each.subnet,
                      fmt::format("{} · {}", each.block.toString(), usableAddresses(each.block)));
            next = std::max(next, each.block.last().plus(1));
        }
        if (space.contains(next)) addFree(next, space.last());
    }

    static std::uint32_t lowOf(const Cidr& block) {
        return static_cast<std::uint32_t>(block.first().low);
    }

    void addFree(const IpAddress& first, const IpAddress& last) {
        tell("Free", fmt::format("{} – {} · a /{} fits", first.toString(), last.toString(),
                                 largestBetween(first, last).length()));
    }

    void tell(std::string title, std::string text) {
        FormField line;
        line.editor = FieldEditor::Told;
        line.state = FieldState::Set;
        line.key = fmt::format("{}#addresses{}", m_owner.value, m_lines.size());
        line.target.resource = m_owner;
        line.title = std::move(title);
        line.text = std::move(text);
        m_lines.push_back(std::move(line));
    }

    void addSubnet(const Subnet& subnet, std::string text) {
        FormField line;
        line.editor = FieldEditor::Resource;
        line.state = FieldState::Set;
        line.key =
            fmt::format("{}#addresses-of-{}#user", m_owner.value, subnet.origin.resource.value);
        line.target.resource = subnet.origin.resource;
        line.title = subnet.name;
        line.icon = "subnet";
        line.text = std::move(text);
        m_lines.push_back(std::move(line));
    }

    const Architecture& m_architecture;
    ThingId m_vpc;
    ResourceId m_owner;
    std::vector<Given> m_given;
    std::vector<const Subnet*> m_unknown;
    std::vector<FormField> m_lines;
};

}  // namespace

std::vector<FormField> addressPlan(const FormInput& input, StackId stack, ResourceId vpc) {
    if (input.resolved == nullptr) return {};
    return AddressPlan(input, stack, vpc).lines();
}

}  // namespace archivolt
