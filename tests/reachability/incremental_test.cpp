// What is kept from edit to edit equals what is made from nothing, to the byte.
#include <QtTest>

#include <nlohmann/json.hpp>
#include <optional>
#include <random>

#include "model/reachability/questions/answer_json.h"
#include "model/reachability/sets/client_ports.h"
#include "model/reachability/sets/pair_table.h"
#include "tests/build/build_support.h"
#include "tests/reachability/fleet.h"
#include "tests/reachability/network_editor.h"
#include "tests/reachability/random_network.h"

namespace archivolt {

namespace {

using ArchitecturePointer = std::shared_ptr<const Architecture>;

std::size_t editCount() {
    const QByteArray text = qgetenv("ARCHIVOLT_RANDOM_EDITS");
    return text.isEmpty() ? 600 : text.toULongLong();
}

/// Returns how two networks read from one snapshot differ; empty when they don't.
std::string networkDifference(const NetworkIndex& a, const NetworkIndex& b) {
    if (!(a.internet() == b.internet())) return "the internet's addresses";
    if (a.disputedHolders() != b.disputedHolders()) return "the disputed addresses";
    if (!(a.things() == b.things())) return "what things are called";
    for (const InterfaceIndex i : a.interfaces().indices()) {
        const InterfaceNode& one = a.interfaces()[i];
        const InterfaceNode& two = b.interfaces()[i];
        const bool same = one.interface == two.interface && one.subnet == two.subnet &&
                          one.vpc == two.vpc && one.groups == two.groups && one.why == two.why &&
                          one.groupsWhy == two.groupsWhy && one.addresses == two.addresses &&
                          one.classicNode == two.classicNode &&
                          *a.groupSets()[one.groupSet] == *b.groupSets()[two.groupSet];
        if (!same) return "the interface " + one.interface->name;
    }
    return {};
}

std::string classDifference(const InterfaceClasses& a, const InterfaceClasses& b) {
    if (a.size() != b.size()) return "the number of classes";
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!std::ranges::equal(a.members(i), b.members(i))) return "the members of a class";
    }
    return {};
}

/// Returns how the tables of one snapshot differ; empty when they don't.
std::string difference(const PairTable& kept, const PairTable& fresh) {
    std::string found =
        networkDifference(kept.reachability().network(), fresh.reachability().network());
    if (found.empty()) found = classDifference(kept.classes(), fresh.classes());
    if (!found.empty()) return found;
    for (std::size_t from = 0; from < fresh.classes().size(); ++from) {
        for (std::size_t to = 0; to < fresh.classes().size(); ++to) {
            for (const Family family : {Family::Ipv4, Family::Ipv6}) {
                const TrafficBounds* a = kept.at(from, to, family);
                const TrafficBounds* b = fresh.at(from, to, family);
                if ((a == nullptr) != (b == nullptr) || (a != nullptr && !(*a == *b))) {
                    return "the traffic between two classes";
                }
            }
        }
    }
    return {};
}

/// Returns the traffic between two interfaces by their ids, as a table has it.
const TrafficBounds* trafficById(const PairTable& table, ThingId from, ThingId to, Family family) {
    const NetworkIndex& network = table.reachability().network();
    const InterfaceIndex a = network.interfaces().indexOf(from);
    const InterfaceIndex b = network.interfaces().indexOf(to);
    if (a == kNone || b == kNone) return nullptr;
    if (!network.interfaces()[a].address(family)) return nullptr;
    if (!network.interfaces()[b].address(family)) return nullptr;
    return table.at(table.classes().classOf(a), table.classes().classOf(b), family);
}

/// Says whether the changes that a table tells are those between it and the one before.
bool changesAreTrue(const PairTable& before, const PairTable& after) {
    std::size_t told = 0;
    const InterfaceClasses& classes = after.classes();
    const auto idOf = [&](InterfaceIndex i) {
        return after.reachability().network().interfaces()[i].interface->id;
    };
    for (std::size_t from = 0; from < classes.size(); ++from) {
        for (std::size_t to = 0; to < classes.size(); ++to) {
            for (const Family family : {Family::Ipv4, Family::Ipv6}) {
                const TrafficBounds* now = after.at(from, to, family);
                if (now == nullptr) continue;
                const ThingId a = idOf(classes.members(from).front());
                const ThingId b = idOf(classes.members(to)[from == to ? 1 : 0]);
                const TrafficBounds* was = trafficById(before, a, b, family);
                const PairChange* change =
                    told < after.changes().size() ? &after.changes()[told] : nullptr;
                const bool isTold = change != nullptr && change->from == from && change->to == to &&
                                    change->family == family;
                if (isTold) ++told;
                const bool same = was != nullptr && *was == *now;
                if (same && isTold && change->before != nullptr) return false;
                if (!same && !isTold) return false;
                if (isTold && !(*change->after == *now)) return false;
            }
        }
    }
    return told == after.changes().size();
}

std::string answerOf(const Reachability& reachability, std::mt19937_64& random) {
    const std::size_t count = reachability.network().interfaces().size();
    if (count == 0) return {};
    ReachQuestion question;
    question.from.name = "from";
    question.from.interfaces = {InterfaceIndex(random() % count)};
    question.to.name = "to";
    question.to.interfaces = {InterfaceIndex(random() % count)};
    return answerJson(reachability.network(), reach(reachability, question)).dump();
}

struct Kept {
    std::shared_ptr<const Reachability> reachability;
    std::shared_ptr<const PairTable> pairs;
    static Kept fresh(const ArchitecturePointer& architecture) {
        Kept kept;
        kept.reachability = std::make_shared<const Reachability>(architecture);
        kept.pairs = PairTable::fresh(kept.reachability);
        return kept;
    }
    [[nodiscard]] Kept after(const ArchitecturePointer& architecture) const {
        Kept kept;
        kept.reachability = std::make_shared<const Reachability>(architecture, reachability.get());
        kept.pairs = PairTable::next(*pairs, kept.reachability);
        return kept;
    }
};

}  // namespace

class IncrementalTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsKeptEqualsWhatIsMadeFromNothing() {
        constexpr std::size_t kEditsPerNetwork = 50;
        std::size_t edits = 0;
        std::size_t pairs = 0;
        std::size_t evaluated = 0;
        for (std::uint64_t seed = 0; edits < editCount(); ++seed) {
            std::mt19937_64 random(seed);
            ArchitecturePointer architecture = test::randomNetwork(seed, {true, 3, 3});
            Kept kept = Kept::fresh(architecture);
            for (std::size_t i = 0; i < kEditsPerNetwork; ++i, ++edits) {
                architecture = test::editedAtRandom(*architecture, random);
                Kept next = kept.after(architecture);
                const Kept fresh = Kept::fresh(architecture);
                const std::string found = difference(*next.pairs, *fresh.pairs);
                QVERIFY2(
                    found.empty(),
                    qPrintable(QString::fromStdString("seed " + std::to_string(seed) + ", edit " +
                                                      std::to_string(i) + ": " + found)));
                QVERIFY(changesAreTrue(*kept.pairs, *next.pairs));
                std::mt19937_64 same = random;
                QCOMPARE(answerOf(*next.reachability, random), answerOf(*fresh.reachability, same));
                pairs += next.pairs->work().pairs;
                evaluated += next.pairs->work().evaluated;
                kept = std::move(next);
            }
        }
        qInfo("%zu edits of random networks; %zu of %zu pairs were worked out anew", edits,
              evaluated, pairs);
        QVERIFY(evaluated * 2 < pairs);
    }

    void editsOfADesignReachTheVerdicts() {
        Design design = test::readDesign(test::fleetTemplate(150));
        auto resolved = resolve(design);
        Kept kept = Kept::fresh(resolved->architecture);
        std::mt19937_64 random(7);
        std::size_t changes = 0;
        for (std::size_t i = 0; i < editCount() / 10; ++i) {
            const auto kind = static_cast<test::FleetEdit>(i % test::kFleetEditKinds);
            const auto after = archivolt::apply(design, test::fleetEdit(design, kind, random));
            QVERIFY(after.has_value());
            resolved = resolve(*after, resolved.get());
            Kept next = kept.after(resolved->architecture);
            const Kept fresh = Kept::fresh(resolved->architecture);
            QCOMPARE(difference(*next.pairs, *fresh.pairs), std::string());
            QVERIFY(changesAreTrue(*kept.pairs, *next.pairs));
            changes += next.pairs->changes().size();
            design = *after;
            kept = std::move(next);
        }
        QVERIFY(changes > 0);
    }

    void everyPairIsWhatAWalkOfItsOwnSays() {
        std::size_t compared = 0;
        for (std::uint64_t seed = 100; seed < 110; ++seed) {
            const Kept made = Kept::fresh(test::randomNetwork(seed, {true, 3, 4}));
            const InterfaceClasses& classes = made.pairs->classes();
            const Reachability& reachability = *made.reachability;
            const auto interfaces = reachability.network().interfaces().indices();
            for (const InterfaceIndex from : interfaces) {
                for (const InterfaceIndex to : interfaces) {
                    for (const Family family : {Family::Ipv4, Family::Ipv6}) {
                        const PairEnd& a = classes.end(from);
                        const PairEnd& b = classes.end(to);
                        if (from == to || !a.has(family) || !b.has(family)) continue;
                        const FlowEnd origin{FlowEnd::Kind::Interface, from, {}};
                        const WalkQuestion flow{origin,
                                                {a.address(family), b.address(family)},
                                                {FlowEnd::Kind::Interface, to, {}},
                                                kNone};
                        const TrafficBounds* held =
                            made.pairs->at(classes.classOf(from), classes.classOf(to), family);
                        QVERIFY(held != nullptr);
                        QCOMPARE(*held,
                                 trafficBetween(reachability.network(), reachability.filters(),
                                                {flow, false})
                                     .roundTrip(clientPortsOf(reachability.network(), origin)));
                        ++compared;
                    }
                }
            }
        }
        QVERIFY(compared > 5000);
    }

    void anUpdateStopsWhenAsked() {
        const Kept made = Kept::fresh(test::randomNetwork(1));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(PairTable::fresh(made.reachability, stop.get_token()) == nullptr);
        QVERIFY(PairTable::next(*made.pairs, made.reachability, stop.get_token()) == nullptr);
    }

    void withTooManyClassesRowsAreAskedFor() {
        const auto resolved = resolve(test::readDesign(test::adversarialTemplate(1100)));
        const Kept made = Kept::fresh(resolved->architecture);
        QCOMPARE(made.pairs->classes().size(), 1100U);
        QVERIFY(!made.pairs->isHeld());
        QVERIFY(made.pairs->at(0, 1, Family::Ipv4) == nullptr);
        const Kept again = made.after(resolved->architecture);
        QVERIFY(!again.pairs->isHeld());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::IncrementalTest)
#include "incremental_test.moc"
