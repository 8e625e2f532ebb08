#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "app/session/judge.h"
#include "app/session/open_design.h"
#include "tests/window/real_window.h"

namespace archivolt {

using test::RealWindow;

namespace {

/// Returns what AWS would reject in a file, one message a line; a file that is not there is a
/// fault.
QString faultsOf(const QString& path) {
    DiskFiles files;
    const OpenedDesign opened = openDesign(path.toStdString(), {}, files);
    if (!opened.usable) return QStringLiteral("it can't be read");
    JudgeRequest request;
    request.design = std::make_shared<const Design>(opened.design);
    QString faults;
    for (const Finding& finding : findingsOf(*judge(request, nullptr, *Catalog::embedded()))) {
        const Diagnostic& each = finding.diagnostic;
        if (each.severity != Severity::Error) continue;
        faults += QString::fromStdString(each.code + " " + each.message + "\n");
    }
    return faults;
}

/// Returns what cfn-lint says of a file where it is installed; else nothing.
QString lintOf(const QString& path) {
    const QString program = QStandardPaths::findExecutable(QStringLiteral("cfn-lint"),
                                                           {QStringLiteral(ARCHIVOLT_LINT_FOLDER)});
    if (program.isEmpty()) return {};
    QProcess lint;
    lint.start(program, {QStringLiteral("--non-zero-exit-code"), QStringLiteral("error"), path});
    if (!lint.waitForFinished(60000) || lint.exitCode() == 0) return {};
    return QString::fromUtf8(lint.readAllStandardOutput());
}

}  // namespace

/// From an empty drawing to a file, with the palette and nothing else: by mouse, and by key.
class WindowPaletteTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void threeTiersAreDrawnByDragAndExported();
    void aBastionIsDrawnByDragAndExported();
    void aDesignIsMadeAndSavedByKeysAlone();

private:
    /// Exports under a name and returns the file's path.
    QString exported(RealWindow& window, const QString& folder);
};

void WindowPaletteTest::initTestCase() {
    const QString missing = test::missingProgram();
    if (!missing.isEmpty()) {
        QFAIL(
            qPrintable(QStringLiteral("%1 is not installed; ./test.sh installs it").arg(missing)));
    }
}

QString WindowPaletteTest::exported(RealWindow& window, const QString& folder) {
    const QString path = folder + QStringLiteral("/exported.yaml");
    static_cast<void>(window.click(QStringLiteral("Export")));
    window.press(QStringLiteral("ctrl+a"));
    window.type(path);
    window.press(QStringLiteral("Return"));
    static_cast<void>(QTest::qWaitFor([&] { return QFile::exists(path); }, 15000));
    return path;
}

void WindowPaletteTest::threeTiersAreDrawnByDragAndExported() {
    const QTemporaryDir folder;
    RealWindow window({}, folder.path());
    QVERIFY(window.shows());
    QVERIFY(window.click(QStringLiteral("New design")));
    QVERIFY(window.settles());
    const QPointF middle = window.canvas().mapToScene(window.canvas().boundingRect().center());
    QVERIFY(window.carry(QStringLiteral("VPC in two zones"), middle));
    QVERIFY(window.settles());
    QVERIFY(window.carry(QStringLiteral("Application load balancer"),
                         window.freeIn("untitled/PublicA")));
    QVERIFY(window.settles());
    QVERIFY(window.carry(QStringLiteral("Auto Scaling group"), window.freeIn("untitled/PrivateA")));
    QVERIFY(window.settles());
    QVERIFY(window.carry(QStringLiteral("RDS database"), window.freeIn("untitled/PrivateB")));
    QVERIFY(window.settles());
    QCOMPARE(window.document().undoLabel(), QStringLiteral("Add Database"));
    window.press(QStringLiteral("shift+1"));
    // Lines out of the handles say who is let in where.
    window.click(window.boxAt("untitled/LoadBalancer"));
    window.drag(window.handleOf("untitled/LoadBalancer"), window.boxAt("untitled/Fleet"));
    QVERIFY(window.settles());
    window.click(window.titleAt("untitled/Fleet"));
    window.drag(window.handleOf("untitled/Fleet"), window.boxAt("untitled/Database"));
    QVERIFY(window.settles());
    QVERIFY2(window.document().undoLabel().contains(QStringLiteral("Database")),
             qPrintable(window.document().undoLabel()));
    QVERIFY2(window.document().notice().isEmpty(), qPrintable(window.document().notice()));
    const QString path = exported(window, folder.path());
    QCOMPARE(faultsOf(path), QString());
    QCOMPARE(lintOf(path), QString());
    const QByteArray text = test::bytesOf(path);
    for (const char* part : {"TargetGroupARNs", "!Ref Targets", "SourceSecurityGroupId"}) {
        QVERIFY2(text.contains(part), part);
    }
}

void WindowPaletteTest::aBastionIsDrawnByDragAndExported() {
    const QTemporaryDir folder;
    RealWindow window({}, folder.path());
    QVERIFY(window.shows());
    window.press(QStringLiteral("ctrl+n"));
    QVERIFY(window.settles());
    const QPointF middle = window.canvas().mapToScene(window.canvas().boundingRect().center());
    QVERIFY(window.carry(QStringLiteral("VPC in two zones"), middle));
    QVERIFY(window.settles());
    QVERIFY(window.carry(QStringLiteral("Bastion host"), window.freeIn("untitled/PublicA")));
    QVERIFY(window.settles());
    QVERIFY(window.carry(QStringLiteral("EC2 instance"), window.freeIn("untitled/PrivateA")));
    QVERIFY(window.settles());
    window.press(QStringLiteral("shift+1"));
    window.click(window.boxAt("untitled/Bastion"));
    window.drag(window.handleOf("untitled/Bastion"), window.boxAt("untitled/Instance"));
    QVERIFY(window.settles());
    QVERIFY2(window.document().notice().isEmpty(), qPrintable(window.document().notice()));
    const QString path = exported(window, folder.path());
    QCOMPARE(faultsOf(path), QString());
    QCOMPARE(lintOf(path), QString());
    const QByteArray text = test::bytesOf(path);
    for (const char* part : {"InstanceGroupFromBastionGroup:", "FromPort: 22"}) {
        QVERIFY2(text.contains(part), text.constData());
    }
}

void WindowPaletteTest::aDesignIsMadeAndSavedByKeysAlone() {
    const QTemporaryDir folder;
    RealWindow window({}, folder.path());
    QVERIFY(window.shows());
    window.press(QStringLiteral("ctrl+n"));
    QVERIFY(window.settles());
    QVERIFY(window.placeByKey(QStringLiteral("VPC in two zones")));
    QVERIFY(window.settles());
    const auto go = [&](const char* name) {
        window.press(QStringLiteral("ctrl+f"));
        window.type(QString::fromLatin1(name));
        window.press(QStringLiteral("Return"));
    };
    go("PublicA");
    QVERIFY(window.placeByKey(QStringLiteral("Bastion host")));
    QVERIFY(window.settles());
    go("PrivateA");
    QVERIFY(window.placeByKey(QStringLiteral("EC2 instance")));
    QVERIFY(window.settles());
    // Escape leads back to the drawing, where the new thing is selected.
    window.press(QStringLiteral("Escape"));
    QVERIFY(window.canvas().hasActiveFocus());
    QCOMPARE(window.document().selectedName(), QStringLiteral("Instance"));
    // Connected: from the bastion, which is looked for, with the instance.
    go("Bastion");
    window.press(QStringLiteral("ctrl+l"));
    window.type(QStringLiteral("Instance"));
    window.press(QStringLiteral("Return"));
    QVERIFY(window.settles());
    QVERIFY2(window.document().undoLabel().contains(QStringLiteral("Instance")),
             qPrintable(window.document().undoLabel()));
    // Renamed where it stands, and a field of it changed.
    go("Instance");
    window.press({QStringLiteral("F2"), QStringLiteral("ctrl+a")});
    window.type(QStringLiteral("Host"));
    window.press(QStringLiteral("Return"));
    QVERIFY(window.settles());
    QCOMPARE(window.document().selectedName(), QStringLiteral("Host"));
    window.press(QStringLiteral("alt+Return"));
    for (int field = 0; field < 20 && window.focusedText() != QStringLiteral("t3.micro"); ++field) {
        window.press(QStringLiteral("Tab"));
    }
    QCOMPARE(window.focusedText(), QStringLiteral("t3.micro"));
    window.press(QStringLiteral("ctrl+a"));
    window.type(QStringLiteral("t3.large"));
    window.press({QStringLiteral("Return"), QStringLiteral("Escape")});
    QVERIFY(window.settles());
    window.press({QStringLiteral("ctrl+shift+s"), QStringLiteral("ctrl+a")});
    const QString path = folder.filePath(QStringLiteral("hand.yaml"));
    window.type(path);
    window.press(QStringLiteral("Return"));
    QVERIFY(QTest::qWaitFor([&] { return QFile::exists(path); }, 15000));
    QVERIFY(!window.document().isDirty());
    const QByteArray text = test::bytesOf(path);
    QVERIFY(text.contains("Host:"));
    QVERIFY2(text.contains("t3.large"), text.constData());
    QCOMPARE(faultsOf(path), QString());
}

}  // namespace archivolt

int main(int argc, char** argv) {
    return archivolt::test::runInRealWindows(
        argc, argv, [] { return std::make_unique<archivolt::WindowPaletteTest>(); });
}
#include "window_palette_test.moc"
