#include "model/reachability/sets/compiled_filters.h"

#include <algorithm>
#include <unordered_map>

#include "model/base/invariant.h"
#include "model/reachability/index/service_address.h"

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

/// An address that stands for a service's may lie in any block with public addresses, and surely
/// lies in the block of all.
bool isService(const IpAddress& begin) { return serviceBlock().contains(begin); }
bool holdsAll(const Cidr& block) { return block == Cidr::all(Family::Ipv4); }
bool mayHoldService(const Cidr& block) {
    return block.family() == Family::Ipv4 && !(addressesOf(block) - specialAddresses()).empty();
}

using BlockTraffic = std::pair<Cidr, TrafficBounds>;

/// Returns what rules let through for the address that stands for a service's.
TrafficBounds serviceTraffic(TrafficBounds passes, const std::vector<BlockTraffic>& byBlock) {
    for (const auto& [block, traffic] : byBlock) {
        if (holdsAll(block)) passes |= traffic;
        if (mayHoldService(block)) passes.possible |= traffic.possible;
    }
    return passes;
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

std::size_t AddressCuts::placeOf(const IpAddress& address) const {
    const auto behind = std::ranges::upper_bound(begins, address);
    INVARIANT(behind != begins.begin());
    return static_cast<std::size_t>(behind - begins.begin()) - 1;
}

class CompiledFilters::Values {
public:
    std::shared_ptr<const TrafficBounds> shared(const TrafficBounds& value) {
        auto& alike = m_values[value.sure.hash() * 31 + value.possible.hash()];
        for (const auto& one : alike) {
            if (*one == value) return one;
        }
        return alike.emplace_back(std::make_shared<const TrafficBounds>(value));
    }

    /// Numbers the values of one filter in the order in which they come.
    class Numbering {
    public:
        Numbering(Values& values, AddressCuts& cuts) : m_values(values), m_cuts(cuts) {}
        std::uint32_t numberOf(const TrafficBounds& value) {
            auto shared = m_values.shared(value);
            const auto next = static_cast<std::uint32_t>(m_cuts.different.size());
            const auto [at, isNew] = m_numbers.emplace(shared.get(), next);
            if (isNew) m_cuts.different.push_back(std::move(shared));
            return at->second;
        }

    private:
        Values& m_values;
        AddressCuts& m_cuts;
        std::unordered_map<const TrafficBounds*, std::uint32_t> m_numbers;
    };

private:
    std::unordered_map<std::size_t, std::vector<std::shared_ptr<const TrafficBounds>>> m_values;
};

CompiledFilters::CompiledFilters(const NetworkIndex& network, const CompiledFilters* previous)
    : m_network(network) {
    const Architecture* before =
        previous != nullptr ? &previous->m_network.architecture() : nullptr;
    const Architecture& now = network.architecture();
    std::vector<ThingId> changed;  // Ascending: groups and ACLs whose rules are not the old ones.
    const auto noteChange = [&](ThingId id, const auto*, const auto*) { changed.push_back(id); };
    for (const auto& [id, endpoint] : now.endpoints) {
        m_asksServices = m_asksServices || serviceAddress(*endpoint).has_value();
    }
    const bool sameServices = previous != nullptr && m_asksServices == previous->m_asksServices;
    bool samePrefixLists = sameServices;
    if (before != nullptr) {
        Table<SecurityGroup>::forEachDifference(before->securityGroups, now.securityGroups,
                                                noteChange);
        Table<NetworkAcl>::forEachDifference(before->networkAcls, now.networkAcls, noteChange);
        Table<PrefixList>::forEachDifference(
            before->prefixLists, now.prefixLists,
            [&](ThingId, const auto*, const auto*) { samePrefixLists = false; });
        std::ranges::sort(changed);
    }
    const auto isOld = [&](ThingId id) { return !std::ranges::binary_search(changed, id); };
    Values values;
    const auto& sets = network.groupSets();
    m_groupSets.reserve(sets.size());
    for (std::size_t i = 0; i < sets.size(); ++i) {
        const bool shared = samePrefixLists && i < previous->m_groupSets.size() &&
                            sets[i] == previous->m_network.groupSets()[i] &&
                            std::ranges::all_of(sets[i]->ids, isOld);
        m_groupSets.push_back(
            shared ? previous->m_groupSets[i]
                   : std::make_shared<const Directed<GroupSetFilter>>(Directed<GroupSetFilter>{
                         compileGroups(*sets[i], RuleDirection::Ingress, values),
                         compileGroups(*sets[i], RuleDirection::Egress, values)}));
    }
    m_acls.reserve(network.acls().size());
    for (const AclNode& node : network.acls()) {
        const AclIndex old = sameServices && isOld(node.acl->id)
                                 ? previous->m_network.acls().indexOf(node.acl->id)
                                 : kNone;
        m_acls.add(old != kNone
                       ? previous->m_acls[old]
                       : std::make_shared<const Directed<AddressCuts>>(Directed<AddressCuts>{
                             compileAcl(*node.acl, RuleDirection::Ingress, values),
                             compileAcl(*node.acl, RuleDirection::Egress, values)}));
    }
}

void CompiledFilters::addRule(const SecurityGroupRule& rule, GroupSetFilter& filter,
                              TrafficBounds& anywhere,
                              std::vector<std::pair<Cidr, TrafficBounds>>& byBlock) const {
    const TrafficBounds traffic = trafficOf(rule.match);
    if (rule.cidr && rule.cidr->isKnown()) {
        byBlock.emplace_back(**rule.cidr, traffic);
        return;
    }
    if (rule.group && !rule.cidr) {
        filter.byGroup.push_back({rule.group->valueOr({}), traffic});
        return;
    }
    const auto* list = rule.prefixList && rule.prefixList->isKnown() && !rule.cidr
                           ? m_network.architecture().prefixLists.find(**rule.prefixList)
                           : nullptr;
    if (list == nullptr || !(*list)->entries.isKnown()) {
        anywhere.possible |= traffic.possible;
        return;
    }
    for (const Cidr& block : *(*list)->entries) byBlock.emplace_back(block, traffic);
}

/// Of two blocks one holds the other, or they have nothing in common: so those that hold an address
/// are a stack while addresses ascend. Cost: log-linear.
AddressCuts CompiledFilters::cutsOfRules(const TrafficBounds& anywhere,
                                         std::vector<BlockTraffic> byBlock, Values& values) const {
    std::vector<Cidr> blocks;
    blocks.reserve(byBlock.size() + 1);
    for (const auto& [block, traffic] : byBlock) blocks.push_back(block);
    if (m_asksServices) blocks.push_back(serviceBlock());
    AddressCuts cuts;
    cuts.begins = cutsOf(blocks);
    std::ranges::stable_sort(byBlock, [](const BlockTraffic& a, const BlockTraffic& b) {
        if (a.first.first() != b.first.first()) return a.first.first() < b.first.first();
        return a.first.length() < b.first.length();
    });
    Values::Numbering numbering(values, cuts);
    const std::uint32_t outside = numbering.numberOf(anywhere);
    struct Open {
        IpAddress last;
        std::uint32_t passes;  ///< By this block and those around it.
    };
    std::vector<Open> open;
    auto next = byBlock.begin();
    for (const IpAddress& begin : cuts.begins) {
        while (!open.empty() && open.back().last < begin) open.pop_back();
        for (; next != byBlock.end() && next->first.first() == begin; ++next) {
            TrafficBounds passes = *cuts.different[open.empty() ? outside : open.back().passes];
            passes |= next->second;
            open.push_back({next->first.last(), numbering.numberOf(passes)});
        }
        const std::uint32_t here = open.empty() ? outside : open.back().passes;
        cuts.passes.push_back(
            isService(begin) ? numbering.numberOf(serviceTraffic(anywhere, byBlock)) : here);
    }
    cuts.different.shrink_to_fit();
    return cuts;
}

GroupSetFilter CompiledFilters::compileGroups(const GroupSetNode& groups, RuleDirection direction,
                                              Values& values) const {
    GroupSetFilter filter;
    filter.open = groups.ids.empty() && !groups.openEnded;
    TrafficBounds anywhere;
    if (groups.openEnded) anywhere.possible = TrafficSet::all();
    std::vector<std::pair<Cidr, TrafficBounds>> byBlock;
    for (const ThingId id : groups.ids) {
        const auto* group = m_network.architecture().securityGroups.find(id);
        if (group == nullptr || !(*group)->unknownRules.empty()) {
            anywhere.possible = TrafficSet::all();
        }
        if (group == nullptr) continue;
        for (const SecurityGroupRule& rule : (*group)->rules) {
            if (rule.direction == direction) addRule(rule, filter, anywhere, byBlock);
        }
    }
    filter.byAddress = cutsOfRules(anywhere, std::move(byBlock), values);
    return filter;
}

AddressCuts CompiledFilters::compileAcl(const NetworkAcl& acl, RuleDirection direction,
                                        Values& values) const {
    std::vector<const NetworkAclEntry*> entries;
    std::vector<Cidr> blocks;
    for (const NetworkAclEntry& entry : acl.entries) {
        if (entry.direction != direction) continue;
        entries.push_back(&entry);
        if (entry.cidr.isKnown()) blocks.push_back(*entry.cidr);
    }
    if (m_asksServices) blocks.push_back(serviceBlock());
    // Entries of unknown number come first and take nothing away from those behind them.
    std::ranges::stable_sort(entries, {},
                             [](const NetworkAclEntry* e) { return e->number.valueOr(-1); });
    AddressCuts cuts;
    cuts.begins = cutsOf(blocks);
    Values::Numbering numbering(values, cuts);
    for (const IpAddress& begin : cuts.begins) {
        TrafficSet undecided = TrafficSet::all();
        TrafficSet mayAllow;
        TrafficSet mayDeny;
        for (const NetworkAclEntry* entry : entries) {
            bool certain = entry->cidr.isKnown();
            if (certain && isService(begin)) {
                if (!mayHoldService(*entry->cidr)) continue;
                certain = holdsAll(*entry->cidr);
            } else if (certain && !entry->cidr->contains(begin)) {
                continue;
            }
            const TrafficBounds traffic = trafficOf(entry->match);
            const TrafficSet here = undecided & traffic.possible;
            if (entry->allow.valueOr(true)) mayAllow |= here;
            if (!entry->allow.valueOr(false)) mayDeny |= here;
            if (certain && entry->number.isKnown()) undecided -= traffic.sure;
        }
        mayDeny |= undecided;
        cuts.passes.push_back(numbering.numberOf({mayAllow - mayDeny, mayAllow}));
    }
    cuts.different.shrink_to_fit();
    return cuts;
}

TrafficBounds CompiledFilters::groups(const GroupCheck& check) const {
    const auto own = m_network.interfaces()[check.interface].groupSet;
    const GroupSetFilter& set = groupSet(own, check.direction);
    if (set.open) return TrafficBounds::all();
    TrafficBounds passes = set.byAddress.at(check.remote);
    if (check.remoteInterface == kNone) return passes;
    const auto& remote = m_network.interfaces()[check.remoteInterface];
    const GroupSetNode& carried = *m_network.groupSets()[remote.groupSet];
    for (const GroupSetFilter::GroupRule& rule : set.byGroup) {
        const bool isNamed = rule.group && std::ranges::binary_search(carried.ids, rule.group);
        if (isNamed && check.remoteWhy.empty()) {
            passes |= rule.traffic;
        } else if (isNamed || !rule.group || carried.openEnded) {
            passes.possible |= rule.traffic.possible;
        }
    }
    return passes;
}

const GroupSetFilter& CompiledFilters::groupSet(std::uint32_t number,
                                                RuleDirection direction) const {
    return m_groupSets[number]->of(direction);
}

const AddressCuts& CompiledFilters::aclCuts(AclIndex acl, RuleDirection direction) const {
    return m_acls[acl]->of(direction);
}

bool CompiledFilters::sharesAcl(const CompiledFilters& other, AclIndex acl) const {
    return acl.place() < m_acls.size() && acl.place() < other.m_acls.size() &&
           m_acls[acl] == other.m_acls[acl];
}

}  // namespace archivolt
