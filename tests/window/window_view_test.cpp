#include <QQuickItem>
#include <QQuickWindow>
#include <QTest>
#include <memory>

#include "app/window/canvas_edits.h"
#include "app/window/canvas_layer.h"
#include "app/window/design_canvas.h"
#include "app/window/document.h"
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
    void aJumpOfTheViewLeavesNoGap();
    void whatAnEditChangedIsAllThatLooksOtherwise();
    void whatWasSaidGoesAndIsFoundAgain();
    void severalThingsCanBeCopiedAndSayWhyTheyCanNotBeAligned();

private:
    [[nodiscard]] QPoint centre(const char* key) const;
    [[nodiscard]] bool showsAll() const;

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
    const auto shown = [&] {
        QCoreApplication::processEvents();
        return m_window->grabWindow();
    };
    const auto anew = [&] {
        m_canvas->setDark(!m_canvas->dark());
        shown();
        m_canvas->setDark(!m_canvas->dark());
        return shown();
    };
    const auto settle = [this] {
        QTRY_VERIFY_WITH_TIMEOUT(!m_document->isChecking(), kPatience);
        QTRY_VERIFY(m_canvas->scene()->diagram == m_document->drawing()->diagram);
    };
    const StackId stack = m_document->session().design()->stacks.front()->id;
    const QImage before = shown();
    QVERIFY(m_document->commit({RemoveResource{stack, "Bastion"}}, "Remove"));
    settle();
    const QImage removed = shown();
    QVERIFY(removed != before);
    QVERIFY(removed == anew());
    m_document->undo();
    settle();
    const QImage undone = shown();
    QVERIFY(undone == anew());
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
