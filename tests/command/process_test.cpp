#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

struct Ended {
    int status = -1;
    QByteArray out;
    QByteArray err;
};

Ended runProgram(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit) return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

Ended archivolt(const QStringList& arguments) {
    return runProgram(QStringLiteral(ARCHIVOLT_BINARY_DIR "/bin/archivolt"), arguments);
}

}  // namespace

/// The real binary, as a process: what only main and the operating system can get wrong.
class ProcessTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void versionAndHelpGoToStandardOutput() {
        const Ended version = archivolt({QStringLiteral("--version")});
        QCOMPARE(version.status, 0);
        QVERIFY(version.out.startsWith("archivolt "));
        for (const char* command : {"check", "export", "import", "apply", "diff", "reach", "render",
                                    "example", "rules", "limits", "completion"}) {
            const Ended help = archivolt({QString::fromLatin1(command), QStringLiteral("--help")});
            QVERIFY2(help.status == 0, command);
            QVERIFY2(help.out.contains("--help") && help.err.isEmpty(), command);
        }
        QCOMPARE(archivolt({QStringLiteral("--nonsense")}).status, 2);
    }

    /// Whatever the session gives the program, or does not.
    void renderPrintsNoWarning_data() {
        QTest::addColumn<QByteArray>("runtime");
        QTest::newRow("no session") << QByteArray();
        QTest::newRow("another's") << QByteArray("/");
        QTest::newRow("none") << QByteArray("/nowhere");
    }
    void renderPrintsNoWarning() {
        QFETCH(QByteArray, runtime);
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("shop.yaml"));
        QCOMPARE(archivolt({QStringLiteral("example"), QStringLiteral("three-tier"),
                            QStringLiteral("--output"), file})
                     .status,
                 0);
        qunsetenv("XDG_RUNTIME_DIR");
        if (!runtime.isEmpty()) qputenv("XDG_RUNTIME_DIR", runtime);
        for (const char* ending : {"svg", "png", "pdf"}) {
            const QString picture =
                folder.filePath(QStringLiteral("shop.") + QString::fromLatin1(ending));
            const Ended drawn =
                archivolt({QStringLiteral("render"), file, QStringLiteral("--output"), picture});
            QCOMPARE(drawn.status, 0);
            QCOMPARE(drawn.err, QByteArray());
            QCOMPARE(drawn.out, QByteArray());
            QVERIFY(QFileInfo(picture).size() > 1000);
        }
    }

    void aPictureIsOfAKindThatIsKnown() {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("a.yaml"));
        QFile text(file);
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("Resources: {Topic: {Type: AWS::SNS::Topic}}\n");
        text.close();
        for (const auto& [name, status] : {std::pair("a.jpeg", 2), std::pair("a.svg", 0)}) {
            const QString picture = folder.filePath(QString::fromLatin1(name));
            const Ended drawn =
                archivolt({QStringLiteral("render"), file, QStringLiteral("--output"), picture});
            QCOMPARE(drawn.status, status);
            QCOMPARE(drawn.err.contains("[RENDER-1]"), status == 2);
            QCOMPARE(QFileInfo::exists(picture), status == 0);
        }
    }

    void completionScriptsAreWellFormed() {
        QTemporaryDir folder;
        for (const char* name : {"bash", "zsh", "fish"}) {
            const QString shell = QString::fromLatin1(name);
            const Ended script = archivolt({QStringLiteral("completion"), shell});
            QCOMPARE(script.status, 0);
            QVERIFY(script.out.contains("check"));
            const QString program = QStandardPaths::findExecutable(shell);
            if (program.isEmpty()) {
                qInfo("no %s here, so its script is not tried", name);
                continue;
            }
            QFile file(folder.filePath(shell));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(script.out);
            file.close();
            const Ended tried = runProgram(program, {QStringLiteral("-n"), file.fileName()});
            QVERIFY2(tried.status == 0, tried.err.constData());
        }
    }

    void aPipeGetsNoColour() {
        const auto file = test::sourceRoot() / "resources" / "examples" / "lamp.yaml";
        const Ended checked = archivolt({QStringLiteral("check"), QString::fromStdString(file)});
        QCOMPARE(checked.status, 0);
        QVERIFY(!checked.out.contains('\033'));
        QCOMPARE(archivolt({QStringLiteral("check"), QStringLiteral("/no/such/file")}).status, 3);
    }

    /// As in a script, or over ssh.
    void whatNoWindowCanShowIsSaid() {
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) qunsetenv(name);
        const Ended mistyped = archivolt({QStringLiteral("chek"), QStringLiteral("shop.yaml")});
        QCOMPARE(mistyped.status, 2);
        QVERIFY2(mistyped.err.contains("no command or file `chek`; did you mean `check`?"),
                 mistyped.err.constData());
        const Ended strange = archivolt({QStringLiteral("frobnicate")});
        QCOMPARE(strange.status, 2);
        QVERIFY2(strange.err.contains("archivolt --help"), strange.err.constData());
        const auto file = test::sourceRoot() / "resources" / "examples" / "lamp.yaml";
        const Ended shown = archivolt({QString::fromStdString(file)});
        QCOMPARE(shown.status, 3);
        QVERIFY2(shown.err.contains("no display"), shown.err.constData());
    }

    void anExportOverItsOwnInputKeepsTheBytes() {
        QTemporaryDir folder;
        const QString copy = folder.filePath(QStringLiteral("lamp.yaml"));
        QCOMPARE(archivolt({QStringLiteral("example"), QStringLiteral("lamp"), QStringLiteral("-o"),
                            copy})
                     .status,
                 0);
        const std::string before = test::readFile(copy.toStdString());
        QCOMPARE(archivolt({QStringLiteral("export"), copy, QStringLiteral("-o"), copy}).status, 0);
        QCOMPARE(test::readFile(copy.toStdString()), before);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
        const Ended missing = archivolt({QStringLiteral("export"), copy, QStringLiteral("-o"),
                                         folder.filePath(QStringLiteral("gone/x.yaml"))});
        QCOMPARE(missing.status, 3);
        QVERIFY(missing.err.contains("gone"));
    }
};

}  // namespace archivolt

QTEST_GUILESS_MAIN(archivolt::ProcessTest)
#include "process_test.moc"
