#include "tests/window/real_window.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <QAccessible>
#include <QGuiApplication>
#include <QQuickItem>
#include <QQuickStyle>
#include <QRegularExpression>
#include <QTest>
#include <array>
#include <csignal>

#include "app/picture/worker_process.h"
#include "app/tools/connection.h"
#include "app/window/canvas_access.h"
#include "render/paint/text_measure.h"

extern void qml_register_types_Archivolt();

namespace archivolt::test {

namespace {

constexpr int kSteps = 8;
constexpr int kBetween = 20;  // Milliseconds for what was sent to arrive.

/// Starts an X server for this process alone, before there is an application; says whether there is
/// one. It ends with this process.
bool startDisplay() {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return false;
    const pid_t child = ::fork();
    if (child < 0) return false;
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        const std::string end = std::to_string(ends[1]);
        const std::string screen =
            std::to_string(kScreenWidth) + "x" + std::to_string(kScreenHeight) + "x24";
        ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);
        ::execlp("Xvfb", "Xvfb", "-displayfd", end.c_str(), "-noreset", "-nolisten", "tcp",
                 "-screen", "0", screen.c_str(), static_cast<char*>(nullptr));
        ::_exit(1);
    }
    ::close(ends[1]);
    std::string said;
    for (char each = 0; ::read(ends[0], &each, 1) == 1 && each != '\n';) said += each;
    ::close(ends[0]);
    if (said.empty()) return false;
    qputenv("DISPLAY", QByteArray::fromStdString(":" + said));
    qputenv("QT_QPA_PLATFORM", "xcb");
    qputenv("QT_QUICK_BACKEND", "software");
    return true;
}

/// Returns the innermost thing that shows under a name; null where none does.
QAccessibleInterface* find(QAccessibleInterface* in, const QString& name) {
    if (in == nullptr) return nullptr;
    // What can't be seen still has children that can, as a window's content item does.
    for (int i = 0; i < in->childCount(); ++i) {
        if (auto* found = find(in->child(i), name)) return found;
    }
    const QAccessible::State state = in->state();
    const bool shows = !state.invisible && !state.offscreen && !in->rect().isEmpty();
    return shows && in->text(QAccessible::Name) == name ? in : nullptr;
}

void collect(QAccessibleInterface* in, QStringList& names) {
    if (in == nullptr) return;
    const QString name = in->text(QAccessible::Name);
    if (!name.isEmpty() && !in->state().invisible) names << name;
    for (int i = 0; i < in->childCount(); ++i) collect(in->child(i), names);
}

}  // namespace

int runInRealWindows(int argc, char** argv, const std::function<std::unique_ptr<QObject>()>& make) {
    if (!startDisplay()) {
        qWarning("Xvfb does not start");
        return 1;
    }
    qml_register_types_Archivolt();
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QGuiApplication application(argc, argv);
    QGuiApplication::setApplicationDisplayName(QString());
    QGuiApplication::setFont(qtFont({FontFamily::Sans, 13, 400}));
    QAccessible::installFactory(canvasAccess);
    QAccessible::setActive(true);
    const auto test = make();
    return QTest::qExec(test.get(), argc, argv);
}

RealWindow::RealWindow(const QString& file, const QString& home) {
    QTest::failOnWarning(QRegularExpression(QStringLiteral("DelegateModel")));
    const auto engine = [] {
        return std::make_unique<DotEngine>(
            workerProcess(QStringLiteral(ARCHIVOLT_PROGRAM), std::chrono::milliseconds(5000)));
    };
    m_workspace = std::make_unique<Workspace>(Workspace::Surroundings{
        m_files, Catalog::embedded(), home.toStdString(), home.toStdString(), engine});
    m_engine = std::make_unique<QQmlApplicationEngine>();
    m_engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
    m_engine->setInitialProperties(
        {{QStringLiteral("workspace"), QVariant::fromValue(m_workspace.get())}});
    if (!file.isEmpty()) m_workspace->openPath(file);
    m_engine->load(QUrl(QStringLiteral("qrc:/qt/qml/Archivolt/Main.qml")));
    if (m_engine->rootObjects().isEmpty()) return;
    m_window = qobject_cast<QQuickWindow*>(m_engine->rootObjects().first());
    m_canvas = m_window->findChild<DesignCanvas*>();
    m_modes = m_window->findChild<CanvasModes*>();
    m_desktop.use(qEnvironmentVariable("DISPLAY"));
}

RealWindow::~RealWindow() { m_engine.reset(); }

bool RealWindow::shows() {
    if (m_window == nullptr || !QTest::qWaitForWindowExposed(m_window)) {
        qWarning("no window is shown");
        return false;
    }
    if (!hasKeyboard()) {
        qWarning("the window does not get the keyboard");
        return false;
    }
    m_revision = document().session().revision();
    return !document().isOpen() ||
           becomes([this] { return isSettled() && document().drawing() != nullptr; });
}

bool RealWindow::hasKeyboard() {
    // Where the focus came before Qt waited for it, it must go and come again to be seen.
    std::unique_ptr<QWindow> elsewhere;
    return becomes([&] {
        const bool isFocused = m_desktop.focus(m_window->winId());
        QTest::qWait(50);
        if (isFocused && m_window->isActive()) return true;
        if (elsewhere == nullptr) {
            elsewhere = std::make_unique<QWindow>();
            elsewhere->setGeometry(0, 0, 1, 1);
            elsewhere->show();
        }
        static_cast<void>(m_desktop.focus(elsewhere->winId()));
        return false;
    });
}

bool RealWindow::settles() {
    const bool done = becomes([this] {
        const bool changed = document().session().revision() != m_revision;
        return changed && document().isOpen() && isSettled();
    });
    m_revision = document().session().revision();
    QTest::qWait(kBetween);
    return done;
}

bool RealWindow::isSettled() const {
    return !document().isChecking() && !m_modes->reach()->isAsking();
}

bool RealWindow::has(const QString& name) const {
    return find(QAccessible::queryAccessibleInterface(m_window), name) != nullptr;
}

QRect RealWindow::placeOf(const QString& name) const {
    QRect at;
    // Where it stands twice in a row: what opens or moves comes to rest first.
    const bool rests = becomes([&] {
        auto* found = find(QAccessible::queryAccessibleInterface(m_window), name);
        const QRect before = at;
        at = found == nullptr ? QRect() : found->rect();
        return !at.isNull() && at == before;
    });
    return rests ? at : QRect();
}

bool RealWindow::point(const QString& name) {
    const QRect at = placeOf(name);
    if (!at.isNull()) m_desktop.point(at.center());
    return !at.isNull();
}

bool RealWindow::click(const QString& name) {
    if (!point(name)) {
        QStringList names;
        collect(QAccessible::queryAccessibleInterface(m_window), names);
        qWarning("nothing shows under the name %s, but %s", qPrintable(name),
                 qPrintable(names.join(QStringLiteral(" | "))));
        return false;
    }
    m_desktop.clickHere();
    QTest::qWait(0);
    return true;
}

bool RealWindow::clickThing(const char* key) {
    const auto centre = m_canvas->centreOf(key);
    if (!centre) return false;
    m_desktop.click(m_window->mapToGlobal(m_canvas->mapToScene(*centre).toPoint()));
    QTest::qWait(0);
    return true;
}

void RealWindow::press(const QStringList& keys) const {
    m_desktop.press(keys);
    QTest::qWait(kBetween);
}

void RealWindow::type(const QString& text) const {
    m_desktop.type(text);
    QTest::qWait(kBetween);
}

QString RealWindow::focusedText() const {
    const QQuickItem* item = m_window->activeFocusItem();
    return item == nullptr ? QString() : item->property("text").toString();
}

BoxIndex RealWindow::boxOf(const char* key) const {
    return m_canvas->scene() == nullptr ? kNoBox : m_canvas->scene()->diagram->find(key);
}

QPointF RealWindow::boxAt(const char* key) const {
    const BoxIndex box = boxOf(key);
    return box == kNoBox ? QPointF() : m_canvas->mapToScene(m_canvas->rectOf(box).center());
}

QPointF RealWindow::titleAt(const char* key) const {
    const BoxIndex box = boxOf(key);
    if (box == kNoBox) return {};
    const Rect& title = m_canvas->scene()->layout->titles[box];
    const Point at = toCanvas(m_canvas->viewport(), {title.x + 12, title.y + title.height / 2});
    return m_canvas->mapToScene(QPointF(at.x, at.y));
}

QPointF RealWindow::freeIn(const char* key) const {
    const BoxIndex box = boxOf(key);
    if (box == kNoBox) return {};
    return m_canvas->mapToScene(m_canvas->rectOf(box).bottomRight() - QPointF(10, 10));
}

QPointF RealWindow::handleOf(const char* key) const {
    const BoxIndex box = boxOf(key);
    if (box == kNoBox) return {};
    const Point handle =
        toCanvas(m_canvas->viewport(), tools::handleOf(m_canvas->scene()->layout->rects[box]));
    return m_canvas->mapToScene(QPointF(handle.x, handle.y));
}

void RealWindow::click(QPointF at) const {
    m_desktop.click(at);
    QTest::qWait(kBetween);
}

void RealWindow::drag(QPointF from, QPointF to) const {
    m_desktop.grip(from);
    QTest::qWait(kBetween);
    for (int step = 1; step <= kSteps; ++step) {
        m_desktop.point(from + (to - from) * step / kSteps);
        QTest::qWait(kBetween);
    }
    m_desktop.letGo();
    QTest::qWait(kBetween);
}

bool RealWindow::carry(const QString& label, QPointF to) {
    if (!click(QStringLiteral("Find something to add"))) return false;
    press(QStringLiteral("ctrl+a"));
    type(label);
    if (!becomes([&] { return focusedText() == label; })) return false;
    const QRect from = placeOf(label);
    // The first of a group has the group's name above it.
    if (!from.isNull()) drag(QPointF(from.center().x(), from.bottom() - 16), to);
    return !from.isNull();
}

bool RealWindow::placeByKey(const QString& label) {
    press({QStringLiteral("ctrl+shift+a"), QStringLiteral("ctrl+a")});
    type(label);
    const bool isTyped = becomes([&] { return focusedText() == label; });
    press({QStringLiteral("Return"), QStringLiteral("Return")});
    return isTyped;
}

Overlay RealWindow::marks() const {
    Overlay overlay;
    m_modes->mode()->mark(overlay, *document().drawing());
    return overlay;
}

void RealWindow::picture(const QString& name) {
    const QString folder = qEnvironmentVariable("ARCHIVOLT_PICTURES");
    if (folder.isEmpty()) return;
    QTest::qWait(300);
    m_window->grabWindow().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
}

}  // namespace archivolt::test
