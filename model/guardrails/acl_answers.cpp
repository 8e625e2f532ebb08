#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "model/guardrails/acl_advice.h"
#include "model/reachability/questions/candidates.h"
#include "model/reachability/sets/all_pairs.h"
#include "model/reachability/sets/client_ports.h"
#include "model/reachability/sets/receiver_kinds.h"

namespace archivolt {

namespace {

constexpr PortRange kHighPorts{1024, 65535};
constexpr IpProtocol kConnecting[] = {kProtocolTcp, kProtocolUdp};

/// What of a set of traffic opens connections: TCP and UDP.
TrafficSet connecting(const TrafficSet& traffic) {
    return traffic & (TrafficSet::of(kProtocolTcp) | TrafficSet::of(kProtocolUdp));
}

/// Says whether something opens connections on its own, not as a part of what others asked.
bool asksByItself(const InterfaceNode& node) {
    switch (node.interface->kind) {
        case InterfaceKind::Instance:
        case InterfaceKind::Standalone:
        case InterfaceKind::Lambda:
        case InterfaceKind::Task:
        case InterfaceKind::Client: return node.opens;
        case InterfaceKind::LoadBalancerNode:
        case InterfaceKind::NatGateway:
        case InterfaceKind::Endpoint:
        case InterfaceKind::Database:
        case InterfaceKind::Cache:
        case InterfaceKind::MountTarget:
        case InterfaceKind::TransitGatewayAttachment:
        case InterfaceKind::Service:
        case InterfaceKind::Other: break;
    }
    return false;
}

/// The interfaces of a network sorted by what a filter or route can tell of them, so that each two
/// that are told from others are asked for once, however many are like them.
class UnlikeEnds {
public:
    explicit UnlikeEnds(const Reachability& engine) {
        InterfaceNumbers numbers(engine.network());
        const std::vector<InterfaceClass> classes = interfaceClasses(engine);
        m_ends.reserve(classes.size());
        m_kindOf.reserve(classes.size());
        for (const InterfaceClass& each : classes) {
            m_ends.push_back(numbers.endOf(each.members.front()));
        }
        m_kinds.emplace(engine, numbers, m_ends);
        using Key = std::tuple<std::uint32_t, std::uint32_t, bool, bool>;
        std::map<Key, std::size_t> places;
        for (std::size_t i = 0; i < m_ends.size(); ++i) {
            const auto& node = engine.network().interfaces()[m_ends[i].interface];
            const Key key(m_kinds->kindOf(i, Family::Ipv4), m_kinds->kindOf(i, Family::Ipv6),
                          m_ends[i].managedClient, asksByItself(node));
            const std::size_t kind = places.emplace(key, places.size()).first->second;
            if (kind == m_ofKind.size()) m_ofKind.emplace_back();
            m_kindOf.push_back(kind);
            m_ofKind[kind].push_back(i);
            m_withGroups[m_ends[i].groupSet].push_back(i);
        }
    }

    /// Calls `visit` with one interface of each kind.
    template <typename Visit>
    void forEach(const Visit& visit) const {
        for (const auto& members : m_ofKind) visit(m_ends[members.front()].interface);
    }

    /// Calls `visit` with each two interfaces that differ from all others, the first of which is
    /// one that `isOwn` holds of, until it returns false.
    template <typename IsOwn, typename Visit>
    void forEachTwo(const IsOwn& isOwn, const Visit& visit) const {
        std::set<std::pair<std::size_t, std::size_t>> done;
        for (std::size_t own = 0; own < m_ends.size(); ++own) {
            if (!isOwn(m_ends[own].interface)) continue;
            const auto related = m_kinds->relatedTo(m_ends[own].groupSet);
            for (const std::size_t other : othersOf(own, related, done)) {
                if (!visit(m_ends[own].interface, m_ends[other].interface)) return;
            }
        }
    }

private:
    using Sets = std::vector<std::uint32_t>;

    /// Returns those whose groups rules relate to an end's, and one of each kind that was not asked
    /// for with its kind yet.
    [[nodiscard]] std::vector<std::size_t> othersOf(
        std::size_t own, const std::optional<Sets>& related,
        std::set<std::pair<std::size_t, std::size_t>>& done) const {
        std::vector<std::size_t> others;
        if (!related) {
            others.reserve(m_ends.size());
            for (std::size_t i = 0; i < m_ends.size(); ++i) others.push_back(i);
            return others;
        }
        for (const std::uint32_t set : *related) {
            const auto at = m_withGroups.find(set);
            if (at == m_withGroups.end()) continue;
            others.insert(others.end(), at->second.begin(), at->second.end());
        }
        for (std::size_t kind = 0; kind < m_ofKind.size(); ++kind) {
            if (done.contains({m_kindOf[own], kind})) continue;
            const auto free = std::ranges::find_if(m_ofKind[kind], [&](std::size_t other) {
                return !std::ranges::binary_search(*related, m_ends[other].groupSet);
            });
            if (free == m_ofKind[kind].end()) continue;
            done.emplace(m_kindOf[own], kind);
            others.push_back(*free);
        }
        return others;
    }

    std::vector<PairEnd> m_ends;  ///< One of each class.
    std::optional<ReceiverKinds> m_kinds;
    std::vector<std::size_t> m_kindOf;
    std::vector<std::vector<std::size_t>> m_ofKind;
    std::map<std::uint32_t, std::vector<std::size_t>> m_withGroups;
};

/// Goes the ways through one ACL and back, and keeps of each entry what it learnt.
class LostAnswers {
public:
    LostAnswers(Advice& advice, const GuardedSubnets& guarded, ToldEntries told, std::size_t& left)
        : m_advice(advice), m_guarded(guarded), m_told(std::move(told)), m_left(left) {}

    void advise() {
        if (m_guarded.subnets.empty() ||
            (!mayLose(RuleDirection::Egress) && !mayLose(RuleDirection::Ingress))) {
            return;
        }
        const UnlikeEnds ends(m_advice.engine);
        ends.forEach([&](InterfaceIndex index) { askInternet(index); });
        const auto isGuarded = [&](InterfaceIndex index) { return isIn(index); };
        ends.forEachTwo(isGuarded, [&](InterfaceIndex own, InterfaceIndex other) {
            const auto& network = m_advice.network;
            if (network.interfaces()[own].subnet != network.interfaces()[other].subnet) {
                askInside(own, other);
            }
            return m_left > 0;
        });
        for (const NetworkAclEntry& entry : m_guarded.acl->entries) {
            const auto known = m_known.find(&entry);
            if (known != m_known.end()) tell(entry, known->second);
        }
        if (m_left == 0) tellOfThoseLeftOut();
    }

private:
    /// A way on which answers are lost, to be told of.
    struct Witness {
        InterfaceIndex own = kNone;  ///< The end that names the finding.
        std::string other;           ///< In words.
        TrafficSet traffic;
        PortSet lost;
        const NetworkAclEntry* denying = nullptr;
    };
    /// What is known of an entry that lets requests through.
    struct Learnt {
        /// Of the internet and of things inside: somebody who gets no answer, and whether another
        /// one does.
        struct Far {
            std::optional<Witness> unanswered;
            bool answered = false;
        };
        Far internet;
        Far inside;
        std::optional<Witness> inPart;
    };
    /// A question's flow through the ACL, and what it is judged by.
    struct Way {
        const Candidate& candidate;
        bool internet = false;
    };

    [[nodiscard]] bool isIn(InterfaceIndex index) const {
        const SubnetIndex subnet = m_advice.network.interfaces()[index].subnet;
        return std::ranges::count(m_guarded.subnets, subnet) != 0;
    }

    /// Says whether one direction keeps back some ephemeral ports of somebody; of IPv6 only where
    /// a subnet has it.
    [[nodiscard]] bool mayLose(RuleDirection direction) const {
        const AddressCuts& cuts = m_advice.engine.filters().aclCuts(m_guarded.index, direction);
        for (std::size_t place = 0; place < cuts.begins.size(); ++place) {
            const bool isSix = cuts.begins[place].family == Family::Ipv6;
            if (isSix && !hasSix()) continue;
            const TrafficSet& passes = cuts.passesAt(place).possible;
            for (const IpProtocol protocol : kConnecting) {
                if (!passes.ports(protocol).containsAll(PortSet(kHighPorts))) return true;
            }
        }
        return false;
    }

    [[nodiscard]] bool hasSix() const {
        return std::ranges::any_of(m_guarded.subnets, [&](SubnetIndex subnet) {
            const auto& blocks = m_advice.network.subnets()[subnet].blocks;
            return std::ranges::any_of(
                blocks, [](const Cidr& block) { return block.family() == Family::Ipv6; });
        });
    }

    /// Says whether a subnet of the ACL has a NAT gateway, which others' connections go through.
    [[nodiscard]] bool holdsGateway() const {
        const auto& nats = m_advice.network.nats();
        return std::ranges::any_of(nats, [&](const NatNode& nat) {
            return std::ranges::count(m_guarded.subnets, nat.subnet) != 0;
        });
    }

    void askInternet(InterfaceIndex index) {
        const InterfaceNode& node = m_advice.network.interfaces()[index];
        const bool own = isIn(index);
        ReachQuestion question;
        if (own && node.accepts) {
            question.from.outside = m_advice.network.internet();
            question.to.interfaces = {index};
            ask(question, true);
        }
        if (!asksByItself(node) || (!own && !holdsGateway())) return;
        question = {};
        question.from.interfaces = {index};
        question.to.outside = m_advice.network.internet();
        ask(question, true);
    }

    void askInside(InterfaceIndex own, InterfaceIndex other) {
        const auto& interfaces = m_advice.network.interfaces();
        ReachQuestion question;
        if (interfaces[own].accepts && interfaces[other].opens) {
            question.from.interfaces = {other};
            question.to.interfaces = {own};
            ask(question, false);
        }
        if (!asksByItself(interfaces[own]) || !interfaces[other].accepts) return;
        question.from.interfaces = {own};
        question.to.interfaces = {other};
        ask(question, false);
    }

    void ask(const ReachQuestion& question, bool internet) {
        for (const Candidate& candidate : candidatesOf(m_advice.network, question)) {
            if (m_left == 0) return;
            --m_left;
            follow({candidate, internet});
        }
    }

    /// Follows one flow, and reads off which answers end at the ACL.
    void follow(const Way& way) {
        const WalkQuestion& flow = way.candidate.flow;
        const auto& filters = m_advice.engine.filters();
        TrafficBetween between = trafficBetween(m_advice.network, filters, {flow, false});
        if (!between.client || connecting(between.request.sure).empty()) return;
        const bool isWhole = std::ranges::all_of(kConnecting, [&](IpProtocol protocol) {
            return between.request.sure.ports(protocol).empty() ||
                   std::ranges::all_of(between.reply, [&](const TrafficBounds& reply) {
                       return reply.possible.ports(protocol).containsAll(PortSet(kHighPorts));
                   });
        });
        const PortSet& used = clientPortsOf(m_advice.network, flow.from);
        answered(way, between, between.roundTrip(used).possible);
        if (isWhole) return;
        between = trafficBetween(m_advice.network, filters, {flow, true});
        for (const TrafficEnd& end : between.ends) {
            if (end.onReply && end.kind == HopKind::NetworkAcl) judge(way, between, end);
        }
    }

    /// Notes that what comes back is answered by way of the entries that let it through.
    void answered(const Way& way, const TrafficBetween& between, const TrafficSet& passes) {
        const WalkQuestion& flow = way.candidate.flow;
        const auto isHere = [&](const FlowEnd& place) {
            return place.kind == FlowEnd::Kind::Interface && isIn(place.interface);
        };
        // What goes through a NAT gateway comes in to it, and goes out again.
        const bool isThrough = way.internet && flow.from.kind == FlowEnd::Kind::Interface;
        if (isHere(flow.from) || isThrough) answered(RuleDirection::Egress, way, between, passes);
        if (isHere(flow.to) || isThrough) answered(RuleDirection::Ingress, way, between, passes);
    }
    void answered(RuleDirection direction, const Way& way, const TrafficBetween& between,
                  const TrafficSet& passes) {
        const IpAddress& remote = remoteOf(way, between, direction);
        for (const NetworkAclEntry* entry : entriesFor(direction, remote, connecting(passes))) {
            Learnt& known = m_known[entry];
            (way.internet ? known.internet : known.inside).answered = true;
        }
    }

    /// Returns whom the ACL sees at the other end of a request that it lets through.
    static const IpAddress& remoteOf(const Way& way, const TrafficBetween& between,
                                     RuleDirection direction) {
        const WalkQuestion& flow = way.candidate.flow;
        if (direction == RuleDirection::Egress) return flow.ends.destination;
        return flow.to.kind == FlowEnd::Kind::Interface ? *between.client : flow.ends.source;
    }

    /// Returns the declared entries that let some of a request through.
    [[nodiscard]] std::vector<const NetworkAclEntry*> entriesFor(RuleDirection direction,
                                                                 const IpAddress& remote,
                                                                 const TrafficSet& request) const {
        std::vector<const NetworkAclEntry*> entries;
        for (const NetworkAclEntry& entry : m_guarded.acl->entries) {
            if (entry.direction != direction || !isDeclared(entry)) continue;
            const auto traffic = trafficOfKnown(entry);
            if (!traffic || !*entry.allow || !entry.cidr->contains(remote)) continue;
            if (!(*traffic & request).empty()) entries.push_back(&entry);
        }
        return entries;
    }

    void judge(const Way& way, const TrafficBetween& between, const TrafficEnd& end) {
        const auto isHere = [&](SubnetIndex subnet) {
            return m_advice.network.subnets()[subnet].id() == end.thing;
        };
        const auto at = std::ranges::find_if(m_guarded.subnets, isHere);
        if (at == m_guarded.subnets.end()) return;
        const bool inward = end.disposition == Disposition::DeniedIn;
        const WalkQuestion& flow = way.candidate.flow;
        const auto subnetOf = [&](const FlowEnd& place) {
            const bool isInside = place.kind == FlowEnd::Kind::Interface;
            return isInside ? m_advice.network.interfaces()[place.interface].subnet
                            : SubnetIndex(kNone);
        };
        // Whoever translates on the way sends from ports of its own.
        const bool translated = between.client != flow.ends.source;
        const bool isClients = inward ? subnetOf(flow.from) == *at : subnetOf(flow.to) != *at;
        const PortSet& used = translated && !isClients ? managedClientPorts()
                                                       : clientPortsOf(m_advice.network, flow.from);
        const TrafficSet back = connecting(between.roundTrip(used).possible);
        for (const IpProtocol protocol : kConnecting) {
            const PortSet lost = end.traffic.ports(protocol) & used;
            const TrafficSet asked = between.request.sure & TrafficSet::of(protocol);
            if (lost.empty() || asked.empty()) continue;
            const TrafficSet whole = lost == used ? asked : back & asked;
            if (!whole.empty() && (lost != used || back.empty())) {
                note(way, between, {inward, whole, lost, lost == used});
            }
        }
    }

    /// What of a way's answers ends at the ACL.
    struct Loss {
        bool inward = false;  ///< Coming in, to what was let out.
        TrafficSet traffic;   ///< The requests.
        PortSet ports;        ///< The clients' ports.
        bool all = false;
    };

    void note(const Way& way, const TrafficBetween& between, const Loss& loss) {
        const RuleDirection asked = loss.inward ? RuleDirection::Egress : RuleDirection::Ingress;
        const IpAddress& remote = remoteOf(way, between, asked);
        for (const NetworkAclEntry* entry : entriesFor(asked, remote, loss.traffic)) {
            Learnt& known = m_known[entry];
            Learnt::Far& far = way.internet ? known.internet : known.inside;
            std::optional<Witness>& place = loss.all ? far.unanswered : known.inPart;
            if (place) return;
            Witness witness = witnessOf(way, loss);
            witness.denying = denying(loss, remote);
            witness.traffic = loss.traffic & *trafficOfKnown(*entry);
            // Who denies a part of the others by an entry of its own wants just that.
            const bool isWanted = loss.all && witness.denying != nullptr &&
                                  !witness.denying->cidr->contains(*entry->cidr);
            if (!isWanted) place = std::move(witness);
            return;
        }
    }

    /// Returns the declared entry that denies the answers first; null pointer for the final `*`.
    [[nodiscard]] const NetworkAclEntry* denying(const Loss& loss, const IpAddress& remote) const {
        const RuleDirection direction =
            loss.inward ? RuleDirection::Ingress : RuleDirection::Egress;
        const TrafficSet answers = TrafficSet::of(loss.traffic.protocols().front(), loss.ports);
        for (const NetworkAclEntry& entry : m_guarded.acl->entries) {
            if (entry.direction != direction) continue;
            const auto traffic = trafficOfKnown(entry);
            if (!traffic || *entry.allow || !entry.cidr->contains(remote)) continue;
            if (!(*traffic & answers).empty()) return &entry;
        }
        return nullptr;
    }

    [[nodiscard]] Witness witnessOf(const Way& way, const Loss& loss) const {
        const WalkQuestion& flow = way.candidate.flow;
        const auto nameOf = [&](const FlowEnd& place) -> std::string {
            if (place.kind != FlowEnd::Kind::Interface) return "the internet";
            const auto& own = *m_advice.network.interfaces()[place.interface].interface;
            return m_advice.quoted(namedFor(m_advice.architecture, own));
        };
        Witness witness;
        const FlowEnd& own = loss.inward ? flow.from : flow.to;
        witness.own = own.interface;
        witness.other = nameOf(loss.inward ? flow.to : flow.from);
        witness.lost = loss.ports;
        return witness;
    }

    void tell(const NetworkAclEntry& entry, const Learnt& known) {
        for (const Learnt::Far* far : {&known.internet, &known.inside}) {
            if (far->unanswered && !far->answered && m_told.insert(&entry).second) {
                tell(entry, *far->unanswered, true);
            }
        }
        if (known.inPart && m_told.insert(&entry).second) tell(entry, *known.inPart, false);
    }

    void tell(const NetworkAclEntry& entry, const Witness& witness, bool all) {
        const bool out = entry.direction == RuleDirection::Egress;
        const auto& node = *m_advice.network.interfaces()[witness.own].interface;
        const std::string own = m_advice.quoted(namedFor(m_advice.architecture, node));
        const std::string cidr = entry.cidr->toString();
        const std::string let =
            fmt::format("`{}` lets {} {} {}", m_guarded.acl->name, trafficText(witness.traffic),
                        out ? "out to" : "in from", cidr);
        std::string message;
        if (!all) {
            message = out ? fmt::format("{} from {}, and answers to its ports {} don't get in", let,
                                        own, portText(witness.lost))
                          : fmt::format(
                                "{} to {}, and answers to clients on ports {} don't get "
                                "out",
                                let, own, portText(witness.lost));
        } else {
            message =
                out ? fmt::format("{}, and no answer of {} gets in to {}", let, witness.other, own)
                    : fmt::format("{}, and no reply of {} gets out to {}", let, own, witness.other);
        }
        const std::string protocol = protocolName(witness.traffic.protocols().front());
        const std::string ports = out ? portText(portsOf(witness)) : "1024-65535";
        std::string help =
            fmt::format("let {} {} {} {}", protocol, ports, out ? "in from" : "out to", cidr);
        if (witness.denying != nullptr && isDeclared(*witness.denying)) {
            help +=
                fmt::format(", by an entry with a lower number than `{}`", witness.denying->name);
        }
        const Rule& allLost = out ? kAclBlocksAnswers : kAclBlocksReplies;
        m_advice.report(
            all ? allLost : kAclAnswersInPart,
            {entry.origin, std::move(message), std::move(help),
             entriesOf(*m_guarded.acl, out ? RuleDirection::Ingress : RuleDirection::Egress)});
    }

    /// Returns the ports that answers to a witness's side come to behind this ACL.
    [[nodiscard]] const PortSet& portsOf(const Witness& witness) const {
        if (!isIn(witness.own)) return managedClientPorts();
        return clientPortsOf(m_advice.network, {FlowEnd::Kind::Interface, witness.own, {}});
    }

    /// What differs in very many ways is looked at in part, and that is said.
    void tellOfThoseLeftOut() {
        m_advice.report(
            kAclAnswersInPart,
            {m_guarded.acl->origin,
             fmt::format(
                 "not all ways through `{}` were looked at: there are more than a check has "
                 "time for",
                 m_guarded.acl->name),
             "give things that are alike the same groups, or ask about what matters by `reach`",
             {}});
    }

    Advice& m_advice;
    const GuardedSubnets& m_guarded;
    ToldEntries m_told;
    std::size_t& m_left;
    std::map<const NetworkAclEntry*, Learnt> m_known;
};

}  // namespace

void adviseOnLostAnswers(Advice& advice, const GuardedSubnets& guarded, ToldEntries told,
                         std::size_t& left) {
    LostAnswers(advice, guarded, std::move(told), left).advise();
}

}  // namespace archivolt
