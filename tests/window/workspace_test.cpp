#include "app/window/workspace.h"

#include <QAbstractItemModelTester>
#include <QQmlApplicationEngine>
#include <QQmlComponent>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickTextDocument>
#include <QQuickWindow>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextCursor>
#include <QTextDocument>
#include <memory>

#include "app/command/examples.h"
#include "app/files/disk_files.h"
#include "app/window/design_canvas.h"
#include "app/window/recovery_model.h"
#include "app/window/template_model.h"
#include "model/design/edit.h"

extern void qml_register_types_Archivolt();

namespace archivolt {

namespace {

constexpr int kPatience = 15000;

/// A folder with files to open, and workspaces over it, one after the other.
struct Desk {
    QTemporaryDir folder;
    DiskFiles files;
    std::shared_ptr<const Catalog> catalog = Catalog::embedded();
    std::unique_ptr<Workspace> workspace;
    std::unique_ptr<QAbstractItemModelTester> tester;

    Desk() { start(); }
    void start() {
        tester.reset();
        workspace.reset();
        const std::string home = folder.path().toStdString();
        workspace = std::make_unique<Workspace>(Workspace::Surroundings{
            files, catalog, home + "/state", home, [] { return std::make_unique<RankEngine>(); }});
        tester = std::make_unique<QAbstractItemModelTester>(
            workspace.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
    QString write(const QString& name, const QByteArray& text) const {
        const QString path = folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (file.open(QIODevice::WriteOnly)) file.write(text);
        return path;
    }
    QString write(const QString& name) const {
        const Example* example = findExample("lamp");
        return write(
            name, QByteArray(example->text.data(), static_cast<qsizetype>(example->text.size())));
    }
    QStringList titles() const {
        QStringList titles;
        for (int row = 0; row < workspace->count(); ++row) {
            titles << workspace->index(row).data(Workspace::TitleRole).toString();
        }
        return titles;
    }
    /// Renames what a design holds first; says whether that could be.
    bool edit(const QString& name = QStringLiteral("Renamed")) const {
        Document& document = *workspace->current();
        const auto& stack = document.session().design()->stacks.front();
        const auto& first = *stack->body.resources.begin();
        return document.commit({RenameResource{stack->id, first->logicalId, name.toStdString()}},
                               "Rename");
    }
};

/// The template's text as the window edits it, without the window.
struct TextPane {
    QQmlEngine engine;
    std::unique_ptr<QObject> edit;
    TemplateModel text;

    TextPane() {
        QQmlComponent component(&engine);
        component.setData("import QtQuick\nTextEdit {}", {});
        edit.reset(component.create());
        text.setArea(edit->property("textDocument").value<QQuickTextDocument*>());
    }
};

}  // namespace

class WorkspaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        qml_register_types_Archivolt();
        QQuickStyle::setStyle(QStringLiteral("Basic"));
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("qrc:"))); }

    void whatIsOpenedGetsATabAndNothingIsAsked() {
        Desk desk;
        Workspace& workspace = *desk.workspace;
        QCOMPARE(desk.titles(), QStringList{QStringLiteral("Start")});
        workspace.openPath(desk.write(QStringLiteral("a.yaml")));
        QCOMPARE(desk.titles(), QStringList{QStringLiteral("a.yaml")});
        QVERIFY(desk.edit());
        QVERIFY(workspace.index(0).data(Workspace::IsDirtyRole).toBool());
        workspace.openPath(desk.write(QStringLiteral("b.yaml")));
        QCOMPARE(desk.titles(), QStringList({QStringLiteral("a.yaml"), QStringLiteral("b.yaml")}));
        QCOMPARE(workspace.currentIndex(), 1);
        QVERIFY(workspace.current()->files()->question().isEmpty());
        QVERIFY(workspace.at(0)->isDirty());
        workspace.current()->openExample(QStringLiteral("three-tier"));
        QCOMPARE(workspace.count(), 3);
        QCOMPARE(workspace.current()->name(), QStringLiteral("three-tier"));
    }

    void aFileIsOpenOnceHoweverItIsNamed() {
        Desk desk;
        Workspace& workspace = *desk.workspace;
        const QString path = desk.write(QStringLiteral("a.yaml"));
        workspace.openPath(path);
        workspace.openPath(desk.write(QStringLiteral("b.yaml")));
        workspace.openPath(desk.folder.path() + QStringLiteral("/./a.yaml"));
        QCOMPARE(workspace.count(), 2);
        QCOMPARE(workspace.currentIndex(), 0);
        // From an empty tab, which is not needed then.
        workspace.newTab();
        QCOMPARE(workspace.count(), 3);
        workspace.newTab();
        QCOMPARE(workspace.count(), 3);
        workspace.openPath(path);
        QCOMPARE(workspace.count(), 2);
        QCOMPARE(workspace.currentIndex(), 0);
    }

    void filesOfOneNameAreToldApart() {
        Desk desk;
        desk.workspace->openPath(desk.write(QStringLiteral("one/net.yaml")));
        desk.workspace->openPath(desk.write(QStringLiteral("two/net.yaml")));
        QCOMPARE(desk.titles(),
                 QStringList({QStringLiteral("one/net.yaml"), QStringLiteral("two/net.yaml")}));
    }

    void closingAsksAboutItsOwnDocumentAlone() {
        Desk desk;
        Workspace& workspace = *desk.workspace;
        workspace.openPath(desk.write(QStringLiteral("a.yaml")));
        QVERIFY(desk.edit());
        workspace.openPath(desk.write(QStringLiteral("b.yaml")));
        workspace.close(0);
        QCOMPARE(workspace.currentIndex(), 0);  // It is in front while it asks,
        FileDesk* files = workspace.current()->files();
        QCOMPARE(files->question(), QStringLiteral("unsaved"));
        workspace.turn(1);
        workspace.newTab();
        QCOMPARE(workspace.currentIndex(), 0);  // and stays there.
        files->answer(QStringLiteral("cancel"));
        QCOMPARE(workspace.count(), 2);
        workspace.close(0);
        files->answer(QStringLiteral("discard"));
        QCOMPARE(desk.titles(), QStringList{QStringLiteral("b.yaml")});
        workspace.close(0);
        QCOMPARE(desk.titles(), QStringList{QStringLiteral("Start")});
        workspace.close(0);
        QCOMPARE(workspace.count(), 1);
    }

    void tabsAreTurnedAndMoved() {
        Desk desk;
        Workspace& workspace = *desk.workspace;
        for (const char* name : {"a.yaml", "b.yaml", "c.yaml"}) {
            workspace.openPath(desk.write(QString::fromLatin1(name)));
        }
        workspace.turn(1);
        QCOMPARE(workspace.currentIndex(), 0);
        workspace.turn(-1);
        QCOMPARE(workspace.currentIndex(), 2);
        workspace.move(2, 0);
        QCOMPARE(desk.titles().first(), QStringLiteral("c.yaml"));
        QCOMPARE(workspace.currentIndex(), 0);
        workspace.move(0, 1);
        QCOMPARE(desk.titles(), QStringLiteral("a.yaml c.yaml b.yaml").split(QLatin1Char(' ')));
        workspace.move(0, 7);
        QCOMPARE(desk.titles().first(), QStringLiteral("a.yaml"));
    }

    void quittingAsksAboutEachAndCancellingKeepsAll() {
        Desk desk;
        Workspace& workspace = *desk.workspace;
        const QSignalSpy quits(&workspace, &Workspace::quitAsked);
        workspace.openPath(desk.write(QStringLiteral("a.yaml")));
        QVERIFY(desk.edit());
        workspace.openPath(desk.write(QStringLiteral("b.yaml")));
        workspace.openPath(desk.write(QStringLiteral("c.yaml")));
        QVERIFY(desk.edit());
        workspace.quit();
        QCOMPARE(workspace.currentIndex(), 0);
        workspace.current()->files()->answer(QStringLiteral("discard"));
        QCOMPARE(workspace.currentIndex(), 2);
        QCOMPARE(workspace.current()->files()->question(), QStringLiteral("unsaved"));
        workspace.current()->files()->answer(QStringLiteral("cancel"));
        QCOMPARE(quits.count(), 0);
        QVERIFY(workspace.at(0)->isDirty());
        // What was given up for a moment is kept safe again.
        QTRY_COMPARE_WITH_TIMEOUT(QDir(desk.folder.filePath(QStringLiteral("state/recovery")))
                                      .entryList({QStringLiteral("*.json")}, QDir::Files)
                                      .size(),
                                  2, kPatience);
        workspace.quit();
        workspace.current()->files()->answer(QStringLiteral("discard"));
        workspace.current()->files()->answer(QStringLiteral("save"));
        QCOMPARE(quits.count(), 1);
        QFile saved(desk.folder.filePath(QStringLiteral("c.yaml")));
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QVERIFY(saved.readAll().contains("Renamed"));
    }

    void theTabsOfLastTimeAreOfferedAgain() {
        Desk desk;
        const QString a = desk.write(QStringLiteral("a.yaml"));
        const QString b = desk.write(QStringLiteral("b.yaml"));
        const QString c = desk.write(QStringLiteral("c.yaml"));
        for (const QString& path : {a, b, c}) desk.workspace->openPath(path);
        desk.workspace->move(2, 0);
        desk.start();
        QCOMPARE(desk.workspace->lastFiles(), QStringList({c, a, b}));
        desk.start();  // Looking at the start page changes nothing,
        QVERIFY(QFile::remove(b));
        desk.start();
        QCOMPARE(desk.workspace->lastFiles(), QStringList({c, a}));
        QCOMPARE(desk.workspace->lastNames(), QStringLiteral("c.yaml, a.yaml"));
        desk.workspace->openLastFiles();
        QCOMPARE(desk.titles(), QStringList({QStringLiteral("c.yaml"), QStringLiteral("a.yaml")}));
        QCOMPARE(desk.workspace->currentIndex(), 0);
        QVERIFY(desk.workspace->lastFiles().isEmpty());
        desk.workspace->close(0);
        desk.workspace->close(0);
        desk.start();  // closing all of them does.
        QVERIFY(desk.workspace->lastFiles().isEmpty());
    }

    void unsavedWorkOfEveryTabIsOfferedOnce() {
        Desk desk;
        const QString a = desk.write(QStringLiteral("a.yaml"));
        RecoveryStore one(desk.files, desk.folder.path().toStdString() + "/state/recovery");
        RecoveryStore two(desk.files, desk.folder.path().toStdString() + "/state/recovery");
        desk.workspace->openPath(a);
        QVERIFY(desk.edit());
        const auto design = desk.workspace->current()->session().design();
        UnsavedWork work{design, a.toStdString(), FileKind::Template, {}, "Rename"};
        {
            RecoveryStore left(desk.files, desk.folder.path().toStdString() + "/state/recovery");
            QVERIFY(left.write(work));
            RecoveryStore other(desk.files, desk.folder.path().toStdString() + "/state/recovery");
            work.path = desk.write(QStringLiteral("b.yaml")).toStdString();
            QVERIFY(other.write(work));
        }
        desk.workspace->current()->undo();
        desk.start();
        Workspace& workspace = *desk.workspace;
        RecoveryModel* offered = workspace.current()->files()->recoveries();
        QCOMPARE(offered->count(), 2);
        workspace.current()->openExample(QStringLiteral("lamp"));
        workspace.newTab();
        QCOMPARE(workspace.current()->files()->recoveries(), offered);
        for (int i = 2; i > 0; --i) {
            workspace.current()->files()->recover(
                offered->index(0).data(RecoveryModel::NameRole).toString());
            QCOMPARE(offered->count(), i - 1);
            QVERIFY(workspace.current()->isDirty());
        }
        QCOMPARE(workspace.count(), 3);
    }

    void whatWasUnsavedOfAFileTakesTheTabOfThatFile() {
        Desk desk;
        const QString a = desk.write(QStringLiteral("a.yaml"));
        desk.workspace->openPath(a);
        QVERIFY(desk.edit());
        {
            RecoveryStore left(desk.files, desk.folder.path().toStdString() + "/state/recovery");
            QVERIFY(left.write({desk.workspace->current()->session().design(),
                                a.toStdString(),
                                FileKind::Template,
                                {},
                                "Rename"}));
        }
        desk.workspace->current()->undo();
        desk.start();
        Workspace& workspace = *desk.workspace;
        workspace.openPath(a);
        FileDesk* files = workspace.current()->files();
        QVERIFY(desk.edit(QStringLiteral("Other")));
        const QString name = files->recoveries()->index(0).data(RecoveryModel::NameRole).toString();
        files->recover(name);
        QCOMPARE(files->question(), QStringLiteral("unsaved"));
        files->answer(QStringLiteral("discard"));
        QCOMPARE(workspace.count(), 1);
        const auto& resources = workspace.current()->session().design()->stacks.front()->body;
        QVERIFY(resources.resources.find("Renamed"));
        QVERIFY(workspace.current()->isDirty());
    }

    void whatWasDiscardedCanBeHadBackUntilTheWindowCloses() {
        Desk desk;
        const std::string recovery = desk.folder.path().toStdString() + "/state/recovery";
        desk.workspace->openPath(desk.write(QStringLiteral("a.yaml")));
        QVERIFY(desk.edit());
        {
            RecoveryStore left(desk.files, recovery);
            const auto design = desk.workspace->current()->session().design();
            QVERIFY(left.write({design, {}, FileKind::Template, {}, "Rename"}));
        }
        desk.workspace->current()->undo();
        desk.start();
        FileDesk* files = desk.workspace->current()->files();
        RecoveryModel& offered = *files->recoveries();
        const auto nameOf = [&] {
            return offered.index(0).data(RecoveryModel::NameRole).toString();
        };
        const auto isDiscarded = [&] {
            return offered.index(0).data(RecoveryModel::IsDiscardedRole).toBool();
        };
        QCOMPARE(offered.count(), 1);
        files->discardRecovery(nameOf());
        QVERIFY(isDiscarded());
        files->keepRecovery(nameOf());
        QVERIFY(!isDiscarded());
        desk.start();  // It was kept after all, so it is offered again.
        files = desk.workspace->current()->files();
        RecoveryModel& again = *files->recoveries();
        QCOMPARE(again.count(), 1);
        const QString name = again.index(0).data(RecoveryModel::NameRole).toString();
        files->discardRecovery(name);
        files->hideRecovery(name);
        QCOMPARE(again.count(), 0);
        QVERIFY(!desk.files.list(recovery).empty());  // Nothing is lost before the window closes.
        desk.start();
        QCOMPARE(desk.workspace->current()->files()->recoveries()->count(), 0);
    }

    void findingsNameTheFileThatTheDesignWasSavedTo() {
        Desk desk;
        Document& document = *desk.workspace->current();
        QVERIFY(document.openExample(QStringLiteral("three-tier")));
        QTRY_VERIFY_WITH_TIMEOUT(!document.isChecking(), kPatience);
        QVERIFY(document.findings()->count() > 0);
        const auto layout = document.drawing()->layout->rects;
        const QString mine = desk.folder.filePath(QStringLiteral("mine.yaml"));
        document.files()->saveAs();
        document.files()->choose(mine);
        QTRY_VERIFY_WITH_TIMEOUT(!document.isChecking(), kPatience);
        const auto place = [&] {
            const FindingsModel& findings = *document.findings();
            return findings.data(findings.index(0), FindingsModel::PlaceRole).toString();
        };
        QTRY_VERIFY2_WITH_TIMEOUT(place().startsWith(QStringLiteral("mine.yaml:")),
                                  qPrintable(place()), kPatience);
        QVERIFY(document.drawing()->layout->rects == layout);
        QCOMPARE(document.name(), QStringLiteral("mine"));
        QVERIFY(!document.isDirty());
    }

    void aDraftOfALostSessionStandsInTheTextAgain() {
        Desk desk;
        const QString a = desk.write(QStringLiteral("a.yaml"));
        desk.workspace->openPath(a);
        {
            const auto design = desk.workspace->current()->session().design();
            UnsavedWork work{design, a.toStdString(), FileKind::Template, {}, {}};
            work.drafts[design->stacks.front()->name] = "Broken: [\n";
            RecoveryStore left(desk.files, desk.folder.path().toStdString() + "/state/recovery");
            QVERIFY(left.write(work));
        }
        desk.start();
        FileDesk* files = desk.workspace->current()->files();
        QCOMPARE(files->recoveries()->count(), 1);
        files->recover(files->recoveries()->index(0).data(RecoveryModel::NameRole).toString());
        TextPane pane;
        TemplateModel& text = pane.text;
        text.setDocument(desk.workspace->current());
        QVERIFY(text.isDraft() && !text.isConflict());
        QCOMPARE(text.area()->textDocument()->toPlainText(), QStringLiteral("Broken: [\n"));
        QVERIFY(desk.workspace->current()->isDirty());
    }

    void aDraftOfTheTextStaysWithItsTab() {
        Desk desk;
        Workspace& workspace = *desk.workspace;
        workspace.openPath(desk.write(QStringLiteral("a.yaml")));
        TextPane pane;
        TemplateModel& text = pane.text;
        text.setDocument(workspace.current());
        QTextDocument& typed = *text.area()->textDocument();
        const QString first = typed.toPlainText();
        QTextCursor(&typed).insertText(QStringLiteral("Broken: [\n"));
        const QString draft = typed.toPlainText();
        workspace.current()->openExample(QStringLiteral("three-tier"));
        text.setDocument(workspace.current());
        QVERIFY(typed.toPlainText().contains(QStringLiteral("ShopVpc")));
        QVERIFY(!typed.toPlainText().contains(QStringLiteral("Broken")));
        QTest::qWait(600);  // Longer than typing has to pause to be taken up.
        QVERIFY(!workspace.current()->isDirty());
        text.setDocument(workspace.at(0));
        QCOMPARE(typed.toPlainText(), draft);
        // No file can take it, but it is work: closing asks, whether it shows or not.
        text.setDocument(nullptr);
        QVERIFY(workspace.at(0)->isDirty() && !workspace.at(0)->files()->isEdited());
        workspace.close(0);
        QCOMPARE(workspace.at(0)->files()->question(), QStringLiteral("unsaved"));
        workspace.at(0)->files()->answer(QStringLiteral("cancel"));
        text.setDocument(workspace.at(0));
        QCOMPARE(typed.toPlainText(), draft);
        QVERIFY(text.isDraft() && !text.isConflict());
        QTextCursor whole(&typed);
        whole.select(QTextCursor::Document);
        whole.insertText(first + QStringLiteral("# more\n"));
        // What can be read is taken up by the tab that it was typed in.
        text.setDocument(workspace.at(1));
        QVERIFY(workspace.at(0)->isDirty());
        QVERIFY(!workspace.at(1)->isDirty());
        text.setDocument(nullptr);
    }

    void aTabShowsItsOwnPartOfTheDrawingAndItsOwnMode() {
        Desk desk;
        Workspace& workspace = *desk.workspace;
        QQmlApplicationEngine engine;
        engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
        engine.setInitialProperties(
            {{QStringLiteral("workspace"), QVariant::fromValue(&workspace)}});
        engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Archivolt/Main.qml")));
        auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().value(0));
        QVERIFY(window != nullptr);
        window->resize(1280, 800);
        QVERIFY(QTest::qWaitForWindowActive(window));
        auto* canvas = window->findChild<DesignCanvas*>();
        const auto drawn = [&] {
            return !workspace.current()->isChecking() && canvas->scene() != nullptr;
        };
        workspace.openPath(desk.write(QStringLiteral("a.yaml")));
        QTRY_VERIFY_WITH_TIMEOUT(drawn(), kPatience);
        canvas->zoomIn();
        const Viewport seen = canvas->viewport();
        workspace.current()->openExample(QStringLiteral("three-tier"));
        QTRY_VERIFY_WITH_TIMEOUT(drawn(), kPatience);
        QVERIFY(canvas->centreOf("three-tier/Bastion").has_value());
        // The text beside it is that of the tab that shows.
        QTest::keyClick(window, Qt::Key_J, Qt::ControlModifier);
        QTRY_VERIFY(window->findChild<TemplateModel*>() != nullptr);
        const TemplateModel& text = *window->findChild<TemplateModel*>();
        QCOMPARE(text.document(), workspace.at(1));
        workspace.setCurrentIndex(0);
        QCOMPARE(text.document(), workspace.at(0));
        QVERIFY(!text.area()->textDocument()->toPlainText().contains(QStringLiteral("ShopVpc")));
        workspace.setCurrentIndex(1);
        QVERIFY(text.area()->textDocument()->toPlainText().contains(QStringLiteral("ShopVpc")));
        QTest::keyClick(window, Qt::Key_J, Qt::ControlModifier);
        QTest::keyClick(window, Qt::Key_2, Qt::AltModifier);
        QTest::keyClick(window, Qt::Key_Tab, Qt::ControlModifier);
        QCOMPARE(workspace.currentIndex(), 0);
        QCOMPARE(canvas->document(), workspace.at(0));
        QCOMPARE(canvas->viewport().scale, seen.scale);
        QVERIFY(!canvas->centreOf("three-tier/Bastion").has_value());
        // What is copied here is pasted there, with ids and names of its own.
        canvas->forceActiveFocus();
        canvas->selectAll();
        canvas->copy();
        QTest::keyClick(window, Qt::Key_T, Qt::ControlModifier);
        QCOMPARE(workspace.count(), 3);
        workspace.current()->openExample(QStringLiteral("new"));
        QTRY_VERIFY_WITH_TIMEOUT(drawn(), kPatience);
        canvas->paste();
        QTRY_VERIFY_WITH_TIMEOUT(drawn(), kPatience);
        QVERIFY2(workspace.current()->isDirty(), qPrintable(workspace.current()->notice()));
        const auto& pasted = workspace.current()->session().design()->stacks.front()->body;
        const auto& copied = workspace.at(0)->session().design()->stacks.front()->body;
        QVERIFY(pasted.resources.size() > 10);
        QVERIFY(pasted.resources.size() <= copied.resources.size());
        workspace.current()->undo();
        QTest::keyClick(window, Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(workspace.count(), 2);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QTRY_VERIFY_WITH_TIMEOUT(drawn(), kPatience);
    }
};

}  // namespace archivolt

QTEST_MAIN(archivolt::WorkspaceTest)
#include "workspace_test.moc"
