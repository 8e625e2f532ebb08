#include "app/modes/reach/rule_book.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/modes/reach/reach_overlay.h"
#include "app/modes/reach/shown_names.h"
#include "model/reachability/questions/answer_json.h"

namespace archivolt {

namespace {

std::string matchWords(const RuleMatch& match) {
    if (!match.protocol.isKnown()) return "unknown protocol";
    const ProtocolNumber number = *match.protocol;
    if (number == kAllProtocols) return "everything";
    const auto protocol = static_cast<IpProtocol>(number);
    std::string words = protocolName(protocol);
    if (!hasPorts(protocol)) return words;
    if (!match.fromPort.isKnown() || !match.toPort.isKnown()) return words + ", unknown ports";
    const std::int32_t from = *match.fromPort;
    const std::int32_t to = *match.toPort;
    const bool isIcmp = protocol == kProtocolIcmp || protocol == kProtocolIcmpv6;
    if (isIcmp)
        return from < 0 ? words
                        : fmt::format("{} {}{}", words, from, to < 0 ? "" : fmt::format("/{}", to));
    if (from <= 0 && to >= 65535) return words;
    return from == to ? fmt::format("{} {}", words, from)
                      : fmt::format("{} {}-{}", words, from, to);
}

std::string cidrWords(const Known<Cidr>& block) {
    if (!block.isKnown()) return "unknown addresses";
    const std::string text = block->toString();
    return text == "0.0.0.0/0" || text == "::/0" ? text + " (anywhere)" : text;
}

std::string targetWords(const Architecture& things, const Route& route) {
    if (route.targetKind == RouteTargetKind::Local) return "the VPC itself";
    if (route.targetKind == RouteTargetKind::Blackhole) return "nowhere (blackhole)";
    if (!route.target.isKnown()) return "unknown target";
    const Thing* thing = *route.target ? things.find(*route.target) : nullptr;
    return thing == nullptr ? "unknown target" : thing->name;
}

class BookMaker {
public:
    BookMaker(const ReachScene& scene, const TraceView* trace, const FlowView* flows)
        : m_scene(scene),
          m_network(scene.reachability->network()),
          m_things(m_network.architecture()),
          m_drawn(*scene.diagram, m_network),
          m_trace(trace),
          m_flows(flows) {}

    std::vector<RuleBook> booksOf(ResourceId resource) {
        const std::size_t before = m_books.size();
        add(resource);
        if (m_books.size() > before) return std::move(m_books);
        for (const auto& [owner, parts] : m_scene.diagram->belongings) {
            if (std::ranges::find(parts, resource, &Part::resource) == parts.end()) continue;
            add(owner);
            if (!m_books.empty()) break;
        }
        return std::move(m_books);
    }

private:
    template <class Table>
    static auto found(const Table& table, const Known<ThingId>& id) {
        return id.isKnown() ? table.find(*id) : nullptr;
    }

    void add(ResourceId resource) {
        for (const auto& [id, group] : m_things.securityGroups) {
            if (id.resource() == resource && id.part() == 0) addGroup(*group);
        }
        for (const auto& [id, acl] : m_things.networkAcls) {
            if (id.resource() == resource && id.part() == 0) addAcl(*acl);
        }
        for (const auto& [id, table] : m_things.routeTables) {
            if (id.resource() == resource && id.part() == 0) addTable(*table);
        }
        for (const auto& [id, subnet] : m_things.subnets) {
            if (id.resource() != resource) continue;
            if (const auto* acl = found(m_things.networkAcls, subnet->networkAcl)) addAcl(**acl);
            if (const auto* table = found(m_things.routeTables, subnet->routeTable))
                addTable(**table);
        }
        if (!m_books.empty()) return;
        std::set<ThingId> carried;
        for (const InterfaceNode& node : m_network.interfaces()) {
            const ThingId owner =
                node.interface->owner ? node.interface->owner : node.interface->id;
            if (owner.isExternal() || owner.resource() != resource) continue;
            const auto& ids = node.interface->securityGroups.ids;
            carried.insert(ids.begin(), ids.end());
        }
        for (const ThingId id : carried) {
            if (const auto* group = m_things.securityGroups.find(id)) addGroup(**group);
        }
    }

    [[nodiscard]] std::string nameOf(ThingId id) const {
        const Thing* thing = m_things.find(id);
        return thing == nullptr ? "unknown" : thing->name;
    }

    /// Marks what the trace says of a line: it decided there.
    [[nodiscard]] bool decides(ThingId owner, const std::string& rule, const char* step) const {
        if (m_trace == nullptr) return false;
        return std::ranges::any_of(m_trace->steps, [&](const TraceStep& s) {
            const bool isStep = *step == '\0' || s.hop.step == step;
            return s.hop.thing == owner && s.hop.rule == rule && isStep;
        });
    }

    /// Adds what the flow log says of a rule.
    void addSeen(RuleLine& line, ThingId filter, const std::string& rule,
                 RuleDirection direction) const {
        if (m_flows == nullptr) return;
        const SeenRule seen{filter, rule, direction};
        line.isUnused = m_flows->unused.contains(seen);
        if (line.isUnused) line.seen = "no record used it";
        const auto went = m_flows->packets.find(seen);
        if (went == m_flows->packets.end()) return;
        line.seen =
            fmt::format("{} packet{}", groupedNumber(went->second), went->second == 1 ? "" : "s");
    }

    void heading(RuleBook& book, const char* words) {
        RuleLine line;
        line.heading = words;
        book.lines.push_back(std::move(line));
    }

    /// Returns the interfaces that carry a group.
    [[nodiscard]] std::vector<InterfaceIndex> membersOf(ThingId group) const {
        std::vector<InterfaceIndex> members;
        for (const InterfaceIndex i : m_network.interfaces().indices()) {
            const auto& ids = m_network.interfaces()[i].interface->securityGroups.ids;
            if (std::ranges::find(ids, group) != ids.end()) members.push_back(i);
        }
        return members;
    }
    /// Returns the boxes that show interfaces, each once.
    [[nodiscard]] std::vector<BoxIndex> boxesOf(
        const std::vector<InterfaceIndex>& interfaces) const {
        std::set<BoxIndex> boxes;
        for (const InterfaceIndex i : interfaces) boxes.insert(m_drawn.ofInterface(i));
        boxes.erase(kNoBox);
        return {boxes.begin(), boxes.end()};
    }
    /// Returns what a group's rules let in: members of the groups that they name, what stands in
    /// the blocks, the internet where one of them is of its addresses.
    [[nodiscard]] std::vector<BoxIndex> peersOf(const SecurityGroup& group) const {
        std::set<BoxIndex> peers;
        for (const SecurityGroupRule& rule : group.rules) {
            if (rule.direction != RuleDirection::Ingress) continue;
            std::vector<InterfaceIndex> inside;
            if (rule.group && rule.group->isKnown()) inside = membersOf(**rule.group);
            if (rule.cidr && rule.cidr->isKnown()) {
                const AddressSet block = addressesOf(**rule.cidr);
                if (!(block & m_network.internet()).empty()) peers.insert(m_drawn.internet());
                for (const InterfaceIndex i : m_network.interfaces().indices()) {
                    for (const auto& address : m_network.interfaces()[i].addresses) {
                        if (block.contains(address)) inside.push_back(i);
                    }
                }
            }
            for (const BoxIndex box : boxesOf(inside)) peers.insert(box);
        }
        peers.erase(kNoBox);
        return {peers.begin(), peers.end()};
    }

    void addGroup(const SecurityGroup& group) {
        RuleBook book{group.name, "Security group", {}, {}, {}, {}};
        std::vector<std::string> members;
        for (const InterfaceIndex i : membersOf(group.id)) {
            const std::string& name = thingOfInterface(m_network, i).name;
            if (std::ranges::find(members, name) == members.end()) members.push_back(name);
        }
        book.boxes = boxesOf(membersOf(group.id));
        std::vector<std::string> referrers;
        for (const auto& [id, other] : m_things.securityGroups) {
            const bool names =
                std::ranges::any_of(other->rules, [&](const SecurityGroupRule& rule) {
                    return rule.group && *rule.group == group.id;
                });
            if (names && id != group.id) referrers.push_back(other->name);
        }
        book.peers = peersOf(group);
        book.about = members.empty() ? "Nothing carries it" : "On " + listWords(members);
        if (!referrers.empty()) book.about += "; named by " + listWords(referrers);
        for (const RuleDirection direction : {RuleDirection::Ingress, RuleDirection::Egress}) {
            const bool in = direction == RuleDirection::Ingress;
            heading(book, in ? "Lets in" : "Lets out");
            for (const SecurityGroupRule& rule : group.rules) {
                if (rule.direction == direction) book.lines.push_back(lineOf(group, rule));
            }
        }
        m_books.push_back(std::move(book));
    }

    [[nodiscard]] RuleLine lineOf(const SecurityGroup& group, const SecurityGroupRule& rule) const {
        RuleLine line;
        line.what = matchWords(rule.match);
        if (rule.cidr) line.peer = cidrWords(*rule.cidr);
        if (rule.group)
            line.peer = rule.group->isKnown() ? nameOf(**rule.group) : "an unknown group";
        if (rule.prefixList) {
            line.peer = rule.prefixList->isKnown() ? nameOf(**rule.prefixList) : "an unknown list";
        }
        line.effect = "allow";
        line.name = rule.isDefault ? "added by AWS" : rule.name;
        line.opens = rule.origin.resource;
        if (!rule.isDefault) line.origin = rule.origin;
        const bool in = rule.direction == RuleDirection::Ingress;
        line.decides = decides(group.id, rule.name, in ? "ingress" : "egress");
        addSeen(line, group.id, rule.name, rule.direction);
        return line;
    }

    [[nodiscard]] std::vector<std::string> subnetsWith(ThingId id, RuleBook& book) const {
        std::vector<std::string> names;
        for (const auto& [subnetId, subnet] : m_things.subnets) {
            if (subnet->networkAcl != id && subnet->routeTable != id) continue;
            names.push_back(subnet->name);
            if (const BoxIndex box = m_drawn.of(subnetId); box != kNoBox) book.boxes.push_back(box);
        }
        return names;
    }

    void addAcl(const NetworkAcl& acl) {
        RuleBook book{acl.name, "Network ACL", {}, {}, {}, {}};
        const auto subnets = subnetsWith(acl.id, book);
        book.about = subnets.empty() ? "No subnet has it" : "Of " + listWords(subnets);
        for (const RuleDirection direction : {RuleDirection::Ingress, RuleDirection::Egress}) {
            const bool in = direction == RuleDirection::Ingress;
            const char* step = in ? "ingress" : "egress";
            heading(book, in ? "In, from the top" : "Out, from the top");
            const std::size_t first = book.lines.size();
            for (const NetworkAclEntry& entry : acl.entries) {
                if (entry.direction != direction) continue;
                RuleLine line;
                line.order = entry.number.isKnown() ? fmt::format("{}", *entry.number) : "?";
                line.what = matchWords(entry.match);
                line.peer = cidrWords(entry.cidr);
                line.effect = !entry.allow.isKnown() ? "unknown" : *entry.allow ? "allow" : "deny";
                line.name = entry.name;
                line.opens = entry.origin.resource;
                line.origin = entry.origin;
                line.decides = decides(acl.id, entry.name, step);
                addSeen(line, acl.id, entry.name, direction);
                book.lines.push_back(std::move(line));
            }
            RuleLine last;
            last.order = "*";
            last.what = "everything else";
            last.effect = "deny";
            last.decides = decides(acl.id, "*", step);
            addSeen(last, acl.id, "*", direction);
            book.lines.push_back(std::move(last));
            walkDown(book.lines, first);
        }
        m_books.push_back(std::move(book));
    }

    /// Marks the entries that a packet came by before the last one that decided.
    static void walkDown(std::vector<RuleLine>& lines, std::size_t first) {
        std::size_t last = lines.size();
        while (last > first && !lines[last - 1].decides) --last;
        for (std::size_t i = first; i + 1 < last; ++i) lines[i].passedOver = !lines[i].decides;
    }

    void addTable(const RouteTable& table) {
        RuleBook book{table.name, "Route table", {}, {}, {}, {}};
        const auto subnets = subnetsWith(table.id, book);
        book.about = subnets.empty() ? "No subnet has it" : "Of " + listWords(subnets);
        heading(book, "The longest match wins");
        for (const Route& route : table.routes) {
            RuleLine line;
            if (route.destination) line.what = cidrWords(*route.destination);
            if (route.prefixList) {
                line.what =
                    route.prefixList->isKnown() ? nameOf(**route.prefixList) : "a prefix list";
            }
            line.peer = targetWords(m_things, route);
            line.name = route.name == "local" ? "" : route.name;
            line.opens = route.origin.resource;
            line.origin = route.origin;
            line.decides = decides(table.id, route.name, "");
            book.lines.push_back(std::move(line));
        }
        m_books.push_back(std::move(book));
    }

    const ReachScene& m_scene;
    const NetworkIndex& m_network;
    const Architecture& m_things;
    DrawnThings m_drawn;
    const TraceView* m_trace;
    const FlowView* m_flows;
    std::vector<RuleBook> m_books;
};

}  // namespace

std::vector<RuleBook> ruleBooksOf(const ReachScene& scene, ResourceId resource,
                                  const TraceView* trace, const FlowView* flows) {
    std::vector<RuleBook> books = BookMaker(scene, trace, flows).booksOf(resource);
    const ShownNames names({scene.design.get()});
    for (RuleBook& book : books) {
        names.putOfOneKind(book.title);
        names.putOfOneKind(book.about);
        for (RuleLine& line : book.lines) {
            names.putOfOneKind(line.what);
            names.putOfOneKind(line.peer);
        }
    }
    return books;
}

void addBook(Overlay& overlay, const RuleBook& book, const Diagram& diagram) {
    constexpr std::size_t kMostPeers = 60;
    for (const BoxIndex box : book.boxes) {
        keepConcerned(overlay, box, diagram);
        overlay.highlights.push_back({box, Tone::Accent, {}});
    }
    std::size_t drawn = 0;
    for (const BoxIndex peer : book.peers) {
        keepConcerned(overlay, peer, diagram);
        for (const BoxIndex box : book.boxes) {
            if (peer == box || ++drawn > kMostPeers) continue;
            overlay.paths.push_back({{peer, box}, Tone::Pass, 1.5, false, {}});
        }
    }
}

}  // namespace archivolt
