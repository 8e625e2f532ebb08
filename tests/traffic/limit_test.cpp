#include <QtTest>

#include <algorithm>
#include <cmath>
#include <optional>

#include "model/traffic/report/critical_path.h"
#include "model/traffic/report/limit.h"
#include "model/traffic/report/report.h"
#include "model/traffic/report/theory.h"
#include "tests/traffic/made_plants.h"

namespace archivolt::traffic {

namespace {

void oneByOne(std::size_t count, const std::function<void(std::size_t)>& work) {
    for (std::size_t i = 0; i < count; ++i) work(i);
}

void backwards(std::size_t count, const std::function<void(std::size_t)>& work) {
    for (std::size_t i = count; i > 0; --i) work(i - 1);
}

/// Runs a plant once, and returns what theory says of its only station.
std::optional<Theory> theoryOfOne(const BuiltPlant& built, double seconds) {
    RunOptions options;
    options.duration = fromSeconds(seconds);
    const Run run = replicate(built.plant, options, 1, oneByOne);
    for (const Shown& one : shownComponents(run, built)) {
        if (one.result.kind == NodeKind::Station) return theoryOf(run, built, one);
    }
    return std::nullopt;
}

}  // namespace

/// The highest rate that keeps a promise, against closed forms.
class LimitTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // M/M/1 at unit service rate: P(T > t) = e^(−(1 − λ)t), so p99 < 10 s holds up to
    // λ = 1 − ln 100 / 10 = 0.5395; the mean is 1/(1 − λ), so mean < 4 s holds up to 0.75.
    void theLimitOfOneServerIsWhatTheoryHas() {
        BuiltPlant built;
        built.plant = test::manyServers(0.2, 1);
        RunOptions options;
        options.duration = 100'000 * kSecond;
        const auto tail = parsePromises("p99<10s");
        QVERIFY(tail.has_value());
        const Limit byTail = findLimit(built, options, *tail, 8, oneByOne);
        const double expected = 1 - std::log(100.0) / 10;
        QVERIFY2(byTail.low < expected && expected < byTail.high,
                 std::to_string(byTail.rps).c_str());
        QVERIFY(byTail.high - byTail.low < 0.1 * expected);
        QCOMPARE(byTail.trials.size(), 8U);
        const Limit byMean = findLimit(built, options, *parsePromises("mean < 4s"), 8, oneByOne);
        QVERIFY2(byMean.low < 0.75 && 0.75 < byMean.high, std::to_string(byMean.rps).c_str());
    }

    // Two servers of 1 ms are full at 2,000 requests a second, three of 2 ms at 1,500; who is asked
    // by half of the requests is full at twice that. The order is told with intervals that hold it.
    void whatIsFullFirstIsToldWithItsInterval() {
        BuiltPlant built;
        built.plant.stations = {test::station("two", 2, Distribution::exponential(0.001)),
                                test::station("three", 3, Distribution::exponential(0.002)),
                                test::station("half", 2, Distribution::exponential(0.001))};
        built.plant.stations[0].calls = {test::callOf(1), test::callOf(2)};
        built.plant.stations[0].calls[1].probability = 0.5;
        built.plant.clients = {test::poissonClients(800, {NodeKind::Station, 0})};
        RunOptions options;
        options.duration = 60 * kSecond;
        const Run run = replicate(built.plant, options, 10, oneByOne);
        QVERIFY(run.fullAt == replicate(built.plant, options, 10, backwards).fullAt);
        const auto order = saturationOrder(run, built);
        const std::vector<std::pair<std::string, double>> expected = {
            {"three", 1500}, {"two", 2000}, {"half", 4000}};
        QCOMPARE(order.size(), expected.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            QCOMPARE(order[i].component, expected[i].first);
            QVERIFY(order[i].halfRps.has_value());
            QVERIFY2(std::abs(order[i].atRps - expected[i].second) < *order[i].halfRps,
                     std::to_string(order[i].atRps).c_str());
            QVERIFY(*order[i].halfRps < 0.02 * order[i].atRps);
        }
        const auto story = storyOf(run, built);
        QVERIFY2(story.back().find("would be three, at about 1") != std::string::npos &&
                     story.back().find("–") != std::string::npos &&
                     story.back().find("as well") == std::string::npos,
                 story.back().c_str());
        // From one run alone, there is no interval.
        QVERIFY(!saturationOrder(replicate(built.plant, options, 1, oneByOne), built)
                     .front()
                     .halfRps.has_value());
    }

    // Two stations of one server and 1 ms share 800 requests a second: each is busy 40 % and full
    // at 2,000 in all. While one is down for the middle third, the other takes all: busy 80 %, full
    // at 1,000. Over the whole run it is busy 53 %, which says 1,500: the phases tell what
    // happened.
    void whatIsFullWhileAFaultLastsIsToldByPhases() {
        BuiltPlant built;
        built.plant.stations = {test::station("one", 1, Distribution::exponential(0.001)),
                                test::station("two", 1, Distribution::exponential(0.001))};
        BalancerSpec balancer;
        balancer.name = "lb";
        balancer.health.enabled = true;
        balancer.health.interval = balancer.health.timeout = kSecond / 10;
        balancer.health.unhealthyThreshold = 1;
        balancer.targets = {{0}, {1}};
        built.plant.balancers = {balancer};
        built.plant.clients = {test::poissonClients(800, {NodeKind::Balancer, 0})};
        Fault fault;
        fault.target = "one";
        fault.at = fault.lasting = 200 * kSecond;
        built.plant.faults = {fault};
        RunOptions options;
        options.duration = 600 * kSecond;
        const Run run = replicate(built.plant, options, 2, oneByOne);
        QCOMPARE(run.phases.size(), 3U);
        std::uint64_t ended = 0;
        for (const Phase& phase : run.phases) ended += phase.completed + phase.failed;
        const Totals totals = totalsOf(run);
        QCOMPARE(ended, totals.completed + totals.failed);
        const double expected[] = {2000, 1000, 2000};
        for (std::size_t i = 0; i < run.phases.size(); ++i) {
            const auto order = saturationOrder(run, run.phases[i]);
            QVERIFY(!order.empty());
            QVERIFY2(std::abs(order.front().atRps - expected[i]) < 0.03 * expected[i],
                     std::to_string(order.front().atRps).c_str());
        }
        QCOMPARE(run.phases[1].what, std::string("one is down"));
        QVERIFY(run.phases[0].what.empty() && run.phases[2].what.empty());
        // What was down for a third of the time was there to work in the other two.
        const auto order = saturationOrder(run, built);
        const auto one = std::ranges::find(order, "one", &Saturation::component);
        QVERIFY(one != order.end() && std::abs(one->utilisation - 0.4) < 0.01);
        std::string story;
        for (const std::string& line : storyOf(run, built)) story += line + '\n';
        QVERIFY2(story.find("From 03:20 to 06:40, while one is down, the first is two: full at "
                            "about ") != std::string::npos,
                 story.c_str());
        QVERIFY2(story.find("03:20–06:40, while one is down: ") != std::string::npos,
                 story.c_str());
    }

    // M/M/2 at load 0.7: Wq = C / (2 − 1.4) = 0.9608. M/D/2 waits about half as long, so that its
    // difference is one to be explained.
    void theoryStandsBesideTheSimulationWithItsInterval() {
        BuiltPlant built;
        built.plant = test::manyServers(1.4, 2);
        const auto good = theoryOfOne(built, 300'000);
        QVERIFY(good && good->halfMs);
        QCOMPARE(good->model, "M/M/2");
        QVERIFY(std::abs(good->waitMs / 960.8 - 1) < 0.03);
        QVERIFY2(good->agrees && good->note.empty(), good->note.c_str());
        QVERIFY(*good->halfMs < 0.04 * good->waitMs);
        built.plant.stations[0].service = Distribution::constant(1);
        const auto other = theoryOfOne(built, 300'000);
        QVERIFY(other && !other->agrees);
        QVERIFY2(other->note.starts_with("nothing known explains it"), other->note.c_str());
        built.scenario.components["server"].shape = "constant";
        QCOMPARE(theoryOfOne(built, 300'000)->note, "its work is not exponential");
    }

    // M/M/1 at load ρ and unit rate: of those who stay t in all, the work takes (1 − e^(−ρ t)) / ρ
    // on average, from the joint density of a wait and the work after it.
    void theCriticalPathIsWhatTheJointDensityOfWaitAndWorkHas() {
        constexpr double kLoad = 0.8;
        RunOptions options;
        options.duration = 2'000'000 * kSecond;
        options.followWays = true;
        const Run run = replicate(test::manyServers(kLoad, 1), options, 1, oneByOne);
        for (const auto& [quantile, within] : {std::pair(0.5, 0.01), std::pair(0.99, 0.04)}) {
            const auto path = criticalPath(run, quantile);
            QVERIFY(path.has_value());
            QCOMPARE(path->parts.size(), 2U);
            const auto work =
                std::ranges::find(path->parts, "working at server", &CriticalPath::Part::what);
            QVERIFY(work != path->parts.end());
            double whole = 0;
            for (const auto& part : path->parts) whole += toSeconds(part.each);
            QVERIFY(path->from < path->latency && path->latency < path->to);
            const double expected = (1 - std::exp(-kLoad * whole)) / kLoad;
            QVERIFY2(std::abs(toSeconds(work->each) / expected - 1) < within,
                     std::to_string(toSeconds(work->each)).c_str());
        }
        options.followWays = false;
        QVERIFY(!criticalPath(replicate(test::manyServers(kLoad, 1), options, 1, oneByOne), 0.5));
    }

    void theOrderOfReplicationsNeverShows() {
        BuiltPlant built;
        built.plant = test::manyServers(0.2, 1);
        RunOptions options;
        options.duration = 2'000 * kSecond;
        const auto promises = *parsePromises("p99<10s, completed>99%");
        QVERIFY(findLimit(built, options, promises, 5, oneByOne) ==
                findLimit(built, options, promises, 5, backwards));
    }

    void whatIsNeverOrAlwaysKeptIsToldSo() {
        BuiltPlant built;
        built.plant = test::manyServers(0.2, 1);
        RunOptions options;
        options.duration = 5'000 * kSecond;
        QVERIFY(findLimit(built, options, *parsePromises("mean<1ms"), 2, oneByOne).neverKept);
        built.plant.stations[0].servers = 0;
        QVERIFY(findLimit(built, options, *parsePromises("p99<1000s"), 2, oneByOne).alwaysKept);
    }

    void whatIsNoPromiseIsRefused() {
        for (const char* text :
             {"", "p99", "p100<1s", "p99<1", "fast", "completed>101%", "p99<0ms"}) {
            QVERIFY2(!parsePromises(text).has_value(), text);
        }
        QVERIFY(parsePromises("p99 < 300ms, completed >= 99.9%").has_value());
    }
};

}  // namespace archivolt::traffic

QTEST_APPLESS_MAIN(archivolt::traffic::LimitTest)
#include "limit_test.moc"
