#include <algorithm>
#include <array>
#include <optional>

#include "model/reachability/changes/obstructions.h"
#include "model/reachability/changes/rule_blocks.h"
#include "model/reachability/changes/rule_changes.h"
#include "model/reachability/questions/name_questions.h"
#include "model/reachability/walk/filters.h"

namespace archivolt {

namespace {

/// Where on its way a flow may be stopped.
enum class Cut : std::uint8_t {
    ReceiverGroups,
    ReceiverGroupsNarrowly,  ///< What the rule allows besides is allowed again.
    SenderGroups,
    SenderGroupsNarrowly,
    ReceiverAcl,
    SenderAcl,
    Route
};
constexpr std::array kCuts = {Cut::ReceiverGroups, Cut::ReceiverGroupsNarrowly,
                              Cut::SenderGroups,   Cut::SenderGroupsNarrowly,
                              Cut::ReceiverAcl,    Cut::SenderAcl,
                              Cut::Route};

class Closing {
public:
    explicit Closing(const NetworkIndex& network) : m_network(network) {}

    /// Adds the changes that cut one way; false: it can't be cut there.
    bool add(const std::vector<Opener>& openers, Cut cut) {
        switch (cut) {
            case Cut::ReceiverGroups:
            case Cut::ReceiverGroupsNarrowly: {
                const Opener* opener =
                    last(openers, Obstruction::Kind::Groups, RuleDirection::Ingress);
                return opener != nullptr &&
                       removeRules(*opener, cut == Cut::ReceiverGroupsNarrowly);
            }
            case Cut::SenderGroups:
            case Cut::SenderGroupsNarrowly: {
                const Opener* opener =
                    first(openers, Obstruction::Kind::Groups, RuleDirection::Egress);
                return opener != nullptr && removeRules(*opener, cut == Cut::SenderGroupsNarrowly);
            }
            case Cut::ReceiverAcl: {
                const Opener* opener =
                    last(openers, Obstruction::Kind::Acl, RuleDirection::Ingress);
                return opener != nullptr && deny(*opener);
            }
            case Cut::SenderAcl: {
                const Opener* opener =
                    first(openers, Obstruction::Kind::Acl, RuleDirection::Egress);
                return opener != nullptr && deny(*opener);
            }
            case Cut::Route: return removeRoute(openers);
        }
        return false;
    }

    std::vector<RuleChange> take() {
        // What is removed comes first: a rule put back may lean on the place of one removed.
        m_removed.insert(m_removed.end(), m_added.begin(), m_added.end());
        return std::move(m_removed);
    }

private:
    static const Opener* first(const std::vector<Opener>& openers, Obstruction::Kind kind,
                               RuleDirection direction) {
        const auto found = std::ranges::find_if(openers, [&](const Opener& one) {
            return one.kind == kind && one.direction == direction;
        });
        return found == openers.end() ? nullptr : &*found;
    }
    static const Opener* last(const std::vector<Opener>& openers, Obstruction::Kind kind,
                              RuleDirection direction) {
        const auto found = std::find_if(openers.rbegin(), openers.rend(), [&](const Opener& one) {
            return one.kind == kind && one.direction == direction;
        });
        return found == openers.rend() ? nullptr : &*found;
    }
    static void keep(std::vector<RuleChange>& changes, RuleChange change) {
        if (std::ranges::find(changes, change) == changes.end()) {
            changes.push_back(std::move(change));
        }
    }

    bool removeRules(const Opener& opener, bool narrowly) {
        const auto& node = m_network.interfaces()[opener.check.interface];
        bool some = false;
        bool left = false;
        for (const GroupIndex index : node.groups) {
            const SecurityGroup& group = *m_network.groups()[index].group;
            for (const SecurityGroupRule& rule : group.rules) {
                if (rule.direction != opener.direction) continue;
                const TrafficBounds about = trafficOf(rule.match);
                if ((about.possible & opener.traffic).empty()) continue;
                if (matchesPeer(m_network, rule, opener.check) == Truth::No) continue;
                if (rule.isDefault) return false;
                keep(m_removed, RemoveGroupRule{group.id, rule.name, rule.origin});
                some = true;
                if (!narrowly) continue;
                if (!putBack(group, rule, about.sure - opener.traffic, left)) return false;
            }
        }
        return some && (!narrowly || left);
    }

    /// Allows again what a removed rule allowed besides; false: that can't be written.
    bool putBack(const SecurityGroup& group, const SecurityGroupRule& rule, const TrafficSet& rest,
                 bool& left) {
        if (rest.empty()) return true;
        if (!rule.match.protocol.isKnown() || *rule.match.protocol == kAllProtocols) return false;
        AddGroupRule again{group.id, rule.direction, {}, {}};
        if (rule.cidr && rule.cidr->isKnown()) {
            again.peer.block = **rule.cidr;
        } else if (rule.group && rule.group->isKnown()) {
            again.peer.group = **rule.group;
        } else {
            return false;
        }
        for (const RuleMatch& match : matchesOf(rest)) {
            again.match = match;
            keep(m_added, again);
            left = true;
        }
        return true;
    }

    bool deny(const Opener& opener) {
        const auto& subnet = m_network.subnets()[opener.subnet];
        if (subnet.acl == kNone) return false;
        const NetworkAcl& acl = *m_network.acls()[subnet.acl].acl;
        const auto blocks = blocksFor(m_network, opener.remote.addresses);
        std::vector<RuleChange> ignored;
        const std::int32_t before =
            firstEntryAbout(acl, opener.direction, true, blocks, opener.traffic, ignored);
        for (const Cidr& block : blocks) {
            for (const RuleMatch& match : matchesOf(opener.traffic)) {
                keep(m_added, AddAclEntry{acl.id, opener.direction, before, false, match, block,
                                          opener.remote.blockOf});
            }
        }
        return !blocks.empty();
    }

    bool removeRoute(const std::vector<Opener>& openers) {
        for (const Opener& opener : openers) {
            const bool route = opener.kind == Obstruction::Kind::Other;
            if (!route || opener.hop.rule == "local") continue;
            keep(m_removed, RemoveRoute{opener.hop.rule, opener.hop.origin});
            return true;
        }
        return false;
    }

    const NetworkIndex& m_network;
    std::vector<RuleChange> m_removed;
    std::vector<RuleChange> m_added;
};

/// Returns plans that close every way of a name that passes, each made of a plan for each; the
/// first ones of all together, then the second, and so on.
std::vector<std::vector<RuleChange>> closingAllWays(const Reachability& reachability,
                                                    const ReachQuestion& wanted) {
    std::vector<std::vector<std::vector<RuleChange>>> ofWays;
    std::size_t most = 0;
    for (const Endpoint& way : wanted.to.ways) {
        ReachQuestion one = wanted;
        one.to = way;
        if (reach(reachability, one).passes.empty()) continue;
        ofWays.push_back(closingChanges(reachability, one));
        if (ofWays.back().empty()) return {};
        most = std::max(most, ofWays.back().size());
    }
    std::vector<std::vector<RuleChange>> plans;
    for (std::size_t i = 0; i < most; ++i) {
        std::vector<RuleChange> plan;
        for (const auto& own : ofWays) {
            for (const RuleChange& change : own[std::min(i, own.size() - 1)]) {
                if (std::ranges::find(plan, change) == plan.end()) plan.push_back(change);
            }
        }
        plans.push_back(std::move(plan));
    }
    return plans;
}

}  // namespace

std::vector<std::vector<RuleChange>> closingChanges(const Reachability& reachability,
                                                    const ReachQuestion& wanted) {
    if (!wanted.to.ways.empty()) return closingAllWays(reachability, wanted);
    const ReachQuestion question = originQuestion(reachability.network(), wanted);
    const std::vector<QuestionWay> ways = waysOf(reachability, question, kMaxWays);
    if (ways.size() > kMaxWays) return {};
    std::vector<std::vector<RuleChange>> plans;
    for (const bool legs : {false, true}) {
        std::vector<std::vector<Opener>> openers;
        for (const QuestionWay& way : ways) {
            if (way.isLeg != legs) continue;
            QuestionWay passing = way;
            passing.wanted &= trafficBetween(reachability.network(), reachability.filters(),
                                             {way.candidate.flow, false})
                                  .roundTrip(way.clientPorts)
                                  .possible;
            if (passing.wanted.empty()) continue;
            openers.push_back(openersOf(reachability, passing));
        }
        if (openers.empty()) continue;
        for (const Cut cut : kCuts) {
            Closing closing(reachability.network());
            const bool all = std::ranges::all_of(
                openers, [&](const std::vector<Opener>& one) { return closing.add(one, cut); });
            if (!all) continue;
            std::vector<RuleChange> plan = closing.take();
            if (!plan.empty() && std::ranges::find(plans, plan) == plans.end()) {
                plans.push_back(std::move(plan));
            }
        }
    }
    return plans;
}

}  // namespace archivolt
