#include "model/repair/matrix_changes.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_set>

#include "model/reachability/questions/candidates.h"
#include "model/reachability/sets/client_ports.h"
#include "model/repair/matrix_merge.h"

namespace archivolt {

namespace {

/// Blocks of a question's ends beyond this many are not told apart from one another.
constexpr std::size_t kMaxQuestionBlocks = 64;

/// Interfaces that both snapshots hold and that nothing here tells apart in either.
struct JointClass {
    std::vector<InterfaceIndex> before;  ///< The first two members suffice, as indexes of either.
    std::vector<InterfaceIndex> after;
    std::string_view name;  ///< Of the first member.
    bool isOneName = true;  ///< All members are called so.
    std::size_t members = 0;
    bool touched = false;
    bool asksFrom = false;
    bool asksTo = false;
};

/// The internet, or what lies behind a VPN connection: a piece that no rule tells apart.
struct OutsidePiece {
    FlowEnd place;
    int end = 0;  ///< Its number as an end, below 0.
    AddressSet addresses;
    bool asksFrom = false;
    bool asksTo = false;
};

const std::string& nameOf(const NetworkIndex& network, const InterfaceNode& node) {
    const ThingId owner = node.interface->owner;
    const Thing* thing = owner ? network.architecture().find(owner) : nullptr;
    return thing != nullptr ? thing->name : node.interface->name;
}

void addBlocks(const NetworkIndex& network, std::vector<Cidr>& blocks) {
    const auto other = blocksOfRoutesAndAcls(network);
    blocks.insert(blocks.end(), other.begin(), other.end());
    for (const GroupNode& node : network.groups()) {
        for (const SecurityGroupRule& rule : node.group->rules) {
            if (rule.cidr && rule.cidr->isKnown()) blocks.push_back(**rule.cidr);
        }
    }
}

/// Returns what makes the round trip between two interfaces; nothing where one has no address of
/// the family. Valid until the next call.
const TrafficBounds& trafficOf(const InterfaceClasses& classes, PairEvaluator& evaluator,
                               InterfaceIndex from, InterfaceIndex to, Family family) {
    static const TrafficBounds kNothing;
    const PairEnd& sender = classes.end(from);
    const PairEnd& receiver = classes.end(to);
    if (!sender.has(family) || !receiver.has(family)) return kNothing;
    return evaluator.pool().at(evaluator.evaluate(sender, receiver, family));
}

}  // namespace

/// Compares one later snapshot.
class MatrixComparison::Difference {
public:
    Difference(MatrixComparison& comparison, const Reachability& after)
        : m_comparison(comparison),
          m_before(comparison.m_before),
          m_after(after),
          m_question(comparison.m_question),
          m_classesAfter(after.network(), comparison.m_classes),
          m_evaluatorAfter(
              after,
              carriedPaths(m_classesAfter, comparison.m_classes, comparison.m_evaluator.paths()),
              CopyOnWrite<TrafficPool>()) {
        addClasses();
        addPieces();
    }

    std::vector<MatrixChange> take() {
        for (const JointClass& from : m_classes) {
            m_comparison.m_evaluator.trim();
            m_evaluatorAfter.trim();
            for (const JointClass& to : m_classes) {
                if (from.touched || to.touched) comparePair(from, to);
            }
            if (!from.touched) continue;
            for (const OutsidePiece& piece : m_pieces) {
                compareInward(piece, from);
                compareOutward(from, piece);
            }
        }
        const std::vector<std::vector<std::string>> names = namesOfFound();
        return mergeChanges(m_found, [&](int end) -> const std::vector<std::string>& {
            return end >= 0 ? names[static_cast<std::size_t>(end)]
                            : m_outsideNames[static_cast<std::size_t>(-end - 1)];
        });
    }

private:
    /// Returns for each interface of before where it stands after, or kNone.
    [[nodiscard]] PerNode<InterfaceNode, InterfaceIndex> placesAfter() const {
        const InterfaceList& now = m_after.network().interfaces();
        const InterfaceList& then = m_before.network().interfaces();
        const auto from = carriedFrom(now, then);
        PerNode<InterfaceNode, InterfaceIndex> places(then.size(), kNone);
        for (const InterfaceIndex index : from.indices()) {
            const InterfaceIndex was =
                from[index] != kNone ? from[index] : then.indexOf(now[index].id());
            if (was != kNone) places[was] = index;
        }
        return places;
    }

    void addClasses() {
        const PerNode<InterfaceNode, bool> touched = touchedPlaces();
        const PerNode<InterfaceNode, InterfaceIndex> places = placesAfter();
        const auto& nodes = m_before.network().interfaces();
        std::map<Key, std::size_t> known;
        // By class before: what the last member was, as most are.
        std::vector<std::pair<Key, std::size_t>> last(m_comparison.m_classes.size(),
                                                      {{}, kNoClass});
        m_classOf = {nodes.size(), kNoClass};
        for (const InterfaceIndex index : nodes.indices()) {
            if (places[index] == kNone) continue;
            // Classes may leave open who has a public address: inside it does not matter.
            const Key key{m_comparison.m_classes.classOf(index),
                          m_classesAfter.classOf(places[index]),
                          touched[index],
                          std::ranges::binary_search(m_question.from.interfaces, index),
                          std::ranges::binary_search(m_question.to.interfaces, index),
                          nodes[index].publicAddress.has_value(),
                          node(m_after, places[index]).publicAddress.has_value()};
            auto& [lastKey, number] = last[key.classBefore];
            if (number == kNoClass || !(lastKey == key)) {
                const auto [at, isNew] = known.emplace(key, m_classes.size());
                if (isNew) {
                    m_classes.push_back({{}, {}, {}, true, 0, key.touched, key.from, key.to});
                }
                lastKey = key;
                number = at->second;
            }
            m_classOf[index] = number;
            addMember(m_classes[number], index, places[index]);
        }
    }

    /// Says for each interface of before whether its traffic may differ.
    [[nodiscard]] PerNode<InterfaceNode, bool> touchedPlaces() const {
        const std::size_t size = m_before.network().interfaces().size();
        const auto touched = touchedInterfaces(m_before, m_after);
        if (!touched) return {size, true};
        PerNode<InterfaceNode, bool> places(size, false);
        for (const ThingId id : *touched) {
            const InterfaceIndex index = m_before.network().interfaces().indexOf(id);
            if (index != kNone) places[index] = true;
        }
        return places;
    }

    void addMember(JointClass& joint, InterfaceIndex before, InterfaceIndex after) {
        if (joint.members++ < 2) {
            joint.before.push_back(before);
            joint.after.push_back(after);
        }
        if (!joint.isOneName) return;
        const std::string& name = m_comparison.name(before);
        if (joint.members == 1) joint.name = name;
        joint.isOneName = joint.name == name;
    }

    /// Returns the names of the members of each class that was found, in order, each once.
    [[nodiscard]] std::vector<std::vector<std::string>> namesOfFound() const {
        std::vector<bool> isFound(m_classes.size(), false);
        for (const FoundPair& pair : m_found) {
            for (const int end : {pair.from, pair.to}) {
                if (end >= 0) isFound[static_cast<std::size_t>(end)] = true;
            }
        }
        std::vector<std::vector<std::string>> names(m_classes.size());
        std::vector<std::unordered_set<std::string_view>> known(m_classes.size());
        for (const InterfaceIndex index : m_classOf.indices()) {
            const std::size_t number = m_classOf[index];
            if (number == kNoClass || !isFound[number]) continue;
            const std::string& name = m_comparison.name(index);
            if (known[number].insert(name).second) names[number].push_back(name);
        }
        return names;
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
        addPiecesOf({FlowEnd::Kind::Internet, kNone, {}}, "internet", m_before.network().internet(),
                    begins);
        for (const auto& [id, connection] : m_before.network().architecture().vpnConnections) {
            AddressSet networks;
            for (const Known<Cidr>& block : connection->staticRoutes) {
                if (block.isKnown()) networks |= addressesOf(*block);
            }
            addPiecesOf({FlowEnd::Kind::OnPremises, kNone, id}, connection->name, networks, begins);
        }
    }

    static bool asksAbout(const Endpoint& end, const FlowEnd& place, const AddressSet& addresses) {
        if (place.kind == FlowEnd::Kind::Internet) return end.outside.containsAll(addresses);
        return std::ranges::any_of(end.onPremises, [&](const auto& one) {
            return one.first == place.connection && one.second.containsAll(addresses);
        });
    }

    void addPiecesOf(const FlowEnd& place, const std::string& name, const AddressSet& all,
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
        return roundTripBetween(reachability.network(), reachability.filters(), flow,
                                clientPortsOf(reachability.network(), flow.from));
    }

    static const InterfaceNode& node(const Reachability& reachability, InterfaceIndex index) {
        return reachability.network().interfaces()[index];
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
        if (from.isOneName && to.isOneName && from.name == to.name) return;
        const std::size_t second = same ? 1 : 0;
        for (const Family family : {Family::Ipv4, Family::Ipv6}) {
            FoundPair change{endOf(from), endOf(to), {}, family, {}, {}, 0};
            change.pairs = same ? from.members * (from.members - 1) : from.members * to.members;
            keep(trafficOf(m_comparison.m_classes, m_comparison.m_evaluator, from.before[0],
                           to.before[second], family),
                 trafficOf(m_classesAfter, m_evaluatorAfter, from.after[0], to.after[second],
                           family),
                 from.asksFrom && to.asksTo, std::move(change));
        }
    }

    /// Returns the address that the outside knows an interface by.
    static std::optional<IpAddress> outwardAddress(const InterfaceNode& who, const FlowEnd& place,
                                                   Family family) {
        const auto own = who.address(family);
        if (place.kind != FlowEnd::Kind::Internet) return own;
        if (family == Family::Ipv4) return who.publicAddress;
        return own && !specialAddresses().contains(*own) ? own : std::nullopt;
    }

    void compareInward(const OutsidePiece& piece, const JointClass& to) {
        const IpAddress source = piece.addresses.ranges().front().first;
        const auto inward = [&](const Reachability& side, InterfaceIndex receiver) {
            const auto aim = outwardAddress(node(side, receiver), piece.place, source.family);
            if (!aim) return TrafficBounds{};
            return traffic(
                side,
                {piece.place, {source, *aim}, {FlowEnd::Kind::Interface, receiver, {}}, kNone});
        };
        keep(inward(m_before, to.before[0]), inward(m_after, to.after[0]),
             piece.asksFrom && to.asksTo,
             {piece.end, endOf(to), piece.addresses, source.family, {}, {}, to.members});
    }

    void compareOutward(const JointClass& from, const OutsidePiece& piece) {
        const IpAddress aim = piece.addresses.ranges().front().first;
        const auto outward = [&](const Reachability& side, InterfaceIndex sender) {
            const auto source = node(side, sender).address(aim.family);
            if (!source) return TrafficBounds{};
            return traffic(
                side, {{FlowEnd::Kind::Interface, sender, {}}, {*source, aim}, piece.place, kNone});
        };
        keep(outward(m_before, from.before[0]), outward(m_after, from.after[0]),
             from.asksFrom && piece.asksTo,
             {endOf(from), piece.end, piece.addresses, aim.family, {}, {}, from.members});
    }

    static constexpr std::size_t kNoClass = ~std::size_t{0};
    /// What the members of a joint class have in common.
    struct Key {
        std::size_t classBefore = 0;
        std::size_t classAfter = 0;
        bool touched = false;
        bool from = false;
        bool to = false;
        bool publicBefore = false;
        bool publicAfter = false;
        friend auto operator<=>(const Key&, const Key&) = default;
    };

    MatrixComparison& m_comparison;
    const Reachability& m_before;
    const Reachability& m_after;
    const ReachQuestion& m_question;
    InterfaceClasses m_classesAfter;
    PairEvaluator m_evaluatorAfter;
    std::vector<JointClass> m_classes;
    PerNode<InterfaceNode, std::size_t> m_classOf;  ///< By interface of before: its joint class.
    std::vector<OutsidePiece> m_pieces;
    std::vector<std::vector<std::string>> m_outsideNames;
    std::vector<FoundPair> m_found;
};

MatrixComparison::MatrixComparison(const Reachability& before, const ReachQuestion& question,
                                   const InterfaceClasses* classes)
    : m_before(before),
      m_question(question),
      m_classes(classes != nullptr ? *classes : InterfaceClasses(before.network())),
      m_evaluator(before, PathTable(m_classes.numbers().routeClasses()),
                  CopyOnWrite<TrafficPool>()),
      m_names(before.network().interfaces().size(), nullptr) {}

const std::string& MatrixComparison::name(InterfaceIndex interface) {
    const NetworkIndex& network = m_before.network();
    const std::string*& known = m_names[interface];
    if (known == nullptr) {
        known = &nameOf(network, network.interfaces()[interface]);
    }
    return *known;
}

std::vector<MatrixChange> MatrixComparison::changesIn(const Reachability& after) {
    return Difference(*this, after).take();
}

namespace {

/// Adds the ids of the things that are not the same in both tables.
template <class T>
void addChanged(const Table<T>& before, const Table<T>& after, std::vector<ThingId>& changed) {
    Table<T>::forEachDifference(before, after, [&](ThingId id, const auto* was, const auto* is) {
        if (was == nullptr || is == nullptr || !(**was == **is)) changed.push_back(id);
    });
}

/// Says whether things differ that the traffic of any pair may depend on.
bool anyPairMayDiffer(const Architecture& before, const Architecture& after) {
    std::vector<ThingId> changed;
    const auto compare = [&](auto table) { addChanged(before.*table, after.*table, changed); };
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
    std::vector<ThingId> changed;
    addChanged(a.securityGroups, b.securityGroups, changed);
    addChanged(a.networkAcls, b.networkAcls, changed);
    addChanged(a.routeTables, b.routeTables, changed);
    addChanged(a.interfaces, b.interfaces, changed);
    addChanged(a.subnets, b.subnets, changed);
    std::ranges::sort(changed);
    const auto isChanged = [&](ThingId id) { return std::ranges::binary_search(changed, id); };
    std::set<ThingId> subnets;
    for (const Reachability* side : {&before, &after}) {
        for (const auto& [id, table] : side->network().architecture().routeTables) {
            if (table->gateway && isChanged(id)) return std::nullopt;
        }
        for (const auto& [id, subnet] : side->network().architecture().subnets) {
            const bool touched = isChanged(id) || !subnet->networkAcl.isKnown() ||
                                 !subnet->routeTable.isKnown() || isChanged(*subnet->networkAcl) ||
                                 isChanged(*subnet->routeTable);
            if (!touched) continue;
            if (isPassedThrough(side->network(), id)) return std::nullopt;
            subnets.insert(id);
        }
    }
    std::vector<ThingId> touched;
    for (const Reachability* side : {&before, &after}) {
        for (const InterfaceNode& node : side->network().interfaces()) {
            const NetworkInterface& self = *node.interface;
            const bool hit = isChanged(self.id) || !self.subnet.isKnown() ||
                             subnets.contains(*self.subnet) ||
                             std::ranges::any_of(self.securityGroups.ids, isChanged);
            if (!hit) continue;
            if (node.sourceDestCheck != Truth::Yes) return std::nullopt;
            touched.push_back(self.id);
        }
    }
    std::ranges::sort(touched);
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    return touched;
}

std::size_t countPairs(const std::vector<MatrixChange>& changes) {
    std::size_t count = 0;
    for (const MatrixChange& change : changes) count += change.pairs;
    return count;
}

}  // namespace archivolt
