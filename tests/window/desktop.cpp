#include "tests/window/desktop.h"

#include <sys/prctl.h>

#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QTest>
#include <csignal>

#include "app/command/examples.h"
#include "app/files/disk_files.h"
#include "app/picture/worker_process.h"
#include "app/session/session.h"
#include "app/window/analysis_service.h"
#include "render/paint/text_measure.h"
#include "render/scene/build_scene.h"

namespace archivolt::test {

namespace {

constexpr int kPatience = 15000;  // Milliseconds: for a loaded machine; each wait ends when it can.
constexpr int kSteps = 8;

QString number(double value) { return QString::number(qRound(value)); }

/// Runs in a child before its program: where a test ends early, nothing of it goes on.
void endsWithItsParent() { ::prctl(PR_SET_PDEATHSIG, SIGKILL); }

/// The window fills the screen.
QPointF onScreen(Point scene, const Scene& of) {
    const Size canvas{kScreenWidth - kLeftWidth - kInspectorWidth,
                      kScreenHeight - kTopBarHeight - kStatusHeight};
    const Point point = toCanvas(fitIntoCanvas(of, canvas), scene);
    return {point.x + kLeftWidth, point.y + kTopBarHeight};
}

}  // namespace

bool becomes(const std::function<bool()>& holds) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < kPatience) {
        if (holds()) return true;
        QTest::qWait(50);
    }
    return false;
}

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool writeBytes(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

QString missingProgram() {
    for (const char* program : {"Xvfb", "xdotool", "import"}) {
        const QString name = QString::fromLatin1(program);
        if (QStandardPaths::findExecutable(name).isEmpty()) return name;
    }
    return {};
}

bool Desktop::start() {
    m_server.setChildProcessModifier(endsWithItsParent);
    m_server.start(
        QStringLiteral("Xvfb"),
        {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-noreset"),
         QStringLiteral("-nolisten"), QStringLiteral("tcp"), QStringLiteral("-screen"),
         QStringLiteral("0"), QStringLiteral("%1x%2x24").arg(kScreenWidth).arg(kScreenHeight)});
    const bool said = becomes([&] {
        m_server.waitForReadyRead(50);
        return m_server.canReadLine();
    });
    if (!said) return false;
    m_display = QStringLiteral(":") + QString::fromLatin1(m_server.readLine().trimmed());
    return true;
}

bool Desktop::open(const QString& file, const QString& home) {
    QProcessEnvironment environment = onDisplay();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
    environment.insert(QStringLiteral("QT_QUICK_BACKEND"), QStringLiteral("software"));
    environment.insert(QStringLiteral("HOME"), home);
    environment.insert(QStringLiteral("XDG_STATE_HOME"), home);
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), home);
    QStringList others;
    for (const auto& each : m_programs) others << each->window;
    auto program = std::make_unique<Program>();
    program->process.setProcessEnvironment(environment);
    program->process.setChildProcessModifier(endsWithItsParent);
    program->process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    program->process.start(QStringLiteral(ARCHIVOLT_PROGRAM),
                           file.isEmpty() ? QStringList() : QStringList{file});
    const bool shows = becomes([&] {
        for (const QString& window : windows()) {
            if (!others.contains(window)) program->window = window;
        }
        return !program->window.isEmpty();
    });
    if (shows) run({QStringLiteral("windowfocus"), QStringLiteral("--sync"), program->window});
    m_programs.push_back(std::move(program));
    return shows;
}

bool Desktop::focus(quint64 window) const {
    const QString name = QString::number(window);
    run({QStringLiteral("windowfocus"), QStringLiteral("--sync"), name});
    return run({QStringLiteral("getwindowfocus")}) == name;
}

void Desktop::crash() {
    for (auto& program : m_programs) {
        ::kill(static_cast<pid_t>(program->process.processId()), SIGKILL);
        m_crashed.push_back(std::move(program));
    }
    m_programs.clear();
    // The system gives the names of windows that are gone to new ones.
    static_cast<void>(becomes([&] { return windows().isEmpty(); }));
}

QStringList Desktop::windows() const {
    return run({QStringLiteral("search"), QStringLiteral("--onlyvisible"), QStringLiteral("--name"),
                QStringLiteral("Archivolt")})
        .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

bool Desktop::quit() {
    press(QStringLiteral("ctrl+q"));
    QProcess& process = m_programs.back()->process;
    const bool ended = becomes(
        [&] { return process.state() == QProcess::NotRunning || process.waitForFinished(50); });
    const bool well =
        ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    if (ended) m_programs.pop_back();
    if (ended && !m_programs.empty()) {
        run({QStringLiteral("windowfocus"), QStringLiteral("--sync"), m_programs.back()->window});
    }
    return well;
}

Desktop::~Desktop() {
    std::vector<QProcess*> processes;
    for (const auto& program : m_programs) processes.push_back(&program->process);
    for (const auto& program : m_crashed) processes.push_back(&program->process);
    processes.push_back(&m_server);
    for (QProcess* process : processes) {
        if (process->state() == QProcess::NotRunning) continue;
        process->kill();
        process->waitForFinished(kPatience);
    }
}

QString Desktop::title() const {
    return run({QStringLiteral("getwindowname"), m_programs.back()->window});
}

bool Desktop::isDrawn(QPointF at) const {
    QProcess import;
    import.setProcessEnvironment(onDisplay());
    import.start(QStringLiteral("import"),
                 {QStringLiteral("-window"), QStringLiteral("root"), QStringLiteral("-crop"),
                  QStringLiteral("24x24+%1+%2").arg(qRound(at.x()) - 12).arg(qRound(at.y()) - 12),
                  QStringLiteral("-format"), QStringLiteral("%k"), QStringLiteral("info:")});
    import.waitForFinished(kPatience);
    return import.readAllStandardOutput().trimmed().toInt() > 8;
}

QByteArray Desktop::canvas() const {
    QProcess import;
    import.setProcessEnvironment(onDisplay());
    import.start(QStringLiteral("import"),
                 {QStringLiteral("-window"), QStringLiteral("root"), QStringLiteral("-crop"),
                  QStringLiteral("%1x%2+%3+%4")
                      .arg(kScreenWidth - kLeftWidth - kInspectorWidth)
                      .arg(kScreenHeight - kTopBarHeight - kStatusHeight)
                      .arg(kLeftWidth)
                      .arg(kTopBarHeight),
                  QStringLiteral("rgb:-")});
    import.waitForFinished(kPatience);
    return import.readAllStandardOutput();
}

void Desktop::grip(QPointF at, int button) const {
    move(at);
    run({QStringLiteral("mousedown"), QString::number(button)});
}

void Desktop::letGo(int button) const { run({QStringLiteral("mouseup"), QString::number(button)}); }

void Desktop::hold(const QString& key) const { run({QStringLiteral("keydown"), key}); }

void Desktop::release(const QString& key) const { run({QStringLiteral("keyup"), key}); }

void Desktop::wheel(bool up) const {
    // An X server has the wheel as two buttons.
    run({QStringLiteral("click"), up ? QStringLiteral("4") : QStringLiteral("5")});
}

void Desktop::clickTwice(QPointF at) const {
    move(at);
    run({QStringLiteral("click"), QStringLiteral("--repeat"), QStringLiteral("2"),
         QStringLiteral("--delay"), QStringLiteral("30"), QStringLiteral("1")});
}

void Desktop::drag(QPointF from, QPointF to) const {
    grip(from);
    for (int step = 1; step <= kSteps; ++step) move(from + (to - from) * step / kSteps);
    letGo();
}

void Desktop::click(QPointF at) const {
    move(at);
    clickHere();
}

void Desktop::clickHere() const { run({QStringLiteral("click"), QStringLiteral("1")}); }

void Desktop::press(const QStringList& keys) const {
    run(QStringList{QStringLiteral("key"), QStringLiteral("--delay"), QStringLiteral("1")} + keys);
}

void Desktop::type(const QString& text) const {
    run({QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("5"), text});
}

QProcessEnvironment Desktop::onDisplay() const {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DISPLAY"), m_display);
    return environment;
}

QString Desktop::run(const QStringList& arguments) const {
    QProcess xdotool;
    xdotool.setProcessEnvironment(onDisplay());
    xdotool.start(QStringLiteral("xdotool"), arguments);
    xdotool.waitForFinished(kPatience);
    return QString::fromUtf8(xdotool.readAllStandardOutput()).trimmed();
}

void Desktop::move(QPointF to) const {
    run({QStringLiteral("mousemove"), number(to.x()), number(to.y())});
}

Places::Places(const std::string& path) {
    DiskFiles files;
    Session session(files);
    if (!session.open(path).usable) return;
    DotEngine engine(
        workerProcess(QStringLiteral(ARCHIVOLT_PROGRAM), std::chrono::milliseconds(kPatience)));
    const auto catalog = Catalog::embedded();
    const TextMeasure measure = qtTextMeasure();
    const AnalysisRequest request{1, session.design(), session.kind(), path};
    const auto drawing =
        draw(request, resolve(*session.design(), *catalog), {*catalog, measure, engine});
    m_scene = buildScene({drawing->diagram, drawing->layout, &lightTheme(), {}, true}, measure);
    const auto verdicts = verdictsOn(request, nullptr, *catalog);
    // Errors open the list of problems, which takes room from the canvas.
    m_hasProblems = std::ranges::any_of(
        findingsOf(verdicts->judgement),
        [](const Finding& finding) { return finding.diagnostic.severity == Severity::Error; });
}

Rect Places::rectOf(const std::string& key) const {
    return m_scene.layout->rects[m_scene.diagram->find(key)];
}

QPointF Places::middleOf(const std::string& key) const {
    return onScreen(center(rectOf(key)), m_scene);
}

QPointF Places::freeIn(const std::string& key) const {
    const Rect rect = rectOf(key);
    return onScreen({right(rect) - 10, bottom(rect) - 10}, m_scene);
}

}  // namespace archivolt::test
