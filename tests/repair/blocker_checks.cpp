#include "tests/repair/blocker_checks.h"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace archivolt::test {

namespace {

bool isFilter(const Blocker& blocker) {
    return blocker.hop.kind == HopKind::SecurityGroup || blocker.hop.kind == HopKind::NetworkAcl;
}

/// Says whether opening one opens the other: both are about one direction of one thing, or of
/// groups that an interface carries together.
bool opensToo(const Architecture& things, const Blocker& opened, const Blocker& kept) {
    if (opened.hop.step != kept.hop.step) return false;
    if (opened.hop.thing == kept.hop.thing) return true;
    return std::ranges::any_of(things.interfaces, [&](const auto& entry) {
        const auto& carried = entry.second->securityGroups.ids;
        return std::ranges::count(carried, opened.hop.thing) > 0 &&
               std::ranges::count(carried, kept.hop.thing) > 0;
    });
}

RuleDirection directionOf(const Blocker& blocker) {
    return blocker.hop.step == "egress" ? RuleDirection::Egress : RuleDirection::Ingress;
}

template <class T>
void put(Table<T>& table, T thing) {
    const ThingId id = thing.id;
    table = table.with(id, std::make_shared<const T>(std::move(thing)));
}

/// Lets everything through a group or ACL in a blocker's direction; false where there is none.
bool open(Architecture& things, const Blocker& blocker) {
    const RuleDirection direction = directionOf(blocker);
    if (const auto* group = things.securityGroups.find(blocker.hop.thing)) {
        SecurityGroup opened = **group;
        for (const Family family : {Family::Ipv4, Family::Ipv6}) {
            SecurityGroupRule rule;
            rule.direction = direction;
            rule.cidr = Cidr::all(family);
            rule.name = "opened";
            opened.rules.push_back(std::move(rule));
        }
        put(things.securityGroups, std::move(opened));
        return true;
    }
    const auto* acl = things.networkAcls.find(blocker.hop.thing);
    if (acl == nullptr) return false;
    NetworkAcl opened = **acl;
    for (const Family family : {Family::Ipv4, Family::Ipv6}) {
        NetworkAclEntry entry;
        entry.direction = direction;
        entry.number = 0;
        entry.cidr = Cidr::all(family);
        entry.name = "opened";
        opened.entries.insert(opened.entries.begin(), std::move(entry));
    }
    put(things.networkAcls, std::move(opened));
    return true;
}

std::optional<ReachQuestion> questionIn(const Reachability& reachability, ReachQuestion question) {
    auto from = findEndpoint(reachability.network(), question.from.name);
    auto to = findEndpoint(reachability.network(), question.to.name);
    if (!from || !to) return std::nullopt;
    question.from = *std::move(from);
    question.to = *std::move(to);
    return question;
}

std::string textOf(const ReachQuestion& question, const Blocker& blocker) {
    return fmt::format("{} -> {}: `{}` ({} {}, {}{})", question.from.name, question.to.name,
                       blocker.hop.resource, hopKindName(blocker.hop.kind), blocker.hop.step,
                       dispositionName(blocker.disposition), blocker.onReply ? ", reply" : "");
}

bool isJudged(const ReachAnswer& answer) {
    return answer.verdict == Verdict::Blocked && answer.eachBlocks && !answer.blockers.empty();
}

/// Puts back what of the filters of a blocker's direction an interface of its thing meets.
void putBackGroups(const Architecture& before, Architecture& things, const Blocker& blocker) {
    std::set<ThingId> groups = {blocker.hop.thing};
    for (const auto& [id, interface] : before.interfaces) {
        const auto& carried = interface->securityGroups.ids;
        if (std::ranges::count(carried, blocker.hop.thing) == 0) continue;
        groups.insert(carried.begin(), carried.end());
    }
    const RuleDirection direction = directionOf(blocker);
    for (const ThingId id : groups) {
        const auto* was = before.securityGroups.find(id);
        const auto* is = things.securityGroups.find(id);
        if (was == nullptr || is == nullptr || **was == **is) continue;
        SecurityGroup mixed = **is;
        std::erase_if(mixed.rules,
                      [&](const SecurityGroupRule& rule) { return rule.direction == direction; });
        for (const SecurityGroupRule& rule : (**was).rules) {
            if (rule.direction == direction) mixed.rules.push_back(rule);
        }
        put(things.securityGroups, std::move(mixed));
    }
}

void putBackAcl(const Architecture& before, Architecture& things, const Blocker& blocker) {
    const auto* was = before.networkAcls.find(blocker.hop.thing);
    const auto* is = things.networkAcls.find(blocker.hop.thing);
    if (was == nullptr || is == nullptr || **was == **is) return;
    const RuleDirection direction = directionOf(blocker);
    NetworkAcl mixed = **is;
    std::erase_if(mixed.entries,
                  [&](const NetworkAclEntry& entry) { return entry.direction == direction; });
    for (const NetworkAclEntry& entry : (**was).entries) {
        if (entry.direction == direction) mixed.entries.push_back(entry);
    }
    put(things.networkAcls, std::move(mixed));
}

/// Puts back what a blocker is about; nothing changes where the repair left it as it was.
void putBack(const Architecture& before, Architecture& things, const Blocker& blocker) {
    if (blocker.hop.kind == HopKind::SecurityGroup) return putBackGroups(before, things, blocker);
    if (blocker.hop.kind == HopKind::NetworkAcl) return putBackAcl(before, things, blocker);
    const auto* was = before.routeTables.find(blocker.hop.thing);
    const auto* is = things.routeTables.find(blocker.hop.thing);
    if (was == nullptr || is == nullptr) return;
    RouteTable mixed = **is;
    mixed.routes = (**was).routes;
    mixed.propagating = (**was).propagating;
    if (mixed == **is) return;
    put(things.routeTables, std::move(mixed));
}

}  // namespace

std::string faultsOfBlockers(const Reachability& reachability, const ReachQuestion& question,
                             const ReachAnswer& answer, BlockerCounts& counts) {
    if (!isJudged(answer)) return {};
    ++counts.answers;
    std::string faults;
    for (const Blocker& kept : answer.blockers) {
        auto things = std::make_shared<Architecture>(reachability.network().architecture());
        const bool isAlone = std::ranges::all_of(answer.blockers, [&](const Blocker& other) {
            if (&other == &kept) return true;
            return isFilter(other) && !opensToo(*things, other, kept) && open(*things, other);
        });
        if (!isAlone) {
            ++counts.left;
            continue;
        }
        ++counts.alone;
        const Reachability opened(things);
        const auto again = questionIn(opened, question);
        if (!again) continue;
        const ReachAnswer now = reach(opened, *again);
        const bool isNamed = std::ranges::any_of(now.blockers, [&](const Blocker& one) {
            return one.hop.thing == kept.hop.thing && one.hop.kind == kept.hop.kind;
        });
        if (now.verdict == Verdict::Blocked && isNamed) continue;
        faults += fmt::format("{} alone: {}\n", textOf(question, kept), verdictName(now.verdict));
    }
    return faults;
}

std::string faultsWhenPutBack(const Architecture& before, const Reachability& repaired,
                              const ReachQuestion& question, const ReachAnswer& answer,
                              BlockerCounts& counts) {
    if (!isJudged(answer)) return {};
    std::string faults;
    for (const Blocker& blocker : answer.blockers) {
        auto things = std::make_shared<Architecture>(repaired.network().architecture());
        putBack(before, *things, blocker);
        if (*things == repaired.network().architecture()) {
            ++counts.left;
            continue;
        }
        ++counts.alone;
        const Reachability closed(things);
        const auto again = questionIn(closed, question);
        if (!again || reach(closed, *again).verdict != Verdict::Reachable) continue;
        faults += fmt::format("{} put back, and it is reachable\n", textOf(question, blocker));
    }
    return faults;
}

}  // namespace archivolt::test
