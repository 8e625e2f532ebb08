#include "tests/reachability/one_answer.h"

#include <map>

#include <fmt/format.h>

#include "model/reachability/questions/candidates.h"
#include "model/reachability/questions/matrix.h"
#include "model/reachability/sets/pair_table.h"

namespace archivolt::test {

namespace {

TrafficSet passing(const ReachAnswer& answer) {
    TrafficSet passes;
    for (const Pass& pass : answer.passes) passes |= pass.traffic;
    return passes;
}

class Comparison {
public:
    Comparison(std::shared_ptr<const Reachability> reachability, std::size_t most,
               OneAnswerCounts& counts)
        : m_reachability(std::move(reachability)), m_most(most), m_counts(counts) {}

    std::string run() {
        compareCells();
        comparePairs();
        return std::move(m_faults);
    }

private:
    /// A cell's two ends as they are asked for by name.
    struct Named {
        const Endpoint* from = nullptr;
        const Endpoint* to = nullptr;
        Family family = Family::Ipv4;
    };

    /// Returns the end of the first thing of an end, asked by its name; nothing where that is not
    /// its name alone.
    [[nodiscard]] std::optional<Endpoint> named(const Endpoint& end) const {
        auto found =
            findEndpoint(m_reachability->network(), end.name.substr(0, end.name.find(',')));
        if (!found || !found->ways.empty()) return std::nullopt;
        return *std::move(found);
    }

    void compareCells() {
        MatrixQuestion question;
        for (const Endpoint& end : matrixEnds(*m_reachability, MatrixBy::Instance)) {
            const bool isOne = end.name.find(',') == std::string::npos;
            if (isOne) question.from.push_back(end);
        }
        const std::size_t step = question.from.size() / m_most + 1;
        for (std::size_t i = 0; i < question.from.size(); i += step) {
            question.to.push_back(question.from[i]);
        }
        question.from = question.to;
        std::map<std::tuple<std::size_t, std::size_t, Family>, MatrixCell> cells;
        forEachCell(*m_reachability, question, [&](const MatrixCell& cell) {
            cells[{cell.from, cell.to, cell.family}] = cell;
        });
        std::vector<std::optional<Endpoint>> ends;
        for (const Endpoint& end : question.from) ends.push_back(named(end));
        for (std::size_t from = 0; from < ends.size(); ++from) {
            for (std::size_t to = 0; to < ends.size(); ++to) {
                if (!ends[from] || !ends[to]) {
                    ++m_counts.unnamed;
                    continue;
                }
                if (ends[from]->interfaces.empty() && ends[to]->interfaces.empty()) continue;
                for (const Family family : {Family::Ipv4, Family::Ipv6}) {
                    compareCell(cells[{from, to, family}], {&*ends[from], &*ends[to], family});
                }
            }
        }
    }

    void compareCell(const MatrixCell& cell, const Named& ends) {
        const ReachAnswer answer = reach(
            *m_reachability, {*ends.from, *ends.to, std::nullopt, PortSet::all(), ends.family});
        const TrafficSet asked =
            askedTraffic({{}, {}, std::nullopt, PortSet::all(), {}}, ends.family);
        const TrafficSet passes = passing(answer);
        ++m_counts.cells;
        m_counts.open += passes.empty() ? 0 : 1;
        const auto fault = [&](const char* what) {
            m_faults += fmt::format(
                "{} -> {} ({}): {}; question: {} {}, cell: {} (possible {}, every {})\n",
                ends.from->name, ends.to->name, ends.family == Family::Ipv4 ? "IPv4" : "IPv6", what,
                verdictName(answer.verdict), trafficText(passes), trafficText(cell.some.sure),
                trafficText(cell.some.possible), trafficText(cell.every));
        };
        if ((cell.some.sure & asked) != passes) fault("another traffic passes");
        if (answer.verdict == Verdict::Blocked && !(cell.some.possible & asked).empty()) {
            fault("it may pass where it is blocked");
        }
        if (answer.verdict == Verdict::Reachable && !cell.every.containsAll(asked)) {
            fault("not everywhere where all is reachable");
        }
        const bool saysWhy =
            !cell.why.empty() || isLeftOut(ends.from->name) || isLeftOut(ends.to->name);
        if (answer.verdict == Verdict::Unknown && !saysWhy) fault("nothing where it is not known");
    }

    /// Says whether the notes beside the matrix name an end.
    [[nodiscard]] bool isLeftOut(const std::string& name) const {
        const std::string begin = fmt::format("`{}`: ", name.substr(name.rfind('/') + 1));
        return std::ranges::any_of(
            m_leftOut, [&](const std::string& note) { return note.starts_with(begin); });
    }

    void comparePairs() {
        const auto table = PairTable::fresh(m_reachability);
        const NetworkIndex& network = m_reachability->network();
        const std::size_t step = network.interfaces().size() / m_most + 1;
        std::vector<InterfaceIndex> some;
        std::size_t place = 0;
        for (const InterfaceIndex index : network.interfaces().indices()) {
            if (place++ % step == 0) some.push_back(index);
        }
        for (const InterfaceIndex from : some) {
            for (const InterfaceIndex to : some) {
                if (from != to) comparePair(*table, from, to);
            }
        }
    }

    /// What a balancer's node passes on is less than what arrives at it.
    void comparePair(const PairTable& table, InterfaceIndex from, InterfaceIndex to) {
        const NetworkIndex& network = m_reachability->network();
        ReachQuestion question;
        question.from.interfaces = {from};
        question.to.interfaces = {to};
        const bool passesOn = balancerAt(network, to) != nullptr || doorAt(network, to) != nullptr;
        for (const Family family : {Family::Ipv4, Family::Ipv6}) {
            const TrafficBounds* held =
                table.at(table.classes().classOf(from), table.classes().classOf(to), family);
            if (held == nullptr) continue;
            question.family = family;
            const ReachAnswer answer = reach(*m_reachability, question);
            const TrafficSet passes = passing(answer);
            const TrafficSet asked = askedTraffic(question, family);
            // The table keeps what gets there unasked, which is no answer to a question of all.
            const TrafficBounds own = withoutUnasked({held->sure & asked, held->possible & asked});
            const TrafficSet& sure = own.sure;
            ++m_counts.pairs;
            const bool isSame = passesOn ? sure.containsAll(passes) : sure == passes;
            const bool isShut = answer.verdict == Verdict::Blocked && !passesOn;
            if (isSame && !(isShut && !own.possible.empty())) continue;
            m_faults += fmt::format("{} -> {}: question: {} {}, table: {} (possible {})\n",
                                    network.interfaces()[from].interface->name,
                                    network.interfaces()[to].interface->name,
                                    verdictName(answer.verdict), trafficText(passes),
                                    trafficText(held->sure), trafficText(held->possible));
        }
    }

    std::shared_ptr<const Reachability> m_reachability;
    std::vector<std::string> m_leftOut = leftOutOfMatrix(*m_reachability);
    std::size_t m_most;
    OneAnswerCounts& m_counts;
    std::string m_faults;
};

}  // namespace

std::string whereAnswersDiffer(std::shared_ptr<const Reachability> reachability, std::size_t most,
                               OneAnswerCounts& counts) {
    return Comparison(std::move(reachability), most, counts).run();
}

}  // namespace archivolt::test
