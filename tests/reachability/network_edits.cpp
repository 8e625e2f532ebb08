#include "tests/reachability/network_edits.h"

#include <algorithm>

#include "tests/reachability/network_maker.h"

namespace archivolt::test {

namespace {

using Random = std::mt19937_64;
using Edited = std::optional<Architecture>;

template <class T>
const T* anyOf(const Table<T>& table, Random& random) {
    std::vector<const T*> things;
    for (const auto& [id, thing] : table) things.push_back(thing.get());
    return things.empty() ? nullptr : things[random() % things.size()];
}

/// Returns the network with one thing of a table edited; nothing where `edit` says that it can't.
template <class T>
Edited withChanged(const Architecture& before, Table<T> Architecture::*table, Random& random,
                   auto edit) {
    const T* chosen = anyOf(before.*table, random);
    if (chosen == nullptr) return std::nullopt;
    T copy = *chosen;
    if (!edit(copy)) return std::nullopt;
    Architecture after = before;
    NetworkMaker::put(after.*table, std::move(copy));
    return after;
}

/// Returns the network with every thing of a table edited.
template <class T>
Architecture withAll(const Architecture& before, Table<T> Architecture::*table, auto edit) {
    Architecture after = before;
    for (const auto& [id, thing] : before.*table) {
        T copy = *thing;
        edit(copy);
        NetworkMaker::put(after.*table, std::move(copy));
    }
    return after;
}

template <class Entry>
Entry* anyIn(std::vector<Entry>& list, Random& random) {
    return list.empty() ? nullptr : &list[random() % list.size()];
}

Cidr someBlock(Random& random) {
    static const std::vector<const char*> kBlocks = {
        "0.0.0.0/0",      "10.0.0.0/16", "10.1.0.0/24",  "10.0.1.0/25",
        "203.0.113.0/24", "::/0",        "2001:db8::/32"};
    return blockOf(kBlocks[random() % kBlocks.size()]);
}

RuleMatch someMatch(Random& random) {
    switch (random() % 4) {
        case 0: return matchOf(-1, 0, 65535);
        case 1: return matchOf(6, 0, 1023);
        case 2: return matchOf(17, 32768, 65535);
        default: return matchOf(1, -1, -1);
    }
}

RuleDirection someDirection(Random& random) {
    return random() % 2 == 0 ? RuleDirection::Ingress : RuleDirection::Egress;
}

/// Cuts a block in two halves; nothing for a single address.
std::optional<std::pair<Cidr, Cidr>> halves(const Cidr& block) {
    if (block.length() == addressBits(block.family())) return std::nullopt;
    return std::pair(Cidr(block.first(), block.length() + 1),
                     Cidr(block.last(), block.length() + 1));
}

/// Cuts a range of TCP or UDP ports in two.
std::optional<std::pair<RuleMatch, RuleMatch>> halves(const RuleMatch& match) {
    const bool ported = match.protocol == 6 || match.protocol == 17;
    if (!ported || match.fromPort.valueOr(0) >= match.toPort.valueOr(0)) return std::nullopt;
    const std::int32_t middle = (*match.fromPort + *match.toPort) / 2;
    std::pair result(match, match);
    result.first.toPort = middle;
    result.second.fromPort = middle + 1;
    return result;
}

// --- edits of security groups

Edited addGroupRule(const Architecture& before, Random& random) {
    return withChanged(before, &Architecture::securityGroups, random, [&](SecurityGroup& group) {
        SecurityGroupRule rule;
        rule.direction = someDirection(random);
        rule.match = someMatch(random);
        if (random() % 3 == 0) {
            rule.group = anyOf(before.securityGroups, random)->id;
        } else {
            rule.cidr = someBlock(random);
        }
        rule.name = "added";
        group.rules.push_back(std::move(rule));
        return true;
    });
}

Edited removeGroupRule(const Architecture& before, Random& random) {
    return withChanged(before, &Architecture::securityGroups, random, [&](SecurityGroup& group) {
        if (group.rules.empty()) return false;
        group.rules.erase(group.rules.begin() +
                          static_cast<std::ptrdiff_t>(random() % group.rules.size()));
        return true;
    });
}

Edited turnGroupRules(const Architecture& before, Random& random) {
    return withChanged(before, &Architecture::securityGroups, random, [&](SecurityGroup& group) {
        std::ranges::reverse(group.rules);
        if (!group.rules.empty()) group.rules.push_back(group.rules.front());
        return true;
    });
}

Edited splitGroupRuleBlock(const Architecture& before, Random& random) {
    return withChanged(before, &Architecture::securityGroups, random, [&](SecurityGroup& group) {
        SecurityGroupRule* rule = anyIn(group.rules, random);
        if (rule == nullptr || !rule->cidr) return false;
        const auto both = halves(**rule->cidr);
        if (!both) return false;
        rule->cidr = both->first;
        group.rules.push_back(*rule);
        group.rules.back().cidr = both->second;
        return true;
    });
}

Edited splitGroupRulePorts(const Architecture& before, Random& random) {
    return withChanged(before, &Architecture::securityGroups, random, [&](SecurityGroup& group) {
        SecurityGroupRule* rule = anyIn(group.rules, random);
        const auto both = rule == nullptr ? std::nullopt : halves(rule->match);
        if (!both) return false;
        rule->match = both->first;
        group.rules.push_back(*rule);
        group.rules.back().match = both->second;
        return true;
    });
}

Edited takeGroupAway(const Architecture& before, Random& random) {
    return withChanged(before, &Architecture::interfaces, random, [&](NetworkInterface& interface) {
        // Without any group everything would pass.
        if (interface.securityGroups.ids.size() < 2) return false;
        std::vector<ThingId>& ids = interface.securityGroups.ids;
        const ThingId gone = ids[random() % ids.size()];
        std::erase(ids, gone);
        return !ids.empty();
    });
}

// --- edits of network ACLs

Edited addDenial(const Architecture& before, Random& random) {
    return withChanged(before, &Architecture::networkAcls, random, [&](NetworkAcl& acl) {
        NetworkAclEntry entry;
        entry.direction = someDirection(random);
        entry.number = static_cast<std::int32_t>(1 + random() % 200);
        entry.allow = false;
        entry.match = someMatch(random);
        entry.cidr = someBlock(random);
        entry.name = "added";
        // In front of entries of its number, as if it had come first.
        acl.entries.insert(acl.entries.begin(), std::move(entry));
        return true;
    });
}

Edited removeEntry(const Architecture& before, Random& random, bool allowing) {
    return withChanged(before, &Architecture::networkAcls, random, [&](NetworkAcl& acl) {
        NetworkAclEntry* entry = anyIn(acl.entries, random);
        if (entry == nullptr || *entry->allow != allowing) return false;
        acl.entries.erase(acl.entries.begin() + (entry - acl.entries.data()));
        return true;
    });
}

Edited removeDenial(const Architecture& before, Random& random) {
    return removeEntry(before, random, false);
}

Edited removeAllowance(const Architecture& before, Random& random) {
    return removeEntry(before, random, true);
}

Edited renumberEntries(const Architecture& before, Random&) {
    return withAll(before, &Architecture::networkAcls, [](NetworkAcl& acl) {
        for (NetworkAclEntry& entry : acl.entries) entry.number = *entry.number * 7 + 3;
        // Of equal numbers the first in the text counts, so their order has to stay.
        std::ranges::stable_sort(acl.entries, std::greater<>(),
                                 [](const NetworkAclEntry& entry) { return *entry.number; });
    });
}

Edited splitEntryBlock(const Architecture& before, Random& random) {
    return withChanged(before, &Architecture::networkAcls, random, [&](NetworkAcl& acl) {
        const std::size_t at = acl.entries.empty() ? 0 : random() % acl.entries.size();
        if (at == acl.entries.size()) return false;
        const auto both = halves(*acl.entries[at].cidr);
        if (!both) return false;
        acl.entries[at].cidr = both->first;
        NetworkAclEntry second = acl.entries[at];
        second.cidr = both->second;
        acl.entries.insert(acl.entries.begin() + static_cast<std::ptrdiff_t>(at), second);
        return true;
    });
}

// --- edits of the rest

Edited splitRoute(const Architecture& before, Random& random) {
    return withChanged(before, &Architecture::routeTables, random, [&](RouteTable& table) {
        Route* route = anyIn(table.routes, random);
        // Half of a local route would be a static one's equal, which it is not.
        const bool mayBe = route != nullptr && route->destination &&
                           route->targetKind != RouteTargetKind::Local &&
                           (*route->destination)->length() == 0;
        if (!mayBe) return false;
        const auto both = halves(**route->destination);
        route->destination = both->first;
        table.routes.push_back(*route);
        table.routes.back().destination = both->second;
        return true;
    });
}

Edited renameAll(const Architecture& before, Random&) {
    Architecture after = before;
    forEachTable([&](auto table) {
        after = withAll(after, table, [](auto& thing) { thing.name = "x" + thing.name; });
    });
    return after;
}

Edited addStranger(const Architecture& before, Random&) {
    NetworkMaker maker(100'000);
    Architecture after = before;
    auto vpc = maker.thing<Vpc>("Stranger");
    vpc.blocks = {blockOf("10.200.0.0/16")};
    auto subnet = maker.thing<Subnet>("StrangerSubnet");
    subnet.vpc = vpc.id;
    subnet.blocks = {blockOf("10.200.0.0/24")};
    auto host = maker.thing<NetworkInterface>("StrangerHost");
    host.subnet = subnet.id;
    host.addresses = {addressOf("10.200.0.10")};
    NetworkMaker::put(after.vpcs, std::move(vpc));
    NetworkMaker::put(after.subnets, std::move(subnet));
    NetworkMaker::put(after.interfaces, std::move(host));
    return after;
}

Edited dropSixRules(const Architecture& before, Random&) {
    const auto isSix = [](const auto& rule) {
        return rule.cidr.has_value() && (**rule.cidr).family() == Family::Ipv6;
    };
    Architecture after = withAll(before, &Architecture::securityGroups,
                                 [&](SecurityGroup& group) { std::erase_if(group.rules, isSix); });
    return withAll(after, &Architecture::networkAcls, [&](NetworkAcl& acl) {
        std::erase_if(acl.entries, [](const NetworkAclEntry& entry) {
            return entry.cidr->family() == Family::Ipv6;
        });
    });
}

// --- what is known no longer

constexpr const char* kWhy = "it was taken away";

template <class T>
void blur(Known<T>& value) {
    value = Known<T>::unknown(kWhy);
}

Edited blurGroupRule(const Architecture& before, Random& random) {
    return withChanged(before, &Architecture::securityGroups, random, [&](SecurityGroup& group) {
        SecurityGroupRule* rule = anyIn(group.rules, random);
        if (rule == nullptr || random() % 6 == 0) {
            group.unknownRules = kWhy;
            return true;
        }
        switch (random() % 4) {
            case 0: blur(rule->match.protocol); break;
            case 1: blur(rule->match.fromPort); break;
            case 2: blur(rule->match.toPort); break;
            default:
                if (rule->cidr) blur(*rule->cidr);
                if (rule->group) blur(*rule->group);
                if (rule->prefixList) blur(*rule->prefixList);
                break;
        }
        return true;
    });
}

Edited blurEntry(const Architecture& before, Random& random) {
    return withChanged(before, &Architecture::networkAcls, random, [&](NetworkAcl& acl) {
        NetworkAclEntry* entry = anyIn(acl.entries, random);
        if (entry == nullptr) return false;
        switch (random() % 5) {
            case 0: blur(entry->match.protocol); break;
            case 1: blur(entry->match.fromPort); break;
            case 2: blur(entry->allow); break;
            case 3: blur(entry->number); break;
            default: blur(entry->cidr); break;
        }
        return true;
    });
}

/// Says whether a route lies in a local one though its target can't be there: AWS refuses such a
/// route (N45), and the engine counts on that where it does not know a destination.
bool isOddlyLocal(const RouteTable& table, const Route& route) {
    const bool mayBeThere = route.targetKind == RouteTargetKind::NatGateway ||
                            route.targetKind == RouteTargetKind::NetworkInterface ||
                            route.targetKind == RouteTargetKind::Instance;
    if (mayBeThere) return false;
    return std::ranges::any_of(table.routes, [&](const Route& local) {
        return local.targetKind == RouteTargetKind::Local &&
               (*local.destination)->contains(**route.destination);
    });
}

Edited blurRoute(const Architecture& before, Random& random) {
    return withChanged(before, &Architecture::routeTables, random, [&](RouteTable& table) {
        Route* route = anyIn(table.routes, random);
        if (route == nullptr || !route->destination || isOddlyLocal(table, *route)) return false;
        if (random() % 2 == 0) {
            blur(route->target);
        } else {
            blur(*route->destination);
        }
        return true;
    });
}

Edited blurSubnet(const Architecture& before, Random& random) {
    return withChanged(before, &Architecture::subnets, random, [&](Subnet& subnet) {
        blur(random() % 2 == 0 ? subnet.routeTable : subnet.networkAcl);
        return true;
    });
}

Edited blurInterface(const Architecture& before, Random& random) {
    return withChanged(before, &Architecture::interfaces, random, [&](NetworkInterface& interface) {
        switch (random() % 2) {
            case 0: interface.securityGroups.why = kWhy; break;
            default: blur(interface.sourceDestCheck); break;
        }
        return true;
    });
}

Edited blurPeering(const Architecture& before, Random& random) {
    return withChanged(before, &Architecture::peerings, random, [&](VpcPeering& peering) {
        blur(peering.active);
        return true;
    });
}

Edited blurTransit(const Architecture& before, Random& random) {
    return withChanged(before, &Architecture::transitGatewayRouteTables, random,
                       [&](TransitGatewayRouteTable& table) {
                           TransitGatewayRoute* route = anyIn(table.routes, random);
                           if (route == nullptr) return false;
                           if (random() % 2 == 0) {
                               blur(route->destination);
                           } else {
                               blur(route->attachment);
                           }
                           return true;
                       });
}

}  // namespace

const std::vector<NetworkEdit>& networkEdits() {
    static const std::vector<NetworkEdit> kEdits = {
        {"a group's rule is added", Effect::OnlyOpens, addGroupRule},
        {"a group's rule is removed", Effect::OnlyCloses, removeGroupRule},
        {"a group's rules are turned round and doubled", Effect::Nothing, turnGroupRules},
        {"the block of a group's rule is halved", Effect::Nothing, splitGroupRuleBlock},
        {"the ports of a group's rule are halved", Effect::Nothing, splitGroupRulePorts},
        {"a group is taken from an interface", Effect::OnlyCloses, takeGroupAway},
        {"an ACL's denial is added", Effect::OnlyCloses, addDenial},
        {"an ACL's denial is removed", Effect::OnlyOpens, removeDenial},
        {"an ACL's allowance is removed", Effect::OnlyCloses, removeAllowance},
        {"ACLs are renumbered and their text is sorted otherwise", Effect::Nothing,
         renumberEntries},
        {"the block of an ACL's entry is halved", Effect::Nothing, splitEntryBlock},
        {"a default route is halved", Effect::Nothing, splitRoute},
        {"everything is renamed", Effect::Nothing, renameAll},
        {"a VPC that nothing leads to is added", Effect::Nothing, addStranger},
        {"rules of IPv6 are dropped", Effect::NothingOfV4, dropSixRules},
        {"part of a group's rule is not known", Effect::OnlyBlurs, blurGroupRule},
        {"part of an ACL's entry is not known", Effect::OnlyBlurs, blurEntry},
        {"part of a route is not known", Effect::OnlyBlurs, blurRoute},
        {"a subnet's table or ACL is not known", Effect::OnlyBlurs, blurSubnet},
        {"an interface's groups or check are not known", Effect::OnlyBlurs, blurInterface},
        {"whether a peering is active is not known", Effect::OnlyBlurs, blurPeering},
        {"part of a transit gateway's route is not known", Effect::OnlyBlurs, blurTransit},
    };
    return kEdits;
}

}  // namespace archivolt::test
