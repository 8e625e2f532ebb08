#include <QGuiApplication>
#include <QQuickStyle>
#include <QRegularExpression>
#include <QTest>

#include "app/window/badge_list.h"
#include "app/window/canvas_modes.h"
#include "app/window/design_canvas.h"
#include "app/window/mini_map.h"
#include "app/window/review_model.h"
#include "render/paint/text_measure.h"
#include "tests/describe/described_network.h"
#include "tests/support/test_paths.h"
#include "tests/window/look_window.h"

extern void qml_register_types_Archivolt();

namespace archivolt {

using test::LookWindow;

/// Goes through every text of every view: nothing is cut without its whole on hover, nothing lies
/// on something else, everything can be read.
class WindowLookTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        m_platformFont = QGuiApplication::font();
        qml_register_types_Archivolt();
        QQuickStyle::setStyle(QStringLiteral("Basic"));
    }
    void everyTextCanBeRead_data();
    void everyTextCanBeRead();
    void aNewTabHasNothingOfTheLastOne();

private:
    static void lookAtForms(LookWindow& window);
    static void lookAtPanels(LookWindow& window);
    static void lookAtDialogs(LookWindow& window);
    static void lookAtMarks(LookWindow& window);
    static void lookAtLists(LookWindow& window);
    static void mapHidesNothing(LookWindow& window);
    static void lookAtModes(LookWindow& window);
    static void lookAtReach(LookWindow& window);
    static void lookAtTraffic(LookWindow& window);
    static void lookAtAReview(LookWindow& window);
    static void lookAtFileNews(LookWindow& window);
    static void lookAtFileQuestions(LookWindow& window);
    static void lookAtTheLargest(LookWindow& window);
    static void lookAtADescribedNetwork(LookWindow& window);

    QFont m_platformFont;
};

void WindowLookTest::everyTextCanBeRead_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QByteArray>("theme");
    QTest::addColumn<bool>("isTwice");
    QTest::addColumn<bool>("hasTypeface");
    // Every second shape has each size with each theme and each scale; `--full` looks at all.
    const bool all = qEnvironmentVariableIsSet("ARCHIVOLT_FULL");
    int others = 0;
    for (const bool isTwice : {false, true}) {
        for (const char* theme : {"light", "dark"}) {
            for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)}) {
                const bool isOdd = (isTwice + (theme[0] == 'd') + (size.width() > 1500)) % 2 != 0;
                if (isOdd && !all) {
                    ++others;
                    continue;
                }
                const QByteArray name = QByteArray::number(size.width()) + ", " + theme;
                QTest::newRow((name + (isTwice ? ", twice" : "")).constData())
                    << size << QByteArray(theme) << isTwice << true;
            }
        }
    }
    // Where Inter is not installed, another typeface, often a wider one, stands for it.
    QTest::newRow("without the typeface")
        << QSize(1280, 800) << QByteArray("light") << false << false;
    qInfo("%d of 8 shapes of the window are looked at", 8 - others);
}

/// Each kind of form, closed and open.
void WindowLookTest::lookAtForms(LookWindow& window) {
    for (const char* name : {"ShopVpc", "PublicA", "WebAlb", "WebFleet", "OrdersDb", "WebGroup",
                             "PublicRoutes", "PublicAcl", "Bastion", "Sessions"}) {
        window.select(name);
        window.look((QByteArray("form-") + name).constData());
        window.openForm();
        window.look((QByteArray("whole-form-") + name).constData());
    }
    window.select("PublicA");
    QTest::qWait(30);
    QVERIFY(window.openChoices(QStringLiteral("VpcId")));
    window.look("choices");
    window.giveUp();
    const auto& resources = window.document().session().design()->stacks.front()->body.resources;
    window.document().select(
        DesignSelection{{resources.find("PublicA")->id, resources.find("PublicB")->id}, {}});
    window.look("form-of-two");
    window.select("");
    window.openForm();
    window.look("form-of-the-stack");
}

void WindowLookTest::lookAtPanels(LookWindow& window) {
    for (const char* command : {"outline", "problems", "template", "add"}) {
        QVERIFY2(window.run(command), command);
        window.look(command);
    }
    QVERIFY(window.run("template"));
}

void WindowLookTest::lookAtDialogs(LookWindow& window) {
    for (const char* dialog : {"settings", "about", "shortcuts", "commands", "find", "export",
                               "save-as", "open", "open-network"}) {
        QVERIFY2(window.run(dialog), dialog);
        window.look(dialog);
        window.giveUp();
        window.document().files()->answer(QStringLiteral("cancel"));
    }
    window.select("Bastion");
    QVERIFY(window.run("connect"));
    window.look("connect");
    window.giveUp();
    window.select("WebGroup");
    window.document().removal()->removeSelected();
    window.look("remove");
    window.document().removal()->cancel();
    QTest::keyClick(&window.window(), Qt::Key_F10);
    window.look("menu");
    window.giveUp();
}

/// A note, a frame, a folded VPC, and what a part lacks.
void WindowLookTest::lookAtMarks(LookWindow& window) {
    Document& document = window.document();
    window.select("");
    const Note note{
        {}, {-220, 400, 200, 88}, "The office reaches the bastion by SSH, and nobody else"};
    const Frame office{{}, FrameKind::OnPremises, {-220, 520, 180, 72}, "Office in Leeds"};
    QVERIFY(document.commit({SetNote{{}, note}, SetFrame{{}, office}}, "Add marks"));
    QVERIFY(window.settles());
    const Design& design = *document.session().design();
    document.select(DesignSelection{{}, {}, {}, {design.notes.front().id}, {}});
    window.look("note");
    Note risk = design.notes.front();
    risk.text = "! " + risk.text;
    QVERIFY(document.commit({SetNote{risk.id, risk}}, "Colour the note"));
    QVERIFY(window.settles());
    window.look("note-of-a-risk");
    document.undo();
    QVERIFY(window.settles());
    document.select(DesignSelection{{}, {}, {}, {}, {design.frames.front().id}});
    window.look("outside");
    document.select(DesignSelection{});
    QVERIFY(window.run("fold"));
    QVERIFY(window.settles());
    window.look("folded");
    document.undo();
    QVERIFY(window.settles());
    window.window().findChild<DesignCanvas*>()->placeAtSelection(
        QStringLiteral("AWS::EC2::Instance"));
    window.look("offer");
    window.giveUp();
}

/// What a sign lists, and the menu of a thing.
void WindowLookTest::lookAtLists(LookWindow& window) {
    auto& canvas = *window.window().findChild<DesignCanvas*>();
    const Scene& scene = *canvas.scene();
    const BoxIndex vpc = scene.diagram->find("three-tier/ShopVpc");
    const Rect sign = scene.layout->badges[vpc].back();
    const QPoint at = canvas.mapToScene(canvas.shown(sign).center()).toPoint();
    QTest::mouseClick(&window.window(), Qt::LeftButton, {}, at);
    QVERIFY(window.window().findChild<BadgeList*>()->isOpen());
    window.look("list");
    window.giveUp();
    QTest::mouseClick(&window.window(), Qt::RightButton, {},
                      canvas.mapToScene(*canvas.centreOf("three-tier/Bastion")).toPoint());
    window.look("context-menu");
    window.giveUp();
}

/// The small map in the corner stands on nothing that is drawn.
void WindowLookTest::mapHidesNothing(LookWindow& window) {
    const auto& map = *window.window().findChild<MiniMap*>();
    if (!map.needed()) return;
    const DesignCanvas& canvas = *map.canvas();
    const QQuickItem& frame = *map.parentItem();
    const Diagram& diagram = *canvas.scene()->diagram;
    for (BoxIndex box = 1; box < diagram.boxes.size(); ++box) {
        const bool hides = isNode(diagram.boxes[box].kind) &&
                           canvas.rectOf(box).intersects(QRectF(frame.position(), frame.size()));
        QVERIFY2(!hides, diagram.boxes[box].key.c_str());
    }
}

void WindowLookTest::lookAtModes(LookWindow& window) {
    QVERIFY(window.run("review"));
    QTest::qWait(300);
    window.look("review");
    window.giveUp();
    for (const char* mode : {"reach", "access", "traffic", "flow-log"}) {
        QVERIFY2(window.run(mode), mode);
        QTest::qWait(200);
        window.look(mode);
        mapHidesNothing(window);
    }
    window.giveUp();
    lookAtReach(window);
    lookAtTraffic(window);
    QVERIFY(window.run("design"));
    lookAtAReview(window);
}

/// A trace that is stopped, and each page below it.
void WindowLookTest::lookAtReach(LookWindow& window) {
    QVERIFY(window.run("reach"));
    ReachMode& reach = *window.window().findChild<CanvasModes*>()->reach();
    window.select("PublicAcl");
    reach.ask(QStringLiteral("internet"), QStringLiteral("OrdersDb"));
    auto* bottom = window.window().findChild<QQuickItem*>(QStringLiteral("reachBottom"));
    QVERIFY(bottom != nullptr);
    QTRY_VERIFY(reach.isTrace());
    bottom->setProperty("open", true);
    int page = 0;
    for (const char* name : {"trace", "matrix", "promises", "rules"}) {
        bottom->setProperty("page", page++);
        QTRY_VERIFY(page != 2 || reach.matrix()->rowCount() > 0);
        QTest::qWait(30);
        window.look((QByteArray("reach-") + name).constData());
    }
    bottom->setProperty("page", 2);
    reach.startPromise();
    window.look("reach-promise-begun");
    reach.ask(QStringLiteral("Bastion"), QStringLiteral("OrdersDb"));
    QTRY_COMPARE(reach.verdict(), QStringLiteral("blocked"));
    window.look("reach-promise-picked");
    QVERIFY(reach.keepPromise(QStringLiteral("reachable")));
    QVERIFY(window.settles());
    QTRY_COMPARE(reach.promises()->broken(), 1);
    window.look("reach-promise-broken");
    window.document().undo();
    QVERIFY(window.settles());
    bottom->setProperty("page", 3);
    int row = 0;
    while (row < reach.rules()->rows()->count() && !reach.rules()->edit(row)) ++row;
    QTRY_COMPARE(reach.rules()->editedRow(), row);
    window.look("reach-rule-edited");
    reach.rules()->endEdit();
    bottom->setProperty("open", false);
}

/// A run with its own figures, a limit that was looked for, and two runs beside each other.
void WindowLookTest::lookAtTraffic(LookWindow& window) {
    QVERIFY(window.run("traffic"));
    TrafficMode& traffic = *window.window().findChild<CanvasModes*>()->traffic();
    auto* figures = window.window().findChild<QQuickItem*>(QStringLiteral("ownFigures"));
    QVERIFY(figures != nullptr);
    QQuickItem* panel = figures;
    while (panel != nullptr && !panel->property("showsFigures").isValid()) {
        panel = panel->parentItem();
    }
    QVERIFY(panel != nullptr);
    const auto runs = [&] {
        traffic.run();
        return QTest::qWaitFor([&] { return traffic.hasRun() && !traffic.isRunning(); }, 60000);
    };
    QVERIFY(traffic.wish()->enterMinutes(QStringLiteral("1")));
    QVERIFY(traffic.wish()->addFault(QStringLiteral("zone"), QStringLiteral("us-east-1a"),
                                     QStringLiteral("0.3"), QStringLiteral("0.2")));
    QVERIFY(runs());
    window.look("traffic-run");
    panel->setProperty("showsFigures", true);
    window.look("traffic-figures");
    panel->setProperty("showsFigures", false);
    panel->setProperty("page", QStringLiteral("compare"));
    traffic.keepToCompare();
    traffic.wish()->removeFault(0);
    QVERIFY(runs());
    window.look("traffic-compared");
    panel->setProperty("page", QStringLiteral("limit"));
    traffic.limit()->look(QStringLiteral("p99<1ms"));
    window.look("traffic-limit-search");
    traffic.limit()->stop();
    panel->setProperty("page", QStringLiteral("story"));
}

/// What an edit of a rule changed, as a strip and as a review.
void WindowLookTest::lookAtAReview(LookWindow& window) {
    Document& document = window.document();
    const StackId stack = document.session().design()->stacks.front()->id;
    ReachNews& news = *window.window().findChild<CanvasModes*>()->news();
    QVERIFY(document.commit({RemoveResource{stack, "PublicAclInHttps"}}, "Close"));
    QVERIFY(window.settles());
    QTRY_VERIFY(!news.line().isEmpty());
    news.setShows(true);
    window.look("news");
    QVERIFY(window.run("review"));
    QTest::qWait(300);
    window.look("review-of-an-edit");
    window.giveUp();
    document.undo();
    QVERIFY(window.settles());
}

/// What is told above the window: unsaved work of a crash, a file that changed or went.
void WindowLookTest::lookAtFileNews(LookWindow& window) {
    Document& document = window.document();
    const QString path = window.path("shop.yaml");
    const std::string text = test::readFile(test::sourceRoot() / "resources/examples/lamp.yaml");
    DiskFiles files;
    QVERIFY(files.writeAtomically(path.toStdString(), text));
    QVERIFY(document.openPath(path));
    QVERIFY(window.settles());
    window.select("WebSubnet");
    window.openForm();
    window.look("whole-form-WebSubnet");
    window.select("");
    const Note note{{}, {-220, 40, 200, 88}, "Edited"};
    QVERIFY(document.commit({SetNote{{}, note}}, "Add a note"));
    QVERIFY(files.writeAtomically(path.toStdString(), text + "# From elsewhere\n"));
    document.files()->lookAtDisk();
    QCOMPARE(document.files()->news(), QStringLiteral("changed"));
    window.look("file-changed");
    document.files()->answer(QStringLiteral("compare"));
    window.look("differences");
    document.files()->hideDifferences();
    document.files()->save();
    QCOMPARE(document.files()->question(), QStringLiteral("conflict"));
    window.look("conflict");
    document.files()->answer(QStringLiteral("cancel"));
    QVERIFY(QFile::remove(path));
    document.files()->lookAtDisk();
    QCOMPARE(document.files()->news(), QStringLiteral("gone"));
    window.look("file-gone");
}

/// What is asked before a file is lost, and what can't be opened.
void WindowLookTest::lookAtFileQuestions(LookWindow& window) {
    FileDesk& desk = *window.document().files();
    DiskFiles files;
    const std::string neighbour = window.path("neighbour.yaml").toStdString();
    QVERIFY(files.writeAtomically(neighbour, "Resources: {}\n"));
    desk.saveAs();
    desk.choose(QString::fromStdString(neighbour));
    QCOMPARE(desk.question(), QStringLiteral("overwrite"));
    window.look("overwrite");
    desk.answer(QStringLiteral("cancel"));
    desk.answer(QStringLiteral("cancel"));
    desk.closeDesign();
    QCOMPARE(desk.question(), QStringLiteral("unsaved"));
    window.look("unsaved");
    desk.answer(QStringLiteral("discard"));
    const std::string broken = window.path("broken.yaml").toStdString();
    QVERIFY(files.writeAtomically(broken, "Resources:\n  Web: [\n"));
    QVERIFY(!window.document().openPath(QString::fromStdString(broken)));
    window.look("open-failure");
    window.document().dismissOpenFailure();
}

void WindowLookTest::lookAtTheLargest(LookWindow& window) {
    const auto all = test::corpusTemplates();
    const auto largest = std::ranges::max_element(all, {}, [](const std::filesystem::path& file) {
        return QByteArray::fromStdString(test::readFile(file)).count("AWS::");
    });
    if (largest == all.end()) return;
    window.document().openPath(QString::fromStdString(largest->string()));
    QVERIFY(window.settles());
    window.look("largest");
    QVERIFY(window.run("template"));
    window.look("largest-template");
    QVERIFY(window.run("template"));
}

void WindowLookTest::lookAtADescribedNetwork(LookWindow& window) {
    const QString folder = window.path("network");
    for (const auto& [name, text] : test::describedNetwork()) {
        const QString file = folder + QLatin1Char('/') + QString::fromStdString(name);
        QVERIFY(QDir().mkpath(QFileInfo(file).path()));
        DiskFiles files;
        QVERIFY(files.writeAtomically(file.toStdString(), text));
    }
    window.document().openPath(folder);
    QVERIFY(window.settles());
    window.look("described");
    QVERIFY(window.run("reach"));
    ReachMode& reach = *window.window().findChild<CanvasModes*>()->reach();
    reach.ask(QStringLiteral("internet"), QStringLiteral("orders"));
    QTRY_VERIFY(reach.isTrace());
    window.look("described-trace");
    QVERIFY(window.run("design"));
    QVERIFY(window.run("clean-template"));
    window.look("clean-template");
    window.giveUp();
}

void WindowLookTest::everyTextCanBeRead() {
    QFETCH(QSize, size);
    QFETCH(QByteArray, theme);
    QFETCH(bool, isTwice);
    QFETCH(bool, hasTypeface);
    QGuiApplication::setFont(hasTypeface ? qtFont({FontFamily::Sans, 13, 400}) : m_platformFont);
    // What is not made again leaves a gap that no look at the rest shows.
    QTest::failOnWarning(QRegularExpression(QStringLiteral("Component is not ready")));
    LookWindow window({size, theme.constData(), isTwice, hasTypeface});
    QVERIFY(window.isShown());
    QVERIFY(window.previewsAreDrawn());
    QCOMPARE(window.window().size(), size);
    QCOMPARE(window.window().devicePixelRatio(), isTwice ? 2.0 : 1.0);
    window.look("start");
    window.document().openExample(QStringLiteral("three-tier"));
    QVERIFY(window.settles());
    window.look("design");
    lookAtForms(window);
    lookAtPanels(window);
    lookAtDialogs(window);
    lookAtMarks(window);
    lookAtLists(window);
    // The marks made the drawing small; what follows is looked at as large as it can be.
    while (!window.document().undoLabel().isEmpty()) window.document().undo();
    QVERIFY(window.settles());
    QVERIFY(window.run("fit"));
    lookAtModes(window);
    window.workspace().newTab();
    QVERIFY(window.previewsAreDrawn());
    window.look("tabs");
    window.document().openExample(QStringLiteral("serverless-web"));
    QVERIFY(window.settles());
    for (const char* name : {"OrdersRole", "Cdn", "Api", "OrdersFunction"}) {
        window.select(name);
        window.openForm();
        window.look((QByteArray("whole-form-") + name).constData());
    }
    lookAtTheLargest(window);
    lookAtADescribedNetwork(window);
    window.workspace().newTab();
    lookAtFileNews(window);
    lookAtFileQuestions(window);
    QVERIFY2(window.faults().isEmpty(), qPrintable(QStringLiteral("\n") + window.faults()));
    QVERIFY(window.views() > 60);
    for (const char* editor :
         {"section", "object", "list", "resource", "text", "number", "switch", "choice",
          "reference", "cidr", "expression", "code", "ports", "oneOf", "tag", "lines", "told"}) {
        QVERIFY2(window.editors().contains(QLatin1String(editor)),
                 qPrintable(QString::fromLatin1(editor) + QStringLiteral(" is not among ") +
                            QStringList(window.editors().values()).join(u' ')));
    }
}

void WindowLookTest::aNewTabHasNothingOfTheLastOne() {
    LookWindow window({QSize(1280, 800), "light", false});
    QVERIFY(window.isShown());
    window.document().openExample(QStringLiteral("three-tier"));
    QVERIFY(window.settles());
    auto* review = window.window().findChild<ReviewModel*>();
    review->againstSaved();
    QVERIFY(review->isOn());
    auto* canvas = window.window().findChild<DesignCanvas*>();
    canvas->forceActiveFocus();
    QTest::keyClick(&window.window(), Qt::Key_A, Qt::ControlModifier);
    window.workspace().newTab();
    QVERIFY(!window.document().isOpen());
    QVERIFY(!review->isOn());
    // The canvas that can't be seen may have the keyboard still: no key of it finds a design.
    canvas->forceActiveFocus();
    for (const Qt::Key key : {Qt::Key_Delete, Qt::Key_Backspace, Qt::Key_F2, Qt::Key_Left,
                              Qt::Key_Down, Qt::Key_Home, Qt::Key_Space}) {
        QTest::keyClick(&window.window(), key);
    }
    for (const Qt::Key key :
         {Qt::Key_A, Qt::Key_C, Qt::Key_D, Qt::Key_V, Qt::Key_X, Qt::Key_Z, Qt::Key_L}) {
        QTest::keyClick(&window.window(), key, Qt::ControlModifier);
    }
    canvas->cut();
    QVERIFY(!window.document().isOpen());
}

}  // namespace archivolt

int main(int argc, char** argv) {
    const QTemporaryDir screens;
    archivolt::test::prepareScreens(screens);
    const QGuiApplication app(argc, argv);
    archivolt::WindowLookTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "window_look_test.moc"
