#include "tests/window/real_window.h"

#include <QAccessible>
#include <QGuiApplication>
#include <QQuickStyle>
#include <QTest>

#include "app/picture/worker_process.h"
#include "app/window/canvas_access.h"
#include "render/paint/text_measure.h"
#include "tests/window/live_window.h"

extern void qml_register_types_Archivolt();

namespace archivolt::test {

namespace {

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
    m_document = std::make_unique<Document>(Document::Surroundings{
        m_files, Catalog::embedded(), home.toStdString(), home.toStdString(),
        std::make_unique<DotEngine>(
            workerProcess(QStringLiteral(ARCHIVOLT_PROGRAM), std::chrono::milliseconds(5000)))});
    m_engine = std::make_unique<QQmlApplicationEngine>();
    m_engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
    m_engine->setInitialProperties(
        {{QStringLiteral("document"), QVariant::fromValue(m_document.get())}});
    m_document->openPath(file);
    m_engine->load(QUrl(QStringLiteral("qrc:/qt/qml/Archivolt/Main.qml")));
    if (m_engine->rootObjects().isEmpty()) return;
    m_window = qobject_cast<QQuickWindow*>(m_engine->rootObjects().first());
    m_canvas = m_window->findChild<DesignCanvas*>();
    m_modes = m_window->findChild<CanvasModes*>();
    m_desktop.use(qEnvironmentVariable("DISPLAY"));
}

bool RealWindow::shows() {
    if (m_window == nullptr || !QTest::qWaitForWindowExposed(m_window)) {
        qWarning("no window is shown");
        return false;
    }
    // Where the focus came before Qt waited for it, it must go and come again to be seen.
    std::unique_ptr<QWindow> elsewhere;
    const bool hasKeys = becomes([&] {
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
    elsewhere.reset();
    if (!hasKeys) {
        qWarning("the window does not get the keyboard");
        return false;
    }
    return becomes([this] { return isSettled() && m_document->drawing() != nullptr; });
}

bool RealWindow::isSettled() const {
    return !m_document->isChecking() && !m_modes->reach()->isAsking();
}

bool RealWindow::has(const QString& name) const {
    return find(QAccessible::queryAccessibleInterface(m_window), name) != nullptr;
}

bool RealWindow::point(const QString& name) {
    QPoint at;
    // Where it stands twice in a row: what opens or moves comes to rest first.
    const bool rests = becomes([&] {
        auto* found = find(QAccessible::queryAccessibleInterface(m_window), name);
        const QPoint before = at;
        at = found == nullptr ? QPoint() : found->rect().center();
        return !at.isNull() && at == before;
    });
    if (rests) m_desktop.point(at);
    return rests;
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

Overlay RealWindow::marks() const {
    Overlay overlay;
    m_modes->mode()->mark(overlay, *m_document->drawing());
    return overlay;
}

void RealWindow::picture(const QString& name) {
    const QString folder = qEnvironmentVariable("ARCHIVOLT_PICTURES");
    if (folder.isEmpty()) return;
    QTest::qWait(300);
    m_window->grabWindow().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
}

}  // namespace archivolt::test
