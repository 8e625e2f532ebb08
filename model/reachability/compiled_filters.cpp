#include "model/reachability/compiled_filters.h"

#include <algorithm>

#include "model/base/invariant.h"

namespace archivolt {

namespace {

Port clampPort(std::int32_t port) { return static_cast<Port>(std::clamp(port, 0, 0xFFFF)); }

/// Returns the ports that lie in a range of known ends; none for an inverted one.
PortSet portsBetween(std::int32_t from, std::int32_t to) {
    if (from > to || to < 0 || from > 0xFFFF) return {};
    return PortSet({clampPort(from), clampPort(to)});
}

TrafficBounds portedTraffic(IpProtocol protocol, const RuleMatch& match) {
    const bool all = match.fromPort == -1 && match.toPort == -1;
    const std::int32_t lowest = match.fromPort.valueOr(0);
    const std::int32_t highest = match.toPort.valueOr(0xFFFF);
    const PortSet possible = all ? PortSet::all() : portsBetween(lowest, highest);
    const bool known = match.fromPort.isKnown() && match.toPort.isKnown();
    return {TrafficSet::of(protocol, known ? possible : PortSet()),
            TrafficSet::of(protocol, possible)};
}

TrafficBounds icmpTraffic(IpProtocol protocol, const RuleMatch& match) {
    if (match.fromPort == 0 && match.toPort == 65535) {
        return {TrafficSet::of(protocol), TrafficSet::of(protocol)};
    }
    const std::int32_t type = match.fromPort.valueOr(-1);
    const std::int32_t code = match.toPort.valueOr(-1);
    std::vector<PortRange> ranges;
    for (std::int32_t t = type < 0 ? 0 : type; t <= (type < 0 ? 255 : std::min(type, 255)); ++t) {
        const std::int32_t first = code < 0 ? 0 : code;
        const std::int32_t last = code < 0 ? 255 : code;
        if (first > 255) continue;
        ranges.push_back({icmpPort(static_cast<unsigned>(t), static_cast<unsigned>(first)),
                          icmpPort(static_cast<unsigned>(t), static_cast<unsigned>(last))});
    }
    const TrafficSet possible = TrafficSet::of(protocol, PortSet::ofRanges(std::move(ranges)));
    const bool known = match.fromPort.isKnown() && match.toPort.isKnown();
    return {known ? possible : TrafficSet(), possible};
}

void addCut(std::vector<IpAddress>& begins, const Cidr& block) {
    begins.push_back(block.first());
    if (block.last() != Cidr::all(block.family()).last()) begins.push_back(block.last().plus(1));
}

}  // namespace

TrafficBounds& TrafficBounds::operator&=(const TrafficBounds& other) {
    sure &= other.sure;
    possible &= other.possible;
    return *this;
}

TrafficBounds& TrafficBounds::operator|=(const TrafficBounds& other) {
    sure |= other.sure;
    possible |= other.possible;
    return *this;
}

TrafficBounds trafficOf(const RuleMatch& match) {
    if (!match.protocol.isKnown()) return {{}, TrafficSet::all()};
    if (*match.protocol == kAllProtocols) return TrafficBounds::all();
    if (*match.protocol < 0 || *match.protocol > 255) return {};
    const auto protocol = static_cast<IpProtocol>(*match.protocol);
    if (!hasPorts(protocol)) return {TrafficSet::of(protocol), TrafficSet::of(protocol)};
    if (protocol == kProtocolIcmp || protocol == kProtocolIcmpv6) {
        return icmpTraffic(protocol, match);
    }
    return portedTraffic(protocol, match);
}

std::vector<IpAddress> cutsOf(const std::vector<Cidr>& blocks) {
    std::vector<IpAddress> begins = {IpAddress::v4(0), IpAddress::v6(0, 0)};
    for (const Cidr& block : blocks) addCut(begins, block);
    std::ranges::sort(begins);
    begins.erase(std::unique(begins.begin(), begins.end()), begins.end());
    return begins;
}

const TrafficBounds& AddressCuts::at(const IpAddress& address) const {
    const auto behind = std::ranges::upper_bound(begins, address);
    INVARIANT(behind != begins.begin());
    return passes[static_cast<std::size_t>(behind - begins.begin()) - 1];
}

CompiledFilters::CompiledFilters(const NetworkIndex& network) : m_network(network) {
    std::map<std::pair<std::vector<ThingId>, bool>, std::size_t> known;
    for (const InterfaceNode& node : network.interfaces()) {
        std::pair key(node.interface->securityGroups.ids, !node.groupsWhy.empty());
        std::ranges::sort(key.first);
        const auto [at, isNew] = known.emplace(std::move(key), m_groupSets.size());
        if (isNew) {
            m_groupSets.push_back({compileGroups(*node.interface, RuleDirection::Ingress),
                                   compileGroups(*node.interface, RuleDirection::Egress)});
        }
        m_groupSetOf.push_back(at->second);
    }
    for (const AclNode& node : network.acls()) {
        m_acls.emplace_back(compileAcl(*node.acl, RuleDirection::Ingress),
                            compileAcl(*node.acl, RuleDirection::Egress));
    }
}

CompiledFilters::GroupSet CompiledFilters::compileGroups(const NetworkInterface& interface,
                                                         RuleDirection direction) const {
    const References& carried = interface.securityGroups;
    GroupSet set;
    set.open = carried.ids.empty() && carried.why.empty();
    TrafficBounds anywhere;
    if (!carried.why.empty()) anywhere.possible = TrafficSet::all();
    std::vector<Cidr> blocks;
    std::vector<std::pair<Cidr, TrafficBounds>> rules;
    const auto add = [&](const Cidr& block, const TrafficBounds& traffic) {
        blocks.push_back(block);
        rules.emplace_back(block, traffic);
    };
    for (const ThingId id : carried.ids) {
        const NodeIndex index = m_network.indexOf(NodeKind::Group, id);
        if (index == kNone) {
            anywhere.possible = TrafficSet::all();
            continue;
        }
        const SecurityGroup& group = *m_network.groups()[static_cast<std::size_t>(index)];
        if (!group.unknownRules.empty()) anywhere.possible = TrafficSet::all();
        for (const SecurityGroupRule& rule : group.rules) {
            if (rule.direction != direction) continue;
            const TrafficBounds traffic = trafficOf(rule.match);
            if (rule.cidr && rule.cidr->isKnown()) {
                add(**rule.cidr, traffic);
            } else if (rule.group && !rule.cidr) {
                set.byGroup.push_back({rule.group->valueOr({}), traffic});
            } else {
                const auto* list =
                    rule.prefixList && rule.prefixList->isKnown() && !rule.cidr
                        ? m_network.architecture().prefixLists.find(**rule.prefixList)
                        : nullptr;
                if (list == nullptr || !(*list)->entries.isKnown()) {
                    anywhere.possible |= traffic.possible;
                    continue;
                }
                for (const Cidr& block : *(*list)->entries) add(block, traffic);
            }
        }
    }
    set.byAddress.begins = cutsOf(blocks);
    for (const IpAddress& begin : set.byAddress.begins) {
        TrafficBounds passes = anywhere;
        for (const auto& [block, traffic] : rules) {
            if (block.contains(begin)) passes |= traffic;
        }
        set.byAddress.passes.push_back(std::move(passes));
    }
    return set;
}

AddressCuts CompiledFilters::compileAcl(const NetworkAcl& acl, RuleDirection direction) const {
    std::vector<const NetworkAclEntry*> entries;
    std::vector<Cidr> blocks;
    for (const NetworkAclEntry& entry : acl.entries) {
        if (entry.direction != direction) continue;
        entries.push_back(&entry);
        if (entry.cidr.isKnown()) blocks.push_back(*entry.cidr);
    }
    // Entries of unknown number come first and take nothing away from those behind them.
    std::ranges::stable_sort(entries, {},
                             [](const NetworkAclEntry* e) { return e->number.valueOr(-1); });
    AddressCuts cuts;
    cuts.begins = cutsOf(blocks);
    for (const IpAddress& begin : cuts.begins) {
        TrafficSet undecided = TrafficSet::all();
        TrafficSet mayAllow;
        TrafficSet mayDeny;
        for (const NetworkAclEntry* entry : entries) {
            if (entry->cidr.isKnown() && !entry->cidr->contains(begin)) continue;
            const TrafficBounds traffic = trafficOf(entry->match);
            const TrafficSet here = undecided & traffic.possible;
            if (entry->allow.valueOr(true)) mayAllow |= here;
            if (!entry->allow.valueOr(false)) mayDeny |= here;
            if (entry->cidr.isKnown() && entry->number.isKnown()) undecided -= traffic.sure;
        }
        mayDeny |= undecided;
        cuts.passes.push_back({mayAllow - mayDeny, mayAllow});
    }
    return cuts;
}

TrafficBounds CompiledFilters::groups(const GroupCheck& check) const {
    const DirectedGroupSet& both = m_groupSets[groupSetOf(check.interface)];
    const GroupSet& set = check.direction == RuleDirection::Ingress ? both.ingress : both.egress;
    if (set.open) return TrafficBounds::all();
    TrafficBounds passes = set.byAddress.at(check.remote);
    if (check.remoteInterface == kNone) return passes;
    const auto& remote = m_network.interfaces()[static_cast<std::size_t>(check.remoteInterface)];
    const References& carried = remote.interface->securityGroups;
    for (const GroupRule& rule : set.byGroup) {
        if (rule.group && std::ranges::find(carried.ids, rule.group) != carried.ids.end()) {
            passes |= rule.traffic;
        } else if (!rule.group || !carried.why.empty()) {
            passes.possible |= rule.traffic.possible;
        }
    }
    return passes;
}

const TrafficBounds& CompiledFilters::acl(NodeIndex index, RuleDirection direction,
                                          const IpAddress& remote) const {
    const auto& [ingress, egress] = m_acls[static_cast<std::size_t>(index)];
    return (direction == RuleDirection::Ingress ? ingress : egress).at(remote);
}

}  // namespace archivolt
