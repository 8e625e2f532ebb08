#include "model/reachability/index/network_nodes.h"

#include <algorithm>

namespace archivolt {

namespace {

bool anyHolds(const std::vector<Cidr>& blocks, const IpAddress& address) {
    return std::ranges::any_of(blocks, [&](const Cidr& b) { return b.contains(address); });
}

}  // namespace

const AddressSet& specialAddresses() {
    static const AddressSet kSpecial = [] {
        std::vector<Cidr> blocks;
        for (const char* text :
             {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
              "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "224.0.0.0/3", "::/8", "fc00::/7",
              "fe80::/10", "ff00::/8", "64:ff9b::/96"}) {
            blocks.push_back(*Cidr::parse(text));
        }
        return addressesOf(blocks);
    }();
    return kSpecial;
}

bool VpcNode::holds(const IpAddress& address) const { return anyHolds(blocks, address); }
bool SubnetNode::holds(const IpAddress& address) const { return anyHolds(blocks, address); }
bool InterfaceNode::holds(const IpAddress& address) const {
    return std::ranges::find(addresses, address) != addresses.end();
}
std::optional<IpAddress> InterfaceNode::address(Family family) const {
    for (const IpAddress& own : addresses) {
        if (own.family == family) return own;
    }
    return std::nullopt;
}

std::uint32_t GroupSets::numberOf(const References& groups) {
    GroupSetNode wanted{groups.ids, !groups.why.empty()};
    std::ranges::sort(wanted.ids);
    const auto at = m_made->numbers.find(wanted);
    if (at != m_made->numbers.end()) return at->second;
    const auto number = static_cast<std::uint32_t>(m_made->nodes.size());
    Made& made = m_made.edit();
    made.nodes.push_back(std::make_shared<const GroupSetNode>(wanted));
    made.numbers.emplace(std::move(wanted), number);
    return number;
}

}  // namespace archivolt
