#include <QtTest>

#include <cmath>
#include <map>
#include <random>
#include <set>

#include "render/layout/fold.h"
#include "render/layout/found_again.h"
#include "render/layout/layout.h"
#include "render/layout/link_label.h"
#include "render/layout/route.h"
#include "tests/layout/sample_diagrams.h"

namespace archivolt {

namespace {

Layout layOut(const Diagram& diagram) {
    RankEngine engine;
    return computeLayout(diagram, approximateWidth, engine);
}

bool crossesSubnets(const Diagram& diagram, BoxIndex box) {
    const BoxKind kind = diagram.boxes[box].kind;
    return (kind == BoxKind::Span || kind == BoxKind::Fleet) && !diagram.boxes[box].spans.empty();
}

/// Returns the first pair of siblings that overlap and must not, in words; empty when there is
/// none.
QString overlapOf(const Diagram& diagram, const Layout& layout) {
    const auto children = diagram.children();
    for (BoxIndex parent = 0; parent < children.size(); ++parent) {
        for (const BoxIndex a : children[parent]) {
            for (const BoxIndex b : children[parent]) {
                if (a >= b || !intersects(layout.rects[a], layout.rects[b])) continue;
                const BoxKind ka = diagram.boxes[a].kind;
                const BoxKind kb = diagram.boxes[b].kind;
                // A frame across subnets lies on the zones it crosses, and on nothing else.
                if (crossesSubnets(diagram, a) && kb == BoxKind::Zone) continue;
                if (crossesSubnets(diagram, b) && ka == BoxKind::Zone) continue;
                return QString::fromStdString(diagram.boxes[a].key + " over " +
                                              diagram.boxes[b].key);
            }
        }
    }
    return {};
}

/// Returns the first box that sticks out of its parent or lies on its parent's title.
QString strayOf(const Diagram& diagram, const Layout& layout) {
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        const Box& box = diagram.boxes[i];
        const Rect& parent = layout.rects[box.parent];
        if (box.kind == BoxKind::Gateway) {
            if (intersects(layout.rects[i], layout.titles[box.parent])) {
                return QString::fromStdString(box.key + " on a title");
            }
            continue;
        }
        if (!contains(inflated(parent, 0.01), layout.rects[i])) {
            return QString::fromStdString(box.key + " outside its parent");
        }
        if (intersects(layout.rects[i], layout.titles[box.parent])) {
            return QString::fromStdString(box.key + " on its parent's title");
        }
    }
    return {};
}

/// Returns the first node of a subnet that a frame across the subnet covers.
QString coveredOf(const Diagram& diagram, const Layout& layout) {
    for (BoxIndex frame = 1; frame < diagram.boxes.size(); ++frame) {
        if (!crossesSubnets(diagram, frame)) continue;
        for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
            const bool inside = diagram.boxes[i].parent == frame;
            if (inside || i == frame) continue;
            if (isNode(diagram.boxes[i].kind) && diagram.boxes[i].kind != BoxKind::Gateway &&
                intersects(layout.rects[i], layout.rects[frame])) {
                return QString::fromStdString(diagram.boxes[i].key + " under " +
                                              diagram.boxes[frame].key);
            }
            if (diagram.boxes[i].kind == BoxKind::Subnet &&
                intersects(layout.rects[frame], layout.titles[i])) {
                return QString::fromStdString(diagram.boxes[frame].key + " on a subnet's title");
            }
        }
    }
    return {};
}

void checkSanity(const Diagram& diagram, const Layout& layout) {
    const QString overlap = overlapOf(diagram, layout);
    QVERIFY2(overlap.isEmpty(), qPrintable(overlap));
    const QString stray = strayOf(diagram, layout);
    QVERIFY2(stray.isEmpty(), qPrintable(stray));
    const QString covered = coveredOf(diagram, layout);
    QVERIFY2(covered.isEmpty(), qPrintable(covered));
}

bool runsThrough(const LinkRoute& route, const Rect& rect) {
    for (std::size_t i = 1; i < route.points.size(); ++i) {
        const Point a = route.points[i - 1];
        const Point b = route.points[i];
        const Rect line{std::min(a.x, b.x) - 0.5, std::min(a.y, b.y) - 0.5, std::abs(a.x - b.x) + 1,
                        std::abs(a.y - b.y) + 1};
        if (intersects(line, rect)) return true;
    }
    return false;
}

/// Returns how long a route is, and how often it bends.
double costOf(const LinkRoute& route) {
    double cost = 0;
    for (std::size_t i = 1; i < route.points.size(); ++i) {
        const Point a = route.points[i - 1];
        const Point b = route.points[i];
        cost += kBendCost + std::abs(a.x - b.x) + std::abs(a.y - b.y);
    }
    return cost;
}

/// A subnet full of nodes, and ways from a node elsewhere to all of them, then from them to it.
struct Crowd {
    Diagram diagram;
    Layout layout;
    std::vector<Link> links;

    Crowd() {
        test::DiagramBuilder b;
        const auto region = b.add(BoxKind::Region, 0, "r");
        const auto zone = b.add(BoxKind::Zone, b.add(BoxKind::Vpc, region, "v"), "z");
        const auto other = b.add(BoxKind::Node, b.add(BoxKind::Subnet, zone, "b"), "other");
        const auto full = b.add(BoxKind::Subnet, zone, "a");
        for (int i = 0; i < 30; ++i)
            links.push_back(way(other, b.add(BoxKind::Node, full, "node")));
        for (int i = 0; i < 30; ++i) links.push_back(way(links[i].to, other));
        diagram = b.take();
        layout = layOut(diagram);
    }
    static Link way(BoxIndex from, BoxIndex to) {
        Link link;
        link.from = from;
        link.to = to;
        return link;
    }
};

}  // namespace

class LayoutTest : public QObject {
    Q_OBJECT
    /// Checks that a thing more in `home` moved others only within its ancestors, right or down.
    static void verifyOnlyPushed(const PreviousLayout& before, const PreviousLayout& after,
                                 BoxIndex home) {
        const auto& boxes = before.diagram.boxes;
        for (BoxIndex i = 1; i < boxes.size(); ++i) {
            const BoxIndex parent = boxes[i].parent;
            const auto within = [&](const Layout& layout) {
                return Point{layout.rects[i].x - layout.rects[parent].x,
                             layout.rects[i].y - layout.rects[parent].y};
            };
            const Point was = within(before.layout);
            const Point is = within(after.layout);
            const bool grid =
                boxes[parent].kind == BoxKind::Zone || boxes[parent].kind == BoxKind::Vpc ||
                boxes[parent].kind == BoxKind::Span || boxes[parent].kind == BoxKind::Fleet;
            const bool around = before.diagram.isWithin(home, parent);
            const bool sameVpc = grid && before.diagram.isWithin(home, vpcAround(boxes, i));
            const QString name = QString::fromStdString(boxes[i].key);
            if (!around && !sameVpc) QVERIFY2(was == is, qPrintable(name));
            if (around && !grid) QVERIFY2(is.x >= was.x && is.y >= was.y, qPrintable(name));
        }
    }

    static BoxIndex vpcAround(const std::vector<Box>& boxes, BoxIndex box) {
        while (box != 0 && boxes[box].kind != BoxKind::Vpc) box = boxes[box].parent;
        return box;
    }

private Q_SLOTS:
    void threeTiersStandInOrderWithZonesAsColumns() {
        const Diagram diagram = test::threeTierDiagram();
        const Layout layout = layOut(diagram);
        checkSanity(diagram, layout);
        std::map<std::string, Rect> at;
        for (BoxIndex i = 0; i < diagram.boxes.size(); ++i) {
            at[diagram.boxes[i].title] = layout.rects[i];
        }
        QCOMPARE(at["PublicA"].y, at["PublicB"].y);
        QCOMPARE(at["PublicA"].x, at["DataA"].x);
        QVERIFY(at["PublicA"].y < at["AppA"].y && at["AppA"].y < at["DataA"].y);
        QVERIFY(right(at["us-east-1a"]) < at["us-east-1b"].x);
        QVERIFY(at["WebAlb"].x < right(at["PublicA"]) && right(at["WebAlb"]) > at["PublicB"].x);
    }

    void boxesAreFoundAgainByKeyInWhateverOrder() {
        const Diagram before = test::randomDiagram(7, {});
        for (const bool turned : {false, true}) {  // Few are searched for, many looked up.
            Diagram now = before;
            if (turned) std::ranges::reverse(now.boxes);
            now.boxes.insert(now.boxes.begin() + 3, Box{});
            now.boxes[3].key = "new";
            now.boxes.erase(now.boxes.begin() + 5);
            const auto found = foundAgain(now, before);
            QCOMPARE(found.size(), now.boxes.size());
            for (BoxIndex i = 0; i < now.boxes.size(); ++i) {
                QCOMPARE(found[i], before.find(now.boxes[i].key));
            }
            QCOMPARE(found[3], kNoBox);
        }
    }

    void aFoldedZoneHasRoomForTheSignsOfWhatItHides() {
        Diagram diagram = test::threeTierDiagram();
        std::uint32_t things = 0;
        for (Box& box : diagram.boxes) {
            if (box.kind == BoxKind::Zone) box.folded = true;
            if (box.kind != BoxKind::Subnet) continue;
            for (const BadgeKind kind : {BadgeKind::RouteTable, BadgeKind::NetworkAcl}) {
                box.badges.push_back({kind, {ResourceId{++things}, ResourceId{++things}}});
            }
        }
        const Diagram folded = withFolds(std::move(diagram));
        const Layout layout = layOut(folded);
        checkSanity(folded, layout);
        std::size_t zones = 0;
        for (BoxIndex i = 0; i < folded.boxes.size(); ++i) {
            if (folded.boxes[i].kind != BoxKind::Zone) continue;
            ++zones;
            QCOMPARE(layout.badges[i].size(), std::size_t{2});
            QVERIFY(right(layout.titles[i]) <= layout.badges[i].front().x);
            QVERIFY(right(layout.badges[i].back()) <= right(layout.rects[i]));
            QVERIFY(!folded.boxes[i].detail.empty());
        }
        QCOMPARE(zones, std::size_t{2});
    }

    void aFoldedZoneIsNoTallerThanItsTitle() {
        Diagram diagram = test::threeTierDiagram();
        const auto zone = std::ranges::find(diagram.boxes, BoxKind::Zone, &Box::kind);
        zone->folded = true;
        const Diagram folded = withFolds(std::move(diagram));
        const Layout layout = layOut(folded);
        checkSanity(folded, layout);
        std::vector<double> heights;
        for (BoxIndex i = 0; i < folded.boxes.size(); ++i) {
            if (folded.boxes[i].kind == BoxKind::Zone) heights.push_back(layout.rects[i].height);
        }
        QCOMPARE(heights.size(), std::size_t{2});
        QVERIFY(heights[0] < heights[1] / 4);
    }

    void siblingsNeverOverlapInRandomDesigns() {
        for (std::uint32_t seed = 1; seed <= 150; ++seed) {
            const Diagram diagram = test::randomDiagram(seed, {});
            checkSanity(diagram, layOut(diagram));
            if (QTest::currentTestFailed()) qFatal("seed %u", seed);
        }
    }

    void placedNodesNeverOverlapInRandomDesigns() {
        for (std::uint32_t seed = 1; seed <= 100; ++seed) {
            const Diagram diagram = test::randomDiagram(seed, {.placements = true});
            checkSanity(diagram, layOut(diagram));
            if (QTest::currentTestFailed()) qFatal("seed %u", seed);
        }
    }

    void placedNodeStaysWhereTheUserPutIt() {
        Diagram diagram = test::threeTierDiagram();
        const Layout before = layOut(diagram);
        const BoxIndex nat = [&] {
            for (BoxIndex i = 0; i < diagram.boxes.size(); ++i) {
                if (diagram.boxes[i].title == "NatB") return i;
            }
            return kNoBox;
        }();
        Rect wanted = before.rects[nat];
        wanted.x += 96;
        wanted.y += 40;
        diagram.boxes[nat].placed = wanted;
        const Layout after = layOut(diagram);
        QCOMPARE(after.rects[nat].x, wanted.x);
        QCOMPARE(after.rects[nat].y, wanted.y);
        checkSanity(diagram, after);
    }

    void sameInputGivesTheSameLayout() {
        for (std::uint32_t seed = 1; seed <= 20; ++seed) {
            const Diagram diagram = test::randomDiagram(seed, {.placements = true});
            QVERIFY(layOut(diagram) == layOut(diagram));
        }
    }

    void oneMoreNodeMovesNothingInOtherSubnetsThatHaveRoom() {
        test::DiagramBuilder b;
        const auto region = b.add(BoxKind::Region, 0, "r");
        const auto vpc = b.add(BoxKind::Vpc, region, "v");
        const auto zone = b.add(BoxKind::Zone, vpc, "z");
        const auto first = b.add(BoxKind::Subnet, zone, "first");
        const auto second = b.add(BoxKind::Subnet, zone, "second");
        for (int i = 0; i < 5; ++i) b.add(BoxKind::Node, first, "node");
        b.add(BoxKind::Node, second, "other");
        const Diagram five = b.take();
        Diagram six = five;
        Box added = five.boxes[first + 2];
        added.key = "added";
        six.boxes.push_back(added);
        const Layout before = layOut(five);
        const Layout after = layOut(six);
        for (BoxIndex i = 0; i < five.boxes.size(); ++i) QCOMPARE(after.rects[i], before.rects[i]);
    }

    void addingOneThingMovesNothingInsideOtherContainers() {
        for (std::uint32_t seed = 1; seed <= 60; ++seed) {
            const Diagram before = test::randomDiagram(seed, {});
            const Layout first = layOut(before);
            std::vector<BoxIndex> homes;
            for (BoxIndex i = 1; i < before.boxes.size(); ++i) {
                const BoxKind kind = before.boxes[i].kind;
                if (kind == BoxKind::Subnet || kind == BoxKind::Shelf) homes.push_back(i);
            }
            if (homes.empty()) continue;
            Diagram after = before;
            Box added;
            added.key = "added";
            added.title = "Added";
            added.parent = homes[seed % homes.size()];
            after.boxes.push_back(added);
            RankEngine engine;
            const PreviousLayout previous{before, first};
            const Layout second = computeLayout(after, approximateWidth, engine, &previous);
            checkSanity(after, second);
            if (QTest::currentTestFailed()) qFatal("seed %u", seed);
            verifyOnlyPushed({before, first}, {after, second}, added.parent);
            if (QTest::currentTestFailed()) qFatal("seed %u", seed);
        }
    }

    void pinnedBoxesStayInTheirParentWhateverGrowsBesideIt() {
        test::DiagramBuilder b;
        const auto out = b.add(BoxKind::Outside, 0, "Outside");
        b.add(BoxKind::Node, out, "Internet");
        const auto region = b.add(BoxKind::Region, 0, "r");
        const auto left = b.add(BoxKind::Vpc, region, "left");
        const auto leftZone = b.add(BoxKind::Zone, left, "z");
        const auto crowded = b.add(BoxKind::Subnet, leftZone, "crowded");
        const auto vpc = b.add(BoxKind::Vpc, region, "pinned");
        const auto zone = b.add(BoxKind::Zone, vpc, "z");
        const auto subnet = b.add(BoxKind::Subnet, zone, "subnet");
        const auto node = b.add(BoxKind::Node, subnet, "node");
        b[vpc].pinned = Rect{120, 700, 640, 480};
        b[node].pinned = Rect{220, 90, 0, 0};
        Diagram diagram = b.take();
        for (std::size_t more = 0; more < 40; ++more) {
            Box added;
            added.key = "more" + std::to_string(more);
            added.title = "More";
            added.parent = crowded;
            diagram.boxes.push_back(added);
            const Layout layout = layOut(diagram);
            checkSanity(diagram, layout);
            const auto within = [&](BoxIndex box) {
                const Rect& parent = layout.rects[diagram.boxes[box].parent];
                return Point{layout.rects[box].x - parent.x, layout.rects[box].y - parent.y};
            };
            QCOMPARE(within(vpc), (Point{120, 700}));
            QVERIFY(layout.rects[vpc].width >= 640 && layout.rects[vpc].height >= 480);
            QCOMPARE(within(node), (Point{220, 90}));
        }
    }

    void nothingMovesWhenNothingChanges() {
        for (std::uint32_t seed = 1; seed <= 60; ++seed) {
            const Diagram diagram = test::randomDiagram(seed, {.placements = seed % 2 == 0});
            const Layout first = layOut(diagram);
            RankEngine engine;
            const PreviousLayout previous{diagram, first};
            const Layout second = computeLayout(diagram, approximateWidth, engine, &previous);
            if (second.rects != first.rects) qFatal("seed %u", seed);
        }
    }

    void nothingMovesWhileNotesStandLeftOfAndAboveIt() {
        for (std::uint32_t seed = 1; seed <= 20; ++seed) {
            Diagram diagram = test::randomDiagram(seed, {.placements = seed % 2 == 0});
            const auto boxes = [](Layout layout) {
                layout.rects.erase(layout.rects.begin());  // The canvas holds the notes as well.
                return layout.rects;
            };
            const Layout before = layOut(diagram);
            diagram.notes.push_back({{}, {-220, -90, 200, 88}, "From outside"});
            diagram.frames.push_back({{}, FrameKind::OnPremises, {-360, 60, 180, 72}, "Office"});
            RankEngine engine;
            Layout layout = before;
            for (int edit = 0; edit < 3; ++edit) {
                const Layout last = layout;
                const PreviousLayout previous{diagram, last};
                layout = computeLayout(diagram, approximateWidth, engine, &previous);
                if (boxes(layout) != boxes(before)) qFatal("seed %u, edit %d", seed, edit);
            }
            QVERIFY(layout.rects[0].x < -360 && layout.rects[0].y < -90);
        }
    }

    void linksGoAroundNodesAndTitles() {
        const Diagram diagram = test::threeTierDiagram();
        const Layout layout = layOut(diagram);
        for (std::size_t l = 0; l < diagram.links.size(); ++l) {
            const Link& link = diagram.links[l];
            QVERIFY(layout.routes[l].points.size() >= 2);
            for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
                const bool end = i == link.from || i == link.to;
                const bool node = isNode(diagram.boxes[i].kind) && !end;
                if (node) QVERIFY(!runsThrough(layout.routes[l], layout.rects[i]));
                if (layout.titles[i].width > 0) {
                    QVERIFY(!runsThrough(layout.routes[l], layout.titles[i]));
                }
            }
        }
    }

    void waysIntoARowOfNodesRunBetweenThem() {
        const Crowd crowd;
        const auto routes = routeLinks(crowd.diagram, crowd.layout, crowd.links, approximateWidth);
        for (std::size_t l = 0; l < crowd.links.size(); ++l) {
            for (BoxIndex i = 1; i < crowd.diagram.boxes.size(); ++i) {
                if (i == crowd.links[l].from || i == crowd.links[l].to) continue;
                if (!isNode(crowd.diagram.boxes[i].kind)) continue;
                QVERIFY(!runsThrough(routes[l], crowd.layout.rects[i]));
            }
        }
    }

    void waysThatShareAnEndAreAsGoodTogetherAsAlone() {
        const Crowd crowd;
        const std::size_t half = crowd.links.size() / 2;
        for (const auto& links : {std::vector(crowd.links.begin(), crowd.links.begin() + half),
                                  std::vector(crowd.links.begin() + half, crowd.links.end())}) {
            const auto routes = routeLinks(crowd.diagram, crowd.layout, links, approximateWidth);
            for (std::size_t l = 0; l < links.size(); ++l) {
                const auto alone =
                    routeLinks(crowd.diagram, crowd.layout, {links[l]}, approximateWidth);
                QCOMPARE(costOf(routes[l]), costOf(alone[0]));
            }
        }
    }

    void whatIsInTheWayDoesNotDependOnWhatWasAskedBefore() {
        for (std::uint32_t seed = 1; seed <= 40; ++seed) {
            std::mt19937 random(seed);
            const auto at = [&](double most) {
                return static_cast<double>(random() % 1000) / 1000 * most;
            };
            // Some lie outside of the area, and many share sides.
            const auto someRect = [&] {
                return Rect{std::round(at(900)) - 100, std::round(at(700)) - 100,
                            std::round(at(random() % 4 == 0 ? 600 : 60)), std::round(at(60))};
            };
            Obstacles obstacles({0, 0, 700, 500});
            std::vector<Rect> rects;
            for (std::uint32_t id = 0; id < 60; ++id) {
                rects.push_back(someRect());
                obstacles.add(rects.back(), id);
            }
            for (std::uint32_t turn = 0; turn < 5; ++turn) {
                const auto blocks = [&](std::uint32_t id) { return (id * 7 + turn) % 3 != 0; };
                for (int ask = 0; ask < 60; ++ask) {
                    const Rect area = someRect();
                    const std::uint32_t but = random() % 60;
                    const std::uint32_t norBut = random() % 60;
                    bool isBlocked = false;
                    for (std::uint32_t id = 0; id < rects.size(); ++id) {
                        const bool counts = blocks(id) && id != but && id != norBut;
                        isBlocked = isBlocked || (counts && intersects(rects[id], area));
                    }
                    if (obstacles.block(area, blocks, but, norBut) != isBlocked) {
                        qFatal("seed %u, turn %u", seed, turn);
                    }
                }
                obstacles.change();
            }
        }
    }

    void linesNearerThanTheSpacingOverlapByTheLengthThatTheyShare() {
        for (std::uint32_t seed = 1; seed <= 40; ++seed) {
            std::mt19937 random(seed);
            // Around 0 as well, and on the borders of what lines are kept by.
            const auto someLine = [&] {
                const double low = static_cast<double>(random() % 200) - 100;
                const double at = static_cast<double>(random() % 400) / 4 - 50;
                return Segment{random() % 2 == 0, at, low,
                               low + static_cast<double>(random() % 80)};
            };
            DrawnLines lines;
            std::vector<std::pair<Segment, BoxIndex>> drawn;
            for (BoxIndex i = 0; i < 50; ++i) {
                drawn.emplace_back(someLine(), i % 7);
                lines.add(drawn.back().first, i % 7, kNoBox);
            }
            for (int ask = 0; ask < 200; ++ask) {
                const Segment line = someLine();
                double shared = 0;
                for (const auto& [other, from] : drawn) {
                    const bool isNear = other.horizontal == line.horizontal && from != 3 &&
                                        std::abs(other.at - line.at) < 6;
                    if (!isNear) continue;
                    shared += std::max(
                        0.0, std::min(line.high, other.high) - std::max(line.low, other.low));
                }
                QCOMPARE(lines.overlap(line, 3, 0, 6), shared);
            }
        }
    }

    void waysOfTheSameLegShareIt() {
        for (const Rect& to : {Rect{300, 400, 132, 46}, Rect{-260, 20, 132, 46},
                               Rect{20, 90, 40, 46}, Rect{190, -200.5, 132, 46}}) {
            std::map<std::size_t, std::vector<Point>> known;
            const auto verify = [&](std::size_t leg, std::span<const Point> points) {
                const std::vector<Point> now(points.begin(), points.end());
                QCOMPARE(known.emplace(leg, now).first->second, now);
            };
            std::size_t count = 0;
            ShortWays({0, 0, 132, 46}, to)
                .each([](const ShortWay::Legs&) { return true; },
                      [&](ShortWay& way) {
                          ++count;
                          if (way.legs()) {
                              verify(way.legs()->first, way.points().first(2));
                              verify(way.legs()->last, way.points().last(2));
                          }
                          return true;
                      });
            QVERIFY(count > known.size());
            for (const auto& [leg, points] : known) QVERIFY(leg < ShortWay::Legs::kCount);
        }
    }

    void whatStandsInSubnetsOfSeveralNamesAndTiersCrossesThemAll() {
        test::DiagramBuilder b;
        const auto region = b.add(BoxKind::Region, 0, "r");
        const auto vpc = b.add(BoxKind::Vpc, region, "v");
        const auto left = b.add(BoxKind::Zone, vpc, "a");
        const auto right = b.add(BoxKind::Zone, vpc, "b");
        const auto publicA = b.add(BoxKind::Subnet, left, "PublicA");
        const auto appA = b.add(BoxKind::Subnet, left, "AppA");
        const auto dataA = b.add(BoxKind::Subnet, left, "DataA");
        const auto publicB = b.add(BoxKind::Subnet, right, "PublicB");
        const auto appB = b.add(BoxKind::Subnet, right, "AppB");
        const auto dataB = b.add(BoxKind::Subnet, right, "DataB");
        const auto balancer = b.add(BoxKind::Span, vpc, "balancer");
        const auto fleet = b.add(BoxKind::Fleet, vpc, "fleet");
        Diagram diagram = b.take();
        diagram.boxes[publicA].tint = Tint::Public;
        diagram.boxes[balancer].hue = Hue::Network;
        diagram.boxes[balancer].spans = {publicA, appB};
        diagram.boxes[fleet].spans = {appA, publicB};
        const Layout layout = layOut(diagram);
        checkSanity(diagram, layout);
        for (const BoxIndex span : {balancer, fleet}) {
            for (const BoxIndex subnet : diagram.boxes[span].spans) {
                QVERIFY(intersects(layout.rects[span], layout.rects[subnet]));
            }
        }
        // Those that nothing joins otherwise stand beside their like.
        QCOMPARE(layout.rects[dataA].y, layout.rects[dataB].y);
        QVERIFY(layout.rects[balancer].y < layout.rects[fleet].y);
    }

    void arrowsOfOppositeDirectionsDoNotOverprint() {
        test::DiagramBuilder b;
        const auto region = b.add(BoxKind::Region, 0, "r");
        const auto vpc = b.add(BoxKind::Vpc, region, "v");
        const auto zone = b.add(BoxKind::Zone, vpc, "z");
        const auto one = b.add(BoxKind::Node, b.add(BoxKind::Subnet, zone, "a"), "one");
        const auto two = b.add(BoxKind::Node, b.add(BoxKind::Subnet, zone, "b"), "two");
        b.link(one, two, LinkKind::Access, "80");
        b.link(two, one, LinkKind::Access, "443");
        const Layout layout = layOut(b.take());
        const auto& there = layout.routes[0].points;
        const auto& back = layout.routes[1].points;
        for (std::size_t i = 1; i < there.size(); ++i) {
            const Segment a = Segment::between(there[i - 1], there[i]);
            for (std::size_t j = 1; j < back.size(); ++j) {
                const Segment c = Segment::between(back[j - 1], back[j]);
                const bool along = a.horizontal == c.horizontal && std::abs(a.at - c.at) < 6 &&
                                   std::min(a.high, c.high) > std::max(a.low, c.low);
                QVERIFY(!along);
            }
        }
        QVERIFY(!(layout.routes[0].label == layout.routes[1].label));
    }

    /// What nearly touches a border reads as part of it.
    void aLineBeginsWhereAStepAsideWouldLeadIt() {
        test::DiagramBuilder b;
        const auto from = b.add(BoxKind::Node, 0, "from");
        const auto to = b.add(BoxKind::Node, 0, "to");
        b.add(BoxKind::Node, 0, "left");
        b.add(BoxKind::Node, 0, "right");
        const Diagram diagram = b.take();
        Layout layout;
        // The way down is nearer to a corner than lines begin of themselves.
        layout.rects = {{0, 0, 600, 300},
                        {200, 20, 132, 46},
                        {20, 160, 132, 46},
                        {60, 90, 140, 46},
                        {217, 90, 200, 46}};
        layout.titles.resize(layout.rects.size());
        layout.badges.resize(layout.rects.size());
        const auto routes = routeLinks(diagram, layout, {Crowd::way(from, to)}, approximateWidth);
        QCOMPARE(routes[0].points.size(), std::size_t{3});
        QCOMPARE(routes[0].points[0].y, 66.0);
        QVERIFY(routes[0].points[0].x >= 205 && routes[0].points[0].x <= 212);
    }

    /// Two gateways leave a VPC's name no room beside them, and it stands below them: a line passes
    /// between, rather than out of the VPC and in again.
    void linesOfGatewaysOverANameStayInTheVpc() {
        test::DiagramBuilder b;
        const auto region = b.add(BoxKind::Region, 0, "us-east-1");
        const auto vpc = b.add(BoxKind::Vpc, region, "Vpc", "10.60.0.0/16", "vpc");
        b[vpc].badges = {{BadgeKind::RouteTable, {}}, {BadgeKind::SecurityGroup, {}}};
        const auto gateway = b.add(BoxKind::Gateway, vpc, "Gateway", "Internet gateway");
        b.add(BoxKind::Gateway, vpc, "EgressGateway", "Egress-only internet gateway");
        const auto zone = b.add(BoxKind::Zone, vpc, "us-east-1a");
        const auto subnet = b.add(BoxKind::Subnet, zone, "Public", "10.60.0.0/24");
        b.add(BoxKind::Node, subnet, "Nat", "NAT gateway");
        b.link(gateway, b.add(BoxKind::Node, subnet, "Web", "t3.small"));
        const Diagram diagram = b.take();
        const Layout layout = layOut(diagram);
        QVERIFY(layout.titles[vpc].y > bottom(layout.rects[gateway]));
        const Rect inside = united(layout.rects[vpc], layout.rects[gateway]);
        for (const Point& point : layout.routes[0].points) {
            QVERIFY(contains(inside, {point.x, point.y, 0, 0}));
        }
        QVERIFY(!runsThrough(layout.routes[0], layout.titles[vpc]));
    }

    void labelsKeepClearOfBordersWhereThereIsRoom() {
        test::DiagramBuilder b;
        const auto vpc = b.add(BoxKind::Vpc, b.add(BoxKind::Region, 0, "r"), "v");
        const auto zone = b.add(BoxKind::Zone, vpc, "z");
        const auto above = b.add(BoxKind::Subnet, zone, "above");
        const auto below = b.add(BoxKind::Subnet, zone, "below");
        const auto one = b.add(BoxKind::Node, above, "one");
        b.add(BoxKind::Node, above, "beside");
        const auto two = b.add(BoxKind::Node, below, "two");
        b.add(BoxKind::Node, below, "other");
        b.link(one, two, LinkKind::Access, "9000");
        const Diagram diagram = b.take();
        const Layout layout = layOut(diagram);
        const Point label = layout.routes[0].label;
        const double width = approximateWidth("9000", fonts::kLabel) + 10;
        const Rect area{label.x - width / 2, label.y - 8, width, 16};
        for (const BoxIndex frame : {vpc, above, below}) {
            const Rect& rect = layout.rects[frame];
            const bool isInside = contains(inflated(rect, -2), area);
            QVERIFY(isInside || !intersects(inflated(area, 2), rect));
        }
    }

    void labelsThatAreLongerThanTheirLineStandBesideIt() {
        test::DiagramBuilder b;
        const auto region = b.add(BoxKind::Region, 0, "r");
        const auto vpc = b.add(BoxKind::Vpc, region, "v");
        const auto subnet = b.add(BoxKind::Subnet, b.add(BoxKind::Zone, vpc, "z"), "a");
        const auto one = b.add(BoxKind::Node, subnet, "one");
        const auto two = b.add(BoxKind::Node, subnet, "two");
        const std::string text = "443, 3389 + 8, 9000, 9001";
        b.link(one, two, LinkKind::Access, text);
        const Layout layout = layOut(b.take());
        const LinkRoute& route = layout.routes.front();
        const double width = approximateWidth(text, fonts::kLabel) + 10;
        const Rect label{route.label.x - width / 2, route.label.y - 8, width, 16};
        double longest = 0;
        double nearest = 1e9;
        for (std::size_t i = 1; i < route.points.size(); ++i) {
            const Segment s = Segment::between(route.points[i - 1], route.points[i]);
            longest = std::max(longest, s.high - s.low);
            const double off = s.horizontal ? std::abs(s.at - route.label.y) - 8
                                            : std::abs(s.at - route.label.x) - width / 2;
            nearest = std::min(nearest, off);
        }
        QVERIFY(longest < width);  // Else it would be told of nothing.
        QVERIFY(nearest < kNodeHeight);
        for (const BoxIndex node : {one, two}) QVERIFY(!intersects(label, layout.rects[node]));
    }

    void labelTellsTcpFirstAndCountsTheRest() {
        const auto tcp = [](Port first, Port last) {
            return TrafficSet::of(kProtocolTcp, PortSet(PortRange{first, last}));
        };
        QCOMPARE(linkLabel({}, false), std::string());
        QCOMPARE(linkLabel({}, true), std::string("?"));
        QCOMPARE(linkLabel(TrafficSet::all(), false), std::string("any"));
        QCOMPARE(linkLabel(tcp(443, 443), false), std::string("443"));
        QCOMPARE(linkLabel(tcp(1024, 65535) | tcp(22, 22), true),
                 std::string("22, 1024–65535 + ?"));
        const TrafficSet dns = TrafficSet::of(kProtocolUdp, PortSet(PortRange{53, 53}));
        QCOMPARE(linkLabel(dns, false), std::string("udp 53"));
        QCOMPARE(linkLabel(dns | tcp(53, 53) | tcp(80, 80), false), std::string("53, 80 + 1"));
        QCOMPARE(linkLabel(TrafficSet::of(kProtocolTcp), false), std::string("tcp"));
    }

    void namesThatWouldBeCutAlikeAreCutWhereTheyDiffer() {
        test::DiagramBuilder b;
        const auto region = b.add(BoxKind::Region, 0, "r");
        const auto shelf = b.add(BoxKind::Shelf, region, "s");
        const std::string head = "DatabaseClusterOfTheWholeShop";
        for (const char* part : {"CPUUtilization", "ConnectionCount", "FreeStorage"}) {
            b.add(BoxKind::Node, shelf, head + part + "TooHighForTooLongAlarm");
        }
        const Diagram diagram = b.take();
        const Layout layout = layOut(diagram);
        std::set<std::string> shown;
        for (BoxIndex i = shelf + 1; i < diagram.boxes.size(); ++i) {
            QVERIFY(layout.labels[i] != diagram.boxes[i].title);
            QVERIFY(shown.insert(layout.labels[i]).second);
            const double room = layout.rects[i].width - kNodeTextInset - 8;
            QVERIFY(approximateWidth(layout.labels[i], fonts::kNodeTitle) <= room);
        }
    }

    void linkStepsAreHorizontalOrVertical() {
        for (std::uint32_t seed = 1; seed <= 30; ++seed) {
            const Layout layout = layOut(test::randomDiagram(seed, {}));
            for (const LinkRoute& route : layout.routes) {
                for (std::size_t i = 1; i < route.points.size(); ++i) {
                    const Point a = route.points[i - 1];
                    const Point b = route.points[i];
                    QVERIFY(a.x == b.x || a.y == b.y);
                }
            }
        }
    }

    void membersWithEdgesStandInRanks() {
        RankEngine engine;
        PlacementJob job;
        job.sizes.assign(4, {100, 40});
        job.edges = {{0, 1}, {1, 2}, {0, 2}, {2, 0}};
        const auto places = engine.place(job);
        QVERIFY(places.has_value());
        QVERIFY((*places)[0].x < (*places)[1].x);
        QVERIFY((*places)[1].x < (*places)[2].x);
        QCOMPARE((*places)[3].x, (*places)[0].x);
        QVERIFY((*places)[3].y >= 40);
    }

    void engineThatFailsLeavesTheRuleAndIsReported() {
        class Failing : public LayoutEngine {
            Result<std::vector<Point>> place(const PlacementJob&) override {
                return failure("LAYOUT-1", "took too long", "try again");
            }
        };
        test::DiagramBuilder b;
        const auto region = b.add(BoxKind::Region, 0, "r");
        const auto shelf = b.add(BoxKind::Shelf, region, "s");
        const auto one = b.add(BoxKind::Node, shelf, "one");
        const auto two = b.add(BoxKind::Node, shelf, "two");
        b.link(one, two, LinkKind::Relation);
        const Diagram diagram = b.take();
        Failing failing;
        const Layout layout = computeLayout(diagram, approximateWidth, failing);
        QCOMPARE(layout.diagnostics.size(), std::size_t{1});
        QVERIFY(layout.rects == layOut(diagram).rects);
    }

    void fiveThousandNodesAreLaidOut() {
        test::DiagramBuilder b;
        const auto region = b.add(BoxKind::Region, 0, "r");
        for (int v = 0; v < 10; ++v) {
            const auto vpc = b.add(BoxKind::Vpc, region, "vpc");
            for (int z = 0; z < 2; ++z) {
                const auto zone = b.add(BoxKind::Zone, vpc, "zone");
                for (int s = 0; s < 5; ++s) {
                    const auto subnet = b.add(BoxKind::Subnet, zone, "subnet");
                    for (int n = 0; n < 50; ++n) b.add(BoxKind::Node, subnet, "node", "t3.micro");
                }
            }
        }
        const Diagram diagram = b.take();
        QBENCHMARK_ONCE {
            const Layout layout = layOut(diagram);
            const double aspect = layout.rects[0].width / layout.rects[0].height;
            QVERIFY2(aspect > 0.5 && aspect < 4, qPrintable(QString::number(aspect)));
        }
        checkSanity(diagram, layOut(diagram));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::LayoutTest)
#include "layout_test.moc"
