#include "model/repair/matrix_changes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "model/reachability/questions/candidates.h"
#include "model/reachability/sets/all_pairs.h"
#include "model/reachability/sets/client_ports.h"
#include "model/reachability/sets/pair_evaluator.h"
#include "model/repair/matrix_merge.h"

namespace archivolt {

namespace {

/// Blocks of a question's ends beyond this many are not told apart from one another.
constexpr std::size_t kMaxQuestionBlocks = 64;

/// Interfaces that both snapshots hold and that nothing here tells apart in either.
struct JointClass {
    std::vector<NodeIndex> before;  ///< The first two members suffice, as indexes of either.
    std::vector<NodeIndex> after;
    std::vector<std::string> names;
    std::set<std::string, std::less<>> known;  ///< The names again, to find them.
    std::size_t members = 0;
    bool touched = false;
    bool asksFrom = false;
    bool asksTo = false;
};

/// What makes the round trip between interfaces of one snapshot.
class Side {
public:
    explicit Side(const Reachability& reachability) {
        InterfaceNumbers numbers(reachability.network());
        for (std::size_t i = 0; i < reachability.network().interfaces().size(); ++i) {
            m_ends.push_back(numbers.endOf(static_cast<NodeIndex>(i)));
        }
        m_evaluator.emplace(reachability, PathTable(numbers.routeClasses()),
                            CopyOnWrite<TrafficPool>());
    }
    /// Returns nothing where one has no address of the family; valid until the next call.
    const TrafficBounds& traffic(NodeIndex from, NodeIndex to, Family family) {
        static const TrafficBounds kNothing;
        const PairEnd& sender = m_ends[static_cast<std::size_t>(from)];
        const PairEnd& receiver = m_ends[static_cast<std::size_t>(to)];
        if (!sender.has(family) || !receiver.has(family)) return kNothing;
        return m_evaluator->pool().at(m_evaluator->evaluate(sender, receiver, family));
    }
    void trim() { m_evaluator->trim(); }

private:
    std::vector<PairEnd> m_ends;
    std::optional<PairEvaluator> m_evaluator;
};

/// The internet, or what lies behind a VPN connection: a piece that no rule tells apart.
struct OutsidePiece {
    Place place;
    int end = 0;  ///< Its number as an end, below 0.
    AddressSet addresses;
    bool asksFrom = false;
    bool asksTo = false;
};

std::string nameOf(const NetworkIndex& network, const InterfaceNode& node) {
    const ThingId owner = node.interface->owner;
    const Thing* thing = owner ? network.architecture().find(owner) : nullptr;
    return thing != nullptr ? thing->name : node.interface->name;
}

void addBlocks(const NetworkIndex& network, std::vector<Cidr>& blocks) {
    const auto other = blocksOfRoutesAndAcls(network);
    blocks.insert(blocks.end(), other.begin(), other.end());
    for (const SecurityGroup* group : network.groups()) {
        for (const SecurityGroupRule& rule : group->rules) {
            if (rule.cidr && rule.cidr->isKnown()) blocks.push_back(**rule.cidr);
        }
    }
}

std::vector<std::size_t> classOfEach(const Reachability& reachability) {
    std::vector<std::size_t> of(reachability.network().interfaces().size());
    const auto classes = interfaceClasses(reachability);
    for (std::size_t i = 0; i < classes.size(); ++i) {
        for (const NodeIndex member : classes[i].members) of[static_cast<std::size_t>(member)] = i;
    }
    return of;
}

class Difference {
public:
    Difference(const Reachability& before, const Reachability& after, const ReachQuestion& question)
        : m_before(before),
          m_after(after),
          m_question(question),
          m_sideBefore(before),
          m_sideAfter(after) {
        addClasses();
        addPieces();
    }

    std::vector<MatrixChange> take() {
        for (const JointClass& from : m_classes) {
            m_sideBefore.trim();
            m_sideAfter.trim();
            for (const JointClass& to : m_classes) {
                if (from.touched || to.touched) comparePair(from, to);
            }
            if (!from.touched) continue;
            for (const OutsidePiece& piece : m_pieces) {
                compareInward(piece, from);
                compareOutward(from, piece);
            }
        }
        return mergeChanges(m_found, [&](int end) -> const std::vector<std::string>& {
            return end >= 0 ? m_classes[static_cast<std::size_t>(end)].names
                            : m_outsideNames[static_cast<std::size_t>(-end - 1)];
        });
    }

private:
    void addClasses() {
        const auto touched = touchedInterfaces(m_before, m_after);
        const auto classBefore = classOfEach(m_before);
        const auto classAfter = classOfEach(m_after);
        using Key = std::tuple<std::size_t, std::size_t, bool, bool, bool, bool, bool>;
        std::map<Key, std::size_t> known;
        const auto& nodes = m_before.network().interfaces();
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const auto index = static_cast<NodeIndex>(i);
            const ThingId id = nodes[i].interface->id;
            const NodeIndex other = m_after.network().indexOf(NodeKind::Interface, id);
            if (other == kNone) continue;
            const bool isTouched = !touched || std::ranges::binary_search(*touched, id);
            const bool from = std::ranges::binary_search(m_question.from.interfaces, index);
            const bool to = std::ranges::binary_search(m_question.to.interfaces, index);
            // Classes may leave open who has a public address: inside it does not matter.
            const bool publicBefore = nodes[i].publicAddress.has_value();
            const bool publicAfter = node(m_after, other).publicAddress.has_value();
            const Key key(classBefore[i], classAfter[static_cast<std::size_t>(other)], isTouched,
                          from, to, publicBefore, publicAfter);
            const auto [at, isNew] = known.emplace(key, m_classes.size());
            if (isNew) m_classes.push_back({{}, {}, {}, {}, 0, isTouched, from, to});
            JointClass& joint = m_classes[at->second];
            if (joint.members++ < 2) {
                joint.before.push_back(index);
                joint.after.push_back(other);
            }
            std::string name = nameOf(m_before.network(), nodes[i]);
            if (joint.known.insert(name).second) joint.names.push_back(std::move(name));
        }
    }

    void addPieces() {
        std::vector<Cidr> blocks;
        addBlocks(m_before.network(), blocks);
        addBlocks(m_after.network(), blocks);
        for (const AddressSet* asked : {&m_question.from.outside, &m_question.to.outside}) {
            const auto own = toCidrs(*asked);
            if (own.size() <= kMaxQuestionBlocks) {
                blocks.insert(blocks.end(), own.begin(), own.end());
            }
        }
        const auto begins = cutsOf(blocks);
        addPiecesOf({Place::Kind::Internet, kNone, {}}, "internet", m_before.network().internet(),
                    begins);
        for (const auto& [id, connection] : m_before.network().architecture().vpnConnections) {
            AddressSet networks;
            for (const Known<Cidr>& block : connection->staticRoutes) {
                if (block.isKnown()) networks |= addressesOf(*block);
            }
            addPiecesOf({Place::Kind::OnPremises, kNone, id}, connection->name, networks, begins);
        }
    }

    static bool asksAbout(const Endpoint& end, const Place& place, const AddressSet& addresses) {
        if (place.kind == Place::Kind::Internet) return end.outside.containsAll(addresses);
        return std::ranges::any_of(end.onPremises, [&](const auto& one) {
            return one.first == place.connection && one.second.containsAll(addresses);
        });
    }

    void addPiecesOf(const Place& place, const std::string& name, const AddressSet& all,
                     const std::vector<IpAddress>& begins) {
        m_outsideNames.push_back({name});
        const int end = -static_cast<int>(m_outsideNames.size());
        for (std::size_t i = 0; i < begins.size(); ++i) {
            const bool lastOfFamily =
                i + 1 == begins.size() || begins[i + 1].family != begins[i].family;
            const IpAddress last = lastOfFamily ? Cidr::all(begins[i].family).last()
                                                : AddressTraits::previous(begins[i + 1]);
            AddressSet piece = all & AddressSet({begins[i], last});
            if (piece.empty()) continue;
            const bool from = asksAbout(m_question.from, place, piece);
            const bool to = asksAbout(m_question.to, place, piece);
            m_pieces.push_back({place, end, std::move(piece), from, to});
        }
    }

    static TrafficBounds traffic(const Reachability& reachability, const WalkQuestion& flow) {
        return trafficBetween(reachability.network(), reachability.filters(), {flow, false})
            .roundTrip(clientPortsOf(reachability.network(), flow.from));
    }

    static const InterfaceNode& node(const Reachability& reachability, NodeIndex index) {
        return reachability.network().interfaces()[static_cast<std::size_t>(index)];
    }

    [[nodiscard]] int endOf(const JointClass& joint) const {
        return static_cast<int>(&joint - m_classes.data());
    }

    /// Keeps what differs, what was asked for left out.
    void keep(const TrafficBounds& before, const TrafficBounds& after, bool asked,
              FoundPair change) {
        if (before == after) return;
        change.opened = (after.sure - before.sure) | (after.possible - before.possible);
        change.closed = (before.sure - after.sure) | (before.possible - after.possible);
        if (asked) {
            const TrafficSet wanted = askedTraffic(m_question, change.family);
            change.opened -= wanted;
            change.closed -= wanted;
        }
        if (!change.opened.empty() || !change.closed.empty()) m_found.push_back(std::move(change));
    }

    void comparePair(const JointClass& from, const JointClass& to) {
        const bool same = &from == &to;
        if (same && from.members == 1) return;
        if (from.names.size() == 1 && from.names == to.names) return;
        const std::size_t second = same ? 1 : 0;
        for (const Family family : {Family::Ipv4, Family::Ipv6}) {
            FoundPair change{endOf(from), endOf(to), {}, family, {}, {}, 0};
            change.pairs = same ? from.members * (from.members - 1) : from.members * to.members;
            keep(m_sideBefore.traffic(from.before[0], to.before[second], family),
                 m_sideAfter.traffic(from.after[0], to.after[second], family),
                 from.asksFrom && to.asksTo, std::move(change));
        }
    }

    /// Returns the address that the outside knows an interface by.
    static std::optional<IpAddress> outwardAddress(const InterfaceNode& who, const Place& place,
                                                   Family family) {
        const auto own = who.address(family);
        if (place.kind != Place::Kind::Internet) return own;
        if (family == Family::Ipv4) return who.publicAddress;
        return own && !specialAddresses().contains(*own) ? own : std::nullopt;
    }

    void compareInward(const OutsidePiece& piece, const JointClass& to) {
        const IpAddress source = piece.addresses.ranges().front().first;
        const auto inward = [&](const Reachability& side, NodeIndex receiver) {
            const auto aim = outwardAddress(node(side, receiver), piece.place, source.family);
            if (!aim) return TrafficBounds{};
            return traffic(
                side, {piece.place, {source, *aim}, {Place::Kind::Interface, receiver, {}}, kNone});
        };
        keep(inward(m_before, to.before[0]), inward(m_after, to.after[0]),
             piece.asksFrom && to.asksTo,
             {piece.end, endOf(to), piece.addresses, source.family, {}, {}, to.members});
    }

    void compareOutward(const JointClass& from, const OutsidePiece& piece) {
        const IpAddress aim = piece.addresses.ranges().front().first;
        const auto outward = [&](const Reachability& side, NodeIndex sender) {
            const auto source = node(side, sender).address(aim.family);
            if (!source) return TrafficBounds{};
            return traffic(
                side, {{Place::Kind::Interface, sender, {}}, {*source, aim}, piece.place, kNone});
        };
        keep(outward(m_before, from.before[0]), outward(m_after, from.after[0]),
             from.asksFrom && piece.asksTo,
             {endOf(from), piece.end, piece.addresses, aim.family, {}, {}, from.members});
    }

    const Reachability& m_before;
    const Reachability& m_after;
    const ReachQuestion& m_question;
    Side m_sideBefore;
    Side m_sideAfter;
    std::vector<JointClass> m_classes;
    std::vector<OutsidePiece> m_pieces;
    std::vector<std::vector<std::string>> m_outsideNames;
    std::vector<FoundPair> m_found;
};

/// Calls `different` with each id whose thing differs between two tables.
template <class T>
void forEachChanged(const Table<T>& before, const Table<T>& after, std::set<ThingId>& changed) {
    const auto differs = [](const std::shared_ptr<const T>& a, const std::shared_ptr<const T>& b) {
        return a != b && !(*a == *b);
    };
    for (const auto& [id, thing] : before) {
        const auto* other = after.find(id);
        if (other == nullptr || differs(thing, *other)) changed.insert(id);
    }
    for (const auto& [id, thing] : after) {
        if (!before.contains(id)) changed.insert(id);
    }
}

/// Says whether things differ that the traffic of any pair may depend on.
bool anyPairMayDiffer(const Architecture& before, const Architecture& after) {
    std::set<ThingId> changed;
    const auto compare = [&](auto table) { forEachChanged(before.*table, after.*table, changed); };
    compare(&Architecture::vpcs);
    compare(&Architecture::internetGateways);
    compare(&Architecture::egressOnlyInternetGateways);
    compare(&Architecture::natGateways);
    compare(&Architecture::prefixLists);
    compare(&Architecture::peerings);
    compare(&Architecture::transitGateways);
    compare(&Architecture::transitGatewayAttachments);
    compare(&Architecture::transitGatewayRouteTables);
    compare(&Architecture::endpoints);
    compare(&Architecture::vpnGateways);
    compare(&Architecture::vpnConnections);
    compare(&Architecture::blockPublicAccess);
    compare(&Architecture::blockPublicAccessExclusions);
    compare(&Architecture::externals);
    return !changed.empty();
}

/// Says whether flows of others go through a subnet: a NAT gateway, an attachment, an appliance.
bool isPassedThrough(const NetworkIndex& network, ThingId subnet) {
    for (const NatNode& nat : network.nats()) {
        const auto& at = nat.gateway->subnet;
        if (nat.subnet == kNone || !at.isKnown() || *at == subnet) return true;
    }
    for (const auto& [id, attachment] : network.architecture().transitGatewayAttachments) {
        if (!attachment->subnets.why.empty()) return true;
        if (std::ranges::count(attachment->subnets.ids, subnet) > 0) return true;
    }
    return false;
}

}  // namespace

std::optional<std::vector<ThingId>> touchedInterfaces(const Reachability& before,
                                                      const Reachability& after) {
    const Architecture& a = before.network().architecture();
    const Architecture& b = after.network().architecture();
    if (anyPairMayDiffer(a, b)) return std::nullopt;
    std::set<ThingId> changed;
    forEachChanged(a.securityGroups, b.securityGroups, changed);
    forEachChanged(a.networkAcls, b.networkAcls, changed);
    forEachChanged(a.routeTables, b.routeTables, changed);
    forEachChanged(a.interfaces, b.interfaces, changed);
    forEachChanged(a.subnets, b.subnets, changed);
    std::set<ThingId> subnets;
    for (const Reachability* side : {&before, &after}) {
        for (const auto& [id, table] : side->network().architecture().routeTables) {
            if (table->gateway && changed.contains(id)) return std::nullopt;
        }
        for (const auto& [id, subnet] : side->network().architecture().subnets) {
            const bool touched = changed.contains(id) || !subnet->networkAcl.isKnown() ||
                                 !subnet->routeTable.isKnown() ||
                                 changed.contains(*subnet->networkAcl) ||
                                 changed.contains(*subnet->routeTable);
            if (!touched) continue;
            if (isPassedThrough(side->network(), id)) return std::nullopt;
            subnets.insert(id);
        }
    }
    std::set<ThingId> touched;
    for (const Reachability* side : {&before, &after}) {
        for (const InterfaceNode& node : side->network().interfaces()) {
            const NetworkInterface& self = *node.interface;
            bool hit = changed.contains(self.id) || !self.subnet.isKnown() ||
                       subnets.contains(*self.subnet);
            for (const ThingId group : self.securityGroups.ids) {
                hit = hit || changed.contains(group);
            }
            if (!hit) continue;
            if (node.sourceDestCheck != Truth::Yes) return std::nullopt;
            touched.insert(self.id);
        }
    }
    return std::vector<ThingId>(touched.begin(), touched.end());
}

std::vector<MatrixChange> matrixChanges(const Reachability& before, const Reachability& after,
                                        const ReachQuestion& question) {
    return Difference(before, after, question).take();
}

std::size_t countPairs(const std::vector<MatrixChange>& changes) {
    std::size_t count = 0;
    for (const MatrixChange& change : changes) count += change.pairs;
    return count;
}

}  // namespace archivolt
