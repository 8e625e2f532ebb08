#include "tests/window/live_window.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <QProcess>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTest>
#include <array>
#include <chrono>
#include <csignal>
#include <functional>
#include <optional>

#include "app/picture/worker_process.h"
#include "app/tools/connection.h"
#include "tests/window/desktop.h"

extern void qml_register_types_Archivolt();

namespace archivolt::test {

namespace {

constexpr int kPatience = 15000;  // Milliseconds, for a loaded machine.
constexpr int kSteps = 8;
constexpr int kBetween = 20;  // Milliseconds for what was sent to arrive.

QString number(double value) { return QString::number(qRound(value)); }

/// Returns the first visible item below one that `holds` says yes to, or null pointer.
const QQuickItem* findItem(const QQuickItem* item,
                           const std::function<bool(const QQuickItem*)>& holds) {
    if (!item->isVisible()) return nullptr;
    if (holds(item)) return item;
    for (const QQuickItem* child : item->childItems()) {
        if (const QQuickItem* found = findItem(child, holds)) return found;
    }
    return nullptr;
}

}  // namespace

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

LiveWindow::LiveWindow(const QString& home) {
    qml_register_types_Archivolt();
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    const auto engine = [] {
        return std::make_unique<DotEngine>(
            workerProcess(QStringLiteral(ARCHIVOLT_PROGRAM), std::chrono::milliseconds(kPatience)));
    };
    m_workspace = std::make_unique<Workspace>(Workspace::Surroundings{
        m_files, Catalog::embedded(), home.toStdString() + "/state", home.toStdString(), engine});
    m_engine = std::make_unique<QQmlApplicationEngine>();
    m_engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
    m_engine->setInitialProperties(
        {{QStringLiteral("workspace"), QVariant::fromValue(m_workspace.get())}});
    m_engine->load(QUrl(QStringLiteral("qrc:/qt/qml/Archivolt/Main.qml")));
    auto* window = qobject_cast<QQuickWindow*>(m_engine->rootObjects().value(0));
    if (window == nullptr || !QTest::qWaitForWindowExposed(window)) return;
    window->setGeometry(0, 0, kScreenWidth, kScreenHeight);
    run({QStringLiteral("windowfocus"), QStringLiteral("--sync"),
         QString::number(window->winId())});
    if (!QTest::qWaitForWindowActive(window)) return;
    m_canvas = window->findChild<DesignCanvas*>();
    m_window = window;
}

LiveWindow::~LiveWindow() { m_engine.reset(); }

bool LiveWindow::settles() {
    const bool done = QTest::qWaitFor(
        [this] {
            const bool changed = document().session().revision() != m_revision;
            return changed && document().isOpen() && !document().isChecking();
        },
        kPatience);
    m_revision = document().session().revision();
    QTest::qWait(kBetween);
    return done;
}

BoxIndex LiveWindow::boxOf(const char* key) const {
    return m_canvas->scene() == nullptr ? kNoBox : m_canvas->scene()->diagram->find(key);
}

QPointF LiveWindow::boxAt(const char* key) const {
    const BoxIndex box = boxOf(key);
    return box == kNoBox ? QPointF() : m_canvas->mapToScene(m_canvas->rectOf(box).center());
}

QPointF LiveWindow::titleAt(const char* key) const {
    const BoxIndex box = boxOf(key);
    if (box == kNoBox) return {};
    const Rect& title = m_canvas->scene()->layout->titles[box];
    const Point at = toCanvas(m_canvas->viewport(), {title.x + 12, title.y + title.height / 2});
    return m_canvas->mapToScene(QPointF(at.x, at.y));
}

QPointF LiveWindow::freeIn(const char* key) const {
    const BoxIndex box = boxOf(key);
    if (box == kNoBox) return {};
    return m_canvas->mapToScene(m_canvas->rectOf(box).bottomRight() - QPointF(10, 10));
}

QPointF LiveWindow::handleOf(const char* key) const {
    const BoxIndex box = boxOf(key);
    if (box == kNoBox) return {};
    const Point handle =
        toCanvas(m_canvas->viewport(), tools::handleOf(m_canvas->scene()->layout->rects[box]));
    return m_canvas->mapToScene(QPointF(handle.x, handle.y));
}

QPointF LiveWindow::itemAt(const char* property, const QString& value) const {
    // A list that is filtered moves its items when it is next laid out: one counts once it stands
    // where it stood a moment before.
    std::optional<QPointF> place;
    const auto stands = [&] {
        const QQuickItem* found = findItem(m_window->contentItem(), [&](const QQuickItem* item) {
            return item->property(property).toString() == value && item->width() > 0;
        });
        std::optional<QPointF> now;
        if (found != nullptr) now = found->mapToScene({found->width() / 2, found->height() - 16});
        const bool stood = now && now == place;
        place = now;
        if (!stood) QTest::qWait(kBetween);
        return stood;
    };
    return QTest::qWaitFor(stands, kPatience) ? *place : QPointF();
}

QString LiveWindow::focusedText() const {
    const QQuickItem* item = m_window->activeFocusItem();
    return item == nullptr ? QString() : item->property("text").toString();
}

void LiveWindow::run(const QStringList& arguments) const {
    QProcess xdotool;
    xdotool.start(QStringLiteral("xdotool"), arguments);
    xdotool.waitForFinished(kPatience);
    QTest::qWait(kBetween);
}

void LiveWindow::press(const QStringList& keys) const {
    run(QStringList{QStringLiteral("key"), QStringLiteral("--delay"), QStringLiteral("1")} + keys);
}

void LiveWindow::type(const QString& text) const {
    run({QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("2"), text});
}

void LiveWindow::click(QPointF at) const {
    run({QStringLiteral("mousemove"), number(at.x()), number(at.y()), QStringLiteral("click"),
         QStringLiteral("1")});
}

void LiveWindow::drag(QPointF from, QPointF to) const {
    run({QStringLiteral("mousemove"), number(from.x()), number(from.y()),
         QStringLiteral("mousedown"), QStringLiteral("1")});
    for (int step = 1; step <= kSteps; ++step) {
        const QPointF at = from + (to - from) * step / kSteps;
        run({QStringLiteral("mousemove"), number(at.x()), number(at.y())});
    }
    run({QStringLiteral("mouseup"), QStringLiteral("1")});
}

void LiveWindow::carry(const QString& label, QPointF to) const {
    click(itemAt("placeholderText", QStringLiteral("Find something to add")));
    press("ctrl+a");
    type(label);
    static_cast<void>(QTest::qWaitFor([&] { return focusedText() == label; }, kPatience));
    drag(itemAt("label", label), to);
}

void LiveWindow::placeByKey(const QString& label) const {
    press({QStringLiteral("ctrl+shift+a"), QStringLiteral("ctrl+a")});
    type(label);
    static_cast<void>(QTest::qWaitFor([&] { return focusedText() == label; }, kPatience));
    press({QStringLiteral("Return"), QStringLiteral("Return")});
}

}  // namespace archivolt::test
