#include <QtTest>

#include <map>
#include <random>

#include <fmt/format.h>

#include "tests/reachability/opinions.h"
#include "tests/reachability/random_network.h"

namespace archivolt {

namespace {

/// How much to run: `ARCHIVOLT_AGREEMENT_NETWORKS` random networks (each 250 pairs of 20 packets).
int networkCount() {
    const QByteArray named = qgetenv("ARCHIVOLT_AGREEMENT_NETWORKS");
    return named.isEmpty() ? 40 : std::max(1, named.toInt());
}
/// The first network's seed, so that a failure can be seen again by itself.
std::uint64_t firstSeed() { return qgetenv("ARCHIVOLT_AGREEMENT_SEED").toULongLong(); }
constexpr int kPairs = 250;
constexpr int kPackets = 20;

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
            const auto to = place(family, true, from.first.kind != FlowEnd::Kind::Interface);
            if (from.first.kind != FlowEnd::Kind::Interface &&
                to.first.kind != FlowEnd::Kind::Interface) {
                continue;
            }
            if (!from.second || !to.second || *from.second == *to.second) continue;
            WalkQuestion flow{from.first, {*from.second, *to.second}, to.first, kNone};
            // Sometimes behind a balancer's node that keeps the client's address.
            if (to.first.kind == FlowEnd::Kind::Interface && m_random() % 12 == 0) {
                flow.preservingNode = InterfaceIndex(m_random() % m_network.interfaces().size());
                if (flow.preservingNode == to.first.interface) continue;
            }
            return flow;
        }
    }

    Packet packet(const AddressPair& ends) {
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
    std::pair<FlowEnd, std::optional<IpAddress>> place(Family family, bool isDestination,
                                                       bool seenFromInternet) {
        const auto pick = m_random() % 10;
        if (pick == 0) {
            return {{FlowEnd::Kind::Internet, kNone, {}},
                    family == Family::Ipv4 ? IpAddress::parse("203.0.113.9")
                                           : IpAddress::parse("2600::9")};
        }
        if (pick == 1 && !m_connections.empty() && family == Family::Ipv4) {
            return {{FlowEnd::Kind::OnPremises, kNone,
                     m_connections[m_random() % m_connections.size()]},
                    IpAddress::parse("172.30.4.4")};
        }
        const auto index = InterfaceIndex(m_random() % m_network.interfaces().size());
        const InterfaceNode& node = m_network.interfaces()[index];
        auto address = node.address(family);
        const bool publicly = seenFromInternet ? m_random() % 10 < 8 : m_random() % 10 == 0;
        if (publicly && family == Family::Ipv4 && node.publicAddress) address = node.publicAddress;
        // Sometimes the neighbour's address, which nobody holds.
        if (isDestination && address && m_random() % 20 == 0) address = address->plus(70);
        if (isDestination && m_random() % 30 == 0) address = oddAddress(family);
        return {{FlowEnd::Kind::Interface, index, {}}, address};
    }

    /// Services beside every host, what routers never forward, and what NAT64 leads to.
    std::optional<IpAddress> oddAddress(Family family) {
        static constexpr const char* kFour[] = {"169.254.169.254", "10.0.0.2",      "10.1.0.2",
                                                "10.2.0.2",        "169.254.168.7", "169.254.7.7"};
        static constexpr const char* kSix[] = {"fd00:ec2::254", "fd00:ec2::7", "fe80::7",
                                               "64:ff9b::cb00:7109"};
        const char* text = family == Family::Ipv4 ? kFour[m_random() % std::size(kFour)]
                                                  : kSix[m_random() % std::size(kSix)];
        return IpAddress::parse(text);
    }

    const NetworkIndex& m_network;
    std::mt19937_64 m_random;
    std::vector<ThingId> m_connections;
};

}  // namespace

class AgreementTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void traceSetsAndFactsAgreeOnRandomPackets() {
        std::map<std::string, int> seen;
        test::OpinionCounts counts;
        for (int n = 0; n < networkCount(); ++n) {
            const auto seed = firstSeed() + static_cast<std::uint64_t>(n);
            const NetworkIndex network(test::randomNetwork(seed, {n % 2 == 0}));
            const CompiledFilters filters(network);
            Picker picker(network, seed);
            for (int p = 0; p < kPairs; ++p) {
                const WalkQuestion flow = picker.pair();
                const TrafficBetween sets = trafficBetween(network, filters, {flow, false});
                for (int i = 0; i < kPackets; ++i) {
                    TraceQuestion question{flow.from, flow.to, picker.packet(flow.ends)};
                    // Replies to a translated port and to the client's own are told apart.
                    question.translatedPort = picker.clientPort();
                    question.findAllBlockers = i % 2 == 0;
                    question.preservingNode = flow.preservingNode;
                    ++seen[dispositionName(traceFlow(network, question).disposition)];
                    const std::string found = test::disagreement(network, sets, question, counts);
                    if (found.empty()) continue;
                    QFAIL(fmt::format("network {} (ARCHIVOLT_AGREEMENT_SEED={} reproduces it), "
                                      "pair {}, packet {}\n{}",
                                      seed, seed, p, i, found)
                              .c_str());
                }
            }
        }
        qInfo("%zu packets over %d networks, %zu of them read literally too", counts.packets,
              networkCount(), counts.literal);
        for (const auto& [disposition, count] : seen) qInfo("%s: %d", disposition.c_str(), count);
        // Every disposition must come up, or the networks are too tame to tell anything.
        if (networkCount() >= 40) QCOMPARE(seen.size(), 11U);
        QVERIFY(counts.literal * 2 > counts.packets);
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
                QVERIFY(test::truthOf(all) == test::truthOf(first) ||
                        test::truthOf(first) == Truth::Unknown);
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
