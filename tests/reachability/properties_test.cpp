#include <QtTest>

#include <array>

#include <fmt/format.h>

#include "model/reachability/sets/traffic_between.h"
#include "tests/reachability/network_edits.h"
#include "tests/reachability/random_network.h"

namespace archivolt {

namespace {

/// How much to run: `ARCHIVOLT_PROPERTY_NETWORKS` random networks from the one numbered
/// `ARCHIVOLT_PROPERTY_SEED`, every kind of edit `kTries` times in each.
int numberFrom(const char* name, int usual) {
    return qEnvironmentVariableIsSet(name) ? qEnvironmentVariableIntValue(name) : usual;
}
constexpr int kTries = 2;
/// Client ports on both sides of what rules tell apart.
constexpr std::array<Port, 4> kClientPorts = {1024, 32768, 40000, 61000};

/// What passes between two places, for each of the client ports.
using Cell = std::array<TrafficBounds, kClientPorts.size()>;

std::vector<WalkQuestion> flowsOf(const NetworkIndex& network) {
    std::vector<WalkQuestion> flows;
    const auto& nodes = network.interfaces();
    const FlowEnd internet{FlowEnd::Kind::Internet, kNone, {}};
    for (const Family family : {Family::Ipv4, Family::Ipv6}) {
        const IpAddress outside =
            *IpAddress::parse(family == Family::Ipv4 ? "203.0.113.9" : "2600::9");
        for (const InterfaceIndex from : nodes.indices()) {
            const auto source = nodes[from].address(family);
            if (!source) continue;
            const FlowEnd self{FlowEnd::Kind::Interface, from, {}};
            flows.push_back({self, {*source, outside}, internet, kNone});
            const auto seen = family == Family::Ipv4 ? nodes[from].publicAddress : source;
            if (seen) flows.push_back({internet, {outside, *seen}, self, kNone});
            for (const InterfaceIndex to : nodes.indices()) {
                const auto destination = nodes[to].address(family);
                if (from == to || !destination) continue;
                const FlowEnd other{FlowEnd::Kind::Interface, to, {}};
                flows.push_back({self, {*source, *destination}, other, kNone});
            }
        }
    }
    return flows;
}

std::vector<Cell> matrixOf(const NetworkIndex& network, const std::vector<WalkQuestion>& flows) {
    const CompiledFilters filters(network);
    std::vector<Cell> matrix;
    matrix.reserve(flows.size());
    for (const WalkQuestion& flow : flows) {
        const TrafficBetween between = trafficBetween(network, filters, {flow, false});
        Cell& cell = matrix.emplace_back();
        for (std::size_t i = 0; i < kClientPorts.size(); ++i) {
            cell[i] = between.roundTrip(PortSet({kClientPorts[i], kClientPorts[i]}));
        }
    }
    return matrix;
}

bool holds(test::Effect effect, Family family, const TrafficBounds& before,
           const TrafficBounds& after) {
    switch (effect) {
        case test::Effect::NothingOfV4: return family == Family::Ipv6 || before == after;
        case test::Effect::Nothing: return before == after;
        case test::Effect::OnlyOpens:
            return after.sure.containsAll(before.sure) &&
                   after.possible.containsAll(before.possible);
        case test::Effect::OnlyCloses:
            return before.sure.containsAll(after.sure) &&
                   before.possible.containsAll(after.possible);
        case test::Effect::OnlyBlurs:
            return before.sure.containsAll(after.sure) &&
                   after.possible.containsAll(before.possible);
    }
    return false;
}

std::string boundsText(const TrafficBounds& bounds) {
    return fmt::format("sure {{{}}} possible {{{}}}", trafficText(bounds.sure),
                       trafficText(bounds.possible));
}

}  // namespace

class PropertiesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void editsDoWhatTheyMustAndNothingElse_data() {
        QTest::addColumn<int>("kind");
        int kind = 0;
        for (const auto& edit : test::networkEdits()) QTest::newRow(edit.name) << kind++;
    }

    void editsDoWhatTheyMustAndNothingElse() {
        QFETCH(int, kind);
        const test::NetworkEdit& edit = test::networkEdits()[static_cast<std::size_t>(kind)];
        const int networks = numberFrom("ARCHIVOLT_PROPERTY_NETWORKS", 5);
        const int first = numberFrom("ARCHIVOLT_PROPERTY_SEED", 0);
        std::size_t edits = 0;
        std::size_t flows = 0;
        std::size_t changed = 0;
        for (int n = 0; n < networks; ++n) {
            const auto seed = static_cast<std::uint64_t>(first + n);
            const NetworkIndex before(test::randomNetwork(seed, {false}));
            const auto asked = flowsOf(before);
            const auto matrix = matrixOf(before, asked);
            std::mt19937_64 random(seed * 31 + static_cast<std::uint64_t>(kind));
            for (int t = 0; t < kTries * 8 && edits < static_cast<std::size_t>(kTries * (n + 1));
                 ++t) {
                const auto edited = edit.apply(before.architecture(), random);
                if (!edited) continue;
                ++edits;
                const NetworkIndex after(std::make_shared<const Architecture>(*edited));
                const auto now = matrixOf(after, asked);
                flows += asked.size();
                for (std::size_t i = 0; i < asked.size(); ++i) {
                    changed += now[i] == matrix[i] ? 0 : 1;
                    for (std::size_t port = 0; port < kClientPorts.size(); ++port) {
                        const AddressPair& ends = asked[i].ends;
                        const Family family = ends.source.family;
                        if (holds(edit.effect, family, matrix[i][port], now[i][port])) continue;
                        QFAIL(fmt::format("network {} (ARCHIVOLT_PROPERTY_SEED={} reproduces it), "
                                          "try {}: {} -> {} from port {}\nbefore: {}\nafter:  {}",
                                          seed, seed, t, ends.source.toString(),
                                          ends.destination.toString(), kClientPorts[port],
                                          boundsText(matrix[i][port]), boundsText(now[i][port]))
                                  .c_str());
                    }
                }
            }
        }
        qInfo("%d networks, %zu edits, %zu pairs, %zu of them changed", networks, edits, flows,
              changed);
        QVERIFY(edits > 0);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::PropertiesTest)
#include "properties_test.moc"
