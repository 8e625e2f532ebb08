#include <fmt/format.h>

#include <QtTest>
#include <random>

#include "render/paint/paint_changes.h"
#include "render/paint/text_measure.h"
#include "render/scene/build_scene.h"
#include "render/scene/changed_areas.h"
#include "render/scene/spatial_index.h"
#include "tests/layout/sample_diagrams.h"

namespace archivolt {

namespace {

/// Draws numbers from a seed, the same on every machine.
class Dice {
public:
    explicit Dice(std::uint32_t seed) : m_random(seed) {}
    /// Returns a number below `count`, which is not 0.
    std::size_t below(std::size_t count) { return m_random() % count; }
    double between(double least, double most) {
        return least + (most - least) * static_cast<double>(m_random()) /
                           static_cast<double>(std::mt19937::max());
    }

private:
    std::mt19937 m_random;
};

void index(Scene& scene) {
    std::vector<Rect> bounds;
    for (const SceneItem& item : scene.items) bounds.push_back(item.bounds);
    scene.index = std::make_shared<const SpatialIndex>(bounds, scene.bounds);
}

struct Shift {
    double x;
    double y;
    void operator()(RectShape& shape) const { move(shape.rect); }
    void operator()(IconShape& shape) const { move(shape.rect); }
    void operator()(TextShape& shape) const { move(shape.baseline); }
    void operator()(LineShape& shape) const {
        for (Point& point : shape.points) move(point);
    }
    template <class Place>
    void move(Place& place) const {
        place.x += x;
        place.y += y;
    }
};

/// Does to some shapes that show what an edit may do to them.
Scene edited(Scene scene, const Viewport& viewport, Dice& dice) {
    const Rect all = areaOf(viewport, {0, 0, viewport.size.width, viewport.size.height});
    const std::vector<std::uint32_t> visible = scene.visible(all, viewport.scale);
    if (visible.empty()) return scene;
    auto& items = scene.items;
    for (std::size_t edit = 0, edits = 1 + dice.below(4); edit < edits; ++edit) {
        const std::size_t at =
            std::min<std::size_t>(visible[dice.below(visible.size())], items.size() - 1);
        const auto place = items.begin() + static_cast<std::ptrdiff_t>(at);
        switch (dice.below(6)) {
            case 0: items.erase(place); break;
            case 1: items.insert(place, items[dice.below(items.size())]); break;
            case 2: std::swap(items[at], items[dice.below(items.size())]); break;
            case 3: {
                const Shift shift{dice.between(-60, 60), dice.between(-60, 60)};
                std::visit(shift, items[at].shape);
                shift.move(items[at].bounds);
                break;
            }
            case 4: items[at].opacity = items[at].opacity < 1 ? 1 : 0.4F; break;
            default:
                if (auto* text = std::get_if<TextShape>(&items[at].shape)) {
                    text->text += "fj";
                    items[at].bounds.width += text->font.size;
                }
                break;
        }
    }
    index(scene);
    return scene;
}

/// A drawing with what may be said of it.
struct Sample {
    TextMeasure measure = qtTextMeasure();
    SceneInput input;

    explicit Sample(std::uint32_t seed) {
        RankEngine engine;
        auto diagram = std::make_shared<Diagram>(test::randomDiagram(seed, {}));
        input.layout = std::make_shared<const Layout>(computeLayout(*diagram, measure, engine));
        input.diagram = std::move(diagram);
        input.theme = seed % 2 == 0 ? &lightTheme() : &darkTheme();
        input.grid = true;
    }

    /// Says something else of the drawing.
    void say(Dice& dice) {
        const auto box = [&] {
            return static_cast<BoxIndex>(1 + dice.below(input.diagram->boxes.size() - 1));
        };
        Overlay& overlay = input.overlay;
        switch (dice.below(5)) {
            case 0: overlay.selected = {box(), box()}; break;
            case 1: overlay.badges.push_back({box(), Tone::Stop, "2"}); break;
            case 2:
                overlay.paths = {{{box(), box()}, Tone::Pass, 2, dice.below(2) == 0, {}}};
                break;
            case 3: overlay.highlights = {{box(), Tone::Warn, "down"}}; break;
            default: overlay.details[box()] = "busy";
        }
    }
};

Viewport randomViewport(const Scene& scene, Dice& dice) {
    constexpr double kScales[] = {1, 2, 0.5, 0.123, 0.3333, 0.77, 1.37, 3.2};
    Viewport viewport;
    viewport.scale = kScales[dice.below(std::size(kScales))];
    viewport.size = {701, 503};
    viewport.origin = {scene.bounds.x + dice.between(-0.2, 0.5) * scene.bounds.width,
                       scene.bounds.y + dice.between(-0.2, 0.5) * scene.bounds.height};
    return viewport;
}

/// Returns whether less than all was told to have changed.
bool isTold(const Scene& before, const Scene& now, const Viewport& viewport) {
    const Rect all = areaOf(viewport, {0, 0, viewport.size.width, viewport.size.height});
    return changedAreas(before, now, all, viewport.scale).has_value();
}

}  // namespace

class PaintChangesTest : public QObject {
    Q_OBJECT
private:
    /// Paints `now` over `before` and anew.
    static void compare(const Scene& before, const Scene& now, const Viewport& viewport,
                        double ratio, std::uint32_t seed) {
        QImage image = painted(before, viewport, ratio);
        paintChanges(image, before, now, viewport);
        const QImage anew = painted(now, viewport, ratio);
        const std::string where =
            fmt::format("seed {}, scale {}, ratio {}, {} to {} shapes", seed, viewport.scale, ratio,
                        before.items.size(), now.items.size());
        QVERIFY2(image == anew, where.c_str());
    }

private Q_SLOTS:
    void whatChangedIsPaintedAsAllIs() {
        constexpr double kRatios[] = {1, 1, 2, 1.25, 1.5};
        std::size_t told = 0;
        std::size_t differ = 0;
        constexpr std::uint32_t kSeeds = 40;
        for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
            Dice dice(seed);
            Sample sample(seed);
            Scene before = buildScene(sample.input, sample.measure);
            const Viewport viewport = randomViewport(before, dice);
            const double ratio = kRatios[dice.below(std::size(kRatios))];
            for (int edit = 0; edit < 4; ++edit) {
                Scene now = edited(before, viewport, dice);
                told += isTold(before, now, viewport) ? 1 : 0;
                differ += painted(before, viewport, ratio) != painted(now, viewport, ratio) ? 1 : 0;
                compare(before, now, viewport, ratio, seed);
                if (QTest::currentTestFailed()) return;
                before = std::move(now);
            }
        }
        // What is compared is a part, and of pictures that differ.
        QCOMPARE(told, std::size_t{kSeeds * 4});
        QVERIFY2(differ > 2 * kSeeds, std::to_string(differ).c_str());
    }

    void marksArePaintedOverNothing() {
        for (std::uint32_t seed = 1; seed <= 30; ++seed) {
            Dice dice(seed);
            Sample sample(seed);
            const Scene drawing = buildScene(sample.input, sample.measure);
            const Viewport viewport = randomViewport(drawing, dice);
            for (int i = 0; i < 3; ++i) sample.say(dice);
            Scene before = buildMarks(sample.input, sample.measure);
            for (int edit = 0; edit < 5; ++edit) {
                sample.say(dice);
                Scene now = buildMarks(sample.input, sample.measure);
                compare(before, now, viewport, seed % 3 == 0 ? 2 : 1, seed);
                if (QTest::currentTestFailed()) return;
                before = std::move(now);
            }
        }
    }

    void anotherGroundIsPaintedWhole() {
        Sample sample(3);
        const Scene before = buildScene(sample.input, sample.measure);
        sample.input.grid = false;
        const Scene now = buildScene(sample.input, sample.measure);
        const Viewport viewport{{0, 0}, 0.7, {600, 400}, 1};
        QVERIFY(!isTold(before, now, viewport));
        compare(before, now, viewport, 1, 3);
    }

    /// A shape that is put in before all others leaves them in their places.
    void onlyWhatDiffersIsTold() {
        Sample sample(5);
        const Scene before = buildScene(sample.input, sample.measure);
        Scene now = before;
        const Rect place{10, 20, 30, 40};
        SceneItem item{RectShape{place, 0, lightTheme().text, {}, 0, Dash::Solid}, place};
        now.items.insert(now.items.begin(), item);
        index(now);
        const auto areas = changedAreas(before, now, inflated(before.bounds, 9), 1);
        QVERIFY(areas.has_value());
        QCOMPARE(areas->size(), std::size_t{1});
        QVERIFY(areas->front() == place);
        QVERIFY(changedAreas(before, before, before.bounds, 1)->empty());
        // Of a line that goes round a corner, what it surrounds is not told.
        now = before;
        const LineShape line{{{0, 0}, {400, 0}, {400, 300}}, lightTheme().text};
        now.items.push_back({line, {-8, -8, 416, 316}});
        index(now);
        const auto parts = changedAreas(before, now, now.bounds, 1);
        QVERIFY(parts.has_value() && !parts->empty());
        for (const Rect& area : *parts) {
            QVERIFY(!contains(area, Point{200, 150}));
        }
    }
};

}  // namespace archivolt

QTEST_MAIN(archivolt::PaintChangesTest)
#include "paint_changes_test.moc"
