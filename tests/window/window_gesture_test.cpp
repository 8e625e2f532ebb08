#include <QAccessible>
#include <QQuickItem>
#include <QQuickWindow>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "app/command/examples.h"
#include "app/session/dependents.h"
#include "app/window/badge_list.h"
#include "app/window/canvas_access.h"
#include "app/window/canvas_edits.h"
#include "app/window/design_canvas.h"
#include "app/window/document.h"
#include "app/window/form_model.h"
#include "app/window/mark_model.h"
#include "render/scene/mark_look.h"
#include "tests/window/offscreen_window.h"

namespace archivolt {

using test::saying;

namespace {
constexpr const char* kBastion = "three-tier/Bastion";

}  // namespace

/// The whole window without a display: every gesture of the canvas.
class WindowGestureTest : public QObject, protected test::OffscreenWindow {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void clickSelectsANode();
    void clickOnFreeCanvasSelectsNothing();
    void dropInAnotherSubnetChangesTheSubnet();
    void oneUndoTakesADropBack();
    void dropOutsideOfSubnetsChangesNothingAndSaysWhy();
    void escapeCancelsADrag();
    void dropInItsOwnSubnetChangesNoTemplate();
    void deleteRemovesTheSelectedResource();
    void renameRewritesReferences();
    void aNameThatIsTakenIsRefusedWithANotice();
    void theNameIsChangedWhereItStands();
    void undoGivesBackWhatWasSelected();
    void aCopyIsPastedAndSelected();
    void aPartIsCarriedOntoTheDrawing();
    void aNoteIsWrittenWhereItStands();
    void aNoteHasTheColourOfWhatItMeans();
    void aFrameGoesAroundWhatIsSelected();
    void aVpcIsFoldedByItsSign();
    void aSignOpensAListAndALineOfItIsGoneTo();
    void layingOutIsAStepThatLeavesTheFileAlone();
    void whatAPartLacksIsOffered();
    void theKeyboardGoesThroughTheDrawingAndTellsWhere();
    void aMarqueeSelectsAndRemovesAsOneStep();
    void spaceDragPans();
    void middleDragPans();
    void controlWheelZoomsAtThePointer();
    void shiftOneShowsEverythingAgain();
    void fastArrowKeysAreOneStepAndNoneIsLost();
    void aClickBetweenArrowKeysBeginsAnotherStep();
    void removingWhatThingsNameShowsThemFirst();
    void whatNamesWhatGoesGoesWithItInOneStep();
    void whatOnlyWaitsForWhatGoesStays();
    void everythingIsSelectedAndRemoved();
    void theViewMovesOnlyToWhatIsNotInIt();
    void aNewDesignHasTheKeyboard();
    void aFindingSelectsAndCentresItsResource();
    void whatHasNoBoxOfItsOwnCanBeSelectedAndChanged();
    void aBrokenPromiseIsShownWithWhatDecides();
    void anUnreadableFileLeavesTheDesignOpen();
    void changesAreNotLostAtOneClick();

private:
    [[nodiscard]] QPoint centre(const char* key) const;
    [[nodiscard]] QPoint freeIn(const char* key) const;
    void drag(QPoint from, QPoint to, bool drop = true);
    void settle();
    [[nodiscard]] std::string subnetOfBastion() const;

    DesignCanvas* m_canvas = nullptr;
};

void WindowGestureTest::initTestCase() { prepareWindows(); }

void WindowGestureTest::init() {
    openWindow(QStringLiteral("qrc:"));
    if (QTest::currentTestFailed()) return;
    m_canvas = m_window->findChild<DesignCanvas*>();
    QVERIFY(m_canvas != nullptr);
    QVERIFY(m_canvas->centreOf(kBastion).has_value());
}

void WindowGestureTest::cleanup() { closeWindow(); }

void WindowGestureTest::settle() {
    QTRY_VERIFY_WITH_TIMEOUT(!m_document->isChecking(), kPatience);
    QCoreApplication::processEvents();
}

QPoint WindowGestureTest::centre(const char* key) const {
    return m_canvas->mapToScene(m_canvas->centreOf(key).value_or(QPointF())).toPoint();
}

QPoint WindowGestureTest::freeIn(const char* key) const {
    const Layout& layout = *m_document->drawing()->layout;
    const Rect rect = layout.rects[m_document->drawing()->diagram->find(key)];
    const double scale = m_canvas->zoomPercent() / 100.0;
    return centre(key) +
           QPointF((rect.width / 2 - 10) * scale, (rect.height / 2 - 10) * scale).toPoint();
}

void WindowGestureTest::drag(QPoint from, QPoint to, bool drop) {
    QTest::mousePress(m_window, Qt::LeftButton, {}, from);
    for (int step = 1; step <= 6; ++step) {
        QTest::mouseMove(m_window, from + (to - from) * step / 6);
    }
    if (drop) QTest::mouseRelease(m_window, Qt::LeftButton, {}, to);
}

std::string WindowGestureTest::subnetOfBastion() const {
    const auto& stack = *m_document->session().design()->stacks.front();
    const Value* subnet = stack.body.at(
        Path::parse("Resources.Bastion.Properties.NetworkInterfaces[0].SubnetId.Ref"));
    return subnet == nullptr ? std::string() : subnet->text();
}

void WindowGestureTest::clickSelectsANode() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre(kBastion));
    QCOMPARE(m_document->selectedName(), QStringLiteral("Bastion"));
    QVERIFY(m_window->findChild<FormModel*>()->rowCount() > 5);
    QVERIFY(!m_document->isDirty());
}

void WindowGestureTest::clickOnFreeCanvasSelectsNothing() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre(kBastion));
    QTest::mouseClick(m_window, Qt::LeftButton, {}, m_canvas->mapToScene(QPointF(6, 6)).toPoint());
    QVERIFY(!m_document->hasSelection());
}

void WindowGestureTest::dropInAnotherSubnetChangesTheSubnet() {
    QCOMPARE(subnetOfBastion(), std::string("PublicA"));
    drag(centre(kBastion), freeIn("three-tier/PublicB"));
    QCOMPARE(subnetOfBastion(), std::string("PublicB"));
    QCOMPARE(m_document->undoLabel(), QStringLiteral("Move Bastion to PublicB"));
    QVERIFY(m_document->session().design()->placements.empty());
    QVERIFY(m_document->isDirty());
}

void WindowGestureTest::oneUndoTakesADropBack() {
    const auto before = m_document->session().design();
    drag(centre(kBastion), freeIn("three-tier/PublicB"));
    QTest::keyClick(m_window, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_document->session().design(), before);
    QVERIFY(!m_document->isDirty());
    QTest::keyClick(m_window, Qt::Key_Y, Qt::ControlModifier);
    QCOMPARE(subnetOfBastion(), std::string("PublicB"));
}

void WindowGestureTest::dropOutsideOfSubnetsChangesNothingAndSaysWhy() {
    const auto before = m_document->session().design();
    drag(centre(kBastion), m_canvas->mapToScene(QPointF(8, 8)).toPoint(), false);
    QVERIFY(m_canvas->isDragging());
    QVERIFY(!m_canvas->isDropLegal());
    QCOMPARE(m_canvas->dropNote(), QStringLiteral("Bastion stands in a subnet: drop it into one"));
    QTest::mouseRelease(m_window, Qt::LeftButton, {},
                        m_canvas->mapToScene(QPointF(8, 8)).toPoint());
    QVERIFY(!m_canvas->isDragging());
    QCOMPARE(m_document->session().design(), before);
}

void WindowGestureTest::escapeCancelsADrag() {
    const QPoint target = freeIn("three-tier/PublicB");
    drag(centre(kBastion), target, false);
    QVERIFY(m_canvas->isDropLegal());
    QTest::keyClick(m_window, Qt::Key_Escape);
    QVERIFY(!m_canvas->isDragging());
    QTest::mouseRelease(m_window, Qt::LeftButton, {}, target);
    QCOMPARE(subnetOfBastion(), std::string("PublicA"));
    QVERIFY(!m_document->canUndo());
}

void WindowGestureTest::dropInItsOwnSubnetChangesNoTemplate() {
    drag(centre(kBastion), centre(kBastion) + QPoint(-30, 12));
    QCOMPARE(subnetOfBastion(), std::string("PublicA"));
    QCOMPARE(m_document->session().design()->places.size(), std::size_t{1});
    QCOMPARE(m_document->undoLabel(), QStringLiteral("Place Bastion"));
}

void WindowGestureTest::deleteRemovesTheSelectedResource() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre(kBastion));
    QTest::keyClick(m_window, Qt::Key_Delete);
    QCOMPARE(m_document->removal()->subject(),
             QStringLiteral("Bastion"));  // An output still names it.
    m_document->removal()->confirm();
    QVERIFY(!m_document->session().design()->stacks.front()->body.resources.find("Bastion"));
    QVERIFY(!m_document->hasSelection());
    settle();
    QVERIFY(m_document->hasErrors());
    QTest::keyClick(m_window, Qt::Key_Z, Qt::ControlModifier);
    settle();
    QVERIFY(!m_document->isDirty());
    QVERIFY(!m_document->hasErrors());
}

void WindowGestureTest::renameRewritesReferences() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre(kBastion));
    QVERIFY(m_document->renameSelected(QStringLiteral("Jump")));
    settle();
    QCOMPARE(m_document->selectedName(), QStringLiteral("Jump"));
    QVERIFY(!m_document->hasErrors());
    QTest::keyClick(m_window, Qt::Key_Z, Qt::ControlModifier);  // The selection outlives it.
    QCOMPARE(m_document->selectedName(), QStringLiteral("Bastion"));
    settle();
    QCOMPARE(m_document->selectedName(), QStringLiteral("Bastion"));
}

void WindowGestureTest::aNameThatIsTakenIsRefusedWithANotice() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre(kBastion));
    QVERIFY(!m_document->renameSelected(QStringLiteral("NatA")));
    QVERIFY(!m_document->notice().isEmpty());
    QVERIFY(!m_document->isDirty());
}

void WindowGestureTest::theNameIsChangedWhereItStands() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre(kBastion));
    QTest::keyClick(m_window, Qt::Key_F2);
    for (const char letter : {'J', 'u', 'm', 'p'}) QTest::keyClick(m_window, letter);
    QTest::keyClick(m_window, Qt::Key_Return);
    QCOMPARE(m_document->selectedName(), QStringLiteral("Jump"));
    QVERIFY(m_canvas->hasActiveFocus());
    QTest::keyClick(m_window, Qt::Key_F2);
    QTest::keyClick(m_window, 'X');
    QTest::keyClick(m_window, Qt::Key_Escape);
    QCOMPARE(m_document->selectedName(), QStringLiteral("Jump"));
    // What spans subnets has a frame, and no title of its own.
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre("three-tier/WebAlb"));
    QCOMPARE(m_document->selectedName(), QStringLiteral("WebAlb"));
    QTest::keyClick(m_window, Qt::Key_F2);
    for (const char letter : {'D', 'o', 'o', 'r'}) QTest::keyClick(m_window, letter);
    QTest::keyClick(m_window, Qt::Key_Return);
    QCOMPARE(m_document->selectedName(), QStringLiteral("Door"));
}

void WindowGestureTest::undoGivesBackWhatWasSelected() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre(kBastion));
    QTest::keyClick(m_window, Qt::Key_Right);
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre("three-tier/NatB"));
    QTest::keyClick(m_window, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_document->selectedName(), QStringLiteral("Bastion"));
    QTest::keyClick(m_window, Qt::Key_Y, Qt::ControlModifier);
    QCOMPARE(m_document->selectedName(), QStringLiteral("NatB"));
}

void WindowGestureTest::aCopyIsPastedAndSelected() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre(kBastion));
    QTest::keyClick(m_window, Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(m_document->selectedName(), QStringLiteral("Bastion2"));
    QCOMPARE(m_document->undoLabel(), QStringLiteral("Paste Bastion2"));
    settle();
    QVERIFY(m_canvas->centreOf("three-tier/Bastion2").has_value());
}

void WindowGestureTest::aNoteIsWrittenWhereItStands() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, m_canvas->mapToScene(QPointF(6, 6)).toPoint());
    QTest::keyClick(m_window, 'n');
    for (const char letter : {'W', 'h', 'y', '?'}) QTest::keyClick(m_window, letter);
    QTest::keyClick(m_window, Qt::Key_Escape);
    const auto notes = [&] { return m_document->session().design()->notes; };
    QCOMPARE(notes().size(), std::size_t{1});
    QCOMPARE(notes().front().text, std::string("Why?"));
    QVERIFY(m_canvas->hasActiveFocus());
    auto* marks = m_window->findChild<MarkModel*>();
    QCOMPARE(marks->kind(), QStringLiteral("note"));
    settle();
    const QPoint middle = m_canvas->mapToScene(marks->place().center()).toPoint();
    drag(middle, middle + QPoint(40, 20));
    QCOMPARE(m_document->undoLabel(), QStringLiteral("Move the note"));
    // A note that says nothing is none.
    QTest::keyClick(m_window, Qt::Key_F2);
    QTest::keyClick(m_window, Qt::Key_Delete);
    QTest::keyClick(m_window, Qt::Key_Escape);
    QVERIFY(notes().empty());
}

void WindowGestureTest::aNoteHasTheColourOfWhatItMeans() {
    auto* marks = m_window->findChild<MarkModel*>();
    for (const char* text : {"first", "! second"}) {
        QVERIFY(m_document->commit({SetNote{{}, Note{{}, {-240, 80, 160, 48}, text}}}, "Add"));
        settle();
    }
    const auto notes = [&] { return m_document->session().design()->notes; };
    m_document->select(DesignSelection{{}, {}, {}, {notes()[1].id}, {}});
    QCOMPARE(marks->tone(), QStringLiteral("Risk"));
    marks->setTone(QStringLiteral("Agreed"));
    QCOMPARE(m_document->undoLabel(), QStringLiteral("Colour the note"));
    QCOMPARE(notes()[1].text, std::string("✓ second"));
    m_document->select(DesignSelection{{}, {}, {}, {notes()[0].id, notes()[1].id}, {}});
    QVERIFY(marks->hasNotes());
    QCOMPARE(marks->tone(), QString());  // They differ.
    marks->setTone(QStringLiteral("Question"));
    QCOMPARE(notes()[0].text + notes()[1].text, std::string("? first? second"));
    m_document->undo();
    QCOMPARE(notes()[1].text, std::string("✓ second"));
}

void WindowGestureTest::aFrameGoesAroundWhatIsSelected() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre(kBastion));
    QTest::keyClick(m_window, 'f');
    for (const char letter : {'J', 'u', 'm', 'p'}) QTest::keyClick(m_window, letter);
    QTest::keyClick(m_window, Qt::Key_Return);
    const Frame frame = m_document->session().design()->frames.front();
    QCOMPARE(frame.title, std::string("Jump"));
    const BoxIndex box = m_document->drawing()->diagram->find(kBastion);
    QVERIFY(contains(frame.place, m_document->drawing()->layout->rects[box]));
    QTest::keyClick(m_window, Qt::Key_Delete);
    QVERIFY(m_document->session().design()->frames.empty());
}

void WindowGestureTest::aVpcIsFoldedByItsSign() {
    constexpr const char* kVpc = "three-tier/ShopVpc";
    const auto sign = [&] {
        const Drawing& drawing = *m_document->drawing();
        const Rect rect =
            foldSign(drawing.layout->rects[drawing.diagram->find(kVpc)], BoxKind::Vpc);
        return m_canvas->mapToScene(m_canvas->shown(rect).center()).toPoint();
    };
    QTest::mouseClick(m_window, Qt::LeftButton, {}, sign());
    QCOMPARE(m_document->undoLabel(), QStringLiteral("Fold ShopVpc"));
    settle();
    QVERIFY(!m_canvas->centreOf(kBastion).has_value());
    // Folded, it is found by what is in it.
    m_document->show(
        m_document->session().design()->stacks.front()->body.resources.find("Bastion")->id);
    QCOMPARE(m_canvas->selectedCount(), 1);
    QTest::mouseClick(m_window, Qt::LeftButton, {}, sign());
    settle();
    QVERIFY(m_canvas->centreOf(kBastion).has_value());
}

void WindowGestureTest::aSignOpensAListAndALineOfItIsGoneTo() {
    auto* list = m_window->findChild<BadgeList*>();
    const auto open = [&] {
        const Drawing& drawing = *m_document->drawing();
        const Rect sign = drawing.layout->badges[drawing.diagram->find(kBastion)].front();
        QTest::mouseClick(m_window, Qt::LeftButton, {},
                          m_canvas->mapToScene(m_canvas->shown(sign).center()).toPoint());
    };
    open();
    QVERIFY(list->isOpen());
    QCOMPARE(list->heading(), QStringLiteral("Security group"));
    QCOMPARE(list->rows().size(), 1);
    QTest::keyClick(m_window, Qt::Key_Escape);
    QTRY_VERIFY(!list->isOpen());
    QCOMPARE(m_document->selectedName(), QStringLiteral("Bastion"));
    open();
    QTest::keyClick(m_window, Qt::Key_Return);
    QTRY_VERIFY(!list->isOpen());
    QCOMPARE(m_document->selectedName(), QStringLiteral("BastionGroup"));
    QTRY_VERIFY(m_canvas->hasActiveFocus());
    QVERIFY(!m_document->isDirty());
}

void WindowGestureTest::layingOutIsAStepThatLeavesTheFileAlone() {
    const auto placeOf = [&](const char* key) {
        const Drawing& drawing = *m_document->drawing();
        return drawing.layout->rects[drawing.diagram->find(key)];
    };
    const Rect before = placeOf(kBastion);
    m_canvas->forceActiveFocus();
    QTest::keyClick(m_window, Qt::Key_L);  // As it was opened, there is nothing to lay out.
    QVERIFY(!m_document->canUndo());
    QVERIFY(!m_document->notice().isEmpty());
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre(kBastion));
    QTest::keyClick(m_window, Qt::Key_Down);
    settle();
    const Rect moved = placeOf(kBastion);
    QVERIFY(moved.y > before.y);
    QTest::keyClick(m_window, Qt::Key_L);
    QCOMPARE(m_document->undoLabel(), QStringLiteral("Lay out"));
    settle();
    QCOMPARE(placeOf(kBastion), moved);
    QTest::keyClick(m_window, Qt::Key_L, Qt::ShiftModifier);
    settle();
    QCOMPARE(placeOf(kBastion), before);
    QVERIFY(!m_document->isDirty());  // Nothing that a file would hold is otherwise.
    m_document->undo();
    settle();
    QCOMPARE(placeOf(kBastion), moved);
    QVERIFY(m_document->isDirty());
}

void WindowGestureTest::whatAPartLacksIsOffered() {
    QVERIFY(m_document->openExample(QStringLiteral("new")));
    settle();
    auto* edits = m_window->findChild<CanvasEdits*>();
    m_canvas->placeAtSelection(QStringLiteral("AWS::EC2::Instance"));
    QCOMPARE(edits->makes(), QStringLiteral("a VPC and a subnet"));
    QTest::keyClick(m_window, Qt::Key_Escape);
    QTRY_VERIFY(edits->makes().isEmpty());
    QVERIFY(!m_document->isDirty());
    m_canvas->placeAtSelection(QStringLiteral("AWS::EC2::Instance"));
    QTest::keyClick(m_window, Qt::Key_Return);
    QCOMPARE(m_document->undoLabel(), QStringLiteral("Add Instance with a VPC and a subnet"));
    QCOMPARE(m_document->selectedName(), QStringLiteral("Instance"));
}

void WindowGestureTest::aPartIsCarriedOntoTheDrawing() {
    const QPoint target = freeIn("three-tier/AppA");
    // It comes over the canvas' edge, where what is carried would scroll the drawing.
    const QPoint before = centre(kBastion);
    m_canvas->beginPlacing(QStringLiteral("AWS::EC2::Instance"));
    QTest::mouseMove(m_window, QPoint(kLeftWidth + 4, kTopBarHeight + 200));
    QTest::qWait(200);
    QCOMPARE(centre(kBastion), before);
    QTest::mouseMove(m_window, target - QPoint(20, 0));
    QTest::mouseMove(m_window, target);
    QVERIFY2(m_canvas->isDropLegal(), qPrintable(m_canvas->dropNote()));
    QTest::mouseClick(m_window, Qt::LeftButton, {}, target);
    QVERIFY(!m_canvas->isDragging());
    QCOMPARE(m_document->selectedName(), QStringLiteral("Instance"));
    QTest::keyClick(m_window, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!m_document->isDirty());
}

void WindowGestureTest::theKeyboardGoesThroughTheDrawingAndTellsWhere() {
    m_canvas->forceActiveFocus(Qt::TabFocusReason);
    QTest::keyClick(m_window, Qt::Key_Tab);
    for (int i = 0; i < 2; ++i) QTest::keyClick(m_window, Qt::Key_Return);
    QTest::keyClick(m_window, Qt::Key_Escape);
    QVERIFY(m_document->hasSelection());
    QAccessibleInterface* const access =
        canvasAccess(QStringLiteral("archivolt::DesignCanvas"), m_canvas);
    QVERIFY(access != nullptr);
    const QAccessible::Id id = QAccessible::registerAccessibleInterface(access);
    const auto unregister = qScopeGuard([id] { QAccessible::deleteAccessibleInterface(id); });
    QVERIFY(access->childCount() > 20);
    bool found = false;
    for (int i = 0; i < access->childCount(); ++i) {
        const QString name = access->child(i)->text(QAccessible::Name);
        found = found || name.startsWith(QStringLiteral("Bastion, EC2 instance, in PublicA"));
    }
    QVERIFY(found);
}

void WindowGestureTest::aMarqueeSelectsAndRemovesAsOneStep() {
    const QPoint nat = centre("three-tier/NatA");
    const QPoint bastion = centre(kBastion);
    drag(QPoint(nat.x() - 2, nat.y() + 22), QPoint(bastion.x(), bastion.y() - 2));
    QCOMPARE(m_document->selection().resources.size(), std::size_t{2});
    QTest::keyClick(m_window, Qt::Key_Delete);
    QVERIFY(!m_document->removal()->dependents().isEmpty());
    m_document->removal()->confirm();
    QCOMPARE(m_document->undoLabel(), QStringLiteral("Remove 2 resources"));
    QTest::keyClick(m_window, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!m_document->isDirty());
}

void WindowGestureTest::spaceDragPans() {
    const QPoint before = centre(kBastion);
    m_canvas->forceActiveFocus();
    QTest::keyPress(m_window, Qt::Key_Space);
    drag(before, before + QPoint(40, 20));
    QTest::keyRelease(m_window, Qt::Key_Space);
    QCOMPARE(centre(kBastion), before + QPoint(40, 20));
    QVERIFY(!m_document->isDirty());
}

void WindowGestureTest::middleDragPans() {
    const QPoint before = centre(kBastion);
    QTest::mousePress(m_window, Qt::MiddleButton, {}, before);
    QTest::mouseMove(m_window, before + QPoint(-30, 10));
    QTest::mouseRelease(m_window, Qt::MiddleButton, {}, before + QPoint(-30, 10));
    QCOMPARE(centre(kBastion), before + QPoint(-30, 10));
}

void WindowGestureTest::controlWheelZoomsAtThePointer() {
    const int before = m_canvas->zoomPercent();
    const QPoint at = centre(kBastion);
    QWheelEvent wheel(at, m_window->mapToGlobal(at), {}, {0, 120}, Qt::NoButton,
                      Qt::ControlModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_window, &wheel);
    QVERIFY(m_canvas->zoomPercent() > before);
    QVERIFY((centre(kBastion) - at).manhattanLength() <= 2);
}

void WindowGestureTest::shiftOneShowsEverythingAgain() {
    const QPoint before = centre(kBastion);
    const int zoom = m_canvas->zoomPercent();
    m_canvas->forceActiveFocus();
    QTest::keyClick(m_window, Qt::Key_Plus, Qt::ControlModifier);
    QVERIFY(m_canvas->zoomPercent() > zoom);
    QTest::keyClick(m_window, Qt::Key_1, Qt::ShiftModifier);
    QCOMPARE(m_canvas->zoomPercent(), zoom);
    QCOMPARE(centre(kBastion), before);
}

void WindowGestureTest::fastArrowKeysAreOneStepAndNoneIsLost() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre(kBastion));
    const auto rectOf = [&](const std::string& key) {
        const Drawing& drawing = *m_document->drawing();
        return drawing.layout->rects[drawing.diagram->find(key)];
    };
    const double before = rectOf(kBastion).x - rectOf("three-tier/PublicA").x;
    for (int i = 0; i < 5; ++i) QTest::keyClick(m_window, Qt::Key_Right);
    const auto& places = m_document->session().design()->places;
    QCOMPARE(places.size(), std::size_t{1});
    QCOMPARE((*places.begin()).second.rect.x, before + 20);
    QTest::keyClick(m_window, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(m_document->session().design()->places.empty());
    QVERIFY(!m_document->canUndo());
}

void WindowGestureTest::aClickBetweenArrowKeysBeginsAnotherStep() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre(kBastion));
    QTest::keyClick(m_window, Qt::Key_Right);
    settle();
    QTest::mouseClick(m_window, Qt::LeftButton, {}, m_canvas->mapToScene(QPointF(6, 6)).toPoint());
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre(kBastion));
    QTest::keyClick(m_window, Qt::Key_Right);
    QTest::keyClick(m_window, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(m_document->canUndo());
}

void WindowGestureTest::removingWhatThingsNameShowsThemFirst() {
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre("three-tier/NatB"));
    QVERIFY(m_document->canChangeSelected());
    QTest::keyClick(m_window, Qt::Key_Delete);
    QVERIFY(!m_document->removal()->subject().isEmpty());
    QVERIFY(!m_document->removal()->dependents().isEmpty());
    m_document->removal()->cancel();
    QVERIFY(m_document->removal()->subject().isEmpty());
    QVERIFY(!m_document->canUndo());
}

void WindowGestureTest::whatNamesWhatGoesGoesWithItInOneStep() {
    const auto isThere = [this](std::string_view name) {
        return m_document->session().design()->stacks.front()->body.resources.find(name) != nullptr;
    };
    QTest::mouseClick(m_window, Qt::LeftButton, {}, centre("three-tier/WebAlb"));
    QTest::keyClick(m_window, Qt::Key_Delete);
    Removal& removal = *m_document->removal();
    QVERIFY(removal.direct() > 0 && removal.dependents().size() >= removal.direct());
    QVERIFY2(removal.detail().contains(QStringLiteral(" refer to WebAlb. Without it AWS rejects")),
             qPrintable(removal.detail()));
    QStringList names;
    for (const QVariant& each : removal.dependents()) {
        names << each.toMap().value(QStringLiteral("name")).toString();
    }
    QVERIFY2(names.contains(QStringLiteral("HttpsListener")), qPrintable(names.join(u' ')));
    removal.confirmAll();
    QVERIFY(!isThere("WebAlb") && !isThere("HttpsListener") && isThere("OrdersDb"));
    // Nothing names what went.
    const Stack& left = *m_document->session().design()->stacks.front();
    QVERIFY(dependentsOf(left, {"WebAlb", "HttpsListener", "HttpListener"}).empty());
    QTest::keyClick(m_window, Qt::Key_Z, Qt::ControlModifier);
    settle();
    QVERIFY(!m_document->isDirty());
}

void WindowGestureTest::whatOnlyWaitsForWhatGoesStays() {
    QFile file(m_folder->filePath(QStringLiteral("waits.yaml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "Resources:\n  Topic: {Type: AWS::SNS::Topic}\n  Other: {Type: AWS::SNS::Topic}\n"
        "  One: {Type: AWS::SQS::Queue, DependsOn: Topic}\n"
        "  Two: {Type: AWS::SQS::Queue, DependsOn: [Topic, Other]}\n"
        "Outputs:\n  Arn: {Value: !Ref Topic}\n");
    file.close();
    QVERIFY(m_document->openPath(file.fileName()));
    settle();
    m_document->show(m_document->session()
                         .design()
                         ->stacks.front()
                         ->body.resources.find(std::string_view("Topic"))
                         ->id);
    m_document->removal()->removeSelected();
    m_document->removal()->confirmAll();
    const auto& body = m_document->session().design()->stacks.front()->body;
    QVERIFY(!body.resources.find(std::string_view("Topic")));
    QVERIFY(body.resources.find(std::string_view("One"))->dependsOn().empty());
    QCOMPARE(body.resources.find(std::string_view("Two"))->dependsOn(),
             std::vector<std::string>{"Other"});
    QVERIFY(body.at(Path::parse("Outputs.Arn")) == nullptr);
    m_document->undo();
    QVERIFY(!m_document->isDirty());
}

void WindowGestureTest::everythingIsSelectedAndRemoved() {
    m_canvas->forceActiveFocus();
    QTest::keyClick(m_window, Qt::Key_A, Qt::ControlModifier);
    const auto& resources = m_document->session().design()->stacks.front()->body.resources;
    QCOMPARE(m_document->selection().resources.size(), resources.size());
    QTest::keyClick(m_window, Qt::Key_Delete);
    if (!m_document->removal()->subject().isEmpty()) m_document->removal()->confirmAll();
    const auto& left = *m_document->session().design()->stacks.front();
    QCOMPARE(left.body.resources.size(), std::size_t{0});
    settle();
    m_document->undo();
    QVERIFY(!m_document->isDirty());
}

void WindowGestureTest::theViewMovesOnlyToWhatIsNotInIt() {
    const auto& resources = m_document->session().design()->stacks.front()->body.resources;
    const QPoint before = centre(kBastion);
    m_document->show(resources.find(std::string_view("OrdersDb"))->id);
    QCOMPARE(centre(kBastion), before);
    m_canvas->forceActiveFocus();
    for (int i = 0; i < 3; ++i) m_canvas->zoomIn();
    m_document->show(resources.find(std::string_view("Bastion"))->id);
    const QRectF all = m_canvas->boundingRect();
    const auto isInView = [&](const char* key) {
        return all.contains(m_canvas->centreOf(key).value_or(QPointF(-1, -1)));
    };
    QVERIFY(isInView(kBastion));
    m_document->show(resources.find(std::string_view("OrdersDb"))->id);
    QVERIFY(isInView("three-tier/OrdersDb"));
    const QPoint there = centre("three-tier/OrdersDb");
    m_document->show(resources.find(std::string_view("OrdersDb"))->id);
    QCOMPARE(centre("three-tier/OrdersDb"), there);
}

void WindowGestureTest::aNewDesignHasTheKeyboard() {
    auto* const list = m_window->findChild<QQuickItem*>(QStringLiteral("formList"));
    QVERIFY(list != nullptr);
    list->forceActiveFocus();
    QVERIFY(!m_canvas->hasActiveFocus());
    m_document->files()->openExample(QStringLiteral("new"));
    settle();
    QTRY_VERIFY(m_canvas->hasActiveFocus());
}

void WindowGestureTest::changesAreNotLostAtOneClick() {
    const std::string path = m_folder->filePath(QStringLiteral("shared.yaml")).toStdString();
    QVERIFY(m_files.writeAtomically(path, "Resources:\n  One: {Type: AWS::SNS::Topic}\n"));
    QVERIFY(m_document->openPath(QString::fromStdString(path)));
    settle();
    const StackId stack = m_document->session().design()->stacks.front()->id;
    QVERIFY(m_document->commit({RenameResource{stack, "One", "Mine"}}, "Rename"));
    QVERIFY(m_files.writeAtomically(path, "Resources:\n  Two: {Type: AWS::SNS::Topic}\n"));
    m_document->files()->lookAtDisk();
    QCOMPARE(m_document->files()->news(), QStringLiteral("changed"));
    const auto click = [this](const QString& words) {
        QQuickItem* const button = saying(m_window->contentItem(), words);
        QVERIFY2(button != nullptr, qPrintable(words));
        QTest::mouseClick(
            m_window, Qt::LeftButton, {},
            button->mapToScene({button->width() / 2, button->height() / 2}).toPoint());
    };
    QTRY_VERIFY(saying(m_window->contentItem(), QStringLiteral("Read it again…")) != nullptr);
    QTest::qWait(50);  // The strip is laid out.
    click(QStringLiteral("Read it again…"));
    QVERIFY(m_document->isDirty());
    QTRY_VERIFY(saying(m_window->contentItem(), QStringLiteral("Lose my changes")) != nullptr);
    QTest::qWait(50);
    click(QStringLiteral("Lose my changes"));
    QVERIFY(!m_document->isDirty());
    settle();
    // Even that is a step, which undo takes back.
    m_document->undo();
    QVERIFY(m_document->isDirty());
    const auto& stacks = m_document->session().design()->stacks;
    QVERIFY(stacks.front()->body.resources.find(std::string_view("Mine")) != nullptr);
    settle();
}

void WindowGestureTest::aFindingSelectsAndCentresItsResource() {
    QFile file(m_folder->filePath(QStringLiteral("broken.yaml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "Resources:\n  Net:\n    Type: AWS::EC2::VPC\n    Properties:\n"
        "      CidrBlock: 10.0.0.0/16\n      CidrBlok: 10.1.0.0/16\n");
    file.close();
    QVERIFY(m_document->openPath(file.fileName()));
    settle();
    QVERIFY(m_document->findings()->count() > 0);
    QSignalSpy centred(m_document.get(), &Document::centreRequested);
    m_document->showFinding(m_document->findings()->at(0));
    QCOMPARE(m_document->selectedName(), QStringLiteral("Net"));
    QCOMPARE(centred.count(), 1);
    const auto place =
        m_document->findings()->data(m_document->findings()->index(0), FindingsModel::PlaceRole);
    QCOMPARE(place.toString(), QStringLiteral("broken.yaml:6:7"));
}

void WindowGestureTest::whatHasNoBoxOfItsOwnCanBeSelectedAndChanged() {
    QFile file(m_folder->filePath(QStringLiteral("route.yaml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "Resources:\n  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n"
        "  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Net}}\n"
        "  Way: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, Way: x}}\n");
    file.close();
    QVERIFY(m_document->openPath(file.fileName()));
    settle();
    int row = 0;
    while (row < m_document->findings()->count() &&
           m_document->findings()->at(row).where.resource != "Way") {
        ++row;
    }
    QVERIFY(row < m_document->findings()->count());
    m_document->showFinding(m_document->findings()->at(row));
    QCOMPARE(m_document->selectedName(), QStringLiteral("Way"));
    QVERIFY(m_window->findChild<FormModel*>()->rowCount() > 0);
    QVERIFY(m_document->selectedBox() != kNoBox);  // It is shown on the box that it belongs to.
    m_document->removal()->removeSelected();
    QVERIFY(!m_document->session().design()->stacks.front()->body.resources.find("Way"));
}

void WindowGestureTest::aBrokenPromiseIsShownWithWhatDecides() {
    const std::string path = m_folder->filePath(QStringLiteral("net.yaml")).toStdString();
    {
        Session session(m_files);
        QVERIFY(session.openText("net.yaml", findExample("three-tier")->text).usable);
        const Value never = Value::map({{"name", Value::string("nobody reaches the web")},
                                        {"kind", Value::string("never")},
                                        {"from", Value::string("internet")},
                                        {"to", Value::string("WebAlb")}});
        QVERIFY(session.apply({SetIntents{Value::list({never})}}, "Promise").has_value());
        QVERIFY(session.saveAs(path).has_value());
    }
    QVERIFY(m_document->openPath(QString::fromStdString(path)));
    settle();
    QCOMPARE(m_document->problems().section(QLatin1Char(','), 0, 0),
             QStringLiteral("1 broken promise"));
    QVERIFY(m_document->hasErrors());
    const Diagnostic& promise = m_document->findings()->at(0);
    QVERIFY(promise.message.find("nobody reaches the web") != std::string::npos);
    QVERIFY(!promise.help.empty() && promise.where.line > 0);
    m_document->showFinding(m_document->findings()->at(0));
    QVERIFY(m_document->hasSelection());
}

void WindowGestureTest::anUnreadableFileLeavesTheDesignOpen() {
    QFile file(m_folder->filePath(QStringLiteral("broken.yaml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("Resources:\n  Net: [\n");
    file.close();
    QVERIFY(!m_document->openPath(file.fileName()));
    QVERIFY(m_document->openFailure().contains(QStringLiteral("broken.yaml")));
    QVERIFY(m_document->openProblems()->count() > 0);
    QCOMPARE(m_document->name(), QStringLiteral("three-tier"));
    m_document->dismissOpenFailure();
    QVERIFY(m_document->openFailure().isEmpty());
}

}  // namespace archivolt

QTEST_MAIN(archivolt::WindowGestureTest)
#include "window_gesture_test.moc"
