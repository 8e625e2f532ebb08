#include <QQuickItem>
#include <QQuickWindow>
#include <QTest>
#include <memory>

#include "app/tools/connection.h"
#include "app/window/canvas_modes.h"
#include "app/window/connection_check.h"
#include "app/window/design_canvas.h"
#include "app/window/document.h"
#include "tests/window/offscreen_window.h"

namespace archivolt {

using test::saying;

namespace {
constexpr const char* kBastion = "three-tier/Bastion";
}

/// The whole window without a display: things are connected, and what still stops them is said.
class WindowConnectTest : public QObject, protected test::OffscreenWindow {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { prepareWindows(); }
    void init();
    void cleanup() { closeWindow(); }
    void theFieldOfConnectHasTheKeyboard();
    void aConnectionOpensWhatStopsItInTheSameStep();
    void whatStillStopsAConnectionIsSaidAndShownInReach();

private:
    [[nodiscard]] QPoint centre(const char* key) const {
        return m_canvas->mapToScene(m_canvas->centreOf(key).value_or(QPointF())).toPoint();
    }
    void drag(QPoint from, QPoint to, bool drop = true);
    void settle() {
        QTRY_VERIFY_WITH_TIMEOUT(!m_document->isChecking(), kPatience);
        QCoreApplication::processEvents();
    }

    DesignCanvas* m_canvas = nullptr;
};

void WindowConnectTest::init() {
    openWindow(QStringLiteral("qrc:"));
    if (QTest::currentTestFailed()) return;
    m_canvas = m_window->findChild<DesignCanvas*>();
    QVERIFY(m_canvas != nullptr);
    QVERIFY(m_canvas->centreOf(kBastion).has_value());
}

void WindowConnectTest::drag(QPoint from, QPoint to, bool drop) {
    QTest::mousePress(m_window, Qt::LeftButton, {}, from);
    for (int step = 1; step <= 6; ++step) {
        QTest::mouseMove(m_window, from + (to - from) * step / 6);
    }
    if (drop) QTest::mouseRelease(m_window, Qt::LeftButton, {}, to);
}

void WindowConnectTest::theFieldOfConnectHasTheKeyboard() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre(kBastion));
    QTest::mouseClick(m_window, Qt::RightButton, {}, centre(kBastion));
    QTRY_VERIFY(saying(m_window->contentItem(), QStringLiteral("Connect with…")) != nullptr);
    QQuickItem* const entry = saying(m_window->contentItem(), QStringLiteral("Connect with…"));
    QTest::mouseClick(m_window, Qt::LeftButton, {},
                      entry->mapToScene({entry->width() / 2, entry->height() / 2}).toPoint());
    QTRY_VERIFY(m_window->activeFocusItem() != nullptr &&
                m_window->activeFocusItem()->property("placeholderText").toString() ==
                    QStringLiteral("Connect Bastion with"));
    QTest::qWait(100);  // Nothing takes it away again.
    QVERIFY(m_window->activeFocusItem()->property("placeholderText").isValid());
}

void WindowConnectTest::aConnectionOpensWhatStopsItInTheSameStep() {
    const auto* check = m_window->findChild<ConnectionCheck*>();
    QVERIFY(check != nullptr);
    const auto opened = m_document->session().design();
    const BoxIndex bastion = m_canvas->scene()->diagram->find(kBastion);
    const Rect rect = m_canvas->scene()->layout->rects[bastion];
    const Point handle = toCanvas(m_canvas->viewport(), tools::handleOf(rect));
    drag(m_canvas->mapToScene({handle.x, handle.y}).toPoint(), centre("three-tier/OrdersDb"));
    QTRY_VERIFY_WITH_TIMEOUT(
        !check->isAsking() && m_document->notice().contains(QStringLiteral("ingress entry")),
        kPatience);
    QVERIFY(m_document->notice().contains(QStringLiteral("DataAcl")));
    QCOMPARE(m_document->session().history().undoSteps(), std::size_t{1});
    QCOMPARE(m_document->undoLabel(), QStringLiteral("Connect Bastion with OrdersDb"));
    settle();
    const auto reached = traceReach(
        {m_document->session().design(), m_document->judgement().resolved,
         m_document->judgement().reachability, m_document->drawing()->diagram},
        {"Bastion", "OrdersDb", kProtocolTcp, PortSet(PortRange{5432, 5432}), std::nullopt});
    QVERIFY(reached.has_value());
    QVERIFY(reached->answer.verdict == Verdict::Reachable);
    // What was said of it goes with the next gesture.
    drag(m_canvas->mapToScene({handle.x, handle.y}).toPoint(), centre("three-tier/OrdersDb"),
         false);
    QCOMPARE(m_document->notice(), QString());
    QTest::keyClick(m_window, Qt::Key_Escape);
    m_document->undo();
    QCOMPARE(m_document->session().design(), opened);
}

void WindowConnectTest::whatStillStopsAConnectionIsSaidAndShownInReach() {
    const auto* check = m_window->findChild<ConnectionCheck*>();
    const auto* modes = m_window->findChild<CanvasModes*>();
    QVERIFY(check != nullptr && modes != nullptr);
    const tools::View view = m_canvas->view();
    const Diagram& diagram = *view.scene.diagram;
    m_canvas->make(tools::planConnection(view.scene, diagram.find("internet"),
                                         diagram.find("three-tier/OrdersDb"), view.world));
    QTRY_VERIFY_WITH_TIMEOUT(m_document->notice().contains(QStringLiteral("no public address")),
                             kPatience);
    QCOMPARE(check->to(), QStringLiteral("OrdersDb"));
    QCOMPARE(check->port(), QStringLiteral("5432"));
    auto* const button = m_window->findChild<QQuickItem*>(QStringLiteral("noticeReach"));
    QVERIFY(button != nullptr && button->isVisible());
    QVERIFY(QMetaObject::invokeMethod(button, "clicked"));
    QVERIFY(modes->kind() == CanvasModes::Reach);
    QTRY_COMPARE_WITH_TIMEOUT(modes->reach()->verdict(), QStringLiteral("blocked"), kPatience);
    QCOMPARE(modes->reach()->port(), QStringLiteral("5432"));
    m_document->dismissNotice();
    QVERIFY(check->to().isEmpty() && !button->isVisible());
}

}  // namespace archivolt

QTEST_MAIN(archivolt::WindowConnectTest)
#include "window_connect_test.moc"
