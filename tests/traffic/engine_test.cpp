#include <QtTest>

#include <algorithm>
#include <cmath>
#include <set>

#include "model/traffic/engine/distribution.h"
#include "model/traffic/engine/drawn_ahead.h"
#include "model/traffic/engine/event_queue.h"
#include "model/traffic/engine/histogram.h"
#include "model/traffic/engine/numbers.h"
#include "model/traffic/run/object_store.h"
#include "model/traffic/run/simulation.h"
#include "model/traffic/run/timeline.h"
#include "tests/traffic/made_plants.h"

namespace archivolt::traffic {

namespace {

RunOptions seconds(double duration, std::uint64_t seed = 1) {
    RunOptions options;
    options.seed = seed;
    options.duration = fromSeconds(duration);
    return options;
}

Run runOf(const Plant& plant, const RunOptions& options) {
    Simulation simulation(plant, options);
    simulation.advance(options.duration);
    return simulation.result();
}

/// Takes and puts back events of a queue as `gap` says, and returns the order in which they came.
std::vector<std::uint64_t> orderOf(QueueKind kind, std::size_t pending, std::size_t steps,
                                   Time (*gap)(RandomStream&)) {
    EventQueue queue(kind);
    RandomStream stream(7, 0, "gaps");
    std::uint64_t sequence = 0;
    Time now = 0;
    std::vector<std::uint64_t> order;
    for (std::size_t i = 0; i < pending; ++i) queue.push({gap(stream), sequence++, 0, 0, 0, 0});
    Event event;
    Time last = 0;
    for (std::size_t i = 0; i < steps && queue.popUntil(kNever, event); ++i) {
        if (event.at < last) return {};
        last = now = event.at;
        order.push_back(event.sequence);
        // Sometimes several, sometimes none, so that the number pending wanders.
        const std::uint32_t more = queue.size() > 2 * pending ? 0 : stream.below(3);
        for (std::uint32_t k = 0; k < more; ++k)
            queue.push({now + gap(stream), sequence++, 0, 0, 0, 0});
    }
    return order;
}

}  // namespace

/// The engine below the components: order, numbers, counts.
class EngineTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noDistributionIsMadeOfWhatIsNone() {
        const std::string code = "SIM-1";
        QCOMPARE(parseShape("bell").error().code, code);
        QVERIFY(parseShape("erlang").value() == Shape::Erlang);
        QCOMPARE(Distribution::of(Shape::Uniform, 1, 0.5).error().code, code);
        QVERIFY(Distribution::of(Shape::Uniform, 1, 0.25).has_value());
        QCOMPARE(Distribution::of(Shape::Exponential, -1, 1).error().code, code);
    }

    void theCalendarGivesTheHeapsOrder() {
        using Gap = Time (*)(RandomStream&);
        const std::vector<Gap> gaps = {
            [](RandomStream& s) { return static_cast<Time>(-naturalLog(s.uniform()) * 1e6); },
            [](RandomStream&) { return Time{0}; },
            [](RandomStream& s) { return static_cast<Time>(s.below(3)) * kSecond; },
            [](RandomStream& s) {
                return s.below(100) == 0 ? kHour : static_cast<Time>(s.below(50));
            },
            [](RandomStream& s) { return static_cast<Time>(power(s.uniform(), -3) * 1000); }};
        for (const Gap gap : gaps) {
            for (const std::size_t pending :
                 {std::size_t{10}, std::size_t{1000}, std::size_t{30000}}) {
                const auto calendar = orderOf(QueueKind::Calendar, pending, 100'000, gap);
                QVERIFY(!calendar.empty());
                QVERIFY(calendar == orderOf(QueueKind::Heap, pending, 100'000, gap));
            }
        }
    }

    void logarithmExponentialAndSineAreTheRightOnes() {
        RandomStream stream(3, 0, "numbers");
        for (int i = 0; i < 100'000; ++i) {
            const double x = stream.uniform() * power(10, stream.uniform() * 20 - 10);
            QVERIFY(std::abs(naturalLog(x) - std::log(x)) <=
                    1e-15 * std::max(1.0, std::abs(std::log(x))));
            const double y = stream.uniform() * 100 - 50;
            QVERIFY(std::abs(exponential(y) / std::exp(y) - 1) < 1e-14);
            const double turns = stream.uniform() * 10 - 5;
            QVERIFY(std::abs(sineOfTurns(turns) - std::sin(turns * 6.283185307179586)) < 1e-12);
        }
        QVERIFY(std::abs(normalQuantile(0.975) - 1.959963984540054) < 1e-12);
        QVERIFY(std::abs(normalQuantile(1e-10) + 6.361340902404056) < 1e-9);
    }

    void theMeanIsTheMeanOfEveryDistribution() {
        const std::vector<std::pair<Shape, double>> shapes = {
            {Shape::Constant, 0},  {Shape::Exponential, 1}, {Shape::Erlang, 0.25},
            {Shape::Uniform, 0.2}, {Shape::LogNormal, 2},   {Shape::Hyperexponential, 4},
            {Shape::Pareto, 1.5}};
        for (const auto& [shape, cv2] : shapes) {
            const auto made = Distribution::of(shape, 0.03, cv2);
            QVERIFY(made.has_value());
            RandomStream stream(5, 0, shapeName(shape));
            double sum = 0;
            double squares = 0;
            constexpr int kCount = 1'000'000;
            for (int i = 0; i < kCount; ++i) {
                const double x = toSeconds(made->sample(stream));
                sum += x;
                squares += x * x;
            }
            const double mean = sum / kCount;
            QVERIFY2(std::abs(mean / 0.03 - 1) < 0.01, shapeName(shape));
            if (shape == Shape::Pareto) continue;  // Its fourth moment is infinite.
            const double found = squares / kCount / (mean * mean) - 1;
            QVERIFY2(std::abs(found - cv2) < 0.05 * std::max(cv2, 0.01), shapeName(shape));
        }
        QVERIFY(!Distribution::of(Shape::Uniform, 1, 2).has_value());
        QVERIFY(!Distribution::of(Shape::Hyperexponential, 1, 0.5).has_value());
    }

    void whatIsDrawnAheadIsWhatWouldBeDrawnOneByOne() {
        const auto gamma = Distribution::of(Shape::Erlang, 0.02, 0.25);
        QVERIFY(gamma.has_value());
        RandomStream one(3, 0, "durations");
        RandomStream many = one;
        DrawnAhead ahead;
        for (int i = 0; i < 1000; ++i) {
            QCOMPARE(ahead.take([&] { return gamma->sample(many); }), gamma->sample(one));
        }
    }

    void quantilesAreWithinAPartIn256() {
        Histogram histogram;
        for (Time i = 1; i <= 1'000'000; ++i) histogram.add(i * 977);
        for (const double share : {0.001, 0.5, 0.9, 0.999}) {
            const double exact = share * 1e6 * 977;
            QVERIFY(std::abs(static_cast<double>(histogram.quantile(share)) / exact - 1) <
                    1.0 / 256);
        }
        QCOMPARE(histogram.greatest(), Time{977'000'000});
        Histogram a;
        Histogram b;
        for (Time i = 1; i <= 1'000'000; ++i) (i % 3 == 0 ? a : b).add(i * 977);
        Histogram other = b;
        other.merge(a);
        a.merge(b);
        QVERIFY(a == histogram && other == histogram);
    }

    void aTimelineOfAnyLengthHas3600Bins() {
        Timeline timeline;
        for (Time at = 0; at < 40 * kHour; at += 10 * kSecond) ++timeline.at(at).offered;
        QVERIFY(timeline.bins().size() <= Timeline::kMostBins);
        std::uint64_t sum = 0;
        for (const TimelineBin& bin : timeline.bins()) sum += bin.offered;
        QCOMPARE(sum, std::uint64_t{40 * 360});
    }

    void storesForgetTheLeastRecentlyUsed() {
        ObjectStore store(StoreSpec{2, kNever});
        store.put(1, 0);
        store.put(2, 0);
        QVERIFY(store.has(1, 1));
        store.put(3, 2);
        QVERIFY(store.has(1, 3) && !store.has(2, 3) && store.has(3, 3));
    }

    void oneSeedGivesOneDigestWhicheverQueueAndHoweverItIsCut() {
        const Plant plant = test::wholePath(500, true);
        RunOptions options = seconds(60);
        const Run whole = runOf(plant, options);
        options.queue = QueueKind::Heap;
        QVERIFY(whole == runOf(plant, options));
        Simulation cut(plant, seconds(60));
        for (int i = 1; i <= 60; ++i) cut.advance(fromSeconds(i));
        QVERIFY(whole == cut.result());
        QVERIFY(whole.digest != runOf(plant, seconds(60, 2)).digest);
    }

    /// The numbers below are those of every machine, compiler and build; they change only when what
    /// is simulated does.
    void digestsAreThoseThatWereCommitted() {
        QCOMPARE(runOf(test::manyServers(0.8, 1), seconds(1e5)).digest, kManyServers);
        QCOMPARE(runOf(test::wholePath(500, true), seconds(60)).digest, kWholePath);
    }

    void anotherComponentDisturbsNoOneElse() {
        Plant plant = test::manyServers(0.8, 1);
        const Run before = runOf(plant, seconds(10'000));
        plant.stations.push_back(test::station("other", 1, Distribution::exponential(1)));
        plant.clients.push_back(test::poissonClients(0.5, {NodeKind::Station, 1}));
        plant.clients.back().name = "others";
        const Run after = runOf(plant, seconds(10'000));
        QVERIFY(before.clients[0] == after.clients[0]);
    }

    void replicationsMergeToTheSameInAnyOrder() {
        const Plant plant = test::wholePath(300, false);
        const auto forwards = [](std::size_t count, const std::function<void(std::size_t)>& work) {
            for (std::size_t i = 0; i < count; ++i) work(i);
        };
        const auto backwards = [](std::size_t count, const std::function<void(std::size_t)>& work) {
            for (std::size_t i = count; i > 0; --i) work(i - 1);
        };
        const Run one = replicate(plant, seconds(20), 4, forwards);
        QVERIFY(one == replicate(plant, seconds(20), 4, backwards));
        QCOMPARE(one.replications, std::uint64_t{4});
    }

    void memoryDoesNotGrowWithTime() {
        const Plant plant = test::wholePath(200, false);
        Simulation simulation(plant, seconds(4000));
        simulation.advance(fromSeconds(400));
        const std::size_t early = simulation.world().visits.capacity();
        simulation.advance(fromSeconds(4000));
        QVERIFY(simulation.world().visits.capacity() <= early + early / 2);
    }

    void aRunCanBeStopped() {
        Simulation simulation(test::manyServers(0.8, 1), seconds(1e9));
        int asked = 0;
        QVERIFY(!simulation.advance(kNever, [&] { return ++asked == 3; }));
        QVERIFY(!simulation.isOver());
    }

    void whatWouldBreakARunIsRefused() {
        Plant plant = test::manyServers(0.8, 1);
        QVERIFY(whatIsWrong(plant).empty());
        plant.stations[0].calls = {test::callOf(0)};
        QVERIFY(!whatIsWrong(plant).empty());
        plant.stations[0].calls = {test::callOf(9)};
        QVERIFY(!whatIsWrong(plant).empty());
    }

private:
    static constexpr std::uint64_t kManyServers = 4959330043064819525ULL;
    static constexpr std::uint64_t kWholePath = 12884369362281436002ULL;
};

}  // namespace archivolt::traffic

QTEST_APPLESS_MAIN(archivolt::traffic::EngineTest)
#include "engine_test.moc"
