#include <QtTest>

#include <fstream>
#include <random>
#include <set>

#include "render/scene/build_scene.h"
#include "render/scene/mark_look.h"
#include "render/scene/note_tone.h"
#include "render/scene/routed_marks.h"
#include "render/scene/same_overlay.h"
#include "render/scene/spatial_index.h"
#include "render/scene/wrap_text.h"
#include "tests/layout/sample_diagrams.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

SceneInput inputFor(Diagram diagram, const Theme& theme) {
    RankEngine engine;
    SceneInput input;
    input.layout = std::make_shared<const Layout>(computeLayout(diagram, approximateWidth, engine));
    input.diagram = std::make_shared<const Diagram>(std::move(diagram));
    input.theme = &theme;
    return input;
}

Scene sceneOf(const SceneInput& input) { return buildScene(input, approximateWidth); }

BoxIndex titled(const Scene& scene, const std::string& title, bool node) {
    for (BoxIndex i = 0; i < scene.diagram->boxes.size(); ++i) {
        const Box& box = scene.diagram->boxes[i];
        if (box.title == title && isNode(box.kind) == node) return i;
    }
    return kNoBox;
}

Rect rectOf(const Scene& scene, BoxIndex box) { return scene.layout->rects[box]; }

constexpr double kTextContrast = 4.5;  // Source: WCAG 2.1, 1.4.3, text below 18 points.
constexpr double kLineContrast = 3;    // Source: WCAG 2.1, 1.4.11, what is needed to understand.

void verifyContrast(Color ink, Color paper, const char* what) {
    const double ratio = contrastRatio(ink, paper);
    QVERIFY2(ratio >= kTextContrast,
             qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(what)).arg(ratio)));
}

}  // namespace

class SceneTest : public QObject {
    Q_OBJECT

    static void verifyTheme(const Theme& t) {
        for (const Color paper : {t.window, t.canvas, t.surface, t.raised}) {
            verifyContrast(t.text, paper, "text");
            verifyContrast(t.muted, paper, "muted");
            for (const Hue hue : {Hue::Compute, Hue::Network, Hue::Database, Hue::Storage,
                                  Hue::Edge, Hue::Security, Hue::Integration}) {
                verifyContrast(t.hueText(hue), paper, "hue");
            }
            for (const Tone tone : {Tone::Accent, Tone::Pass, Tone::Stop, Tone::Warn}) {
                verifyContrast(t.tone(tone).ink, paper, "tone");
            }
        }
        for (const Tone tone : {Tone::Accent, Tone::Pass, Tone::Stop, Tone::Warn}) {
            verifyContrast(t.tone(tone).ink, t.tone(tone).soft, "tone on its soft fill");
            verifyContrast(t.accentInk, t.tone(tone).ink, "badge");
        }
        for (const NoteTone tone : kNoteTones) {
            verifyContrast(t.text, noteColors(t, tone).soft, "note");
            verifyContrast(t.accentInk, noteColors(t, tone).ink, "note's sign");
        }
        verifyContrast(t.muted, frameColors(t).soft, "outside box");
        verifyContrast(frameColors(t).ink, t.surface, "frame's title");
        for (const Tint tint : {Tint::None, Tint::Public, Tint::Private, Tint::Data}) {
            verifyContrast(t.tint(tint).text, t.tint(tint).fill, "subnet's title");
            verifyContrast(t.muted, t.tint(tint).fill, "subnet's address");
            verifyContrast(t.computeText, t.tint(tint).fill, "fleet's title");
        }
    }

private Q_SLOTS:
    void aNoteIsAsHighAsItsTextNeeds() {
        const auto lines = wrappedLines("one two  three\n\nfour", 40, kNoteFont, approximateWidth);
        QVERIFY(lines.size() >= 4);
        QCOMPARE(lines[lines.size() - 2], std::string_view());
        QCOMPARE(lines.back(), std::string_view("four"));
        for (const std::string_view line : lines) {
            QVERIFY(approximateWidth(line, kNoteFont) <= 40 || line.find(' ') == line.npos);
        }
        QVERIFY(noteHeight("one two three four five six", 80, approximateWidth) >
                noteHeight("one", 80, approximateWidth));
        QCOMPARE(noteHeight("", 80, approximateWidth), noteHeight("one", 80, approximateWidth));
    }

    void aNoteMeansWhatItBeginsWith() {
        QCOMPARE(noteTone("? why two"), NoteTone::Question);
        QCOMPARE(noteTone("✓ with the team"), NoteTone::Agreed);
        QCOMPARE(noteTone("! one zone alone"), NoteTone::Risk);
        for (const char* text : {"", "why?", "?", "!Ref is a tag", " ! not at its beginning"}) {
            QCOMPARE(noteTone(text), NoteTone::Remark);
            QCOMPARE(noteWords(text), std::string_view(text));
        }
        QCOMPARE(noteWords("✓ with the team"), std::string_view("with the team"));
        QCOMPARE(withTone("? why two", NoteTone::Risk), std::string("! why two"));
        QCOMPARE(withTone("! why two", NoteTone::Remark), std::string("why two"));
        // The sign stands at the corner: the text needs no room for it.
        QCOMPARE(noteHeight("? one", 80, approximateWidth),
                 noteHeight("one", 80, approximateWidth));
    }

    void everyTextOfBothThemesMeetsAa() {
        verifyTheme(lightTheme());
        verifyTheme(darkTheme());
    }

    void everyLineOfBothThemesStandsOutFromWhatItRunsOn() {
        for (const Theme* theme : {&lightTheme(), &darkTheme()}) {
            const Scene scene = sceneOf(inputFor(test::threeTierDiagram(), *theme));
            std::vector<Color> fills = {theme->canvas, theme->surface, theme->window};
            for (const Tint tint : {Tint::None, Tint::Public, Tint::Private, Tint::Data}) {
                fills.push_back(theme->tint(tint).fill);
                QVERIFY(contrastRatio(theme->tint(tint).line, theme->tint(tint).fill) >= 3);
                QVERIFY(contrastRatio(theme->tint(tint).line, theme->surface) >= 3);
            }
            std::size_t lines = 0;
            for (const SceneItem& item : scene.items) {
                std::optional<Color> ink;
                if (const auto* line = std::get_if<LineShape>(&item.shape)) ink = line->color;
                const auto* rect = std::get_if<RectShape>(&item.shape);
                // A hairline round a sign or a list only softens its edge; its fill tells it.
                const bool hairline = rect != nullptr && rect->stroke == theme->line;
                const bool subnet =
                    item.box != kNoBox && scene.diagram->boxes[item.box].kind == BoxKind::Subnet;
                const bool stroked = rect != nullptr && rect->stroke.alpha > 0;
                if (stroked && !hairline && !subnet) ink = rect->stroke;
                if (!ink) continue;
                for (const Color fill : fills) {
                    const double ratio = contrastRatio(blended(*ink, fill), fill);
                    const std::string what = ink->toString() + " on " + fill.toString();
                    QVERIFY2(ratio >= kLineContrast, what.c_str());
                }
                ++lines;
            }
            QVERIFY(lines > 30);
        }
    }

    void signOfWhatRulesABoxIsHitBeforeTheBox() {
        Diagram diagram = test::threeTierDiagram();
        BoxIndex subnet = 0;
        while (diagram.boxes[subnet].kind != BoxKind::Subnet) ++subnet;
        diagram.boxes[subnet].badges = {{BadgeKind::RouteTable, {ResourceId{7}}},
                                        {BadgeKind::NetworkAcl, {ResourceId{8}, ResourceId{9}}}};
        const Scene scene = sceneOf(inputFor(std::move(diagram), lightTheme()));
        const auto& badges = scene.layout->badges[subnet];
        QCOMPARE(badges.size(), std::size_t{2});
        QVERIFY(!intersects(badges[0], badges[1]));
        QVERIFY(!intersects(badges[0], scene.layout->titles[subnet]));
        QCOMPARE(hitTest(scene, center(badges[1])), (Hit{HitPart::List, subnet, 1}));
    }

    void tokensAreNamedOnce() {
        std::set<std::string_view> names;
        for (const NamedColor& token : tokens(lightTheme())) {
            QVERIFY(names.insert(token.name).second);
        }
        QCOMPARE(tokens(darkTheme()).size(), names.size());
    }

    void contrastRatioIsThatOfTheStandard() {
        QCOMPARE(contrastRatio(Color::rgb(0x000000), Color::rgb(0xFFFFFF)), 21.0);
        QVERIFY(std::abs(contrastRatio(Color::rgb(0x777777), Color::rgb(0xFFFFFF)) - 4.48) < 0.01);
    }

    void longNamesLoseTheirMiddle() {
        const FontSpec font = fonts::kNodeTitle;
        const std::string name = "ApplicationLoadBalancerTargetGroupForTheWeb";
        const std::string text = elideMiddle(name, 120, font, approximateWidth);
        QVERIFY(approximateWidth(text, font) <= 120);
        QVERIFY(text.starts_with("Appl"));
        QVERIFY(text.ends_with("Web"));
        QVERIFY(text.find("…") != std::string::npos);
        QCOMPARE(elideMiddle("Web", 120, font, approximateWidth), std::string("Web"));
        QCOMPARE(elideMiddle("Größenmaß", 30, font, approximateWidth).find('\xBC'),
                 std::string::npos);
    }

    void everyTextStaysInsideItsBox() {
        for (std::uint32_t seed = 1; seed <= 20; ++seed) {
            const Scene scene = sceneOf(inputFor(test::randomDiagram(seed, {}), lightTheme()));
            for (const SceneItem& item : scene.items) {
                const auto* text = std::get_if<TextShape>(&item.shape);
                if (text == nullptr || item.box == kNoBox) continue;
                const Rect& box = rectOf(scene, item.box);
                QVERIFY2(right(item.bounds) <= right(box) + 0.01, text->text.c_str());
                QVERIFY(item.bounds.x >= box.x && item.bounds.y >= box.y);
            }
        }
    }

    void textsNeverOverlapOneAnother() {
        const Scene scene = sceneOf(inputFor(test::threeTierDiagram(), lightTheme()));
        for (const double scale : {1.0, 0.3}) {
            std::vector<const SceneItem*> texts;
            for (const auto i : scene.visible(scene.bounds, scale)) {
                const SceneItem& item = scene.items[i];
                if (std::holds_alternative<TextShape>(item.shape)) texts.push_back(&item);
            }
            QVERIFY(texts.size() > 20);
            for (const SceneItem* a : texts) {
                for (const SceneItem* b : texts) {
                    if (a >= b) continue;
                    const std::string both = std::get<TextShape>(a->shape).text + " and " +
                                             std::get<TextShape>(b->shape).text;
                    QVERIFY2(!intersects(a->bounds, b->bounds), both.c_str());
                }
            }
        }
    }

    void clickOnAChildMeansItAndOnABorderTheContainer() {
        const Scene scene = sceneOf(inputFor(test::threeTierDiagram(), lightTheme()));
        const BoxIndex nat = titled(scene, "NatA", true);
        QCOMPARE(hitTest(scene, center(rectOf(scene, nat))), (Hit{HitPart::Node, nat, 0}));
        const BoxIndex subnet = titled(scene, "PublicA", false);
        const Rect r = rectOf(scene, subnet);
        QCOMPARE(hitTest(scene, {r.x, r.y + 16}), (Hit{HitPart::Border, subnet, 0}));
        const Rect title = scene.layout->titles[subnet];
        QCOMPARE(hitTest(scene, center(title)), (Hit{HitPart::Title, subnet, 0}));
        QCOMPARE(hitTest(scene, {r.x + 8, bottom(r) - 8}), (Hit{HitPart::Interior, subnet, 0}));
        QCOMPARE(hitTest(scene, {-500, -500}).part, HitPart::Nothing);
    }

    void badgeIsHitBeforeItsNode() {
        SceneInput input = inputFor(test::threeTierDiagram(), lightTheme());
        const Scene plain = sceneOf(input);
        const BoxIndex nat = titled(plain, "NatA", true);
        input.overlay.badges = {{nat, Tone::Stop, "2"}};
        const Scene scene = sceneOf(input);
        QCOMPARE(scene.badges.size(), std::size_t{1});
        QCOMPARE(hitTest(scene, center(scene.badges.front().second)),
                 (Hit{HitPart::Badge, nat, 0}));
    }

    void overlaysLeaveTheDrawingWhereItIs() {
        SceneInput input = inputFor(test::threeTierDiagram(), lightTheme());
        const Scene plain = sceneOf(input);
        const BoxIndex internet = titled(plain, "Internet", true);
        const BoxIndex orders = titled(plain, "Orders", true);
        input.overlay.selected = {orders};
        input.overlay.paths = {{{internet, orders}, Tone::Stop, 2, true, "blocked"}};
        input.overlay.highlights = {{titled(plain, "us-east-1a", false), Tone::Stop, "down"}};
        const Scene explained = sceneOf(input);
        QCOMPARE(explained.bounds, plain.bounds);
        QVERIFY(explained.items.size() > plain.items.size());
        for (const SceneItem& item : plain.items) {
            QVERIFY(std::ranges::find(explained.items, item) != explained.items.end());
        }
    }

    void pathsWhoseRoutesAreKnownAreDrawnLikeThoseThatAreFound() {
        SceneInput input = inputFor(test::threeTierDiagram(), lightTheme());
        const Scene plain = sceneOf(input);
        const BoxIndex internet = titled(plain, "Internet", true);
        const BoxIndex balancer = titled(plain, "WebAlb", true);
        const BoxIndex orders = titled(plain, "Orders", true);
        input.overlay.paths = {{{internet, balancer, orders}, Tone::Pass, 2, false, "tcp 443"},
                               {{balancer, orders}, Tone::Stop, 2, true, {}}};
        const std::string found = dumpScene(buildMarks(input, approximateWidth));
        const auto steps = stepsOf(input.overlay.paths);
        QCOMPARE(steps.size(), std::size_t{3});
        const auto known = routeLinks(*input.diagram, *input.layout, steps, approximateWidth);
        QCOMPARE(dumpScene(buildMarks(input, known, approximateWidth)), found);
        // And they are taken, not found again.
        const std::vector<LinkRoute> none(steps.size());
        QVERIFY(dumpScene(buildMarks(input, none, approximateWidth)) != found);
    }

    void aRingRunsBelowWhatStandsOnItFadedOrNot() {
        SceneInput input = inputFor(test::threeTierDiagram(), lightTheme());
        const auto vpc = static_cast<BoxIndex>(
            std::ranges::find(input.diagram->boxes, BoxKind::Vpc, &Box::kind) -
            input.diagram->boxes.begin());
        input.overlay.selected = {vpc};
        const auto namesOver = [&] {
            const Scene marks = buildMarks(input, approximateWidth);
            std::size_t ring = marks.items.size();
            QStringList names;
            for (std::size_t i = 0; i < marks.items.size(); ++i) {
                const SceneItem& item = marks.items[i];
                const auto* text = std::get_if<TextShape>(&item.shape);
                if (item.box == vpc) ring = i;
                const bool isGateway =
                    item.box != kNoBox && input.diagram->boxes[item.box].kind == BoxKind::Gateway;
                if (text != nullptr && isGateway && i > ring) {
                    names << QString::fromStdString(text->text);
                }
            }
            return names;
        };
        const QStringList names = namesOver();
        QVERIFY(!names.empty());
        input.overlay.concerned = std::set<BoxIndex>{vpc};
        QCOMPARE(namesOver(), names);
    }

    void theSignOfANoteLiesOverItsRing() {
        Diagram diagram = test::threeTierDiagram();
        diagram.notes = {{NoteId{1}, {10, 10, 120, 40}, "! open"},
                         {NoteId{2}, {10, 80, 120, 40}, "! shut"}};
        SceneInput input = inputFor(std::move(diagram), lightTheme());
        input.overlay.selectedPlaces = {{10, 10, 120, 40}};
        const Scene marks = buildMarks(input, approximateWidth);
        const auto isSign = [](const SceneItem& item) {
            const auto* text = std::get_if<TextShape>(&item.shape);
            return text != nullptr && text->text == "!";
        };
        QCOMPARE(std::ranges::count_if(marks.items, isSign), std::ptrdiff_t{1});
        QVERIFY(isSign(marks.items.back()));
    }

    void whatAModeSaysOfANodeIsCutAtItsCommas() {
        SceneInput input = inputFor(test::threeTierDiagram(), lightTheme());
        const std::string whole = "38 %, 187/s, and more than there is room for";
        for (BoxIndex i = 1; i < input.diagram->boxes.size(); ++i) {
            if (input.diagram->boxes[i].kind == BoxKind::Node) input.overlay.details[i] = whole;
        }
        std::size_t said = 0;
        const Scene scene = sceneOf(input);
        for (const SceneItem& item : scene.items) {
            const auto* text = std::get_if<TextShape>(&item.shape);
            if (text == nullptr || !text->text.starts_with("38")) continue;
            ++said;
            const std::string rest = whole.substr(text->text.size());
            QVERIFY2(whole.starts_with(text->text) && (rest.empty() || rest.starts_with(", ")),
                     text->text.c_str());
        }
        QCOMPARE(said, input.overlay.details.size());
    }

    void whatFadesHidesWhatLiesBelowAsBefore() {
        SceneInput input = inputFor(test::threeTierDiagram(), lightTheme());
        const Scene plain = sceneOf(input);
        const BoxIndex nat = titled(plain, "NatA", true);
        const BoxIndex orders = titled(plain, "Orders", true);
        input.overlay.badges = {{nat, Tone::Stop, "2"}, {orders, Tone::Stop, "2"}};
        input.overlay.concerned = std::set<BoxIndex>{orders};
        const Scene scene = sceneOf(input);
        const auto papers = [&](BoxIndex box) {
            return std::ranges::count_if(scene.items, [&](const SceneItem& item) {
                const auto* rect = std::get_if<RectShape>(&item.shape);
                return item.box == box && item.opacity == 1 && rect != nullptr &&
                       rect->rect == rectOf(scene, box) && rect->fill == lightTheme().surface;
            });
        };
        // Near, and where far out a node is drawn without its frame.
        QCOMPARE(papers(nat), std::ptrdiff_t{2});
        QCOMPARE(papers(orders), std::ptrdiff_t{1});
        for (const SceneItem& item : scene.items) {
            const bool isInk = std::holds_alternative<TextShape>(item.shape) ||
                               std::holds_alternative<IconShape>(item.shape);
            const bool isOfBadge = item.bounds.y < rectOf(scene, nat).y + 8;
            if (item.box == nat && isInk && !isOfBadge) QVERIFY(item.opacity < 1);
        }
        const auto fillOfBadge = [&](BoxIndex box) {
            const auto badge =
                std::ranges::find(scene.badges, box, [](const auto& each) { return each.first; });
            for (const SceneItem& item : scene.items) {
                const auto* rect = std::get_if<RectShape>(&item.shape);
                if (rect != nullptr && rect->rect == badge->second) return rect->fill;
            }
            return Color();
        };
        QCOMPARE(fillOfBadge(orders), lightTheme().stop.ink);
        QVERIFY(fillOfBadge(nat) != lightTheme().stop.ink && fillOfBadge(nat).alpha == 255);
    }

    void aStoppedWayHasACrossOnTheBorderOfEachThingThatStopsIt() {
        SceneInput input = inputFor(test::threeTierDiagram(), lightTheme());
        const Scene plain = sceneOf(input);
        const BoxIndex internet = titled(plain, "Internet", true);
        const BoxIndex orders = titled(plain, "Orders", true);
        const BoxIndex subnet = titled(plain, "DataA", false);
        input.overlay.paths = {{{internet, orders}, Tone::Stop, 2, true, {}, {subnet, orders}}};
        const Scene explained = sceneOf(input);
        std::vector<Point> crosses;
        for (const SceneItem& item : explained.items) {
            const auto* disc = std::get_if<RectShape>(&item.shape);
            if (disc != nullptr && disc->radius == 8 && disc->fill == lightTheme().stop.ink) {
                crosses.push_back(center(disc->rect));
            }
        }
        QCOMPARE(crosses.size(), std::size_t{2});
        for (const auto& [point, box] : {std::pair(crosses[0], subnet), {crosses[1], orders}}) {
            const Rect& r = explained.layout->rects[box];
            QVERIFY(contains(inflated(r, 0.5), Rect{point.x, point.y, 0, 0}));
            QVERIFY(!contains(inflated(r, -0.5), Rect{point.x, point.y, 0, 0}));
        }
    }

    void withoutNamesFromAfarAllElseIsTheSame() {
        SceneInput input = inputFor(test::threeTierDiagram(), lightTheme());
        const Scene whole = sceneOf(input);
        input.fromAfar = false;
        const Scene spared = sceneOf(input);
        QVERIFY(whole.fromAfar && !spared.fromAfar);
        QVERIFY(spared.items.size() < whole.items.size());
        for (const double scale : {0.05, 0.15, 0.19, 0.45, 1.0, 2.0}) {
            const auto shown = [&](const Scene& scene) {
                std::vector<SceneItem> items;
                for (const auto i : scene.visible(scene.bounds, scale)) {
                    items.push_back(scene.items[i]);
                }
                return items;
            };
            QVERIFY2(shown(whole) == shown(spared), std::to_string(scale).c_str());
        }
    }

    void fromAfarEveryNameCanBeReadAndNothingElse() {
        const Scene scene = sceneOf(inputFor(test::threeTierDiagram(), lightTheme()));
        std::set<BoxIndex> named;
        for (const auto i : scene.visible(scene.bounds, 0.3)) {
            const SceneItem& item = scene.items[i];
            const auto* text = std::get_if<TextShape>(&item.shape);
            if (text == nullptr) continue;
            QVERIFY2(text->font.size * 0.3 >= 6, text->text.c_str());
            QVERIFY2(named.insert(item.box).second, text->text.c_str());
            const Rect& r = scene.layout->rects[item.box];
            QVERIFY2(contains(inflated(r, 2), item.bounds), text->text.c_str());
        }
        for (BoxIndex i = 1; i < scene.diagram->boxes.size(); ++i) {
            const BoxKind kind = scene.diagram->boxes[i].kind;
            if (kind == BoxKind::Span || kind == BoxKind::Outside) continue;
            QVERIFY2(named.contains(i), scene.diagram->boxes[i].key.c_str());
        }
    }

    void namesThatAreAlikeFromAfarAreCutWhereTheyDiffer() {
        test::DiagramBuilder b;
        const auto region = b.add(BoxKind::Region, 0, "r");
        const auto shelf = b.add(BoxKind::Shelf, region, "s");
        std::set<std::string> titles;
        for (const char* part : {"CPU", "Connections", "Storage"}) {
            const std::string title = "DatabaseOfTheShop" + std::string(part) + "TooHighForTooLong";
            b.add(BoxKind::Node, shelf, title);
            titles.insert(title);
        }
        const Scene scene = sceneOf(inputFor(b.take(), lightTheme()));
        std::set<std::string> shown;
        for (const auto i : scene.visible(scene.bounds, 0.3)) {
            const auto* text = std::get_if<TextShape>(&scene.items[i].shape);
            if (text == nullptr || !isNode(scene.diagram->boxes[scene.items[i].box].kind)) continue;
            QVERIFY2(!titles.contains(text->text), text->text.c_str());
            QVERIFY2(shown.insert(text->text).second, text->text.c_str());
            QVERIFY(contains(inflated(scene.layout->rects[scene.items[i].box], 2),
                             scene.items[i].bounds));
        }
        QCOMPARE(shown.size(), titles.size());
    }

    void farOutThereAreNoTextsAndFartherNoIcons() {
        const Scene scene = sceneOf(inputFor(test::threeTierDiagram(), lightTheme()));
        const auto count = [&](double scale, auto isKind) {
            const auto shown = scene.visible(scene.bounds, scale);
            return std::ranges::count_if(shown, [&](auto i) { return isKind(scene.items[i]); });
        };
        const auto isText = [](const SceneItem& i) {
            return std::holds_alternative<TextShape>(i.shape);
        };
        const auto isIcon = [](const SceneItem& i) {
            return std::holds_alternative<IconShape>(i.shape);
        };
        QVERIFY(count(1, isText) > 30);
        QVERIFY(count(0.25, isText) <= 1);
        QVERIFY(count(0.25, isIcon) > 10);
        QCOMPARE(count(0.05, isIcon), 0);
        QVERIFY(!scene.visible(scene.bounds, 0.05).empty());
    }

    void onlyWhatTheViewportMeetsIsVisible() {
        const Scene scene = sceneOf(inputFor(test::threeTierDiagram(), lightTheme()));
        const Rect corner{0, 0, 60, 60};
        for (const auto i : scene.visible(corner, 1)) {
            QVERIFY(intersects(inflated(scene.items[i].bounds, 1), corner));
        }
        QVERIFY(scene.visible(corner, 1).size() < scene.items.size() / 4);
    }

    void theIndexFindsWhatAGoThroughAllFinds() {
        std::mt19937 random(7);
        const auto upTo = [&](double most) {
            return std::uniform_real_distribution<double>(0, most)(random);
        };
        const Rect bounds{0, 0, 3000, 2000};
        for (std::size_t count = 0; count < 300; count = count * 2 + 1) {
            std::vector<Rect> rects;
            for (std::size_t i = 0; i < count; ++i) {
                // Some are large, some stand beyond the bounds.
                const double size = i % 9 == 0 ? 2900 : 90;
                rects.push_back({upTo(3300) - 150, upTo(2300) - 150, upTo(size), upTo(size)});
            }
            const SpatialIndex index(rects, bounds);
            for (const Rect& rect : rects) QVERIFY(contains(inflated(index.extent(), 1e-9), rect));
            for (int i = 0; i < 50; ++i) {
                const double size = i % 5 == 0 ? 5000 : 400;
                const Rect area{upTo(3300) - 1000, upTo(2300) - 1000, upTo(size), upTo(size)};
                std::vector<std::uint32_t> all;
                for (std::uint32_t r = 0; r < rects.size(); ++r) {
                    const Rect& rect = rects[r];
                    if (rect.x <= right(area) && area.x <= right(rect) && rect.y <= bottom(area) &&
                        area.y <= bottom(rect)) {
                        all.push_back(r);
                    }
                }
                QCOMPARE(index.find(area, [&](std::uint32_t r) { return rects[r]; }), all);
            }
        }
    }

    void overlaysAreTheSameOnlyInAllTheirParts() {
        Overlay one;
        one.badges = {{3, Tone::Stop, "2"}};
        one.paths.push_back({{1, 2}, Tone::Pass, 2, false, "tcp", {4}});
        one.highlights = {{5, Tone::Accent, "down"}};
        one.cells[6] = {{0.5, "50 %", Tone::Neutral}};
        QVERIFY(sameOverlay(one, Overlay(one)));
        const auto differs = [&](const auto& change) {
            Overlay other = one;
            change(other);
            return !sameOverlay(one, other) && !sameOverlay(other, one);
        };
        QVERIFY(differs([](Overlay& o) { o.selected = {1}; }));
        QVERIFY(differs([](Overlay& o) { o.selectedLinks = {1}; }));
        QVERIFY(differs([](Overlay& o) { o.hovered = 1; }));
        QVERIFY(differs([](Overlay& o) { o.badges[0].text = "3"; }));
        QVERIFY(differs([](Overlay& o) { o.badges[0].tone = Tone::Warn; }));
        QVERIFY(differs([](Overlay& o) { o.badges.push_back({4, Tone::Stop, "1"}); }));
        QVERIFY(differs([](Overlay& o) { o.paths[0].stopped = true; }));
        QVERIFY(differs([](Overlay& o) { o.paths[0].stops.clear(); }));
        QVERIFY(differs([](Overlay& o) { o.highlights[0].box = 6; }));
        QVERIFY(differs([](Overlay& o) { o.concerned.emplace(); }));
        QVERIFY(differs([](Overlay& o) { o.cells[6][0].load = 0.6; }));
        QVERIFY(differs([](Overlay& o) { o.cells[7]; }));
        QVERIFY(differs([](Overlay& o) { o.details[1] = "busy"; }));
        QVERIFY(differs([](Overlay& o) { o.selectedPlaces = {{0, 0, 1, 1}}; }));
    }

    /// What a container that does not fade changes is nothing, but lines that end at it.
    void whatIsTheSameBelowMarksIsDrawnAlike() {
        std::size_t same = 0;
        std::size_t other = 0;
        for (std::uint32_t seed = 1; seed <= 12; ++seed) {
            SceneInput input = inputFor(test::randomDiagram(seed, {}), lightTheme());
            const auto count = static_cast<BoxIndex>(input.diagram->boxes.size());
            Overlay one;
            one.concerned.emplace();
            for (BoxIndex box = 1; box < count; box += 3) one.concerned->insert(box);
            input.overlay = one;
            const std::string dump = dumpScene(sceneOf(input));
            for (BoxIndex box = 1; box < count; box += 2) {
                Overlay two = one;
                if (two.concerned->erase(box) == 0) two.concerned->insert(box);
                input.overlay = two;
                const bool isSame = sameBelowMarks(one, two, *input.diagram);
                const bool isAlike = dumpScene(sceneOf(input)) == dump;
                QVERIFY(isAlike || !isSame);
                same += isSame ? 1 : 0;
                other += isAlike ? 0 : 1;
            }
        }
        QVERIFY(same > 20 && other > 20);
        Overlay told;
        told.details[1] = "busy";
        Overlay cells;
        cells.cells[1] = {{0.5, "50 %", Tone::Neutral}};
        Overlay faded;
        faded.concerned.emplace();
        const Diagram diagram = test::threeTierDiagram();
        for (const Overlay& each : {told, cells, faded}) {
            QVERIFY(!sameBelowMarks(each, {}, diagram));
            QVERIFY(sameBelowMarks(each, each, diagram));
        }
    }

    void displayListIsTheGoldenOne_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void displayListIsTheGoldenOne() {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        const std::string dump = dumpScene(sceneOf(inputFor(test::threeTierDiagram(), theme)));
        QCOMPARE(dumpScene(sceneOf(inputFor(test::threeTierDiagram(), theme))), dump);
        const auto path = test::sourceRoot() / "tests" / "scene" / "golden" /
                          (dark ? "three-tier-dark.txt" : "three-tier-light.txt");
        if (qEnvironmentVariableIsSet("ARCHIVOLT_UPDATE_GOLDEN")) {
            std::ofstream(path, std::ios::binary) << dump;
        }
        QCOMPARE(dump, test::readFile(path));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::SceneTest)
#include "scene_test.moc"
