#include "app/modes/traffic/traffic_run.h"

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
        QVERIFY(played.frames.back().members >= 2);
        QVERIFY(!played.story->sentences.empty() && !played.story->notSimulated.empty());
        Overlay overlay;
        addTraffic(overlay, played.frames.back(), {}, *scene.diagram);
        QVERIFY(!overlay.details.empty() && !overlay.paths.empty() && !overlay.cells.empty());
        QVERIFY(!overlay.concerned);
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
