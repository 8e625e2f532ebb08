#include <QtTest>

#include <fmt/format.h>

#include "tests/reachability/network_maker.h"
#include "tests/reachability/opinions.h"
#include "tests/reachability/small_worlds.h"

namespace archivolt {

namespace {

/// Every how manieth world is gone through: `ARCHIVOLT_FULL` makes it every single one,
/// `ARCHIVOLT_SMALL_STRIDE` another number. The strides have no factor in common with any number of
/// choices, so that all choices come up.
std::size_t strideOf(const test::SmallFamily& family) {
    if (qEnvironmentVariableIsSet("ARCHIVOLT_FULL") || family.size() < 1'000) return 1;
    const int named = qEnvironmentVariableIntValue("ARCHIVOLT_SMALL_STRIDE");
    if (named > 0) return static_cast<std::size_t>(named);
    return family.size() > 20'000 ? 31 : 11;
}

std::optional<FlowEnd> placeOf(const NetworkIndex& network, const std::string& name) {
    if (name == "internet") return FlowEnd{FlowEnd::Kind::Internet, kNone, {}};
    for (const InterfaceIndex i : network.interfaces().indices()) {
        if (network.interfaces()[i].interface->name != name) continue;
        return FlowEnd{FlowEnd::Kind::Interface, i, {}};
    }
    return std::nullopt;
}

bool holds(const NetworkIndex& network, const FlowEnd& place, const IpAddress& address) {
    return place.kind != FlowEnd::Kind::Interface ||
           network.interfaces()[place.interface].holds(address);
}

/// The headers that every flow is asked with: both sides of every number that a rule names.
std::vector<Packet> packets(const AddressPair& ends) {
    std::vector<Packet> result;
    for (const IpProtocol protocol : {kProtocolTcp, kProtocolUdp}) {
        for (const Port port : {79, 80, 81, 443}) {
            for (const Port client : {1024, 32768, 61000}) {
                result.push_back({protocol, ends, client, static_cast<Port>(port)});
            }
        }
    }
    const bool six = ends.source.family == Family::Ipv6;
    const IpProtocol icmp = six ? kProtocolIcmpv6 : kProtocolIcmp;
    for (const unsigned type : {3U, six ? 128U : 8U}) {
        result.push_back({icmp, ends, 0, icmpPort(type, 0)});
    }
    result.push_back({50, ends, 0, 0});
    return result;
}

}  // namespace

class SmallWorldTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyWorldIsJudgedAlikeByAll_data() {
        QTest::addColumn<int>("family");
        int index = 0;
        for (const auto& family : test::smallFamilies()) {
            QTest::newRow(family.name.c_str()) << index++;
        }
    }

    void everyWorldIsJudgedAlikeByAll() {
        QFETCH(int, family);
        const test::SmallFamily worlds = test::smallFamilies()[static_cast<std::size_t>(family)];
        test::OpinionCounts counts;
        std::size_t networks = 0;
        std::size_t delivered = 0;
        for (std::size_t world = 0; world < worlds.size(); world += strideOf(worlds)) {
            const NetworkIndex network(worlds.make(worlds.choicesOf(world)));
            const CompiledFilters filters(network);
            ++networks;
            for (const test::SmallFlow& asked : worlds.flows) {
                const auto from = placeOf(network, asked.from);
                const auto to = placeOf(network, asked.to);
                QVERIFY(from && to);
                const AddressPair ends{test::addressOf(asked.source),
                                       test::addressOf(asked.destination)};
                if (!holds(network, *from, ends.source)) continue;
                const TrafficBetween between =
                    trafficBetween(network, filters, {{*from, ends, *to, kNone}, false});
                for (const Packet& packet : packets(ends)) {
                    TraceQuestion question{*from, *to, packet};
                    question.translatedPort = 40000;
                    question.findAllBlockers = false;
                    const std::string found =
                        test::disagreement(network, between, question, counts);
                    delivered += between.passes(packet, 40000) == Truth::Yes ? 1 : 0;
                    if (found.empty()) continue;
                    QFAIL(fmt::format("world {} of `{}`\n{}", world, worlds.name, found).c_str());
                }
            }
        }
        qInfo("%s: %zu of %zu networks, %zu packets, %zu of them delivered", worlds.name.c_str(),
              networks, worlds.size(), counts.packets, delivered);
        QCOMPARE(counts.literal, counts.packets);
        QVERIFY(delivered > 0 && delivered < counts.packets);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::SmallWorldTest)
#include "small_world_test.moc"
