#include <QQuickWindow>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <functional>
#include <memory>

#include "app/window/canvas_modes.h"
#include "app/window/design_canvas.h"
#include "app/window/document.h"
#include "render/paint/text_measure.h"
#include "tests/window/offscreen_window.h"

namespace archivolt {

/// The modes in the whole window without a display.
class WindowModesTest : public QObject, protected test::OffscreenWindow {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void aKeyTurnsReachOnAndTheDrawingStaysWhereItIs();
    void aClickAsksAndASecondOneTraces();
    void oneAndThenAnotherIsFromTheFirstToTheSecond();
    void waysDoNotStrikeThePortsOfLinesThrough();
    void aStepPointedAtGoesWithItsTrace();
    void aClickFillsTheEndThatIsEmpty();
    void aRepairIsOneStepAndTheAnswerFollowsIt();
    void whatTakesARepairBackWaitsToBeAskedFor();
    void theErrorOfAPromiseGoesWithItsText();
    void aPromiseIsPickedOnTheDrawing();
    void anEditsNewsStandInALine();
    void aClickOnTheNewsIsNotForWhatIsBelow();
    void whatIsTypedLetterByLetterIsNewsAsAWhole();
    void pathsThatGoBackTakeTheWayThatTheyCame();
    void aPromiseBreaksWhenTheDesignBreaksIt();
    void everyPageShowsWithoutAComplaint();
    void aFlowLogIsLaidOverTheDesign();
    void brokenPromisesAreMendedTogetherInOneStep();
    void allOfTheDrawingShowsWhileAModesPanelOpens();
    void accessAnswersWhatIsPicked();
    void whoCanIsAnsweredForAllThatHoldsSomething();
    void anEditedStatementChangesTheAnswer();
    void trafficIsPlayedAndScrubbed();
    void aDocumentWithoutDesignHasNoMode();

private:
    [[nodiscard]] QPoint centre(const char* key) const;
    void settle();

    DesignCanvas* m_canvas = nullptr;
    CanvasModes* m_modes = nullptr;
};

void WindowModesTest::initTestCase() { prepareWindows(); }

void WindowModesTest::init() {
    openWindow(QStringLiteral("qrc:|not ready"));
    if (QTest::currentTestFailed()) return;
    m_canvas = m_window->findChild<DesignCanvas*>();
    m_modes = m_window->findChild<CanvasModes*>();
    QVERIFY(m_canvas != nullptr && m_modes != nullptr);
    m_canvas->forceActiveFocus();
}

void WindowModesTest::cleanup() { closeWindow(); }

void WindowModesTest::settle() {
    QTRY_VERIFY_WITH_TIMEOUT(!m_document->isChecking(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_modes->reach()->isAsking(), kPatience);
}

QPoint WindowModesTest::centre(const char* key) const {
    return m_canvas->mapToScene(m_canvas->centreOf(key).value_or(QPointF())).toPoint();
}

void WindowModesTest::aKeyTurnsReachOnAndTheDrawingStaysWhereItIs() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, m_canvas->mapToScene(QPointF(6, 6)).toPoint());
    const QPoint before = centre("three-tier/WebAlb");
    QTest::keyClick(m_window, Qt::Key_2, Qt::AltModifier);
    QCOMPARE(m_modes->kind(), CanvasModes::Reach);
    settle();
    QCOMPARE(centre("three-tier/WebAlb"), before);
    QCOMPARE(m_modes->reach()->sentence(),
             QStringLiteral("The internet reaches WebAlb and Bastion."));
    Overlay overlay;
    m_modes->mode()->mark(overlay, *m_document->drawing());
    QVERIFY(overlay.paths.size() >= 3 && overlay.concerned);
    QTest::keyClick(m_window, Qt::Key_1, Qt::AltModifier);
    QCOMPARE(m_modes->kind(), CanvasModes::Design);
    Overlay plain;
    m_modes->mode()->mark(plain, *m_document->drawing());
    QVERIFY(plain.paths.empty() && !plain.concerned);
}

void WindowModesTest::aClickAsksAndASecondOneTraces() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre("three-tier/Bastion"));
    m_modes->setKind(CanvasModes::Reach);
    QCOMPARE(m_modes->reach()->from(), QStringLiteral("Bastion"));
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre("three-tier/Sessions"));
    QCOMPARE(m_modes->reach()->to(), QStringLiteral("Sessions"));
    m_modes->reach()->setProtocol(QStringLiteral("tcp"));
    m_modes->reach()->setPort(QStringLiteral("6379"));
    settle();
    QCOMPARE(m_modes->reach()->verdict(), QStringLiteral("blocked"));
    QCOMPARE(
        m_modes->reach()->sentence(),
        QStringLiteral("Bastion does not reach Sessions on tcp 6379: DataAcl does not let it in."));
    QCOMPARE(m_modes->reach()->blockers()->count(), 2);
    m_modes->reach()->openBlocker(1);
    QCOMPARE(m_document->selectedName(), QStringLiteral("CacheGroup"));
    RulesModel& rules = *m_modes->reach()->rules();
    QCOMPARE(rules.title(), QStringLiteral("CacheGroup"));
    QCOMPARE(rules.editedRow(), -1);
    int line = 0;
    while (line < rules.rows()->count() && !rules.edit(line)) ++line;
    QCOMPARE(rules.editedRow(), line);  // It is marked, for the editor stands apart from it.
    rules.endEdit();
    QCOMPARE(rules.editedRow(), -1);
    QCOMPARE(m_modes->reach()->to(), QStringLiteral("Sessions"));  // Selecting asks nothing.
    m_modes->reach()->setPort(QStringLiteral("a port"));
    QVERIFY(!m_modes->reach()->portProblem().isEmpty());
    m_modes->reach()->ask(QStringLiteral("Nobody"), QString());
    m_modes->reach()->setPort(QString());
    settle();
    QVERIFY(m_modes->reach()->problem().contains(QStringLiteral("Nobody")));
}

/// That the question begins with the internet nobody has chosen; whom one clicks first sends.
void WindowModesTest::oneAndThenAnotherIsFromTheFirstToTheSecond() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, m_canvas->mapToScene(QPointF(6, 6)).toPoint());
    m_modes->setKind(CanvasModes::Reach);
    ReachMode& reach = *m_modes->reach();
    settle();
    QCOMPARE(reach.from(), QStringLiteral("internet"));
    QVERIFY(reach.picksFrom());
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre("three-tier/Bastion"));
    QCOMPARE(reach.from(), QStringLiteral("Bastion"));
    QCOMPARE(reach.to(), QString());
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre("three-tier/OrdersDb"));
    QCOMPARE(reach.from(), QStringLiteral("Bastion"));
    QCOMPARE(reach.to(), QStringLiteral("OrdersDb"));
    // Chosen, it stays.
    reach.ask(QStringLiteral("internet"), QString());
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre("three-tier/WebAlb"));
    QCOMPARE(reach.from(), QStringLiteral("internet"));
    QCOMPARE(reach.to(), QStringLiteral("WebAlb"));
}

/// Numbers of lines that a way runs through are written over it, once more.
void WindowModesTest::waysDoNotStrikeThePortsOfLinesThrough() {
    m_modes->setKind(CanvasModes::Reach);
    m_modes->reach()->ask(QStringLiteral("ShopVpc"), QString());
    settle();
    const auto writes = [&](std::string_view label) {
        return std::ranges::any_of(m_canvas->marked()->items, [&](const SceneItem& item) {
            const auto* text = std::get_if<TextShape>(&item.shape);
            return text != nullptr && text->text == label;
        });
    };
    for (const char* label : {"8080", "5432", "6379"}) QVERIFY2(writes(label), label);
}

/// What was pointed at may be no step of the next trace: none of it is marked before it is pointed
/// at.
void WindowModesTest::aStepPointedAtGoesWithItsTrace() {
    m_modes->setKind(CanvasModes::Reach);
    ReachMode& reach = *m_modes->reach();
    const auto marks = [&] {
        Overlay overlay;
        reach.mark(overlay, *m_document->drawing());
        return overlay.highlights.size();
    };
    reach.ask(QStringLiteral("internet"), QStringLiteral("WebAlb"));
    settle();
    const std::size_t unmarked = marks();
    reach.pointAt(1);
    QCOMPARE(marks(), unmarked + 1);
    reach.ask(QStringLiteral("Bastion"), QStringLiteral("OrdersDb"));
    settle();
    const std::size_t after = marks();
    reach.pointAt(-1);
    QCOMPARE(after, marks());
    reach.pointAt(1);
    QCOMPARE(marks(), after + 1);
}

void WindowModesTest::aClickFillsTheEndThatIsEmpty() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre("three-tier/OrdersDb"));
    m_modes->setKind(CanvasModes::Reach);
    ReachMode& reach = *m_modes->reach();
    QCOMPARE(reach.from(), QStringLiteral("OrdersDb"));
    reach.turnAround();
    QVERIFY(reach.picksFrom());
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre("three-tier/Bastion"));
    QCOMPARE(reach.from(), QStringLiteral("Bastion"));
    QCOMPARE(reach.to(), QStringLiteral("OrdersDb"));
    QVERIFY(!reach.picksFrom());
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre("three-tier/Sessions"));
    QCOMPARE(reach.from(), QStringLiteral("Bastion"));
    QCOMPARE(reach.to(), QStringLiteral("Sessions"));
    settle();
}

void WindowModesTest::whatTakesARepairBackWaitsToBeAskedFor() {
    m_modes->setKind(CanvasModes::Reach);
    ReachMode& reach = *m_modes->reach();
    reach.setProtocol(QStringLiteral("tcp"));
    reach.setPort(QStringLiteral("5432"));
    reach.ask(QStringLiteral("Bastion"), QStringLiteral("OrdersDb"));
    settle();
    ReachRepairs& repairs = *reach.repairs();
    QTRY_VERIFY_WITH_TIMEOUT(!repairs.isLooking() && repairs.rows()->count() > 0, kPatience);
    QVERIFY(!repairs.isHeld());
    QVERIFY(repairs.apply(0));
    QTRY_COMPARE_WITH_TIMEOUT(reach.verdict(), QStringLiteral("reachable"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(repairs.isHeld(), kPatience);
    QCOMPARE(repairs.rows()->count(), 0);
    repairs.showHeld();
    QVERIFY(!repairs.isHeld() && repairs.rows()->count() > 0);
}

void WindowModesTest::theErrorOfAPromiseGoesWithItsText() {
    m_modes->setKind(CanvasModes::Reach);
    settle();
    auto* bottom = m_window->findChild<QQuickItem*>(QStringLiteral("reachBottom"));
    QVERIFY(bottom != nullptr);
    bottom->setProperty("open", true);
    bottom->setProperty("page", 2);
    PromisesModel& promises = *m_modes->reach()->promises();
    QTRY_VERIFY(m_window->findChild<QQuickItem*>(QStringLiteral("promiseSentence")) != nullptr);
    auto* sentence = m_window->findChild<QQuickItem*>(QStringLiteral("promiseSentence"));
    sentence->setProperty("text", QStringLiteral("the world may not reach the database"));
    sentence->forceActiveFocus();
    QTest::keyClick(m_window, Qt::Key_Return);
    QVERIFY(!promises.problem().isEmpty());
    sentence->setProperty("text", QString());
    QVERIFY(promises.problem().isEmpty());
}

void WindowModesTest::aPromiseIsPickedOnTheDrawing() {
    m_modes->setKind(CanvasModes::Reach);
    settle();
    ReachMode& reach = *m_modes->reach();
    PromisesModel& promises = *reach.promises();
    reach.ask(QStringLiteral("internet"), QStringLiteral("WebAlb"));
    settle();
    const auto click = [&](const char* box) {
        reach.click(m_document->drawing()->diagram->find(box));
        settle();
    };
    reach.startPromise();
    QVERIFY(reach.isPromising() && reach.from().isEmpty() && reach.picksFrom());
    QVERIFY(!reach.keepPromise(QStringLiteral("never")));
    click("three-tier/Bastion");
    QVERIFY(!reach.keepPromise(QStringLiteral("never")));
    click("three-tier/OrdersDb");
    QCOMPARE(reach.verdict(), QStringLiteral("blocked"));  // What holds now is seen beside it.
    reach.setProtocol(QStringLiteral("tcp"));
    reach.setPort(QStringLiteral("5432"));
    QVERIFY(reach.keepPromise(QStringLiteral("never")));
    QVERIFY(!reach.isPromising());
    settle();
    QTRY_COMPARE_WITH_TIMEOUT(promises.summary(), QStringLiteral("1 of 1 kept"), kPatience);
    QCOMPARE(promises.rows()->at(0, 0).toString(),
             QStringLiteral("Bastion never reaches OrdersDb on tcp 5432"));
    QCOMPARE(m_document->undoLabel(),
             QStringLiteral("Promise: Bastion never reaches OrdersDb on tcp 5432"));
    reach.promiseTheQuestion();
    QVERIFY(reach.keepPromise(QStringLiteral("reachable")));
    QTRY_COMPARE_WITH_TIMEOUT(promises.broken(), 1, kPatience);
    // Another mode gives it up.
    reach.startPromise();
    m_modes->setKind(CanvasModes::Design);
    QVERIFY(!reach.isPromising());
    QCOMPARE(promises.rows()->count(), 2);
}

void WindowModesTest::aRepairIsOneStepAndTheAnswerFollowsIt() {
    m_modes->setKind(CanvasModes::Reach);
    m_modes->reach()->setProtocol(QStringLiteral("tcp"));
    m_modes->reach()->setPort(QStringLiteral("6379"));
    m_modes->reach()->ask(QStringLiteral("Bastion"), QStringLiteral("Sessions"));
    settle();
    ReachRepairs& repairs = *m_modes->reach()->repairs();
    QTRY_VERIFY_WITH_TIMEOUT(!repairs.isLooking() && repairs.rows()->count() > 0, kPatience);
    repairs.preview(0);
    Overlay overlay;
    m_modes->mode()->mark(overlay, *m_document->drawing());
    QCOMPARE(overlay.paths.front().tone, Tone::Pass);
    QVERIFY(repairs.apply(0));
    QCOMPARE(m_document->undoLabel(), QStringLiteral("Open Bastion → Sessions"));
    QVERIFY(!repairs.apply(0));  // It was of the design before.
    settle();
    QTRY_COMPARE_WITH_TIMEOUT(m_modes->reach()->verdict(), QStringLiteral("reachable"), kPatience);
    m_document->undo();
    settle();
    QTRY_COMPARE_WITH_TIMEOUT(m_modes->reach()->verdict(), QStringLiteral("blocked"), kPatience);
    QVERIFY(!m_document->isDirty());
}

void WindowModesTest::anEditsNewsStandInALine() {
    QVERIFY(m_modes->news()->line().isEmpty());
    const StackId stack = m_document->session().design()->stacks.front()->id;
    QVERIFY(m_document->commit({RemoveResource{stack, "PublicAclInHttps"}}, "Close"));
    QTRY_VERIFY_WITH_TIMEOUT(m_modes->news()->line().startsWith(QStringLiteral("Closed ")),
                             kPatience);
    QVERIFY(!m_modes->news()->hasOpened());
    m_modes->news()->setShows(true);
    Overlay overlay;
    m_modes->mode()->mark(overlay, *m_document->drawing());
    QVERIFY(!overlay.paths.empty());
    // How they run was found beforehand, and is what is found here.
    const Drawing closed = *m_document->drawing();
    const auto routes = m_modes->mode()->routes();
    QVERIFY(routes->layout == closed.layout);
    const auto again = routePaths(closed.diagram, closed.layout, overlay.paths, qtTextMeasure());
    QVERIFY(routes->steps == again.steps);
    QCOMPARE(routes->routes.size(), again.routes.size());
    for (std::size_t i = 0; i < again.routes.size(); ++i) {
        QVERIFY(routes->routes[i].points == again.routes[i].points);
    }
    settle();
    // The next drawing does not wait for its own news; until then, what was set off stays so.
    auto* canvas = m_window->findChild<DesignCanvas*>();
    bool isSetOff = false;
    const auto drawn = connect(m_document.get(), &Document::drawingChanged, this, [&] {
        QVERIFY(m_modes->news()->isAboutToMark(*m_document->drawing()));
        Overlay meanwhile;
        m_modes->mode()->mark(meanwhile, *m_document->drawing());
        isSetOff = meanwhile.paths.empty() && meanwhile.concerned == overlay.concerned;
    });
    m_document->undo();
    QTRY_VERIFY_WITH_TIMEOUT(isSetOff, kPatience);
    disconnect(drawn);
    QTRY_VERIFY(canvas->scene()->diagram == m_document->drawing()->diagram);
    QTRY_VERIFY_WITH_TIMEOUT(m_modes->news()->line().startsWith(QStringLiteral("Opened ")),
                             kPatience);
    QVERIFY(canvas->scene()->diagram == m_document->drawing()->diagram);
    QVERIFY(canvas->marked()->diagram == m_document->drawing()->diagram);
    Overlay before;
    m_modes->mode()->mark(before, closed);
    QVERIFY(before.paths.empty());  // News of another moment are none of this drawing.
    m_modes->news()->dismiss();
    QVERIFY(!m_modes->news()->isAboutToMark(*m_document->drawing()));
    QVERIFY(m_modes->news()->line().isEmpty());
}

void WindowModesTest::aClickOnTheNewsIsNotForWhatIsBelow() {
    const StackId stack = m_document->session().design()->stacks.front()->id;
    QVERIFY(m_document->commit({RemoveResource{stack, "PublicAclInHttps"}}, "Close"));
    ReachNews& news = *m_modes->news();
    QTRY_VERIFY_WITH_TIMEOUT(!news.line().isEmpty(), kPatience);
    settle();
    QQuickItem* line = nullptr;
    const std::function<void(QQuickItem*)> look = [&](QQuickItem* item) {
        if (item->isVisible() && item->property("isKept").isValid()) line = item;
        for (QQuickItem* child : item->childItems()) look(child);
    };
    look(m_window->contentItem());
    QVERIFY(line != nullptr);
    m_document->select(DesignSelection{});
    const auto point = [&](QQuickItem* item, QPointF at) { return item->mapToScene(at).toPoint(); };
    const auto away = point(m_canvas, QPointF(6, 6));
    QTest::mouseClick(m_window, Qt::LeftButton, {}, point(line, QPointF(40, 18)));
    QTest::mouseMove(m_window, away);
    QVERIFY(m_document->selection() == DesignSelection{});
    QVERIFY(news.shows());  // It stays so, for the pointer is elsewhere.
    m_document->undo();
    settle();
    QTRY_VERIFY_WITH_TIMEOUT(news.line().startsWith(QStringLiteral("Opened ")), kPatience);
    QVERIFY(news.shows());
    QTest::mouseClick(m_window, Qt::LeftButton, {}, point(line, QPointF(40, 18)));
    QTest::mouseMove(m_window, away);
    QTRY_VERIFY(!news.shows());
    QVERIFY(m_document->selection() == DesignSelection{});
}

void WindowModesTest::whatIsTypedLetterByLetterIsNewsAsAWhole() {
    const auto& resources = m_document->session().design()->stacks.front()->body.resources;
    m_document->select(DesignSelection{{resources.find("DataAcl")->id}, {}});
    m_modes->setKind(CanvasModes::Reach);
    RulesModel& rules = *m_modes->reach()->rules();
    rules.want(true);
    settle();
    QTRY_COMPARE(rules.title(), QStringLiteral("DataAcl"));
    QCOMPARE(rules.selectedRow(), -1);
    m_document->select(DesignSelection{{resources.find("DataAclOutReplies")->id}, {}});
    QTRY_VERIFY(rules.selectedRow() > 0);
    QCOMPARE(rules.title(), QStringLiteral("DataAcl"));
    QCOMPARE(rules.rows()->at(rules.selectedRow(), 5).toString(),
             QStringLiteral("DataAclOutReplies"));
    int row = 0;
    while (rules.edited() != QStringLiteral("DataAclOutReplies")) {
        QVERIFY(row < rules.rows()->count());
        (void)rules.edit(row++);
    }
    ReachNews& news = *m_modes->news();
    QCOMPARE(rules.selectedRow(), rules.editedRow());
    for (const char* ports : {"1", "10", "102", "1024", "1024-2000"}) {
        rules.writePorts(QString::fromLatin1(ports));
        settle();
        QTRY_VERIFY_WITH_TIMEOUT(news.line().startsWith(QStringLiteral("Closed ")), kPatience);
        QVERIFY(!news.hasOpened());
        QTest::qWait(20);
        QVERIFY(news.line().startsWith(QStringLiteral("Closed ")));
    }
    rules.writePorts(QStringLiteral("1024-65535"));
    settle();
    QTRY_VERIFY_WITH_TIMEOUT(news.line().isEmpty(), kPatience);
    rules.writePorts(QStringLiteral("1024-2000"));
    QTRY_VERIFY_WITH_TIMEOUT(news.line().startsWith(QStringLiteral("Closed ")), kPatience);
    settle();
    // What is undone is another step, and so is what comes after it.
    m_document->undo();
    settle();
    QTRY_VERIFY_WITH_TIMEOUT(news.line().startsWith(QStringLiteral("Opened ")), kPatience);
    m_document->redo();
    settle();
    QTRY_VERIFY_WITH_TIMEOUT(news.line().startsWith(QStringLiteral("Closed ")), kPatience);
    m_document->undo();
    settle();
}

void WindowModesTest::pathsThatGoBackTakeTheWayThatTheyCame() {
    const Drawing& drawing = *m_document->drawing();
    const BoxIndex bastion = drawing.diagram->find("three-tier/Bastion");
    const BoxIndex sessions = drawing.diagram->find("three-tier/Sessions");
    const PathOverlay there{{bastion, sessions}, Tone::Pass, 2, false, {}};
    const PathOverlay back{{sessions, bastion}, Tone::Pass, 2, false, {}};
    const PathOverlay closed{{sessions, bastion}, Tone::Stop, 2, true, {}};
    const auto found =
        routePaths(drawing.diagram, drawing.layout, {there, back, closed}, qtTextMeasure());
    QCOMPARE(found.routes.size(), std::size_t{3});
    auto points = found.routes[0].points;
    QVERIFY(points.size() > 1);
    std::ranges::reverse(points);
    QVERIFY(found.routes[1].points == points);
    QVERIFY(found.routes[2].points != points);  // What is stopped has a line of its own.
}

void WindowModesTest::aPromiseBreaksWhenTheDesignBreaksIt() {
    PromisesModel& promises = *m_modes->reach()->promises();
    QVERIFY(!promises.add(QStringLiteral("internet is nice")));
    QVERIFY(!promises.problem().isEmpty());
    QVERIFY(!promises.add(QStringLiteral("internet reaches Nobody")));
    QVERIFY(promises.add(QStringLiteral("internet reaches WebAlb on tcp 443")));
    settle();
    QTRY_COMPARE_WITH_TIMEOUT(promises.summary(), QStringLiteral("1 of 1 kept"), kPatience);
    const StackId stack = m_document->session().design()->stacks.front()->id;
    QVERIFY(m_document->commit({RemoveResource{stack, "PublicAclInHttps"}}, "Close"));
    settle();
    QTRY_COMPARE_WITH_TIMEOUT(promises.broken(), 1, kPatience);
    promises.show(0);
    QVERIFY(m_document->hasSelection());
    promises.remove(0);
    QCOMPARE(promises.rows()->count(), 0);
    promises.setOn(true);
    settle();
    QTRY_VERIFY_WITH_TIMEOUT(promises.suggestions()->count() > 0, kPatience);
    promises.keepSuggested(0);
    QCOMPARE(promises.rows()->count(), 1);
}

void WindowModesTest::everyPageShowsWithoutAComplaint() {
    m_modes->setKind(CanvasModes::Reach);
    m_modes->reach()->ask(QStringLiteral("internet"), QStringLiteral("OrdersDb"));
    settle();
    auto* bottom = m_window->findChild<QQuickItem*>(QStringLiteral("reachBottom"));
    QVERIFY(bottom != nullptr);
    QTRY_VERIFY(bottom->property("open").toBool());
    for (int page = 0; page < 5; ++page) {
        bottom->setProperty("page", page);
        QTest::qWait(50);
        if (page == 1) {
            QTRY_VERIFY_WITH_TIMEOUT(m_modes->reach()->matrix()->rowCount() > 0, kPatience);
            m_modes->reach()->matrix()->openCell(0, 0);
            settle();
            QVERIFY(m_modes->reach()->isTrace());
        }
    }
}

void WindowModesTest::aFlowLogIsLaidOverTheDesign() {
    m_modes->setKind(CanvasModes::Reach);
    settle();
    FlowsModel& flows = *m_modes->reach()->flows();
    auto* bottom = m_window->findChild<QQuickItem*>(QStringLiteral("reachBottom"));
    QVERIFY(bottom != nullptr);
    bottom->setProperty("open", true);
    bottom->setProperty("page", 4);
    QTRY_VERIFY(flows.isOn());
    flows.open(QStringLiteral("none.log"));
    QTRY_VERIFY_WITH_TIMEOUT(!flows.isReading(), kPatience);
    QVERIFY(flows.problem().contains(QStringLiteral("none.log")));
    // What the fleet sends to the database, and what nobody may.
    const QString path = m_folder->filePath(QStringLiteral("flow.log"));
    QVERIFY(m_files.writeAtomically(
        path.toStdString(),
        "interface-id srcaddr dstaddr srcport dstport protocol packets action log-status "
        "flow-direction tcp-flags\n"
        "eni-01 10.0.0.77 198.51.100.9 50123 443 6 9 ACCEPT OK egress 2\n"
        "eni-01 - - - - - - - NODATA - -\n"
        "broken line\n"));
    QVERIFY(FlowsModel::takes(path) && !FlowsModel::takes(QStringLiteral("shop.yaml")));
    flows.open(path);
    QTRY_VERIFY_WITH_TIMEOUT(flows.isThere(), kPatience);
    QVERIFY(flows.problem().isEmpty());
    QVERIFY(flows.notes().join(QLatin1Char(' ')).contains(QStringLiteral("line 4")));
    QVERIFY(
        flows.notes().join(QLatin1Char(' ')).contains(QStringLiteral("1 record of interfaces")));
    Overlay overlay;
    m_modes->mode()->mark(overlay, *m_document->drawing());
    QVERIFY(overlay.paths.empty() && overlay.concerned);
    flows.close();
    QVERIFY(!flows.isThere() && flows.rows()->count() == 0);
}

void WindowModesTest::brokenPromisesAreMendedTogetherInOneStep() {
    m_modes->setKind(CanvasModes::Reach);
    settle();
    PromisesModel& promises = *m_modes->reach()->promises();
    promises.setOn(true);
    QVERIFY(promises.add(QStringLiteral("internet never reaches WebAlb on tcp 443")));
    QVERIFY(promises.add(QStringLiteral("Bastion reaches Sessions on tcp 6379")));
    QTRY_COMPARE_WITH_TIMEOUT(promises.broken(), 2, kPatience);
    settle();
    QTRY_VERIFY_WITH_TIMEOUT(promises.hasMarks(), kPatience);
    promises.mending()->look();
    QTRY_VERIFY_WITH_TIMEOUT(promises.mending()->isThere(), kPatience);
    QVERIFY(promises.mending()->heading().contains(QStringLiteral("2 broken promises")));
    promises.mending()->preview(true);
    Overlay overlay;
    m_modes->mode()->mark(overlay, *m_document->drawing());
    QVERIFY(std::ranges::any_of(overlay.paths, &PathOverlay::stopped));
    QVERIFY(promises.mending()->apply());
    QVERIFY(!promises.mending()->isThere());
    QTRY_COMPARE_WITH_TIMEOUT(promises.summary(), QStringLiteral("2 of 2 kept"), kPatience);
    QCOMPARE(m_document->undoLabel(), QStringLiteral("Mend the promises"));
    m_document->undo();
    QTRY_COMPARE_WITH_TIMEOUT(promises.broken(), 2, kPatience);
}

void WindowModesTest::allOfTheDrawingShowsWhileAModesPanelOpens() {
    m_canvas->fit();
    m_modes->setKind(CanvasModes::Reach);
    settle();
    const double height = m_canvas->height();
    auto* bottom = m_window->findChild<QQuickItem*>(QStringLiteral("reachBottom"));
    bottom->setProperty("open", true);
    QTRY_VERIFY(m_canvas->height() < height);
    const Rect& all = m_canvas->scene()->bounds;
    const Point end = toCanvas(m_canvas->viewport(), {right(all), archivolt::bottom(all)});
    QVERIFY(end.x <= m_canvas->width() && end.y <= m_canvas->height());
    // A view that was chosen stays.
    m_canvas->zoomIn();
    const QPoint before = centre("three-tier/WebAlb");
    bottom->setProperty("open", false);
    QTRY_COMPARE(m_canvas->height(), height);
    QCOMPARE(centre("three-tier/WebAlb"), before);
}

void WindowModesTest::accessAnswersWhatIsPicked() {
    QVERIFY(m_document->openExample(QStringLiteral("serverless-web")));
    settle();
    m_modes->setKind(CanvasModes::Access);
    AccessMode& access = *m_modes->access();
    access.ask(QString(), QStringLiteral("MailQueue"));
    QTRY_VERIFY_WITH_TIMEOUT(!access.isAsking() && access.rows()->count() > 0, kPatience);
    QCOMPARE(access.action(), QStringLiteral("sqs:SendMessage"));
    access.askRow(0);
    QTRY_VERIFY_WITH_TIMEOUT(access.isRequest(), kPatience);
    QCOMPARE(access.tone(), QStringLiteral("pass"));
    access.openReason(0);
    QVERIFY(m_document->hasSelection());
    access.setAction(QStringLiteral("sqs:PurgeQueue"));
    QTRY_COMPARE_WITH_TIMEOUT(access.tone(), QStringLiteral("stop"), kPatience);
    Overlay overlay;
    m_modes->mode()->mark(overlay, *m_document->drawing());
    QVERIFY(overlay.concerned);
}

void WindowModesTest::whoCanIsAnsweredForAllThatHoldsSomething() {
    static const QStringList kTypes = {QStringLiteral("AWS::S3::Bucket"),
                                       QStringLiteral("AWS::DynamoDB::Table"),
                                       QStringLiteral("AWS::SQS::Queue"),
                                       QStringLiteral("AWS::KMS::Key"),
                                       QStringLiteral("AWS::SecretsManager::Secret"),
                                       QStringLiteral("AWS::IAM::Role")};
    int asked = 0;
    for (const char* example : {"three-tier", "serverless-web"}) {
        QVERIFY(m_document->openExample(QString::fromLatin1(example)));
        settle();
        m_modes->setKind(CanvasModes::Access);
        AccessMode& access = *m_modes->access();
        const auto design = m_document->session().design();
        for (const auto& resource : design->stacks.front()->body.resources) {
            if (!kTypes.contains(QString::fromStdString(resource->type()))) continue;
            const QString name = QString::fromStdString(resource->logicalId);
            access.ask(QString(), name);
            QTRY_VERIFY2_WITH_TIMEOUT(!access.isAsking() && access.rows()->count() > 0,
                                      qPrintable(name), kPatience);
            QVERIFY2(access.problem().isEmpty(), qPrintable(access.problem()));
            for (int row = 0; row < access.rows()->count(); ++row) {
                // Each row says by which statement, or that nothing allows it.
                const QString detail = access.rows()->at(row, 1).toString();
                const bool may = access.rows()->at(row, 2).toString() == QLatin1String("pass");
                QVERIFY2(!detail.isEmpty(), qPrintable(name));
                QVERIFY2(!may || detail.contains(QLatin1String("allowed by")), qPrintable(detail));
            }
            ++asked;
        }
        m_modes->setKind(CanvasModes::Design);
    }
    QVERIFY(asked >= 6);
}

void WindowModesTest::anEditedStatementChangesTheAnswer() {
    QVERIFY(m_document->openExample(QStringLiteral("serverless-web")));
    settle();
    m_modes->setKind(CanvasModes::Access);
    AccessMode& access = *m_modes->access();
    access.ask(QStringLiteral("OrdersRole"), QStringLiteral("MailQueue"));
    QTRY_COMPARE_WITH_TIMEOUT(access.tone(), QStringLiteral("pass"), kPatience);
    const StackId stack = m_document->session().design()->stacks.front()->id;
    const Path effect = Path::parse(
        "Resources.OrdersRole.Properties.Policies[0].PolicyDocument.Statement[1].Effect");
    QVERIFY(m_document->commit({SetValue{stack, effect, Value::string("Deny")}}, "Deny"));
    QTRY_COMPARE_WITH_TIMEOUT(access.tone(), QStringLiteral("stop"), kPatience);
    QVERIFY(access.reasons()->at(0, 1).toString() == QLatin1String("denies"));
    settle();
    m_document->undo();
    QTRY_COMPARE_WITH_TIMEOUT(access.tone(), QStringLiteral("pass"), kPatience);
}

void WindowModesTest::trafficIsPlayedAndScrubbed() {
    m_modes->setKind(CanvasModes::Traffic);
    TrafficMode& traffic = *m_modes->traffic();
    TrafficWishModel& wish = *traffic.wish();
    QCOMPARE(wish.zones().size(), 2);
    QCOMPARE(wish.scenarios().size(), 4);
    QCOMPARE(wish.scenario(), 0);
    wish.choose(3);
    QCOMPARE(wish.load(), 10.0);
    QCOMPARE(wish.zoneDown(), wish.zones().front());
    QCOMPARE(wish.scenario(), 3);
    wish.setLoad(0.02);
    QCOMPARE(wish.scenario(), -1);
    wish.setZoneDown({});
    traffic.run();
    QVERIFY(traffic.isRunning() && traffic.isPlaying());
    QTRY_VERIFY_WITH_TIMEOUT(!traffic.isRunning(), kPatience);
    QVERIFY(traffic.problem().isEmpty() && !traffic.story().isEmpty());
    traffic.setPlaying(false);
    traffic.setPosition(0.5);
    QCOMPARE(traffic.clock(), QStringLiteral("15:00 of 30:00"));
    QVERIFY(traffic.now().front().endsWith(QStringLiteral("/s")));
    Overlay overlay;
    m_modes->mode()->mark(overlay, *m_document->drawing());
    QVERIFY(!overlay.details.empty());
    QVERIFY(wish.enterMinutes(QStringLiteral("5")) && !wish.enterMinutes(QStringLiteral("long")));
    QVERIFY(wish.addFault(QStringLiteral("slow"), QStringLiteral("OrdersDb"), QStringLiteral("1"),
                          QStringLiteral("2")));
    QVERIFY(wish.keep(QStringLiteral("Slow database")) && !wish.keep(QStringLiteral("Peak")));
    QCOMPARE(wish.scenarios().size(), 5);
    QCOMPARE(wish.scenario(), 4);
    traffic.keepToCompare();
    QTRY_VERIFY_WITH_TIMEOUT(!m_document->isChecking(), kPatience);
    traffic.run();
    QTRY_VERIFY_WITH_TIMEOUT(!traffic.isRunning(), kPatience);
    QCOMPARE(traffic.runName(), QStringLiteral("Slow database"));
    QVERIFY(!traffic.isSame() && traffic.compared()->count() > 0);
    traffic.limit()->look(QStringLiteral("fast"));
    QTRY_VERIFY_WITH_TIMEOUT(!traffic.limit()->isLooking(), kPatience);
    QVERIFY(!traffic.limit()->problem().isEmpty());
    wish.removeOwn();
    QCOMPARE(wish.scenarios().size(), 4);
    m_document->undo();
    QCOMPARE(wish.scenarios().size(), 5);
    const StackId stack = m_document->session().design()->stacks.front()->id;
    QVERIFY(m_document->commit({RemoveResource{stack, "PublicAclInHttps"}}, "Close"));
    QVERIFY(!traffic.revisionNote().isEmpty());
    Overlay stale;
    m_modes->mode()->mark(stale, *m_document->drawing());
    QVERIFY(stale.details.empty());
    settle();
}

void WindowModesTest::aDocumentWithoutDesignHasNoMode() {
    m_modes->setKind(CanvasModes::Reach);
    settle();
    m_document->files()->closeDesign();
    QTRY_VERIFY(!m_document->isOpen());
    QVERIFY(m_modes->reach()->sentence().isEmpty());
}

}  // namespace archivolt

QTEST_MAIN(archivolt::WindowModesTest)
#include "window_modes_test.moc"
