#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "app/command/examples.h"
#include "app/files/disk_files.h"
#include "app/picture/worker_process.h"
#include "app/window/analysis_service.h"
#include "app/window/session.h"
#include "app/window/view_fit.h"
#include "render/paint/text_measure.h"
#include "render/scene/build_scene.h"

namespace archivolt {

namespace {

constexpr int kWidth = 1440;
constexpr int kHeight = 900;
constexpr int kPatience = 15000;  // Milliseconds: for a loaded machine; each wait ends when it can.
constexpr int kSteps = 8;

/// Waits until `holds` does, asking again and again; false when patience ends.
template <class Condition>
bool becomes(const Condition& holds) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < kPatience) {
        if (holds()) return true;
        QTest::qWait(50);
    }
    return false;
}

/// An X server of its own and the real program in it, driven from outside by xdotool.
class Desktop {
public:
    bool start() {
        m_server.start(
            QStringLiteral("Xvfb"),
            {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-noreset"),
             QStringLiteral("-nolisten"), QStringLiteral("tcp"), QStringLiteral("-screen"),
             QStringLiteral("0"), QStringLiteral("%1x%2x24").arg(kWidth).arg(kHeight)});
        const bool said = becomes([&] {
            m_server.waitForReadyRead(50);
            return m_server.canReadLine();
        });
        if (!said) return false;
        m_display = QStringLiteral(":") + QString::fromLatin1(m_server.readLine().trimmed());
        return true;
    }

    bool open(const QString& file, const QString& home) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("DISPLAY"), m_display);
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
        environment.insert(QStringLiteral("QT_QUICK_BACKEND"), QStringLiteral("software"));
        environment.insert(QStringLiteral("HOME"), home);
        environment.insert(QStringLiteral("XDG_STATE_HOME"), home);
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), home);
        m_program.setProcessEnvironment(environment);
        m_program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_program.start(QStringLiteral(ARCHIVOLT_PROGRAM), {file});
        return becomes([&] {
            m_window = run({QStringLiteral("search"), QStringLiteral("--onlyvisible"),
                            QStringLiteral("--name"), QStringLiteral("Archivolt")});
            m_window = m_window.section(QLatin1Char('\n'), 0, 0);
            return !m_window.isEmpty();
        });
    }

    [[nodiscard]] QString title() const { return run({QStringLiteral("getwindowname"), m_window}); }

    /// Says whether something is drawn in the 24 × 24 pixels around a point of the screen.
    [[nodiscard]] bool isDrawn(QPointF at) const {
        QProcess import;
        import.setProcessEnvironment(onDisplay());
        import.start(
            QStringLiteral("import"),
            {QStringLiteral("-window"), QStringLiteral("root"), QStringLiteral("-crop"),
             QStringLiteral("24x24+%1+%2").arg(qRound(at.x()) - 12).arg(qRound(at.y()) - 12),
             QStringLiteral("-format"), QStringLiteral("%k"), QStringLiteral("info:")});
        import.waitForFinished(kPatience);
        return import.readAllStandardOutput().trimmed().toInt() > 8;
    }

    void drag(QPointF from, QPointF to) const {
        move(from);
        run({QStringLiteral("mousedown"), QStringLiteral("1")});
        for (int step = 1; step <= kSteps; ++step) move(from + (to - from) * step / kSteps);
        run({QStringLiteral("mouseup"), QStringLiteral("1")});
    }

    void press(const QString& keys) const { run({QStringLiteral("key"), keys}); }

    /// Asks the program to end, as its shortcut does; says whether it ended well.
    bool quit() {
        press(QStringLiteral("ctrl+q"));
        const bool ended = becomes([&] { return m_program.waitForFinished(50) || !isRunning(); });
        return ended && m_program.exitStatus() == QProcess::NormalExit && m_program.exitCode() == 0;
    }

    ~Desktop() {
        for (QProcess* process : {&m_program, &m_server}) {
            if (process->state() == QProcess::NotRunning) continue;
            process->kill();
            process->waitForFinished(kPatience);
        }
    }

private:
    [[nodiscard]] bool isRunning() const { return m_program.state() != QProcess::NotRunning; }
    [[nodiscard]] QProcessEnvironment onDisplay() const {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("DISPLAY"), m_display);
        return environment;
    }
    QString run(const QStringList& arguments) const {
        QProcess xdotool;
        xdotool.setProcessEnvironment(onDisplay());
        xdotool.start(QStringLiteral("xdotool"), arguments);
        xdotool.waitForFinished(kPatience);
        return QString::fromUtf8(xdotool.readAllStandardOutput()).trimmed();
    }
    void move(QPointF to) const {
        run({QStringLiteral("mousemove"), QString::number(qRound(to.x())),
             QString::number(qRound(to.y()))});
    }

    QProcess m_server;
    QProcess m_program;
    QString m_display;
    QString m_window;
};

/// Returns where things of a design are on the screen, from the same layout that the window uses.
class Places {
public:
    explicit Places(const std::string& path) {
        DiskFiles files;
        Session session(files);
        std::vector<Diagnostic> diagnostics;
        if (!session.open(path, diagnostics)) return;
        DotEngine engine(
            workerProcess(QStringLiteral(ARCHIVOLT_PROGRAM), std::chrono::milliseconds(kPatience)));
        const auto catalog = Catalog::embedded();
        const TextMeasure measure = qtTextMeasure();
        const auto result = analyse({1, session.design(), session.kind(), path, {}}, nullptr,
                                    {*catalog, measure, engine}, [] { return false; });
        m_scene = buildScene({result->diagram, result->layout, &lightTheme(), {}, true}, measure);
        // Errors open the list of problems, which takes room from the canvas.
        m_hasProblems = std::ranges::any_of(*result->findings, [](const Finding& finding) {
            return finding.diagnostic.severity == Severity::Error;
        });
    }

    [[nodiscard]] bool hasProblems() const { return m_hasProblems; }
    [[nodiscard]] Rect rectOf(const std::string& key) const {
        return m_scene.layout->rects[m_scene.diagram->find(key)];
    }
    /// The window fills the screen, since nothing decorates it there.
    [[nodiscard]] static QPointF onScreen(Point scene, const Scene& of) {
        const Size canvas{kWidth - kInspectorWidth, kHeight - kTopBarHeight - kStatusHeight};
        const Point point = toCanvas(fitIntoCanvas(of, canvas), scene);
        return {point.x, point.y + kTopBarHeight};
    }
    [[nodiscard]] QPointF middleOf(const std::string& key) const {
        return onScreen(center(rectOf(key)), m_scene);
    }
    /// Returns a point near the lower right corner of a subnet, where nothing stands.
    [[nodiscard]] QPointF freeIn(const std::string& key) const {
        const Rect rect = rectOf(key);
        return onScreen({right(rect) - 10, bottom(rect) - 10}, m_scene);
    }

private:
    Scene m_scene;
    bool m_hasProblems = true;
};

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class WindowJourneyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void undoAndSaveGiveTheFileBackToTheByte();
    void savingAfterADragChangesOnlyTheSubnet();

private:
    QTemporaryDir m_folder;
    QString m_file;
    QByteArray m_text;
};

void WindowJourneyTest::init() {
    for (const char* program : {"Xvfb", "xdotool", "import"}) {
        if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty()) {
            QFAIL(qPrintable(QStringLiteral("%1 is not installed; ./test.sh installs it")
                                 .arg(QString::fromLatin1(program))));
        }
    }
    const Example* example = findExample("three-tier");
    QVERIFY(example != nullptr);
    m_text = QByteArray(example->text.data(), static_cast<qsizetype>(example->text.size()));
    m_file = m_folder.filePath(QStringLiteral("three-tier.yaml"));
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(m_text), m_text.size());
}

void WindowJourneyTest::undoAndSaveGiveTheFileBackToTheByte() {
    const Places places(m_file.toStdString());
    QVERIFY(!places.hasProblems());
    const QPointF bastion = places.middleOf("three-tier/Bastion");
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(desktop.open(m_file, m_folder.path()));
    QVERIFY(becomes([&] { return desktop.isDrawn(bastion); }));
    desktop.drag(bastion, places.freeIn("three-tier/PublicB"));
    QVERIFY(becomes([&] { return desktop.title().startsWith(QLatin1Char('*')); }));
    desktop.press(QStringLiteral("ctrl+z"));
    QVERIFY(becomes([&] { return !desktop.title().startsWith(QLatin1Char('*')); }));
    desktop.press(QStringLiteral("ctrl+s"));
    QVERIFY(desktop.quit());
    QCOMPARE(bytesOf(m_file), m_text);
    QVERIFY(!QFile::exists(m_file + QStringLiteral(".archivolt")));
}

void WindowJourneyTest::savingAfterADragChangesOnlyTheSubnet() {
    const Places places(m_file.toStdString());
    const QPointF bastion = places.middleOf("three-tier/Bastion");
    Desktop desktop;
    QVERIFY(desktop.start());
    QVERIFY(desktop.open(m_file, m_folder.path()));
    QVERIFY(becomes([&] { return desktop.isDrawn(bastion); }));
    desktop.drag(bastion, places.freeIn("three-tier/PublicB"));
    QVERIFY(becomes([&] { return desktop.title().startsWith(QLatin1Char('*')); }));
    desktop.press(QStringLiteral("ctrl+s"));
    QVERIFY(becomes([&] { return !desktop.title().startsWith(QLatin1Char('*')); }));
    QVERIFY(desktop.quit());

    const qsizetype bastionAt = m_text.indexOf("\n  Bastion:\n");
    const QByteArray before = "SubnetId: !Ref PublicA";
    const qsizetype at = m_text.indexOf(before, bastionAt);
    QVERIFY(bastionAt > 0 && at > bastionAt);
    QByteArray expected = m_text;
    expected.replace(at, before.size(), "SubnetId: !Ref PublicB");
    QCOMPARE(bytesOf(m_file), expected);
}

}  // namespace archivolt

QTEST_MAIN(archivolt::WindowJourneyTest)
#include "window_journey_test.moc"
