#include <QtTest>

#include <fmt/format.h>

#include "model/reachability/questions/candidates.h"
#include "tests/reachability/random_network.h"
#include "tests/reachability/symbolic_network.h"

namespace archivolt {

namespace {

/// How much to prove: `ARCHIVOLT_SYMBOLIC_NETWORKS` random networks from the one numbered
/// `ARCHIVOLT_SYMBOLIC_SEED`, each with up to `ARCHIVOLT_SYMBOLIC_PAIRS` pairs of places.
int numberFrom(const char* name, int usual) {
    return qEnvironmentVariableIsSet(name) ? qEnvironmentVariableIntValue(name) : usual;
}

/// The unknowns of a packet, and what of a packet the sets let pass, as a formula.
class Formulas {
public:
    explicit Formulas(z3::context& context)
        : m_context(context),
          protocol(context.bv_const("protocol", 8)),
          clientPort(context.bv_const("client_port", 16)),
          destinationPort(context.bv_const("destination_port", 16)),
          translatedPort(context.bv_const("translated_port", 16)) {}

    z3::expr inPorts(const z3::expr& port, const PortSet& ports) {
        z3::expr some = m_context.bool_val(false);
        for (const PortRange& range : ports.ranges()) {
            some = some || (z3::uge(port, number(range.first, 16)) &&
                            z3::ule(port, number(range.last, 16)));
        }
        return some;
    }

    z3::expr in(const TrafficSet& set, const z3::expr& port) {
        z3::expr some = m_context.bool_val(false);
        for (const IpProtocol one : set.protocols()) {
            const z3::expr here = protocol == number(one, 8);
            some = some || (hasPorts(one) ? here && inPorts(port, set.ports(one)) : here);
        }
        return some;
    }

    /// What makes the round trip by the sets: `TrafficBetween::passes` for every packet at once.
    z3::expr passes(const TrafficBetween& between, TrafficSet TrafficBounds::*side) {
        z3::expr answered = m_context.bool_val(true);
        for (std::size_t depth = 0; depth < between.reply.size(); ++depth) {
            const z3::expr port = depth == 0 ? clientPort : translatedPort;
            answered = answered && in(between.reply[depth].*side, answerPort(port));
        }
        return in(between.request.*side, destinationPort) &&
               (in(oneWayTraffic(), destinationPort) || answered);
    }

    z3::expr inside(const z3::expr& address, const AddressSet& addresses,
                    test::SymbolicNetwork& network) {
        z3::expr some = m_context.bool_val(false);
        for (const AddressRange& range : addresses.ranges()) {
            const z3::expr first = network.constant(range.first);
            if (first.get_sort().bv_size() != address.get_sort().bv_size()) continue;
            some =
                some || (z3::uge(address, first) && z3::ule(address, network.constant(range.last)));
        }
        return some;
    }

private:
    z3::expr number(unsigned value, unsigned bits) { return m_context.bv_val(value, bits); }
    z3::expr answerPort(const z3::expr& port) {
        z3::expr result = port;
        for (const IpProtocol icmp : {kProtocolIcmp, kProtocolIcmpv6}) {
            for (unsigned type = 0; type < 256; ++type) {
                const auto reply = icmpReply(icmp, icmpPort(type, 0));
                if (!reply) continue;
                result = z3::ite(
                    protocol == number(icmp, 8) && destinationPort == number(icmpPort(type, 0), 16),
                    number(*reply, 16), result);
            }
        }
        return result;
    }

    z3::context& m_context;

public:
    z3::expr protocol, clientPort, destinationPort, translatedPort;
};

struct Counts {
    std::size_t pairs = 0, equal = 0, open = 0, uncovered = 0, manyAddresses = 0;
};

test::SymbolicPlace symbolicPlace(const NetworkIndex& network, const FlowEnd& place) {
    using Kind = test::SymbolicPlace::Kind;
    if (place.kind == FlowEnd::Kind::Internet) return {Kind::Internet, {}};
    if (place.kind == FlowEnd::Kind::OnPremises) return {Kind::OnPremises, place.connection};
    if (place.kind != FlowEnd::Kind::Interface) return {};
    const auto& node = network.interfaces()[place.interface];
    return {Kind::Interface, node.interface->id};
}

/// Proves one pair of places, or says what packet is judged differently.
class Prover {
public:
    explicit Prover(const NetworkIndex& network)
        : m_network(network),
          m_filters(network),
          m_symbolic(m_context, network.architecture()),
          m_formulas(m_context) {}

    std::string prove(const Candidate& candidate, Counts& counts) {
        const TrafficBetween between =
            trafficBetween(m_network, m_filters, {candidate.flow, false});
        z3::expr where = m_context.bool_val(true);
        const auto address = [&](const char* name, const IpAddress& one, const AddressSet& all) {
            const z3::expr only = m_symbolic.constant(one);
            if (all == addressesOf(Cidr::host(one))) return only;
            ++counts.manyAddresses;
            const z3::expr any = m_context.bv_const(name, only.get_sort().bv_size());
            where = where && m_formulas.inside(any, all, m_symbolic);
            return any;
        };
        const AddressPair& ends = candidate.flow.ends;
        const z3::expr source = address("source", ends.source, candidate.sources);
        const z3::expr destination =
            address("destination", ends.destination, candidate.destinations);
        const test::SymbolicFlow flow{symbolicPlace(m_network, candidate.flow.from),
                                      symbolicPlace(m_network, candidate.flow.to),
                                      source,
                                      destination,
                                      where,
                                      m_formulas.protocol,
                                      m_formulas.clientPort,
                                      m_formulas.destinationPort,
                                      m_formulas.translatedPort};
        ++counts.pairs;
        const auto facts = m_symbolic.passes(flow);
        if (!facts) {
            ++counts.uncovered;
            return {};
        }
        const z3::expr engine = m_formulas.passes(between, &TrafficBounds::sure);
        counts.open += between.request.sure.empty() ? 0 : 1;
        std::string found =
            search("the engine lets pass, the facts don't", where && engine && !*facts);
        const z3::expr possible = m_formulas.passes(between, &TrafficBounds::possible);
        found += search("the facts let pass, the engine doesn't", where && *facts && !engine);
        found += search("the engine does not know", where && possible && !engine);
        counts.equal += found.empty() ? 1 : 0;
        return found;
    }

private:
    std::string search(const char* what, const z3::expr& formula) {
        const z3::expr plain = formula.simplify();
        if (plain.is_false()) return {};
        z3::solver solver(m_context);
        solver.add(plain);
        const z3::check_result result = solver.check();
        if (result == z3::unsat) return {};
        if (result == z3::unknown) return fmt::format("{}: the solver can't tell\n", what);
        const z3::model model = solver.get_model();
        std::string text = what;
        for (unsigned i = 0; i < model.num_consts(); ++i) {
            const z3::func_decl unknown = model.get_const_decl(i);
            text += fmt::format(" {}={}", unknown.name().str(),
                                model.get_const_interp(unknown).to_string());
        }
        return text + "\n";
    }

    const NetworkIndex& m_network;
    CompiledFilters m_filters;
    z3::context m_context;
    test::SymbolicNetwork m_symbolic;
    Formulas m_formulas;
};

/// Questions that cover every pair of interfaces, and the internet as a whole both ways.
std::vector<Candidate> candidatesFor(const NetworkIndex& network) {
    std::vector<Candidate> result;
    const auto endpoint = [](InterfaceIndex index) {
        Endpoint end;
        end.name = "interface";
        end.interfaces = {index};
        return end;
    };
    Endpoint internet;
    internet.name = "internet";
    internet.outside = network.internet();
    const auto ask = [&](const Endpoint& from, const Endpoint& to) {
        ReachQuestion question;
        question.from = from;
        question.to = to;
        for (Candidate& candidate : candidatesOf(network, question)) {
            result.push_back(std::move(candidate));
        }
    };
    const auto interfaces = network.interfaces().indices();
    for (const InterfaceIndex from : interfaces) {
        ask(endpoint(from), internet);
        ask(internet, endpoint(from));
        for (const InterfaceIndex to : interfaces) ask(endpoint(from), endpoint(to));
    }
    return result;
}

}  // namespace

class SymbolicTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theEngineEqualsTheFactsForEveryPacket() {
        const int networks = numberFrom("ARCHIVOLT_SYMBOLIC_NETWORKS", 3);
        const int pairs = numberFrom("ARCHIVOLT_SYMBOLIC_PAIRS", 60);
        const int first = numberFrom("ARCHIVOLT_SYMBOLIC_SEED", 0);
        Counts counts;
        for (int n = 0; n < networks; ++n) {
            const auto seed = static_cast<std::uint64_t>(first + n);
            const NetworkIndex network(test::randomNetwork(seed, {false}));
            Prover prover(network);
            std::vector<Candidate> candidates = candidatesFor(network);
            std::mt19937_64 random(seed);
            std::shuffle(candidates.begin(), candidates.end(), random);
            for (int p = 0; p < pairs && p < static_cast<int>(candidates.size()); ++p) {
                const Candidate& candidate = candidates[static_cast<std::size_t>(p)];
                const std::string found = prover.prove(candidate, counts);
                if (found.empty()) continue;
                QFAIL(fmt::format("network {} (ARCHIVOLT_SYMBOLIC_SEED={} reproduces it), pair {}: "
                                  "{} -> {}\n{}",
                                  seed, seed, p, candidate.flow.ends.source.toString(),
                                  candidate.flow.ends.destination.toString(), found)
                          .c_str());
            }
        }
        qInfo(
            "%d networks, %zu pairs (%zu of many addresses, %zu open): %zu proven equal for "
            "every packet, %zu beyond the encoding",
            networks, counts.pairs, counts.manyAddresses, counts.open, counts.equal,
            counts.uncovered);
        QVERIFY(counts.equal * 2 > counts.pairs);
        QVERIFY(counts.manyAddresses > 0 && counts.open > 0);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::SymbolicTest)
#include "symbolic_test.moc"
