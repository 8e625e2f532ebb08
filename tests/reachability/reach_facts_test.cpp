#include <QtTest>

#include <set>

#include <fmt/format.h>

#include "model/reachability/questions/reach.h"
#include "tests/reachability/literal_network.h"
#include "tests/reachability/random_network.h"

namespace archivolt {

namespace {

/// How many random networks are asked: `ARCHIVOLT_REACH_NETWORKS`, from `ARCHIVOLT_REACH_SEED` on.
int numberFrom(const char* name, int usual) {
    return qEnvironmentVariableIsSet(name) ? qEnvironmentVariableIntValue(name) : usual;
}
constexpr int kQuestions = 30;

/// Ports on both sides of what the rules of random networks tell apart.
constexpr std::array kClientPorts = {1024, 5000, 32767, 32768, 49152, 60999, 61000, 65535};

/// Addresses of the internet on both sides of every block that anything in the network names.
std::vector<IpAddress> tellingAddresses(const NetworkIndex& network, Family family) {
    std::set<IpAddress> found;
    const auto add = [&](const Cidr& block) {
        if (block.family() != family) return;
        for (const IpAddress& address : {block.first(), block.last(), block.last().plus(1)}) {
            if (network.internet().contains(address)) found.insert(address);
        }
    };
    const Architecture& things = network.architecture();
    for (const auto& [id, group] : things.securityGroups) {
        for (const auto& rule : group->rules) {
            if (rule.cidr) add(**rule.cidr);
        }
    }
    for (const auto& [id, acl] : things.networkAcls) {
        for (const auto& entry : acl->entries) add(*entry.cidr);
    }
    for (const auto& [id, list] : things.prefixLists) {
        for (const Cidr& block : *list->entries) add(block);
    }
    for (const auto& [id, table] : things.routeTables) {
        for (const auto& route : table->routes) {
            if (route.destination) add(**route.destination);
        }
    }
    add(Cidr::host(*IpAddress::parse(family == Family::Ipv4 ? "8.8.8.8" : "2a00::1")));
    return {found.begin(), found.end()};
}

/// A question, and what the facts say about every packet that could answer it.
class Asked {
public:
    Asked(const NetworkIndex& network, std::optional<InterfaceIndex> from,
          std::optional<InterfaceIndex> to, Family family)
        : m_network(network) {
        question.from = endpoint(from);
        question.to = endpoint(to);
        question.family = family;
        m_sources = addresses(from, family, false);
        m_destinations = addresses(to, family, !from);
        m_from = literalPlace(from);
        m_to = literalPlace(to);
        // Instances and the like begin at 32768, everything else at 1024 (N10-N12).
        m_firstPort = from && node(*from).interface->kind == InterfaceKind::Standalone ? 32768 : 0;
    }

    [[nodiscard]] bool isSensible() const { return !m_sources.empty() && !m_destinations.empty(); }

    /// Returns the verdict that counting packet by packet gives, or nothing without an opinion.
    std::optional<Verdict> count(IpProtocol protocol, Port port) {
        std::size_t passed = 0;
        std::size_t all = 0;
        for (const IpAddress& source : m_sources) {
            for (const IpAddress& destination : m_destinations) {
                for (const int clientPort : kClientPorts) {
                    if (clientPort < m_firstPort) continue;
                    const auto passes = judge({source, destination, protocol, clientPort, port});
                    if (!passes) return std::nullopt;
                    passed += *passes ? 1 : 0;
                    ++all;
                }
            }
        }
        packets += all;
        if (passed == all) return Verdict::Reachable;
        return passed == 0 ? Verdict::Blocked : Verdict::Partial;
    }

    ReachQuestion question;
    std::size_t packets = 0;

private:
    [[nodiscard]] const InterfaceNode& node(InterfaceIndex index) const {
        return m_network.interfaces()[index];
    }

    Endpoint endpoint(std::optional<InterfaceIndex> index) const {
        Endpoint end;
        end.name = index ? node(*index).interface->name : "internet";
        if (index) {
            end.interfaces = {*index};
        } else {
            end.outside = m_network.internet();
        }
        return end;
    }

    test::LiteralPlace literalPlace(std::optional<InterfaceIndex> index) const {
        if (!index) return {test::LiteralPlace::Kind::Internet, {}};
        return {test::LiteralPlace::Kind::Interface, node(*index).interface->id};
    }

    std::vector<IpAddress> addresses(std::optional<InterfaceIndex> index, Family family,
                                     bool fromInternet) const {
        if (!index) return tellingAddresses(m_network, family);
        auto address = node(*index).address(family);
        if (fromInternet && family == Family::Ipv4 && node(*index).publicAddress) {
            address = node(*index).publicAddress;
        }
        return address ? std::vector{*address} : std::vector<IpAddress>{};
    }

    /// A packet passes where some port of the devices that translate it does.
    std::optional<bool> judge(const test::LiteralPacket& packet) const {
        for (const int translated : kClientPorts) {
            const test::LiteralFlow flow{m_from, m_to, packet, translated, {}};
            const auto end = test::literalDisposition(m_network.architecture(), flow);
            if (!end) return std::nullopt;
            if (*end == "delivered") return true;
            // Nothing but an answer depends on the port that is translated to.
            if (*end != "reply-blocked") return false;
        }
        return false;
    }

    const NetworkIndex& m_network;
    std::vector<IpAddress> m_sources;
    std::vector<IpAddress> m_destinations;
    test::LiteralPlace m_from;
    test::LiteralPlace m_to;
    int m_firstPort = 0;
};

}  // namespace

/// Answers to whole questions against counting: every telling address and port, one by one.
class ReachFactsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void verdictsAreWhatCountingPacketsGives() {
        const int networks = numberFrom("ARCHIVOLT_REACH_NETWORKS", 100);
        const int first = numberFrom("ARCHIVOLT_REACH_SEED", 0);
        std::map<std::string, int> verdicts;
        std::size_t questions = 0;
        std::size_t packets = 0;
        for (int n = 0; n < networks; ++n) {
            const auto seed = static_cast<std::uint64_t>(first + n);
            const Reachability reachability(test::randomNetwork(seed, {false}));
            const NetworkIndex& network = reachability.network();
            std::mt19937_64 random(seed);
            const auto any = [&]() -> std::optional<InterfaceIndex> {
                if (random() % 3 == 0) return std::nullopt;
                return InterfaceIndex(random() % network.interfaces().size());
            };
            for (int q = 0; q < kQuestions; ++q) {
                const auto from = any();
                const auto to = any();
                const Family family = random() % 4 == 0 ? Family::Ipv6 : Family::Ipv4;
                static constexpr std::array<Port, 5> kPorts = {22, 80, 443, 1023, 40000};
                const Port port = kPorts[random() % kPorts.size()];
                const IpProtocol protocol = random() % 4 == 0 ? kProtocolUdp : kProtocolTcp;
                if (from == to) continue;
                Asked asked(network, from, to, family);
                if (!asked.isSensible()) continue;
                // What a balancer's listeners and targets let on is not counted here.
                if (to && balancerAt(network, *to) != nullptr) continue;
                const auto expected = asked.count(protocol, port);
                if (!expected) continue;
                asked.question.protocol = protocol;
                asked.question.ports = PortSet({port, port});
                const ReachAnswer answer = reach(reachability, asked.question);
                ++verdicts[verdictName(answer.verdict)];
                ++questions;
                packets += asked.packets;
                if (answer.verdict == *expected) continue;
                QFAIL(fmt::format("network {} (ARCHIVOLT_REACH_SEED={} reproduces it): {} -> {} "
                                  "{}/{} of {}: {}, by counting {}",
                                  seed, seed, asked.question.from.name, asked.question.to.name,
                                  protocolName(protocol), port,
                                  family == Family::Ipv4 ? "IPv4" : "IPv6",
                                  verdictName(answer.verdict), verdictName(*expected))
                          .c_str());
            }
        }
        qInfo("%d networks, %zu questions, %zu packets", networks, questions, packets);
        for (const auto& [verdict, count] : verdicts) qInfo("%s: %d", verdict.c_str(), count);
        QVERIFY(verdicts["reachable"] > 0 && verdicts["partial"] > 0 && verdicts["blocked"] > 0);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ReachFactsTest)
#include "reach_facts_test.moc"
