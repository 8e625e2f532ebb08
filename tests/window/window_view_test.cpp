#include <QQuickItem>
#include <QQuickWindow>
#include <QSet>
#include <QTest>
#include <memory>

#include "app/window/canvas_edits.h"
#include "app/window/canvas_layer.h"
#include "app/window/canvas_modes.h"
#include "app/window/design_canvas.h"
#include "app/window/document.h"
#include "app/window/notice_text.h"
#include "app/window/reach_news.h"
#include "app/window/review_canvas.h"
#include "app/window/review_model.h"
#include "app/window/view_move.h"
#include "render/scene/theme.h"
#include "tests/window/offscreen_window.h"

namespace archivolt {

namespace {
constexpr const char* kHost = "three-tier/Bastion";
}

/// The whole window without a display: what of the drawing shows, and what is said beside it.
class WindowViewTest : public QObject, protected test::OffscreenWindow {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void allGoesOnShowingWhereRoomIsTaken();
    void aViewOfOnesOwnIsKept();
    void noNodeLiesBelowTheZoomControl();
    void noFrameLiesBelowTheZoomControlWhereAPanelIsOpen();
    void aSmallDesignIsEnlargedOnALargeScreen();
    void aPanelMovesTheDrawingNoFurtherThanItTakes();
    void nothingMovesBelowTheZoomControl();
    void aPressIsAimedAtWhatWasSeenThen();
    void subnetsAreAddedByTurnsAndNothingIsPushedAside();
    void namesAppearWhereOneZoomsIntoReach();
    void noLinePartsAFigureFromItsUnit();
    void theTemplateBeginsWithItsBeginning();
    void theMenuOffersOnlyWhatCanBeDone();
    void aJumpOfTheViewLeavesNoGap();
    void whatAnEditChangedIsAllThatLooksOtherwise();
    void eachReviewIsDrawn();
    void whatWasSaidGoesAndIsFoundAgain();
    void severalThingsCanBeCopiedAndSayWhyTheyCanNotBeAligned();

private:
    [[nodiscard]] QPoint centre(const char* key) const;
    [[nodiscard]] bool showsAll() const;
    /// Gives the window a size, and waits until it is laid out.
    [[nodiscard]] bool becomes(QSize size) const;
    /// Opens the menu of what is at a point of the window, and returns what it offers: `wrong` for
    /// what can't be done, or does not show.
    [[nodiscard]] QStringList menuAt(QPoint point) const;

    DesignCanvas* m_canvas = nullptr;
};

void WindowViewTest::initTestCase() { prepareWindows(); }

void WindowViewTest::init() {
    openWindow(QStringLiteral("qrc:"));
    if (QTest::currentTestFailed()) return;
    m_canvas = m_window->findChild<DesignCanvas*>();
    QVERIFY(m_canvas != nullptr);
}

void WindowViewTest::cleanup() { closeWindow(); }

QPoint WindowViewTest::centre(const char* key) const {
    return m_canvas->mapToScene(m_canvas->centreOf(key).value_or(QPointF())).toPoint();
}

bool WindowViewTest::becomes(QSize size) const {
    m_window->resize(size);
    return QTest::qWaitFor([&] {
        const QQuickItem* above = m_canvas->parentItem();
        while (above->parentItem() != nullptr) above = above->parentItem();
        return above->size().toSize() == size && !m_window->grabWindow().isNull();
    });
}

bool WindowViewTest::showsAll() const {
    const Viewport& view = m_canvas->viewport();
    const Rect& all = m_canvas->scene()->bounds;
    const Point from = toCanvas(view, {all.x, all.y});
    const Point to = toCanvas(view, {right(all), bottom(all)});
    return from.x >= 0 && from.y >= 0 && to.x <= m_canvas->width() && to.y <= m_canvas->height();
}

void WindowViewTest::allGoesOnShowingWhereRoomIsTaken() {
    QVERIFY(showsAll());
    // A click is no wish for another view.
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre(kHost));
    const double width = m_canvas->width();
    m_window->resize(1280, 800);
    QTRY_VERIFY(m_canvas->width() < width);
    QVERIFY(showsAll());
    const double height = m_canvas->height();
    const int zoom = m_canvas->zoomPercent();
    QTest::keyClick(m_window, Qt::Key_J, Qt::ControlModifier);
    QTRY_VERIFY(m_canvas->height() < height);
    QVERIFY(showsAll());
    QTest::keyClick(m_window, Qt::Key_J, Qt::ControlModifier);
    QTRY_COMPARE(m_canvas->height(), height);
    QVERIFY(showsAll());
    QCOMPARE(m_canvas->zoomPercent(), zoom);
}

void WindowViewTest::aViewOfOnesOwnIsKept() {
    m_canvas->zoomIn();
    const int zoom = m_canvas->zoomPercent();
    const double height = m_canvas->height();
    QTest::keyClick(m_window, Qt::Key_J, Qt::ControlModifier);
    QTRY_VERIFY(m_canvas->height() < height);
    QCOMPARE(m_canvas->zoomPercent(), zoom);
}

void WindowViewTest::noNodeLiesBelowTheZoomControl() {
    const QSizeF corner = m_canvas->property("corner").toSizeF();
    QVERIFY(corner.width() > 100 && corner.height() > 30);
    for (const QSize size : {QSize(1280, 800), QSize(900, 900), QSize(1920, 1080)}) {
        m_window->resize(size);
        QTRY_COMPARE(m_window->width(), size.width());
        QCoreApplication::processEvents();
        m_canvas->fit();
        const Rect area{0, m_canvas->height() - corner.height(), corner.width(), corner.height()};
        QCOMPARE(nodesBelow(*m_canvas->scene(), m_canvas->viewport(), area), 0.0);
        QVERIFY(showsAll());
    }
}

void WindowViewTest::noFrameLiesBelowTheZoomControlWhereAPanelIsOpen() {
    const QSizeF corner = m_canvas->property("corner").toSizeF();
    for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)}) {
        QVERIFY(becomes(size));
        const double height = m_canvas->height();
        QTest::keyClick(m_window, Qt::Key_J, Qt::ControlModifier);
        QTRY_VERIFY(m_canvas->height() < height);
        QVERIFY(showsAll());
        const Diagram& diagram = *m_canvas->scene()->diagram;
        const QRectF area(0, m_canvas->height() - corner.height(), corner.width(), corner.height());
        for (BoxIndex box = 1; box < diagram.boxes.size(); ++box) {
            QVERIFY2(!m_canvas->rectOf(box).intersects(area), diagram.boxes[box].key.c_str());
        }
        QTest::keyClick(m_window, Qt::Key_J, Qt::ControlModifier);
        QTRY_COMPARE(m_canvas->height(), height);
    }
}

void WindowViewTest::aSmallDesignIsEnlargedOnALargeScreen() {
    QVERIFY(becomes({1920, 1080}));
    m_canvas->fit();
    QVERIFY(m_canvas->zoomPercent() > 100);
    QVERIFY(showsAll());
    QVERIFY(becomes({3840, 2160}));
    m_canvas->fit();
    QCOMPARE(m_canvas->zoomPercent(), 130);
}

/// The first click of a question opens the panel below, and the second one is aimed at what was
/// seen.
void WindowViewTest::aPanelMovesTheDrawingNoFurtherThanItTakes() {
    const Scene& scene = *m_canvas->scene();
    const Viewport at = fitIntoCanvas(scene, {1200, 900});
    const double end = toCanvas(at, {0, bottom(scene.bounds)}).y;
    const auto moved = movedToShowAll(scene, at, {1200, end - 10});
    QVERIFY(moved.has_value());
    QCOMPARE(moved->scale, at.scale);
    QCOMPARE(moved->origin.x, at.origin.x);
    const double way = (moved->origin.y - at.origin.y) * at.scale;
    QVERIFY(way >= 10 && way <= 10 + kFitMargin + 1e-6);
    QVERIFY(movedToShowAll(scene, at, {1200, 900})->origin == at.origin);
    QVERIFY(!movedToShowAll(scene, at, {1200, 300}));
    QVERIFY(!movedToShowAll(scene, at, {2400, 1800}));
}

/// Once something was clicked the view is not fitted anew, and a panel brings the zoom control up.
void WindowViewTest::nothingMovesBelowTheZoomControl() {
    const Scene& scene = *m_canvas->scene();
    const Viewport at = fitIntoCanvas(scene, {1200, 900});
    const Size less{1200, toCanvas(at, {0, bottom(scene.bounds)}).y + 10};
    const Viewport low = *movedToShowAll(scene, at, less);
    Rect leftmost{less.width, 0, 0, 0};
    double lowest = 0;
    for (BoxIndex box = 1; box < scene.diagram->boxes.size(); ++box) {
        if (!isNode(scene.diagram->boxes[box].kind)) continue;
        const Rect& rect = scene.layout->rects[box];
        const Point corner = toCanvas(low, {rect.x, rect.y});
        if (corner.x < leftmost.x) leftmost = {corner.x, corner.y, 0, 0};
        lowest = std::max(lowest, toCanvas(low, {0, bottom(rect)}).y);
    }
    const double middle = leftmost.y + 20;
    const Rect narrow{0, middle, leftmost.x + 1, less.height - middle};
    QVERIFY(nodesBelow(scene, low, narrow) > 0);
    const auto aside = movedToShowAll(scene, at, less, narrow);
    QVERIFY(aside.has_value());
    QCOMPARE(nodesBelow(scene, *aside, narrow), 0.0);
    QCOMPARE(aside->origin.y, low.origin.y);
    QVERIFY(aside->origin.x < low.origin.x);
    const Rect flat{0, lowest - 1, less.width, less.height - lowest + 1};
    const auto above = movedToShowAll(scene, at, less, flat);
    QCOMPARE(nodesBelow(scene, *above, flat), 0.0);
    QCOMPARE(above->origin.x, low.origin.x);
}

/// A panel that opens moves the drawing, maybe while a button is on its way down.
void WindowViewTest::aPressIsAimedAtWhatWasSeenThen() {
    QVERIFY(becomes({1280, 800}));
    const Document& document = *m_document;
    const QPoint before = centre(kHost);
    const std::uint64_t pressed = SeenView::monotonicMilliseconds();
    QTest::qWait(5);
    QTest::keyClick(m_window, Qt::Key_J, Qt::ControlModifier);
    QTRY_VERIFY((centre(kHost) - before).manhattanLength() > 60);
    QVERIFY(!m_window->grabWindow().isNull());
    QCoreApplication::processEvents();
    const auto click = [&](QPoint at, std::uint64_t when) {
        for (const auto type : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
            const bool down = type == QEvent::MouseButtonPress;
            QMouseEvent event(type, at, m_window->mapToGlobal(at), Qt::LeftButton,
                              down ? Qt::LeftButton : Qt::NoButton, Qt::NoModifier);
            event.setTimestamp(when);
            QCoreApplication::sendEvent(m_window, &event);
        }
    };
    click(before, pressed);
    QCOMPARE(document.selectedName(), QStringLiteral("Bastion"));
    // What comes after the frame, or tells no time, means what shows.
    m_document->select(DesignSelection{});
    click(before, SeenView::monotonicMilliseconds());
    QVERIFY(document.selectedName() != QStringLiteral("Bastion"));
    click(centre(kHost), SeenView::monotonicMilliseconds());
    QCOMPARE(document.selectedName(), QStringLiteral("Bastion"));
    m_document->select(DesignSelection{});
    click(centre(kHost), 1);
    QCOMPARE(document.selectedName(), QStringLiteral("Bastion"));
}

void WindowViewTest::subnetsAreAddedByTurnsAndNothingIsPushedAside() {
    const auto settle = [this] {
        QTRY_VERIFY(!m_document->isChecking() &&
                    m_document->drawing()->revision == m_document->session().revision());
    };
    QVERIFY(m_document->openExample(QStringLiteral("new")));
    settle();
    const auto add = [&](const char* type) {
        m_canvas->placeAtSelection(QLatin1String(type));
        settle();
    };
    add("AWS::EC2::VPC");
    for (int subnet = 0; subnet < 4; ++subnet) add("AWS::EC2::Subnet");
    const Scene& scene = *m_canvas->scene();
    std::map<std::string, int> zones;
    for (const Box& box : scene.diagram->boxes) {
        if (box.kind == BoxKind::Subnet) ++zones[scene.diagram->boxes[box.parent].title];
    }
    QCOMPARE(zones, (std::map<std::string, int>{{"us-east-1a", 2}, {"us-east-1b", 2}}));
    const std::string first =
        std::ranges::find(scene.diagram->boxes, BoxKind::Subnet, &Box::kind)->key;
    const auto middle = [&] { return m_canvas->mapToScene(*m_canvas->centreOf(first)).toPoint(); };
    QTest::mouseClick(m_window, Qt::LeftButton, {}, middle());
    // The internet, whence the gateway leads, comes at the left of all.
    const QPoint before = middle();
    add("AWS::EC2::InternetGateway");
    QVERIFY((middle() - before).manhattanLength() <= 2);
    const QRectF gateway = m_canvas->selectedRect();
    QVERIFY(QRectF(QPointF(), m_canvas->size()).contains(gateway));
    m_document->undo();
    settle();
    QVERIFY((middle() - before).manhattanLength() <= 2);
}

void WindowViewTest::namesAppearWhereOneZoomsIntoReach() {
    const auto isNamed = [&] {
        const Scene& scene = *m_canvas->scene();
        const BoxIndex host = scene.diagram->find(kHost);
        return std::ranges::any_of(
            scene.visible(scene.bounds, m_canvas->viewport().scale), [&](auto i) {
                return scene.items[i].box == host &&
                       std::holds_alternative<TextShape>(scene.items[i].shape);
            });
    };
    QVERIFY(isNamed());
    const auto labels = static_cast<int>(detail_levels::kLabels * 100);
    const auto names = static_cast<int>(detail_levels::kNames * 100);
    const auto isFar = [&] {
        return m_canvas->zoomPercent() < labels && m_canvas->zoomPercent() > names;
    };
    for (int step = 0; step < 20 && !isFar(); ++step) m_canvas->zoomOut();
    QVERIFY(isFar() && isNamed());
    for (int step = 0; step < 20 && m_canvas->zoomPercent() >= names; ++step) m_canvas->zoomOut();
    QVERIFY(!isNamed());
    // From below, too, without anything else that would draw the scene anew.
    for (int step = 0; step < 20 && !isFar(); ++step) m_canvas->zoomIn();
    QVERIFY(isFar() && isNamed());
}

/// It was put in with the cursor behind it, so that for two frames its end was to be seen.
void WindowViewTest::theTemplateBeginsWithItsBeginning() {
    double furthest = 0;
    QTest::keyClick(m_window, Qt::Key_J, Qt::ControlModifier);
    QQuickItem* text = nullptr;
    QTRY_VERIFY((text = m_window->findChild<QQuickItem*>(QStringLiteral("templateText"))));
    const auto look = [&] { furthest = std::max(furthest, text->property("contentY").toDouble()); };
    look();
    QTRY_VERIFY((look(), text->property("contentHeight").toDouble() > 4 * text->height()));
    for (int frame = 0; frame < 5; ++frame) {
        QVERIFY(!m_window->grabWindow().isNull());
        look();
    }
    QCOMPARE(furthest, 0.0);
}

void WindowViewTest::noLinePartsAFigureFromItsUnit() {
    QString text = withWholeFigures("48.1 % of 99 minutes, 81 s and 12 ms, at 5 h");
    text.replace(QChar(QChar::Nbsp), QLatin1Char('_'));
    QCOMPARE(text, QStringLiteral("48.1_% of 99 minutes, 81_s and 12_ms, at 5_h"));
}

QStringList WindowViewTest::menuAt(QPoint point) const {
    QStringList offered;
    QTest::mouseClick(m_window, Qt::RightButton, {}, point);
    QObject* menu = nullptr;
    const bool opens = QTest::qWaitFor([&] {
        menu = m_window->findChild<QObject*>(QStringLiteral("canvasMenu"));
        return menu != nullptr && menu->property("opened").toBool();
    });
    if (!opens) return offered;
    for (int row = 0; row < menu->property("count").toInt(); ++row) {
        QQuickItem* entry = nullptr;
        QMetaObject::invokeMethod(menu, "itemAt", Q_RETURN_ARG(QQuickItem*, entry),
                                  Q_ARG(int, row));
        if (entry == nullptr || !entry->isVisible()) continue;
        const bool isInside = entry->mapToScene({0, entry->height()}).y() <= m_window->height() - 8;
        offered << (entry->isEnabled() && isInside ? entry->property("text").toString()
                                                   : QStringLiteral("wrong"));
    }
    return offered;
}

void WindowViewTest::theMenuOffersOnlyWhatCanBeDone() {
    const QStringList offered = menuAt(centre(kHost));
    QVERIFY(offered.contains(QStringLiteral("Who can reach it?")));
    QVERIFY(offered.contains(QStringLiteral("Remove")));
    for (const char* other : {"Meaning of the note", "Align", "Fold", "wrong"}) {
        QVERIFY2(!offered.contains(QString::fromLatin1(other)), other);
    }
    // The keys go from one that is offered to the next.
    auto* menu = m_window->findChild<QObject*>(QStringLiteral("canvasMenu"));
    for (qsizetype row = 0; row < offered.size(); ++row) QTest::keyClick(m_window, Qt::Key_Down);
    QQuickItem* last = nullptr;
    QMetaObject::invokeMethod(menu, "itemAt", Q_RETURN_ARG(QQuickItem*, last),
                              Q_ARG(int, menu->property("currentIndex").toInt()));
    QVERIFY(last != nullptr);
    QCOMPARE(last->property("text").toString(), offered.back());
    QTest::keyClick(m_window, Qt::Key_Escape);
    QTRY_VERIFY(!menu->property("visible").toBool());
    // No template holds a Region: nothing can be done with it there.
    const QRectF region =
        m_canvas->rectOf(m_canvas->scene()->diagram->find("region:123456789012/us-east-1"));
    const QStringList ofRegion =
        menuAt(m_canvas->mapToScene(region.topLeft() + QPointF(40, 6)).toPoint());
    QVERIFY(ofRegion.contains(QStringLiteral("Add a note")));
    for (const char* other : {"Cut", "Copy", "Duplicate", "Remove", "wrong"}) {
        QVERIFY2(!ofRegion.contains(QString::fromLatin1(other)), other);
    }
    QTest::keyClick(m_window, Qt::Key_Escape);
}

/// A design opens before its view is fitted: until the zoom rested, a corner of it was all that
/// showed.
void WindowViewTest::aJumpOfTheViewLeavesNoGap() {
    CanvasLayer layer(nullptr);
    auto scene = std::make_shared<Scene>();
    scene->background = lightTheme().canvas;
    layer.show(scene, {{0, 0}, 1, {100, 80}, 1});
    Viewport whole{{0, 0}, 0.6, {1200, 800}, 1};
    layer.look(whole);
    QCOMPARE(layer.scale(), 1.0);
    QVERIFY(QRectF(layer.position(), layer.size()).contains(QRectF(0, 0, 1200, 800)));
    // A step of the wheel scales what is there.
    whole.scale = 0.5;
    layer.look(whole);
    QVERIFY(layer.scale() < 1);
}

/// After an edit only what changed is painted; a picture that is painted anew is the same.
void WindowViewTest::whatAnEditChangedIsAllThatLooksOtherwise() {
    // Of the drawing alone: a hint of the button that the pointer rests on comes when it will.
    const auto shown = [&] {
        QCoreApplication::processEvents();
        const QRectF canvas(QPointF(), m_canvas->size());
        return m_window->grabWindow().copy(m_canvas->mapRectToScene(canvas).toRect());
    };
    const auto anew = [&] {
        m_canvas->setDark(!m_canvas->dark());
        shown();
        m_canvas->setDark(!m_canvas->dark());
        return shown();
    };
    const auto settle = [this](const char* news) {
        QTRY_VERIFY_WITH_TIMEOUT(!m_document->isChecking(), kPatience);
        QTRY_VERIFY(m_canvas->scene()->diagram == m_document->drawing()->diagram);
        const ReachNews& told = *m_window->findChild<CanvasModes*>()->news();
        QTRY_VERIFY(told.line().startsWith(QString::fromLatin1(news)));  // It lies over both.
    };
    const StackId stack = m_document->session().design()->stacks.front()->id;
    const QImage before = shown();
    QVERIFY(m_document->commit({RemoveResource{stack, "Bastion"}}, "Remove"));
    settle("Closed ");
    const QImage removed = shown();
    QVERIFY(removed != before);
    QVERIFY(removed == anew());
    m_document->undo();
    settle("Opened ");
    const QImage undone = shown();
    QVERIFY(undone == anew());
}

void WindowViewTest::eachReviewIsDrawn() {
    auto* review = m_window->findChild<ReviewModel*>();
    QVERIFY(review != nullptr);
    for (const char* turn : {"first", "again"}) {
        review->againstSaved();
        QTRY_VERIFY_WITH_TIMEOUT(review->isThere(), kPatience);
        auto* canvas = m_window->findChild<ReviewCanvas*>();
        QVERIFY(canvas != nullptr);
        const QRectF area = canvas->mapRectToScene(canvas->boundingRect());
        // Frames and nodes have more colours than a ground with its dots.
        const auto colours = [&] {
            const QImage picture = m_window->grabWindow().copy(area.toRect());
            QSet<QRgb> found;
            for (int y = 0; y < picture.height() * 2 / 3; ++y) {
                for (int x = 0; x < picture.width(); ++x) found.insert(picture.pixel(x, y));
            }
            return found.size();
        };
        QVERIFY2(QTest::qWaitFor([&] { return colours() > 50; }), turn);
        review->close();
        QVERIFY(!review->isThere());
    }
}

/// What a notice says is there as long as it takes to read, and after that in the list.
void WindowViewTest::whatWasSaidGoesAndIsFoundAgain() {
    auto* reading = m_window->findChild<QObject*>(QStringLiteral("noticeTime"));
    QVERIFY(reading != nullptr);
    QVERIFY(!reading->property("running").toBool());
    m_document->notify(QStringLiteral("First"));
    m_document->notify(QStringLiteral("Second"));
    QVERIFY(reading->property("running").toBool());
    const int time = reading->property("interval").toInt();
    QVERIFY(time >= 3000 && time <= 6000);
    QVERIFY(QMetaObject::invokeMethod(reading, "triggered"));
    QVERIFY(m_document->notice().isEmpty());
    m_document->notify(QStringLiteral("First"));
    QCOMPARE(m_document->messages(),
             (QStringList{QStringLiteral("First"), QStringLiteral("Second")}));
}

void WindowViewTest::severalThingsCanBeCopiedAndSayWhyTheyCanNotBeAligned() {
    auto* edits = m_window->findChild<CanvasEdits*>();
    QVERIFY(edits != nullptr);
    m_document->select(DesignSelection{});
    QVERIFY(!edits->canCopy());
    const auto& resources = m_document->session().design()->stacks.front()->body.resources;
    const auto id = [&](const char* name) { return resources.find(std::string_view(name))->id; };
    m_document->select(DesignSelection{{id("Bastion"), id("OrdersDb")}, {}});
    QVERIFY(edits->canCopy());
    QVERIFY(edits->whyNotAligned().contains(QStringLiteral("stand in one container")));
    m_document->select(DesignSelection{{id("Bastion"), id("NatA")}, {}});
    QVERIFY(edits->canCopy());
    QCOMPARE(edits->whyNotAligned(), QString());
    QVERIFY(!edits->whyNotEven().isEmpty());
}

}  // namespace archivolt

QTEST_MAIN(archivolt::WindowViewTest)
#include "window_view_test.moc"
