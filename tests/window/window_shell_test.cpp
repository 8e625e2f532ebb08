#include <QAbstractItemModelTester>
#include <QKeySequence>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <map>
#include <memory>
#include <set>

#include "app/command/examples.h"
#include "app/files/disk_files.h"
#include "app/window/command_list.h"
#include "app/window/document.h"
#include "app/window/new_design.h"
#include "app/window/problems_model.h"
#include "app/window/settings.h"
#include "app/window/start_model.h"
#include "tests/window/offscreen_window.h"

extern void qml_register_types_Archivolt();

namespace archivolt {

using test::saying;

namespace {

constexpr const char* kFaulty = R"(Resources:
  Disk: {Type: AWS::EC2::Volume, Properties: {Size: 8, AvailabilityZone: us-east-1a}}
  Wrong: {Type: AWS::S3::Bucket, Properties: {BucketNam: example-wrong}}
)";

/// The whole window without a display, on a file of its own.
struct Shell {
    QTemporaryDir folder;
    DiskFiles files;
    Document document{{files, Catalog::embedded(), folder.path().toStdString() + "/state",
                       folder.path().toStdString(), std::make_unique<RankEngine>()}};
    QQmlApplicationEngine engine;
    QQuickWindow* window = nullptr;

    Shell() {
        engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
        engine.setInitialProperties({{QStringLiteral("document"), QVariant::fromValue(&document)}});
        engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Archivolt/Main.qml")));
        window = qobject_cast<QQuickWindow*>(engine.rootObjects().value(0));
        if (window != nullptr) window->resize(1280, 800);
    }
    [[nodiscard]] CommandList* commands() const { return window->findChild<CommandList*>(); }
    void open(const char* text) {
        const QString path = folder.filePath(QStringLiteral("a.yaml"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        document.openPath(path);
        QTRY_VERIFY(!document.isChecking());
    }
};

std::vector<Command*> commandsOf(CommandList& list) {
    std::vector<Command*> all;
    for (const QString& group : list.groups()) {
        for (QObject* member : list.inGroup(group)) all.push_back(qobject_cast<Command*>(member));
    }
    return all;
}

/// Returns the texts that are cut, of all that shows under an item.
QStringList cutTexts(const QQuickItem* item) {
    QStringList cut;
    if (!item->isVisible()) return cut;
    const QVariant truncated = item->property("truncated");
    if (truncated.isValid() && truncated.toBool() && item->width() > 0) {
        cut << item->property("text").toString();
    }
    for (const QQuickItem* child : item->childItems()) cut << cutTexts(child);
    return cut;
}

}  // namespace

class WindowShellTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        qml_register_types_Archivolt();
        QQuickStyle::setStyle(QStringLiteral("Basic"));
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("qrc:"))); }

    void everyCommandHasATitleAGroupAndKeysOfItsOwn() {
        Shell shell;
        QVERIFY(shell.commands() != nullptr);
        std::set<QString> names;
        std::map<QKeySequence, QString> keys;
        for (const Command* command : commandsOf(*shell.commands())) {
            QVERIFY(names.insert(command->name()).second);
            QVERIFY2(!command->title().isEmpty(), qPrintable(command->name()));
            QVERIFY2(!command->group().isEmpty(), qPrintable(command->name()));
            for (const QVariant& key : command->keys()) {
                const QKeySequence sequence(key.toString());
                QVERIFY2(!sequence.isEmpty(), qPrintable(key.toString()));
                QVERIFY2(keys.emplace(sequence, command->name()).second,
                         qPrintable(key.toString()));
            }
        }
        QVERIFY(names.size() > 25);
    }

    void withoutADesignOnlyWhatNeedsNoneCanBeDone() {
        Shell shell;
        QStringList enabled;
        for (const Command* command : commandsOf(*shell.commands())) {
            if (command->isEnabled()) enabled << command->name();
        }
        enabled.sort();
        QCOMPARE(enabled, QStringLiteral("about commands dark new open open-network quit settings "
                                         "shortcuts")
                              .split(QLatin1Char(' ')));
        QVERIFY(!shell.commands()->run(QStringLiteral("save")));
    }

    void aKeyDoesWhatItsCommandSays() {
        Shell shell;
        QVERIFY(QTest::qWaitForWindowActive(shell.window));
        QTest::keyClick(shell.window, Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(shell.document.isOpen());
        QCOMPARE(shell.document.name(), QStringLiteral("untitled"));
        QTRY_VERIFY(!shell.document.isChecking());
        QVERIFY(!shell.document.isDirty());
    }

    void commandsAreFoundByTheirWords() {
        Shell shell;
        CommandModel& found = *shell.commands()->found();
        QAbstractItemModelTester tester(&found,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        found.setFilter(QStringLiteral("zoom view in"));
        QCOMPARE(found.rowCount(), 1);
        QCOMPARE(found.index(0).data(CommandModel::NameRole).toString(), QStringLiteral("zoom-in"));
        found.setFilter(QStringLiteral("nothing of this name"));
        QCOMPARE(found.rowCount(), 0);
        found.setFilter({});
        QVERIFY(found.index(0).data(CommandModel::IsEnabledRole).toBool());
    }

    /// Whatever is found, saved or undone: under a pointer that rests there, a mode stays itself.
    void theModesStandInTheMiddleAndStill() {
        Shell shell;
        shell.open("Resources:\n  A: {Type: AWS::S3::Bucket}\n");
        const auto middleOf = [&](const char* words) {
            const QQuickItem* item = saying(shell.window->contentItem(), QLatin1String(words));
            return item == nullptr ? -1.0 : item->mapToScene({item->width() / 2, 0}).x();
        };
        for (const int width : {1280, 900}) {
            shell.window->resize(width, 800);
            QTRY_COMPARE(shell.window->contentItem()->width(), width);
            QTRY_VERIFY(middleOf("Reach") > 0);
            const double reach = middleOf("Reach");
            const double design = middleOf("Design");
            const double traffic = middleOf("Traffic");
            if (width == 1280) QVERIFY(std::abs((design + traffic) / 2 - width / 2.0) < 12);
            const Design& now = *shell.document.session().design();
            const Path wrong = Path::parse("Resources.A.Properties.BucketNam");
            QVERIFY(shell.document.commit(
                {SetValue{now.stacks.front()->id, wrong, Value::string("x")}}, "Set it"));
            QTRY_VERIFY(!shell.document.isChecking());
            QVERIFY(shell.document.hasErrors());
            QCOMPARE(middleOf("Reach"), reach);
            shell.document.undo();
            QTRY_VERIFY(!shell.document.isChecking());
            QCOMPARE(middleOf("Reach"), reach);
        }
        // The name that is the file's is told once.
        QCOMPARE(shell.document.name(), QStringLiteral("a"));
        QCOMPARE(shell.document.fileState(), QStringLiteral("saved"));
    }

    void problemsOfARuleAreMendedTogether() {
        Shell shell;
        shell.open(
            "Resources:\n"
            "  A: {Type: AWS::EC2::Volume, Properties: {Size: 8, AvailabilityZone: a}}\n"
            "  B: {Type: AWS::EC2::Volume, Properties: {Size: 8, AvailabilityZone: a}}\n");
        ProblemsModel problems;
        problems.setDocument(&shell.document);
        problems.setFilter(QStringLiteral("EC2-3"));
        QCOMPARE(problems.count(), 2);
        QVERIFY(problems.index(0).data(ProblemsModel::FixAllLabelRole).toString().isEmpty());
        problems.setGrouping(ProblemsModel::ByRule);
        const QString one = problems.index(1).data(ProblemsModel::FixLabelRole).toString();
        QCOMPARE(problems.index(0).data(ProblemsModel::FixAllLabelRole).toString(),
                 one + QStringLiteral(", for all"));
        QVERIFY(!problems.fixAll(1));
        QVERIFY(problems.fixAll(0));
        QCOMPARE(shell.document.undoLabel(), QStringLiteral("Mend 2 of EC2-3"));
        QTRY_COMPARE(problems.count(), 0);
        shell.document.undo();
        QVERIFY(!shell.document.isDirty());
    }

    void everyKeyStandsOnItsSheetOnce() {
        Shell shell;
        for (const int columns : {1, 2, 4}) {
            QStringList groups;
            for (const QVariant& column :
                 shell.commands()->inColumns(columns, QStringLiteral("x"), 8)) {
                groups << column.toStringList();
            }
            groups.sort();
            QStringList all = shell.commands()->groups() + QStringList{QStringLiteral("x")};
            all.sort();
            QCOMPARE(groups, all);
        }
    }

    void problemsStandInGroupsAndAreFixedAndAccepted() {
        Shell shell;
        shell.open(kFaulty);
        ProblemsModel problems;
        QAbstractItemModelTester tester(&problems,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        problems.setDocument(&shell.document);
        const int all = problems.all();
        QVERIFY(all >= 2);
        problems.setGrouping(ProblemsModel::ByResource);
        QVERIFY(problems.index(0).data(ProblemsModel::IsHeadingRole).toBool());
        problems.setFilter(QStringLiteral("Wrong BucketNam"));
        QCOMPARE(problems.count(), 1);
        QCOMPARE(problems.index(1).data(ProblemsModel::FixLabelRole).toString(),
                 QStringLiteral("Change it to BucketName"));
        QVERIFY(problems.fix(1));
        QTRY_VERIFY(!shell.document.isChecking());
        QCOMPARE(problems.count(), 0);
        QCOMPARE(shell.document.undoLabel(), QStringLiteral("Change it to BucketName of Wrong"));
        problems.setFilter(QStringLiteral("EC2-3"));
        QCOMPARE(problems.count(), 1);
        QVERIFY(!problems.suppress(1, QStringLiteral("  ")));
        QVERIFY(problems.suppress(1, QStringLiteral("a scratch disk")));
        QTRY_VERIFY(!shell.document.isChecking());
        QCOMPARE(problems.count(), 0);
        shell.document.undo();
        shell.document.undo();
        QTRY_COMPARE(problems.all(), all);
        problems.setFilter({});
        problems.choose(0);  // Closes the group.
        QVERIFY(!problems.index(0).data(ProblemsModel::IsOpenRole).toBool());
    }

    void problemsThatNobodyLooksAtAreReadOnceSomebodyDoes() {
        Shell shell;
        shell.open(kFaulty);
        ProblemsModel problems;
        problems.setLooked(false);
        problems.setDocument(&shell.document);
        QVERIFY(problems.all() >= 2);
        QCOMPARE(problems.rowCount(), 0);
        problems.setLooked(true);
        QCOMPARE(problems.count(), problems.all());
        QVERIFY(problems.rowCount() > problems.all());  // And the headings.
        problems.setLooked(false);
        shell.document.openExample(QStringLiteral("empty"));
        QTRY_VERIFY(!shell.document.isChecking());
        problems.setLooked(true);
        QCOMPARE(problems.count(), problems.all());
    }

    void everyExampleHasAnOfferWithASentence() {
        StartOffers offers;
        QCOMPARE(static_cast<std::size_t>(offers.examples()->rowCount()), shippedExamples().size());
        for (StartModel* model : {offers.examples(), offers.patterns()}) {
            QAbstractItemModelTester tester(model,
                                            QAbstractItemModelTester::FailureReportingMode::QtTest);
            QVERIFY(model->rowCount() > 5);
            for (int row = 0; row < model->rowCount(); ++row) {
                const QModelIndex index = model->index(row);
                QVERIFY2(!index.data(StartModel::SentenceRole).toString().isEmpty(),
                         qPrintable(index.data(StartModel::NameRole).toString()));
            }
        }
    }

    void aNewDesignBeginsWithAnyPatternThatIsOffered() {
        StartOffers offers;
        const auto catalog = Catalog::embedded();
        for (int row = 0; row < offers.patterns()->rowCount(); ++row) {
            const QString name =
                offers.patterns()->index(row).data(StartModel::NameRole).toString();
            QVERIFY2(newDesignText(name.toStdString(), *catalog), qPrintable(name));
        }
        QVERIFY(!newDesignText("pattern:bastion", *catalog));
        QVERIFY(!newDesignText("three-tier", *catalog));
    }

    void settingsAreKept() {
        QTemporaryDir folder;
        DiskFiles files;
        const std::string state = folder.path().toStdString() + "/state";
        {
            Settings settings(files, state);
            QCOMPARE(settings.theme(), QStringLiteral("system"));
            QVERIFY(settings.leftShown());
            settings.setTheme(QStringLiteral("dark"));
            settings.setLeftShown(false);
            settings.setBottomHeight(300);
        }
        const Settings again(files, state);
        QCOMPARE(again.theme(), QStringLiteral("dark"));
        QVERIFY(!again.leftShown());
        QCOMPARE(again.bottomHeight(), 300);
        QCOMPARE(again.windowWidth(), 1440);
    }

    void nothingIsCutOnTheStartPage() {
        Shell shell;
        QVERIFY(QTest::qWaitForWindowExposed(shell.window));
        QCOMPARE(cutTexts(shell.window->contentItem()), QStringList());
    }
};

}  // namespace archivolt

QTEST_MAIN(archivolt::WindowShellTest)
#include "window_shell_test.moc"
