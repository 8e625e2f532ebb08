#include <QtTest>

#include <map>
#include <random>

#include <fmt/format.h>

#include "model/reachability/trace_flow.h"
#include "model/reachability/traffic_between.h"
#include "tests/reachability/random_network.h"

namespace archivolt {

namespace {

/// How much to run: `ARCHIVOLT_AGREEMENT_NETWORKS` random networks (each 250 pairs of 20 packets).
int networkCount() {
    const QByteArray named = qgetenv("ARCHIVOLT_AGREEMENT_NETWORKS");
    return named.isEmpty() ? 40 : std::max(1, named.toInt());
}
constexpr int kPairs = 250;
constexpr int kPackets = 20;

struct Pair {
    WalkQuestion flow;
};

/// Picks questions that are likely to have interesting answers.
class Picker {
public:
    Picker(const NetworkIndex& network, std::uint64_t seed) : m_network(network), m_random(seed) {
        for (const auto& [id, connection] : network.architecture().vpnConnections) {
            m_connections.push_back(id);
        }
    }

    WalkQuestion pair() {
        const Family family = m_random() % 3 == 0 ? Family::Ipv6 : Family::Ipv4;
        while (true) {
            const auto from = place(family, false, false);
            const auto to = place(family, true, from.first.kind != Place::Kind::Interface);
            if (from.first.kind != Place::Kind::Interface &&
                to.first.kind != Place::Kind::Interface) {
                continue;
            }
            if (from.second && to.second && *from.second != *to.second) {
                return {from.first, {*from.second, *to.second}, to.first};
            }
        }
    }

    Packet packet(const Ends& ends) {
        static constexpr IpProtocol kProtocols[] = {6, 6, 6, 17, 1, 58, 50};
        static constexpr Port kPorts[] = {0, 22, 79, 80, 443, 444, 1023, 1024, 40000, 65535};
        Packet packet;
        packet.ends = ends;
        packet.protocol = kProtocols[m_random() % std::size(kProtocols)];
        const bool icmp = packet.protocol == 1 || packet.protocol == 58;
        if (icmp) {
            static constexpr unsigned kTypes[] = {0, 3, 8, 13, 128, 129};
            packet.destinationPort =
                icmpPort(kTypes[m_random() % std::size(kTypes)], m_random() % 2);
        } else if (hasPorts(packet.protocol)) {
            packet.sourcePort = clientPort();
            packet.destinationPort = kPorts[m_random() % std::size(kPorts)];
        }
        return packet;
    }

    Port clientPort() {
        static constexpr Port kPorts[] = {1024, 5000, 32767, 32768, 49152, 60999, 61000, 65535};
        return kPorts[m_random() % std::size(kPorts)];
    }

private:
    std::pair<Place, std::optional<IpAddress>> place(Family family, bool isDestination,
                                                     bool seenFromInternet) {
        const auto pick = m_random() % 10;
        if (pick == 0) {
            return {{Place::Kind::Internet, kNone, {}},
                    family == Family::Ipv4 ? IpAddress::parse("203.0.113.9")
                                           : IpAddress::parse("2600::9")};
        }
        if (pick == 1 && !m_connections.empty() && family == Family::Ipv4) {
            return {
                {Place::Kind::OnPremises, kNone, m_connections[m_random() % m_connections.size()]},
                IpAddress::parse("172.30.4.4")};
        }
        const auto index = static_cast<NodeIndex>(m_random() % m_network.interfaces().size());
        const InterfaceNode& node = m_network.interfaces()[static_cast<std::size_t>(index)];
        auto address = node.address(family);
        const bool publicly = seenFromInternet ? m_random() % 10 < 8 : m_random() % 10 == 0;
        if (publicly && family == Family::Ipv4 && node.publicAddress) address = node.publicAddress;
        // Sometimes the neighbour's address, which nobody holds.
        if (isDestination && address && m_random() % 20 == 0) address = address->plus(70);
        return {{Place::Kind::Interface, index, {}}, address};
    }

    const NetworkIndex& m_network;
    std::mt19937_64 m_random;
    std::vector<ThingId> m_connections;
};

Truth truthOf(const Trace& trace) {
    if (trace.disposition == Disposition::Delivered) return Truth::Yes;
    return trace.disposition == Disposition::Unknown ? Truth::Unknown : Truth::No;
}

std::string explain(const Trace& trace) {
    std::string text = dispositionName(trace.disposition);
    for (const auto* hops : {&trace.forward, &trace.reply}) {
        for (const Hop& hop : *hops) {
            text += fmt::format("\n  {} {} {} {} {} | {} {}", hopKindName(hop.kind), hop.resource,
                                hop.step, hop.rule, hopResultName(hop.result),
                                packetText(hop.packet), hop.why);
        }
        text += "\n  --";
    }
    return text;
}

}  // namespace

class AgreementTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void traceAndSetsAgreeOnRandomPackets() {
        std::map<std::string, int> seen;
        int packets = 0;
        for (int n = 0; n < networkCount(); ++n) {
            const NetworkIndex network(test::randomNetwork(static_cast<std::uint64_t>(n)));
            const CompiledFilters filters(network);
            Picker picker(network, static_cast<std::uint64_t>(n));
            for (int p = 0; p < kPairs; ++p) {
                const WalkQuestion flow = picker.pair();
                const TrafficBetween sets = trafficBetween(network, filters, {flow, false});
                for (int i = 0; i < kPackets; ++i) {
                    TraceQuestion question{flow.from, flow.to, picker.packet(flow.ends)};
                    // Replies to a translated port and to the client's own are told apart.
                    question.translatedPort = picker.clientPort();
                    question.findAllBlockers = i % 2 == 0;
                    const Trace trace = traceFlow(network, question);
                    const Truth expected = sets.passes(question.packet, question.translatedPort);
                    ++seen[dispositionName(trace.disposition)];
                    ++packets;
                    if (truthOf(trace) != expected) {
                        qCritical("network %d pair %d packet %d: sets say %d", n, p, i,
                                  static_cast<int>(expected));
                        QFAIL(explain(trace).c_str());
                    }
                }
            }
        }
        qInfo("%d packets over %d networks", packets, networkCount());
        for (const auto& [disposition, count] : seen) qInfo("%s: %d", disposition.c_str(), count);
        // Every disposition must come up, or the networks are too tame to tell anything.
        QCOMPARE(seen.size(), 11U);
    }

    void findingAllBlockersNeverChangesTheAnswer() {
        for (int n = 100; n < 110; ++n) {
            const NetworkIndex network(test::randomNetwork(static_cast<std::uint64_t>(n)));
            Picker picker(network, static_cast<std::uint64_t>(n));
            for (int p = 0; p < kPairs; ++p) {
                const WalkQuestion flow = picker.pair();
                TraceQuestion question{flow.from, flow.to, picker.packet(flow.ends)};
                const Trace all = traceFlow(network, question);
                question.findAllBlockers = false;
                const Trace first = traceFlow(network, question);
                QVERIFY(truthOf(all) == truthOf(first) || truthOf(first) == Truth::Unknown);
                if (first.blockers.empty()) continue;
                QVERIFY(!all.blockers.empty());
                QCOMPARE(all.blockers.front(), first.blockers.front());
                QVERIFY(all.blockers.size() >= first.blockers.size());
            }
        }
    }

    void theSameQuestionHasTheSameTrace() {
        const NetworkIndex network(test::randomNetwork(7));
        const NetworkIndex again(test::randomNetwork(7));
        Picker picker(network, 7);
        for (int p = 0; p < kPairs; ++p) {
            const WalkQuestion flow = picker.pair();
            const TraceQuestion question{flow.from, flow.to, picker.packet(flow.ends)};
            QCOMPARE(traceFlow(network, question), traceFlow(again, question));
        }
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::AgreementTest)
#include "agreement_test.moc"
