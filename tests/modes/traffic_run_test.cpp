#include "app/modes/traffic/traffic_run.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include "app/modes/traffic/traffic_search.h"

#include <QtTest>

#include "tests/modes/reach_fixture.h"

namespace archivolt {

namespace {

TrafficScene threeTierTraffic() {
    const ReachScene scene = test::sceneOf(test::threeTier());
    return {scene.resolved, scene.reachability, scene.diagram};
}

struct Played {
    std::vector<TrafficFrame> frames;
    std::vector<TrafficEvent> events;
    Result<TrafficStory> story = TrafficStory();
};

Played play(const TrafficScene& scene, const TrafficWish& wish, std::size_t mostFrames = 1000) {
    Played played;
    played.story = runTraffic(
        scene, wish, [&] { return played.frames.size() >= mostFrames; },
        [&](TrafficFrame frame, std::vector<TrafficEvent> events) {
            played.frames.push_back(std::move(frame));
            played.events.insert(played.events.end(), events.begin(), events.end());
        });
    return played;
}

}  // namespace

class TrafficRunTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRunIsToldStretchByStretch() {
        const TrafficScene scene = threeTierTraffic();
        const Played played = play(scene, {0.2, 120, 1, {}});
        QVERIFY(played.story.has_value());
        QCOMPARE(played.frames.size(), kTrafficFrames);
        QCOMPARE(played.frames.back().at, 120.0);
        QVERIFY(played.frames.back().offered > 0 && played.frames.back().latencyMs > 0);
        // From the first stretch on, however rarely the run itself takes its samples.
        for (const TrafficFrame& frame : played.frames) {
            const auto answer = std::ranges::count_if(frame.machines, &FleetMember::answers);
            QCOMPARE(frame.members, static_cast<double>(answer));
        }
        QVERIFY(played.frames.front().members >= 2);
        QVERIFY(!played.story->sentences.empty() && !played.story->notSimulated.empty());
        Overlay overlay;
        addTraffic(overlay, played.frames.back(), {}, *scene.diagram);
        QVERIFY(!overlay.details.empty() && !overlay.paths.empty() && !overlay.cells.empty());
        QVERIFY(!overlay.concerned);
    }

    /// Requests come through the distribution, which asks the load balancer by a name.
    void theWayOfRequestsIsMarkedFromTheInternetOn() {
        const TrafficScene scene = threeTierTraffic();
        const Played played = play(scene, {0.2, 60, 1, {}});
        Overlay overlay;
        addTraffic(overlay, played.frames.back(), {}, *scene.diagram);
        const auto isMarked = [&](const char* from, const char* to) {
            const std::vector<BoxIndex> way = {scene.diagram->find(from), scene.diagram->find(to)};
            return std::ranges::any_of(overlay.paths,
                                       [&](const auto& path) { return path.boxes == way; });
        };
        const auto& boxes = scene.diagram->boxes;
        const auto internet = std::ranges::find(boxes, "Internet", &Box::title);
        QVERIFY(internet != boxes.end());
        QVERIFY(isMarked(internet->key.c_str(), "three-tier/Zone"));
        QVERIFY(isMarked("three-tier/Zone", "three-tier/Cdn"));
        QVERIFY(isMarked("three-tier/Cdn", "three-tier/WebAlb"));
        QVERIFY(!isMarked("three-tier/Gateway", "three-tier/WebAlb"));
        for (const std::string& left : played.story->notSimulated) {
            QVERIFY2(!left.starts_with("OriginRecord"), left.c_str());
        }
    }

    void theSameWishGivesTheSameRun() {
        const TrafficScene scene = threeTierTraffic();
        const Played one = play(scene, {0.1, 60, 3, {}});
        const Played other = play(scene, {0.1, 60, 3, {}});
        QCOMPARE(one.frames.back().loads, other.frames.back().loads);
        QCOMPARE(one.events, other.events);
    }

    void aZoneThatIsDownIsMarkedWhileItIs() {
        const TrafficScene scene = threeTierTraffic();
        QCOMPARE(zonesOf(*scene.resolved), (std::vector<std::string>{"us-east-1a", "us-east-1b"}));
        const TrafficWish wish{0.1, 90, 1, "us-east-1a"};
        QVERIFY(!isZoneDown(wish, 20) && isZoneDown(wish, 45) && !isZoneDown(wish, 80));
        const Played played = play(scene, wish);
        QVERIFY(played.story.has_value() && !played.events.empty());
        Overlay overlay;
        addTraffic(overlay, played.frames[60], wish, *scene.diagram);
        const bool marked = std::ranges::any_of(overlay.highlights, [&](const Highlight& h) {
            return scene.diagram->boxes[h.box].title == "us-east-1a";
        });
        QVERIFY(marked);
    }

    void whatHasFailedOverAnswersFromItsStandbysBox() {
        const TrafficScene scene = threeTierTraffic();
        // Long enough for a failover: 60 to 120 s (T19) after the zone is lost at 600 s.
        const TrafficWish wish{0.02, 1800, 1, "us-east-1a"};
        const Played played = play(scene, wish);
        QVERIFY(played.story.has_value());
        const BoxIndex primary = scene.diagram->find("three-tier/OrdersDb");
        const BoxIndex standby = scene.diagram->find("three-tier/OrdersDb#standby");
        QVERIFY(primary != kNoBox && standby != kNoBox);
        for (const TrafficFrame& frame : played.frames) {
            if (!frame.loads.contains("OrdersDb")) continue;
            const bool isBefore = frame.at <= 600;
            if (!isBefore && frame.at < 800) continue;
            Overlay overlay;
            addTraffic(overlay, frame, wish, *scene.diagram);
            const BoxIndex answers = isBefore ? primary : standby;
            QVERIFY2(overlay.details.contains(answers), qPrintable(QString::number(frame.at)));
            QVERIFY(!overlay.details.contains(isBefore ? standby : primary));
            QVERIFY(std::ranges::any_of(
                overlay.paths, [&](const auto& path) { return path.boxes.back() == answers; }));
        }
    }

    void scenariosAreNamedByWhatADesignCanLose() {
        QCOMPARE(scenariosOf({}).size(), 2U);
        QCOMPARE(scenariosOf({"us-east-1a"}).size(), 2U);
        const auto named = scenariosOf({"us-east-1a", "us-east-1b"});
        QCOMPARE(named.size(), 4U);
        QCOMPARE(named.front().wish, TrafficWish());
        QCOMPARE(named.back().name, std::string("Peak with a zone outage"));
        QCOMPARE(named.back().wish, (TrafficWish{10, 1800, 1, "us-east-1a"}));
    }

    // A project keeps a scenario as the command takes it; what there are no figures for stays.
    void wishesAreKeptAsScenarios() {
        TrafficWish wish;
        wish.load = 2;
        wish.seconds = 600;
        wish.rate = 50;
        wish.changes = 0.25;
        wish.faults = {{"slow", "OrdersDb", 120, 60}, {"zone", "us-east-1a", 300, 0}};
        QCOMPARE(wishOf(scenarioJsonOf(wish)), wish);
        const auto scenario = traffic::readScenario(scenarioJsonOf(wish));
        QVERIFY(scenario.has_value());
        QCOMPARE(scenario->faults.size(), 2U);
        const auto own = nlohmann::ordered_json::parse(
            R"({"load": 3, "components": {"WebFleet": {"work_ms": 40}},
                "clients": [{"name": "shoppers", "timeout_s": 5}],
                "faults": [{"kind": "flush", "target": "Sessions", "at_s": 60}]})");
        TrafficWish richer = wishOf(own);
        QVERIFY(richer.load == 3 && richer.faults.empty());
        QCOMPARE(scenarioJsonOf(richer)["components"], own["components"]);
        QCOMPARE(scenarioJsonOf(richer)["faults"], own["faults"]);
        richer.rate = 10;
        QCOMPARE(scenarioJsonOf(richer)["clients"][0]["timeout_s"], 5);
        QCOMPARE(scenarioJsonOf(richer)["clients"][0]["arrivals"]["rate_rps"], 10);

        const Value one = withScenario(Value::list({}), "Sale", wish);
        const Value two = withScenario(one, "Audit", richer);
        const auto named = scenariosOf({}, two);
        QCOMPARE(named.size(), 4U);
        QVERIFY(named[2].isOwn && named[2].name == "Sale" && named[2].wish == wish);
        QCOMPARE(withScenario(two, "Sale", {}).items().size(), 2U);
        QCOMPARE(withoutScenario(two, "Audit"), one);
    }

    void whatAWishSaysIsRun() {
        const TrafficScene scene = threeTierTraffic();
        TrafficWish wish;
        wish.seconds = 120;
        wish.rate = 20;
        wish.faults = {{"zone", "us-east-1a", 60, 30}};
        QVERIFY(isZoneDown(wish, "us-east-1a", 75) && !isZoneDown(wish, "us-east-1a", 95));
        const Played played = play(scene, wish);
        QVERIFY(played.story.has_value());
        const auto& requests = played.story->report["requests"];
        QVERIFY(std::abs(requests["offered"].get<double>() - 2400) < 250);
        QCOMPARE(played.story->report["phases"].size(), 3U);
        QCOMPARE(played.story->report["phases"][1]["what"], "us-east-1a is down");
        Overlay overlay;
        addTraffic(overlay, played.frames[75], wish, *scene.diagram);
        QVERIFY(std::ranges::any_of(overlay.highlights, [&](const Highlight& h) {
            return scene.diagram->boxes[h.box].title == "us-east-1a";
        }));
        const auto targets = faultTargets(scene);
        QVERIFY(targets.has_value());
        QVERIFY(std::ranges::find(*targets, "OrdersDb") != targets->end());
        QVERIFY(std::ranges::find(*targets, "WebFleet") != targets->end());
        QVERIFY(std::ranges::find(*targets, "WebFleet-1") == targets->end());
    }

    void theLimitIsFoundAndTheSearchStops() {
        const TrafficScene scene = threeTierTraffic();
        TrafficWish wish;
        wish.seconds = 20;
        std::size_t runs = 0;
        const auto found = findTrafficLimit(
            scene, wish, "completed>99%", [] { return false; },
            [&](const TrafficProgress& progress) { runs = progress.runs; });
        QVERIFY(found.has_value() && !found->empty());
        QVERIFY2(found->front().starts_with("completed>99% is kept up to "),
                 found->front().c_str());
        QVERIFY(runs >= 5 * 7);  // Each of five replications halves from a factor of 2 to 1 %.
        const auto stopped = findTrafficLimit(
            scene, wish, "p99<300ms", [] { return true; }, [](const TrafficProgress&) {});
        QVERIFY(stopped.has_value() && stopped->empty());
        QVERIFY(!findTrafficLimit(scene, wish, "fast", {}, {}).has_value());
    }

    void twoRunsAreToldApart() {
        const TrafficScene scene = threeTierTraffic();
        const Played one = play(scene, {0.5, 60, 1, {}});
        const Played two = play(scene, {1, 60, 1, {}});
        QVERIFY(comparedFigures(one.story->report, one.story->report).empty());
        const auto figures = comparedFigures(one.story->report, two.story->report);
        const auto offered = std::ranges::find(figures, "offered", &ComparedFigure::what);
        QVERIFY(offered != figures.end() && offered->of == "Requests");
        QVERIFY(std::ranges::find(figures, "Latency", &ComparedFigure::of) != figures.end());
        QVERIFY2(offered->change.starts_with('+'), offered->change.c_str());
        QVERIFY2(offered->after.find(',') != std::string::npos, offered->after.c_str());
    }

    void aRunIsCalledByWhatSetsItApart() {
        TrafficWish wish;
        QCOMPARE(wishWords(wish), std::string("Ordinary day"));
        wish.seconds = 60;
        wish.load = 2;
        wish.faults = {{"zone", "us-east-1a", 18, 12}};
        QCOMPARE(wishWords(wish), std::string("2 × load, 1 min, us-east-1a down"));
        wish.faults.assign(4, {"slow", "OrdersDb", 0, 0});
        wish.rate = 150;
        QCOMPARE(wishWords(wish), std::string("150/s, 2 × load, 1 min, OrdersDb slow, OrdersDb "
                                              "slow, 2 more faults"));
    }

    void aRunStopsWhenItIsTold() {
        const TrafficScene scene = threeTierTraffic();
        const Played played = play(scene, {1, 1800, 1, {}}, 2);
        QVERIFY(played.frames.size() <= 3);
    }

    void aDesignThatTakesNoRequestsSaysSo() {
        const ReachScene bare =
            test::sceneOf(openText({"net.yaml",
                                    "Resources:\n  Net: {Type: AWS::EC2::VPC, Properties: "
                                    "{CidrBlock: 10.0.0.0/16}}\n"},
                                   {})
                              .design);
        const Played played = play({bare.resolved, bare.reachability, bare.diagram}, {});
        QVERIFY(!played.story.has_value() && !played.story.error().message.empty());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::TrafficRunTest)
#include "traffic_run_test.moc"
