#include "app/modes/reach/reach_matrix.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "app/modes/reach/shown_names.h"
#include "model/reachability/index/tiers.h"

namespace archivolt {

namespace {

MatrixBy byOf(MatrixView view) {
    switch (view) {
        case MatrixView::Tiers: return MatrixBy::Tier;
        case MatrixView::Subnets: return MatrixBy::Subnet;
        case MatrixView::Groups:
        case MatrixView::Things: return MatrixBy::Instance;
    }
    return MatrixBy::Tier;
}

/// Returns the internet and all security groups that something carries.
std::vector<Endpoint> groupEnds(const ReachScene& scene) {
    const NetworkIndex& network = scene.reachability->network();
    std::vector<Endpoint> ends;
    if (auto internet = findEndpoint(network, "internet")) ends.push_back(*std::move(internet));
    for (const GroupNode& node : network.groups()) {
        Endpoint end;
        end.name = node.group->name;
        end.interfaces = interfacesOf(network, node.id());
        if (!end.interfaces.empty()) ends.push_back(std::move(end));
    }
    return ends;
}

/// Returns ends with those put together that carry the same groups and stand in the same tier.
std::vector<Endpoint> alikeTogether(const NetworkIndex& network, std::vector<Endpoint> ends) {
    const auto tiers = tiersOf(network);
    std::map<std::tuple<std::uint32_t, VpcIndex, Tier>, std::size_t> places;
    std::vector<Endpoint> joined;
    for (Endpoint& end : ends) {
        const bool isPlain = !end.interfaces.empty() && end.balancer == nullptr &&
                             end.outside.empty() && end.onPremises.empty();
        if (!isPlain) {
            joined.push_back(std::move(end));
            continue;
        }
        const InterfaceNode& node = network.interfaces()[end.interfaces.front()];
        const Tier tier = node.subnet == kNone ? Tier::Private : tiers[node.subnet];
        const auto [at, isNew] =
            places.emplace(std::tuple(node.groupSet, node.vpc, tier), joined.size());
        if (isNew) {
            joined.push_back(std::move(end));
            continue;
        }
        auto& members = joined[at->second].interfaces;
        members.insert(members.end(), end.interfaces.begin(), end.interfaces.end());
    }
    for (Endpoint& end : joined) std::ranges::sort(end.interfaces);
    return joined;
}

class TableMaker {
public:
    TableMaker(const ReachScene& scene, MatrixView view, const ReachAsk& ask)
        : m_scene(scene),
          m_network(scene.reachability->network()),
          m_view(view),
          m_ask(ask),
          m_asker(*scene.reachability, scene.pairs ? &scene.pairs->classes() : nullptr),
          m_ends(view == MatrixView::Groups ? groupEnds(scene) : m_asker.ends(byOf(view))) {
        m_isJoined = view == MatrixView::Things && m_ends.size() > kMostMatrixEnds;
        if (m_isJoined) m_ends = alikeTogether(m_network, std::move(m_ends));
    }

    MatrixTable make() {
        MatrixTable table;
        if (m_isJoined) table.note = "Things that carry the same groups in one tier share a row";
        if (m_ends.size() > kMostMatrixEnds) {
            table.problem = fmt::format("{} ends are too many for a table: choose subnets or tiers",
                                        m_ends.size());
            return table;
        }
        MatrixQuestion question{m_ends, m_ends, m_ask.protocol, m_ask.ports, m_ask.family};
        std::map<std::pair<std::size_t, std::size_t>, MatrixEntry> found;
        std::set<std::size_t> senders;
        std::set<std::size_t> receivers;
        m_asker.forEachCell(question, [&](const MatrixCell& cell) {
            add(found[{cell.from, cell.to}], cell);
            senders.insert(cell.from);
            receivers.insert(cell.to);
        });
        const DrawnThings drawn(*m_scene.diagram, m_network);
        for (const std::size_t i : senders) table.rows.push_back(endAt(i, drawn));
        for (const std::size_t i : receivers) table.columns.push_back(endAt(i, drawn));
        if (m_view == MatrixView::Tiers) tellQuiet(table);
        for (const std::size_t from : senders) {
            for (const std::size_t to : receivers) {
                const auto entry = found.find({from, to});
                table.entries.push_back(entry == found.end() ? empty(from, to) : entry->second);
            }
        }
        return table;
    }

private:
    /// Says of whom there is a column and no row: a missing row looks forgotten.
    void tellQuiet(MatrixTable& table) const {
        std::vector<std::string> quiet;
        for (const MatrixEnd& end : table.columns) {
            if (std::ranges::find(table.rows, end.name, &MatrixEnd::name) == table.rows.end()) {
                quiet.push_back(end.name);
            }
        }
        if (quiet.empty()) return;
        const bool isAll = !m_ask.protocol && m_ask.ports == PortSet::all();
        table.note = fmt::format(
            "Rows reach columns; {} {} nothing{}", listWords(quiet, kMostMatrixEnds),
            quiet.size() == 1 ? "starts" : "start", isAll ? "" : " of what is asked for");
    }

    void add(MatrixEntry& entry, const MatrixCell& cell) const {
        const bool isSure = !cell.some.sure.empty();
        const TrafficSet& traffic = isSure ? cell.some.sure : cell.some.possible;
        std::string text = trafficWords(traffic);
        if (cell.family == Family::Ipv6) text += " (IPv6)";
        entry.text += (entry.text.empty() ? "" : " · ") + text;
        entry.isSure = entry.isSure && isSure;
        entry.everywhere =
            entry.everywhere && cell.every == cell.some.sure && cell.answeredInPart.empty();
        if (cell.every != cell.some.sure) {
            entry.more += cell.every.empty()
                              ? std::string("Between some members only. ")
                              : fmt::format("Between all members: {}. ", trafficWords(cell.every));
        }
        if (!cell.answeredInPart.empty()) {
            entry.more +=
                fmt::format("Answers to {} come back to some of the clients' ports alone. ",
                            trafficWords(cell.answeredInPart));
        }
        for (const std::string& why : cell.why) entry.more += why + ". ";
        std::erase(entry.more, '`');
        std::tie(entry.from, entry.to) = standFor(m_ends[cell.from], m_ends[cell.to], traffic);
    }

    [[nodiscard]] MatrixEntry empty(std::size_t from, std::size_t to) const {
        MatrixEntry entry;
        entry.from = nameOf(m_ends[from]);
        entry.to = nameOf(m_ends[to]);
        return entry;
    }

    /// Returns how a question names an end: itself, or the first of its members.
    [[nodiscard]] std::string nameOf(const Endpoint& end) const {
        const bool isNamed = m_view == MatrixView::Subnets || m_view == MatrixView::Groups;
        if (isNamed && findEndpoint(m_network, end.name)) return end.name;
        return endOf(m_network, end);
    }

    /// Returns the two members of a cell between which something of it passes.
    [[nodiscard]] std::pair<std::string, std::string> standFor(const Endpoint& from,
                                                               const Endpoint& to,
                                                               const TrafficSet& traffic) const {
        std::pair named(nameOf(from), nameOf(to));
        if (m_view != MatrixView::Tiers && !m_isJoined) return named;
        constexpr std::size_t kMostTried = 6;
        for (const std::string& sender : members(from, kMostTried)) {
            for (const std::string& receiver : members(to, kMostTried)) {
                if (sender == receiver) continue;
                MatrixQuestion question;
                auto one = findEndpoint(m_network, sender);
                auto other = findEndpoint(m_network, receiver);
                if (!one || !other) continue;
                question.from = {*std::move(one)};
                question.to = {*std::move(other)};
                bool passes = false;
                m_asker.forEachCell(question, [&](const MatrixCell& cell) {
                    passes = passes || !(cell.some.possible & traffic).empty();
                });
                if (passes) return {sender, receiver};
            }
        }
        return named;
    }

    [[nodiscard]] std::vector<std::string> members(const Endpoint& end, std::size_t most) const {
        std::vector<std::string> names;
        for (const InterfaceIndex interface : end.interfaces) {
            Endpoint one;
            one.interfaces = {interface};
            std::string name = endOf(m_network, one);
            if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
            if (names.size() == most) break;
        }
        if (names.empty()) names.push_back(endOf(m_network, end));
        return names;
    }

    [[nodiscard]] MatrixEnd endAt(std::size_t i, const DrawnThings& drawn) const {
        const Endpoint& end = m_ends[i];
        // Tiers and the internet are words of ours; what the design names stays as it is written.
        std::string name = end.name;
        const bool isWord = m_view == MatrixView::Tiers || name == "internet";
        if (isWord && name.front() >= 'a' && name.front() <= 'z') {
            name.front() = static_cast<char>(name.front() - 'a' + 'A');
        }
        if (m_view == MatrixView::Things) {
            const auto names = namesOf(m_scene, end);
            if (!names.empty()) name = listWords(names, 2);
        }
        return {std::move(name), nameOf(end), drawn.ofEnd(end)};
    }

    const ReachScene& m_scene;
    const NetworkIndex& m_network;
    MatrixView m_view;
    const ReachAsk& m_ask;
    const MatrixAsker m_asker;
    std::vector<Endpoint> m_ends;
    bool m_isJoined = false;  ///< Things that are alike share an end.
};

}  // namespace

MatrixTable matrixTableOf(const ReachScene& scene, MatrixView view, const ReachAsk& ask) {
    MatrixTable table = TableMaker(scene, view, ask).make();
    const ShownNames names({scene.design.get()});
    for (MatrixEnd& end : table.rows) names.putOfOneKind(end.name);
    for (MatrixEnd& end : table.columns) names.putOfOneKind(end.name);
    for (MatrixEntry& entry : table.entries) names.put(entry.more);
    return table;
}

}  // namespace archivolt
